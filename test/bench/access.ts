// How long does a decision at request time take, over HTTP, at 1,000 requests a second, with the program on one core?
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pause, sumOf, untilTrue } from './kafka-ground.js'
import { circumstances, count, PROGRAM, tell } from './rounds.js'

const A_SECOND = Number(process.env['BENCH_RATE'] ?? 1_000)
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 20)
/** the first seconds are those of a program that is not warm yet */
const WARM_MS = 5_000
const IDENTITIES = 5_000
const CONNECTIONS = 64
/** after the last one is sent; what has no answer by then has failed */
const GIVEN_UP_MS = 20_000
/** of three requests one is within the purpose, one is not, and one is a tool's */
const ACTIONS = ['s3:GetObject', 'iam:CreateAccessKey', 'tools/call']
const TIERS = ['low', 'medium', 'high']

const folder = mkdtempSync(join(tmpdir(), 'ambit-bench-'))
const program = start()
try {
  await ask()
} finally {
  program.child.kill('SIGTERM')
  await program.ended
  rmSync(folder, { recursive: true, force: true })
}

interface Program {
  readonly child: ChildProcess
  readonly ended: Promise<unknown>
  address(): string | undefined
}

/** The built program on the first core, where it can be held there; who asks is free to take the others. */
function start(): Program {
  const config = join(folder, 'ambit.yml')
  writeFileSync(config, `data: ${folder}/data\nhttp: { port: 0 }\nbudget: off\n`)
  const args = [...PROGRAM, 'run', '--config', config]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)))
  const ended = new Promise((resolve) => child.on('exit', resolve))
  return { child, ended, address: () => /"http":"([^"]+)"/.exec(said)?.[1] }
}

async function ask(): Promise<void> {
  await untilTrue('the program answers', async () => program.address() !== undefined)
  const held = spawnSync('taskset', ['-acp', '0', String(program.child.pid)]).status === 0
  const address = program.address() as string
  const metric = async (name: string): Promise<number> =>
    sumOf(await (await fetch(`${address}/metrics`)).text(), name)
  await fill(address)
  await untilTrue(
    'all events are judged',
    async () => (await metric('ambit_decisions_total')) >= IDENTITIES,
    120_000,
  )
  await pause(2_000)
  await load(address, WARM_MS)
  const load1 = loadavg()[0] as number
  const cpu = await metric('process_cpu_seconds_total')
  const { delays, failed, tookMs } = await load(address, SECONDS * 1_000)
  const busy = (await metric('process_cpu_seconds_total')) - cpu
  delays.sort((a, b) => a - b)
  const at = (share: number): string =>
    (delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] as number).toFixed(1)
  tell(
    `decisions at request time, at ${count(A_SECOND)} a second`,
    `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
    'p99 10 ms',
    [
      `${count(delays.length)} answers in ${(tookMs / 1_000).toFixed(1)} s: ${count((delays.length * 1_000) / tookMs)} a second; p90 ${at(0.9)} ms, p99.9 ${at(0.999)} ms, the longest ${at(1)} ms; ${count(failed)} failed`,
      `each from the moment at which it was due, whether or not the ones before were answered; ${count(IDENTITIES)} identities, ${CONNECTIONS} connections`,
      `the program took ${((busy * 1_000) / delays.length).toFixed(2)} ms of processor time an answer, on ${held ? 'one core' : 'whatever cores there were'}`,
      `load of the machine before: ${load1.toFixed(1)}, ${circumstances().replace(/; medians.*/, '')}`,
    ],
  )
}

/** Each identity has a task, a credential and one use of it. */
async function fill(address: string): Promise<void> {
  const now = Date.now() - 60_000
  for (let from = 0; from < IDENTITIES; from += 500) {
    const lines: string[] = []
    for (let i = from; i < from + 500; i++) {
      const [agent, task, credential] = [
        { id: `a${i}`, tier: TIERS[i % 3] },
        { id: `T${i}` },
        { id: `c${i}` },
      ]
      const purpose = { ...task, purpose: 'summarise' }
      const use = { type: 'resource.accessed', action: 's3:GetObject', outcome: 'allow' }
      for (const [n, event] of [
        { type: 'task.started', agent, task: purpose },
        { type: 'credential.issued', agent: { id: agent.id }, task, credential },
        { ...use, credential, resource: { id: 'arn:aws:s3:::reports' } },
      ].entries())
        lines.push(JSON.stringify({ id: `e${i}-${n}`, time: now + n, ...event }))
    }
    const headers = { 'content-type': 'application/x-ndjson' }
    const body = `${lines.join('\n')}\n`
    const { status } = await fetch(`${address}/v1/events`, { method: 'POST', headers, body })
    if (status !== 202) throw new Error(`events were answered ${status}`)
  }
}

interface Load {
  readonly delays: number[]
  readonly failed: number
  readonly tookMs: number
}

/** An open loop: each request goes out when it is due. */
async function load(address: string, forMs: number): Promise<Load> {
  const { hostname, port } = new URL(address)
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const delays: number[] = []
  let failed = 0
  let open = 0
  const begunMs = performance.now()
  const total = (A_SECOND * forMs) / 1_000
  const send = (n: number): void => {
    const dueMs = begunMs + (n * 1_000) / A_SECOND
    const body = bodyOf(n)
    open++
    const done = (well: boolean): void => {
      open--
      if (well) delays.push(performance.now() - dueMs)
      else failed++
    }
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    const options = { method: 'POST', path: '/access/v1/evaluation', agent, headers }
    const sent = request({ ...options, hostname, port }, (answer) => {
      answer.resume()
      answer.on('end', () => done(answer.statusCode === 200))
    })
    sent.on('error', () => done(false))
    sent.end(body)
  }
  for (let n = 0; n < total; ) {
    while (n < total && begunMs + (n * 1_000) / A_SECOND <= performance.now()) send(n++)
    await pause(1)
  }
  for (const end = Date.now() + GIVEN_UP_MS; open > 0 && Date.now() < end; ) await pause(20)
  agent.destroy()
  for (; open > 0; ) await pause(20)
  return { delays, failed, tookMs: performance.now() - begunMs }
}

function bodyOf(n: number): Buffer {
  const i = (n * 7919) % IDENTITIES
  const action = ACTIONS[n % 3] as string
  const tool = action === 'tools/call' ? { tool: { name: 'read_file' }, arguments: { n } } : {}
  return Buffer.from(
    JSON.stringify({
      subject: { type: 'agent', id: `a${i}` },
      action: { name: action },
      resource: { type: 'bucket', id: 'arn:aws:s3:::reports' },
      context: { task: `T${i}`, credential: `c${i}`, ...tool },
    }),
  )
}
