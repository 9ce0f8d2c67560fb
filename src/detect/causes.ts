// The built-in causes, each a pure function of one context: context shifts and broken credential life cycles.
import {
  CAPABILITIES,
  FIRST_ACTIVE,
  FIRST_PRIVILEGED,
  type Coverage,
} from '../model/capability.js'
import {
  type Context,
  type CredentialContext,
  credentialIn,
  foreignTask,
  type Holder,
  isForeign,
  type TaskContext,
  taskIn,
  type Use,
} from '../model/context.js'
import type { Cause, PlanRow } from '../model/finding.js'
import { eventBehind } from '../model/joined.js'
import { runAt, runOf, runsOf, taskRuns, type Run, type TaskRun } from '../model/life.js'

export interface CauseOptions {
  readonly graceMs: number
  readonly propagationMs: number
  readonly covers: (coverage: Coverage, capability: number, domain: string) => boolean
}

/** What one use of authority amounts to. Answers are pushed to `out`, strongest concern first. */
export type JudgeUse = (context: Context, use: Use, out: Cause[]) => void
/** Which task ends leave this credential alive and held by nobody. */
export type JudgeCredential = (context: Context, credential: CredentialContext, out: Cause[]) => void

export function createCauses(options: CauseOptions): {
  readonly ofUse: JudgeUse
  readonly ofCredential: JudgeCredential
  readonly inGrace: (context: Context, use: Use) => boolean
} {
  const { graceMs, propagationMs } = options

  /**
   * Which task a use belongs to: the one it names, else those that hold its credential, else those that are open. What
   * was in flight when a task ended still belongs to it, for the grace.
   */
  function tasksOf(context: Context, use: Use): readonly AtTask[] {
    if (use.taskId !== '') {
      const named = taskIn(context, use.taskId)
      return named === undefined ? NO_TASKS : [{ task: named, run: runOf(named, use.timeMs) }]
    }
    const open: AtTask[] = []
    for (const task of context.tasks) {
      if (isForeign(task.id)) continue
      const run = runOf(task, use.timeMs)
      if (run.startMs <= use.timeMs && use.timeMs <= run.endMs + graceMs) open.push({ task, run })
    }
    if (use.credentialId === '' || open.length < 2) return open
    const credential = credentialIn(context, use.credentialId)
    if (credential === undefined) return open
    const holders = holdersOf(context, credential)
    const holding = open.filter(({ task }) =>
      holders.some((holder) => holder.id === task.id && holder.fromMs <= use.timeMs),
    )
    return holding.length > 0 ? holding : open
  }

  function shift(context: Context, use: Use, out: Cause[]): void {
    if (!use.acts || !use.known || use.capability < FIRST_ACTIVE) return
    const tasks = tasksOf(context, use)
    let outside: AtTask | null = null
    let undeclared = tasks.length === 0
    for (const at of tasks) {
      const { coverage, purposeMs } = at.run
      if (coverage === null || purposeMs > use.timeMs) undeclared = true
      else if (options.covers(coverage, use.capability, use.domain)) return
      else if (outside === null || earlier(at, outside)) outside = at
    }
    if (!undeclared && outside !== null) {
      const { task, run } = outside
      const privileged = use.capability >= FIRST_PRIVILEGED
      const row: PlanRow = privileged ? 'shift.privileged' : 'shift.active'
      const episode = `${row}|${context.id}|${task.id}${again(task, run)}`
      // Each credential used beyond the purpose has to go; to ask or to contain once is enough.
      out.push(
        causeOf(context, use, row, privileged ? `${episode}|${use.credentialId}` : episode, {
          taskId: task.id,
          purpose: run.purpose,
          episode,
          evidence: [[run.startMs, run.startEvent]],
          reason:
            `${who(context, use)} was asked to ${run.purpose || 'keep to its listed capabilities'} ` +
            `(task ${task.id}) and used ${what(use)}, which that does not cover`,
        }),
      )
    } else if (undeclared) learned(context, use, tasks[0] ?? null, out)
  }

  function learned(context: Context, use: Use, at: AtTask | null, out: Cause[]): void {
    if (use.capability < FIRST_PRIVILEGED) return
    const first = context.firsts?.[use.capability - FIRST_PRIVILEGED]
    if (first == null || first.eventId !== use.eventId || first.timeMs !== use.timeMs) return
    const known = CAPABILITIES.filter((_, i) => i !== use.capability && (context.classes & (1 << i)) !== 0)
    out.push(
      causeOf(context, use, 'shift.learned', `shift.learned|${context.id}|${use.capability}`, {
        taskId: at?.task.id ?? use.taskId,
        purpose: at?.run.purpose ?? '',
        episode: '',
        evidence: [],
        reason:
          `${who(context, use)} declared no purpose and used ${what(use)} for the first time` +
          (known.length > 0 ? ` (before: ${known.join(', ')})` : ''),
      }),
    )
  }

  /** True where the use lies after the end: it belongs to no task any more, so that no purpose is asked for. */
  function afterEnd(context: Context, use: Use, out: Cause[]): boolean {
    const credential = credentialIn(context, use.credentialId)
    if (credential === undefined) return false
    const allowed = use.outcome !== 'deny' && use.outcome !== 'error'
    const last = lastHolder(context, credential, use.timeMs)
    if (last !== null && use.timeMs > last.run.endMs + graceMs) {
      const { run } = last
      const seconds = Math.round((use.timeMs - run.endMs) / 1000)
      const verdict = allowed ? 'and was let in' : 'and was refused'
      const told = {
        taskId: last.id,
        purpose: run.purpose,
        episode: '',
        evidence: [
          [credential.issuedMs, credential.issuedEvent],
          [run.endMs, run.endEvent],
        ] as const,
        reason: `${who(context, use)} used credential ${credential.id} ${seconds} s after the end of task ${last.id}, ${verdict}`,
      }
      // Each run of a task is an episode of its own, told by the event that began it.
      const key = `${context.id}|${credential.id}${last.again}`
      if (allowed) out.push(causeOf(context, use, 'after-end.allowed', `after-end|${key}`, told))
      else out.push(causeOf(context, use, 'after-end.denied', `probe|${key}`, told))
      return true
    }
    const life = lifeAt(credential, use.timeMs)
    if (!allowed || use.timeMs <= life.endMs + propagationMs) return false
    const seconds = Math.round((use.timeMs - life.endMs) / 1000)
    out.push(
      causeOf(context, use, 'after-end.allowed', `after-end|${context.id}|${credential.id}`, {
        taskId: use.taskId,
        purpose: '',
        episode: '',
        evidence: [[life.endMs, life.endEvent]],
        reason: `${who(context, use)} used credential ${credential.id} ${seconds} s after its revocation, and was let in`,
      }),
    )
    return true
  }

  function secondWorkload(context: Context, use: Use, out: Cause[]): void {
    if (use.workloadId === '' || use.proxy) return
    const credential = credentialIn(context, use.credentialId)
    if (credential === undefined) return
    let owner = ''
    for (const holder of workloadsOf(context, credential)) {
      if (holder.fromMs > use.timeMs) continue
      if (holder.id === use.workloadId) return
      if (owner === '') owner = holder.id
    }
    // Where the agent was declared to run, its credentials are at home.
    if (context.homes?.some((home) => home.id === use.workloadId && home.fromMs <= use.timeMs)) return
    if (owner === '') owner = credential.firstUser
    if (owner === '' || owner === use.workloadId) return
    out.push(
      causeOf(context, use, 'second-workload', `second-workload|${credential.id}`, {
        taskId: use.taskId,
        purpose: '',
        episode: '',
        evidence: [
          credential.issuedEvent !== ''
            ? [credential.issuedMs, credential.issuedEvent]
            : [credential.firstUserMs, credential.firstUserEvent],
        ],
        reason: `credential ${credential.id} belongs to ${owner} and was used by ${use.workloadId}, which was never given it`,
      }),
    )
  }

  function claim(context: Context, use: Use, out: Cause[]): void {
    if (use.claimedAgent === '') return
    const byCredential = use.claimAgainstCredential
    const subject = byCredential ? `credential ${use.credentialId}` : `task ${use.taskId}`
    const key = byCredential ? use.credentialId : use.taskId
    out.push(
      causeOf(
        context,
        use,
        byCredential ? 'claim.credential' : 'claim.task',
        `claim|${key}|${use.claimedAgent}`,
        {
          taskId: use.taskId,
          purpose: '',
          episode: '',
          evidence: [],
          reason: `an event names agent ${use.claimedAgent}, but ${subject} is bound to ${use.agentId || use.candidates.join(' and ') || context.id}`,
        },
      ),
    )
  }

  return {
    ofUse(context, use, out) {
      claim(context, use, out)
      if (use.capability < 0) return
      let over = false
      // To be given a credential, or to pass it on, is not to use it.
      if (use.acts && use.credentialId !== '') {
        over = afterEnd(context, use, out)
        secondWorkload(context, use, out)
      }
      if (!over) shift(context, use, out)
    },
    ofCredential: taskEnds,
    /** A use in flight when its task ended: let pass, and counted. */
    inGrace(context, use) {
      if (use.credentialId === '') return false
      const credential = credentialIn(context, use.credentialId)
      const last = credential === undefined ? null : lastHolder(context, credential, use.timeMs)
      return last !== null && use.timeMs <= last.run.endMs + graceMs
    },
  }
}

