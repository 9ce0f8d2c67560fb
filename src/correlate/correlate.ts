// Keeps one context per identity, in event time, whatever order events come in.
import { SENSITIVITIES } from '../model/capability.js'
import {
  credentialIn,
  realMs,
  taskIn,
  type Context,
  type CredentialContext,
  type Holder,
  type Use,
} from '../model/context.js'
import { reportsCompromise, usesAuthority } from '../model/event.js'
import { binds, type Joined } from '../model/joined.js'
import type { Risk } from '../model/context-watch.js'
import { createContexts, type Contexts } from './contexts.js'
import { createDelegation, type Delegation } from './delegation/delegation.js'
import { createDues } from './dues.js'
import { createEndings, type Endings } from './endings.js'
import { createHabits, type HabitsLearner, type HabitsOptions } from './habits/habits.js'
import { createLearner, nameOf, usedFor, type LearnOptions } from './learn.js'
import { learnTier } from './learn-tier.js'
import { createSteering } from './provenance/steering.js'
import { createProvenances, type Provenances } from './provenance/provenance.js'
import { createWatching, type Watching } from './watch/watch.js'
import { firstOfClass, firstUser, relearn, remember, toUse } from './uses.js'

export interface CorrelateOptions extends LearnOptions, HabitsOptions {
  readonly identitiesMax: number
  /** characters of hashed values and words held for provenance */
  readonly provenanceMax: number
  readonly silenceMs: number | null
  readonly clockSkewMs: number | null
  readonly accumulationMs: number | null
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
  /** what is watched beside the uses may mean something else now */
  watched: boolean
}

export interface Correlate {
  readonly contexts: Contexts
  readonly provenances: Provenances
  readonly delegation: Delegation
  /** tasks, credentials and holders let go at a limit */
  readonly dropped: number
  apply(joined: Joined): Change
  readonly watching: Watching
  readonly habits: HabitsLearner
  /** what is said of a person's risk: the identities that work for the person, to be judged with `changed` */
  person(risk: Risk): readonly string[]
  /** puts what is known of the person into the context of one of them */
  tellOf(identity: string, person: string): Change
  /** the next context that is to be judged again at or before this stream time; null where none is */
  elapse(streamMs: number): { readonly change: Change; readonly dueMs: number } | null
  /** stream time at which the first is; Infinity where none waits */
  nextDueMs(): number
  /** a context as it was saved */
  restore(context: Context): void
  readonly endings: Endings
}

