// What an agent and a resource both tell of, found in either order: one call, by its request or by what was done with which credential.
import type { Joined } from '../../model/joined.js'
import { createOldest } from '../../model/order/oldest.js'

/** calls that wait for their other side; where more come in a lateness, only some are looked at, chosen by their names */
export const PAIRS_MAX = 1_024
const SHARE_MAX = 16
/** as long as only one side was heard to name its calls, no more of them are kept than this */
const ALONE_MAX = 64
const SIDES_MAX = 4
/** the same deed without a request of its own is another call after so long */
const SAME_CALL_MS = 600_000

/** One call told by both: when, by the agents' clock, and how far ahead the resource's was. */
export interface Anchor {
  readonly key: string
  readonly identity: string
  readonly timeMs: number
  readonly skewMs: number
  /** the resource's */
  readonly eventId: string
}

/** How often one side told of it, and when first. */
interface Side {
  readonly topic: string
  readonly eventId: string
  readonly timeMs: number
  times: number
}

/** Told once by each it is an anchor; what is told more often is more than one call, and nobody knows which is which. */
interface Pair {
  agent: Side | null
  resources: Side[]
  lastMs: number
}

export type TakeAnchor = (topic: string, key: string, anchor: Anchor | null) => void

export interface Pairs {
  readonly dropped: number
  learn(identity: string, joined: Joined, take: TakeAnchor): void
  retract(identity: string, joined: Joined, take: TakeAnchor): void
  track(): void
  drain(): Iterable<readonly [key: string, value: string | null]>
  current(key: string): string | null
  restore(key: string, value: string): void
}

export function createPairs(latenessMs: number): Pairs {
  const pairs = new Map<string, Pair>()
  const oldest = createOldest(pairs)
  let changed: Set<string> | null = null
  let share = 0
  /** which sides were heard to name their calls, by requests and by deeds: bits of 4 and of 2 */
  let heard = 0
  let dropped = 0

  function forget(key: string): void {
    pairs.delete(key)
    changed?.add(key)
    dropped++
  }

  /** The one that was heard of first goes. Where that is not long ago, half as many calls are looked at from now on. */
  function makeRoom(timeMs: number): void {
    const [key, pair] = oldest()
    forget(key)
    const agoMs = Math.abs(timeMs - pair.lastMs)
    if (agoMs > 8 * latenessMs && share > 0) setShare(share - 1)
    if (agoMs > latenessMs || share === SHARE_MAX) return
    setShare(share + 1)
    for (const other of pairs.keys()) if (!isChosen(other, share)) forget(other)
  }

  function setShare(to: number): void {
    share = to
    changed?.add(SEEN)
  }

  /** Costs nothing where agents and resources do not speak of the same things. */
  function mayPair({ kind, requestId, credentialId, action, resourceId }: Joined): boolean {
    if (kind === 'workload') return false
    const form = requestId !== '' ? 0 : 2
    if (form === 2 && (credentialId === '' || action === '' || resourceId === '')) return false
    const side = 1 << (form + (kind === 'agent' ? 0 : 1))
    if ((heard & side) === 0) {
      heard |= side
      changed?.add(SEEN)
    }
    return ((heard >> form) & 3) === 3 || pairs.size < ALONE_MAX
  }

  function pairOf(key: string, joined: Joined): Pair | null {
    const known = pairs.get(key)
    const isNew =
      known === undefined ||
      (joined.requestId === '' && Math.abs(joined.timeMs - known.lastMs) > SAME_CALL_MS)
    if (!isNew) return known
    if (known === undefined && pairs.size >= PAIRS_MAX && isChosen(key, share))
      makeRoom(joined.timeMs)
    if (!isChosen(key, share)) return null
    const pair: Pair = { agent: null, resources: [], lastMs: joined.timeMs }
    pairs.set(key, pair)
    return pair
  }

  function tell(identity: string, key: string, pair: Pair, take: TakeAnchor): void {
    const { agent, resources } = pair
    if (agent === null) return
    for (const { topic, eventId, timeMs, times } of resources) {
      const isOne = times === 1 && agent.times === 1
      const skewMs = timeMs - agent.timeMs
      take(topic, key, isOne ? { key, identity, timeMs: agent.timeMs, skewMs, eventId } : null)
    }
  }

  return {
    get dropped() {
      return dropped
    },
    learn(identity, joined, take) {
      if (!mayPair(joined)) return
      const key = keyOf(identity, joined)
      const pair = pairOf(key, joined)
      if (pair === null) return
      const { kind, timeMs, origin, eventId } = joined
      if (timeMs > pair.lastMs) pair.lastMs = timeMs
      const side =
        kind === 'agent' ? pair.agent : pair.resources.find(({ topic }) => topic === origin.topic)
      if (side != null) side.times++
      else if (kind === 'agent') pair.agent = { topic: origin.topic, eventId, timeMs, times: 1 }
      else if (pair.resources.length < SIDES_MAX)
        pair.resources.push({ topic: origin.topic, eventId, timeMs, times: 1 })
      changed?.add(key)
      tell(identity, key, pair, take)
    },
    retract(identity, joined, take) {
      const key = keyOf(identity, joined)
      const pair = pairs.get(key)
      if (pair === undefined) return
      // Which of those that were told is left over is not known.
      for (const side of [pair.agent, ...pair.resources]) if (side !== null) side.times = 2
      changed?.add(key)
      tell(identity, key, pair, take)
    },
    track() {
      changed = new Set()
    },
    *drain() {
      if (changed === null) return
      for (const key of changed) yield [key, this.current(key)] as const
      changed.clear()
    },
    current(key) {
      if (key === SEEN) return JSON.stringify([share, heard])
      const pair = pairs.get(key)
      return pair === undefined ? null : JSON.stringify(pair)
    },
    restore(key, value) {
      if (key !== SEEN) pairs.set(key, JSON.parse(value) as Pair)
      else [share, heard] = JSON.parse(value) as [number, number]
    },
  }
}

/** no name of a call: those begin with their kind */
const SEEN = 'seen'

/** What both sides call it by. */
function keyOf(identity: string, joined: Joined): string {
  const { requestId, credentialId, action, resourceId } = joined
  if (requestId !== '') return `r/${identity}\u0000${requestId}`
  return `d/${identity}\u0000${credentialId}\u0000${action}\u0000${resourceId}`
}

/** Whether a call is among those looked at: one in two to the power of `share`, the same ones in whatever order they come. */
function isChosen(key: string, share: number): boolean {
  if (share === 0) return true
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  return hash >>> (32 - share) === 0
}
