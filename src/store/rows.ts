// Objects of one shape as rows of what differs: of a list from the one before it, of one alone from a fresh one, as most members are as they were.
import type { Fit, Fits, Use } from '../model/context.js'
import { QUIET, type Joined } from '../model/joined.js'

/** Bits that say which members follow, thirty in a number, then these members. */
export type Row = readonly unknown[]

/** What has a version: see `JUDGE_CODEC_VERSION`. */
export interface Named {
  /** the members in the order of their bits */
  readonly names: readonly string[]
}

interface Rows<T> extends Named {
  /** each differs from the one before it, the first from a fresh one */
  write(objects: readonly T[]): Row[]
  read(rows: readonly Row[]): T[]
  /** differs from a fresh one; what is read shares nothing with another */
  writeOne(object: T): Row
  readOne(row: Row): T
}

/** Members a number tells of: what is left of 32 bits without those that make it negative. */
const BITS = 30

/**
 * `members` lists those that are written, and does nothing else: a list is faster to make and to compare than members are to
 * look up by name. `apart` are those that are written elsewhere; throws where a member is in neither, as it would be lost.
 * What is a number in a fresh one, and has no JSON, is NaN.
 */
export function createRows<T extends object>(
  fresh: () => T,
  members: (object: T) => readonly unknown[],
  apart: readonly (keyof T)[] = [],
): Rows<T> {
  const names = members(ANSWERS_NAMES as T) as (keyof T & string)[]
  const lost = Object.keys(fresh()).filter(
    (name) => ![...names, ...apart].includes(name as keyof T),
  )
  if (lost.length > 0) throw new Error(`written nowhere: ${lost.join(', ')}`)
  const masks = Math.ceil(names.length / BITS)
  const first = members(fresh())
  const numeric = first.map((value) => typeof value === 'number')
  const differing = (now: readonly unknown[], before: readonly unknown[]): Row => {
    const row: unknown[] = []
    for (let mask = 0; mask < masks; mask++) row.push(0)
    for (let mask = 0, i = 0; mask < masks; mask++) {
      let bits = 0
      for (let bit = 0; bit < BITS && i < now.length; bit++, i++) {
        const value = now[i]
        if (value === before[i] || isSame(value, before[i])) continue
        bits |= 1 << bit
        row.push(value)
      }
      row[mask] = bits
    }
    return row
  }
  const put = (object: T, row: Row): T => {
    let next = masks
    for (let i = 0; i < names.length; i++) {
      if (((row[Math.floor(i / BITS)] as number) & (1 << (i % BITS))) === 0) continue
      const value = row[next++]
      object[names[i] as keyof T] = (value === null && numeric[i] ? NaN : value) as never
    }
    return object
  }
  return {
    names,
    write(objects) {
      let before = first
      return objects.map((object) => {
        const now = members(object)
        const row = differing(now, before)
        before = now
        return row
      })
    },
    read(rows) {
      let before = fresh()
      return rows.map((row) => (before = put({ ...before }, row)))
    },
    writeOne: (object) => differing(members(object), first),
    readOne: (row) => put(fresh(), row),
  }
}

const ANSWERS_NAMES = new Proxy({}, { get: (_, name) => name })

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number') return Number.isNaN(a) && Number.isNaN(b)
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false
  return true
}

/**
 * Version of a judge's state as it is written. Rows hold no names, only bits in the order of the members: whoever adds,
 * moves or takes away a member, here or in `QUIET`, raises it, as what was written before would be read as something else.
 */
export const JUDGE_CODEC_VERSION = 4

const FRESH_USE: Use = {
  eventId: '',
  timeMs: 0,
  capability: 0,
  domain: '',
  action: '',
  resourceId: '',
  sensitivity: '',
  acts: true,
  outcome: '',
  credentialId: '',
  workloadId: '',
  proxy: false,
  taskId: '',
  agentId: '',
  claimedAgent: '',
  claimAgainstCredential: false,
  candidates: [],
  attributed: true,
  known: true,
  topic: '',
  args: '',
  steering: null,
  skewMs: null,
  request: null,
  decided: false,
}

