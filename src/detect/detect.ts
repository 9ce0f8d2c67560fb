// Compares what holds of a context now with what held before: causes raised, repeated, and taken back.
import {
  credentialIn,
  isNew,
  taskIn,
  type Context,
  type CredentialContext,
  type Grant,
  type OpenCause,
  type TaskContext,
  type Use,
} from '../model/context.js'
import { type Cause, isOfAnswer, isOfCommand, isOfRule } from '../model/finding.js'
import type { Joined } from '../model/joined.js'
import { isLetGo } from '../model/life.js'
import { createCauses, type CauseOptions } from './causes/causes.js'
import { comesBefore, takeCovered, unspend } from './grants.js'
import type { NeedsOptions } from './watch/needs.js'
import { createWatchCauses, isWatched } from './watch/watch.js'

export interface DetectOptions extends CauseOptions, NeedsOptions {
  readonly latenessMs: number
}

/** One object, used again for every record. */
export interface Judgement {
  /** new, or come again after they fell */
  readonly raised: Cause[]
  /** open already: this event is further evidence */
  readonly repeated: OpenCause[]
  /** an event within the lateness took their ground */
  readonly withdrawn: OpenCause[]
  /** what people allowed and this event made use of */
  readonly allowed: Grant[]
  /** open causes to be answered anew, as what is known of the identity has changed */
  readonly open: OpenCause[]
  /** open causes that more events are known to show than when they were raised */
  readonly grown: OpenCause[]
}

export function createJudgement(): Judgement {
  return { raised: [], repeated: [], withdrawn: [], allowed: [], open: [], grown: [] }
}

export interface Detect {
  readonly graceUsed: number
  /** judges one record after `correlate` applied it */
  judge(
    context: Context,
    joined: Joined,
    use: Use | null,
    credentials: readonly CredentialContext[],
    past: boolean,
    /** what is watched beside the uses may mean something else now */
    changed: boolean,
  ): Judgement
  /** a cause as it is known by now: the first of its episode; itself where what it rests on is no longer at hand */
  present(context: Context, cause: Cause): Cause
  /** every cause that holds by now, once for each use that shows it */
  holding(context: Context): readonly Cause[]
  /** judges everything at hand anew, as what people allowed has changed */
  again(context: Context): Judgement
}

