// What is done about a cause: the form of commands and decisions, the budget, and shadow mode, through the whole program.
import { expect, test } from '@jest/globals'
import { at, listed, play, START_MS, type Wire } from './scenario/play.js'

/** An agent that was asked to summarise and creates an access key. */
const astray = (n: number, second: number, tier = 'medium'): readonly Wire[] => [
  at(second, 'task.started', { agent: `a${n}`, tier, task: `T${n}`, purpose: 'summarise' }),
  at(second, 'credential.issued', { agent: `a${n}`, credential: `c${n}`, task: `T${n}` }),
  at(second + 1, 'resource.accessed', {
    agent: `a${n}`,
    credential: `c${n}`,
    action: 'iam:CreateAccessKey',
    outcome: 'allow',
  }),
]
const many = (count: number, everyS: number): readonly Wire[] =>
  Array.from({ length: count }, (_, n) => astray(n, n * everyS)).flat()

test('the sixth automatic command of a rule within ten minutes becomes a question to a person', async () => {
  const { commands } = await play(many(6, 10))
  expect(commands.map((command) => command.type)).toEqual([...Array(5).fill('revoke'), 'escalate'])
  expect(commands[5]).toMatchObject({ agent_id: 'a5', approval: { on_timeout: 'revoke' } })
  expect(commands[5]?.reason).toContain('budget')
})

test('after ten minutes there is room again', async () => {
  const { commands } = await play(many(7, 130))
  expect(commands.map((command) => command.type)).toEqual(Array(7).fill('revoke'))
})

test('the budget can be switched off', async () => {
  const { commands } = await play(many(8, 10), { config: 'budget: off\n' })
  expect(commands.map((command) => command.type)).toEqual(Array(8).fill('revoke'))
})

test('however many a rule may give, no more than a share of the identities seen in the last hour is cut off', async () => {
  const config = 'budget: { per_rule: 100, window: PT10M, share: 0.02 }\n'
  const few = await play(many(8, 10), { config })
  expect(few.commands.filter((command) => command.type === 'revoke')).toHaveLength(5)
  const crowd = Array.from({ length: 400 }, (_, n) =>
    at(0, 'tool.called', { id: `n${n}`, agent: `n${n}`, tool: 'read_file' }),
  )
  const large = await play([...crowd, ...many(10, 10)], { config })
  expect(large.commands.filter((command) => command.type === 'revoke')).toHaveLength(8)
})

test('revocations at the end of tasks are not counted: a whole fleet may go home', async () => {
  const day = Array.from({ length: 40 }, (_, n) => [
    at(0, 'task.started', { agent: `a${n}`, task: `T${n}`, purpose: 'summarise' }),
    at(1, 'credential.issued', { agent: `a${n}`, credential: `c${n}`, task: `T${n}` }),
  ]).flat()
  const home = Array.from({ length: 40 }, (_, n) =>
    at(60, 'task.ended', { agent: `a${n}`, task: `T${n}` }),
  )
  const { commands } = await play([...day, ...home])
  expect(commands.map((command) => command.type)).toEqual(Array(40).fill('revoke'))
})

test('in shadow everything is said and marked so', async () => {
  const enforced = await play(astray(1, 0))
  const shadow = await play(astray(1, 0), { config: 'mode: shadow\n' })
  expect(shadow.commands.map((command) => command.mode)).toEqual(['shadow'])
  expect(new Set(shadow.decisions.map((decision) => decision.mode))).toEqual(new Set(['shadow']))
  expect(shadow.findings[0]?.unmapped.ambit['mode']).toBe('shadow')
  expect(shadow.commands[0]?.id).toBe(enforced.commands[0]?.id)
})

const ruled = (ambit: string): Readonly<Record<string, string>> => ({
  'key.yml': `title: key made\nlogsource: { product: ambit }\nambit: { ${ambit} }
detection: { s: { action: 'iam:CreateAccessKey' }, condition: s }\n`,
})
const RUNS = at(0, 'agent.started', { agent: 'a0', workload: 'spiffe://example.org/w' })

