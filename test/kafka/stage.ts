// What the Kafka tests play on: topics with names of their own, transports, and a consumer that remembers what it was told.
import { afterAll, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { KafkaTransport, KafkaTransportOptions } from '../../src/transport/kafka/kafka.js'
import { createKafkaTransport } from '../../src/transport/kafka/kafka.js'
import type {
  ChangelogEntry,
  Delivery,
  LogRecord,
  Task,
  TaskConsumer,
  Topology,
  Transport,
} from '../../src/transport/port.js'
import { sharedBroker } from './shared-broker.js'

export const broker = await sharedBroker()
/** a test that needs the broker */
export const withKafka: typeof test = broker === null ? (test.skip as typeof test) : test

export const SESSION_MS = 6_000
const opened: KafkaTransport[] = []

export const unique = (name: string) => `${name}-${randomBytes(4).toString('hex')}`

/** A transport of its own in the group `group`; closed at the end of the file. */
export async function kafka(
  group: string,
  options: Partial<KafkaTransportOptions> = {},
): Promise<KafkaTransport> {
  const transport = await createKafkaTransport({
    settings: { brokers: [broker!.address], clientId: 'test', group, ssl: null, sasl: null },
    sessionMs: SESSION_MS,
    ...options,
  })
  opened.push(transport)
  return transport
}

afterAll(async () => {
  await Promise.all(opened.map((transport) => transport.close()))
}, 30_000)

export interface Scene {
  readonly group: string
  readonly input: string
  readonly output: string
  readonly global: string
  readonly topology: Topology
}

/** Creates input, output, changelog and one global topic, and the topology over them. */
export async function scene(transport: Transport, partitions = 1, tickMs = 0): Promise<Scene> {
  const tag = randomBytes(4).toString('hex')
  const names = {
    input: `in-${tag}`,
    output: `out-${tag}`,
    changelog: `state-${tag}`,
    global: `global-${tag}`,
  }
  await transport.createTopics([
    { name: names.input, partitions, cleanup: 'delete', retentionMs: null },
    { name: names.output, partitions, cleanup: 'delete', retentionMs: null },
    { name: names.changelog, partitions, cleanup: 'compact', retentionMs: null },
    { name: names.global, partitions: 1, cleanup: 'compact', retentionMs: null },
  ])
  const topology = {
    name: 'copy',
    sources: [names.input],
    changelog: names.changelog,
    globals: [names.global],
    tickMs,
  }
  return {
    group: `group-${tag}`,
    input: names.input,
    output: names.output,
    global: names.global,
    topology,
  }
}

export interface Recorder extends TaskConsumer {
  readonly told: string[]
  readonly deliveries: Delivery[]
  readonly restored: Map<string, ChangelogEntry[]>
  /** values of source records, in order of delivery */
  readonly values: string[]
}

/** Remembers everything; `react` says what is done with a delivery. */
export function recorder(react: (delivery: Delivery) => void | Promise<void>): Recorder {
  const told: string[] = []
  const deliveries: Delivery[] = []
  const restored = new Map<string, ChangelogEntry[]>()
  const values: string[] = []
  return {
    told,
    deliveries,
    restored,
    values,
    async opened(task: Task, changelog) {
      const entries: ChangelogEntry[] = []
      for await (const chunk of changelog) entries.push(...chunk)
      restored.set(task.id, entries)
      told.push(`opened ${task.partition}`)
    },
    delivered(delivery) {
      deliveries.push(delivery)
      told.push(`${delivery.cause} ${delivery.task.partition}`)
      if (delivery.cause === 'records') values.push(...delivery.records.map(text))
      void react(delivery)
    },
    closed(task) {
      told.push(`closed ${task.partition}`)
    },
  }
}

export const text = (record: LogRecord) => record.value?.toString() ?? ''

/** Writes each record's value to `output` under its key, and into the changelog how many records of the log are done. */
export function copyTo(output: string, failures: unknown[] = []) {
  return async (delivery: Delivery) => {
    const out =
      delivery.cause === 'records'
        ? delivery.records.map(({ key, value }) => ({ topic: output, key, value }))
        : []
    const done =
      out.length === 0 ? 0 : Number(delivery.records[delivery.records.length - 1]!.offset) + 1
    const state = out.length === 0 ? [] : [{ key: 'count', value: Buffer.from(String(done)) }]
    await delivery.ack(out, state).catch((error: unknown) => failures.push(error))
  }
}

export async function until(what: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
  for (const end = Date.now() + ms; !(await what()); ) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export async function readAll(transport: Transport, topic: string): Promise<LogRecord[]> {
  const all: LogRecord[] = []
  for await (const records of transport.read(topic)) all.push(...records)
  return all
}

/** Counts the committed records of a topic: each call reads only what came since the last one. */
export function createTally(transport: Transport, topic: string): () => Promise<number> {
  const next = new Map<number, string>()
  let count = 0
  return async () => {
    const partitions = await transport.partitions(topic)
    for (let partition = 0; partition < partitions; partition++) {
      const from = { partition, offset: next.get(partition) ?? '0' }
      for await (const records of transport.read(topic, from)) {
        count += records.length
        next.set(partition, String(Number(records.at(-1)!.offset) + 1))
      }
    }
    return count
  }
}

export const numbered = (topic: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => ({
    topic,
    key: `key-${from + n}`,
    value: Buffer.from(`event-${from + n}`),
  }))
