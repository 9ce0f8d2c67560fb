// Reads partitions without a group: where a partition begins and ends, and what was committed from an offset on.
import { createRequire } from 'node:module'
import { Problem } from '../../../model/problem.js'
import type { LogRecord } from '../../port.js'
import {
  type Broker,
  type Cluster,
  createCluster,
  FETCH_BYTES,
  FETCH_PARTITION_BYTES,
  type Kafka,
} from '../client.js'
import { UNPACKED_BYTES_MAX } from './codecs.js'
import {
  type AbortedTransaction,
  type FetchedPartition,
  type ReadLimits,
  readRecordSet,
  type RejectedBatch,
} from './record-batches.js'

const require = createRequire(import.meta.url)
const FETCH_API = 1
const READ_UNCOMMITTED = 0
const READ_COMMITTED = 1
const EARLIEST = -2
const LATEST = -1
/** a bounded read that gets no further for so long gives up */
const STALLED_MS = 60_000

export interface Position {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

export interface LogReader {
  connect(topics: readonly string[]): Promise<void>
  /** partitions of a topic as last heard of; 0 when there is none */
  partitions(topic: string): number
  leader(topic: string, partition: number): number | null
  refresh(): Promise<void>
  /** first offset, last stable offset (end of what is committed) and high watermark */
  ends(topic: string, partition: number): Promise<{ low: number; stable: number; high: number }>
  /** one fetch from one broker; error codes are per partition, a broken connection is thrown */
  fetch(nodeId: number, wanted: readonly Position[], waitMs: number): Promise<FetchedPartition[]>
  /** committed records of [from, end), in chunks; waits for transactions that are still open before `end` */
  bounded(topic: string, partition: number, from: number, end: number): AsyncGenerator<LogRecord[]>
  close(): Promise<void>
}

/** `onRejected` hears of record batches that a bounded read stepped over. */
export function createLogReader(
  kafka: Kafka,
  options: {
    readonly unpackedBytesMax?: number
    readonly onRejected?: (batch: RejectedBatch) => void
  } = {},
): LogReader {
  const cluster = createCluster(kafka)
  const limits = createLimits(options.unpackedBytesMax ?? UNPACKED_BYTES_MAX)
  const metadata = (topic: string) => cluster.findTopicPartitionMetadata(topic)

  const leader = (topic: string, partition: number): number | null => {
    const found = metadata(topic).find((candidate) => candidate.partitionId === partition)
    return found === undefined || found.leader < 0 ? null : found.leader
  }

  const fetch = async (
    nodeId: number,
    wanted: readonly Position[],
    waitMs: number,
  ): Promise<FetchedPartition[]> => {
    const broker = await cluster.findBroker({ nodeId })
    const asked = new Map(
      wanted.map((position) => [`${position.partition} ${position.topic}`, position.offset]),
    )
    return sendFetch(cluster, broker, wanted, asked, waitMs, limits)
  }

  const offsetAt = async (
    broker: Broker,
    topic: string,
    partition: number,
    timestamp: number,
    isolationLevel: number,
  ) => {
    const { responses } = await broker.listOffsets({
      isolationLevel,
      topics: [{ topic, partitions: [{ partition, timestamp }] }],
    })
    return Number(responses[0]!.partitions[0]!.offset)
  }

  const ends = async (topic: string, partition: number) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const nodeId = leader(topic, partition)
        if (nodeId === null) throw new Error(`${topic}/${partition} has no leader`)
        const broker = await cluster.findBroker({ nodeId })
        const [low, stable, high] = await Promise.all([
          offsetAt(broker, topic, partition, EARLIEST, READ_UNCOMMITTED),
          offsetAt(broker, topic, partition, LATEST, READ_COMMITTED),
          offsetAt(broker, topic, partition, LATEST, READ_UNCOMMITTED),
        ])
        return { low, stable, high }
      } catch (error) {
        if (attempt === 10) throw error
        await pause(50 * attempt)
        await cluster.refreshMetadata().catch(() => {})
      }
    }
  }

  async function* bounded(
    topic: string,
    partition: number,
    from: number,
    end: number,
  ): AsyncGenerator<LogRecord[]> {
    let position = from
    let movedAt = Date.now()
    while (position < end) {
      const nodeId = leader(topic, partition)
      const answer =
        nodeId === null
          ? []
          : await fetch(nodeId, [{ topic, partition, offset: position }], 50).catch(() => [])
      const got = answer[0]
      if (got === undefined || got.errorCode !== 0) {
        await pause(100)
        await cluster.refreshMetadata().catch(() => {})
      } else if (got.nextOffset > position) {
        got.rejected.forEach((batch) => options.onRejected?.(batch))
        position = got.nextOffset
        movedAt = Date.now()
        const records =
          position > end ? got.records.filter((record) => Number(record.offset) < end) : got.records
        if (records.length > 0) yield records
        // time spent by whoever takes the chunk is no stall
        movedAt = Date.now()
      }
      if (Date.now() - movedAt > STALLED_MS) {
        throw new Error(
          `${topic}/${partition} could not be read past ${position} for ${STALLED_MS} ms, its end is ${end}`,
        )
      }
    }
  }

  return {
    connect: async (topics) => {
      await cluster.connect()
      await addTopics(cluster, topics)
    },
    partitions: (topic) => metadata(topic).length,
    leader,
    refresh: () => cluster.refreshMetadata(),
    ends,
    fetch,
    bounded,
    close: () => cluster.disconnect(),
  }
}

