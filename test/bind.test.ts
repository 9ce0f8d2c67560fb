// Whose an event is: the five ways to find out, waiting for a binding, and putting right what was joined too early.
import { expect, test } from '@jest/globals'
import { createAdmit } from '../src/admit/admit.js'
import { createGraph } from '../src/bind/graph.js'
import { boundAt } from '../src/bind/link.js'
import { loadSettings } from '../src/cli/config.js'
import { loadKnowledge } from '../src/cli/replay.js'
import { createIdentify } from '../src/engine.js'
import { Problem } from '../src/model/problem.js'
import type { Joined } from '../src/model/joined.js'
import { at, counted, play, type Wire } from './scenario/play.js'

const W1 = 'spiffe://corp/w1'
const W2 = 'spiffe://corp/w2'
const settings = loadSettings({ env: {} })
const knowledge = loadKnowledge(settings)

/** Joins events; `proven` are ids of events whose SVID the edge has verified, with the SPIFFE id it names. */
function joinAll(
  events: readonly Wire[],
  proven: Readonly<Record<string, string>> = {},
): readonly Joined[] {
  const bind = createIdentify(settings, knowledge, createGraph({ credentials: 1000 }))
  const admit = createAdmit({ limits: settings.limits })
  const out: Joined[] = []
  for (const [offset, event] of events.entries()) {
    const admitted = admit.admitLine(JSON.stringify(event), {
      topic: 'events',
      partition: 0,
      offset: String(offset),
    })
    if (admitted instanceof Problem || 'answer' in admitted) throw new Error('refused')
    admitted.proven = proven[admitted.event.id] ?? null
    bind.step(admitted, NaN, (joined) => out.push(joined))
  }
  return out
}

const called = (said: Parameters<typeof at>[2] & object): Wire =>
  at(10, 'tool.called', { id: 'x', tool: 'read_file', ...said })
const bound: Wire = at(0, 'credential.issued', { id: 'i', agent: 'a1', credential: 'c1' })
const runs = (agent: string): Wire =>
  at(0, 'agent.started', { id: `s-${agent}`, agent, workload: W1 })

test.each([
  ['a verified SVID', [runs('a1'), called({ workload: W1 })], { x: W1 }, 'a1', 'proven'],
  [
    'a verified SVID against the word of the event',
    [runs('a1'), called({ agent: 'a2', workload: W1 })],
    { x: W1 },
    'a1',
    'proven',
  ],
  [
    'the credential that was issued to it',
    [bound, called({ credential: 'c1' })],
    {},
    'a1',
    'bound',
  ],
  [
    'the task that it started',
    [at(0, 'task.started', { agent: 'a1', task: 'T1' }), called({ task: 'T1' })],
    {},
    'a1',
    'bound',
  ],
  [
    'a binding against the word of the event',
    [bound, called({ agent: 'a2', credential: 'c1' })],
    {},
    'a1',
    'bound',
  ],
  ['its own word', [called({ agent: 'a1' })], {}, 'a1', 'claimed'],
  ['the only agent on its workload', [runs('a1'), called({ workload: W1 })], {}, 'a1', 'inferred'],
  ['its workload, where no agent is known', [called({ workload: W1 })], {}, W1, 'claimed'],
] as const)('an identity is found by %s', (_, events, proven, identity, attribution) => {
  const found = joinAll(events, proven)
    .filter((joined) => joined.eventId === 'x')
    .at(-1)
  expect(found).toMatchObject({ identity, attribution })
})

test('an agent that was stopped is not taken for the user of its workload', () => {
  const [, , joined] = joinAll([
    runs('a1'),
    at(5, 'agent.stopped', { agent: 'a1', workload: W1 }),
    called({ workload: W1 }),
  ])
  expect(joined).toMatchObject({ identity: W1, attribution: 'claimed' })
})

test('an event that only names its credential waits for the issue, and is joined when it comes', () => {
  const out = joinAll([called({ credential: 'c1' }), bound])
  expect(out.map((joined) => [joined.op, joined.eventId, joined.identity])).toEqual([
    ['join', 'i', 'a1'],
    ['join', 'x', 'a1'],
  ])
})

test('what waits in vain is joined to its credential once the lateness has passed', () => {
  const early = joinAll([
    called({ credential: 'c1' }),
    at(309, 'process.started', { workload: W2 }),
  ])
  expect(early.map((joined) => joined.eventId)).not.toContain('x')
  const [joined] = joinAll([
    called({ credential: 'c1' }),
    at(310, 'process.started', { workload: W2 }),
  ])
  expect(joined).toMatchObject({ eventId: 'x', identity: 'c1', attribution: 'none' })
})

test('an event that was joined by its own word is taken back where its credential turns out to be another’s', () => {
  const out = joinAll([called({ agent: 'a2', credential: 'c1' }), bound])
  expect(
    out.map((joined) => [joined.op, joined.eventId, joined.identity, joined.supersedes]),
  ).toEqual([
    ['join', 'x', 'a2', ''],
    ['join', 'i', 'a1', ''],
    ['retract', 'x', 'a2', ''],
    ['rejoin', 'x', 'a1', 'a2'],
  ])
  expect(out.at(-1)).toMatchObject({ claimedAgent: 'a2', claimAgainstCredential: true })
})

