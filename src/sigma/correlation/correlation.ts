// A correlation as a rule file says it: what it counts or looks for, in which groups, within which time, and from how much on.
//
// The window of a correlation slides in event time and is anchored at the matching events themselves. Sigma leaves the
// anchor to the engine; here it is:
//
// - A condition with lower bounds only (gt, gte), an average or a percentile, and rules in proximity or in order, look back:
//   an event at t is judged with what lies in (t - timespan, t], at once.
// - A count or sum with an upper bound (lt, lte, eq, neq, a range) can still be broken by what comes: an event at t is judged
//   with what lies in [t, t + timespan), once the watermark has passed its end.
// - In `temporal`, a rule under `not` must be absent from (t - timespan, t + timespan), so that `a and not b` holds of an event
//   just where `a and b` does not. It is decided once the watermark has passed.
// - In `temporal_ordered`, a rule under `not` stands at its place in the list: between its neighbours nothing of it may lie.
//   First in the list, nothing of it may lie within the timespan before the second; last, nothing within the timespan after
//   the one before it, and that is decided once the watermark has passed. In between it is decided at once, and a rule's
//   event that comes late takes the ground away.
//
// Events of the same millisecond count as being in order, whichever it is: no source's clock tells more.
import type { Bound, CorrelationRule, Head } from '../rule.js'

/** What stands under `correlation:`, read by itself: until they are linked, rules are named as written, also in aliases, and have '' for ids. */
export type Draft = Omit<CorrelationRule, keyof Head | 'kind'>

/** Bounds with a place for each comparison; NaN where nothing was said. `neq` is the one number that it must not be. */
export interface Bounds {
  readonly gt: number
  readonly gte: number
  readonly lt: number
  readonly lte: number
  readonly eq: number
  readonly neq: number
}

export const ANY: Bounds = Object.freeze({
  gt: NaN,
  gte: NaN,
  lt: NaN,
  lte: NaN,
  eq: NaN,
  neq: NaN,
})

/** The bounds of a rule, ready to compare with. */
export function boundsOf(said: readonly Bound[]): Bounds {
  const bounds: Record<Bound['by'], number> = { ...ANY }
  for (const { by, value } of said) bounds[by] = value
  return bounds
}

/** Whether a number lies within the bounds. */
export function within({ gt, gte, lt, lte, eq, neq }: Bounds, value: number): boolean {
  // each comparison with NaN is false: what was not said holds nobody up
  return !(
    value <= gt ||
    value < gte ||
    value >= lt ||
    value > lte ||
    (eq === eq && value !== eq) ||
    value === neq
  )
}

/** Whether more of what is counted can break what held: then the window has to be over. */
export function boundedAbove({ lt, lte, eq, neq }: Bounds): boolean {
  return lt === lt || lte === lte || eq === eq || neq === neq
}

/** The least whole number within the bounds, from 1 on; Infinity where there is none. */
export function leastCount(bounds: Bounds): number {
  const { gt, gte, eq } = bounds
  let least = 1
  if (gt === gt) least = Math.max(least, Math.floor(gt) + 1)
  if (gte === gte) least = Math.max(least, Math.ceil(gte))
  if (eq === eq) least = Math.max(least, eq)
  for (const count of [least, least + 1]) if (within(bounds, count)) return count
  return Infinity
}
