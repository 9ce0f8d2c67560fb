// Approvals from outside, through the running program: what waits for a person, and the answer by HTTP, by command line and by decision at request time.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ndjson, shifted } from './incidents.js'
import { build, folder, killAll, launch, start, until, type Running } from './program.js'
import { grant } from './scenario/grants.js'
import { at, listed, type Wire } from './scenario/play.js'

beforeAll(build, 120_000)
afterAll(killAll)

const ARGUMENTS = { to: 'canary-51c@corp', body: 'hello' }
const begun = (n: number): readonly Wire[] => [
  at(0, 'task.started', { agent: `a${n}`, task: `T${n}`, purpose: 'summarise' }),
  at(1, 'credential.issued', { agent: `a${n}`, credential: `c${n}`, task: `T${n}` }),
]
const sends = (n: number, second: number): Wire =>
  at(second, 'tool.called', {
    agent: `a${n}`,
    task: `T${n}`,
    more: { tool: { name: 'send_email', arguments: ARGUMENTS } },
  })
/** As if it happened just now. */
const now = (events: readonly Wire[]): readonly Wire[] => shifted(events, 120_000)

interface Asked {
  readonly id: string
  readonly [name: string]: unknown
}

interface Desk {
  readonly status: number
  readonly body: { readonly items: readonly Asked[]; readonly next: string | null }
}

const linkOf = ({ said }: Running): string => {
  const link = /"link":"([^"]+)"/.exec(said())?.[1]
  if (link === undefined) throw new Error(`no link was printed: ${said()}`)
  return link
}
const tokenOf = (running: Running): string =>
  new URL(linkOf(running)).searchParams.get('token') ?? ''

