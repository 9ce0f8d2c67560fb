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

/** what stands around the bytes that came, at most */
const AROUND_BYTES = 64 * 1024

/**
 * Key and value are the very bytes that came; the headers say where they stood and what was wrong. A record that was packed
 * small for its own topic may be more than `bytesMax`, which no topic of ours takes: its bytes stay where they stood, and how
 * many they are is said.
 */
export function deadLetterOf(
  record: Refused,
  problem: Problem,
  deadLetters: string,
  bytesMax: number,
): DeadLetter {
  const bytes = (record.key?.length ?? 0) + (record.value?.length ?? 0)
  const whole = bytes + AROUND_BYTES <= bytesMax
  return {
    topic: deadLetters,
    key: whole ? record.key : null,
    value: whole ? record.value : null,
    headers: {
      ...(whole ? {} : { 'ambit-left-out-bytes': String(bytes) }),
      'ambit-error-code': problem.code,
      'ambit-error': problem.message,
      'ambit-topic': record.topic,
      'ambit-partition': String(record.partition),
      'ambit-offset': record.offset,
    },
  }
}
