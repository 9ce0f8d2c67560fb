// What events say of tasks, credentials and tiers, put where it belongs in event time, whatever order it comes in.
import type { Coverage } from '../model/capability.js'
import {
  foreignTask,
  taskIn,
  type Context,
  type CredentialContext,
  type Holder,
  type TaskContext,
  type Use,
} from '../model/context.js'
import { binds, type Joined } from '../model/joined.js'
import { endMark, MARKS_MAX, marksOf, runsOf, withMark, type Mark } from '../model/life.js'
import { SCOPES_MAX, together } from '../model/capability-scopes.js'
import { createCredential, createTask } from './contexts.js'
import { createRests, type Rests } from './rests.js'
import { forgetUntil } from './uses.js'

export const TASKS_MAX = 64
export const CREDENTIALS_MAX = 64
const HOLDERS_MAX = 32
/** distinct actions kept that a credential was used for */
export const ACTIONS_MAX = 64

export interface LearnOptions {
  readonly latenessMs: number
  readonly graceMs: number
  /** how long a task may rest; null: for ever */
  readonly suspensionMs: number | null
  /** what a purpose covers; null where nobody described it */
  readonly coverage: (purpose: string) => Coverage | null
  /** what a task's own list covers */
  readonly ownCoverage: (list: readonly string[]) => Coverage
}

export interface Learner {
  /** tasks, credentials, holders, starts and ends let go at a limit */
  readonly dropped: number
  readonly rests: Rests
  /** the task of this name; made where there is none */
  task(context: Context, id: string): TaskContext
  credential(context: Context, id: string): CredentialContext
  /** with this holder since this time, or since an earlier one that is known */
  hold(holders: Holder[], id: string, fromMs: number): Holder[]
  learnTask(context: Context, joined: Joined, id: string): void
  learnCredential(context: Context, joined: Joined): CredentialContext
  /** a start or an end of a credential */
  markCredential(known: CredentialContext, mark: Mark): void
  /** takes back a start or an end of a task that was another agent's of the same name; true where there was one */
  unmark(context: Context, joined: Joined): boolean
}

