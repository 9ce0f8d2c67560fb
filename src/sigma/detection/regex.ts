// Regular expressions of rules: what is run as it is meant, and a sentence for whatever would not be.

export interface Regex {
  readonly source: string
  /** a subset of `ims` */
  readonly flags: string
}

/** Characters of one expression. */
export const REGEX_LENGTH_MAX = 8_192
/** Times that a part of an expression may be asked for. */
export const REPEATS_MAX = 1_000

/** Escapes that mean the same in PCRE, in Sigma's subset of it, and here. */
const ESCAPES = new Set([...'dDwWsSbBnrtfv'])

/**
 * Checks and translates. Sigma has a subset of PCRE (`. ^ $ * + ? {n,m} [] () |`); beyond that only what is in wide use and
 * means the same everywhere is taken. `(?i)` in front counts as a flag, as rules are written so. Looking around, references
 * to groups and all that no linear time is enough for are refused. Returns a sentence where it cannot be run.
 */
export function regexOf(text: string, given: string): Regex | string {
  if (text === '') return 'an empty expression is found everywhere'
  if (text.length > REGEX_LENGTH_MAX)
    return `an expression has at most ${REGEX_LENGTH_MAX} characters`
  const inline = /^\(\?([a-zA-Z]+)\)/.exec(text)
  let rest = text
  const flags = new Set(given)
  if (inline !== null) {
    const named = inline[1] as string
    const strange = [...named].find((flag) => !'ims'.includes(flag))
    if (strange !== undefined) return `the flag "${strange}" is not run; i, m and s are`
    for (const flag of named) flags.add(flag)
    rest = text.slice(inline[0].length)
  }
  const fault = faultOf(rest)
  if (fault !== '') return fault
  const source = translated(rest)
  try {
    new RegExp(source)
  } catch (error) {
    return `it is no regular expression: ${(error as Error).message.replace(/^Invalid regular expression: /, '')}`
  }
  return { source, flags: [...'ims'].filter((flag) => flags.has(flag)).join('') }
}

/** `(?P<name>` is how PCRE and Python write a named group; names are of no use here. */
function translated(source: string): string {
  return source.replace(/(\\[\s\S])|\(\?P?<[A-Za-z_]\w*>/g, (whole: string, escaped?: string) =>
    escaped === undefined ? '(?:' : whole,
  )
}

function faultOf(source: string): string {
  let inClass = false
  for (let i = 0; i < source.length; i++) {
    const char = source[i] as string
    if (char === '\\') {
      const fault = escapeFault(source, i, inClass)
      if (fault !== '') return fault
      i++
    } else if (inClass) {
      if (char === '[' && /^\[[:.=]/.test(source.slice(i)))
        return `"[${source[i + 1]}" in a class is not run: write the characters themselves`
      if (char === ']') inClass = false
    } else if (char === '[') {
      inClass = true
      // A bracket that comes first in a class is one of its characters in PCRE, and ends it here
      const first = source[i + 1] === '^' ? i + 2 : i + 1
      if (source[first] === ']') return 'a "]" that is meant itself is written \\]'
    } else if (char === '(' && source[i + 1] === '?') {
      const fault = groupFault(source.slice(i))
      if (fault !== '') return fault
    } else if ((char === '+' || char === '*' || char === '?' || char === '}') && isPossessive(source, i))
      return 'a possessive quantifier (+ behind a quantifier) is not run'
    else if (char === '{') {
      const most = /^\{(\d+)(?:,(\d*))?\}/.exec(source.slice(i))
      if (most !== null && Math.max(Number(most[1]), Number(most[2] ?? 0)) > REPEATS_MAX)
        return `a part may be asked for ${REPEATS_MAX} times at most`
    }
  }
  return ''
}

/** `a++`, `a*+`, `a?+`, `a{2}+`: nothing else may have a plus right behind a quantifier. */
function isPossessive(source: string, at: number): boolean {
  if (source[at + 1] !== '+') return false
  if (source[at] !== '}') return at > 0
  return /\{\d+(,\d*)?\}$/.test(source.slice(0, at + 1))
}

function groupFault(at: string): string {
  if (/^\(\?(:|P?<[A-Za-z_]\w*>)/.test(at)) return ''
  if (/^\(\?<?[=!]/.test(at))
    return 'looking ahead or behind is not run, as no linear time is enough for it: write a condition of two searches with "and not" instead'
  if (at.startsWith('(?>')) return 'an atomic group is not run'
  if (/^\(\?[a-zA-Z-]+[):]/.test(at)) return 'flags are set for the whole expression: (?i) in front, or re|i'
  return `"${at.slice(0, 3)}" is not run`
}

function escapeFault(source: string, at: number, inClass: boolean): string {
  const char = source[at + 1]
  if (char === undefined) return 'it ends in a backslash'
  if (!/[A-Za-z0-9]/.test(char)) return ''
  if (char === 'x') return /^\\x[0-9a-fA-F]{2}/.test(source.slice(at)) ? '' : 'write \\x with two hex digits'
  if (/[1-9]/.test(char) && !inClass)
    return `"\\${char}" refers to a group, which is not run, as no linear time is enough for it`
  if (ESCAPES.has(char) && !(inClass && char === 'B')) return ''
  return `"\\${char}" is not run, as it means something else in each kind of regular expression`
}
