// Rules filed by what an event cannot lack: by value of one field after another, then by the texts that have to be in a field.
import { needsOf, plainLiteral, plainValues, type Needs } from './needs.js'
import { joinedBy, type Condition } from './simplify.js'

/** A rule under a place of the tree: what is left to ask there, as the way to the place answers the rest. */
export interface Filed {
  readonly rule: number
  readonly left: Condition
}

/** Rules that are asked wherever the node is come to; then those that one field leads to; then the others. */
export interface Node {
  readonly asked: readonly Filed[]
  /** -1: the node files by no value */
  readonly slot: number
  readonly byValue: ReadonlyMap<string, Node>
  readonly rest: Node | null
  readonly sought: Sought | null
}

/** Rules by the texts that a field has to have in it: `terms[i]` leads to `of[i]`. */
export interface Sought {
  readonly slot: number
  readonly terms: readonly string[]
  readonly of: readonly (readonly Filed[])[]
}

/** So few rules are not filed by value any more. */
const ASKED_MAX = 1
/** Ways to fulfil one rule; what would make more of them is asked as it stands. */
const WAYS_MAX = 32
/** Places of the tree; beyond it rules are asked instead of filed further. */
const PLACES_MAX = 200_000

interface Entry {
  readonly rule: number
  readonly parts: readonly Condition[]
  readonly needs: Needs
}

export function createTree(conditions: readonly Condition[]): Node {
  let places = 0

  function entryOf(rule: number, parts: readonly Condition[]): Entry {
    return { rule, parts, needs: needsOf(joinedBy('and', parts)) }
  }

  function filed({ rule, parts }: Entry): Filed {
    return { rule, left: joinedBy('and', parts) }
  }

  function nodeOf(entries: readonly Entry[], used: ReadonlySet<number>): Node {
    places += entries.length
    if (entries.length <= ASKED_MAX || places > PLACES_MAX) return soughtNode(entries)
    const slot = bestSlot(entries, used)
    return slot < 0 ? soughtNode(entries) : valueNode(entries, slot, used)
  }

  function valueNode(entries: readonly Entry[], slot: number, used: ReadonlySet<number>): Node {
    const buckets = new Map<string, Entry[]>()
    const others: Entry[] = []
    const below = new Set(used).add(slot)
    for (const entry of entries) {
      const values = entry.needs.values.get(slot)
      if (values === undefined) {
        others.push(entry)
        continue
      }
      for (const value of values) {
        const left = entry.parts.filter((part) => plainValues(part, slot)?.has(value) !== true)
        const bucket = buckets.get(value)
        const placed = entryOf(entry.rule, left)
        if (bucket === undefined) buckets.set(value, [placed])
        else bucket.push(placed)
      }
    }
    return {
      ...leaf([]),
      slot,
      byValue: new Map([...buckets].map(([value, bucket]) => [value, nodeOf(bucket, below)])),
      rest: others.length === 0 ? null : nodeOf(others, below),
    }
  }

  function soughtNode(entries: readonly Entry[]): Node {
    const slots = new Map<number, number>()
    for (const { needs } of entries)
      for (const slot of needs.literals.keys()) slots.set(slot, (slots.get(slot) ?? 0) + 1)
    const [slot, count] = [...slots].sort((a, b) => b[1] - a[1])[0] ?? [-1, 0]
    if (count === 0) return leaf(entries.map(filed))
    const byTerm = new Map<string, Filed[]>()
    const others: Entry[] = []
    for (const entry of entries) {
      const literals = entry.needs.literals.get(slot)
      if (literals === undefined) {
        others.push(entry)
        continue
      }
      for (const literal of literals) {
        const left = entry.parts.filter((part) => plainLiteral(part, slot) !== literal)
        const one = { rule: entry.rule, left: joinedBy('and', left) }
        const known = byTerm.get(literal)
        if (known === undefined) byTerm.set(literal, [one])
        else known.push(one)
      }
    }
    const sought = { slot, terms: [...byTerm.keys()], of: [...byTerm.values()] }
    return { ...leaf([]), sought, rest: others.length === 0 ? null : soughtNode(others) }
  }

  const entries = conditions.flatMap((condition, rule) =>
    waysOf(condition)
      .filter((parts) => joinedBy('and', parts).op !== 'never')
      .map((parts) => entryOf(rule, parts)),
  )
  return nodeOf(entries, new Set())
}

/**
 * A condition as ways to fulfil it, each the parts of an and: what holds of one field or of another is filed by both, each with
 * what it asks besides.
 */
function waysOf(condition: Condition): readonly (readonly Condition[])[] {
  let ways: readonly (readonly Condition[])[] = [[]]
  for (const part of condition.op === 'and' ? condition.of : [condition]) {
    const apart = part.op === 'or' ? waysApart(part.of) : [[part]]
    const some = apart.length * ways.length > WAYS_MAX ? [[part]] : apart
    ways = ways.flatMap((before) => some.map((more) => [...before, ...more]))
  }
  return ways
}

/** What is asked of one field stays together. */
function waysApart(parts: readonly Condition[]): readonly (readonly Condition[])[] {
  const ways: (readonly Condition[])[] = []
  const fields = new Map<number, Condition[]>()
  for (const part of parts) {
    if (part.op !== 'leaf') ways.push(...waysOf(part))
    else if (!fields.get(part.slot)?.push(part)) fields.set(part.slot, [part])
  }
  for (const leaves of fields.values()) ways.push([joinedBy('or', leaves)])
  return ways
}

function leaf(asked: readonly Filed[]): Node {
  return { asked, slot: -1, byValue: NO_VALUES, rest: null, sought: null }
}

const NO_VALUES: ReadonlyMap<string, Node> = new Map()

/** The field that leaves the fewest rules to ask: many are filed by it, under many values. -1: none files any. */
function bestSlot(entries: readonly Entry[], used: ReadonlySet<number>): number {
  const values = new Map<number, Set<string>>()
  const filedBy = new Map<number, number>()
  for (const { needs } of entries)
    for (const [slot, set] of needs.values) {
      if (used.has(slot)) continue
      const known = values.get(slot)
      if (known === undefined) values.set(slot, new Set(set))
      else for (const value of set) known.add(value)
      filedBy.set(slot, (filedBy.get(slot) ?? 0) + 1)
    }
  let best = -1
  let most = 0
  for (const [slot, set] of values) {
    const worth = (filedBy.get(slot) as number) * (1 - 1 / (set.size + 1))
    if (worth > most) {
      best = slot
      most = worth
    }
  }
  return best
}