export function createDetect(options: DetectOptions): Detect {
  const causes = createCauses(options)
  const watching = createWatchCauses(options)
  const found: Cause[] = []
  const judgement = createJudgement()
  let graceUsed = 0

  function clear(): void {
    judgement.raised.length = 0
    judgement.repeated.length = 0
    judgement.withdrawn.length = 0
    judgement.allowed.length = 0
    judgement.open.length = 0
    judgement.grown.length = 0
  }

  function sort(context: Context, cause: Cause): void {
    const open = context.causes?.get(cause.key)
    if (isNew(context, cause)) judgement.raised.push(cause)
    else if (open?.withdrawn === false) judgement.repeated.push(open)
  }

  function unissued(context: Context, joined: Joined): void {
    const id = joined.credentialId
    sort(context, {
      key: `unissued|${id}`,
      episode: '',
      row: 'unissued',
      // It is known to be so once the lateness has passed, not before.
      timeMs: joined.timeMs + options.latenessMs,
      eventId: joined.eventId,
      topic: joined.origin.topic,
      evidence: [joined.eventId],
      reason: `credential ${id} is in use and nobody issued it`,
      agentId: joined.agentId,
      workloadId: joined.workloadId,
      credentialId: id,
      taskId: joined.taskId,
      purpose: '',
      capability: -1,
      action: joined.action || joined.toolName,
      resourceId: joined.resourceId,
      sensitivity: joined.sensitivity,
      attributed: joined.attribution !== 'none' && joined.candidates.length === 0,
      candidates: joined.candidates,
    })
  }

  /** All that holds by now, in the order of its time. */
  function find(context: Context): void {
    empty(found)
    findUnwatched(context)
    watching.find(context, found)
    found.sort(byTime)
  }

  function findUnwatched(context: Context): void {
    for (const use of context.uses) causes.ofUse(context, use, found)
    for (const credential of context.credentials) causes.ofCredential(context, credential, found)
    if (context.kin !== null) causes.ofDelegations(context, found)
  }

  /** Every use still at hand, judged anew: what holds is raised where it is new, what held and does not is taken back. */
  function anew(context: Context, late: boolean): void {
    find(context)
    if (context.grants !== null) {
      unspend(context)
      takeCovered(context, found, null)
    }
    const holds = new Set<string>()
    const raised = new Set<string>()
    for (const cause of found) {
      holds.add(cause.key)
      if (raised.has(cause.key) || !isNew(context, cause)) continue
      raised.add(cause.key)
      judgement.raised.push(cause)
    }
    if (context.causes === null) return
    grow(context)
    for (const open of context.causes.values()) {
      if (open.withdrawn || isOfRule(open.cause.row) || isOfAnswer(open.cause.row)) continue
      if (isOfCommand(open.cause) || holds.has(open.cause.key)) {
        judgement.open.push(open)
        continue
      }
      if (isWatched(open.cause.row)) {
        if (!late && watching.fell(context, open)) judgement.withdrawn.push(open)
        continue
      }
      // What rests on a use that is no longer at hand stands; so does everything where the event itself is late.
      if (late || open.cause.row === 'unissued' || standsForGood(context, open)) continue
      judgement.withdrawn.push(open)
    }
  }

  /** What each point says of a request is told as it comes: the finding has all of it, in whatever order that is. */
  function grow(context: Context): void {
    for (const cause of found) {
      if (cause.row !== 'point.conflict') continue
      const open = context.causes?.get(cause.key)
      if (open === undefined || open.withdrawn) continue
      const { evidence, timeMs, eventId } = open.cause
      if (cause.evidence.length <= evidence.length) continue
      if (!evidence.every((id) => cause.evidence.includes(id))) continue
      open.cause = { ...cause, timeMs, eventId }
      judgement.grown.push(open)
    }
  }

  function standsForGood(context: Context, open: OpenCause): boolean {
    const { row, timeMs, capability, credentialId, taskId } = open.cause
    const task = taskId === '' ? undefined : taskIn(context, taskId)
    const forgotten =
      (credentialId !== '' && credentialIn(context, credentialId) === undefined) ||
      (taskId !== '' && task === undefined)
    if (row === 'task.ended') return forgotten || isLetGo((task as TaskContext).marks, timeMs)
    // What is about a delegation and no use of it rests on what is kept of delegations.
    if (row === 'compromised' || (row.startsWith('delegation.') && capability < 0))
      return timeMs <= (context.kin?.forgottenMs ?? Infinity)
    if (timeMs <= context.forgottenMs) return true
    const isGone = forgotten || context.tasks.some(({ marks }) => isLetGo(marks, timeMs))
    return isGone && isAtHand(context, open.cause)
  }

  /** What is watched, judged anew: what holds is raised, what lost its ground is taken back. */
  function watched(context: Context, joined: Joined): void {
    empty(found)
    watching.find(context, found)
    found.sort(byTime)
    const holds = new Set<string>()
    for (const cause of found) {
      if (holds.has(cause.key)) continue
      holds.add(cause.key)
      const open = context.causes?.get(cause.key)
      if (isNew(context, cause)) judgement.raised.push(cause)
      else if (open?.withdrawn === false && cause.eventId === joined.eventId)
        judgement.repeated.push(open)
    }
    grow(context)
    if (context.causes === null || joined.late) return
    for (const open of context.causes.values())
      if (!open.withdrawn && isWatched(open.cause.row) && !holds.has(open.cause.key))
        if (watching.fell(context, open)) judgement.withdrawn.push(open)
  }

  function issuedAfterAll(context: Context, joined: Joined): void {
    const open = context.causes?.get(`unissued|${joined.credentialId}`)
    if (open === undefined || open.withdrawn) return
    if (joined.timeMs <= open.cause.timeMs) judgement.withdrawn.push(open)
  }

  return {
    get graceUsed() {
      return graceUsed
    },
    present(context, cause) {
      const { key, episode, row } = cause
      if (isOfRule(row) || isOfAnswer(row) || isOfCommand(cause)) return cause
      empty(found)
      if (isWatched(row)) watching.find(context, found)
      else findUnwatched(context)
      found.sort(byTime)
      const same = found.find(
        (one) => one.key === key || (episode !== '' && one.episode === episode && one.row === row),
      )
      return same ?? cause
    },
    holding(context) {
      find(context)
      return found
    },
    again(context) {
      clear()
      anew(context, false)
      return judgement
    },
    judge(context, joined, use, credentials, past, changed) {
      clear()
      if (joined.op === 'unissued') {
        unissued(context, joined)
        return judgement
      }
      if (
        credentials.length > 0 &&
        context.causes !== null &&
        joined.credentialId !== '' &&
        !joined.late
      )
        issuedAfterAll(context, joined)
      const anewToo = past || (use !== null && comesBefore(context, use))
      if (anewToo) anew(context, joined.late)
      else if (changed) watched(context, joined)
      if (use === null && (anewToo || credentials.length === 0)) return judgement
      empty(found)
      if (use !== null) causes.ofUse(context, use, found)
      if (context.grants !== null) takeCovered(context, found, judgement.allowed)
      const ofUse = found.length
      if (!anewToo)
        for (const credential of credentials) causes.ofCredential(context, credential, found)
      for (let i = 0; i < found.length; i++) {
        const cause = found[i] as Cause
        if (judgement.raised.some((raised) => raised.key === cause.key)) continue
        // The end of a task is one event: only a use of authority is further evidence.
        if (i < ofUse || context.causes?.get(cause.key)?.withdrawn !== false) sort(context, cause)
      }
      if (use !== null && causes.inGrace(context, use)) graceUsed++
      return judgement
    },
  }
}

/** A use that was another identity's after all is not. */
function isAtHand({ uses }: Context, { eventId, topic }: Cause): boolean {
  return uses.some((use) => use.eventId === eventId && use.topic === topic)
}

/** To set a length that it has already is a call into the engine all the same. */
function empty(list: unknown[]): void {
  if (list.length > 0) list.length = 0
}

function byTime(a: Cause, b: Cause): number {
  return (
    a.timeMs - b.timeMs ||
    (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : a.key < b.key ? -1 : 1)
  )
}
