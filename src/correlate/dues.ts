// Which identities are to be judged again at a stream time although nothing comes from them: rests, silences, what is held too long.
import type { Context } from '../model/context.js'

export interface Dues {
  /** judge it again at this stream time, or earlier where that was asked for already */
  at(context: Context, ms: number): void
  /** the first that is due by then, with its time set back; null where none is */
  shift(untilMs: number): { readonly context: Context; readonly dueMs: number } | null
  /** stream time of the first; Infinity where nothing waits */
  nextMs(): number
}

interface Entry {
  readonly ms: number
  readonly id: string
}

/** A binary heap; an entry whose context wants another time by now, or is gone, is passed over. */
export function createDues(find: (id: string) => Context | undefined): Dues {
  const heap: Entry[] = []

  function push(entry: Entry): void {
    let at = heap.length
    heap.push(entry)
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isBefore(entry, heap[above] as Entry)) break
      heap[at] = heap[above] as Entry
      at = above
    }
    heap[at] = entry
  }

  function pop(): void {
    const last = heap.pop() as Entry
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Entry, heap[below] as Entry))
        below++
      if (!isBefore(heap[below] as Entry, last)) break
      heap[at] = heap[below] as Entry
      at = below
    }
    heap[at] = last
  }

  function settle(): Entry | null {
    for (;;) {
      const first = heap[0]
      if (first === undefined) return null
      if (find(first.id)?.dueMs === first.ms) return first
      pop()
    }
  }

  return {
    at(context, ms) {
      if (!(ms < context.dueMs)) return
      context.dueMs = ms
      push({ ms, id: context.id })
    },
    shift(untilMs) {
      if (heap.length === 0 || (heap[0] as Entry).ms > untilMs) return null
      const first = settle()
      if (first === null || first.ms > untilMs) return null
      pop()
      const context = find(first.id) as Context
      context.dueMs = Infinity
      return { context, dueMs: first.ms }
    },
    nextMs: () => settle()?.ms ?? Infinity,
  }
}

/** By time, then by name: the same order on every run. */
function isBefore(a: Entry, b: Entry): boolean {
  return a.ms < b.ms || (a.ms === b.ms && a.id < b.id)
}
