// Whether a whole text fits a pattern, piece by piece and character by character, with no shortcut.
import { ANY, ANY_DASH, ANY_ONE, type Piece } from '../rule.js'
import { fold } from './fold.js'

/** The five characters that `windash` takes for one another: hyphen-minus, slash, en dash, em dash, horizontal bar. */
export const DASHES = '-/–—―'

/** By the positions that can be reached: those of the text after each piece of the pattern. */
export function fits(pieces: readonly Piece[], cased: boolean, text: string): boolean {
  const characters = [...(cased ? text : fold(text))]
  let reached = new Set([0])
  for (const step of steps(pieces, cased)) {
    const next = new Set<number>()
    for (const at of reached) {
      if (step === ANY) for (let to = at; to <= characters.length; to++) next.add(to)
      else if (at < characters.length && takes(step, characters[at] as string)) next.add(at + 1)
    }
    reached = next
  }
  return reached.has(characters.length)
}

function* steps(pieces: readonly Piece[], cased: boolean): Generator<Piece> {
  for (const piece of pieces)
    if (typeof piece === 'string') yield* cased ? piece : fold(piece)
    else yield piece
}

function takes(step: Piece, character: string): boolean {
  if (step === ANY_ONE) return true
  return step === ANY_DASH ? DASHES.includes(character) : step === character
}
