// Turns causes into decisions, commands and findings: one command a cause and episode, undone where its ground falls.
import { CAPABILITIES, type Tier } from '../model/capability.js'
import { type Context, credentialIn, type OpenCause, taskIn } from '../model/context.js'
import { usesAuthority } from '../model/event.js'
import { RULE_OF_ROW, type Cause } from '../model/finding.js'
import { eventBehind, type Joined } from '../model/joined.js'
import type { Command, Decision } from '../model/wire.js'
import { blastRadius } from './blast.js'
import { createBudget, type Budget, type BudgetOptions } from './budget.js'
import { deriveId } from './ids.js'
import { responseTo, type Response } from './plan.js'

export interface RespondOptions {
  readonly mode: 'enforce' | 'shadow'
  readonly approval: { readonly deadlineMs: number; readonly onTimeout: 'revoke' | 'allow' }
  readonly budget: BudgetOptions | null
  readonly seenLastHour: () => number
  /** which decisions are wanted: `none` still counts them */
  readonly decisions: 'all' | 'notable' | 'none'
}

/** A finding as `feed` needs it to write an OCSF record. */
export interface FindingRecord {
  readonly activity: 'create' | 'close'
  readonly id: string
  readonly cause: Cause
  readonly rule: string
  readonly identity: string
  readonly tier: Tier
  readonly count: number
  readonly timeMs: number
  readonly commandId: string
  readonly decisionId: string
  readonly mode: 'enforce' | 'shadow'
  readonly blastRadius: number
  readonly closedFor: string
}

/** Where the records go, in the order of the calls. */
export interface RespondSink {
  decision(decision: Decision, identity: string): void
  command(command: Command, identity: string, appendMs: number): void
  finding(finding: FindingRecord): void
}

export interface RespondJudgement {
  readonly raised: readonly Cause[]
  readonly repeated: readonly OpenCause[]
  readonly withdrawn: readonly OpenCause[]
  readonly open: readonly OpenCause[]
}

export interface RespondCounts {
  decisions: number
  commands: number
  findings: number
  causesDropped: number
}

export interface Respond {
  readonly budget: Budget
  readonly counts: RespondCounts
  answer(context: Context, joined: Joined, judgement: RespondJudgement, sink: RespondSink): void
  /** a use of authority by nobody knows whom */
  answerUnknown(joined: Joined, sink: RespondSink): void
}

type Outcome = Decision['outcome']

const CAUSES_MAX = 256
const DAY_MS = 86_400_000
const CONTAIN_MS = DAY_MS
const REVOKE_MS = 30 * DAY_MS
const OUTCOMES: readonly Outcome[] = ['allow', 'escalate', 'revoke', 'contain']

