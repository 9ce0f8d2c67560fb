// What is asked of one event all at once, and which parts of it contradict each other.
import { plainOf } from '../detection/pattern.js'
import { fold } from '../plain/fold.js'
import type { Expression, Field, Place, Test } from '../rule.js'

interface Literal {
  readonly field: Field
  readonly test: Test
  readonly wanted: boolean
  readonly place: Place
}

export interface Conflict {
  readonly place: Place
  readonly sentence: string
  /** whatever the event is; else only where the field has one value and no list of them */
  readonly certain: boolean
}

/** The first contradiction in what has to hold together; null where there is none to be seen. */
export function conflictIn(expression: Expression): Conflict | null {
  const bySlot = new Map<number, Literal[]>()
  for (const literal of literalsOf(expression, true)) {
    const before = bySlot.get(literal.field.slot) ?? []
    for (const other of before) {
      const conflict = between(other, literal)
      if (conflict !== null) return { ...conflict, place: literal.place }
    }
    bySlot.set(literal.field.slot, [...before, literal])
  }
  return null
}

/** Everything that has to hold for the whole to hold; of alternatives nothing has to. */
function literalsOf(expression: Expression, wanted: boolean): readonly Literal[] {
  switch (expression.op) {
    case 'field': {
      const { field, test, place } = expression
      return [{ field, test, wanted, place }]
    }
    case 'named':
      return literalsOf(expression.of, wanted)
    case 'not':
      return literalsOf(expression.of, !wanted)
    case 'and':
    case 'or':
      if ((expression.op === 'and') !== wanted && expression.of.length > 1) return []
      return expression.of.flatMap((part) => literalsOf(part, wanted))
    case 'keyword':
      return []
  }
}

function between(a: Literal, b: Literal): Omit<Conflict, 'place'> | null {
  const name = b.field.name
  if (a.wanted !== b.wanted) {
    if (spelled(a.test) !== spelled(b.test)) return null
    return {
      certain: true,
      sentence: `it can never hold: "${name}" is asked for and excluded alike`,
    }
  }
  if (!a.wanted) return null
  const other = (is: (test: Test) => boolean): Test | null => {
    if (is(a.test) === is(b.test)) return null
    return is(a.test) ? b.test : a.test
  }
  const there = other((test) => test.is === 'exists' && !test.wanted)
  if (there !== null && there.is !== 'null')
    return {
      certain: true,
      sentence: `it can never hold: "${name}" must not be there, and is asked for a value`,
    }
  const valued = other((test) => test.is === 'null')
  if (valued !== null && valued.is !== 'exists')
    return {
      certain: false,
      sentence: `it hardly ever holds: "${name}" has no value, and is asked for one`,
    }
  const [left, right] = [textOf(a.test), textOf(b.test)]
  if (left !== null && right !== null && left !== right)
    return {
      certain: false,
      sentence: `it hardly ever holds: "${name}" is asked for two values at once`,
    }
  return apart(a.test, b.test)
    ? {
        certain: false,
        sentence: `it hardly ever holds: no number is within both bounds of "${name}"`,
      }
    : null
}

function textOf(test: Test): string | null {
  if (test.is !== 'text') return null
  const plain = plainOf(test.pieces)
  return plain === null ? null : fold(plain)
}

function apart(a: Test, b: Test): boolean {
  if (a.is !== 'compare' || b.is !== 'compare') return false
  const low = a.by.startsWith('g') ? a : b
  const high = low === a ? b : a
  if (!low.by.startsWith('g') || !high.by.startsWith('l')) return false
  return low.by === 'gte' && high.by === 'lte' ? low.value > high.value : low.value >= high.value
}

function spelled(test: Test): string {
  return JSON.stringify(test, (key, value: unknown) => (key === 'slot' ? undefined : value))
}