export function createLearner(options: LearnOptions): Learner {
  let dropped = 0
  const rests = createRests(options.suspensionMs, markTask)

  function task(ctx: Context, id: string): TaskContext {
    const tasks = ctx.tasks
    for (let i = tasks.length - 1; i >= 0; i--)
      if ((tasks[i] as TaskContext).id === id) return tasks[i] as TaskContext
    if (tasks.length >= TASKS_MAX) {
      const needed = heldAlive(ctx)
      const { endMs } = dropEnded(tasks, (t) => (needed.has(t.id) ? Infinity : t.endMs))
      // What was done while it was open can be judged no more. Within the lateness rates are still counted.
      const untilMs = endMs + options.graceMs
      if (untilMs <= ctx.lastMs - options.latenessMs && untilMs > ctx.forgottenMs)
        forgetUntil(ctx, untilMs)
    }
    const made = createTask(id)
    // A list that grows from nothing would have room for 17.
    if (tasks.length === 0) ctx.tasks = [made]
    else tasks.push(made)
    return made
  }

  function credential(ctx: Context, id: string): CredentialContext {
    const list = ctx.credentials
    for (let i = list.length - 1; i >= 0; i--)
      if ((list[i] as CredentialContext).id === id) return list[i] as CredentialContext
    if (list.length >= CREDENTIALS_MAX) dropEnded(list, (c) => c.revokedMs)
    const made = createCredential(id)
    if (list.length === 0) ctx.credentials = [made]
    else list.push(made)
    return made
  }

  /** Makes room: what ended first goes first, else the oldest. */
  function dropEnded<T>(list: T[], endMs: (item: T) => number): T {
    let at = 0
    for (let i = 1; i < list.length; i++) if (endMs(list[i] as T) < endMs(list[at] as T)) at = i
    dropped++
    return list.splice(at, 1)[0] as T
  }

  /** Tasks that a credential rests on which nobody has revoked: that it outlived them is told by their ends. */
  function heldAlive({ credentials }: Context): ReadonlySet<string> {
    const ids = new Set<string>()
    for (const { revokedMs, tasks } of credentials)
      if (revokedMs === Infinity) for (const { id } of tasks) ids.add(id)
    return ids
  }

  function hold(holders: Holder[], id: string, fromMs: number): Holder[] {
    const at = holders.findIndex((holder) => holder.id === id)
    if (at >= 0) {
      if ((holders[at] as Holder).fromMs <= fromMs) return holders
      return holders.map((holder, i) => (i === at ? { id, fromMs } : holder))
    }
    if (holders.length >= HOLDERS_MAX) {
      dropped++
      return [...holders.slice(1), { id, fromMs }]
    }
    // A spread would leave room for 17.
    return holders.concat({ id, fromMs })
  }

  function learnTask(ctx: Context, joined: Joined, id: string): void {
    const known = task(ctx, id)
    const { type, timeMs, eventId, requestedBy, parentTask } = joined
    // Of several that were named the first in the alphabet: whatever order they come in.
    if (requestedBy !== '' && !(known.requestedBy !== '' && known.requestedBy <= requestedBy))
      known.requestedBy = requestedBy
    if (parentTask !== '' && !(known.parent !== '' && known.parent <= parentTask))
      known.parent = parentTask
    if (type === 'task.started') {
      const declares = joined.purpose !== '' || joined.capabilities !== null
      const coverage = declares ? coverageOf(joined) : null
      markTask(known, { timeMs, eventId, start: true, purpose: joined.purpose, coverage, declares })
      declare(known, joined, true)
    } else if (type === 'task.ended') markTask(known, endMark(timeMs, eventId))
    else if (type === 'task.suspended' || type === 'task.resumed') rests.learn(known, joined)
    else declare(known, joined, false)
  }

  /** One start and one end stand in the task itself; what is more makes runs. A start after the end is a new run. */
  function markTask(known: TaskContext, mark: Mark): void {
    if (known.marks === null) {
      if (mark.start && Number.isNaN(known.startMs) && !(mark.timeMs > known.endMs)) {
        known.startMs = mark.timeMs
        known.startEvent = mark.eventId
        return
      }
      if (!mark.start && known.endMs === Infinity && !(known.startMs > mark.timeMs)) {
        known.endMs = mark.timeMs
        known.endEvent = mark.eventId
        return
      }
    }
    const before =
      known.marks ?? marksOf(known, known.purpose, known.coverage, known.purposeByStart)
    setMarks(known, marked(before, mark))
  }

  function marked(before: readonly Mark[], mark: Mark): Mark[] | null {
    const marks = withMark(before, mark, options.latenessMs)
    if (before.length === MARKS_MAX && marks?.length === MARKS_MAX) dropped++
    return marks
  }

  function setMarks(known: TaskContext, marks: Mark[] | null): void {
    if (marks === null) return
    known.marks = marks.length === 0 ? null : marks
    const last = runsOf(marks).at(-1)
    known.startMs = last?.startMs ?? NaN
    known.startEvent = last?.startEvent ?? ''
    known.endMs = last?.endMs ?? Infinity
    known.endEvent = last?.endEvent ?? ''
  }

  /** The purpose of a start stands above the agent's later words; among equals the earliest. */
  function declare(known: TaskContext, joined: Joined, byStart: boolean): void {
    if (joined.purpose === '' && joined.capabilities === null) return
    if (known.purposeByStart && !byStart) return
    if (known.purposeByStart === byStart) {
      if (known.purposeMs < joined.timeMs) return
      if (known.purposeMs === joined.timeMs && known.purposeEvent <= joined.eventId) return
    }
    known.purposeMs = joined.timeMs
    known.purposeEvent = joined.eventId
    known.purposeByStart = byStart
    known.purpose = joined.purpose
    known.coverage = coverageOf(joined)
  }

  function coverageOf(joined: Joined): Coverage | null {
    return joined.capabilities !== null
      ? options.ownCoverage(joined.capabilities)
      : options.coverage(joined.purpose)
  }

  function learnCredential(ctx: Context, joined: Joined): CredentialContext {
    const { type, timeMs, eventId } = joined
    const known = credential(ctx, joined.credentialId)
    if (type === 'credential.revoked' || type === 'credential.expired') {
      markCredential(known, endMark(timeMs, eventId))
      return known
    }
    if (!binds(type)) return known
    const grants = type === 'delegation.granted'
    const holder = grants ? joined.delegateTask : joined.taskId
    if (holder !== '') {
      const agentId = grants ? joined.delegateTo : joined.agentId
      known.tasks = hold(known.tasks, nameOf(ctx, agentId, holder), timeMs)
    }
    if (joined.scopes !== null && !(grants && joined.delegateTo !== ctx.id))
      known.scopes = withScopes(known.scopes, joined.scopes)
    if (grants) return known
    if (joined.workloadId !== '') known.workloads = hold(known.workloads, joined.workloadId, timeMs)
    if (type !== 'credential.issued' && type !== 'credential.renewed' && type !== 'svid.issued') {
      if (Number.isNaN(known.issuedMs)) {
        known.issuedMs = timeMs
        known.issuedEvent = eventId
      }
      return known
    }
    // Only its issuer brings a credential back to life: an agent that names it does not.
    markCredential(known, {
      timeMs,
      eventId,
      start: true,
      purpose: '',
      coverage: null,
      declares: false,
    })
    if (joined.expiresMs > 0) {
      if (!(known.expiresMs >= joined.expiresMs)) known.expiresMs = joined.expiresMs
    } else if (type === 'credential.renewed') known.openEnded = true
    if (known.scopes !== null && known.actions === null)
      for (const use of ctx.uses) if (use.credentialId === known.id) usedFor(known, use)
    if (joined.replaces !== '' && joined.replaces !== known.id) {
      known.replaces = joined.replaces
      known.replacedMs = timeMs
    }
    return known
  }

  function markCredential(known: CredentialContext, mark: Mark): void {
    if (known.marks === null) {
      if (mark.start && Number.isNaN(known.issuedMs) && !(mark.timeMs > known.revokedMs)) {
        known.issuedMs = mark.timeMs
        known.issuedEvent = mark.eventId
        return
      }
      if (!mark.start && known.revokedMs === Infinity && !(known.issuedMs > mark.timeMs)) {
        known.revokedMs = mark.timeMs
        known.revokedEvent = mark.eventId
        return
      }
    }
    const single = {
      startMs: known.issuedMs,
      startEvent: known.issuedEvent,
      endMs: known.revokedMs,
      endEvent: known.revokedEvent,
    }
    const marks = marked(known.marks ?? marksOf(single, '', null, false), mark)
    if (marks === null) return
    known.marks = marks
    if (mark.start && !(known.issuedMs <= mark.timeMs)) {
      known.issuedMs = mark.timeMs
      known.issuedEvent = mark.eventId
    }
    const last = runsOf(marks).at(-1)
    known.revokedMs = last?.endMs ?? Infinity
    known.revokedEvent = last?.endEvent ?? ''
  }

  function unmark(ctx: Context, joined: Joined): boolean {
    const known = taskIn(ctx, joined.taskId)
    if (known === undefined) return false
    if (known.marks !== null)
      setMarks(
        known,
        known.marks.filter((mark) => mark.eventId !== joined.eventId),
      )
    else if (known.endEvent === joined.eventId) {
      known.endMs = Infinity
      known.endEvent = ''
    } else if (known.suspendedEvent === joined.eventId) {
      known.suspendedMs = NaN
      known.suspendedEvent = ''
    } else if (known.startEvent === joined.eventId) {
      known.startMs = NaN
      known.startEvent = ''
    } else return false
    return true
  }

  return {
    get dropped() {
      return dropped
    },
    rests,
    task,
    credential,
    hold,
    learnTask,
    learnCredential,
    markCredential,
    unmark,
  }
}

/** All that a credential was ever issued with; null where that is too much to be kept. */
function withScopes(
  known: readonly string[] | null,
  scopes: readonly string[],
): readonly string[] | null {
  if (known !== null && scopes.every((scope) => known.includes(scope))) return known
  const all = together(known, scopes)
  return all !== null && all.length > SCOPES_MAX ? null : all
}

/** The name of a task in this context: its own, or with the agent it belongs to. */
export function nameOf(ctx: Context, agentId: string, taskId: string): string {
  return agentId === '' || agentId === ctx.id ? taskId : foreignTask(agentId, taskId)
}

/** What a credential was let in for, kept where its scopes are known. */
export function usedFor(known: CredentialContext, use: Use): void {
  if (!use.acts || use.outcome === 'deny' || use.outcome === 'error') return
  if (!(known.usedMs >= use.timeMs)) known.usedMs = use.timeMs
  if (known.scopes === null || use.action === '') return
  const actions = (known.actions ??= [])
  if (actions.length < ACTIONS_MAX && !actions.includes(use.action)) actions.push(use.action)
}
