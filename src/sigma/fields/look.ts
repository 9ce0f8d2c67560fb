// An event with everything that it says at hand: its fields by slot, read once, and every value of it for keywords.
import type { Context } from '../../model/context.js'
import { type Joined, QUIET } from '../../model/joined.js'
import type { EventFields, Field, FieldValue, Scalar } from '../rule.js'
import { fold } from '../plain/fold.js'
import type { Looked } from '../plain/plain.js'
import { EVENT_FIELDS } from './event-fields.js'
import { fieldPlace, KNOWN_FIELDS, knownField, OPEN_MEMBERS } from './fields.js'
import { MEMBERS } from './look-members.js'
import { changed, readerOf } from './path.js'

/** Reads one field. */
export type SlotReader = (joined: Joined, context: Context | null) => FieldValue

/** The fields of the event at hand; each is read once. */
export interface Slots extends EventFields {
  load(joined: Joined, context: Context | null): void
  /** a text without regard to case, folded once; undefined where the value is no single text or object */
  folded(slot: number): string | undefined
  /** the value with the JSON of each object in its place, made once: for values that are objects or lists */
  spelled(slot: number): FieldValue
  /** the one at hand, for readers that are called past the slots */
  readonly joined: Joined
  /** the number of the event at hand: what is remembered of another one holds no more */
  readonly turn: number
  /** what `memberAt` reads for a slot; -1: the slot is not read so */
  member(slot: number): number
}

export function createSlots(readers: readonly SlotReader[]): Slots {
  const values: FieldValue[] = readers.map(() => undefined)
  const texts: (string | undefined)[] = readers.map(() => undefined)
  const spellings: FieldValue[] = readers.map(() => undefined)
  const readAt = new Int32Array(readers.length)
  const foldedAt = new Int32Array(readers.length)
  const spelledAt = new Int32Array(readers.length)
  // To read a member of an object again is faster than to look whether it was read.
  const plain = readers.map((reader) => (PLAIN.has(reader) ? reader : null))
  let context: Context | null = null
  const slots = {
    joined: QUIET,
    turn: 0,
    load(nextJoined: Joined, nextContext: Context | null): void {
      if (slots.turn === TURNS_MAX) {
        readAt.fill(0)
        foldedAt.fill(0)
        spelledAt.fill(0)
        slots.turn = 0
      }
      slots.turn++
      slots.joined = nextJoined
      context = nextContext
    },
    at(slot: number): FieldValue {
      const reader = plain[slot]
      if (reader != null) return reader(slots.joined, null)
      if (readAt[slot] === slots.turn) return values[slot]
      readAt[slot] = slots.turn
      return (values[slot] = readers[slot]?.(slots.joined, context))
    },
    folded(slot: number): string | undefined {
      if (foldedAt[slot] === slots.turn) return texts[slot]
      foldedAt[slot] = slots.turn
      let value = slots.at(slot)
      if (typeof value === 'object') value = slots.spelled(slot)
      return (texts[slot] = typeof value === 'string' ? fold(value) : undefined)
    },
    spelled(slot: number): FieldValue {
      if (spelledAt[slot] === slots.turn) return spellings[slot]
      spelledAt[slot] = slots.turn
      return (spellings[slot] = spelled(slots.at(slot)))
    },
    member: (slot: number): number => {
      const reader = readers[slot]
      return reader === undefined ? -1 : (MEMBER_OF.get(reader) ?? -1)
    },
  }
  return slots
}

/** JSON in a text of an object is looked for in both ways: with its quotes escaped, and as its author wrote it. */
function spelled(value: FieldValue): FieldValue {
  if (value === null || typeof value !== 'object') return value
  if (!Array.isArray(value)) {
    const text = JSON.stringify(value)
    return text.includes('\\"') ? [text, text.replaceAll('\\"', '"')] : text
  }
  const list = value as readonly FieldValue[]
  return list.some((one) => typeof one === 'object' && one !== null) ? list.map(spelled) : list
}

/** Readers that are no more than a look at a member of the joined event. */
const PLAIN: ReadonlySet<unknown> = new Set(EVENT_FIELDS.map(({ of }) => of))