async function desk(running: Running, query = '', token = tokenOf(running)): Promise<Desk> {
  const answer = await fetch(`${running.address}/v1/approvals${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: answer.status, body: (await answer.json()) as Desk['body'] }
}

async function answer(
  running: Running,
  id: string,
  said: unknown,
  token: string | null = tokenOf(running),
): Promise<{ readonly status: number; readonly detail: string }> {
  const response = await fetch(`${running.address}/v1/approvals/${id}`, {
    method: 'POST',
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    body: typeof said === 'string' ? said : JSON.stringify(said),
  })
  const { detail = '' } = (await response.json()) as { detail?: string }
  return { status: response.status, detail }
}

async function waiting(running: Running, count: number): Promise<readonly Asked[]> {
  return until(`${count} questions wait`, async () => {
    const { items } = (await desk(running)).body
    return items.length === count ? items : undefined
  })
}

/** A configuration by which an engine is looked for where none answers. */
function elsewhere(): string {
  const file = join(folder(), 'ambit.yml')
  writeFileSync(file, 'http: { port: 1 }\n')
  return file
}

async function cli(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly text: string }> {
  const { ended, said } = launch(['approvals', ...args])
  return { code: await ended, text: said() }
}

test('a person finds what waits behind the link of the start, answers it, and the task goes on', async () => {
  const running = await start(['--data', folder()])
  await running.post(now([...begun(1), sends(1, 10)]))
  const [question] = await waiting(running, 1)
  expect(question).toMatchObject({
    agent_id: 'a1',
    task_id: 'T1',
    purpose: 'summarise',
    capability: 'send',
    action: 'send_email',
    rules: ['ambit.shift.active'],
    evidence: ['task.started@0/a1', 'tool.called@10/a1'],
    on_timeout: 'revoke',
    approvers_needed: 1,
    approved_by: [],
    digest: expect.stringMatching(/^act-[0-9a-f]{32}$/),
    blast_radius: expect.any(Number),
    deadline: expect.any(Number),
  })
  expect(JSON.stringify(question)).not.toContain('canary-51c')
  // A link works in a browser, which sends no header; that of the start leads to the console.
  expect((await running.get(`/v1/approvals?token=${tokenOf(running)}`)).status).toBe(200)
  const console = await fetch(linkOf(running), { redirect: 'manual' })
  expect([console.status, console.headers.get('location')]).toEqual([303, '/'])
  const id = question?.id as string
  expect(await answer(running, id, { decision: 'approve', approver: 'hannah' })).toMatchObject({
    status: 202,
  })
  await waiting(running, 0)
  expect(await answer(running, id, { decision: 'deny', approver: 'ann' })).toMatchObject({
    status: 409,
    detail: 'it was approved already; the answer is recorded and changes nothing',
  })
  const recorded = await until('the second answer is recorded', async () =>
    (await running.list<{ finding_info: { types: string[] } }>('findings')).find(
      ({ finding_info }) => finding_info.types[0] === 'approval.void',
    ),
  )
  expect(recorded).toMatchObject({
    message: `ann would deny ${id}, which has no effect: it was approved already.`,
  })
  expect(listed(await running.commands())).toEqual(['escalate task T1'])
  expect((await running.stop()).code).toBe(0)
}, 60_000)

test('answers need the token also on loopback, are checked, and go to nobody where nobody asked', async () => {
  const running = await start(['--data', folder()])
  await running.post(now([...begun(1), sends(1, 10)]))
  const id = (await waiting(running, 1))[0]?.id as string
  const said = { decision: 'approve', approver: 'hannah' }
  for (const token of [null, 'wrong-token'])
    expect((await answer(running, id, said, token)).status).toBe(401)
  expect((await running.get('/v1/approvals')).status).toBe(401)
  expect((await running.get('/v1/approvals?token=wrong')).status).toBe(401)
  expect((await running.get('/v1/commands')).status).toBe(200)
  const bad = async (body: unknown) => (await answer(running, id, body)).status
  expect([
    await bad('{'),
    await bad([]),
    await bad({ decision: 'approve' }),
    await bad({ ...said, decision: 'maybe' }),
    await bad({ ...said, valid_for: 'forever' }),
  ]).toEqual([400, 400, 400, 400, 400])
  expect((await answer(running, `apr-${'0'.repeat(32)}`, said)).status).toBe(404)
  expect(await waiting(running, 1)).toMatchObject([{ id }])
  // Nothing of what was refused stands in the log, and the token of the link opens the door for answers among events too.
  const approval = { kind: 'approval', id, time: Date.now(), approver: 'hannah', decision: 'deny' }
  const posted = await fetch(`${running.address}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokenOf(running)}` },
    body: ndjson([approval]),
  })
  expect(await posted.json()).toMatchObject({ accepted: 1 })
  await until('the task is revoked', async () =>
    listed(await running.commands()).includes('revoke task T1') ? true : undefined,
  )
  await running.stop()
}, 60_000)

test('whoever may not allow it is told so at once, and whoever may whether others have to as well', async () => {
  const running = await start(['--data', folder()], { AMBIT_APPROVAL_APPROVERS: '2' })
  const task = { id: 'T1', purpose: 'summarise', requested_by: 'rita' }
  const [, issued] = begun(1)
  const agent = { id: 'a1', tier: 'medium', owner: 'Olga' }
  const started = at(0, 'task.started', { agent: 'a1', task: 'T1', more: { task, agent } })
  await running.post(now([started, issued as Wire, sends(1, 10)]))
  const id = (await waiting(running, 1))[0]?.id as string
  const given = (approver: string, decision = 'approve') =>
    answer(running, id, { decision, approver })
  const nothing = 'the answer is recorded and changes nothing'
  expect([await given(' olga'), await given('Rita'), await given('a1')]).toEqual(
    ["the agent's owner", 'who asked for the task', 'the agent itself'].map((who) => ({
      status: 409,
      detail: `the approver is ${who}; ${nothing}`,
    })),
  )
  expect(await waiting(running, 1)).toMatchObject([{ approved_by: [] }])
  expect(await cli('approve', id, '--url', linkOf(running), '--approver', 'hannah')).toEqual({
    code: 0,
    text: `${id}: allowed by hannah (recorded; 1 more person has to allow it)\n`,
  })
  await until('her word counts', async () =>
    (await waiting(running, 1))[0]?.['approved_by']?.toString() === 'hannah' ? true : undefined,
  )
  expect(await given('Hannah')).toEqual({
    status: 409,
    detail: `the same person has said so before; ${nothing}`,
  })
  // To deny is open to everybody.
  expect((await given('olga', 'deny')).status).toBe(202)
  const revoked = await until('the task is revoked', async () =>
    (await running.commands()).find(({ type }) => type === 'revoke'),
  )
  // To undo that is to let pass: not for the owner.
  expect(await answer(running, revoked.id, { decision: 'deny', approver: 'olga' })).toEqual({
    status: 409,
    detail: `the approver is the agent's owner; ${nothing}`,
  })
  await running.stop()
}, 60_000)

