// What is known at a moment of whoever is about to act: its context, as facts that policies can ask about.
import {
  CAPABILITY_INDEX,
  SENSITIVITIES,
  type Ability,
  type Sensitivity,
  type Tier,
} from '../model/capability.js'
import {
  credentialIn,
  rests,
  taskIn,
  tierAt,
  type Context,
  type CredentialContext,
} from '../model/context.js'
import { runAt, runOf, runsOf } from '../model/life.js'
import { blastRadius } from '../respond/blast.js'
import { CONTAIN_MS, REVOKE_MS } from '../respond/commands.js'
import { BUILT_IN_VERSION, type Cause } from '../model/finding.js'
import type { Fact } from './policies.js'

/** What a request is about, after the catalogue and the identity graph had their say. Absent texts are ''. */
export interface About {
  readonly action: string
  readonly tool: string
  readonly ability: Ability
  readonly resourceId: string
  readonly resourceKind: string
  readonly sensitivity: Sensitivity | null
  readonly taskId: string
  readonly credentialId: string
  /** keyed hash of the arguments, '' where the request names none */
  readonly args: string
}

export interface FactsOptions {
  readonly covers: (coverage: NonNullable<Run['coverage']>, ability: Ability) => boolean
  /** blast radius from which on a person is asked */
  readonly threshold: number
}

type Run = ReturnType<typeof runOf>

export interface Facts {
  readonly tier: Tier
  readonly taskId: string
  readonly blastRadius: number
  readonly principal: Readonly<Record<string, Fact>>
  readonly resource: Readonly<Record<string, Fact>>
  readonly context: Readonly<Record<string, Fact>>
}

/** `context` null: nothing was ever heard of it. `nowMs` is epoch ms. */
export function factsOf(
  context: Context | null,
  kind: string,
  about: About,
  nowMs: number,
  options: FactsOptions,
): Facts {
  const { ability, credentialId } = about
  const tier = context === null ? 'medium' : tierAt(context, nowMs)
  const taskId = about.taskId === '' ? soleOpenTask(context, nowMs) : about.taskId
  const task = context === null ? undefined : taskIn(context, taskId)
  const run = task === undefined ? null : runOf(task, nowMs)
  const coverage = run?.coverage ?? null
  const credential = context === null ? undefined : credentialIn(context, credentialId)
  const stands = standing(context, taskId, credentialId, nowMs)
  const reach = context === null ? 0 : radius(context, about, tier, nowMs)
  const level = about.sensitivity === null ? -1 : SENSITIVITIES.indexOf(about.sensitivity)
  return {
    tier,
    taskId,
    blastRadius: reach,
    principal: { kind, tier, owner: context?.owner ?? '', known: context !== null },
    resource: { kind: about.resourceKind, sensitivity: about.sensitivity ?? '', level },
    context: {
      action: about.action,
      tool: about.tool,
      domain: ability.domain,
      task: taskId,
      purpose: run?.purpose ?? '',
      declared: coverage !== null,
      covered: coverage !== null && options.covers(coverage, ability),
      taskOpen: task !== undefined && run !== null && !rests(task, nowMs) && isOpen(run, nowMs),
      credential: credentialId,
      credentialKnown: credential !== undefined,
      credentialLive: credential !== undefined && isLive(context as Context, credential, nowMs),
      credentialMinutes: credential === undefined ? -1 : minutesOf(credential),
      familiar:
        context !== null && (context.classes & (1 << CAPABILITY_INDEX[ability.capability])) !== 0,
      ...stands,
      blastRadius: reach,
      threshold: Math.ceil(options.threshold),
      approved: context !== null && isApproved(context, about, taskId, nowMs),
    },
  }
}

/** Whether a person allowed this very act, and for now: what was allowed once is open until its use is heard of. */
function isApproved(context: Context, about: About, taskId: string, nowMs: number): boolean {
  const { action, tool, resourceKind, args } = about
  const resourceId = resourceKind === 'tool' ? '' : about.resourceId
  return (context.grants ?? []).some(
    (grant) =>
      (grant.action === action || grant.action === tool) &&
      (grant.resourceId === about.resourceId || grant.resourceId === resourceId) &&
      (grant.args === args || (grant.args === '' && tool === '' && resourceKind !== 'tool')) &&
      grant.taskId === taskId &&
      nowMs <= grant.untilMs &&
      !(grant.once && grant.usedBy !== '') &&
      (grant.version === BUILT_IN_VERSION || !grant.rule.startsWith('ambit.')),
  )
}

/** The task of an identity that names none, where it has one only that is open. */
function soleOpenTask(context: Context | null, nowMs: number): string {
  let found = ''
  for (const task of context?.tasks ?? []) {
    if (!isOpen(runOf(task, nowMs), nowMs)) continue
    if (found !== '') return ''
    found = task.id
  }
  return found
}

function isOpen({ startMs, endMs }: Run, nowMs: number): boolean {
  return !(startMs > nowMs) && endMs > nowMs
}

function isLive(context: Context, credential: CredentialContext, nowMs: number): boolean {
  const life = credential.marks === null ? null : runAt(runsOf(credential.marks), nowMs)
  const endMs = life === null ? credential.revokedMs : life.endMs
  if (endMs <= nowMs || credential.expiresMs <= nowMs || credential.issuedMs > nowMs) return false
  // Issued for tasks, it lives as long as one of them.
  const tasks = credential.tasks.flatMap(({ id }) => taskIn(context, id) ?? [])
  return (
    credential.tasks.length === 0 ||
    tasks.length < credential.tasks.length ||
    tasks.some((task) => isOpen(runOf(task, nowMs), nowMs))
  )
}

function minutesOf({ issuedMs, expiresMs }: CredentialContext): number {
  const minutes = Math.ceil((expiresMs - issuedMs) / 60_000)
  return Number.isFinite(minutes) ? minutes : -1
}

/** The commands for this identity that stand now: nothing took them back, and their time is not over. */
function standing(context: Context | null, taskId: string, credentialId: string, nowMs: number) {
  const open = new Set<string>()
  let contained = false
  let revoked = false
  for (const {
    cause,
    commandId,
    commandType,
    commandScope,
    withdrawn,
  } of context?.causes?.values() ?? []) {
    const standsMs = commandType === 'contain' ? CONTAIN_MS : REVOKE_MS
    if (withdrawn || commandId === '' || cause.timeMs + standsMs <= nowMs) continue
    open.add(commandId)
    if (commandType === 'contain') contained = true
    if (commandType !== 'revoke') continue
    if (commandScope === 'task' && cause.taskId === taskId && taskId !== '') revoked = true
    if (commandScope === 'credential' && cause.credentialId === credentialId && credentialId !== '')
      revoked = true
  }
  return { contained, revoked, openCommands: open.size }
}

function radius(context: Context, about: About, tier: Tier, nowMs: number): number {
  const capability = CAPABILITY_INDEX[about.ability.capability]
  const { credentialId, taskId, resourceId } = about
  const sensitivity = about.sensitivity ?? ''
  const asked: Partial<Cause> = { capability, sensitivity, credentialId, taskId, resourceId }
  return Math.round(blastRadius(context, { ...asked, timeMs: nowMs } as Cause, tier))
}
