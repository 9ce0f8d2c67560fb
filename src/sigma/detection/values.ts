// The values of one field in a rule, with what its modifiers make of them: tests of an event's value.
import { regexProblem } from '../compile/regex.js'
import type { Field, Piece, Test } from '../rule.js'
import type { Complain, Near, Path } from '../said.js'
import { base64, base64Offsets, bytesOf, shownUtf16 } from './encoding.js'
import type { Asked } from './modifiers.js'
import { networkOf } from './network.js'
import { anyDash, joined, piecesOf, placed, plainOf, templateOf } from './pattern.js'

/** Combinations that the placeholders of one value may have, and tests that one list of values may come to. */
export const TESTS_MAX = 10_000
/** Characters of one regular expression. */
export const REGEX_LENGTH_MAX = 8_192

export interface ValueOptions {
  readonly complain: Complain
  readonly near: Near
  readonly lint: Complain
  /** a value as it was written without quotes */
  written(path: Path): string
  /** values for `%name%`; null: there is no such list */
  placeholder(name: string): readonly string[] | null
  readonly placeholders: readonly string[]
  field(name: string): Field
}

/** Tests one of which has to hold for this value; null where something was wrong with it. */
export function testsOf(
  value: unknown,
  asked: Asked,
  path: Path,
  options: ValueOptions,
): readonly Test[] | null {
  const refuse = (sentence: string): null => {
    options.complain(path, sentence)
    return null
  }
  if (value === null || value === undefined) {
    if (asked.how === 'text' && asked.where === 'whole' && !asked.expand && asked.base64 === null)
      return [{ is: 'null' }]
    return refuse(
      'null has nothing that a modifier could be about: it stands for a field without a value',
    )
  }
  if (typeof value === 'object') return refuse('a value is a text, a number, true, false or null')
  switch (asked.how) {
    case 'exists':
      return typeof value === 'boolean'
        ? [{ is: 'exists', wanted: value }]
        : refuse('"exists" takes true or false, without quotes')
    case 're':
      return regexTest(value, asked, refuse)
    case 'fieldref': {
      const name = String(value)
      if (plainOf(piecesOf(name)) === null) return refuse('the name of a field has no wildcards')
      return [{ is: 'reference', field: options.field(name), at: asked.where, cased: asked.cased }]
    }
    case 'compare':
      return comparison(value, asked, path, options, refuse)
    case 'cidr':
      return networks(value, asked, path, options, refuse)
    case 'text':
      return textTests(value, asked, path, options, refuse)
  }
}

type Refuse = (sentence: string) => null

/** It is looked for anywhere in the value, so that `contains` asks nothing more. */
function regexTest(value: unknown, asked: Asked, refuse: Refuse): readonly Test[] | null {
  const { where, flags } = asked
  const text = String(value)
  if (text === '') return refuse('an empty expression is found everywhere')
  if (text.length > REGEX_LENGTH_MAX)
    return refuse(`an expression has at most ${REGEX_LENGTH_MAX} characters`)
  const problem = regexProblem(text, flags)
  if (problem !== null) return refuse(`this expression is not run: ${problem}`)
  const source = where === 'start' ? `^(?:${text})` : where === 'end' ? `(?:${text})$` : text
  return [{ is: 'regex', source, flags }]
}

/** What numbers a part of a time can have; weeks as in ISO 8601. */
const BOUNDS = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [0, 9_999],
} as const

function comparison(
  value: unknown,
  asked: Asked,
  path: Path,
  options: ValueOptions,
  refuse: Refuse,
): readonly Test[] | null {
  const { by, part, expand } = asked
  const name = part ?? by
  const given =
    expand && typeof value === 'string' ? filled(value, path, options)?.map(plainOf) : [value]
  if (given === undefined) return null
  const tests: Test[] = []
  for (const one of given) {
    const number = expand && typeof one === 'string' && one.trim() !== '' ? Number(one) : one
    if (typeof number !== 'number' || !Number.isFinite(number))
      return refuse(
        /^[\d.+-]+$/.test(String(one))
          ? `"${name}" takes a number, without quotes`
          : `"${name}" takes a number`,
      )
    if (part === null) {
      tests.push({ is: 'compare', by, value: number })
      continue
    }
    const [least, most] = BOUNDS[part]
    if (!Number.isInteger(number) || number < least || number > most)
      return refuse(`${part === 'hour' ? 'an' : 'a'} ${part} is a number from ${least} to ${most}`)
    tests.push({ is: 'time', part, by, value: number })
  }
  return tests
}

