// Uses of what a command of ours has ended, as its result says: a task that was revoked, an agent or a workload that was cut off.
import type { Context, Ended, Use } from '../../model/context.js'
import { realMs, taskIn } from '../../model/context.js'
import type { Cause } from '../../model/finding.js'
import { runOf } from '../../model/life.js'
import { byClock, causeOf, what, who } from './told.js'

/**
 * True where the use lies after such an end and was let in. `taskId` is the task that it belongs to, '' where none. A
 * credential that was ended says so in its own life.
 */
export function afterCommand(
  context: Context,
  use: Use,
  taskId: string,
  propagationMs: number,
  out: Cause[],
): boolean {
  if (use.outcome === 'deny' || use.outcome === 'error') return false
  let found = false
  for (const ended of context.ended ?? []) {
    if (realMs(use) <= ended.fromMs + propagationMs) continue
    if (!concerns(context, ended, use, taskId)) continue
    found = true
    out.push(ineffective(context, ended, use, taskId))
  }
  return found
}

function concerns(context: Context, ended: Ended, use: Use, taskId: string): boolean {
  const { scope, id, fromMs } = ended
  if (scope === 'agent') return use.attributed && use.agentId === id
  if (scope === 'workload') return use.workloadId === id
  if (scope !== 'task' || taskId !== id) return false
  // A run that began after the revocation is none of its business.
  const task = taskIn(context, id)
  return task === undefined || !(runOf(task, realMs(use)).startMs > fromMs)
}

function ineffective(context: Context, ended: Ended, use: Use, taskId: string): Cause {
  const { scope, id, fromMs, commandId } = ended
  const seconds = Math.round((realMs(use) - fromMs) / 1000)
  const revoked = scope === 'task'
  const done = revoked ? 'revocation' : 'containment'
  return causeOf(
    context,
    use,
    revoked ? 'after-end.allowed' : 'uncontained',
    `ineffective|${commandId}`,
    {
      taskId,
      purpose: '',
      episode: '',
      evidence: [],
      reason: `${who(context, use)} used ${what(use)} and was let in ${seconds} s after the ${done} of ${scope} ${id} by command ${commandId} was confirmed: it is without effect${byClock(use)}`,
    },
  )
}
