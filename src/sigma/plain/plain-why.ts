// Why a condition holds of an event, or does not: the clauses that decide it, the values they saw and what they ask for.
import type { Expression, Field, FieldValue, Place, Test } from '../rule.js'
import { ANY, ANY_ONE } from '../rule.js'
import { timePartOf } from './plain-number.js'
import { holds, passes, type Looked } from './plain.js'

/** One clause that decides. */
export interface Why {
  readonly place: Place
  /** the search identifier that it stands in; '' none */
  readonly search: string
  readonly sentence: string
}

/** How a value may be shown: some are nobody's to see. */
export type Shown = (field: Field, value: FieldValue) => string

/** Wanted values that are named of a list. */
const WANTED_MAX = 5

export function whyOf(expression: Expression, event: Looked, shown: Shown): readonly Why[] {
  return why(expression, event, shown, '')
}

function why(expression: Expression, event: Looked, shown: Shown, search: string): readonly Why[] {
  switch (expression.op) {
    case 'named':
      return why(expression.of, event, shown, expression.name)
    case 'not': {
      const inner = why(expression.of, event, shown, search)
      const note = holds(expression, event) ? 'as it must not hold' : 'and it must not hold'
      return inner.map((one) => ({ ...one, sentence: `${one.sentence} (${note})` }))
    }
    case 'and': {
      const failing = expression.of.filter((one) => !holds(one, event))
      return (failing.length > 0 ? failing : expression.of).flatMap((one) =>
        why(one, event, shown, search),
      )
    }
    case 'or': {
      const first = expression.of.find((one) => holds(one, event))
      if (first !== undefined) return why(first, event, shown, search)
      return together(expression.of, event, shown, search)
    }
    case 'field':
      return [ofField([expression], event, shown, search)]
    case 'keyword':
      return [
        {
          place: expression.place,
          search,
          sentence: holds(expression, event)
            ? `a value of the event is ${wanted(expression.test)}`
            : `no value of the event is ${wanted(expression.test)}`,
        },
      ]
  }
}

type FieldTest = Expression & { readonly op: 'field' }

/** None of the ways holds: tests of one field are told together. */
function together(
  ways: readonly Expression[],
  event: Looked,
  shown: Shown,
  search: string,
): readonly Why[] {
  const byField = new Map<number, FieldTest[]>()
  const others: Expression[] = []
  for (const way of ways) {
    if (way.op !== 'field') others.push(way)
    else byField.set(way.field.slot, [...(byField.get(way.field.slot) ?? []), way])
  }
  return [
    ...[...byField.values()].map((tests) => ofField(tests, event, shown, search)),
    ...others.flatMap((one) => why(one, event, shown, search)),
  ]
}

/** Several tests: none of them passes. */
function ofField(tests: readonly FieldTest[], event: Looked, shown: Shown, search: string): Why {
  const [first] = tests as [FieldTest]
  const { field, place } = first
  const value = event.at(field.slot)
  const named = tests.slice(0, WANTED_MAX).map(({ test }) => wanted(test))
  const more = tests.length - named.length
  const list = `${named.join(' or ')}${more > 0 ? ` or ${more} more` : ''}`
  const { test } = first
  // A time is asked for its parts, which nobody reads off a number.
  const part =
    test.is === 'time' && typeof value === 'number'
      ? ` (${test.part} ${timePartOf(test.part, value)})`
      : ''
  const there = value === undefined ? 'is not there' : `is ${shown(field, value)}${part}`
  const passed = tests.some(({ test }) => passes(test, value, event))
  return {
    place,
    search,
    sentence: `${field.name} ${there}, ${passed ? 'and is asked to be' : 'and should be'} ${list}`,
  }
}

/** What a test asks for, in words. */
function wanted(test: Test): string {
  switch (test.is) {
    case 'text':
      return JSON.stringify(test.pieces.map(pieceText).join(''))
    case 'null':
      return 'nothing'
    case 'exists':
      return test.wanted ? 'there' : 'absent'
    case 'compare':
      return `${test.by} ${test.value}`
    case 'time':
      return `${test.part} ${test.by} ${test.value}`
    case 'regex':
      return `as /${test.source}/${test.flags}`
    case 'network':
      return `in ${test.text}`
    case 'reference':
      return `${REFERENCE[test.at]} ${test.field.name}`
  }
}

const REFERENCE = {
  whole: 'equal to',
  start: 'begun by',
  end: 'ended by',
  within: 'around',
} as const

function pieceText(piece: string | number): string {
  if (typeof piece === 'string') return piece
  return piece === ANY ? '*' : piece === ANY_ONE ? '?' : '-'
}
