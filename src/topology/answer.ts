// A task of the topology `answer`: approvals and command results in; each goes on to the partition that asked, or is a dead letter.
//
// An answer names what it answers, and that id carries the hash of its identity (`model/route.ts`), so nothing has to be looked up:
// a forged or unknown id goes to exactly one task too, which records it once. A bundle of alike questions goes to all of them.
import { NeedsSchema, type Admit, type Answer } from '../admit/admit.js'
import { deadLetterOf } from '../admit/dead-letter.js'
import { idOf, type Answered } from '../model/answer.js'
import { Problem } from '../model/problem.js'
import type { TopicNames } from '../model/settings.js'
import { isBundle, routeOf } from '../model/route.js'
import { encodeAnswers } from '../transport/frames-answers.js'
import type { LogRecord, Outbound } from '../transport/port.js'
import type { Outcome } from './identify.js'

export interface AnswerOptions {
  readonly topics: Pick<TopicNames, 'repartition' | 'deadLetters'>
  readonly admit: Admit
  readonly answer: Answer['answer']
  /** partition of the repartition topic for the hash of an identity */
  readonly partitionOf: (route: number) => number
  /** how many there are: an answer to a bundle concerns all */
  readonly judges: number
  readonly refused: (problem: Problem) => void
  /** what the topic of dead letters takes */
  readonly recordBytesMax: number
}

/** One record, read: an answer, or why it is none. */
export interface ReadAnswer {
  readonly record: LogRecord
  readonly admitted: Answer | Problem
}

/** It has no state: all it knows is in the records. */
export interface AnswerTask {
  /** an answer moves no event time here */
  readonly watermarkMs: number
  /** The records of a batch; or the schema that has to be fetched first. */
  read(records: readonly LogRecord[]): readonly ReadAnswer[] | NeedsSchema
  step(batch: readonly ReadAnswer[]): Outcome
  restore(): void
  restored(): void
}

export function createAnswerTask(options: AnswerOptions): AnswerTask {
  const { topics, admit, answer, partitionOf } = options
  const everywhere = [...Array(options.judges).keys()]
  return {
    watermarkMs: NaN,
    restore() {},
    restored() {},
    read(records) {
      const batch: ReadAnswer[] = []
      for (const record of records) {
        const { topic, partition, offset } = record
        const admitted = admit.admitAnswer(record.value, answer, { topic, partition, offset })
        if (admitted instanceof NeedsSchema) return admitted
        batch.push({ record, admitted })
      }
      return batch
    },
    step(batch) {
      const out: Outbound[] = []
      const hops = new Map<number, Answered[]>()
      for (const { record, admitted } of batch) {
        if (admitted instanceof Problem) {
          options.refused(admitted)
          out.push(deadLetterOf(record, admitted, topics.deadLetters, options.recordBytesMax))
          continue
        }
        const id = idOf(admitted)
        const to = isBundle(id) ? everywhere : [partitionOf(routeOf(id))]
        const answered = { answer: admitted, appendMs: record.timestampMs }
        for (const partition of to) {
          const there = hops.get(partition)
          if (there === undefined) hops.set(partition, [answered])
          else there.push(answered)
        }
      }
      for (const [partition, answers] of hops)
        for (const value of encodeAnswers(answers))
          out.push({ topic: topics.repartition, key: null, partition, value })
      return { out, changelog: [] }
    },
  }
}
