// Keeps one context per identity, in event time, whatever order events come in.
import { SENSITIVITIES } from '../model/capability.js'
import {
  isForeign,
  taskIn,
  type Context,
  type CredentialContext,
  type Use,
} from '../model/context.js'
import { usesAuthority } from '../model/event.js'
import { runOf } from '../model/life.js'
import { binds, type Joined } from '../model/joined.js'
import { createContexts, type Contexts } from './contexts.js'
import { createDelegation, occasionOf, type Delegation } from './delegation/delegation.js'
import { createLearner, learnTier, nameOf, type LearnOptions } from './learn.js'
import { createProvenances, type Provenances } from './provenance/provenance.js'
import { firstOfClass, firstUser, relearn, remember, toUse } from './uses.js'

export interface CorrelateOptions extends LearnOptions {
  readonly identitiesMax: number
  readonly graceMs: number
  /** characters of hashed values and words held for provenance */
  readonly provenanceMax: number
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
  readonly contexts: Contexts
  readonly provenances: Provenances
  readonly delegation: Delegation
  /** tasks, credentials and holders let go at a limit */
  readonly dropped: number
  apply(joined: Joined): Change
  /** tells those to whom this identity delegated what the event, or the answer to it, changed for them */
  tell(context: Context, joined: Joined): void
}

export function createCorrelate(options: CorrelateOptions): Correlate {
  const delegation = createDelegation(options)
  const contexts = createContexts(options.identitiesMax, delegation.kins.forget)
  const learner = createLearner(options)
  const provenances = createProvenances(options.provenanceMax)
  const change: Change = { context: null as never, use: null, credentials: [], past: false }

  function used(ctx: Context, joined: Joined): Use {
    const use = toUse(ctx, joined)
    remember(ctx, use)
    if (use.acts) {
      const bit = 1 << use.capability
      ctx.classes |= bit
      const sensitivity = SENSITIVITIES.indexOf(joined.sensitivity as never)
      if (sensitivity > ctx.sensitivity) ctx.sensitivity = sensitivity
      if (use.taskId !== '') learner.task(ctx, use.taskId).classes |= bit
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
    if (joined.type.startsWith('task.') && learner.unmark(ctx, joined)) change.past = true
    if (delegation.concerns(joined)) delegation.retract(ctx, joined)
    if (provenances.ledger.remove(ctx.id, joined.origin.topic, joined.eventId)) resteer(ctx)
    const at = ctx.uses.findIndex(
      (use) => use.eventId === joined.eventId && use.topic === joined.origin.topic,
    )
    if (at < 0) return
    const [gone] = ctx.uses.splice(at, 1) as [Use]
    ctx.usesNext = 0
    ctx.uses.sort((a, b) => a.timeMs - b.timeMs)
    relearn(ctx, gone)
    change.past = true
  }

  function apply(joined: Joined): Change {
    const ctx = contexts.of(joined.identity)
    change.context = ctx
    change.use = null
    change.past = false
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
      (type.startsWith('task.') || joined.purpose !== '' || joined.capabilities !== null)
    ) {
      learner.learnTask(ctx, joined, own)
      learned = true
    }
    if (type === 'task.ended' || type === 'task.started')
      for (const known of ctx.credentials)
        if (known.replaces !== '' || known.tasks.some((holder) => holder.id === own))
          change.credentials.push(known)
    if (joined.credentialId !== '' && (binds(type) || type.startsWith('credential.'))) {
      const known = learner.learnCredential(ctx, joined)
      if (!change.credentials.includes(known)) change.credentials.push(known)
      learned = true
    }
    if (op !== 'context') {
      const authority = usesAuthority(type)
      if (authority || joined.claimedAgent !== '') used(ctx, joined)
      if (provenances.concerns(ctx.id, joined)) mentioned(ctx, joined)
    }
    if (delegation.concerns(joined)) delegation.learn(ctx, joined)
    // What is delegated hangs on the scopes of credentials and the ends of tasks.
    const granted = type === 'delegation.granted'
    if ((learned && behind) || ((learned || granted) && ctx.kin !== null)) change.past = true
    return change
  }

  /** What the event mentions, kept with its task; calls that were judged without it are judged anew. */
  function mentioned(ctx: Context, joined: Joined): void {
    const task = taskAt(ctx, joined.taskId, joined.timeMs)
    const anew = provenances.learn(ctx.id, task, joined)
    if (change.use !== null && provenances.hasGround(ctx.id, task)) steer(ctx, change.use)
    if (anew && resteer(ctx)) change.past = true
  }

  /** The task that an event is taken to be of: the one it names, else the only one that is open. */
  function taskAt(ctx: Context, named: string, atMs: number): string {
    // Its own text where it is known: what is kept under it is found at a glance.
    if (named !== '') return taskIn(ctx, named)?.id ?? named
    let only = ''
    for (const task of ctx.tasks) {
      if (isForeign(task.id)) continue
      const run = runOf(task, atMs)
      if (!(run.startMs <= atMs && atMs <= run.endMs + options.graceMs)) continue
      if (only !== '') return ''
      only = task.id
    }
    return only
  }

  function steer(ctx: Context, use: Use): boolean {
    if (!use.acts) return false
    const task = provenances.taskOf(ctx.id, use.topic, use.eventId)
    if (task === null) return false
    const known = taskIn(ctx, task)
    const follows = known === undefined ? null : runOf(known, use.timeMs).coverage?.follows
    const before = use.steering
    use.steering = provenances.steering(ctx.id, task, use.topic, use.eventId, follows ?? NOTHING)
    if (before === null || use.steering === null) return before !== use.steering
    return JSON.stringify(use.steering) !== JSON.stringify(before)
  }

  function resteer(ctx: Context): boolean {
    let changed = false
    for (const use of ctx.uses) if (steer(ctx, use)) changed = true
    return changed
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
      learnTier(ctx, joined.tier, joined.timeMs)
    )
      change.past = true
  }

  return {
    contexts,
    provenances,
    delegation,
    get dropped() {
      return learner.dropped + delegation.kins.dropped
    },
    apply,
    tell(context, joined) {
      if (context.kin !== null) delegation.tell(context, occasionOf(joined))
    },
  }
}

const NOTHING: readonly string[] = Object.freeze([])
