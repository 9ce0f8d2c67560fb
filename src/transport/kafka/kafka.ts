// Kafka as the log: topics, tasks with exactly-once transactions, plain appends and bounded reads, on kafkajs 2.2.4.
import type { Producer } from 'kafkajs'
import { Problem } from '../../model/problem.js'
import type { KafkaSettings } from '../../model/settings.js'
import type { LogRecord, Outbound, Subscription, TopicSpec, Transport } from '../port.js'
import {
  checkSettings,
  checkVersions,
  createClient,
  createCluster,
  type Log,
  rememberCoordinators,
  REQUEST_MS,
  SESSION_MS,
} from './client.js'
import { UNPACKED_BYTES_MAX } from './fetch/codecs.js'
import { createLogReader, type LogReader } from './fetch/log-reader.js'
import { loadKafkajs } from './fetch/read-committed.js'
import type { RejectedBatch } from './fetch/record-batches.js'
import { type Counts, createSubscription } from './subscription.js'
import { checkTopics, makeTopics } from './topics.js'
import { checkWritten, explicitPartition, toRequests } from './produce/task-producer.js'

export type { RejectedBatch } from './fetch/record-batches.js'

export interface KafkaTransportOptions {
  readonly settings: KafkaSettings
  /** lets `rejectUnauthorized: false` through */
  readonly insecure?: boolean
  readonly log?: Log
  /** how long a silent member keeps its partitions, in ms; the broker has limits of its own (6 s to 30 min by default) */
  readonly sessionMs?: number
  /** what one record batch may unpack to, in bytes */
  readonly unpackedBytesMax?: number
  /**
   * A record batch that nobody can read (a decompression bomb, an unknown codec, damaged bytes) is stepped over. What
   * this returns is written in the very transaction that moves the position past it, so the dead letter is exactly once.
   */
  readonly onBatchRejected?: (batch: RejectedBatch) => Outbound | null
}

export interface KafkaTransport extends Transport {
  /** running totals since the start, for metrics */
  counts(): Readonly<Counts>
}

/** How a sentence of the client begins that is about connecting. */
const CONNECTION = 'kafkajs Connection: '

/**
 * Connects and checks the broker. Throws `Problem('CONFIG_INVALID')` for unsafe settings or a broker that is too old,
 * `Problem('READ_COMMITTED_UNSAFE')` when kafkajs is not the patched one.
 *
 * Keys and values of delivered records are views on the bytes of a whole fetch: whoever keeps one past its ack copies
 * it (`Buffer.from`, `toString`), else two bytes may hold a megabyte.
 */
