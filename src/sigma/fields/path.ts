// Reads a field out of an event by its path, through lists on the way, and changes a text as a mapping says.
import type { Change, FieldValue } from '../rule.js'

/**
 * What stands at a path; `undefined` where nothing does. Lists on the way are gone through, so that there may be several
 * values. Where a key is not there, keys with dots in them are tried, as `http.method` in `attributes`.
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
      const value = valueAt(one, at)
      if (value !== undefined) found.push(value)
    }
    return found.length === 0 ? undefined : found
  }

  return (from) => valueAt(from, 0)
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
