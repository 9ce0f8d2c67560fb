// A record that was refused and why → what stands on the topic of dead letters: whole, byte for
// byte, and findable.
import type { Problem } from '../model/problem.js'

/** What a dead letter needs to know of the refused record. */
export interface Refused {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly key: Buffer | null
  readonly value: Buffer | null
}

/** A record to be written: the shape that transports take. */
export interface DeadLetter {
  readonly topic: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Key and value are the very bytes that came; the headers say where they stood and what was wrong.
 */
export function deadLetterOf(record: Refused, problem: Problem, deadLetters: string): DeadLetter {
  return {
    topic: deadLetters,
    key: record.key,
    value: record.value,
    headers: {
      'ambit-error-code': problem.code,
      'ambit-error': problem.message,
      'ambit-topic': record.topic,
      'ambit-partition': String(record.partition),
      'ambit-offset': record.offset,
    },
  }
}
