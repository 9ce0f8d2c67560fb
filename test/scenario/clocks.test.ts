// Stories of clocks that are apart: what a resource stamps by its own is held against the end of a task by the agents'.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createAdmit } from '../../src/admit/admit.js'
import { createGraph } from '../../src/bind/graph.js'
import { loadSettings } from '../../src/cli/config.js'
import { loadKnowledge } from '../../src/cli/replay.js'
import { createIdentify, createJudge, type Judge } from '../../src/engine.js'
import type { Admitted } from '../../src/model/event.js'
import type { Joined } from '../../src/model/joined.js'
import type { Command } from '../../src/model/wire.js'
import { createJudgeState } from '../../src/store/judge-state.js'
import { decodeFrame, encodeFrames } from '../../src/transport/frames.js'
import { at, listed, play, types, type Said, type Wire } from './play.js'

const READ: Said = { action: 's3:GetObject', resource: 'arn:aws:s3:::docs', outcome: 'allow' }
const TASK: readonly Wire[] = [
  at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
  at(1, 'credential.issued', { workload: 'spiffe://corp/agents/a1', credential: 'c1', task: 'T1' }),
]
const END = at(100, 'task.ended', { agent: 'a1', task: 'T1' })

/** A call as the agent tells of it, and as the resource does, whose clock is so far ahead. */
const call = (s: number, aheadS: number, name = `call ${s}`): readonly Wire[] => {
  const more = { trace_id: name }
  return [
    at(s, 'tool.called', {
      id: `${name} by a1`,
      agent: 'a1',
      task: 'T1',
      tool: 'read_file',
      more,
    }),
    at(s + 0.2 + aheadS, 'resource.accessed', {
      ...READ,
      id: `${name} at s3`,
      credential: 'c1',
      more,
    }),
  ]
}
const calls = (aheadS: number): readonly Wire[] =>
  [5, 12, 20, 31, 40].flatMap((s) => call(s, aheadS))
/** The same, or a task, of another agent. */
const of = (agent: string, events: readonly Wire[]): readonly Wire[] =>
  events.map((event) => ({
    ...event,
    id: `${String(event['id'])} of ${agent}`,
    ...('agent' in event ? { agent: { id: agent } } : {}),
    ...('credential' in event ? { credential: { id: `c-${agent}` } } : {}),
    ...('workload' in event ? { workload: { id: `spiffe://corp/agents/${agent}` } } : {}),
    ...('trace_id' in event ? { trace_id: `${String(event['trace_id'])} of ${agent}` } : {}),
    task: { ...(event['task'] as object), id: `T-${agent}` },
  }))
/** By the clock of the resource. */
const use = (s: number): Wire =>
  at(s, 'resource.accessed', { ...READ, id: `use at ${s}`, credential: 'c1' })

const byArrival = (events: readonly Wire[], aheadS: number): readonly Wire[] => {
  const really = (event: Wire): number =>
    Number(event['time']) - (event['type'] === 'resource.accessed' ? aheadS * 1000 : 0)
  return [...events].sort((a, b) => really(a) - really(b))
}

test('B03: a use stamped after the end of its task by a clock that runs 90 s ahead is none after the end', async () => {
  const { commands, findings, joined } = await play(
    byArrival([...TASK, ...calls(90), use(150), END], 90),
  )
  expect(joined.find(({ id }) => id === 'use at 150')?.skew_ms).toBe(90_200)
  expect(joined.find(({ id }) => id === 'call 5 at s3')).not.toHaveProperty('skew_ms')
  expect(types(findings)).toEqual(['task.ended'])
  expect(listed(commands)).toEqual(['revoke credential c1'])
})

test.each([
  ['nothing tells of a skew', []],
  ['the clocks agree', calls(0)],
])('B03: the same use fires where %s', async (_, anchors) => {
  const { commands, findings } = await play([...TASK, ...anchors, END, use(150)])
  expect(types(findings)).toEqual(['task.ended', 'after-end.allowed'])
  expect(listed(commands)).toEqual(['revoke credential c1', 'contain agent a1'])
})