/** A task with that run of it which a time belongs to. */
interface AtTask {
  readonly task: TaskContext
  readonly run: TaskRun
}

const NO_TASKS: readonly AtTask[] = Object.freeze([])
const ROTATIONS_MAX = 8

/** The tasks that hold a credential; a rotated one is held by those too that held the one before and go on. */
function holdersOf(context: Context, credential: CredentialContext): readonly Holder[] {
  if (credential.replaces === '') return credential.tasks
  return inherited(context, credential, (one) => one.tasks, (holder, atMs) => {
    const task = taskIn(context, holder.id)
    return task === undefined || runOf(task, atMs).endMs > atMs
  })
}

function workloadsOf(context: Context, credential: CredentialContext): readonly Holder[] {
  if (credential.replaces === '') return credential.workloads
  return inherited(context, credential, (one) => one.workloads, () => true)
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
      if (holder.fromMs <= handedMs && goesOn(holder, atMs) && !((found.get(holder.id) ?? Infinity) <= atMs))
        found.set(holder.id, atMs)
    later = before
  }
  return [...found].map(([id, fromMs]) => ({ id, fromMs }))
}

/** The life of a credential that a time belongs to; `endMs` is Infinity or the end that stands at that time. */
function lifeAt(credential: CredentialContext, atMs: number): Run {
  const { issuedMs: startMs, issuedEvent: startEvent, revokedMs: endMs, revokedEvent: endEvent } = credential
  if (credential.marks === null) return { startMs, startEvent, endMs, endEvent }
  return runAt(runsOf(credential.marks), atMs)
}

