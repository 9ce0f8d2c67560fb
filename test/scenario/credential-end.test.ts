// Stories of credentials at and after the end of their task, their revocation and their rotation.
import { expect, test } from '@jest/globals'
import { at, listed, play, second, types, type Said, type Wire } from './play.js'

const READ: Said = {
  credential: 'c1',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::reports',
  outcome: 'allow',
}
const TASK: readonly Wire[] = [
  at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
  at(1, 'credential.issued', { workload: 'spiffe://corp/agents/a1', credential: 'c1', task: 'T1' }),
  at(20, 'resource.accessed', READ),
]
const ENDED: readonly Wire[] = [...TASK, at(60, 'task.ended', { agent: 'a1', task: 'T1' })]

test('when a task ends, the credential that was issued for it is revoked, once and for everybody to check', async () => {
  const { commands, decisions, findings } = await play(ENDED)
  expect(listed(commands)).toEqual(['revoke credential c1'])
  expect(commands[0]).toMatchObject({
    time: (ENDED[3] as { time: number }).time,
    agent_id: 'a1',
    task_id: 'T1',
    rules: ['ambit.credential.task-ended'],
    evidence: ['task.started@0/a1', 'credential.issued@1/c1', 'task.ended@60/a1'],
    mode: 'enforce',
    undoes: null,
    attempt: 1,
    approval: null,
  })
  expect(decisions.map((decision) => decision.id)).toContain(commands[0]?.decision_id)
  expect(types(findings)).toEqual(['task.ended'])
})

test('the same end of a task gives the same command on every replay', async () => {
  const [one, two] = [await play(ENDED), await play(ENDED)]
  expect(two.text).toBe(one.text)
  expect(one.commands[0]?.id).toMatch(/^cmd-[0-9a-f]{32}$/)
})

test('a credential tried after its task, and refused, is one finding and no command, however often it is tried', async () => {
  const probes = Array.from({ length: 7 }, (_, i) =>
    at(200 + i, 'resource.accessed', {
      ...READ,
      action: 'secretsmanager:GetSecretValue',
      outcome: 'deny',
    }),
  )
  const { commands, decisions, findings } = await play([
    ...ENDED,
    at(61, 'credential.revoked', { credential: 'c1' }),
    ...probes,
  ])
  expect(listed(commands)).toEqual(['revoke credential c1'])
  expect(types(findings)).toEqual(['task.ended', 'after-end.denied'])
  expect(findings[1]?.severity_id).toBe(3)
  const probed = decisions.filter((decision) => second(decision.time) >= 200)
  expect(probed.map((decision) => decision.outcome)).toEqual(Array(7).fill('allow'))
  expect(new Set(probed.flatMap((decision) => decision.rules))).toEqual(
    new Set(['ambit.credential.after-end']),
  )
})

test('a credential used after its task, and let in, contains the agent, once for all of its calls', async () => {
  const uses = Array.from({ length: 5 }, (_, i) =>
    at(200 + i, 'resource.accessed', { ...READ, action: 'secretsmanager:GetSecretValue' }),
  )
  const { commands, findings } = await play([...ENDED, ...uses])
  expect(listed(commands)).toEqual(['revoke credential c1', 'contain agent a1'])
  expect(types(findings)).toEqual(['task.ended', 'after-end.allowed'])
  expect(findings[1]?.severity_id).toBe(5)
})

test.each(['low', 'medium', 'high'])(
  'an agent of tier %s that is let in after its task is contained all the same',
  async (tier) => {
    const { commands } = await play([
      at(0, 'task.started', { agent: 'a1', tier, task: 'T1', purpose: 'summarise' }),
      ...ENDED.slice(1),
      at(91, 'resource.accessed', READ),
    ])
    expect(listed(commands)).toEqual(['revoke credential c1', 'contain agent a1'])
  },
)

test('a call in flight when its task ends is let pass for the grace of 30 s, and counted', async () => {
  const events = [...ENDED, at(75, 'resource.accessed', READ), at(90, 'resource.accessed', READ)]
  expect(listed((await play(events)).commands)).toEqual(['revoke credential c1'])
  expect((await play(events, { summary: true })).text).toMatch(/grace used +2\n/)
})

