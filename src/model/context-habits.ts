// What an identity without a declared purpose is used to do, learned in event time and forgotten again.
import { CAPABILITIES, CAPABILITY_INDEX } from './capability.js'
import type { Context, Use } from './context.js'
import type { Joined } from './joined.js'
import { FORM_CHARS, VALUE_KINDS } from './mentions.js'

/** A class, kind of resource or destination that was seen, and is not forgotten. */
export interface Known {
  /** the first use since it was last forgotten */
  readonly firstMs: number
  readonly firstEvent: string
  /** how often it was seen, as much as is remembered of that at `atMs` */
  weight: number
  atMs: number
  /** which of all was seen the longest ago, across a restart */
  turn: number
}

/** Uses in an hour that has any: of this hour, and sums over those before it, as much as is remembered of them. */
export interface Volume {
  hour: number
  n: number
  told: boolean
  hours: number
  sum: number
  squares: number
}

export interface Baseline {
  /** event time of the first that was learned; what comes within the warm-up after it is only learned */
  sinceMs: number
  seen: number
  /** uses, as much as is remembered of them at `atMs` */
  weight: number
  atMs: number
  turn: number
  /** when a value was last let go at the limit: since then what is new cannot be told from what was let go; 0 never */
  crowdedMs: number
  /** how often something new was told, as much as is remembered of that at `toldMs` */
  told: number
  toldMs: number
  volume: Volume
  readonly known: Map<string, Known>
}

export type Kind = 'capability' | 'resource' | 'destination' | 'volume'

/** Something that was new to an identity or its owner. It stands for good: it was looked at when the lateness had passed. */
export interface Novelty {
  readonly kind: Kind
  readonly value: string
  readonly forIdentity: boolean
  readonly forOwner: boolean
  readonly use: Use
  /** of `volume`: uses in the hour so far, and the usual */
  readonly n: number
  readonly usual: number
  /** so much was new lately that the next of its kind is not told */
  readonly last: boolean
}

/** Like uses of one minute. `use` is the first of them. */
export interface Pending {
  readonly minute: number
  /** what the use is, as keys of `Baseline.known` */
  readonly values: readonly string[]
  use: Use
  n: number
}

export interface Habits {
  readonly own: Baseline
  /** uses younger than the lateness: not learned yet, as others may come between */
  pending: Pending[]
  /** found when time last moved on; said once */
  news: Novelty[]
  /** what identities of the same owner, and all, do; of those that the same task judges */
  owner: Baseline | null
  fleet: Baseline | null
  /** as it is learned here */
  memory: Memory
}

export interface Memory {
  readonly warmupMs: number
  readonly halfLifeMs: number
  /** how far behind the stream's time is learned */
  readonly latenessMs: number
}

export function createBaseline(): Baseline {
  return {
    sinceMs: 0,
    seen: 0,
    weight: 0,
    atMs: 0,
    turn: 0,
    crowdedMs: 0,
    told: 0,
    toldMs: 0,
    volume: { hour: -1, n: 0, told: false, hours: 0, sum: 0, squares: 0 },
    known: new Map(),
  }
}

export const MINUTE_MS = 60_000

/** The first letter of a value says its kind. */
export const KIND_OF: Readonly<Record<string, Kind>> = {
  c: 'capability',
  r: 'resource',
  d: 'destination',
  h: 'destination',
}

/** Destinations looked at of one use. */
const DESTINATIONS_MAX = 8

/** Its class, the kind of resource, and where it sends to: a resource, or what the call carries, as keyed hashes. */
export function valuesOf(joined: Joined, use: Use): readonly string[] {
  const values = [`c${CAPABILITIES[use.capability] ?? ''}`]
  if (use.domain !== '' || use.sensitivity !== '') values.push(`r${use.domain}|${use.sensitivity}`)
  if (!OUT.has(use.capability)) return values
  if (use.resourceId !== '') {
    values.push(`d${use.resourceId}`)
    return values
  }
  const { mentions } = joined
  if (mentions === null || mentions.role !== 'call') return values
  const forms = new Set<string>()
  for (const { kind, exact, near, whole } of mentions.values)
    if (whole && PLACES.has(kind))
      forms.add(kind === WEB && near !== '' ? near.slice(0, FORM_CHARS) : exact)
  for (const form of [...forms].sort().slice(0, DESTINATIONS_MAX)) values.push(`h${form}`)
  return values
}

const OUT: ReadonlySet<number> = new Set([CAPABILITY_INDEX.send, CAPABILITY_INDEX.network])
const WEB = VALUE_KINDS.indexOf('address of the web')
const PLACES: ReadonlySet<number> = new Set([
  VALUE_KINDS.indexOf('mail address'),
  VALUE_KINDS.indexOf('host'),
  VALUE_KINDS.indexOf('channel'),
  WEB,
])

export function isBefore(
  a: { readonly timeMs: number; readonly eventId: string },
  b: { readonly timeMs: number; readonly eventId: string },
): boolean {
  return a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.eventId < b.eventId)
}

/** Remembered less than this, it is forgotten: a single use after three half-lives. */
export const FORGOTTEN = 1 / 8

/** What is left of a weight as time goes by. */
export function left(weight: number, fromMs: number, toMs: number, { halfLifeMs }: Memory): number {
  return toMs > fromMs ? weight * 2 ** ((fromMs - toMs) / halfLifeMs) : weight
}

export function isForgotten(known: Known, ms: number, memory: Memory): boolean {
  return left(known.weight, known.atMs, ms, memory) < FORGOTTEN
}

/**
 * What of a use is first, for its identity, its owner or all of its task; null where nothing up to it is learned of the
 * identity. Nothing that comes after the use changes that.
 */
export function firstFor(
  whom: 'identity' | 'owner' | 'fleet',
  joined: Joined,
  use: Use,
  { habits }: Context,
): readonly Kind[] | null {
  if (habits === null) return null
  const { own, pending, memory } = habits
  const group = whom === 'identity' ? null : habits[whom]
  if (whom !== 'identity' && group === null) return null
  const since = { timeMs: joined.timeMs, eventId: joined.eventId }
  const learned = own.seen > 0 && own.sinceMs <= joined.timeMs
  if (!learned && pending.every((like) => isBefore(since, like.use))) return null
  // What others did less than a lateness before may not have been heard of yet: it counts for nobody.
  const untilMs = joined.timeMs - memory.latenessMs
  const kinds = new Set<Kind>()
  for (const value of valuesOf(joined, use)) {
    const known = own.known.get(value)
    if (known !== undefined && isBefore(firstOf(known), since))
      if (!isForgotten(known, joined.timeMs, memory)) continue
    if (pending.some((like) => like.values.includes(value) && isBefore(like.use, since))) continue
    const there = group?.known.get(value)
    if (there !== undefined && minuteEnd(there.firstMs) <= untilMs)
      if (!isForgotten(there, joined.timeMs, memory)) continue
    kinds.add(KIND_OF[value.charAt(0)] ?? 'resource')
  }
  return [...kinds]
}

function firstOf({ firstMs, firstEvent }: Known): { timeMs: number; eventId: string } {
  return { timeMs: firstMs, eventId: firstEvent }
}

function minuteEnd(ms: number): number {
  return (Math.floor(ms / MINUTE_MS) + 1) * MINUTE_MS
}
