// What is watched of an identity beside its uses: who decided on its requests, whether its agent still speaks, who is behind its tasks.

/** What one enforcement point decided on requests of an identity. */
export interface Point {
  readonly id: string
  /** mesh, gateway, iam, key or agent; '' where nobody said */
  readonly kind: string
  allows: number
  denies: number
  lastMs: number
}

/** One verdict on a request. */
export interface Verdict {
  readonly point: string
  readonly kind: string
  readonly allow: boolean
  readonly timeMs: number
  readonly eventId: string
}

/** What several points said of the same request. Ids and names as events told them; '' where nobody did. */
export interface Ruling {
  readonly id: string
  action: string
  resourceId: string
  credentialId: string
  taskId: string
  agentId: string
  workloadId: string
  capability: number
  topic: string
  verdicts: Verdict[]
}

/** The first verdict on an action that is known. */
export interface Ruled {
  readonly action: string
  readonly sinceMs: number
  readonly eventId: string
}

/** An action on a resource that one point alone refused, while others let it pass. */
export interface SoleDeny {
  readonly action: string
  readonly resourceId: string
  readonly point: string
  readonly timeMs: number
  readonly eventId: string
}

/** That point let the same pass later: nobody refuses it any more. */
export interface Vanished extends SoleDeny {
  readonly allowedMs: number
  readonly allowedEvent: string
  readonly topic: string
  readonly credentialId: string
  readonly taskId: string
  readonly agentId: string
  readonly workloadId: string
  readonly capability: number
}

/** A use that no point decided, of an action that points decide on elsewhere. */
export interface Undecided {
  readonly action: string
  readonly resourceId: string
  readonly request: string
  readonly eventId: string
  readonly topic: string
  readonly timeMs: number
  readonly credentialId: string
  readonly taskId: string
  readonly agentId: string
  readonly workloadId: string
  readonly capability: number
}

/** Its agent says nothing since a time, while its credentials go on being used. */
export interface Silence {
  readonly sinceMs: number
  readonly untilMs: number
  readonly eventId: string
  readonly topic: string
  readonly credentialId: string
  readonly workloadId: string
  readonly agentId: string
}

/** What was said of the risk of a person: high, or no longer. */
export interface Risk {
  readonly person: string
  readonly high: boolean
  readonly timeMs: number
  readonly eventId: string
  /** of the notice, where it has an id of its own (`jti`): the same notice again says nothing new */
  readonly notice: string
}

/** A source whose clock is too far off, as a call of this identity showed last. */
export interface Skewed {
  readonly topic: string
  readonly skewMs: number
  readonly timeMs: number
  readonly eventId: string
}

/** Everything of it is finite, so that it is the same after it was written as JSON. */
export interface Watch {
  /** stream time up to which what did not happen is certain not to have happened; 0 at first */
  elapsedMs: number
  /** when its agent was heard, earliest first: the latest of each minute */
  heard: number[]
  /** when its agent last said that it rests or stops; 0 never */
  restsMs: number
  silence: Silence | null
  points: Point[]
  rulings: Ruling[]
  /** since when points decide on an action */
  ruled: Ruled[]
  soles: SoleDeny[]
  vanished: Vanished[]
  /** the earliest of those that nobody decided so far */
  undecided: Undecided[]
  undecidedCount: number
  risks: Risk[]
  skewed: Skewed[]
}

/** Shared by all who have nothing of it: what grows from it is made anew. */
const NOTHING: never[] = Object.freeze([]) as never

export function createWatch(): Watch {
  return {
    elapsedMs: 0,
    heard: NOTHING,
    restsMs: 0,
    silence: null,
    points: NOTHING,
    rulings: NOTHING,
    ruled: NOTHING,
    soles: NOTHING,
    vanished: NOTHING,
    undecided: NOTHING,
    undecidedCount: 0,
    risks: NOTHING,
    skewed: NOTHING,
  }
}
