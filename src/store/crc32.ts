// CRC-32 (IEEE 802.3) of stored bytes: zlib's where this Node has it, else a table.
import * as zlib from 'node:zlib'

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

/** CRC-32 as an unsigned 32-bit number. */
export const crc32: Crc32 = (zlib as { crc32?: Crc32 }).crc32 ?? crc32ByTable
