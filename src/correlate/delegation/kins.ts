// Who delegated what to whom, by identity: bounded, what is dropped counted, and each entry part of the task's state.
import type { Compromise, Grant, Kin, Passage, Received } from '../../model/context-delegation.js'

/** Grants that one identity is known to have given, and received, at a time; the earliest goes first. */
export const GRANTS_MAX = 1024
export const RECEIVED_MAX = 128
const ASKED_MAX = 128
const MET_MAX = 128
/** Entries of all identities of a task together. */
export const ENTRIES_MAX = 500_000

type Part = 'g' | 'r' | 'a' | 'u' | 'f' | 'c' | 'm'
const APART = '\u0000'

export interface Kins {
  readonly size: number
  /** entries let go at a limit */
  readonly dropped: number
  /** when the lateness of a delegation passes of whose delegator nothing is known; Infinity where none waits */
  readonly dueMs: number
  of(identity: string): Kin | null
  made(identity: string): Kin
  putGrant(identity: string, grant: Grant): void
  removeGrant(identity: string, key: string): Grant | null
  putReceived(identity: string, received: Received): void
  removeReceived(identity: string, key: string): boolean
  putMet(identity: string, name: string, passage: Passage): void
  ask(identity: string, name: string, timeMs: number, eventId: string): boolean
  /** of several reports the first stands; null: the one by this event is taken back */
  compromise(identity: string, report: Compromise | null, eventId: string): void
  /** the child of this grant was told something else */
  told(identity: string, grant: Grant, what: string): void
  /** identities whose delegations became unknown for good, the time having come to this */
  advance(toMs: number): readonly string[]
  forget(identity: string): void
  track(): void
  drain(): Iterable<readonly [key: string, value: string | null]>
  current(key: string): string | null
  restore(key: string, value: string): string
}

interface Due {
  readonly timeMs: number
  readonly identity: string
  readonly key: string
}

/** In the same order whenever it was heard: a task that starts again hears of all of it anew. */
function isBefore(a: Due, b: Due): boolean {
  if (a.timeMs !== b.timeMs) return a.timeMs < b.timeMs
  return a.identity === b.identity ? a.key < b.key : a.identity < b.identity
}

