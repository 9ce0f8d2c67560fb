// Stage 1: bytes → event, or a problem that says why not. Encodings are told apart by their first
// bytes; no state, no I/O.
import { isAscii, isUtf8 } from 'node:buffer'
import { KIND_OF_TYPE, type Admitted, type Kind, type Origin } from '../model/event.js'
import { Problem } from '../model/problem.js'
import { isSeconds, timeMsOf } from '../model/time.js'
import type { Event } from '../model/wire.js'
import { checkAnswer, type Answer } from './answer.js'
import { createAvroFormats, NeedsSchema } from './avro/formats.js'
import { checkMembers } from './check.js'
import { checkId, checkType, notTime, type Limits, type Members, type Scrutiny } from './form.js'
import { jsonProblem, parseObject } from './json.js'

export type { Answer } from './answer.js'
export { NeedsSchema } from './avro/formats.js'

export interface AdmitOptions {
  readonly limits: Limits
  /**
   * with a registry: the text of the schema with this id where it is known, undefined where it must
   * be fetched first, a problem where there is none for now
   */
  readonly schemaOf?: ((id: number) => string | Problem | undefined) | undefined
  /**
   * whether members that the contract does not name are kept when they come in Avro; false skips
   * them unread
   */
  readonly unknownMembers?: 'keep' | 'skip'
  /**
   * texts of further writer schemas of events, told by their fingerprint in single-object encoding
   */
  readonly writerSchemas?: readonly string[]
}

export interface Admit {
  /** one event as its source wrote it; `kind` null: from the event itself */
  admit(value: Buffer | null, kind: Kind | null, origin: Origin): Admitted | Problem | NeedsSchema
  /** the same for an event that is JSON text already */
  admitText(line: string, kind: Kind | null, origin: Origin): Admitted | Problem
  /**
   * one line of a file that mixes events (their `kind` decides), approvals (`approval`) and results
   * (`result`)
   */
  admitLine(line: string, origin: Origin): Admitted | Answer | Problem
  /** one approval or result as it came */
  admitAnswer(
    value: Buffer | null,
    answer: Answer['answer'],
    origin: Origin,
  ): Answer | Problem | NeedsSchema
}

// The type of an event is replaced by the equal text kept here: one object, which the stages compare at a glance.
type Known = readonly [type: string, kind: Kind]
const KINDS = new Map<string, Known>(
  Object.entries(KIND_OF_TYPE).map((entry) => [entry[0], entry] as const),
)
const BRACE = 123
/** escapes, and what is not ASCII: from U+007F on control characters may stand in JSON as they are */
const SUSPECT = /[\\\u007f-\uffff]/
// the same by a cheap hash, as every event asks; types that fall on a taken slot stay with the map
const KIND_SLOTS = new Array<Known | null>(256).fill(null)
for (const entry of KINDS.values()) KIND_SLOTS[slotOf(entry[0])] ??= entry

