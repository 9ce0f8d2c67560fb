// The commands themselves: what is aimed at, what they say, when they lapse, and what undoes them.
import type { Tier } from '../model/capability.js'
import { credentialIn, type Context, type OpenCause } from '../model/context.js'
import { modeOf, ruleOf, type Cause } from '../model/finding.js'
import { eventBehind, type Joined } from '../model/joined.js'
import { routedId, routeOf, routeTo } from '../model/route.js'
import type { Command } from '../model/wire.js'
import { childrenOf, CHILDREN_MAX, withChildren, type Child } from './commands-children.js'
import { responseTo, type Response } from './plan.js'

const DAY_MS = 86_400_000
/** how long a command stands where nothing ends it before */
export const CONTAIN_MS = DAY_MS
export const REVOKE_MS = 30 * DAY_MS

/** What the plan and the budget made of a cause. `held` is a clause on why it is less than planned, '' mostly. */
export interface Order {
  readonly type: Command['type']
  readonly scope: Command['scope']
  readonly held: string
  readonly blastRadius: number
  readonly mode: Command['mode']
  /** of a question: when it is decided without an answer, and what is done then */
  readonly deadlineMs: number
  readonly onTimeout: 'revoke' | 'allow'
}

/** The command of an open cause, whose `commandId` and `decisionId` are set. */
export function commandFor(context: Context, opened: OpenCause, order: Order): Command {
  const { cause, commandId } = opened
  const { type, scope, deadlineMs } = order
  const phrase = (PHRASES[type] as Phrase)(scope, cause)
  const children = childrenOf(context, opened)
  return {
    id: commandId,
    time: cause.timeMs,
    type,
    ...subject(cause),
    scope,
    reason: sentence(
      `${cause.reason}${among(cause)}: ${phrase}${withChildren(children)}${order.held}`,
    ),
    rules: [ruleOf(cause)],
    evidence: withGrants(cause.evidence, children),
    blast_radius: order.blastRadius,
    decision_id: opened.decisionId,
    mode: modeOf(cause, order.mode),
    expires: expiry(type, scope, context, cause, deadlineMs),
    undoes: null,
    attempt: 1,
    approval:
      type === 'escalate'
        ? { id: approvalIdOf(commandId), deadline: deadlineMs, on_timeout: order.onTimeout }
        : null,
  }
}

/** Events that led to it, and those by which it delegated what goes with it. */
function withGrants(evidence: readonly string[], children: readonly Child[]): readonly string[] {
  if (children.length === 0) return evidence
  const grants = children.slice(0, CHILDREN_MAX).map(({ grantEvent }) => grantEvent)
  return [...new Set([...evidence, ...grants])]
}

/** Whether causes of one episode have one command: each credential has to go by its own, all else is done once. */
export function isShared({ episode, row }: Cause, type: Command['type']): boolean {
  return episode !== '' && (type !== 'revoke' || row.startsWith('delegation.'))
}

/** The question that an escalation asks. */
export function approvalIdOf(commandId: string): string {
  return routedId('apr', routeOf(commandId), commandId)
}

/** Undoes the command of an open cause; `why` is a clause. */
export function reinstateOf(
  open: OpenCause,
  joined: Joined,
  why: string,
  mode: Command['mode'],
): Command {
  const { cause, commandId } = open
  return {
    id: reinstateId(commandId),
    time: Math.max(cause.timeMs, joined.timeMs),
    type: 'reinstate',
    ...subject(cause),
    scope: open.commandScope as Command['scope'],
    reason: sentence(`${why}: the ${open.commandType} of command ${commandId} is undone`),
    rules: [ruleOf(cause)],
    evidence: [...new Set([...cause.evidence, eventBehind(joined.eventId)])].filter((id) => id),
    blast_radius: 0,
    decision_id: open.decisionId,
    mode: modeOf(cause, mode),
    expires: null,
    undoes: commandId,
    attempt: 1,
    approval: null,
  }
}

/** The same from the command itself, where no event took its ground. */
export function reinstateFrom(
  command: Command,
  timeMs: number,
  why: string,
  decisionId: string,
): Command {
  return {
    ...command,
    id: reinstateId(command.id),
    time: Math.max(command.time, timeMs),
    type: 'reinstate',
    reason: sentence(`${why}: the ${command.type} of command ${command.id} is undone`),
    blast_radius: 0,
    decision_id: decisionId,
    expires: null,
    undoes: command.id,
    attempt: 1,
    approval: null,
  }
}

