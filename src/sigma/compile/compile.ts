// Rules compiled: what an event fits, found by way of a tree instead of rule by rule. The plain evaluator says the same, slowly.
import type { Slots } from '../fields/look.js'
import { fold } from '../plain/fold.js'
import type { Expression, FieldValue, Scalar } from '../rule.js'
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
  readonly byValue: ReadonlyMap<string, Place>
  /** as the event has it → where it leads */
  readonly known: Map<string, Place | null>
  readonly rest: Place | null
  readonly soughtIn: number
  readonly seek: (text: string) => void
}

/** `words`: the slot under which every value of an event stands, for keywords; -1 where no rule has any. */
export function compileRules(rules: readonly Compiled[], slots: Slots, words: number): Matched {
  const all = rules.map(({ condition }) => simplified(condition, words))
  const conditions = createConditions(slots, all)
  const hits: number[] = []
  const hitAt = new Float64Array(rules.length)
  let turn = 0

  function stepOf(filed: readonly Filed[]): Step {
    return {
      rules: Int32Array.from(filed, ({ rule }) => rule),
      holds: filed.map(({ left }) => (left.op === 'always' ? null : conditions.of(left))),
    }
  }

  function ask({ rules: asked, holds }: Step): void {
    for (let i = 0; i < holds.length; i++) {
      const rule = asked[i] as number
      if (hitAt[rule] === turn) continue
      const one = holds[i]
      if (one != null && !one()) continue
      hitAt[rule] = turn
      hits.push(rule)
    }
  }

  function placeOf(node: Node): Place {
    const { sought } = node
    const steps = sought?.of.map(stepOf) ?? []
    const hit = (term: number): boolean => {
      ask(steps[term] as Step)
      return false
    }
    return {
      asked: stepOf(node.asked),
      slot: node.slot,
      byValue: new Map([...node.byValue].map(([value, below]) => [value, placeOf(below)])),
      known: new Map(),
      rest: node.rest === null ? null : placeOf(node.rest),
      soughtIn: sought?.slot ?? -1,
      seek: (text) => void sought?.automaton.run(text, hit),
    }
  }

  function visit(from: Place): void {
    for (let place: Place | null = from; place !== null; place = place.rest) {
      if (place.asked.holds.length > 0) ask(place.asked)
      if (place.slot >= 0) byValue(place, slots.at(place.slot))
      if (place.soughtIn >= 0) seek(place, slots.at(place.soughtIn))
    }
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
    if (typeof value === 'string') place.seek(slots.folded(place.soughtIn) as string)
    else if (value !== undefined && value !== null)
      someScalar(value, (one: Scalar) => {
        place.seek(fold(String(one)))
        return false
      })
  }

  const root = placeOf(createTree(all))
  const ids = rules.map(({ id }) => id)
  return () => {
    turn++
    hits.length = 0
    visit(root)
    if (hits.length === 0) return NOTHING
    if (hits.length > 1) hits.sort((a, b) => a - b)
    return hits.map((rule) => ids[rule] as string)
  }
}

const NOTHING: readonly string[] = Object.freeze([])
