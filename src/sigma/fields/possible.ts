// What an event has to fulfil whatever its context says: a rule that reads the context may come to fit where this holds.
import type { Expression, Field, Test } from '../rule.js'
import { fieldPlace } from './fields.js'

const ALWAYS: Expression = { op: 'and', of: [] }
const NEVER: Expression = { op: 'or', of: [] }

/** Whether a condition reads what is known of the identity, which may change after the event. */
export function readsContext(expression: Expression): boolean {
  switch (expression.op) {
    case 'and':
    case 'or':
      return expression.of.some(readsContext)
    case 'not':
    case 'named':
      return readsContext(expression.of)
    case 'field':
      return ofContext(expression.field, expression.test)
    case 'keyword':
      return false
  }
}

/** The condition with every test of the context taken for granted, either way as it stands under `not`. */
export function possible(expression: Expression, granted = true): Expression {
  switch (expression.op) {
    case 'and':
    case 'or':
      return { op: expression.op, of: expression.of.map((one) => possible(one, granted)) }
    case 'not':
      return { op: 'not', of: possible(expression.of, !granted) }
    case 'named':
      return possible(expression.of, granted)
    case 'field':
      if (!ofContext(expression.field, expression.test)) return expression
      return granted ? ALWAYS : NEVER
    case 'keyword':
      return expression
  }
}

function ofContext(field: Field, test: Test): boolean {
  const fields = test.is === 'reference' ? [field, test.field] : [field]
  return fields.some(({ reads }) => reads.some(({ path }) => fieldPlace(path) === 'context'))
}
