// Texts of Sigma as patterns: wildcards and their escapes as the specification says, placeholders, and the dashes of `windash`.
import { ANY, ANY_DASH, ANY_ONE, type Piece } from '../rule.js'

/**
 * Reads `*` and `?`. A backslash takes the meaning from a wildcard or a backslash after it, and is itself before all else:
 * `\*` is a star, `\\*` a backslash and anything, `\\` and a lone `\` are both one backslash.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let plain = ''
  const wild = (piece: Piece): void => {
    if (plain !== '') pieces.push(plain)
    plain = ''
    pieces.push(piece)
  }
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    const next = text[i + 1]
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      plain += next
      i++
    } else if (char === '*') wild(ANY)
    else if (char === '?') wild(ANY_ONE)
    else plain += char
  }
  if (plain !== '') pieces.push(plain)
  return joined(pieces)
}

/** Plain texts side by side become one, and one `*` is as good as two. */
export function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = []
  for (const piece of pieces) {
    const last = result[result.length - 1]
    if (piece === '' || (piece === ANY && last === ANY)) continue
    if (typeof piece === 'string' && typeof last === 'string')
      result[result.length - 1] = last + piece
    else result.push(piece)
  }
  return result
}

/** The text of a pattern without wildcards; null where it has one. */
export function plainOf(pieces: readonly Piece[]): string | null {
  if (pieces.length === 0) return ''
  return pieces.length === 1 && typeof pieces[0] === 'string' ? pieces[0] : null
}

export type Where = 'whole' | 'start' | 'end' | 'within'

/** The pattern at its place: with anything before or behind it. */
export function placed(pieces: readonly Piece[], where: Where): Piece[] {
  const before: readonly Piece[] = where === 'end' || where === 'within' ? [ANY] : []
  const behind: readonly Piece[] = where === 'start' || where === 'within' ? [ANY] : []
  return joined([...before, ...pieces, ...behind])
}

/** What `windash` takes for one another: hyphen, slash, en dash, em dash, horizontal bar. */
const DASH_OF_FLAG = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/gu

/** The dash that begins a flag (`-f`, `/f`) may be any of the five; one inside a word stays what it is. */
export function anyDash(pieces: readonly Piece[]): Piece[] {
  return joined(
    pieces.flatMap((piece): Piece[] => {
      if (typeof piece !== 'string') return [piece]
      const parts: Piece[] = []
      let from = 0
      for (const { index } of piece.matchAll(DASH_OF_FLAG)) {
        parts.push(piece.slice(from, index), ANY_DASH)
        from = index + 1
      }
      return [...parts, piece.slice(from)]
    }),
  )
}

/** A text with placeholders: plain parts, still to be read for wildcards, and names in between. */
export type Template = readonly (string | { readonly placeholder: string })[]

/** Reads `%name%`; `\%` is a percent sign that begins none. */
export function templateOf(text: string): Template {
  const parts: (string | { readonly placeholder: string })[] = []
  let from = 0
  const plain = (to: number): void => {
    if (to > from) parts.push(text.slice(from, to).replaceAll('\\%', '%'))
  }
  for (const found of text.matchAll(/(?<!\\)%([A-Za-z0-9_.-]+)%/g)) {
    plain(found.index)
    parts.push({ placeholder: found[1] as string })
    from = found.index + found[0].length
  }
  plain(text.length)
  return parts
}
