// Blast radius 0–100: how far the misuse of something could reach, in parts that are each said, from what was observed up to its time.
import {
  CAPABILITIES,
  FIRST_ACTIVE,
  FIRST_PRIVILEGED,
  SENSITIVITIES,
  type Capability,
  type Tier,
} from '../model/capability.js'
import { isWild } from '../model/capability-scopes.js'
import type { Context, CredentialContext } from '../model/context.js'
import { runAt, runsOf } from '../model/life.js'

/** The points of each part, and their sum. */
export interface Reach {
  readonly total: number
  /** privilege of the class: 0–25 */
  readonly privilege: number
  /** how hard it is to take back: 0–10 */
  readonly irreversible: number
  /** highest sensitivity touched: 0–20 */
  readonly sensitivity: number
  /** how much its scopes open: 0–12 */
  readonly scopes: number
  /** how many resources it touched of late: 0–3 */
  readonly touched: number
  /** credentials alive: 0–10 */
  readonly credentials: number
  /** tasks that it delegated: 0–10 */
  readonly children: number
  /** tier of the identity: 0–10 */
  readonly tier: number
}

/** What is to be measured; '' and -1 where nothing is said of it. */
export interface Reaching {
  readonly timeMs: number
  readonly capability: number
  readonly sensitivity: string
}

const TIER: Readonly<Record<Tier, number>> = { low: 0, medium: 5, high: 10 }
const SENSITIVITY = [0, 4, 12, 20] as const
const IRREVERSIBLE: Readonly<Partial<Record<Capability, number>>> = {
  delete: 10,
  pay: 10,
  secret: 8,
  identity: 8,
  admin: 6,
  send: 5,
  execute: 4,
  network: 3,
  write: 2,
  unknown: 2,
}
const PRIVILEGED = 25
const ACTIVE = 10
/** The most that each of these can add. */
const SCOPES_MAX = 12
const CREDENTIALS_MAX = 10
const CHILDREN_MAX = 10

/** Only what has an event time up to that of the cause counts, so that the order of arrival does not. */
export function reachOf(context: Context, of: Reaching, tier: Tier): Reach {
  const { capability, timeMs } = of
  const privilege =
    capability >= FIRST_PRIVILEGED ? PRIVILEGED : capability >= FIRST_ACTIVE ? ACTIVE : 0
  const irreversible = IRREVERSIBLE[CAPABILITIES[capability] ?? 'read'] ?? 0
  let level = SENSITIVITIES.indexOf(of.sensitivity as never)
  if (touched.length > 0) touched.length = 0
  for (const { timeMs: atMs, resourceId, sensitivity } of context.uses) {
    if (atMs > timeMs) continue
    if (resourceId !== '' && touched.length < TOUCHED_MANY && !touched.includes(resourceId))
      touched.push(resourceId)
    if (sensitivity !== '') level = Math.max(level, SENSITIVITIES.indexOf(sensitivity as never))
  }
  let alive = 0
  let scopes = 0
  for (const credential of context.credentials) {
    if (!livesAt(credential, timeMs)) continue
    alive++
    scopes = Math.max(scopes, opened(credential.scopes))
  }
  const points = {
    privilege,
    irreversible,
    sensitivity: SENSITIVITY[level] ?? 0,
    scopes,
    touched: touchedPoints(touched.length),
    credentials: ofCredentials(alive),
    children: ofChildren(context, timeMs),
    tier: TIER[tier],
  }
  const ofContext = points.touched + points.credentials + points.children + points.tier
  const total = privilege + irreversible + points.sensitivity + scopes + ofContext
  return { total, ...points }
}

/** More resources than these add nothing. */
const TOUCHED_MANY = 16
/** used again for every call: those that were touched, up to that many */
const touched: string[] = []

function touchedPoints(count: number): number {
  if (count >= TOUCHED_MANY) return 3
  return count >= 4 ? 2 : count >= 2 ? 1 : 0
}

export function blastRadius(context: Context, of: Reaching, tier: Tier): number {
  return reachOf(context, of, tier).total
}

/** The measure that a threshold is held against: without what was merely touched of late, of which not all is kept. */
export function reaches(context: Context, of: Reaching, tier: Tier, threshold: number): boolean {
  const { capability } = of
  if (capability < FIRST_ACTIVE) return false
  const privilege = capability >= FIRST_PRIVILEGED ? PRIVILEGED : ACTIVE
  const irreversible = IRREVERSIBLE[CAPABILITIES[capability] as Capability] ?? 0
  // Most are far below: nothing else has to be looked at.
  const level = Math.max(context.sensitivity, SENSITIVITIES.indexOf(of.sensitivity as never))
  const own = privilege + irreversible + (SENSITIVITY[level] ?? 0) + TIER[tier]
  const rest = SCOPES_MAX + ofCredentials(context.credentials.length)
  if (own + rest + (context.kin === null ? 0 : CHILDREN_MAX) < threshold) return false
  const { total, touched } = reachOf(context, of, tier)
  return total - touched >= threshold
}

function ofCredentials(count: number): number {
  return Math.min(CREDENTIALS_MAX, count * 3)
}

function opened(scopes: readonly string[] | null): number {
  if (scopes === null) return 0
  if (scopes.includes('*')) return SCOPES_MAX
  if (scopes.some(isWild)) return 6
  return scopes.length >= 8 ? 4 : scopes.length >= 3 ? 2 : 0
}

function ofChildren({ kin }: Context, atMs: number): number {
  if (kin === null || kin.grants.size === 0) return 0
  const names = new Set<string>()
  for (const { child, childTask, origin, timeMs } of kin.grants.values())
    if (!origin && timeMs <= atMs) names.add(`${child}|${childTask}`)
  return names.size === 0 ? 0 : Math.min(CHILDREN_MAX, 1 + Math.ceil(Math.log2(names.size + 1)))
}

function livesAt({ marks, issuedMs, revokedMs, expiresMs }: CredentialContext, atMs: number) {
  const life = marks === null ? { startMs: issuedMs, endMs: revokedMs } : runAt(runsOf(marks), atMs)
  return !(life.startMs > atMs) && life.endMs > atMs && !(expiresMs <= atMs)
}
