// One list of one task as the verifier found it, and what is missing of it: at its beginning, between its runs, at its end.
import type { Stream } from './link.js'
import type { Runs } from './runs.js'
import type { Complain, FaultKind, VerifyOptions } from './verify.js'

export interface List {
  readonly chain: string
  readonly stream: Stream
  readonly runs: Runs
  /** in each partition, the lowest number that is left */
  readonly first: Map<string, number>
  /** number of the record that stands before the next one, in each partition */
  readonly last: Map<string, number>
  /** number → hash that somebody vouches for */
  readonly wanted: Map<number, { readonly hash: string; readonly by: string }>
  highest: { seq: number; by: string }
  signedTo: number
  /** what the oldest checkpoint that is left names: records up to there are older than it */
  outlived: number
}

export function closeList(
  list: List,
  hasCheckpoints: boolean,
  { beginningMayBeMissing }: VerifyOptions,
  complain: Complain,
  notes: string[],
): void {
  const { chain, stream, runs, highest, signedTo } = list
  const name = `${stream} of ${chain}`
  const fault = (kind: FaultKind, from: number, to: number, sentence: string): void =>
    complain({ kind, chain, stream, from, to, place: '', sentence })
  const before = letGoBefore(list, beginningMayBeMissing)
  let next = 1
  for (const { from, to } of runs.all) {
    const text = `${from - next} ${name} are missing: ${next} to ${from - 1}`
    if (from > next && from <= before)
      notes.push(
        next === 1 ? `${text}, at the beginning` : `${text}, let go with their partition's`,
      )
    else if (from > next && next > 1) fault('missing', next, from - 1, text)
    else if (from > next) fault('cut', next, from - 1, `${text}, at the beginning`)
    next = to + 1
  }
  if (highest.seq >= next) {
    const missing = highest.seq - next + 1
    const text = `${missing} ${name} are missing at the end: ${next} to ${highest.seq}, which ${highest.by} names`
    if (isLetGoWhole(list, hasCheckpoints, beginningMayBeMissing)) notes.push(text)
    else fault('cut', next, highest.seq, text)
  }
  if (next === 1) return
  if (!hasCheckpoints) fault('unsigned', 1, next - 1, `no checkpoint vouches for the ${name}`)
  else if (next - 1 > signedTo)
    notes.push(`${next - 1 - signedTo} ${name} came after the last checkpoint: ${signedTo + 1} on`)
}

type MayBeMissing = VerifyOptions['beginningMayBeMissing']

/** Of a partition whose beginning was let go, what has a lower number than all that is left there may have been in it. */
function letGoBefore({ stream, first }: List, beginningMayBeMissing: MayBeMissing): number {
  let before = 0
  for (const [partition, seq] of first)
    if (seq > before && beginningMayBeMissing(stream, partition)) before = seq
  return before
}

/** A list to which nothing was added for so long that retention took all of it: older than every checkpoint that is left. */
function isLetGoWhole(
  { stream, runs, highest, outlived }: List,
  hasCheckpoints: boolean,
  beginningMayBeMissing: MayBeMissing,
): boolean {
  if (runs.all.length > 0 || !beginningMayBeMissing(stream)) return false
  return hasCheckpoints ? highest.seq <= outlived : beginningMayBeMissing('checkpoints')
}
