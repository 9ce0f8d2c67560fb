// Blast radius 0–100: a first measure of how far the harm of a cause could reach, from what was observed.
import { FIRST_ACTIVE, FIRST_PRIVILEGED, SENSITIVITIES, type Tier } from '../model/capability.js'
import type { Context } from '../model/context.js'
import type { Cause } from '../model/finding.js'

const TIER_POINTS: Readonly<Record<Tier, number>> = { low: 0, medium: 10, high: 20 }
const SENSITIVITY_POINTS = [0, 5, 15, 25]

/** Privilege of the class (0–35) + sensitivity reached (0–25) + credentials alive (0–20) + tier (0–20). */
export function blastRadius(context: Context, cause: Cause, tier: Tier): number {
  const privilege =
    cause.capability >= FIRST_PRIVILEGED ? 35 : cause.capability >= FIRST_ACTIVE ? 15 : 0
  const reached = Math.max(context.sensitivity, SENSITIVITIES.indexOf(cause.sensitivity as never))
  const alive = context.credentials.filter(
    (credential) => credential.revokedMs > cause.timeMs,
  ).length
  return (
    privilege +
    (reached < 0 ? 0 : (SENSITIVITY_POINTS[reached] as number)) +
    Math.min(20, alive * 5) +
    TIER_POINTS[tier]
  )
}
