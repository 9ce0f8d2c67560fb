// Findings as OCSF 1.8.0 Detection Findings (class 2004), what a SOC's SIEM takes in without a parser of its own.
import { CAPABILITIES } from '../model/capability.js'
import {
  type Cause,
  isOfRule,
  modeOf,
  type PlanRow,
  type RuleRow,
  type RulesVersion,
} from '../model/finding.js'
import type { Brought } from '../model/provenance.js'
import type { Reach } from '../respond/blast.js'
import { CHILDREN_MAX, type Child } from '../respond/commands-children.js'
import type { FindingRecord } from '../respond/respond.js'

export const OCSF_VERSION = '1.8.0'

/** OCSF severity_id: 1 Informational, 2 Low, 3 Medium, 4 High, 5 Critical. */
const SEVERITY: Readonly<Record<Exclude<PlanRow, RuleRow>, number>> = {
  'shift.active': 3,
  'shift.privileged': 4,
  'shift.learned': 3,
  'provenance.untrusted': 4,
  'blast-radius': 3,
  'task.ended': 1,
  'after-end.denied': 3,
  'after-end.allowed': 5,
  'second-workload': 4,
  'claim.credential': 4,
  'claim.task': 2,
  'delegation.widened': 4,
  'delegation.deputy': 4,
  'delegation.orphaned': 4,
  'delegation.cascade': 4,
  'delegation.limit': 3,
  'delegation.unknown': 2,
  compromised: 5,
  'memory.flow': 4,
  unissued: 3,
  'approval.refused': 4,
  'approval.void': 3,
  unconfirmed: 4,
  'after-expiry': 3,
  accumulation: 2,
  silence: 3,
  skew: 3,
  'point.conflict': 2,
  'point.vanished': 3,
  'point.undecided': 2,
  'person.risk': 4,
  failed: 5,
  unrevocable: 5,
  uncontained: 5,
  'baseline.capability': 2,
  'baseline.resource': 2,
  'baseline.destination': 2,
  'baseline.volume': 2,
}
const SEVERITY_NAMES = ['Unknown', 'Informational', 'Low', 'Medium', 'High', 'Critical']

const TITLES: Readonly<Record<Exclude<PlanRow, RuleRow>, string>> = {
  'shift.active': 'Activity outside the declared purpose',
  'shift.privileged': 'Privileged activity outside the declared purpose',
  'shift.learned': 'Privileged activity never seen from this identity',
  'provenance.untrusted': 'Side effect steered by untrusted content',
  'blast-radius': 'Blast radius above the threshold',
  'task.ended': 'Credential outlives its task',
  'after-end.denied': 'Credential tried after the end of its task',
  'after-end.allowed': 'Credential accepted after its end',
  'second-workload': 'Credential used by a second workload',
  'claim.credential': 'Event claims another agent than its credential is bound to',
  'claim.task': 'Event claims another agent than its task is bound to',
  'delegation.widened': 'Delegation widens scope',
  'delegation.deputy': 'Deputy does what the originator could not',
  'delegation.orphaned': 'Sub-agent goes on after the end of its parent task',
  'delegation.cascade': 'Delegator revoked or contained',
  'delegation.limit': 'Delegation too deep or too wide',
  'delegation.unknown': 'Delegation by an agent whose own scopes nobody told',
  'memory.flow': 'Restricted data sent out through a shared memory',
  compromised: 'Workload or agent reported as compromised',
  unissued: 'Credential that nobody issued',
  'approval.refused': 'Approval denied or not given in time',
  'approval.void': 'Answer without effect',
  unconfirmed: 'Command not confirmed in time',
  'after-expiry': 'Credential accepted after its time was over',
  accumulation: 'More held than the open tasks need',
  skew: 'Events withheld: clock of their source is off',
  silence: 'Agent fell silent while its credentials are used',
  'point.conflict': 'Enforcement points contradict each other',
  'point.vanished': 'Only remaining deny vanished',
  'point.undecided': 'Use that no enforcement point decided',
  'person.risk': 'Task asked for by a person at high risk',
  failed: 'Command failed, also when it was repeated',
  unrevocable: 'Revocation that a person has to carry out',
  uncontained: 'Containment without effect, or not confirmed',
  'baseline.capability': 'Capability never seen before',
  'baseline.resource': 'Kind of resource never seen before',
  'baseline.destination': 'Destination never seen before',
  'baseline.volume': 'Far more uses than usual',
}

/** Sigma levels as OCSF severities; a rule that names none counts as medium. */
const SEVERITY_OF_LEVEL = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 } as const

function severityOf({ row, rule }: Cause): number {
  return isOfRule(row) ? SEVERITY_OF_LEVEL[rule?.level ?? 'medium'] : SEVERITY[row]
}

function titleOf({ row, rule }: Cause): string {
  return isOfRule(row) ? (rule?.title ?? '') : TITLES[row]
}

const CLOSED_FOR: Readonly<Record<string, string>> = {
  approved: 'a person allowed it',
  denied: 'a person denied it',
  deadline: 'nobody answered in time, and it was to be let pass then',
}

/** What was learned rather than declared is less certain; so is what may have been another identity. */
function confidence(record: FindingRecord): number {
  if (!record.cause.attributed) return 1
  return record.cause.row === 'shift.learned' || record.cause.row === 'unissued' ? 2 : 3
}
const CONFIDENCE_NAMES = ['Unknown', 'Low', 'Medium', 'High']

const ACTIVITY_IDS = { create: 1, update: 2, close: 3 } as const
const ACTIVITY_NAMES = ['Unknown', 'Create', 'Update', 'Close']

