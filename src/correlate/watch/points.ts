// Enforcement points: which of them decided what for an identity, where they contradict each other, and what none of them decided.
import { CAPABILITY_INDEX, FIRST_ACTIVE } from '../../model/capability.js'
import type { Use } from '../../model/context.js'
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
/** Actions of which is kept since when points decide on them; the one heard of longest ago goes first. */
const RULED_MAX = 32

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
  /** true where a cause may have come to hold, or to hold no more; `uses` are those at hand, the event's own among them */
  learn(watch: Watch, joined: Joined, uses: readonly Use[]): boolean
  /** the event turned out to be another identity's */
  remove(watch: Watch, eventId: string, uses: readonly Use[]): boolean
}

export function createPoints(): Points {
  const counts: PointCounts = { verdicts: new Map(), undecided: 0 }

  function decided(watch: Watch, joined: Joined, uses: readonly Use[]): boolean {
    const allow = joined.pepDecision === 'allow'
    const point = pointOf(watch, joined)
    if (allow) point.allows++
    else point.denies++
    if (joined.timeMs > point.lastMs) point.lastMs = joined.timeMs
    const name = `${joined.pepKind || 'other'} ${joined.pepDecision}`
    counts.verdicts.set(name, (counts.verdicts.get(name) ?? 0) + 1)
    const ruling = rulingOf(watch, joined)
    const doubted = watch.undecided.length
    if (ruling.verdicts.length >= VERDICTS_MAX) return false
    ruling.verdicts.push({
      point: point.id,
      kind: point.kind,
      allow,
      timeMs: joined.timeMs,
      eventId: joined.eventId,
    })
    ruling.verdicts.sort(byTime)
    rule(watch, ruling.action, joined.timeMs, joined.eventId)
    for (const use of uses) if (use.request === ruling.id) use.decided = true
    watch.undecided = watch.undecided.filter((one) => !answers(ruling, one))
    const changed = doubt(watch, uses)
    const sole = soleDeny(ruling)
    if (sole !== null) keepSole(watch, sole)
    const vanished = vanish(watch)
    return conflicts(ruling) || vanished || changed || watch.undecided.length < doubted
  }

  function count(watch: Watch, { eventId }: Joined): void {
    if (!watch.undecided.some((one) => one.eventId === eventId)) return
    counts.undecided++
    watch.undecidedCount++
  }

  return {
    counts,
    concerns: (watch, { pepDecision, type }) =>
      pepDecision !== '' ||
      (watch !== null && watch.rulings.length > 0 && type === 'resource.accessed'),
    learn: (watch, joined, uses) => {
      if (joined.pepDecision !== '') return decided(watch, joined, uses)
      const own = uses.find((use) => isOf(use, joined))
      if (own !== undefined) settle(watch, own)
      const changed = doubt(watch, uses)
      if (changed) count(watch, joined)
      return changed
    },
    remove(watch, eventId, uses) {
      let removed = false
      for (const ruling of watch.rulings) {
        const gone = ruling.verdicts.filter((verdict) => verdict.eventId === eventId)
        if (gone.length === 0) continue
        removed = true
        ruling.verdicts = ruling.verdicts.filter((verdict) => verdict.eventId !== eventId)
        for (const verdict of gone) takeBack(watch, verdict)
        for (const use of uses) if (use.request === ruling.id) settle(watch, use)
      }
      unrule(watch, eventId)
      watch.soles = watch.soles.filter((sole) => sole.eventId !== eventId)
      watch.undecided = watch.undecided.filter((one) => one.eventId !== eventId)
      return doubt(watch, uses) || removed
    },
  }
}

/**
 * Finds the uses that were let in and that no point is known to have decided, while points had decided on such actions of
 * this identity before. It rests on what is kept with the uses and by action, not on rulings, of which few are at hand: so
 * neither the order of arrival shows nor how many there were. True where they are others now.
 */
function doubt(watch: Watch, uses: readonly Use[]): boolean {
  const before = watch.undecided
  const found = before.filter((one) => !isAtHand(uses, one))
  for (const use of uses) {
    if (use.request === null || use.outcome !== 'allow' || use.capability < FIRST_ACTIVE) continue
    if (!use.decided && isRuled(watch, use)) found.push(undecidedOf(use, use.request))
  }
  if (found.length === 0 && before.length === 0) return false
  found.sort(byTime)
  if (found.length > UNDECIDED_MAX) found.length = UNDECIDED_MAX
  watch.undecided = found
  return (
    found.length !== before.length || found.some((one, at) => one.eventId !== before[at]?.eventId)
  )
}

function isAtHand(uses: readonly Use[], { eventId, topic }: Undecided): boolean {
  return uses.some((use) => use.eventId === eventId && use.topic === topic)
}

/** Points had decided on this action by then. */
function isRuled(watch: Watch, { action, timeMs }: Use): boolean {
  return watch.ruled.some((one) => one.action === action && one.sinceMs <= timeMs)
}

/** A verdict on an action: the earliest of each is kept. */
function rule(watch: Watch, action: string, sinceMs: number, eventId: string): void {
  if (action === '') return
  const known = watch.ruled.find((one) => one.action === action)
  if (known !== undefined && known.sinceMs <= sinceMs) return
  const others = watch.ruled.filter((one) => one !== known)
  watch.ruled = [...others, { action, sinceMs, eventId }].slice(-RULED_MAX)
}

/** The verdict of this event counts no more: of its action the earliest at hand stands. */
function unrule(watch: Watch, eventId: string): void {
  const gone = watch.ruled.find((one) => one.eventId === eventId)
  if (gone === undefined) return
  watch.ruled = watch.ruled.filter((one) => one !== gone)
  for (const { action, verdicts } of watch.rulings)
    if (action === gone.action)
      for (const { timeMs, eventId: by } of verdicts) rule(watch, action, timeMs, by)
}

/** Whether the request that a use answered was decided, as far as is known by now. */
function settle(watch: Watch, use: Use): void {
  if (use.request === null || use.request === '') return
  use.decided = watch.rulings.some(({ id, verdicts }) => id === use.request && verdicts.length > 0)
}

function undecidedOf(use: Use, request: string): Undecided {
  const { action, resourceId, eventId, topic, timeMs, capability } = use
  const { credentialId, taskId, agentId, workloadId } = use
  const what = { action, resourceId, request, eventId, topic, timeMs, capability }
  return { ...what, credentialId, taskId, agentId, workloadId }
}

function isOf(use: Use, { eventId, origin }: Joined): boolean {
  return use.eventId === eventId && use.topic === origin.topic
}

function takeBack({ points }: Watch, { point, allow }: Verdict): void {
  const known = points.find(({ id }) => id === point)
  if (known === undefined) return
  if (allow) known.allows--
  else known.denies--
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
