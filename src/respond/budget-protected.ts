// What is protected: a command that would touch it is not given by itself, a person is asked instead.
import { taskIn, type Context } from '../model/context.js'
import type { Cause } from '../model/finding.js'

/** Which of those that a command would hit only a person may touch; '' none. */
export type Protected = (context: Context, cause: Cause, scope: string) => string

/** Whether an id is one of these: as it is, or by its beginning where that has `*` after it. */
export function isListedIn(list: readonly string[]): (id: string) => boolean {
  const whole = new Set(list.filter((id) => !id.endsWith('*')))
  const beginnings = list.filter((id) => id.endsWith('*')).map((id) => id.slice(0, -1))
  return (id) =>
    id !== '' && (whole.has(id) || beginnings.some((beginning) => id.startsWith(beginning)))
}

/** Ids as they are, or with `*` at their end for all that begin so. */
export function createProtected(list: readonly string[]): Protected {
  if (list.length === 0) return () => ''
  const isListed = isListedIn(list)
  return (context, cause, scope) => {
    const named = [context.id, cause.agentId, cause.workloadId, cause.credentialId]
    // A task goes with everything that is bound to it.
    if (scope === 'task' && taskIn(context, cause.taskId) !== undefined)
      for (const { id, tasks } of context.credentials)
        if (tasks.some((holder) => holder.id === cause.taskId)) named.push(id)
    return named.find(isListed) ?? ''
  }
}
