// What an event cannot lack to fulfil a condition: a field with one of these values, a field with one of these texts in it.
import { fold } from '../plain/fold.js'
import { formOf } from './pattern.js'
import { textsIn } from './regex.js'
import type { Condition, Leaf } from './simplify.js'

/** All texts are folded: whether case counts is seen to later, as a filter may let too much through. */
export interface Needs {
  /** by slot: the field has one of these values */
  readonly values: ReadonlyMap<number, ReadonlySet<string>>
  /** by slot: one of the field's values has one of these in it */
  readonly literals: ReadonlyMap<number, ReadonlySet<string>>
}

/** Shorter texts tell too little. */
const LITERAL_MIN = 2
/** Values or literals of one field; a condition with more is not filed by it. */
const ALTERNATIVES_MAX = 5_000

const NOTHING: Needs = { values: new Map(), literals: new Map() }

export function needsOf(condition: Condition): Needs {
  switch (condition.op) {
    case 'leaf':
      return ofLeaf(condition)
    case 'and':
      return condition.of.map(needsOf).reduce(both, NOTHING)
    case 'or':
      return condition.of.map(needsOf).reduce(either)
    default:
      return NOTHING
  }
}

/**
 * The values of a condition that says no more than that the field has one of them, without regard to case: it holds
 * wherever the field has one. null: it says something else.
 */
export function plainValues(condition: Condition, slot: number): ReadonlySet<string> | null {
  if (condition.op === 'or') {
    const all = condition.of.map((one) => plainValues(one, slot))
    return all.includes(null) ? null : new Set(all.flatMap((set) => [...(set ?? [])]))
  }
  if (condition.op !== 'leaf' || condition.slot !== slot) return null
  const { test } = condition
  if (test.is !== 'text' || test.cased) return null
  const form = formOf(test.pieces, false)
  return form.at === 'whole' ? new Set([form.text]) : null
}

/** The text that a condition asks for somewhere in the field, and nothing else; null where it asks for something else. */
export function plainLiteral(condition: Condition, slot: number): string | null {
  if (condition.op !== 'leaf' || condition.slot !== slot) return null
  const { test } = condition
  if (test.is !== 'text' || test.cased) return null
  const form = formOf(test.pieces, false)
  return form.at === 'within' ? form.text : null
}

function ofLeaf({ slot, test }: Leaf): Needs {
  if (test.is === 'regex') {
    const texts = new Set(textsIn(test.source, test.flags))
    const tell = texts.size > 0 && shortest(texts) >= LITERAL_MIN && texts.size <= ALTERNATIVES_MAX
    return tell ? { values: new Map(), literals: new Map([[slot, texts]]) } : NOTHING
  }
  if (test.is !== 'text') return NOTHING
  const form = formOf(test.pieces, test.cased)
  if (form.at === 'anything') return NOTHING
  if (form.at === 'whole')
    return { values: new Map([[slot, new Set([fold(form.text)])]]), literals: new Map() }
  const literal = fold(form.at === 'pattern' ? form.literal : form.text)
  if (literal.length < LITERAL_MIN) return NOTHING
  return { values: new Map(), literals: new Map([[slot, new Set([literal])]]) }
}

/** Both hold: for each field the narrower of the two. */
function both(a: Needs, b: Needs): Needs {
  return {
    values: narrower(a.values, b.values, (set) => -set.size),
    literals: narrower(a.literals, b.literals, (set) => shortest(set) - set.size / 100),
  }
}

function narrower(
  a: ReadonlyMap<number, ReadonlySet<string>>,
  b: ReadonlyMap<number, ReadonlySet<string>>,
  worth: (set: ReadonlySet<string>) => number,
): ReadonlyMap<number, ReadonlySet<string>> {
  if (a.size === 0) return b
  const found = new Map(a)
  for (const [slot, set] of b) {
    const other = found.get(slot)
    if (other === undefined || worth(set) > worth(other)) found.set(slot, set)
  }
  return found
}

function shortest(set: ReadonlySet<string>): number {
  let least = Infinity
  for (const { length } of set) if (length < least) least = length
  return least
}

/** One of them holds: only what both say something of. A value is a text that is in itself. */
function either(a: Needs, b: Needs): Needs {
  const literals = new Map<number, ReadonlySet<string>>()
  for (const [slot, set] of a.literals) {
    const other = b.literals.get(slot) ?? long(b.values.get(slot))
    if (other !== undefined) literals.set(slot, union(set, other))
  }
  for (const [slot, set] of b.literals) {
    const other = literals.has(slot) ? undefined : long(a.values.get(slot))
    if (other !== undefined) literals.set(slot, union(set, other))
  }
  const values = new Map<number, ReadonlySet<string>>()
  for (const [slot, set] of a.values) {
    const other = b.values.get(slot)
    if (other !== undefined) values.set(slot, union(set, other))
  }
  return { values: bounded(values), literals: bounded(literals) }
}

function long(values: ReadonlySet<string> | undefined): ReadonlySet<string> | undefined {
  return values !== undefined && shortest(values) >= LITERAL_MIN ? values : undefined
}

function union(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a, ...b])
}

function bounded(
  all: ReadonlyMap<number, ReadonlySet<string>>,
): ReadonlyMap<number, ReadonlySet<string>> {
  return new Map([...all].filter(([, { size }]) => size <= ALTERNATIVES_MAX))
}
