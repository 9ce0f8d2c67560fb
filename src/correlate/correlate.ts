// Keeps one context per identity, in event time, whatever order events come in.
import {
  CAPABILITY_INDEX,
  FIRST_PRIVILEGED,
  SENSITIVITIES,
  type Coverage,
} from '../model/capability.js'
import {
  type Context,
  type CredentialContext,
  credentialIn,
  foreignTask,
  type Holder,
  type TaskContext,
  taskIn,
  type Use,
} from '../model/context.js'
import { usesAuthority } from '../model/event.js'
import { binds, type Joined } from '../model/joined.js'
import { endMark, marksOf, runsOf, withMark, type Mark } from '../model/life.js'
import { createOldest } from '../model/oldest.js'

export const USES_MAX = 32
export const TASKS_MAX = 64
export const CREDENTIALS_MAX = 64
export const SEEN_STRETCH_MS = 600_000
const HOLDERS_MAX = 32

export interface CorrelateOptions {
  readonly identitiesMax: number
  readonly latenessMs: number
  /** what a purpose covers; null where nobody described it */
  readonly coverage: (purpose: string) => Coverage | null
  /** what a task's own list covers */
  readonly ownCoverage: (list: readonly string[]) => Coverage
}

/** What one record did to a context. One object, used again for every call. */
export interface Change {
  context: Context
  /** the use of authority that it was, null where it was none */
  use: Use | null
  /** credentials of which something was learned, to be judged anew */
  credentials: CredentialContext[]
  /** something of the past changed: every use still at hand is to be judged anew */
  past: boolean
}

export interface Correlate {
  readonly contexts: Map<string, Context>
  readonly evicted: number
  /** uses, tasks, credentials and holders let go at a limit */
  readonly dropped: number
  /** identities seen in the last hour of event time */
  seenLastHour(): number
  apply(joined: Joined): Change
  /** the context of an identity; made where there is none */
  context(identity: string): Context
  restore(context: Context): void
  /** identities let go since the last call, where `trackEvicted` was called */
  takeEvicted(): readonly string[]
  trackEvicted(): void
}

