// What is known of one identity, in event time: its tasks, credentials, recent uses of authority and open causes.
import type { Coverage, Tier } from './capability.js'
import type { Kin } from './context-delegation.js'
import type { Habits } from './context-habits.js'
import type { Cause } from './finding.js'
import type { Joined } from './joined.js'
import type { Mark } from './life.js'
import type { Steering } from './provenance.js'
import type { Watch } from './context-watch.js'

/** A use of authority, kept while a late event may change what it means. Texts are '' and times NaN where nothing was said. */
export interface Use {
  readonly eventId: string
  readonly timeMs: number
  /** index into CAPABILITIES; -1: an event that is no use but claimed another agent */
  readonly capability: number
  readonly domain: string
  readonly action: string
  readonly resourceId: string
  readonly sensitivity: string
  /** whether purpose and class are compared: a grant or an issue says nothing of what is done */
  readonly acts: boolean
  readonly outcome: string
  readonly credentialId: string
  readonly workloadId: string
  readonly proxy: boolean
  readonly taskId: string
  readonly agentId: string
  readonly claimedAgent: string
  readonly claimAgainstCredential: boolean
  readonly candidates: readonly string[]
  /** false where it may have been another identity: nobody is blamed */
  readonly attributed: boolean
  /** false where nothing at all is known of whose it was */
  readonly known: boolean
  /** topic of its source: half of the decision's id */
  readonly topic: string
  /** keyed hash of the arguments that it was called with; '' where it had none, or only reads */
  readonly args: string
  /** where what steers it came from, as far as is known by now; null where nothing steers it */
  steering: Steering | null
  /** how far the clock of its source is known to be ahead of the agents'; null where it is theirs */
  skewMs: number | null
  /** the request that it answered, '' where nobody said; null for all but what a resource tells without a point's verdict */
  readonly request: string | null
  /** whether a point is known to have decided on that request */
  decided: boolean
}

/** When it was by the clock that tasks begin and end by: what a resource stamps is held against that in its source's skew. */
export function realMs({ timeMs, skewMs }: Use): number {
  return skewMs === null ? timeMs : timeMs - skewMs
}

/**
 * A task as this identity holds it, or another agent's that holds one of its credentials (`foreignTask`). `startMs` is
 * NaN until its start was seen, `endMs` Infinity until its end; where it started or ended more than once `marks` has all.
 */
export interface TaskContext {
  readonly id: string
  marks: Mark[] | null
  startMs: number
  startEvent: string
  endMs: number
  endEvent: string
  /** the latest that was said of a rest and of its end; NaN where nothing was */
  suspendedMs: number
  suspendedEvent: string
  resumedMs: number
  purpose: string
  /** null: nobody described the purpose, or none was given: undeclared */
  coverage: Coverage | null
  /** since when the purpose stands */
  purposeMs: number
  purposeEvent: string
  /** whether it stands by a `task.started`, which later words of the agent do not change */
  purposeByStart: boolean
  /** who asked for it, and out of which task; '' where nobody said so */
  requestedBy: string
  parent: string
  /** set of classes used in this task, bit i = CAPABILITIES[i] */
  classes: number
  /** those of them of uses that are no longer among the context's */
  forgottenClasses: number
}

const FOREIGN = '\u0000'

/** Name of another agent's task in this identity's context, so that two agents may call their tasks the same. */
export function foreignTask(agentId: string, taskId: string): string {
  return `${FOREIGN}${agentId}${FOREIGN}${taskId}`
}

export function isForeign(taskId: string): boolean {
  return taskId.startsWith(FOREIGN)
}

/** Since when a task or a workload holds a credential. */
export interface Holder {
  readonly id: string
  readonly fromMs: number
}

export interface CredentialContext {
  readonly id: string
  issuedMs: number
  issuedEvent: string
  /** the latest end that its issuer gave it; NaN where none was said */
  expiresMs: number
  /** renewed without a word on its end: nobody knows when that is */
  openEnded: boolean
  /** what was granted with it; null where nobody said */
  scopes: readonly string[] | null
  /** distinct actions it was let in for, where scopes are known */
  actions: string[] | null
  /** its latest use that was let in; NaN none */
  usedMs: number
  /** Infinity until its issuer said that it is dead */
  revokedMs: number
  revokedEvent: string
  /** all issues and revocations, where there is more than one of either; `revokedMs` is then the end of its last life */
  marks: Mark[] | null
  /** the credential that this one took over from, and when; '' mostly */
  replaces: string
  replacedMs: number
  tasks: Holder[]
  workloads: Holder[]
  /** the first workload seen to use it, where none was declared */
  firstUser: string
  firstUserMs: number
  firstUserEvent: string
}

/** The earliest use of a privileged class by this identity. */
export interface FirstUse {
  timeMs: number
  eventId: string
}

/** A task, an agent or a workload that a command has ended, as far as is known. Credentials say it themselves, in their lives. */
export interface Ended {
  readonly commandId: string
  readonly scope: 'credential' | 'task' | 'agent' | 'workload'
  readonly id: string
  readonly fromMs: number
}

/** A cause that was raised, until it is too old to be taken back. `commandId` '' where it was only observed. */
export interface OpenCause {
  cause: Cause
  count: number
  /** how often it was raised: a cause that fell and came again is a new episode */
  episode: number
  withdrawn: boolean
  /** a person or its expiry closed it: what happened up to then is answered, what comes later is a new episode; 0: neither */
  closedMs: number
  findingId: string
  /** decision that opened it */
  decisionId: string
  commandId: string
  commandType: string
  commandScope: string
  /** a person is asked, and has not denied it, as only one source tells of it and it could not be taken back */
  alone: boolean
  /** commands for it that were undone */
  undone: readonly string[]
  /** as it was told last: what it leads to again is told with it */
  blastRadius: number
  tier: string
}