/**
 * One Detection Finding; times are epoch ms. `by`: the rules in force. Source: OCSF 1.8.0, class detection_finding;
 * `unmapped.ambit` is what has no place there before 1.9.
 */
export function ocsfFinding(record: FindingRecord, by: RulesVersion): Record<string, unknown> {
  const { cause } = record
  const closed = record.activity === 'close'
  const activityId = ACTIVITY_IDS[record.activity]
  const activity = ACTIVITY_NAMES[activityId] as string
  const more = record.activity === 'update' ? `-${cause.evidence.length}` : ''
  const severityId = severityOf(cause)
  const confidenceId = confidence(record)
  return {
    activity_id: activityId,
    activity_name: activity,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2004,
    class_name: 'Detection Finding',
    type_uid: 200_400 + activityId,
    type_name: `Detection Finding: ${activity}`,
    time: record.timeMs,
    timezone_offset: 0,
    severity_id: severityId,
    severity: SEVERITY_NAMES[severityId],
    confidence_id: confidenceId,
    confidence: CONFIDENCE_NAMES[confidenceId],
    status_id: closed ? 4 : 1,
    status: closed ? 'Resolved' : 'New',
    status_code: closed ? record.closedFor : 'raised',
    status_detail: closed
      ? (CLOSED_FOR[record.closedFor] ?? `the ground of this finding is gone: ${record.closedFor}`)
      : record.commandId === ''
        ? 'observed'
        : `answered by command ${record.commandId}`,
    is_alert: severityId > 1,
    message: `${cause.reason}.`,
    count: record.count,
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'Ambit', vendor_name: 'Ambit', version: by.program },
      uid: `${record.id}-${activityId}${more}`,
      ...(cause.taskId === '' ? {} : { correlation_uid: cause.taskId }),
    },
    finding_info: {
      uid: record.id,
      title: titleOf(cause),
      desc: `${cause.reason}.`,
      analytic: {
        uid: record.rule,
        name: titleOf(cause),
        type_id: 1,
        type: 'Rule',
        version: cause.rule?.version ?? by.program,
      },
      created_time: cause.timeMs,
      first_seen_time: cause.timeMs,
      // what takes a finding back may have happened before it
      last_seen_time: Math.max(cause.timeMs, record.timeMs),
      related_events: cause.evidence.map((uid) => ({ uid })),
      types: [cause.row],
    },
    evidences: [evidence(record)],
    resources: resources(record),
    observables: observables(record),
    unmapped: { ambit: { ...unmapped(record), rules_digest: by.digest } },
  }
}

/** What has no place in OCSF. */
function unmapped(record: FindingRecord): Record<string, unknown> {
  const { cause } = record
  return {
    identity: record.identity,
    agent_id: cause.agentId,
    workload_id: cause.workloadId,
    credential_id: cause.credentialId,
    task_id: cause.taskId,
    purpose: cause.purpose,
    capability: CAPABILITIES[cause.capability] ?? '',
    tier: record.tier,
    candidates: cause.candidates,
    ...(cause.brought === undefined ? {} : { provenance: cause.brought.map(told) }),
    attributed: cause.attributed,
    command_id: record.commandId,
    decision_id: record.decisionId,
    ...((cause.approval ?? '') === '' ? {} : { approval_id: cause.approval }),
    ...(record.bundle === '' ? {} : { approval_bundle: record.bundle }),
    blast_radius: record.blastRadius,
    ...(record.reach === null ? {} : { blast_radius_parts: partsOf(record.reach) }),
    ...(record.children.length === 0
      ? {}
      : { children: record.children.slice(0, CHILDREN_MAX).map(childSaid) }),
    mode: modeOf(cause, record.mode),
  }
}

/** The parts that count for anything, the heaviest first. */
function partsOf(reach: Reach): Record<string, number> {
  const parts = Object.entries(reach).filter(([name, points]) => name !== 'total' && points > 0)
  return Object.fromEntries(parts.sort(([, a], [, b]) => b - a))
}

function childSaid({ agentId, taskId, credentialId, grantEvent }: Child): Record<string, unknown> {
  return { agent_id: agentId, task_id: taskId, credential_id: credentialId, event: grantEvent }
}

/** A value is told by its kind and keyed hash, with the event that brought it; never in clear. */
function told({ kind, hash, eventId, tool }: Brought): Record<string, unknown> {
  return { kind, hash, event: eventId, tool }
}

function evidence(record: FindingRecord): Record<string, unknown> {
  const { cause } = record
  return {
    actor: {
      app_uid: cause.agentId || record.identity,
      ...(cause.credentialId === '' ? {} : { session: { uid: cause.credentialId } }),
    },
    ...(cause.action === '' ? {} : { api: { operation: cause.action } }),
    data: { events: cause.evidence },
  }
}

function resources(record: FindingRecord): readonly Record<string, unknown>[] {
  const { cause } = record
  const touched = [
    ['credential', cause.credentialId],
    ['task', cause.taskId],
    ['workload', cause.workloadId],
    ['resource', cause.resourceId],
  ] as const
  const named = touched.filter(([, uid]) => uid !== '').map(([type, uid]) => ({ type, uid }))
  return named.length > 0 ? named : [{ type: 'identity', uid: record.identity }]
}

/** OCSF observable type 10 is Resource UID. */
function observables(record: FindingRecord): readonly Record<string, unknown>[] {
  return resources(record).map(({ type, uid }) => ({
    name: `unmapped.ambit.${String(type) === 'resource' ? 'resource' : `${String(type)}_id`}`,
    type_id: 10,
    type: 'Resource UID',
    value: uid,
  }))
}
