// Regular expressions of strangers, in time linear in the text (re2js): whether one can be run, and running it.
import { RE2JS } from 're2js'
import { fold } from '../plain/fold.js'

export interface Regex {
  /** whether it is found anywhere in the text */
  found(text: string): boolean
}

/** Why an expression cannot be run, as a clause; null where it can. `flags` is a subset of `ims`. */
export function regexProblem(source: string, flags: string): string | null {
  for (const flag of flags) if (!'ims'.includes(flag)) return `there is no flag "${flag}"`
  for (const [form, why] of REFUSED)
    if (form.test(withoutClasses(source)))
      return `${why}: it is run in linear time, which that rules out`
  try {
    RE2JS.compile(source, bits(flags))
    return null
  } catch (error) {
    return (error as Error).message.replace(/^error parsing regexp: /, '')
  }
}

/** Throws where `regexProblem` finds one. */
export function createRegex(source: string, flags: string): Regex {
  const regex = RE2JS.compile(source, bits(flags))
  return { found: (text) => regex.test(text) }
}

/**
 * Texts of which one is in every text that the expression is found in, both without regard to case; null where that says
 * nothing. The library works them out of the expression as it stands, and of those some without regard to case not at all: what is
 * plain ASCII there stands for the same letters in either case.
 */
export function textsIn(source: string, flags: string): readonly string[] | null {
  const prefilter: unknown = RE2JS.compile(source, bits(flags.replace('i', ''))).re2().prefilter
  return prefilter === null ? null : oneOf(prefilter as Prefilter)
}

/** How the library has it: nothing, a text, all of some, or one of some. */
interface Prefilter {
  readonly type: number
  readonly subs: readonly Prefilter[]
  readonly str: string
}

const EXACT = 1
const ALL = 2
const ONE = 3

function oneOf({ type, subs, str }: Prefilter): readonly string[] | null {
  if (type === EXACT) return PLAIN.test(str) ? [fold(str)] : null
  const parts = subs.map(oneOf)
  if (type === ONE) return parts.includes(null) ? null : parts.flatMap((texts) => texts ?? [])
  if (type !== ALL) return null
  let best: readonly string[] | null = null
  for (const texts of parts)
    if (texts !== null && (best === null || worth(texts) > worth(best))) best = texts
  return best
}

/** Long texts are rare ones; of few there is less to look for. */
function worth(texts: readonly string[]): number {
  return Math.min(...texts.map(({ length }) => length)) - texts.length / 100
}

const PLAIN = /^[\x20-\x7e]+$/

function bits(flags: string): number {
  return (
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0)
  )
}

/** Told apart by hand, as the messages of the library name the syntax and not what it is. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\(\?[=!]/, 'it looks ahead'],
  [/\(\?<[=!]/, 'it looks behind'],
  [/\\(?:[1-9]|k[<{'])|\(\?P=/, 'it refers back to a group'],
  [/\(\?>|[*+?}]\+/, 'it has an atomic group or a possessive quantifier'],
  [/\(\?(?:R\)|\d|&|P>|\()/, 'it has a recursion or a condition'],
]

/** The source without its escaped characters and character classes, in which the same signs stand for themselves. */
function withoutClasses(source: string): string {
  return source
    .replace(/\\Q.*?(?:\\E|$)/gs, '')
    .replace(/\\[^1-9k]/gs, '_')
    .replace(/\[\^?\]?[^\]]*\]/g, '_')
}
