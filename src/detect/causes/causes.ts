// The built-in causes, each a pure function of one context: context shifts and broken credential life cycles.
import {
  CAPABILITIES,
  FIRST_ACTIVE,
  FIRST_PRIVILEGED,
  type Coverage,
} from '../../model/capability.js'
import {
  type Context,
  type CredentialContext,
  credentialIn,
  realMs,
  type Use,
} from '../../model/context.js'
import type { Cause, PlanRow } from '../../model/finding.js'
import { isGap, lifeAt } from '../../model/life.js'
import { type AtTask, earlier, firstOf, tasksOf } from './belonging.js'
import { createDelegations, type DelegationLimits, type JudgeDelegations } from './delegations.js'
import { createDeputies } from './deputies.js'
import { afterCommand } from './ended.js'
import { again, lastHolder, workloadsOf } from './holders.js'
import { throughMemory } from './memories.js'
import { taskEnds } from './task-ends.js'
import { byClock, causeOf, steered, what, who } from './told.js'

export interface CauseOptions {
  readonly graceMs: number
  readonly propagationMs: number
  readonly delegation: DelegationLimits
  /** how far the clocks of issuers and resources may be apart */
  readonly skewMs: number
  readonly covers: (coverage: Coverage, capability: number, domain: string) => boolean
  /** whether the misuse of it could reach as far as a person is to be asked about */
  readonly reaches: (context: Context, use: Use) => boolean
}

/** What one use of authority amounts to. Answers are pushed to `out`, strongest concern first. */
export type JudgeUse = (context: Context, use: Use, out: Cause[]) => void
/** Which task ends leave this credential alive and held by nobody. */
export type JudgeCredential = (
  context: Context,
  credential: CredentialContext,
  out: Cause[],
) => void

/** The tasks that a use belongs to. */
type Tasks = readonly AtTask[]

