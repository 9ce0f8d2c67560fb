// Episodes: events at which a correlation holds, less than a timespan apart, are one finding.
import type { Entry, Episode, Group } from './entry.js'

/** An episode with the place of the entry that began it; -1: that one is gone already. */
export interface Found {
  readonly episode: Episode
  readonly at: number
}

/**
 * The episodes of a group, earliest first. What they are follows from the events alone: two episodes begin at least a timespan
 * apart, so that the number of the timespan in which it began names each.
 */
export function episodesOf(group: Group): readonly Found[] {
  const { timespanMs } = group.plan
  const found: Found[] = []
  let open: Episode | null = null
  if (group.base !== null) {
    open = { ...group.base }
    found.push({ episode: open, at: -1 })
  }
  for (let i = group.first; i < group.entries.length; i++) {
    const { holds, timeMs } = group.entries[i] as Entry
    if (!holds) continue
    if (open !== null && timeMs - open.lastMs < timespanMs) open.lastMs = timeMs
    else {
      open = { bucket: Math.floor(timeMs / timespanMs), startMs: timeMs, lastMs: timeMs }
      found.push({ episode: open, at: i })
    }
  }
  return found
}

/** The number of the open episode that a time lies in; NaN where none. */
export function numberOf({ open }: Group, { timeMs }: Entry): number {
  for (const { startMs, lastMs, bucket } of open)
    if (startMs <= timeMs && timeMs <= lastMs) return bucket
  return NaN
}

/** An entry at which the correlation holds is about to go: its episode stays known by its start. */
export function moveBase(group: Group, { timeMs }: Entry): void {
  const { timespanMs } = group.plan
  const { base } = group
  if (base !== null && timeMs - base.lastMs < timespanMs) base.lastMs = timeMs
  else group.base = { bucket: Math.floor(timeMs / timespanMs), startMs: timeMs, lastMs: timeMs }
}
