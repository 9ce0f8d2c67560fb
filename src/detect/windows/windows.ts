// Runs correlations: matching events into their groups, judged in event time; what begins to hold is raised, what no longer does taken back.
import type { MatchNames } from '../../model/match.js'
import type { Plan, Plans } from '../../sigma/correlation/plan.js'
import type { CorrelationRule } from '../../sigma/rule.js'
import { createDues } from '../../model/order/dues.js'
import type { Entry, Group } from './entry.js'
import { createHeld, type Held } from './held.js'
import { judge, rejudge } from './judge.js'
import { createTeller, type WindowSink } from './teller.js'
import { expire, firstFrom, place, placeOf, unplace } from './sorted.js'

export interface WindowsOptions {
  readonly plans: Plans
  readonly latenessMs: number
  readonly groupsMax?: number
  readonly sink: WindowSink
}

export interface WindowCounts {
  /** matching events taken in and taken back */
  added: number
  removed: number
  /** late events that would have taken something back: they change nothing */
  lateIgnored: number
  /** events too old for any window still at work */
  expired: number
}

/** How much of one rule was let go: groups at the limit of the rule, entries at that of a group. */
export interface RuleDrops {
  readonly rule: CorrelationRule
  readonly groups: number
  readonly entries: number
}

export interface Windows {
  readonly counts: Readonly<WindowCounts>
  /** rules of which something was let go at a limit */
  drops(): Iterable<RuleDrops>
  /** latest event time seen: what is decided and what is forgotten follows from it */
  readonly streamMs: number
  /** groups held now */
  readonly groups: number
  readonly entries: number
  /** takes a matching event into a group; `late`: it may raise, and take nothing back */
  add(plan: Plan, key: string, entry: Entry, late: boolean): void
  /** the group for an event of that time; null where the event is too old for any window still at work */
  groupFor(plan: Plan, key: string, timeMs: number): Group | null
  put(group: Group, entry: Entry, late: boolean): void
  /** takes an event back from a group: it turned out to be another identity's, or to match no more */
  remove(plan: Plan, key: string, gone: MatchNames): void
  /** moves the stream's time: what waits for it is decided, what is too old is forgotten */
  advance(streamMs: number): void
  /** stream time at which something that waits for it is decided; Infinity where nothing waits */
  readonly dueMs: number
  /** the correlation that is told by this name in matches and state; undefined: another version runs now */
  planOf(name: string): Plan | undefined
  groupAt(plan: Plan, key: string): Group | undefined
  /** groups changed since the last call */
  takeChanged(): Iterable<Group>
  restore(group: Group): void
  restoreTime(streamMs: number): void
}

