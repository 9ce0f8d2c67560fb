// Which partition a key belongs to, as Kafka's Java client counts it.

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

/** The partition of a key among `partitions`; a null key goes to partition 0. */
export function partitionOf(key: Buffer | null, partitions: number): number {
  return key === null ? 0 : (murmur2(key) & 0x7fffffff) % partitions
}
