// Rules compiled: what an event fits, found by way of a tree instead of rule by rule. The plain evaluator says the same, slowly.
import type { SlotReader, Slots } from '../fields/look.js'
import { fold } from '../plain/fold.js'
import type { Expression, FieldValue, Scalar } from '../rule.js'
import { createAutomaton, type Automaton } from './automaton.js'
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
  readonly rules: Int32Array
  readonly holds: readonly (Holds | null)[]
}

interface Place {
  readonly asked: Step
  readonly slot: number
  /** of the slot, where it is no more than a look at a member */
  readonly plain: SlotReader | null
  readonly byValue: ReadonlyMap<string, Place>
  /** as the event has it → where it leads */
  readonly known: Map<string, Place | null>
  readonly rest: Place | null
  readonly soughtIn: number
  readonly terms: readonly string[]
  /** by term */
  readonly steps: readonly Step[]
  /** null: the terms are few, and sought one by one */
  readonly automaton: Automaton | null
  /** by term: the event for which what hangs on it was asked */
  readonly askedAt: Int32Array
  /** what several terms begin with: where it is missing, all of them are */
  readonly common: string
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
    return {
      rules: Int32Array.from(filed, ({ rule }) => rule),
      holds: filed.map(({ left }) => (left.op === 'always' ? null : conditions.of(left))),
    }
  }

  function ask({ rules: filed, holds }: Step): void {
    for (let i = 0; i < holds.length; i++) {
      const rule = filed[i] as number
      if (hitAt[rule] === turn) continue
      const one = holds[i]
      if (one != null && !one()) continue
      hitAt[rule] = turn
      hits[found++] = rule
    }
  }

  function placeOf(node: Node): Place {
    const { terms, of } = node.sought ?? NO_TERMS
    const askedAt = new Int32Array(terms.length)
    if (terms.length > 0) asked.push(askedAt)
    return {
      asked: stepOf(node.asked),
      slot: node.slot,
      plain: slots.plain(node.slot),
      byValue: new Map([...node.byValue].map(([value, below]) => [value, placeOf(below)])),
      known: new Map(),
      rest: node.rest === null ? null : placeOf(node.rest),
      soughtIn: node.sought?.slot ?? -1,
      terms,
      steps: of.map(stepOf),
      automaton: terms.length <= TERMS_FEW ? null : createAutomaton(terms),
      askedAt,
      common: beginningOf(terms),
    }
  }

  function visit(from: Place): void {
    for (let place: Place | null = from; place !== null; place = place.rest) {
      if (place.asked.holds.length > 0) ask(place.asked)
      if (place.plain !== null) byValue(place, place.plain(slots.joined, null))
      else if (place.slot >= 0) byValue(place, textsAt(place.slot))
      if (place.soughtIn >= 0) seek(place, textsAt(place.soughtIn))
    }
  }

  function textsAt(slot: number): FieldValue {
    const value = slots.at(slot)
    return typeof value === 'object' ? slots.spelled(slot) : value
  }

  function byValue(place: Place, value: FieldValue): void {
    if (typeof value === 'string') {
      const next = leadsTo(place, value)
      if (next !== null) visit(next)
    } else if (value !== undefined && value !== null)
      someScalar(value, (one: Scalar) => {
        const next = leadsTo(place, String(one))
        if (next !== null) visit(next)
        return false
      })
  }

  function leadsTo({ known, byValue: of }: Place, value: string): Place | null {
    const before = known.get(value)
    if (before !== undefined) return before
    const found = of.get(fold(value)) ?? null
    if (known.size < KNOWN_MAX && value.length <= KNOWN_CHARS_MAX) known.set(value, found)
    return found
  }

  function seek(place: Place, value: FieldValue): void {
    if (typeof value === 'string') seekIn(place, slots.folded(place.soughtIn) as string)
    else if (value !== undefined && value !== null)
      someScalar(value, (one: Scalar) => {
        seekIn(place, fold(String(one)))
        return false
      })
  }

  function seekIn({ terms, steps, automaton, common, askedAt }: Place, text: string): void {
    // However often a text is there, what hangs on it is asked once.
    const there = (term: number): boolean => {
      if (askedAt[term] !== turn) {
        askedAt[term] = turn
        ask(steps[term] as Step)
      }
      return false
    }
    if (automaton !== null) automaton.run(text, there)
    else if (common === '') {
      for (let i = 0; i < terms.length; i++) if (text.includes(terms[i] as string)) there(i)
    } else
      for (let at = text.indexOf(common); at >= 0; at = text.indexOf(common, at + 1))
        for (let i = 0; i < terms.length; i++) if (text.startsWith(terms[i] as string, at)) there(i)
  }

  const root = placeOf(createTree(all))
  const ids = rules.map(({ id }) => id)
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
    if (found === 1) return [ids[hits[0] as number] as string]
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

/** A few terms are sought one by one, more of them in one pass. */
const TERMS_FEW = 8
const NO_TERMS = { terms: [], of: [] } as const

/** What all of them begin with. */
function beginningOf([first = '', ...others]: readonly string[]): string {
  let length = others.length === 0 ? 0 : first.length
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--
  return first.slice(0, length)
}

const NOTHING: readonly string[] = Object.freeze([])
