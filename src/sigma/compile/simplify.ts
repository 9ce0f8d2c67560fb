// Conditions in their plainest form: names gone, nested and/or flattened, what is the same said once, constants folded.
import type { Expression, Field, Test } from '../rule.js'

/** A condition without names and constants. Its key says what it asks, so that equal ones are known to be. */
export type Condition =
  | { readonly op: 'always' | 'never'; readonly key: string }
  | { readonly op: 'and' | 'or'; readonly of: readonly Condition[]; readonly key: string }
  | { readonly op: 'not'; readonly of: Condition; readonly key: string }
  | Leaf

export interface Leaf {
  readonly op: 'leaf'
  readonly slot: number
  readonly test: Test
  readonly key: string
}

const ALWAYS: Condition = { op: 'always', key: 'always' }
const NEVER: Condition = { op: 'never', key: 'never' }

/** `words`: the slot under which every value of an event stands, for keywords. */
export function simplified(expression: Expression, words: number): Condition {
  switch (expression.op) {
    case 'named':
      return simplified(expression.of, words)
    case 'not':
      return negated(simplified(expression.of, words))
    case 'and':
    case 'or':
      return joinedBy(
        expression.op,
        expression.of.map((one) => simplified(one, words)),
      )
    case 'field':
      return leafOf(expression.field.slot, expression.test)
    case 'keyword':
      return leafOf(words, expression.test)
  }
}

export function joinedBy(op: 'and' | 'or', parts: readonly Condition[]): Condition {
  const [neutral, deciding] = op === 'and' ? [ALWAYS, NEVER] : [NEVER, ALWAYS]
  const of = new Map<string, Condition>()
  for (const part of parts)
    for (const one of part.op === op ? part.of : [part]) {
      if (one.op === deciding.op) return deciding
      if (one.op !== neutral.op) of.set(one.key, one)
    }
  for (const one of of.values()) if (one.op === 'not' && of.has(one.of.key)) return deciding
  const all = [...of.values()]
  if (all.length === 0) return neutral
  if (all.length === 1) return all[0] as Condition
  const keys = all.map(({ key }) => key).sort()
  return { op, of: all, key: `${op}(${keys.join(',')})` }
}

function negated(of: Condition): Condition {
  if (of.op === 'always') return NEVER
  if (of.op === 'never') return ALWAYS
  return of.op === 'not' ? of.of : { op: 'not', of, key: `not(${of.key})` }
}

function leafOf(slot: number, test: Test): Condition {
  // Whatever is compared with what is no number does not hold.
  if ((test.is === 'compare' || test.is === 'time') && Number.isNaN(test.value)) return NEVER
  return { op: 'leaf', slot, test, key: JSON.stringify([slot, test], withoutReads) }
}

function withoutReads(key: string, value: unknown): unknown {
  return key === 'field' ? (value as Field).slot : value
}
