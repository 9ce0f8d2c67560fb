// Whose turn it is: of the batches at hand, those that were appended first, and of these the sources that bind before the others.
import type { Delivery } from './transport/port.js'

/** Deliveries whose first records were appended within this of each other count as having come together, in ms. */
export const TOGETHER_MS = 1_000
/** How far ahead of the first a delivery of the same rank may be and still share its turn, in ms. */
export const AHEAD_MS = 60_000

/** Takes one turn out of `atHand`: batches of one rank, which may be published side by side. */
export function takeTurn<B extends { readonly delivery: Delivery }>(
  atHand: B[],
  rankOf: (delivery: Delivery) => number,
): B[] {
  let first = (atHand[0] as B).delivery
  for (const { delivery } of atHand) if (before(delivery, first, rankOf)) first = delivery
  const rank = rankOf(first)
  const untilMs = appendMs(first) + AHEAD_MS
  const turn: B[] = []
  for (let i = atHand.length - 1; i >= 0; i--) {
    const batch = atHand[i] as B
    if (rankOf(batch.delivery) !== rank || appendMs(batch.delivery) > untilMs) continue
    turn.unshift(batch)
    atHand.splice(i, 1)
  }
  return turn
}

function before(a: Delivery, b: Delivery, rankOf: (delivery: Delivery) => number): boolean {
  const apart = appendMs(a) - appendMs(b)
  if (Math.abs(apart) > TOGETHER_MS) return apart < 0
  return rankOf(a) < rankOf(b) || (rankOf(a) === rankOf(b) && apart < 0)
}

/** What has no records (bindings learned, silence) goes with what is oldest: it holds nobody up. */
function appendMs(delivery: Delivery): number {
  return delivery.records[0]?.timestampMs ?? -Infinity
}
