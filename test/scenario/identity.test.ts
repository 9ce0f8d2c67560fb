// Stories of whose a credential is: copied tokens, gateways, restarts, unknown keys, and claims to be somebody else.
import { expect, test } from '@jest/globals'
import { at, listed, play, second, types, type Said, type Wire } from './play.js'

const P1 = 'spiffe://corp/ns/a/sa/x'
const P7 = 'spiffe://corp/ns/b/sa/y'
const CALL: Said = {
  credential: 'jti-1',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::docs',
  outcome: 'allow',
}
const ISSUED: readonly Wire[] = [
  at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise', workload: P1 }),
  at(1, 'credential.issued', { workload: P1, credential: 'jti-1', task: 'T1' }),
  at(10, 'resource.accessed', { ...CALL, workload: P1 }),
]

test.each(['low', 'medium', 'high'])(
  'a token replayed from a second workload is revoked at its first use there, at tier %s',
  async (tier) => {
    const { commands, findings } = await play([
      at(0, 'agent.started', { agent: 'a1', tier, workload: P1 }),
      ...ISSUED,
      ...[15, 16, 17].map((s) => at(s, 'resource.accessed', { ...CALL, workload: P7 })),
    ])
    expect(listed(commands)).toEqual(['revoke credential jti-1'])
    expect(commands[0]?.evidence).toEqual([
      'credential.issued@1/jti-1',
      'resource.accessed@15/jti-1',
    ])
    expect(types(findings)).toEqual(['second-workload'])
  },
)

test('a token that nobody gave to a workload belongs to the first that uses it', async () => {
  const { commands } = await play([
    at(1, 'credential.issued', { agent: 'a1', credential: 'jti-1' }),
    at(10, 'resource.accessed', { ...CALL, workload: P1 }),
    at(15, 'resource.accessed', { ...CALL, workload: P7 }),
  ])
  expect(listed(commands)).toEqual(['revoke credential jti-1'])
})

test('a restarted agent with the same SPIFFE id and a new SVID is the same workload', async () => {
  const { commands, findings } = await play([
    ...ISSUED,
    at(20, 'svid.issued', { agent: 'a1', workload: P1, credential: 'serial-2' }),
    at(21, 'workload.started', { agent: 'a1', workload: P1 }),
    at(22, 'resource.accessed', { ...CALL, workload: P1 }),
    at(23, 'resource.accessed', { ...CALL, credential: 'serial-2', workload: P1 }),
    at(24, 'resource.accessed', { ...CALL, workload: P1 }),
  ])
  expect(commands).toEqual([])
  expect(findings).toEqual([])
})

test('an agent that is started on a second workload may use its token there', async () => {
  const { commands } = await play([
    ...ISSUED,
    at(20, 'agent.started', { agent: 'a1', workload: P7 }),
    at(25, 'resource.accessed', { ...CALL, workload: P7 }),
  ])
  expect(commands).toEqual([])
})

test.each([
  [
    'at its start',
    [at(0, 'workload.started', { workload: P7, more: { attributes: { proxy: true } } })],
    {},
  ],
  ['in the configuration', [], { config: 'proxies: ["spiffe://corp/ns/b/*"]\n' }],
])(
  'a gateway declared as a proxy %s forwards the tokens of others',
  async (_, declared, options) => {
    const { commands, findings } = await play(
      [...declared, ...ISSUED, at(15, 'resource.accessed', { ...CALL, workload: P7 })],
      options,
    )
    expect(commands).toEqual([])
    expect(findings).toEqual([])
  },
)

test('a key that nobody issued is asked about once the lateness has passed, and not before', async () => {
  const uses = [0, 60, 120].map((s) =>
    at(s, 'resource.accessed', { ...CALL, credential: 'k9', agent: 'a1' }),
  )
  const soon = await play([...uses, at(299, 'process.started', { workload: P1 })])
  expect(soon.commands).toEqual([])
  const later = await play([...uses, at(301, 'process.started', { workload: P1 })])
  expect(listed(later.commands)).toEqual(['escalate credential k9'])
  expect(second(later.commands[0]?.time as number)).toBe(300)
  expect(types(later.findings)).toEqual(['unissued'])
})

