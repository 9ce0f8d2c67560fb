// Stories of agents that declare no purpose: weeks of the usual, and then something that neither they nor their owner ever did.
import { expect, test } from '@jest/globals'
import { createAdmit } from '../../src/admit/admit.js'
import { createGraph } from '../../src/bind/graph.js'
import { loadSettings } from '../../src/cli/config.js'
import { loadKnowledge } from '../../src/cli/replay.js'
import { createIdentify, createJudge } from '../../src/engine.js'
import type { Admitted } from '../../src/model/event.js'
import type { Joined } from '../../src/model/joined.js'
import { createJudgeState } from '../../src/store/judge-state.js'
import { at, listed, play, types, type Said, type Wire } from './play.js'

const HOUR = 3600
const DAY = 24 * HOUR
const BASELINE = { AMBIT_DECISIONS: 'notable' }

const does = (second: number, agent: string, said: Said, owner?: string): Wire =>
  at(second, 'resource.accessed', {
    id: `${agent}@${second}`,
    agent,
    credential: `k-${agent}`,
    outcome: 'allow',
    ...said,
    ...(owner === undefined ? {} : { more: { agent: { id: agent, owner } } }),
  })
const READ: Said = { action: 's3:GetObject', resource: 'docs' }
const to = (resource: string): Said => ({ action: 'ses:SendEmail', resource })
const issued = (agent: string, tier?: string): Wire =>
  at(0, 'credential.issued', {
    agent,
    credential: `k-${agent}`,
    ...(tier === undefined ? {} : { tier }),
  })
/** Reads a few times a day, and sends a report to the same place. */
function usual(agent: string, days: number, fromDay = 0, owner?: string): readonly Wire[] {
  return Array.from({ length: days }, (_, i) => {
    const start = (fromDay + i) * DAY + 8 * HOUR
    return [
      ...[0, 1, 2, 3, 4].map((n) => does(start + n * HOUR, agent, READ, owner)),
      does(start + 5 * HOUR, agent, to('reports'), owner),
    ]
  }).flat()
}
/** More owners than are kept, of an agent each that reads so many `times`, once a second. */
function owners(second: number, times = 1): readonly Wire[] {
  return Array.from({ length: 1_100 * times }, (_, i) => {
    const n = Math.floor(i / times)
    return at(second + i, 'tool.called', {
      agent: `x${n}`,
      tool: 'read_file',
      more: { agent: { id: `x${n}`, owner: `owner-${n}` } },
    })
  })
}
/** Somebody else's event, with which time goes on. */
const later = (second: number): Wire => does(second, 'clock', READ)
const baselines = (found: Parameters<typeof types>[0]): readonly string[] =>
  types(found).filter((type) => type.startsWith('baseline.'))

test.each([
  ['low', []],
  ['medium', ['escalate agent a']],
  ['high', ['escalate agent a']],
])(
  'S03: thirty days of reading, then a role policy is attached: of tier %s it is told once, and nothing is revoked',
  async (tier, expected) => {
    const { commands, findings } = await play([
      issued('a', tier),
      ...Array.from({ length: 240 }, (_, i) =>
        does(100 + i * 3 * HOUR, 'a', i % 3 === 0 ? { ...READ, action: 's3:ListBucket' } : READ),
      ),
      does(30 * DAY + HOUR, 'a', { action: 'iam:AttachRolePolicy', resource: 'role/x' }),
      // The deadline of the question is not over.
      later(30 * DAY + HOUR + 600),
    ])
    expect(listed(commands)).toEqual(expected)
    expect(types(findings)).toEqual(['shift.learned'])
  },
)

test('a destination that is new after the warm-up is found once, and asks for nothing', async () => {
  const { commands, findings } = await play([
    issued('a'),
    ...usual('a', 10),
    ...[0, 1, 2].map((n) => does(10 * DAY + n * HOUR, 'a', to('elsewhere'))),
    later(10 * DAY + 6 * HOUR),
  ])
  expect(commands).toEqual([])
  expect(types(findings)).toEqual(['baseline.destination'])
  expect(findings[0]?.message).toContain('to elsewhere, which it is not known for')
  expect(findings[0]?.unmapped.ambit).toMatchObject({ agent_id: 'a', mode: 'enforce' })
  expect(findings[0]?.finding_info.related_events.map(({ uid }) => uid)).toEqual([`a@${10 * DAY}`])
})

test.each([
  ['in days', [...usual('a', 5), does(6 * DAY, 'a', to('elsewhere'))]],
  ['in uses, however old it is', [...usual('a', 2), does(20 * DAY, 'a', to('elsewhere'))]],
])('during the warm-up, counted %s, nothing is told', async (_, events) => {
  const { findings } = await play([issued('a'), ...events, later(25 * DAY)])
  expect(findings).toEqual([])
})

