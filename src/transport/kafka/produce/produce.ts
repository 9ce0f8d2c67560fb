// How records become the bytes of a produce request: written once, into one buffer, in place of kafkajs's own way.
//
// kafkajs 2.2.4 makes a buffer for each record, copies each of them four times, and groups a batch by copying the list of
// its records once for each record: at thousands of records a transaction that costs more than everything else we do.
// What is replaced here is only how the bytes come to be; sequences, epochs, retries and transactions stay kafkajs's.
import { createRequire } from 'node:module'
import { crc32c } from '../crc32c.js'

const require = createRequire(import.meta.url)

type Bytes = Buffer | string | null | undefined

export interface ProducedMessage {
  readonly key?: Bytes
  readonly value: Bytes
  readonly headers?: Readonly<Record<string, Bytes | readonly Bytes[]>>
  /** epoch ms, as kafkajs takes it */
  readonly timestamp?: string | number | null
}

interface ProducedPartition {
  readonly partition: number | string
  readonly firstSequence?: number
  readonly messages: readonly ProducedMessage[]
}

export interface ProduceOptions {
  readonly acks: number
  readonly timeout: number
  readonly transactionalId?: string | null
  readonly producerId?: unknown
  readonly producerEpoch?: number
  readonly compression?: number
  readonly topicData: readonly {
    readonly topic: string
    readonly partitions: readonly ProducedPartition[]
  }[]
}

interface Request {
  readonly apiKey: number
  readonly apiVersion: number
  readonly apiName: string
  expectResponse(): boolean
  encode(): Promise<{ readonly buffer: Buffer }>
}

const HEAD_BYTES = 61
const TRANSACTIONAL = 0x10

/** Puts ours in the place of kafkajs's. To be called before any of kafkajs is loaded; twice does no harm. */
export function patchProduce(): void {
  const request = require.resolve('kafkajs/src/protocol/requests/produce/v3/request')
  const theirs = require(request) as (options: ProduceOptions) => Request
  if (theirs.name !== 'ambitProduceRequest')
    require.cache[request]!.exports = function ambitProduceRequest(
      options: ProduceOptions,
    ): Request {
      // what is compressed goes kafkajs's way
      if ((options.compression ?? 0) !== 0) return theirs(options)
      return { ...theirs(options), encode: async () => encoded(produceRequest(options)) }
    }
  const envelope = require.resolve('kafkajs/src/protocol/request')
  require(envelope)
  require.cache[envelope]!.exports = requestInEnvelope
  const grouping = require.resolve('kafkajs/src/producer/groupMessagesPerPartition')
  require(grouping)
  require.cache[grouping]!.exports = groupByPartition
}

/** What kafkajs takes for one of its encoders. */
const encoded = (buffer: Buffer) => ({ buffer, size: () => buffer.length })

interface Grouping {
  readonly topic: string
  readonly partitionMetadata: readonly unknown[]
  readonly messages: readonly ProducedMessage[]
  partitioner(of: {
    topic: string
    partitionMetadata: readonly unknown[]
    message: ProducedMessage
  }): number
}

export function groupByPartition(grouping: Grouping): Record<number, ProducedMessage[]> {
  const { topic, partitionMetadata, messages, partitioner } = grouping
  const groups: Record<number, ProducedMessage[]> = {}
  if (partitionMetadata.length === 0) return groups
  for (const message of messages)
    (groups[partitioner({ topic, partitionMetadata, message })] ??= []).push(message)
  return groups
}

/** Request header version 1 (https://kafka.apache.org/protocol#protocol_messages) before the request, length before both. */
export async function requestInEnvelope(of: {
  readonly correlationId: number
  readonly clientId: string | null
  readonly request: Pick<Request, 'apiKey' | 'apiVersion' | 'encode'>
}) {
  const { buffer: body } = await of.request.encode()
  const client = Buffer.from(of.clientId ?? '')
  const head = Buffer.allocUnsafe(14)
  head.writeInt32BE(10 + client.length + body.length, 0)
  head.writeInt16BE(of.request.apiKey, 4)
  head.writeInt16BE(of.request.apiVersion, 6)
  head.writeInt32BE(of.correlationId, 8)
  head.writeInt16BE(of.clientId === null ? -1 : client.length, 12)
  return encoded(Buffer.concat([head, client, body]))
}

/** A produce request, versions 3 to 7: https://kafka.apache.org/protocol#The_Messages_Produce */
export function produceRequest(options: ProduceOptions): Buffer {
  const { transactionalId, topicData } = options
  const parts: Buffer[] = []
  const id = transactionalId == null ? null : Buffer.from(transactionalId)
  const head = Buffer.allocUnsafe(12 + (id?.length ?? 0))
  let at = head.writeInt16BE(id?.length ?? -1, 0)
  if (id !== null) at += id.copy(head, at)
  at = head.writeInt16BE(options.acks, at)
  at = head.writeInt32BE(options.timeout, at)
  head.writeInt32BE(topicData.length, at)
  parts.push(head)
  const nowMs = Date.now()
  for (const { topic, partitions } of topicData) {
    const name = Buffer.from(topic)
    const named = Buffer.allocUnsafe(6 + name.length)
    named.writeInt16BE(name.length, 0)
    name.copy(named, 2)
    named.writeInt32BE(partitions.length, 2 + name.length)
    parts.push(named)
    for (const one of partitions) {
      const batch = recordBatch(one, options, nowMs)
      const place = Buffer.allocUnsafe(8)
      place.writeInt32BE(Number(one.partition), 0)
      place.writeInt32BE(batch.length, 4)
      parts.push(place, batch)
    }
  }
  return Buffer.concat(parts)
}

