// What is due at a time of the stream, the earliest first: a heap.

export interface Dues<T> {
  readonly size: number
  /** Infinity where nothing is due */
  readonly nextMs: number
  push(dueMs: number, what: T): void
  /** takes the earliest out; of those of one time, the one that was put in first */
  pop(): { readonly dueMs: number; readonly what: T }
}

interface Due<T> {
  readonly dueMs: number
  readonly turn: number
  readonly what: T
}

export function createDues<T>(): Dues<T> {
  const heap: Due<T>[] = []
  let turns = 0
  const earlier = (a: Due<T>, b: Due<T>): boolean =>
    a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.turn < b.turn)
  const at = (i: number): Due<T> => heap[i] as Due<T>

  function sink(due: Due<T>): void {
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && earlier(at(child + 1), at(child))) child++
      if (!earlier(at(child), due)) break
      heap[i] = at(child)
      i = child
    }
    heap[i] = due
  }

  return {
    get size() {
      return heap.length
    },
    get nextMs() {
      return heap.length === 0 ? Infinity : at(0).dueMs
    },
    push(dueMs, what) {
      const due = { dueMs, turn: turns++, what }
      let i = heap.length
      heap.push(due)
      while (i > 0) {
        const parent = (i - 1) >> 1
        if (!earlier(due, at(parent))) break
        heap[i] = at(parent)
        i = parent
      }
      heap[i] = due
    },
    pop() {
      const top = at(0)
      const last = heap.pop() as Due<T>
      if (heap.length > 0) sink(last)
      return top
    },
  }
}
