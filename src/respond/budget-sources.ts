// Where the events of an identity came from: kept while something that is known rests on them, and the latest of the others.
import type { Context, Sources } from '../model/context.js'
import type { Cause } from '../model/finding.js'
import { eventBehind, type Joined } from '../model/joined.js'

/** events of which the source is kept for each identity, beside its uses */
export const SOURCES_MAX = 256
/** Each time that as many came more, what nothing rests on makes room: its older half, where it is worth while. */
const STEP = 128
const SPARE = 32

/** Two sources gave the same id: it tells of neither. */
const NEITHER = ''

/** Uses are kept in their context with where they came from. Gives how many had to go on which something rests. */
export function noteSource(context: Context, { op, type, eventId, origin }: Joined): number {
  if (op !== 'join' && op !== 'rejoin' && op !== 'retract') return 0
  if (eventId === '' || origin.topic === '' || isPlainUse(type)) return 0
  const sources = (context.sources ??= { kept: [], dropped: 0 })
  const { kept } = sources
  const at = kept.findIndex(([id]) => id === eventId)
  if (op === 'retract') {
    if (kept[at]?.[1] === origin.topic) kept.splice(at, 1)
  } else if (at < 0) {
    const count = kept.push([eventId, origin.topic])
    if (count % STEP === 0 || count > SOURCES_MAX) return makeRoom(context, sources)
  } else if (kept[at]?.[1] !== origin.topic) kept[at] = [eventId, NEITHER]
  return 0
}

/** Where an event came from, as far as is known; '' where it is not, or where the id was given by two. `own`: one of which it is known. */
export function sourceOf(
  { sources, uses }: Context,
  eventId: string,
  own: Pick<Cause, 'eventId' | 'topic'>,
): string {
  let topic = eventId === own.eventId ? own.topic : ''
  const kept = sources?.kept.find(([id]) => id === eventId)?.[1]
  if (kept !== undefined) {
    if (kept === NEITHER || (topic !== '' && topic !== kept)) return ''
    topic = kept
  }
  for (const use of uses) {
    if (use.eventId !== eventId) continue
    if (topic !== '' && topic !== use.topic) return ''
    topic = use.topic
  }
  return topic
}

function isPlainUse(type: string): boolean {
  return type === 'tool.called' || type === 'resource.accessed'
}

function makeRoom(context: Context, sources: Sources): number {
  const { kept } = sources
  const ranks = ranksIn(context)
  const rankOf = ([id]: Sources['kept'][number]): number => ranks.get(id) ?? 0
  const spare = kept.filter((one) => rankOf(one) === 0).length
  let toGo = spare < SPARE ? 0 : Math.ceil(spare / 2)
  if (toGo > 0) {
    let end = 0
    for (const one of kept) if (rankOf(one) > 0 || toGo-- <= 0) kept[end++] = one
    kept.length = end
  }
  if (kept.length <= SOURCES_MAX) return 0
  const lowest = Math.min(...kept.map(rankOf))
  kept.splice(
    kept.findIndex((one) => rankOf(one) === lowest),
    1,
  )
  if (lowest === 0) return 0
  sources.dropped++
  return 1
}

/*
 * How much rests on an event. What comes in any number can push out nothing but its like: first what commands rest on, then
 * earlier runs and lives, and never the start and the end of a task, or of a credential, that is known.
 */
const OF_COMMAND = 1
const OF_PAST = 2
const OF_NOW = 3

function ranksIn({ tasks, credentials, uses, causes }: Context): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>()
  const rank = (told: string, as: number): void => {
    const id = eventBehind(told)
    if (id !== '' && (ranks.get(id) ?? 0) < as) ranks.set(id, as)
  }
  for (const { cause, commandId, withdrawn } of causes?.values() ?? [])
    if (commandId !== '' && !withdrawn) for (const id of cause.evidence) rank(id, OF_COMMAND)
  for (const { steering } of uses)
    for (const { eventId } of steering?.brought ?? []) rank(eventId, OF_COMMAND)
  for (const { marks, startEvent, endEvent, suspendedEvent } of tasks) {
    rank(suspendedEvent, OF_PAST)
    for (const { eventId } of marks ?? []) rank(eventId, OF_PAST)
    rank(startEvent, OF_NOW)
    rank(endEvent, OF_NOW)
  }
  for (const { marks, issuedEvent, revokedEvent } of credentials) {
    for (const { eventId } of marks ?? []) rank(eventId, OF_PAST)
    rank(issuedEvent, OF_NOW)
    rank(revokedEvent, OF_NOW)
  }
  return ranks
}