test('an agent that declares what it is for is held against that, and nothing is learned of it', async () => {
  const { findings } = await play([
    at(0, 'task.started', { agent: 'a', task: 't', capabilities: ['read', 'send'] }),
    ...usual('a', 10).map((event) => ({ ...event, task: { id: 't' } })),
    { ...does(10 * DAY, 'a', to('elsewhere')), task: { id: 't' } },
    later(11 * DAY),
  ])
  expect(baselines(findings)).toEqual([])
})

test('what was forgotten is new again; what is done all the time is not forgotten', async () => {
  const { findings } = await play([
    issued('a'),
    ...usual('a', 10),
    does(10 * DAY, 'a', to('elsewhere')),
    ...usual('a', 80, 10),
    does(90 * DAY, 'a', to('elsewhere')),
    does(90 * DAY + HOUR, 'a', to('reports')),
    later(91 * DAY),
  ])
  expect(findings.map(({ message }) => /to (\w+), which/.exec(message)?.[1])).toEqual([
    'elsewhere',
    'elsewhere',
  ])
})

test('one that comes back after all of it was forgotten warms up anew', async () => {
  const { findings } = await play([
    issued('a'),
    ...usual('a', 10),
    ...usual('a', 3, 400).map((event) => ({ ...event, action: 'kms:Encrypt' })),
    later(404 * DAY),
  ])
  expect(baselines(findings)).toEqual([])
})

test('far more uses in an hour than usual are told once in that hour', async () => {
  const { commands, findings } = await play([
    issued('a'),
    ...usual('a', 10),
    ...Array.from({ length: 200 }, (_, i) => does(10 * DAY + i * 10, 'a', READ)),
    later(11 * DAY),
  ])
  expect(commands).toEqual([])
  expect(types(findings)).toEqual(['baseline.volume'])
  expect(findings[0]?.message).toContain('60 uses in an hour, where 1 are usual')
})

test('what is new to a warm owner is told of an agent that is new itself', async () => {
  const { findings } = await play([
    issued('a'),
    issued('young'),
    ...usual('a', 10, 0, 'olga'),
    does(10 * DAY, 'young', to('reports'), 'olga'),
    does(10 * DAY + HOUR, 'young', to('elsewhere'), 'olga'),
    later(11 * DAY),
  ])
  expect(types(findings)).toEqual(['baseline.destination'])
  expect(findings[0]?.message).toContain('to elsewhere, which its owner olga is not known for')
})

test('somebody to whom everything is new is told of a few times only', async () => {
  const { findings } = await play([
    issued('a'),
    ...usual('a', 10),
    ...Array.from({ length: 40 }, (_, i) => does(10 * DAY + i * HOUR, 'a', to(`place-${i}`))),
    later(13 * DAY),
  ])
  // Eight, and a little more as time goes by.
  expect(baselines(findings)).toHaveLength(9)
})

const RUN: Said = { action: 'lambda:InvokeFunction', resource: 'f' }
const many = (from: number, apartS: number, n: number): readonly Wire[] =>
  Array.from({ length: n }, (_, i) => does(from + i * apartS, 'a', to(`place-${i}`)))

test.each([
  ['by telling of a time in the warm-up', [does(DAY, 'a', RUN), does(10 * DAY, 'a', RUN)]],
  ['behind more new places than are told', [...many(10 * DAY, HOUR, 40), does(12 * DAY, 'a', RUN)]],
  [
    'behind more new places than a lateness holds',
    [...many(10 * DAY, 0.5, 400), does(10 * DAY + 220, 'a', RUN)],
  ],
])('what it never did is not taught to it unseen: %s', async (_, events) => {
  const { findings } = await play([issued('a'), ...usual('a', 10), ...events, later(13 * DAY)])
  expect(types(findings).filter((type) => type === 'baseline.capability')).toHaveLength(1)
})

test('a warm-up full of places leaves it no less known for what it does', async () => {
  const { findings } = await play([
    issued('a'),
    ...usual('a', 2),
    ...many(2 * DAY, 300, 400),
    ...usual('a', 5, 5),
    does(10 * DAY, 'a', RUN),
    later(11 * DAY),
  ])
  expect(types(findings)).toEqual(['baseline.capability'])
})

test('owners that are made up push out none of whom something is known', async () => {
  const { findings } = await play([
    issued('a'),
    ...usual('a', 10, 0, 'olga'),
    ...owners(10 * DAY),
    does(11 * DAY, 'young', to('elsewhere'), 'olga'),
    later(12 * DAY),
  ])
  expect(types(findings)).toContain('baseline.destination')
})

