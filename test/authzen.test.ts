// Decisions at request time: OpenID AuthZEN 1.0 over HTTP, policies in Cedar, answers from the live state of the program.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createAuthorize, type Access, type Live } from '../src/authorize/authorize.js'
import { createPolicies, type Policies } from '../src/authorize/policies.js'
import { loadSettings } from '../src/cli/config.js'
import { loadPolicies, policiesAtWork } from '../src/cli/rules-policies.js'
import { loadKnowledge } from '../src/cli/replay.js'
import { createDigest } from '../src/correlate/arguments.js'
import { createContext } from '../src/correlate/contexts.js'
import type { Tier } from '../src/model/capability.js'
import { installAccess } from '../src/web/access.js'
import { createMetrics } from '../src/web/metrics.js'
import { createServer } from '../src/web/server.js'
import { shifted } from './incidents.js'
import { build, folder, killAll, launch, start, until, type Running } from './program.js'
import { at, type Said, type Wire } from './scenario/play.js'

beforeAll(build, 120_000)
afterAll(killAll)

const settings = loadSettings({ env: {} })
const knowledge = loadKnowledge(settings)
const SCHEMA = 'rules/policies/ambit.cedarschema'
const schema = { file: SCHEMA, text: readFileSync(SCHEMA, 'utf8') }

// --- The specification's examples, with policies that say what its owner would ---

/** alice may read documents 1 and 3, and the todo. */
const ALICE = `
@id("alice.reads")
permit (principal == Ambit::Identity::"alice@example.com", action == Ambit::Action::"read", resource)
when { resource.kind == "document" || resource.kind == "todo" };
@id("alice.not-this-one")
@reason("Subject is a viewer of the resource")
forbid (principal, action, resource == Ambit::Resource::"2");
`

const nobody: Live = {
  notReady: () => null,
  whose: () => ({ identity: '', agentId: '', credentialId: '', taskId: '' }),
  contextOf: () => null,
  questionOf: () => null,
}

interface Asked {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly body: { decision?: boolean; context?: Access['context']; evaluations?: Access[] }
}

function served(
  live: Partial<Live> = {},
  { policies = cedar(ALICE), failOpen = [] as readonly Tier[], mode = 'enforce' } = {},
): FastifyInstance {
  const metrics = createMetrics({ process: false })
  const { app } = createServer({
    settings: { ...settings, http: { ...settings.http, token: 'correct horse' } },
    metrics,
    alive: () => null,
    ready: () => null,
    admitLine: () => {
      throw new Error('no event is sent here')
    },
    append: async () => {},
    page: async () => ({ items: [], next: null }),
  })
  const authorize = createAuthorize({
    live: { ...nobody, ...live },
    policies,
    policyVersion: 'v1',
    ...knowledge,
    digest: createDigest(null),
    failOpen: new Set(failOpen),
    threshold: 70,
    shadow: mode === 'shadow',
  })
  installAccess(app, { authorize, metrics, now: () => 1_795_507_200_000 })
  return app
}

function cedar(text: string): Policies {
  const { policies, problems } = createPolicies(schema, [{ file: 'p.cedar', text }])
  if (policies === null) throw new Error(problems.join('\n'))
  return policies
}

