// What "without regard to case" means: each character by its simple case folding, so that a text keeps its length.

/**
 * Unicode's simple case folding, as regular expressions with `iu` have it: one character for one character. `ß` and `ss`
 * are different, `ſ` and `s` are not; the dotless `ı` is no `i`.
 */
export function fold(text: string): string {
  let upper = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x80) return foldedWhole(text)
    if (code >= 0x41 && code <= 0x5a) upper = true
  }
  // Most texts are as they are to be: the same object again has its hash already.
  return upper ? text.toLowerCase() : text
}

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
