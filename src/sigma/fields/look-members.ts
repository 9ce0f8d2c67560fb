// The members of a joined event that most rules are found by, each read where it is asked for: a call of a reader costs as much as what it reads.
import type { Joined } from '../../model/joined.js'

/** By number: the fields that `memberAt` reads. */
export const MEMBERS = [
  'tool.name',
  'capability',
  'resource.id',
  'type',
  'kind',
  'domain',
  'action',
  'outcome',
  'identity',
  'agent.id',
] as const

/** '' where the event does not have it. */
export function memberAt(member: number, event: Joined): string {
  switch (member) {
    case 0:
      return event.toolName
    case 1:
      return event.capability
    case 2:
      return event.resourceId
    case 3:
      return event.type
    case 4:
      return event.kind
    case 5:
      return event.domain
    case 6:
      return event.action
    case 7:
      return event.outcome
    case 8:
      return event.identity
    default:
      return event.agentId
  }
}