test('what waits comes by pages, the earliest deadline first', async () => {
  const running = await start(['--data', folder()], { AMBIT_HTTP_TOKEN: 'a-token-of-the-house' })
  const token = 'a-token-of-the-house'
  expect(running.said()).not.toContain('"link"')
  const post = await fetch(`${running.address}/v1/events`, {
    method: 'POST',
    body: ndjson(now([1, 2, 3].flatMap((n) => [...begun(n), sends(n, 20 - n)]))),
  })
  expect(post.status).toBe(202)
  const first = await until('three wait', async () => {
    const { body } = await desk(running, '?limit=2', token)
    return body.next !== null ? body : undefined
  })
  expect(first.items.map(({ agent_id }) => agent_id)).toEqual(['a3', 'a2'])
  const second = await desk(running, `?limit=2&before=${first.next as string}`, token)
  expect(second.body.items.map(({ agent_id }) => agent_id)).toEqual(['a1'])
  expect(second.body.next).toBeNull()
  expect((await desk(running, '?before=apr-none', token)).status).toBe(400)
  await running.stop()
}, 60_000)

test('alike questions about children of one delegation are listed as one, and one answer is for all', async () => {
  const running = await start(['--data', folder()])
  await running.post(
    now([
      at(0, 'task.started', { agent: 'p1', task: 'T1', purpose: 'summarise' }),
      ...Array.from({ length: 12 }, (_, i) => grant(10 + i, 'p1', 'T1', `child${i}`, `K${i}`)),
      at(60, 'agent.compromised', { agent: 'p1' }),
    ]),
  )
  const bundled = async (query: string): Promise<readonly Asked[]> =>
    (await desk(running, query)).body.items
  const [first] = await until('all of them wait', async () => {
    const items = await bundled('')
    return items[0]?.['bundled'] === 8 ? items : undefined
  })
  const bundle = first?.['bundle'] as string
  expect(await bundled('')).toHaveLength(1)
  expect(await bundled(`?bundle=${bundle}`)).toHaveLength(8)
  expect((await desk(running, '?bundle=p1')).status).toBe(400)
  const list = await cli('list', '--url', linkOf(running))
  expect(list.text).toContain(
    `and 7 alike about others of the same delegation: ${bundle} answers all`,
  )
  const deny = { decision: 'deny', approver: 'hannah' }
  expect((await answer(running, `bdl-${'0'.repeat(32)}`, deny)).status).toBe(404)
  expect(await answer(running, bundle, deny)).toMatchObject({
    status: 202,
    detail: expect.stringContaining('the 8 alike questions that wait here'),
  })
  await waiting(running, 0)
  await until('each child is cut off', async () => {
    const revoked = listed(await running.commands()).filter((one) =>
      one.startsWith('revoke task K'),
    )
    return revoked.length === 12 || undefined
  })
  expect(await answer(running, bundle, deny)).toMatchObject({
    status: 409,
    detail: expect.stringContaining('it was denied already'),
  })
  await running.stop()
}, 60_000)

