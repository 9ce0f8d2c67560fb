// What an identity holds beyond what its open tasks need: credentials and scopes that nothing asks for, for too long.
import type { Ability, Coverage } from '../../model/capability.js'
import {
  isForeign,
  taskIn,
  type Context,
  type CredentialContext,
  type TaskContext,
} from '../../model/context.js'
import type { Cause } from '../../model/finding.js'
import { lifeAt, taskRuns, type TaskRun } from '../../model/life.js'
import { holdersOf } from '../causes/holders.js'
import { inOrder } from '../causes/told.js'

export interface NeedsOptions {
  /** how long more may be held than is needed; null: nobody asks */
  readonly accumulationMs: number | null
  readonly covers: (coverage: Coverage, capability: number, domain: string) => boolean
  /** what a scope grants, in one or more ways of saying it; none where nobody knows */
  readonly abilitiesOf: (scope: string) => readonly Ability[]
  readonly indexOf: (ability: Ability) => number
}

/** A credential of which more is held than is needed, from a time on. */
interface Excess {
  readonly credential: CredentialContext
  readonly sinceMs: number
  /** the scopes that nothing needs; empty: the whole credential */
  readonly scopes: readonly string[]
}

/** An open run of a task that may need a credential. */
interface Needing {
  readonly fromMs: number
  readonly toMs: number
  /** null: nobody can say what it needs, so it may need everything */
  readonly coverage: Coverage | null
}

/**
 * A scope is needed while a task that holds its credential is open whose declared purpose covers what the scope grants; of
 * credentials of no task, while any open task does. A task without a described purpose may need everything, and so may a
 * scope that nobody can read. A credential whose tasks are all over, or were never heard of by an agent that tells of its
 * tasks, is not needed at all. What a command has revoked is no longer held.
 */
export function createNeeds(
  options: NeedsOptions,
): (context: Context, elapsedMs: number, out: Cause[]) => void {
  const maxMs = options.accumulationMs ?? Infinity

  function isNeeded(scope: string, at: readonly Needing[]): boolean {
    const granted = options.abilitiesOf(scope)
    return (
      granted.length === 0 ||
      at.some(
        ({ coverage }) =>
          coverage === null ||
          granted.some((one) => options.covers(coverage, options.indexOf(one), one.domain)),
      )
    )
  }

  /** The first stretch that lasts too long in which more is held than is needed. */
  function excessOf(
    context: Context,
    credential: CredentialContext,
    elapsedMs: number,
    endsOf: () => CommandedEnds,
  ): Excess | null {
    const fromMs = credential.issuedMs
    const dueMs = fromMs + maxMs
    // Most are not held for so long.
    if (!(elapsedMs >= dueMs && endOf(credential) >= dueMs)) return null
    const toMs = Math.min(elapsedMs, endOf(credential), commandedEndOf(credential, endsOf()))
    if (!(toMs >= dueMs)) return null
    const holders = holdersOf(context, credential)
    const bound = holders.length > 0
    const needing = bound
      ? holders.flatMap(({ id }) => runsOf(taskIn(context, id)))
      : context.tasks.filter(({ id }) => !isForeign(id)).flatMap(runsOf)
    const cuts = [fromMs, toMs]
    for (const run of needing)
      for (const ms of [run.fromMs, run.toMs]) if (ms > fromMs && ms < toMs) cuts.push(ms)
    cuts.sort((a, b) => a - b)
    const scopes = credential.scopes ?? []
    // Each scope by itself, and the credential as a whole ('').
    for (const scope of bound ? ['', ...scopes] : scopes) {
      let sinceMs = NaN
      for (let i = 0; i + 1 < cuts.length; i++) {
        const start = cuts[i] as number
        const end = cuts[i + 1] as number
        const at = needing.filter((run) => run.fromMs <= start && run.toMs > start)
        const exceeds = at.length === 0 ? bound : scope !== '' && !isNeeded(scope, at)
        if (!exceeds) sinceMs = NaN
        else if (Number.isNaN(sinceMs)) sinceMs = start
        if (end - sinceMs >= maxMs)
          return { credential, sinceMs, scopes: scope === '' ? [] : unneeded(scopes, at) }
      }
    }
    return null
  }

  function unneeded(scopes: readonly string[], at: readonly Needing[]): readonly string[] {
    return scopes.filter((scope) => !isNeeded(scope, at))
  }

  return (context, elapsedMs, out) => {
    if (options.accumulationMs === null) return
    // An agent that does not tell of its tasks needs what nobody knows.
    if (!context.tasks.some(({ id, startMs }) => !isForeign(id) && startMs >= 0)) return
    const found: Excess[] = []
    let ends: CommandedEnds | null = null
    const endsOf = (): CommandedEnds => (ends ??= commandedEnds(context))
    for (const credential of context.credentials) {
      const excess = excessOf(context, credential, elapsedMs, endsOf)
      if (excess !== null) found.push(excess)
    }
    const [first] = found.sort(
      (a, b) => a.sinceMs - b.sinceMs || (a.credential.id < b.credential.id ? -1 : 1),
    )
    if (first !== undefined) out.push(causeOf(context, first, found, maxMs))
  }
}

