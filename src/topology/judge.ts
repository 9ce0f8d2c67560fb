// A task of topology B: frames of joined events in; decisions, commands and findings out.
import type { Audit } from '../audit/audit.js'
import { withAudit } from '../audit/audit-state.js'
import type { Stream } from '../audit/link.js'
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
  readonly audit: Audit
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
  step(records: readonly LogRecord[], nowMs: number): Outcome
  /** silence: nothing has come for a while */
  tick(nowMs: number): Outcome
  restore(entries: readonly ChangelogEntry[]): void
  restored(): void
}

export function createJudgeTask(options: JudgeOptions): JudgeTask {
  const { settings, outputs, counted, audit } = options
  const judge = createJudge(settings, options.knowledge)
  const state = createJudgeState(judge)
  const changelog = createChangelog(withAudit(state, audit), { codecVersion: 1 })
  let out: Outbound[] = []
  let newestMs = -Infinity

  function put(stream: Stream, record: Outbound, value: unknown, timeMs: number): void {
    out.push(audit.link(stream, record, value, timeMs))
  }

  const sink: RespondSink = {
    decision(decision, identity) {
      counted.decision(decision.outcome)
      put('decisions', outputs.decision(decision, identity), decision, decision.time)
    },
    command(command, identity, appendMs) {
      counted.command(command.type, appendMs)
      put('commands', outputs.command(command, identity), command, command.time)
    },
    finding(finding) {
      counted.finding(finding.rule)
      const { record, value } = outputs.finding(finding)
      put('findings', record, value, finding.timeMs)
    },
  }

  function finish(nowMs: number, silent: boolean): Outcome {
    out.push(...audit.checkpoints(nowMs, silent))
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
    step(records, nowMs) {
      for (const { value, topic, partition, offset } of records) {
        if (value === null) continue
        for (const joined of decodeFrame(value, `${topic}/${partition}@${offset}`)) {
          if (joined.timeMs > newestMs) newestMs = joined.timeMs
          const context = judge.step(joined, sink)
          if (context !== null) state.touch(context.id)
        }
      }
      return finish(nowMs, false)
    },
    tick: (nowMs) => finish(nowMs, true),
    restore: (entries) => changelog.restore(entries),
    restored: () => changelog.finishRestore(),
  }
}
