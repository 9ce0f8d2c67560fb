// What is watched of an identity beside its uses, as causes: each a pure function of its context.
import { CAPABILITIES } from '../../model/capability.js'
import type { Context, OpenCause, TaskContext } from '../../model/context.js'
import { credentialIn, isForeign, taskIn } from '../../model/context.js'
import type { Cause, PlanRow } from '../../model/finding.js'
import { isGap, taskRuns, type TaskRun } from '../../model/life.js'
import type {
  Risk,
  Ruling,
  Silence,
  Skewed,
  Undecided,
  Vanished,
  Watch,
} from '../../model/context-watch.js'
import { again } from '../causes/holders.js'
import { inOrder } from '../causes/told.js'
import { novelties } from './novelties.js'
import { createNeeds, type NeedsOptions } from './needs.js'

const ROWS: ReadonlySet<PlanRow> = new Set([
  'accumulation',
  'silence',
  'skew',
  'point.conflict',
  'point.vanished',
  'point.undecided',
  'person.risk',
  'baseline.capability',
  'baseline.resource',
  'baseline.destination',
  'baseline.volume',
])

/** Causes that are found here, and that nothing but what is watched takes back. */
export function isWatched(row: PlanRow): boolean {
  return ROWS.has(row)
}

export interface WatchCauses {
  find(context: Context, out: Cause[]): void
  /** whether an open cause, which `find` does not find, has lost its ground: what it rested on may only be forgotten */
  fell(context: Context, open: OpenCause): boolean
}

export function createWatchCauses(options: NeedsOptions): WatchCauses {
  const needs = createNeeds(options)
  return {
    find(context, out) {
      if (context.habits !== null && context.habits.news.length > 0) novelties(context, out)
      const { watch } = context
      if (watch === null) return
      needs(context, watch.elapsedMs, out)
      for (const one of watch.skewed) out.push(skewed(context, one))
      if (watch.silence !== null) out.push(silent(context, watch.silence))
      for (const ruling of watch.rulings) if (conflicts(ruling)) out.push(conflict(context, ruling))
      for (const one of watch.vanished) out.push(vanished(context, one))
      const doubt = watch.undecided.find(({ timeMs }) => timeMs <= watch.elapsedMs)
      if (doubt !== undefined) out.push(undecided(context, doubt))
      if (watch.risks.length > 0) risky(context, watch.risks, out)
    },
    fell(context, { cause }) {
      const { watch } = context
      if (watch === null) return false
      if (cause.row === 'accumulation')
        return credentialIn(context, cause.credentialId) !== undefined
      if (cause.row === 'person.risk') return taskIn(context, cause.taskId) !== undefined
      if (cause.row === 'skew') return true
      if (cause.row === 'silence')
        return wasHeard(watch, Number(cause.key.split('|').at(-1)), cause)
      if (cause.row !== 'point.conflict') return false
      // Of the requests in which it was seen the one at hand says nothing of the kind any more.
      return watch.rulings.some((ruling) => cause.evidence.some((id) => holds(ruling, id)))
    },
  }
}

function wasHeard({ heard }: Watch, sinceMs: number, { timeMs }: Cause): boolean {
  return heard.some((ms) => ms > sinceMs && ms <= timeMs)
}

function holds({ verdicts }: Ruling, id: string): boolean {
  return verdicts.some(({ eventId }) => eventId === id)
}

function conflicts({ verdicts }: Ruling): boolean {
  return verdicts.some(({ allow }) => allow) && verdicts.some(({ allow }) => !allow)
}

/** The members that no cause here differs in. */
function base(context: Context) {
  return {
    episode: '',
    agentId: context.agentId,
    workloadId: context.workloadId,
    credentialId: '',
    taskId: '',
    purpose: '',
    capability: -1,
    action: '',
    resourceId: '',
    sensitivity: '',
    attributed: true,
    candidates: [],
  }
}

function nameOf({ id, agentId, workloadId }: Context): string {
  if (agentId !== '') return `agent ${agentId}`
  return workloadId !== '' ? `workload ${workloadId}` : `credential ${id}`
}

function silent(context: Context, silence: Silence): Cause {
  const { sinceMs, untilMs, eventId, topic, credentialId } = silence
  const minutes = Math.floor((untilMs - sinceMs) / 60_000)
  return {
    ...base(context),
    key: `silence|${context.id}|${sinceMs}`,
    row: 'silence',
    timeMs: untilMs,
    eventId,
    topic,
    evidence: [eventId],
    reason:
      `${nameOf(context)} was last heard ${minutes} min before its credential ${credentialId} was used, ` +
      `while others of its stream speak`,
    workloadId: silence.workloadId || context.workloadId,
    credentialId,
  }
}

