// Bytes of a fetch response → committed records: Kafka's message format v2, and the read_committed rule of the Java client.
import type { LogRecord } from '../../port.js'
import { crc32c } from '../crc32c.js'
import { unpack, Unreadable } from './codecs.js'

/** A record batch that could not be read and was stepped over: where it stood and why, as a sentence. */
export interface RejectedBatch {
  readonly topic: string
  readonly partition: number
  /** offset of the first record of the batch, decimal text */
  readonly offset: string
  /** records that its header promises */
  readonly records: number
  readonly code: 'BATCH_UNREADABLE'
  readonly sentence: string
}

/** What one fetch brought of one partition. */
export interface FetchedPartition {
  readonly topic: string
  readonly partition: number
  /** Kafka's error code, 0 = none */
  readonly errorCode: number
  readonly highWatermark: number
  readonly lastStableOffset: number
  readonly records: LogRecord[]
  readonly rejected: RejectedBatch[]
  /** where to go on: after the last whole batch, control records and gaps included; the asked offset when there was none */
  readonly nextOffset: number
  readonly bytes: number
}

/** An aborted transaction as the broker lists it, in no order. */
export interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: number
}

/** One record batch, still packed. */
interface BatchHead {
  readonly baseOffset: number
  readonly lastOffset: number
  readonly attributes: number
  readonly producerId: bigint
  readonly magic: number
  readonly bytes: Buffer
}

const HEAD_BYTES = 61
const TRANSACTIONAL = 0x10
const CONTROL = 0x20
const APPEND_TIME = 0x08
const CODEC_MASK = 0x07
const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({})

/**
 * Says for batches in offset order which belong to aborted transactions. The broker lists aborted transactions in the
 * order of their completion, so they are sorted by first offset; a transaction ends at its control batch and nowhere else.
 */
export function createAbortedFilter(aborted: readonly AbortedTransaction[]) {
  const waiting = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset)
  const open = new Set<bigint>()
  let next = 0
  return {
    /** to be called for every batch, in order; true when its records must not be seen */
    hides(batch: {
      lastOffset: number
      producerId: bigint
      transactional: boolean
      control: boolean
    }): boolean {
      while (next < waiting.length && waiting[next]!.firstOffset <= batch.lastOffset)
        open.add(waiting[next++]!.producerId)
      if (batch.control) {
        open.delete(batch.producerId)
        return true
      }
      return batch.transactional && open.has(batch.producerId)
    },
  }
}

/** How bytes are read that others wrote. */
export interface ReadLimits {
  readonly unpackedBytesMax: number
  /** Asked of a batch whose checksum does not match: true to read it once more from the broker, false to step over it. */
  again(topic: string, partition: number, offset: number): boolean
}

/**
 * The committed records of `set` at or after `from`. A batch that cannot be unpacked, or whose checksum does not match
 * however often it is read, becomes an entry of `rejected`; what is to be read again ends the reading before it.
 */
export function readRecordSet(
  topic: string,
  partition: number,
  from: number,
  set: Buffer,
  aborted: readonly AbortedTransaction[],
  limits: ReadLimits,
): { records: LogRecord[]; rejected: RejectedBatch[]; nextOffset: number } {
  const records: LogRecord[] = []
  const rejected: RejectedBatch[] = []
  const filter = createAbortedFilter(aborted)
  let nextOffset = from
  for (let at = 0; at < set.length; ) {
    const batch = batchAt(set, at)
    if (batch === null) break
    at += batch.bytes.length
    const transactional = (batch.attributes & TRANSACTIONAL) !== 0
    const control = (batch.attributes & CONTROL) !== 0
    const hidden = filter.hides({
      lastOffset: batch.lastOffset,
      producerId: batch.producerId,
      transactional,
      control,
    })
    if (batch.lastOffset < from) continue
    const whole = isWhole(batch)
    if (!whole && limits.again(topic, partition, batch.baseOffset)) break
    nextOffset = batch.lastOffset + 1
    if (hidden) continue
    const before = records.length
    try {
      if (!whole) throw new Unreadable('its checksum does not match its bytes')
      readRecords(topic, partition, from, batch, limits.unpackedBytesMax, records)
    } catch (error) {
      records.length = before
      rejected.push(rejection(topic, partition, batch, error))
    }
  }
  return { records, rejected, nextOffset }
}

