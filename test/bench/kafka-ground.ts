// What the questions about Kafka stand on: a broker, a fleet's events in topics, members of `ambit run`, and what they say of themselves.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import kafkajs, { type Admin, type Kafka } from 'kafkajs'
import { KIND_OF_TYPE, type Kind } from '../../src/model/event.js'
import { startBroker } from '../kafka/broker.js'
import { fleet, type Fleet } from './events.js'
import { circumstances, median, PROGRAM } from './rounds.js'

const PARTITIONS = 4
const KINDS: readonly Kind[] = ['agent', 'workload', 'resource']
const OUT = ['joined', 'decisions', 'commands', 'findings', 'audit', 'dead_letters'] as const
const INNER = ['identities', 'repartition', 'identify_changelog', 'judge_changelog'] as const
const UNREAD = ['approvals', 'command_results'] as const
const BATCH = 2_000
const POLL_MS = 100
/** so often in a row nothing was left to be read or judged: it is done */
const DONE_POLLS = 5
/** ends of transactions at the end of a partition: they are read, but no position says so */
const MARKERS_MAX = 16
const STALLED_MS = 120_000

/** How many events are asked about where there is time for one question at most, and of how many identities. */
export const EVENTS = Number(process.env['BENCH_KAFKA_EVENTS'] ?? 40_000)
export const IDENTITIES = Math.ceil(EVENTS / 20)

export interface Bench {
  readonly address: string
  readonly kafka: Kafka
  readonly admin: Admin
  /** makes topics for events; gives the prefix of their names */
  sources(): Promise<string>
  /** writes a fleet's events to topics of a prefix, or of their own; gives the prefix */
  fill(wanted: Fleet, prefix?: string): Promise<string>
  /** topics and a group of its own over the events of a prefix; `more` are further lines of the configuration */
  place(sources: string, more?: readonly string[]): Promise<Place>
}

export interface Place {
  readonly config: string
  name(topic: (typeof OUT)[number] | (typeof INNER)[number]): string
  /** records in all that it wrote, ends of transactions included */
  written(): Promise<number>
  /** whether all that was handed to the judges is judged */
  judged(): Promise<boolean>
}

export const sourceOf = (prefix: string, kind: Kind): string => `${prefix}.${kind}-events`
export const sourcesOf = (prefix: string): string[] => KINDS.map((kind) => sourceOf(prefix, kind))

/** Runs the question on a broker; says so and does nothing where there is none. */
export async function withBroker(question: (bench: Bench) => Promise<void>): Promise<void> {
  const broker = await startBroker()
  if (broker === null) return
  const kafka = clientOf(broker.address)
  const admin = kafka.admin()
  try {
    await admin.connect()
    await question(createBench(broker.address, kafka, admin))
  } finally {
    await admin.disconnect()
    await broker.stop()
  }
}

export const clientOf = (address: string): Kafka =>
  new kafkajs.Kafka({ clientId: 'bench', brokers: [address], logLevel: kafkajs.logLevel.NOTHING })

