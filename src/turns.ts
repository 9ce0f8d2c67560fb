// Whose turn it is: of the batches at hand the oldest goes first, and before it those that bind what it uses, as far as they were there.
import type { Delivery } from './transport/port.js'

/** What was appended so soon after the last record of a batch counts as having come together with it, in ms. */
const TOGETHER_MS = 200
/** How far ahead of the first a delivery of the same rank may be and still share its turn, in ms. */
const AHEAD_MS = 60_000
/** A batch that others went before for so long waits for nobody: times of records are what their producers say, in ms. */
export const WAITED_MS = 30_000

type RankOf = (delivery: Delivery) => number

/**
 * Takes one turn out of `atHand`: batches of one rank, which may be published side by side. None where what comes next
 * has to wait for a task whose last batch is `underWay`: more of what it binds is known to follow.
 */
export function takeTurn<B extends { readonly delivery: Delivery }>(
  atHand: B[],
  rankOf: RankOf,
  underWay: Iterable<Delivery>,
): B[] {
  const nowMs = atHand.reduce((latest, { delivery }) => Math.max(latest, delivery.nowMs), -Infinity)
  const waited = (one: Delivery): boolean => nowMs - one.nowMs > WAITED_MS
  const fromMs = (one: Delivery): number => (waited(one) ? -Infinity : appendMs(one))
  const isBefore = (a: Delivery, b: Delivery): boolean =>
    rankOf(a) < rankOf(b) && !waited(b) && appendMs(a) <= endMs(b)
  let first = atHand.reduce((a, b) => (fromMs(b.delivery) < fromMs(a.delivery) ? b : a)).delivery
  for (let before: B | undefined; ; first = before.delivery) {
    before = atHand.find(({ delivery }) => isBefore(delivery, first))
    if (before === undefined) break
  }
  if (!waited(first))
    for (const one of underWay) if (rankOf(one) < rankOf(first) && hides(one, first)) return []
  const rank = rankOf(first)
  const untilMs = appendMs(first) + AHEAD_MS
  const turn: B[] = []
  for (let i = atHand.length - 1; i >= 0; i--) {
    const batch = atHand[i] as B
    const { delivery } = batch
    const shares =
      delivery === first ||
      (rankOf(delivery) === rank &&
        appendMs(delivery) <= untilMs &&
        !atHand.some((other) => isBefore(other.delivery, delivery)))
    if (!shares) continue
    turn.unshift(batch)
    atHand.splice(i, 1)
  }
  return turn
}

/** Whether a task that is at work may have what binds the records of `first` before it. */
function hides(one: Delivery, first: Delivery): boolean {
  if (one.cause === 'records') return one.lag > 0 && lastMs(one) <= endMs(first)
  // What came to it since it was handed over is not known; bindings learned and silence do not take long.
  return one.nowMs <= endMs(first)
}

function appendMs({ records, nowMs }: Delivery): number {
  return Math.min(records[0]?.timestampMs ?? -Infinity, nowMs)
}

function lastMs({ records, nowMs }: Delivery): number {
  return Math.min(records[records.length - 1]?.timestampMs ?? -Infinity, nowMs)
}

/** Until when what binds goes before it: nobody waits for what was appended after it had been handed over. */
function endMs(delivery: Delivery): number {
  return Math.min(lastMs(delivery) + TOGETHER_MS, delivery.nowMs)
}

/** Publishes what a batch led to; `sent` is called once its records stand in the log, in which they are not committed yet. */
export type Publish = (sent: () => void) => Promise<void>

export interface Turns<B> {
  add(batch: B): void
}

/** Sockets, timers and heartbeats get their turn. */
export const othersTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Gives the batches at hand a turn at a time. The next turn is stepped while the last one is published; its records are
 * sent when those of the last one stand in the log, so that whoever reads them meets what binds before what is bound. In
 * between, the rest of the process gets its turn: a member that says nothing for too long is put out of its group.
 * `step` gives null where there is nothing to publish.
 */
export function createTurns<B extends { readonly delivery: Delivery }>(
  rankOf: RankOf,
  step: (batch: B) => Publish | null,
): Turns<B> {
  const atHand: B[] = []
  const underWay = new Set<Delivery>()
  let busy = false
  let due = false
  // The log has the order of the steps, as a correction must not overtake what it corrects.
  let sentBefore: Promise<unknown> = Promise.resolve()
  let besideSent = sentBefore

  /** Publishes after what was sent before; resolves once its records stand in the log, or will not. */
  const send = (delivery: Delivery, publish: Publish, after: Promise<unknown>): Promise<void> => {
    underWay.add(delivery)
    return new Promise((resolve) => {
      const publishing = after.then(() => publish(resolve))
      void publishing.finally(() => {
        resolve()
        underWay.delete(delivery)
        next()
      })
    })
  }

  /** Whether there was a turn to take. */
  const take = async (): Promise<boolean> => {
    const lastSent = sentBefore
    const turn = takeTurn(atHand, rankOf, underWay)
    for (const batch of turn) {
      const publish = step(batch)
      if (publish === null) continue
      // Those of one turn are sent side by side, behind whatever was stepped in between.
      const sending = send(batch.delivery, publish, Promise.all([lastSent, besideSent]))
      sentBefore = Promise.all([sentBefore, sending])
      await othersTurn()
    }
    return turn.length > 0
  }

  // After this round of the event loop, so that batches that came together are seen together.
  const next = (): void => {
    due = true
    if (busy || atHand.length === 0) return
    busy = true
    due = false
    setImmediate(async () => {
      const taken = await take()
      busy = false
      if (taken || due) next()
    })
  }

  return {
    add(batch) {
      if (batch.delivery.cause === 'records') {
        atHand.push(batch)
        next()
        return
      }
      // Bindings learned and silence need no turn: they are stepped as they come, and sent behind what was stepped before.
      const publish = step(batch)
      if (publish === null) return
      const sending = send(batch.delivery, publish, sentBefore)
      besideSent = sentBefore = Promise.all([sentBefore, sending])
    },
  }
}
