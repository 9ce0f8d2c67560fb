// Conditions as functions over the event at hand: the cheap parts first, lists of texts in one pass, what several rules ask answered once.
import type { Slots } from '../fields/look.js'
import { createAutomaton } from './automaton.js'
import { leafOver, textOver, type Holds } from './leaf.js'
import { formOf } from './pattern.js'
import type { Condition, Leaf } from './simplify.js'

/** From so many terms on, a list of texts is sought by an automaton, and whole texts in a set. */
const LIST_TERMS_MIN = 6

export interface Conditions {
  /** the same function for the same condition */
  of(condition: Condition): Holds
}

/** `all`: every condition that will be asked for, to know what comes more than once. */
export function createConditions(slots: Slots, all: readonly Condition[]): Conditions {
  const made = new Map<string, Holds>()
  const asked = new Map<string, number>()
  const count = (condition: Condition): void => {
    const before = asked.get(condition.key) ?? 0
    asked.set(condition.key, before + 1)
    if (before > 0) return
    if (condition.op === 'and' || condition.op === 'or') condition.of.forEach(count)
    else if (condition.op === 'not') count(condition.of)
  }
  all.forEach(count)

  function of(condition: Condition): Holds {
    let found = made.get(condition.key)
    if (found === undefined) {
      found = build(condition)
      if ((asked.get(condition.key) ?? 0) > 1 && costOf(condition) > CHEAP)
        found = remembered(slots, found)
      made.set(condition.key, found)
    }
    return found
  }

  function build(condition: Condition): Holds {
    switch (condition.op) {
      case 'always':
        return () => true
      case 'never':
        return () => false
      case 'leaf':
        return leafOver(slots, condition.slot, condition.test)
      case 'not': {
        const inner = of(condition.of)
        return () => !inner()
      }
      case 'and':
        return everyOf(byCost(condition.of).map(of))
      case 'or': {
        const { lists, others } = listsIn(condition.of)
        const parts = byCost(others).map(of)
        return someOf([...lists.map((list) => listOver(slots, list)), ...parts])
      }
    }
  }

  return { of }
}

function everyOf(parts: readonly Holds[]): Holds {
  const [first, second, third] = parts as [Holds, Holds, Holds]
  if (parts.length === 1) return first
  if (parts.length === 2) return () => first() && second()
  if (parts.length === 3) return () => first() && second() && third()
  return () => {
    for (let i = 0; i < parts.length; i++) if (!(parts[i] as Holds)()) return false
    return true
  }
}

function someOf(parts: readonly Holds[]): Holds {
  if (parts.length === 1) return parts[0] as Holds
  return () => {
    for (let i = 0; i < parts.length; i++) if ((parts[i] as Holds)()) return true
    return false
  }
}

function remembered(slots: Slots, holds: Holds): Holds {
  let turn = -1
  let answer = false
  return () => {
    if (turn === slots.turn) return answer
    turn = slots.turn
    return (answer = holds())
  }
}

// --- lists of texts ---

/** Tests of one field with the same regard to case, of which one has to hold. */
interface List {
  readonly slot: number
  readonly cased: boolean
  readonly leaves: Leaf[]
}

function listsIn(parts: readonly Condition[]): {
  readonly lists: readonly List[]
  readonly others: readonly Condition[]
} {
  const lists = new Map<string, List>()
  const others: Condition[] = []
  for (const part of parts) {
    if (part.op !== 'leaf' || part.test.is !== 'text' || !isTerm(part)) {
      others.push(part)
      continue
    }
    const { slot, test } = part
    const key = `${slot}/${test.cased}`
    const list = lists.get(key)
    if (list === undefined) lists.set(key, { slot, cased: test.cased, leaves: [part] })
    else list.leaves.push(part)
  }
  const long = [...lists.values()].filter(({ leaves }) => leaves.length >= LIST_TERMS_MIN)
  for (const list of lists.values()) if (!long.includes(list)) others.push(...list.leaves)
  return { lists: long, others }
}

function isTerm({ test }: Leaf): boolean {
  if (test.is !== 'text') return false
  const form = formOf(test.pieces, test.cased)
  return (
    form.at !== 'anything' && form.at !== 'pattern' && (form.at === 'whole' || form.text !== '')
  )
}

function listOver(slots: Slots, { slot, cased, leaves }: List): Holds {
  const whole = new Set<string>()
  const terms: string[] = []
  const places: ('start' | 'end' | 'within')[] = []
  for (const { test } of leaves) {
    const form = formOf(test.is === 'text' ? test.pieces : [], cased)
    if (form.at === 'anything' || form.at === 'pattern') continue
    if (form.at === 'whole') whole.add(form.text)
    else {
      terms.push(form.text)
      places.push(form.at)
    }
  }
  if (terms.length === 0) return textOver(slots, slot, cased, (text) => whole.has(text))
  const automaton = createAutomaton(terms)
  return textOver(slots, slot, cased, (text) => {
    if (whole.size > 0 && whole.has(text)) return true
    return automaton.run(text, (term, end) => {
      const place = places[term]
      if (place === 'within') return true
      return place === 'start' ? end === (terms[term] as string).length : end === text.length
    })
  })
}

// --- what it costs, in about the time of one comparison ---

const CHEAP = 3
const COSTS = {
  exists: 1,
  null: 1,
  text: 3,
  compare: 6,
  time: 20,
  network: 20,
  reference: 10,
  regex: 200,
} as const

export function costOf(condition: Condition): number {
  switch (condition.op) {
    case 'always':
    case 'never':
      return 0
    case 'leaf': {
      const { test } = condition
      if (test.is !== 'text') return COSTS[test.is]
      const form = formOf(test.pieces, test.cased)
      return form.at === 'whole' ? 1 : form.at === 'pattern' ? 12 : COSTS.text
    }
    case 'not':
      return costOf(condition.of)
    default:
      return condition.of.reduce((sum, one) => sum + costOf(one), 0)
  }
}

function byCost(parts: readonly Condition[]): readonly Condition[] {
  return parts
    .map((part) => ({ part, cost: costOf(part) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ part }) => part)
}
