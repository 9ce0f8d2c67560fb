// Judges the events of a group: whether the correlation holds at each, and which of them a change concerns.
import type { Entry, Group } from './entry.js'
import { measures } from './judge-measure.js'
import { inOrder, together } from './judge-proximity.js'
import { firstAfter, firstFrom } from './sorted.js'

/** Whether the correlation holds at the entry at `at`, by all that lies in its window now. */
export function judge(group: Group, at: number): boolean {
  const { plan } = group
  if (((group.entries[at] as Entry).steps & plan.anchors) === 0) return false
  if (plan.sequences !== null) return inOrder(group, at)
  return plan.terms !== null ? together(group, at) : measures(group, at)
}

/** Judges anew every decided event that a change at `timeMs` may concern; `more`: an event came in. True where any of them differs. */
export function rejudge(group: Group, timeMs: number, watermarkMs: number, more: boolean): boolean {
  const { plan, entries } = group
  const waits = plan.aheadMs > 0
  const from = waits ? firstAfter(group, timeMs - plan.aheadMs) : firstFrom(group, timeMs)
  // It lies in the windows of the events before `timeMs + backMs`; times are whole.
  const lastMs = timeMs + Math.max(0, plan.backMs - 1)
  const untilMs = waits ? Math.min(lastMs, watermarkMs - plan.aheadMs) : lastMs
  // Where so many or more are asked for, one more event takes nothing from those at which it holds.
  const stands = more && plan.least > 0
  let differs = false
  for (let i = from; i < entries.length; i++) {
    const entry = entries[i] as Entry
    if (entry.timeMs > untilMs) break
    if (stands && entry.holds) continue
    const holds = judge(group, i)
    if (holds === entry.holds) continue
    entry.holds = holds
    differs = true
  }
  return differs
}