export function createKins(latenessMs: number): Kins {
  const kins = new Map<string, Kin>()
  const dues: Due[] = []
  let changed: Map<string, true> | null = null
  let size = 0
  let dropped = 0

  const note = (identity: string, part: Part, key: string): void =>
    void changed?.set([identity, part, key].join(APART), true)

  function made(identity: string): Kin {
    const known = kins.get(identity)
    if (known !== undefined) return known
    const kin: Kin = {
      grants: new Map(),
      received: new Map(),
      asked: new Map(),
      unknown: new Set(),
      met: new Map(),
      compromised: null,
      forgottenMs: -Infinity,
    }
    kins.set(identity, kin)
    return kin
  }

  function forget(identity: string): void {
    const kin = kins.get(identity)
    if (kin === undefined) return
    kins.delete(identity)
    size -= sizeOf(kin)
    for (const key of kin.grants.keys()) note(identity, 'g', key)
    for (const key of kin.received.keys()) note(identity, 'r', key)
    for (const key of kin.asked.keys()) note(identity, 'a', key)
    for (const key of kin.met.keys()) note(identity, 'm', key)
    for (const key of kin.unknown) note(identity, 'u', key)
    note(identity, 'f', '')
    note(identity, 'c', '')
  }

  function grew(identity: string): void {
    size++
    for (const oldest of kins.keys()) {
      if (size <= ENTRIES_MAX) return
      if (oldest === identity) continue
      dropped += sizeOf(kins.get(oldest) as Kin)
      forget(oldest)
    }
  }

  /** The earliest by event time, so that the order of arrival does not decide. */
  function shed<V extends { readonly timeMs: number }>(
    identity: string,
    part: Part,
    map: Map<string, V>,
    max: number,
  ): V | null {
    if (map.size <= max) return null
    const [key, gone] = [...map].reduce((a, b) =>
      b[1].timeMs < a[1].timeMs || (b[1].timeMs === a[1].timeMs && b[0] < a[0]) ? b : a,
    )
    map.delete(key)
    size--
    dropped++
    note(identity, part, key)
    return gone
  }

  function wait(identity: string, key: string, { links, timeMs }: Received): void {
    const link = links.at(-1)
    if (link === undefined || link.origin || link.scopes === null || link.rights !== null) return
    const due = { timeMs: timeMs + latenessMs, identity, key }
    let at = dues.length
    while (at > 0 && isBefore(due, dues[at - 1] as Due)) at--
    dues.splice(at, 0, due)
  }

  function isUnknown({ identity, key }: { identity: string; key: string }): boolean {
    const link = kins.get(identity)?.received.get(key)?.links.at(-1)
    return link !== undefined && link.rights === null && link.scopes !== null
  }

  return {
    get size() {
      return size
    },
    get dropped() {
      return dropped
    },
    get dueMs() {
      return dues[0]?.timeMs ?? Infinity
    },
    of: (identity) => kins.get(identity) ?? null,
    made,
    putGrant(identity, grant) {
      const { grants } = made(identity)
      const fresh = !grants.has(grant.key)
      grants.set(grant.key, grant)
      note(identity, 'g', grant.key)
      if (fresh) grew(identity)
      shed(identity, 'g', grants, GRANTS_MAX)
    },
    removeGrant(identity, key) {
      const kin = kins.get(identity)
      const grant = kin?.grants.get(key)
      if (kin === undefined || grant === undefined) return null
      kin.grants.delete(key)
      size--
      note(identity, 'g', key)
      return grant
    },
    putReceived(identity, received) {
      const kin = made(identity)
      const { key } = received
      const fresh = !kin.received.has(key)
      kin.received.set(key, received)
      note(identity, 'r', key)
      if (kin.unknown.size > 0 && !isUnknown({ identity, key }) && kin.unknown.delete(key))
        note(identity, 'u', key)
      if (!kin.unknown.has(key)) wait(identity, key, received)
      if (fresh) grew(identity)
      const gone = shed(identity, 'r', kin.received, RECEIVED_MAX)
      if (gone === null || gone.timeMs <= kin.forgottenMs) return
      kin.forgottenMs = gone.timeMs
      note(identity, 'f', '')
    },
    removeReceived(identity, key) {
      const kin = kins.get(identity)
      if (kin === undefined || !kin.received.delete(key)) return false
      size--
      note(identity, 'r', key)
      if (kin.unknown.delete(key)) note(identity, 'u', key)
      return true
    },
    putMet(identity, name, passage) {
      const { met } = made(identity)
      const fresh = !met.has(name)
      met.set(name, passage)
      note(identity, 'm', name)
      if (fresh) grew(identity)
      shed(identity, 'm', met, MET_MAX)
    },
    /** True where it was not asked before, or only for a later event. */
    ask(identity, name, timeMs, eventId) {
      const { asked } = made(identity)
      const before = asked.get(name)
      if (before !== undefined && !(timeMs < before[0])) return false
      if (before === undefined) {
        if (asked.size >= ASKED_MAX) {
          const oldest = asked.keys().next().value as string
          asked.delete(oldest)
          size--
          note(identity, 'a', oldest)
        }
        grew(identity)
      }
      asked.set(name, [timeMs, eventId])
      note(identity, 'a', name)
      return true
    },
    compromise(identity, report, eventId) {
      const kin = made(identity)
      const { compromised } = kin
      if (report === null) {
        if (compromised?.eventId !== eventId) return
      } else if (
        compromised !== null &&
        (compromised.timeMs < report.timeMs ||
          (compromised.timeMs === report.timeMs && compromised.eventId <= report.eventId))
      )
        return
      kin.compromised = report
      note(identity, 'c', '')
    },
    told(identity, grant, what) {
      grant.told = what
      note(identity, 'g', grant.key)
    },
    advance(toMs) {
      const identities = new Set<string>()
      while (dues.length > 0 && (dues[0] as { timeMs: number }).timeMs <= toMs) {
        const due = dues.shift() as { identity: string; key: string }
        if (!isUnknown(due)) continue
        const { identity, key } = due
        const { unknown } = made(identity)
        if (unknown.has(key)) continue
        unknown.add(key)
        note(identity, 'u', key)
        identities.add(identity)
      }
      return [...identities]
    },
    forget,
    track() {
      changed = new Map()
    },
    *drain() {
      if (changed === null || changed.size === 0) return
      const keys = [...changed.keys()]
      changed.clear()
      for (const key of keys) yield [key, this.current(key)] as const
    },
    current(key) {
      const [identity, part, name] = split(key)
      const kin = kins.get(identity)
      if (kin === undefined) return null
      if (part === 'f') return kin.forgottenMs === -Infinity ? null : String(kin.forgottenMs)
      if (part === 'u') return kin.unknown.has(name) ? '1' : null
      if (part === 'c') return kin.compromised === null ? null : JSON.stringify(kin.compromised)
      const entry =
        part === 'g'
          ? kin.grants.get(name)
          : part === 'r'
            ? kin.received.get(name)
            : part === 'm'
              ? kin.met.get(name)
              : kin.asked.get(name)
      return entry === undefined ? null : JSON.stringify(entry)
    },
    /** Gives the identity that it is of. */
    restore(key, value) {
      const [identity, part, name] = split(key)
      const kin = made(identity)
      if (part === 'f') kin.forgottenMs = Number(value)
      else if (part === 'u') kin.unknown.add(name)
      else if (part === 'c') kin.compromised = JSON.parse(value) as Compromise
      else {
        size++
        if (part === 'm') kin.met.set(name, JSON.parse(value) as Passage)
        else if (part === 'g') kin.grants.set(name, JSON.parse(value) as Grant)
        else if (part === 'a') kin.asked.set(name, JSON.parse(value) as [number, string])
        else {
          const received = JSON.parse(value) as Received
          kin.received.set(name, received)
          wait(identity, name, received)
        }
      }
      return identity
    },
  }
}

function sizeOf({ grants, received, asked, met }: Kin): number {
  return grants.size + received.size + asked.size + met.size
}

/** Before the part stands an identity, which may have marks of its own where it is a place; behind it a name, which may too. */
function split(key: string): readonly [identity: string, part: Part, name: string] {
  const place = key.startsWith(APART) ? key.indexOf(APART, 1) + 1 : 0
  const first = key.indexOf(APART, place)
  return [key.slice(0, first), key[first + 1] as Part, key.slice(first + 3)]
}
