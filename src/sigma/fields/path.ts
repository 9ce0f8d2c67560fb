// Reads a field out of an event by its path, through lists on the way, and changes a text as a mapping says.
import type { Change, FieldValue } from '../rule.js'

/**
 * What stands at a path; `undefined` where nothing does. Lists on the way are gone through, so that there may be several
 * values. Where a key is not there, keys with dots in them are tried, as `http.method` in `attributes`. A list of names with
 * their values, as audit records have parameters, is read as an object that has these names for keys.
 */
export function readerOf(path: readonly string[]): (from: unknown) => FieldValue {
  const known = path.length > SPELLED_MAX ? null : path.map((_, at) => keysFrom(path, at))

  function valueAt(from: unknown, at: number): FieldValue {
    if (at === path.length) return from as FieldValue
    if (from === null || typeof from !== 'object') return undefined
    if (Array.isArray(from)) return valuesAt(from as readonly unknown[], at)
    const record = from as Readonly<Record<string, unknown>>
    const spelled = known?.[at]
    let key = ''
    for (let to = at; to < path.length; to++) {
      key = spelled === undefined ? longer(key, path, at, to) : (spelled[to - at] as string)
      const there = record[key]
      // Most have nothing there, which is seen without asking whose the member is.
      if (there === undefined || !Object.hasOwn(record, key)) continue
      const value = valueAt(there, to + 1)
      if (value !== undefined) return value
    }
    return undefined
  }

  function valuesAt(list: readonly unknown[], at: number): FieldValue {
    const found: FieldValue[] = []
    for (const one of list) {
      const value = valueAt(one, at) ?? namedAt(one, at)
      if (value !== undefined) found.push(value)
    }
    return found.length === 0 ? undefined : found
  }

  /** The value of a pair whose name comes next on the path, or what else the pair has, as `NewValue`. */
  function namedAt(pair: unknown, at: number): FieldValue {
    const name = nameOf(pair)
    if (name === undefined) return undefined
    let key = ''
    for (let to = at; to < path.length; to++) {
      key = longer(key, path, at, to)
      if (key === name)
        return to + 1 === path.length ? memberOf(pair as object, VALUES) : valueAt(pair, to + 1)
    }
    return undefined
  }

  return (from) => valueAt(from, 0)
}

/** How vendors call the two: Microsoft 365, Entra, Google Workspace, tags of AWS. */
const NAMES = ['Name', 'name', 'displayName', 'Key', 'key']
const VALUES = ['Value', 'value', 'NewValue', 'newValue', 'boolValue', 'intValue', 'multiValue', 'multiIntValue', 'messageValue'] // prettier-ignore

/** The name that a member of a list goes by; undefined where it has none. */
export function nameOf(pair: unknown): string | undefined {
  if (pair === null || typeof pair !== 'object') return undefined
  const name = memberOf(pair, NAMES)
  return typeof name === 'string' && memberOf(pair, VALUES) !== undefined ? name : undefined
}

function memberOf(record: object, keys: readonly string[]): FieldValue {
  for (const key of keys)
    if (Object.hasOwn(record, key)) return (record as Readonly<Record<string, FieldValue>>)[key]
  return undefined
}

/** The keys of longer paths are put together as they are wanted: all of them at once would be as many as their square. */
const SPELLED_MAX = 16

/** The key at a place of a path, and each that it makes with those after it. */
function keysFrom(path: readonly string[], at: number): readonly string[] {
  let key = ''
  return path.slice(at).map((_, i) => (key = longer(key, path, at, at + i)))
}

function longer(key: string, path: readonly string[], at: number, to: number): string {
  const part = path[to] as string
  return to === at ? part : `${key}.${part}`
}

/** What a mapping makes of a value: texts only; where a separator is missing the field is not there. */
export function changed(value: FieldValue, change: Change | null): FieldValue {
  if (change === null || value === null) return value
  if (typeof value === 'string') return changedText(value, change)
  if (!Array.isArray(value)) return value
  const found: FieldValue[] = []
  for (const one of value as readonly FieldValue[]) {
    const its = changed(one, change)
    if (its !== undefined) found.push(its)
  }
  return found.length === 0 ? undefined : found
}

/** First what stands after the one separator, then of this what stands before the other; then other words; then what is put around it. */
function changedText(text: string, change: Change): FieldValue {
  const { before, after, prefix, suffix, words } = change
  let cut = text
  if (after !== '') {
    const at = cut.indexOf(after)
    if (at < 0) return undefined
    cut = cut.slice(at + after.length)
  }
  if (before !== '') {
    const at = cut.indexOf(before)
    if (at < 0) return undefined
    cut = cut.slice(0, at)
  }
  const word = wordFor(cut, words)
  if (word === undefined && change.only === true) return undefined
  return prefix + (word ?? cut) + suffix
}

function wordFor(text: string, words: ReadonlyMap<string, string>): string | undefined {
  if (words.size === 0) return undefined
  const exact = words.get(text)
  if (exact !== undefined) return exact
  const lower = text.toLowerCase()
  for (const [word, other] of words) if (word.toLowerCase() === lower) return other
  return undefined
}