function createBench(address: string, kafka: Kafka, admin: Admin): Bench {
  let number = 0
  const folder = mkdtempSync(join(tmpdir(), 'ambit-bench-'))
  const unique = (): string => `bench-${process.pid}-${number++}`
  const create = async (names: readonly string[]): Promise<void> => {
    await admin.createTopics({
      waitForLeaders: false,
      topics: names.map((topic) => ({ topic, numPartitions: PARTITIONS })),
    })
    await untilTrue('the topics have leaders', async () => {
      const { topics } = await admin
        .fetchTopicMetadata({ topics: [...names] })
        .catch(() => NO_TOPICS)
      return (
        topics.length === names.length &&
        topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))
      )
    })
  }
  const sources = async (): Promise<string> => {
    const prefix = unique()
    await create(sourcesOf(prefix))
    return prefix
  }
  return {
    address,
    kafka,
    admin,
    sources,
    async fill(wanted, prefix) {
      const filled = prefix ?? (await sources())
      await produceFleet(kafka, filled, wanted)
      return filled
    },
    async place(sources, more = []) {
      const group = unique()
      const name = (topic: string): string => `${group}.${topic}`
      const config = join(folder, `${group}.yml`)
      const topics = [...OUT, ...UNREAD, ...INNER].map((topic) => `${topic}: ${name(topic)}`)
      const from = KINDS.map((kind) => `{ topic: ${sourceOf(sources, kind)}, kind: ${kind} }`)
      const lines = [
        `kafka: { brokers: ['${address}'], group: ${group} }`,
        `sources: [${from.join(', ')}]`,
        `topics: { ${topics.join(', ')} }`,
        'http: { port: 0 }',
        ...more,
      ]
      writeFileSync(config, lines.join('\n'))
      return {
        config,
        name,
        async written() {
          let records = 0
          for (const topic of [...OUT, ...INNER])
            for (const { offset } of await admin.fetchTopicOffsets(name(topic)))
              records += Number(offset)
          return records
        },
        async judged() {
          const topic = name('repartition')
          const [answer] = await admin.fetchOffsets({ groupId: `${group}-judge`, topics: [topic] })
          const ends = await admin.fetchTopicOffsets(topic)
          return ends.every(({ partition, offset }) => {
            const at = answer?.partitions.find((one) => one.partition === partition)
            return Number(offset) - Math.max(0, Number(at?.offset ?? 0)) <= MARKERS_MAX
          })
        },
      }
    },
  }
}

const NO_TOPICS = { topics: [] as Awaited<ReturnType<Admin['fetchTopicMetadata']>>['topics'] }

/** One event as its source would write it. */
export interface Sent {
  readonly kind: Kind
  readonly id: string
  readonly key: string
  readonly value: string
}

export function* eventsOf(wanted: Fleet): Generator<Sent> {
  for (const text of fleet(wanted))
    for (const value of text.split('\n')) {
      if (value === '') continue
      const event = JSON.parse(value) as {
        id: string
        type: string
        agent?: { id: string }
        workload?: { id: string }
        credential?: { id: string }
      }
      const kind = KIND_OF_TYPE[event.type] as Kind
      const by = { agent: event.agent, workload: event.workload, resource: event.credential }[kind]
      yield { kind, id: event.id, key: by?.id ?? '', value }
    }
}

async function produceFleet(kafka: Kafka, prefix: string, wanted: Fleet): Promise<void> {
  const producer = kafka.producer()
  await producer.connect()
  let batch: Sent[] = []
  for (const event of eventsOf(wanted)) {
    batch.push(event)
    if (batch.length < BATCH) continue
    await producer.sendBatch({ topicMessages: messagesOf(prefix, batch) })
    batch = []
  }
  await producer.sendBatch({ topicMessages: messagesOf(prefix, batch) })
  await producer.disconnect()
}

export function messagesOf(
  prefix: string,
  events: readonly Sent[],
): { topic: string; messages: { key: string; value: string }[] }[] {
  return KINDS.map((kind) => ({
    topic: sourceOf(prefix, kind),
    messages: events.filter((one) => one.kind === kind).map(({ key, value }) => ({ key, value })),
  })).filter(({ messages }) => messages.length > 0)
}

/** A member at work. */
export interface Member {
  readonly ended: Promise<number | null>
  metrics(): Promise<string>
  stop(): Promise<void>
}

/** Starts `ambit run`; resolves when HTTP answers, which is before its partitions are assigned. */
export async function startMember(place: Place): Promise<Member> {
  const args = [...PROGRAM, 'run', '--config', place.config]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = listenTo(child)
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  let address: string | undefined
  await untilTrue('the member answers', async () => {
    if (child.exitCode !== null) throw new Error(`the member ended: ${said()}`)
    return (address = /"http":"([^"]+)"/.exec(said())?.[1]) !== undefined
  })
  return {
    ended,
    async metrics() {
      if (child.exitCode !== null) throw new Error(`the member ended: ${said()}`)
      return (await fetch(`${address}/metrics`)).text()
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function listenTo(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-20_000)))
  return () => text
}