const MEMBER_OF: ReadonlyMap<unknown, number> = new Map(
  EVENT_FIELDS.flatMap(({ name, of }) => {
    const member = (MEMBERS as readonly string[]).indexOf(name)
    return member < 0 ? [] : [[of, member]]
  }),
)

/** Then they begin anew: what is remembered of a turn is remembered of the one before, mostly. */
const TURNS_MAX = 2 ** 30

/** Reads a field by the first of its ways that finds something. `away` is for values that are not in the joined event itself. */
export function slotReader(
  field: Field,
  away: (path: readonly string[]) => SlotReader,
): SlotReader {
  const ways = field.reads.map(({ path, change }): SlotReader => {
    const known = knownField(path)
    const place = fieldPlace(path)
    const read: SlotReader = known?.of ?? (place === 'context' ? () => undefined : away(path))
    return change === null ? read : (joined, context) => changed(read(joined, context), change)
  })
  if (ways.length === 1) return ways[0] as SlotReader
  return (joined, context) => {
    for (const way of ways) {
      const value = way(joined, context)
      if (value !== undefined) return value
    }
    return undefined
  }
}

/** Out of the event itself, which has to be at hand. */
export const fromEvent = (path: readonly string[]): SlotReader => {
  if (path.join('.') === 'workload.svid')
    return ({ admitted }) => (admitted?.event.workload?.svid == null ? undefined : {})
  const read = readerOf(path)
  return ({ admitted }) => read(admitted?.event)
}

export interface Look extends Looked {
  load(joined: Joined, context: Context | null): void
}

/** Readers of fields, by slot, out of the event itself. */
export function eventReaders(fields: readonly Field[]): SlotReader[] {
  return fields.map((field) => slotReader(field, fromEvent))
}

/** Looks at events whole: only where `joined.admitted` is at hand. Fields stand in the order of their slots. */
export function createLook(fields: readonly Field[]): Look {
  const slots = createSlots(eventReaders(fields))
  let at: Joined
  let words: readonly Scalar[] | null = null
  return {
    at: slots.at,
    load(joined, context) {
      slots.load(joined, context)
      at = joined
      words = null
    },
    words: () => (words ??= wordsOf(at)),
  }
}

/**
 * Every text, number and truth value that the event has, and what was found out of it. Keys are words as well where the
 * sender chose them, as the labels of a record: those of the contract would be in every event.
 */
export function wordsOf(joined: Joined): readonly Scalar[] {
  const { identity, capability, domain, attribution, kind, agentId, workloadId, taskId, admitted } =
    joined
  const words: Scalar[] = [identity, capability, domain, attribution, kind, agentId, workloadId]
  if (taskId !== '') words.push(taskId)
  const open: (readonly [part: unknown, chosen: boolean])[] = []
  for (const [name, member] of Object.entries(admitted?.event ?? {})) {
    if (name === 'workload' || member === null || member === undefined) continue
    const chosen = !OF_CONTRACT.has(name)
    if (chosen) words.push(name)
    if (chosen || typeof member !== 'object') open.push([member, true])
    else if (OPEN_MEMBERS.includes(name)) open.push([member, true])
    else
      for (const [key, value] of Object.entries(member as object))
        open.push([value, OPEN_MEMBERS.includes(`${name}.${key}`)])
  }
  for (let last = open.pop(); last !== undefined; last = open.pop()) {
    const [part, chosen] = last
    if (part === null || part === undefined) continue
    if (typeof part !== 'object') {
      words.push(part as Scalar)
      continue
    }
    if (chosen && !Array.isArray(part)) words.push(...Object.keys(part))
    for (const value of Object.values(part) as unknown[]) open.push([value, chosen])
  }
  return words.filter((word) => word !== '')
}

/** Members of an event that the contract names. */
const OF_CONTRACT: ReadonlySet<string> = new Set([
  ...KNOWN_FIELDS.map(({ name }) => name.split('.')[0] as string),
  ...OPEN_MEMBERS,
])
