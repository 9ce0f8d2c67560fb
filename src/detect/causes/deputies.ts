// What a use amounts to that is made for somebody else: beyond what was delegated, beyond what the originator may, or after the parent's end.
import { FIRST_ACTIVE, FIRST_PRIVILEGED } from '../../model/capability.js'
import {
  credentialIn,
  isForeign,
  realMs,
  taskIn,
  type Context,
  type Use,
} from '../../model/context.js'
import {
  chainOf,
  lineOf,
  receivedIn,
  type DelegationLink,
  type Line,
} from '../../model/context-delegation.js'
import type { Cause } from '../../model/finding.js'
import { runOf } from '../../model/life.js'
import { leavesOut, notCovered, onlyRead } from '../../model/capability-scopes.js'
import { derivedFrom, episodeOf, listed } from './delegations.js'
import { holdersOf } from './holders.js'
import { causeOf, what, who, type Timed } from './told.js'

/** A task that a use may be of, and the line by which it was delegated. */
interface ForTask {
  readonly task: string
  readonly line: Line
}

export function createDeputies(
  graceMs: number,
): (context: Context, use: Use, out: Cause[]) => void {
  /**
   * The delegated tasks that a use may be of; empty where it may be of one of the agent's own, as then nothing says that
   * it was made for somebody else.
   */
  function behind(context: Context, use: Use): readonly ForTask[] {
    const tasks = use.taskId !== '' ? [use.taskId] : tasksOf(context, use)
    const found: ForTask[] = []
    for (const task of tasks) {
      const line = lineOf(context.kin, task, use.credentialId)
      if (line === null) return NO_TASKS
      found.push({ task: line.first.task, line })
    }
    if (tasks.length === 0) {
      const line = lineOf(context.kin, '', use.credentialId)
      if (line !== null && use.credentialId !== '') found.push({ task: '', line })
    }
    return found.sort(
      (a, b) => a.line.first.timeMs - b.line.first.timeMs || (a.task < b.task ? -1 : 1),
    )
  }

  /** Those that hold its credential, else all that are open: its own, and what was delegated to it. */
  function tasksOf(context: Context, use: Use): readonly string[] {
    const credential = credentialIn(context, use.credentialId)
    const open = (id: string): boolean => {
      const task = taskIn(context, id)
      return task === undefined || runOf(task, realMs(use)).endMs + graceMs >= realMs(use)
    }
    const holding =
      credential === undefined
        ? []
        : holdersOf(context, credential).filter(
            ({ id, fromMs }) => fromMs <= realMs(use) && !isForeign(id) && open(id),
          )
    if (holding.length > 0) return holding.map(({ id }) => id)
    const ids = new Set<string>()
    for (const task of context.tasks) {
      const { startMs } = runOf(task, realMs(use))
      if (!isForeign(task.id) && startMs <= realMs(use) && open(task.id)) ids.add(task.id)
    }
    for (const { task, timeMs } of context.kin === null ? [] : receivedIn(context.kin))
      if (task !== '' && timeMs <= realMs(use) && open(task)) ids.add(task)
    return [...ids]
  }

  return (context, use, out) => {
    if (context.kin === null || context.kin.received.size === 0 || !use.acts || !use.known) return
    const tasks = behind(context, use)
    if (tasks.length === 0) return
    orphaned(context, use, tasks, graceMs, out)
    if (use.outcome === 'deny' || use.outcome === 'error' || use.action === '') return
    const faults = tasks.map(({ line }) => faultOf(context, use, line, graceMs))
    const [first] = faults
    // Where one of the tasks allows it, it may have been that one.
    if (first == null || faults.some((fault) => fault === null)) return
    const { task, line } = tasks[0] as ForTask
    const chain = chainOf(line)
    const told = {
      taskId: task,
      purpose: purposeOf(context, task, use),
      episode: episodeOf(context, task, line.first.credentialId),
      evidence: [...first.evidence, ...line.links.map(eventOf)],
      reason: `${who(context, use)} used ${what(use)} for ${chain[0] as string} (${chain.join(' → ')}), ${first.reason}`,
    }
    const key = `${first.row}|${context.id}|${task || line.first.credentialId}|use`
    out.push(causeOf(context, use, first.row, key, told))
  }
}

interface Fault {
  readonly row: 'delegation.widened' | 'delegation.deputy'
  readonly reason: string
  readonly evidence: readonly Timed[]
}