export function createAdmit(options: AdmitOptions): Admit {
  const { limits } = options
  const formats = createAvroFormats(options)
  const scrutiny: Scrutiny = { limits, suspect: false }

  function fromMembers(event: Members, kind: Kind | null, origin: Origin): Admitted | Problem {
    const time = event['time']
    const timeMs = timeMsOf(time)
    // NaN fails this too
    if (!(timeMs >= 0) || isSeconds(time)) return timeProblem(time)
    const type = event['type']
    const known = typeof type === 'string' ? knownType(type) : undefined
    const problem =
      checkId(event['id'], scrutiny) ??
      (known === undefined ? checkType(type, scrutiny) : null) ??
      checkMembers(event, scrutiny)
    if (problem !== null) return problem
    if (known !== undefined) event['type'] = known[0]
    const kindOfEvent = kind ?? kindOf(event, known?.[1])
    if (kindOfEvent === null) return kindProblem()
    return { event: event as unknown as Event, kind: kindOfEvent, timeMs, origin, proven: null }
  }

  function admitText(line: string, kind: Kind | null, origin: Origin): Admitted | Problem {
    const event = read(line)
    return event === null ? readProblem(line) : fromMembers(event, kind, origin)
  }

  /** Null where the text is too large or no object: `readProblem` tells which. */
  function read(line: string): Members | null {
    if (line.length * 3 > limits.eventBytes && Buffer.byteLength(line) > limits.eventBytes) {
      return null
    }
    scrutiny.suspect = SUSPECT.test(line)
    return parseObject(line)
  }

  function readProblem(line: string): Problem {
    return sizeProblem(Buffer.byteLength(line), limits) ?? jsonProblem(line)
  }

  /** Bytes of any encoding → members. */
  function decode(
    value: Buffer | null,
    record: 'event' | 'approval' | 'command-result',
  ): Members | Problem | NeedsSchema {
    if (value === null)
      return new Problem('EVENT_EMPTY', '', 'the record has no value (a tombstone)')
    if (value.length === 0)
      return new Problem('EVENT_EMPTY', '', 'the record has a value of 0 bytes')
    const tooLarge = sizeProblem(value.length, limits)
    if (tooLarge !== null) return tooLarge
    const start = value[0] === BRACE ? 0 : firstByte(value)
    if (value[start] === BRACE) {
      const text = textOf(value, start)
      return text instanceof Problem ? text : (read(text) ?? readProblem(text))
    }
    scrutiny.suspect = true
    return formats.decode(value, record)
  }

  return {
    admitText,
    admit(value, kind, origin) {
      const event = decode(value, 'event')
      if (event instanceof Problem || event instanceof NeedsSchema) return event
      return fromMembers(event, kind, origin)
    },
    admitLine(line, origin) {
      const record = read(line)
      if (record === null) return readProblem(line)
      const kind = record['kind']
      if (kind === 'approval' || kind === 'result')
        return checkAnswer(record, kind, origin, scrutiny)
      return fromMembers(record, null, origin)
    },
    admitAnswer(value, answer, origin) {
      const record = decode(value, answer === 'approval' ? 'approval' : 'command-result')
      if (record instanceof Problem || record instanceof NeedsSchema) return record
      return checkAnswer(record, answer, origin, scrutiny)
    },
  }
}

function slotOf(type: string): number {
  const { length } = type
  return (length + type.charCodeAt(0) * 2 + type.charCodeAt(length - 3) * 4) & 255
}

/** A type that has a meaning of its own, and its kind. */
function knownType(type: string): Known | undefined {
  const entry = KIND_SLOTS[slotOf(type)]
  return entry != null && entry[0] === type ? entry : KINDS.get(type)
}

/** The kind that an event names, else that of its type, else what its members look like. */
function kindOf(event: Members, kindOfType: Kind | undefined): Kind | null {
  const kind = event['kind']
  if (kind !== undefined && kind !== null) {
    return kind === 'agent' || kind === 'workload' || kind === 'resource' ? kind : null
  }
  if (kindOfType !== undefined) return kindOfType
  if (named(event['action']) || named(event['resource'])) return 'resource'
  const agent = named(event['agent']) || named(event['task']) || named(event['tool'])
  return !agent && (named(event['workload']) || named(event['credential'])) ? 'workload' : 'agent'
}

function kindProblem(): Problem {
  return new Problem(
    'EVENT_KIND_UNKNOWN',
    'kind',
    '"kind" must be one of agent, workload, resource',
  )
}

function named(member: unknown): boolean {
  return member !== undefined && member !== null && member !== ''
}

function timeProblem(time: unknown): Problem {
  if (time === undefined || time === null) {
    return new Problem(
      'EVENT_FIELD_MISSING',
      'time',
      '"time" is missing: an event is never stamped here',
    )
  }
  return new Problem('EVENT_TIME_INVALID', 'time', notTime('time', time).message)
}

function sizeProblem(bytes: number, limits: Limits): Problem | null {
  if (bytes <= limits.eventBytes) return null
  return new Problem(
    'EVENT_TOO_LARGE',
    '',
    `the value has ${bytes} bytes, more than the ${limits.eventBytes} allowed`,
  )
}

/** Where the first byte stands that is neither blank nor part of a byte order mark. */
function firstByte(value: Buffer): number {
  let at = value.length >= 3 && value[0] === 0xef && value[1] === 0xbb && value[2] === 0xbf ? 3 : 0
  while (at < value.length) {
    const c = value[at]
    if (c !== 32 && c !== 9 && c !== 10 && c !== 13) break
    at++
  }
  return at
}

function textOf(value: Buffer, start: number): string | Problem {
  // most events are ASCII, and those bytes need no decoding
  if (isAscii(value)) return value.toString('latin1', start)
  if (!isUtf8(value))
    return new Problem('EVENT_JSON_INVALID', '', 'the value is JSON, but not in UTF-8')
  return value.toString('utf8', start)
}
