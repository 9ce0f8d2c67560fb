// Whose turn it is: of the batches at hand the oldest goes first, and before it those that bind what it uses, as far as they were there.
import type { Delivery } from './transport/port.js'

/** What was appended so soon after the last record of a batch counts as having come together with it, in ms. */
const TOGETHER_MS = 200
/** How far ahead of the first a delivery of the same rank may be and still share its turn, in ms. */
const AHEAD_MS = 60_000
/** A batch that others went before for so long waits for nobody: times of records are what their producers say, in ms. */
export const WAITED_MS = 30_000
/** What was appended at most so long ago was read as soon as it came, in ms. */
const JUST_NOW_MS = 1_000

type RankOf = (delivery: Delivery) => number

/**
 * Tasks that others waited for in vain, by id, with how far their records lay back then, in ms. Where that does not become
 * less, it is no backlog but what their producer says of the time: such records count as appended when they were handed
 * over, so that nobody waits for them again. It is only waited anew when half of the way is made up for.
 */
export type InVain = Map<string, number>

/**
 * Takes one turn out of `atHand`: batches of one rank, which may be published side by side. None where what comes next
 * has to wait for a task whose last batch is `underWay`: more of what it binds is known to follow.
 */
export function takeTurn<B extends { readonly delivery: Delivery }>(
  atHand: B[],
  rankOf: RankOf,
  underWay: Iterable<Delivery>,
  inVain: InVain = new Map(),
): B[] {
  const nowMs = atHand.reduce((latest, { delivery }) => Math.max(latest, delivery.nowMs), -Infinity)
  if (inVain.size > 0) for (const { delivery } of atHand) believe(delivery, inVain)
  const times = timesBy(inVain)
  const waited = (one: Delivery): boolean => nowMs - one.nowMs > WAITED_MS
  const fromMs = (one: Delivery): number => (waited(one) ? -Infinity : times.firstMs(one))
  const binds = (a: Delivery, b: Delivery): boolean =>
    rankOf(a) < rankOf(b) && times.firstMs(a) <= times.endMs(b)
  const isBefore = (a: Delivery, b: Delivery): boolean => !waited(b) && binds(a, b)
  const isHidden = (b: Delivery): boolean => {
    if (!waited(b))
      for (const one of underWay) if (rankOf(one) < rankOf(b) && hides(one, b, times)) return true
    return false
  }
  let first = atHand.reduce((a, b) => (fromMs(b.delivery) < fromMs(a.delivery) ? b : a)).delivery
  for (let before: B | undefined; ; first = before.delivery) {
    before = atHand.find(({ delivery }) => isBefore(delivery, first))
    if (before === undefined) break
  }
  if (isHidden(first)) return []
  if (waited(first))
    for (const one of [...atHand.map(({ delivery }) => delivery), ...underWay])
      if (one.cause === 'records' && binds(one, first) && behindMs(one) > WAITED_MS)
        inVain.set(one.task.id, behindMs(one))
  const rank = rankOf(first)
  const untilMs = times.firstMs(first) + AHEAD_MS
  const turn: B[] = []
  for (let i = atHand.length - 1; i >= 0; i--) {
    const batch = atHand[i] as B
    const { delivery } = batch
    const shares =
      delivery === first ||
      (rankOf(delivery) === rank &&
        times.firstMs(delivery) <= untilMs &&
        !isHidden(delivery) &&
        !atHand.some((other) => isBefore(other.delivery, delivery)))
    if (!shares) continue
    turn.unshift(batch)
    atHand.splice(i, 1)
  }
  return turn
}

/** When records were appended, as far as that is believed: no later than they were handed over. */
interface Times {
  firstMs(one: Delivery): number
  lastMs(one: Delivery): number
  /** until when what binds goes before it: nobody waits for what was appended after it had been handed over */
  endMs(one: Delivery): number
}

function timesBy(inVain: InVain): Times {
  const stray = (one: Delivery): boolean =>
    behindMs(one) > (inVain.get(one.task.id) ?? Infinity) / 2
  const times: Times = {
    firstMs: (one) =>
      stray(one) ? one.nowMs : Math.min(one.records[0]?.timestampMs ?? -Infinity, one.nowMs),
    lastMs: (one) => (stray(one) ? one.nowMs : stampedMs(one)),
    endMs: (one) => Math.min(times.lastMs(one) + TOGETHER_MS, one.nowMs),
  }
  return times
}

/** Whether a task that is at work may have what binds the records of `first` before it. */
function hides(one: Delivery, first: Delivery, times: Times): boolean {
  if (one.cause === 'records') return one.lag > 0 && times.lastMs(one) <= times.endMs(first)
  // What came to it since it was handed over is not known; bindings learned and silence do not take long.
  return one.nowMs <= times.endMs(first)
}

function stampedMs({ records, nowMs }: Delivery): number {
  return Math.min(records[records.length - 1]?.timestampMs ?? -Infinity, nowMs)
}

/** How far its records lie behind the time at which they were handed over. */
function behindMs(one: Delivery): number {
  return one.nowMs - stampedMs(one)
}

/** A task whose log was read to its end, and whose last record came just now, says the time as it is. */
function believe(one: Delivery, inVain: InVain): void {
  if (one.lag === 0 && behindMs(one) <= JUST_NOW_MS) inVain.delete(one.task.id)
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
  const inVain: InVain = new Map()
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
    const turn = takeTurn(atHand, rankOf, underWay, inVain)
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