test('an enforcement point that was refused is let through once a person has allowed that very call', async () => {
  const running = await start(['--data', folder()])
  await running.post(now([...begun(1), sends(1, 10)]))
  const id = (await waiting(running, 1))[0]?.id as string
  const may = async (args: unknown): Promise<Wire> => {
    const response = await fetch(`${running.address}/access/v1/evaluation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        subject: { type: 'agent', id: 'a1' },
        action: { name: 'tools.call' },
        resource: { type: 'tool', id: 'send_email' },
        context: { task: 'T1', arguments: args },
      }),
    })
    return (await response.json()) as Wire
  }
  expect(await may(ARGUMENTS)).toMatchObject({
    decision: false,
    context: { reason_code: 'needs_approval', needs_approval: true, approval: { id } },
  })
  await answer(running, id, { decision: 'approve', approver: 'hannah' })
  await until('it may', async () =>
    (await may(ARGUMENTS))['decision'] === true ? true : undefined,
  )
  expect(await may({ ...ARGUMENTS, to: 'everybody@corp' })).toMatchObject({ decision: false })
  // The members of the arguments may come in another order; once the use is heard of, it was the one.
  expect(await may({ body: 'hello', to: ARGUMENTS.to })).toMatchObject({ decision: true })
  await running.post([{ ...sends(1, 10), id: 'again', time: Date.now() + 1 }])
  await until('no more', async () =>
    (await may(ARGUMENTS))['decision'] === false ? true : undefined,
  )
  await running.stop()
}, 60_000)

test('the command line lists, allows and denies: at an engine at work by its link, and in its log when it has stopped', async () => {
  const data = folder()
  const running = await start(['--data', data])
  await running.post(now([1, 2, 3].flatMap((n) => [...begun(n), sends(n, 10 + n)])))
  const ids = (await waiting(running, 3)).map(({ id }) => id)
  const [first = '', second = '', third = ''] = ids
  const url = linkOf(running)
  const list = await cli('list', '--url', url)
  expect(list).toMatchObject({ code: 0 })
  for (const id of ids) expect(list.text).toContain(id)
  expect(list.text).toMatch(
    /rule ambit\.shift\.active; events task\.started@0\/a1, tool\.called@11\/a1/,
  )
  expect(await cli('approve', first, '--url', running.address)).toMatchObject({ code: 2 })
  expect(
    await cli('approve', first, '--url', url, '--approver', 'hannah', '--valid-for', 'PT5M'),
  ).toEqual({
    code: 0,
    text: `${first}: allowed by hannah\n`,
  })
  await waiting(running, 2)
  const twice = await cli('approve', first, '--url', url, '--approver', 'hannah')
  expect(twice.code).toBe(1)
  expect(twice.text).toContain('it was approved already')
  // Whoever owns the log is asked instead, and wants the token.
  const owned = await cli('list', '--data', data, '--config', elsewhere())
  expect([owned.code === 0, owned.text]).toEqual([
    false,
    expect.stringMatching(
      /in use by .*; it was asked at http:\/\/127.0.0.1:1, .* Name its address with --url/,
    ),
  ])
  // A command that asks is no question: its id says which one is meant.
  const asks = (await running.commands()).find(({ approval }) => approval?.id === second)?.id ?? ''
  const meant = `its question is ${second}`
  expect(await cli('deny', asks, '--url', url)).toMatchObject({
    code: 1,
    text: expect.stringContaining(meant),
  })
  await running.stop()
  expect(await cli('deny', asks, '--data', data)).toMatchObject({
    code: 1,
    text: expect.stringContaining(meant),
  })

  const json = await cli('list', '--data', data, '--json')
  expect((JSON.parse(json.text) as Asked[]).map(({ id }) => id)).toEqual([second, third])
  expect(
    await cli('deny', second, '--data', data, '--approver', 'hannah', '--reason', 'no'),
  ).toEqual({
    code: 0,
    text: `${second}: denied by hannah (recorded: an engine at work on this log says what it is worth when it reads it)\n`,
  })
  expect((await cli('deny', 'apr-none', '--data', data)).code).toBe(1)
  expect((await cli('approve', third, '--data', data, '--valid-for', 'soon')).code).toBe(2)
  expect((await cli('list', '--data', folder())).code).toBe(2)

  const again = await start(['--data', data])
  await until('what was said meanwhile is heard', async () =>
    listed(await again.commands()).includes('revoke task T2') ? true : undefined,
  )
  expect(await waiting(again, 1)).toMatchObject([{ id: third }])
  await again.stop()
}, 120_000)

/** As if it had been recorded a month ago. */
const recorded = (events: readonly Wire[]): readonly Wire[] => shifted(events, 30 * 86_400_000)

test('what was recorded a month ago is asked about with the whole time to answer, and answers to it count, also after a restart', async () => {
  const data = folder()
  const first = await start(['--data', data])
  const fromMs = Date.now()
  await first.post(recorded([1, 2].flatMap((n) => [...begun(n), sends(n, 10 + n)])))
  const asked = await waiting(first, 2)
  const untilMs = Date.now()
  const [one, two] = asked as [Asked, Asked]
  expect([one['agent_id'], two['agent_id']]).toEqual(['a1', 'a2'])
  for (const { deadline, asked: atMs, command_id } of asked) {
    expect(atMs).toBeGreaterThanOrEqual(fromMs)
    expect(atMs).toBeLessThanOrEqual(untilMs)
    expect(Number(deadline) - Number(atMs)).toBe(900_000)
    const command = await until('its command', async () =>
      (await first.commands()).find(({ id }) => id === command_id),
    )
    expect(command).toMatchObject({ expires: deadline, approval: { deadline } })
  }
  expect((await cli('list', '--url', linkOf(first))).text).toMatch(/\(1[45] min\), else revoked/)
  await first.stop()
  expect(JSON.parse((await cli('list', '--data', data, '--json')).text)).toMatchObject([
    { id: one.id, deadline: one['deadline'] },
    { id: two.id, deadline: two['deadline'] },
  ])

  const running = await start(['--data', data])
  expect(await waiting(running, 2)).toEqual(asked)
  expect(await answer(running, one.id, { decision: 'approve', approver: 'hannah' })).toEqual({
    status: 202,
    detail: 'recorded; it counts, as far as is known now',
  })
  expect((await answer(running, two.id, { decision: 'deny', approver: 'hannah' })).status).toBe(202)
  await waiting(running, 0)
  await until('the other task is revoked', async () =>
    listed(await running.commands()).includes('revoke task T2') ? true : undefined,
  )
  expect(listed(await running.commands()).toSorted()).toEqual([
    'escalate task T1',
    'escalate task T2',
    'revoke task T2',
  ])
  await running.stop()
}, 60_000)

test('what is stamped a year ahead is asked about until as long from now, and is denied today', async () => {
  const running = await start(['--data', folder()])
  await running.post(shifted([...begun(1), sends(1, 10)], -365 * 86_400_000))
  const [question] = await waiting(running, 1)
  expect(Number(question?.['deadline']) - Date.now()).toBeLessThanOrEqual(900_000)
  await answer(running, question?.id ?? '', { decision: 'deny', approver: 'hannah' })
  await until('the task is revoked', async () =>
    listed(await running.commands()).includes('revoke task T1') ? true : undefined,
  )
  await running.stop()
}, 60_000)

test('a question about what was recorded a month ago waits until its deadline in the list, to answers and to the engine alike, and no longer', async () => {
  const running = await start(['--data', folder()], { AMBIT_APPROVAL_DEADLINE: 'PT4S' })
  await running.post(recorded([...begun(1), sends(1, 10)]))
  const [question] = await waiting(running, 1)
  const { id } = question as Asked
  const deadline = Number(question?.['deadline'])
  expect(deadline - Date.now()).toBeGreaterThan(2_000)
  const revokes = async () => (await running.commands()).filter(({ type }) => type === 'revoke')
  while (Date.now() < deadline - 500) {
    expect((await desk(running)).body.items).toHaveLength(1)
    expect(await revokes()).toEqual([])
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await waiting(running, 0)
  expect(Date.now()).toBeGreaterThan(deadline)
  expect(await answer(running, id, { decision: 'approve', approver: 'hannah' })).toEqual({
    status: 409,
    detail: 'its deadline has passed; the answer is recorded and changes nothing',
  })
  const [revoked] = await until('the task is revoked', async () => {
    const found = await revokes()
    return found.length > 0 ? found : undefined
  })
  expect(revoked?.reason).toMatch(/^Nobody allowed within 1 min what was asked/)
  await running.stop()
}, 60_000)

test('what silence refused of a recorded day is spent of the budget in the time of those events, and holds nothing that happened later', async () => {
  const running = await start(['--data', folder()], { AMBIT_APPROVAL_DEADLINE: 'PT2S' })
  const five = [1, 2, 3, 4, 5]
  await running.post(recorded(five.flatMap((n) => [...begun(n), sends(n, 10 + n)])))
  await until('their tasks are revoked', async () => {
    const commands = listed(await running.commands())
    return five.every((n) => commands.includes(`revoke task T${n}`)) || undefined
  })
  await running.post(
    recorded([
      at(1200, 'task.started', { agent: 'a6', task: 'T6', purpose: 'summarise' }),
      at(1201, 'credential.issued', { agent: 'a6', credential: 'c6', task: 'T6' }),
      at(1210, 'resource.accessed', { agent: 'a6', credential: 'c6', action: 'iam:CreateUser' }),
    ]),
  )
  const given = await until('a command about the sixth', async () =>
    (await running.commands()).find(({ agent_id }) => agent_id === 'a6'),
  )
  expect(listed([given])).toEqual(['revoke credential c6'])
  await running.stop()
}, 60_000)

test('who allows it in the log of an engine that has stopped is heard before silence is, however long after the deadline it starts again', async () => {
  const data = folder()
  const env = { AMBIT_APPROVAL_DEADLINE: 'PT5S' }
  const running = await start(['--data', data], env)
  await running.post(now([...begun(1), sends(1, 10)]))
  const [question] = await waiting(running, 1)
  const { id } = question as Asked
  await running.stop()
  expect((await cli('approve', id, '--data', data, '--approver', 'hannah')).code).toBe(0)
  await new Promise((resolve) => setTimeout(resolve, Number(question?.['deadline']) - Date.now()))
  const again = await start(['--data', data], env)
  await until('it is allowed', async () =>
    (await again.list<{ event: string }>('decisions')).find(({ event }) => event === id),
  )
  expect(listed(await again.commands())).toEqual(['escalate task T1'])
  await again.stop()
}, 60_000)

test('a command is listed with what became of it, and undone by HTTP and by command line', async () => {
  const data = folder()
  const running = await start(['--data', data])
  const strays = (n: number): readonly Wire[] => [
    ...begun(n),
    at(10, 'resource.accessed', {
      agent: `a${n}`,
      credential: `c${n}`,
      action: 'iam:CreateAccessKey',
      outcome: 'allow',
    }),
  ]
  await running.post(now([1, 2, 3].flatMap(strays)))
  interface Lived {
    readonly id: string
    readonly agent_id: string
    readonly life?: Wire
  }
  const inState = async (state: string): Promise<readonly Lived[]> =>
    (JSON.parse((await running.get(`/v1/commands?state=${state}`)).text) as { items: Lived[] })
      .items
  const sent = await until('three are sent', async () => {
    const found = await inState('sent')
    return found.length === 3 ? found : undefined
  })
  expect(sent[0]?.life).toEqual({ state: 'sent', attempts: 1, confirmed: null })
  expect((await running.get('/v1/commands?state=lost')).status).toBe(400)
  const idOf = (n: number): string => sent.find(({ agent_id }) => agent_id === `a${n}`)?.id ?? ''
  const result = { kind: 'result', command_id: idOf(1), time: Date.now(), status: 'done' }
  const token = tokenOf(running)
  await fetch(`${running.address}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: ndjson([result]),
  })
  const [known] = await until('one is confirmed', async () => {
    const found = await inState('acknowledged')
    return found.length === 1 ? found : undefined
  })
  expect(known).toMatchObject({ id: idOf(1), life: { confirmed: result.time } })

  const deny = { decision: 'deny', approver: 'hannah', reason: 'planned' }
  expect(await answer(running, idOf(1), { ...deny, decision: 'approve' })).toMatchObject({
    status: 409,
    detail:
      'the command was given already, and can only be denied; the answer is recorded and changes nothing',
  })
  expect((await answer(running, idOf(1), deny)).status).toBe(202)
  expect(
    await cli('deny', idOf(2), '--url', linkOf(running), '--approver', 'hannah'),
  ).toMatchObject({ code: 0 })
  const undone = await until('two are undone', async () => {
    const found = await inState('undone')
    return found.length === 2 ? found : undefined
  })
  expect(undone.map(({ id }) => id).sort()).toEqual([idOf(1), idOf(2)].sort())
  expect(await answer(running, idOf(1), deny)).toMatchObject({
    status: 409,
    detail: 'it was undone already; the answer is recorded and changes nothing',
  })
  const metrics = (await running.get('/metrics')).text
  expect(metrics).toContain('ambit_commands_in_state{state="undone"} 2')
  expect(metrics).toContain('ambit_time_to_confirm_seconds_count{tier="medium"} 1')
  expect(metrics).toMatch(/ambit_time_to_detect_seconds_count\{tier="medium"\} \d/)
  await running.stop()

  // Restored, they are what they were; and what is said in the log meanwhile is heard.
  expect(await cli('deny', idOf(3), '--data', data, '--approver', 'hannah')).toMatchObject({
    code: 0,
  })
  expect((await cli('deny', idOf(1), '--data', data)).code).toBe(1)
  const again = await start(['--data', data])
  await until('the third is undone too', async () =>
    listed(await again.commands()).filter((line) => line.startsWith('reinstate')).length === 3
      ? true
      : undefined,
  )
  await again.stop()
}, 120_000)

