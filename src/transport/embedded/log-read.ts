// Reads the embedded log: forward from an offset, back from an offset, and the latest of each key.
import type { LogRecord } from '../port.js'
import { decodeChunk } from './chunk.js'
import type { Partition } from './log.js'
import { indexKey, placeOf } from './places.js'
import type { Store } from './store.js'

const READ_BYTES_MAX = 4 * 1024 * 1024

export function createLogReading(store: Store) {
  /** base of the chunk in which an offset lies */
  const floorOf = (p: Partition, offset: number): number => {
    const below = {
      start: placeOf(p.id, offset),
      end: placeOf(p.id, 0),
      inclusiveEnd: true,
      reverse: true,
      limit: 1,
    }
    for (const key of store.log.getKeys(below)) return key.readUIntBE(4, 6)
    return offset
  }

  const read = (p: Partition, fromOffset: number, toOffset: number, limit: number): LogRecord[] => {
    const into: LogRecord[] = []
    if (fromOffset >= toOffset) return into
    let bytes = 0
    const range = { start: placeOf(p.id, floorOf(p, fromOffset)), end: placeOf(p.id, toOffset) }
    for (const { key, value } of store.log.getRange(range)) {
      const origin = { topic: p.topic.name, partition: p.number, base: key.readUIntBE(4, 6) }
      decodeChunk(value, origin, { fromOffset, toOffset, limit }, into)
      bytes += value.length
      if (into.length >= limit || bytes >= READ_BYTES_MAX) break
    }
    return into
  }

  /** the last `limit` records below an offset, newest first */
  const readBack = (p: Partition, beforeOffset: number, limit: number): LogRecord[] => {
    const found: LogRecord[] = []
    const toOffset = Math.min(beforeOffset, p.end)
    if (toOffset <= 0 || limit <= 0) return found
    const range = {
      start: placeOf(p.id, toOffset - 1),
      end: placeOf(p.id, 0),
      inclusiveEnd: true,
      reverse: true,
    }
    for (const { key, value } of store.log.getRange(range)) {
      const origin = { topic: p.topic.name, partition: p.number, base: key.readUIntBE(4, 6) }
      const chunk: LogRecord[] = []
      decodeChunk(value, origin, { fromOffset: 0, toOffset, limit: Infinity }, chunk)
      found.push(...chunk.reverse())
      if (found.length >= limit) break
    }
    return found.slice(0, limit)
  }

  /** where the latest records of the keys with this prefix are, oldest first, without tombstones */
  const offsetsOf = (p: Partition, prefix: string): number[] => {
    const start = indexKey(p.id, Buffer.from(prefix))
    const end = Buffer.from(start)
    end[end.length - 1]! += 1
    const offsets: number[] = []
    for (const { value } of store.index.getRange({ start, end })) {
      if (value[10] === 0) offsets.push(value.readUIntBE(0, 6))
    }
    return offsets.sort((a, b) => a - b)
  }

  return { read, readBack, offsetsOf }
}
