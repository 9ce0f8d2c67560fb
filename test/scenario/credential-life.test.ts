// Stories of what is held too long: tasks that rest, credentials whose time is over, and more than the open tasks need.
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
const DAY_S = 86_400
/** Something unrelated, so that time goes on. */
const elsewhere = (s: number): Wire =>
  at(s, 'process.started', { id: `elsewhere@${s}`, workload: 'spiffe://corp/clock' })
const SUSPENDED = [...TASK, at(60, 'task.suspended', { agent: 'a1', task: 'T1' })]

test('B09: nothing is revoked when a task is suspended, and the same container resumes after two hours', async () => {
  const { commands, findings } = await play([
    ...SUSPENDED,
    elsewhere(3600),
    at(7260, 'task.resumed', { agent: 'a1', task: 'T1' }),
    at(7300, 'resource.accessed', READ),
    elsewhere(3 * DAY_S),
  ])
  expect(commands).toEqual([])
  expect(findings).toEqual([])
})

test('B09: a task that rests for longer than a day has ended, and its credential goes', async () => {
  const early = await play([...SUSPENDED, elsewhere(60 + DAY_S + 299)])
  expect(early.commands).toEqual([])
  const { commands, findings } = await play([...SUSPENDED, elsewhere(60 + DAY_S + 300)])
  expect(listed(commands)).toEqual(['revoke credential c1'])
  expect(second(commands[0]?.time as number)).toBe(60 + DAY_S)
  expect(commands[0]?.reason).toMatch(/^Task T1 was suspended for too long, which ends it,/)
  expect(commands[0]?.evidence).toContain('task.suspended@60/a1')
  expect(types(findings)).toEqual(['task.ended'])
})

test('how long a task may rest is configured, and may be for ever', async () => {
  const hour = await play([...SUSPENDED, elsewhere(60 + 3600 + 300)], {
    env: { AMBIT_SUSPENSION: 'PT1H' },
  })
  expect(listed(hour.commands)).toEqual(['revoke credential c1'])
  const ever = await play([...SUSPENDED, elsewhere(20 * DAY_S)], { config: 'suspension: off\n' })
  expect(ever.commands).toEqual([])
})

test('a word of its resumption that comes later than its rest could last starts the task anew', async () => {
  const { commands } = await play([
    ...SUSPENDED,
    at(60 + 2 * DAY_S, 'task.resumed', { agent: 'a1', task: 'T1' }),
    at(65 + 2 * DAY_S, 'credential.issued', {
      workload: 'spiffe://corp/agents/a1',
      credential: 'c1',
      task: 'T1',
    }),
    at(70 + 2 * DAY_S, 'resource.accessed', READ),
  ])
  expect(listed(commands)).toEqual(['revoke credential c1'])
  expect(second(commands[0]?.time as number)).toBe(60 + DAY_S)
})

test('a suspension and a resumption that arrive in the other order are still a rest that ended', async () => {
  const { commands } = await play([
    ...TASK,
    at(100, 'task.resumed', { agent: 'a1', task: 'T1' }),
    at(60, 'task.suspended', { agent: 'a1', task: 'T1' }),
    elsewhere(3 * DAY_S),
  ])
  expect(commands).toEqual([])
})

