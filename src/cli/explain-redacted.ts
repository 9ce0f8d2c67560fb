// What `explain --json` tells of an event: who, what, on what, by whom decided; of prompts, arguments, results and attributes no word.
import type { JoinedEvent } from '../model/wire.js'
import type { Story } from './explain-story.js'

/** The members that hold names, classes and times, but no text of anybody. */
const TOLD = {
  agent: ['id', 'name', 'owner', 'tier'],
  workload: ['id'],
  credential: ['id', 'kind', 'scopes', 'expires_at'],
  task: ['id', 'purpose', 'capabilities', 'parent', 'requested_by'],
  delegation: ['to', 'task', 'scopes'],
  tool: ['name', 'result_trust'],
  prompt: ['from'],
  resource: ['id', 'kind', 'sensitivity'],
  pep: ['id', 'kind', 'decision'],
  source: ['ip', 'trust'],
  origin: ['topic', 'partition', 'offset'],
} as const
const WHOLE = [
  'id',
  'time',
  'type',
  'kind',
  'identity',
  'attribution',
  'action',
  'outcome',
  'trace_id',
  'capability',
  'domain',
  'candidates',
  'late',
  'supersedes',
] as const

export function redacted(story: Story): Story {
  return {
    ...story,
    evidence: story.evidence.map((one) => ({
      ...one,
      event: one.event === null ? null : eventWithoutWords(one.event),
    })),
  }
}

function eventWithoutWords(event: JoinedEvent): JoinedEvent {
  const kept: Record<string, unknown> = picked(event, WHOLE)
  for (const [part, names] of Object.entries(TOLD)) {
    const said = event[part as keyof typeof TOLD]
    if (said != null) kept[part] = picked(said, names)
  }
  return kept as unknown as JoinedEvent
}

function picked(from: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => name in from).map((name) => [name, (from as never)[name]]),
  )
}
