// Rules compiled: what an event fits, found by way of a tree instead of rule by rule. The plain evaluator says the same, slowly.
import { memberAt } from '../fields/look-members.js'
import type { Slots } from '../fields/look.js'
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

/** One shape, as every event goes through several of them. */
interface Place {
  /** what is asked of every event that comes here; null: one field is looked at */
  readonly asked: Step | null
  readonly slot: number
  /** what `memberAt` reads for it; -1: nothing does */
  readonly member: number
  /** where values lead; null: they lead nowhere, and texts are sought in them */
  readonly byValue: ReadonlyMap<string, Place> | null
  /** as the event has it → where it leads */
  readonly known: Map<string, Place | null>
  /** so long the text ahead has to be for anything to be found here */
  readonly least: number
  readonly sought: Sought
  readonly rest: Place | null
}

interface Sought {
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
  const tree = createTree(all)
  const ahead = mostSought(tree, slots)
  /** length of the text ahead */
  let reach = 0

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

  function placeOf({ asked, slot: filed, byValue, rest, sought }: Node): Place {
    const slot = sought === null ? filed : sought.slot
    const member = slots.member(slot)
    return {
      asked: slot < 0 ? stepOf(asked) : null,
      slot,
      member,
      byValue:
        filed < 0 ? null : new Map([...byValue].map(([value, below]) => [value, placeOf(below)])),
      known: filed < 0 ? NO_PLACES : new Map(),
      least: sought === null || member < 0 || member !== ahead ? 0 : shortest(sought.terms),
      sought: sought === null ? NOTHING_SOUGHT : soughtOf(sought),
      rest: rest === null ? null : placeOf(rest),
    }
  }

  function soughtOf({ terms, of }: NonNullable<Node['sought']>): Sought {
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
    return { terms, steps, few: fewOf(terms), automaton, there }
  }

  function visit(from: Place): void {
    let place: Place | null = from
    while (place !== null) {
      if (place.asked !== null) {
        ask(place.asked)
        return
      }
      const { rest }: Place = place
      if (reach < place.least) {
        place = rest
        continue
      }
      const value: FieldValue =
        place.member < 0 ? textsAt(place.slot) : memberAt(place.member, slots.joined)
      let below: Place | null = null
      if (typeof value !== 'string') several(place, value)
      else if (place.member < 0 || value !== '') {
        if (place.byValue === null) seek(place, value)
        else {
          const known = place.known.get(value)
          below = known === undefined ? leadsTo(place, place.byValue, value) : known
        }
      }
      if (below === null) place = rest
      else {
        if (rest !== null) visit(rest)
        place = below
      }
    }
  }

  function textsAt(slot: number): FieldValue {
    const value = slots.at(slot)
    return typeof value === 'object' ? slots.spelled(slot) : value
  }

  function leadsTo(
    { known }: Place,
    byValue: ReadonlyMap<string, Place>,
    value: string,
  ): Place | null {
    const found = byValue.get(fold(value)) ?? null
    if (known.size < KNOWN_MAX && value.length <= KNOWN_CHARS_MAX) known.set(value, found)
    return found
  }

  /** Several values are seen to at once. */
  function several(place: Place, value: FieldValue): void {
    if (value === undefined || value === null) return
    const { byValue, sought } = place
    someScalar(value, (one: Scalar) => {
      if (byValue === null) seekIn(sought, fold(String(one)))
      else {
        const next = leadsTo(place, byValue, String(one))
        if (next !== null) visit(next)
      }
      return false
    })
  }

  function seek({ slot, sought }: Place, text: string): void {
    const { few, steps } = sought
    if (few !== null) {
      let found = fewIn(few, text)
      if (found >= 0) {
        for (; found !== 0; found &= found - 1) ask(steps[31 - Math.clz32(found & -found)] as Step)
        return
      }
    }
    seekIn(sought, slots.folded(slot) as string)
  }

  function seekIn({ terms, automaton, there }: Sought, text: string): void {
    if (automaton !== null) automaton.run(text, there)
    else for (let i = 0; i < terms.length; i++) if (text.includes(terms[i] as string)) there(i)
  }

  const root = placeOf(tree)
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
    // It is sent for now, and comes from memory while the fields before it are gone through.
    if (ahead >= 0) reach = memberAt(ahead, slots.joined).length
    visit(root)
    if (found === 0) return NOTHING
    if (found === 1) return alone[hits[0] as number] as readonly string[]
    sortFirst(hits, found)
    const matched: string[] = []
    for (let i = 0; i < found; i++) matched.push(ids[hits[i] as number] as string)
    return matched
  }
}

/** The member in which most texts are sought; -1: none. */
function mostSought(tree: Node, slots: Slots): number {
  const counts = new Map<number, number>()
  const open: (Node | null)[] = [tree]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === null) continue
    const { byValue, rest, sought } = node
    open.push(rest, ...byValue.values())
    const member = sought === null ? -1 : slots.member(sought.slot)
    if (sought !== null && member >= 0)
      counts.set(member, (counts.get(member) ?? 0) + sought.terms.length)
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most?.[0] ?? -1
}

function shortest(terms: readonly string[]): number {
  return terms.reduce((least, { length }) => Math.min(least, length), Infinity)
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
const NOTHING_SOUGHT: Sought = {
  terms: [],
  steps: [],
  few: null,
  automaton: null,
  there: () => false,
}
const NOTHING: readonly string[] = Object.freeze([])