test('a key whose issue comes late, but inside the lateness, is nobody’s concern', async () => {
  const { commands, findings } = await play([
    at(10, 'resource.accessed', { ...CALL, credential: 'k9' }),
    at(5, 'credential.issued', { agent: 'a1', credential: 'k9' }),
    at(400, 'process.started', { workload: P1 }),
  ])
  expect(commands).toEqual([])
  expect(findings).toEqual([])
})

test('a role used outside the runtime, with no agent in sight, is asked about under its own name', async () => {
  const { commands, joined } = await play([
    at(10, 'resource.accessed', {
      ...CALL,
      credential: 'role/agent-runtime',
      more: { source: { ip: '198.51.100.7' } },
    }),
    at(400, 'process.started', { workload: P1 }),
  ])
  expect(listed(commands)).toEqual(['escalate credential role/agent-runtime'])
  expect(commands[0]?.agent_id).toBe('')
  expect(joined[0]).toMatchObject({ identity: 'role/agent-runtime', attribution: 'none' })
})

test.each([
  ['low', ['escalate credential jti-1']],
  ['medium', ['revoke credential jti-1']],
  ['high', ['revoke credential jti-1']],
])(
  'an event that names another agent than its credential is bound to costs the credential of tier %s',
  async (tier, expected) => {
    const { commands, joined } = await play([
      at(0, 'agent.started', { agent: 'a1', tier, workload: P1 }),
      ...ISSUED,
      at(15, 'resource.accessed', { ...CALL, agent: 'a2', workload: P1 }),
      at(16, 'resource.accessed', { ...CALL, agent: 'a2', workload: P1 }),
    ])
    expect(listed(commands)).toEqual(expected)
    expect(commands[0]?.agent_id).toBe('a1')
    expect(joined.at(-1)).toMatchObject({ identity: 'a1', attribution: 'bound' })
  },
)

test('a credential of two agents, used without a name, blames neither of them', async () => {
  const { commands, findings, joined } = await play([
    at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise', credential: 'k1' }),
    at(0, 'task.started', { agent: 'a2', task: 'T2', purpose: 'summarise', credential: 'k1' }),
    at(10, 'resource.accessed', { ...CALL, credential: 'k1', action: 'iam:CreateUser' }),
  ])
  expect(joined.at(-1)).toMatchObject({ candidates: ['a1', 'a2'], identity: 'k1' })
  expect(commands.map((command) => command.type)).toEqual(['escalate'])
  expect(commands[0]?.agent_id).toBe('')
  expect(commands[0]?.reason).toContain('it may have been any of a1, a2')
  expect(findings[0]?.unmapped.ambit['attributed']).toBe(false)
})

test('two agents on one workload: what only the workload did is neither’s', async () => {
  const { commands, joined } = await play([
    at(0, 'agent.started', { agent: 'a1', tier: 'high', workload: P1 }),
    at(0, 'agent.started', { agent: 'a2', tier: 'high', workload: P1 }),
    at(10, 'tool.called', { workload: P1, tool: 'create_user' }),
  ])
  expect(joined.at(-1)).toMatchObject({ identity: P1, candidates: ['a1', 'a2'] })
  expect(commands.map((command) => command.type)).toEqual(['escalate'])
})

test('two agents that call their tasks the same do not end each other’s', async () => {
  const { commands } = await play([
    ...['a1', 'a2'].flatMap((agent) => [
      at(0, 'task.started', { agent, task: '1', purpose: 'summarise' }),
      at(1, 'credential.issued', { agent, task: '1', credential: `${agent}-key` }),
    ]),
    at(60, 'task.ended', { agent: 'a1', task: '1' }),
    at(200, 'resource.accessed', { ...CALL, agent: 'a2', credential: 'a2-key', task: '1' }),
  ])
  expect(listed(commands)).toEqual(['revoke credential a1-key'])
})

test('ids that are empty texts name nobody, and a use by nobody is let pass with a decision', async () => {
  const { commands, decisions, joined, code } = await play([
    at(0, 'tool.called', {
      agent: '',
      task: '',
      credential: '',
      workload: '',
      tool: 'create_user',
    }),
  ])
  expect(code).toBe(0)
  expect(commands).toEqual([])
  expect(joined[0]).toMatchObject({ identity: '', attribution: 'none' })
  expect(decisions).toHaveLength(1)
})