function rejection(
  topic: string,
  partition: number,
  batch: BatchHead,
  error: unknown,
): RejectedBatch {
  const why =
    error instanceof Unreadable
      ? error.message
      : `its records are damaged: ${(error as Error).message}`
  return {
    topic,
    partition,
    offset: String(batch.baseOffset),
    records: batch.magic === 2 ? Math.max(0, batch.bytes.readInt32BE(57)) : 1,
    code: 'BATCH_UNREADABLE',
    sentence: `the record batch at ${topic}/${partition}@${batch.baseOffset} was stepped over: ${why}`,
  }
}

/** The checksum stands over all from the attributes on; older formats have another one and are not read anyway. */
function isWhole({ magic, bytes }: BatchHead): boolean {
  return magic !== 2 || bytes.length < HEAD_BYTES || bytes.readUInt32BE(17) === crc32c(bytes, 21)
}

// null: the rest is the beginning of a batch that the broker cut off at its limit.
function batchAt(set: Buffer, at: number): BatchHead | null {
  if (at + 17 > set.length) return null
  const length = 12 + set.readInt32BE(at + 8)
  if (length < 17 || at + length > set.length) return null
  const baseOffset = Number(set.readBigInt64BE(at))
  const magic = set.readInt8(at + 16)
  const bytes = set.subarray(at, at + length)
  if (magic !== 2 || length < HEAD_BYTES) {
    return { baseOffset, lastOffset: baseOffset, attributes: 0, producerId: -1n, magic, bytes }
  }
  return {
    baseOffset,
    lastOffset: baseOffset + set.readInt32BE(at + 23),
    attributes: set.readInt16BE(at + 21),
    producerId: set.readBigInt64BE(at + 43),
    magic,
    bytes,
  }
}

function readRecords(
  topic: string,
  partition: number,
  from: number,
  batch: BatchHead,
  bytesMax: number,
  into: LogRecord[],
): void {
  const { bytes, attributes, baseOffset } = batch
  if (batch.magic !== 2)
    throw new Unreadable(`it is in message format ${batch.magic}, from before Kafka 0.11`)
  if (bytes.length < HEAD_BYTES) throw new Unreadable('it is shorter than its own head')
  const count = bytes.readInt32BE(57)
  const baseTimestamp = Number(bytes.readBigInt64BE(27))
  const appendTime = (attributes & APPEND_TIME) !== 0 ? Number(bytes.readBigInt64BE(35)) : null
  const body = unpack(attributes & CODEC_MASK, bytes.subarray(HEAD_BYTES), bytesMax)
  const cursor = createCursor(body)
  for (let n = 0; n < count; n++) {
    const length = cursor.varint()
    const end = cursor.at + length
    if (length < 6 || end > body.length) throw new Unreadable('a record is longer than its batch')
    cursor.at++
    const timestamp = baseTimestamp + cursor.varint()
    const offset = baseOffset + cursor.varint()
    const key = cursor.bytes()
    const value = cursor.bytes()
    const headers = readHeaders(cursor)
    if (cursor.at !== end) throw new Unreadable('a record does not end where it says')
    if (offset < from) continue
    const timestampMs = appendTime ?? timestamp
    into.push({ topic, partition, offset: String(offset), timestampMs, key, value, headers })
  }
}

type Cursor = ReturnType<typeof createCursor>

function createCursor(body: Buffer) {
  const cursor = {
    at: 0,
    /** zigzag varint, up to 2^53 */
    varint(): number {
      let byte = body[cursor.at++]
      if (byte === undefined) throw new Unreadable('a record is cut off')
      if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1)
      let value = byte & 0x7f
      let scale = 128
      do {
        byte = body[cursor.at++]
        if (byte === undefined || scale > 2 ** 63)
          throw new Unreadable('a number in a record is cut off')
        value += (byte & 0x7f) * scale
        scale *= 128
      } while (byte >= 0x80)
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    },
    bytes(): Buffer | null {
      const length = cursor.varint()
      if (length < 0) return null
      const start = cursor.at
      cursor.at += length
      if (cursor.at > body.length) throw new Unreadable('a field is longer than its record')
      return body.subarray(start, cursor.at)
    },
  }
  return cursor
}

function readHeaders(cursor: Cursor): Readonly<Record<string, string>> {
  const count = cursor.varint()
  if (count === 0) return NO_HEADERS
  const headers: Record<string, string> = Object.create(null) as Record<string, string>
  for (let n = 0; n < count; n++) {
    const name = cursor.bytes()
    const value = cursor.bytes()
    headers[name === null ? '' : name.toString()] = value === null ? '' : value.toString()
  }
  return headers
}