test('owners that are made up, or gone for years, keep none out that comes later', async () => {
  const { findings } = await play([
    ...owners(0, 3),
    ...[0, 1].flatMap((n) => usual(`late-${n}`, 10, 900, `late-${n}`)),
    ...[0, 1].map((n) => does(911 * DAY + n, `young-${n}`, to('elsewhere'), `late-${n}`)),
    later(912 * DAY),
  ])
  expect(types(findings).filter((type) => type === 'baseline.destination')).toHaveLength(2)
})

test('the last of what is told says that it is the last for now', async () => {
  const { findings } = await play([
    issued('a'),
    ...usual('a', 10),
    ...many(10 * DAY, 1800, 12),
    later(13 * DAY),
  ])
  const last = findings.map(({ message }) => message.includes('what else is new is not told'))
  expect(last).toEqual([...Array<boolean>(8).fill(false), true])
})

const NEWS = [
  does(10 * DAY + 10, 'a', to('elsewhere')),
  does(10 * DAY + 20, 'a', RUN),
  does(10 * DAY + 70, 'a', to('elsewhere')),
  does(10 * DAY + 80, 'a', READ),
]

test('the order of arrival inside the lateness does not show', async () => {
  const told = async (news: readonly Wire[]) => {
    const events = [issued('a'), ...usual('a', 10), ...news, later(11 * DAY)]
    const { findings } = await play(events)
    return findings.map(({ finding_info, message }) => [finding_info.uid, message])
  }
  const inOrder = await told(NEWS)
  expect(inOrder.length).toBeGreaterThanOrEqual(2)
  expect(await told([...NEWS].reverse())).toEqual(inOrder)
})

test('where nothing is to be learned, nothing is told', async () => {
  const { findings } = await play([issued('a'), ...usual('a', 10), ...NEWS, later(11 * DAY)], {
    config: 'baseline: off\n',
  })
  expect(findings).toEqual([])
})

test('warm-up and half-life are what the configuration says', async () => {
  const { findings } = await play(
    [issued('a'), ...usual('a', 5), does(6 * DAY, 'a', to('elsewhere')), later(7 * DAY)],
    { config: 'baseline: { warmup: P3D, half_life: P7D }\n' },
  )
  expect(types(findings)).toEqual(['baseline.destination'])
})

const RULES: Readonly<Record<string, string>> = { 1: 'identity', 2: 'owner', 3: 'fleet' }
const asks = (whom: string): string => `
title: A destination that is new to its ${whom}
id: 00000000-0000-4000-8000-0000000000${{ identity: '01', owner: '02', fleet: '03' }[whom]}
status: test
description: What is new, asked for by a rule.
logsource: { product: ambit }
detection:
  new:
    context.first_for_${whom}: destination
    resource.id: elsewhere
  condition: new
level: low
ambit: { response: observe }
`

test.each([
  ['in order', 0],
  ['with the undeclared use first', 1],
])(
  'of a use that a purpose covers nothing is first, whatever is done later without one, %s',
  async (_, turned) => {
    const sent: readonly Wire[] = [
      does(10, 'a', { ...to('elsewhere'), task: 'T1' }),
      does(11, 'a', READ),
    ]
    const { findings } = await play(
      [
        at(1, 'task.started', { agent: 'a', task: 'T1', capabilities: ['send'] }),
        at(10, 'task.ended', { agent: 'a', task: 'T1' }),
        ...(turned === 1 ? [...sent].reverse() : sent),
        later(DAY),
      ],
      { rules: { 'identity.yml': asks('identity') } },
    )
    expect(types(findings).filter((type) => type.startsWith('rule.'))).toEqual([])
  },
)

test.each([
  ['in order', 0],
  ['with the later one first', 1],
])(
  'rules read what is first for an identity, its owner and all of its partition, %s',
  async (_, turned) => {
    const sent = [
      does(10 * DAY, 'a', to('elsewhere'), 'olga'),
      does(10 * DAY + 100, 'a', to('elsewhere'), 'olga'),
    ]
    const { findings } = await play(
      [
        issued('a'),
        issued('b'),
        issued('c'),
        ...usual('a', 1, 0, 'olga'),
        ...(turned === 1 ? sent.reverse() : sent),
        does(10 * DAY + HOUR, 'b', to('elsewhere'), 'olga'),
        does(10 * DAY + 2 * HOUR, 'c', to('elsewhere'), 'otto'),
        later(11 * DAY),
      ],
      {
        rules: {
          'identity.yml': asks('identity'),
          'owner.yml': asks('owner'),
          'fleet.yml': asks('fleet'),
        },
      },
    )
    const ids = (activity: number): readonly string[] =>
      findings
        .filter(({ activity_id }) => activity_id === activity)
        .map(({ finding_info }) => finding_info.uid)
    const gone = ids(3)
    const told = findings
      .filter(
        ({ activity_id, finding_info }) => activity_id === 1 && !gone.includes(finding_info.uid),
      )
      .map(
        ({ finding_info, unmapped }) =>
          `${RULES[finding_info.analytic.uid.slice(-1)]} ${String(unmapped.ambit['agent_id'])}`,
      )
    expect(told.sort()).toEqual([
      'fleet a',
      'identity a',
      'identity b',
      'identity c',
      'owner a',
      'owner c',
    ])
  },
)

