// Delegation as the two sides of it know it: what was granted to whom, what was received from whom and through which links.

/** The scopes that an identity holds itself, and the events that say so. */
export interface Rights {
  readonly scopes: readonly string[]
  readonly events: readonly (readonly [timeMs: number, eventId: string])[]
}

/** One step of a chain, from whoever started it on. */
export interface DelegationLink {
  readonly from: string
  readonly to: string
  readonly timeMs: number
  readonly eventId: string
  /** what was delegated; null: nothing was said of scopes */
  readonly scopes: readonly string[] | null
  /** what the delegator held itself then; null: not known */
  readonly rights: Rights | null
  /** whether it is the word of whoever asked for the task rather than a delegation of one agent to another */
  readonly origin: boolean
}

/** A command that stands against the delegator and takes with it what it delegated. */
export interface Cut {
  readonly commandId: string
  readonly type: string
  readonly timeMs: number
  readonly eventId: string
  readonly topic: string
}

/** What one event says of a delegation, whoever reported it. Absent texts are ''. */
export interface GrantSaid {
  /** identity that it was delegated to, its task, and the task out of which that was done */
  readonly child: string
  readonly childTask: string
  readonly parentTask: string
  /** where it goes with a token rather than with a task */
  readonly credentialId: string
  readonly timeMs: number
  readonly eventId: string
  readonly topic: string
  readonly scopes: readonly string[] | null
  /** originator first ('' unknown), then the actors in their order, as a token names them; null: nothing was said */
  readonly actors: readonly string[] | null
  readonly origin: boolean
  /** whether it is certain whose grant it was */
  readonly attributed: boolean
}

/** A grant in the context of the delegator; `told` is what the child was told of it last. */
export interface Grant extends GrantSaid {
  readonly key: string
  told: string
}

/** A delegation in the context of the child, as its delegator knows it. */
export interface Received {
  readonly key: string
  readonly from: string
  readonly task: string
  readonly parentTask: string
  readonly credentialId: string
  readonly timeMs: number
  readonly eventId: string
  readonly topic: string
  readonly actors: readonly string[] | null
  readonly attributed: boolean
  /** from the first of the chain to this delegation */
  readonly links: readonly DelegationLink[]
  /** who asked for the first task of the chain; '' unknown */
  readonly originator: string
  /** end of the task out of which it was delegated; null while it is open */
  readonly parentEndMs: number | null
  readonly parentEndEvent: string
  readonly cut: Cut | null
}

/** What is known of an identity's delegations, either way. Owned by `correlate`. */
export interface Kin {
  readonly grants: Map<string, Grant>
  readonly received: Map<string, Received>
  /** delegations of which the other side was told, by name: the earliest event that showed it */
  readonly asked: Map<string, readonly [timeMs: number, eventId: string]>
  /** keys of what was received and of whose delegator nothing was known when the lateness had passed */
  readonly unknown: Set<string>
  /** what was written to a memory, read there, or reached this identity that way, by name */
  readonly met: Map<string, Passage>
  /** the first report that it is no longer its owner's; null mostly */
  compromised: Compromise | null
  /** time of the latest that was let go at a limit: what rests on it stands */
  forgottenMs: number
}

/** A write to a shared memory with what was read before it, a read there, or both together. Absent texts are ''. */
export interface Passage {
  readonly resourceId: string
  /** of the write, else of the read */
  readonly timeMs: number
  readonly eventId: string
  readonly writer: string
  readonly reader: string
  readonly sourceId: string
  readonly sourceMs: number
  readonly sourceEvent: string
  readonly readMs: number
  readonly readEvent: string
}

/** A report that a workload, or an agent, is no longer its owner's. */
export interface Compromise {
  readonly timeMs: number
  readonly eventId: string
  readonly topic: string
  /** '' where the agent itself was named */
  readonly workloadId: string
  /** whether this identity only runs on that workload */
  readonly apart: boolean
}

