// The five stages chained: read this file first. `identify` finds whose an event is, `judge` decides what follows; both are pure.
import type { Bind } from './bind/bind.js'
import type { Graph } from './bind/graph.js'
import type { Change } from './correlate/correlate.js'
import { createJudgement, type Judgement } from './detect/detect.js'
import { type Apart, createRuled, EVERYWHERE, type Places, settle } from './detect/ruled/ruled.js'
import type { Answered } from './model/answer.js'
import { skewChange } from './bind/graph-skews.js'
import type { Problem } from './model/problem.js'
import { createIdentify, type IdentifySettings } from './engine/identifying.js'
import {
  endings,
  following,
  responding,
  judgingStages,
  type JudgeSettings,
  type Knowledge,
} from './engine/stages.js'
import { createHearing, occasionOf, ofTime } from './engine/hearing.js'
import type { Judge } from './engine/judge.js'
import type { Context } from './model/context.js'
import type { Admitted } from './model/event.js'
import { QUIET, type Joined } from './model/joined.js'
import type { Risk } from './model/context-watch.js'
import { createRespond, type RespondSink } from './respond/respond.js'

export { createIdentify } from './engine/identifying.js'
export type { Judge } from './engine/judge.js'
export type { Knowledge } from './engine/stages.js'

/**
 * `places`: which groups of rules this task judges, and where the others go. `clock`: by which time commands are
 * confirmed and people asked; that of the log is told by `pass`.
 */
