// What holds of what was delegated to an identity, or by it: wider than the delegator's own, too deep, cut off with the delegator.
import { isForeign, taskIn, type Context, type CredentialContext } from '../../model/context.js'
import {
  chainOf,
  lineOf,
  receivedIn,
  type Kin,
  type Line,
  type Received,
} from '../../model/context-delegation.js'
import type { Cause, PlanRow } from '../../model/finding.js'
import { runOf } from '../../model/life.js'
import { notCovered } from '../../model/capability-scopes.js'
import { inOrder, type Timed } from './told.js'

export interface DelegationLimits {
  /** delegations from agent to agent, one after another */
  readonly depth: number
  /** tasks that are delegated out of one */
  readonly fanOut: number
}

/** Answers are pushed to `out`. Nothing of it is about a single use. */
export type JudgeDelegations = (context: Context, out: Cause[]) => void

export function createDelegations(limits: DelegationLimits, graceMs: number): JudgeDelegations {
  return (context, out) => {
    const { kin } = context
    if (kin === null) return
    compromised(context, kin, out)
    for (const received of receivedIn(kin)) {
      if (received.links.at(-1)?.origin === true) continue
      widenedByGrant(context, kin, received, out)
      cut(context, received, out)
      tooDeep(context, received, limits.depth, out)
    }
    if (kin.received.size > 0)
      for (const credential of context.credentials)
        widenedByIssue(context, credential, graceMs, out)
    if (kin.grants.size > limits.fanOut) tooMany(context, kin, limits.fanOut, out)
  }
}

/** The delegator did not have itself what it delegated; or nobody ever told what it had. */
function widenedByGrant(context: Context, kin: Kin, received: Received, out: Cause[]): void {
  const link = received.links.at(-1)
  if (link === undefined || link.scopes === null || link.scopes.length === 0) return
  const { from, task, eventId } = received
  if (link.rights === null) {
    if (!kin.unknown.has(received.key)) return
    const reason = `agent ${from} delegated ${listed(link.scopes)} to agent ${context.id}${of(task)}, and nobody told what it may do itself`
    out.push(about(context, received, 'delegation.unknown', `unknown-parent|${from}`, [], reason))
    return
  }
  const extra = notCovered(link.rights.scopes, link.scopes)
  if (extra.length === 0) return
  out.push(
    about(
      context,
      received,
      'delegation.widened',
      `widened|${from}|${task}|${eventId}`,
      link.rights.events,
      `agent ${from} delegated ${listed(extra)} to agent ${context.id}${of(task)}, which it does not hold itself (it holds ${listed(link.rights.scopes)})`,
    ),
  )
}

/** A credential that came with the delegation has more scopes than were delegated. */
function widenedByIssue(
  context: Context,
  credential: CredentialContext,
  graceMs: number,
  out: Cause[],
): void {
  const line = credential.scopes === null ? null : derivedFrom(context, credential, graceMs)
  if (line === null || credential.scopes === null) return
  const link = line.links.at(-1)
  if (link === undefined || link.scopes === null || link.origin) return
  const extra = notCovered(link.scopes, credential.scopes)
  if (extra.length === 0) return
  const { from, task } = line.first
  out.push({
    ...about(
      context,
      line.first,
      'delegation.widened',
      `widened|${task}|${credential.id}`,
      [[link.timeMs, link.eventId]],
      `credential ${credential.id} was issued to agent ${context.id}${of(task)} with ${listed(extra)}, and agent ${from} delegated ${listed(link.scopes)} only`,
    ),
    timeMs: Math.max(credential.issuedMs, link.timeMs),
    eventId: credential.issuedEvent,
    topic: '',
    evidence: inOrder([
      [link.timeMs, link.eventId],
      [credential.issuedMs, credential.issuedEvent],
    ]),
    credentialId: credential.id,
  })
}

/** The line that a credential was issued for: all of its tasks are delegated, and it came after that. Null: it is the agent's own. */
export function derivedFrom(
  context: Context,
  credential: CredentialContext,
  graceMs: number,
): Line | null {
  let found: Line | null = null
  for (const { id } of credential.tasks) {
    if (isForeign(id)) continue
    const line = lineOf(context.kin, id, credential.id)
    if (line === null || line.depth === 0) return null
    if (found === null || line.first.timeMs < found.first.timeMs) found = line
  }
  if (found === null && credential.tasks.length === 0)
    found = lineOf(context.kin, '', credential.id)
  return found !== null && credential.issuedMs >= found.first.timeMs - graceMs ? found : null
}

/** What stands against the delegator takes with it what it delegated. */
function cut(context: Context, received: Received, out: Cause[]): void {
  if (received.cut === null) return
  const { from, task } = received
  const { commandId, type, timeMs, eventId, topic } = received.cut
  out.push({
    ...about(
      context,
      received,
      'delegation.cascade',
      `cascade|${task || received.credentialId}|${commandId}`,
      [],
      `agent ${from}, which delegated${of(task)} to agent ${context.id}, ${type === 'contain' ? 'is cut off' : 'lost the task out of which it did so'} (command ${commandId})`,
    ),
    timeMs: Math.max(timeMs, received.timeMs),
    eventId,
    topic,
    evidence: inOrder([
      [received.timeMs, received.eventId],
      [timeMs, eventId],
    ]),
  })
}

