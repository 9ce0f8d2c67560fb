// Looks into the context of an identity as it was at the time of an event, however much later it is looked at.
import { CAPABILITIES, SENSITIVITIES } from '../../model/capability.js'
import {
  type Context,
  credentialIn,
  type CredentialContext,
  isForeign,
  taskIn,
  type TaskContext,
  type Use,
} from '../../model/context.js'
import type { Joined } from '../../model/joined.js'
import { type Run, runAt, runOf, runsOf, type TaskRun } from '../../model/life.js'
import { ANY, type Piece } from '../rule.js'
import { fits } from '../plain/plain-text.js'

/** The task that an event is taken to be of: the one it names or its credential has, else the only one that is open. */
export function taskOf(joined: Joined, context: Context): TaskContext | undefined {
  if (joined.taskId !== '') return taskIn(context, joined.taskId)
  let only: TaskContext | undefined
  for (const task of context.tasks) {
    if (isForeign(task.id)) continue
    const { startMs, endMs } = runOf(task, joined.timeMs)
    if (!(startMs <= joined.timeMs && joined.timeMs <= endMs)) continue
    if (only !== undefined) return undefined
    only = task
  }
  return only
}

/** The run of its task that had begun by then. */
export function runAtEvent(joined: Joined, context: Context | null): TaskRun | null {
  const task = context === null ? undefined : taskOf(joined, context)
  if (task === undefined) return null
  const run = runOf(task, joined.timeMs)
  return run.startMs > joined.timeMs ? null : run
}

/** Whether what is said of its purpose was said by then. */
export function isDeclaredAt({ purposeMs }: TaskRun, { timeMs }: Joined): boolean {
  return purposeMs <= timeMs
}

export function credentialOf(joined: Joined, context: Context): CredentialContext | undefined {
  return joined.credentialId === '' ? undefined : credentialIn(context, joined.credentialId)
}

/** The life of its credential that the event lies in. */
export function lifeOf(joined: Joined, context: Context): Pick<Run, 'startMs'> | null {
  const known = credentialOf(joined, context)
  if (known === undefined) return null
  return known.marks === null
    ? { startMs: known.issuedMs }
    : runAt(runsOf(known.marks), joined.timeMs)
}

/** `undefined` where it is not known when it began, or it had not begun. */
export function secondsBetween(fromMs: number | undefined, toMs: number): number | undefined {
  return fromMs !== undefined && fromMs <= toMs ? (toMs - fromMs) / 1000 : undefined
}

/** What the event itself was kept as; null where it is no use of authority. */
export function useOf(joined: Joined, context: Context): Use | null {
  const { uses } = context
  for (let i = uses.length - 1; i >= 0; i--) if (isOf(uses[i] as Use, joined)) return uses[i] as Use
  return null
}

function isOf(use: Use, { eventId, origin }: Joined): boolean {
  return use.eventId === eventId && use.topic === origin.topic
}

/** By time; at one and the same time by id, so that the order of arrival decides nothing. */
function isBefore(use: Use, { timeMs, eventId }: Joined): boolean {
  return use.timeMs < timeMs || (use.timeMs === timeMs && use.eventId < eventId)
}

/** The latest use before the event. */
export function before(
  joined: Joined,
  { uses }: Context,
  counts: (use: Use) => boolean,
): Use | null {
  let found: Use | null = null
  for (const use of uses) {
    if (!isBefore(use, joined) || !counts(use)) continue
    if (
      found === null ||
      use.timeMs > found.timeMs ||
      (use.timeMs === found.timeMs && use.eventId > found.eventId)
    )
      found = use
  }
  return found
}

/** How many there were in the time up to the event, with itself. */
export function within(
  joined: Joined,
  { uses }: Context,
  spanMs: number,
  counts: (use: Use) => boolean,
): number {
  let n = 0
  for (const use of uses)
    if (
      counts(use) &&
      use.timeMs > joined.timeMs - spanMs &&
      (isBefore(use, joined) || isOf(use, joined))
    )
      n++
  return n
}

/** Classes as bits: those of uses before, and those of uses that are kept no more, which lie further back. */
export function classesBefore(joined: Joined, context: Context, task: TaskContext | null): number {
  let classes = (task ?? context).forgottenClasses
  for (const use of context.uses)
    if (use.acts && isBefore(use, joined) && (task === null || use.taskId === task.id))
      classes |= 1 << use.capability
  return classes
}

export function classNames(classes: number): readonly string[] {
  return CAPABILITIES.filter((_, i) => (classes & (1 << i)) !== 0)
}

/** Index into SENSITIVITIES; -1 none. */
export function sensitivityBefore(joined: Joined, context: Context): number {
  let highest = context.forgottenSensitivity
  for (const use of context.uses)
    if (use.acts && isBefore(use, joined))
      highest = Math.max(highest, SENSITIVITIES.indexOf(use.sensitivity as never))
  return highest
}

// --- scopes and actions by their names ---

/** Scopes of a credential that none of its actions is in. */
export function scopesUnused(known: CredentialContext | undefined): readonly string[] {
  if (known === undefined || known.scopes === null) return NONE
  const actions = known.actions ?? NONE
  return known.scopes.filter((scope) => !actions.some((action) => isIn(scope, action)))
}

/** Only where each of the scopes names operations as the action does: `s3:GetObject`, `s3:*`, `*`. */
export function scopesBeyond(
  action: string,
  known: CredentialContext | undefined,
): boolean | undefined {
  if (known === undefined || known.scopes === null || action === '') return undefined
  if (!known.scopes.every((scope) => scope.includes(':') || scope.includes('*'))) return undefined
  return !known.scopes.some((scope) => isIn(scope, action))
}

/** `*` in a scope is any text; case does not count. */
function isIn(scope: string, action: string): boolean {
  const pieces: Piece[] = scope.split('*').flatMap((part, i) => (i === 0 ? [part] : [ANY, part]))
  return fits(pieces, false, action)
}

const NONE: readonly string[] = Object.freeze([])
