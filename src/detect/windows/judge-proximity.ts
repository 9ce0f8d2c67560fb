// Rules near one another in time, in any order or in one, with those that must not be there.
import type { Sequence } from '../../sigma/correlation/plan.js'
import type { Entry, Group } from './entry.js'
import { firstAfter, firstFrom, sameEvent } from './sorted.js'
import { afterTies } from './judge-measure.js'

/** Whether the rules of one of the terms lie near the entry at `at`, and none of those that must not. */
export function together(group: Group, at: number): boolean {
  const { entries, plan } = group
  const entry = entries[at] as Entry
  const { timespanMs } = plan
  const from = firstAfter(group, entry.timeMs - timespanMs)
  const to = afterTies(entries, at)
  const present = stepsIn(entries, from, to)
  const around =
    plan.aheadMs === 0
      ? present
      : present | stepsIn(entries, to, firstFrom(group, entry.timeMs + timespanMs))
  for (const term of plan.terms ?? [])
    if ((term.present & ~present) === 0 && (term.absent & around) === 0) return true
  return false
}

function stepsIn(entries: readonly Entry[], from: number, to: number): number {
  let steps = 0
  for (let i = from; i < to; i++) steps |= (entries[i] as Entry).steps
  return steps
}

/** Whether the entry at `at` completes one of the sequences within the timespan. */
export function inOrder(group: Group, at: number): boolean {
  for (const sequence of group.plan.sequences ?? [])
    if (mayComplete(group, sequence) && completes(group, at, sequence)) return true
  return false
}

function mayComplete({ steps: had }: Group, { steps }: Sequence): boolean {
  for (let k = 0; k < steps.length; k++) if ((had & (1 << (steps[k] as number))) === 0) return false
  return true
}

function completes(group: Group, at: number, { steps, gaps }: Sequence): boolean {
  const entry = group.entries[at] as Entry
  const last = steps.length - 1
  if ((entry.steps & (1 << (steps[last] as number))) === 0) return false
  const { timespanMs } = group.plan
  const after = gaps[last + 1] as number
  if (after !== 0) {
    const from = firstFrom(group, entry.timeMs)
    const to = firstFrom(group, entry.timeMs + timespanMs)
    if ((stepsIn(group.entries, from, to) & after) !== 0) return false
  }
  if (last === 0) return opens(group, at, gaps[0] as number)
  if (last === 1 && gaps[0] === 0) return follows(group, at, steps[0] as number, gaps[1] as number)
  return follow(group, at, steps, gaps)
}

/** Whether nothing that must not be there lies within the timespan before the first of a sequence. */
function opens(group: Group, at: number, absent: number): boolean {
  if (absent === 0) return true
  const { timeMs } = group.entries[at] as Entry
  const from = firstAfter(group, timeMs - group.plan.timespanMs)
  return (stepsIn(group.entries, from, afterTies(group.entries, at)) & absent) === 0
}

/** Two steps: from the second backwards, whichever comes first decides: the first step, or what must not lie between. */
function follows(group: Group, at: number, step: number, absent: number): boolean {
  const { entries, first } = group
  const entry = entries[at] as Entry
  const startMs = entry.timeMs - group.plan.timespanMs
  const wanted = 1 << step
  for (let i = afterTies(entries, at) - 1; i >= first; i--) {
    const other = entries[i] as Entry
    if (other.timeMs <= startMs) return false
    if (absent !== 0 && barredAt(entries, i, first, absent)) return false
    if ((other.steps & wanted) !== 0 && !sameEvent(other, entry)) return true
  }
  return false
}

/** Whether one of the entries of the same time as the one at `at`, at its place or before, is of the absent steps. */
function barredAt(entries: readonly Entry[], at: number, first: number, absent: number): boolean {
  const { timeMs } = entries[at] as Entry
  for (let i = at; i >= first; i--) {
    const entry = entries[i] as Entry
    if (entry.timeMs !== timeMs) return false
    if ((entry.steps & absent) !== 0) return true
  }
  return false
}

/**
 * Any number of steps: for each entry that may be the i-th of a sequence, the latest start of one that leads to it. The
 * latest start is the best one, as what may lie before it and between the steps does not depend on what came earlier.
 */
function follow(
  group: Group,
  at: number,
  steps: readonly number[],
  gaps: readonly number[],
): boolean {
  const { entries } = group
  const entry = entries[at] as Entry
  const startMs = entry.timeMs - group.plan.timespanMs
  const from = firstAfter(group, startMs)
  const to = afterTies(entries, at)
  let starts = new Map<number, number>()
  const opening = 1 << (steps[0] as number)
  for (let i = from; i < to; i++)
    if (((entries[i] as Entry).steps & opening) !== 0 && opens(group, i, gaps[0] as number))
      starts.set(i, (entries[i] as Entry).timeMs)
  for (let k = 1; k < steps.length && starts.size > 0; k++) {
    const wanted = 1 << (steps[k] as number)
    const next = new Map<number, number>()
    const whole = k === steps.length - 1
    for (let i = from; i < to; i++) {
      const candidate = entries[i] as Entry
      if ((candidate.steps & wanted) === 0 || (whole && !sameEvent(candidate, entry))) continue
      const best = latestStart(entries, starts, i, gaps[k] as number)
      if (best > startMs) next.set(i, best)
    }
    starts = next
  }
  return starts.has(at)
}

/** The latest start among the sequences that the entry at `at` can go on with. */
function latestStart(
  entries: readonly Entry[],
  starts: ReadonlyMap<number, number>,
  at: number,
  absent: number,
): number {
  const entry = entries[at] as Entry
  let best = -Infinity
  for (const [i, startMs] of starts) {
    const other = entries[i] as Entry
    if (other.timeMs > entry.timeMs || startMs <= best || sameEvent(other, entry)) continue
    if (absent !== 0 && barred(entries, other.timeMs, entry.timeMs, Math.max(i, at), absent))
      continue
    best = startMs
  }
  return best
}

/** Whether one of the absent steps lies between two times, both included. */
function barred(
  entries: readonly Entry[],
  fromMs: number,
  toMs: number,
  near: number,
  absent: number,
): boolean {
  let i = near
  while (i + 1 < entries.length && (entries[i + 1] as Entry).timeMs <= toMs) i++
  for (; i >= 0; i--) {
    const { timeMs, steps } = entries[i] as Entry
    if (timeMs < fromMs) return false
    if (timeMs <= toMs && (steps & absent) !== 0) return true
  }
  return false
}
