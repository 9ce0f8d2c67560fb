// Correlations against their slow oracle: random rules, events, orders of arrival, events taken back, restarts.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { CorrelationRule } from '../../src/sigma/rule.js'
import { type Hit, hitsOf, type Matching } from './oracle.js'
import { play, type Played } from './play.js'
import { type Compiled, correlations } from './rules.js'

const SEED = Number(process.env['SEED'] ?? 20261124)
const RUNS = Number(process.env['RUNS'] ?? 500)
const LEAVES = ['a', 'b', 'c']
const SPAN_S = 4
const LATENESS_MS = 3_000

// --- random rules ---

const lower = fc.oneof(
  fc.record({ gte: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ gt: fc.integer({ min: 0, max: 3 }) }),
)
const upper = fc.oneof(
  fc.record({ lt: fc.integer({ min: 2, max: 5 }) }),
  fc.record({ lte: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ eq: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ neq: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ gte: fc.integer({ min: 1, max: 2 }), lte: fc.integer({ min: 2, max: 4 }) }),
)
const anyBounds = fc.oneof(lower, upper)
const rulesOf = (names: readonly string[], min: number): fc.Arbitrary<string[]> =>
  fc.shuffledSubarray([...names], { minLength: Math.min(min, names.length) })
const shared = {
  timespan: fc.integer({ min: 1, max: SPAN_S }).map((s) => `${s}s`),
  'group-by': fc.constantFrom([], ['g']),
}

function condition(names: readonly string[]): fc.Arbitrary<string> {
  const { node } = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...names),
      fc.constantFrom(...names).map((name) => `not ${name}`),
      fc
        .tuple(tie('node'), fc.constantFrom('and', 'or'), tie('node'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      tie('node').map((inner) => `not (${inner})`),
    ),
  }))
  return node
}

function counting(names: readonly string[]): fc.Arbitrary<object> {
  return fc.oneof(
    fc.record({
      type: fc.constant('event_count'),
      rules: rulesOf(names, 1),
      ...shared,
      condition: anyBounds,
    }),
    fc.record({
      type: fc.constantFrom('value_count', 'value_sum', 'value_avg'),
      rules: rulesOf(names, 1),
      ...shared,
      condition: anyBounds.map((bounds) => ({ ...bounds, field: 'v' })),
    }),
    fc.record({
      type: fc.constant('value_percentile'),
      rules: rulesOf(names, 1),
      ...shared,
      condition: fc.oneof(
        fc
          .tuple(anyBounds, fc.constantFrom(0, 50, 90))
          .map(([bounds, percentile]) => ({ ...bounds, field: 'v', percentile })),
        fc.constantFrom({ lte: 40, field: 'v' }, { gt: 60, field: 'v' }),
      ),
    }),
  )
}

function ordering(names: readonly string[]): fc.Arbitrary<object> {
  return rulesOf(names, 2).chain((rules) =>
    fc.record(
      {
        type: fc.constantFrom('temporal', 'temporal_ordered'),
        rules: fc.constant(rules),
        ...shared,
        condition: fc.oneof(
          { weight: 3, arbitrary: condition(rules) },
          { weight: 1, arbitrary: lower },
        ),
      },
      { requiredKeys: ['type', 'rules', 'timespan', 'group-by'] },
    ),
  )
}

const anyRule = (names: readonly string[]): fc.Arbitrary<object> =>
  fc.oneof(counting(names), ordering(names))

/** Some rules of their own, and one over the first of them. */
const ruleSets = fc
  .record({ x: anyRule(LEAVES), y: anyRule(['x', ...LEAVES]), z: anyRule(['x', 'y', 'a']) })
  .filter((said) => correlations({ ...said }, LEAVES).complaints.length === 0)

// --- random events ---

