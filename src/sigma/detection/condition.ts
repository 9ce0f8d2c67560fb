// The condition of a detection: search identifiers joined by and, or, not, and "1 of" or "all of" several of them.
import type { Near } from '../said.js'

/** A condition over the names of searches. */
export type Wanted =
  | { readonly op: 'and' | 'or'; readonly of: readonly Wanted[] }
  | { readonly op: 'not'; readonly of: Wanted }
  | { readonly op: 'search'; readonly name: string }

/** Characters of a condition and depth of its parentheses. */
export const CONDITION_LENGTH_MAX = 16_384
export const CONDITION_DEPTH_MAX = 64

/** A sentence that says what is wrong, with the place in the text. */
export class ConditionFault extends Error {
  constructor(
    readonly at: number,
    sentence: string,
  ) {
    super(sentence)
  }
}

interface Token {
  readonly text: string
  readonly at: number
}

const OPERATORS = new Set(['and', 'or', 'not', 'of'])

/**
 * Parses a condition over `names` (Sigma, "Condition"): `not` binds closest, then `and`, then `or`. Operators are known
 * whatever their case, names only as they are written. Throws `ConditionFault`.
 */
export function parseCondition(text: string, names: readonly string[], near: Near): Wanted {
  if (text.length > CONDITION_LENGTH_MAX)
    throw new ConditionFault(0, `a condition has at most ${CONDITION_LENGTH_MAX} characters`)
  const tokens = tokensOf(text)
  const pipe = tokens.find((token) => token.text === '|')
  if (pipe !== undefined)
    throw new ConditionFault(
      pipe.at,
      'counting behind a pipe is of Sigma 1: write a correlation document instead',
    )
  let next = 0
  const offset = (): number => tokens[next]?.at ?? text.length
  const word = (ahead = 0): string => tokens[next + ahead]?.text.toLowerCase() ?? ''

  function joined(op: 'and' | 'or', depth: number, part: (depth: number) => Wanted): Wanted {
    const of = [part(depth)]
    while (word() === op) {
      next++
      of.push(part(depth))
    }
    return of.length === 1 ? (of[0] as Wanted) : { op, of }
  }

  const either = (depth: number): Wanted => joined('or', depth, both)
  const both = (depth: number): Wanted => joined('and', depth, single)

  function single(depth: number): Wanted {
    if (depth > CONDITION_DEPTH_MAX)
      throw new ConditionFault(offset(), `parentheses may lie ${CONDITION_DEPTH_MAX} deep`)
    const token = tokens[next]
    if (token === undefined)
      throw new ConditionFault(text.length, 'the condition ends where a search is expected')
    if (word(1) === 'of' && !names.includes(token.text)) return several(token)
    next++
    if (token.text === '(') {
      const inner = either(depth + 1)
      if (tokens[next]?.text !== ')')
        throw new ConditionFault(offset(), 'a parenthesis is not closed')
      next++
      return inner
    }
    if (names.includes(token.text)) return { op: 'search', name: token.text }
    const known = token.text.toLowerCase()
    if (known === 'not') return { op: 'not', of: single(depth + 1) }
    if (OPERATORS.has(known) || token.text === ')')
      throw new ConditionFault(token.at, `"${token.text}" stands where a search is expected`)
    if (token.text.includes('*') || known === 'them')
      throw new ConditionFault(
        token.at,
        `"${token.text}" is several: "1 of ${token.text}" or "all of ${token.text}"`,
      )
    throw new ConditionFault(
      token.at,
      `there is no search "${token.text}"${near(token.text, names) || `; there are ${names.join(', ')}`}`,
    )
  }

  function several(quantity: Token): Wanted {
    const many = quantity.text.toLowerCase()
    if (many !== '1' && many !== 'any' && many !== 'all')
      throw new ConditionFault(
        quantity.at,
        `"${quantity.text} of" is not there: "1 of" and "all of" are`,
      )
    const of = tokens[next + 2]
    if (of === undefined)
      throw new ConditionFault(
        text.length,
        `"${quantity.text} of" is followed by them or by a name with *`,
      )
    next += 3
    const meant = named(of.text, names)
    if (meant.length === 0)
      throw new ConditionFault(
        of.at,
        of.text === 'them'
          ? 'there is no search whose name begins with anything but "_"'
          : `no search is called "${of.text}"${near(of.text.replaceAll('*', ''), names) || `; there are ${names.join(', ')}`}`,
      )
    const searches = meant.map((name): Wanted => ({ op: 'search', name }))
    if (searches.length === 1) return searches[0] as Wanted
    return { op: many === 'all' ? 'and' : 'or', of: searches }
  }

  const whole = either(0)
  if (next < tokens.length)
    throw new ConditionFault(offset(), `"${tokens[next]?.text}" stands where and/or is expected`)
  return whole
}

/**
 * `them`: all; else a name in which `*` stands for anything. Of either, those that begin with an underscore are left out
 * unless the pattern says it.
 */
function named(pattern: string, names: readonly string[]): readonly string[] {
  const shown = pattern.startsWith('_') ? names : names.filter((name) => !name.startsWith('_'))
  if (pattern.toLowerCase() === 'them' && !names.includes(pattern)) return shown
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const form = new RegExp(`^${parts.join('.*')}$`)
  return shown.filter((name) => form.test(name))
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const found of text.matchAll(/[()|]|[^\s()|]+/g))
    tokens.push({ text: found[0], at: found.index })
  return tokens
}

/** The names in a condition, each once. */
export function searchesIn(wanted: Wanted): ReadonlySet<string> {
  const names = new Set<string>()
  const walk = (part: Wanted): void => {
    if (part.op === 'search') names.add(part.name)
    else if (part.op === 'not') walk(part.of)
    else part.of.forEach(walk)
  }
  walk(wanted)
  return names
}
