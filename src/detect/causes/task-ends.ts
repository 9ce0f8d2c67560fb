// Which task ends leave a credential alive and held by nobody.
import {
  isForeign,
  taskIn,
  type Context,
  type CredentialContext,
  type Holder,
  type TaskContext,
} from '../../model/context.js'
import type { Cause } from '../../model/finding.js'
import { isGap, lifeAt, runOf, taskRuns, type TaskRun } from '../../model/life.js'
import { again, fullName, holdersOf } from './holders.js'
import { inOrder } from './told.js'

/** Answers are pushed to `out`, one for each task end that it outlives. */
export function taskEnds(context: Context, credential: CredentialContext, out: Cause[]): void {
  const holders = holdersOf(context, credential)
  for (const holder of holders) {
    // Another agent's task is judged where that agent is.
    if (isForeign(holder.id)) continue
    const task = taskIn(context, holder.id)
    if (task === undefined) continue
    for (const run of taskRuns(task))
      if (run.endMs !== Infinity && !isGap(run))
        taskEnd(context, credential, holders, holder, task, run, out)
  }
}

function taskEnd(
  context: Context,
  credential: CredentialContext,
  holders: readonly Holder[],
  holder: Holder,
  task: TaskContext,
  run: TaskRun,
  out: Cause[],
): void {
  const endMs = Math.max(run.endMs, holder.fromMs)
  // Given out after this run, it belongs to a later one where there is one.
  if (endMs > run.endMs && runOf(task, endMs).endMs !== run.endMs) return
  const life = lifeAt(credential, endMs)
  if (life.endMs <= endMs || life.startMs > endMs || credential.expiresMs <= endMs) return
  const heldOn = holders.some((other) => {
    if (other.id === holder.id || other.fromMs > endMs) return false
    const held = taskIn(context, other.id)
    const otherMs = held === undefined ? Infinity : Math.max(runOf(held, endMs).endMs, other.fromMs)
    return (
      otherMs > endMs ||
      (otherMs === endMs && fullName(context, other.id) > fullName(context, holder.id))
    )
  })
  if (heldOn) return
  const how =
    run.endEvent === task.suspendedEvent ? 'was suspended for too long, which ends it,' : 'ended'
  out.push({
    key: `task.ended|${task.id}|${credential.id}${again(task, run)}`,
    episode: '',
    row: 'task.ended',
    timeMs: endMs,
    eventId: run.endEvent,
    topic: '',
    evidence: inOrder([
      [credential.issuedMs, credential.issuedEvent],
      [run.startMs, run.startEvent],
      [run.endMs, run.endEvent],
    ]),
    reason: `task ${task.id} ${how} and credential ${credential.id} is bound to no other open task`,
    agentId: context.agentId,
    workloadId: context.workloadId,
    credentialId: credential.id,
    taskId: task.id,
    purpose: run.purpose,
    capability: -1,
    action: '',
    resourceId: '',
    sensitivity: '',
    attributed: true,
    candidates: [],
  })
}
