// What identity providers say of the risk of a person: CAEP's risk-level-change, told as an event.
import type { Admitted } from '../model/event.js'
import type { Risk } from '../model/context-watch.js'

const TYPES: ReadonlySet<string> = new Set([
  'session.risk-changed',
  'session.risk-level-change',
  'risk-level-change',
  'https://schemas.openid.net/secevent/caep/event-type/risk-level-change',
])
const PERSON_LENGTH_MAX = 512

export function tellsRisk(type: string): boolean {
  return TYPES.has(type)
}

/**
 * The person and the level: `attributes` hold the members of the SET (`principal`, `current_level`, `jti`, and the subject as
 * `subject` or `sub_id`, a text or an object of RFC 9493). Null where it is about no person or names none.
 */
export function riskOf({ event, timeMs }: Admitted): Risk | null {
  const said = event.attributes ?? {}
  const principal = said['principal'] ?? 'USER'
  const level = said['current_level']
  if (typeof level !== 'string' || String(principal).toUpperCase() !== 'USER') return null
  const person = subjectOf(said['subject']) || subjectOf(said['sub_id']) || byTask(event)
  if (person === '' || person.length > PERSON_LENGTH_MAX) return null
  const { jti } = said
  return {
    person,
    high: level.toUpperCase() === 'HIGH',
    timeMs,
    eventId: event.id,
    notice: typeof jti === 'string' ? jti : '',
  }
}

function byTask({ task }: Admitted['event']): string {
  return task?.requested_by ?? ''
}

/** RFC 9493: opaque and account ids, e-mail addresses, `sub` of an issuer; in a complex subject the user. */
function subjectOf(subject: unknown): string {
  if (typeof subject === 'string') return subject
  if (typeof subject !== 'object' || subject === null) return ''
  const { id, email, sub, uri, user } = subject as Readonly<Record<string, unknown>>
  for (const name of [id, email, sub, uri]) if (typeof name === 'string' && name !== '') return name
  return user === undefined ? '' : subjectOf(user)
}