/** Of the source, not of the identity: nobody is to blame. */
function skewed(context: Context, { topic, skewMs, timeMs, eventId }: Skewed): Cause {
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  return {
    ...base(context),
    key: `skew|${topic}`,
    row: 'skew',
    timeMs,
    eventId,
    topic,
    evidence: [eventId],
    reason:
      `the clock of ${topic} runs ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} the agents', as calls that both tell of show: ` +
      `its events are withheld until it is right, and nobody is watched there meanwhile`,
    attributed: false,
  }
}

function conflict(context: Context, ruling: Ruling): Cause {
  const { verdicts, action, resourceId } = ruling
  const allow = verdicts.find((one) => one.allow) as Ruling['verdicts'][number]
  const deny = verdicts.find((one) => !one.allow) as Ruling['verdicts'][number]
  const last = allow.timeMs > deny.timeMs ? allow : deny
  const said = verdicts
    .map(
      ({ kind, point, allow }) =>
        `${[kind, point].filter((text) => text !== '').join(' ')} ${allow ? 'allows' : 'denies'}`,
    )
    .join(', ')
  return {
    ...base(context),
    ...of(ruling),
    key: `point.conflict|${context.id}|${action}|${resourceId}`,
    row: 'point.conflict',
    timeMs: last.timeMs,
    eventId: last.eventId,
    topic: ruling.topic,
    evidence: inOrder(verdicts.map(({ timeMs, eventId }) => [timeMs, eventId] as const)),
    reason: `enforcement points contradict each other on ${deedOf(ruling)} by ${nameOf(context)}: ${said}`,
  }
}

function vanished(context: Context, one: Vanished): Cause {
  const { action, resourceId, point } = one
  return {
    ...base(context),
    ...of(one),
    key: `point.vanished|${context.id}|${action}|${resourceId}|${point}`,
    row: 'point.vanished',
    timeMs: one.allowedMs,
    eventId: one.allowedEvent,
    topic: one.topic,
    evidence: inOrder([
      [one.timeMs, one.eventId],
      [one.allowedMs, one.allowedEvent],
    ]),
    reason: `the only remaining deny vanished: ${point} alone refused ${deedOf(one)} by ${nameOf(context)}, and lets it pass now`,
  }
}

function undecided(context: Context, one: Undecided): Cause {
  return {
    ...base(context),
    ...of(one),
    key: `point.undecided|${context.id}|${one.action}`,
    row: 'point.undecided',
    timeMs: one.timeMs,
    eventId: one.eventId,
    topic: one.topic,
    evidence: [one.eventId],
    reason: `${nameOf(context)} was let in for ${deedOf(one)}, and no enforcement point is known to have decided that, as they do elsewhere`,
  }
}

type Deed = Pick<
  Undecided,
  'action' | 'resourceId' | 'capability' | 'credentialId' | 'taskId' | 'workloadId'
>

function of({ action, resourceId, capability, credentialId, taskId, workloadId }: Deed) {
  return { action, resourceId, capability, credentialId, taskId, workloadId }
}

function deedOf({ action, resourceId, capability }: Deed): string {
  const deed = action || CAPABILITIES[capability] || 'a request'
  return resourceId === '' ? deed : `${deed} on ${resourceId}`
}

/** Runs of tasks that were open while the person who asked for them was at high risk. */
function risky(context: Context, risks: readonly Risk[], out: Cause[]): void {
  for (const task of context.tasks) {
    if (task.requestedBy === '' || isForeign(task.id)) continue
    const said = risks.filter(({ person }) => person === task.requestedBy)
    for (const run of taskRuns(task)) {
      if (isGap(run)) continue
      const at = said.findIndex(({ high, timeMs }, i) => {
        if (!high || timeMs >= run.endMs) return false
        const over = said.slice(i + 1).find((later) => !later.high)
        return over === undefined || !(over.timeMs <= run.startMs)
      })
      if (at >= 0) out.push(personRisk(context, task, run, said[at] as Risk))
    }
  }
}

function personRisk(context: Context, task: TaskContext, run: TaskRun, risk: Risk): Cause {
  const { person, timeMs, eventId } = risk
  return {
    ...base(context),
    key: `person.risk|${context.id}|${task.id}${again(task, run)}`,
    row: 'person.risk',
    timeMs: Math.max(timeMs, run.startMs || timeMs),
    eventId,
    topic: '',
    evidence: inOrder([
      [run.startMs, run.startEvent],
      [timeMs, eventId],
    ]),
    reason:
      `task ${task.id} of ${nameOf(context)} was asked for by ${person}, who is at high risk, ` +
      `so that it should do no more than read until that is over`,
    taskId: task.id,
    purpose: run.purpose,
  }
}
