// What the engine tells over HTTP, in the words of its records, and lists of it that stay whole while they grow at both ends.
import type { CommandLife } from '../../../model/life-command.js'
import type { Command, Decision } from '../../../model/wire.js'

export type { IdentityRecord, IdentitySummary, Grant } from '../../../feed/identity.js'
export type { Decision } from '../../../model/wire.js'

/** With what became of it, where this process follows it. */
export type Lived = Command & { readonly life?: CommandLife }

/** What the page reads of a finding (OCSF 1.8.0, class 2004). */
export interface Finding {
  readonly activity_name: string
  readonly time: number
  readonly severity: string
  readonly message: string
  readonly status_detail: string
  readonly count: number
  readonly metadata: { readonly uid: string }
  readonly finding_info: {
    readonly uid: string
    readonly title: string
    readonly first_seen_time: number
    readonly related_events?: readonly { readonly uid: string }[]
    readonly analytic: { readonly uid: string; readonly version: string }
  }
  readonly unmapped: {
    readonly ambit: {
      readonly identity: string
      readonly credential_id: string
      readonly task_id: string
      readonly purpose: string
      readonly capability: string
      readonly tier: string
      readonly command_id: string
      readonly decision_id: string
      readonly blast_radius: number
      readonly blast_radius_parts?: Readonly<Record<string, number>>
      readonly mode: string
    }
  }
}

/** What waits for a person. Times are epoch ms. */
export interface Question {
  readonly id: string
  readonly asked: number
  readonly deadline: number
  readonly on_timeout: string
  readonly reason: string
  readonly rules: readonly string[]
  readonly evidence: readonly string[]
  readonly identity: string
  readonly tier: string
  readonly credential_id: string
  readonly task_id: string
  readonly purpose: string
  readonly capability: string
  readonly action: string
  readonly resource_id: string
  readonly sensitivity: string
  readonly blast_radius: number
  readonly digest: string
  readonly bundle: string | null
  readonly bundled: number
  readonly approvers_needed: number
  readonly approved_by: readonly string[]
  readonly command_id: string
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/** Newest first, without a gap; `next` leads to what is older. */
export interface Listing<T> extends Page<T> {
  readonly keyOf: (item: T) => string
}

export function emptyListing<T>(keyOf: (item: T) => string): Listing<T> {
  return { items: [], next: null, keyOf }
}

/** Records that one list holds on the page; what is older is asked for again. */
export const LISTED_MAX = 2000

/** With the newest page, whose words about records that are known already are newer ones. */
export function renewed<T>(listing: Listing<T>, page: Page<T>): Listing<T> {
  const { items, keyOf } = listing
  const fresh = new Set(page.items.map(keyOf))
  const rest = items.filter((item) => !fresh.has(keyOf(item)))
  // More came between two pages than one holds: what is between is not known, so what is behind it is let go
  const isGap = rest.length === items.length && items.length > 0
  const isWhole = isGap || page.next === null
  if (isWhole) return { items: page.items, next: page.next, keyOf }
  const all = [...page.items, ...rest]
  if (all.length > LISTED_MAX) return { items: page.items, next: page.next, keyOf }
  return { items: all, next: rest.length === 0 ? page.next : listing.next, keyOf }
}

/** With the page that `next` led to. */
export function prolonged<T>({ items, keyOf }: Listing<T>, page: Page<T>): Listing<T> {
  const known = new Set(items.map(keyOf))
  return {
    items: [...items, ...page.items.filter((item) => !known.has(keyOf(item)))],
    next: page.next,
    keyOf,
  }
}

/** Everything the page knows of what happened. */
export interface Known {
  readonly commands: Listing<Lived>
  readonly findings: Listing<Finding>
  readonly decisions: Listing<Decision>
  readonly questions: readonly Question[]
  /** more wait than these */
  readonly isMore: boolean
}

export const NOTHING_KNOWN: Known = {
  commands: emptyListing(({ id, attempt }) => `${id} ${attempt}`),
  findings: emptyListing(({ metadata }) => metadata.uid),
  decisions: emptyListing(({ id }) => id),
  questions: [],
  isMore: false,
}

/** Without the earlier times that a command was sent. */
export function latest({ items }: Listing<Lived>): readonly Lived[] {
  const seen = new Set<string>()
  return items.filter(({ id }) => !seen.has(id) && seen.add(id))
}

/** Whose it is, by the name that its page has. */
export function identityOf({ agent_id, workload_id }: Command | Decision): string {
  return agent_id === '' ? workload_id : agent_id
}

export function targetOf(command: Command): string {
  const { credential_id, task_id, agent_id, workload_id, scope } = command
  return { credential: credential_id, task: task_id, agent: agent_id, workload: workload_id }[scope]
}

/** The steps that led to a command, as far as the page holds them. */
export interface Cause {
  readonly finding: Finding | null
  readonly decision: Decision | null
}

export function causeOf(command: Lived, known: Known): Cause {
  const { id, undoes, decision_id } = command
  const of = undoes ?? id
  return {
    finding: known.findings.items.find(({ unmapped }) => unmapped.ambit.command_id === of) ?? null,
    decision: known.decisions.items.find((decision) => decision.id === decision_id) ?? null,
  }
}
