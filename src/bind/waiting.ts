// Events that wait for their binding, or that a binding may still correct: by what they wait for, and in event time.
import type { Admitted } from '../model/event.js'

/** `joinedTo` null: waits. Else: already joined to that identity, kept to be corrected. `ledger`: a credential to look after. */
export interface WaitingEntry {
  readonly key: string
  readonly admitted: Admitted
  readonly appendMs: number
  readonly timeMs: number
  readonly seq: number
  keys: readonly string[]
  readonly ledger: string | null
  joinedTo: string | null
  claimedAgent: string
  gone: boolean
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
  restore(entry: Omit<WaitingEntry, 'gone' | 'seq' | 'key'>): void
}

export function createWaiting(max: number): Waiting {
  const byKey = new Map<string, Set<WaitingEntry>>()
  const heap: WaitingEntry[] = []
  const live = new Map<string, WaitingEntry>()
  let changed: Set<string> | null = null
  let unjoined = 0
  let seq = 0

  function insert(entry: WaitingEntry): void {
    live.set(entry.key, entry)
    if (entry.joinedTo === null && entry.ledger === null) unjoined++
    link(entry)
    push(heap, entry)
    changed?.add(entry.key)
  }

  function link(entry: WaitingEntry): void {
    for (const key of entry.keys) {
      const set = byKey.get(key)
      if (set === undefined) byKey.set(key, new Set([entry]))
      else set.add(entry)
    }
  }

  function unlink(entry: WaitingEntry): void {
    for (const key of entry.keys) {
      const set = byKey.get(key)
      if (set === undefined) continue
      set.delete(entry)
      if (set.size === 0) byKey.delete(key)
    }
  }

  function remove(entry: WaitingEntry): void {
    if (entry.gone) return
    entry.gone = true
    live.delete(entry.key)
    if (entry.joinedTo === null && entry.ledger === null) unjoined--
    unlink(entry)
    changed?.add(entry.key)
  }

  function make(
    admitted: Admitted,
    appendMs: number,
    joinedTo: string | null,
    claimedAgent: string,
    keys: readonly string[],
    ledger: string | null,
  ): WaitingEntry {
    const { origin, timeMs } = admitted
    const key = `${ledger === null ? 'w' : 'l'}/${origin.topic}/${origin.partition}/${origin.offset}`
    return { key, admitted, appendMs, timeMs, seq: seq++, keys, ledger, joinedTo, claimedAgent, gone: false }
  }

  return {
    get size() {
      return live.size
    },
    get unjoined() {
      return unjoined
    },
    get overflowed() {
      return live.size > max
    },
    add(admitted, appendMs, joinedTo, claimedAgent, keys) {
      insert(make(admitted, appendMs, joinedTo, claimedAgent, keys, null))
    },
    addLedger(admitted, appendMs, credentialId) {
      insert(make(admitted, appendMs, null, '', [], credentialId))
    },
    of(key) {
      return byKey.get(key) ?? []
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
      for (let top = heap[0]; top !== undefined && top.timeMs <= watermarkMs; top = heap[0]) {
        pop(heap)
        if (top.gone) continue
        remove(top)
        return top
      }
      return null
    },
    oldest() {
      return live.values().next().value as WaitingEntry
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
    },
    restore(entry) {
      insert(make(entry.admitted, entry.appendMs ?? NaN, entry.joinedTo, entry.claimedAgent, entry.keys, entry.ledger))
    },
  }
}

function before(a: WaitingEntry, b: WaitingEntry): boolean {
  if (a.timeMs !== b.timeMs) return a.timeMs < b.timeMs
  const x = a.admitted.event.id
  const y = b.admitted.event.id
  return x === y ? a.seq < b.seq : x < y
}

function push(heap: WaitingEntry[], entry: WaitingEntry): void {
  let i = heap.length
  heap.push(entry)
  while (i > 0) {
    const parent = (i - 1) >> 1
    if (!before(entry, heap[parent] as WaitingEntry)) break
    heap[i] = heap[parent] as WaitingEntry
    i = parent
  }
  heap[i] = entry
}

function pop(heap: WaitingEntry[]): void {
  const last = heap.pop() as WaitingEntry
  if (heap.length === 0) return
  let i = 0
  for (;;) {
    let child = 2 * i + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && before(heap[child + 1] as WaitingEntry, heap[child] as WaitingEntry)) child++
    if (!before(heap[child] as WaitingEntry, last)) break
    heap[i] = heap[child] as WaitingEntry
    i = child
  }
  heap[i] = last
}
