// What falls due in event time, earliest first: entries of one stretch of time stand together and are sorted when their time comes.

/** What is ordered: by time, then by the event's id, then by arrival. */
export interface Due {
  readonly timeMs: number
  readonly seq: number
  readonly admitted: { readonly event: { readonly id: string } }
}

export interface Dues<D extends Due> {
  push(due: D): void
  /** takes out the first at or before this time; null where there is none */
  shift(untilMs: number): D | null
}

// Arrivals are nearly in order, and most entries leave before their time: a heap would compare each of them many times.
const STRETCH_MS = 256

interface Stretch<D> {
  readonly number: number
  /** the last is the first to go, once it is sorted */
  readonly all: D[]
  sorted: boolean
}

export function createDues<D extends Due>(): Dues<D> {
  const stretches = new Map<number, Stretch<D>>()
  /** a binary heap of the stretches by number */
  const heap: Stretch<D>[] = []

  return {
    push(due) {
      const number = Math.floor(due.timeMs / STRETCH_MS)
      const stretch = stretches.get(number)
      if (stretch === undefined) {
        const made: Stretch<D> = { number, all: [due], sorted: false }
        stretches.set(number, made)
        rise(heap, made)
      } else if (stretch.sorted) stretch.all.splice(placeOf(stretch.all, due), 0, due)
      else stretch.all.push(due)
    },
    shift(untilMs) {
      for (let first = heap[0]; first !== undefined; first = heap[0]) {
        if (first.number * STRETCH_MS > untilMs) return null
        if (!first.sorted) {
          first.all.sort(latestFirst)
          first.sorted = true
        }
        const due = first.all.at(-1)
        if (due === undefined) {
          stretches.delete(first.number)
          sink(heap)
          continue
        }
        if (due.timeMs > untilMs) return null
        first.all.pop()
        return due
      }
      return null
    },
  }
}

function latestFirst(a: Due, b: Due): number {
  if (a.timeMs !== b.timeMs) return b.timeMs - a.timeMs
  const x = a.admitted.event.id
  const y = b.admitted.event.id
  return x === y ? b.seq - a.seq : x < y ? 1 : -1
}

function placeOf(all: readonly Due[], due: Due): number {
  let from = 0
  let to = all.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (latestFirst(all[middle] as Due, due) < 0) from = middle + 1
    else to = middle
  }
  return from
}

function rise<D>(heap: Stretch<D>[], stretch: Stretch<D>): void {
  let i = heap.length
  heap.push(stretch)
  for (; i > 0; ) {
    const parent = (i - 1) >> 1
    if ((heap[parent] as Stretch<D>).number < stretch.number) break
    heap[i] = heap[parent] as Stretch<D>
    i = parent
  }
  heap[i] = stretch
}

/** Takes the first out of the heap. */
function sink<D>(heap: Stretch<D>[]): void {
  const last = heap.pop() as Stretch<D>
  if (heap.length === 0) return
  let i = 0
  for (;;) {
    let child = 2 * i + 1
    if (child >= heap.length) break
    if (
      child + 1 < heap.length &&
      (heap[child + 1] as Stretch<D>).number < (heap[child] as Stretch<D>).number
    )
      child++
    if ((heap[child] as Stretch<D>).number > last.number) break
    heap[i] = heap[child] as Stretch<D>
    i = child
  }
  heap[i] = last
}