export function createCauses(options: CauseOptions): {
  readonly ofUse: JudgeUse
  readonly ofCredential: JudgeCredential
  /** what holds of delegations to this identity, or by it */
  readonly ofDelegations: JudgeDelegations
  readonly inGrace: (context: Context, use: Use) => boolean
} {
  const { graceMs, propagationMs, skewMs } = options
  const deputies = createDeputies(graceMs)

  function shift(context: Context, use: Use, known: Tasks | null, out: Cause[]): void {
    if (!use.acts || !use.known || use.capability < FIRST_ACTIVE) return
    const tasks = known ?? tasksOf(context, use, graceMs)
    // The task that it names was known when it came: by now nobody remembers what that was for.
    if ((tasks.length === 0 && use.taskId !== '') || tasks.some(({ run }) => isGap(run))) return
    let outside: AtTask | null = null
    let covering: AtTask | null = null
    let undeclared = tasks.length === 0
    for (const at of tasks) {
      const { coverage, purposeMs } = at.run
      if (coverage === null || purposeMs > realMs(use)) undeclared = true
      else if (options.covers(coverage, use.capability, use.domain)) {
        if (covering === null || earlier(at, covering)) covering = at
      } else if (outside === null || earlier(at, outside)) outside = at
    }
    if (covering !== null) return within(context, use, covering, out)
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
    } else if (undeclared) learned(context, use, firstOf(tasks), out)
  }

  /** What the purpose covers is asked about where it reaches far, once for a run of the task. */
  function within(context: Context, use: Use, { task, run }: AtTask, out: Cause[]): void {
    if (use.outcome === 'deny' || use.outcome === 'error' || !options.reaches(context, use)) return
    const key = `blast-radius|${context.id}|${task.id}${again(task, run)}`
    out.push(
      causeOf(context, use, 'blast-radius', key, {
        taskId: task.id,
        purpose: run.purpose,
        episode: key,
        evidence: [[run.startMs, run.startEvent]],
        reason:
          `${who(context, use)} used ${what(use)}, which its purpose (${run.purpose || 'a list of its own'}) covers, ` +
          `but whose misuse would reach as far as a person is to be asked about`,
      }),
    )
  }

  function learned(context: Context, use: Use, at: AtTask | null, out: Cause[]): void {
    if (use.capability < FIRST_PRIVILEGED) return
    const first = context.firsts?.[use.capability - FIRST_PRIVILEGED]
    if (first == null || first.eventId !== use.eventId || first.timeMs !== use.timeMs) return
    const known = CAPABILITIES.filter(
      (_, i) => i !== use.capability && (context.classes & (1 << i)) !== 0,
    )
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
    const atMs = realMs(use)
    const last = lastHolder(context, credential, atMs)
    if (last !== null && atMs > last.run.endMs + graceMs) {
      const { run } = last
      const seconds = Math.round((atMs - run.endMs) / 1000)
      const verdict = allowed ? 'and was let in' : 'and was refused'
      const told = {
        taskId: last.id,
        purpose: run.purpose,
        episode: '',
        evidence: [
          [credential.issuedMs, credential.issuedEvent],
          [run.endMs, run.endEvent],
        ] as const,
        reason: `${who(context, use)} used credential ${credential.id} ${seconds} s after the end of task ${last.id}, ${verdict}${byClock(use)}`,
      }
      // Each run of a task is an episode of its own, told by the event that began it.
      const key = `${context.id}|${credential.id}${last.again}`
      if (allowed) out.push(causeOf(context, use, 'after-end.allowed', `after-end|${key}`, told))
      else out.push(causeOf(context, use, 'after-end.denied', `probe|${key}`, told))
      return true
    }
    if (!allowed) return false
    const life = lifeAt(credential, atMs)
    if (atMs <= life.endMs + propagationMs) {
      afterExpiry(context, use, credential, out)
      return false
    }
    const seconds = Math.round((atMs - life.endMs) / 1000)
    const byUs = context.ended?.some(({ commandId }) => commandId === life.endEvent) === true
    const revocation = byUs
      ? `its revocation by command ${life.endEvent} was confirmed, and was let in: it is without effect`
      : 'its revocation, and was let in'
    out.push(
      causeOf(context, use, 'after-end.allowed', `after-end|${context.id}|${credential.id}`, {
        taskId: use.taskId,
        purpose: '',
        episode: '',
        evidence: byUs ? [] : [[life.endMs, life.endEvent]],
        reason: `${who(context, use)} used credential ${credential.id} ${seconds} s after ${revocation}${byClock(use)}`,
      }),
    )
    return true
  }

  /** Nobody said that it is dead, but its own time is over: clocks may be apart, and a renewal may not have been told. */
  function afterExpiry(
    context: Context,
    use: Use,
    credential: CredentialContext,
    out: Cause[],
  ): void {
    const { expiresMs, id } = credential
    const atMs = realMs(use)
    if (credential.openEnded || !(atMs > expiresMs + graceMs + skewMs)) return
    const seconds = Math.round((atMs - expiresMs) / 1000)
    out.push(
      causeOf(context, use, 'after-expiry', `after-expiry|${context.id}|${id}`, {
        taskId: use.taskId,
        purpose: '',
        episode: '',
        evidence: [[credential.issuedMs, credential.issuedEvent]],
        reason: `${who(context, use)} used credential ${id} ${seconds} s after its time was over, and was let in, though nobody renewed it${byClock(use)}`,
      }),
    )
  }

  function secondWorkload(context: Context, use: Use, out: Cause[]): void {
    if (use.workloadId === '' || use.proxy) return
    const credential = credentialIn(context, use.credentialId)
    if (credential === undefined) return
    let owner = ''
    for (const holder of workloadsOf(context, credential)) {
      if (holder.fromMs > realMs(use)) continue
      if (holder.id === use.workloadId) return
      if (owner === '') owner = holder.id
    }
    // Where the agent was declared to run, its credentials are at home.
    if (context.homes?.some((home) => home.id === use.workloadId && home.fromMs <= realMs(use)))
      return
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

  /** What only untrusted content brought says where the effect goes. */
  function provenance(context: Context, use: Use, tasks: Tasks | null, out: Cause[]): void {
    const brought = use.steering?.provenance === 'untrusted' ? use.steering.brought : []
    if (brought.length === 0 || !use.acts) return
    const at = firstOf(tasks ?? tasksOf(context, use, graceMs))
    if (at !== null && isGap(at.run)) return
    const taskId = at?.task.id ?? use.taskId
    const key = `provenance|${context.id}|${taskId}${at === null ? '' : again(at.task, at.run)}`
    out.push({
      ...causeOf(context, use, 'provenance.untrusted', key, {
        taskId,
        purpose: at?.run.purpose ?? '',
        episode: key,
        evidence: brought.map(({ timeMs, eventId }) => [timeMs, eventId] as const),
        reason: `${who(context, use)} used ${what(use)}, ${steered(brought)}`,
      }),
      brought,
    })
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
      let tasks: Tasks | null = null
      if (context.ended !== null && use.acts && !over) {
        tasks = tasksOf(context, use, graceMs)
        const taskId = use.taskId || (tasks.length === 1 ? (tasks[0] as AtTask).task.id : '')
        over = afterCommand(context, use, taskId, propagationMs, out)
      }
      provenance(context, use, tasks, out)
      if (context.kin !== null && !over) {
        deputies(context, use, out)
        throughMemory(context, use, out)
      }
      if (!over) shift(context, use, tasks, out)
    },
    ofCredential: taskEnds,
    ofDelegations: createDelegations(options.delegation, graceMs),
    /** A use in flight when its task ended: let pass, and counted. */
    inGrace(context, use) {
      if (use.credentialId === '') return false
      const credential = credentialIn(context, use.credentialId)
      const last = credential === undefined ? null : lastHolder(context, credential, realMs(use))
      return last !== null && realMs(use) <= last.run.endMs + graceMs
    },
  }
}
