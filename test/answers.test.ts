// Answers that come back in: how they find the task that asked, and what becomes of those that are none.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createAdmit } from '../src/admit/admit.js'
import { createGraph } from '../src/bind/graph.js'
import { loadSettings } from '../src/cli/config.js'
import { loadKnowledge } from '../src/cli/replay.js'
import { createEngine } from '../src/engine.js'
import { answerTask, askedOf, commandedOf } from '../src/flow-answer.js'
import { partitionOfHash, routedId, routeOf, routeTo } from '../src/model/route.js'
import type { Command } from '../src/model/wire.js'
import type { FindingRecord } from '../src/respond/respond.js'
import { createQuestions, type Question } from '../src/respond/approvals/questions.js'
import { createFolloweds } from '../src/respond/confirmation/followed.js'
import { decodeAnswers, encodeAnswers, holdsAnswers } from '../src/transport/frames-answers.js'
import { partitionOf } from '../src/transport/partitioner.js'
import type { ReadAnswer } from '../src/topology/answer.js'
import type { Outbound } from '../src/transport/port.js'
import { installApprovals } from '../src/web/approvals.js'
import { createMetrics } from '../src/web/metrics.js'
import { createServer } from '../src/web/server.js'
import { fleet } from './incidents.js'
import { build, folder, killAll, start, until } from './program.js'
import { at, listed, play, START_MS } from './scenario/play.js'

beforeAll(build, 120_000)
afterAll(killAll)

test('the id of a command, of its undoing and of its question each name the partition that judges their identity, however many there are', async () => {
  const late = [
    at(30, 'resource.accessed', { agent: 'ax', credential: 'cx', action: 'iam:CreateAccessKey' }),
    at(1, 'credential.issued', { agent: 'ax', credential: 'cx', task: 'Tx' }),
    at(0, 'task.started', { agent: 'ax', task: 'Tx', purpose: 'iam-maintenance' }),
  ]
  const played = [await play(fleet()), await play(late)]
  const commands = played.flatMap((one) => one.commands)
  const keys = played.flatMap((one) => one.keys)
  const ids = commands.flatMap((command, i) =>
    [command.id, command.approval?.id ?? command.id].map((id) => [id, keys[i] as string] as const),
  )
  expect(commands.some(({ type }) => type === 'reinstate')).toBe(true)
  expect(commands.some(({ approval }) => approval !== null)).toBe(true)
  for (let partitions = 1; partitions <= 16; partitions++)
    for (const [id, identity] of ids)
      expect([id, partitionOfHash(routeOf(id), partitions)]).toEqual([
        id,
        partitionOf(Buffer.from(identity), partitions),
      ])
})

test('an id that is none of ours belongs to one partition as well', () => {
  for (const id of ['', 'apr-1', 'cmd-xyz', 'x'.repeat(2048), `apr-${'0'.repeat(31)}`])
    expect(partitionOfHash(routeOf(id), 12)).toBe(partitionOf(Buffer.from(id), 12))
})

test('answers cross the hop as they were said, many in one record', () => {
  const answers = Array.from({ length: 120 }, (_, n) => ({
    answer: {
      answer: 'result',
      result: { command_id: `cmd-${n}`, time: n, status: 'done', detail: 'ü' },
      timeMs: n,
      origin: { topic: 'ambit.command-results', partition: 2, offset: '9007199254740993' },
    },
    appendMs: START_MS + n,
  })) as never
  const records = encodeAnswers(answers)
  expect(records).toHaveLength(3)
  expect(records.every(holdsAnswers)).toBe(true)
  expect(records.flatMap((record) => decodeAnswers(record, 'here'))).toEqual(answers)
})

test('what is no answer becomes a dead letter with its reason, and a length of validity that nobody can count is one', async () => {
  const approval = {
    kind: 'approval',
    id: 'apr-1',
    time: START_MS,
    approver: 'h',
    decision: 'approve',
  }
  const { complaints, code } = await play([
    { ...approval, decision: 'perhaps' },
    { ...approval, valid_for: 'P1Y' },
    { ...approval, valid_for: 'PT0S' },
    { ...approval, approver: '' },
    { kind: 'result', command_id: 'cmd-1', time: START_MS, status: 'gone' },
  ] as never)
  expect(code).toBe(1)
  expect(complaints.map((line) => /"(\w+)"/.exec(line)?.[1])).toEqual([
    'decision',
    'valid_for',
    'valid_for',
    'approver',
    'status',
  ])
})

