// Events that wait for their binding, or that a binding may still correct: by what they wait for, and in event time.
import type { Admitted } from '../model/event.js'
import { createDues } from './dues.js'

/** `joinedTo` null: waits. Else: already joined to that identity, kept to be corrected. `ledger`: a credential to look after. */
export interface WaitingEntry {
  /** under which the state keeps it; '' where no state is kept */
  key: string
  readonly admitted: Admitted
  readonly appendMs: number
  readonly timeMs: number
  readonly seq: number
  keys: readonly string[]
  readonly ledger: string | null
  joinedTo: string | null
  claimedAgent: string
  gone: boolean
  /** the entry that was added before this one, and the one after it */
  older: WaitingEntry | null
  newer: WaitingEntry | null
}

export interface Waiting {
  /** entries of all sorts */
  readonly size: number
  /** events not joined yet */
  readonly unjoined: number
  readonly overflowed: boolean
  add(
    admitted: Admitted,
    appendMs: number,
    joinedTo: string | null,
    claimedAgent: string,
    keys: readonly string[],
  ): void
  addLedger(admitted: Admitted, appendMs: number, credentialId: string): void
  of(key: string): Iterable<WaitingEntry>
  remove(entry: WaitingEntry): void
  /** what the entry waits for from now on, where that has changed */
  waitsFor(entry: WaitingEntry, keys: readonly string[]): void
  rejoined(entry: WaitingEntry, identity: string, claimedAgent: string): void
  /** takes out the entry with the earliest time at or before the watermark; null when there is none */
  due(watermarkMs: number): WaitingEntry | null
  oldest(): WaitingEntry
  /** state of the task: entries changed since the last call; the value is null when it is gone */
  drain(): readonly (readonly [string, WaitingEntry | null])[]
  /** from now on changes are noted for `drain` */
  track(): void
  get(key: string): WaitingEntry | undefined
  restore(entry: Omit<WaitingEntry, 'gone' | 'seq' | 'key' | 'older' | 'newer'>): void
}

export function createWaiting(max: number): Waiting {
  // Mostly one entry waits for a key: a Set of its own is for those that are more.
  const byKey = new Map<string, WaitingEntry | Set<WaitingEntry>>()
  const dues = createDues<WaitingEntry>()
  // By key, where the state is kept.
  const live = new Map<string, WaitingEntry>()
  let changed: Set<string> | null = null
  let oldest: WaitingEntry | null = null
  let newest: WaitingEntry | null = null
  let size = 0
  let unjoined = 0
  let seq = 0

  function insert(entry: WaitingEntry): void {
    size++
    entry.older = newest
    if (newest === null) oldest = entry
    else newest.newer = entry
    newest = entry
    if (entry.joinedTo === null && entry.ledger === null) unjoined++
    link(entry)
    dues.push(entry)
    if (changed !== null) name(entry, changed)
  }

  function name(entry: WaitingEntry, among: Set<string>): void {
    const { topic, partition, offset } = entry.admitted.origin
    entry.key = `${entry.ledger === null ? 'w' : 'l'}/${topic}/${partition}/${offset}`
    live.set(entry.key, entry)
    among.add(entry.key)
  }

  function link(entry: WaitingEntry): void {
    for (const key of entry.keys) {
      const waiting = byKey.get(key)
      if (waiting === undefined) byKey.set(key, entry)
      else if (waiting instanceof Set) waiting.add(entry)
      else if (waiting !== entry) byKey.set(key, new Set([waiting, entry]))
    }
  }

  function unlink(entry: WaitingEntry): void {
    for (const key of entry.keys) {
      const waiting = byKey.get(key)
      if (waiting === entry) byKey.delete(key)
      else if (waiting instanceof Set && waiting.delete(entry) && waiting.size === 0)
        byKey.delete(key)
    }
  }

  function remove(entry: WaitingEntry): void {
    if (entry.gone) return
    entry.gone = true
    size--
    if (entry.older === null) oldest = entry.newer
    else entry.older.newer = entry.newer
    if (entry.newer === null) newest = entry.older
    else entry.newer.older = entry.older
    entry.older = entry.newer = null
    if (entry.joinedTo === null && entry.ledger === null) unjoined--
    unlink(entry)
    if (changed === null) return
    live.delete(entry.key)
    changed.add(entry.key)
  }

  function make(
    admitted: Admitted,
    appendMs: number,
    joinedTo: string | null,
    claimedAgent: string,
    keys: readonly string[],
    ledger: string | null,
  ): WaitingEntry {
    return {
      key: '',
      admitted,
      appendMs,
      timeMs: admitted.timeMs,
      seq: seq++,
      keys,
      ledger,
      joinedTo,
      claimedAgent,
      gone: false,
      older: null,
      newer: null,
    }
  }

  return {
    get size() {
      return size
    },
    get unjoined() {
      return unjoined
    },
    get overflowed() {
      return size > max
    },
    add(admitted, appendMs, joinedTo, claimedAgent, keys) {
      insert(make(admitted, appendMs, joinedTo, claimedAgent, keys, null))
    },
    addLedger(admitted, appendMs, credentialId) {
      insert(make(admitted, appendMs, null, '', [], credentialId))
    },
    of(key) {
      const waiting = byKey.get(key)
      if (waiting === undefined) return []
      return waiting instanceof Set ? waiting : [waiting]
    },
    remove,
    waitsFor(entry, keys) {
      if (keys.length === entry.keys.length && keys.every((key, i) => key === entry.keys[i])) return
      unlink(entry)
      entry.keys = keys
      link(entry)
      changed?.add(entry.key)
    },
    rejoined(entry, identity, claimedAgent) {
      if (entry.joinedTo === null) unjoined--
      entry.joinedTo = identity
      entry.claimedAgent = claimedAgent
      changed?.add(entry.key)
    },
    due(watermarkMs) {
      for (let first = dues.shift(watermarkMs); first !== null; first = dues.shift(watermarkMs)) {
        if (first.gone) continue
        remove(first)
        return first
      }
      return null
    },
    oldest() {
      return oldest as WaitingEntry
    },
    drain() {
      if (changed === null || changed.size === 0) return []
      const out = [...changed].map((key) => [key, live.get(key) ?? null] as const)
      changed.clear()
      return out
    },
    get: (key) => live.get(key),
    track() {
      changed = new Set()
      for (let entry = oldest; entry !== null; entry = entry.newer) name(entry, changed)
    },
    restore(entry) {
      insert(
        make(
          entry.admitted,
          entry.appendMs ?? NaN,
          entry.joinedTo,
          entry.claimedAgent,
          entry.keys,
          entry.ledger,
        ),
      )
    },
  }
}
