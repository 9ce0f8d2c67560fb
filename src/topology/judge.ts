// A task of topology B: frames of joined events in; decisions, commands and findings out.
import { createJudge, type Knowledge } from '../engine.js'
import type { Match } from '../model/match.js'
import type { Settings } from '../model/settings.js'
import type { RespondSink } from '../respond/respond.js'
import { createChangelog } from '../store/changelog.js'
import { createJudgeState } from '../store/judge-state.js'
import { decodeFrame } from '../transport/frames.js'
import { decodeMatches, encodeMatches, holdsMatches } from '../transport/matches.js'
import type { ChangelogEntry, LogRecord, Outbound } from '../transport/port.js'
import type { Outcome } from './identify.js'
import type { Outputs } from './outputs.js'

export interface JudgeOptions {
  readonly settings: Settings
  readonly knowledge: Knowledge
  readonly outputs: Outputs
  readonly counted: JudgeCounted
  /** which partition of the repartition topic this task is, and which one judges the groups of a place */
  readonly partition: number
  readonly partitionOf: (place: string) => number
}

/** Told of each record that comes out. `appendMs`: when the event that caused a command was appended, NaN where unknown. */
export interface JudgeCounted {
  decision(outcome: string): void
  command(type: string, appendMs: number): void
  finding(rule: string): void
}

export interface JudgeTask {
  readonly contexts: number
  readonly evicted: number
  readonly watermarkMs: number
  step(records: readonly LogRecord[]): Outcome
  restore(entries: readonly ChangelogEntry[]): void
  restored(): void
}

export function createJudgeTask(options: JudgeOptions): JudgeTask {
  const { settings, outputs, counted } = options
  const { partition: own, partitionOf } = options
  let hops = new Map<number, Match[]>()
  const judge = createJudge(settings, options.knowledge, {
    ours: (place) => partitionOf(place) === own,
    send(match) {
      const partition = partitionOf(match.place)
      const there = hops.get(partition)
      if (there === undefined) hops.set(partition, [match])
      else there.push(match)
    },
  })
  const state = createJudgeState(judge)
  const changelog = createChangelog(state, { codecVersion: 1 })
  let out: Outbound[] = []
  let newestMs = -Infinity

  const sink: RespondSink = {
    decision(decision, identity) {
      counted.decision(decision.outcome)
      out.push(outputs.decision(decision, identity))
    },
    command(command, identity, appendMs) {
      counted.command(command.type, appendMs)
      out.push(outputs.command(command, identity))
    },
    finding(finding) {
      counted.finding(finding.rule)
      out.push(outputs.finding(finding))
    },
  }

  function one({ value, topic, partition, offset }: LogRecord): void {
    if (value === null) return
    const place = `${topic}/${partition}@${offset}`
    if (holdsMatches(value)) {
      for (const match of decodeMatches(value, place)) judge.take(match, sink)
      return
    }
    for (const joined of decodeFrame(value, place)) {
      if (joined.timeMs > newestMs) newestMs = joined.timeMs
      const context = judge.step(joined, sink)
      if (context !== null) state.touch(context.id)
    }
  }

  /** Matches for others go into the topic that all of the judges read, in the transaction that answers what they rest on. */
  function finish(): Outcome {
    for (const [partition, matches] of hops)
      for (const value of encodeMatches(matches))
        out.push({ topic: settings.topics.repartition, key: null, partition, value })
    hops = new Map()
    for (const identity of judge.takeChanged()) state.touch(identity)
    const taken = out
    out = []
    return { out: taken, changelog: changelog.collect() }
  }

  return {
    get contexts() {
      return judge.correlate.contexts.all.size
    },
    get evicted() {
      return judge.correlate.contexts.evicted
    },
    get watermarkMs() {
      return newestMs - settings.latenessMs
    },
    step(records) {
      for (const record of records) one(record)
      return finish()
    },
    restore: (entries) => changelog.restore(entries),
    restored: () => changelog.finishRestore(),
  }
}