/** Told by one judged identity to another. `said` null: what was told under this key before is taken back. */
export type Note =
  | (NoteHead & { readonly kind: 'granted'; readonly said: GrantSaid | null })
  | (NoteHead & { readonly kind: 'received'; readonly said: Received | null })
  | (NoteHead & { readonly kind: 'passage'; readonly said: Passage })

interface NoteHead {
  /** the identity that is told */
  readonly to: string
  readonly key: string
  /** the event on whose occasion it is told; NaN where nobody knows when that was appended */
  readonly timeMs: number
  readonly eventId: string
  readonly topic: string
  readonly appendMs: number
  readonly late: boolean
}

/** All that was delegated for one task, as one: the line of the earliest, with the scopes of all of them. */
export interface Line {
  readonly first: Received
  readonly all: readonly Received[]
  readonly links: readonly DelegationLink[]
  /** delegations from agent to agent, from the first of the chain on */
  readonly depth: number
  /** when the last of the tasks out of which it was delegated ended; Infinity while one is open */
  readonly parentEndMs: number
  readonly parentEndEvent: string
}

/** The line by which a task, else a credential, was delegated; null where it was not, as far as is known. */
export function lineOf(kin: Kin | null, taskId: string, credentialId: string): Line | null {
  if (kin === null) return null
  const all: Received[] = []
  for (const one of kin.received.values())
    if (one.task !== '' ? one.task === taskId : one.credentialId === credentialId) all.push(one)
  if (all.length === 0) return null
  all.sort(byTime)
  // Who asked for the task stands behind it; another agent that delegated it stands nearer.
  const first = all.find(({ links }) => links.at(-1)?.origin !== true) ?? (all[0] as Received)
  let ended: Received | null = null
  for (const one of all) {
    if (one.links.at(-1)?.origin === true && one !== first) continue
    if (ended === null || endOf(one) > endOf(ended)) ended = one
  }
  return {
    first,
    all,
    links: linksOf(first, all),
    depth: first.links.filter(({ origin }) => !origin).length,
    parentEndMs: ended === null ? Infinity : endOf(ended),
    parentEndEvent: ended?.parentEndEvent ?? '',
  }
}

/** The last link says what all that delegate this task from the same side allow together. */
function linksOf(first: Received, all: readonly Received[]): readonly DelegationLink[] {
  const last = first.links.at(-1)
  if (last === undefined || all.length === 1) return first.links
  let scopes: readonly string[] | null = null
  for (const one of all) {
    const link = one.links.at(-1)
    if (link === undefined || link.origin !== last.origin || link.scopes === null) continue
    scopes = scopes === null ? link.scopes : [...new Set([...scopes, ...link.scopes])].sort()
  }
  return [...first.links.slice(0, -1), { ...last, scopes }]
}

function endOf({ parentEndMs }: Received): number {
  return parentEndMs ?? Infinity
}

/** What was received, in the order of its times, whatever was heard of first. */
export function receivedIn({ received }: Kin): Iterable<Received> {
  return received.size < 2 ? received.values() : [...received.values()].sort(byTime)
}

function byTime(a: Received, b: Received): number {
  return a.timeMs - b.timeMs || (a.key < b.key ? -1 : 1)
}

/** The names of a chain, from whoever asked to whoever acts. */
export function chainOf({ first, links }: Pick<Line, 'first' | 'links'>): readonly string[] {
  const names = links.map(({ from }) => from)
  const last = links.at(-1)
  if (last !== undefined) names.push(last.to)
  if (first.originator !== '' && !names.includes(first.originator)) names.unshift(first.originator)
  const told = first.actors?.filter((name) => name !== '') ?? []
  return told.length > names.length ? told : names
}

/** Depth of delegation and delegator of a task, for rules; null where it is not delegated. */
export function delegationOf(
  kin: Kin | null,
  taskId: string,
  credentialId: string,
): { readonly depth: number; readonly parentAgent: string } | null {
  const line = lineOf(kin, taskId, credentialId)
  return line === null || line.depth === 0
    ? null
    : { depth: line.depth, parentAgent: line.first.from }
}
