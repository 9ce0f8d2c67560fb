// One binding with its validity interval, and what a list of them says of a time.

/**
 * One binding with its validity interval [fromMs, toMs], in a list of its node's bindings. Starts and ends may come in
 * any order: an end before its start stands as an empty interval until the start fills it, and `lastStartMs` lets an end
 * that comes late split an interval in two.
 */
export interface Link {
  readonly id: string
  fromMs: number
  toMs: number
  lastStartMs: number
  next: Link | null
}

/** Whether no binding of this id ends in [fromMs, toMs). */
export function noEndBetween(head: Link | null, id: string, fromMs: number, toMs: number): boolean {
  for (let link = head; link !== null; link = link.next)
    if (link.id === id && link.toMs >= fromMs && link.toMs < toMs) return false
  return true
}

/** The ids bound at a time, without repeats. `after` also takes bindings that ended before it (post-mortem use), where none covers it. */
export function boundAt(head: Link | null, atMs: number, after: boolean): readonly string[] {
  if (head === null) return NONE
  if (head.next === null)
    return head.fromMs <= atMs && (after || atMs <= head.toMs) ? [head.id] : NONE
  const covering = new Set<string>()
  const ended = new Set<string>()
  for (let link: Link | null = head; link !== null; link = link.next) {
    if (link.fromMs > atMs) continue
    if (atMs <= link.toMs) covering.add(link.id)
    else ended.add(link.id)
  }
  if (covering.size > 0) return [...covering].sort()
  return after ? [...ended].sort() : NONE
}

const NONE: readonly string[] = Object.freeze([])
