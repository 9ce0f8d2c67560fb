// What a window amounts to: events, distinct values, sums, averages and percentiles of the entries from one place to another.
import { within } from '../../sigma/correlation/correlation.js'
import type { Entry, Group } from './entry.js'
import { firstAfter, firstFrom, sameCounted } from './sorted.js'

/** Whether a count, sum, average or percentile holds at the entry at `at`. The window is that of the plan: back or ahead. */
export function measures(group: Group, at: number): boolean {
  const { entries, plan } = group
  const { timeMs } = entries[at] as Entry
  const ahead = plan.aheadMs > 0
  const to = ahead ? firstFrom(group, timeMs + plan.aheadMs) : afterTies(entries, at)
  const { least } = plan
  // A lower bound alone is met or not by the entry that many places back; where none is double, at once.
  if (least > 0 && plan.type === 'event_count' && group.doubles === 0 && plan.chained === 0) {
    const reach = to - least
    return reach >= group.first && (entries[reach] as Entry).timeMs > timeMs - plan.backMs
  }
  const startMs = timeMs - plan.backMs
  if (least > 0 && plan.type === 'value_count')
    return reachesValues(entries, group.first, to, startMs, least)
  return within(plan.bounds, measured(group, at))
}

/** What the window of the entry at `at` amounts to. */
export function measured(group: Group, at: number): number {
  const { entries, plan } = group
  const entry = entries[at] as Entry
  const ahead = plan.aheadMs > 0
  const to = ahead ? firstFrom(group, entry.timeMs + plan.aheadMs) : afterTies(entries, at)
  const from = ahead
    ? firstFrom(group, entry.timeMs)
    : firstAfter(group, entry.timeMs - plan.backMs)
  return measure(group, from, to, entry)
}

/** Place after the last entry of the same time. */
export function afterTies(entries: readonly Entry[], at: number): number {
  const { timeMs } = entries[at] as Entry
  let to = at + 1
  while (to < entries.length && (entries[to] as Entry).timeMs === timeMs) to++
  return to
}

const few: string[] = []

/** Whether so many distinct values lie after `startMs` and before place `to`: no more are looked at than are needed. */
function reachesValues(
  entries: readonly Entry[],
  first: number,
  to: number,
  startMs: number,
  least: number,
): boolean {
  few.length = 0
  let many: Set<string> | null = null
  for (let i = to - 1; i >= first; i--) {
    const { timeMs, value } = entries[i] as Entry
    if (timeMs <= startMs) return false
    if (many !== null) many.add(value)
    else if (!few.includes(value)) {
      few.push(value)
      if (few.length > FEW_MAX) many = new Set(few)
    } else continue
    if ((many === null ? few.length : many.size) >= least) return true
  }
  return false
}

/** Up to so many values are looked through one by one, as that is quicker than a Set. */
const FEW_MAX = 24

function measure(group: Group, from: number, to: number, anchor: Entry): number {
  const { type, percentile: asked, chained } = group.plan
  const window = distinct(group, from, to)
  switch (type) {
    case 'event_count':
      return chained === 0 ? window.length : occurrences(window)
    case 'value_count':
      return new Set(window.map(({ value }) => value)).size
    case 'value_sum':
      return sum(window)
    case 'value_avg':
      return sum(window) / window.length
    case 'value_percentile':
      return asked === asked
        ? percentile(window, asked)
        : (100 * window.filter(({ value }) => value === anchor.value).length) / window.length
    default:
      return rulesOf(window)
  }
}

/** The entries of a window, each event once, whatever identities it was joined to. */
export function distinct(group: Group, from: number, to: number): readonly Entry[] {
  const window = group.entries.slice(from, to)
  if (group.doubles === 0) return window
  // The same event stands side by side, but for the identity.
  return window.filter((entry, i) => {
    const left = window[i - 1]
    return left === undefined || left.timeMs !== entry.timeMs || !sameCounted(left, entry)
  })
}

function occurrences(window: readonly Entry[]): number {
  const seen = new Set<string>()
  let events = 0
  for (const { occurrence } of window)
    if (occurrence === '') events++
    else seen.add(occurrence)
  return events + seen.size
}

function sum(window: readonly Entry[]): number {
  let total = 0
  for (const { amount } of window) total += amount
  return total
}

/** By linear interpolation at (n - 1) · p / 100, so that 50 is the median. */
function percentile(window: readonly Entry[], p: number): number {
  const sorted = window.map(({ amount }) => amount).sort((a, b) => a - b)
  const rank = ((sorted.length - 1) * p) / 100
  const low = sorted[Math.floor(rank)] as number
  const high = sorted[Math.ceil(rank)] as number
  return low + (high - low) * (rank - Math.floor(rank))
}

/** How many rules the entries match together. */
function rulesOf(window: readonly Entry[]): number {
  let steps = 0
  for (const entry of window) steps |= entry.steps
  let count = 0
  for (; steps !== 0; steps &= steps - 1) count++
  return count
}
