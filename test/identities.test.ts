// Identities looked at: over HTTP, by `explain`, and what they were granted against what they used.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { explain } from '../src/cli/explain.js'
import { createCatalogue, NO_ENTRIES } from '../src/correlate/catalogue.js'
import { createScopes } from '../src/correlate/catalogue-scopes.js'
import { grantOf, type IdentityRecord, type IdentitySummary } from '../src/feed/identity.js'
import { shifted } from './incidents.js'
import type { Command } from '../src/model/wire.js'
import { build, folder, killAll, start, until, type Running } from './program.js'
import { at, play, type Wire } from './scenario/play.js'

beforeAll(build)
afterAll(killAll)

const WORKLOAD = 'spiffe://corp/agents/a1'
const access = (s: number, action: string, resource: string): Wire =>
  at(s, 'resource.accessed', {
    credential: 'c1',
    action,
    resource,
    outcome: 'allow',
    more: { trace_id: `t${s}`, pep: { id: 'mesh-1', kind: 'mesh', decision: 'allow' } },
  })
const STORY = [
  at(0, 'task.started', {
    agent: 'a1',
    task: 'T1',
    purpose: 'summarise',
    more: { task: { id: 'T1', purpose: 'summarise', requested_by: 'u' } },
  }),
  at(1, 'credential.issued', {
    workload: WORKLOAD,
    credential: 'c1',
    task: 'T1',
    scopes: ['s3:*', 'docs.read', 'docs.write'],
  }),
  access(20, 's3:GetObject', 'arn:aws:s3:::reports'),
  at(21, 'resource.accessed', { credential: 'c1', action: 'docs.read', outcome: 'allow' }),
  at(22, 'task.started', { agent: 'a1', task: 'T2', purpose: 'summarise' }),
  at(23, 'credential.issued', { agent: 'a1', credential: 'c2', task: 'T2' }),
  at(24, 'task.suspended', { agent: 'a1', task: 'T1' }),
  at(30, 'task.ended', { agent: 'a1', task: 'T2' }),
  at(31, 'task.started', { agent: 'a2', task: 'T3', purpose: 'summarise' }),
]

/** What is the same however it was asked. */
function checkRecord(known: IdentityRecord): void {
  expect(known).toMatchObject({
    id: 'a1',
    agent_id: 'a1',
    workload_id: WORKLOAD,
    tier: 'medium',
    open_tasks: 1,
    live_credentials: 1,
    open_findings: 1,
    capabilities: ['read'],
    enforcement_points: [{ id: 'mesh-1', kind: 'mesh', allowed: 1, denied: 0 }],
  })
  expect(known.tasks.map(({ id, state, requested_by }) => [id, state, requested_by])).toEqual([
    ['T1', 'suspended', 'u'],
    ['T2', 'ended', ''],
  ])
  const [c1, c2] = known.credentials
  expect(c1).toMatchObject({ id: 'c1', state: 'used', tasks: ['T1'], command_id: '' })
  expect(c1?.scopes).toEqual({
    granted: ['docs.read', 'docs.write', 's3:*'],
    used: ['docs.read', 's3:*'],
    unused: ['docs.write'],
    proposed: ['docs.read', 's3:GetObject'],
    outside: [],
  })
  expect(c2).toMatchObject({ id: 'c2', state: 'revoke sent', scopes: null })
  expect(c2?.command_id).toMatch(/^cmd-/)
  expect(known.least_privilege).toEqual(c1?.scopes)
}

