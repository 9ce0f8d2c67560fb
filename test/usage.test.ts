// The command line called wrongly, or where files, disks and addresses are not as they should be: it says what is the matter, in one line, and ends.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createEmbeddedTransport } from '../src/transport/embedded/embedded.js'
import { ndjson } from './incidents.js'
import { ambit, build, folder, killAll, launch, start, until } from './program.js'
import { at, play } from './scenario/play.js'

beforeAll(build, 120_000)
afterAll(killAll)

interface Ended {
  readonly code: number | null
  readonly said: string
}

async function called(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { ended, said } = launch(args, env)
  return { code: await ended, said: said().trim() }
}

/** By a shell, for what only it can set up. `$AMBIT` is the program. */
async function inShell(script: string): Promise<Ended> {
  const AMBIT = `${process.execPath} ${ambit}`
  const child = spawn('sh', ['-c', script], { cwd: folder(), env: { ...process.env, AMBIT } })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stdout.resume()
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said: said.trim() })))
}

test.each([
  [['explain', 'x', '--from', '/nowhere'], 2, '/nowhere: there is no such file'],
  [['explain', 'x', '--from', '/tmp'], 2, '/tmp: this is a folder: name the files in it'],
  [
    ['explain', 'x', '--from', '/dev/null', '--url', 'http://127.0.0.1:1'],
    2,
    '--from: it goes without --url: there is one place to ask',
  ],
  [['verify', '/tmp'], 2, '/tmp: this is a folder: name the files in it'],
  [['verify', '/dev/null', '--expect', '/nowhere'], 2, '/nowhere: it cannot be read (ENOENT)'],
  [['verify', '/dev/null', '--save', '/nowhere/x'], 2, '/nowhere/x: it cannot be written (ENOENT)'],
  [['check', '/dev/null', '--junit', '/tmp'], 2, '/tmp: it cannot be written (EISDIR)'],
  [['check', '--rule', 'x'], 2, '--rule: it goes with --explain'],
  [['replay', '/dev/null', '--rule', 'x'], 2, '--rule: it goes with --explain'],
  [['replay', '/dev/null', '--json'], 2, '--json: it goes with --against'],
  [
    ['topics', 'create', '--data', '/dev/null'],
    2,
    '/dev/null: no log can be kept in this folder (EEXIST)',
  ],
])(
  '%j ends with %i and says: %s',
  async (args, code, sentence) => {
    const ended = await called(args)
    expect([ended.code, ended.said.split('\n').at(-1)]).toEqual([code, sentence])
  },
  60_000,
)

test('a configuration, or the tests of a rule, that hold themselves are complaints like others', async () => {
  const dir = folder()
  const config = join(folder(), 'endless.yml')
  writeFileSync(config, 'http: &h { port: 7070, host: *h }\n')
  const sentence = 'this alias stands in what it names: that has no end'
  for (const args of [
    ['check', config],
    ['run', '--config', config],
  ]) {
    const { code, said } = await called(args)
    expect([code, said]).toEqual([2, expect.stringContaining(`${config}:1:30: ${sentence}`)])
  }
  writeFileSync(
    join(dir, 'x.yml'),
    'title: X\nid: 0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b\nlogsource: { product: ambit }\n' +
      'detection: { sel: { action: x }, condition: sel }\n',
  )
  const tests = join(dir, 'x.test.yml')
  for (const [text, why] of [
    ['- &t { name: a, events: [*t], finds: [] }\n', sentence],
    [`- &a [1]\n${'- [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n'.repeat(20)}`, 'Excessive alias count'],
  ] as const) {
    writeFileSync(tests, text)
    const { code, said } = await called(['check', dir])
    expect([code, said]).toEqual([2, expect.stringContaining(`${tests}:1:1: ${why}`)])
  }
}, 60_000)

