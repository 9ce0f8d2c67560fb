// Turns of several sources: what binds goes before what it binds, nobody waits for ever, and the log keeps the order of the turns.
import { describe, expect, test } from '@jest/globals'
import { createTurns, takeTurn, WAITED_MS, type InVain } from '../src/turns.js'
import type { Delivery } from '../src/transport/port.js'

const NOW_MS = 1_000_000
const RANKS: Readonly<Record<string, number>> = { workload: 0, agent: 1, resource: 2 }
const rankOf = ({ task }: Delivery): number => RANKS[task.topic] as number

interface Given {
  readonly appended: readonly number[]
  readonly nowMs?: number
  readonly lag?: number
  readonly partition?: number
  readonly cause?: Delivery['cause']
}

function batch(topic: string, given: Given): { readonly delivery: Delivery } {
  const { appended, nowMs = NOW_MS, lag = 0, partition = 0, cause = 'records' } = given
  const records = appended.map((timestampMs, i) => ({
    topic,
    partition,
    offset: String(i),
    timestampMs,
    key: null,
    value: null,
    headers: {},
  }))
  const task = { id: `identify/${topic}/${partition}`, topology: 'identify', topic, partition }
  return { delivery: { task, cause, records, nowMs, lag, ack: async () => {}, nack: () => {} } }
}

const topics = (turn: readonly { readonly delivery: Delivery }[]): string[] =>
  turn.map(({ delivery }) => `${delivery.task.topic}/${delivery.task.partition}`)

