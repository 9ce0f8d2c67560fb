// The tiers that were said of an identity, in event time, whatever order they come in.
import type { Tier } from '../model/capability.js'
import type { Context } from '../model/context.js'

/** times kept; of those that say again what is known the oldest goes first */
export const TIERS_MAX = 12

const RANKS: Readonly<Record<Tier, number>> = { low: 0, medium: 1, high: 2 }

interface Said {
  fromMs: number
  tier: string
}

/**
 * True where causes that are open have to be answered anew. What says again what is known is kept as long as something
 * inside the lateness may come between: another tier that is heard late finds what was said after it, as if it had been
 * heard in its turn. At one and the same time the highest stands.
 */
export function learnTier(ctx: Context, tier: string, atMs: number, latenessMs: number): boolean {
  const { tiers } = ctx
  if (tiers === null) {
    ctx.tiers = [{ fromMs: atMs, tier }]
    return ctx.causes !== null || ctx.fits !== null
  }
  let at = tiers.length
  while (at > 0 && isAfter(tiers[at - 1] as Said, atMs, tier)) at--
  const before = tiers[at - 1]
  if (before?.fromMs === atMs && before.tier === tier) return false
  // Up to the first time the first tier stands.
  const turns = (before ?? (tiers[0] as Said)).tier !== tier
  const newestMs = Math.max(atMs, (tiers[tiers.length - 1] as Said).fromMs)
  tiers.splice(at, 0, { fromMs: atMs, tier })
  settle(tiers, newestMs - latenessMs)
  return turns && (ctx.causes !== null || ctx.fits !== null)
}

function isAfter(said: Said, atMs: number, tier: string): boolean {
  return (
    said.fromMs > atMs || (said.fromMs === atMs && RANKS[said.tier as Tier] > RANKS[tier as Tier])
  )
}

/** Lets go what was said again, where nothing comes between any more, and at the limit the oldest of it. */
function settle(tiers: Said[], settledMs: number): void {
  while (tiers.length > 1 && saysAgain(tiers, 1) && (tiers[1] as Said).fromMs < settledMs)
    tiers.splice(1, 1)
  if (tiers.length <= TIERS_MAX) return
  let at = 1
  while (at < tiers.length - 1 && !(saysAgain(tiers, at) && saysAgain(tiers, at + 1))) at++
  tiers.splice(at < tiers.length - 1 ? at : 0, 1)
}

function saysAgain(tiers: readonly Said[], at: number): boolean {
  return (tiers[at] as Said).tier === (tiers[at - 1] as Said).tier
}
