// A task of topology B: frames of joined events in; decisions, commands and findings out.
import type { Audit } from '../audit/audit.js'
import type { Judged } from '../authorize/directory.js'
import type { Judging } from '../authorize/live.js'
import { skewChange } from '../bind/graph-skews.js'
import { withAudit } from '../audit/audit-state.js'
import type { Stream } from '../audit/link.js'
import type { Places } from '../detect/ruled/ruled.js'
import { createJudge, type Knowledge } from '../engine.js'
import type { Note } from '../model/context-delegation.js'
import type { Match } from '../model/match.js'
import type { Settings } from '../model/settings.js'
import type { Questions } from '../respond/approvals/questions.js'
import { approvalIdOf } from '../respond/commands.js'
import type { Followed, Followeds } from '../respond/confirmation/followed.js'
import type { RespondSink } from '../respond/respond.js'
import { createChangelog } from '../store/changelog.js'
import { createJudgeState } from '../store/judge-state.js'
import { JUDGE_CODEC_VERSION } from '../store/rows.js'
import { decodeAnswers, holdsAnswers } from '../transport/frames-answers.js'
import { decodeFrame } from '../transport/frames.js'
import { decodeNotes, encodeNotes, holdsNotes } from '../transport/matches-notes.js'
import { decodeMatches, encodeMatches, holdsMatches } from '../transport/matches.js'
import type { ChangelogEntry, LogRecord, Outbound } from '../transport/port.js'
import { bindingRecord, type Drops, type Outcome } from './identify.js'
import type { Outputs } from './outputs.js'

export interface JudgeOptions {
  readonly settings: Settings
  readonly knowledge: Knowledge
  readonly outputs: Outputs
  readonly counted: JudgeCounted
  readonly audit: Audit
  /** which partition of the repartition topic this task is, and which one judges the groups of a place */
  readonly partition: number
  readonly partitionOf: (place: string) => number
}

/** Told of each record that comes out. `appendMs`: when the event that caused a command was appended, NaN where unknown. */
export interface JudgeCounted {
  decision(outcome: string): void
  command(type: string, appendMs: number, tier: string): void
  /** a finding, and when what it says came to be; `timeMs` NaN where it is closed */
  finding(rule: string, tier: string, timeMs: number): void
  /** a command came to another state, so long after it was sent */
  followed?(followed: Followed, afterMs: number): void
}

export interface JudgeTask extends Judging, Judged {
  readonly contexts: number
  /** what was let go at which limit, since it was opened */
  readonly drops: Drops
  readonly watermarkMs: number
  /** what enforcement points decided, by kind and decision; and uses that none is known to have decided */
  readonly verdicts: ReadonlyMap<string, number>
  readonly undecided: number
  /** no agent was heard for so long, while others go on, that nobody can be said to be silent */
  readonly blind: boolean
  /** what is known of the clocks of sources, by topic */
  readonly clocks: ReadonlyMap<string, { readonly skewMs: number }>
  /** what people were asked */
  readonly questions: Pick<Questions, 'get' | 'open' | 'bundled' | 'alikeIn'>
  /** what became of its commands */
  readonly followeds: Pick<Followeds, 'of' | 'all' | 'states'>
  step(records: readonly LogRecord[], nowMs: number): Outcome
  /** silence: nothing has come for a while */
  tick(nowMs: number): Outcome
  restore(entries: readonly ChangelogEntry[]): void
  restored(): void
}

