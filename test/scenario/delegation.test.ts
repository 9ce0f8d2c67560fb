// Stories of delegation: rights that grow on the way, deputies, sub-agents without a parent, and what goes with a delegator.
import { expect, test } from '@jest/globals'
import { netListed } from '../incidents.js'
import { grant } from './grants.js'
import { at, listed, play, second, types, type Played, type Said, type Wire } from './play.js'

const issue = (s: number, credential: string, task: string, scopes: readonly string[]): Wire =>
  at(s, 'credential.issued', { credential, task, scopes, workload: `spiffe://corp/${credential}` })
const does = (s: number, credential: string, action: string, more: Said = {}): Wire =>
  at(s, 'resource.accessed', { credential, action, resource: 'docs/1', outcome: 'allow', ...more })

/** a1 holds docs.read for its task, and delegates a part of it to a2, whose token is exchanged for that. */
const parent = (scopes: readonly string[] = ['docs.read']): readonly Wire[] => [
  at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
  issue(1, 'c1', 'T1', scopes),
]
const narrowing = [
  grant(10, 'a1', 'T1', 'a2', 'T2', ['docs.read']),
  issue(11, 'c2', 'T2', ['docs.read']),
  does(20, 'c2', 'docs.read'),
]

test('what is delegated within the rights of the delegator, and used within that, is left in peace', async () => {
  const { commands, findings } = await play([...parent(), ...narrowing])
  expect(commands).toEqual([])
  expect(findings).toEqual([])
})

test('a delegation wider than what the delegator holds costs the child its task, and names the link that widened', async () => {
  const { commands, findings } = await play([
    ...parent(),
    grant(10, 'a1', 'T1', 'a2', 'T2', ['docs.read', 'docs.write']),
  ])
  expect(listed(commands)).toEqual(['revoke task T2'])
  expect(commands[0]).toMatchObject({
    agent_id: 'a2',
    task_id: 'T2',
    rules: ['ambit.delegation.widened'],
    evidence: ['credential.issued@1/c1', 'grant@10/a1→a2'],
    reason:
      'Agent a1 delegated docs.write to agent a2 task T2, which it does not hold itself (it holds docs.read): task T2 and all bound to it are revoked.',
  })
  expect(types(findings)).toEqual(['delegation.widened'])
  expect(findings[0]?.severity_id).toBe(4)
})

test('what a wider delegation costs goes by the tier of the child, whose task it is, in whatever order the tiers are heard of', async () => {
  const tier = (agent: string, is: string): Wire => at(2, 'agent.heartbeat', { agent, tier: is })
  const wider = grant(10, 'a1', 'T1', 'a2', 'T2', ['docs.read', 'docs.write'])
  const came = async (delegator: string, child: string): Promise<readonly string[]> => {
    const tiers = [tier('a1', delegator), tier('a2', child)]
    const before = netListed((await play([...parent(), ...tiers, wider])).commands)
    expect(netListed((await play([...parent(), wider, ...tiers])).commands)).toEqual(before)
    return before
  }
  expect(await came('high', 'low')).toEqual(['escalate task T2'])
  expect(await came('low', 'high')).toEqual(['revoke task T2'])
})

test('globs cover what they stand for, and a wider glob than one’s own is a widening', async () => {
  const inside = await play([
    ...parent(['s3:Get*', 'sqs:*']),
    grant(10, 'a1', 'T1', 'a2', 'T2', ['s3:GetObject', 'sqs:Send*']),
  ])
  expect(inside.commands).toEqual([])
  const wider = await play([...parent(['s3:Get*']), grant(10, 'a1', 'T1', 'a2', 'T2', ['s3:*'])])
  expect(listed(wider.commands)).toEqual(['revoke task T2'])
})

test('the scopes of the parent that are told 2 min later still show that the delegation was wider', async () => {
  const [start, issued] = parent() as [Wire, Wire]
  const { commands } = await play([
    start,
    grant(10, 'a1', 'T1', 'a2', 'T2', ['docs.read', 'docs.write']),
    does(120, 'c9', 'docs.read'),
    issued,
  ])
  expect(listed(commands)).toEqual(['revoke task T2'])
  expect(second(commands[0]?.time as number)).toBe(10)
})

test('a token that is exchanged for more than was delegated is found when it is issued, and again when that is used', async () => {
  const { commands, findings } = await play([
    ...parent(),
    grant(10, 'a1', 'T1', 'a2', 'T2', ['docs.read']),
    issue(11, 'c2', 'T2', ['docs.read', 'docs.write']),
    does(20, 'c2', 'docs.write'),
    does(25, 'c2', 'docs.write'),
  ])
  expect(listed(commands)).toEqual(['revoke task T2'])
  expect(types(findings)).toEqual(['delegation.widened', 'delegation.widened'])
  expect(findings[0]?.message).toContain(
    'credential c2 was issued to agent a2 task T2 with docs.write',
  )
  expect(findings[1]?.message).toContain('a1 → a2')
  expect(findings[1]?.message).toContain('widened with credential c2')
})