const EXPIRING: readonly Wire[] = [
  at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
  at(1, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1', expiresS: 900 }),
  at(20, 'resource.accessed', READ),
]

test('a credential that is let in long after its own time is over is asked about, once, as nobody said that it was renewed', async () => {
  const { commands, findings } = await play([
    ...EXPIRING,
    at(1200, 'resource.accessed', READ),
    at(1210, 'resource.accessed', READ),
  ])
  expect(listed(commands)).toEqual(['escalate credential c1'])
  expect(types(findings)).toEqual(['after-expiry'])
  expect(commands[0]?.reason).toContain('300 s after its time was over')
})

test('clocks that are apart, refusals, and a renewal in time make nothing of an expiry', async () => {
  const apart = await play([...EXPIRING, at(985, 'resource.accessed', READ)])
  expect(apart.findings).toEqual([])
  const refused = await play([
    ...EXPIRING,
    at(1200, 'resource.accessed', { ...READ, outcome: 'deny' }),
  ])
  expect(refused.findings).toEqual([])
  for (const expiresS of [1800, undefined]) {
    const renewed = await play([
      ...EXPIRING,
      at(890, 'credential.renewed', {
        agent: 'a1',
        credential: 'c1',
        ...(expiresS === undefined ? {} : { expiresS }),
      }),
      at(1200, 'resource.accessed', READ),
    ])
    expect(renewed.findings).toEqual([])
  }
})

test('a renewal that is told after the use that it allows takes the question back', async () => {
  const { commands } = await play([
    ...EXPIRING,
    at(1200, 'resource.accessed', READ),
    at(890, 'credential.renewed', { id: 'renewed', agent: 'a1', credential: 'c1', expiresS: 1800 }),
  ])
  expect(listed(commands)).toEqual(['escalate credential c1'])
  const inTime = await play([
    ...EXPIRING,
    at(1000, 'resource.accessed', READ),
    at(890, 'credential.renewed', { id: 'renewed', agent: 'a1', credential: 'c1', expiresS: 1800 }),
  ])
  expect(listed(inTime.commands)).toEqual(['escalate credential c1', 'reinstate credential c1'])
})

/** S16: a task that needs to read the CRM, and an agent that collects more. */
const token = (s: number, credential: string, scopes: readonly string[], task?: string): Wire =>
  at(s, 'credential.issued', {
    agent: 'a1',
    credential,
    scopes,
    ...(task === undefined ? {} : { task }),
  })
const CRM = [
  at(0, 'task.started', { agent: 'a1', task: 'T', capabilities: ['crm.read'] }),
  token(5, 'crm', ['crm.read'], 'T'),
]

test('S16: what is held beyond the need of the open tasks for a quarter of an hour is one finding, not one per token', async () => {
  const { commands, findings } = await play([
    ...CRM,
    token(10, 'mail', ['mail.read', 'mail.send'], 'T1'),
    token(20, 'drive', ['drive.read'], 'T2'),
    elsewhere(20 + 900 + 300),
    elsewhere(7200),
  ])
  expect(commands).toEqual([])
  expect(types(findings)).toEqual(['accumulation'])
  expect(second(findings[0]?.time as number)).toBe(10 + 900)
  expect(findings[0]?.message).toContain('credential mail')
  expect(findings[0]?.message).not.toContain('credential crm')
})

test('S16: scopes of the task itself that its declared need does not cover count too, and for a high tier a person is asked', async () => {
  const { commands, findings } = await play([
    at(0, 'task.started', { agent: 'a1', tier: 'high', task: 'T', capabilities: ['crm.read'] }),
    token(5, 'crm', ['crm.read', 'crm.delete'], 'T'),
    token(5, 'all', ['drive.read']),
    elsewhere(1300),
  ])
  expect(types(findings)).toEqual(['accumulation'])
  expect(findings[0]?.message).toContain('of credential crm crm.delete')
  expect(findings[0]?.message).toContain('of credential all drive.read')
  expect(listed(commands)).toEqual(['escalate credential all'])
})

test.each([
  [
    'it is released within the time',
    [token(10, 'mail', ['mail.read'], 'T1'), at(600, 'credential.revoked', { credential: 'mail' })],
  ],
  [
    'the task that it is for starts in time',
    [
      token(10, 'mail', ['mail.read'], 'T1'),
      at(300, 'task.started', {
        agent: 'a1',
        task: 'T1',
        purpose: 'triage',
        capabilities: ['mail.read'],
      }),
    ],
  ],
  [
    'an open task declares no purpose',
    [token(10, 'mail', ['mail.read'], 'T1'), at(15, 'task.started', { agent: 'a1', task: 'T1' })],
  ],
  ['nobody can read its scopes', [token(10, 'mail', ['*', 'openid'], 'T')]],
  [
    'it expires',
    [
      at(10, 'credential.issued', {
        agent: 'a1',
        credential: 'mail',
        scopes: ['mail.read'],
        task: 'T1',
        expiresS: 500,
      }),
    ],
  ],
  [
    'it overlaps with the one that took over from it',
    [
      at(10, 'credential.renewed', {
        agent: 'a1',
        credential: 'crm2',
        scopes: ['crm.read'],
        more: { attributes: { replaces: 'crm' } },
      }),
    ],
  ],
])('nothing is held too long where %s', async (_, more) => {
  const { findings } = await play([...CRM, ...more, elsewhere(7200)])
  expect(types(findings)).toEqual([])
})

test('an agent that tells of no task holds what nobody can measure', async () => {
  const { findings } = await play([
    token(5, 'crm', ['crm.read'], 'T'),
    token(6, 'mail', ['mail.read'], 'T1'),
    elsewhere(7200),
  ])
  expect(findings).toEqual([])
})

test('a task that ended leaves nothing behind to be held: what a command has revoked is released', async () => {
  const { findings } = await play([
    ...CRM,
    at(7, 'task.started', { agent: 'a1', task: 'T1', purpose: 'triage' }),
    token(10, 'mail', ['mail.read'], 'T1'),
    at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
    elsewhere(7200),
  ])
  expect(types(findings)).toEqual(['task.ended'])
})

test('whatever order a rest, its end, an issue and a start arrive in, the same stands in the end', async () => {
  const events = [
    ...CRM,
    token(10, 'mail', ['mail.read'], 'T1'),
    at(30, 'task.suspended', { agent: 'a1', task: 'T' }),
    at(90, 'task.resumed', { agent: 'a1', task: 'T' }),
    at(100, 'task.suspended', { agent: 'a1', task: 'T' }),
  ]
  const later = [elsewhere(2 * 3600), elsewhere(100 + DAY_S + 300)]
  const told = async (order: readonly Wire[]): Promise<unknown> => {
    const { commands, findings } = await play([...order, ...later])
    return [commands.map(({ id }) => id), findings.map(({ finding_info }) => finding_info.uid)]
  }
  const inOrder = await told(events)
  expect(inOrder).toEqual([[expect.any(String)], [expect.any(String), expect.any(String)]])
  for (let turn = 1; turn < events.length; turn++)
    expect(await told([...events.slice(turn), ...events.slice(0, turn)].reverse())).toEqual(inOrder)
})

test('a task that starts again after it was suspended for too long is not waited for without end', async () => {
  const day = 24 * 3600
  const played = await play([
    at(0, 'task.started', { agent: 'a1', task: 'T1' }),
    at(10, 'task.suspended', { agent: 'a1', task: 'T1' }),
    at(day + 120, 'task.started', { agent: 'a1', task: 'T1', id: 'again' }),
    at(day + 7200, 'process.started', { workload: 'spiffe://corp/clock' }),
  ])
  expect(played.joined).toHaveLength(4)
})
