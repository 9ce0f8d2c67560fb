// Keys of the store: where a record lies by its offset, and where the latest record of a key is noted.
import { createHash } from 'node:crypto'

/** record keys longer than this are indexed by their head and a SHA-256 */
const INDEXED_KEY_BYTES_MAX = 800

/** Partition and offset, in the order of the log. */
export function placeOf(id: number, offset: number): Buffer {
  const key = Buffer.allocUnsafe(10)
  key.writeUInt32BE(id, 0)
  key.writeUIntBE(offset, 4, 6)
  return key
}

/** Partition and record key; of a long key its head and a hash of it all. */
export function indexKey(id: number, key: Buffer): Buffer {
  const long = key.length > INDEXED_KEY_BYTES_MAX
  const head = long ? key.subarray(0, INDEXED_KEY_BYTES_MAX) : key
  const at = Buffer.allocUnsafe(4 + head.length)
  at.writeUInt32BE(id, 0)
  head.copy(at, 4)
  return long ? Buffer.concat([at, createHash('sha256').update(key).digest()]) : at
}
