// Which records of one list were seen, as runs without a gap: what is missing, doubled or out of place shows between them.
import type { Link } from './link.js'

/** Records `from`..`to`, each tied to the one before. `prev` and `hash`: what the first is tied to, and what the next must be. */
export interface Run {
  readonly from: number
  to: number
  readonly prev: string
  hash: string
  /** when the last was written, as far as that is known */
  toMs: number
}

export type Placed = 'new' | 'doubled' | 'untied'

export interface Runs {
  /** `doubled`: a record with this number was there already; `untied`: it stands beside its neighbour and is not tied to it */
  add(link: Link, atMs: number): Placed
  /** by number */
  readonly all: readonly Run[]
}

/** Holds one run where the records come in order, one more for each gap there is at the time. */
export function createRuns(): Runs {
  const runs: Run[] = []

  /** how many runs begin at this number or before it */
  function upTo(seq: number): number {
    let low = 0
    for (let high = runs.length; low < high; ) {
      const middle = (low + high) >> 1
      if ((runs[middle] as Run).from <= seq) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    all: runs,
    add({ seq, prev, hash }, atMs) {
      const at = upTo(seq)
      const before = runs[at - 1]
      const after = runs[at]
      if (before !== undefined && seq <= before.to) return 'doubled'
      const joins = before?.to === seq - 1
      const joined = after?.from === seq + 1
      const tied = (!joins || before.hash === prev) && (!joined || after.prev === hash)
      const to = joined ? after.to : seq
      const end = joined ? after.hash : hash
      const toMs = joined ? after.toMs : atMs
      if (joins) {
        before.to = to
        before.hash = end
        before.toMs = toMs
        if (joined) runs.splice(at, 1)
      } else runs.splice(at, joined ? 1 : 0, { from: seq, to, prev, hash: end, toMs })
      return tied ? 'new' : 'untied'
    },
  }
}
