// A JSON text → an object, or a sentence that says where the text is broken.
import { Problem } from '../model/problem.js'
import type { Members } from './form.js'

/** The text of one record, or null where it is none. Duplicate keys: the last one wins. */
export function parseObject(text: string): Members | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  return typeof value === 'object' && !Array.isArray(value) ? (value as Members | null) : null
}

/** What is wrong with a text that `parseObject` found to be no record. */
export function jsonProblem(text: string): Problem {
  try {
    JSON.parse(text)
  } catch (error) {
    const why = reason((error as { message?: unknown }).message, text)
    return new Problem('EVENT_JSON_INVALID', '', `the value is no JSON: ${why}`)
  }
  return new Problem('EVENT_JSON_INVALID', '', 'the value is JSON, but no object')
}

/** The words of JSON.parse quote the text, which may hold a secret: only the position is kept. */
function reason(words: unknown, text: string): string {
  const position = /at position (\d+)/.exec(String(words))
  if (position !== null) return `it breaks at character ${position[1]}`
  const word = /\b(NaN|-?Infinity)\b/.exec(text)
  return word === null ? 'it ends too early or has a word that is none' : `${word[0]} is no number`
}