export function createWindows(options: WindowsOptions): Windows {
  const { latenessMs, sink } = options
  const counts: WindowCounts = {
    added: 0,
    removed: 0,
    lateIgnored: 0,
    expired: 0,
  }
  const named = new Map(options.plans.all.map((plan) => [plan.stateKey, plan]))
  const dues = createDues<Group>()
  const teller = createTeller(sink)
  let changed: Group[] = []
  let streamMs = -Infinity
  let sweepMs = -Infinity
  const held = options.plans.all.map((plan) =>
    createHeld(plan, latenessMs, options.groupsMax, change),
  )

  /** Time up to which this correlation's windows are over: each that waits in its chain adds one lateness. */
  function watermarkOf(plan: Plan): number {
    return streamMs - latenessMs * plan.waits
  }

  function groupFor(plan: Plan, key: string, timeMs: number): Group | null {
    const own = held[plan.index] as Held
    if (timeMs > streamMs - own.keepMs) return own.of(key)
    counts.expired++
    return null
  }

  function put(group: Group, entry: Entry, late: boolean): void {
    const { plan } = group
    const own = held[plan.index] as Held
    change(group)
    counts.added++
    group.steps |= entry.steps
    own.dropped.entries += expire(group, streamMs - own.keepMs, own.entriesMax - 1)
    const newest = group.entries[group.entries.length - 1]
    if (entry.timeMs > group.lastMs) group.lastMs = entry.timeMs
    const inTurn = group.first === group.entries.length || entry.timeMs > (newest as Entry).timeMs
    if (inTurn && plan.aheadMs === 0) append(group, entry)
    else insert(group, entry, late)
  }

  function change(group: Group): void {
    if (group.changed) return
    group.changed = true
    changed.push(group)
  }

  /** In order, only the newest event is to be judged, and it begins an episode or goes on with one. */
  function append(group: Group, entry: Entry): void {
    const at = group.entries.push(entry) - 1
    if (!judge(group, at)) return
    entry.holds = true
    teller.next(group, entry, at)
  }

  function insert(group: Group, entry: Entry, late: boolean): void {
    const { plan } = group
    // No event of it is judged so far: those that came are only looked at.
    if ((group.steps & plan.anchors) === 0) {
      place(group, entry)
      return
    }
    const watermarkMs = watermarkOf(plan)
    const held = late ? group.entries.filter(({ holds }) => holds) : null
    const known = late ? placeOf(group, entry) : -1
    const steps = known < 0 ? 0 : (group.entries[known] as Entry).steps
    const at = place(group, entry)
    if (plan.aheadMs > 0 && (entry.steps & plan.anchors) !== 0) wait(group, entry.timeMs)
    if (!rejudge(group, entry.timeMs, watermarkMs, true)) {
      if ((group.entries[at] as Entry).holds) teller.again(group, at)
      return
    }
    // What comes later than the lateness may show more, and take nothing back: else it would be held back to that end.
    if (held !== null && held.some(({ holds }) => !holds)) {
      counts.lateIgnored++
      if (steps === 0) unplace(group, at)
      else (group.entries[at] as Entry).steps = steps
      rejudge(group, entry.timeMs, watermarkMs, false)
    } else teller.settle(group)
  }

  function remove(plan: Plan, key: string, gone: MatchNames): void {
    const group = held[plan.index]?.groups.get(key)
    const at = group === undefined ? -1 : placeOf(group, gone)
    if (group === undefined || at < 0) return
    counts.removed++
    change(group)
    const entry = group.entries[at] as Entry
    teller.leaves(group, entry)
    unplace(group, at)
    if (rejudge(group, gone.timeMs, watermarkOf(plan), false) || entry.holds) teller.settle(group)
  }

  // --- what waits for the stream's time ---

  /** An event that is judged with what comes after it is due once the watermark has passed its window. */
  function wait(group: Group, timeMs: number): void {
    const dueMs = timeMs + group.plan.aheadMs
    if (dueMs > watermarkOf(group.plan) && dueMs < group.dueMs) schedule(group, dueMs)
  }

  function schedule(group: Group, dueMs: number): void {
    group.dueMs = dueMs
    dues.push(dueMs + latenessMs * group.plan.waits, group)
  }

  function decide(group: Group): void {
    const { plan, entries } = group
    const decidedMs = watermarkOf(plan) - plan.aheadMs
    let differs = false
    let i = firstFrom(group, group.dueMs - plan.aheadMs)
    group.dueMs = Infinity
    for (; i < entries.length; i++) {
      const entry = entries[i] as Entry
      if (entry.timeMs > decidedMs) break
      const holds = judge(group, i)
      differs ||= holds !== entry.holds
      entry.holds = holds
    }
    change(group)
    const next = entries.find(
      ({ timeMs, steps }, at) => at >= i && timeMs > decidedMs && (steps & plan.anchors) !== 0,
    )
    if (next !== undefined) schedule(group, next.timeMs + plan.aheadMs)
    if (differs) teller.settle(group)
  }

  function advance(toMs: number): void {
    if (!(toMs > streamMs)) return
    // Time goes from one due to the next: what is decided on the way may have to be in time for what is due after it.
    while (dues.nextMs <= toMs) {
      const { dueMs, what: group } = dues.pop()
      if (dueMs > streamMs) streamMs = dueMs
      if (group.gone || dueMs !== group.dueMs + latenessMs * group.plan.waits) continue
      decide(group)
    }
    streamMs = toMs
    if (streamMs < sweepMs) return
    sweepMs = Infinity
    for (const own of held) sweepMs = Math.min(sweepMs, own.sweep(streamMs))
  }

  return {
    counts,
    *drops() {
      for (const { plan, dropped } of held)
        if (dropped.groups + dropped.entries > 0) yield { rule: plan.rule, ...dropped }
    },
    get streamMs() {
      return streamMs
    },
    get groups() {
      return held.reduce((sum, { groups }) => sum + groups.size, 0)
    },
    get entries() {
      let sum = 0
      for (const { groups } of held)
        for (const { entries, first } of groups.values()) sum += entries.length - first
      return sum
    },
    get dueMs() {
      return dues.nextMs
    },
    add(plan, key, entry, late) {
      const group = groupFor(plan, key, entry.timeMs)
      if (group !== null) put(group, entry, late)
    },
    groupFor,
    put,
    remove,
    advance,
    planOf: (name) => named.get(name),
    groupAt: (plan, key) => held[plan.index]?.groups.get(key),
    takeChanged() {
      const taken = changed
      changed = []
      for (const group of taken) group.changed = false
      return taken
    },
    restore(group) {
      held[group.plan.index]?.groups.set(group.key, group)
      if (group.dueMs < Infinity) schedule(group, group.dueMs)
    },
    restoreTime(ms) {
      streamMs = ms
    },
  }
}
