// Turns causes into decisions, commands and findings: one command a cause and episode, undone where its ground falls.
import type { Tier } from '../model/capability.js'
import { tierAt, type Context, type OpenCause } from '../model/context.js'
import { usesAuthority } from '../model/event.js'
import { modeOf, ruleOf, type Cause } from '../model/finding.js'
import { eventBehind, type Joined } from '../model/joined.js'
import { createAsking } from './approvals/asking.js'
import { blastRadius } from './blast.js'
import { createBrakes, spendingOf } from './budget-brakes.js'
import { createIrreversible, resting } from './budget-irreversible.js'
import { createBudget } from './budget.js'
import { createGiving } from './commands-given.js'
import { decisionId, outcomeOf, stronger, type Outcome } from './decisions.js'
import { createFollow, type Follow } from './confirmation/follow.js'
import { groundOf, takenBack } from './confirmation/release.js'
import { createDeciding } from './decisions-given.js'
import { deriveId } from './ids.js'
import { responseTo } from './plan.js'
import {
  keepCause,
  NOTHING,
  openCause,
  type Respond,
  type RespondCounts,
  type RespondJudgement,
  type RespondOptions,
  type RespondSink,
} from './records.js'
import { createTelling } from './records-findings.js'

export type { FindingRecord, Respond, RespondOptions, RespondSink } from './records.js'

