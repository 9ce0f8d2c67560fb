// The contexts of all identities, bounded: the one idle longest goes first. And what a fresh one looks like.
import type { Context, CredentialContext, TaskContext } from '../model/context.js'
import { createOldest } from '../model/order/oldest.js'

/** Event time is counted in stretches of this length: who was seen in the last hour is known to one of them. */
export const SEEN_STRETCH_MS = 600_000

export interface Contexts {
  readonly all: Map<string, Context>
  readonly evicted: number
  /** the context of an identity; made where there is none */
  of(identity: string): Context
  /** it was seen at this event time */
  saw(context: Context, timeMs: number): void
  /** identities seen in the last hour of event time */
  seenLastHour(): number
  restore(context: Context): void
  trackEvicted(): void
  /** identities let go since the last call, where `trackEvicted` was called */
  takeEvicted(): readonly string[]
}

/** `letGo` is told of each identity that is let go. */
export function createContexts(
  identitiesMax: number,
  letGo: (identity: string) => void = () => {},
): Contexts {
  const contexts = new Map<string, Context>()
  const oldest = createOldest(contexts)
  const seen = new Map<number, number>()
  let evicted = 0
  let gone: string[] | null = null
  let newestStretch = -Infinity

  function of(identity: string): Context {
    let found = contexts.get(identity)
    if (found === undefined) {
      if (contexts.size >= identitiesMax) evict()
      found = createContext(identity)
      contexts.set(identity, found)
    }
    found.touched = true
    return found
  }

  /** The clock algorithm: the hand gives everyone touched since its last pass a second round. */
  function evict(): void {
    for (;;) {
      const [id, candidate] = oldest()
      contexts.delete(id)
      if (candidate.touched) {
        candidate.touched = false
        contexts.set(id, candidate)
        continue
      }
      count(candidate.seen, -1)
      evicted++
      letGo(id)
      gone?.push(id)
      return
    }
  }

  function count(stretch: number, by: number): void {
    if (stretch < 0) return
    const n = (seen.get(stretch) ?? 0) + by
    if (n <= 0) seen.delete(stretch)
    else seen.set(stretch, n)
  }

  function saw(ctx: Context, timeMs: number): void {
    const stretch = Math.floor(timeMs / SEEN_STRETCH_MS)
    if (stretch > newestStretch) newestStretch = stretch
    if (stretch <= ctx.seen) return
    count(ctx.seen, -1)
    count(stretch, 1)
    ctx.seen = stretch
  }

  return {
    all: contexts,
    get evicted() {
      return evicted
    },
    of,
    saw,
    seenLastHour() {
      let n = 0
      for (let stretch = newestStretch - 6; stretch <= newestStretch; stretch++)
        n += seen.get(stretch) ?? 0
      return n
    },
    restore(ctx) {
      contexts.set(ctx.id, ctx)
      count(ctx.seen, 1)
      if (ctx.seen > newestStretch) newestStretch = ctx.seen
    },
    trackEvicted() {
      gone = []
    },
    takeEvicted() {
      const taken = gone ?? []
      if (taken.length > 0) gone = []
      return taken
    },
  }
}

export function createContext(id: string): Context {
  return {
    id,
    agentId: '',
    workloadId: '',
    homes: null,
    owner: '',
    tiers: null,
    tasks: [],
    credentials: [],
    uses: [],
    usesNext: 0,
    forgottenMs: -Infinity,
    firsts: null,
    classes: 0,
    sensitivity: -1,
    forgottenClasses: 0,
    forgottenSensitivity: -1,
    lastMs: -Infinity,
    causes: null,
    grants: null,
    fits: null,
    sources: null,
    kin: null,
    watch: null,
    habits: null,
    dueMs: Infinity,
    ended: null,
    touched: true,
    seen: -1,
  }
}

export function createTask(id: string): TaskContext {
  return {
    id,
    marks: null,
    startMs: NaN,
    startEvent: '',
    endMs: Infinity,
    endEvent: '',
    suspendedMs: NaN,
    suspendedEvent: '',
    resumedMs: NaN,
    purpose: '',
    coverage: null,
    purposeMs: Infinity,
    purposeEvent: '',
    purposeByStart: false,
    requestedBy: '',
    parent: '',
    classes: 0,
    forgottenClasses: 0,
  }
}

export function createCredential(id: string): CredentialContext {
  return {
    id,
    issuedMs: NaN,
    issuedEvent: '',
    expiresMs: NaN,
    openEnded: false,
    scopes: null,
    actions: null,
    usedMs: NaN,
    revokedMs: Infinity,
    revokedEvent: '',
    marks: null,
    replaces: '',
    replacedMs: NaN,
    tasks: [],
    workloads: [],
    firstUser: '',
    firstUserMs: Infinity,
    firstUserEvent: '',
  }
}