export function createJudge(
  settings: JudgeSettings,
  knowledge: Knowledge,
  places: Places = EVERYWHERE,
  clock: 'stream' | 'log' = 'stream',
): Judge {
  const { correlate, detect } = judgingStages(settings, knowledge)
  const changed = new Set<string>()
  const stale = new Set<string>()
  let streamMs = -Infinity
  let logMs = -Infinity
  const respond = createRespond({
    ...responding(settings),
    seenLastHour: correlate.contexts.seenLastHour,
    following: following(settings, clock, { streamMs: () => streamMs, logMs: () => logMs }),
    ...endings(correlate, (identity) => void stale.add(identity)),
    rejudge(context, by, atMs, sink) {
      const occasion: Joined = { ...QUIET, eventId: by, timeMs: atMs }
      respond.answer(context, occasion, detect.again(context), sink)
    },
    present: detect.present,
    holding: detect.holding,
    contextOf: (identity) => correlate.contexts.all.get(identity) ?? null,
    contextFor: correlate.contexts.of,
    touched(identity) {
      changed.add(identity)
      hearing.touched(identity)
    },
  })
  const hearing = createHearing(correlate, places, (context, occasion, sink) => {
    judgeAnew(context, occasion, PAST, true, sink)
  })
  const ruled =
    knowledge.rules === undefined
      ? null
      : createRuled({ rules: knowledge.rules, latenessMs: settings.latenessMs, places })
  /** A time from the future makes no deadline pass. */
  const clamped = (timeMs: number, appendMs: number): number =>
    timeMs > appendMs + settings.skewMs ? appendMs + settings.skewMs : timeMs

  /** What the rules say of others than the identity of the event at hand: each is answered by itself. */
  function answerApart(occasion: Joined, sink: RespondSink): void {
    for (const apart of ruled?.takeApart() ?? []) answerOne(apart, occasion, sink)
  }

  function answerOne(apart: Apart, occasion: Joined, sink: RespondSink): void {
    const context = correlate.contexts.of(apart.identity)
    if (context.tiers === null && apart.tier !== '')
      context.tiers = [{ fromMs: occasion.timeMs, tier: apart.tier }]
    const judgement = createJudgement()
    settle(apart, context, judgement)
    respond.answer(context, { ...occasion, op: 'tick' }, judgement, sink)
    changed.add(context.id)
  }

  /** Judges anew what holds of an identity, and, with `read`, what rules read of it. */
  function judgeAnew(
    context: Context,
    occasion: Joined,
    { credentials, past, watched }: Pick<Change, 'credentials' | 'past' | 'watched'>,
    read: boolean,
    sink: RespondSink,
  ): Judgement {
    const judgement = detect.judge(context, occasion, null, credentials, past, watched)
    if (read) ruled?.judge({ ...occasion, op: 'tick' }, context, judgement, true)
    respond.answer(context, occasion, judgement, sink)
    answerApart(occasion, sink)
    changed.add(context.id)
    return judgement
  }

  function advance(toMs: number, occasion: Joined, sink: RespondSink): void {
    if (!(toMs > streamMs)) return
    streamMs = toMs
    if (ruled !== null) {
      ruled.advance(toMs)
      answerApart(occasion, sink)
    }
    // That time passes changes what is watched, and nothing that rules read but the end of a rest.
    for (let due = correlate.elapse(toMs); due !== null; due = correlate.elapse(toMs))
      judgeAgain(due.change, ofTime(due.dueMs), due.change.past, sink)
    learnUntil(toMs, sink)
    if (respond.dueMs <= toMs) respond.advance(toMs, sink)
    if (clock === 'stream') respond.pass(sink)
    settleAll(toMs, NaN, sink)
    hearing.advance(toMs, sink)
    settleAll(toMs, NaN, sink)
  }

  /** What a command has ended, or has not after all, may change what the uses of its identity mean; so may another time of theirs. */
  function judgeStale(sink: RespondSink): void {
    for (const identity of correlate.watching.clocks.takeRetimed()) stale.add(identity)
    if (stale.size === 0) return
    for (const identity of stale) {
      stale.delete(identity)
      const context = correlate.contexts.all.get(identity)
      if (context === undefined) continue
      const change = { context, use: null, credentials: [], past: true, watched: true }
      judgeAgain(change, { ...QUIET, identity, timeMs: streamMs }, true, sink)
    }
  }

  /** Nothing is left to be told or judged at another time: that it is left is no state, and would be forgotten by a restart. */
  function settleAll(timeMs: number, appendMs: number, sink: RespondSink): void {
    do {
      judgeStale(sink)
      hearing.tellTouched(timeMs, appendMs, sink)
    } while (stale.size > 0 || hearing.tells)
  }

  /** What nothing can come before any more is learned, and held against what was learned before. */
  function learnUntil(toMs: number, sink: RespondSink): void {
    const { habits } = correlate
    for (let next = habits.settle(toMs); next !== null; next = habits.settle(toMs)) {
      for (const id of next.learned) changed.add(id)
      for (const context of next.news) {
        const change = { context, use: null, credentials: [], past: false, watched: true }
        judgeAgain(change, ofTime(next.dueMs), true, sink)
      }
    }
  }

  /** An identity of which something is known anew although no event of its own came. */
  function judgeAgain(change: Change, occasion: Joined, read: boolean, sink: RespondSink): void {
    const { context } = change
    const judgement = judgeAnew(context, occasion, change, read, sink)
    hearing.after(context, occasion, true, judgement, sink)
  }

  function judgeWorkersOf(risk: Risk, joined: Joined, sink: RespondSink): void {
    for (const identity of correlate.person(risk))
      judgeAgain(correlate.tellOf(identity, risk.person), { ...joined, op: 'tick' }, true, sink)
  }

  return {
    correlate,
    detect,
    respond,
    ruled,
    get streamMs() {
      return streamMs
    },
    get dueMs() {
      const rulesMs = ruled === null ? Infinity : ruled.correlations.windows.dueMs
      return Math.min(rulesMs, respond.dueMs, correlate.nextDueMs(), hearing.dueMs)
    },
    step(joined, sink) {
      if (joined.op === 'withheld') {
        correlate.watching.clocks.hear(joined)
        judgeStale(sink)
        return null
      }
      advance(clamped(correlate.watching.clocks.realMs(joined), joined.appendMs), joined, sink)
      if (joined.op === 'tick') return null
      if (joined.op === 'person') {
        if (joined.risk !== null) judgeWorkersOf(joined.risk, joined, sink)
        settleAll(joined.timeMs, joined.appendMs, sink)
        return null
      }
      if (joined.identity === '') {
        respond.answerUnknown(joined, sink)
        return null
      }
      const change = correlate.apply(joined)
      const { context } = change
      const judgement = detect.judge(
        context,
        joined,
        change.use,
        change.credentials,
        change.past,
        change.watched,
      )
      ruled?.judge(joined, context, judgement, change.past)
      respond.answer(context, joined, judgement, sink)
      if (ruled !== null) answerApart(joined, sink)
      hearing.after(context, joined, change.past, judgement, sink)
      settleAll(joined.timeMs, joined.appendMs, sink)
      return context
    },
    // It moves no time but its own question's: people answer now, while events may be read that are hours old.
    answer(answered, sink) {
      respond.take(answered, sink)
      settleAll(Math.min(answered.answer.timeMs, streamMs), answered.appendMs, sink)
    },
    take(match, sink) {
      if (ruled === null) return
      const { timeMs, appendMs, eventId, topic } = match
      const origin = { ...QUIET.origin, topic }
      const occasion: Joined = { ...QUIET, timeMs, appendMs, eventId, origin }
      advance(clamped(timeMs, appendMs), occasion, sink)
      ruled.take(match)
      answerApart(occasion, sink)
      settleAll(timeMs, appendMs, sink)
    },
    hear(note, sink) {
      const occasion = occasionOf(note)
      advance(clamped(note.timeMs, note.appendMs), occasion, sink)
      hearing.hear(note, sink)
      settleAll(note.timeMs, note.appendMs, sink)
    },
    advance: (toMs, sink) => advance(toMs, { ...QUIET, timeMs: toMs }, sink),
    restoreTime(ms) {
      streamMs = ms
      ruled?.correlations.windows.restoreTime(ms)
    },
    pass(toMs, sink) {
      if (clock !== 'log' || !(toMs > logMs)) return
      logMs = toMs
      respond.pass(sink)
      settleAll(streamMs, NaN, sink)
    },
    undo(undoing, sink) {
      const undone = respond.undo(undoing, sink)
      settleAll(undoing.timeMs, NaN, sink)
      return undone
    },
    takeChanged() {
      if (changed.size === 0) return NOBODY
      const taken = [...changed]
      changed.clear()
      return taken
    },
    forgetChanged() {
      changed.clear()
      ruled?.correlations.windows.takeChanged()
    },
  }
}