describe('a turn', () => {
  test('what binds goes first, also where it was appended after the first of what it binds', () => {
    const atHand = [
      batch('resource', { appended: [100, 900] }),
      batch('agent', { appended: [500, 700] }),
      batch('workload', { appended: [600] }),
    ]
    expect(topics(takeTurn(atHand, rankOf, []))).toEqual(['workload/0'])
    expect(topics(takeTurn(atHand, rankOf, []))).toEqual(['agent/0'])
    expect(topics(takeTurn(atHand, rankOf, []))).toEqual(['resource/0'])
  })

  test('what was appended long after it does not go before it', () => {
    const atHand = [
      batch('resource', { appended: [100, 900] }),
      batch('agent', { appended: [60_000] }),
    ]
    expect(topics(takeTurn(atHand, rankOf, []))).toEqual(['resource/0'])
  })

  test('a source that goes on and on holds nobody up: what came after a batch was handed over waits behind it', () => {
    const waits = batch('resource', { appended: [NOW_MS - 20, NOW_MS - 5], nowMs: NOW_MS })
    const atHand = [waits]
    let turns = 0
    for (let taken = false; !taken; turns++) {
      const nowMs = NOW_MS + turns * 10
      atHand.push(batch('agent', { appended: [nowMs - 8], nowMs }))
      taken = takeTurn(atHand, rankOf, []).includes(waits)
    }
    expect(turns).toBeLessThan(5)
  })

  test('a producer that stamps its records wrongly cannot hold the others up for ever, whichever way', () => {
    const waits = batch('resource', { appended: [NOW_MS + 1e9], nowMs: NOW_MS })
    const atHand = [waits]
    let nowMs = NOW_MS
    for (; atHand.includes(waits); nowMs += 1_000) {
      atHand.push(batch('agent', { appended: [5], nowMs }))
      takeTurn(atHand, rankOf, [])
    }
    expect(nowMs - NOW_MS).toBeLessThanOrEqual(WAITED_MS + 3_000)
  })

  /** How long a batch of resources that comes at `fromMs` waits, while agents' records of `behindMs` ago keep coming. */
  function waits(inVain: InVain, fromMs: number, behindMs: (nowMs: number) => number): number {
    const one = batch('resource', { appended: [fromMs - 5], nowMs: fromMs })
    const atHand = [one]
    let nowMs = fromMs
    for (let underWay: Delivery[] = []; atHand.includes(one); nowMs += 500) {
      const agents = batch('agent', { appended: [nowMs - behindMs(nowMs)], nowMs, lag: 9 })
      atHand.push(agents)
      takeTurn(atHand, rankOf, underWay, inVain)
      underWay = [agents.delivery]
      // What is under way may hide it; then it is published, and more of it is at hand.
      if (atHand.includes(one)) takeTurn(atHand, rankOf, underWay, inVain)
    }
    return nowMs - fromMs
  }

  test('who stamps records long ago is waited for in vain once, and for what comes later nobody waits again', () => {
    const inVain: InVain = new Map()
    const HOUR_MS = 3_600_000
    expect(waits(inVain, NOW_MS, () => HOUR_MS)).toBeGreaterThan(WAITED_MS)
    for (let n = 1; n <= 20; n++)
      expect(waits(inVain, NOW_MS + n * 60_000, () => HOUR_MS)).toBeLessThan(2_000)
    // Nor where what it says is the same moment for ever, nor where it says one and the other.
    expect(waits(inVain, NOW_MS + 2_000_000, (nowMs) => nowMs - 5)).toBeLessThan(2_000)
    const mixed = (nowMs: number): number => (nowMs % 1_000 === 0 ? HOUR_MS : 2 * HOUR_MS)
    expect(waits(inVain, NOW_MS + 3_000_000, mixed)).toBeLessThan(2_000)
  })

  test('who makes up for a backlog is waited for again as it comes near', () => {
    const inVain: InVain = new Map()
    const backlog = (nowMs: number): number => Math.max(0, 200_000 - 2 * (nowMs - NOW_MS))
    expect(waits(inVain, NOW_MS, backlog)).toBeGreaterThan(WAITED_MS)
    expect(waits(inVain, NOW_MS + 40_000, backlog)).toBeLessThan(2_000)
    const last = waits(inVain, NOW_MS + 90_000, backlog)
    expect(last).toBeGreaterThan(6_000)
    expect(last).toBeLessThan(9_000)
    // Read to its end, what was is forgotten.
    const agents = batch('agent', { appended: [NOW_MS + 120_000 - 5], nowMs: NOW_MS + 120_000 })
    takeTurn([agents], rankOf, [], inVain)
    expect(inVain.size).toBe(0)
  })

  test('a batch that was long in coming and ends with the present is no reason to believe its source less', () => {
    const inVain: InVain = new Map()
    const used = batch('resource', { appended: [NOW_MS], nowMs: NOW_MS })
    const nowMs = NOW_MS + WAITED_MS + 1_000
    const binding = batch('agent', { appended: [NOW_MS - 1_000, nowMs - 3], lag: 50, nowMs })
    takeTurn([used, binding], rankOf, [], inVain)
    expect(inVain.size).toBe(0)
  })

  test('what has to wait for more of what binds it shares no turn with what has not', () => {
    const { delivery: behind } = batch('agent', { appended: [100, 5_000], lag: 7 })
    const atHand = [
      batch('resource', { appended: [100, 200], partition: 0 }),
      batch('resource', { appended: [150, 9_000], partition: 1 }),
    ]
    expect(topics(takeTurn(atHand, rankOf, [behind]))).toEqual(['resource/0'])
    expect(takeTurn(atHand, rankOf, [behind])).toEqual([])
  })

  test('batches of one rank share a turn, unless something binds what one of them uses', () => {
    const atHand = [
      batch('resource', { appended: [100, 200], partition: 0 }),
      batch('resource', { appended: [150, 5_000], partition: 1 }),
      batch('resource', { appended: [160, 180], partition: 2 }),
      batch('agent', { appended: [4_000] }),
    ]
    expect(topics(takeTurn(atHand, rankOf, []))).toEqual(['resource/0', 'resource/2'])
    expect(topics(takeTurn(atHand, rankOf, []))).toEqual(['agent/0'])
    expect(topics(takeTurn(atHand, rankOf, []))).toEqual(['resource/1'])
  })

  test('where more of what binds is known to follow, what it binds waits for it', () => {
    const { delivery: behind } = batch('agent', { appended: [100, 300], lag: 7 })
    const { delivery: caughtUp } = batch('agent', { appended: [100, 300], lag: 0 })
    const atHand = [batch('resource', { appended: [200, 900] })]
    expect(takeTurn(atHand, rankOf, [behind])).toEqual([])
    expect(topics(takeTurn(atHand, rankOf, [caughtUp]))).toEqual(['resource/0'])
  })

  test('what binds may have come to a task that is still busy with silence or with bindings: it is waited for', () => {
    const { delivery: busy } = batch('agent', { appended: [], cause: 'tick', nowMs: 150 })
    const { delivery: lower } = batch('resource', { appended: [], cause: 'globals', nowMs: 150 })
    const { delivery: after } = batch('agent', { appended: [], cause: 'tick', nowMs: 1_500 })
    const atHand = [batch('resource', { appended: [200, 900] })]
    expect(takeTurn(atHand, rankOf, [busy])).toEqual([])
    expect(topics(takeTurn(atHand, rankOf, [lower, after]))).toEqual(['resource/0'])
  })
})

