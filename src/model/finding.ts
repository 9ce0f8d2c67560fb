// What detection says: a cause with its rule, whom it concerns, and the events that show it.

import type { Brought } from './provenance.js'

/** Rows of the response plan (contract, section 9). What a rule file asks for has a row for each response that it may name. */
export type PlanRow =
  | RuleRow
  | 'shift.active'
  | 'shift.privileged'
  | 'shift.learned'
  | 'provenance.untrusted'
  | 'blast-radius'
  | 'task.ended'
  | 'after-end.denied'
  | 'after-end.allowed'
  | 'second-workload'
  | 'claim.credential'
  | 'claim.task'
  | 'delegation.widened'
  | 'delegation.deputy'
  | 'delegation.orphaned'
  | 'delegation.cascade'
  | 'delegation.limit'
  | 'delegation.unknown'
  | 'compromised'
  | 'memory.flow'
  | 'unissued'
  | 'approval.refused'
  | 'approval.void'
  | 'unconfirmed'
  | 'after-expiry'
  | 'accumulation'
  | 'silence'
  | 'skew'
  | 'point.conflict'
  | 'point.vanished'
  | 'point.undecided'
  | 'person.risk'
  | 'failed'
  | 'unrevocable'
  | 'uncontained'
  | 'baseline.capability'
  | 'baseline.resource'
  | 'baseline.destination'
  | 'baseline.volume'

export type RuleRow = 'rule.observe' | 'rule.escalate' | 'rule.revoke' | 'rule.contain'

/** Whether a cause is that of a rule file: what brings it about and takes it back are its rules, not the built-in causes. */
export function isOfRule(row: PlanRow): row is RuleRow {
  return row.startsWith('rule.')
}

const OF_COMMANDS: ReadonlySet<PlanRow> = new Set(['unconfirmed', 'failed', 'unrevocable'])

/** Whether a cause is about what became of a command: that takes it back, and no use. */
export function isOfCommand({ key, row }: Cause): boolean {
  // What is used after it was cut off is a cause of its use, of the same row.
  return OF_COMMANDS.has(row) || (row === 'uncontained' && key.startsWith('uncontained|'))
}

/** What a rule file says of the rule behind a cause. */
export interface RuleSaid {
  readonly id: string
  readonly title: string
  /** Sigma level; null: the rule names none */
  readonly level: 'informational' | 'low' | 'medium' | 'high' | 'critical' | null
  readonly version: string
  /** the rule's own; null: that of the configuration */
  readonly mode: 'enforce' | 'shadow' | null
  /** whom the response is aimed at; null: what the plan says */
  readonly scope: 'credential' | 'task' | 'agent' | 'workload' | null
}

/** Ids of the built-in rules, as they stand in findings, decisions and commands. */
export const RULE_OF_ROW = {
  'shift.active': 'ambit.shift.active',
  'shift.privileged': 'ambit.shift.privileged',
  'shift.learned': 'ambit.shift.learned',
  'provenance.untrusted': 'ambit.provenance.untrusted',
  'blast-radius': 'ambit.blast-radius',
  'task.ended': 'ambit.credential.task-ended',
  'after-end.denied': 'ambit.credential.after-end',
  'after-end.allowed': 'ambit.credential.after-end',
  'second-workload': 'ambit.credential.second-workload',
  'claim.credential': 'ambit.identity.claim',
  'claim.task': 'ambit.identity.claim',
  'delegation.widened': 'ambit.delegation.widened',
  'delegation.deputy': 'ambit.delegation.confused-deputy',
  'delegation.orphaned': 'ambit.delegation.orphaned',
  'delegation.cascade': 'ambit.delegation.cascade',
  'delegation.limit': 'ambit.delegation.limit',
  'delegation.unknown': 'ambit.delegation.unknown-parent',
  compromised: 'ambit.identity.compromised',
  'memory.flow': 'ambit.flow.shared-memory',
  unissued: 'ambit.credential.unissued',
  'approval.refused': 'ambit.approval.refused',
  'approval.void': 'ambit.approval.void',
  unconfirmed: 'ambit.command.unconfirmed',
  'after-expiry': 'ambit.credential.after-expiry',
  accumulation: 'ambit.credential.accumulation',
  silence: 'ambit.telemetry.silence',
  skew: 'ambit.telemetry.skew',
  'point.conflict': 'ambit.enforcement.conflict',
  'point.vanished': 'ambit.enforcement.deny-vanished',
  'point.undecided': 'ambit.enforcement.undecided',
  'person.risk': 'ambit.person.risk',
  failed: 'ambit.command.failed',
  unrevocable: 'ambit.command.failed',
  uncontained: 'ambit.command.uncontained',
  'baseline.capability': 'ambit.baseline.capability',
  'baseline.resource': 'ambit.baseline.resource',
  'baseline.destination': 'ambit.baseline.destination',
  'baseline.volume': 'ambit.baseline.volume',
} as const satisfies Record<Exclude<PlanRow, RuleRow>, string>

/** Id of the rule behind a cause. */
export function ruleOf({ row, rule }: Pick<Cause, 'row' | 'rule'>): string {
  return isOfRule(row) ? (rule?.id ?? '') : RULE_OF_ROW[row]
}

/** Version of the built-in rules: what a person allowed under one is not allowed under the next. */
export const BUILT_IN_VERSION = '1'

export function versionOf({ rule }: Pick<Cause, 'rule'>): string {
  return rule?.version ?? BUILT_IN_VERSION
}

/** The program and rules that decide. */
export interface RulesVersion {
  readonly program: string
  /** SHA-256 over all that decides: rule files, policies and the settings that matter */
  readonly digest: string
}

/** Whether a cause comes of what people answered or did not, and not of events: events neither bring it about nor take it back. */
export function isOfAnswer(row: PlanRow): boolean {
  return row === 'approval.refused' || row === 'approval.void'
}

/**
 * Something that holds of an identity. `key` names the episode: the same for every event of it, on any replay and in
 * any order of arrival. `reason` is a clause without the response ("agent a was asked to …, and …").
 */
export interface Cause {
  readonly key: string
  /** the wider episode it is part of: what is asked or contained there is asked or contained once; '' none */
  readonly episode: string
  readonly row: PlanRow
  readonly timeMs: number
  /** the event that completed it, and its source's topic */
  readonly eventId: string
  readonly topic: string
  readonly evidence: readonly string[]
  readonly reason: string
  readonly agentId: string
  readonly workloadId: string
  readonly credentialId: string
  readonly taskId: string
  readonly purpose: string
  /** index into CAPABILITIES, -1 where it is about no use */
  readonly capability: number
  readonly action: string
  readonly resourceId: string
  readonly sensitivity: string
  /** false: it may have been another identity, so nobody is blamed for it */
  readonly attributed: boolean
  readonly candidates: readonly string[]
  /** the question whose answer, or silence, it comes of; left out where it comes of none */
  readonly approval?: string
  /** keyed hash of the arguments of the call; left out where there are none */
  readonly args?: string
  /** the rule of a rule file that it is of; left out for the built-in ones */
  readonly rule?: RuleSaid
  /** what steered it that only untrusted content brought; left out where it is about nothing of the kind */
  readonly brought?: readonly Brought[]
}

/** A rule may have a mode of its own, such as a new one that is tried in the shadow of the others. */
export function modeOf(
  { rule }: Pick<Cause, 'rule'>,
  mode: 'enforce' | 'shadow',
): 'enforce' | 'shadow' {
  return rule?.mode ?? mode
}
