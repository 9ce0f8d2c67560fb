// How a cause is told: whom it concerns, what shows it in the order of time, and the clause that a person reads.
import { CAPABILITIES } from '../../model/capability.js'
import type { Context, Use } from '../../model/context.js'
import type { Cause, PlanRow } from '../../model/finding.js'
import { eventBehind } from '../../model/joined.js'
import type { Brought } from '../../model/provenance.js'

export interface Told {
  readonly taskId: string
  readonly purpose: string
  readonly episode: string
  /** events beside the use itself, each with its time */
  readonly evidence: readonly Timed[]
  readonly reason: string
}

export type Timed = readonly [timeMs: number, eventId: string]

export function causeOf(context: Context, use: Use, row: PlanRow, key: string, told: Told): Cause {
  return {
    key,
    episode: told.episode,
    row,
    timeMs: use.timeMs,
    eventId: use.eventId,
    topic: use.topic,
    evidence: inOrder([...told.evidence, [use.timeMs, use.eventId]]),
    reason: told.reason,
    agentId: use.agentId,
    workloadId: use.workloadId || context.workloadId,
    credentialId: use.credentialId,
    taskId: told.taskId,
    purpose: told.purpose,
    capability: use.capability,
    action: use.action,
    resourceId: use.resourceId,
    sensitivity: use.sensitivity,
    attributed: use.attributed,
    candidates: use.candidates,
    ...(use.args === '' ? {} : { args: use.args }),
  }
}

/** Ids in the order of their times, each once. */
export function inOrder(events: readonly Timed[]): readonly string[] {
  const said = events.filter(([, id]) => id !== '').sort(([a], [b]) => a - b)
  return [...new Set(said.map(([, id]) => eventBehind(id)))]
}

export function who(context: Context, use: Use): string {
  if (use.agentId !== '') return `agent ${use.agentId}`
  return use.workloadId !== ''
    ? `workload ${use.workloadId}`
    : `credential ${use.credentialId || context.id}`
}

export function what(use: Use): string {
  const name = CAPABILITIES[use.capability] as string
  return use.action === '' ? name : `${name} (${use.action})`
}

/** A clause on what steered a use: values by kind and keyed hash, and whose content brought them. */
export function steered(brought: readonly Brought[]): string {
  const [first] = brought as readonly [Brought]
  const source = first.tool === '' ? 'the prompt of an outsider' : `what ${first.tool} returned`
  const by = `${source} (event ${first.eventId})`
  if (first.kind === 'instruction') return `which nobody but ${by} asked for`
  if (first.kind === 'flow')
    return `to where nobody named, after it read ${by}, which outsiders may have written, and then what is secret`
  const values = brought.map(({ kind, hash }) => `${kind} #${hash}`).join(', ')
  return `steered by a value that only ${by} brought: ${values}`
}

/** A clause on the clock that a time was read from, where that is known to be off. */
export function byClock({ skewMs }: Use): string {
  if (skewMs === null || skewMs === 0) return ''
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  return ` (the clock of its source runs ${seconds} s ${skewMs > 0 ? 'ahead' : 'behind'}, which is reckoned with)`
}
