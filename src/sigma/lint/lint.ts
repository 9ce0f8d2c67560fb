// What is likely not meant so in a detection: searches nobody uses, contradictions, rules that fit everything, costly ones.
import { searchesIn, type Wanted } from '../detection/condition.js'
import type { Detection } from '../detection/detection.js'
import { plainOf } from '../detection/pattern.js'
import { ANY, type Expression, type Place } from '../rule.js'
import type { Near, Reading } from '../said.js'
import { conflictIn } from './conflicts.js'
import { valueFault } from './known.js'

export interface LintOptions {
  readonly reading: Reading
  /** its key in the document */
  readonly key: 'detection' | 'filter'
  /** whether its fields are those of the joined event, whose values are known */
  readonly own: boolean
  readonly tell: (place: Place, sentence: string, certain: boolean) => void
}

/** Searches for which each way of holding is tried. */
const TRIED_MAX = 10

export function lintDetection(detection: Detection, options: LintOptions): void {
  const { searches, wanted, condition } = detection
  const { reading, key, own, tell } = options
  const used = searchesIn(wanted)
  for (const name of searches.keys())
    if (!used.has(name))
      reading.lint([key, name], `the condition has no use for the search "${name}"`, true)
  const at = reading.place([key, 'condition'])
  const ways = waysToHold(wanted, [...used])
  if (ways === 'none') tell(at, 'it can never hold: the condition contradicts itself', true)
  if (own) valueFaults(condition, reading.near, tell)
  if (key === 'filter') {
    if (!negates(wanted))
      tell(
        at,
        'only what this filter finds is left of its rules: to leave that out, write "not" in front',
        false,
      )
    return
  }
  const conflict = ways === 'none' ? null : conflictIn(condition)
  if (conflict !== null) tell(conflict.place, conflict.sentence, conflict.certain)
  if (ways === 'all' || holdsOfNothing(condition))
    tell(at, 'it fits every event that has none of its fields: say what is looked for, too', false)
  else {
    const searched = isLookedUp(condition) ? null : leadingWildcard(condition)
    if (searched !== null)
      tell(
        searched,
        `every event ${own ? '' : 'of its source '}is searched through for this value, as it begins with a wildcard: a whole value of another field beside it${own ? ', such as type: tool.called,' : ''} makes it cheap`,
        false,
      )
  }
}

function negates(wanted: Wanted): boolean {
  if (wanted.op === 'search') return false
  return wanted.op === 'not' || wanted.of.some(negates)
}

/** Whether the condition holds for some, all or none of what its searches may say. */
function waysToHold(wanted: Wanted, names: readonly string[]): 'all' | 'some' | 'none' {
  if (names.length > TRIED_MAX) return 'some'
  let holding = 0
  const total = 2 ** names.length
  for (let way = 0; way < total; way++)
    if (holdsFor(wanted, (name) => ((way >> names.indexOf(name)) & 1) === 1)) holding++
  return holding === 0 ? 'none' : holding === total ? 'all' : 'some'
}

function holdsFor(wanted: Wanted, found: (name: string) => boolean): boolean {
  switch (wanted.op) {
    case 'search':
      return found(wanted.name)
    case 'not':
      return !holdsFor(wanted.of, found)
    case 'and':
      return wanted.of.every((part) => holdsFor(part, found))
    case 'or':
      return wanted.of.some((part) => holdsFor(part, found))
  }
}

/** Whether an event without any of the fields fits. */
function holdsOfNothing(expression: Expression): boolean {
  switch (expression.op) {
    case 'field': {
      const { test } = expression
      return test.is === 'null' || (test.is === 'exists' && !test.wanted)
    }
    case 'keyword':
      return false
    case 'named':
      return holdsOfNothing(expression.of)
    case 'not':
      return !holdsOfNothing(expression.of)
    case 'and':
      return expression.of.every(holdsOfNothing)
    case 'or':
      return expression.of.some(holdsOfNothing)
  }
}

/** Whether some field has to begin in a known way, so that most events are passed over without a look. */
function isLookedUp(expression: Expression): boolean {
  switch (expression.op) {
    case 'field': {
      const { test } = expression
      return test.is === 'text' && (test.pieces.length === 0 || typeof test.pieces[0] === 'string')
    }
    case 'named':
      return isLookedUp(expression.of)
    case 'and':
      return expression.of.some(isLookedUp)
    case 'or':
      return expression.of.every(isLookedUp)
    case 'not':
    case 'keyword':
      return false
  }
}

function leadingWildcard(expression: Expression): Place | null {
  switch (expression.op) {
    case 'field':
      return expression.test.is === 'text' && expression.test.pieces[0] === ANY
        ? expression.place
        : null
    case 'named':
      return leadingWildcard(expression.of)
    case 'and':
    case 'or':
      for (const part of expression.of) {
        const place = leadingWildcard(part)
        if (place !== null) return place
      }
      return null
    case 'not':
    case 'keyword':
      return null
  }
}

function valueFaults(expression: Expression, near: Near, tell: LintOptions['tell']): void {
  if (expression.op === 'field') {
    const { field, test, place } = expression
    const plain = test.is === 'text' ? plainOf(test.pieces) : null
    const fault = plain === null || plain === '' ? '' : valueFault(field.name, plain, near)
    if (fault !== '') tell(place, fault, false)
  } else if (expression.op === 'and' || expression.op === 'or') {
    for (const part of expression.of) valueFaults(part, near, tell)
  } else if (expression.op === 'not' || expression.op === 'named')
    valueFaults(expression.of, near, tell)
}
