// Turns causes into decisions, commands and findings: one command a cause and episode, undone where its ground falls.
import type { Tier } from '../model/capability.js'
import { tierAt, type Context, type OpenCause } from '../model/context.js'
import { usesAuthority } from '../model/event.js'
import { isOfCommand, modeOf, ruleOf, type Cause } from '../model/finding.js'
import { eventBehind, type Joined } from '../model/joined.js'
import { createAsking } from './approvals/asking.js'
import { isDenied } from './approvals/told.js'
import { blastRadius, reachOf } from './blast.js'
import { createProtected } from './budget-protected.js'
import { createBudget } from './budget.js'
import { commandFor, freshId, isShared, joinsCommand, targetOf } from './commands.js'
import { childrenOf } from './commands-children.js'
import { decisionId, outcomeOf, stronger, type Outcome } from './decisions.js'
import { createFollow, type Follow } from './confirmation/follow.js'
import { takenBack } from './confirmation/release.js'
import { createGiving } from './decisions-given.js'
import { deriveId } from './ids.js'
import { responseTo } from './plan.js'
import {
  findingOf,
  type FindingRecord,
  keepCause,
  NOTHING,
  type Respond,
  type RespondCounts,
  type RespondJudgement,
  type RespondOptions,
  type RespondSink,
} from './records.js'

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
    closed(context, open, timeMs, closedFor, sink) {
      emitFinding(context, open, 'close', timeMs, open.decisionId, 0, closedFor, sink)
    },
    settled: (causeKey, sink) => follow.settled(causeKey, sink),
  })
  const follow: Follow = createFollow(
    options,
    counts,
    {
      raise: raiseApart,
      withdraw,
      closed(context, open, timeMs, decision, closedFor, sink) {
        emitFinding(context, open, 'close', timeMs, decision, 0, closedFor, sink)
      },
    },
    asking.approvals.fatigue,
  )
  const guarded = createProtected(options.protected)
  const { plainAllow, decide, decideLate, answerUnknown } = createGiving(options, counts)

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
    for (const cause of withdrawn) {
      const why = `event ${eventBehind(joined.eventId)} came late and took the ground from it`
      withdraw(context, cause, joined, why, 'late_event', sink)
    }
    for (const cause of open) answerAnew(context, cause, joined, sink)
    for (const one of grown) {
      const timeMs = Math.max(joined.timeMs, one.cause.timeMs)
      emitFinding(context, one, 'update', timeMs, one.decisionId, 0, '', sink)
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
    const before = context.causes?.get(cause.key)
    const tier = tierAt(context, cause.timeMs)
    const opened: OpenCause & { blastRadius: number } = {
      cause,
      count: 1,
      episode: (before?.episode ?? 0) + 1,
      withdrawn: false,
      closedMs: 0,
      findingId: '',
      decisionId: decision,
      commandId: '',
      commandType: '',
      commandScope: '',
      undone: before?.undone ?? NONE,
      tier,
      blastRadius: blastRadius(context, cause, tier),
    }
    opened.findingId = deriveId('fnd', context.id, cause.key, opened.episode)
    if (!keepCause(context, opened)) counts.causesDropped++
    follow.raised(context, cause)
    command(context, opened, joined, opened.blastRadius, sink)
    emitFinding(context, opened, 'create', cause.timeMs, decision, opened.blastRadius, '', sink)
    return opened
  }

  function command(
    context: Context,
    opened: OpenCause,
    joined: Joined,
    radius: number,
    sink: RespondSink,
  ): void {
    const { cause } = opened
    const tier = opened.tier as Tier
    const target = targetOf(cause, tier)
    if (target === null) return
    let { type, scope } = target
    // Each credential of an episode has to go by a command of its own; to ask or to contain once is enough.
    let wide = isShared(cause, type)
    if (wide && joinsCommand(context, opened, type)) return asking.bundle(opened)
    const kept = type === 'escalate' ? '' : heldBack(context, cause, scope)
    if (kept !== '') {
      type = 'escalate'
      wide = cause.episode !== ''
      if (wide && joinsCommand(context, opened, type)) return asking.bundle(opened)
    }
    const held = kept === '' ? '' : `; a person is asked as ${kept}`
    if (wide && type === 'escalate' && cause.taskId !== '') scope = 'task'
    opened.commandId = freshId(context, opened, wide ? cause.episode : cause.key, type, scope)
    opened.commandType = type
    opened.commandScope = scope
    const { mode, approval } = options
    // What became of a command is for a person to see: silence neither repeats it nor ends it.
    const keeps = kept.endsWith(PROTECTED) || isOfCommand(cause)
    const order = { type, scope, held, blastRadius: radius, mode, approval, keeps }
    const sent = commandFor(context, opened, order)
    follow.send(context.id, sent, opened, joined.appendMs, sink)
    if (type === 'escalate') asking.ask(sent, context, opened, keeps)
  }

  /** Why a command is not given by itself, as a clause; '' where it is. What a person said is not automatic. */
  function heldBack(context: Context, cause: Cause, scope: string): string {
    if (cause.row === 'approval.refused' && isDenied(cause)) return ''
    const touched = guarded(context, cause, scope)
    if (touched !== '') return `${touched}${PROTECTED}`
    if (cause.row === 'task.ended') return ''
    return budget.spend(ruleOf(cause), context.id, cause.timeMs)
      ? ''
      : 'the budget for automatic commands is spent'
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
    emitFinding(context, open, 'close', joined.timeMs, open.decisionId, 0, closedFor, sink)
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

  /** The identity's tier at the time of the cause turned out to be another one: the answer follows. */
  function answerAnew(context: Context, open: OpenCause, joined: Joined, sink: RespondSink): void {
    const tier = tierAt(context, open.cause.timeMs)
    if (tier === open.tier) return
    const before = responseTo(open.cause.row, open.tier as Tier, open.cause.attributed)
    open.tier = tier
    if (before === responseTo(open.cause.row, tier, open.cause.attributed)) return
    undo(
      context,
      open,
      joined,
      `event ${eventBehind(joined.eventId)} says that the tier is ${tier}`,
      sink,
    )
    open.commandId = ''
    open.commandType = ''
    command(context, open, joined, blastRadius(context, open.cause, tier), sink)
  }

  function emitFinding(
    context: Context,
    opened: OpenCause,
    activity: FindingRecord['activity'],
    timeMs: number,
    decision: string,
    radius: number,
    closedFor: string,
    sink: RespondSink,
  ): void {
    counts.findings++
    const { mode } = options
    const tier = opened.tier as Tier
    const closes = activity === 'close'
    const reach = closes ? null : reachOf(context, opened.cause, tier)
    const children = closes ? NO_CHILDREN : childrenOf(context, opened)
    const about = { activity, timeMs, decisionId: decision, mode, blastRadius: radius, closedFor }
    sink.finding(findingOf(context.id, opened, { ...about, reach, children }))
  }

  return {
    budget,
    counts,
    answer,
    answerUnknown,
    confirmation: follow.confirmation,
    approvals: asking.approvals,
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
    pass: follow.pass,
    undo: follow.undo,
  }
}

const NONE: readonly string[] = Object.freeze([])
const UNDONE_MAX = 8
const PROTECTED = ' is protected'
const NO_CHILDREN: readonly never[] = Object.freeze([])
