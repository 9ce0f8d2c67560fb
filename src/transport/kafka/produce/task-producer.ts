// Writes a task's transactions: outputs first, then the position, then the end; nothing is ever tried again from memory.
import type {
  ICustomPartitioner,
  Producer,
  RecordMetadata,
  TopicMessages,
  Transaction,
} from 'kafkajs'
import type { Outbound } from '../../port.js'
import { type Kafka, REQUEST_MS, TRANSACTION_MS } from '../client.js'
import { crashAt, holdUp } from './crash-points.js'
import { partitionOf } from '../../partitioner.js'

/** bytes of one partition's records in one produce request: kafkajs makes one record batch of them, and a broker takes 1 MiB */
const REQUEST_PARTITION_BYTES_MAX = 768 * 1024
const RECORD_OVERHEAD_BYTES = 40
const OFFSETS_RETRY_MS = 10

/** `partition` is the source's; `offset` the next one to be read. */
export interface Offset {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

export interface TaskProducer {
  /** Fences every earlier producer of this id and ends what it left open. */
  open(): Promise<void>
  /**
   * One transaction. `records` must not be empty. Any rejection leaves the outcome open: close this producer, and let
   * a new one with the same id find out from the log. `sent` is called when the records stand in it, not yet committed.
   */
  commit(records: readonly Outbound[], offset: Offset | null, sent?: () => void): Promise<void>
  close(): Promise<void>
}

/** `partitions` gives the partition count of a topic. */
export function createTaskProducer(
  kafka: Kafka,
  transactionalId: string,
  groupId: string,
  partitions: (topic: string) => Promise<number>,
): TaskProducer {
  const producer: Producer = kafka.producer({
    transactionalId,
    idempotent: true,
    maxInFlightRequests: 1,
    transactionTimeout: TRANSACTION_MS,
    allowAutoTopicCreation: false,
    createPartitioner: explicitPartition,
    retry: { initialRetryTime: 8, multiplier: 1.5, maxRetryTime: 300, retries: 40 },
  })
  return {
    async open() {
      await producer.connect()
      // connecting fences nobody: the producer id is asked for by the first transaction
      const fence = await retried(() => producer.transaction())
      await fence.abort()
    },
    async commit(records, offset, sent) {
      const requests = await toRequests(records, partitions)
      const transaction = await producer.transaction()
      crashAt('before-send')
      for (const topicMessages of requests) {
        checkWritten(
          topicMessages,
          await transaction.sendBatch({ acks: -1, timeout: REQUEST_MS, topicMessages }),
        )
        crashAt('after-send')
      }
      sent?.()
      if (holdUp !== null) await holdUp()
      if (offset !== null) {
        await sendOffset(transaction, groupId, offset)
        crashAt('after-offsets')
      }
      crashAt('before-commit')
      await transaction.commit()
      crashAt('after-commit')
    },
    close: () => producer.disconnect(),
  }
}

// A transaction right after another meets the markers of the last one still being written; kafkajs retries that for
// records but not for offsets.
async function sendOffset(
  transaction: Transaction,
  consumerGroupId: string,
  offset: Offset,
): Promise<void> {
  const partitions = [{ partition: offset.partition, offset: String(offset.offset) }]
  await retried(() =>
    transaction.sendOffsets({ consumerGroupId, topics: [{ topic: offset.topic, partitions }] }),
  )
}

const RETRIED = new Set([
  'CONCURRENT_TRANSACTIONS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
  'COORDINATOR_LOAD_IN_PROGRESS',
])

async function retried<T>(action: () => Promise<T>): Promise<T> {
  const until = Date.now() + REQUEST_MS
  for (;;) {
    try {
      return await action()
    } catch (error) {
      if (!RETRIED.has(errorType(error)) || Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, OFFSETS_RETRY_MS))
    }
  }
}

/**
 * kafkajs drops records for a partition that its metadata does not know yet, and says nothing. Throws unless every
 * partition that was sent to is in the answer.
 */
export function checkWritten(
  sent: readonly TopicMessages[],
  written: readonly RecordMetadata[],
): void {
  const places = new Set(written.map(({ topicName, partition }) => `${partition} ${topicName}`))
  for (const { topic, messages } of sent) {
    for (const { partition } of messages) {
      if (!places.has(`${partition} ${topic}`))
        throw new Error(`nothing was written to ${topic}/${partition}`)
    }
  }
}

/** kafkajs asks a partitioner even for records that name their partition; ours all do. */
export const explicitPartition: ICustomPartitioner =
  () =>
  ({ message }) =>
    message.partition!

// kafkajs wraps errors into errors; the protocol's own name is at the bottom.
function errorType(error: unknown): string {
  const { type, cause } = error as { type?: string; cause?: unknown }
  return type ?? (cause === undefined || cause === null ? '' : errorType(cause))
}

/** Outbound records as produce requests, each with an explicit partition and none larger than a broker takes. */
export async function toRequests(
  records: readonly Outbound[],
  partitions: (topic: string) => Promise<number>,
): Promise<TopicMessages[][]> {
  const counts = new Map<string, number>()
  const requests: Map<string, TopicMessages>[] = []
  const filled = new Map<string, { request: number; bytes: number }>()
  for (const record of records) {
    const { topic, value } = record
    const key = typeof record.key === 'string' ? Buffer.from(record.key) : record.key
    let count = counts.get(topic)
    if (count === undefined) counts.set(topic, (count = await partitions(topic)))
    if (count === 0) throw new Error(`there is no topic ${topic} to write to`)
    const partition = record.partition ?? partitionOf(key, count)
    if (partition >= count)
      throw new Error(`${topic} has ${count} partitions, and a record is for ${partition}`)
    const bytes = (key?.length ?? 0) + (value?.length ?? 0) + RECORD_OVERHEAD_BYTES
    const place = `${partition} ${topic}`
    let at = filled.get(place)
    if (at === undefined) filled.set(place, (at = { request: 0, bytes: 0 }))
    if (at.bytes > 0 && at.bytes + bytes > REQUEST_PARTITION_BYTES_MAX) {
      at.request++
      at.bytes = 0
    }
    at.bytes += bytes
    const request = (requests[at.request] ??= new Map())
    let messages = request.get(topic)
    if (messages === undefined) request.set(topic, (messages = { topic, messages: [] }))
    messages.messages.push(
      record.headers === undefined
        ? { key, value, partition }
        : { key, value, partition, headers: { ...record.headers } },
    )
  }
  return requests.map((request) => [...request.values()])
}
