// Where something is judged: identities are spread over partitions by their hash, and ids that are given out carry it.
import { hash } from 'node:crypto'

const SEED = 0x9747b28c
const M = 0x5bd1e995

/** murmur2 of Kafka's Java client (org.apache.kafka.common.utils.Utils), as a 32-bit number. */
export function murmur2(data: Buffer): number {
  const length = data.length
  const whole = length & ~3
  let h = SEED ^ length
  for (let at = 0; at < whole; at += 4) {
    let k = Math.imul(data.readInt32LE(at), M)
    k = Math.imul(k ^ (k >>> 24), M)
    h = Math.imul(h, M) ^ k
  }
  const rest = length - whole
  if (rest === 3) h ^= data[whole + 2]! << 16
  if (rest >= 2) h ^= data[whole + 1]! << 8
  if (rest >= 1) h = Math.imul(h ^ data[whole]!, M)
  h = Math.imul(h ^ (h >>> 13), M)
  return h ^ (h >>> 15)
}

/** The partition of a hash among `partitions`. */
export function partitionOfHash(hash: number, partitions: number): number {
  return (hash & 0x7fffffff) % partitions
}

const ROUTED = /^[a-z]{3}-([0-9a-f]{8})[0-9a-f]{24}$/

/**
 * An id of 128 bits as hex behind a prefix. Its first 32 are `route`, the hash of the identity that it is about, so that
 * whoever answers with the id names the partition that judges it; the others are SHA-256 over the parts.
 */
export function routedId(
  prefix: string,
  route: number,
  ...parts: readonly (string | number)[]
): string {
  let said = ''
  for (const part of parts) {
    const text = String(part)
    said += `${text.length}:${text},`
  }
  const carried = (route >>> 0).toString(16).padStart(8, '0')
  return `${prefix}-${carried}${hash('sha256', said, 'hex').slice(0, 24)}`
}

/** Whether a text has the form of an id that a question (`apr`), a bundle of them or a command (`cmd`) has: who judges it alone knows whether there is one. */
export function isAnswerable(id: string): boolean {
  return ROUTED.test(id) && (/^(apr|cmd)-/.test(id) || isBundle(id))
}

/** Whether an id is that of alike questions about several identities, which any task may hold. */
export function isBundle(id: string): boolean {
  return id.startsWith('bdl-') && ROUTED.test(id)
}

/** The hash of an identity: what its partition is found by. */
export function routeTo(identity: string): number {
  return murmur2(Buffer.from(identity))
}

/** The hash that an id carries; of any other text, its own. */
export function routeOf(id: string): number {
  const parts = ROUTED.exec(id)
  return parts === null ? routeTo(id) : parseInt(parts[1] as string, 16) | 0
}
