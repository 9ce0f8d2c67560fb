// Rules at work for tests: correlations as YAML would hold them, over predicates in the place of detection rules.
import type { RulesAtWork } from '../../src/sigma/at-work.js'
import type { Joined } from '../../src/model/joined.js'
import type { Field, FieldValue } from '../../src/sigma/rule.js'
import { correlations } from './rules.js'

export type Predicates = Readonly<Record<string, (joined: Joined) => boolean>>

const FIELDS: Readonly<Record<string, (joined: Joined) => FieldValue>> = {
  identity: (joined) => joined.identity,
  'agent.id': (joined) => joined.agentId || undefined,
  'agent.owner': (joined) => joined.owner || undefined,
  'task.id': (joined) => joined.taskId || undefined,
  'resource.id': (joined) => joined.resourceId || undefined,
  'source.ip': (joined) => joined.sourceIp || undefined,
}

export function atWork(
  said: Readonly<Record<string, unknown>>,
  predicates: Predicates,
): RulesAtWork {
  const { plans, complaints } = correlations(said, Object.keys(predicates))
  if (complaints.length > 0) throw new Error(JSON.stringify(complaints))
  const names: string[] = []
  const note = (field: Field): void => void (names[field.slot] = field.name)
  for (const feeds of plans.feeds.values())
    for (const feed of feeds) {
      const all = [feed, ...feed.parents]
      for (const { groupFields, valueFields } of all) [...groupFields, ...valueFields].forEach(note)
    }
  let at: Joined
  return {
    plans,
    alone: new Map(),
    contextual: new Set(),
    createCarrier: () => null,
    matching: {
      fields: { at: (slot) => FIELDS[names[slot]!]!(at) },
      load: (joined) => void (at = joined),
      contextual: () => [],
      mayFit: () => false,
      matched: () => Object.keys(predicates).filter((name) => predicates[name]!(at)),
    },
  }
}

/** Predicates that the stories share. */
export const LEAVES: Predicates = {
  secret_read: ({ capability, type }) => capability === 'secret' && type === 'resource.accessed',
  approval: ({ type }) => type === 'approval.granted',
  sent: ({ capability }) => capability === 'send',
  denied: ({ outcome }) => outcome === 'deny',
  restricted: ({ sensitivity }) => sensitivity === 'restricted',
  beat: ({ type }) => type === 'agent.beat',
}
