// Counts the transactions that stand in the log, aborted ones too: by them a fault test knows that it was one.
import { createRequire } from 'node:module'
import { type Broker, createClient, createCluster } from '../../src/transport/kafka/client.js'

export interface TransactionCounts {
  committed: number
  /** aborted transactions that had written records */
  aborted: number
  /** of these, those that began in some partition before another aborted one and ended there after it */
  outOfOrder: number
}

interface BatchHead {
  readonly baseOffset: number
  readonly nextOffset: number
  readonly producer: string
  readonly epoch: number
  readonly kind: 'records' | 'commit' | 'abort' | 'plain'
}

const TRANSACTIONAL = 0x10
const CONTROL = 0x20

/** Reads every record batch of the topics, committed or not, from the first to the high watermark. */
export async function countTransactions(
  address: string,
  topics: readonly string[],
): Promise<TransactionCounts> {
  const client = createClient(
    { brokers: [address], clientId: 'count', group: 'none', ssl: null, sasl: null },
    'scan',
    () => {},
  )
  const cluster = createCluster(client)
  await cluster.connect()
  await cluster.addMultipleTargetTopics([...topics])
  const [committed, aborted, outOfOrder] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const topic of topics) {
    for (const { partitionId, leader } of cluster.findTopicPartitionMetadata(topic)) {
      const broker = await cluster.findBroker({ nodeId: leader })
      const open = new Map<string, { id: string; first: number }>()
      const ended: { id: string; first: number; at: number }[] = []
      for await (const batch of batches(broker, topic, partitionId)) {
        if (batch.kind === 'records' && !open.has(batch.producer)) {
          open.set(batch.producer, {
            id: `${batch.producer} ${batch.epoch}`,
            first: batch.baseOffset,
          })
        }
        const was = open.get(batch.producer)
        if (batch.kind === 'commit') committed.add(`${topic} ${partitionId} ${batch.baseOffset}`)
        if (batch.kind === 'abort' && was !== undefined) {
          aborted.add(was.id)
          for (const other of ended) if (was.first < other.first) outOfOrder.add(was.id)
          ended.push({ ...was, at: batch.baseOffset })
        }
        if (batch.kind === 'commit' || batch.kind === 'abort') open.delete(batch.producer)
      }
    }
  }
  await cluster.disconnect()
  return { committed: committed.size, aborted: aborted.size, outOfOrder: outOfOrder.size }
}

async function* batches(
  broker: Broker,
  topic: string,
  partition: number,
): AsyncGenerator<BatchHead> {
  for (let from = 0; ; ) {
    const { set, high } = await fetchUncommitted(broker, topic, partition, from)
    const heads = headsOf(set)
    for (const head of heads) if (head.nextOffset > from) yield head
    const last = heads.at(-1)
    if (last === undefined || last.nextOffset >= high) return
    from = last.nextOffset
  }
}

const { requests } = createRequire(import.meta.url)('kafkajs/src/protocol/requests') as {
  requests: { Fetch: unknown }
}

async function fetchUncommitted(broker: Broker, topic: string, partition: number, from: number) {
  const protocol = broker.lookupRequest(
    1,
    requests.Fetch,
  )({
    isolationLevel: 0,
    maxWaitTime: 10,
    minBytes: 1,
    maxBytes: 16 << 20,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(from), maxBytes: 8 << 20 }] }],
  })
  const decode = async (raw: unknown) => {
    const bytes = raw as Buffer
    // one topic, one partition, fetch version 11: the record set follows the aborted list and the preferred replica
    let at = 14 + 2 + Buffer.byteLength(topic) + 4 + 4 + 2
    const high = Number(bytes.readBigInt64BE(at))
    at += 24
    at += 4 + 16 * Math.max(0, bytes.readInt32BE(at)) + 4
    return { set: bytes.subarray(at + 4, at + 4 + Math.max(0, bytes.readInt32BE(at))), high }
  }
  const answer = await broker.connectionPool.send({
    ...protocol,
    response: { decode, parse: async (data) => data },
  })
  return answer as { set: Buffer; high: number }
}

function headsOf(set: Buffer): BatchHead[] {
  const heads: BatchHead[] = []
  for (let at = 0; at + 61 <= set.length; ) {
    const length = 12 + set.readInt32BE(at + 8)
    if (at + length > set.length) break
    const attributes = set.readInt16BE(at + 21)
    // a control batch holds one record; its key is a version and a type, 0 = abort, 1 = commit
    const control =
      (attributes & CONTROL) !== 0
        ? set.readInt16BE(at + 61 + 7) === 0
          ? 'abort'
          : 'commit'
        : null
    const baseOffset = Number(set.readBigInt64BE(at))
    heads.push({
      baseOffset,
      nextOffset: baseOffset + set.readInt32BE(at + 23) + 1,
      producer: String(set.readBigInt64BE(at + 43)),
      epoch: set.readInt16BE(at + 51),
      kind: control ?? ((attributes & TRANSACTIONAL) !== 0 ? 'records' : 'plain'),
    })
    at += length
  }
  return heads
}
