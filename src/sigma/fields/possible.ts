// What an event has to fulfil whatever the tests say that are not asked yet: those of its context, or of what was said in it.
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

/** A test of the event as it stands in a condition. */
export type Asked = Expression & { readonly op: 'field' | 'keyword' }

/** The condition with every test that is `open` taken for granted, either way as it stands under `not`. */
export function possible(
  expression: Expression,
  open: (asked: Asked) => boolean = (asked) => readsContext(asked),
  granted = true,
): Expression {
  switch (expression.op) {
    case 'and':
    case 'or':
      return { op: expression.op, of: expression.of.map((one) => possible(one, open, granted)) }
    case 'not':
      return { op: 'not', of: possible(expression.of, open, !granted) }
    case 'named':
      return possible(expression.of, open, granted)
    case 'field':
    case 'keyword':
      if (!open(expression)) return expression
      return granted ? ALWAYS : NEVER
  }
}

/** The fields that a test reads. */
export function fieldsOf(field: Field, test: Test): readonly Field[] {
  return test.is === 'reference' ? [field, test.field] : [field]
}

function ofContext(field: Field, test: Test): boolean {
  return fieldsOf(field, test).some(({ reads }) =>
    reads.some(({ path }) => fieldPlace(path) === 'context'),
  )
}