test('an answer that was appended in time counts, however far the events were read before it; one that only says so does not', () => {
  const settings = loadSettings({ env: { AMBIT_APPROVAL_ON_TIMEOUT: 'allow' } })
  const admit = createAdmit({ limits: settings.limits })
  const HOUR_S = 3_600
  const answered = (appendedS: number): readonly string[] => {
    const engine = createEngine(settings, loadKnowledge(settings), createGraph({ credentials: 9 }))
    const commands: Command[] = []
    const voids: string[] = []
    const sink = {
      joined: () => {},
      decision: () => {},
      command: (command: Command) => void commands.push(command),
      finding: ({ cause }: FindingRecord) =>
        void (cause.row === 'approval.void' && voids.push(cause.reason.replace(/.*: /, ''))),
    }
    const events = [
      at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
      at(10, 'tool.called', { agent: 'a1', task: 'T1', tool: 'send_email' }),
      at(2 * HOUR_S, 'agent.heartbeat', { agent: 'other' }),
    ]
    for (const [n, event] of events.entries()) {
      const origin = { topic: 'events', partition: 0, offset: String(n) }
      engine.step(admit.admitLine(JSON.stringify(event), origin) as never, sink)
    }
    const said = {
      kind: 'approval',
      id: commands[0]?.approval?.id,
      time: START_MS + 60_000,
      approver: 'hannah',
      decision: 'deny',
    }
    const origin = { topic: 'answers', partition: 0, offset: '0' }
    const answer = admit.admitLine(JSON.stringify(said), origin) as never
    engine.answer({ answer, appendMs: START_MS + appendedS * 1000 }, sink)
    return [...listed(commands), ...voids]
  }
  expect(answered(61)).toEqual(['escalate task T1', 'revoke task T1'])
  expect(answered(HOUR_S)).toEqual(['escalate task T1', 'it came later than the lateness'])
})

/** Where answers are given over HTTP, at one second past the epoch. */
async function answersAt(judgeAt: Parameters<typeof askedOf>[1], partitions: number) {
  const settings = loadSettings({ env: { AMBIT_HTTP_PORT: '0', AMBIT_HTTP_TOKEN: 'a-long-token' } })
  const { admitLine } = createAdmit({ limits: settings.limits })
  const appended: Outbound[] = []
  const shared = {
    admitLine,
    append: async (records: readonly Outbound[]) => void appended.push(...records),
  }
  const commanded = commandedOf(partitions, () => undefined)
  const server = createServer({
    ...shared,
    settings,
    commanded,
    metrics: createMetrics({ process: false, now: Date.now }),
    alive: () => null,
    ready: () => null,
    page: async () => ({ items: [], next: null }),
  })
  installApprovals(server.app, {
    ...shared,
    commanded,
    asked: askedOf(partitions, judgeAt),
    guard: server.guard,
    topic: settings.topics.approvals,
    now: () => 1_000,
  })
  const url = await server.listen()
  const deny = async (id: string) => {
    const answer = await fetch(`${url}/v1/approvals/${id}`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-long-token' },
      body: JSON.stringify({ decision: 'deny', approver: 'hannah', reason: 'planned' }),
    })
    return { status: answer.status, body: (await answer.json()) as unknown }
  }
  return { appended, deny, close: () => server.close() }
}

test('a member that does not judge a command or a question takes the answer for who does, and says so; what can be neither is told at once', async () => {
  const { appended, deny, close } = await answersAt(() => undefined, 4)
  const command = routedId('cmd', routeTo('a1'), 'x')
  const question = routedId('apr', routeTo('a1'), 'x')
  try {
    expect(await deny(command)).toEqual({
      status: 202,
      body: {
        id: command,
        time: 1_000,
        judge: 'another member',
        needed: 0,
        detail: `recorded; another member judges this, if there is such a command: ambit explain ${command} tells what came of it`,
      },
    })
    expect(await deny(question)).toMatchObject({ status: 202, body: { judge: 'another member' } })
    for (const id of ['e1', routedId('fnd', 1, 'x'), `${command}0`])
      expect((await deny(id)).status).toBe(404)
  } finally {
    await close()
  }
  expect(appended.map(({ topic, key, value }) => [topic, key, JSON.parse(String(value))])).toEqual(
    [command, question].map((id) => [
      'ambit.approvals',
      id,
      { id, time: 1_000, approver: 'hannah', decision: 'deny', reason: 'planned', valid_for: null },
    ]),
  )
})

