// Notes between judging tasks on what was delegated: in the topic of the joined events, many for one partition in one record.
import type { Note } from '../model/context-delegation.js'
import { Problem } from '../model/problem.js'

/** First byte of such a record; joined events, matches and other records of the topic have other ones. */
export const NOTES_VERSION = 18

/** What one record may have in bytes where it has more than one note: half of what a Kafka broker takes by default. */
const RECORD_BYTES_MAX = 512 * 1024

/** All of them go to one partition, in this order: as few records as their size allows. */
export function encodeNotes(notes: readonly Note[]): Buffer[] {
  const record = Buffer.concat([Buffer.of(NOTES_VERSION), Buffer.from(JSON.stringify(notes))])
  if (record.length <= RECORD_BYTES_MAX || notes.length === 1) return [record]
  const half = notes.length >> 1
  return [...encodeNotes(notes.slice(0, half)), ...encodeNotes(notes.slice(half))]
}

export function holdsNotes(record: Buffer): boolean {
  return record[0] === NOTES_VERSION
}

/** Throws `Problem('STORE_CORRUPT')`: what this program wrote itself and cannot read is no data error. */
export function decodeNotes(record: Buffer, place: string): Note[] {
  try {
    const notes = JSON.parse(record.toString('utf8', 1)) as (Note & { appendMs: number | null })[]
    // JSON has no NaN: an append time that nobody knows says null.
    return notes.map((note) => ({ ...note, appendMs: note.appendMs ?? NaN }))
  } catch (error) {
    throw new Problem(
      'STORE_CORRUPT',
      place,
      `these notes cannot be read: ${(error as Error).message}`,
    )
  }
}