/** Reported as no longer its owner's: what it delegated goes with it. */
function compromised(context: Context, { compromised: report }: Kin, out: Cause[]): void {
  if (report === null) return
  const { timeMs, eventId, topic, workloadId, apart } = report
  const agentId = context.agentId || (workloadId === '' ? context.id : '')
  out.push({
    ...NOBODYS,
    key: `compromised|${context.id}`,
    row: 'compromised',
    timeMs,
    eventId,
    topic,
    evidence: [eventId],
    reason: apart
      ? `agent ${context.id} runs on workload ${workloadId}, which was reported as compromised`
      : `${workloadId === '' ? `agent ${agentId}` : `workload ${workloadId}`} was reported as compromised`,
    agentId,
    workloadId: apart ? '' : workloadId,
    taskId: '',
    purpose: '',
  })
}

function tooDeep(context: Context, received: Received, limit: number, out: Cause[]): void {
  const links = received.links.filter(({ origin }) => !origin)
  if (links.length <= limit) return
  const line = { first: received, links: received.links }
  out.push(
    about(
      context,
      received,
      'delegation.limit',
      `depth|${received.task}|${received.eventId}`,
      links.map(({ timeMs, eventId }) => [timeMs, eventId] as const),
      `what agent ${context.id} was delegated${of(received.task)} is ${links.length} delegations away from the first (${chainOf(line).join(' → ')}), more than ${limit}`,
    ),
  )
}

function tooMany(context: Context, kin: Kin, limit: number, out: Cause[]): void {
  const byTask = new Map<
    string,
    { name: string; timeMs: number; eventId: string; topic: string }[]
  >()
  for (const {
    parentTask,
    child,
    childTask,
    timeMs,
    eventId,
    topic,
    origin,
  } of kin.grants.values()) {
    if (origin) continue
    const name = `${child}|${childTask}`
    const all = byTask.get(parentTask)
    const one = { name, timeMs, eventId, topic }
    if (all === undefined) byTask.set(parentTask, [one])
    else all.push(one)
  }
  for (const [task, all] of byTask) {
    all.sort((a, b) => a.timeMs - b.timeMs || (a.eventId < b.eventId ? -1 : 1))
    const names = new Set<string>()
    const beyond = all.find(({ name }) => names.add(name).size > limit)
    if (beyond === undefined) continue
    const { timeMs, eventId, topic } = beyond
    const run = task === '' ? undefined : taskIn(context, task)
    out.push({
      ...NOBODYS,
      key: `fan-out|${context.id}|${task}`,
      row: 'delegation.limit',
      timeMs,
      eventId,
      topic,
      evidence: inOrder(all.slice(0, limit + 1).map((one) => [one.timeMs, one.eventId] as const)),
      reason: `agent ${context.id} delegated to more than ${limit} others${task === '' ? '' : ` out of task ${task}`}`,
      agentId: context.agentId,
      workloadId: context.workloadId,
      taskId: task,
      purpose: run === undefined ? '' : runOf(run, timeMs).purpose,
    })
  }
}

const NOBODYS = {
  episode: '',
  credentialId: '',
  capability: -1,
  action: '',
  resourceId: '',
  sensitivity: '',
  attributed: true,
  candidates: [] as readonly string[],
} as const

/** A cause about what was delegated to this identity: what follows of it is done to the child's task, once for all causes. */
function about(
  context: Context,
  received: Received,
  row: PlanRow,
  key: string,
  evidence: readonly Timed[],
  reason: string,
): Cause {
  const { task, credentialId, timeMs, eventId, topic, attributed } = received
  const known = task === '' ? undefined : taskIn(context, task)
  return {
    ...NOBODYS,
    key: `${row}|${context.id}|${key}`,
    episode: episodeOf(context, task, credentialId),
    row,
    timeMs,
    eventId,
    topic,
    evidence: inOrder([...evidence, [timeMs, eventId]]),
    reason,
    agentId: context.agentId || context.id,
    workloadId: context.workloadId,
    credentialId: task === '' ? credentialId : '',
    taskId: task,
    purpose: known === undefined ? '' : runOf(known, timeMs).purpose,
    attributed,
  }
}

export function episodeOf(context: Context, task: string, credentialId: string): string {
  return `delegation|${context.id}|${task || credentialId}`
}

function of(task: string): string {
  return task === '' ? '' : ` task ${task}`
}

const LISTED_MAX = 8

/** Scopes as a person reads them. */
export function listed(scopes: readonly string[]): string {
  const shown = scopes.slice(0, LISTED_MAX).join(', ')
  const more = scopes.length - LISTED_MAX
  return scopes.length === 0 ? 'nothing' : more > 0 ? `${shown} and ${more} more` : shown
}