/** times that a batch with a wrong checksum is read: bytes that broke on their way come whole the next time */
const READ_TIMES = 3

function createLimits(unpackedBytesMax: number): ReadLimits {
  const doubted = new Map<string, { offset: number; times: number }>()
  return {
    unpackedBytesMax,
    again(topic, partition, offset) {
      const place = `${partition} ${topic}`
      const before = doubted.get(place)
      const times = before?.offset === offset ? before.times + 1 : 1
      doubted.set(place, { offset, times })
      return times < READ_TIMES
    },
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

// Metadata of topics that were just created may lag behind on some brokers.
async function addTopics(cluster: Cluster, topics: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await cluster.addMultipleTargetTopics([...topics])
    } catch (error) {
      if ((error as { type?: string }).type !== 'UNKNOWN_TOPIC_OR_PARTITION' || attempt === 10) {
        throw new Problem(
          'CONFIG_INVALID',
          'topics',
          `${topics.join(', ')}: ${(error as Error).message}`,
        )
      }
      await pause(100)
    }
  }
}

let fetchRequests: unknown = null

async function sendFetch(
  cluster: Cluster,
  broker: Broker,
  wanted: readonly Position[],
  asked: ReadonlyMap<string, number>,
  waitMs: number,
  limits: ReadLimits,
): Promise<FetchedPartition[]> {
  fetchRequests ??= (require('kafkajs/src/protocol/requests') as { requests: { Fetch: unknown } })
    .requests.Fetch
  const protocol = broker.lookupRequest(
    FETCH_API,
    fetchRequests,
  )({
    isolationLevel: READ_COMMITTED,
    maxWaitTime: waitMs,
    minBytes: 1,
    maxBytes: FETCH_BYTES,
    topics: wanted.map(({ topic, partition, offset }) => ({
      topic,
      partitions: [{ partition, fetchOffset: String(offset), maxBytes: FETCH_PARTITION_BYTES }],
    })),
  })
  const version = protocol.request.apiVersion
  try {
    const answer = await broker.connectionPool.send({
      ...protocol,
      response: {
        decode: async (raw) => ({
          fetched: readFetchResponse(raw as Buffer, version, asked, limits),
        }),
        parse: async (data) => data,
      },
    })
    return (answer as { fetched: FetchedPartition[] }).fetched
  } catch (error) {
    const lost = error as { name?: string; host?: string; port?: number }
    if (
      lost.name === 'KafkaJSConnectionClosedError' ||
      lost.name === 'KafkaJSRequestTimeoutError'
    ) {
      await broker.disconnect()
      if (lost.host !== undefined && lost.port !== undefined)
        cluster.removeBroker({ host: lost.host, port: lost.port })
    }
    throw error
  }
}

/**
 * A fetch response, versions 4 to 11 (https://kafka.apache.org/protocol#The_Messages_Fetch). `asked` gives the offset
 * asked for by `<partition> <topic>`: records before it, which a compressed batch brings along, are dropped.
 */
export function readFetchResponse(
  raw: Buffer,
  version: number,
  asked: ReadonlyMap<string, number>,
  limits: ReadLimits,
): FetchedPartition[] {
  const fetched: FetchedPartition[] = []
  let at = version >= 7 ? 10 : 4
  const int16 = () => raw.readInt16BE((at += 2) - 2)
  const int32 = () => raw.readInt32BE((at += 4) - 4)
  const int64 = () => raw.readBigInt64BE((at += 8) - 8)
  for (let topics = int32(); topics > 0; topics--) {
    const length = int16()
    const topic = raw.toString('utf8', at, (at += length))
    for (let partitions = int32(); partitions > 0; partitions--) {
      const partition = int32()
      const errorCode = int16()
      const highWatermark = Number(int64())
      const lastStableOffset = Number(int64())
      if (version >= 5) at += 8
      const aborted: AbortedTransaction[] = []
      for (let n = int32(); n > 0; n--) {
        const producerId = int64()
        aborted.push({ producerId, firstOffset: Number(int64()) })
      }
      if (version >= 11) at += 4
      const bytes = Math.max(0, int32())
      const set = raw.subarray(at, (at += bytes))
      const from = asked.get(`${partition} ${topic}`) ?? 0
      const read = readRecordSet(topic, partition, from, set, aborted, limits)
      fetched.push({ topic, partition, errorCode, highWatermark, lastStableOffset, bytes, ...read })
    }
  }
  return fetched
}
