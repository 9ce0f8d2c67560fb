// Rules compiled: what an event fits, found by way of a tree instead of rule by rule. The plain evaluator says the same, slowly.
import type { SlotReader, Slots } from '../fields/look.js'
import { fold } from '../plain/fold.js'
import type { Expression, FieldValue, Scalar } from '../rule.js'
import { createAutomaton, type Automaton } from './automaton.js'
import { FEW, type Few, fewIn, fewOf } from './compile-few.js'
import { createConditions } from './condition.js'
import { someScalar, type Holds } from './leaf.js'
import { simplified } from './simplify.js'
import { createTree, type Filed, type Node } from './tree.js'

/** A rule by its id, with all that an event has to fulfil. */
export interface Compiled {
  readonly id: string
  readonly condition: Expression
}

/** Which rules the event in the slots fits: their ids in the order of the rules, valid until the next call. */
export type Matched = () => readonly string[]

/** Values that were looked up as they came, at each place of the tree: most come again. */
const KNOWN_MAX = 1_024
const KNOWN_CHARS_MAX = 128

interface Step {
  readonly rules: readonly number[]
  /** what is left to ask of each; null: nothing of any */
  readonly holds: readonly (Holds | null)[] | null
}

interface Place {
  readonly asked: Step | null
  /** -1: nothing is filed by value here */
  readonly slot: number
  /** of the slot, where it is no more than a look at a member */
  readonly plain: SlotReader | null
  readonly byValue: ReadonlyMap<string, Place>
  /** as the event has it → where it leads */
  readonly known: Map<string, Place | null>
  readonly rest: Place | null
  readonly sought: Sought | null
}

interface Sought {
  readonly slot: number
  readonly plain: SlotReader | null
  readonly terms: readonly string[]
  /** by term */
  readonly steps: readonly Step[]
  /** null: the terms are too many, or have no signs */
  readonly few: Few | null
  /** null: the terms are few, and sought one by one */
  readonly automaton: Automaton | null
  /** However often a text is there, what hangs on it is asked once. */
  readonly there: (term: number) => boolean
}

