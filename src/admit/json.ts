// A JSON text → an object, or a sentence that says where the text is broken.
import { Problem } from '../model/problem.js'
import type { Members } from './form.js'

/** Parses the text of one record. Duplicate keys: the last one wins. */
export function parseObject(text: string): Members | Problem {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return new Problem('EVENT_JSON_INVALID', '', `the value is no JSON: ${reason(error, text)}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Problem('EVENT_JSON_INVALID', '', 'the value is JSON, but no object')
  }
  return value as Members
}

/** The engine's own words quote the text, which may hold a secret: only its position is kept. */
function reason(error: unknown, text: string): string {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')
  if (position === null) {
    const word = /\b(NaN|-?Infinity)\b/.exec(text)
    return word === null
      ? 'it ends too early or has an unknown word'
      : `${word[0]} is no JSON number`
  }
  return `it breaks at character ${position[1]}`
}
