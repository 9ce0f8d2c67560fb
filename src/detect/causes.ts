// The built-in causes, each a pure function of one context: context shifts and broken credential life cycles.
import {
  CAPABILITIES,
  FIRST_ACTIVE,
  FIRST_PRIVILEGED,
  type Coverage,
} from '../model/capability.js'
import type { Context, CredentialContext, TaskContext, Use } from '../model/context.js'
import type { Cause, PlanRow } from '../model/finding.js'

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
} {
  const { graceMs, propagationMs } = options

  /**
   * Which task a use belongs to: the one it names, else those that hold its credential, else those that are open. What
   * was in flight when a task ended still belongs to it, for the grace.
   */
  function tasksOf(context: Context, use: Use): readonly TaskContext[] {
    if (use.taskId !== '') {
      const named = context.tasks.find((task) => task.id === use.taskId)
      return named === undefined ? [] : [named]
    }
    const open = context.tasks.filter(
      (task) => task.startMs <= use.timeMs && use.timeMs <= task.endMs + graceMs,
    )
    if (use.credentialId === '' || open.length < 2) return open
    const credential = context.credentials.find((c) => c.id === use.credentialId)
    if (credential === undefined) return open
    const holding = open.filter((task) =>
      credential.tasks.some((holder) => holder.id === task.id && holder.fromMs <= use.timeMs),
    )
    return holding.length > 0 ? holding : open
  }

  function shift(context: Context, use: Use, out: Cause[]): void {
    if (!use.acts || !use.known || use.capability < FIRST_ACTIVE) return
    const tasks = tasksOf(context, use)
    let outside: TaskContext | null = null
    let undeclared = tasks.length === 0
    for (const task of tasks) {
      if (task.coverage === null || task.purposeMs > use.timeMs) undeclared = true
      else if (options.covers(task.coverage, use.capability, use.domain)) return
      else if (outside === null || earlier(task, outside)) outside = task
    }
    if (!undeclared && outside !== null) {
      const privileged = use.capability >= FIRST_PRIVILEGED
      const row: PlanRow = privileged ? 'shift.privileged' : 'shift.active'
      // Each credential used beyond the purpose is its own episode: each one has to go.
      const credential = privileged ? use.credentialId : ''
      out.push(
        causeOf(context, use, row, `${row}|${context.id}|${outside.id}|${credential}`, {
          task: outside,
          evidence: [[outside.startMs, outside.startEvent]],
          reason:
            `${who(context, use)} was asked to ${outside.purpose || 'keep to its listed capabilities'} ` +
            `(task ${outside.id}) and used ${what(use)}, which that does not cover`,
        }),
      )
    } else if (undeclared) learned(context, use, tasks[0] ?? null, out)
  }

  function learned(context: Context, use: Use, task: TaskContext | null, out: Cause[]): void {
    if (use.capability < FIRST_PRIVILEGED) return
    const first = context.firsts?.[use.capability - FIRST_PRIVILEGED]
    if (first == null || first.eventId !== use.eventId || first.timeMs !== use.timeMs) return
    const known = CAPABILITIES.filter((_, i) => i !== use.capability && (context.classes & (1 << i)) !== 0)
    out.push(
      causeOf(context, use, 'shift.learned', `shift.learned|${context.id}|${use.capability}`, {
        task,
        evidence: [],
        reason:
          `${who(context, use)} declared no purpose and used ${what(use)} for the first time` +
          (known.length > 0 ? ` (before: ${known.join(', ')})` : ''),
      }),
    )
  }

  /** True where the use lies after the end: it belongs to no task any more, so that no purpose is asked for. */
  function afterEnd(context: Context, use: Use, out: Cause[]): boolean {
    const credential = context.credentials.find((c) => c.id === use.credentialId)
    if (credential === undefined) return false
    const allowed = use.outcome !== 'deny' && use.outcome !== 'error'
    if (allowed && use.timeMs > credential.revokedMs + propagationMs) {
      const seconds = Math.round((use.timeMs - credential.revokedMs) / 1000)
      out.push(
        causeOf(context, use, 'after-end.allowed', `after-end|${context.id}|${credential.id}`, {
          task: null,
          evidence: [[credential.revokedMs, credential.revokedEvent]],
          reason: `${who(context, use)} used credential ${credential.id} ${seconds} s after its revocation, and was let in`,
        }),
      )
      return true
    }
    const last = lastHolder(context, credential, use.timeMs)
    if (last === null || use.timeMs <= last.endMs + graceMs) return false
    const seconds = Math.round((use.timeMs - last.endMs) / 1000)
    const verdict = allowed ? 'and was let in' : 'and was refused'
    out.push(
      causeOf(
        context,
        use,
        allowed ? 'after-end.allowed' : 'after-end.denied',
        allowed ? `after-end|${context.id}|${credential.id}` : `probe|${context.id}|${credential.id}`,
        {
          task: last,
          evidence: [
            [credential.issuedMs, credential.issuedEvent],
            [last.endMs, last.endEvent],
          ],
          reason: `${who(context, use)} used credential ${credential.id} ${seconds} s after the end of task ${last.id}, ${verdict}`,
        },
      ),
    )
    return true
  }

  function secondWorkload(context: Context, use: Use, out: Cause[]): void {
    if (use.workloadId === '' || use.proxy) return
    const credential = context.credentials.find((c) => c.id === use.credentialId)
    if (credential === undefined) return
    const declared = credential.workloads.filter((holder) => holder.fromMs <= use.timeMs)
    if (declared.some((holder) => holder.id === use.workloadId)) return
    const owner = declared.length > 0 ? (declared[0] as { id: string }).id : credential.firstUser
    if (owner === '' || owner === use.workloadId) return
    out.push(
      causeOf(context, use, 'second-workload', `second-workload|${credential.id}`, {
        task: null,
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
          task: null,
          evidence: [],
          reason: `an event names agent ${use.claimedAgent}, but ${subject} is bound to ${use.agentId || context.id}`,
        },
      ),
    )
  }

  return {
    ofUse(context, use, out) {
      claim(context, use, out)
      if (use.capability < 0) return
      let over = false
      if (use.credentialId !== '') {
        over = afterEnd(context, use, out)
        secondWorkload(context, use, out)
      }
      if (!over) shift(context, use, out)
    },
    ofCredential(context, credential, out) {
      taskEnds(context, credential, out)
    },
  }
}

