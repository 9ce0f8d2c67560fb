// Which task a use of authority belongs to.
import {
  type Context,
  credentialIn,
  isForeign,
  realMs,
  type TaskContext,
  taskIn,
  type Use,
} from '../../model/context.js'
import { runOf, type TaskRun } from '../../model/life.js'
import { holdersOf } from './holders.js'

/** A task with that run of it which a time belongs to. */
export interface AtTask {
  readonly task: TaskContext
  readonly run: TaskRun
}

const NO_TASKS: readonly AtTask[] = Object.freeze([])

/**
 * The task that a use names, else those that hold its credential, else those that are open. What was in flight when a
 * task ended still belongs to it, for the grace.
 */
export function tasksOf(context: Context, use: Use, graceMs: number): readonly AtTask[] {
  const atMs = realMs(use)
  if (use.taskId !== '') {
    const named = taskIn(context, use.taskId)
    return named === undefined ? NO_TASKS : [{ task: named, run: runOf(named, atMs) }]
  }
  const open: AtTask[] = []
  for (const task of context.tasks) {
    const run = runOf(task, atMs)
    if (!(run.startMs <= atMs && atMs <= run.endMs + graceMs) || isForeign(task.id)) continue
    open.push({ task, run })
  }
  if (use.credentialId === '' || open.length < 2) return open
  const credential = credentialIn(context, use.credentialId)
  if (credential === undefined) return open
  const holders = holdersOf(context, credential)
  const holding = open.filter(({ task }) =>
    holders.some((holder) => holder.id === task.id && holder.fromMs <= atMs),
  )
  return holding.length > 0 ? holding : open
}

/** Of several the one that began first, in whatever order they were heard of. */
export function firstOf(tasks: readonly AtTask[]): AtTask | null {
  let first: AtTask | null = null
  for (const at of tasks) if (first === null || earlier(at, first)) first = at
  return first
}

export function earlier(a: AtTask, b: AtTask): boolean {
  return a.run.startMs < b.run.startMs || (a.run.startMs === b.run.startMs && a.task.id < b.task.id)
}
