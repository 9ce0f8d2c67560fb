// The tier of an identity is what was said last before a time, whatever order it is heard in.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createContext } from '../src/correlate/contexts.js'
import { learnTier, TIERS_MAX } from '../src/correlate/learn-tier.js'
import { tierAt, type Context } from '../src/model/context.js'
import { at, listed, play, type Wire } from './scenario/play.js'

const SEED = Number(process.env['SEED'] ?? 20261127)
const LATENESS_MS = 300_000

interface Said {
  readonly tier: string
  readonly atMs: number
}

const heard = (all: readonly Said[]): Context => {
  const context = createContext('a')
  for (const { tier, atMs } of all) learnTier(context, tier, atMs, LATENESS_MS)
  return context
}

const RANKS = ['low', 'medium', 'high']
/** Slowly: the last that was said up to a time, the highest of one time; before any the first. */
function plainly(all: readonly Said[], ms: number): string {
  const sorted = [...all].sort(
    (a, b) => a.atMs - b.atMs || RANKS.indexOf(a.tier) - RANKS.indexOf(b.tier),
  )
  return (sorted.filter(({ atMs }) => atMs <= ms).at(-1) ?? (sorted[0] as Said)).tier
}

const said = fc.record({
  tier: fc.constantFrom('low', 'medium', 'high'),
  atMs: fc.integer({ min: 0, max: LATENESS_MS }),
})

test('in any order inside the lateness, the tier at any time is the one that was said last before it', () => {
  const orders = fc
    .array(said, { minLength: 1, maxLength: TIERS_MAX })
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
  fc.assert(
    fc.property(orders, fc.integer({ min: -1, max: LATENESS_MS + 1 }), ([all, shuffled], ms) => {
      expect(tierAt(heard(shuffled), ms)).toBe(plainly(all, ms))
    }),
    { seed: SEED, numRuns: 2_000 },
  )
})

test('however often it is said, in order it is exact, and no more is kept than a bound', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ tier: said.map(({ tier }) => tier), afterMs: fc.nat(60_000) }), {
        minLength: 1,
        maxLength: 100,
      }),
      (all) => {
        let ms = 0
        const inOrder = all.map(({ tier, afterMs }) => ({ tier, atMs: (ms += afterMs) }))
        const context = heard(inOrder)
        expect(context.tiers?.length).toBeLessThanOrEqual(TIERS_MAX)
        expect(tierAt(context, ms)).toBe(plainly(inOrder, ms))
      },
    ),
    { seed: SEED, numRuns: 500 },
  )
})

test('what only says again what is known goes once nothing can come between', () => {
  const often = Array.from({ length: 1_000 }, (_, i) => ({ tier: 'high', atMs: i * 60_000 }))
  expect(heard(often).tiers?.length).toBeLessThanOrEqual(LATENESS_MS / 60_000 + 2)
})

test('a low tier that is heard after the high one that followed it takes nothing from that', async () => {
  const task = at(0, 'task.started', {
    agent: 'a1',
    task: 'T1',
    purpose: 'summarise',
    tier: 'high',
  })
  const low = at(10, 'agent.started', { id: 'low', agent: 'a1', tier: 'low' })
  const high = at(20, 'agent.started', { id: 'high', agent: 'a1', tier: 'high' })
  const use = at(30, 'resource.accessed', { agent: 'a1', task: 'T1', action: 's3:PutObject' })
  const orders: readonly (readonly Wire[])[] = [
    [task, low, high, use],
    [task, high, low, use],
    [task, high, use, low],
    [use, high, task, low],
  ]
  for (const order of orders) {
    const { commands } = await play(order)
    expect(listed(commands).at(-1)).toBe('revoke task T1')
  }
})
