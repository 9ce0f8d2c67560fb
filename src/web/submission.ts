// The body of `POST /v1/events` → records for the source topics and the lines that were refused, each with its reason.
import { isUtf8 } from 'node:buffer'
import type { Answer } from '../admit/admit.js'
import type { Admitted, Kind, Origin } from '../model/event.js'
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'
import type { Event } from '../model/wire.js'
import type { Outbound } from '../transport/port.js'

const REFUSALS_SHOWN_MAX = 1000

/** One line (from 1; the element of an array) that was not taken. */
export interface LineRefusal {
  readonly line: number
  readonly code: string
  readonly sentence: string
}

export interface Submission {
  readonly records: readonly Outbound[]
  readonly refused: number
  /** the first thousand of them */
  readonly refusals: readonly LineRefusal[]
}

export interface SubmissionTraits {
  /** the sender proved itself, so approvals among the lines are taken too */
  readonly mayApprove: boolean
  /** the body says it is one JSON text, not lines of them */
  readonly isJson: boolean
}

export interface SubmissionReader {
  read(body: Buffer, about: SubmissionTraits): Submission
}

export type AdmitLine = (line: string, origin: Origin) => Admitted | Answer | Problem

/** Lines go to the first source of their kind; answers to the topics of approvals and command results. */
export function createSubmissionReader(
  { sources, topics }: Pick<Settings, 'sources' | 'topics'>,
  admitLine: AdmitLine,
): SubmissionReader {
  const topicOf = new Map<Kind, string>()
  for (const { kind, topic } of sources) if (!topicOf.has(kind)) topicOf.set(kind, topic)

  const route = (text: string, line: number, mayApprove: boolean): Outbound | Problem => {
    const found = admitLine(text, { topic: 'http', partition: 0, offset: String(line) })
    if (found instanceof Problem) return found
    const value = Buffer.from(text)
    if ('answer' in found) {
      if (found.answer === 'result')
        return { topic: topics.commandResults, key: found.result.command_id, value }
      if (mayApprove) return { topic: topics.approvals, key: found.approval.id, value }
      return new Problem('EVENT_KIND_UNKNOWN', '', 'approvals are taken only with a bearer token')
    }
    const topic = topicOf.get(found.kind)
    if (topic !== undefined) return { topic, key: keyOf(found.event, found.kind), value }
    return new Problem('EVENT_KIND_UNKNOWN', '', `no source is configured for ${found.kind} events`)
  }

  return {
    read(body, { mayApprove, isJson }) {
      const records: Outbound[] = []
      const refusals: LineRefusal[] = []
      let refused = 0
      for (const { text, line } of linesOf(body, isJson)) {
        const routed = text instanceof Problem ? text : route(text, line, mayApprove)
        if (!(routed instanceof Problem)) records.push(routed)
        else if (++refused <= REFUSALS_SHOWN_MAX) {
          refusals.push({ line, code: routed.code, sentence: routed.toString() })
        }
      }
      return { records, refused, refusals }
    },
  }
}

/** The key that a producer of this kind of source uses (contract, section 1). */
function keyOf(event: Event, kind: Kind): string | null {
  switch (kind) {
    case 'agent':
      return event.agent?.id ?? null
    case 'workload':
      return event.workload?.id ?? null
    case 'resource':
      return event.credential?.id ?? event.resource?.id ?? null
  }
}

interface Line {
  readonly text: string | Problem
  readonly line: number
}

/**
 * A JSON array by its elements, one object over many lines as itself, anything else by lines, blank ones passed over.
 * Only a body that says it is one JSON text is refused whole when it is broken: in NDJSON a bad line is one bad line.
 */
function* linesOf(body: Buffer, isJson: boolean): Generator<Line> {
  // Bytes that are no UTF-8 spoil their own line only, so such a body is cut as bytes and each line is looked at
  const isText = isUtf8(body)
  // A byte order mark is what some editors put before a text; it is no part of it
  const text = body.toString(isText ? 'utf8' : 'latin1').replace(/^\ufeff/, '')
  const start = /\S/.exec(text)?.[0]
  if (start === undefined) return
  if (start === '[' || (start === '{' && mayBeOneObject(text))) {
    const parsed = isText ? parse(text) : undefined
    if (parsed !== undefined) {
      yield* elementsOf(Array.isArray(parsed) ? parsed : [parsed])
      return
    }
    if (isJson && start === '[') {
      yield { text: new Problem('EVENT_JSON_INVALID', '', 'the body is no JSON array'), line: 1 }
      return
    }
  }
  let line = 0
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from)
    const until = end === -1 ? text.length : end
    line++
    const one = text.slice(from, until).trim()
    if (one !== '') yield { text: isText ? one : fromBytes(one), line }
    from = until + 1
  }
}

function fromBytes(latin1: string): string | Problem {
  const bytes = Buffer.from(latin1, 'latin1')
  if (isUtf8(bytes)) return bytes.toString('utf8')
  return new Problem('EVENT_JSON_INVALID', '', 'the line is not in UTF-8')
}

/** Whether the first line is not an object by itself, so that only the whole text can be one. */
function mayBeOneObject(text: string): boolean {
  const end = text.indexOf('\n')
  return end !== -1 && !text.slice(0, end).trimEnd().endsWith('}') && text.trimEnd().endsWith('}')
}

/** Undefined, which no JSON text means, where it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function* elementsOf(elements: readonly unknown[]): Generator<Line> {
  let line = 0
  for (const element of elements) yield { text: written(element), line: ++line }
}

function written(element: unknown): string | Problem {
  try {
    return JSON.stringify(element)
  } catch {
    // Nested deeper than the stack: JSON.parse takes that, JSON.stringify does not
    return new Problem('EVENT_TOO_DEEP', '', 'the event is nested too deeply')
  }
}