export function createCorrelate(options: CorrelateOptions): Correlate {
  const delegation = createDelegation(options)
  const contexts = createContexts(options.identitiesMax, delegation.kins.forget)
  const learner = createLearner(options)
  const provenances = createProvenances(options.provenanceMax)
  const change: Change = {
    context: null as never,
    use: null,
    credentials: [],
    past: false,
    watched: false,
  }
  const steering = createSteering(provenances, options.graceMs)
  const dues = createDues((id) => contexts.all.get(id))
  const watching = createWatching(options, contexts.all)
  const habits = createHabits(options, (id) => contexts.all.get(id))
  const { latenessMs, accumulationMs } = options

  function used(ctx: Context, joined: Joined): Use {
    const use = toUse(ctx, joined)
    watching.clocks.time(use)
    remember(ctx, use)
    // What is learned from then on of the time until it really was may change what it means.
    if (realMs(use) > ctx.lastMs) ctx.lastMs = realMs(use)
    if (use.acts) {
      const bit = 1 << use.capability
      ctx.classes |= bit
      const sensitivity = SENSITIVITIES.indexOf(joined.sensitivity as never)
      if (sensitivity > ctx.sensitivity) ctx.sensitivity = sensitivity
      // How far later uses reach hangs on what was touched before them.
      if (sensitivity >= CONFIDENTIAL && use.timeMs < ctx.lastMs) change.past = true
      if (use.taskId !== '') learner.task(ctx, use.taskId).classes |= bit
      habits.learn(ctx, joined, use)
      const known = use.credentialId === '' ? undefined : credentialIn(ctx, use.credentialId)
      if (known !== undefined) usedFor(known, use)
    }
    const first = firstOfClass(ctx, use)
    const user =
      use.credentialId !== '' &&
      use.capability >= 0 &&
      firstUser(learner.credential(ctx, use.credentialId), use)
    change.use = use
    change.past = change.past || first || user
    return use
  }

  function retract(ctx: Context, joined: Joined): void {
    if (joined.type.startsWith('task.') && learner.unmark(ctx, joined)) {
      change.past = true
      if (provenances.ledger.knows(ctx.id)) steering.file(ctx)
    }
    if (delegation.concerns(joined)) delegation.retract(ctx, joined)
    if (reportsCompromise(joined.type)) change.past = true
    if (provenances.ledger.remove(ctx.id, joined.origin.topic, joined.eventId))
      if (steering.anew(ctx, joined.timeMs)) change.past = true
    retractUse(ctx, joined)
    if (watching.retract(ctx, joined)) change.watched = true
  }

  function retractUse(ctx: Context, { eventId, origin }: Joined): void {
    const at = ctx.uses.findIndex((use) => use.eventId === eventId && use.topic === origin.topic)
    if (at < 0) return
    const [gone] = ctx.uses.splice(at, 1) as [Use]
    ctx.usesNext = 0
    ctx.uses.sort((a, b) => a.timeMs - b.timeMs)
    relearn(ctx, gone)
    habits.retract(ctx, gone)
    change.past = true
  }

  function apply(joined: Joined): Change {
    const ctx = contexts.of(joined.identity)
    change.context = ctx
    change.use = null
    change.past = false
    change.watched = false
    if (change.credentials.length > 0) change.credentials = []
    const { op, type, timeMs } = joined
    if (op === 'retract') {
      retract(ctx, joined)
      return change
    }
    contexts.saw(ctx, timeMs)
    if (op === 'unissued') return change
    // In order, nothing that is learned now changes what was judged before.
    const behind = timeMs <= ctx.lastMs
    if (!behind) ctx.lastMs = timeMs
    if (op !== 'context') identify(ctx, joined)
    const own = joined.taskId === '' ? '' : nameOf(ctx, joined.agentId, joined.taskId)
    let learned = false
    if (
      own !== '' &&
      (type.startsWith('task.') ||
        joined.purpose !== '' ||
        joined.capabilities !== null ||
        joined.requestedBy !== '')
    ) {
      learner.learnTask(ctx, joined, own)
      learned = true
    }
    if (type === 'task.ended' || type === 'task.started')
      for (const known of ctx.credentials) if (mayHang(known, own)) change.credentials.push(known)
    if (joined.credentialId !== '' && (binds(type) || type.startsWith('credential.'))) {
      const known = learner.learnCredential(ctx, joined)
      if (!change.credentials.includes(known)) change.credentials.push(known)
      learned = true
    }
    if (op !== 'context') {
      const authority = usesAuthority(type)
      if (authority || joined.claimedAgent !== '') used(ctx, joined)
      delegation.memories.learn(ctx, joined, change.past)
      if (provenances.concerns(ctx.id, joined) && steering.learn(ctx, joined, change.use, behind))
        change.past = true
      watch(ctx, joined)
    }
    if (learned) plan(ctx, joined)
    if (learned && behind && provenances.ledger.knows(ctx.id)) steering.file(ctx)
    if (delegation.concerns(joined)) delegation.learn(ctx, joined)
    // What is delegated hangs on the scopes of credentials and the ends of tasks.
    const kept = learned || type === 'delegation.granted' || reportsCompromise(type)
    if ((learned && behind) || (kept && ctx.kin !== null)) change.past = true
    return change
  }

  function watch(ctx: Context, joined: Joined): void {
    const { changed, waitsMs } = watching.learn(ctx, joined, change.use)
    if (changed) change.watched = true
    if (waitsMs !== Infinity) dues.at(ctx, waitsMs + latenessMs)
    const { requestedBy } = joined
    if (requestedBy !== '' && watching.persons.worksFor(ctx, requestedBy)) change.watched = true
  }

  /** When the context is to be judged again if nothing more is heard: a rest that lasts, or more held than is needed. */
  function plan(ctx: Context, { type, timeMs, taskId, agentId }: Joined): void {
    if (type === 'task.suspended' || type === 'task.resumed') {
      const task = taskIn(ctx, nameOf(ctx, agentId, taskId))
      if (task !== undefined) dues.at(ctx, learner.rests.endsMs(task) + latenessMs)
    }
    if (accumulationMs !== null && mayExceed(ctx))
      dues.at(ctx, timeMs + accumulationMs + latenessMs)
  }

  function planAll(ctx: Context, elapsedMs: number): void {
    for (const task of ctx.tasks) {
      const restsMs = learner.rests.endsMs(task)
      // A rest that is over is not waited for again, also where the task went on after it: that would have no end.
      if (restsMs > elapsedMs) dues.at(ctx, restsMs + latenessMs)
    }
    const doubt = ctx.watch?.undecided.find(({ timeMs }) => timeMs > elapsedMs)
    if (doubt !== undefined) dues.at(ctx, doubt.timeMs + latenessMs)
    if (accumulationMs === null || !mayExceed(ctx)) return
    const waits = (ms: number): void => {
      if (ms + accumulationMs > elapsedMs && ms !== Infinity)
        dues.at(ctx, ms + accumulationMs + latenessMs)
    }
    for (const { issuedMs } of ctx.credentials) waits(issuedMs)
    for (const { startMs, endMs } of ctx.tasks) {
      waits(startMs)
      waits(endMs)
    }
  }

  function elapse(streamMs: number): { readonly change: Change; readonly dueMs: number } | null {
    const due = dues.shift(streamMs)
    if (due === null) return null
    const { context, dueMs } = due
    const elapsedMs = dueMs - latenessMs
    change.context = context
    change.use = null
    change.credentials = []
    change.past = false
    change.watched = true
    for (const task of context.tasks) {
      if (!learner.rests.elapse(task, elapsedMs)) continue
      change.past = true
      for (const known of context.credentials)
        if (mayHang(known, task.id)) change.credentials.push(known)
    }
    watching.elapse(context, elapsedMs)
    planAll(context, elapsedMs)
    return { change, dueMs }
  }

  /** Where the agent was declared to run: its credentials may be used there. */
  function runsOn(ctx: Context, joined: Joined): void {
    const { workloadId, timeMs, type } = joined
    // An issuer says whom it gave a credential to, not where the agent runs.
    if (type === 'delegation.granted' || type.endsWith('.issued') || type.endsWith('.renewed'))
      return
    const before = ctx.homes
    ctx.homes = learner.hold(before ?? [], workloadId, timeMs)
    if (ctx.homes !== before && timeMs <= ctx.lastMs) change.past = true
  }

  function identify(ctx: Context, joined: Joined): void {
    if (joined.agentId !== '' && joined.agentId !== ctx.agentId)
      ctx.agentId = joined.agentId === ctx.id ? ctx.id : joined.agentId
    if (joined.workloadId !== '') {
      const declared = binds(joined.type)
      if (declared && joined.agentId !== '') runsOn(ctx, joined)
      if ((ctx.workloadId === '' || declared) && joined.workloadId !== ctx.workloadId)
        ctx.workloadId = joined.workloadId
    }
    if (joined.owner !== '' && joined.owner !== ctx.owner) ctx.owner = joined.owner
    if (
      joined.tier !== '' &&
      joined.claimedAgent === '' &&
      learnTier(ctx, joined.tier, joined.timeMs, latenessMs)
    )
      change.past = true
  }

  return {
    contexts,
    provenances,
    delegation,
    watching,
    habits,
    person: (risk) => watching.persons.note(risk),
    tellOf(identity, person) {
      change.context = contexts.of(identity)
      change.use = null
      change.credentials = []
      change.past = false
      change.watched = watching.persons.tell(change.context, person)
      return change
    },
    elapse,
    nextDueMs: () => Math.min(dues.nextMs(), habits.nextDueMs()),
    restore(context) {
      const { dueMs } = context
      context.dueMs = Infinity
      contexts.restore(context)
      dues.at(context, dueMs)
      watching.persons.index(context)
      habits.restore(context)
    },
    get dropped() {
      return learner.dropped + delegation.kins.dropped + habits.dropped
    },
    apply,
    endings: createEndings(learner.markCredential),
  }
}

/** Whether the life of a task may matter to a credential. */
function mayHang({ replaces, tasks }: CredentialContext, taskId: string): boolean {
  if (replaces !== '') return true
  for (let i = 0; i < tasks.length; i++) if ((tasks[i] as Holder).id === taskId) return true
  return false
}

/** Whether more may be held than is needed: scopes are known, or credentials of tasks that were not heard of. */
function mayExceed(ctx: Context): boolean {
  return ctx.credentials.some(
    ({ scopes, tasks }) => scopes !== null || tasks.some(({ id }) => taskIn(ctx, id) === undefined),
  )
}

const CONFIDENTIAL = SENSITIVITIES.indexOf('confidential')
