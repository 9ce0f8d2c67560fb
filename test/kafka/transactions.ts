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

export interface TransactionCounter {
  /** all so far: reads what was written since the last call */
  count(): Promise<TransactionCounts>
  close(): Promise<void>
}

interface Part {
  readonly topic: string
  readonly partition: number
  readonly leader: number
  /** the next offset to be looked at */
  next: number
  /** transactions that have begun here, by producer */
  readonly open: Map<string, { id: string; first: number }>
  /** where aborted ones began */
  readonly aborted: number[]
}

/** Reads every record batch of the topics, committed or not, from the first to the high watermark. */
export async function createTransactionCounter(
  address: string,
  topics: readonly string[],
): Promise<TransactionCounter> {
  const client = createClient(
    { brokers: [address], clientId: 'count', group: 'none', ssl: null, sasl: null },
    'scan',
    () => {},
  )
  const cluster = createCluster(client)
  await cluster.connect()
  await cluster.addMultipleTargetTopics([...topics])
  const parts = topics.flatMap((topic) =>
    cluster.findTopicPartitionMetadata(topic).map(({ partitionId, leader }): Part => {
      return { topic, partition: partitionId, leader, next: 0, open: new Map(), aborted: [] }
    }),
  )
  const [aborted, outOfOrder] = [new Set<string>(), new Set<string>()]
  let committed = 0

  async function look(part: Part): Promise<void> {
    const broker = await cluster.findBroker({ nodeId: part.leader })
    for await (const batch of batches(broker, part.topic, part.partition, part.next)) {
      part.next = batch.nextOffset
      const { producer, epoch, kind, baseOffset } = batch
      if (kind === 'records' && !part.open.has(producer))
        part.open.set(producer, { id: `${producer} ${epoch}`, first: baseOffset })
      const was = part.open.get(producer)
      if (kind === 'commit') committed++
      if (kind === 'abort' && was !== undefined) {
        aborted.add(was.id)
        if (part.aborted.some((first) => was.first < first)) outOfOrder.add(was.id)
        part.aborted.push(was.first)
      }
      if (kind === 'commit' || kind === 'abort') part.open.delete(producer)
    }
  }

  return {
    async count() {
      for (const part of parts) await look(part)
      return { committed, aborted: aborted.size, outOfOrder: outOfOrder.size }
    },
    close: () => cluster.disconnect(),
  }
}

async function* batches(
  broker: Broker,
  topic: string,
  partition: number,
  start: number,
): AsyncGenerator<BatchHead> {
  for (let from = start; ; ) {
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