export async function createKafkaTransport(
  options: KafkaTransportOptions,
): Promise<KafkaTransport> {
  const { settings } = options
  let reached = false
  // Until a broker was reached each attempt is tried again, and what comes of them is told in the end
  const log: Log = (level, sentence, fields) =>
    options.log?.(!reached && sentence.startsWith(CONNECTION) ? 'debug' : level, sentence, fields)
  const unpackedBytesMax = options.unpackedBytesMax ?? UNPACKED_BYTES_MAX
  checkSettings(settings, options.insecure ?? false)
  loadKafkajs()
  const clients = {
    consumers: createClient(settings, 'consumer', log),
    producers: createClient(settings, 'producer', log),
  }
  rememberCoordinators(clients.producers)
  const admin = createClient(settings, 'admin', log).admin()
  const cluster = createCluster(clients.consumers)
  const counts: Counts = {
    transactionsCommitted: 0,
    tasksOpened: 0,
    tasksLost: 0,
    rebalances: 0,
    batchesRejected: 0,
  }
  const subscriptions = new Set<Subscription>()
  const partitionCounts = new Map<string, number>()
  let appender: Promise<Producer> | null = null
  let reader: Promise<LogReader> | null = null

  try {
    await cluster.connect().catch((error: Error) => {
      throw new Problem(
        'BROKER_UNAVAILABLE',
        settings.brokers.join(', '),
        `no broker can be used here (${error.message})`,
      )
    })
    reached = true
    checkVersions(cluster)
    await admin.connect()
  } finally {
    await cluster.disconnect()
  }

  const partitions = async (topic: string): Promise<number> => {
    const known = partitionCounts.get(topic)
    if (known !== undefined) return known
    const count = await countPartitions(topic)
    if (count > 0) partitionCounts.set(topic, count)
    return count
  }

  const countPartitions = async (topic: string): Promise<number> => {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
      return topics[0]?.partitions.length ?? 0
    } catch (error) {
      if ((error as { type?: string }).type === 'UNKNOWN_TOPIC_OR_PARTITION') return 0
      throw error
    }
  }

  const connectAppender = async () => {
    const producer = clients.producers.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: explicitPartition,
    })
    await producer.connect()
    return producer
  }

  const connectReader = async () => {
    const created = createLogReader(clients.consumers, {
      unpackedBytesMax,
      onRejected: (batch) => log('warn', batch.sentence, {}),
    })
    await created.connect([])
    return created
  }

  async function* readOn(
    ends: Promise<{
      from: LogReader
      ranges: { topic: string; partition: number; low: number; end: number }[]
    }>,
  ): AsyncGenerator<LogRecord[]> {
    const { from, ranges } = await ends
    for (const { topic, partition, low, end } of ranges)
      yield* from.bounded(topic, partition, low, end)
  }

  const rangesOf = async (
    topic: string,
    from: { partition: number; offset: string } | undefined,
  ) => {
    const log = await (reader ??= connectReader())
    const count = await partitions(topic)
    if (count > 0) await log.connect([topic])
    const chosen =
      from === undefined
        ? [...Array(count).keys()]
        : [from.partition].filter((partition) => partition < count)
    const ranges = await Promise.all(
      chosen.map(async (partition) => {
        const { low, stable } = await log.ends(topic, partition)
        return { topic, partition, low: Math.max(low, Number(from?.offset ?? 0)), end: stable }
      }),
    )
    return { from: log, ranges }
  }

  return {
    counts: () => counts,
    partitions,
    async createTopics(specs) {
      const existing = new Set(await admin.listTopics())
      const missing = specs.filter((spec) => !existing.has(spec.name))
      if (missing.length > 0) {
        await makeTopics(admin, missing, log)
        await allReady(missing, countLeaders)
      }
      await checkTopics(admin, specs, log)
      return missing.map((spec) => spec.name)
    },
    async subscribe(topology, consumer) {
      const subscription = await createSubscription(topology, consumer, {
        clients,
        group: settings.group,
        sessionMs: options.sessionMs ?? settings.sessionMs ?? SESSION_MS,
        unpackedBytesMax,
        counts,
        log,
        partitions,
        committed,
        rejected: (batch) => options.onBatchRejected?.(batch) ?? null,
      })
      subscriptions.add(subscription)
      return subscription
    },
    async append(records) {
      if (records.length === 0) return
      const producer = await (appender ??= connectAppender())
      for (const topicMessages of await toRequests(records, partitions)) {
        checkWritten(
          topicMessages,
          await producer.sendBatch({ acks: -1, timeout: REQUEST_MS, topicMessages }),
        )
      }
    },
    read(topic, from) {
      const ends = rangesOf(topic, from)
      ends.catch(() => {})
      return readOn(ends)
    },
    async starts(topic) {
      const { from, ranges } = await rangesOf(topic, undefined)
      const ends = await Promise.all(ranges.map(({ partition }) => from.ends(topic, partition)))
      return ends.map(({ low }) => String(low))
    },
    async close() {
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()))
      await Promise.all([
        appender?.then((producer) => producer.disconnect()),
        reader?.then((opened) => opened.close()),
        admin.disconnect(),
      ])
    },
  }

  async function countLeaders(topic: string): Promise<number> {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    return topics[0]?.partitions.filter((partition) => partition.leader >= 0).length ?? 0
  }

  // Only true once the task's predecessor is fenced: before, a commit that has ended may not be seen yet.
  async function committed(
    groupId: string,
    topic: string,
    partition: number,
  ): Promise<number | null> {
    const [answer] = await admin.fetchOffsets({ groupId, topics: [topic] })
    const found = answer?.partitions.find((candidate) => candidate.partition === partition)
    return found === undefined || Number(found.offset) < 0 ? null : Number(found.offset)
  }
}

// On KRaft, topics that were just created show up in the metadata a moment later.
async function allReady(
  specs: readonly TopicSpec[],
  leaders: (topic: string) => Promise<number>,
): Promise<void> {
  const until = Date.now() + 3 * REQUEST_MS
  for (const spec of specs) {
    while ((await leaders(spec.name).catch(() => 0)) < spec.partitions) {
      if (Date.now() > until)
        throw new Problem(
          'CONFIG_INVALID',
          spec.name,
          `topic ${spec.name} was created but has no leader`,
        )
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
