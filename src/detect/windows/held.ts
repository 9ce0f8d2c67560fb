// The groups of one correlation in one task: found by their key, bounded in number, swept once they are too old.
import { createOldest } from '../../model/order/oldest.js'
import type { Plan } from '../../sigma/correlation/plan.js'
import { createGroup, type Group } from './entry.js'

/** Groups that one correlation holds in one task; the one idle longest goes first. */
export const GROUPS_MAX = 100_000
/** Entries that one group holds, or twice of what its rule asks for; the oldest goes first. */
export const GROUP_ENTRIES_MAX = 1_024

/** How often groups are looked through for those that are too old, as a share of what they keep. */
const SWEEP_SHARE = 1 / 4

export interface Held {
  readonly plan: Plan
  readonly groups: Map<string, Group>
  /** an entry that much older than the stream's time can take part in nothing any more, in ms */
  readonly keepMs: number
  readonly entriesMax: number
  /** what was let go at a limit: groups of the rule, entries of one group */
  readonly dropped: { groups: number; entries: number }
  of(key: string): Group
  /** lets go of groups that are too old, where it is time for that; gives when it is next */
  sweep(streamMs: number): number
}

export function createHeld(
  plan: Plan,
  latenessMs: number,
  groupsMax: number = GROUPS_MAX,
  changed: (group: Group) => void,
): Held {
  const groups = new Map<string, Group>()
  const oldest = createOldest(groups)
  const keepMs = plan.backMs + plan.aheadMs + latenessMs * (1 + plan.waits)
  const dropped = { groups: 0, entries: 0 }
  let sweepMs = -Infinity

  function letGo(key: string, group: Group): void {
    groups.delete(key)
    group.gone = true
    group.entries = []
    group.first = 0
    changed(group)
  }

  function makeRoom(): void {
    for (;;) {
      const [key, group] = oldest()
      if (!group.touched) {
        dropped.groups++
        letGo(key, group)
        return
      }
      group.touched = false
      groups.delete(key)
      groups.set(key, group)
    }
  }

  return {
    plan,
    groups,
    keepMs,
    entriesMax: Math.max(GROUP_ENTRIES_MAX, 2 * plan.least),
    dropped,
    of(key) {
      const known = groups.get(key)
      if (known !== undefined) {
        known.touched = true
        return known
      }
      if (groups.size >= groupsMax) makeRoom()
      const group = createGroup(plan, key)
      groups.set(key, group)
      return group
    },
    sweep(streamMs) {
      if (streamMs < sweepMs) return sweepMs
      for (const group of groups.values())
        if (group.lastMs <= streamMs - keepMs) letGo(group.key, group)
      return (sweepMs = streamMs + Math.max(1_000, keepMs * SWEEP_SHARE))
    },
  }
}
