// A task of topology B: frames of joined events in; decisions, commands and findings out.
import { createJudge, type Knowledge } from '../engine.js'
import type { Settings } from '../model/settings.js'
import type { RespondSink } from '../respond/respond.js'
import { createChangelog } from '../store/changelog.js'
import { createJudgeState } from '../store/judge-state.js'
import { decodeFrame } from '../transport/frames.js'
import type { ChangelogEntry, LogRecord, Outbound } from '../transport/port.js'
import type { Outcome } from './identify.js'
import type { Outputs } from './outputs.js'

export interface JudgeOptions {
  readonly settings: Settings
  readonly knowledge: Knowledge
  readonly outputs: Outputs
  readonly counted: JudgeCounted
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
  const judge = createJudge(settings, options.knowledge)
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
      for (const { value, topic, partition, offset } of records) {
        if (value === null) continue
        for (const joined of decodeFrame(value, `${topic}/${partition}@${offset}`)) {
          if (joined.timeMs > newestMs) newestMs = joined.timeMs
          const context = judge.step(joined, sink)
          if (context !== null) state.touch(context.id)
        }
      }
      const taken = out
      out = []
      return { out: taken, changelog: changelog.collect() }
    },
    restore: (entries) => changelog.restore(entries),
    restored: () => changelog.finishRestore(),
  }
}
