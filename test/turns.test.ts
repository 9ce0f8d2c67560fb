// Turns of several sources: what binds goes before what it binds, nobody waits for ever, and the log keeps the order of the turns.
import { describe, expect, test } from '@jest/globals'
import { createTurns, takeTurn, WAITED_MS } from '../src/turns.js'
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