const PAST = { credentials: [], past: true, watched: false }
const NOBODY: readonly string[] = Object.freeze([])

/** Both topologies in one, for `replay`: what joins is judged at once, in the order in which it joined. */
export interface Engine {
  readonly identify: Bind
  readonly judge: Judge
  /** why the event is withheld, so that it only tells of its clock; null mostly */
  step(admitted: Admitted, sink: EngineSink): Problem | null
  answer(answered: Answered, sink: EngineSink): void
  /** silence: the stream's time comes to this without an event */
  advance(toMs: number, sink: EngineSink): void
}

export interface EngineSink extends RespondSink {
  joined(joined: Joined): void
}

export function createEngine(
  settings: IdentifySettings & JudgeSettings,
  knowledge: Knowledge,
  graph: Graph,
): Engine {
  const identify = createIdentify(settings, knowledge, graph)
  const judge = createJudge(settings, knowledge)
  let to: EngineSink
  const emit = (joined: Joined): void => {
    if (joined.op === 'join' || joined.op === 'rejoin') to.joined(joined)
    judge.step(joined, to)
  }
  return {
    identify,
    judge,
    step(admitted, sink) {
      to = sink
      const problem = identify.refuses(admitted)
      if (problem === null) identify.step(admitted, NaN, emit)
      else identify.withhold(admitted, NaN, emit)
      // There is no other process to tell, and no state to write.
      identify.takeChanges()
      judge.forgetChanged()
      for (const [topic, { skewMs }] of judge.correlate.watching.clocks.takeTold())
        graph.apply(skewChange(topic, 0, skewMs))
      return problem
    },
    answer: judge.answer,
    advance(toMs, sink) {
      to = sink
      identify.advance(toMs, emit)
      judge.advance(toMs, sink)
    },
  }
}
