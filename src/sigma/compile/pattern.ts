// Patterns of texts made ready: the plain forms by name, all others as a matcher whose time is that of a search, whatever it holds.
import { ANY, ANY_DASH, ANY_ONE, type Piece } from '../rule.js'
import { DASHES } from '../plain/plain-text.js'
import { fold } from '../plain/fold.js'

/** `whole`, `start`, `end` and `within` are a plain text at that place; `anything` is any text at all. */
export type Form =
  | { readonly at: 'whole' | 'start' | 'end' | 'within'; readonly text: string }
  | { readonly at: 'anything' }
  | { readonly at: 'pattern'; readonly fits: (text: string) => boolean; readonly literal: string }

/** Texts of the form are folded where it has no regard to case; so has to be what it is compared with. */
export function formOf(pieces: readonly Piece[], cased: boolean): Form {
  const merged = mergedPieces(pieces, cased)
  const [first, second, third] = merged
  if (merged.length === 0) return { at: 'whole', text: '' }
  if (merged.length === 1) {
    if (typeof first === 'string') return { at: 'whole', text: first }
    if (first === ANY) return { at: 'anything' }
  }
  if (merged.length === 2) {
    if (typeof first === 'string' && second === ANY) return { at: 'start', text: first }
    if (first === ANY && typeof second === 'string') return { at: 'end', text: second }
  }
  if (merged.length === 3 && first === ANY && typeof second === 'string' && third === ANY)
    return { at: 'within', text: second }
  return { at: 'pattern', fits: matcherOf(merged), literal: longest(merged) }
}

function mergedPieces(pieces: readonly Piece[], cased: boolean): Piece[] {
  const merged: Piece[] = []
  for (const piece of pieces) {
    const last = merged.at(-1)
    if (typeof piece !== 'string') {
      if (piece !== ANY || last !== ANY) merged.push(piece)
    } else if (piece !== '') {
      const text = cased ? piece : fold(piece)
      if (typeof last === 'string') merged[merged.length - 1] = last + text
      else merged.push(text)
    }
  }
  return merged
}

function longest(pieces: readonly Piece[]): string {
  let found = ''
  for (const piece of pieces)
    if (typeof piece === 'string' && piece.length > found.length) found = piece
  return found
}

/** What stands between two `*`: so many characters, so that the leftmost place is always a right one. */
type Segment = readonly Piece[]

function matcherOf(pieces: readonly Piece[]): (text: string) => boolean {
  const segments: Piece[][] = [[]]
  for (const piece of pieces)
    if (piece === ANY) segments.push([])
    else (segments.at(-1) as Piece[]).push(piece)
  const first = segments[0] as Segment
  if (segments.length === 1) return (text) => after(first, text, 0) === text.length
  const last = segments.at(-1) as Segment
  const middle = segments.slice(1, -1)
  return (text) => {
    let at = after(first, text, 0)
    if (at < 0) return false
    const end = before(last, text)
    for (const segment of middle) {
      if (at > end) return false
      at = found(segment, text, at)
      if (at < 0) return false
    }
    return at <= end
  }
}

/** Where a segment that begins at a place ends; -1 where it does not fit there. */
function after(segment: Segment, text: string, from: number): number {
  let at = from
  for (const piece of segment) {
    if (typeof piece === 'string') {
      if (!text.startsWith(piece, at)) return -1
      at += piece.length
    } else {
      if (at >= text.length) return -1
      if (piece === ANY_DASH && !DASHES.includes(text[at] as string)) return -1
      at += piece === ANY_ONE ? width(text, at) : 1
    }
  }
  return at
}

/** Where a segment that ends with the text begins; -1 where it does not fit there. */
function before(segment: Segment, text: string): number {
  let at = text.length
  for (let i = segment.length - 1; i >= 0; i--) {
    const piece = segment[i] as Piece
    if (typeof piece === 'string') {
      at -= piece.length
      if (at < 0 || !text.startsWith(piece, at)) return -1
    } else {
      if (at <= 0) return -1
      if (piece === ANY_DASH && !DASHES.includes(text[at - 1] as string)) return -1
      at -= piece === ANY_ONE && at > 1 ? width(text, at - 2) : 1
    }
  }
  return at
}

/** The end of the leftmost place of a segment from here on; -1 where there is none. */
function found(segment: Segment, text: string, from: number): number {
  const [lead] = segment
  for (let at = from; at <= text.length; at += width(text, at)) {
    if (typeof lead === 'string') {
      at = text.indexOf(lead, at)
      if (at < 0) return -1
    }
    const end = after(segment, text, at)
    if (end >= 0) return end
  }
  return -1
}

/** Units of the character at a place: 2 for a pair of surrogates. */
function width(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code < 0xd800 || code > 0xdbff) return 1
  const next = text.charCodeAt(at + 1)
  return next >= 0xdc00 && next <= 0xdfff ? 2 : 1
}
