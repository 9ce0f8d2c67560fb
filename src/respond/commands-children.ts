// What goes with an agent or a task that is cut off: the tasks that were delegated from there, as its command lists them.
import type { Context, OpenCause } from '../model/context.js'
import type { Grant } from '../model/context-delegation.js'

/** Children whose grants a command and its finding name; those that a sentence does. */
export const CHILDREN_MAX = 512
const SAID_MAX = 8

/** A task, or a token, that was delegated. */
export interface Child {
  readonly agentId: string
  readonly taskId: string
  readonly credentialId: string
  readonly grantEvent: string
}

type Aimed = Pick<OpenCause, 'cause' | 'commandType' | 'commandScope'>

/** Who is cut off with it: by a command on an agent or a workload all to whom it delegated, by one on a task those of the task. */
export function childrenOf(
  { kin }: Context,
  { cause, commandType: type, commandScope: scope }: Aimed,
): readonly Child[] {
  if (kin === null || kin.grants.size === 0) return NOBODY
  if (type !== 'contain' && !(type === 'revoke' && scope === 'task')) return NOBODY
  const byName = new Map<string, Grant>()
  for (const grant of kin.grants.values()) {
    if (grant.origin || (scope === 'task' && grant.parentTask !== cause.taskId)) continue
    const name = JSON.stringify([grant.child, grant.childTask || grant.credentialId])
    const known = byName.get(name)
    if (known === undefined || byTime(grant, known) < 0) byName.set(name, grant)
  }
  return [...byName.values()].sort(byTime).map(({ child, childTask, credentialId, eventId }) => ({
    agentId: child,
    taskId: childTask,
    credentialId,
    grantEvent: eventId,
  }))
}

/** Of what was granted at the same time the key decides, and not what was heard of first. */
function byTime(a: Grant, b: Grant): number {
  return a.timeMs - b.timeMs || (a.key < b.key ? -1 : 1)
}

/** A clause on them, '' where there is nobody. */
export function withChildren(children: readonly Child[]): string {
  if (children.length === 0) return ''
  const shown = children
    .slice(0, SAID_MAX)
    .map(({ agentId, taskId }) => (taskId === '' ? agentId : `${agentId} (task ${taskId})`))
  const more = children.length - SAID_MAX
  return `, and with it what it delegated to ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const NOBODY: readonly Child[] = Object.freeze([])