test('an engine at work lists its identities, the latest first, and shows one with its tasks, credentials and the smaller grant', async () => {
  const running = await start(['--data', folder()])
  await running.post(shifted(STORY, 600_000))
  // Three topics, read side by side: what follows from one event may be there before another event is.
  const known = await until('all of it is known of a1', async () => {
    const { status, text } = await running.get('/v1/identities/a1')
    if (status !== 200) return undefined
    const said = JSON.parse(text) as IdentityRecord
    const { workload_id: workload, open_findings: findings, enforcement_points: points } = said
    const [t1, t2] = said.tasks
    const used = said.credentials[0]?.scopes?.used ?? []
    const heard = workload !== '' && t1?.state === 'suspended' && t2?.state === 'ended'
    return heard && used.length === 2 && findings > 0 && points.length > 0 ? said : undefined
  })
  checkRecord(known)
  type Listed = { readonly items: IdentitySummary[]; readonly next: string | null }
  const listed = async (query: string): Promise<Listed> =>
    JSON.parse((await running.get(`/v1/identities${query}`)).text) as Listed
  await until('a2 is known', async () =>
    (await listed('')).items.some(({ id }) => id === 'a2') ? true : undefined,
  )
  const { items, next } = await listed('')
  const ids = items.map(({ id }) => id)
  expect(ids.indexOf('a2')).toBeLessThan(ids.indexOf('a1'))
  expect(next).toBeNull()
  const paged: string[] = []
  for (let page = await listed('?limit=1'); ; page = await listed(`?limit=1&before=${page.next}`)) {
    paged.push(...page.items.map(({ id }) => id))
    if (page.next === null) break
  }
  expect(paged).toEqual(ids)
  expect((await running.get('/v1/identities/nobody')).status).toBe(404)
  expect((await running.get('/v1/identities?before=nonsense')).status).toBe(400)
  const metrics = await running.metrics()
  expect(metrics('ambit_enforcement_decisions_total', { kind: 'mesh', decision: 'allow' })).toBe(1)
  expect(metrics('ambit_blind_tasks')).toBe(0)

  let text = ''
  const code = await explain(
    { id: 'a1', url: running.address },
    { env: {}, write: (part) => void (text += part), complain: () => {} },
  )
  expect(code).toBe(0)
  expect(text).toContain('T1 suspended')
  await running.stop()
})

test('an identity is found by its name whatever that is: also where an address would take it for steps in a path', async () => {
  const running = await start(['--data', folder()])
  const names = [
    '..',
    '.',
    'a/../b',
    '/',
    '%2e%2e',
    '100%',
    'what?',
    'h#h',
    'a&id=b',
    '\\',
    'x'.repeat(300),
  ]
  await running.post(
    shifted(
      names.map((agent, i) =>
        at(i, 'task.started', { agent, task: `T${i}`, purpose: 'summarise' }),
      ),
      60_000,
    ),
  )
  const tell = async (id: string): Promise<IdentityRecord | null> => {
    let text = ''
    const io = { env: {}, write: (part: string) => void (text += part), complain: () => {} }
    const code = await explain({ id, url: running.address, json: true }, io)
    return code === 0 ? (JSON.parse(text) as IdentityRecord) : null
  }
  for (const name of names) {
    const known = await until(`${name} is known`, async () => {
      const { status, text } = await running.get(`/v1/identities?id=${encodeURIComponent(name)}`)
      return status === 200 ? (JSON.parse(text) as IdentityRecord) : undefined
    })
    expect(known.id).toBe(name)
    expect((await tell(name))?.tasks).toMatchObject(known.tasks.map(({ id }) => ({ id })))
  }
  expect((await running.get('/v1/identities?id=nobody')).status).toBe(404)
  expect((await running.get('/v1/identities?id=a&id=b')).status).toBe(400)
  await running.stop()
})

/** Three credentials whose tasks have ended: each is revoked. */
const ENDED = ['c1', 'c2', 'c3'].flatMap((credential, i) => [
  at(i, 'task.started', { agent: 'a1', tier: 'low', task: `T${i}`, purpose: 'summarise' }),
  at(i, 'credential.issued', { agent: 'a1', credential, task: `T${i}` }),
  at(60 + i, 'task.ended', { agent: 'a1', task: `T${i}` }),
])
const statesIn = (known: IdentityRecord): Readonly<Record<string, string>> =>
  Object.fromEntries(known.credentials.map(({ id, state }) => [id, state]))

/** Until the engine says these states of a1's credentials. */
async function reaches(running: Running, states: Readonly<Record<string, string>>): Promise<void> {
  await until(JSON.stringify(states), async () => {
    const { status, text } = await running.get('/v1/identities/a1')
    if (status !== 200) return undefined
    const now = statesIn(JSON.parse(text) as IdentityRecord)
    return Object.entries(states).every(([id, state]) => now[id] === state) ? true : undefined
  })
}