test('an answer to a bundle is told to come too late only where it does so for all of it, and nothing of it can wait elsewhere', async () => {
  const bundle = routedId('bdl', routeTo('p1'), 'x')
  const judge = (...deadlines: readonly number[]) => {
    const questions = createQuestions()
    for (const deadlineMs of deadlines)
      questions.add({ id: `q${deadlineMs}`, bundle, deadlineMs, state: 'open' } as Question)
    return { questions, followeds: createFolloweds(), contextOf: () => null }
  }
  const given = async (...judges: readonly (ReturnType<typeof judge> | undefined)[]) => {
    const { appended, deny, close } = await answersAt((at) => judges[at], judges.length)
    try {
      const { status, body } = await deny(bundle)
      expect(appended).toHaveLength(1)
      return [status, (body as { readonly detail: string }).detail]
    } finally {
      await close()
    }
  }
  const here = (count: number) => expect.stringContaining(`the ${count} alike questions`)
  expect(await given(judge(900), judge(1_000, 2_000))).toEqual([202, here(2)])
  expect(await given(judge(900), judge(950))).toEqual([
    409,
    'its deadline has passed; the answer is recorded and changes nothing',
  ])
  expect(await given(judge(900), undefined)).toEqual([202, here(0)])
})

test('an answer to a bundle of which all is over is told so, as that to one question is', async () => {
  const bundle = routedId('bdl', routeTo('p1'), 'x')
  const id = routedId('apr', routeTo('p1'), 'x')
  for (const [state, sentence] of [
    ['expired', 'its deadline has passed'],
    ['denied', 'it was denied already'],
    ['withdrawn', 'what it was about has been taken back'],
  ] as const) {
    const questions = createQuestions()
    const question = { id, bundle, deadlineMs: 900, state: 'open' } as Question
    questions.add(question)
    questions.touch(question, state)
    const judge = { questions, followeds: createFolloweds(), contextOf: () => null }
    const { deny, close } = await answersAt(() => judge, 1)
    try {
      for (const answered of [bundle, id])
        expect(await deny(answered)).toMatchObject({
          status: 409,
          body: { detail: `${sentence}; the answer is recorded and changes nothing` },
        })
    } finally {
      await close()
    }
  }
})

test('an answer to a bundle goes to every judge, as its questions may wait with any of them', () => {
  const settings = loadSettings({ env: {} })
  const admit = createAdmit({ limits: settings.limits })
  const task = answerTask({ settings, admit, observer: {} as never }, settings.topics.approvals, 4)
  const tell = (id: string) => {
    const value = { id, time: 1, approver: 'hannah', decision: 'deny', reason: '', valid_for: null }
    const record = {
      topic: settings.topics.approvals,
      partition: 0,
      offset: '0',
      timestampMs: 1,
      key: null,
      headers: {},
      value: Buffer.from(JSON.stringify(value)),
    }
    const { out } = task.step(task.read([record]) as readonly ReadAnswer[])
    return out.map(({ partition }) => partition)
  }
  expect(tell(routedId('bdl', routeTo('p1'), 'x'))).toEqual([0, 1, 2, 3])
  expect(tell(routedId('apr', routeTo('p1'), 'x'))).toHaveLength(1)
})

test('results are taken over HTTP, approvals only with the token, and both are read while events are judged', async () => {
  const running = await start(['--data', folder()], { AMBIT_HTTP_TOKEN: 'a-token-of-some-length' })
  const lines = [
    { kind: 'result', command_id: 'cmd-1', time: START_MS, status: 'done' },
    { kind: 'approval', id: 'apr-1', time: START_MS, approver: 'h', decision: 'deny' },
  ]
  expect(await running.post(lines)).toMatchObject({
    status: 202,
    body: { accepted: 1, refused: 1 },
  })
  await until('the result was read', async () => {
    const { text } = await running.get('/metrics')
    return /ambit_lag_records\{topology="answer",topic="ambit.command-results",partition="0"\} 0/.test(
      text,
    )
      ? true
      : undefined
  })
  expect((await running.stop()).code).toBe(0)
}, 60_000)
