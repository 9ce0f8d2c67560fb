// Tells what begins to hold in a group, goes on, or no longer does: the difference between its episodes before and after a change.
import type { Up } from '../../model/match.js'
import type { Entry, Episode, Group } from './entry.js'
import { episodesOf, numberOf } from './episodes.js'
import { firstFrom, sameEvent } from './sorted.js'

/** Told in the order in which things come to hold. `at` is the entry at which an episode began. */
export interface WindowSink {
  raised(group: Group, episode: Episode, at: number): void
  /** it goes on to hold, at this entry too */
  repeated(group: Group, episode: Episode, at: number): void
  withdrawn(group: Group, episode: Episode): void
  /** a hit of a correlation, for one above it; with `gone`, one that is none any more */
  told(up: Up, entry: Entry, momentMs: number, occurrence: string, gone: boolean): void
}

function toldByAnother(group: Group, entry: Entry, number: number): boolean {
  for (let i = firstFrom(group, entry.timeMs); i < group.entries.length; i++) {
    const other = group.entries[i] as Entry
    if (other.timeMs !== entry.timeMs) return false
    const same = sameEvent(other, entry) && other.identity === entry.identity
    if (same && other !== entry && other.told === number) return true
  }
  return false
}

export interface Teller {
  /** the newest entry, at `at`, holds: it begins an episode or goes on with one */
  next(group: Group, entry: Entry, at: number): void
  /** the entry at `at` holds within an episode that is open already */
  again(group: Group, at: number): void
  /** anything may have changed */
  settle(group: Group): void
  /** the entry is about to be taken out */
  leaves(group: Group, entry: Entry): void
}

export function createTeller(sink: WindowSink): Teller {
  /** The correlations above hear of each entry at which this one holds, and of each at which it does no more. */
  function tellAll(group: Group): void {
    for (let i = group.first; i < group.entries.length; i++) {
      const entry = group.entries[i] as Entry
      const number = entry.holds ? numberOf(group, entry) : NaN
      if (Object.is(number, entry.told)) continue
      const before = entry.told
      entry.told = number
      if (before === before) tell(group, entry, before, true)
      if (number === number) tell(group, entry, number, false)
    }
  }

  function tell(group: Group, entry: Entry, number: number, gone: boolean): void {
    const { plan, key } = group
    // An event may be here twice, as itself and as a hit of another correlation: above it is one hit.
    if (plan.chained !== 0 && toldByAnother(group, entry, number)) return
    const occurrence = `${plan.rule.id}|${key}|${number}`
    for (const up of entry.up ?? [])
      sink.told(up, entry, entry.timeMs + plan.aheadMs, occurrence, gone)
  }

  return {
    next(group, entry, at) {
      const { timespanMs, above } = group.plan
      const last = group.open[group.open.length - 1]
      if (last !== undefined && entry.timeMs - last.lastMs < timespanMs) {
        last.lastMs = entry.timeMs
        sink.repeated(group, last, at)
      } else {
        const { timeMs } = entry
        const bucket = Math.floor(timeMs / timespanMs)
        const episode = { bucket, startMs: timeMs, lastMs: timeMs }
        if (group.open.length > 0)
          group.open = group.open.filter(({ lastMs }) => lastMs > group.goneMs)
        group.open.push(episode)
        sink.raised(group, episode, at)
      }
      if (above) tellAll(group)
    },
    again(group, at) {
      const { timeMs } = group.entries[at] as Entry
      for (const episode of group.open)
        if (episode.startMs <= timeMs && timeMs <= episode.lastMs) sink.repeated(group, episode, at)
    },
    settle(group) {
      const now = episodesOf(group)
      const was = group.open
      group.open = now.map(({ episode }) => episode)
      for (const known of was) {
        // Where all of its events are gone for good, nothing can take it back.
        if (known.lastMs <= group.goneMs) continue
        if (!now.some(({ episode }) => episode.bucket === known.bucket))
          sink.withdrawn(group, known)
      }
      for (const { episode, at } of now)
        if (at >= 0 && !was.some((known) => known.bucket === episode.bucket))
          sink.raised(group, episode, at)
      if (group.plan.above) tellAll(group)
    },
    leaves(group, entry) {
      if (entry.told === entry.told) tell(group, entry, entry.told, true)
    },
  }
}
