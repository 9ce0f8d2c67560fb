// Reads the `correlation` part of a rule document: every complaint at once, each with the path to what it is about.
import {
  type Bound,
  CORRELATION_TYPES,
  type CorrelationType,
  type Place,
  type Together,
} from '../rule.js'
import { type Complain, isGroup, type Members, type Path } from '../said.js'
import { ConditionFault, type Listed, parseCondition } from './condition.js'
import type { Draft } from './correlation.js'

/** Rules that one correlation may name: each is a bit of a small number. */
export const STEPS_MAX = 30
export const GROUP_FIELDS_MAX = 16
/** Longest window, in ms. */
export const TIMESPAN_MS_MAX = 90 * 86_400_000
/** Highest count that a correlation may ask for, as each event of a window is kept. */
export const COUNT_MAX = 10_000

const KEYS = [
  'type',
  'rules',
  'aliases',
  'group-by',
  'timespan',
  'timeframe',
  'condition',
  'generate',
  'field',
]
const BOUNDS = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const
const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** What the reader of files lends: places, complaints, proposals. */
export interface ReadOptions {
  /** leads to what is read */
  readonly path: Path
  readonly complain: Complain
  readonly place: (path: Path) => Place
  /** `, did you mean "…"?`, or '' */
  readonly near: (word: string, known: readonly string[]) => string
  /** all that the rule is called which a name or an id stands for; nothing where there is none */
  readonly namesFor: (given: string) => readonly string[]
}

/** Reads what stands under `correlation:`. Null where anything was wrong: all of it was told to `complain`. */
export function readCorrelation(said: unknown, options: ReadOptions): Draft | null {
  const { path, near } = options
  const place = (at: Path): Place => options.place([...path, ...at])
  let faults = 0
  const fault: Complain = (at, sentence, key) => {
    faults++
    options.complain([...path, ...at], sentence, key)
  }
  if (!isGroup(said)) {
    fault([], 'a correlation takes a group of keys: type, rules, group-by, timespan, condition')
    return null
  }
  for (const key of Object.keys(said))
    if (!KEYS.includes(key))
      fault([key], `there is no key "${key}" in a correlation${near(key, KEYS)}`, true)
  const type = readType(said['type'], fault, near)
  const rules = readNames(said['rules'], ['rules'], 'the rules it is about', fault)
  if (said['rules'] == null) fault([], 'a correlation names the rules it is about', true)
  else if (rules.length === 0) fault(['rules'], 'a correlation names the rules it is about')
  if (rules.length > STEPS_MAX)
    fault(['rules'], `a correlation names at most ${STEPS_MAX} rules; this one has ${rules.length}`)
  const groupBy = readNames(said['group-by'], ['group-by'], 'fields', fault)
  if (groupBy.length > GROUP_FIELDS_MAX)
    fault(['group-by'], `a group has at most ${GROUP_FIELDS_MAX} fields`)
  const meant = new Map(rules.map((given) => [given, given]))
  for (const given of rules)
    for (const name of options.namesFor(given)) if (!meant.has(name)) meant.set(name, given)
  const listed: Listed = { names: rules, meant, near: (word) => near(word, [...meant.keys()]) }
  const aliases = readAliases(said['aliases'], listed, groupBy, fault)
  const timespanMs = readTimespan(said, fault)
  const condition = readCondition(said, type, listed, place, fault, near)
  const { generate } = said
  if (generate !== undefined && typeof generate !== 'boolean')
    fault(['generate'], '"generate" is true or false')
  if (faults > 0 || type === null) return null
  const list = Array.isArray(said['rules'])
  return {
    type,
    rules: rules.map((given, i) => ({
      place: place(list ? ['rules', i] : ['rules']),
      given,
      id: '',
    })),
    groupBy,
    aliases,
    timespanMs,
    ...condition,
    generate: generate === true,
  }
}

function readType(
  said: unknown,
  fault: Complain,
  near: (word: string, known: readonly string[]) => string,
): CorrelationType | null {
  const known: readonly string[] = CORRELATION_TYPES
  if (typeof said === 'string' && known.includes(said)) return said as CorrelationType
  if (said === undefined) fault([], 'a correlation has a type', true)
  else
    fault(
      ['type'],
      `there is no correlation type "${String(said)}"${near(String(said), known) || `; known: ${known.join(', ')}`}`,
    )
  return null
}

/** A name or a list of names, each once. */
function readNames(said: unknown, path: Path, what: string, fault: Complain): readonly string[] {
  if (said === undefined || said === null) return []
  const list: readonly unknown[] = Array.isArray(said) ? said : [said]
  const names: string[] = []
  for (const [i, name] of list.entries()) {
    const at = Array.isArray(said) ? [...path, i] : path
    if (typeof name !== 'string' || name.trim() === '')
      fault(at, `"${String(path[path.length - 1])}" takes a list of ${what}`)
    else if (names.includes(name)) fault(at, `"${name}" stands here twice`)
    else names.push(name)
  }
  return names
}

function readAliases(
  said: unknown,
  rules: Listed,
  groupBy: readonly string[],
  fault: Complain,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const aliases = new Map<string, Map<string, string>>()
  if (said === undefined || said === null) return aliases
  if (!isGroup(said)) {
    fault(['aliases'], '"aliases" takes a group of names, each with a field for each rule')
    return aliases
  }
  for (const [alias, fields] of Object.entries(said)) {
    const of = new Map<string, string>()
    const given = new Set<string>()
    aliases.set(alias, of)
    if (!isGroup(fields)) {
      fault(['aliases', alias], `alias "${alias}" takes a field for each rule, as rule: field`)
      continue
    }
    for (const [rule, field] of Object.entries(fields)) {
      const at = ['aliases', alias, rule]
      const meant = rules.meant.get(rule)
      if (meant === undefined)
        fault(at, `"${rule}" is none of this correlation's rules${rules.near(rule)}`, true)
      else if (given.has(meant)) fault(at, `"${rule}" has a field in this alias already`, true)
      else given.add(meant)
      if (typeof field !== 'string' || field === '') fault(at, 'an alias stands for a field')
      else of.set(rule, field)
    }
    if (!groupBy.includes(alias)) continue
    for (const rule of rules.names)
      if (!given.has(rule))
        fault(
          ['aliases', alias],
          `alias "${alias}" says no field for rule "${rule}", whose events would be in no group`,
        )
  }
  return aliases
}