describe('turns at work', () => {
  /** Publishes by hand: each is told when its turn to send has come, and ends when it is let go. */
  function world() {
    const said: string[] = []
    const ends = new Map<string, { sent: () => void; end: (error?: Error) => void }>()
    const turns = createTurns(rankOf, (one: { readonly delivery: Delivery }) => {
      const { topic } = one.delivery.task
      said.push(`step ${topic}`)
      return (sent) =>
        new Promise((resolve, reject) => {
          said.push(`send ${topic}`)
          ends.set(topic, { sent, end: (error) => (error ? reject(error) : resolve()) })
        })
    })
    return { said, ends, turns }
  }
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve))
  }

  test('the next turn is stepped while the last is published, and sends when the records of the last stand in the log', async () => {
    const { said, ends, turns } = world()
    turns.add(batch('resource', { appended: [100] }))
    turns.add(batch('agent', { appended: [100] }))
    await settle()
    expect(said).toEqual(['step agent', 'send agent', 'step resource'])
    ends.get('agent')?.sent()
    await settle()
    expect(said).toEqual(['step agent', 'send agent', 'step resource', 'send resource'])
  })

  test('a turn that could not be published does not hold the next one up', async () => {
    const { said, ends, turns } = world()
    turns.add(batch('agent', { appended: [100] }))
    turns.add(batch('resource', { appended: [100] }))
    await settle()
    ends.get('agent')?.end()
    await settle()
    expect(said).toContain('send resource')
  })

  test('what waits for more of what binds it comes when that was published', async () => {
    const { said, ends, turns } = world()
    turns.add(batch('agent', { appended: [100], lag: 3 }))
    turns.add(batch('resource', { appended: [200] }))
    await settle()
    ends.get('agent')?.sent()
    await settle()
    expect(said).toEqual(['step agent', 'send agent'])
    ends.get('agent')?.end()
    await settle()
    expect(said).toEqual(['step agent', 'send agent', 'step resource', 'send resource'])
  })

  test('bindings that others found and silence need no turn, and are sent in the order in which they were stepped', async () => {
    const { said, ends, turns } = world()
    turns.add(batch('resource', { appended: [], cause: 'tick' }))
    turns.add(batch('agent', { appended: [100], cause: 'globals' }))
    expect(said).toEqual(['step resource', 'step agent'])
    await settle()
    expect(said).toEqual(['step resource', 'step agent', 'send resource'])
    ends.get('resource')?.sent()
    await settle()
    expect(said).toEqual(['step resource', 'step agent', 'send resource', 'send agent'])
  })
})
