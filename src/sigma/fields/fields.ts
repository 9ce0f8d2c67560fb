// The fields that rules may read of the joined event and its context, in one place: names, what they are, and how they are read.
import type { Context } from '../../model/context.js'
import type { Joined } from '../../model/joined.js'
import type { FieldValue } from '../rule.js'
import { CONTEXT_FIELDS } from './context-fields.js'
import { EVENT_FIELDS } from './event-fields.js'

/**
 * - `joined`: topology A puts it into the joined event; it is at hand everywhere.
 * - `context`: what is known of the identity, at the time of the event; the event's own word first, where it has one.
 * - `carried`: it is in the event only; its value crosses the hop where a rule reads it.
 * - `content`: what was said: prompts, arguments, results, secrets. Tests of it are answered where the event is, and only
 *   the answers cross.
 */
export type FieldPlace = 'joined' | 'context' | 'carried' | 'content'

export interface KnownField {
  readonly name: string
  readonly place: FieldPlace
  readonly type: 'text' | 'texts' | 'number' | 'boolean' | 'time' | 'anything'
  /** one sentence for a person */
  readonly says: string
  /** null: it is read from the event by its path */
  readonly of: FieldReader | null
}

/** Absent texts are '' in a joined event: those are not there. `context` is null where nothing of it is at hand. */
export type FieldReader = (joined: Joined, context: Context | null) => FieldValue

/** Every field that has a name of its own. Whatever else a sender puts into an event is read by its path. */
export const KNOWN_FIELDS: readonly KnownField[] = [...EVENT_FIELDS, ...CONTEXT_FIELDS]

const BY_NAME: ReadonlyMap<string, KnownField> = new Map(
  KNOWN_FIELDS.map((field) => [field.name, field]),
)

/** Members of an event under which anything may stand. */
export const OPEN_MEMBERS: readonly string[] = [
  'attributes',
  'tool.arguments',
  'tool.annotations',
  'tool.result',
]
const CONTENT = ['prompt.text', 'tool.arguments', 'tool.result', 'workload.svid']

export function knownField(path: readonly string[]): KnownField | undefined {
  return BY_NAME.get(path.join('.'))
}

/** Where the value of a path is at hand. Whatever begins with `context` and has no name of its own is nowhere. */
export function fieldPlace(path: readonly string[]): FieldPlace {
  const name = path.join('.')
  const known = BY_NAME.get(name)
  if (known !== undefined) return known.place
  if (path[0] === 'context') return 'context'
  return CONTENT.some((one) => name === one || name.startsWith(`${one}.`)) ? 'content' : 'carried'
}