test('a use that is after the end by the true time too fires, and the finding says what was reckoned with', async () => {
  const { commands, findings } = await play(byArrival([...TASK, ...calls(90), END, use(250)], 90))
  expect(listed(commands)).toEqual(['revoke credential c1', 'contain agent a1'])
  expect(findings[1]?.message).toContain(
    '60 s after the end of task T1, and was let in (the clock of its source runs 90 s ahead, which is reckoned with)',
  )
})

const longer = at(3000, 'task.ended', { agent: 'a1', task: 'T1' })
const others = ['a2', 'a3'].flatMap((agent) => of(agent, [...TASK, ...call(42, 600)]))
const FAR = [...TASK, ...calls(600), ...others, use(660), use(665), longer]

test('B03: events whose clock is further off than the cap are withheld with a reason, until it is right again', async () => {
  const right = [700, 710, 720, 730, 740, 750, 760, 770, 780].flatMap((s) => call(s, 0))
  const { code, complaints, deadLetters, commands, joined, findings } = await play([
    ...byArrival(FAR.slice(0, -1), 600),
    ...right,
    longer,
    use(3100),
  ])
  expect(code).toBe(1)
  expect(complaints[0]).toBe(
    "/events-0.ndjson:21: the clock of resource-events runs 600 s ahead of the agents', more than the 300 s that are reckoned with: when this happened is not known [EVENT_CLOCK_SKEWED]",
  )
  expect(deadLetters[0]).toBe(JSON.stringify(use(660)))
  const withheld = ['use at 660', 'use at 665', 'call 700 at s3', 'call 710 at s3']
  const ids = joined.map(({ id }) => id)
  for (const id of withheld) expect(ids).not.toContain(id)
  expect(ids).toContain('call 780 at s3')
  expect(listed(commands)).toEqual(['revoke credential c1', 'contain agent a1'])
  expect(types(findings)).toEqual(['skew', '-skew', 'task.ended', 'after-end.allowed'])
  expect(findings[0]?.finding_info.analytic.uid).toBe('ambit.telemetry.skew')
  expect(findings[0]?.message).toBe(
    "the clock of resource-events runs 600 s ahead of the agents', as calls that both tell of show: its events are withheld until it is right, and nobody is watched there meanwhile.",
  )
})

test.each([
  [{ AMBIT_CLOCK_SKEW: 'off' }, 0],
  [{ AMBIT_CLOCK_SKEW: 'PT15M' }, 0],
  [{ AMBIT_CLOCK_SKEW: 'PT2M' }, 2],
])('how far a clock may be off is a setting: %j', async (env, withheld) => {
  const { deadLetters, commands } = await play(byArrival(FAR, 600), { env })
  expect(deadLetters.length).toBe(withheld)
  expect(listed(commands)).toEqual(['revoke credential c1'])
})

test('a credential used by a clock behind is its holder’s, although the stamp is before it was given', async () => {
  const later = [70, 82, 90, 101, 110].flatMap((s) => call(s, -60))
  const given = at(150, 'credential.issued', {
    workload: 'spiffe://corp/agents/a1',
    credential: 'c2',
    task: 'T1',
  })
  const early = at(100, 'resource.accessed', { ...READ, id: 'early', credential: 'c2' })
  const { joined } = await play([...byArrival([...TASK, ...later, given, early], -60)])
  expect(joined.find(({ id }) => id === 'early')).toMatchObject({
    identity: 'a1',
    attribution: 'bound',
    skew_ms: -59_800,
  })
})

test('a use that a clock behind puts before the end fires', async () => {
  const later = [70, 82, 90, 101, 110].flatMap((s) => call(s, -60))
  const end = at(200, 'task.ended', { agent: 'a1', task: 'T1' })
  const { commands, findings } = await play(byArrival([...TASK, ...later, end, use(190)], -60))
  expect(listed(commands)).toEqual(['revoke credential c1', 'contain agent a1'])
  expect(findings[1]?.message).toContain(
    '50 s after the end of task T1, and was let in (the clock of its source runs 60 s behind',
  )
})