test('a rotated credential is its forerunner’s, whichever of the two is heard of first', () => {
  const renewed = at(5, 'credential.renewed', {
    id: 'r',
    credential: 'c2',
    more: { attributes: { replaces: 'c1' } },
  })
  for (const events of [
    [bound, renewed, called({ credential: 'c2' })],
    [called({ credential: 'c2' }), renewed, bound],
  ])
    expect(
      joinAll(events)
        .filter((joined) => joined.eventId === 'x')
        .at(-1),
    ).toMatchObject({ identity: 'a1', attribution: 'bound' })
})

test('waiting, late and unattributed events are counted, and all counts make up what was read', async () => {
  const { text } = await play(
    [
      called({ credential: 'lost' }),
      bound,
      bound,
      at(400, 'tool.called', { agent: 'a1', tool: 'read_file' }),
      at(1, 'tool.called', { agent: 'a1', tool: 'read_file' }),
      at(400, 'resource.accessed', { id: 'w', credential: 'later', action: 's3:GetObject' }),
      'no json',
    ],
    { summary: true },
  )
  expect(counted(text)).toMatchObject({
    read: 7,
    joined: 2,
    waiting: 1,
    unattributed: 1,
    duplicate: 1,
    late: 1,
    refused: 1,
  })
})

test('of a text as long as an event only the beginning is kept, and a list of scopes that is longer counts as unknown', () => {
  const [joined] = joinAll([
    at(0, 'task.started', {
      agent: 'a1',
      task: 'T1',
      purpose: `${'p'.repeat(1_022)}🙂${'q'.repeat(100_000)}`,
      credential: 'c1',
      scopes: ['s3:GetObject', 's'.repeat(16_384)],
    }),
  ])
  expect([joined?.purpose, joined?.scopes]).toEqual([`${'p'.repeat(1_022)}…`, null])
  const [kept] = joinAll([
    at(0, 'task.started', {
      agent: 'a1',
      task: 'T1',
      purpose: 'p'.repeat(1_024),
      credential: 'c1',
      scopes: ['s3:GetObject', 's'.repeat(16_000)],
    }),
  ])
  expect([kept?.purpose.length, kept?.scopes?.length]).toEqual([1_024, 2])
})

const moves = (events: readonly Wire[]): readonly string[] =>
  joinAll(events).map(({ op, eventId, identity, taskId }) =>
    [op, eventId, identity, taskId].filter((text) => text !== '').join(' '),
  )

test.each([
  ['process.started', { workload: W1 }],
  ['prompt.received', { workload: W1 }],
  ['tool.returned', { credential: 'c1', workload: W1 }],
])('an event of type %s moves to the agent that is known later, as a use does', (type, said) => {
  const start = at(0, 'agent.started', { id: 's', agent: 'a1', workload: W1 })
  expect(moves([at(10, type, { id: 'x', ...said }), start])).toEqual([
    `join x ${W1}`,
    'join s a1',
    `retract x ${W1}`,
    'rejoin x a1',
  ])
})

test('the start of an agent that is heard of after its workload stopped ends with that stop', () => {
  const [stop, start] = [at(20, 'workload.stopped', { id: 'stop', workload: W1 }), runs('a1')]
  const use = at(30, 'resource.accessed', { id: 'x', workload: W1, action: 's3:GetObject' })
  for (const order of [
    [start, stop, use],
    [stop, start, use],
    [use, stop, start],
    [use, start, stop],
  ])
    expect(
      joinAll(order)
        .filter(({ eventId }) => eventId === 'x')
        .at(-1)?.identity,
    ).toBe(W1)
  const again = at(25, 'agent.started', { id: 'again', agent: 'a1', workload: W1 })
  for (const order of [
    [start, stop, again, use],
    [again, use, stop, start],
    [stop, again, start, use],
  ])
    expect(
      joinAll(order)
        .filter(({ eventId }) => eventId === 'x')
        .at(-1)?.identity,
    ).toBe('a1')
})

test('of two that take turns on a workload within one tick of its stop the second goes on', () => {
  const stop = at(60, 'workload.stopped', { id: 'stop', workload: W1 })
  const second = at(60, 'agent.started', { id: 's2', agent: 'a2', workload: W1 })
  const use = at(70, 'resource.accessed', { id: 'x', workload: W1, action: 's3:GetObject' })
  for (const order of [
    [runs('a1'), stop, second, use],
    [use, second, stop, runs('a1')],
  ])
    expect(
      joinAll(order)
        .filter(({ eventId }) => eventId === 'x')
        .at(-1)?.identity,
    ).toBe('a2')
})

test('a stop that another process tells of ends what was learned here', () => {
  const graph = createGraph({ credentials: 10 })
  const start = { relation: 'wa', from: W1, to: 'a1', fromMs: 50, toMs: Infinity } as const
  graph.apply(start)
  graph.apply({ relation: 'ws', from: W1, to: '', fromMs: 100, toMs: Infinity })
  expect(boundAt(graph.workloads.get(W1) ?? null, 101, false)).toEqual([])
  expect(boundAt(graph.workloads.get(W1) ?? null, 99, false)).toEqual(['a1'])
})
