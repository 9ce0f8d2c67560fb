// The clocks of resources against the agents': how far ahead each runs, learned from what both of them tell of, and put on the uses that it times.
import type { Context, Use } from '../../model/context.js'
import { createWatch } from '../../model/context-watch.js'
import type { Joined } from '../../model/joined.js'
import { relearn } from '../uses.js'
import { type Anchor, createPairs } from './clocks-pairs.js'

/** anchors kept of a source */
const ANCHORS_MAX = 31
/** fewer anchors than this say nothing */
const ANCHORS_MIN = 5
/** of one identity count no more of them, so that no agent tells for all what the time is */
const ANCHORS_OF_ONE = ANCHORS_MIN
/** so many identities have to show that a clock is too far off: one that tells false times must not silence its own resource */
const WITNESSES_MIN = 3
const SOURCES_MAX = 64
/** a clock that is off by less goes for right: so long a call may be under way */
const SKEW_LEAST_MS = 5_000
/** what is known stands until it is off by more */
const SETTLED_MS = 2_000

/** What is known of the clock of one source, by its topic. */
export interface Clock {
  /** the latest of them, in the order of their times */
  anchors: Anchor[]
  /** how far it is ahead of the agents' clock; 0 where it is right, or nobody knows */
  skewMs: number
  /** the identity in whose context it is told that it is too far off; '' while it is not */
  toldIn: string
}

export interface ClocksOptions {
  readonly latenessMs: number
  /** a clock that is off by more is told; null: none is */
  readonly clockSkewMs: number | null
}

export interface Clocks {
  /** by topic */
  readonly sources: ReadonlyMap<string, Clock>
  readonly dropped: number
  /** puts on a use the skew of its source */
  time(use: Use): void
  /** a use as it is told by an agent, or by a resource */
  learn(context: Context, joined: Joined): void
  /** when the event was by the agents' clock, as far as is known */
  realMs(joined: Joined): number
  /** an event that nobody judges, as its clock is too far off: it tells how far by now */
  hear(joined: Joined): void
  /** the event was another identity's */
  retract(context: Context, joined: Joined): void
  /** identities whose uses were timed anew since the last call */
  takeRetimed(): readonly string[]
  /** sources whose skew changed since the last call */
  takeTold(): readonly (readonly [topic: string, clock: Clock])[]
  track(): void
  drain(): Iterable<readonly [key: string, value: string | null]>
  current(key: string): string | null
  restore(key: string, value: string): void
}

/**
 * An anchor is a call that an agent and a resource both tell of, each by its own clock. The skew of a source is the
 * median of its latest anchors, where they agree: the agents' clock is the one that tasks begin and end by, so it is
 * the one that all others are held against. What is learned holds for uses that come, and for those inside the lateness.
 */
