// The stored form of records: a chunk is a run of records of one partition with one append time and one checksum.
//
//   u8 format = 1 · u8 0 · u16 0 · u32 crc32 of all that follows · f64 append time in ms · u32 count, then each record:
//   u32 length of what follows · u8 flags (1 key, 2 value, 4 headers)
//   [u32 length, key] · [u16 count, each: u16 length, name, u32 length, value] · value to the end
import { Problem } from '../../model/problem.js'
import { crc32 } from '../../store/frame.js'
import type { LogRecord } from '../port.js'

const FORMAT = 1
const HEADER_BYTES = 20
const HAS_KEY = 1
const HAS_VALUE = 2
const HAS_HEADERS = 4

/** A record on its way in: key and value as bytes. */
export interface Incoming {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string | Buffer>> | undefined
}

const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({})

/** Bytes that a record takes in a chunk. */
export function storedBytes(record: Incoming): number {
  let bytes = 5 + (record.value?.length ?? 0)
  if (record.key !== null) bytes += 4 + record.key.length
  if (record.headers !== undefined) {
    bytes += 2
    for (const name in record.headers) {
      const value = record.headers[name]!
      bytes +=
        6 +
        Buffer.byteLength(name) +
        (typeof value === 'string' ? Buffer.byteLength(value) : value.length)
    }
  }
  return bytes
}

/** Packs `records[from, to)`; `bytes` is the sum of their `storedBytes`. */
export function encodeChunk(
  records: readonly Incoming[],
  from: number,
  to: number,
  bytes: number,
  timestampMs: number,
): Buffer {
  const chunk = Buffer.allocUnsafe(HEADER_BYTES + bytes)
  chunk.writeUInt32BE(FORMAT << 24, 0)
  chunk.writeDoubleBE(timestampMs, 8)
  chunk.writeUInt32BE(to - from, 16)
  let at = HEADER_BYTES
  for (let i = from; i < to; i++) at = writeRecord(chunk, at, records[i]!)
  chunk.writeUInt32BE(crc32(chunk.subarray(8)), 4)
  return chunk
}

function writeRecord(chunk: Buffer, start: number, { key, value, headers }: Incoming): number {
  let at = start + 5
  let flags = 0
  if (key !== null) {
    flags |= HAS_KEY
    at = chunk.writeUInt32BE(key.length, at)
    at += key.copy(chunk, at)
  }
  if (headers !== undefined) {
    flags |= HAS_HEADERS
    const names = Object.keys(headers)
    at = chunk.writeUInt16BE(names.length, at)
    for (const name of names) {
      const header = headers[name]!
      const nameBytes = chunk.write(name, at + 2)
      chunk.writeUInt16BE(nameBytes, at)
      at += 2 + nameBytes
      const bytes =
        typeof header === 'string' ? chunk.write(header, at + 4) : header.copy(chunk, at + 4)
      chunk.writeUInt32BE(bytes, at)
      at += 4 + bytes
    }
  }
  if (value !== null) {
    flags |= HAS_VALUE
    at += value.copy(chunk, at)
  }
  chunk.writeUInt32BE(at - start - 4, start)
  chunk[start + 4] = flags
  return at
}

/** What the header of a chunk says. */
export interface ChunkHeader {
  readonly count: number
  readonly timestampMs: number
}

export function readHeader(chunk: Buffer, place: string): ChunkHeader {
  if (chunk.length < HEADER_BYTES || chunk[0] !== FORMAT)
    throw corrupt(place, 'is not a chunk of this format')
  return { timestampMs: chunk.readDoubleBE(8), count: chunk.readUInt32BE(16) }
}

/**
 * Appends the records of a chunk with `fromOffset <= offset < toOffset` to `into` until it holds `limit`. Keys and values
 * are views on `chunk`. Throws `Problem('STORE_CORRUPT')` when the checksum does not fit.
 */
export function decodeChunk(
  chunk: Buffer,
  origin: { readonly topic: string; readonly partition: number; readonly base: number },
  range: { readonly fromOffset: number; readonly toOffset: number; readonly limit: number },
  into: LogRecord[],
): void {
  const { topic, partition, base } = origin
  const place = `${topic}/${partition}@${base}`
  const { count, timestampMs } = readHeader(chunk, place)
  if (chunk.readUInt32BE(4) !== crc32(chunk.subarray(8)))
    throw corrupt(place, 'does not match its checksum')
  let at = HEADER_BYTES
  const end = Math.min(base + count, range.toOffset)
  for (let offset = base; offset < end && into.length < range.limit; offset++) {
    const next = at + 4 + chunk.readUInt32BE(at)
    if (offset >= range.fromOffset)
      into.push(readRecord(chunk, at + 4, next, topic, partition, offset, timestampMs))
    at = next
  }
}

function readRecord(
  chunk: Buffer,
  start: number,
  end: number,
  topic: string,
  partition: number,
  offset: number,
  timestampMs: number,
): LogRecord {
  const flags = chunk[start]!
  let at = start + 1
  let key: Buffer | null = null
  if (flags & HAS_KEY) {
    const length = chunk.readUInt32BE(at)
    key = chunk.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  let headers = NO_HEADERS
  if (flags & HAS_HEADERS) {
    const found: [string, string][] = []
    let left = chunk.readUInt16BE(at)
    at += 2
    while (left-- > 0) {
      const nameEnd = at + 2 + chunk.readUInt16BE(at)
      const valueEnd = nameEnd + 4 + chunk.readUInt32BE(nameEnd)
      found.push([
        chunk.toString('utf8', at + 2, nameEnd),
        chunk.toString('utf8', nameEnd + 4, valueEnd),
      ])
      at = valueEnd
    }
    headers = Object.fromEntries(found)
  }
  const value = flags & HAS_VALUE ? chunk.subarray(at, end) : null
  return { topic, partition, offset: String(offset), timestampMs, key, value, headers }
}

function corrupt(place: string, what: string): Problem {
  return new Problem('STORE_CORRUPT', place, `the chunk at ${place} ${what}`)
}
