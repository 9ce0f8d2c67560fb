// What an event is once it was admitted: the wire record untouched, its kind, its time in ms and where it came from.
import type { Event } from './wire.js'

export type Kind = 'agent' | 'workload' | 'resource'

/** Where a record stood in its source's log. The offset is a decimal text, as Kafka's are 64 bits wide. */
export interface Origin {
  readonly topic: string
  readonly partition: number
  readonly offset: string
}

/**
 * An event that passed `admit`. `event` is the record as it came, unknown members and all; only its form was checked.
 * `timeMs` is its event time in epoch milliseconds. `proven` is the SPIFFE id of a verified JWT-SVID, set by the edge.
 */
export interface Admitted {
  readonly event: Event
  readonly kind: Kind
  readonly timeMs: number
  readonly origin: Origin
  proven: string | null
  /** how far the clock was ahead that timed it, where that is reckoned with in `timeMs`; left out where it is not */
  readonly skewMs?: number
}

/** Event types with a meaning of their own, by kind (contract, section 2). */
export const KIND_OF_TYPE: Readonly<Record<string, Kind>> = {
  'agent.started': 'agent',
  'agent.stopped': 'agent',
  'task.started': 'agent',
  'task.suspended': 'agent',
  'task.resumed': 'agent',
  'task.ended': 'agent',
  'prompt.received': 'agent',
  'tool.called': 'agent',
  'tool.returned': 'agent',
  'delegation.granted': 'agent',
  'workload.started': 'workload',
  'workload.stopped': 'workload',
  'svid.issued': 'workload',
  'credential.issued': 'workload',
  'credential.renewed': 'workload',
  'credential.revoked': 'workload',
  'credential.expired': 'workload',
  'process.started': 'workload',
  'session.risk-changed': 'workload',
  'session.risk-level-change': 'workload',
  'risk-level-change': 'workload',
  'https://schemas.openid.net/secevent/caep/event-type/risk-level-change': 'workload',
  'network.connected': 'workload',
  'workload.compromised': 'workload',
  'agent.compromised': 'agent',
  'resource.accessed': 'resource',
}

/** Whether it reports that a workload or an agent is no longer its owner's: our own types, and that of the WISE draft. */
export function reportsCompromise(type: string): boolean {
  return (
    type === 'workload.compromised' ||
    type === 'agent.compromised' ||
    type.endsWith('/workload-compromised')
  )
}

/** Whether an event of this type uses authority, so that it gets a decision. */
export function usesAuthority(type: string): boolean {
  return (
    type === 'tool.called' ||
    type === 'resource.accessed' ||
    type === 'delegation.granted' ||
    type === 'credential.issued'
  )
}
