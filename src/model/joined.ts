// What travels from `bind` to `correlate`: an event with its identity, or a note about one. The order of these is the one order that decides.
import type { Capability } from './capability.js'
import type { Admitted, Kind, Origin } from './event.js'
import type { Mentions } from './mentions.js'
import type { Risk } from './context-watch.js'

/** How an identity was found (contract, section 3), surest first. */
export type Attribution = 'proven' | 'bound' | 'claimed' | 'inferred' | 'none'

/**
 * - `join`: an event, for the first time.
 * - `rejoin`: an event again, under another identity than the one it was first joined to.
 * - `retract`: an event joined to this identity turned out to be another's; everything concluded from it falls.
 * - `context`: an event of another identity that changes what this one's shared credential is bound to; never judged as a use.
 * - `unissued`: the lateness has passed and nobody issued the credential; `identity` is the one that used it first.
 * - `person`: what is said of the risk of a person (`risk`), for every identity that works for that person; `identity` is ''.
 * - `withheld`: an event that nobody judges, as its source's clock is too far off: it only tells of that clock.
 * - `tick`: silence; only `timeMs` counts.
 */
export type JoinedOp =
  | 'join'
  | 'rejoin'
  | 'retract'
  | 'context'
  | 'unissued'
  | 'person'
  | 'withheld'
  | 'tick'

/**
 * One hop record: flat, one shape, everything the judging stages read. Absent texts are ''. Times are epoch ms.
 * `admitted` is the event itself where this process still holds it, for the public stream; it does not cross the hop.
 */
export interface Joined {
  readonly op: JoinedOp
  readonly kind: Kind
  readonly identity: string
  readonly attribution: Attribution
  /** agents that it may have been, where it was more than one: never blamed */
  readonly candidates: readonly string[]
  /** agent that the event named although its credential or task is bound to another; '' where they agree */
  readonly claimedAgent: string
  /** whether that disagreement concerns the credential (true) or only the task */
  readonly claimAgainstCredential: boolean
  readonly late: boolean
  readonly supersedes: string

  readonly eventId: string
  readonly type: string
  readonly timeMs: number
  /** how far the clock was known to be ahead that timed it, for those who read the public stream; judges know better: it does not cross the hop */
  readonly skewMs: number
  readonly origin: Origin
  /** when it was appended to its source, NaN where nobody knows (replay) */
  readonly appendMs: number

  readonly agentId: string
  readonly owner: string
  readonly tier: string
  readonly workloadId: string
  /** whether the workload declared that it forwards other workloads' tokens */
  readonly proxy: boolean
  readonly credentialId: string
  readonly scopes: readonly string[] | null
  /** NaN where nothing was said */
  readonly expiresMs: number
  /** id of the credential that this one takes over from, '' mostly */
  readonly replaces: string
  readonly taskId: string
  /** whether the event named the task itself; else it is the one open task of its credential */
  readonly taskNamed: boolean
  readonly purpose: string
  readonly capabilities: readonly string[] | null
  readonly parentTask: string
  readonly requestedBy: string
  readonly delegateTo: string
  readonly delegateTask: string
  readonly delegateScopes: readonly string[] | null
  /** the agent of the parent task, '' where it is not known (yet) */
  readonly parentAgent: string
  /** who acts for whom by a token's `act` claims: the subject ('' unknown), then the actors, the present one last */
  readonly actors: readonly string[] | null

  readonly capability: Capability
  readonly domain: string
  readonly action: string
  readonly toolName: string
  readonly resourceId: string
  readonly sensitivity: string
  /** whether the resource is a memory that agents share */
  readonly memory: boolean
  readonly outcome: string
  readonly sourceIp: string
  /** the enforcement point that decided, its kind, and `allow` or `deny` */
  readonly pepId: string
  readonly pepKind: string
  readonly pepDecision: string
  /** id of the request or trace that it is part of */
  readonly requestId: string
  /** what is said of the risk of a person; null mostly */
  readonly risk: Risk | null
  /** keyed hash of the arguments of a call that does something; '' where there are none */
  readonly argumentsDigest: string
  /** what its prompt, arguments or result mention, as keyed hashes; null where it has none of them */
  readonly mentions: Mentions | null
  /** what rules read of it besides; null where they read nothing more */
  readonly carried: Carried | null

  readonly admitted: Admitted | null
}

/** What rules need of an event that is in none of its other members, as topology A took it out. */
export interface Carried {
  /** by dotted path; with `#` before it: a hash of what was said, or an amount */
  readonly values: Readonly<Record<string, unknown>>
  /** tests of what was said that hold, by their ids */
  readonly holds: readonly string[]
}

const TOLD_BY = '\u0000'

/** Id of a record that tells another holder what the graph knows of a time, on the occasion of an event. */
export function toldId(timeMs: number, eventId: string): string {
  return `${timeMs}${TOLD_BY}${eventId}`
}

/** The event behind an id: itself, or the one on whose occasion it was told. */
export function eventBehind(id: string): string {
  return id.slice(id.indexOf(TOLD_BY) + 1)
}

/** Event types that bind the identities they name together (contract, section 2). */
export function binds(type: string): boolean {
  return (
    type === 'agent.started' ||
    type === 'workload.started' ||
    type === 'task.started' ||
    type === 'credential.issued' ||
    type === 'credential.renewed' ||
    type === 'svid.issued' ||
    type === 'delegation.granted'
  )
}

/**
 * Silence, or the word of another task: what no event of ours says. Its type keeps it from being written to; frozen, it would cost
 * ten times as much to spread, which is done all the time.
 */
export const QUIET: Joined = {
  op: 'tick',
  kind: 'agent',
  identity: '',
  attribution: 'none',
  candidates: [],
  claimedAgent: '',
  claimAgainstCredential: false,
  late: false,
  supersedes: '',
  eventId: '',
  type: '',
  timeMs: NaN,
  skewMs: 0,
  origin: { topic: '', partition: 0, offset: '' },
  appendMs: NaN,
  agentId: '',
  owner: '',
  tier: '',
  workloadId: '',
  proxy: false,
  credentialId: '',
  scopes: null,
  expiresMs: NaN,
  replaces: '',
  taskId: '',
  taskNamed: false,
  purpose: '',
  capabilities: null,
  parentTask: '',
  requestedBy: '',
  delegateTo: '',
  delegateTask: '',
  delegateScopes: null,
  parentAgent: '',
  actors: null,
  capability: 'unknown',
  domain: '',
  action: '',
  toolName: '',
  resourceId: '',
  sensitivity: '',
  memory: false,
  outcome: '',
  sourceIp: '',
  pepId: '',
  pepKind: '',
  pepDecision: '',
  requestId: '',
  risk: null,
  argumentsDigest: '',
  mentions: null,
  carried: null,
  admitted: null,
}