async function ask(
  app: FastifyInstance,
  path: string,
  payload: unknown,
  headers: Record<string, string> = {},
): Promise<Asked> {
  const answer = await app.inject({
    method: 'POST',
    url: path,
    headers: { host: '127.0.0.1', 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
}

const ONE = '/access/v1/evaluation'
const MANY = '/access/v1/evaluations'
const alice = { type: 'user', id: 'alice@example.com' }
const document = (id: string) => ({ resource: { type: 'document', id } })
const decisions = ({ body }: Asked) => body.evaluations?.map(({ decision }) => decision)

test('the evaluation of the AuthZEN specification is answered in its form, with its request id', async () => {
  const request = {
    subject: alice,
    resource: { type: 'todo', id: '1' },
    action: { name: 'can_read' },
    context: { time: '1985-10-26T01:22-07:00' },
  }
  const id = 'bfe9eb29-ab87-4ca3-be83-a1d5d8305716'
  const { status, headers, body } = await ask(served(), ONE, request, { 'x-request-id': id })
  expect([status, headers['x-request-id']]).toEqual([200, id])
  expect(String(headers['content-type'])).toMatch(/^application\/json\b/)
  expect(body.decision).toBe(true)
})

test.each([
  ['execute_all', [true, false, true]],
  ['deny_on_first_deny', [true, false]],
  ['permit_on_first_permit', [true]],
])(
  'evaluations with the semantic %s give the answers of the specification',
  async (semantic, wanted) => {
    const request = {
      subject: alice,
      action: { name: 'read' },
      options: { evaluations_semantic: semantic },
      evaluations: [document('1'), document('2'), document('3')],
    }
    const asked = await ask(served(), MANY, request)
    expect([asked.status, decisions(asked)]).toEqual([200, wanted])
    expect(asked.body).not.toHaveProperty('decision')
  },
)

test('what an evaluation does not say is taken whole from the top, and what it says wins', async () => {
  const app = served()
  const request = {
    subject: alice,
    action: { name: 'can_read' },
    evaluations: [
      document('boxcarring.md'),
      { action: { name: 'can_edit' }, ...document('resource-search.md') },
      { subject: { type: 'user', id: 'bob@example.com' }, ...document('1') },
    ],
  }
  expect(decisions(await ask(app, MANY, request))).toEqual([true, false, false])
  // Without evaluations it is one evaluation.
  for (const more of [{}, { evaluations: [] }]) {
    const single = { subject: alice, action: { name: 'read' }, ...document('1'), ...more }
    expect((await ask(app, MANY, single)).body).toMatchObject({ decision: true })
  }
})

test('an evaluation that is wrong is refused by itself, and the others are decided', async () => {
  const request = {
    subject: alice,
    action: { name: 'read' },
    evaluations: [document('1'), { resource: { type: 'document' } }, document('2')],
  }
  const { status, body } = await ask(served(), MANY, request)
  expect(status).toBe(200)
  expect(body.evaluations).toMatchObject([
    { decision: true },
    {
      decision: false,
      context: { error: { status: 400, message: 'evaluations[1].resource.id: it is missing' } },
    },
    { decision: false, context: { reason: 'Subject is a viewer of the resource' } },
  ])
})

test('arguments that are nested without end are refused by themselves, and end no answer', async () => {
  const text = (said: object) =>
    JSON.stringify(said).replace('"deep"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)
  const deep = { ...document('1'), context: { arguments: 'deep' } }
  const asked = { subject: alice, action: { name: 'send_mail' } }
  const one = await ask(served(), ONE, text({ ...asked, ...deep }))
  expect([one.status, (one.body as { detail?: string }).detail]).toEqual([
    400,
    'context: it is nested deeper than 64 levels',
  ])
  const both = { subject: alice, action: { name: 'read' }, evaluations: [deep, document('1')] }
  const { status, body } = await ask(served(), MANY, text(both))
  expect(status).toBe(200)
  expect(body.evaluations).toMatchObject([
    { decision: false, context: { error: { status: 400 } } },
    { decision: true },
  ])
})

test.each([
  ['no subject', { action: { name: 'read' }, ...document('1') }, /subject: it is missing/],
  ['no action', { subject: alice, ...document('1') }, /action: it is missing/],
  ['an id that is a number', { subject: { type: 'user', id: 7 } }, /subject\.id: a text/],
  ['no JSON', '{', /no JSON/],
  ['a list', '[]', /JSON object/],
  [
    'an unknown semantic',
    { evaluations: [{}], options: { evaluations_semantic: 'any' } },
    /one of/,
  ],
  ['too many', { evaluations: Array.from({ length: 101 }, () => ({})) }, /at most 100/],
])('a request with %s is refused with 400 and says why', async (_what, payload, why) => {
  const path = typeof payload === 'object' && 'evaluations' in payload ? MANY : ONE
  const { status, body } = await ask(served(), path, payload, { 'x-request-id': 'r-1' })
  expect([status, (body as { detail?: string }).detail]).toEqual([400, expect.stringMatching(why)])
})

test('a body that is too large is refused with the limit of this address', async () => {
  const { status, body } = await ask(served(), ONE, ' '.repeat(1024 * 1024 + 1))
  expect([status, (body as { detail?: string }).detail]).toEqual([
    413,
    'a body may have at most 1048576 bytes here; send it in parts',
  ])
})

test('a wrong token is refused with 401 and the request id, another content type with 400', async () => {
  const one = { subject: alice, action: { name: 'read' }, ...document('1') }
  const wrong = await ask(served(), ONE, one, {
    authorization: 'Bearer wrong',
    'x-request-id': 'r',
  })
  expect([wrong.status, wrong.headers['x-request-id']]).toEqual([401, 'r'])
  expect((await ask(served(), ONE, one, { 'content-type': 'text/plain' })).status).toBe(400)
})

test('what the decision point can do is told at its well-known place', async () => {
  const answer = await served().inject({
    url: '/.well-known/authzen-configuration',
    headers: { host: '127.0.0.1:7070' },
  })
  expect(answer.json()).toEqual({
    policy_decision_point: 'http://127.0.0.1:7070',
    access_evaluation_endpoint: 'http://127.0.0.1:7070/access/v1/evaluation',
    access_evaluations_endpoint: 'http://127.0.0.1:7070/access/v1/evaluations',
  })
})

test('while the state is not there the answer is by the tier, as configured, and elsewhere it is never yes', async () => {
  const live = { notReady: () => 'state is being restored' }
  const request = (tier: string) => ({
    subject: { type: 'agent', id: 'a', properties: { tier } },
    action: { name: 'read' },
    ...document('1'),
  })
  const closed = await ask(served(live), ONE, request('low'))
  expect([closed.status, closed.body.decision]).toEqual([200, false])
  const open = served(live, { failOpen: ['low'] })
  expect((await ask(open, ONE, request('low'))).body).toMatchObject({
    decision: true,
    context: { reason_code: 'not_ready', error: { status: 503 } },
  })
  expect((await ask(open, ONE, request('high'))).body.decision).toBe(false)
  expect((await ask(open, ONE, request('anything'))).body.decision).toBe(false)
  const other = served({ contextOf: () => 'elsewhere' }, { failOpen: ['low', 'medium', 'high'] })
  expect((await ask(other, ONE, request('low'))).body).toMatchObject({
    decision: false,
    context: { reason_code: 'not_here', error: { status: 503 } },
  })
})

test('in shadow mode nothing is refused, and what would have been is told', async () => {
  const app = served({}, { mode: 'shadow' })
  const request = { subject: alice, action: { name: 'read' }, ...document('2') }
  expect((await ask(app, ONE, request)).body).toMatchObject({
    decision: true,
    context: { reason: 'Subject is a viewer of the resource', shadow: { decision: false } },
  })
})

// --- Policies ---

test('the shipped policies hold against their schema', () => {
  const { policies, problems, files } = loadPolicies(['rules'])
  expect(problems.map(String)).toEqual([])
  expect([files, (policies?.size ?? 0) > 10]).toEqual([4, true])
})

test.each([
  ['a word that is none', '@id("a")\npermit (principal, action, resource)\nwen { true };', '3:1'],
  [
    'a fact that is none',
    '\n@id("a")\nforbid (principal, action, resource)\nwhen { context.wieght > 3 };',
    '4:8',
  ],
  ['no id', 'permit (principal, action, resource);', '1:1'],
  [
    'an id twice',
    '@id("a")\npermit (principal, action, resource);\n\n@id("a")\nforbid (principal, action, resource);',
    '4:1',
  ],
  [
    'an action that is none',
    '@id("a")\npermit (principal, action == Ambit::Action::"raed", resource);',
    '2:30',
  ],
])('a policy with %s is complained about at its place', (_what, text, place) => {
  const { policies, problems } = createPolicies(schema, [
    { file: 'x/mine.cedar', text: `${text}\n` },
  ])
  expect(policies).toBeNull()
  expect(problems.map((problem) => problem.place)).toContain(`x/mine.cedar:${place}`)
  expect(problems.every(({ code }) => code === 'RULE_INVALID')).toBe(true)
})

test('with a policy that does not hold neither run nor check goes on, and both say where', async () => {
  const rules = join(folder(), 'mine')
  mkdirSync(rules)
  writeFileSync(
    join(rules, 'mine.cedar'),
    '@id("a")\npermit (principal, action, resource)\nwhen { context.tier };\n',
  )
  const env = { AMBIT_RULES: rules, AMBIT_HTTP_PORT: '0' }
  const run = launch(['run', '--data', folder()], env)
  expect([await run.ended, run.said()]).toEqual([2, expect.stringContaining('mine.cedar:3:8')])
  const check = launch(['check', rules])
  expect([await check.ended, check.said()]).toEqual([2, expect.stringContaining('mine.cedar:3:8')])
})

test('a policy of a later folder takes the place of the shipped one with the same id', () => {
  const mine = folder()
  writeFileSync(
    join(mine, 'mine.cedar'),
    '@id("standing.unknown")\nforbid (principal, action, resource)\nwhen { principal.owner == "nobody" };\n' +
      '@id("mine.read")\npermit (principal, action == Ambit::Action::"read", resource);\n',
  )
  const decide = (rules: readonly string[]) => {
    const app = createAuthorize({
      live: nobody,
      policies: policiesAtWork(rules),
      policyVersion: '',
      ...knowledge,
      digest: createDigest(null),
      failOpen: new Set(),
      threshold: 70,
      shadow: false,
    })
    return app({ subject: alice, action: { name: 'read' }, ...document('1') }, 0).decision
  }
  expect([decide([]), decide([mine])]).toEqual([false, true])
})

test('a class that the catalogue does not know is asked about as unknown, and a context alone allows nothing', () => {
  const context = createContext('a1')
  const app = createAuthorize({
    live: { ...nobody, contextOf: () => context },
    policies: policiesAtWork([]),
    policyVersion: '',
    ...knowledge,
    digest: createDigest(null),
    failOpen: new Set(),
    threshold: 70,
    shadow: false,
  })
  context.tiers = [{ fromMs: 0, tier: 'high' }]
  const classOf = (name: string) =>
    app({ subject: { type: 'agent', id: 'a1\ud800' }, action: { name }, ...document('\udc00') }, 1)
      .context.capability
  expect(
    ['can_delete', 'canDelete', 'can:write', 'can_read', 'iam:CreateUser'].map(classOf),
  ).toEqual(['delete', 'delete', 'write', 'read', 'identity'])
  const access = app(
    { subject: { type: 'agent', id: 'a1' }, action: { name: 'frobnicate' }, ...document('1') },
    1,
  )
  expect(access).toMatchObject({
    decision: false,
    context: { capability: 'unknown', tier: 'high' },
  })
})

// --- The live state of the program ---

const NEW_KEY: Said = { action: 'iam:CreateAccessKey', outcome: 'allow' }

function agent(n: number, tier: string, purpose: string | null): readonly Wire[] {
  return [
    at(0, 'task.started', {
      agent: `l${n}`,
      task: `T${n}`,
      tier,
      ...(purpose === null ? {} : { purpose }),
    }),
    at(1, 'credential.issued', {
      workload: `spiffe://corp/l${n}`,
      credential: `c${n}`,
      task: `T${n}`,
    }),
    at(5, 'resource.accessed', { credential: `c${n}`, action: 's3:GetObject', outcome: 'allow' }),
  ]
}

interface Question {
  readonly subject: readonly [type: string, id: string]
  readonly action: string
  readonly context?: Record<string, unknown>
}

async function evaluate(program: Running, { subject, action, context }: Question): Promise<Access> {
  const [type, id] = subject
  const answer = await fetch(`${program.address}${ONE}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      subject: { type, id },
      action: { name: action },
      resource: { type: 'bucket', id: 'arn:aws:s3:::reports' },
      ...(context === undefined ? {} : { context }),
    }),
  })
  expect(answer.status).toBe(200)
  return (await answer.json()) as Access
}

test('the answer is from the live state: purpose, tier, task and credential of whoever asks', async () => {
  const program = await start(['--data', folder()], { AMBIT_BUDGET: 'off' })
  const events = [
    ...agent(1, 'low', 'summarise'),
    ...agent(2, 'medium', 'summarise'),
    ...agent(3, 'high', 'summarise'),
    ...agent(4, 'high', null),
  ]
  await program.post(shifted(events, 60_000))
  const said = async (n: number, action: string, context = {}): Promise<string> => {
    const { decision, context: why } = await evaluate(program, {
      subject: ['agent', `l${n}`],
      action,
      context: { task: `T${n}`, ...context },
    })
    return `${decision ? 'allow' : why.needs_approval === true ? 'ask' : 'deny'} ${why.policies?.join(' ')}`
  }
  await until(
    'they are known',
    async () => (await said(4, 's3:GetObject')).startsWith('allow') || undefined,
  )
  expect(await Promise.all([1, 2, 3, 4].map((n) => said(n, 's3:GetObject')))).toEqual([
    'allow low.passive',
    expect.stringContaining('allow medium'),
    expect.stringContaining('allow high'),
    'allow high.reading',
  ])
  expect(await Promise.all([1, 2, 3, 4].map((n) => said(n, 'iam:CreateAccessKey')))).toEqual([
    'ask low.outside',
    'deny medium.privileged-outside',
    'deny high.outside',
    'ask high.undeclared',
  ])
  // By its credential or its workload alone it is the same agent; with another's credential, or in no task of its own, it is refused.
  const by = async (type: string, id: string, context = {}) =>
    (await evaluate(program, { subject: [type, id], action: 's3:GetObject', context })).context
  expect(await by('credential', 'c3')).toMatchObject({ identity: 'l3', task: 'T3', tier: 'high' })
  expect(await said(3, 's3:GetObject', { credential: 'c2' })).toBe(
    'deny standing.dead-credential standing.foreign-credential',
  )
  expect(await said(3, 's3:GetObject', { task: 'T1' })).toBe('deny standing.closed-task')
  expect(await by('agent', 'stranger')).toMatchObject({ policies: ['standing.unknown'] })
  // A call of a tool is judged by the tool.
  const call = { task: 'T2', tool: { name: 'send_email' }, arguments: { to: 'x@example.com' } }
  expect(await said(2, 'tools/call', call)).toBe('ask medium.outside')

  // The task ends, and with it what was issued for it.
  await program.post(shifted([at(30, 'task.ended', { agent: 'l3', task: 'T3' })], 30_000))
  await until(
    'its end is known',
    async () => (await said(3, 's3:GetObject')).startsWith('deny') || undefined,
  )
  expect(await said(3, 's3:GetObject', { credential: 'c3' })).toContain('standing.dead-credential')

  // What is done against the purpose is answered by a command, and from then on by a refusal of everything.
  await program.post(
    shifted([at(40, 'resource.accessed', { credential: 'c2', ...NEW_KEY })], 20_000),
  )
  await until(
    'its credential is revoked',
    async () =>
      (await said(2, 's3:GetObject', { credential: 'c2' })).startsWith('deny') || undefined,
  )
  expect(await said(2, 's3:GetObject', { credential: 'c2' })).toBe('deny standing.revoked')
  const metrics = await program.metrics()
  expect(metrics('ambit_access_decisions_total', { outcome: 'allow' })).toBeGreaterThan(4)
  await program.stop()
}, 60_000)

test('a refusal that needs a person names the question that was asked already, until it is answered by time', async () => {
  const program = await start(['--data', folder()], { AMBIT_BUDGET: 'off' })
  const events = [
    ...agent(5, 'high', null),
    at(10, 'resource.accessed', { credential: 'c5', ...NEW_KEY }),
  ]
  await program.post(shifted(events, 30_000))
  const [command] = await until('a person is asked', async () => {
    const there = await program.commands()
    return there.length > 0 ? there : undefined
  })
  expect(command).toMatchObject({ type: 'escalate', agent_id: 'l5' })
  const { decision, context } = await evaluate(program, {
    subject: ['agent', 'l5'],
    action: 'iam:CreateUser',
    context: { task: 'T5' },
  })
  expect([decision, context.needs_approval]).toEqual([false, true])
  expect(context.approval).toEqual({
    id: command!.approval!.id,
    deadline: command!.approval!.deadline,
  })
  await program.stop()
}, 60_000)
