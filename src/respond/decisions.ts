// The decisions themselves: one for each use of authority, and one beside it where a later event changed what it meant.
import { CAPABILITIES } from '../model/capability.js'
import { taskIn, type Context, type OpenCause } from '../model/context.js'
import { modeOf, ruleOf, type Cause } from '../model/finding.js'
import type { Joined } from '../model/joined.js'
import type { Decision } from '../model/wire.js'

export type Outcome = Decision['outcome']

const OUTCOMES: readonly Outcome[] = ['allow', 'escalate', 'revoke', 'contain']
const NONE: readonly string[] = Object.freeze([])

/** What was decided, and why. */
export interface Verdict {
  readonly outcome: Outcome
  readonly reasons: readonly string[]
  readonly rules: readonly string[]
  readonly blastRadius: number
}

export const ALLOWED: Verdict = Object.freeze({
  outcome: 'allow',
  reasons: NONE,
  rules: NONE,
  blastRadius: 0,
})
export const UNKNOWN: Verdict = Object.freeze({
  ...ALLOWED,
  reasons: Object.freeze(['nothing says whose it was']),
})

export function decisionOn(
  joined: Joined,
  id: string,
  purpose: string,
  verdict: Verdict,
  mode: Decision['mode'],
): Decision {
  return {
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
    outcome: verdict.outcome,
    reasons: verdict.reasons,
    rules: verdict.rules,
    blast_radius: verdict.blastRadius,
    mode,
  }
}

/** A cause that an event completed for another, earlier event: its decision stands beside the one given then. */
export function lateDecision(
  cause: Cause,
  id: string,
  opened: OpenCause,
  mode: Decision['mode'],
): Decision {
  return {
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
    rules: [ruleOf(cause)],
    blast_radius: opened.blastRadius,
    mode: modeOf(cause, mode),
  }
}

/** The purpose that the task was declared with; the event's own word where it was not. */
export function purposeOf(context: Context, joined: Joined): string {
  if (joined.taskId === '') return joined.purpose
  return taskIn(context, joined.taskId)?.purpose || joined.purpose
}

/** The id of the decision on an event: its source's topic and its own id, which is unique there. */
export function decisionId(topic: string, eventId: string): string {
  return `${topic}:${eventId}`
}

export function outcomeOf(open: OpenCause): Outcome {
  return open.commandType === '' ? 'allow' : (open.commandType as Outcome)
}

export function stronger(a: Outcome, b: Outcome): Outcome {
  return OUTCOMES.indexOf(a) >= OUTCOMES.indexOf(b) ? a : b
}
