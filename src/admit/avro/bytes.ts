// The primitives of Avro's binary encoding, each of them checked against the end of the bytes.
import { isUtf8 } from 'node:buffer'

/** Where a reader stands. One is used over and over. */
export interface Cursor {
  bytes: Buffer
  at: number
  end: number
  /**
   * items of arrays and maps read so far: more than there are bytes is a bomb, whatever the schema
   * says
   */
  items: number
  depth: number
}

export type Read = (cursor: Cursor) => unknown

/** Moves over `size` bytes and gives where they start. */
export function take(cursor: Cursor, size: number): number {
  const start = cursor.at
  // written so that a NaN or an unsafe number fails too
  if (!(size >= 0 && size <= cursor.end - start)) throw new Error('it ends too early')
  cursor.at = start + size
  return start
}

export function readBoolean(cursor: Cursor): boolean {
  const byte = cursor.bytes[take(cursor, 1)]
  if (byte === 0) return false
  if (byte === 1) return true
  throw new Error(`${byte} is no boolean`)
}

/** A zigzag varint; beyond 2^53 as decimal text, so that no digit is lost. */
export function readLong(cursor: Cursor): number | string {
  const { bytes } = cursor
  let low = 0
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = bytes[take(cursor, 1)] as number
    low |= (byte & 127) << shift
    if (byte < 128) return (low >>> 1) ^ -(low & 1)
  }
  return readLongRest(cursor, low)
}

/** The same from the fifth byte on: rare in lengths and counts, usual in times. */
function readLongRest(cursor: Cursor, low: number): number | string {
  const { bytes } = cursor
  const start = cursor.at - 4
  let high = 0
  let scale = 1
  for (let i = 4; i < 10; i++) {
    const byte = bytes[take(cursor, 1)] as number
    high += (byte & 127) * scale
    scale *= 128
    if (byte < 128) {
      // 2^25 * 2^28 = 2^53: beyond it, doubles lose digits
      if (high >= 0x2000000) return bigLong(bytes, start, cursor.at)
      const coded = high * 0x10000000 + low
      return low & 1 ? -(coded + 1) / 2 : coded / 2
    }
  }
  throw new Error('a number has more than 10 bytes')
}

function bigLong(bytes: Buffer, start: number, end: number): number | string {
  let coded = 0n
  for (let at = end - 1; at >= start; at--)
    coded = (coded << 7n) | BigInt((bytes[at] as number) & 127)
  const value = BigInt.asIntN(64, (coded >> 1n) ^ -(coded & 1n))
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value.toString()
}

/** A length, which cannot be negative. */
export function readCount(cursor: Cursor): number {
  const count = readLong(cursor)
  if (typeof count !== 'number' || count < 0) throw new Error(`${count} is no length`)
  return count
}

export function readText(cursor: Cursor): string {
  const size = readCount(cursor)
  const start = take(cursor, size)
  const { bytes } = cursor
  // most texts are short and ASCII, where a call into the runtime costs more than the text
  if (size <= 12) {
    let text = ''
    let at = start
    for (; at < cursor.at; at++) {
      const byte = bytes[at] as number
      if (byte >= 128) break
      text += String.fromCharCode(byte)
    }
    if (at === cursor.at) return text
  }
  const text = bytes.toString('utf8', start, cursor.at)
  if (text.includes('\ufffd') && !isUtf8(bytes.subarray(start, cursor.at))) {
    throw new Error('a text is not in UTF-8')
  }
  return text
}

export function latin1(cursor: Cursor, size: number): string {
  const start = take(cursor, size)
  return cursor.bytes.toString('latin1', start, cursor.at)
}

export function pick<T>(choices: readonly T[], index: number | string, what: string): T {
  const choice = typeof index === 'number' ? choices[index] : undefined
  if (choice === undefined) throw new Error(`there is no ${what} ${index}`)
  return choice
}

export function readArray(item: Read): Read {
  return (cursor) => {
    const items: unknown[] = []
    for (let left = blockOf(cursor); left > 0; left = blockOf(cursor)) {
      for (; left > 0; left--) items.push(item(cursor))
    }
    return items
  }
}

export function readMap(value: Read): Read {
  return (cursor) => {
    const map: Record<string, unknown> = {}
    for (let left = blockOf(cursor); left > 0; left = blockOf(cursor)) {
      for (; left > 0; left--) {
        const key = readText(cursor)
        const found = value(cursor)
        // the only key whose assignment would do something else
        if (key !== '__proto__') map[key] = found
      }
    }
    return map
  }
}

/**
 * How many items follow; 0 at the end. A negative count has the block's size in bytes behind it.
 */
function blockOf(cursor: Cursor): number {
  const count = readLong(cursor)
  if (typeof count !== 'number') throw new Error('a list has more items than bytes')
  if (count < 0) readLong(cursor)
  const items = Math.abs(count)
  cursor.items += items
  if (cursor.items > cursor.end) throw new Error('a list has more items than bytes')
  return items
}
