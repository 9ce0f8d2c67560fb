// How answers are told: what a person decided as a decision, what changed nothing as a finding, and a refusal as a cause.
import type { Approval, Decision } from '../../model/wire.js'
import { CAPABILITIES } from '../../model/capability.js'
import { ruleOf, type Cause } from '../../model/finding.js'
import { deriveId } from '../ids.js'
import type { FindingRecord } from '../records.js'
import type { Question } from './questions.js'

const MINUTE_MS = 60_000
/** of what a person says of the reason; the whole stands in the topic of approvals */
const REASON_CHARACTERS_MAX = 500

const EXPIRED = /^refused\|(\d+)\|/

/** Keys of the causes that a question may end in: they follow from what was asked about, whichever event asked first. */
export function expiredKey({ cause }: Pick<Question, 'cause'>): string {
  const before = EXPIRED.exec(cause.key)
  return before === null
    ? `refused|0|${asked(cause)}`
    : `refused|${Number(before[1]) + 1}|${cause.key.slice(before[0].length)}`
}

export function deniedKey({ cause }: Pick<Question, 'cause'>): string {
  return `denied|${asked(cause).replace(EXPIRED, '')}`
}

function asked({ episode, key }: Cause): string {
  return episode === '' ? key : episode
}

/** Whether it was a person who refused: nothing of it is automatic. */
export function isDenied({ key }: Pick<Cause, 'key'>): boolean {
  return key.startsWith('denied|')
}

/** The question whose silence a cause is about, '' where it is none. */
export function expiredIn({ key, approval = '' }: Cause): string {
  return EXPIRED.test(key) ? approval : ''
}

/** Nobody allowed it: what was asked about, as it is known by now, as a cause of its own. `approver` '' where nobody answered at all. */
export function refusal(question: Question, cause: Cause, approver: string, atMs: number): Cause {
  const { id, askedMs, deadlineMs } = question
  const minutes = Math.max(1, Math.round((deadlineMs - askedMs) / MINUTE_MS))
  const what = expiredIn(cause) === '' ? cause.reason : cause.reason.replace(/^nobody .*?: /, '')
  return {
    ...cause,
    key: approver === '' ? expiredKey(question) : deniedKey(question),
    approval: id,
    episode: '',
    row: 'approval.refused',
    // A clock that is behind ours does not let what was asked about lie after its refusal, which would take its ground from both.
    timeMs: Math.max(atMs, cause.timeMs, question.cause.timeMs),
    reason:
      approver === ''
        ? `nobody allowed within ${minutes} min what was asked: ${what}`
        : `what was asked was denied by ${approver}: ${what}`,
  }
}

/** A decision of a person. `outcome` is what follows by now; `stands` says of what it is worth. */
export function decided(
  question: Question,
  approval: Approval,
  topic: string,
  decision: {
    readonly outcome: Decision['outcome']
    readonly atMs: number
    readonly stands: string
  },
  mode: Decision['mode'],
): Decision {
  const { cause, blastRadius, said } = question
  const { id, approver, reason } = approval
  const verb = approval.decision === 'approve' ? 'allowed' : 'denied'
  const why = reason === '' ? '' : `: ${reason.slice(0, REASON_CHARACTERS_MAX)}`
  return {
    id: `${topic}:${id}/${said.length}${approval.decision === 'deny' ? 'd' : ''}`,
    time: decision.atMs,
    event: id,
    agent_id: cause.agentId,
    workload_id: cause.workloadId,
    credential_id: cause.credentialId,
    task_id: cause.taskId,
    purpose: cause.purpose,
    capability: CAPABILITIES[cause.capability] ?? 'unknown',
    action: cause.action,
    resource_id: cause.resourceId,
    sensitivity: cause.sensitivity,
    outcome: decision.outcome,
    reasons: [`${approver} ${verb} it${why}`, decision.stands].filter((text) => text !== ''),
    rules: [ruleOf(cause)],
    blast_radius: blastRadius,
    mode,
  }
}

/** What an answer was about. */
export type Answered = Pick<Question, 'cause' | 'identity' | 'tier' | 'commandId' | 'voids'>

/** An answer that changes nothing: recorded once, with why. `question` null where nobody asked. */
export function voided(
  question: Answered | null,
  approval: Approval,
  why: string,
  atMs: number,
  mode: FindingRecord['mode'],
): FindingRecord {
  const { id, approver, decision } = approval
  const { cause } = question ?? { cause: NOBODY }
  const nth = question?.voids ?? 0
  return {
    activity: 'create',
    id: deriveId('fnd', 'void', id, approver, decision, atMs, nth),
    cause: {
      ...cause,
      key: `void|${id}|${nth}`,
      episode: '',
      row: 'approval.void',
      timeMs: atMs,
      reason: `${approver} would ${decision} ${id}, which has no effect: ${why}`,
    },
    rule: ruleOf({ row: 'approval.void' }),
    identity: question?.identity ?? id,
    tier: question?.tier ?? 'medium',
    count: 1,
    timeMs: atMs,
    commandId: question?.commandId ?? '',
    decisionId: '',
    mode,
    blastRadius: 0,
    reach: null,
    children: [],
    closedFor: '',
    bundle: '',
  }
}

const NOBODY: Cause = {
  key: '',
  episode: '',
  row: 'approval.void',
  timeMs: 0,
  eventId: '',
  topic: '',
  evidence: [],
  reason: '',
  agentId: '',
  workloadId: '',
  credentialId: '',
  taskId: '',
  purpose: '',
  capability: -1,
  action: '',
  resourceId: '',
  sensitivity: '',
  attributed: false,
  candidates: [],
}
