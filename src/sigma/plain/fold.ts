// What "without regard to case" means: each character by its simple case folding, so that a text keeps its length.

/**
 * Unicode's simple case folding, as regular expressions with `iu` have it: one character for one character. `ß` and `ss`
 * are different, `ſ` and `s` are not; the dotless `ı` is no `i`.
 */
export function fold(text: string): string {
  if (!CHANGES.test(text)) return text
  // Lower case is made natively, twenty times as fast as character by character.
  return APART.test(text) ? foldedWhole(text) : text.toLowerCase()
}

/** What may be another character without regard to case. Most texts have none of it. */
const CHANGES = /[A-Z\u0080-\uffff]/

/** Characters whose lower case is another one than their folding, or depends on where they stand. */
const APART =
  /[\u00b5\u0130\u017f\u0345\u03a3\u03c2\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1\u03f5\u1c80-\u1c88\u1e9b\u1fbe]/

function foldedWhole(text: string): string {
  let folded = ''
  for (const character of text) folded += foldedCharacter(character)
  return folded
}

const known = new Map<string, string>()
/** Characters whose folding is remembered. */
const KNOWN_MAX = 4_096

function foldedCharacter(character: string): string {
  let found = known.get(character)
  if (found === undefined) {
    if (known.size >= KNOWN_MAX) known.clear()
    known.set(character, (found = worked(character)))
  }
  return found
}

function worked(character: string): string {
  if (character === 'ı' || character === 'İ') return character
  const upper = character.toUpperCase()
  const lower = (upper.length === character.length ? upper : character).toLowerCase()
  return lower.length === character.length ? lower : character
}
