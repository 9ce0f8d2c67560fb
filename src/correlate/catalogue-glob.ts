// Globs of the catalogue: `*` and `?` only, matched without backtracking further than the last star, most specific first.

interface Glob<T> {
  readonly pattern: string
  readonly literals: number
  readonly order: number
  readonly value: T
  /** what the text must begin with, up to the first wildcard */
  readonly prefix: string
  /** `prefix*`, `*suffix` and `*infix*` are most of all globs, and texts have faster ways for them */
  readonly form: 'prefix' | 'suffix' | 'infix' | 'any'
  /** what stands after the first star, or between two */
  readonly rest: string
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
  const all = entries.map(([pattern, value], order) => globOf(pattern, value, order))
  all.sort((a, b) => b.literals - a.literals || b.order - a.order)
  const exact = groupBy(
    all.filter((glob) => glob.literals === Infinity),
    (glob) => glob.pattern,
  )
  const globs = all.filter((glob) => glob.literals !== Infinity)
  // A text is only asked of the globs that begin as it does, or with a wildcard.
  const wild = globs.filter((glob) => glob.prefix === '')
  const byFirst = new Map<number, readonly Glob<T>[]>()
  for (const { prefix } of globs) {
    const first = prefix.charCodeAt(0)
    if (prefix === '' || byFirst.has(first)) continue
    const fitting = globs.filter(
      (glob) => glob.prefix === '' || glob.prefix.charCodeAt(0) === first,
    )
    byFirst.set(first, fitting)
  }

  function named(texts: readonly string[]): readonly Glob<T>[] {
    if (texts.length === 1) return exact.get(texts[0]!) ?? []
    const found = texts.flatMap((text) => exact.get(text) ?? [])
    return found.length < 2 ? found : [...new Set(found)].sort((a, b) => b.order - a.order)
  }

  return {
    size: all.length,
    each(texts, visit) {
      for (const glob of named(texts)) if (!visit(glob.value)) return
      const only = texts.length === 1 ? texts[0]! : null
      const asked = only === null ? globs : (byFirst.get(only.charCodeAt(0)) ?? wild)
      for (const glob of asked) {
        const hit = only === null ? texts.some((text) => matches(glob, text)) : matches(glob, only)
        if (hit && !visit(glob.value)) return
      }
    },
  }
}

function globOf<T>(pattern: string, value: T, order: number): Glob<T> {
  const wildcard = pattern.search(/[*?]/)
  const prefix = wildcard < 0 ? pattern : pattern.slice(0, wildcard)
  const parts = /^\*([^*?]+)(\*?)$/.exec(pattern)
  const form =
    pattern === `${prefix}*` ? 'prefix' : parts === null ? 'any' : parts[2] ? 'infix' : 'suffix'
  return {
    pattern,
    literals: literalsOf(pattern),
    order,
    value,
    prefix,
    form,
    rest: parts?.[1] ?? '',
  }
}

function matches(glob: Glob<unknown>, text: string): boolean {
  switch (glob.form) {
    case 'prefix':
      return text.startsWith(glob.prefix)
    case 'suffix':
      return text.endsWith(glob.rest)
    case 'infix':
      return text.includes(glob.rest)
    default:
      return text.startsWith(glob.prefix) && globMatches(glob.pattern, text)
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
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
