// Takes a command back: what it answered is closed, the way back is decided and told.
import type { Context, OpenCause } from '../../model/context.js'
import type { Cause } from '../../model/finding.js'
import type { Command, Decision } from '../../model/wire.js'
import { eventBehind, type Joined } from '../../model/joined.js'
import { reinstateFrom, reinstateOf } from '../commands.js'
import type { Followed } from './followed.js'
import { decisionId } from '../decisions.js'
import { deriveId } from '../ids.js'

export interface Release {
  readonly decision: Decision
  readonly command: Command
  /** causes that it was the answer to */
  readonly closed: readonly OpenCause[]
}

/** A person undid it, or its time is over. `why` is a clause. What happened up to `closedMs` is answered by this: it raises nothing any more. */
export function releaseOf(
  context: Context | null,
  { command, topic }: Followed,
  why: string,
  timeMs: number,
  closedMs: number,
): Release {
  const { id } = command
  const all = [...(context?.causes?.values() ?? [])]
  const closed = all.filter((open) => !open.withdrawn && open.commandId === id)
  for (const open of closed) {
    open.withdrawn = true
    open.closedMs = closedMs
    open.undone = [...open.undone, id]
  }
  const event = command.evidence.at(-1) ?? ''
  const decision = releaseDecision(command, closed[0]?.cause, topic, event, timeMs, why)
  return { decision, command: reinstateFrom(command, timeMs, why, decision.id), closed }
}

/** The decision behind the way back of a command. */
export function releaseDecision(
  command: Pick<
    Command,
    'id' | 'agent_id' | 'workload_id' | 'credential_id' | 'task_id' | 'rules' | 'mode'
  >,
  cause: Cause | undefined,
  topic: string,
  event: string,
  timeMs: number,
  ...reasons: readonly [string, ...string[]]
): Decision {
  return {
    id: `${decisionId(topic, event)}#${deriveId('undo', command.id, ...reasons.slice(1))}`,
    time: timeMs,
    event,
    agent_id: command.agent_id,
    workload_id: command.workload_id,
    credential_id: command.credential_id,
    task_id: command.task_id,
    purpose: cause?.purpose ?? '',
    capability: 'unknown',
    action: cause?.action ?? '',
    resource_id: cause?.resourceId ?? '',
    sensitivity: cause?.sensitivity ?? '',
    outcome: 'allow',
    reasons,
    rules: command.rules,
    blast_radius: 0,
    mode: command.mode,
  }
}

/** What took the ground from a cause, as a clause. */
export function groundOf({ eventId }: Joined): string {
  const id = eventBehind(eventId)
  if (id === '') return 'what it rested on has fallen'
  return id.startsWith('apr-')
    ? `what was answered to ${id} is about it, too`
    : `event ${id} came late and took the ground from it`
}

/** An event took the ground from the command of a cause: the command that undoes it, and the decision to do so. */
export function takenBack(
  open: OpenCause,
  joined: Joined,
  why: string,
  mode: Command['mode'],
): { readonly reinstate: Command; readonly decision: Decision } {
  const { cause, commandId } = open
  const made = reinstateOf(open, joined, why, mode)
  const topic = joined.origin.topic || cause.topic
  const event = eventBehind(joined.eventId) || cause.eventId
  const decision = releaseDecision({ ...made, id: commandId }, cause, topic, event, made.time, why)
  return { reinstate: { ...made, decision_id: decision.id }, decision }
}