test('where the event names no workload, a command names the one that the agent runs on, be it by the plan or by a rule file', async () => {
  const { commands } = await play([RUNS, ...astray(0, 1)], { rules: ruled('response: revoke') })
  const said = commands.map(({ rules, workload_id }) => [
    rules[0]?.startsWith('ambit.'),
    workload_id,
  ])
  expect(said.sort()).toEqual([
    [false, 'spiffe://example.org/w'],
    [true, 'spiffe://example.org/w'],
  ])
})

test('a rule that is aimed at workloads acts on one that the event names, whatever was heard before of the agent', async () => {
  const rules = ruled('response: contain, scope: workload')
  for (const events of [
    [RUNS, ...astray(0, 1)],
    [...astray(0, 1), RUNS],
  ]) {
    const { commands } = await play(events, { rules })
    expect(commands.filter(({ type }) => type === 'contain').map(({ scope }) => scope)).toEqual([
      'agent',
    ])
  }
})

test('a question carries its approval and lapses with it; a command that acts carries none', async () => {
  const { commands } = await play([
    ...astray(1, 0, 'low'),
    ...astray(2, 0, 'high'),
    ...astray(3, 0),
  ])
  const [asked, contained, revoked] = commands
  expect(asked).toMatchObject({
    type: 'escalate',
    time: START_MS + 1000,
    expires: START_MS + 1000 + 15 * 60_000,
    approval: { deadline: START_MS + 1000 + 15 * 60_000, on_timeout: 'revoke' },
  })
  expect(asked?.approval?.id).toMatch(/^apr-[0-9a-f]{32}$/)
  expect(contained).toMatchObject({
    type: 'contain',
    scope: 'agent',
    agent_id: 'a2',
    approval: null,
  })
  expect(revoked).toMatchObject({
    type: 'revoke',
    scope: 'credential',
    credential_id: 'c3',
    approval: null,
  })
  for (const command of commands) expect(command.expires).toBeGreaterThan(command.time)
})

test('a revoked credential stays so until it would have ended by itself', async () => {
  const { commands } = await play([
    at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
    at(1, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1', expiresS: 3600 }),
    at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
  ])
  expect(commands[0]?.expires).toBe(START_MS + 3_600_000)
})

test('each use of authority has one decision, and nothing else has', async () => {
  const { decisions } = await play([
    at(0, 'agent.started', { agent: 'a1' }),
    at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
    at(1, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1' }),
    at(2, 'prompt.received', { agent: 'a1', more: { prompt: { text: 'hello', from: 'user' } } }),
    at(3, 'tool.called', { agent: 'a1', tool: 'read_file' }),
    at(4, 'tool.returned', { agent: 'a1', tool: 'read_file' }),
    at(5, 'delegation.granted', {
      agent: 'a1',
      task: 'T1',
      more: { delegation: { to: 'a2', task: 'T2' } },
    }),
    at(6, 'resource.accessed', {
      agent: 'a1',
      credential: 'c1',
      action: 's3:GetObject',
      resource: 'b',
      sensitivity: 'internal',
    }),
  ])
  expect(decisions.map((decision) => decision.event)).toEqual([
    'credential.issued@1/c1/a1',
    'tool.called@3/a1',
    'delegation.granted@5/a1',
    'resource.accessed@6/c1/a1',
  ])
  expect(decisions[3]).toMatchObject({
    agent_id: 'a1',
    credential_id: 'c1',
    task_id: 'T1',
    purpose: 'summarise',
    capability: 'read',
    action: 's3:GetObject',
    resource_id: 'b',
    sensitivity: 'internal',
    outcome: 'allow',
    rules: [],
    mode: 'enforce',
  })
})

test('with decisions: notable only those that are not a plain allow are told', async () => {
  const { decisions } = await play(astray(1, 0), { config: 'decisions: notable\n' })
  expect(decisions.map((decision) => decision.outcome)).toEqual(['revoke'])
})

test('an agent of a higher tier than was known is answered anew', async () => {
  const { commands } = await play([
    at(1, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
    at(2, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1' }),
    at(3, 'resource.accessed', { agent: 'a1', credential: 'c1', action: 'iam:CreateAccessKey' }),
    at(0, 'agent.started', { agent: 'a1', tier: 'high' }),
  ])
  expect(listed(commands)).toEqual([
    'revoke credential c1',
    'reinstate credential c1',
    'contain agent a1',
  ])
})
