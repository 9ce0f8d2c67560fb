// One broker for all test files of a run of jest: the first that needs it starts it, a keeper process ends it.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface SharedBroker {
  /** `host:port` */
  readonly address: string
  /** the folder of its logs, where it is on this machine */
  readonly data: string | null
  readonly how: string
}

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
// jest runs tests in its own process, or in children of it
const runner = process.argv[1]?.includes('jest-worker') === true ? process.ppid : process.pid

/** The broker of this run; null, after a loud word, where none can be had. With CI=true that throws. */
export async function sharedBroker(): Promise<SharedBroker | null> {
  const named = process.env['KAFKA_BROKERS']
  if (named !== undefined && named !== '')
    return { address: named, data: null, how: 'KAFKA_BROKERS' }
  const folder = join(tmpdir(), `ambit-test-${runner}`)
  const note = join(folder, 'broker.json')
  if (claimed(folder)) startKeeper(folder, note)
  for (const until = Date.now() + 900_000; Date.now() < until; ) {
    if (existsSync(note)) {
      const told = JSON.parse(readFileSync(note, 'utf8')) as SharedBroker & {
        none?: true
        error?: string
      }
      if (told.error !== undefined)
        throw new Error(`no broker: ${told.error}, see ${join(folder, 'keeper.log')}`)
      return told.none === true ? null : told
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the broker did not start, see ${join(folder, 'keeper.log')}`)
}

function claimed(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}

function startKeeper(folder: string, note: string): void {
  const built = join(root, 'node_modules', '.cache', 'ambit', `keeper-${runner}.mjs`)
  execFileSync(join(root, 'node_modules', '.bin', 'esbuild'), [
    join(here, 'keeper.ts'),
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--packages=external',
    '--log-level=error',
    `--outfile=${built}`,
  ])
  const log = openSync(join(folder, 'keeper.log'), 'a')
  const keeper = spawn(process.execPath, [built, String(runner), note], {
    detached: true,
    stdio: ['ignore', log, log],
  })
  keeper.unref()
}