test('a narrowing delegation whose parent is told 4 min late is nothing; never told, it is a finding of low severity and no widening', async () => {
  const [start, issued] = parent() as [Wire, Wire]
  const waiting = [start, ...narrowing, does(240, 'c2', 'docs.read')]
  const told = await play([...waiting, issued, does(400, 'c2', 'docs.read')])
  expect(told.commands).toEqual([])
  expect(told.findings).toEqual([])
  const untold = await play([...waiting, does(309, 'c2', 'docs.read')])
  expect(untold.findings).toEqual([])
  const { commands, findings } = await play([...waiting, does(311, 'c2', 'docs.read')])
  expect(commands).toEqual([])
  expect(types(findings)).toEqual(['delegation.unknown'])
  expect(findings[0]?.severity_id).toBe(2)
})

const act = (...actors: readonly string[]): Wire => {
  const [subject, ...rest] = actors
  let claim: object | undefined
  for (const sub of rest) claim = claim === undefined ? { sub } : { sub, act: claim }
  return { attributes: { sub: subject, act: claim } }
}

/** a2 has a right of its own to payroll, by a credential that it had before anybody delegated to it. */
const deputy = [
  at(0, 'agent.started', { agent: 'a2', workload: 'spiffe://corp/a2' }),
  at(1, 'credential.issued', {
    agent: 'a2',
    workload: 'spiffe://corp/a2',
    credential: 'own2',
    scopes: ['payroll.read'],
  }),
  at(2, 'task.started', {
    agent: 'a1',
    task: 'T1',
    more: { task: { id: 'T1', purpose: 'summarise', requested_by: 'u' } },
  }),
  issue(3, 'c1', 'T1', ['docs.read']),
]

test('a deputy that reads for an originator what that one may not loses this task, not its own right', async () => {
  const { commands, findings } = await play([
    ...deputy,
    grant(10, 'a1', 'T1', 'a2', 'T2'),
    does(20, 'own2', 'payroll.read', { agent: 'a2', task: 'T2', resource: 'payroll' }),
  ])
  expect(listed(commands)).toEqual(['revoke task T2'])
  expect(commands[0]).toMatchObject({ agent_id: 'a2', rules: ['ambit.delegation.confused-deputy'] })
  expect(commands[0]?.reason).toContain('for u (u → a1 → a2)')
  expect(commands[0]?.evidence).toContain('grant@10/a1→a2')
  expect(types(findings)).toEqual(['delegation.deputy'])
})

test('the same deputy that does so for itself, in a task of its own, is left in peace', async () => {
  const { commands, findings } = await play([
    ...deputy,
    grant(10, 'a1', 'T1', 'a2', 'T2'),
    at(15, 'task.started', { agent: 'a2', task: 'T9', purpose: 'summarise' }),
    does(20, 'own2', 'payroll.read', { agent: 'a2', task: 'T9', resource: 'payroll' }),
  ])
  expect(commands).toEqual([])
  expect(findings).toEqual([])
})

test('the act claims of a token tell the same chain where nobody reported a grant', async () => {
  const { commands } = await play([
    ...deputy.slice(2),
    at(10, 'credential.issued', {
      agent: 'a2',
      credential: 'x2',
      task: 'T2',
      scopes: ['payroll.read'],
      more: act('u', 'a1', 'a2'),
    }),
  ])
  expect(listed(commands)).toEqual(['revoke task T2'])
  expect(commands[0]?.reason).toContain('Agent a1 delegated payroll.read to agent a2 task T2')
})

test('what the originator may do himself is known where his own credential is, and a chain within it is left in peace', async () => {
  const human = (scopes: readonly string[]): Wire =>
    at(0, 'credential.issued', { agent: 'u', credential: 'session-u', scopes })
  const story = [
    ...deputy,
    grant(10, 'a1', 'T1', 'a2', 'T2', ['docs.read']),
    issue(12, 'c2', 'T2', ['docs.read']),
    does(20, 'c2', 'docs.read'),
  ]
  expect((await play([human(['docs.*']), ...story])).findings).toEqual([])
  const { commands } = await play([human(['mail.*']), ...story])
  expect(listed(commands)).toEqual(['revoke task T2'])
})

const orphan = [
  ...parent(),
  grant(10, 'a1', 'T1', 'a2', 'T2', ['docs.read']),
  issue(11, 'c2', 'T2', ['docs.read']),
  at(12, 'task.started', { agent: 'a2', task: 'T2', purpose: 'summarise' }),
  does(20, 'c2', 'docs.read'),
  at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
]