/** Both topologies; the judge and its state are made anew from what was saved after so many events. */
function restarted(
  events: readonly Wire[],
  restart: number,
  appendMs: (event: Wire) => number = () => NaN,
  oldestFirst = false,
): readonly string[] {
  const settings = { ...loadSettings({ env: BASELINE }), decisions: 'none' as const }
  const knowledge = loadKnowledge(settings)
  const identify = createIdentify(settings, knowledge, createGraph({ credentials: 1000 }))
  const admit = createAdmit({ limits: settings.limits })
  const saved = new Map<string, string>()
  const found: string[] = []
  const sink = {
    decision() {},
    command() {},
    finding: ({ cause }: { readonly cause: { readonly key: string; readonly reason: string } }) =>
      void found.push(`${cause.key} ${cause.reason}`),
  }
  let judge = createJudge(settings, knowledge)
  let state = createJudgeState(judge)
  const save = (): void => {
    for (const id of judge.takeChanged()) state.touch(id)
    for (const [key, value] of state.drain()) {
      saved.delete(key)
      if (value !== null) saved.set(key, value)
    }
  }
  const step = (joined: Joined): void => {
    const context = judge.step(joined, sink)
    if (context !== null) state.touch(context.id)
  }
  for (const [i, event] of events.entries()) {
    if (i === restart) {
      judge = createJudge(settings, knowledge)
      state = createJudgeState(judge)
      // Entries come back in any order.
      const entries = oldestFirst ? [...saved] : [...saved].reverse()
      for (const [key, value] of entries) state.restore(key, value)
    }
    const origin = { topic: 'agent-events', partition: 0, offset: '0' }
    const admitted = admit.admitLine(JSON.stringify(event), origin) as Admitted
    identify.step(admitted, appendMs(event), step)
    save()
  }
  return found
}

test('what is said to happen in years is told when it is said, and hides nothing of today', () => {
  const events = [
    issued('a'),
    ...usual('a', 10),
    ...many(800 * DAY, DAY, 400),
    does(3_000 * DAY, 'a', RUN),
    does(11 * DAY, 'a', { action: 's3:PutObject', resource: 'docs' }),
    later(12 * DAY),
  ]
  const soon = later(10 * DAY)['time'] as number
  const appended = ({ time }: Wire): number =>
    (time as number) > soon + 100 * DAY * 1000 ? soon : (time as number)
  const told = restarted(events, -1, appended)
  const classes = told.flatMap((one) => /^baseline\.capability\|a\|c(\w+)/.exec(one)?.[1] ?? [])
  expect(classes).toEqual(['execute', 'write'])
  expect(restarted(events, 100, appended)).toEqual(told)
})

test('a restart at any time changes nothing of what is told', () => {
  const events = [
    issued('a'),
    ...usual('a', 10, 0, 'olga'),
    ...NEWS,
    does(10 * DAY + HOUR, 'young', to('elsewhere'), 'olga'),
    does(10 * DAY + HOUR, 'young', to('nowhere'), 'olga'),
    ...Array.from({ length: 70 }, (_, i) => does(10 * DAY + 2 * HOUR + i, 'a', READ)),
    later(11 * DAY),
  ]
  const whole = restarted(events, -1)
  expect(whole.length).toBeGreaterThanOrEqual(4)
  for (const cut of [30, 61, 63, 65, 66, 100]) expect(restarted(events, cut)).toEqual(whole)
})

test.each([true, false])(
  'a restart among more owners than are kept loses nothing of those that are known: the oldest entries first, %s',
  (oldestFirst) => {
    const events = [
      issued('a'),
      ...usual('a', 10, 0, 'olga'),
      ...owners(10 * DAY),
      later(10 * DAY + 3 * HOUR),
      does(11 * DAY, 'young', to('reports'), 'olga'),
      later(12 * DAY),
    ]
    const news = (all: readonly string[]) => all.filter((one) => one.startsWith('baseline'))
    const told = news(restarted(events, events.length - 2, undefined, oldestFirst))
    expect(told).toEqual(news(restarted(events, -1)))
  },
)
