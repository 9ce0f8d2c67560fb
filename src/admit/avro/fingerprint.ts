// CRC-64-AVRO over a schema's Parsing Canonical Form: the name of a schema in single-object
// encoding.
import avsc from 'avsc'

const EMPTY = 0xc15d213aa4d7a795n
const TABLE = Array.from({ length: 256 }, (_, i) => {
  let entry = BigInt(i)
  for (let bit = 0; bit < 8; bit++) entry = (entry >> 1n) ^ (EMPTY & -(entry & 1n))
  return entry
})

/**
 * The 8 bytes, little-endian, as they stand behind C3 01. Source: Avro 1.12, "Schema Fingerprints".
 */
export function fingerprintOf(schema: string): Buffer {
  let crc = EMPTY
  for (const byte of Buffer.from(canonicalForm(schema), 'utf8')) {
    crc = (crc >> 8n) ^ (TABLE[Number((crc ^ BigInt(byte)) & 0xffn)] as bigint)
  }
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(crc)
  return bytes
}

/** Names whole, attributes that matter only, in their fixed order, no blanks. */
export function canonicalForm(schema: string): string {
  const type = avsc.Type.forSchema(
    JSON.parse(schema) as Parameters<typeof avsc.Type.forSchema>[0],
    {
      wrapUnions: 'always',
    },
  )
  return JSON.stringify(type.schema())
}
