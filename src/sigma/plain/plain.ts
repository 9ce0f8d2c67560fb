// The plain evaluator of conditions over one event: slow and easy to see through, the oracle of the compiled rules.
import type { EventFields, Expression, FieldValue, Scalar, Test } from '../rule.js'
import { regexFinds } from './plain-regex.js'
import { fits } from './plain-text.js'
import { fold } from './fold.js'
import { numberOf, timePartOf } from './plain-number.js'
import { inNetwork } from './plain-network.js'

/** An event as conditions look at it. */
export interface Looked extends EventFields {
  /** every value of the event, for keywords */
  words(): readonly Scalar[]
}

export function holds(expression: Expression, event: Looked): boolean {
  switch (expression.op) {
    case 'and':
      return expression.of.every((one) => holds(one, event))
    case 'or':
      return expression.of.some((one) => holds(one, event))
    case 'not':
      return !holds(expression.of, event)
    case 'named':
      return holds(expression.of, event)
    case 'field':
      return passes(expression.test, event.at(expression.field.slot), event)
    case 'keyword':
      return event.words().some((word) => passes(expression.test, word, event))
  }
}

/** Whether a field with this value passes a test. A list is several values: one of them has to. */
export function passes(test: Test, value: FieldValue, event: EventFields): boolean {
  if (test.is === 'exists') return (value !== undefined) === test.wanted
  if (value === undefined) return test.is === 'null'
  return valuesOf(value).some((one) => scalarPasses(test, one, event))
}

/** The scalar values of a field: an object is its JSON, also without what escapes its quotes, and lists in lists are gone through. */
export function valuesOf(value: FieldValue): readonly Scalar[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return (value as readonly FieldValue[]).flatMap(valuesOf)
  if (value === null || typeof value !== 'object') return [value as Scalar]
  const text = JSON.stringify(value)
  const plain = text.split('\\"').join('"')
  return plain === text ? [text] : [text, plain]
}

function scalarPasses(test: Test, value: Scalar, event: EventFields): boolean {
  if (test.is === 'null') return value === null
  if (value === null) return false
  switch (test.is) {
    case 'exists':
      return test.wanted
    case 'text':
      return fits(test.pieces, test.cased, String(value))
    case 'compare':
      return compares(test.by, numberOf(value), test.value)
    case 'time':
      return compares(test.by, timePartOf(test.part, value), test.value)
    case 'regex':
      return regexFinds(test.source, test.flags, String(value))
    case 'network':
      return inNetwork(test.network, String(value))
    case 'reference':
      return valuesOf(event.at(test.field.slot)).some(
        (other) => other !== null && stands(test.at, test.cased, String(value), String(other)),
      )
  }
}

/** NaN compares with nothing. */
export function compares(by: string, left: number, right: number): boolean {
  switch (by) {
    case 'eq':
      return left === right
    case 'lt':
      return left < right
    case 'lte':
      return left <= right
    case 'gt':
      return left > right
    default:
      return left >= right
  }
}

function stands(
  at: 'whole' | 'start' | 'end' | 'within',
  cased: boolean,
  given: string,
  wanted: string,
): boolean {
  const text = cased ? given : fold(given)
  const part = cased ? wanted : fold(wanted)
  switch (at) {
    case 'whole':
      return text === part
    case 'start':
      return text.startsWith(part)
    case 'end':
      return text.endsWith(part)
    case 'within':
      return text.includes(part)
  }
}