/** Tells a later run of a task from the first, whose episodes have the plain name. */
function again(task: TaskContext, run: Run): string {
  if (task.marks === null) return ''
  const [first] = runsOf(task.marks)
  return first === undefined || first.endEvent === run.endEvent && first.startEvent === run.startEvent
    ? ''
    : `@${run.startEvent}`
}

interface LastHolder {
  readonly id: string
  readonly run: TaskRun
  readonly again: string
}

/** The task run that ended last of those that held the credential, where none of them was open at that time. */
function lastHolder(context: Context, credential: CredentialContext, atMs: number): LastHolder | null {
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

function taskEnds(context: Context, credential: CredentialContext, out: Cause[]): void {
  const holders = holdersOf(context, credential)
  for (const holder of holders) {
    // Another agent's task is judged where that agent is.
    if (isForeign(holder.id)) continue
    const task = taskIn(context, holder.id)
    if (task === undefined) continue
    for (const run of taskRuns(task)) if (run.endMs !== Infinity) taskEnd(context, credential, holders, holder, task, run, out)
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
    return otherMs > endMs || (otherMs === endMs && fullName(context, other.id) > fullName(context, holder.id))
  })
  if (heldOn) return
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
    reason: `task ${task.id} ended and credential ${credential.id} is bound to no other open task`,
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

function fullName(context: Context, taskId: string): string {
  return isForeign(taskId) ? taskId : foreignTask(context.id, taskId)
}

interface Told {
  readonly taskId: string
  readonly purpose: string
  readonly episode: string
  /** events beside the use itself, each with its time */
  readonly evidence: readonly Timed[]
  readonly reason: string
}

type Timed = readonly [timeMs: number, eventId: string]

function causeOf(context: Context, use: Use, row: PlanRow, key: string, told: Told): Cause {
  return {
    key,
    episode: told.episode,
    row,
    timeMs: use.timeMs,
    eventId: use.eventId,
    topic: use.topic,
    evidence: inOrder([...told.evidence, [use.timeMs, use.eventId]]),
    reason: told.reason,
    agentId: use.agentId,
    workloadId: use.workloadId || context.workloadId,
    credentialId: use.credentialId,
    taskId: told.taskId,
    purpose: told.purpose,
    capability: use.capability,
    action: use.action,
    resourceId: use.resourceId,
    sensitivity: use.sensitivity,
    attributed: use.attributed,
    candidates: use.candidates,
  }
}

/** Ids in the order of their times, each once. */
function inOrder(events: readonly Timed[]): readonly string[] {
  const said = events.filter(([, id]) => id !== '').sort(([a], [b]) => a - b)
  return [...new Set(said.map(([, id]) => eventBehind(id)))]
}

function earlier(a: AtTask, b: AtTask): boolean {
  return a.run.startMs < b.run.startMs || (a.run.startMs === b.run.startMs && a.task.id < b.task.id)
}

function who(context: Context, use: Use): string {
  if (use.agentId !== '') return `agent ${use.agentId}`
  return use.workloadId !== '' ? `workload ${use.workloadId}` : `credential ${use.credentialId || context.id}`
}

function what(use: Use): string {
  const name = CAPABILITIES[use.capability] as string
  return use.action === '' ? name : `${name} (${use.action})`
}
