// One identity as others read it: its tasks, its credentials with where they stand, and what it was granted against what it used.
import { CAPABILITIES } from '../model/capability.js'
import {
  isForeign,
  rests,
  tierAt,
  type Context,
  type CredentialContext,
  type TaskContext,
} from '../model/context.js'
import { ruleOf } from '../model/finding.js'
import { runOf } from '../model/life.js'
import { standingOf, type LifeOptions } from '../model/life-credential.js'

export interface IdentityOptions extends LifeOptions {
  /** whether what was done is within a scope */
  readonly allows: (scope: string, action: string) => boolean
}

export interface IdentitySummary {
  readonly id: string
  readonly agent_id: string
  readonly workload_id: string
  readonly owner: string
  readonly tier: string
  readonly last_seen: number | null
  readonly open_tasks: number
  readonly live_credentials: number
  readonly open_findings: number
}

/** Granted, used, and the smaller grant that would have been enough. Actions that were used are named where a scope has a star. */
export interface Grant {
  readonly granted: readonly string[]
  readonly used: readonly string[]
  readonly unused: readonly string[]
  readonly proposed: readonly string[]
  /** used, and within no scope that is known */
  readonly outside: readonly string[]
}

export interface IdentityCredential {
  readonly id: string
  readonly state: string
  readonly issued: number | null
  readonly expires: number | null
  readonly revoked: number | null
  readonly last_used: number | null
  readonly tasks: readonly string[]
  readonly workloads: readonly string[]
  readonly replaces: string
  readonly command_id: string
  /** null where nobody said what was granted */
  readonly scopes: Grant | null
}

export interface IdentityTask {
  readonly id: string
  readonly purpose: string
  readonly state: 'open' | 'suspended' | 'ended'
  readonly started: number | null
  readonly ended: number | null
  readonly requested_by: string
  readonly capabilities: readonly string[]
}

export interface IdentityRecord extends IdentitySummary {
  /** the event time that all of this is of */
  readonly as_of: number | null
  readonly capabilities: readonly string[]
  readonly tasks: readonly IdentityTask[]
  readonly credentials: readonly IdentityCredential[]
  /** over all live credentials whose scopes are known; null where none are */
  readonly least_privilege: Grant | null
  readonly enforcement_points: readonly {
    readonly id: string
    readonly kind: string
    readonly allowed: number
    readonly denied: number
    readonly last_seen: number
  }[]
  /** uses that were let in and that no point is known to have decided, where points decide on such actions */
  readonly undecided: number
  readonly findings: readonly {
    readonly id: string
    readonly rule: string
    readonly reason: string
    readonly time: number
    readonly count: number
    readonly command_id: string
    readonly command_type: string
  }[]
}

/** `atMs`: where the stream's time stands. */
export function identitySummary(
  context: Context,
  atMs: number,
  options: LifeOptions,
): IdentitySummary {
  let live = 0
  for (const credential of context.credentials)
    if (isLive(standingOf(context, credential, atMs, options).state)) live++
  let open = 0
  for (const { withdrawn } of context.causes?.values() ?? []) if (!withdrawn) open++
  return {
    id: context.id,
    agent_id: context.agentId,
    workload_id: context.workloadId,
    owner: context.owner,
    tier: tierAt(context, atMs),
    last_seen: finite(context.lastMs),
    open_tasks: own(context).filter((task) => runOf(task, atMs).endMs > atMs).length,
    live_credentials: live,
    open_findings: open,
  }
}

export function identityRecord(
  context: Context,
  atMs: number,
  options: IdentityOptions,
): IdentityRecord {
  const credentials = context.credentials
    .map((credential) => credentialRecord(context, credential, atMs, options))
    .sort((a, b) => inTime(a.issued, a.id, b.issued, b.id))
  const measured = credentials.flatMap(({ scopes, state }) =>
    scopes !== null && isLive(state) ? [scopes] : [],
  )
  const { points = [], undecidedCount = 0 } = context.watch ?? {}
  return {
    ...identitySummary(context, atMs, options),
    as_of: finite(atMs),
    capabilities: classesOf(context.classes),
    tasks: own(context)
      .map((task) => taskRecord(task, atMs))
      .sort((a, b) => inTime(a.started, a.id, b.started, b.id)),
    credentials,
    least_privilege: measured.length === 0 ? null : together(measured),
    enforcement_points: points.map(({ id, kind, allows, denies, lastMs }) => ({
      id,
      kind,
      allowed: allows,
      denied: denies,
      last_seen: lastMs,
    })),
    undecided: undecidedCount,
    findings: findingsOf(context),
  }
}