/** Where along the chain the right to do this is missing; null where it is not, as far as is known. */
function faultOf(context: Context, use: Use, line: Line, graceMs: number): Fault | null {
  const credential = credentialIn(context, use.credentialId)
  const derived = credential === undefined ? null : derivedFrom(context, credential, graceMs)
  const held = credential?.scopes ?? null
  const itsOwn = held !== null && derived === null && notCovered(held, [use.action]).length === 0
  const narrow = line.links.find(({ scopes }) => scopes !== null && beyond(scopes, use))
  if (narrow !== undefined && !itsOwn) {
    if (use.capability < FIRST_ACTIVE) return null
    const scopes = narrow.scopes as readonly string[]
    return {
      row: 'delegation.widened',
      reason: `which agent ${narrow.from} did not delegate to agent ${narrow.to} (${listed(scopes)}): ${widener(context, use, line, narrow)}`,
      evidence: [],
    }
  }
  // Of whoever asked mostly nothing is known but what the first agent was given for it.
  const firsts = line.links.slice(0, line.links[0]?.origin === true ? 2 : 1)
  const root = firsts.find(({ rights }) => rights !== null) ?? firsts[0]
  const missing =
    narrow?.scopes ?? (beyond(root?.rights?.scopes ?? null, use) ? root?.rights?.scopes : null)
  if (missing == null || root === undefined) return null
  return {
    row: 'delegation.deputy',
    reason: `who may do ${listed(missing)} only: ${itsOwn ? 'the right is the deputy’s own' : 'nobody in the chain gave that right'}`,
    evidence: root.rights?.events ?? [],
  }
}

/** Whether scopes that are known leave out what was done, by name, or as they only let read. */
function beyond(scopes: readonly string[] | null, use: Use): boolean {
  if (scopes === null) return false
  const left = leavesOut(scopes, use.action)
  return left ?? (use.capability >= FIRST_PRIVILEGED && onlyRead(scopes))
}

/** The link after the narrow one at which the right came in again. */
function widener(context: Context, use: Use, line: Line, narrow: DelegationLink): string {
  for (const link of line.links.slice(line.links.indexOf(narrow) + 1))
    if (link.scopes !== null && notCovered(link.scopes, [use.action]).length === 0)
      return `it was widened by agent ${link.from}, which delegated ${listed(link.scopes)} to agent ${link.to}`
  const credential = credentialIn(context, use.credentialId)
  if (credential?.scopes != null && notCovered(credential.scopes, [use.action]).length === 0)
    return `it was widened with credential ${credential.id}, issued with ${listed(credential.scopes)}`
  return `it was widened by agent ${context.id} itself`
}

/** It goes on although the task out of which it was delegated is over, and nobody else asked for it. */
function orphaned(
  context: Context,
  use: Use,
  tasks: readonly ForTask[],
  graceMs: number,
  out: Cause[],
): void {
  const over = ({ task, line }: ForTask): boolean =>
    line.depth > 0 &&
    realMs(use) > line.parentEndMs + graceMs &&
    !hasOriginator(context, task, line)
  if (!tasks.every(over)) return
  const { task, line } = tasks[0] as ForTask
  const { first, parentEndMs, parentEndEvent } = line
  const seconds = Math.round((realMs(use) - parentEndMs) / 1000)
  out.push(
    causeOf(
      context,
      use,
      'delegation.orphaned',
      `orphaned|${context.id}|${task || first.credentialId}|${parentEndEvent}`,
      {
        taskId: task,
        purpose: purposeOf(context, task, use),
        episode: episodeOf(context, task, first.credentialId),
        evidence: [...line.links.map(eventOf), [parentEndMs, parentEndEvent]],
        reason: `${who(context, use)} used ${what(use)} ${seconds} s after task ${first.parentTask} ended, out of which agent ${first.from} delegated${task === '' ? '' : ` task ${task}`} to it, and nobody else asked for that`,
      },
    ),
  )
}

/** Whether somebody asked for the child's task who is not in the chain that ended. */
function hasOriginator(context: Context, task: string, line: Line): boolean {
  const asked = taskIn(context, task)?.requestedBy ?? ''
  return asked !== '' && asked !== context.id && !chainOf(line).includes(asked)
}

function purposeOf(context: Context, taskId: string, use: Use): string {
  const task = taskIn(context, taskId)
  return task === undefined ? '' : runOf(task, realMs(use)).purpose
}

function eventOf({ timeMs, eventId }: DelegationLink): Timed {
  return [timeMs, eventId]
}

const NO_TASKS: readonly ForTask[] = Object.freeze([])
