// Enforcement points: which of them decided what for an identity, where they contradict each other, and what none of them decided.
import { CAPABILITY_INDEX, FIRST_ACTIVE } from '../../model/capability.js'
import { usesAuthority } from '../../model/event.js'
import type { Joined } from '../../model/joined.js'
import type {
  Point,
  Ruling,
  SoleDeny,
  Undecided,
  Verdict,
  Watch,
} from '../../model/context-watch.js'

/** Of one identity; the oldest goes first. */
export const POINTS_MAX = 16
export const RULINGS_MAX = 16
const VERDICTS_MAX = 16
const SOLES_MAX = 16
const VANISHED_MAX = 8
const UNDECIDED_MAX = 8

export interface PointCounts {
  /** verdicts by kind and decision, as `mesh allow` */
  readonly verdicts: Map<string, number>
  /** uses that were let in and that no point is known to have decided, of actions that points decide on elsewhere */
  undecided: number
}

export interface Points {
  readonly counts: PointCounts
  /** whether the event says anything here */
  concerns(watch: Watch | null, joined: Joined): boolean
  /** true where a cause may have come to hold, or to hold no more */
  learn(watch: Watch, joined: Joined): boolean
  /** the event turned out to be another identity's */
  remove(watch: Watch, eventId: string): boolean
}

export function createPoints(): Points {
  const counts: PointCounts = { verdicts: new Map(), undecided: 0 }

  function decided(watch: Watch, joined: Joined): boolean {
    const allow = joined.pepDecision === 'allow'
    const point = pointOf(watch, joined)
    if (allow) point.allows++
    else point.denies++
    if (joined.timeMs > point.lastMs) point.lastMs = joined.timeMs
    const name = `${joined.pepKind || 'other'} ${joined.pepDecision}`
    counts.verdicts.set(name, (counts.verdicts.get(name) ?? 0) + 1)
    const ruling = rulingOf(watch, joined)
    if (ruling.verdicts.length >= VERDICTS_MAX) return false
    ruling.verdicts.push({
      point: point.id,
      kind: point.kind,
      allow,
      timeMs: joined.timeMs,
      eventId: joined.eventId,
    })
    ruling.verdicts.sort(byTime)
    const cleared = watch.undecided.length
    watch.undecided = watch.undecided.filter((one) => !answers(ruling, one))
    const sole = soleDeny(ruling)
    if (sole !== null) keepSole(watch, sole)
    const vanished = vanish(watch)
    return conflicts(ruling) || vanished || watch.undecided.length < cleared
  }

  /** Let in, and no point is known that decided it, while points decide on such actions of this identity. */
  function undecided(watch: Watch, joined: Joined): boolean {
    const { action, resourceId, requestId, eventId, timeMs } = joined
    const capability = CAPABILITY_INDEX[joined.capability]
    if (joined.outcome !== 'allow' || capability < FIRST_ACTIVE) return false
    if (!watch.rulings.some((ruling) => ruling.action === action)) return false
    counts.undecided++
    watch.undecidedCount++
    const one: Undecided = {
      action,
      resourceId,
      request: requestId,
      eventId,
      topic: joined.origin.topic,
      timeMs,
      credentialId: joined.credentialId,
      taskId: joined.taskId,
      agentId: joined.agentId,
      workloadId: joined.workloadId,
      capability,
    }
    if (watch.rulings.some((ruling) => answers(ruling, one))) return false
    watch.undecided = [...watch.undecided, one].sort(byTime).slice(0, UNDECIDED_MAX)
    return false
  }

  return {
    counts,
    concerns: (watch, { pepDecision, type }) =>
      pepDecision !== '' ||
      (watch !== null && watch.rulings.length > 0 && type === 'resource.accessed'),
    learn: (watch, joined) => {
      if (joined.pepDecision !== '') return decided(watch, joined)
      return usesAuthority(joined.type) && joined.action !== '' && undecided(watch, joined)
    },
    remove(watch, eventId) {
      let removed = false
      for (const ruling of watch.rulings) {
        const kept = ruling.verdicts.filter((verdict) => verdict.eventId !== eventId)
        removed ||= kept.length < ruling.verdicts.length
        ruling.verdicts = kept
      }
      watch.soles = watch.soles.filter((sole) => sole.eventId !== eventId)
      const left = watch.undecided.filter((one) => one.eventId !== eventId)
      removed ||= left.length < watch.undecided.length
      watch.undecided = left
      return removed
    },
  }
}

