// Reads the `detection` of a rule and the same parts of a filter: searches, and the condition over them.
import type { Expression, Place } from '../rule.js'
import { isGroup, isList, type Path } from '../said.js'
import { ConditionFault, parseCondition, type Wanted } from './condition.js'
import { readSearch, type SearchOptions } from './search.js'

export interface Detection {
  readonly searches: ReadonlyMap<string, Expression>
  readonly wanted: Wanted
  readonly condition: Expression
}

/** Keys that are no searches, by what a document is. */
export const DETECTION_KEYS: readonly string[] = ['condition']
export const FILTER_KEYS: readonly string[] = ['condition', 'rules']

/** What stands at `path`; null where anything was wrong, all of which was told. */
export function readDetection(
  said: unknown,
  path: Path,
  keys: readonly string[],
  options: SearchOptions,
): Detection | null {
  if (!isGroup(said)) {
    options.complain(path, 'it takes a group of searches and a condition over them')
    return null
  }
  const searches = new Map<string, Expression>()
  const names = Object.keys(said).filter((key) => !keys.includes(key))
  let sound = true
  for (const name of names) {
    const at = [...path, name]
    if (name === 'timeframe') {
      options.complain(
        at,
        '"timeframe" is of Sigma 1: write a correlation document with a timespan instead',
        true,
      )
      sound = false
      continue
    }
    const search = readSearch(said[name], at, options)
    if (search === null) sound = false
    else searches.set(name, search)
  }
  if (names.length === 0) {
    options.complain(path, 'there is no search in it', true)
    return null
  }
  const { condition } = said
  if (condition === undefined) {
    options.complain(path, `it has no condition${options.near('condition', names)}`, true)
    return null
  }
  const wanted = readCondition(condition, [...path, 'condition'], names, options)
  if (wanted === null || !sound) return null
  const placeOf = (name: string): Place => options.place([...path, name], true)
  return { searches, wanted, condition: resolved(wanted, searches, placeOf) }
}

/** A list of conditions: one of them has to hold. */
function readCondition(
  said: unknown,
  path: Path,
  names: readonly string[],
  options: SearchOptions,
): Wanted | null {
  const list: readonly unknown[] = isList(said) ? said : [said]
  if (list.length === 0) {
    options.complain(path, 'an empty list is no condition')
    return null
  }
  const of = list.map((text, i): Wanted | null => {
    const at = isList(said) ? [...path, i] : path
    if (typeof text !== 'string' || text.trim() === '') {
      options.complain(at, 'a condition is a text, such as: selection and not filter')
      return null
    }
    try {
      return parseCondition(text, names, options.near)
    } catch (error) {
      if (!(error instanceof ConditionFault)) throw error
      options.complain(
        at,
        error.at > 0 ? `character ${error.at + 1}: ${error.message}` : error.message,
      )
      return null
    }
  })
  const sound = of.filter((one) => one !== null)
  if (sound.length < of.length) return null
  return sound.length === 1 ? (sound[0] as Wanted) : { op: 'or', of: sound }
}

function resolved(
  wanted: Wanted,
  searches: ReadonlyMap<string, Expression>,
  placeOf: (name: string) => Place,
): Expression {
  if (wanted.op === 'search')
    return {
      op: 'named',
      name: wanted.name,
      of: searches.get(wanted.name) as Expression,
      place: placeOf(wanted.name),
    }
  if (wanted.op === 'not') return { op: 'not', of: resolved(wanted.of, searches, placeOf) }
  return { op: wanted.op, of: wanted.of.map((part) => resolved(part, searches, placeOf)) }
}