function networks(
  value: unknown,
  { expand }: Asked,
  path: Path,
  options: ValueOptions,
  refuse: Refuse,
): readonly Test[] | null {
  const texts = expand ? filled(String(value), path, options)?.map(plainOf) : [String(value)]
  if (texts === undefined) return null
  const tests: Test[] = []
  for (const text of texts) {
    const network = networkOf(text ?? '*')
    if (typeof network === 'string') return refuse(network)
    tests.push({ is: 'network', text: text as string, network })
  }
  return tests
}

function textTests(
  value: unknown,
  asked: Asked,
  path: Path,
  options: ValueOptions,
  refuse: Refuse,
): readonly Test[] | null {
  const patterns: Piece[][] = []
  for (const said of spellingsOf(value, path, options)) {
    const of = asked.expand ? filled(said, path, options) : [piecesOf(said)]
    if (of === null) return null
    patterns.push(...of)
  }
  const tests: Test[] = []
  for (const pattern of patterns) {
    const encoded = encodings(asked.windash ? anyDash(pattern) : pattern, asked)
    if (typeof encoded === 'string') return refuse(encoded)
    for (const pieces of encoded)
      tests.push({ is: 'text', pieces: placed(pieces, asked.where), cased: asked.cased })
  }
  return tests
}

const WORDS_OF_YAML_1_1 = /^(?:yes|no|on|off)$/i

/** A number is looked for as it is written and as events have it: 1.10 as well as 1.1. */
function spellingsOf(value: unknown, path: Path, options: ValueOptions): readonly string[] {
  const said = String(value)
  const written = options.written(path)
  if (typeof value !== 'number') {
    if (WORDS_OF_YAML_1_1.test(written))
      options.lint(
        path,
        `${written} is a text here, and ${/^(?:yes|on)$/i.test(written)} to tools that read YAML 1.1: write '${written}', true or false`,
      )
    return [said]
  }
  if (written === '' || written === said) return [said]
  // Zeros in front and digits that no number holds are part of an account, of a serial number
  const lost =
    /^[+-]?0\d/.test(written) ||
    (/^[+-]?\d+$/.test(written) && !Number.isSafeInteger(value)) ||
    !Number.isFinite(value)
  return lost ? [written] : [written, said]
}

/** The pattern in its encoding; several where it may stand at several offsets. A sentence where it has none. */
function encodings(pieces: readonly Piece[], asked: Asked): readonly (readonly Piece[])[] | string {
  const { utf16, base64: form } = asked
  if (form !== null) {
    const plain = plainOf(pieces)
    if (plain === null)
      return `a value with wildcards has no ${form}: write \\* or \\? for the characters themselves`
    const bytes = bytesOf(plain, utf16)
    if (form === 'base64') return [[base64(bytes)]]
    const texts = base64Offsets(bytes)
    return texts.length < 3
      ? 'the value is too short: at some offset nothing of it shows in Base64'
      : texts.map((text) => [text])
  }
  if (utf16 === null) return [pieces]
  const shown: Piece[] = []
  for (const [i, piece] of pieces.entries()) {
    const text =
      typeof piece === 'string'
        ? shownUtf16(piece, i > 0 && utf16 === 'utf16' ? 'utf16le' : utf16)
        : piece
    if (text === null) return `without Base64 behind it, "${utf16}" takes ASCII characters only`
    shown.push(text)
  }
  return [joined(shown)]
}

/** A text with its placeholders filled in, in every combination; null where one is missing. */
function filled(text: string, path: Path, options: ValueOptions): readonly Piece[][] | null {
  let patterns: Piece[][] = [[]]
  for (const part of templateOf(text)) {
    const name = typeof part === 'string' ? null : part.placeholder
    const values = name === null ? [part as string] : options.placeholder(name)
    if (values === null) {
      options.complain(
        path,
        `there is no list "${name}" among the placeholders of the configuration${options.near(name as string, options.placeholders)}`,
      )
      return null
    }
    if (patterns.length * values.length > TESTS_MAX) {
      options.complain(path, `its placeholders have more than ${TESTS_MAX} combinations`)
      return null
    }
    patterns = patterns.flatMap((pattern) =>
      values.map((value) => joined([...pattern, ...piecesOf(value)])),
    )
  }
  return patterns
}