function findingsOf(context: Context): IdentityRecord['findings'] {
  return [...(context.causes?.values() ?? [])]
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ findingId, cause, count, commandId, commandType }) => ({
      id: findingId,
      rule: ruleOf(cause),
      reason: cause.reason,
      time: cause.timeMs,
      count,
      command_id: commandId,
      command_type: commandType,
    }))
    .sort((a, b) => b.time - a.time)
}

function taskRecord(task: TaskContext, atMs: number): IdentityTask {
  const run = runOf(task, atMs)
  const isOpen = run.endMs > atMs
  return {
    id: task.id,
    purpose: run.purpose,
    state: isOpen ? (rests(task, atMs) ? 'suspended' : 'open') : 'ended',
    started: finite(run.startMs),
    ended: finite(run.endMs),
    requested_by: task.requestedBy,
    capabilities: classesOf(task.classes),
  }
}

function credentialRecord(
  context: Context,
  credential: CredentialContext,
  atMs: number,
  options: IdentityOptions,
): IdentityCredential {
  const { state, commandId } = standingOf(context, credential, atMs, options)
  const { scopes, actions } = credential
  return {
    id: credential.id,
    state,
    issued: finite(credential.issuedMs),
    expires: finite(credential.expiresMs),
    revoked: finite(credential.revokedMs),
    last_used: finite(credential.usedMs),
    tasks: credential.tasks.map(({ id }) => id).filter((id) => !isForeign(id)),
    workloads: credential.workloads.map(({ id }) => id),
    replaces: credential.replaces,
    command_id: commandId,
    scopes: scopes === null ? null : grantOf(scopes, actions ?? [], options.allows),
  }
}

/** What each action needed: the scope that names it, else the action itself in place of a scope with a star. */
export function grantOf(
  granted: readonly string[],
  actions: readonly string[],
  allows: (scope: string, action: string) => boolean,
): Grant {
  const used = new Set<string>()
  const proposed = new Set<string>()
  const outside: string[] = []
  for (const action of actions) {
    const within = granted.filter((scope) => allows(scope, action))
    for (const scope of within) used.add(scope)
    const named = within.filter((scope) => !scope.includes('*'))
    if (within.length === 0) outside.push(action)
    else if (named.length === 0) proposed.add(action)
    else for (const scope of named) proposed.add(scope)
  }
  return {
    granted: [...granted].sort(),
    used: [...used].sort(),
    unused: granted.filter((scope) => !used.has(scope)).sort(),
    proposed: [...proposed].sort(),
    outside: outside.sort(),
  }
}

function together(grants: readonly Grant[]): Grant {
  const all = (of: (grant: Grant) => readonly string[]): readonly string[] =>
    [...new Set(grants.flatMap(of))].sort()
  const used = all((grant) => grant.used)
  return {
    granted: all((grant) => grant.granted),
    used,
    unused: all((grant) => grant.unused).filter((scope) => !used.includes(scope)),
    proposed: all((grant) => grant.proposed),
    outside: all((grant) => grant.outside),
  }
}

const LIVE: ReadonlySet<string> = new Set(['unissued', 'issued', 'bound', 'used', 'task ended'])

function isLive(state: string): boolean {
  return LIVE.has(state)
}

function own({ tasks }: Context): readonly TaskContext[] {
  return tasks.filter(({ id }) => !isForeign(id))
}

function classesOf(set: number): readonly string[] {
  return CAPABILITIES.filter((_, i) => (set & (1 << i)) !== 0)
}

/** By time, those without one last; then by name. */
function inTime(aMs: number | null, a: string, bMs: number | null, b: string): number {
  return (aMs ?? Infinity) === (bMs ?? Infinity)
    ? a < b
      ? -1
      : 1
    : (aMs ?? Infinity) - (bMs ?? Infinity)
}

function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null
}
