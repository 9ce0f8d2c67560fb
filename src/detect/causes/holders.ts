// Who holds a credential, through its rotations and the runs of its tasks; and which of its lives a time belongs to.
import {
  credentialIn,
  foreignTask,
  isForeign,
  taskIn,
  type Context,
  type CredentialContext,
  type Holder,
  type TaskContext,
} from '../../model/context.js'
import { runOf, runsOf, type Run, type TaskRun } from '../../model/life.js'

const ROTATIONS_MAX = 8

/** The tasks that hold a credential; a rotated one is held by those too that held the one before and go on. */
export function holdersOf(context: Context, credential: CredentialContext): readonly Holder[] {
  if (credential.replaces === '') return credential.tasks
  return inherited(
    context,
    credential,
    (one) => one.tasks,
    (holder, atMs) => {
      const task = taskIn(context, holder.id)
      return task === undefined || runOf(task, atMs).endMs > atMs
    },
  )
}

export function workloadsOf(context: Context, credential: CredentialContext): readonly Holder[] {
  if (credential.replaces === '') return credential.workloads
  return inherited(
    context,
    credential,
    (one) => one.workloads,
    () => true,
  )
}

function inherited(
  context: Context,
  credential: CredentialContext,
  own: (credential: CredentialContext) => readonly Holder[],
  goesOn: (holder: Holder, atMs: number) => boolean,
): readonly Holder[] {
  const found = new Map(own(credential).map((holder) => [holder.id, holder.fromMs]))
  let later = credential
  let atMs = -Infinity
  for (let i = 0; i < ROTATIONS_MAX && later.replaces !== ''; i++) {
    const before = credentialIn(context, later.replaces)
    if (before === undefined || before === credential) break
    // What the first of the line held comes down through each rotation, and counts from the last of them.
    if (later === credential) atMs = later.replacedMs
    const handedMs = later.replacedMs
    for (const holder of own(before))
      if (
        holder.fromMs <= handedMs &&
        goesOn(holder, atMs) &&
        !((found.get(holder.id) ?? Infinity) <= atMs)
      )
        found.set(holder.id, atMs)
    later = before
  }
  return [...found].map(([id, fromMs]) => ({ id, fromMs }))
}

/** Tells a later run of a task from the first, whose episodes have the plain name. */
export function again(task: TaskContext, run: Run): string {
  if (task.marks === null) return ''
  const [first] = runsOf(task.marks)
  return first === undefined ||
    (first.endEvent === run.endEvent && first.startEvent === run.startEvent)
    ? ''
    : `@${run.startEvent}`
}

export interface LastHolder {
  readonly id: string
  readonly run: TaskRun
  readonly again: string
}

/** The task run that ended last of those that held the credential, where none of them was open at that time. */
export function lastHolder(
  context: Context,
  credential: CredentialContext,
  atMs: number,
): LastHolder | null {
  let last: LastHolder | null = null
  for (const holder of holdersOf(context, credential)) {
    if (holder.fromMs > atMs) continue
    const task = taskIn(context, holder.id)
    const run = task === undefined ? undefined : runOf(task, atMs)
    if (task === undefined || run === undefined || run.endMs >= atMs) return null
    if (last === null || run.endMs > last.run.endMs)
      last = { id: plainName(holder.id), run, again: again(task, run) }
  }
  return last
}

function plainName(taskId: string): string {
  return isForeign(taskId) ? taskId.slice(taskId.lastIndexOf(taskId[0] as string) + 1) : taskId
}

export function fullName(context: Context, taskId: string): string {
  return isForeign(taskId) ? taskId : foreignTask(context.id, taskId)
}