/** `words`: the slot under which every value of an event stands, for keywords; -1 where no rule has any. */
export function compileRules(rules: readonly Compiled[], slots: Slots, words: number): Matched {
  const all = rules.map(({ condition }) => simplified(condition, words))
  const conditions = createConditions(slots, all)
  const hits = new Int32Array(rules.length)
  let found = 0
  const hitAt = new Int32Array(rules.length)
  const asked: Int32Array[] = []
  let turn = 0

  function stepOf(filed: readonly Filed[]): Step {
    const rules = filed.map(({ rule }) => rule)
    const holds = filed.map(({ left }) => (left.op === 'always' ? null : conditions.of(left)))
    return { rules, holds: holds.some((one) => one !== null) ? holds : null }
  }

  function ask({ rules: filed, holds }: Step): void {
    for (let i = 0; i < filed.length; i++) {
      const rule = filed[i] as number
      if (hitAt[rule] === turn) continue
      if (holds !== null) {
        const one = holds[i]
        if (one != null && !one()) continue
      }
      hitAt[rule] = turn
      hits[found++] = rule
    }
  }

  function placeOf(node: Node): Place {
    return {
      asked: node.asked.length === 0 ? null : stepOf(node.asked),
      slot: node.slot,
      plain: slots.plain(node.slot),
      byValue:
        node.slot < 0
          ? NO_PLACES
          : new Map([...node.byValue].map(([value, below]) => [value, placeOf(below)])),
      known: node.slot < 0 ? NO_PLACES : new Map(),
      rest: node.rest === null ? null : placeOf(node.rest),
      sought: node.sought === null ? null : soughtOf(node.sought),
    }
  }

  function soughtOf({ slot, terms, of }: NonNullable<Node['sought']>): Sought {
    const steps = of.map(stepOf)
    const askedAt = new Int32Array(terms.length)
    asked.push(askedAt)
    const there = (term: number): boolean => {
      if (askedAt[term] !== turn) {
        askedAt[term] = turn
        ask(steps[term] as Step)
      }
      return false
    }
    const automaton = terms.length <= FEW ? null : createAutomaton(terms)
    return { slot, plain: slots.plain(slot), terms, steps, few: fewOf(terms), automaton, there }
  }

  function visit(from: Place): void {
    let place = from
    for (;;) {
      if (place.asked !== null) ask(place.asked)
      if (place.sought !== null) seek(place.sought)
      const { rest } = place
      const below = place.slot < 0 ? null : belowOf(place)
      if (below === null) {
        if (rest === null) return
        place = rest
      } else {
        if (rest !== null) visit(rest)
        place = below
      }
    }
  }

  /** Where the value leads; several of them are seen to at once. */
  function belowOf(place: Place): Place | null {
    const value = place.plain !== null ? place.plain(slots.joined, null) : textsAt(place.slot)
    if (typeof value === 'string') return leadsTo(place, value)
    if (value !== undefined && value !== null)
      someScalar(value, (one: Scalar) => {
        const next = leadsTo(place, String(one))
        if (next !== null) visit(next)
        return false
      })
    return null
  }

  function textsAt(slot: number): FieldValue {
    const value = slots.at(slot)
    return typeof value === 'object' ? slots.spelled(slot) : value
  }

  function leadsTo({ known, byValue: of }: Place, value: string): Place | null {
    const before = known.get(value)
    if (before !== undefined) return before
    const found = of.get(fold(value)) ?? null
    if (known.size < KNOWN_MAX && value.length <= KNOWN_CHARS_MAX) known.set(value, found)
    return found
  }

  function seek(sought: Sought): void {
    const value = sought.plain !== null ? sought.plain(slots.joined, null) : textsAt(sought.slot)
    if (typeof value === 'string') {
      if (sought.few === null || !seekFew(sought, sought.few, value))
        seekIn(sought, slots.folded(sought.slot) as string)
    } else if (value !== undefined && value !== null)
      someScalar(value, (one: Scalar) => {
        seekIn(sought, fold(String(one)))
        return false
      })
  }

  /** false: that is only seen of the folded text */
  function seekFew({ steps }: Sought, few: Few, text: string): boolean {
    let found = fewIn(few, text)
    if (found < 0) return false
    for (; found !== 0; found &= found - 1) ask(steps[31 - Math.clz32(found & -found)] as Step)
    return true
  }

  function seekIn({ terms, automaton, there }: Sought, text: string): void {
    if (automaton !== null) automaton.run(text, there)
    else for (let i = 0; i < terms.length; i++) if (text.includes(terms[i] as string)) there(i)
  }

  const root = placeOf(createTree(all))
  const ids = rules.map(({ id }) => id)
  const alone = ids.map((id): readonly string[] => Object.freeze([id]))
  return () => {
    if (turn === TURNS_MAX) {
      hitAt.fill(0)
      for (const askedAt of asked) askedAt.fill(0)
      turn = 0
    }
    turn++
    found = 0
    visit(root)
    if (found === 0) return NOTHING
    if (found === 1) return alone[hits[0] as number] as readonly string[]
    sortFirst(hits, found)
    const matched: string[] = []
    for (let i = 0; i < found; i++) matched.push(ids[hits[i] as number] as string)
    return matched
  }
}

/** An event fits a handful of rules: to sort so few in place costs less than to ask for it. */
function sortFirst(list: Int32Array, count: number): void {
  if (count > FEW_HITS) {
    list.subarray(0, count).sort()
    return
  }
  for (let i = 1; i < count; i++) {
    const one = list[i] as number
    let at = i
    while (at > 0 && (list[at - 1] as number) > one) list[at] = list[--at] as number
    list[at] = one
  }
}

const FEW_HITS = 24

/** Then the count of calls begins anew. */
const TURNS_MAX = 2 ** 30

const NO_PLACES = new Map<string, Place>()
const NOTHING: readonly string[] = Object.freeze([])
