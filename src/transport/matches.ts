// Matches between judging tasks: in the topic of the joined events, many for one partition in one record, told apart by its first byte.
import type { Match } from '../model/match.js'
import { Problem } from '../model/problem.js'

/** First byte of such a record; joined events and other records of the topic have other ones. */
export const MATCHES_VERSION = 16

/** What one record may have in bytes where it has more than one match: half of what a Kafka broker takes by default. */
const RECORD_BYTES_MAX = 512 * 1024
const RECORD_MATCHES_MAX = 1_000

/** All of them go to one partition, in this order: as few records as their size allows. */
export function encodeMatches(matches: readonly Match[]): Buffer[] {
  if (matches.length > RECORD_MATCHES_MAX) return inHalves(matches)
  const record = Buffer.concat([Buffer.of(MATCHES_VERSION), Buffer.from(JSON.stringify(matches))])
  return record.length <= RECORD_BYTES_MAX || matches.length === 1 ? [record] : inHalves(matches)
}

function inHalves(matches: readonly Match[]): Buffer[] {
  const half = matches.length >> 1
  return [...encodeMatches(matches.slice(0, half)), ...encodeMatches(matches.slice(half))]
}

export function holdsMatches(record: Buffer): boolean {
  return record[0] === MATCHES_VERSION
}

/** Throws `Problem('STORE_CORRUPT')`: what this program wrote itself and cannot read is no data error. */
export function decodeMatches(record: Buffer, place: string): Match[] {
  try {
    const matches = JSON.parse(record.toString('utf8', 1)) as (Match & {
      appendMs: number | null
    })[]
    // JSON has no NaN: an append time that nobody knows says null.
    return matches.map((match) => ({ ...match, appendMs: match.appendMs ?? NaN }))
  } catch (error) {
    throw new Problem(
      'STORE_CORRUPT',
      place,
      `these matches cannot be read: ${(error as Error).message}`,
    )
  }
}
