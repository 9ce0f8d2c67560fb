// One list of one task as the verifier found it, and what is missing of it: at its beginning, between its runs, at its end.
import type { Stream } from './link.js'
import type { Runs } from './runs.js'
import type { Complain, FaultKind, LetGo, VerifyOptions } from './verify.js'

export interface Wanted {
  readonly hash: string
  readonly by: string
  readonly atMs: number
}

export interface List {
  readonly chain: string
  readonly stream: Stream
  readonly runs: Runs
  /** in each partition, the lowest number that is left */
  readonly first: Map<string, number>
  /** number of the record that stands before the next one, in each partition */
  readonly last: Map<string, number>
  /** number → hash that somebody vouches for, and when a checkpoint was last written that names it as the end */
  readonly wanted: Map<number, Wanted>
  highest: { seq: number; by: string }
  signedTo: number
  /** what the oldest checkpoint that is left names: records up to there are older than it */
  outlived: number
}

/** `activeMs`: when the task last did anything, as its own state has it; Infinity where nobody knows. */
export function closeList(
  list: List,
  { hasCheckpoints, activeMs }: { readonly hasCheckpoints: boolean; readonly activeMs: number },
  options: VerifyOptions,
  complain: Complain,
  notes: string[],
): void {
  const { chain, stream, runs, highest, signedTo } = list
  const name = `${stream} of ${chain}`
  const fault = (kind: FaultKind, from: number, to: number, sentence: string): void =>
    complain({ kind, chain, stream, from, to, place: '', sentence })
  const letGo = options.letGo(stream)
  const youngerThan = agesOf(list)
  let next = 1
  let lastMs = -Infinity
  for (const { from, to, toMs } of runs.all) {
    const atBeginning = next === 1
    const text = `${from - next} ${name} are missing: ${next} to ${from - 1}`
    if (from > next) {
      const isExcused =
        (atBeginning && options.beginningLeftOut) ||
        isLetGo(list, letGo, from - 1, Math.max(lastMs, youngerThan(from - 1)))
      const where = atBeginning ? ', at the beginning' : ''
      if (!isExcused) fault(atBeginning ? 'cut' : 'missing', next, from - 1, text + where)
      else notes.push(`${text}${where === '' ? ", let go with their partition's" : where}`)
    }
    next = to + 1
    if (toMs > lastMs) lastMs = toMs
  }
  if (highest.seq >= next) {
    const missing = highest.seq - next + 1
    const text = `${missing} ${name} are missing at the end: ${next} to ${highest.seq}, which ${highest.by} names`
    // Without a checkpoint, nobody but the task's own state says how young they may be.
    const orMs = hasCheckpoints ? youngerThan(highest.seq) : activeMs
    const isExcused =
      isLetGo(list, letGo, highest.seq, Math.max(lastMs, orMs)) ||
      (options.beginningLeftOut && next === 1 && hasCheckpoints && highest.seq <= list.outlived)
    if (isExcused) notes.push(text)
    else fault('cut', next, highest.seq, text)
  }
  if (next === 1) return
  if (!hasCheckpoints) fault('unsigned', 1, next - 1, `no checkpoint vouches for the ${name}`)
  else if (next - 1 > signedTo)
    notes.push(`${next - 1 - signedTo} ${name} came after the last checkpoint: ${signedTo + 1} on`)
}

/**
 * Whether a partition that let go of its oldest records may have had this one, which was written at `afterMs` or later: all
 * that is left there has a higher number, and what it let go is as old as that.
 */
function isLetGo({ first }: List, letGo: LetGo, seq: number, afterMs: number): boolean {
  for (const [partition, untilMs] of letGo)
    if (afterMs <= untilMs && (first.get(partition) ?? Infinity) > seq) return true
  return false
}

/** Of a number, asked in rising order, the time of the last checkpoint that was written before its record. */
function agesOf({ wanted }: List): (seq: number) => number {
  const named = [...wanted].sort(([one], [other]) => one - other)
  let at = 0
  let lastMs = -Infinity
  return (seq) => {
    for (; (named[at]?.[0] ?? Infinity) < seq; at++)
      lastMs = Math.max(lastMs, named[at]?.[1].atMs ?? -Infinity)
    return lastMs
  }
}