test('a read from before the end that arrives after it is no use after the end', async () => {
  const { commands, findings } = await play([...ENDED, at(55, 'resource.accessed', READ)])
  expect(listed(commands)).toEqual(['revoke credential c1'])
  expect(types(findings)).toEqual(['task.ended'])
})

test('where the late event says that the task had not ended yet, the command is undone and its finding closed', async () => {
  // The first end turns out to be of an earlier run of the task.
  const { commands, findings } = await play([
    ...TASK,
    at(60, 'credential.revoked', { credential: 'c1' }),
    at(70, 'resource.accessed', READ),
    at(65, 'credential.issued', {
      workload: 'spiffe://corp/agents/a1',
      credential: 'c1',
      task: 'T1',
    }),
  ])
  expect(listed(commands)).toEqual(['contain agent a1', 'reinstate agent a1'])
  expect(commands[1]?.undoes).toBe(commands[0]?.id)
  expect(types(findings)).toEqual(['after-end.allowed', '-after-end.allowed'])
  expect(findings[1]?.status_code).toBe('late_event')
})

test('a revoked credential that is let in after the 5 s of propagation contains the agent; within them nothing happens', async () => {
  const revoked = [...TASK, at(30, 'credential.revoked', { credential: 'c1' })]
  const inside = await play([...revoked, at(35, 'resource.accessed', READ)])
  expect(inside.commands).toEqual([])
  expect(inside.findings).toEqual([])
  const after = await play([...revoked, at(36, 'resource.accessed', READ)])
  expect(listed(after.commands)).toEqual(['contain agent a1'])
  const refused = await play([
    ...revoked,
    at(36, 'resource.accessed', { ...READ, outcome: 'deny' }),
  ])
  expect(refused.commands).toEqual([])
})

test('a refusal that only the enforcement point reports is a refusal', async () => {
  const { outcome: _, ...call } = READ
  const { commands, findings } = await play([
    ...ENDED,
    at(200, 'resource.accessed', {
      ...call,
      more: { pep: { id: 'gw', kind: 'gateway', decision: 'deny' } },
    }),
  ])
  expect(listed(commands)).toEqual(['revoke credential c1'])
  expect(types(findings)).toContain('after-end.denied')
})

test('an agent cannot bring a revoked credential back to life by naming it at the start of a task', async () => {
  const { commands } = await play([
    ...TASK,
    at(30, 'credential.revoked', { credential: 'c1' }),
    at(40, 'task.started', { agent: 'a1', task: 'T2', purpose: 'summarise', credential: 'c1' }),
    at(50, 'resource.accessed', READ),
  ])
  expect(listed(commands)).toEqual(['contain agent a1'])
})

test('a credential that two tasks share lives until the second of them ends', async () => {
  const shared = [
    ...TASK,
    at(10, 'task.started', { agent: 'a1', task: 'T2', purpose: 'summarise', credential: 'c1' }),
    at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
    at(120, 'resource.accessed', READ),
  ]
  expect((await play(shared)).commands).toEqual([])
  const both = await play([...shared, at(180, 'task.ended', { agent: 'a1', task: 'T2' })])
  expect(listed(both.commands)).toEqual(['revoke credential c1'])
  expect(both.commands[0]?.task_id).toBe('T2')
})

test.each([
  [
    'the other agent issues it to itself',
    'credential.issued',
    { agent: 'a2', credential: 'c1', task: 'T2' },
  ],
  [
    'the first agent grants it',
    'delegation.granted',
    { agent: 'a1', credential: 'c1', task: 'T1', more: { delegation: { to: 'a2', task: 'T2' } } },
  ],
] as const)(
  'a credential that another agent holds for its open task outlives the end of the first (%s)',
  async (_, type, said) => {
    const events = [
      ...TASK,
      at(30, 'task.started', { agent: 'a2', task: 'T2', purpose: 'summarise' }),
      at(31, type, said),
      at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
    ]
    expect((await play(events)).commands).toEqual([])
    const both = await play([...events, at(90, 'task.ended', { agent: 'a2', task: 'T2' })])
    expect(listed(both.commands)).toEqual(['revoke credential c1'])
    expect(both.commands[0]).toMatchObject({ agent_id: 'a2', task_id: 'T2' })
  },
)

