// Globs of the catalogue: `*` and `?` only, matched without backtracking further than the last star, most specific first.

interface Glob<T> {
  readonly pattern: string
  readonly literals: number
  readonly order: number
  readonly value: T
}

/** A list of globs; `each` visits the values of those that match any of the texts, the most specific first, until told to stop. */
export interface GlobList<T> {
  readonly size: number
  each(texts: readonly string[], visit: (value: T) => boolean): void
}

/** Longest glob that is taken; the loader refuses longer ones, so that a match stays cheap. */
export const GLOB_LENGTH_MAX = 256

/**
 * Whether `text` matches `pattern` as a whole. `*` is any run of characters, `?` is any one; nothing else is special.
 * Greedy with one remembered star: at most pattern length × text length steps, and no more on hostile input.
 */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    const c = p < pattern.length ? pattern.charCodeAt(p) : -1
    if (c === STAR) {
      star = p++
      resume = t
    } else if (c === ANY || c === text.charCodeAt(t)) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else {
      return false
    }
  }
  while (p < pattern.length && pattern.charCodeAt(p) === STAR) p++
  return p === pattern.length
}

/**
 * Orders globs by how many literal characters they have; between equals the later entry wins, and an exact name always
 * wins over a glob. Patterns are compared as given: fold the case of both sides before, where case does not matter.
 */
export function createGlobList<T>(entries: readonly (readonly [string, T])[]): GlobList<T> {
  const globs: Glob<T>[] = entries.map(([pattern, value], order) => ({
    pattern,
    literals: literalsOf(pattern),
    order,
    value,
  }))
  globs.sort((a, b) => b.literals - a.literals || b.order - a.order)
  return {
    size: globs.length,
    each(texts, visit) {
      for (const glob of globs) {
        if (texts.some((text) => globMatches(glob.pattern, text)) && !visit(glob.value)) return
      }
    },
  }
}

function literalsOf(pattern: string): number {
  let literals = 0
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charCodeAt(i)
    if (c !== STAR && c !== ANY) literals++
  }
  return literals === pattern.length ? Infinity : literals
}

const STAR = 42
const ANY = 63