async function revocationsOf(running: Running): Promise<ReadonlyMap<string, Command>> {
  const all = await until('all are revoked', async () => {
    const revokes = (await running.commands()).filter(({ type }) => type === 'revoke')
    return new Set(revokes.map(({ id }) => id)).size === 3 ? revokes : undefined
  })
  return new Map(all.map((command) => [command.credential_id, command]))
}

const result = ({ id }: Command, status: 'done' | 'failed'): Wire => ({
  kind: 'result',
  command_id: id,
  time: Date.now(),
  status,
})

test('an identity shows what became of the commands about its credentials: done, failed, or nobody said', async () => {
  const data = folder()
  const env = { AMBIT_CONFIRMATION_WITHIN: 'PT1S', AMBIT_CONFIRMATION_REPEATS: '1' }
  const running = await start(['--data', data], env)
  await running.post(shifted(ENDED, 600_000))
  const revokes = await revocationsOf(running)
  await running.post([
    result(revokes.get('c1') as Command, 'done'),
    result(revokes.get('c2') as Command, 'failed'),
  ])
  const states = { c1: 'acknowledged', c2: 'failed', c3: 'unconfirmed' }
  await reaches(running, states)
  await running.stop()

  let text = ''
  const io = { env, write: (part: string) => void (text += part), complain: () => {} }
  expect(await explain({ id: 'a1', data, json: true }, io)).toBe(0)
  expect(statesIn(JSON.parse(text) as IdentityRecord)).toMatchObject({ c1: 'acknowledged' })
})

test('a credential that nobody was let in with since its revocation was done is shown as verified dead', async () => {
  const running = await start(['--data', folder()], {
    AMBIT_LATENESS: 'PT1S',
    AMBIT_PROPAGATION: 'PT1S',
  })
  await running.post(shifted(ENDED, 600_000))
  const revokes = await revocationsOf(running)
  await running.post([result(revokes.get('c1') as Command, 'done')])
  await reaches(running, { c1: 'verified dead', c2: 'revoke sent' })
  await running.stop()
})

test('explain tells of an identity from the output of replay, as text and as JSON', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ambit-identity-')), 'out.ndjson')
  writeFileSync(file, (await play(STORY)).text)
  const told = async (json: boolean): Promise<string> => {
    let text = ''
    const io = { env: {}, write: (part: string) => void (text += part), complain: () => {} }
    expect(await explain({ id: 'a1', from: file, json }, io)).toBe(0)
    return text
  }
  checkRecord(JSON.parse(await told(true)) as IdentityRecord)
  const text = await told(false)
  expect(text).toContain('Identity a1')
  expect(text).toContain('T1 suspended  purpose summarise')
  expect(text).toContain('c2 revoke sent')
  expect(text).toContain('unused   docs.write')
  expect(text).toContain('enough   docs.read, s3:GetObject')
})

const { allows, abilitiesOf } = createScopes(createCatalogue(NO_ENTRIES))

test.each([
  ['s3:*', 's3:GetObject', true],
  ['s3:Get*', 's3:PutObject', false],
  ['*', 'anything', true],
  ['docs.read', 'docs.read', true],
  ['DOCS.READ', 'docs.read', true],
  ['crm.read', 'crm.get', true],
  ['crm.read', 'crm.delete', false],
  ['crm.read', 'drive.read', false],
  ['iam:CreateUser', 'iam:CreateUser', true],
])('the scope %s and the action %s: within is %s', (scope, action, within) => {
  expect(allows(scope, action)).toBe(within)
})

test('scopes are read in the ways in which issuers write them, and what nobody knows says nothing', () => {
  const classOf = (scope: string): string | undefined => abilitiesOf(scope)[0]?.capability
  expect(classOf('crm.read')).toBe('read')
  expect(classOf('https://www.googleapis.com/auth/gmail.readonly')).toBe('read')
  expect(classOf('mail.send')).toBe('send')
  expect(classOf('s3:GetObject')).toBe('read')
  expect(classOf('openid')).toBeUndefined()
  expect(classOf('s3:*')).toBeUndefined()
})

test('a grant that was never used is proposed to be released, and what lies beside all scopes is told', () => {
  expect(grantOf(['a.read'], [], allows).proposed).toEqual([])
  expect(grantOf(['a.read'], ['b.delete'], allows)).toMatchObject({
    proposed: [],
    outside: ['b.delete'],
    unused: ['a.read'],
  })
})
