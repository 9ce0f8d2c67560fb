// Reads a field out of an event by its path, through lists on the way, and changes a text as a mapping says.
import type { Change, FieldValue } from '../rule.js'

/**
 * What stands at a path; `undefined` where nothing does. Lists on the way are gone through, so that there may be several
 * values. Where a key is not there, keys with dots in them are tried, as `http.method` in `attributes`.
 */
export function valueAt(from: unknown, path: readonly string[], at = 0): FieldValue {
  if (at === path.length) return from as FieldValue
  if (from === null || typeof from !== 'object') return undefined
  if (Array.isArray(from)) {
    const found: FieldValue[] = []
    for (const one of from as readonly unknown[]) {
      const value = valueAt(one, path, at)
      if (value !== undefined) found.push(value)
    }
    return found.length === 0 ? undefined : found
  }
  const record = from as Readonly<Record<string, unknown>>
  let key = path[at] as string
  for (let to = at + 1; ; to++) {
    if (Object.hasOwn(record, key)) {
      const value = valueAt(record[key], path, to)
      if (value !== undefined) return value
    }
    if (to >= path.length) return undefined
    key += `.${path[to] as string}`
  }
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