/**
 * An event that fits rules by itself, kept while it may turn out to be another identity's; or that may fit rules which read
 * the context, kept while what comes late may change that.
 */
export interface Fit {
  readonly eventId: string
  readonly topic: string
  readonly timeMs: number
  /** keys of the causes that rest on it, by rule */
  keys: Readonly<Record<string, string>>
  /** ids of the rules that read the context and that it fits, as far as is known by now */
  fits: readonly string[]
  /** the event, where rules that read the context may look at it again */
  readonly joined: Joined | null
}

export interface Fits {
  readonly kept: Fit[]
  /** time of the latest that is no longer kept, -1 where none is gone: what may rest on it stands for good */
  forgottenMs: number
  /** none of those that are kept is later */
  latestMs: number
}

/** Where events came from: with '' for the topic where two sources gave the same id. */
export interface Sources {
  readonly kept: (readonly [eventId: string, topic: string])[]
  /** let go of at the limit although something rests on them */
  dropped: number
}

/**
 * An act that a person allowed, as it was asked: what is another act, in another task or by another rule, is not it. It
 * covers what was done up to `fromMs` as well, as that is what was asked about.
 */
export interface Grant {
  readonly approval: string
  readonly approvers: readonly string[]
  readonly rule: string
  readonly version: string
  readonly taskId: string
  readonly action: string
  readonly resourceId: string
  readonly args: string
  readonly fromMs: number
  readonly untilMs: number
  /** whether one use after `fromMs` spends it */
  readonly once: boolean
  /** the use that spent it, by its source's topic and its id, and its time; '' none yet */
  usedBy: string
  usedMs: number
}

/** One identity. Owned by `correlate`; the stages after it read it; `detect` and `respond` write `causes` and `grants`, `respond` the sources, `detect` the fits. */
export interface Context {
  readonly id: string
  agentId: string
  workloadId: string
  /** workloads that the agent was declared to run on; null where nobody said so */
  homes: Holder[] | null
  owner: string
  /** tiers with the times at which they were said, earliest first; null until one was */
  tiers: { fromMs: number; readonly tier: string }[] | null
  tasks: TaskContext[]
  credentials: CredentialContext[]
  uses: Use[]
  /** where the next use goes once `uses` is full */
  usesNext: number
  /** time of the latest use that is no longer among `uses`: what rests on it or on earlier ones stands for good */
  forgottenMs: number
  firsts: (FirstUse | null)[] | null
  /** set of classes ever used */
  classes: number
  /** highest sensitivity reached, index into SENSITIVITIES; -1 none */
  sensitivity: number
  /** both, of uses that are no longer among `uses` */
  forgottenClasses: number
  forgottenSensitivity: number
  /** latest event time seen */
  lastMs: number
  causes: Map<string, OpenCause> | null
  /** what people allowed it; null until somebody did */
  grants: Grant[] | null
  /** topics of its events beside its uses; null where nobody asks for them */
  sources: Sources | null
  /** the latest events that fit rules; null until one did */
  fits: Fits | null
  /** what it delegated and what was delegated to it; null mostly */
  kin: Kin | null
  /** null until there is something to watch */
  watch: Watch | null
  /** what it is used to do; null where it always declared its purposes */
  habits: Habits | null
  /** stream time at which it is to be judged again, whatever happens until then; Infinity where nothing waits */
  dueMs: number
  /** what commands have ended, the latest last; null where none has */
  ended: Ended[] | null
  /** for the eviction of the idle: touched since the hand last passed */
  touched: boolean
  /** stretch of ten minutes of event time in which it was last seen */
  seen: number
}

/** Whether this is a cause that an open one does not cover: new, or come again after it fell or was closed. */
export function isNew(context: Context, { key, timeMs }: Cause): boolean {
  const open = context.causes?.get(key)
  return open === undefined || (open.withdrawn && timeMs > open.closedMs)
}

/** A task of this identity by its name; the newest are looked at first, as most events are about them. */
export function taskIn(context: Context, id: string): TaskContext | undefined {
  const { tasks } = context
  for (let i = tasks.length - 1; i >= 0; i--)
    if ((tasks[i] as TaskContext).id === id) return tasks[i]
  return undefined
}

/** A credential of this identity by its id, the newest first. */
export function credentialIn(context: Context, id: string): CredentialContext | undefined {
  const { credentials } = context
  for (let i = credentials.length - 1; i >= 0; i--)
    if ((credentials[i] as CredentialContext).id === id) return credentials[i]
  return undefined
}

/** The tier that was said last before a time; before any was said, the first that was; medium where none was. */
export function tierAt(context: Context, atMs: number): Tier {
  if (context.tiers === null) return 'medium'
  let tier = (context.tiers[0] as { tier: string }).tier
  for (const said of context.tiers) if (said.fromMs <= atMs) tier = said.tier
  return tier as Tier
}

/** Whether a task rests at a time: suspended, and not resumed since. */
export function rests(task: TaskContext, atMs: number): boolean {
  return task.suspendedMs <= atMs && !(task.resumedMs > task.suspendedMs && task.resumedMs <= atMs)
}