test('what was cut off before the skew was known is given back when it is', async () => {
  const { commands, findings } = await play([...TASK, END, use(150), ...calls(90)])
  expect(listed(commands)).toEqual([
    'revoke credential c1',
    'contain agent a1',
    'reinstate agent a1',
  ])
  expect(types(findings)).toEqual(['task.ended', 'after-end.allowed', '-after-end.allowed'])
})

test.each([
  ['too few calls are told by both', calls(90).slice(0, 8)],
  [
    'calls take now long, now short',
    [5, 12, 20, 31, 40].flatMap((s, i) => call(s, [10, 95, 60, 90, 20][i] as number)),
  ],
  [
    'many calls go by one name, so that nobody knows which is which',
    [5, 12, 20, 31, 40]
      .flatMap((s) => call(s, 90, 'one trace'))
      .map((event, i) => ({ ...event, id: `of the trace ${i}` })),
  ],
])('no skew is known where %s', async (_, anchors) => {
  const { commands } = await play([...TASK, ...anchors, END, use(150)])
  expect(listed(commands)).toContain('contain agent a1')
})

test('without the name of a request the deed itself tells which call it is', async () => {
  const deeds = [5, 12, 20, 31, 40].flatMap((s, i) =>
    call(s, 90).map((event) => {
      const { trace_id: _, ...rest } = event
      return {
        ...rest,
        action: 's3:GetObject',
        credential: { id: 'c1' },
        resource: { id: `arn:aws:s3:::docs/${i}` },
      }
    }),
  )
  const { commands } = await play(byArrival([...TASK, ...deeds, use(150), END], 90))
  expect(listed(commands)).toEqual(['revoke credential c1'])
})

test('one agent that tells of its calls as it likes does not tell for all what the time is', async () => {
  const honest = ['a2', 'a3', 'a4'].flatMap((agent) =>
    of(agent, [...TASK, ...[8, 17, 33, 47, 60].flatMap((s) => call(s, 0))]),
  )
  const many = Array.from({ length: 40 }, (_, i) => call(3 + 2 * i, 90)).flat()
  const { commands } = await play([...TASK, ...honest, ...many, END, use(150)])
  expect(listed(commands)).toContain('contain agent a1')
})

test('one agent, or two, that tell false times get no source withheld, and are found after the end as before', async () => {
  const lies = [...TASK, ...calls(600), ...of('a2', [...TASK, ...calls(600)])]
  const { deadLetters, commands, findings } = await play([...byArrival(lies, 600), END, use(760)])
  expect(deadLetters).toEqual([])
  expect(types(findings)).not.toContain('skew')
  expect(listed(commands)).toContain('contain agent a1')
})

const settings = { ...loadSettings({ env: {} }), confirmation: null, decisions: 'none' as const }
const knowledge = loadKnowledge(settings)

/** As they come out of the other topology, through frames. */
function hopped(events: readonly Wire[]): readonly Joined[] {
  const admit = createAdmit({ limits: settings.limits })
  const identify = createIdentify(settings, knowledge, createGraph({ credentials: 100 }))
  const joined: Joined[] = []
  for (const [i, event] of events.entries()) {
    const origin = { topic: `${String(event['type'])}-events`, partition: 0, offset: String(i) }
    const admitted = admit.admitLine(JSON.stringify(event), origin) as Admitted
    identify.step(admitted, NaN, (one) => joined.push(one))
  }
  return encodeFrames(joined).flatMap((frame) => decodeFrame(frame, ''))
}

function judged(judge: Judge, joined: readonly Joined[]): readonly Command[] {
  const commands: Command[] = []
  const sink = {
    command: (command: Command) => void commands.push(command),
    decision: () => {},
    finding: () => {},
  }
  for (const one of joined) judge.step(one, sink)
  return commands
}