function readTimespan(said: Members, fault: Complain): number {
  const key =
    said['timespan'] === undefined && said['timeframe'] !== undefined ? 'timeframe' : 'timespan'
  const text = said[key]
  if (text === undefined) {
    fault([], 'a correlation has a timespan, such as 5m', true)
    return NaN
  }
  const found = /^(\d{1,9})([smhd])$/.exec(String(text))
  const timespanMs =
    found === null ? NaN : Number(found[1]) * (UNIT_MS[found[2] as string] as number)
  if (!(timespanMs > 0))
    fault(
      [key],
      `"${String(text)}" is no timespan: a number and s, m, h or d (lower case), such as 90m`,
    )
  else if (timespanMs > TIMESPAN_MS_MAX)
    fault([key], `a timespan has at most ${TIMESPAN_MS_MAX / 86_400_000} days`)
  return timespanMs
}

type Condition = Pick<Draft, 'bounds' | 'together' | 'fields' | 'percentile'>

function readCondition(
  said: Members,
  type: CorrelationType | null,
  rules: Listed,
  place: (at: Path) => Place,
  fault: Complain,
  near: (word: string, known: readonly string[]) => string,
): Condition {
  const none: Condition = { bounds: [], together: null, fields: [], percentile: NaN }
  const temporal = type === 'temporal' || type === 'temporal_ordered'
  const condition = said['condition']
  if (condition === undefined || condition === null) {
    if (type !== null && !temporal) fault([], `${type} needs a condition, such as gte: 10`, true)
    return none
  }
  if (typeof condition === 'string') {
    if (type !== null && !temporal) {
      fault(['condition'], `${type} is compared with a number, such as gte: 10`)
      return none
    }
    return { ...none, together: readTogether(condition, rules, place(['condition']), fault) }
  }
  if (!isGroup(condition)) {
    fault(
      ['condition'],
      'a condition is a comparison such as gte: 10, or rules joined by and, or, not',
    )
    return none
  }
  return readComparison(said, condition, type, temporal, fault, near)
}

function readTogether(text: string, rules: Listed, place: Place, fault: Complain): Together | null {
  try {
    return parseCondition(text, rules, place)
  } catch (error) {
    if (!(error instanceof ConditionFault)) throw error
    fault(['condition'], `character ${error.at + 1}: ${error.message}`)
    return null
  }
}

function readComparison(
  said: Members,
  condition: Members,
  type: CorrelationType | null,
  temporal: boolean,
  fault: Complain,
  near: (word: string, known: readonly string[]) => string,
): Condition {
  const known = [...BOUNDS, 'field', 'percentile']
  const bounds: Bound[] = []
  const given: string[] = []
  for (const [key, value] of Object.entries(condition)) {
    if (!known.includes(key))
      fault(['condition', key], `there is no "${key}" in a condition${near(key, known)}`, true)
    if (!(BOUNDS as readonly string[]).includes(key)) continue
    given.push(key)
    if (typeof value !== 'number' || !Number.isFinite(value))
      fault(['condition', key], `"${key}" takes a number`)
    else bounds.push({ by: key as Bound['by'], value })
  }
  if (given.length === 0) fault(['condition'], `a condition compares with ${BOUNDS.join(', ')}`)
  else if (!isRange(given))
    fault(
      ['condition'],
      `${given.join(' and ')} do not go together: one comparison, or a lower and an upper one`,
    )
  const inside = condition['field'] !== undefined
  const fields = readNames(
    inside ? condition['field'] : said['field'],
    inside ? ['condition', 'field'] : ['field'],
    'fields',
    fault,
  )
  if (type?.startsWith('value_') === true && fields.length === 0)
    fault(['condition'], `${type} needs the field whose values it is about`)
  if (type !== null && !type.startsWith('value_') && fields.length > 0)
    fault(inside ? ['condition', 'field'] : ['field'], `${type} looks at no field`, true)
  if (type !== 'value_count' && fields.length > 1)
    fault(['condition', 'field'], `only value_count takes several fields`)
  const percentile = condition['percentile'] ?? NaN
  if (condition['percentile'] !== undefined) {
    if (type !== 'value_percentile')
      fault(['condition', 'percentile'], 'only value_percentile has a percentile', true)
    else if (typeof percentile !== 'number' || !(percentile >= 0 && percentile <= 100))
      fault(['condition', 'percentile'], 'a percentile lies between 0 and 100')
  }
  const counts = temporal || type === 'event_count' || type === 'value_count'
  for (const { by, value } of bounds)
    if (counts && value > COUNT_MAX)
      fault(
        ['condition', by],
        `at most ${COUNT_MAX} can be counted, as each event of a window is kept`,
      )
  return { bounds, together: null, fields, percentile: Number(percentile) }
}

/** One comparison, or one from below and one from above. */
function isRange(given: readonly string[]): boolean {
  if (given.length === 1) return true
  const lower = given.filter((key) => key.startsWith('g')).length
  return given.length === 2 && lower === 1 && given.some((key) => key.startsWith('l'))
}