function reinstateId(commandId: string): string {
  return routedId('cmd', routeOf(commandId), 'reinstate', commandId)
}

/** Whom it concerns; an agent that is not certain is not named. */
function subject(cause: Cause) {
  return {
    agent_id: cause.attributed ? cause.agentId : '',
    workload_id: cause.workloadId,
    credential_id: cause.credentialId,
    task_id: cause.taskId,
  }
}

/** Another cause of the same episode gave this command already: it stands for both. */
export function joinsCommand(context: Context, opened: OpenCause, type: string): boolean {
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
export function freshId(
  context: Context,
  opened: OpenCause,
  key: string,
  type: string,
  scope: string,
): string {
  for (let n = 1; ; n++) {
    // With the identity, as the same cause may be taken back from one and raised for another.
    const id = routedId('cmd', routeTo(context.id), context.id, key, n, type, scope)
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
    scope === 'credential'
      ? `credential ${cause.credentialId} is revoked`
      : `task ${cause.taskId} and all bound to it are revoked`,
  contain: (scope, cause) =>
    scope === 'agent'
      ? `agent ${cause.agentId} is cut off`
      : `workload ${cause.workloadId} is cut off`,
}

/** What is done about a cause, by the plan; null is to observe. */
export function targetOf(cause: Cause, tier: Tier): Target | null {
  if (cause.row !== 'approval.refused') {
    return aim(responseTo(cause.row, tier, cause.attributed), cause)
  }
  // It was asked already: what is certain is acted on, and where nothing is, to ask again would have no end.
  if (!cause.attributed)
    return cause.credentialId === '' ? null : { type: 'revoke', scope: 'credential' }
  const target = aim(responseTo(cause.row, tier, true), cause)
  return target?.type === 'escalate' ? null : target
}

interface Target {
  readonly type: Command['type']
  readonly scope: Command['scope']
}

/** What a response means for this cause: the nearest thing there is to act on; null is to observe. */
function aim(response: Response, cause: Cause): Target | null {
  if (response === 'observe') return null
  const asked = askedFor(response, cause)
  if (asked !== null) return asked
  if (response === 'contain') {
    // A workload that is not its owner's any more takes everybody on it along.
    if (cause.row === 'compromised' && cause.workloadId !== '')
      return { type: 'contain', scope: 'workload' }
    if (cause.agentId !== '') return { type: 'contain', scope: 'agent' }
    if (cause.workloadId !== '') return { type: 'contain', scope: 'workload' }
    return { type: 'revoke', scope: 'credential' }
  }
  if (response === 'revoke-credential' && cause.credentialId !== '')
    return { type: 'revoke', scope: 'credential' }
  if (response !== 'escalate' && cause.taskId !== '') return { type: 'revoke', scope: 'task' }
  if (response !== 'escalate' && cause.credentialId !== '')
    return { type: 'revoke', scope: 'credential' }
  return { type: 'escalate', scope: narrowest(cause) }
}

/** Where the rule names a scope, and there is such a thing to act on. */
function askedFor(response: Response, cause: Cause): ReturnType<typeof aim> {
  const scope = cause.rule?.scope ?? null
  if (scope === null || cause[`${scope}Id`] === '') return null
  const wide = scope === 'agent' || scope === 'workload'
  if (response === 'escalate') return { type: 'escalate', scope }
  if ((response === 'contain') !== wide) return null
  return { type: wide ? 'contain' : 'revoke', scope }
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
  if (type === 'escalate') return deadlineMs
  if (type === 'contain') return cause.timeMs + CONTAIN_MS
  const expiresMs =
    scope === 'credential' ? (credentialIn(context, cause.credentialId)?.expiresMs ?? NaN) : NaN
  return expiresMs > cause.timeMs ? expiresMs : cause.timeMs + REVOKE_MS
}

function among(cause: Cause): string {
  return cause.candidates.length === 0
    ? ''
    : ` (it may have been any of ${cause.candidates.join(', ')})`
}

function sentence(text: string): string {
  return `${(text[0] as string).toUpperCase()}${text.slice(1)}.`
}
