// The entries of a group in their order: sorted in, found by time, taken out, and let go once no window can need them.
import type { MatchNames } from '../../model/match.js'
import type { Entry, Group } from './entry.js'
import { moveBase } from './episodes.js'

/** Order within a group: by time; what has the same time by its names, so that evidence reads the same in any order of arrival. */
export function before(a: Entry, b: Entry): boolean {
  if (a.timeMs !== b.timeMs) return a.timeMs < b.timeMs
  if (a.eventId !== b.eventId) return a.eventId < b.eventId
  if (a.topic !== b.topic) return a.topic < b.topic
  if (a.occurrence !== b.occurrence) return a.occurrence < b.occurrence
  return a.identity < b.identity
}

/** Place of the first entry later than `timeMs`. */
export function firstAfter({ entries, first }: Group, timeMs: number): number {
  let low = first
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle] as Entry).timeMs > timeMs) high = middle
    else low = middle + 1
  }
  return low
}

/** Place of the first entry at `timeMs` or later. */
export function firstFrom({ entries, first }: Group, timeMs: number): number {
  let low = first
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle] as Entry).timeMs >= timeMs) high = middle
    else low = middle + 1
  }
  return low
}

/** Whether two entries are the same event: neither then follows the other. */
export function sameEvent(a: Entry, b: Entry): boolean {
  return a.eventId === b.eventId && a.topic === b.topic
}

/** Whether two entries are one event under two identities: it is counted once. */
export function sameCounted(a: Entry, b: Entry): boolean {
  return a.eventId === b.eventId && a.topic === b.topic && a.occurrence === b.occurrence
}

/** Sorts an entry in. Gives its place; where the event was there already, by another rule, their steps are joined. */
export function place(group: Group, entry: Entry): number {
  const { entries } = group
  let at = entries.length
  while (at > group.first && before(entry, entries[at - 1] as Entry)) at--
  const left = at > group.first ? (entries[at - 1] as Entry) : null
  if (left !== null && isOne(left, entry)) {
    left.steps |= entry.steps
    return at - 1
  }
  if (at === entries.length) entries.push(entry)
  else entries.splice(at, 0, entry)
  if (left !== null && sameCounted(left, entry)) group.doubles++
  else if (isDouble(entries, at)) group.doubles++
  return at
}

/** Takes the entry at `at` out. */
export function unplace(group: Group, at: number): void {
  const { entries } = group
  const [gone] = entries.splice(at, 1) as [Entry]
  if (group.doubles === 0) return
  const left = at > group.first ? entries[at - 1] : undefined
  const right = entries[at]
  if (
    (left !== undefined && sameCounted(left, gone)) ||
    (right !== undefined && sameCounted(right, gone))
  )
    group.doubles--
}

/** Place of the entry that is the same event of the same identity; -1: there is none. */
export function placeOf(group: Group, wanted: MatchNames): number {
  const { entries } = group
  for (let i = firstFrom(group, wanted.timeMs); i < entries.length; i++) {
    const entry = entries[i] as Entry
    if (entry.timeMs !== wanted.timeMs) return -1
    if (isOne(entry, wanted)) return i
  }
  return -1
}

export function isOne(a: MatchNames, b: MatchNames): boolean {
  return (
    a.timeMs === b.timeMs &&
    a.eventId === b.eventId &&
    a.topic === b.topic &&
    a.identity === b.identity &&
    a.occurrence === b.occurrence
  )
}

function isDouble(entries: readonly Entry[], at: number): boolean {
  const next = entries[at + 1]
  return next !== undefined && sameCounted(next, entries[at] as Entry)
}

/**
 * Entries up to `untilMs` go, and the oldest of more than `entriesMax`; what held among them stays known as the base of its
 * episode. Gives how many went only for want of room.
 */
export function expire(group: Group, untilMs: number, entriesMax: number): number {
  const { entries } = group
  let { first } = group
  let dropped = 0
  while (first < entries.length) {
    const entry = entries[first] as Entry
    if (entry.timeMs > untilMs) {
      if (entries.length - first <= entriesMax) break
      dropped++
    }
    group.goneMs = entry.timeMs
    if (entry.holds) moveBase(group, entry)
    if (group.doubles > 0 && isDouble(entries, first)) group.doubles--
    first++
  }
  group.first = first
  if (first > 32 && first * 2 > entries.length) {
    entries.splice(0, first)
    group.first = 0
  }
  return dropped
}