/** Three agents astray, a budget for one, and a deadline of seconds. */
const SPENT = { AMBIT_APPROVAL_DEADLINE: 'PT3S', AMBIT_CONFIRMATION: 'off' }
const three = (): readonly Wire[] => [1, 2, 3].flatMap((n) => [...begun(n), sends(n, 10 + n)])
function configured(text: string): string {
  const file = join(folder(), 'ambit.yml')
  writeFileSync(file, text)
  return file
}
const revoked = async (running: Running): Promise<number> =>
  listed(await running.commands()).filter((one) => one.startsWith('revoke')).length

test('beyond its budget silence is asked about once more, and that question waits, deadline or not, for an answer or for room, which silence brings', async () => {
  const data = folder()
  const slow = configured('budget: { per_rule: 1, window: PT1H }\n')
  const first = await start(['--data', data, '--config', slow], SPENT)
  await first.post(now(three()))
  const overdue = await until('two wait beyond their deadline', async () => {
    const { items } = (await desk(first)).body
    const late = items.filter(({ deadline }) => Number(deadline) < Date.now())
    return late.length === 2 ? late : undefined
  })
  expect(await revoked(first)).toBe(1)
  await first.stop()
  const listedOffline = (await cli('list', '--data', data)).text
  for (const { id } of overdue) expect(listedOffline).toContain(id)
  const quick = configured('budget: { per_rule: 1, window: PT5S }\n')
  const second = await start(['--data', data, '--config', slow], SPENT)
  const [asked] = await waiting(second, 2)
  const given = await answer(second, asked?.id as string, {
    decision: 'approve',
    approver: 'hannah',
  })
  expect(given.status).toBe(202)
  await waiting(second, 1)
  await second.stop()
  // Nothing is heard of anybody any more: the clock alone makes room.
  const third = await start(['--data', data, '--config', quick], SPENT)
  // Who starts listens first for what was answered meanwhile.
  const done = async (): Promise<true | undefined> =>
    (await revoked(third)) === 2 ? true : undefined
  await until('silence revokes another task', done, 60_000)
  expect((await desk(third)).body.items).toEqual([])
  expect(listed(await third.commands()).filter((one) => one.startsWith('escalate'))).toHaveLength(5)
  await third.stop()
  expect((await cli('list', '--data', data)).text).toContain('nothing waits')
}, 180_000)

test('of what happened long ago, too, one use that is allowed is one', async () => {
  const running = await start(['--data', folder()])
  await running.post(recorded([...begun(1), sends(1, 10)]))
  const [asked] = await waiting(running, 1)
  await answer(running, asked?.id as string, { decision: 'approve', approver: 'hannah' })
  await waiting(running, 0)
  await running.post(recorded([sends(1, 100), sends(1, 700)]))
  await waiting(running, 1)
  await running.stop()
}, 60_000)