/** Message format 2, uncompressed: https://kafka.apache.org/documentation/#recordbatch */
export function recordBatch(
  { messages, firstSequence }: ProducedPartition,
  producer: Pick<ProduceOptions, 'transactionalId' | 'producerId' | 'producerEpoch'>,
  nowMs: number,
): Buffer {
  const timeOf = ({ timestamp }: ProducedMessage): number =>
    timestamp == null ? nowMs : Number(timestamp)
  const times = messages.some(({ timestamp }) => timestamp != null) ? messages.map(timeOf) : null
  const baseMs = times?.[0] ?? nowMs
  const maxMs = times === null ? nowMs : times.reduce((a, b) => Math.max(a, b), baseMs)
  const sized = messages.map((message, i) =>
    sizedRecord(message, (times?.[i] ?? baseMs) - baseMs, i),
  )
  let size = HEAD_BYTES
  for (const { bytes } of sized) size += sizeOfVarint(bytes) + bytes
  const batch = Buffer.allocUnsafe(size)
  batch.writeBigInt64BE(0n, 0)
  batch.writeInt32BE(size - 12, 8)
  batch.writeInt32BE(0, 12)
  batch.writeInt8(2, 16)
  batch.writeInt16BE(producer.transactionalId == null ? 0 : TRANSACTIONAL, 21)
  batch.writeInt32BE(messages.length - 1, 23)
  batch.writeBigInt64BE(BigInt(baseMs), 27)
  batch.writeBigInt64BE(BigInt(maxMs), 35)
  batch.writeBigInt64BE(BigInt(String(producer.producerId ?? -1)), 43)
  batch.writeInt16BE(producer.producerEpoch ?? 0, 51)
  batch.writeInt32BE(firstSequence ?? 0, 53)
  batch.writeInt32BE(messages.length, 57)
  let at = HEAD_BYTES
  for (let i = 0; i < sized.length; i++) at = writeRecord(batch, at, sized[i] as SizedRecord, i)
  batch.writeUInt32BE(crc32c(batch, 21), 17)
  return batch
}

interface SizedRecord {
  /** of the record without its own length */
  readonly bytes: number
  readonly sinceBase: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [name: Buffer, value: Buffer | null])[]
}

const NO_HEADERS: SizedRecord['headers'] = []

function sizedRecord(message: ProducedMessage, sinceBase: number, offset: number): SizedRecord {
  const key = bytesOf(message.key)
  const value = bytesOf(message.value)
  const headers =
    message.headers === undefined
      ? NO_HEADERS
      : Object.entries(message.headers).flatMap(([name, of]) =>
          (Array.isArray(of) ? (of as Bytes[]) : [of as Bytes]).map(
            (one) => [Buffer.from(name), bytesOf(one)] as const,
          ),
        )
  let bytes =
    1 +
    sizeOfVarint(sinceBase) +
    sizeOfVarint(offset) +
    sizeOfField(key) +
    sizeOfField(value) +
    sizeOfVarint(headers.length)
  for (const [name, of] of headers) bytes += sizeOfField(name) + sizeOfField(of)
  return { bytes, sinceBase, key, value, headers }
}

const bytesOf = (bytes: Bytes): Buffer | null =>
  bytes == null ? null : typeof bytes === 'string' ? Buffer.from(bytes) : bytes

function writeRecord(into: Buffer, start: number, record: SizedRecord, offset: number): number {
  let at = writeVarint(into, start, record.bytes)
  into[at++] = 0
  at = writeVarint(into, at, record.sinceBase)
  at = writeVarint(into, at, offset)
  at = writeField(into, at, record.key)
  at = writeField(into, at, record.value)
  at = writeVarint(into, at, record.headers.length)
  for (const [name, value] of record.headers)
    at = writeField(into, writeField(into, at, name), value)
  return at
}

const sizeOfField = (bytes: Buffer | null): number =>
  bytes === null ? 1 : sizeOfVarint(bytes.length) + bytes.length

function writeField(into: Buffer, at: number, bytes: Buffer | null): number {
  if (bytes === null) return writeVarint(into, at, -1)
  const start = writeVarint(into, at, bytes.length)
  return start + bytes.copy(into, start)
}

/** zigzag; by arithmetic where 32 bits do not hold it, as a time may lie far from the first */
function sizeOfVarint(value: number): number {
  let size = 1
  if ((value | 0) === value) {
    for (let rest = ((value << 1) ^ (value >> 31)) >>> 7; rest !== 0; rest >>>= 7) size++
    return size
  }
  for (let rest = farZigzag(value); rest >= 128; rest = Math.floor(rest / 128)) size++
  return size
}

function writeVarint(into: Buffer, start: number, value: number): number {
  let at = start
  if ((value | 0) === value) {
    let rest = ((value << 1) ^ (value >> 31)) >>> 0
    for (; rest >= 128; rest >>>= 7) into[at++] = (rest & 127) | 128
    into[at++] = rest
    return at
  }
  let rest = farZigzag(value)
  for (; rest >= 128; rest = Math.floor(rest / 128)) into[at++] = (rest % 128) | 128
  into[at++] = rest
  return at
}

const farZigzag = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1)
