// Stories of agents that leave the purpose of their task, and of those that only seem to.
import { expect, test } from '@jest/globals'
import { at, listed, play, types, type Said, type Wire } from './play.js'

const SUMMARISER: Said = { agent: 'a1', task: 'T1', purpose: 'summarise' }
const READ: Said = {
  agent: 'a1',
  credential: 'AKIA1',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::docs',
  outcome: 'allow',
}
const ADMIN: Said = { ...READ, action: 'iam:CreateAccessKey', resource: 'user/bob' }
const before = (tier?: string): readonly Wire[] => [
  at(0, 'task.started', tier === undefined ? SUMMARISER : { ...SUMMARISER, tier }),
  at(1, 'credential.issued', { agent: 'a1', credential: 'AKIA1', task: 'T1' }),
  at(5, 'tool.called', { agent: 'a1', task: 'T1', tool: 'search_docs' }),
  at(6, 'resource.accessed', READ),
]

test.each([
  ['low', ['escalate task T1']],
  ['medium', ['revoke credential AKIA1']],
  [undefined, ['revoke credential AKIA1']],
  ['high', ['contain agent a1']],
])(
  'an agent of tier %s that was asked to summarise and creates an access key gets its answer, once however often it calls',
  async (tier, expected) => {
    const calls = Array.from({ length: 6 }, (_, i) => at(30 + i, 'resource.accessed', ADMIN))
    const { commands, findings, decisions } = await play([...before(tier), ...calls])
    expect(listed(commands)).toEqual(expected)
    expect(types(findings)).toEqual(['shift.privileged'])
    expect(commands[0]?.reason).toContain(
      'was asked to summarise (task T1) and used identity (iam:CreateAccessKey)',
    )
    const [outcome] = (expected[0] as string).split(' ')
    expect(
      decisions.filter((one) => one.action === ADMIN.action).map((one) => one.outcome),
    ).toEqual(Array(6).fill(outcome))
    expect(
      decisions
        .filter((one) => one.action !== ADMIN.action)
        .every((one) => one.outcome === 'allow'),
    ).toBe(true)
  },
)

test.each([
  ['low', ['escalate task T1']],
  ['medium', ['revoke task T1']],
  ['high', ['contain agent a1']],
])(
  'without a credential in use, a privileged tool of tier %s ends the task instead',
  async (tier, expected) => {
    const { commands } = await play([
      ...before(tier),
      at(30, 'tool.called', { agent: 'a1', task: 'T1', tool: 'create_user' }),
    ])
    expect(listed(commands)).toEqual(expected)
  },
)

test.each([
  ['low', ['escalate task T1'], ['escalate']],
  ['medium', ['revoke credential AKIA1', 'revoke credential AKIA2'], ['revoke']],
  ['high', ['contain agent a1'], ['contain']],
])(
  'two keys misused in one task by an agent of tier %s: each key goes, but to ask or to contain once is enough',
  async (tier, expected) => {
    const { commands } = await play([
      ...before(tier),
      at(2, 'credential.issued', { agent: 'a1', credential: 'AKIA2', task: 'T1' }),
      at(30, 'resource.accessed', ADMIN),
      at(31, 'resource.accessed', { ...ADMIN, credential: 'AKIA2' }),
    ])
    expect(listed(commands)).toEqual(expected)
  },
)

test.each([
  ['low', []],
  ['medium', ['escalate task T1']],
  ['high', ['revoke task T1']],
])(
  'an agent of tier %s that was asked to summarise and writes is answered by the plan',
  async (tier, expected) => {
    const { commands, findings, decisions } = await play([
      ...before(tier),
      at(30, 'resource.accessed', { ...READ, action: 's3:PutObject' }),
      at(31, 'resource.accessed', { ...READ, action: 's3:PutObject' }),
    ])
    expect(listed(commands)).toEqual(expected)
    expect(types(findings)).toEqual(['shift.active'])
    const outcome = expected.length === 0 ? 'allow' : (expected[0] as string).split(' ')[0]
    expect(decisions.at(-1)).toMatchObject({
      outcome,
      rules: ['ambit.shift.active'],
      purpose: 'summarise',
    })
  },
)

const NO_PURPOSE: readonly Wire[] = [
  ...Array.from({ length: 30 }, (_, day) => at(day * 86_400, 'resource.accessed', READ)),
  at(30 * 86_400, 'resource.accessed', { ...READ, action: 'iam:AttachRolePolicy' }),
]

test.each([
  ['low', 0],
  ['medium', 1],
  ['high', 1],
])(
  'thirty days of reading and then a role policy, with no purpose declared, by an agent of tier %s: never revoked',
  async (tier, escalations) => {
    const { commands, findings } = await play([
      at(0, 'agent.started', { agent: 'a1', tier }),
      at(0, 'credential.issued', { agent: 'a1', credential: 'AKIA1' }),
      ...NO_PURPOSE,
    ])
    expect(commands.map((command) => command.type)).toEqual(Array(escalations).fill('escalate'))
    expect(types(findings)).toEqual(['shift.learned'])
  },
)