test('a sub-agent that still acts 10 min after its parent task ended loses its task; within the grace it does not', async () => {
  const inGrace = await play([...orphan, does(85, 'c2', 'docs.read')])
  expect(listed(inGrace.commands)).toEqual(['revoke credential c1'])
  const { commands, findings } = await play([
    ...orphan,
    does(660, 'c2', 'docs.read'),
    does(661, 'c2', 'docs.read'),
  ])
  expect(listed(commands)).toEqual(['revoke credential c1', 'revoke task T2'])
  expect(commands[1]).toMatchObject({ agent_id: 'a2', rules: ['ambit.delegation.orphaned'] })
  expect(types(findings)).toEqual(['task.ended', 'delegation.orphaned'])
})

test('a sub-agent is known by the parent that its task names, whichever of the two starts is heard of first', async () => {
  const child = at(12, 'task.started', {
    agent: 'a2',
    id: 'child',
    more: { task: { id: 'T2', purpose: 'summarise', parent: 'T1' } },
  })
  const rest = [
    issue(13, 'c2', 'T2', ['docs.read']),
    at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
    does(660, 'c2', 'docs.read'),
  ]
  const first = await play([...parent(), child, ...rest])
  expect(listed(first.commands)).toEqual(['revoke credential c1', 'revoke task T2'])
  const last = await play([child, ...parent(), ...rest])
  expect(netListed(last.commands)).toEqual(netListed(first.commands))
})

test('a sub-agent whose task somebody else asked for as well goes on after its parent', async () => {
  const own = orphan.map((event) =>
    event['type'] === 'task.started' && (event['agent'] as { id: string }).id === 'a2'
      ? { ...event, task: { id: 'T2', purpose: 'summarise', requested_by: 'bea' } }
      : event,
  )
  const { commands } = await play([...own, does(660, 'c2', 'docs.read')])
  expect(listed(commands)).toEqual(['revoke credential c1'])
})

test('what a delegator loses, those to whom it delegated lose with it, down the chain, each by a command of its own', async () => {
  const { commands } = await play([
    at(0, 'task.started', { agent: 'a1', tier: 'high', task: 'T1', purpose: 'summarise' }),
    issue(1, 'c1', 'T1', ['docs.read']),
    grant(10, 'a1', 'T1', 'a2', 'T2', ['docs.read']),
    grant(11, 'a1', 'T1', 'a3', 'T3'),
    grant(12, 'a2', 'T2', 'a4', 'T4'),
    does(20, 'c1', 'iam:CreateAccessKey', { resource: 'user/ops' }),
  ])
  expect(listed(commands)).toEqual([
    'contain agent a1',
    'revoke task T2',
    'revoke task T3',
    'revoke task T4',
  ])
  const [top, ...children] = commands
  expect(top?.reason).toContain('and with it what it delegated to a2 (task T2), a3 (task T3)')
  expect(top?.evidence).toEqual(expect.arrayContaining(['grant@10/a1→a2', 'grant@11/a1→a3']))
  for (const child of children) expect(child.rules).toEqual(['ambit.delegation.cascade'])
  expect(new Set(commands.map(({ id }) => id)).size).toBe(4)
})

test('of several grants of one time the same one is named, whichever was heard of first', async () => {
  const grants = ['g1', 'g2', 'g3'].map((id) => ({ ...grant(10, 'a1', 'T1', 'a2', 'T2'), id }))
  const told = async (order: readonly number[]): Promise<readonly unknown[]> => {
    const heard = order.map((n) => grants[n] as Wire)
    const seized = at(60, 'agent.compromised', { agent: 'a1' })
    const { commands } = await play([...parent(), ...heard, seized])
    expect(listed(commands)).toEqual(['contain agent a1', 'revoke task T2'])
    return commands.map(({ id, evidence }) => [id, evidence])
  }
  const first = await told([0, 1, 2])
  expect(await told([2, 1, 0])).toEqual(first)
  expect(await told([1, 2, 0])).toEqual(first)
})

test('where the command against the delegator is undone, so are those against whoever it delegated to', async () => {
  const { commands } = await play([
    at(0, 'task.started', { agent: 'a1', tier: 'high', task: 'T1' }),
    issue(1, 'c1', 'T1', ['docs.read']),
    grant(10, 'a1', 'T1', 'a2', 'T2', ['docs.read']),
    at(30, 'credential.revoked', { credential: 'c1' }),
    does(40, 'c1', 'docs.read'),
    at(35, 'credential.issued', { credential: 'c1', task: 'T1', scopes: ['docs.read'] }),
  ])
  expect(listed(commands)).toEqual([
    'contain agent a1',
    'revoke task T2',
    'reinstate agent a1',
    'reinstate task T2',
  ])
})

