// Apache Kafka's own jars for the tests: fetched once with Maven into a cache folder, run with Java.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const KAFKA = '4.3.1'

/** true where Java and, unless the jars are cached, Maven answer */
export function javaIsThere(): boolean {
  return answers('java', ['-version']) && (existsSync(jarFolder()) || answers('mvn', ['-v']))
}

export function answers(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 20_000 })
    return true
  } catch {
    return false
  }
}

function jarFolder(): string {
  return join(process.env['AMBIT_CACHE'] ?? join(homedir(), '.cache', 'ambit'), `kafka-${KAFKA}`)
}

/** The folder with Kafka's broker and tools, filled at the first call (about 45 MB). */
export function kafkaJars(): string {
  const folder = jarFolder()
  if (existsSync(folder)) return folder
  const work = `${folder}.${process.pid}`
  mkdirSync(work, { recursive: true })
  writeFileSync(join(work, 'pom.xml'), pom())
  execFileSync(
    'mvn',
    ['-B', '-q', 'dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=lib'],
    {
      cwd: work,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 600_000,
    },
  )
  try {
    renameSync(join(work, 'lib'), folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  }
  rmSync(work, { recursive: true, force: true })
  return folder
}

function pom(): string {
  const dependency = (artifact: string, extra = '') =>
    `<dependency><groupId>org.apache.kafka</groupId><artifactId>${artifact}</artifactId><version>${KAFKA}</version><scope>runtime</scope>${extra}</dependency>`
  const withoutConnect =
    '<exclusions><exclusion><groupId>org.apache.kafka</groupId><artifactId>connect-runtime</artifactId></exclusion></exclusions>'
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>ambit.test</groupId><artifactId>kafka</artifactId><version>1</version>
<dependencies>${dependency('kafka_2.13')}${dependency('kafka-tools', withoutConnect)}</dependencies></project>
`
}

/** Starts a main class of Kafka. */
export function startJava(
  main: string,
  args: readonly string[],
  jvm: readonly string[] = [],
): ChildProcess {
  return spawn('java', [...jvm, '-cp', `${kafkaJars()}/*`, main, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

/** Runs a main class of Kafka to its end and gives its standard output. Throws with its error output when it fails. */
export function runJava(
  main: string,
  args: readonly string[],
  input: string | Buffer = '',
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = startJava(main, args, ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'])
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout!.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr!.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out))
      else
        reject(
          new Error(`${main} ended with ${code}: ${Buffer.concat(err).toString().slice(-2_000)}`),
        )
    })
    child.stdin!.end(input)
  })
}
