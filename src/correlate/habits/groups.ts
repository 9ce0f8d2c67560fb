// Baselines of owners and of all identities that a task judges, as state by group and value, so that little of it is written at a time.
import {
  createBaseline,
  type Baseline,
  type Known,
  type Memory,
} from '../../model/context-habits.js'
import { see } from './baseline.js'

/** Owners of whom something is known; the one of whom the least is remembered goes first. */
export const OWNERS_MAX = 1_024
const OWNERS_VALUES_MAX = 512
const FLEET_VALUES_MAX = 4_096

/** Name of the group of all: no owner is called so. */
export const FLEET = '\u0000'
const BETWEEN = '\u0001'

export interface Groups {
  readonly dropped: number
  of(group: string): Baseline
  /** the same while state comes back: nobody is let go, as it is not known yet of whom the least is remembered */
  restored(group: string): Baseline
  /** a value is seen in a group; true where it was not known there */
  see(
    base: Baseline,
    value: string,
    use: { readonly timeMs: number; readonly eventId: string },
    n: number,
  ): boolean
  /** its numbers changed */
  counted(base: Baseline): void
  /** what changed since the last call, if `track` was called */
  track(): void
  drain(): Iterable<readonly [key: string, value: string | null]>
  current(key: string): string | null
  restore(key: string, value: string): void
}

export function createGroups(memory: Memory): Groups {
  const all = new Map<string, Baseline>()
  const names = new Map<Baseline, string>()
  /** values come back in any order: what was seen the longest ago has to stand first again */
  const unsorted = new Set<Baseline>()
  let changed: Set<string> | null = null
  let dropped = 0

  function of(group: string): Baseline {
    const there = all.get(group)
    if (there !== undefined) return there
    while (all.size >= OWNERS_MAX) forgetOne()
    return restored(group)
  }

  function restored(group: string): Baseline {
    const there = all.get(group)
    if (there !== undefined) return there
    const made = createBaseline()
    all.set(group, made)
    names.set(made, group)
    return made
  }

  /** An owner is what an event says: names that are made up are to push out none that was known for long. */
  function forgetOne(): void {
    let least = ''
    let base: Baseline | undefined
    let leastWeight = Infinity
    for (const [group, one] of all) {
      if (group === FLEET) continue
      // What is left of each at the same time, as a power of two.
      const weight = Math.log2(one.weight) + one.atMs / memory.halfLifeMs
      if (weight > leastWeight || (weight === leastWeight && group > least)) continue
      least = group
      leastWeight = weight
      base = one
    }
    if (base === undefined) return
    for (const value of base.known.keys()) changed?.add(least + BETWEEN + value)
    changed?.add(least)
    all.delete(least)
    names.delete(base)
    unsorted.delete(base)
    dropped++
  }

  function sort(base: Baseline): void {
    unsorted.delete(base)
    const known = [...base.known].sort(([, a], [, b]) => a.turn - b.turn)
    base.known.clear()
    for (const [value, one] of known) base.known.set(value, one)
  }

  function current(key: string): string | null {
    const at = key.indexOf(BETWEEN)
    const base = all.get(at < 0 ? key : key.slice(0, at))
    if (base === undefined) return null
    if (at < 0) return JSON.stringify({ ...base, known: undefined })
    const known = base.known.get(key.slice(at + 1))
    return known === undefined ? null : JSON.stringify(known)
  }

  return {
    get dropped() {
      return dropped
    },
    of,
    restored,
    see(base, value, use, n) {
      if (unsorted.has(base)) sort(base)
      const group = names.get(base)
      // Let go at the limit while one of its identities still has it.
      if (group === undefined) return false
      const max = group === FLEET ? FLEET_VALUES_MAX : OWNERS_VALUES_MAX
      const isNew = see(base, value, use, n, max, memory, (gone) => {
        dropped++
        changed?.add(group + BETWEEN + gone)
      })
      changed?.add(group + BETWEEN + value)
      changed?.add(group)
      return isNew
    },
    counted(base) {
      const group = names.get(base)
      if (group !== undefined) changed?.add(group)
    },
    track() {
      changed = new Set()
    },
    *drain() {
      if (changed === null || changed.size === 0) return
      const keys = [...changed]
      changed.clear()
      for (const key of keys) yield [key, current(key)] as const
    },
    current,
    restore(key, value) {
      const at = key.indexOf(BETWEEN)
      const base = restored(at < 0 ? key : key.slice(0, at))
      if (at < 0) Object.assign(base, { ...(JSON.parse(value) as object), known: base.known })
      else {
        base.known.set(key.slice(at + 1), JSON.parse(value) as Known)
        unsorted.add(base)
      }
    },
  }
}