export function createRespond(options: RespondOptions): Respond {
  const budget = createBudget(options.budget, options.seenLastHour)
  const counts: RespondCounts = { decisions: 0, commands: 0, findings: 0, causesDropped: 0 }

  function answer(
    context: Context,
    joined: Joined,
    judgement: RespondJudgement,
    sink: RespondSink,
  ): void {
    const { raised, repeated, withdrawn, open } = judgement
    for (const cause of withdrawn) withdraw(context, cause, joined, sink)
    for (const cause of open) answerAnew(context, cause, joined, sink)
    const joins = joined.op === 'join' || joined.op === 'rejoin'
    const own = joins && usesAuthority(joined.type)
    if (raised.length === 0 && repeated.length === 0) {
      if (own) plainAllow(context, joined, sink)
      return
    }
    let outcome: Outcome = 'allow'
    const reasons: string[] = []
    const rules: string[] = []
    let radius = 0
    const ownId = decisionId(joined.origin.topic, joined.eventId)
    for (const cause of raised) {
      const mine = joins && cause.eventId === joined.eventId
      const episode = (context.causes?.get(cause.key)?.episode ?? 0) + 1
      const id = mine
        ? ownId
        : `${decisionId(cause.topic || joined.origin.topic, cause.eventId)}#${deriveId('late', cause.key, episode)}`
      const opened = raise(context, cause, id, joined, sink)
      if (mine) {
        outcome = stronger(outcome, outcomeOf(opened))
        reasons.push(cause.reason)
        rules.push(RULE_OF_ROW[cause.row])
        radius = Math.max(radius, opened.blastRadius)
      } else decideLate(context, cause, id, opened, sink)
    }
    for (const cause of repeated) {
      cause.count++
      if (!joins) continue
      outcome = stronger(outcome, outcomeOf(cause))
      reasons.push(`${cause.cause.reason} (again: ${cause.count})`)
      rules.push(RULE_OF_ROW[cause.cause.row])
    }
    if (reasons.length > 0) decide(joined, ownId, outcome, reasons, rules, radius, context, sink)
    else if (own) plainAllow(context, joined, sink)
  }

  /** The command for a new cause; or only a finding, where the plan observes. */
  function raise(context: Context, cause: Cause, decision: string, joined: Joined, sink: RespondSink) {
    const before = context.causes?.get(cause.key)
    const tier = tierAt(context, cause.timeMs)
    const opened: OpenCause & { blastRadius: number } = {
      cause,
      count: 1,
      episode: (before?.episode ?? 0) + 1,
      withdrawn: false,
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
    keep(context, opened)
    command(context, opened, joined, opened.blastRadius, sink)
    emitFinding(context, opened, 'create', cause.timeMs, decision, opened.blastRadius, '', sink)
    return opened
  }

  function keep(context: Context, opened: OpenCause): void {
    const causes = (context.causes ??= new Map())
    if (causes.size >= CAUSES_MAX && !causes.has(opened.cause.key)) {
      causes.delete(causes.keys().next().value as string)
      counts.causesDropped++
    }
    causes.set(opened.cause.key, opened)
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
    const target = aim(responseTo(cause.row, tier, cause.attributed), cause)
    if (target === null) return
    let { type, scope } = target
    // Each credential of an episode has to go by a command of its own; to ask or to contain once is enough.
    let wide = cause.episode !== '' && type !== 'revoke'
    if (wide && joinsCommand(context, opened, type)) return
    let held = ''
    if (type !== 'escalate' && cause.row !== 'task.ended') {
      if (!budget.spend(RULE_OF_ROW[cause.row], context.id, cause.timeMs)) {
        held = `; a person is asked as the budget for automatic commands is spent`
        type = 'escalate'
        wide = cause.episode !== ''
        if (wide && joinsCommand(context, opened, type)) return
      }
    }
    if (wide && type === 'escalate' && cause.taskId !== '') scope = 'task'
    const id = freshId(context, opened, wide ? cause.episode : cause.key, type, scope)
    opened.commandId = id
    opened.commandType = type
    opened.commandScope = scope
    counts.commands++
    sink.command(
      {
        id,
        time: cause.timeMs,
        type,
        agent_id: cause.attributed ? cause.agentId : '',
        workload_id: cause.workloadId,
        credential_id: cause.credentialId,
        task_id: cause.taskId,
        scope,
        reason: sentence(`${cause.reason}${among(cause)}: ${(PHRASES[type] as Phrase)(scope, cause)}${held}`),
        rules: [RULE_OF_ROW[cause.row]],
        evidence: cause.evidence,
        blast_radius: radius,
        decision_id: opened.decisionId,
        mode: options.mode,
        expires: expiry(type, scope, context, cause, options.approval.deadlineMs),
        undoes: null,
        attempt: 1,
        approval:
          type === 'escalate'
            ? {
                id: deriveId('apr', id),
                deadline: cause.timeMs + options.approval.deadlineMs,
                on_timeout: options.approval.onTimeout,
              }
            : null,
      },
      context.id,
      joined.appendMs,
    )
  }

  function withdraw(context: Context, open: OpenCause, joined: Joined, sink: RespondSink): void {
    open.withdrawn = true
    const why = `event ${eventBehind(joined.eventId)} came late and took the ground from it`
    undo(context, open, joined, why, sink)
    emitFinding(context, open, 'close', joined.timeMs, open.decisionId, 0, 'late_event', sink)
  }

  function undo(context: Context, open: OpenCause, joined: Joined, why: string, sink: RespondSink): void {
    const { cause, commandId } = open
    if (commandId === '') return
    for (const other of context.causes?.values() ?? [])
      if (other !== open && !other.withdrawn && other.commandId === commandId) return
    open.undone = [...open.undone.slice(-UNDONE_MAX), commandId]
    counts.commands++
    sink.command(
      {
        id: deriveId('cmd', 'reinstate', open.commandId),
        time: Math.max(cause.timeMs, joined.timeMs),
        type: 'reinstate',
        agent_id: cause.attributed ? cause.agentId : '',
        workload_id: cause.workloadId,
        credential_id: cause.credentialId,
        task_id: cause.taskId,
        scope: open.commandScope as Command['scope'],
        reason: sentence(`${why}: the ${open.commandType} of command ${open.commandId} is undone`),
        rules: [RULE_OF_ROW[cause.row]],
        evidence: [...new Set([...cause.evidence, eventBehind(joined.eventId)])],
        blast_radius: 0,
        decision_id: open.decisionId,
        mode: options.mode,
        expires: null,
        undoes: open.commandId,
        attempt: 1,
        approval: null,
      },
      context.id,
      joined.appendMs,
    )
  }

  /** The identity's tier at the time of the cause turned out to be another one: the answer follows. */
  function answerAnew(context: Context, open: OpenCause, joined: Joined, sink: RespondSink): void {
    const tier = tierAt(context, open.cause.timeMs)
    if (tier === open.tier) return
    const before = responseTo(open.cause.row, open.tier as Tier, open.cause.attributed)
    open.tier = tier
    if (before === responseTo(open.cause.row, tier, open.cause.attributed)) return
    undo(context, open, joined, `event ${eventBehind(joined.eventId)} says that the tier is ${tier}`, sink)
    open.commandId = ''
    open.commandType = ''
    command(context, open, joined, blastRadius(context, open.cause, tier), sink)
  }

  function emitFinding(
    context: Context,
    opened: OpenCause,
    activity: 'create' | 'close',
    timeMs: number,
    decision: string,
    radius: number,
    closedFor: string,
    sink: RespondSink,
  ): void {
    counts.findings++
    sink.finding({
      activity,
      id: opened.findingId,
      cause: opened.cause,
      rule: RULE_OF_ROW[opened.cause.row],
      identity: context.id,
      tier: opened.tier as Tier,
      count: opened.count,
      timeMs,
      commandId: opened.commandId,
      decisionId: decision,
      mode: options.mode,
      blastRadius: radius,
      closedFor,
    })
  }

  function plainAllow(context: Context, joined: Joined, sink: RespondSink): void {
    counts.decisions++
    if (options.decisions !== 'all') return
    decideOn(joined, decisionId(joined.origin.topic, joined.eventId), 'allow', NONE, NONE, 0, purposeOf(context, joined), sink)
  }

  function decide(
    joined: Joined,
    id: string,
    outcome: Outcome,
    reasons: readonly string[],
    rules: readonly string[],
    radius: number,
    context: Context,
    sink: RespondSink,
  ): void {
    counts.decisions++
    if (options.decisions === 'none') return
    decideOn(joined, id, outcome, reasons, [...new Set(rules)], radius, purposeOf(context, joined), sink)
  }

  function decideOn(
    joined: Joined,
    id: string,
    outcome: Outcome,
    reasons: readonly string[],
    rules: readonly string[],
    radius: number,
    purpose: string,
    sink: RespondSink,
  ): void {
    sink.decision(
      {
        id,
        time: joined.timeMs,
        event: joined.eventId,
        agent_id: joined.agentId,
        workload_id: joined.workloadId,
        credential_id: joined.credentialId,
        task_id: joined.taskId,
        purpose,
        capability: joined.capability,
        action: joined.action || joined.toolName,
        resource_id: joined.resourceId,
        sensitivity: joined.sensitivity,
        outcome,
        reasons,
        rules,
        blast_radius: radius,
        mode: options.mode,
      },
      joined.identity,
    )
  }

  /** A cause that an event completed for another, earlier event: its decision stands beside the one given then. */
  function decideLate(
    context: Context,
    cause: Cause,
    id: string,
    opened: OpenCause & { blastRadius: number },
    sink: RespondSink,
  ): void {
    counts.decisions++
    if (options.decisions === 'none') return
    sink.decision(
      {
        id,
        time: cause.timeMs,
        event: cause.eventId,
        agent_id: cause.agentId,
        workload_id: cause.workloadId,
        credential_id: cause.credentialId,
        task_id: cause.taskId,
        purpose: cause.purpose,
        capability: CAPABILITIES[cause.capability] ?? 'unknown',
        action: cause.action,
        resource_id: cause.resourceId,
        sensitivity: cause.sensitivity,
        outcome: outcomeOf(opened),
        reasons: [cause.reason],
        rules: [RULE_OF_ROW[cause.row]],
        blast_radius: opened.blastRadius,
        mode: options.mode,
      },
      context.id,
    )
  }

  function answerUnknown(joined: Joined, sink: RespondSink): void {
    if (joined.op !== 'join' || !usesAuthority(joined.type)) return
    counts.decisions++
    if (options.decisions !== 'all') return
    decideOn(joined, decisionId(joined.origin.topic, joined.eventId), 'allow', UNKNOWN, NONE, 0, joined.purpose, sink)
  }

  return { budget, counts, answer, answerUnknown }
}

const NONE: readonly string[] = Object.freeze([])
const UNKNOWN: readonly string[] = Object.freeze(['nothing says whose it was'])
const UNDONE_MAX = 8

/** Another cause of the same episode gave this command already: it stands for both. */
function joinsCommand(context: Context, opened: OpenCause, type: string): boolean {
  for (const other of context.causes?.values() ?? []) {
    if (other === opened || other.withdrawn || other.commandType !== type) continue
    if (other.cause.episode !== opened.cause.episode) continue
    opened.commandId = other.commandId
    opened.commandType = other.commandType
    opened.commandScope = other.commandScope
    return true
  }
  return false
}

/** The command's id by its cause; a further one only where the same was undone before, as receivers drop what they know. */
function freshId(context: Context, opened: OpenCause, key: string, type: string, scope: string): string {
  for (let n = 1; ; n++) {
    // With the identity, as the same cause may be taken back from one and raised for another.
    const id = deriveId('cmd', context.id, key, n, type, scope)
    if (opened.undone.includes(id)) continue
    let used = false
    if (opened.cause.episode !== '')
      for (const other of context.causes?.values() ?? []) used ||= other.undone.includes(id)
    if (!used) return id
  }
}

type Phrase = (scope: string, cause: Cause) => string
const PHRASES: Readonly<Record<string, Phrase>> = {
  escalate: () => 'a person is asked',
  revoke: (scope, cause) =>
    scope === 'credential' ? `credential ${cause.credentialId} is revoked` : `task ${cause.taskId} and all bound to it is revoked`,
  contain: (scope, cause) =>
    scope === 'agent' ? `agent ${cause.agentId} is cut off` : `workload ${cause.workloadId} is cut off`,
}

/** What a response means for this cause: the nearest thing there is to act on; null is to observe. */
function aim(response: Response, cause: Cause): { type: Command['type']; scope: Command['scope'] } | null {
  if (response === 'observe') return null
  if (response === 'contain') {
    if (cause.agentId !== '') return { type: 'contain', scope: 'agent' }
    if (cause.workloadId !== '') return { type: 'contain', scope: 'workload' }
    return { type: 'revoke', scope: 'credential' }
  }
  if (response === 'revoke-credential' && cause.credentialId !== '') return { type: 'revoke', scope: 'credential' }
  if (response !== 'escalate' && cause.taskId !== '') return { type: 'revoke', scope: 'task' }
  if (response !== 'escalate' && cause.credentialId !== '') return { type: 'revoke', scope: 'credential' }
  return { type: 'escalate', scope: narrowest(cause) }
}

/** What a person is asked about: the narrowest thing; where the identity did what it never did before, the identity. */
function narrowest(cause: Cause): Command['scope'] {
  if (cause.row === 'shift.learned' && (cause.agentId !== '' || cause.workloadId !== ''))
    return cause.agentId !== '' ? 'agent' : 'workload'
  if (cause.credentialId !== '') return 'credential'
  if (cause.taskId !== '') return 'task'
  return cause.agentId !== '' ? 'agent' : 'workload'
}

/** An approval's deadline; a credential's own end of life, else 30 days; a day for what was contained. */
function expiry(
  type: Command['type'],
  scope: Command['scope'],
  context: Context,
  cause: Cause,
  deadlineMs: number,
): number {
  if (type === 'escalate') return cause.timeMs + deadlineMs
  if (type === 'contain') return cause.timeMs + CONTAIN_MS
  const expiresMs =
    scope === 'credential'
      ? (credentialIn(context, cause.credentialId)?.expiresMs ?? NaN)
      : NaN
  return expiresMs > cause.timeMs ? expiresMs : cause.timeMs + REVOKE_MS
}

/** The purpose that the task was declared with; the event's own word where it was not. */
function purposeOf(context: Context, joined: Joined): string {
  if (joined.taskId === '') return joined.purpose
  return taskIn(context, joined.taskId)?.purpose || joined.purpose
}

/** The id of the decision on an event: its source's topic and its own id, which is unique there. */
function decisionId(topic: string, eventId: string): string {
  return `${topic}:${eventId}`
}

function outcomeOf(open: OpenCause): Outcome {
  return open.commandType === '' ? 'allow' : (open.commandType as Outcome)
}

function stronger(a: Outcome, b: Outcome): Outcome {
  return OUTCOMES.indexOf(a) >= OUTCOMES.indexOf(b) ? a : b
}

export function tierAt(context: Context, atMs: number): Tier {
  if (context.tiers === null) return 'medium'
  let tier = (context.tiers[0] as { tier: string }).tier
  for (const said of context.tiers) if (said.fromMs <= atMs) tier = said.tier
  return tier as Tier
}

function among(cause: Cause): string {
  return cause.candidates.length === 0 ? '' : ` (it may have been any of ${cause.candidates.join(', ')})`
}

function sentence(text: string): string {
  return `${(text[0] as string).toUpperCase()}${text.slice(1)}.`
}
