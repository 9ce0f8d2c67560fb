// What follows from a command that is given up: causes of their own, told from the command and what it answered.
import type { OpenCause } from '../../model/context.js'
import type { Cause, PlanRow } from '../../model/finding.js'
import type { Followed } from './followed.js'

const ROWS = ['unconfirmed', 'failed', 'unrevocable', 'uncontained'] as const
type GivenUpRow = (typeof ROWS)[number]

/** Keys of all causes that may rest on this command. */
export function keysOf(commandId: string): readonly string[] {
  return ROWS.map((row) => `${row}|${commandId}`)
}

/** The command that such a cause is about; '' where it is another cause. */
export function commandBehind(causeKey: string): string {
  const at = causeKey.indexOf('|')
  return (ROWS as readonly string[]).includes(causeKey.slice(0, at)) ? causeKey.slice(at + 1) : ''
}

/**
 * Causes of a command that was not confirmed, or failed, after all its repeats. What cannot be cut off by cutting off
 * more, as what is given up is that already, is for a person; so is a `reinstate`, which only stands in the list.
 */
export function givenUp(
  followed: Followed,
  open: OpenCause | undefined,
  timeMs: number,
  waited: string,
): readonly Cause[] {
  const { type } = followed.command
  if (type === 'reinstate') return []
  const verdict = followed.hasFailed ? `failed, ${waited}` : `was not confirmed ${waited}`
  const of = (row: GivenUpRow): Cause => causeOf(row, followed, open, timeMs, verdict)
  const last = type === 'contain' || commandBehind(followed.causeKey) !== ''
  if (last) return [of('uncontained')]
  return followed.hasFailed ? [of('failed'), of('unrevocable')] : [of('unconfirmed')]
}

function causeOf(
  row: GivenUpRow & PlanRow,
  { identity, topic, command }: Followed,
  open: OpenCause | undefined,
  timeMs: number,
  verdict: string,
): Cause {
  // Who was cut off is asked about, and not where that was noticed.
  const wide = command.scope === 'agent' || command.scope === 'workload'
  const taskId = wide ? '' : command.task_id
  return {
    key: `${row}|${command.id}`,
    // One question for all that could not be done about a task is enough.
    episode: `given-up|${identity}|${taskId}`,
    row,
    timeMs,
    eventId: command.evidence.at(-1) ?? '',
    topic,
    evidence: command.evidence,
    reason: `command ${command.id} (${command.type} ${command.scope} ${command[`${command.scope}_id`]}) ${verdict}`,
    agentId: command.agent_id,
    workloadId: command.workload_id,
    credentialId: wide ? '' : command.credential_id,
    taskId,
    purpose: open?.cause.purpose ?? '',
    capability: open?.cause.capability ?? -1,
    action: open?.cause.action ?? '',
    resourceId: open?.cause.resourceId ?? '',
    sensitivity: open?.cause.sensitivity ?? '',
    attributed: open?.cause.attributed ?? false,
    candidates: open?.cause.candidates ?? [],
  }
}