export function createJudgeTask(options: JudgeOptions): JudgeTask {
  const { settings, outputs, counted, audit } = options
  const { partition: own, partitionOf } = options
  let hops = new Map<number, Match[]>()
  let told = new Map<number, Note[]>()
  const places: Places = {
    ours: (place) => partitionOf(place) === own,
    send(match) {
      const partition = partitionOf(match.place)
      const there = hops.get(partition)
      if (there === undefined) hops.set(partition, [match])
      else there.push(match)
    },
    tell(note) {
      const partition = partitionOf(note.to)
      const there = told.get(partition)
      if (there === undefined) told.set(partition, [note])
      else there.push(note)
    },
  }
  const judge = createJudge(settings, options.knowledge, places, 'log')
  const { clocks } = judge.correlate.watching
  const state = createJudgeState(judge)
  const changelog = createChangelog(withAudit(state, audit), {
    codecVersion: JUDGE_CODEC_VERSION,
  })
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
    command(command, identity, appendMs, tier) {
      if (command.attempt === 1) counted.command(command.type, appendMs, tier)
      put('commands', outputs.command(command, identity), command, command.time)
    },
    finding(finding) {
      const { rule, tier, activity, timeMs } = finding
      counted.finding(rule, tier, activity === 'create' ? timeMs : NaN)
      const { record, value } = outputs.finding(finding)
      put('findings', record, value, finding.timeMs)
    },
    followed: (followed, afterMs) => counted.followed?.(followed, afterMs),
  }

  function one({ value, topic, partition, offset, timestampMs }: LogRecord): void {
    if (value === null) return
    judge.pass(timestampMs, sink)
    const place = `${topic}/${partition}@${offset}`
    if (holdsMatches(value)) {
      for (const match of decodeMatches(value, place)) judge.take(match, sink)
      return
    }
    if (holdsAnswers(value)) {
      for (const answered of decodeAnswers(value, place)) judge.answer(answered, sink)
      return
    }
    if (holdsNotes(value)) {
      for (const note of decodeNotes(value, place)) judge.hear(note, sink)
      return
    }
    for (const joined of decodeFrame(value, place)) {
      if (joined.timeMs > newestMs) newestMs = joined.timeMs
      const context = judge.step(joined, sink)
      if (context !== null) state.touch(context.id)
    }
  }

  /** Matches for others go into the topic that all of the judges read, in the transaction that answers what they rest on. */
  function finish(nowMs: number, silent: boolean): Outcome {
    for (const [partition, matches] of hops)
      for (const value of encodeMatches(matches))
        out.push({ topic: settings.topics.repartition, key: null, partition, value })
    hops = new Map()
    for (const [partition, notes] of told)
      for (const value of encodeNotes(notes))
        out.push({ topic: settings.topics.repartition, key: null, partition, value })
    told = new Map()
    for (const identity of judge.takeChanged()) state.touch(identity)
    for (const [topic, { skewMs }] of clocks.takeTold())
      out.push(bindingRecord(settings.topics.identities, skewChange(topic, own, skewMs)))
    out.push(...audit.checkpoints(nowMs, silent))
    const taken = out
    out = []
    return { out: taken, changelog: changelog.collect() }
  }

  /** since when nothing came, by the clock, and where the stream's time stood then; null: something just did */
  let quiet: { readonly sinceMs: number; readonly streamMs: number } | null = null

  /** In silence time goes on, for those who wait for what does not come. What was silent while nobody listened does not count. */
  function listen(nowMs: number): void {
    if (judge.dueMs === Infinity || judge.streamMs === -Infinity) return
    quiet ??= { sinceMs: nowMs, streamMs: judge.streamMs }
    const toMs = quiet.streamMs + (nowMs - quiet.sinceMs)
    if (judge.dueMs <= toMs) judge.advance(toMs, sink)
  }

  return {
    get contexts() {
      return judge.correlate.contexts.all.size
    },
    get drops() {
      const drops: Record<string, number> = {
        contexts: judge.correlate.contexts.evicted,
        causes: judge.respond.counts.causesDropped,
        sources: judge.respond.sourcesDropped,
      }
      for (const { rule, groups, entries } of judge.ruled?.correlations.windows.drops() ?? []) {
        drops[`rule_groups ${rule.name || rule.id}`] = groups
        drops[`rule_entries ${rule.name || rule.id}`] = entries
      }
      return drops
    },
    get watermarkMs() {
      return newestMs - settings.latenessMs
    },
    get streamMs() {
      return judge.streamMs
    },
    all: () => judge.correlate.contexts.all.values(),
    stepOf: judge.respond.confirmation.followeds.stateOf,
    verdicts: judge.correlate.watching.points.counts.verdicts,
    get undecided() {
      return judge.correlate.watching.points.counts.undecided
    },
    get blind() {
      const heardMs = judge.correlate.watching.hearing?.lastMs ?? NaN
      return judge.streamMs - heardMs > (settings.silenceMs ?? Infinity) && heardMs > -Infinity
    },
    clocks: clocks.sources,
    contextOf: (identity) => judge.correlate.contexts.all.get(identity) ?? null,
    questions: judge.respond.approvals.questions,
    followeds: judge.respond.confirmation.followeds,
    questionOf(identity, commandId) {
      const question = judge.respond.approvals.questions.get(approvalIdOf(commandId))
      return question?.state === 'open' && question.identity === identity
        ? { id: question.id, deadline: Math.max(question.deadlineMs, question.dueMs) }
        : null
    },
    step(records, nowMs) {
      const before = judge.streamMs
      for (const record of records) one(record)
      // Answers, and events that come late, do not end a silence: time goes on while they are heard.
      if (judge.streamMs > before) quiet = null
      return finish(nowMs, false)
    },
    tick(nowMs) {
      // First, as what silence asks is asked now.
      judge.pass(nowMs, sink)
      listen(nowMs)
      return finish(nowMs, true)
    },
    restore: (entries) => changelog.restore(entries),
    restored: () => changelog.finishRestore(),
  }
}
