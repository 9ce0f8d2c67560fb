// A stranger's regular expression over a text, made once and remembered.
import { createRegex, type Regex } from '../compile/regex.js'

const made = new Map<string, Regex>()
/** Expressions remembered; a rule set has far fewer. */
const MADE_MAX = 4_096

export function regexFinds(source: string, flags: string, text: string): boolean {
  const key = `${flags}/${source}`
  let regex = made.get(key)
  if (regex === undefined) {
    if (made.size >= MADE_MAX) made.clear()
    made.set(key, (regex = createRegex(source, flags)))
  }
  return regex.found(text)
}