function pointOf(watch: Watch, { pepId, pepKind }: Joined): Point {
  const id = pepId || pepKind
  const known = watch.points.find((point) => point.id === id)
  if (known !== undefined) return known
  if (watch.points.length >= POINTS_MAX) watch.points.shift()
  const point: Point = { id, kind: pepKind, allows: 0, denies: 0, lastMs: 0 }
  watch.points = watch.points.concat(point)
  return point
}

/** What is known of the request; each point may tell another part of it. */
function rulingOf(watch: Watch, joined: Joined): Ruling {
  const id = joined.requestId || joined.eventId
  let ruling = watch.rulings.find((one) => one.id === id)
  if (ruling === undefined) {
    if (watch.rulings.length >= RULINGS_MAX) watch.rulings.shift()
    ruling = {
      id,
      action: '',
      resourceId: '',
      credentialId: '',
      taskId: '',
      agentId: '',
      workloadId: '',
      capability: -1,
      topic: joined.origin.topic,
      verdicts: [],
    }
    if (watch.rulings.length === 0) watch.rulings = [ruling]
    else watch.rulings.push(ruling)
  }
  // Of words that differ the least stands, so that the order of arrival does not show.
  ruling.action = least(ruling.action, joined.action || joined.toolName)
  ruling.resourceId = least(ruling.resourceId, joined.resourceId)
  ruling.credentialId = least(ruling.credentialId, joined.credentialId)
  ruling.taskId = least(ruling.taskId, joined.taskId)
  ruling.agentId = least(ruling.agentId, joined.agentId)
  ruling.workloadId = least(ruling.workloadId, joined.workloadId)
  ruling.capability = Math.max(ruling.capability, CAPABILITY_INDEX[joined.capability])
  return ruling
}

function least(a: string, b: string): string {
  return a === '' || (b !== '' && b < a) ? b : a
}

export function conflicts({ verdicts }: Ruling): boolean {
  return verdicts.some(({ allow }) => allow) && verdicts.some(({ allow }) => !allow)
}

/** Whether this is the request whose use nobody seemed to have decided. */
function answers({ id, verdicts }: Ruling, { request }: Undecided): boolean {
  return request !== '' && id === request && verdicts.length > 0
}

/** The one point that refused what all others let pass; null where there is none, or more. */
function soleDeny(ruling: Ruling): SoleDeny | null {
  if (!conflicts(ruling)) return null
  const refused = ruling.verdicts.filter(({ allow }) => !allow)
  const [first] = refused as [Verdict, ...Verdict[]]
  if (refused.some(({ point }) => point !== first.point)) return null
  const { action, resourceId } = ruling
  const { point, timeMs, eventId } = first
  return { action, resourceId, point, timeMs, eventId }
}

function keepSole(watch: Watch, sole: SoleDeny): void {
  const others = watch.soles.filter((one) => !isSame(one, sole))
  const known = watch.soles.find((one) => isSame(one, sole))
  const kept = known !== undefined && known.timeMs <= sole.timeMs ? known : sole
  watch.soles = [...others, kept].sort(byTime).slice(-SOLES_MAX)
}

/** Refusals that stood alone, and that the same point gave up since. True where there are more of them now. */
function vanish(watch: Watch): boolean {
  let more = false
  for (const sole of watch.soles) {
    if (watch.vanished.some((one) => isSame(one, sole))) continue
    for (const ruling of watch.rulings) {
      if (ruling.action !== sole.action || ruling.resourceId !== sole.resourceId) continue
      const allowed = ruling.verdicts.find(
        ({ point, allow, timeMs }) => point === sole.point && allow && timeMs > sole.timeMs,
      )
      if (allowed === undefined || conflicts(ruling)) continue
      const { credentialId, taskId, agentId, workloadId, capability, topic } = ruling
      const of = { credentialId, taskId, agentId, workloadId, capability, topic }
      watch.vanished = [
        ...watch.vanished.slice(1 - VANISHED_MAX),
        { ...sole, ...of, allowedMs: allowed.timeMs, allowedEvent: allowed.eventId },
      ]
      more = true
      break
    }
  }
  return more
}

function isSame(a: SoleDeny, b: SoleDeny): boolean {
  return a.action === b.action && a.resourceId === b.resourceId && a.point === b.point
}

function byTime(
  a: { readonly timeMs: number; readonly eventId: string },
  b: { readonly timeMs: number; readonly eventId: string },
): number {
  return a.timeMs - b.timeMs || (a.eventId < b.eventId ? -1 : 1)
}
