// The recent uses of authority of one identity, and the first ones, which decide what is new.
import { CAPABILITY_INDEX, FIRST_PRIVILEGED, SENSITIVITIES } from '../model/capability.js'
import {
  credentialIn,
  realMs,
  taskIn,
  type Context,
  type CredentialContext,
  type Use,
} from '../model/context.js'
import { usesAuthority } from '../model/event.js'
import type { Joined } from '../model/joined.js'

/** Uses kept of one identity; the oldest goes first. */
export const USES_MAX = 32

export function remember(ctx: Context, use: Use): void {
  if (ctx.uses.length < USES_MAX) {
    if (ctx.uses.length === 0) ctx.uses = [use]
    else ctx.uses.push(use)
    return
  }
  const old = ctx.uses[ctx.usesNext] as Use
  if (old.timeMs > ctx.forgottenMs) ctx.forgottenMs = old.timeMs
  if (old.acts) forget(ctx, old)
  ctx.uses[ctx.usesNext] = use
  ctx.usesNext = (ctx.usesNext + 1) % USES_MAX
}

/** Lets go of all uses up to a time. */
export function forgetUntil(ctx: Context, untilMs: number): void {
  ctx.forgottenMs = untilMs
  const left = ctx.uses.filter((use) => use.timeMs > untilMs)
  if (left.length === ctx.uses.length) return
  for (const use of ctx.uses) if (use.timeMs <= untilMs && use.acts) forget(ctx, use)
  ctx.uses = left.sort((a, b) => a.timeMs - b.timeMs)
  ctx.usesNext = 0
}

/** What is kept of a use when it goes: its class, for the identity and its task, and the sensitivity it reached. */
function forget(ctx: Context, old: Use): void {
  const bit = 1 << old.capability
  ctx.forgottenClasses |= bit
  const task = old.taskId === '' ? undefined : taskIn(ctx, old.taskId)
  if (task !== undefined) task.forgottenClasses |= bit
  const sensitivity = SENSITIVITIES.indexOf(old.sensitivity as never)
  if (sensitivity > ctx.forgottenSensitivity) ctx.forgottenSensitivity = sensitivity
}

/** The first workload seen to use a credential. True where that changed to another one. */
export function firstUser(known: CredentialContext, use: Use): boolean {
  if (use.workloadId === '' || use.proxy) return false
  const atMs = realMs(use)
  if (known.firstUserMs < atMs) return false
  if (known.firstUserMs === atMs && known.firstUserEvent <= use.eventId) return false
  const moved = known.firstUser !== '' && known.firstUser !== use.workloadId
  known.firstUser = use.workloadId
  known.firstUserMs = atMs
  known.firstUserEvent = use.eventId
  return moved
}

/** True where an earlier first use of the class has come after a later one. */
export function firstOfClass(ctx: Context, use: Use): boolean {
  const at = use.capability - FIRST_PRIVILEGED
  if (at < 0 || !use.acts) return false
  ctx.firsts ??= [null, null, null, null, null]
  const first = ctx.firsts[at]
  if (first == null) {
    ctx.firsts[at] = { timeMs: use.timeMs, eventId: use.eventId }
    return false
  }
  if (first.timeMs < use.timeMs || (first.timeMs === use.timeMs && first.eventId <= use.eventId))
    return false
  first.timeMs = use.timeMs
  first.eventId = use.eventId
  return true
}

/** Takes back what the first uses owed to a use that was another identity's. */
export function relearn(ctx: Context, gone: Use): void {
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
    if (known !== undefined && use.credentialId === known.id) firstUser(known, use)
  }
}

/** Texts that the context has are taken from there, so that those of the event are not kept with the use. */
export function toUse(ctx: Context, joined: Joined): Use {
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
    args: joined.argumentsDigest,
    steering: null,
    skewMs: joined.kind === 'resource' ? 0 : null,
    request: isUnruled(joined) ? joined.requestId : null,
    decided: false,
  }
}

/** Whether a resource tells of it, and not what a point decided on it. */
function isUnruled({ type, action, pepDecision }: Joined): boolean {
  return type === 'resource.accessed' && action !== '' && pepDecision === ''
}