test('what is known of clocks, and what is half known, comes through a restart', () => {
  const joined = hopped(byArrival([...TASK, ...calls(90), END, use(150), use(260)], 90))
  const whole = judged(createJudge(settings, knowledge), joined)
  expect(listed(whole)).toEqual(['revoke credential c1', 'contain agent a1'])
  for (const cut of joined.keys()) {
    const first = createJudge(settings, knowledge)
    const state = createJudgeState(first)
    const before = judged(first, joined.slice(0, cut))
    state.touch('a1')
    const second = createJudge(settings, knowledge)
    const restored = createJudgeState(second)
    for (const [key, value] of state.drain()) {
      expect(value).toBe(state.current(key))
      if (value !== null) restored.restore(key, value)
    }
    expect([...before, ...judged(second, joined.slice(cut))]).toEqual(whole)
  }
})

test('however many calls wait for their other side, no more than a bound is kept, and what is told by both is found', () => {
  const judge = createJudge(settings, knowledge)
  const { clocks } = judge.correlate.watching
  const busy = Array.from({ length: 6_000 }, (_, i) => {
    const s = 2 + i / 100
    return i % 3 === 0
      ? call(s, 90, `call ${i}`)
      : [at(s, 'tool.called', { id: `e${i}`, agent: 'a1', task: 'T1', more: { trace_id: `${i}` } })]
  }).flat()
  judged(judge, hopped(byArrival([...TASK, ...busy], 90)))
  const state = createJudgeState(judge)
  expect([...clocks.sources.values()].map(({ skewMs }) => skewMs)).toEqual([90_200])
  expect(clocks.dropped).toBeGreaterThan(1_000)
  expect(state.current('k/seen')).toMatch(/^\[[1-9]/)
})

const SEED = Number(process.env['SEED'] ?? 20261127)
const RUNS = Number(process.env['RUNS'] ?? 12)
const moment = fc.integer({ min: 0, max: 250 })

/** A task whose calls were told by both for a while; then it ends, its credential may be revoked, and things are done with it. */
const endings = fc.record({
  endS: moment,
  revokedS: fc.option(moment, { nil: undefined }),
  uses: fc.array(fc.record({ atS: moment, outcome: fc.constantFrom('allow', 'allow', 'deny') }), {
    minLength: 1,
    maxLength: 6,
  }),
})

test('by whatever less than the cap the clock of resources is off, the same commands stand', async () => {
  await fc.assert(
    fc.asyncProperty(
      endings,
      fc.integer({ min: 10, max: 240 }),
      fc.boolean(),
      async ({ endS, revokedS, uses }, offS, behind) => {
        const story = (aheadS: number): readonly Wire[] =>
          byArrival(
            [
              at(-600, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
              at(-599, 'credential.issued', { credential: 'c1', agent: 'a1', task: 'T1' }),
              ...[-90, -83, -70, -62, -50].flatMap((s) => call(s, aheadS)),
              at(endS, 'task.ended', { agent: 'a1', task: 'T1' }),
              ...(revokedS === undefined
                ? []
                : [at(revokedS, 'credential.revoked', { credential: 'c1' })]),
              ...uses.map(({ atS, outcome }, i) =>
                at(atS + 0.2 + aheadS, 'resource.accessed', {
                  ...READ,
                  id: `use ${i}`,
                  credential: 'c1',
                  outcome,
                }),
              ),
            ],
            aheadS,
          )
        const right = await play(story(0))
        const off = await play(story(behind ? -offS : offS))
        expect(listed(off.commands)).toEqual(listed(right.commands))
        expect(types(off.findings)).toEqual(types(right.findings))
      },
    ),
    { seed: SEED, numRuns: RUNS },
  )
})

test('a use that a clock behind puts before its task, and that is heard of first, is held against that task', async () => {
  const later = [70, 82, 90, 101, 110].flatMap((s) => call(s, -60))
  const known = of('known', byArrival([...TASK, ...later], -60))
  const start = at(241, 'task.started', { agent: 'a2', task: 'T2', purpose: 'summarise' })
  const use = at(182, 'resource.accessed', {
    agent: 'a2',
    task: 'T2',
    action: 's3:PutObject',
    resource: 'r',
    outcome: 'allow',
  })
  for (const order of [
    [start, use],
    [use, start],
  ])
    expect(types((await play([...known, ...order])).findings)).toContain('shift.active')
})
