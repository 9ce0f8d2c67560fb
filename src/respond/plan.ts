// The response plan: what follows from a cause, by the tier of the agent (contract, section 9).
import type { Tier } from '../model/capability.js'
import type { PlanRow } from '../model/finding.js'

/** `revoke-credential` falls back to the task where no credential is in use, `contain` to the workload where no agent is known. */
export type Response = 'observe' | 'escalate' | 'revoke-task' | 'revoke-credential' | 'contain'

/**
 * Rows whose causes are found by later parts of the engine stand here with the others: the plan is one table. The tier is that
 * of whoever is revoked, contained or asked about: of a delegation the child's, whatever that of the delegator is.
 */
export const PLAN: Readonly<Record<PlanRow, Readonly<Record<Tier, Response>>>> = {
  'shift.active': { low: 'observe', medium: 'escalate', high: 'revoke-task' },
  'shift.privileged': { low: 'escalate', medium: 'revoke-credential', high: 'contain' },
  'shift.learned': { low: 'observe', medium: 'escalate', high: 'escalate' },
  'provenance.untrusted': { low: 'escalate', medium: 'revoke-task', high: 'revoke-task' },
  'blast-radius': { low: 'escalate', medium: 'escalate', high: 'escalate' },
  'task.ended': {
    low: 'revoke-credential',
    medium: 'revoke-credential',
    high: 'revoke-credential',
  },
  'after-end.denied': { low: 'observe', medium: 'observe', high: 'observe' },
  'after-end.allowed': { low: 'contain', medium: 'contain', high: 'contain' },
  'second-workload': {
    low: 'revoke-credential',
    medium: 'revoke-credential',
    high: 'revoke-credential',
  },
  'claim.credential': { low: 'escalate', medium: 'revoke-credential', high: 'revoke-credential' },
  'claim.task': { low: 'observe', medium: 'observe', high: 'observe' },
  'delegation.widened': { low: 'escalate', medium: 'revoke-task', high: 'revoke-task' },
  'delegation.deputy': { low: 'escalate', medium: 'revoke-task', high: 'revoke-task' },
  'delegation.orphaned': { low: 'escalate', medium: 'revoke-task', high: 'revoke-task' },
  'delegation.cascade': { low: 'revoke-task', medium: 'revoke-task', high: 'revoke-task' },
  'delegation.limit': { low: 'observe', medium: 'observe', high: 'escalate' },
  'delegation.unknown': { low: 'observe', medium: 'observe', high: 'observe' },
  'memory.flow': { low: 'escalate', medium: 'escalate', high: 'revoke-task' },
  compromised: { low: 'contain', medium: 'contain', high: 'contain' },
  unissued: { low: 'escalate', medium: 'escalate', high: 'escalate' },
  'approval.refused': { low: 'revoke-task', medium: 'revoke-task', high: 'revoke-task' },
  'approval.void': { low: 'observe', medium: 'observe', high: 'observe' },
  unconfirmed: { low: 'escalate', medium: 'escalate', high: 'contain' },
  'after-expiry': { low: 'observe', medium: 'escalate', high: 'escalate' },
  accumulation: { low: 'observe', medium: 'observe', high: 'escalate' },
  silence: { low: 'observe', medium: 'observe', high: 'escalate' },
  skew: { low: 'observe', medium: 'observe', high: 'observe' },
  'point.conflict': { low: 'observe', medium: 'observe', high: 'observe' },
  'point.vanished': { low: 'observe', medium: 'observe', high: 'escalate' },
  'point.undecided': { low: 'observe', medium: 'observe', high: 'observe' },
  'person.risk': { low: 'escalate', medium: 'revoke-task', high: 'revoke-task' },
  failed: { low: 'escalate', medium: 'contain', high: 'contain' },
  unrevocable: { low: 'escalate', medium: 'escalate', high: 'escalate' },
  uncontained: { low: 'escalate', medium: 'escalate', high: 'escalate' },
  'baseline.capability': { low: 'observe', medium: 'observe', high: 'observe' },
  'baseline.resource': { low: 'observe', medium: 'observe', high: 'observe' },
  'baseline.destination': { low: 'observe', medium: 'observe', high: 'observe' },
  'baseline.volume': { low: 'observe', medium: 'observe', high: 'observe' },
  'rule.observe': { low: 'observe', medium: 'observe', high: 'observe' },
  'rule.escalate': { low: 'escalate', medium: 'escalate', high: 'escalate' },
  'rule.revoke': {
    low: 'revoke-credential',
    medium: 'revoke-credential',
    high: 'revoke-credential',
  },
  'rule.contain': { low: 'contain', medium: 'contain', high: 'contain' },
}

/** Rows that speak of the credential itself, whoever held it: they may be revoked where nobody is to blame. */
const ABOUT_CREDENTIAL: ReadonlySet<PlanRow> = new Set([
  'task.ended',
  'second-workload',
  'claim.credential',
])

/** The response to a cause; an identity that is not certain is asked about, never cut off. */
export function responseTo(row: PlanRow, tier: Tier, attributed: boolean): Response {
  const planned = PLAN[row][tier]
  if (attributed || planned === 'observe' || planned === 'escalate') return planned
  return planned === 'revoke-credential' && ABOUT_CREDENTIAL.has(row) ? planned : 'escalate'
}