export function createCorrelate(options: CorrelateOptions): Correlate {
  const contexts = new Map<string, Context>()
  const oldest = createOldest(contexts)
  const seen = new Map<number, number>()
  let evicted = 0
  let dropped = 0
  let gone: string[] | null = null
  let newestStretch = -Infinity
  const change: Change = { context: null as never, use: null, credentials: [], past: false }

  function context(identity: string): Context {
    let found = contexts.get(identity)
    if (found === undefined) {
      if (contexts.size >= options.identitiesMax) evict()
      found = createContext(identity)
      contexts.set(identity, found)
    }
    found.touched = true
    return found
  }

  /** The clock algorithm: the hand gives everyone touched since its last pass a second round. */
  function evict(): void {
    for (;;) {
      const [id, candidate] = oldest()
      contexts.delete(id)
      if (candidate.touched) {
        candidate.touched = false
        contexts.set(id, candidate)
        continue
      }
      count(candidate.seen, -1)
      evicted++
      gone?.push(id)
      return
    }
  }

  function count(stretch: number, by: number): void {
    if (stretch < 0) return
    const n = (seen.get(stretch) ?? 0) + by
    if (n <= 0) seen.delete(stretch)
    else seen.set(stretch, n)
  }

  function saw(ctx: Context, timeMs: number): void {
    const stretch = Math.floor(timeMs / SEEN_STRETCH_MS)
    if (stretch > newestStretch) newestStretch = stretch
    if (stretch <= ctx.seen) return
    count(ctx.seen, -1)
    count(stretch, 1)
    ctx.seen = stretch
  }

  function task(ctx: Context, id: string): TaskContext {
    const tasks = ctx.tasks
    for (let i = tasks.length - 1; i >= 0; i--) if ((tasks[i] as TaskContext).id === id) return tasks[i] as TaskContext
    if (tasks.length >= TASKS_MAX) dropEnded(tasks, (t) => t.endMs)
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
  function dropEnded<T>(list: T[], endMs: (item: T) => number): void {
    let at = 0
    for (let i = 1; i < list.length; i++)
      if (endMs(list[i] as T) < endMs(list[at] as T)) at = i
    list.splice(at, 1)
    dropped++
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

  function remember(ctx: Context, use: Use): void {
    if (ctx.uses.length < USES_MAX) {
      if (ctx.uses.length === 0) ctx.uses = [use]
      else ctx.uses.push(use)
      return
    }
    const old = ctx.uses[ctx.usesNext] as Use
    if (old.timeMs > ctx.forgottenMs) ctx.forgottenMs = old.timeMs
    ctx.uses[ctx.usesNext] = use
    ctx.usesNext = (ctx.usesNext + 1) % USES_MAX
  }

  function learnTask(ctx: Context, joined: Joined, id: string): void {
    const known = task(ctx, id)
    const { type, timeMs, eventId } = joined
    if (type === 'task.started') {
      const declares = joined.purpose !== '' || joined.capabilities !== null
      const coverage = declares ? coverageOf(joined) : null
      markTask(known, { timeMs, eventId, start: true, purpose: joined.purpose, coverage, declares })
      declare(known, joined, true)
    } else if (type === 'task.ended') markTask(known, endMark(timeMs, eventId))
    else if (type === 'task.suspended') known.suspended = true
    else if (type === 'task.resumed') known.suspended = false
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
    setMarks(known, withMark(before, mark, options.latenessMs))
  }

  function setMarks(known: TaskContext, marks: Mark[] | null): void {
    if (marks === null) return
    known.marks = marks
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
    markCredential(known, { timeMs, eventId, start: true, purpose: '', coverage: null, declares: false })
    if (!Number.isNaN(joined.expiresMs)) known.expiresMs = joined.expiresMs
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
    const marks = withMark(known.marks ?? marksOf(single, '', null, false), mark, options.latenessMs)
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

  function learnTier(ctx: Context, tier: string, atMs: number): boolean {
    const tiers = ctx.tiers
    if (tiers === null) {
      ctx.tiers = [{ fromMs: atMs, tier }]
      return ctx.causes !== null
    }
    let before = -1
    while (before + 1 < tiers.length && (tiers[before + 1] as { fromMs: number }).fromMs <= atMs) before++
    if (before >= 0 && (tiers[before] as { tier: string }).tier === tier) return false
    const next = tiers[before + 1]
    if (next !== undefined && next.tier === tier) {
      next.fromMs = atMs
      return ctx.causes !== null
    }
    if (tiers.length >= 8) tiers.shift()
    tiers.splice(before + 1, 0, { fromMs: atMs, tier })
    return ctx.causes !== null
  }

  function firstUser(ctx: Context, use: Use): boolean {
    const known = credential(ctx, use.credentialId)
    if (use.workloadId === '' || use.proxy) return false
    if (known.firstUserMs < use.timeMs) return false
    if (known.firstUserMs === use.timeMs && known.firstUserEvent <= use.eventId) return false
    const moved = known.firstUser !== '' && known.firstUser !== use.workloadId
    known.firstUser = use.workloadId
    known.firstUserMs = use.timeMs
    known.firstUserEvent = use.eventId
    return moved
  }

  /** True where an earlier first use of the class has come after a later one. */
  function firstOfClass(ctx: Context, use: Use): boolean {
    const at = use.capability - FIRST_PRIVILEGED
    if (at < 0 || !use.acts) return false
    ctx.firsts ??= [null, null, null, null, null]
    const first = ctx.firsts[at]
    if (first == null) {
      ctx.firsts[at] = { timeMs: use.timeMs, eventId: use.eventId }
      return false
    }
    if (first.timeMs < use.timeMs || (first.timeMs === use.timeMs && first.eventId <= use.eventId)) return false
    first.timeMs = use.timeMs
    first.eventId = use.eventId
    return true
  }

  function used(ctx: Context, joined: Joined): Use {
    const use = toUse(ctx, joined)
    remember(ctx, use)
    if (use.acts) {
      const bit = 1 << use.capability
      ctx.classes |= bit
      const sensitivity = SENSITIVITIES.indexOf(joined.sensitivity as never)
      if (sensitivity > ctx.sensitivity) ctx.sensitivity = sensitivity
      if (use.taskId !== '') task(ctx, use.taskId).classes |= bit
    }
    const first = firstOfClass(ctx, use)
    const user = use.credentialId !== '' && use.capability >= 0 && firstUser(ctx, use)
    change.use = use
    change.past = change.past || first || user
    return use
  }

  function retract(ctx: Context, joined: Joined): void {
    if (joined.type.startsWith('task.')) unmark(ctx, joined)
    const at = ctx.uses.findIndex((use) => use.eventId === joined.eventId && use.topic === joined.origin.topic)
    if (at < 0) return
    const [gone] = ctx.uses.splice(at, 1) as [Use]
    ctx.usesNext = 0
    ctx.uses.sort((a, b) => a.timeMs - b.timeMs)
    relearn(ctx, gone)
    change.past = true
  }

  /** A start or an end of a task that was another agent's of the same name. */
  function unmark(ctx: Context, joined: Joined): void {
    const known = taskIn(ctx, joined.taskId)
    if (known === undefined) return
    if (known.marks !== null) setMarks(known, known.marks.filter((mark) => mark.eventId !== joined.eventId))
    else if (known.endEvent === joined.eventId) {
      known.endMs = Infinity
      known.endEvent = ''
    } else if (known.startEvent === joined.eventId) {
      known.startMs = NaN
      known.startEvent = ''
    } else return
    change.past = true
  }

  /** Takes back what the first uses owed to a use that was another identity's. */
  function relearn(ctx: Context, gone: Use): void {
    const at = gone.capability - FIRST_PRIVILEGED
    const first = at >= 0 && ctx.firsts !== null ? ctx.firsts[at] : null
    if (first != null && first.eventId === gone.eventId) (ctx.firsts as (object | null)[])[at] = null
    const known = credentialIn(ctx, gone.credentialId)
    if (known !== undefined && known.firstUserEvent === gone.eventId) {
      known.firstUser = ''
      known.firstUserMs = Infinity
      known.firstUserEvent = ''
    }
    for (const use of ctx.uses) {
      if (use.capability === gone.capability) firstOfClass(ctx, use)
      if (known !== undefined && use.credentialId === known.id) firstUser(ctx, use)
    }
  }

  function apply(joined: Joined): Change {
    const ctx = context(joined.identity)
    change.context = ctx
    change.use = null
    change.past = false
    if (change.credentials.length > 0) change.credentials = []
    const { op, type, timeMs } = joined
    if (op === 'retract') {
      retract(ctx, joined)
      return change
    }
    saw(ctx, timeMs)
    if (op === 'unissued') return change
    // In order, nothing that is learned now changes what was judged before.
    const behind = timeMs <= ctx.lastMs
    if (!behind) ctx.lastMs = timeMs
    if (op !== 'context') identify(ctx, joined)
    const own = joined.taskId === '' ? '' : nameOf(ctx, joined.agentId, joined.taskId)
    let learned = false
    if (own !== '' && (type.startsWith('task.') || joined.purpose !== '' || joined.capabilities !== null)) {
      learnTask(ctx, joined, own)
      learned = true
    }
    if (type === 'task.ended' || type === 'task.started')
      for (const known of ctx.credentials)
        if (known.replaces !== '' || known.tasks.some((holder) => holder.id === own)) change.credentials.push(known)
    if (joined.credentialId !== '' && (binds(type) || type.startsWith('credential.'))) {
      const known = learnCredential(ctx, joined)
      if (!change.credentials.includes(known)) change.credentials.push(known)
      learned = true
    }
    if (op !== 'context') {
      const authority = usesAuthority(type)
      if (authority || joined.claimedAgent !== '') used(ctx, joined)
    }
    if (learned && behind) change.past = true
    return change
  }

  /** Where the agent was declared to run: its credentials may be used there. */
  function runsOn(ctx: Context, joined: Joined): void {
    const { workloadId, timeMs, type } = joined
    // An issuer says whom it gave a credential to, not where the agent runs.
    if (type === 'delegation.granted' || type.endsWith('.issued') || type.endsWith('.renewed')) return
    const before = ctx.homes
    ctx.homes = hold(before ?? [], workloadId, timeMs)
    if (ctx.homes !== before && timeMs <= ctx.lastMs) change.past = true
  }

  function identify(ctx: Context, joined: Joined): void {
    if (joined.agentId !== '' && joined.agentId !== ctx.agentId)
      ctx.agentId = joined.agentId === ctx.id ? ctx.id : joined.agentId
    if (joined.workloadId !== '') {
      const declared = binds(joined.type)
      if (declared && joined.agentId !== '') runsOn(ctx, joined)
      if ((ctx.workloadId === '' || declared) && joined.workloadId !== ctx.workloadId) ctx.workloadId = joined.workloadId
    }
    if (joined.owner !== '' && joined.owner !== ctx.owner) ctx.owner = joined.owner
    if (joined.tier !== '' && joined.claimedAgent === '' && learnTier(ctx, joined.tier, joined.timeMs))
      change.past = true
  }

  return {
    contexts,
    get evicted() {
      return evicted
    },
    get dropped() {
      return dropped
    },
    seenLastHour() {
      let n = 0
      for (let stretch = newestStretch - 6; stretch <= newestStretch; stretch++) n += seen.get(stretch) ?? 0
      return n
    },
    apply,
    context,
    restore(ctx) {
      contexts.set(ctx.id, ctx)
      count(ctx.seen, 1)
      if (ctx.seen > newestStretch) newestStretch = ctx.seen
    },
    trackEvicted() {
      gone = []
    },
    takeEvicted() {
      const taken = gone ?? []
      if (taken.length > 0) gone = []
      return taken
    },
  }
}

/** The name of a task in this context: its own, or with the agent it belongs to. */
function nameOf(ctx: Context, agentId: string, taskId: string): string {
  return agentId === '' || agentId === ctx.id ? taskId : foreignTask(agentId, taskId)
}

/** Texts that the context has are taken from there, so that those of the event are not kept with the use. */
function toUse(ctx: Context, joined: Joined): Use {
  const { credentialId, workloadId, agentId } = joined
  const taskId = joined.taskNamed ? joined.taskId : ''
  const authority = usesAuthority(joined.type)
  return {
    eventId: joined.eventId,
    timeMs: joined.timeMs,
    capability: authority ? CAPABILITY_INDEX[joined.capability] : -1,
    domain: joined.domain,
    action: joined.action || joined.toolName,
    resourceId: joined.resourceId,
    sensitivity: joined.sensitivity,
    acts: joined.type === 'tool.called' || joined.type === 'resource.accessed',
    outcome: joined.outcome,
    credentialId: credentialId === '' ? '' : (credentialIn(ctx, credentialId)?.id ?? credentialId),
    workloadId: workloadId === ctx.workloadId ? ctx.workloadId : workloadId,
    proxy: joined.proxy,
    taskId: taskId === '' ? '' : (taskIn(ctx, taskId)?.id ?? taskId),
    agentId: agentId === ctx.id ? ctx.id : agentId,
    claimedAgent: joined.claimedAgent,
    claimAgainstCredential: joined.claimAgainstCredential,
    candidates: joined.candidates,
    attributed: joined.attribution !== 'none' && joined.candidates.length === 0,
    known: joined.attribution !== 'none',
    topic: joined.origin.topic,
  }
}

export function createContext(id: string): Context {
  return {
    id,
    agentId: '',
    workloadId: '',
    homes: null,
    owner: '',
    tiers: null,
    tasks: [],
    credentials: [],
    uses: [],
    usesNext: 0,
    forgottenMs: -Infinity,
    firsts: null,
    classes: 0,
    sensitivity: -1,
    lastMs: -Infinity,
    causes: null,
    touched: true,
    seen: -1,
  }
}

export function createTask(id: string): TaskContext {
  return {
    id,
    marks: null,
    startMs: NaN,
    startEvent: '',
    endMs: Infinity,
    endEvent: '',
    suspended: false,
    purpose: '',
    coverage: null,
    purposeMs: Infinity,
    purposeEvent: '',
    purposeByStart: false,
    classes: 0,
  }
}

export function createCredential(id: string): CredentialContext {
  return {
    id,
    issuedMs: NaN,
    issuedEvent: '',
    expiresMs: NaN,
    revokedMs: Infinity,
    revokedEvent: '',
    marks: null,
    replaces: '',
    replacedMs: NaN,
    tasks: [],
    workloads: [],
    firstUser: '',
    firstUserMs: Infinity,
    firstUserEvent: '',
  }
}
