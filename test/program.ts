// The built program as a child process: started, spoken to over HTTP, stopped and killed as its users do it.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from '../src/model/wire.js'
import type { Wire } from './scenario/play.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
export const ambit = join(root, 'dist', 'cli', 'ambit.js')

/** Builds where a source is newer than the build. */
export function build(): void {
  const { status } = spawnSync(process.execPath, [join(root, '.ci', 'ambit.mjs'), '--build-only'], {
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) throw new Error('the build failed')
}

export const folder = (): string => mkdtempSync(join(tmpdir(), 'ambit-run-'))

export interface Started {
  readonly child: ChildProcess
  /** everything it said on stderr, and on stdout */
  readonly said: () => string
  readonly ended: Promise<number | null>
}

const live = new Set<ChildProcess>()

/** To be called at the end of a file: no process outlives it. */
export function killAll(): void {
  for (const child of live) child.kill('SIGKILL')
}

/** Starts `ambit` and waits for nothing. `env` is all it sees beside PATH. */
export function launch(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = folder(),
): Started {
  const child = spawn(process.execPath, [ambit, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  live.add(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      live.delete(child)
      resolve(code)
    }),
  )
  return { child, said: () => text, ended }
}

export interface Posted {
  readonly status: number
  readonly body: unknown
}

/** `ambit run`, ready. */
export interface Running extends Started {
  readonly address: string
  post(events: readonly Wire[] | string): Promise<Posted>
  get(path: string): Promise<{ readonly status: number; readonly text: string }>
  /** all pages of it, newest first */
  list<T>(what: 'commands' | 'decisions' | 'findings'): Promise<readonly T[]>
  commands(): Promise<readonly Command[]>
  metrics(): Promise<Metrics>
  /** how it ended and after how long */
  stop(signal?: NodeJS.Signals): Promise<{ readonly code: number | null; readonly ms: number }>
}

export type Metrics = (name: string, labels?: Readonly<Record<string, string>>) => number

/** Starts `ambit run` on a port of its own and waits until it is ready. */
export async function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const started = launch(['run', ...args], { AMBIT_HTTP_PORT: '0', ...env })
  const { child, said, ended } = started
  let over = false
  void ended.then(() => (over = true))
  const address = await until(`it is at work`, () => {
    if (over) throw new Error(`the program ended: ${said()}`)
    return /"http":"([^"]+)"/.exec(said())?.[1]
  })
  const get = async (path: string): Promise<{ status: number; text: string }> => {
    const answer = await fetch(address + path)
    return { status: answer.status, text: await answer.text() }
  }
  await until('it is ready', async () => (await get('/readyz')).status === 200 || undefined)

  const running: Running = {
    ...started,
    address,
    get,
    async post(events) {
      const answer = await fetch(`${address}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body:
          typeof events === 'string'
            ? events
            : events.map((event) => `${JSON.stringify(event)}\n`).join(''),
      })
      return { status: answer.status, body: await answer.json() }
    },
    async list<T>(what: string) {
      const all: T[] = []
      for (let next: string | null = ''; next !== null; ) {
        const { status, text } = await get(
          `/v1/${what}?limit=1000${next === '' ? '' : `&before=${next}`}`,
        )
        if (status !== 200) throw new Error(`/v1/${what} answers ${status}: ${text}`)
        const page = JSON.parse(text) as { items: T[]; next: string | null }
        all.push(...page.items)
        next = page.next
      }
      return all
    },
    commands: () => running.list<Command>('commands'),
    metrics: async () => readMetrics((await get('/metrics')).text),
    async stop(signal = 'SIGTERM') {
      const from = Date.now()
      child.kill(signal)
      return { code: await ended, ms: Date.now() - from }
    },
  }
  return running
}

/** The sum of a metric's samples that have these labels. */
function readMetrics(text: string): Metrics {
  const samples = text
    .split('\n')
    .map((line) => /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line))
    .filter((found) => found !== null)
  return (name, labels = {}) =>
    samples
      .filter(
        ([, of, said = '']) =>
          of === name && Object.entries(labels).every(([k, v]) => said.includes(`${k}="${v}"`)),
      )
      .reduce((sum, [, , , value]) => sum + Number(value), 0)
}

/** Asks until there is an answer, or throws what was hoped for. */
export async function until<T>(
  hope: string,
  ask: () => T | undefined | Promise<T | undefined>,
  ms = 20_000,
): Promise<T> {
  for (const end = Date.now() + ms; ; ) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${hope}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
