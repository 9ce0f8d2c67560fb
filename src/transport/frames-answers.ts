// Answers on their way to the tasks that asked: in the topic of the joined events, told apart by their first byte.
import type { Answered } from '../model/answer.js'
import { Problem } from '../model/problem.js'

/** First byte of such a record; joined events and matches have other ones. */
export const ANSWERS_VERSION = 17

/** Answers are few and short: a batch of them for one partition is one record, or a few. */
const RECORD_ANSWERS_MAX = 50

/** All of them go to one partition, in this order. */
export function encodeAnswers(answers: readonly Answered[]): Buffer[] {
  const records: Buffer[] = []
  for (let from = 0; from < answers.length; from += RECORD_ANSWERS_MAX) {
    const some = answers.slice(from, from + RECORD_ANSWERS_MAX)
    records.push(Buffer.concat([Buffer.of(ANSWERS_VERSION), Buffer.from(JSON.stringify(some))]))
  }
  return records
}

export function holdsAnswers(record: Buffer): boolean {
  return record[0] === ANSWERS_VERSION
}

/** Throws `Problem('STORE_CORRUPT')`: what this program wrote itself and cannot read is no data error. */
export function decodeAnswers(record: Buffer, place: string): Answered[] {
  try {
    return JSON.parse(record.toString('utf8', 1)) as Answered[]
  } catch (error) {
    throw new Problem(
      'STORE_CORRUPT',
      place,
      `these answers cannot be read: ${(error as Error).message}`,
    )
  }
}