test('a chain that is longer, and a task out of which more is delegated, than is configured is told, and cuts nobody off', async () => {
  const deep = Array.from({ length: 6 }, (_, i) =>
    grant(10 + i, `a${i}`, `T${i}`, `a${i + 1}`, `T${i + 1}`),
  )
  const chained = await play(deep)
  expect(chained.commands).toEqual([])
  expect(chained.findings.map(({ message }) => message)).toEqual([
    'what agent a6 was delegated task T6 is 6 delegations away from the first (a0 → a1 → a2 → a3 → a4 → a5 → a6), more than 5.',
  ])
  const wide = Array.from({ length: 4 }, (_, i) => grant(10 + i, 'a1', 'T1', `b${i}`, `T${i}`))
  const fanned = await play(wide, { env: { AMBIT_DELEGATION_FAN_OUT: '3' } })
  expect(types(fanned.findings)).toEqual(['delegation.limit'])
  expect(fanned.findings[0]?.message).toContain('more than 3 others out of task T1')
})

test('a compromised workload is cut off at once with the 500 it delegated to: some by themselves, the rest as a person says', async () => {
  const children = Array.from({ length: 500 }, (_, i) =>
    at(10 + i / 100, 'delegation.granted', {
      workload: 'spiffe://corp/x',
      id: `grant-${i}`,
      more: { delegation: { to: `child-${i}`, task: `K${i}` } },
    }),
  )
  const { commands, findings } = await play([
    at(0, 'workload.started', { workload: 'spiffe://corp/x' }),
    ...children,
    at(60, 'workload.compromised', { workload: 'spiffe://corp/x' }),
  ])
  const cut = commands.filter(({ rules }) => rules[0] !== 'ambit.delegation.limit')
  expect(listed(cut.slice(0, 2))).toEqual(['contain workload spiffe://corp/x', 'revoke task K0'])
  expect(cut[0]?.reason).toContain('child-0 (task K0), child-1 (task K1)')
  expect(cut[0]?.reason).toContain('and 492 more')
  expect(cut[0]?.evidence).toHaveLength(501)
  const rest = cut.slice(1)
  expect(rest).toHaveLength(500)
  const revoked = rest.filter(({ type }) => type === 'revoke').length
  expect([revoked > 0, revoked <= 5]).toEqual([true, true])
  expect(rest.filter(({ type }) => type === 'escalate')).toHaveLength(500 - revoked)
  expect(rest.at(-1)?.reason).toContain('the budget for automatic commands is spent')
  const top = findings.find(({ finding_info }) => finding_info.types[0] === 'compromised')
  expect(top?.unmapped.ambit['children']).toHaveLength(500)
})

test('each agent that runs on a compromised workload is cut off, and what it delegated with it', async () => {
  const { commands } = await play([
    at(0, 'agent.started', { agent: 'a1', workload: 'spiffe://corp/x' }),
    at(0, 'agent.started', { agent: 'a2', workload: 'spiffe://corp/x' }),
    at(0, 'agent.started', { agent: 'a3', workload: 'spiffe://corp/y' }),
    grant(10, 'a1', 'T1', 'b1', 'K1'),
    grant(11, 'a3', 'T3', 'b3', 'K3'),
    at(60, 'workload.compromised', { workload: 'spiffe://corp/x' }),
  ])
  expect([...listed(commands)].sort()).toEqual([
    'contain agent a1',
    'contain agent a2',
    'contain workload spiffe://corp/x',
    'revoke task K1',
  ])
})

test('scopes that are named in another way than what is done say nothing of it, unless they only let read and it is privileged', async () => {
  const child = (scopes: readonly string[], action: string): Promise<Played> =>
    play([
      at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
      issue(1, 'c1', 'T1', scopes),
      grant(10, 'a1', 'T1', 'a2', 'T2', scopes),
      at(11, 'task.started', {
        agent: 'a2',
        task: 'T2',
        capabilities: ['read', 'write', 'send', 'identity'],
      }),
      does(20, 'c2', action, { agent: 'a2', task: 'T2' }),
    ])
  const of = async (scopes: readonly string[], action: string): Promise<readonly string[]> =>
    types((await child(scopes, action)).findings)
  expect(await of(['https://www.googleapis.com/auth/drive'], 's3:PutObject')).toEqual([])
  expect(await of(['docs.read'], 'storage.objects.create')).toEqual([])
  expect(await of(['docs.read'], 's3:PutObject')).toEqual([])
  expect(await of(['docs.read'], 'iam:CreateAccessKey')).toEqual(['delegation.widened'])
  expect(await of(['docs.read'], 'docs.write')).toEqual(['delegation.widened'])
  expect(await of(['s3:Get*'], 's3:PutObject')).toEqual(['delegation.widened'])
  expect(await of(['s3:*'], 's3:PutObject')).toEqual([])
})