test('a privileged class that the identity has used before is no news', async () => {
  const { findings } = await play([
    at(0, 'credential.issued', { agent: 'a1', credential: 'AKIA1' }),
    ...NO_PURPOSE,
    at(31 * 86_400, 'resource.accessed', { ...READ, action: 'iam:AttachRolePolicy' }),
  ])
  // That nobody answered the question in all the time is another matter.
  expect(types(findings).filter((type) => type !== 'approval.refused')).toEqual(['shift.learned'])
})

test('a purpose that nobody has described counts as undeclared', async () => {
  const { commands, findings } = await play([
    at(0, 'task.started', { ...SUMMARISER, purpose: 'making the world better' }),
    ...before().slice(1),
    at(20, 'resource.accessed', { ...READ, action: 's3:PutObject' }),
    at(30, 'resource.accessed', ADMIN),
  ])
  expect(types(findings)).toEqual(['shift.learned'])
  expect(commands.map((command) => command.type)).toEqual(['escalate'])
})

test('an agent whose task is the maintenance of access rights may do it, with a decision that says so', async () => {
  const { commands, findings, decisions } = await play([
    at(0, 'task.started', { ...SUMMARISER, purpose: 'iam-maintenance' }),
    ...before().slice(1),
    at(30, 'resource.accessed', ADMIN),
  ])
  expect(commands).toEqual([])
  expect(findings).toEqual([])
  expect(decisions.at(-1)).toMatchObject({
    outcome: 'allow',
    purpose: 'iam-maintenance',
    capability: 'identity',
  })
})

test('a list that the task brings itself says what it may do, a domain’s class included', async () => {
  const own: Said = {
    agent: 'a1',
    task: 'T1',
    purpose: 'summarise',
    capabilities: ['read', 'email.send'],
  }
  const send = (tool: string): Wire => at(30, 'tool.called', { agent: 'a1', task: 'T1', tool })
  expect((await play([at(0, 'task.started', own), send('send_email')])).findings).toEqual([])
  const other = await play([at(0, 'task.started', own), send('slack_send_message')])
  expect(types(other.findings)).toEqual(['shift.active'])
  expect(listed(other.commands)).toEqual(['escalate task T1'])
})

test('a purpose of the house described in a rule folder is a declared one', async () => {
  const rules = { 'purposes.yml': 'purposes:\n  harvest: { capabilities: [read, identity] }\n' }
  const events = [
    at(0, 'task.started', { ...SUMMARISER, purpose: 'harvest' }),
    ...before().slice(1),
    at(30, 'resource.accessed', ADMIN),
  ]
  expect((await play(events, { rules })).commands).toEqual([])
  expect((await play(events)).commands).toHaveLength(1)
})

test('with two tasks open, what one of them covers is no shift', async () => {
  const { commands } = await play([
    ...before(),
    at(2, 'task.started', { agent: 'a1', task: 'T2', purpose: 'iam-maintenance' }),
    at(30, 'resource.accessed', { ...ADMIN, credential: 'AKIA9' }),
  ])
  expect(commands).toEqual([])
})

test('a task that names itself on the call is held to its own purpose, whatever else is open', async () => {
  const { commands } = await play([
    ...before(),
    at(2, 'task.started', { agent: 'a1', task: 'T2', purpose: 'iam-maintenance' }),
    at(30, 'resource.accessed', { ...ADMIN, task: 'T1' }),
  ])
  expect(listed(commands)).toEqual(['revoke credential AKIA1'])
})

test('where the start of the task comes after its first calls, the judgement is put right', async () => {
  const { commands, findings } = await play([
    at(30, 'resource.accessed', ADMIN),
    at(1, 'credential.issued', { agent: 'a1', credential: 'AKIA1', task: 'T1' }),
    at(0, 'task.started', { ...SUMMARISER, purpose: 'iam-maintenance' }),
  ])
  expect(commands.map((command) => command.type)).toEqual(['escalate', 'reinstate'])
  expect(types(findings)).toEqual(['shift.learned', '-shift.learned'])
})

test('to begin and end one task after another does not get an agent out of its containment', async () => {
  const { commands } = await play([
    ...before('high'),
    at(30, 'tool.called', { agent: 'a1', task: 'T1', tool: 'create_user' }),
    at(31, 'credential.revoked', { credential: 'AKIA1' }),
    at(32, 'task.ended', { agent: 'a1', task: 'T1' }),
    ...Array.from({ length: 80 }, (_, n) => [
      at(100 + n, 'task.started', { agent: 'a1', task: `more${n}`, purpose: 'summarise' }),
      at(100.5 + n, 'task.ended', { agent: 'a1', task: `more${n}` }),
    ]).flat(),
    // Earlier than was heard last, so that all that is at hand is judged anew.
    at(170.2, 'task.started', { agent: 'a1', task: 'earlier', purpose: 'summarise' }),
  ])
  expect(listed(commands)).toEqual(['contain agent a1'])
})
