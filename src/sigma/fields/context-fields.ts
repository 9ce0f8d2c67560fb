// The fields of what is known of the identity at the time of an event.
import { taskIn, tierAt, type TaskContext } from '../../model/context.js'
import { isForeign, type Context } from '../../model/context.js'
import { runOf, type TaskRun } from '../../model/life.js'
import type { Joined } from '../../model/joined.js'
import type { KnownField } from './fields.js'

function known(
  name: string,
  type: KnownField['type'],
  says: string,
  of: KnownField['of'],
): KnownField {
  return { name, place: 'context', type, says, of }
}

/** The task that an event is taken to be of: the one it names or its credential has, else the only one that is open. */
function taskOf(joined: Joined, context: Context): TaskContext | undefined {
  if (joined.taskId !== '') return taskIn(context, joined.taskId)
  let only: TaskContext | undefined
  for (const task of context.tasks) {
    if (isForeign(task.id)) continue
    const { startMs, endMs } = runOf(task, joined.timeMs)
    if (!(startMs <= joined.timeMs && joined.timeMs <= endMs)) continue
    if (only !== undefined) return undefined
    only = task
  }
  return only
}

function runAtEvent(joined: Joined, context: Context | null): TaskRun | null {
  const task = context === null ? undefined : taskOf(joined, context)
  return task === undefined ? null : runOf(task, joined.timeMs)
}

export const CONTEXT_FIELDS: readonly KnownField[] = [
  known(
    'agent.owner',
    'text',
    'who answers for the agent',
    (joined, context) => joined.owner || context?.owner || undefined,
  ),
  known(
    'agent.tier',
    'text',
    'the risk tier: low, medium (where none was said) or high',
    (joined, context) =>
      joined.tier || (context === null ? 'medium' : tierAt(context, joined.timeMs)),
  ),
  known(
    'task.purpose',
    'text',
    'the declared purpose of the task',
    (joined, context) => joined.purpose || runAtEvent(joined, context)?.purpose || undefined,
  ),
  known('task.age', 'number', 'seconds since the task started', (joined, context) => {
    const startMs = runAtEvent(joined, context)?.startMs ?? NaN
    return startMs <= joined.timeMs ? (joined.timeMs - startMs) / 1000 : undefined
  }),
]