test('a log that is none, or was cut, is told to be so by whoever opens it, and one that is whole is read', async () => {
  const data = folder()
  const transport = createEmbeddedTransport({ dir: data })
  const value = Buffer.alloc(20_000, 'x')
  const records = Array.from({ length: 20 }, (_, n) => ({
    topic: 'agent-events',
    key: `${n}`,
    value,
  }))
  await transport.append(records)
  await transport.close()
  const whole = readFileSync(join(data, 'log.mdb'))
  const put = (bytes: Buffer): string => {
    const dir = folder()
    writeFileSync(join(dir, 'log.mdb'), bytes)
    return dir
  }
  const explained = (dir: string): Promise<Ended> => called(['explain', 'x', '--data', dir])
  for (const [bytes, fault] of [
    [Buffer.from('hello\n'), 'is no store of Ambit'],
    [Buffer.alloc(100_000, 0xa5), 'is no store of Ambit'],
    [whole.subarray(0, 4_096), 'was cut'],
    [whole.subarray(0, 8_192), 'was cut'],
    [whole.subarray(0, 12_288), 'was cut'],
    // The roots of its trees stand before the end: of what is missing only the pages between tell.
    [whole.subarray(0, whole.length - 4_096), 'was cut'],
    [whole.subarray(0, whole.length - 5 * 4_096), 'was cut'],
  ] as const) {
    const dir = put(bytes)
    expect(await explained(dir)).toEqual({
      code: 1,
      said: expect.stringMatching(`^${dir}: the store in ${dir} cannot be read: log.mdb ${fault}`),
    })
  }
  // Where the end was of pages that nobody needs any more, nothing is missing.
  const shorter = Buffer.from(whole)
  for (const head of [0, 4_096]) shorter[head + 144] = (shorter[head + 144] as number) + 9
  for (const bytes of [whole, shorter, Buffer.alloc(0)])
    expect((await explained(put(bytes))).said).toMatch(/^x: no command, decision, finding/)
}, 60_000)

test('a disk that is full ends the engine with a sentence, and with room again it goes on where it was', async () => {
  const data = folder()
  const port = String(await freePort())
  // A file may grow to 1 MiB, and what is beyond is refused as by a full disk.
  const running = inShell(
    `trap '' XFSZ; ulimit -f 2048; AMBIT_HTTP_PORT=${port} exec $AMBIT run --data ${data}`,
  )
  const address = `http://127.0.0.1:${port}`
  const asked = async (path: string, init: RequestInit = {}): Promise<number> =>
    fetch(address + path, init).then(
      ({ status }) => status,
      () => 0,
    )
  await until('it is ready', async () => ((await asked('/readyz')) === 200 ? true : undefined))
  let taken = 0
  for (let n = 0; ; n++) {
    const events = Array.from({ length: 200 }, (_, i) =>
      at(i, 'tool.called', { agent: `a${n}-${i}`, tool: 'search_docs' }),
    )
    if ((await asked('/v1/events', { method: 'POST', body: ndjson(events) })) !== 202) break
    taken += events.length
  }
  const { code, said } = await running
  expect(code).toBe(70)
  expect(said).toContain(`the log in ${data} cannot be written`)
  expect(said).toContain('is the disk full?')
  const again = await start(['--data', data])
  await until('what was taken is read', async () =>
    (await again.metrics())('ambit_lag_records') === 0 ? true : undefined,
  )
  expect(taken).toBeGreaterThan(0)
  expect((await again.stop()).code).toBe(0)
}, 120_000)

test('output that cannot be written is said, and a reader that has seen enough is no failure', async () => {
  const file = join(folder(), 'events.ndjson')
  writeFileSync(
    file,
    ndjson([at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' })]),
  )
  expect(await inShell(`$AMBIT replay ${file} > /dev/full`)).toEqual({
    code: 1,
    said: 'standard output cannot be written (ENOSPC)',
  })
  expect(await inShell(`{ $AMBIT replay ${file}; echo $? >&2; } | true`)).toMatchObject({
    said: '0',
  })
}, 60_000)

test('records are never saved over those that are read', async () => {
  const file = join(folder(), 'out.ndjson')
  const { text } = await play([at(0, 'task.started', { agent: 'a1', task: 'T1' })])
  writeFileSync(file, text)
  expect(await called(['verify', file, '--save', file])).toEqual({
    code: 2,
    said: '--save: this is the file that is read',
  })
  expect(readFileSync(file, 'utf8')).toBe(text)
}, 60_000)

test('an address where others listen, and brokers that do not answer, are named', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await until('it listens', () => other.listening || undefined)
  const { port } = other.address() as AddressInfo
  const taken = await called(['run', '--data', folder()], { AMBIT_HTTP_PORT: String(port) })
  expect([taken.code, taken.said.split('\n').at(-1)]).toEqual([
    1,
    `127.0.0.1:${port}: another process listens here: set http.host and http.port (AMBIT_HTTP_PORT)`,
  ])
  other.close()
  for (const command of [['topics', 'create'], ['run']]) {
    const { code, said } = await called(command, { AMBIT_KAFKA_BROKERS: '127.0.0.1:1' })
    expect(code).toBe(1)
    // No line of the client's attempts stands before it
    expect(said).toMatch(/^127\.0\.0\.1:1: no broker can be used here \(.*ECONNREFUSED[^\n]*$/)
  }
}, 60_000)

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await until('it listens', () => server.listening || undefined)
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
