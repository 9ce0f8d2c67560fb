// The condition of a temporal correlation: rule names joined by and, or, not; taken apart into the sequences that fulfil it.

import type { Place, Together } from '../rule.js'

/**
 * One way to fulfil a condition: every rule of `present` (bit i = rule i of the list) matches and none of `absent` does.
 * Source: Sigma specification, SEP 198 (approved for 2.2).
 */
export interface Term {
  readonly present: number
  readonly absent: number
}

/** Ways to fulfil one condition; a condition with more of them is refused, as each is looked for. */
export const TERMS_MAX = 64
/** Characters of a condition and depth of its parentheses. */
export const CONDITION_LENGTH_MAX = 4_096
export const CONDITION_DEPTH_MAX = 64

interface Token {
  readonly text: string
  readonly at: number
}

/** A sentence that says what is wrong, with the place in the text. */
export class ConditionFault extends Error {
  constructor(
    readonly at: number,
    sentence: string,
  ) {
    super(sentence)
  }
}

/** The rules that a correlation lists, as they are written there. */
export interface Listed {
  readonly names: readonly string[]
  /** of `names` the one that a word stands for, as a rule may be listed by its id and meant by its name */
  readonly meant: ReadonlyMap<string, string>
  /** `, did you mean "…"?` with a name or an id of one of them, or '' */
  readonly near: (word: string) => string
}

/**
 * Parses `a and not (b or c)`; words are matched to rules as they are written, the operators whatever their case. `not`
 * binds closest, then `and`. Throws `ConditionFault`.
 */
export function parseCondition(text: string, rules: Listed, place: Place): Together {
  if (text.length > CONDITION_LENGTH_MAX)
    throw new ConditionFault(0, `a condition has at most ${CONDITION_LENGTH_MAX} characters`)
  const tokens = tokensOf(text)
  let next = 0
  const peek = (): string => tokens[next]?.text.toLowerCase() ?? ''
  const offset = (): number => tokens[next]?.at ?? text.length

  function either(depth: number): Together {
    return joined('or', depth, both)
  }

  function both(depth: number): Together {
    return joined('and', depth, single)
  }

  function joined(op: 'and' | 'or', depth: number, part: (depth: number) => Together) {
    const of = [part(depth)]
    while (peek() === op) {
      next++
      of.push(part(depth))
    }
    return of.length === 1 ? (of[0] as Together) : { op, of }
  }

  function single(depth: number): Together {
    if (depth > CONDITION_DEPTH_MAX)
      throw new ConditionFault(offset(), `parentheses may lie ${CONDITION_DEPTH_MAX} deep`)
    const token = tokens[next]
    if (token === undefined)
      throw new ConditionFault(text.length, 'the condition ends where a rule is expected')
    next++
    if (token.text === '(') {
      const inner = either(depth + 1)
      if (tokens[next]?.text !== ')')
        throw new ConditionFault(offset(), 'a parenthesis is not closed')
      next++
      return inner
    }
    const word = token.text.toLowerCase()
    if (word === 'not') return { op: 'not', of: single(depth + 1) }
    const rule = rules.meant.get(token.text)
    if (rule !== undefined) return { op: 'rule', rule, place }
    if (word === 'and' || word === 'or' || word === ')')
      throw new ConditionFault(token.at, `"${token.text}" stands where a rule is expected`)
    throw new ConditionFault(
      token.at,
      `"${token.text}" is none of this correlation's rules${rules.near(token.text) || ` (${rules.names.join(', ')})`}`,
    )
  }

  const whole = either(0)
  if (next < tokens.length)
    throw new ConditionFault(offset(), `"${tokens[next]?.text}" stands where and/or is expected`)
  return whole
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const found of text.matchAll(/[()]|[^\s()]+/g))
    tokens.push({ text: found[0], at: found.index })
  return tokens
}

/** The condition as a list of terms, each without contradiction; null where there are too many. */
export function termsOf(
  together: Together,
  stepOf: (rule: string) => number,
  spare: (narrow: Term, wide: Term) => boolean,
): readonly Term[] | null {
  const terms = expand(together, stepOf, false)
  if (terms === null) return null
  const kept: Term[] = []
  for (const term of terms) {
    if (kept.some((other) => spare(term, other))) continue
    for (let i = kept.length - 1; i >= 0; i--) if (spare(kept[i] as Term, term)) kept.splice(i, 1)
    kept.push(term)
  }
  return kept.length > TERMS_MAX ? null : kept
}

/** Whether what fulfils the one fulfils the other as well. */
export function implies(narrow: Term, wide: Term): boolean {
  return (wide.present & ~narrow.present) === 0 && (wide.absent & ~narrow.absent) === 0
}

/** The steps that stand in the condition without `not`, as bits. */
export function named(
  together: Together,
  stepOf: (rule: string) => number,
  negated = false,
): number {
  if (together.op === 'rule') return negated ? 0 : 1 << stepOf(together.rule)
  if (together.op === 'not') return named(together.of, stepOf, !negated)
  return together.of.reduce((steps, part) => steps | named(part, stepOf, negated), 0)
}

/** While it is worked on, a condition may grow beyond what is left of it. */
const WORK_MAX = 16 * TERMS_MAX

function expand(
  expression: Together,
  stepOf: (rule: string) => number,
  negated: boolean,
): Term[] | null {
  if (expression.op === 'rule') {
    const bit = 1 << stepOf(expression.rule)
    return [negated ? { present: 0, absent: bit } : { present: bit, absent: 0 }]
  }
  if (expression.op === 'not') return expand(expression.of, stepOf, !negated)
  const parts = expression.of.map((part) => expand(part, stepOf, negated))
  const all = (expression.op === 'and') !== negated
  let terms: Term[] = all ? [{ present: 0, absent: 0 }] : []
  for (const part of parts) {
    if (part === null) return null
    terms = all ? crossed(terms, part) : [...terms, ...part]
    if (terms.length > WORK_MAX) return null
  }
  return terms
}

function crossed(left: readonly Term[], right: readonly Term[]): Term[] {
  const terms: Term[] = []
  for (const a of left)
    for (const b of right) {
      const term = { present: a.present | b.present, absent: a.absent | b.absent }
      if ((term.present & term.absent) === 0) terms.push(term)
    }
  return terms
}

/** Whether the condition holds, with `present` saying of each rule whether it matched: what the terms are checked against. */
export function holds(together: Together, present: (rule: string) => boolean): boolean {
  switch (together.op) {
    case 'rule':
      return present(together.rule)
    case 'not':
      return !holds(together.of, present)
    case 'and':
      return together.of.every((part) => holds(part, present))
    case 'or':
      return together.of.some((part) => holds(part, present))
  }
}

/** The same condition over other names. */
export function renamed(together: Together, name: (rule: string) => string): Together {
  switch (together.op) {
    case 'rule':
      return { ...together, rule: name(together.rule) }
    case 'not':
      return { op: 'not', of: renamed(together.of, name) }
    case 'and':
    case 'or':
      return { op: together.op, of: together.of.map((part) => renamed(part, name)) }
  }
}

/** The condition as a text, whole in its parentheses: the same for the same condition. */
export function spelled(together: Together): string {
  if (together.op === 'rule') return together.rule
  if (together.op === 'not') return `not ${spelled(together.of)}`
  return `(${together.of.map(spelled).join(` ${together.op} `)})`
}
