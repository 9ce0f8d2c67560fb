// A fleet of agents in one stretch of time, incidents and their look-alikes among each other: what `run` is fed, and replay's word on it.
import avsc from 'avsc'
import { spawnSync } from 'node:child_process'
import { SCHEMAS } from '../src/model/schemas.js'
import type { Command } from '../src/model/wire.js'
import { at, listed, START_MS, type Said, type Wire } from './scenario/play.js'
import { ambit } from './program.js'

const BUCKET: Said = { action: 's3:GetObject', resource: 'arn:aws:s3:::reports', outcome: 'allow' }
const NEW_KEY: Said = {
  action: 'iam:CreateAccessKey',
  resource: 'arn:aws:iam::1:user/ops',
  outcome: 'allow',
}

const workload = (agent: string): string => `spiffe://corp/agents/${agent}`
const use = (second: number, credential: string, said: Said = BUCKET): Wire =>
  at(second, 'resource.accessed', { credential, ...said })

/** An agent with a task and a credential that was issued for it. */
function working(n: string, purpose?: string, tier?: string): readonly Wire[] {
  const agent = `a${n}`
  return [
    at(0, 'task.started', {
      agent,
      task: `T${n}`,
      ...(purpose === undefined ? {} : { purpose }),
      ...(tier === undefined ? {} : { tier }),
    }),
    at(1, 'credential.issued', { workload: workload(agent), credential: `c${n}`, task: `T${n}` }),
    at(5, 'tool.called', { agent, task: `T${n}`, tool: 'search_docs' }),
    use(20, `c${n}`),
  ]
}

/** S01: used after its task's end and let in; and, the second, refused. */
const afterEnd = [
  ...working('1', 'summarise'),
  at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
  use(200, 'c1'),
  ...working('2', 'summarise'),
  at(60, 'task.ended', { agent: 'a2', task: 'T2' }),
  use(201, 'c2', { ...BUCKET, outcome: 'deny' }),
  use(202, 'c2', { ...BUCKET, outcome: 'deny' }),
]
/** S02, for a medium and a high tier; S03: the same with no purpose declared. */
const shifts = [
  ...working('3', 'summarise'),
  use(30, 'c3', NEW_KEY),
  use(31, 'c3', NEW_KEY),
  ...working('4', 'summarise', 'high'),
  use(30, 'c4', NEW_KEY),
  ...working('5'),
  use(40, 'c5', NEW_KEY),
]
/** S07: one credential, two workloads. And a credential that another agent claims. */
const strangers = [
  ...working('7', 'summarise'),
  use(22, 'c7', { ...BUCKET, workload: workload('a7') }),
  use(25, 'c7', { ...BUCKET, workload: 'spiffe://corp/nodes/n2' }),
  ...working('8', 'summarise'),
  use(35, 'c8', { ...BUCKET, agent: 'a9' }),
]
/** B01, B02, B05, B06, B08, B12: nothing of this is anybody's fault. */
const innocent = [
  ...working('b1', 'summarise'),
  at(60, 'task.ended', { agent: 'ab1', task: 'Tb1' }),
  at(61, 'credential.revoked', { credential: 'cb1', workload: workload('ab1') }),
  use(55, 'cb1'),
  use(62, 'cb1'),
  ...working('b5', 'summarise'),
  at(50, 'credential.renewed', {
    workload: workload('ab5'),
    credential: 'kb5',
    more: { attributes: { replaces: 'cb5' } },
  }),
  use(70, 'cb5'),
  use(71, 'kb5'),
  ...working('b6', 'iam-maintenance'),
  use(80, 'cb6', NEW_KEY),
  ...working('b8', 'summarise'),
  at(10, 'task.started', { agent: 'ab8', task: 'Ub8', purpose: 'summarise', credential: 'cb8' }),
  at(60, 'task.ended', { agent: 'ab8', task: 'Tb8' }),
  use(120, 'cb8'),
  at(0, 'workload.started', {
    workload: 'spiffe://corp/gateway',
    more: { attributes: { proxy: true } },
  }),
  ...working('b12', 'summarise'),
  use(24, 'cb12', { ...BUCKET, workload: workload('ab12') }),
  use(26, 'cb12', { ...BUCKET, workload: 'spiffe://corp/gateway' }),
]

/** All of it in the order in which it happened, but for what is told late; `agoMs` before now. */
export function fleet(agoMs = 3_600_000): readonly Wire[] {
  const all = [...afterEnd, ...shifts, ...strangers, ...innocent]
  const late = all.filter((event) => event['id'] === 'resource.accessed@55/cb1')
  const sorted = all
    .filter((event) => !late.includes(event))
    .sort((a, b) => (a['time'] as number) - (b['time'] as number))
  return shifted([...sorted, ...late], agoMs)
}

/** The same events, so that the story begins `agoMs` before now. */
export function shifted(events: readonly Wire[], agoMs: number): readonly Wire[] {
  const byMs = Date.now() - agoMs - START_MS
  return events.map((event) => ({ ...event, time: (event['time'] as number) + byMs }))
}

/** S06: a key that nobody issued, used once. */
export const unmanaged: readonly Wire[] = [
  use(3, 'k9', { ...BUCKET, workload: 'spiffe://corp/cron' }),
]

/** A story whose one command says that everything before it was read: it needs all three sources. */
export function sentinel(n: number): readonly Wire[] {
  const name = `sentinel${n}`
  return [...working(name, 'summarise').slice(0, 2), use(30, `c${name}`, NEW_KEY)]
}
export const isSentinel = (command: Command): boolean => command.agent_id.startsWith('asentinel')

/** What `ambit replay` says of these lines with the same settings. */
export function replayed(
  events: readonly Wire[],
  env: Readonly<Record<string, string>> = {},
): readonly Command[] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [ambit, 'replay', '-', '--only', 'ambit.commands'],
    {
      input: ndjson(events),
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      // At work confirmation is waited for by the clock: a file read at once has seen none of it pass.
      env: { PATH: process.env['PATH'], AMBIT_CONFIRMATION: 'off', ...env },
    },
  )
  if (status !== 0) throw new Error(`replay ended with ${status}: ${stderr}`)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { value: Command }).value)
}

export const ndjson = (events: readonly Wire[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('')

/** The commands that stand: those that were undone and what undid them left out. Oldest first, as they are given. */
function standing(commands: readonly Command[]): readonly Command[] {
  const left = new Map<string, Command>()
  for (const command of commands) {
    if (command.undoes === null) left.set(command.id, command)
    else left.delete(command.undoes)
  }
  return [...left.values()]
}

/** Ids of the commands that stand, sorted. */
export const netIds = (commands: readonly Command[]): readonly string[] =>
  standing(commands)
    .map(({ id }) => id)
    .sort()

/** What the commands that stand do to whom, sorted. */
export const netListed = (commands: readonly Command[]): readonly string[] =>
  [...listed(standing(commands))].sort()

const EVENT = avsc.Type.forSchema(JSON.parse(SCHEMAS.event) as never)

/** An event in the schema of the contract, as another client of Avro writes it: free parts travel as JSON text. */
export function avroOf(event: Wire): Buffer {
  const { attributes } = event
  return EVENT.toBuffer(
    attributes === undefined ? event : { ...event, attributes: JSON.stringify(attributes) },
  )
}
