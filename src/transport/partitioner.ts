// Which partition a key belongs to, as Kafka's Java client counts it.
import { murmur2, partitionOfHash } from '../model/route.js'

/** The partition of a key among `partitions`; a null key goes to partition 0. */
export function partitionOf(key: Buffer | null, partitions: number): number {
  return key === null ? 0 : partitionOfHash(murmur2(key), partitions)
}