function causeOf(context: Context, first: Excess, found: readonly Excess[], maxMs: number): Cause {
  const minutes = Math.round(maxMs / 60_000)
  return {
    key: `accumulation|${context.id}`,
    episode: '',
    row: 'accumulation',
    timeMs: first.sinceMs + maxMs,
    eventId: first.credential.issuedEvent,
    topic: '',
    evidence: inOrder(
      found.map(({ credential }) => [credential.issuedMs, credential.issuedEvent] as const),
    ),
    reason:
      `${context.agentId === '' ? context.id : `agent ${context.agentId}`} has held for ${minutes} min what no open task needs: ` +
      `${listed(found)}; it should be released`,
    agentId: context.agentId,
    workloadId: context.workloadId,
    credentialId: first.credential.id,
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

const LISTED_MAX = 5

function listed(found: readonly Excess[]): string {
  const named = found
    .slice(0, LISTED_MAX)
    .map(({ credential, scopes }) =>
      scopes.length === 0
        ? `credential ${credential.id}`
        : `of credential ${credential.id} ${scopes.slice(0, LISTED_MAX).join(', ')}`,
    )
  const more = found.length - named.length
  return `${named.join('; ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** A task whose start nobody told was at work until its end all the same. */
function runsOf(task: TaskContext | undefined): readonly Needing[] {
  if (task === undefined) return []
  const foreign = isForeign(task.id)
  return taskRuns(task).map((run: TaskRun) => ({
    fromMs: Number.isNaN(run.startMs) ? -Infinity : run.startMs,
    toMs: run.endMs,
    coverage: foreign ? null : run.coverage,
  }))
}

/** Since when commands of ours have ended what an identity holds, by the ids of credentials and tasks; all of it from `allMs` on. */
interface CommandedEnds {
  readonly credentials: ReadonlyMap<string, number>
  readonly tasks: ReadonlyMap<string, number>
  readonly allMs: number
}

function commandedEnds(context: Context): CommandedEnds {
  const credentials = new Map<string, number>()
  const tasks = new Map<string, number>()
  let allMs = Infinity
  for (const { cause, withdrawn, commandType, commandScope } of context.causes?.values() ?? []) {
    if (withdrawn) continue
    const { credentialId, taskId, timeMs } = cause
    if (commandType === 'contain') allMs = Math.min(allMs, timeMs)
    else if (commandType !== 'revoke') continue
    else if (commandScope === 'credential') earliest(credentials, credentialId, timeMs)
    else if (commandScope === 'task') earliest(tasks, taskId, timeMs)
  }
  return { credentials, tasks, allMs }
}

function earliest(ends: Map<string, number>, id: string, timeMs: number): void {
  if (!((ends.get(id) ?? Infinity) <= timeMs)) ends.set(id, timeMs)
}

/** When it died, by its issuer's word or its own time. */
function endOf(credential: CredentialContext): number {
  const { endMs } = lifeAt(credential, Infinity)
  return credential.expiresMs < endMs ? credential.expiresMs : endMs
}

/** When it died by a command of ours. */
function commandedEndOf(credential: CredentialContext, ends: CommandedEnds): number {
  let endMs = Math.min(ends.allMs, ends.credentials.get(credential.id) ?? Infinity)
  if (ends.tasks.size > 0)
    for (const { id } of credential.tasks) endMs = Math.min(endMs, ends.tasks.get(id) ?? Infinity)
  return endMs
}