test('a task of the same name that starts again is a new task, and its use is no use after the end', async () => {
  const daily = [
    ...ENDED,
    at(3600, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
    at(3601, 'credential.issued', {
      workload: 'spiffe://corp/agents/a1',
      credential: 'c1',
      task: 'T1',
    }),
    at(3700, 'resource.accessed', READ),
  ]
  expect(listed((await play(daily)).commands)).toEqual(['revoke credential c1'])
  const twice = await play([...daily, at(3800, 'task.ended', { agent: 'a1', task: 'T1' })])
  expect(listed(twice.commands)).toEqual(['revoke credential c1', 'revoke credential c1'])
  expect(new Set(twice.commands.map((command) => command.id)).size).toBe(2)
})

test('a suspended task keeps its credential, and the same container resumes after two hours', async () => {
  const { commands, findings } = await play([
    ...TASK,
    at(60, 'task.suspended', { agent: 'a1', task: 'T1' }),
    at(7260, 'task.resumed', { agent: 'a1', task: 'T1' }),
    at(7300, 'resource.accessed', READ),
  ])
  expect(commands).toEqual([])
  expect(findings).toEqual([])
})

test.each([61, 600])(
  'a credential issued at second %d for a task that was over at 60 is revoked at once, and nobody contained',
  async (s) => {
    const { commands } = await play([
      ...TASK.slice(0, 1),
      at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
      at(s, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1' }),
    ])
    expect(listed(commands)).toEqual(['revoke credential c1'])
  },
)

test('a credential that its issuer has revoked or that has expired before the end needs no command', async () => {
  const revoked = await play([
    ...TASK,
    at(50, 'credential.revoked', { credential: 'c1' }),
    ...ENDED.slice(3),
  ])
  expect(revoked.commands).toEqual([])
  const expired = await play([
    ...TASK.slice(0, 1),
    at(1, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1', expiresS: 50 }),
    ...ENDED.slice(3),
  ])
  expect(expired.commands).toEqual([])
})

const RENEWED: Said = {
  workload: 'spiffe://corp/agents/a1',
  credential: 'k2',
  more: { attributes: { replaces: 'c1' } },
}

test('while a key is rotated both keys work, for the hour that they overlap', async () => {
  const { commands, findings } = await play([
    ...TASK,
    at(600, 'credential.renewed', RENEWED),
    at(700, 'resource.accessed', READ),
    at(710, 'resource.accessed', { ...READ, credential: 'k2' }),
    at(3500, 'resource.accessed', READ),
  ])
  expect(commands).toEqual([])
  expect(findings).toEqual([])
})

test('the old key used after the overlap contains the agent, and the new one goes with the task', async () => {
  const { commands } = await play([
    ...TASK,
    at(600, 'credential.renewed', RENEWED),
    at(4200, 'credential.expired', { credential: 'c1' }),
    at(4300, 'resource.accessed', READ),
    at(5000, 'task.ended', { agent: 'a1', task: 'T1' }),
  ])
  expect(listed(commands)).toEqual(['contain agent a1', 'revoke credential k2'])
})

test('ten thousand events read again change nothing, and are counted', async () => {
  const day = Array.from({ length: 10_000 }, (_, i) =>
    at(i / 100, 'resource.accessed', { ...READ, id: `r${i}` }),
  )
  const events = [...TASK, ...day, at(101, 'task.ended', { agent: 'a1', task: 'T1' })]
  const once = await play(events, { only: 'ambit.commands,ambit.findings' })
  const twice = await play([...events, ...events], { only: 'ambit.commands,ambit.findings' })
  expect(twice.text).toBe(once.text)
  expect((await play([...events, ...events], { summary: true })).text).toMatch(/duplicate +10004\n/)
})

/** So many that what was known of the first is let go of. */
const MANY = Array.from({ length: 80 }, (_, i) => i)
const issued = (n: number): Wire =>
  at(200 + n, 'credential.issued', {
    workload: 'spiffe://corp/agents/a1',
    credential: `more${n}`,
    task: 'T2',
  })
/** Tells of something earlier than was heard last, so that all that is at hand is judged anew. */
const EARLIER = at(270, 'credential.issued', {
  workload: 'spiffe://corp/agents/a1',
  credential: 'earlier',
  task: 'T2',
})

test('a command stands when the credential that it revoked is one of so many that nothing is known of it any more', async () => {
  const { commands } = await play([
    ...ENDED,
    at(100, 'task.started', { agent: 'a1', task: 'T2', purpose: 'summarise' }),
    ...MANY.map(issued),
    EARLIER,
  ])
  expect(listed(commands)).toEqual(['revoke credential c1'])
})

test('so does what was said of a use after the end of its task', async () => {
  const { commands, findings } = await play([
    ...ENDED,
    at(95, 'resource.accessed', READ),
    at(100, 'task.started', { agent: 'a1', task: 'T2', purpose: 'summarise' }),
    ...MANY.map(issued),
    EARLIER,
  ])
  expect(types(findings).slice(0, 2)).toEqual(['task.ended', 'after-end.allowed'])
  expect(types(findings).filter((type) => type.startsWith('-'))).toEqual([])
  expect(listed(commands).filter((text) => text.startsWith('reinstate'))).toEqual([])
})

test('to begin and end a task again and again does not bring back what was revoked for a use after its end', async () => {
  const { commands, findings } = await play([
    ...ENDED,
    at(95, 'resource.accessed', READ),
    ...MANY.flatMap((n) => [
      at(100 + n / 10, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
      at(100.05 + n / 10, 'task.ended', { agent: 'a1', task: 'T1' }),
    ]),
    at(105.01, 'task.started', { agent: 'a1', task: 'T2', purpose: 'summarise' }),
  ])
  expect(types(findings)).toContain('after-end.allowed')
  expect(types(findings).filter((type) => type.startsWith('-'))).toEqual([])
  expect(listed(commands).filter((text) => text.startsWith('reinstate'))).toEqual([])
})

test('a task is remembered for as long as a credential of it lives, however many tasks came and went since', async () => {
  const { findings } = await play([
    ...ENDED,
    ...MANY.flatMap((n) => [
      at(100 + n, 'task.started', { agent: 'a1', task: `more${n}`, purpose: 'summarise' }),
      at(101 + n, 'task.ended', { agent: 'a1', task: `more${n}` }),
    ]),
    at(300, 'resource.accessed', READ),
  ])
  expect(types(findings)).toEqual(['task.ended', 'after-end.allowed'])
})

test('a command stands when the run of the task that it followed is one of many that came and went since', async () => {
  const run = (n: number): readonly Wire[] => [
    at(100 * n, 'task.started', { agent: 'a1', task: 'daily', purpose: 'summarise' }),
    at(100 * n + 1, 'credential.issued', {
      workload: 'spiffe://corp/agents/a1',
      credential: `run${n}`,
      task: 'daily',
    }),
    // Of one run the credential outlives its end.
    ...(n === 2 ? [] : [at(100 * n + 49, 'credential.revoked', { credential: `run${n}` })]),
    at(100 * n + 50, 'task.ended', { agent: 'a1', task: 'daily' }),
  ]
  const { commands } = await play([
    ...MANY.slice(0, 30).flatMap(run),
    at(2949, 'task.started', { agent: 'a1', task: 'other', purpose: 'summarise' }),
  ])
  expect(new Set(listed(commands))).toEqual(new Set(['revoke credential run2']))
})

test('nothing that was done in runs of a task that are remembered no more is held to be after its end', async () => {
  const run = (n: number): readonly Wire[] => [
    at(100 * n, 'task.started', { agent: 'a1', task: 'daily', purpose: 'summarise' }),
    ...(n === 0
      ? [
          at(1, 'credential.issued', {
            workload: 'spiffe://corp/agents/a1',
            credential: 'c1',
            task: 'daily',
          }),
        ]
      : []),
    at(100 * n + 20, 'resource.accessed', READ),
    at(100 * n + 50, 'task.ended', { agent: 'a1', task: 'daily' }),
  ]
  const { findings } = await play([
    ...MANY.slice(0, 30).flatMap(run),
    at(2949, 'task.started', { agent: 'a1', task: 'other', purpose: 'summarise' }),
    // Told of an hour late.
    at(520, 'resource.accessed', { ...READ, resource: 'arn:aws:s3:::others' }),
  ])
  expect(new Set(types(findings))).toEqual(new Set(['task.ended']))
})
