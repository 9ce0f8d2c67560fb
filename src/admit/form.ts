// The pieces every check of a record's form is made of: texts, ids, lists, free parts, and the
// sentences of a refusal.
import { Problem } from '../model/problem.js'
import type { LimitSettings } from '../model/settings.js'
import { isSeconds } from '../model/time.js'

export type Limits = Pick<LimitSettings, 'eventBytes' | 'depth' | 'idLength'>

/** A parsed object whose members are not known yet. */
export type Members = Record<string, unknown>

/**
 * `suspect`: the text had escapes or was not all ASCII, so ids may hold control characters or lone
 * surrogates and are looked at closely.
 */
export interface Scrutiny {
  readonly limits: Limits
  suspect: boolean
}

/** Null where nothing is wrong. */
export type Verdict = Problem | null

const TRUSTS = ['user', 'system', 'tool', 'external']
const SHOWN_LENGTH_MAX = 60
// control characters and halves of surrogate pairs: neither survives as a key, and the first forge
// log lines
const UNCLEAN =
  /[\u0000-\u001f\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

export function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The id of a record itself, which must be there and name something. */
export function checkId(value: unknown, scrutiny: Scrutiny): Verdict {
  if (typeof value !== 'string' || value.length === 0) {
    return value === undefined || value === null
      ? new Problem(
          'EVENT_FIELD_MISSING',
          'id',
          '"id" is missing: an event needs one to be told from its copies',
        )
      : wrong('id', 'a text that is not empty', value)
  }
  return checkIdText(value, 'id', scrutiny)
}

/** An id that names another thing. An empty one names nothing and becomes null. */
export function checkRef(
  owner: Members,
  key: string,
  value: unknown,
  field: string,
  scrutiny: Scrutiny,
): Verdict {
  if (typeof value !== 'string') return value === null ? null : wrong(field, 'a text', value)
  if (value.length === 0) {
    owner[key] = null
    return null
  }
  return checkIdText(value, field, scrutiny)
}

/** A name that is matched and kept, and so bounded like an id. */
export function checkName(value: unknown, field: string, scrutiny: Scrutiny): Verdict {
  if (typeof value !== 'string') return value === null ? null : wrong(field, 'a text', value)
  return checkIdText(value, field, scrutiny)
}

export function checkIdText(value: string, field: string, scrutiny: Scrutiny): Verdict {
  const max = scrutiny.limits.idLength
  if (value.length > max) {
    return invalid(field, `"${field}" has ${value.length} characters, more than the ${max} allowed`)
  }
  if (scrutiny.suspect && UNCLEAN.test(value)) {
    return invalid(
      field,
      `"${field}" holds a control character or half a surrogate pair: ${shown(value)}`,
    )
  }
  return null
}

/** A dotted name: at least two parts, none of them empty or with blanks. */
export function checkType(value: unknown, scrutiny: Scrutiny): Verdict {
  if (value === undefined || value === null) {
    return new Problem('EVENT_FIELD_MISSING', 'type', '"type" is missing: it says what happened')
  }
  if (typeof value !== 'string') return wrong('type', 'a text', value)
  if (value.length > scrutiny.limits.idLength || !isDotted(value)) {
    return wrong('type', 'a dotted name such as tool.called', value)
  }
  return null
}

function isDotted(text: string): boolean {
  let parts = 0
  let size = 0
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (c === 46) {
      if (size === 0) return false
      parts++
      size = 0
    } else if (
      (c >= 97 && c <= 122) ||
      c === 95 ||
      (c >= 48 && c <= 57) ||
      (c >= 65 && c <= 90) ||
      c === 45
    ) {
      size++
    } else return false
  }
  return parts > 0 && size > 0
}

export function checkText(value: unknown, field: string): Verdict {
  return typeof value === 'string' || value === null ? null : wrong(field, 'a text', value)
}

export function checkTexts(value: unknown, field: string): Verdict {
  if (value === null) return null
  if (!Array.isArray(value)) return wrong(field, 'a list of texts', value)
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] !== 'string') return wrong(`${field}[${i}]`, 'a text', value[i])
  }
  return null
}

export function checkTrust(value: unknown, field: string): Verdict {
  return checkWord(value, field, TRUSTS)
}

/** A word of a closed list, or null. */
export function checkWord(value: unknown, field: string, words: readonly string[]): Verdict {
  return value === null || words.includes(value as string)
    ? null
    : notWord(field, words.join(', '), value)
}

/**
 * A part that may hold anything, at `depth` levels below the event (which is level 1). Removes keys
 * that could reach a prototype where somebody copies the object member by member; the rest of the
 * part stays.
 */
export function checkFree(
  owner: Members,
  key: string,
  value: unknown,
  field: string,
  depth: number,
  scrutiny: Scrutiny,
): Verdict {
  if (key === '__proto__' || (key === 'constructor' && reachesPrototype(value))) {
    delete owner[key]
    return null
  }
  if (typeof value === 'object' && value !== null) return walk(value, field, depth, scrutiny)
  return typeof value === 'number' ? checkFinite(value, field) : null
}

function walk(part: object, field: string, depth: number, scrutiny: Scrutiny): Verdict {
  const max = scrutiny.limits.depth
  if (depth > max) {
    return new Problem(
      'EVENT_TOO_DEEP',
      field,
      `"${field}" is nested deeper than the ${max} levels allowed`,
    )
  }
  if (Array.isArray(part)) {
    for (let i = 0; i < part.length; i++) {
      const value: unknown = part[i]
      let problem: Verdict = null
      if (typeof value === 'object' && value !== null)
        problem = walk(value, field, depth + 1, scrutiny)
      else if (typeof value === 'number') problem = checkFinite(value, field)
      if (problem !== null) return problem
    }
    return null
  }
  const members = part as Members
  for (const key in members) {
    const problem = checkFree(members, key, members[key], field, depth + 1, scrutiny)
    if (problem !== null) return problem
  }
  return null
}

function reachesPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')
}

/** JSON can say 1e999, which no number is. */
function checkFinite(value: number, field: string): Verdict {
  return Number.isFinite(value)
    ? null
    : invalid(field, `"${field}" holds a number that is not finite`)
}

export function notRecord(field: string, value: unknown): Problem {
  return wrong(field, 'an object', value)
}

export function notWord(field: string, words: string, value: unknown): Problem {
  return wrong(field, `one of ${words}`, value)
}

export function notTime(field: string, value: unknown): Problem {
  const wanted = 'an RFC 3339 time or epoch milliseconds'
  const seconds = isSeconds(value) ? ' (not seconds)' : ''
  return wrong(field, wanted + seconds, value)
}

export function notSpiffe(value: string): Problem {
  return new Problem(
    'EVENT_SPIFFE_ID_INVALID',
    'workload.id',
    `"workload.id" is no SPIFFE id (spiffe://trust-domain/path): ${shown(value)}`,
  )
}

export function wrong(field: string, wanted: string, value: unknown): Problem {
  return invalid(field, `"${field}" must be ${wanted}, but is ${shown(value)}`)
}

function invalid(field: string, sentence: string): Problem {
  return new Problem('EVENT_FIELD_INVALID', field, sentence)
}

/** A name that strangers chose, short enough to be told. */
export function shownName(name: string): string {
  return name.length > SHOWN_LENGTH_MAX ? `${name.slice(0, SHOWN_LENGTH_MAX)}…` : name
}

/**
 * What was found, short and on one line; never the whole of a long value, as it may be a secret.
 */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  return text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text
}