export const useRows = createRows<Use>(
  () => ({ ...FRESH_USE }),
  (use) => [
    use.eventId,
    use.timeMs,
    use.capability,
    use.domain,
    use.action,
    use.resourceId,
    use.sensitivity,
    use.acts,
    use.outcome,
    use.credentialId,
    use.workloadId,
    use.proxy,
    use.taskId,
    use.agentId,
    use.claimedAgent,
    use.claimAgainstCredential,
    use.candidates,
    use.attributed,
    use.known,
    use.topic,
    use.args,
    use.steering,
    use.skewMs,
    use.request,
    use.decided,
  ],
)

/** An event that is kept for rules to look at again: without what it was read from, which stays where it came in. */
type Kept = Omit<Joined, 'admitted' | 'mentions'>

const { mentions: _mentions, admitted: _admitted, ...QUIET_KEPT } = QUIET
const FRESH_KEPT: Kept = {
  ...QUIET_KEPT,
  op: 'join',
  kind: 'resource',
  attribution: 'bound',
  timeMs: 0,
}

export const keptRows = createRows<Kept>(
  () => ({ ...FRESH_KEPT }),
  (event) => [
    event.op,
    event.kind,
    event.identity,
    event.attribution,
    event.candidates,
    event.claimedAgent,
    event.claimAgainstCredential,
    event.late,
    event.supersedes,
    event.eventId,
    event.type,
    event.timeMs,
    event.skewMs,
    event.origin,
    event.appendMs,
    event.agentId,
    event.owner,
    event.tier,
    event.workloadId,
    event.proxy,
    event.credentialId,
    event.scopes,
    event.expiresMs,
    event.replaces,
    event.taskId,
    event.taskNamed,
    event.purpose,
    event.capabilities,
    event.parentTask,
    event.requestedBy,
    event.delegateTo,
    event.delegateTask,
    event.delegateScopes,
    event.parentAgent,
    event.actors,
    event.capability,
    event.domain,
    event.action,
    event.toolName,
    event.resourceId,
    event.sensitivity,
    event.memory,
    event.outcome,
    event.sourceIp,
    event.pepId,
    event.pepKind,
    event.pepDecision,
    event.requestId,
    event.risk,
    event.argumentsDigest,
    event.carried,
  ],
)

const FRESH_FIT: Fit = { eventId: '', topic: '', timeMs: 0, keys: {}, fits: [], joined: null }

/** An event that is kept with it is a row of its own. */
export const fitRows = createRows<Fit>(
  () => ({ ...FRESH_FIT }),
  (fit) => [fit.eventId, fit.topic, fit.timeMs, fit.keys, fit.fits],
  ['joined'],
)

export type WrittenFits = readonly [
  fits: readonly Row[],
  /** of the first fit, of the second …: whether an event is kept with it */
  has: readonly boolean[],
  events: readonly Row[],
  forgottenMs: number,
]

export function writeFits({ kept, forgottenMs }: Fits): WrittenFits {
  const events: Joined[] = []
  for (const { joined } of kept) if (joined !== null) events.push(joined)
  const has = kept.map(({ joined }) => joined !== null)
  return [fitRows.write(kept), has, keptRows.write(events), forgottenMs]
}

export function readFits([fits, has, events, forgottenMs]: WrittenFits): Fits {
  const joined = keptRows.read(events)[Symbol.iterator]()
  const next = (): Joined => ({ ...(joined.next().value as Kept), mentions: null, admitted: null })
  const kept = fitRows.read(fits).map((fit, i): Fit => ({ ...fit, joined: has[i] ? next() : null }))
  return { kept, forgottenMs, latestMs: Math.max(-1, ...kept.map(({ timeMs }) => timeMs)) }
}