const event = fc.record({
  timeMs: fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((n) => n * 500),
    fc.integer({ min: 0, max: 20_000 }),
  ),
  rules: fc.subarray(LEAVES, { minLength: 1 }),
  g: fc.constantFrom('1', '2'),
  v: fc.constantFrom('1', '2', '3', '-1'),
  arrivesMs: fc.integer({ min: 0, max: LATENESS_MS }),
  gone: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 8, nil: null }),
})
const histories = fc.array(event, { minLength: 1, maxLength: 30 }).map((drawn) =>
  drawn
    .map(({ timeMs, rules, g, v, arrivesMs, gone }, i) => ({
      arrivesMs: timeMs + arrivesMs,
      // What is taken back is taken back before its windows are forgotten: the events that follow it at once.
      played: {
        name: `e${i}`,
        timeMs,
        rules,
        fields: { g, v },
        gone: gone === null ? null : 0,
      } as Played,
    }))
    .sort((a, b) => a.arrivesMs - b.arrivesMs)
    .map(({ played }) => played),
)

// --- the oracle over a set of rules ---

const END_MS = 1_000_000

function expected({ rules }: Compiled, events: readonly Played[]): readonly string[] {
  const hits = new Map<string, readonly Hit[]>()
  const hitsFor = (rule: CorrelationRule): readonly Hit[] => {
    const known = hits.get(rule.id)
    if (known !== undefined) return known
    const matching: Matching[] = []
    const keyOf = (fields: Played['fields']): string =>
      rule.groupBy.map((name) => fields[name]).join('\u0000')
    const join = (
      name: string,
      timeMs: number,
      occurrence: string,
      step: number,
      of: Played,
    ): void => {
      const i = matching.findIndex(
        (one) => one.name === name && one.timeMs === timeMs && one.occurrence === occurrence,
      )
      const before = matching[i]
      const next = {
        name,
        timeMs,
        occurrence,
        steps: [...(before?.steps ?? []), step],
        group: keyOf(of.fields),
        value: rule.fields.length > 0 ? of.fields['v']! : '',
      }
      if (i >= 0) matching[i] = next
      else matching.push(next)
    }
    for (const [step, { id }] of rule.rules.entries()) {
      const child = rules.find((one) => one.id === id)
      if (child === undefined) {
        for (const one of events)
          if (one.gone == null && one.rules.includes(id))
            join(one.name, one.timeMs, one.name, step, one)
      } else
        for (const { matching: hit, bucket, momentMs } of hitsFor(child)) {
          const of = events.find((one) => one.name === hit.name)!
          join(hit.name, momentMs, `${child.id}|${hit.group}|${bucket}`, step, of)
        }
    }
    const found = hitsOf(rule, matching, END_MS)
    hits.set(rule.id, found)
    return found
  }
  return [
    ...new Set(
      rules.flatMap((rule) =>
        hitsFor(rule).map(({ matching, bucket }) => `${rule.id}|${matching.group}|${bucket}`),
      ),
    ),
  ].sort()
}

describe('correlations and their oracle', () => {
  test('say the same of random rules, chains of them, random events and any order of arrival inside the lateness', () => {
    fc.assert(
      fc.property(ruleSets, histories, (said, events) => {
        const compiled = correlations({ ...said }, LEAVES)
        const { standing } = play(compiled.plans, events, {
          latenessMs: LATENESS_MS,
          untilMs: END_MS,
        })
        expect(standing).toEqual(expected(compiled, events))
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  test('say the same when the program is started anew in the middle, as often as it likes', () => {
    fc.assert(
      fc.property(
        ruleSets,
        histories,
        fc.array(fc.nat(29), { maxLength: 4 }),
        (said, events, restarts) => {
          const compiled = correlations({ ...said }, LEAVES)
          const options = { latenessMs: LATENESS_MS, untilMs: END_MS }
          const through = play(compiled.plans, events, options)
          const anew = play(compiled.plans, events, { ...options, restarts })
          expect(anew.standing).toEqual(through.standing)
          expect([anew.raised, anew.withdrawn]).toEqual([through.raised, through.withdrawn])
        },
      ),
      { seed: SEED, numRuns: RUNS },
    )
  })
})