/** The sum of the samples of a metric. */
export function sumOf(metrics: string, name: string): number {
  let sum = 0
  for (const line of metrics.split('\n'))
    if (line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      sum += Number(line.slice(line.lastIndexOf(' ') + 1))
  return sum
}

/** after each has partitions, those of the other topology are shared out too */
const SETTLED_MS = 3_000

/**
 * Starts so many members at once and waits until all events are read and judged. Gives events a second: from the moment
 * at which all of them had something to do, to that at which nothing was left. What silence brings later does not count.
 * `fill` writes the events when each of them has partitions to read.
 */
export async function membersPerSecond(
  place: Place,
  members: number,
  events: number,
  fill: (() => Promise<unknown>) | null = null,
): Promise<number> {
  const running = await Promise.all(Array.from({ length: members }, () => startMember(place)))
  try {
    if (fill !== null) {
      await untilTrue('each member has partitions to read', async () => {
        const said = await Promise.all(running.map((member) => member.metrics()))
        return said.every((text) => text.includes('ambit_lag_records{'))
      })
      await pause(SETTLED_MS)
    }
    const filled = fill?.()
    const rate = await measured(place, running, events)
    await filled
    return rate
  } finally {
    await Promise.all(running.map((member) => member.stop()))
  }
}

async function measured(place: Place, running: readonly Member[], events: number): Promise<number> {
  let begun: { readonly atMs: number; readonly read: number } | null = null
  let last = ''
  let changedMs = performance.now()
  let doneMs = NaN
  for (let done = 0; ; ) {
    const said = await Promise.all(running.map((member) => member.metrics()))
    const atMs = performance.now()
    const reads = said.map((text) => sumOf(text, 'ambit_events_read_total'))
    const read = reads.reduce((a, b) => a + b, 0)
    if (begun === null && reads.every((n) => n > 0)) begun = { atMs, read }
    if (begun === null && read >= events)
      throw new Error('all was read before every member had its part: more events are needed')
    const now = said.map((text) => COUNTED.map((name) => sumOf(text, name)).join(' ')).join(' ')
    if (now !== last) changedMs = atMs
    last = now
    const behind = said.some((text) => sumOf(text, 'ambit_lag_records') > MARKERS_MAX)
    const isDone = begun !== null && read >= events && !behind && (await place.judged())
    done = isDone ? done + 1 : 0
    if (done === 1) doneMs = atMs
    if (begun !== null && done >= DONE_POLLS)
      return ((events - begun.read) * 1000) / (doneMs - begun.atMs)
    if (atMs - changedMs > STALLED_MS) throw new Error(`${read} of ${events} events were read`)
    await pause(POLL_MS)
  }
}

const COUNTED = ['ambit_events_total', 'ambit_decisions_total', 'ambit_findings_total']

/** As `inTurns`, of what takes its time: the median of each, after a first round that is not counted, as broker and disk are cold. */
export async function takeTurns(
  rounds: number,
  ...asked: readonly (() => Promise<number>)[]
): Promise<readonly number[]> {
  const all = asked.map((): number[] => [])
  for (let round = 0; round <= rounds; round++)
    for (const [i, one] of asked.entries()) {
      const found = await one()
      if (round > 0) all[i]?.push(found)
    }
  return all.map(median)
}

export const warmed = (rounds: number): string =>
  circumstances().replace(
    /medians of .*/,
    `medians of ${rounds} rounds in turns, after one to warm up`,
  )

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms))

export async function untilTrue(
  hope: string,
  ask: () => Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  for (const end = Date.now() + withinMs; !(await ask()); await pause(20))
    if (Date.now() > end) throw new Error(`not within ${withinMs / 1000} s: ${hope}`)
}