export function createClocks(
  { latenessMs, clockSkewMs }: ClocksOptions,
  contexts: ReadonlyMap<string, Context>,
): Clocks {
  const pairs = createPairs(latenessMs)
  const sources = new Map<string, Clock>()
  let changed: Set<string> | null = null
  let retimed: string[] = []
  let told: (readonly [string, Clock])[] = []
  let dropped = 0

  function clockOf(topic: string): Clock | null {
    let clock = sources.get(topic)
    if (clock !== undefined) return clock
    if (sources.size >= SOURCES_MAX) {
      dropped++
      return null
    }
    clock = { anchors: [], skewMs: 0, toldIn: '' }
    sources.set(topic, clock)
    return clock
  }

  function take(topic: string, key: string, anchor: Anchor | null): void {
    const clock = clockOf(topic)
    if (clock === null) return
    const others = clock.anchors.filter((one) => one.key !== key)
    if (anchor === null && others.length === clock.anchors.length) return
    clock.anchors = anchor === null ? others : latestOf([...others, anchor].sort(byTime))
    changed?.add(topic)
    const skewMs = skewOf(clock.anchors, clockSkewMs)
    const stays =
      Math.abs(skewMs - clock.skewMs) <= SETTLED_MS && (skewMs === 0) === (clock.skewMs === 0)
    if (stays) return
    clock.skewMs = skewMs
    told.push([topic, clock])
    tell(topic, clock)
    timeAnew(topic, clock)
  }

  /** Told once, where the anchor that showed it is; over once it is right again. */
  function tell(topic: string, clock: Clock): void {
    const last = clock.anchors.at(-1)
    const isFar = clockSkewMs !== null && Math.abs(clock.skewMs) > clockSkewMs
    if (isFar === (clock.toldIn !== '') || last === undefined) return
    const context = contexts.get(isFar ? last.identity : clock.toldIn)
    clock.toldIn = isFar ? last.identity : ''
    if (context === undefined) return
    const watch = (context.watch ??= createWatch())
    watch.skewed = watch.skewed.filter((one) => one.topic !== topic)
    if (isFar) {
      const { skewMs } = clock
      const { timeMs, eventId } = last
      watch.skewed = [...watch.skewed, { topic, skewMs, timeMs: timeMs + skewMs, eventId }]
    }
    retimed.push(context.id)
  }

  /** Uses inside the lateness of its latest anchor are timed by what is known now; what is older stands as it was timed. */
  function timeAnew(topic: string, { anchors, skewMs }: Clock): void {
    const sinceMs = (anchors.at(-1)?.timeMs ?? Infinity) - latenessMs
    for (const context of contexts.values()) {
      if (context.lastMs < sinceMs) continue
      let any = false
      for (const use of context.uses) {
        if (use.topic !== topic || use.skewMs === null || use.skewMs === skewMs) continue
        if (use.timeMs - skewMs < sinceMs) continue
        use.skewMs = skewMs
        relearn(context, use)
        any = true
      }
      if (any) retimed.push(context.id)
    }
  }

  return {
    sources,
    get dropped() {
      return dropped + pairs.dropped
    },
    time(use) {
      if (use.skewMs !== null && sources.size > 0) use.skewMs = sources.get(use.topic)?.skewMs ?? 0
    },
    learn: (context, joined) => pairs.learn(context.id, joined, take),
    realMs({ kind, timeMs, origin }) {
      if (sources.size === 0 || kind !== 'resource') return timeMs
      return timeMs - (sources.get(origin.topic)?.skewMs ?? 0)
    },
    hear(joined) {
      if (joined.type === 'resource.accessed' && joined.identity !== '')
        pairs.learn(joined.identity, joined, take)
    },
    retract: (context, joined) => pairs.retract(context.id, joined, take),
    takeRetimed() {
      if (retimed.length === 0) return NOBODY
      const taken = retimed
      retimed = []
      return taken
    },
    takeTold() {
      if (told.length === 0) return NOBODY as readonly never[]
      const taken = told
      told = []
      return taken
    },
    track() {
      changed = new Set()
      pairs.track()
    },
    *drain() {
      yield* pairs.drain()
      if (changed === null) return
      for (const topic of changed) yield [SOURCE + topic, this.current(SOURCE + topic)] as const
      changed.clear()
    },
    current(key) {
      if (!key.startsWith(SOURCE)) return pairs.current(key)
      const clock = sources.get(key.slice(SOURCE.length))
      return clock === undefined ? null : JSON.stringify(clock)
    },
    restore(key, value) {
      if (key.startsWith(SOURCE)) sources.set(key.slice(SOURCE.length), JSON.parse(value) as Clock)
      else pairs.restore(key, value)
    },
  }
}

const SOURCE = 's/'
const NOBODY: readonly string[] = Object.freeze([])

/** The median, where there are enough, half of them lie close together, and it is more than a call may take. */
function skewOf(anchors: readonly Anchor[], mostMs: number | null): number {
  if (anchors.length < ANCHORS_MIN) return 0
  const sorted = anchors.map(({ skewMs }) => skewMs).sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] as number
  const median = at(0.5)
  const apart = at(0.75) - at(0.25)
  if (Math.abs(median) < SKEW_LEAST_MS) return 0
  const isFar = mostMs !== null && Math.abs(median) > mostMs
  if (isFar && new Set(anchors.map(({ identity }) => identity)).size < WITNESSES_MIN) return 0
  return apart > Math.max(SKEW_LEAST_MS, Math.abs(median) / 8) ? 0 : median
}

/** Of each identity its latest few, and of all of them the latest. */
function latestOf(anchors: readonly Anchor[]): Anchor[] {
  const kept: Anchor[] = []
  const of = new Map<string, number>()
  for (let i = anchors.length - 1; i >= 0 && kept.length < ANCHORS_MAX; i--) {
    const anchor = anchors[i] as Anchor
    const n = (of.get(anchor.identity) ?? 0) + 1
    if (n > ANCHORS_OF_ONE) continue
    of.set(anchor.identity, n)
    kept.push(anchor)
  }
  return kept.reverse()
}

function byTime(a: Anchor, b: Anchor): number {
  return a.timeMs - b.timeMs || (a.key < b.key ? -1 : 1)
}
