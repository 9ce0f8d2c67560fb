// One frame of a changelog: many changed entries of a task's state in one record.
//
//   u8 format = 2 · u8 codec version · u16 0 · u32 crc32 of all that follows · f64 seq · f64 lowest seq that is kept
//   u32 count, then an LZ4 block, its length before it, of the entries: u32 length, key · u32 length or FFFFFFFF for a
//   deletion, value (both UTF-8). Entries are much alike: packed they are a fifth, for less than it takes to send the rest.
import * as zlib from 'node:zlib'
import { compressSync, uncompressSync } from 'lz4-napi'
import { Problem } from '../model/problem.js'

const FORMAT = 2
const HEADER_BYTES = 28
const DELETED = 0xffffffff

export interface FrameWriter {
  /** entries so far, and bytes before they are packed */
  readonly count: number
  readonly bytes: number
  add(key: string, value: string | null): void
  /** the frame as it is to be stored; the writer is empty again */
  finish(seq: number, tail: number): Buffer
}

export function createFrameWriter(codecVersion: number): FrameWriter {
  let scratch = Buffer.allocUnsafe(64 * 1024)
  let at = 0
  let count = 0
  const text = (value: string) => {
    const needed = at + 4 + value.length * 3
    if (needed > scratch.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, scratch.length * 2))
      scratch.copy(grown, 0, 0, at)
      scratch = grown
    }
    const length = scratch.write(value, at + 4)
    scratch.writeUInt32BE(length, at)
    at += 4 + length
  }
  return {
    get count() {
      return count
    },
    get bytes() {
      return at
    },
    add(key, value) {
      text(key)
      if (value !== null) text(value)
      else {
        text('')
        scratch.writeUInt32BE(DELETED, at - 4)
      }
      count++
    },
    finish(seq, tail) {
      const packed = compressSync(scratch.subarray(0, at))
      const frame = Buffer.allocUnsafe(HEADER_BYTES + packed.length)
      packed.copy(frame, HEADER_BYTES)
      frame.writeUInt32BE((FORMAT << 24) | (codecVersion << 16), 0)
      frame.writeDoubleBE(seq, 8)
      frame.writeDoubleBE(tail, 16)
      frame.writeUInt32BE(count, 24)
      frame.writeUInt32BE(crc32(frame.subarray(8)), 4)
      at = 0
      count = 0
      return frame
    },
  }
}

export interface FrameHeader {
  readonly seq: number
  readonly tail: number
  readonly count: number
}

/**
 * Reads a frame and gives each entry to `entry`, in order. Throws `Problem('STORE_CORRUPT')` for damage, another format, or
 * a codec version other than the one expected.
 */
export function readFrame(
  frame: Buffer,
  place: string,
  codecVersion: number,
  entry: (key: string, value: string | null, seq: number) => void,
): FrameHeader {
  const corrupt = (what: string) =>
    new Problem('STORE_CORRUPT', place, `the changelog frame ${place} ${what}`)
  if (frame.length < HEADER_BYTES || frame[0] !== FORMAT)
    throw corrupt('is not of a format that is known here')
  if (frame[1] !== codecVersion)
    throw corrupt(`holds state of version ${frame[1]}, this program writes ${codecVersion}`)
  if (frame.readUInt32BE(4) !== crc32(frame.subarray(8)))
    throw corrupt('does not match its checksum')
  const header = {
    seq: frame.readDoubleBE(8),
    tail: frame.readDoubleBE(16),
    count: frame.readUInt32BE(24),
  }
  const entries = uncompressSync(frame.subarray(HEADER_BYTES))
  let at = 0
  for (let i = 0; i < header.count; i++) {
    const keyEnd = at + 4 + entries.readUInt32BE(at)
    const length = entries.readUInt32BE(keyEnd)
    const valueEnd = keyEnd + 4 + (length === DELETED ? 0 : length)
    const value = length === DELETED ? null : entries.toString('utf8', keyEnd + 4, valueEnd)
    entry(entries.toString('utf8', at + 4, keyEnd), value, header.seq)
    at = valueEnd
  }
  return header
}

type Crc32 = (bytes: Uint8Array) => number

const TABLE = Uint32Array.from({ length: 256 }, (_, i) => {
  let c = i
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  return c
})

/** The slow twin, for Node before 20.15 and 22.2, and for the test that both agree. */
export function crc32ByTable(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (let i = 0; i < bytes.length; i++) c = TABLE[(c ^ bytes[i]!) & 0xff]! ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

/** CRC-32 (IEEE 802.3) as an unsigned 32-bit number: zlib's where this Node has it, else by the table. */
export const crc32: Crc32 = (zlib as { crc32?: Crc32 }).crc32 ?? crc32ByTable