export function createRespond(options: RespondOptions): Respond {
  const budget = createBudget(options.budget, options.seenLastHour)
  const counts: RespondCounts = {
    decisions: 0,
    commands: 0,
    findings: 0,
    causesDropped: 0,
    approvals: 0,
    results: 0,
  }

  const asking = createAsking(options, counts, {
    raise: raiseApart,
    withdraw,
    release,
    reopened(context, open, timeMs, sink) {
      emitFinding(context, open, 'update', timeMs, open.decisionId, '', sink)
    },
    closed(context, open, timeMs, closedFor, sink) {
      emitFinding(context, open, 'close', timeMs, open.decisionId, closedFor, sink)
    },
    isSpent: (context, cause) =>
      !budget.hasRoom(ruleOf(cause), context.id, spendingOf(cause, options.following)),
    settled: (causeKey, sink) => follow.settled(causeKey, sink),
  })
  const follow: Follow = createFollow(
    options,
    counts,
    {
      raise: raiseApart,
      withdraw,
      closed(context, open, timeMs, decision, closedFor, sink) {
        emitFinding(context, open, 'close', timeMs, decision, closedFor, sink)
      },
    },
    asking.approvals.fatigue,
  )
  const { irreversible: listed, holding, following } = options
  const irreversible = createIrreversible({ irreversible: listed, holding, ...following })
  const brakes = createBrakes(options.protected, irreversible, budget, following)
  const give = createGiving(options, brakes, follow, asking)
  const { plainAllow, decide, decideLate, answerUnknown } = createDeciding(options, counts)

  const emitFinding = createTelling(options.mode, counts, (opened) => asking.bundleOf(opened))

  /** A cause that no event brings about. */
  function raiseApart(context: Context, cause: Cause, occasion: Joined, sink: RespondSink): void {
    answer(context, occasion, { ...NOTHING, raised: [cause] }, sink)
  }

  function answer(
    context: Context,
    joined: Joined,
    judgement: RespondJudgement,
    sink: RespondSink,
  ): void {
    if (context.causes !== null) follow.hear(context, joined, sink)
    const { raised, repeated, withdrawn, allowed, open, grown } = judgement
    irreversible?.note(context, joined)
    for (const cause of withdrawn) {
      const why = groundOf(joined)
      // What rested on a command that is taken back here has fallen with it.
      if (!cause.withdrawn) withdraw(context, cause, joined, why, 'late_event', sink)
    }
    for (const cause of open) if (!cause.withdrawn) answerAnew(context, cause, joined, sink)
    if (!joined.late) fallBack(context, resting(context, joined, open), joined, sink)
    overtake(context, joined, sink)
    for (const one of grown) {
      const timeMs = Math.max(joined.timeMs, one.cause.timeMs)
      emitFinding(context, one, 'update', timeMs, one.decisionId, '', sink)
    }
    const joins = joined.op === 'join' || joined.op === 'rejoin'
    const own = joins && usesAuthority(joined.type)
    if (raised.length === 0 && repeated.length === 0 && allowed.length === 0) {
      if (own) plainAllow(context, joined, sink)
      return
    }
    let outcome: Outcome = 'allow'
    const reasons: string[] = []
    const rules: string[] = []
    let radius = 0
    // Of several rules that lead to something one that is enforced is enough
    const modes = new Set<RespondOptions['mode']>()
    const weigh = (open: OpenCause): void => {
      outcome = stronger(outcome, outcomeOf(open))
      if (outcomeOf(open) !== 'allow') modes.add(modeOf(open.cause, options.mode))
    }
    const ownId = decisionId(joined.origin.topic, joined.eventId)
    for (const cause of raised) {
      const mine = joins && cause.eventId === joined.eventId
      const episode = (context.causes?.get(cause.key)?.episode ?? 0) + 1
      const id = mine
        ? ownId
        : `${decisionId(cause.topic || joined.origin.topic, cause.eventId)}#${deriveId('late', cause.key, episode)}`
      const opened = raise(context, cause, id, joined, sink)
      if (mine) {
        weigh(opened)
        reasons.push(cause.reason)
        rules.push(ruleOf(cause))
        radius = Math.max(radius, opened.blastRadius)
      } else decideLate(context, cause, id, opened, sink)
    }
    for (const cause of repeated) {
      cause.count++
      if (!joins) continue
      weigh(cause)
      reasons.push(`${cause.cause.reason} (again: ${cause.count})`)
      rules.push(ruleOf(cause.cause))
      radius = Math.max(radius, cause.blastRadius)
    }
    if (joins)
      for (const { approval, approvers, rule } of allowed) {
        reasons.push(`allowed by ${approvers.join(' and ') || 'nobody in time'} (${approval})`)
        rules.push(rule)
      }
    const mode = modes.size === 2 ? 'enforce' : ([...modes][0] ?? options.mode)
    if (reasons.length > 0)
      decide(joined, ownId, outcome, reasons, rules, radius, mode, context, sink)
    else if (own) plainAllow(context, joined, sink)
  }

  /** The command for a new cause; or only a finding, where the plan observes. */
  function raise(
    context: Context,
    cause: Cause,
    decision: string,
    joined: Joined,
    sink: RespondSink,
  ) {
    const opened = openCause(context, cause, tierAt(context, cause.timeMs), decision)
    measure(context, opened)
    if (!keepCause(context, opened)) counts.causesDropped++
    follow.raised(context, cause)
    give(context, opened, joined, sink)
    emitFinding(context, opened, 'create', cause.timeMs, decision, '', sink)
    return opened
  }

  /** What was asked as only one source told of it, and a second one does by now: the command follows. */
  function overtake(context: Context, joined: Joined, sink: RespondSink): void {
    if (irreversible === null || context.causes === null) return
    let held: readonly Cause[] | null = null
    for (const open of context.causes.values()) {
      if (!open.alone || open.withdrawn) continue
      // What holds is gone through once, and again only after something was done about it.
      held ??= holding(context)
      if (irreversible.missingOf(context, open, held) !== '') continue
      held = null
      const { cause, episode, undone } = open
      const topic = cause.topic || joined.origin.topic
      const nth = deriveId('sources', cause.key, episode, undone.length)
      open.decisionId = `${decisionId(topic, cause.eventId)}#${nth}`
      open.cause = withEvidence(cause, eventBehind(joined.eventId))
      measure(context, open)
      release(context, open, joined, 'a second source tells of it by now', sink)
      give(context, open, joined, sink)
      decideLate(context, cause, open.decisionId, open, sink)
      const timeMs = Math.max(joined.timeMs, cause.timeMs)
      emitFinding(context, open, 'update', timeMs, open.decisionId, '', sink)
    }
  }

  function withdraw(
    context: Context,
    open: OpenCause,
    joined: Joined,
    why: string,
    closedFor: string,
    sink: RespondSink,
  ): void {
    open.withdrawn = true
    undo(context, open, joined, why, sink)
    emitFinding(context, open, 'close', joined.timeMs, open.decisionId, closedFor, sink)
  }

  function undo(
    context: Context,
    open: OpenCause,
    joined: Joined,
    why: string,
    sink: RespondSink,
  ): void {
    const { commandId } = open
    if (commandId === '') return
    for (const other of context.causes?.values() ?? [])
      if (other !== open && !other.withdrawn && other.commandId === commandId) return
    open.undone = [...open.undone.slice(-UNDONE_MAX), commandId]
    const { reinstate, decision } = takenBack(open, joined, why, options.mode)
    counts.decisions++
    if (options.decisions !== 'none') sink.decision(decision, context.id)
    follow.send(context.id, reinstate, open, joined.appendMs, sink)
    follow.undone(commandId, joined.timeMs, sink)
    if (open.commandType === 'escalate') asking.takenBack(context, commandId, joined, why, sink)
  }

  /** What was given as two sources told of it, and one of them turned out to tell of somebody else: a person is asked. */
  function fallBack(
    context: Context,
    opens: readonly OpenCause[],
    joined: Joined,
    sink: RespondSink,
  ): void {
    if (irreversible === null) return
    const lost = opens.filter((one) => !one.withdrawn && irreversible.hasLost(context, one))
    if (lost.length === 0) return
    const why = `event ${eventBehind(joined.eventId)} came late, by which only one source tells of it`
    // Those that share a command lose it together.
    for (const open of lost) release(context, open, joined, why, sink)
    for (const open of lost) {
      measure(context, open)
      give(context, open, joined, sink)
    }
  }

  /** The identity's tier at the time of the cause turned out to be another one: the answer follows. */
  function answerAnew(context: Context, open: OpenCause, joined: Joined, sink: RespondSink): void {
    const { row, timeMs, attributed } = open.cause
    const tier = tierAt(context, timeMs)
    if (tier === open.tier) return
    const before = responseTo(row, open.tier as Tier, attributed)
    const after = responseTo(row, tier, attributed)
    open.tier = tier
    if (before === after) return
    // What a person has denied stays denied; only what goes farther than that is done beside it.
    const denied = asking.isDenied(open)
    if (denied && after !== 'contain') return
    measure(context, open)
    const why = `event ${eventBehind(joined.eventId)} says that the tier is ${tier}`
    if (!denied) release(context, open, joined, why, sink)
    give(context, open, joined, sink)
  }

  /** What was done about a cause is undone, so that something else can be; `why` is a clause. */
  function release(
    context: Context,
    open: OpenCause,
    joined: Joined,
    why: string,
    sink: RespondSink,
  ): void {
    undo(context, open, joined, why, sink)
    open.commandId = ''
    open.commandType = ''
  }

  return {
    budget,
    counts,
    answer,
    answerUnknown,
    confirmation: follow.confirmation,
    approvals: asking.approvals,
    get sourcesDropped() {
      return irreversible?.dropped ?? 0
    },
    get dueMs() {
      return Math.min(follow.confirmation.dueMs, asking.approvals.dueMs)
    },
    take({ answer, appendMs }, sink) {
      if (answer.answer === 'approval') {
        counts.approvals++
        if (!follow.takeAnswer(answer, appendMs, sink)) asking.take(answer, appendMs, sink)
      } else {
        counts.results++
        follow.takeResult(answer.result, sink)
      }
    },
    advance(toMs, sink) {
      asking.advance(toMs, sink)
      follow.advance(sink)
    },
    pass(sink) {
      asking.pass(following.logMs(), sink)
      follow.pass(sink)
    },
    undo: follow.undo,
  }
}

/** The event by which the second source is known is told with the others. */
function withEvidence(cause: Cause, eventId: string): Cause {
  if (eventId === '' || cause.evidence.includes(eventId)) return cause
  return { ...cause, evidence: [...cause.evidence, eventId] }
}

/** How far it reaches, by what is known by now. */
function measure(context: Context, open: OpenCause): void {
  open.blastRadius = blastRadius(context, open.cause, open.tier as Tier)
}

const UNDONE_MAX = 8