/** The task that ended last of those that held the credential, where none of them was open at that time. */
function lastHolder(context: Context, credential: CredentialContext, atMs: number): TaskContext | null {
  let last: TaskContext | null = null
  for (const holder of credential.tasks) {
    if (holder.fromMs > atMs) continue
    const task = context.tasks.find((t) => t.id === holder.id)
    if (task === undefined || task.endMs >= atMs) return null
    if (last === null || task.endMs > last.endMs) last = task
  }
  return last
}

function taskEnds(context: Context, credential: CredentialContext, out: Cause[]): void {
  const holders = credential.tasks
  for (const holder of holders) {
    const task = context.tasks.find((t) => t.id === holder.id)
    if (task === undefined || task.endMs === Infinity) continue
    const endMs = Math.max(task.endMs, holder.fromMs)
    if (credential.revokedMs <= endMs || credential.expiresMs <= endMs || credential.issuedMs > endMs) continue
    const heldOn = holders.some((other) => {
      if (other.id === holder.id || other.fromMs > endMs) return false
      const otherEndMs = context.tasks.find((t) => t.id === other.id)?.endMs ?? Infinity
      return otherEndMs > endMs || (otherEndMs === endMs && other.id > holder.id)
    })
    if (heldOn) continue
    out.push({
      key: `task.ended|${task.id}|${credential.id}`,
      row: 'task.ended',
      timeMs: endMs,
      eventId: task.endEvent,
      topic: '',
      evidence: inOrder([
        [credential.issuedMs, credential.issuedEvent],
        [task.startMs, task.startEvent],
        [task.endMs, task.endEvent],
      ]),
      reason: `task ${task.id} ended and credential ${credential.id} is bound to no other open task`,
      agentId: context.agentId,
      workloadId: context.workloadId,
      credentialId: credential.id,
      taskId: task.id,
      purpose: task.purpose,
      capability: -1,
      action: '',
      resourceId: '',
      sensitivity: '',
      attributed: true,
      candidates: [],
    })
  }
}

interface Told {
  readonly task: TaskContext | null
  /** events beside the use itself, each with its time */
  readonly evidence: readonly Timed[]
  readonly reason: string
}

type Timed = readonly [timeMs: number, eventId: string]

function causeOf(context: Context, use: Use, row: PlanRow, key: string, told: Told): Cause {
  return {
    key,
    row,
    timeMs: use.timeMs,
    eventId: use.eventId,
    topic: use.topic,
    evidence: inOrder([...told.evidence, [use.timeMs, use.eventId]]),
    reason: told.reason,
    agentId: use.agentId,
    workloadId: use.workloadId || context.workloadId,
    credentialId: use.credentialId,
    taskId: told.task?.id ?? use.taskId,
    purpose: told.task?.purpose ?? '',
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
  return [...new Set(said.map(([, id]) => id))]
}

function earlier(a: TaskContext, b: TaskContext): boolean {
  return a.startMs < b.startMs || (a.startMs === b.startMs && a.id < b.id)
}

function who(context: Context, use: Use): string {
  if (use.agentId !== '') return `agent ${use.agentId}`
  return use.workloadId !== '' ? `workload ${use.workloadId}` : `credential ${use.credentialId || context.id}`
}

function what(use: Use): string {
  const name = CAPABILITIES[use.capability] as string
  return use.action === '' ? name : `${name} (${use.action})`
}
