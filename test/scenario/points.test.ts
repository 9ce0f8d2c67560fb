// Stories of enforcement points: who decided what on a request, where they contradict each other, and what none of them decided.
import { expect, test } from '@jest/globals'
import { at, play, types, type Said, type Wire } from './play.js'

const PAYROLL: Said = { action: 's3:GetObject', resource: 'arn:aws:s3:::payroll', outcome: 'allow' }
const TASK: readonly Wire[] = [
  at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
  at(1, 'credential.issued', { workload: 'spiffe://corp/agents/a1', credential: 'c1', task: 'T1' }),
]
/** What one point says of a request. */
const says = (
  s: number,
  request: string,
  kind: string,
  decision: string,
  said: Said = PAYROLL,
): Wire =>
  at(s, 'resource.accessed', {
    ...said,
    id: `${kind} on ${request}`,
    credential: 'c1',
    outcome: decision,
    more: { trace_id: request, pep: { id: `${kind}-1`, kind, decision } },
  })
const CONFLICT = [
  says(10, 'r1', 'mesh', 'allow'),
  says(10.1, 'r1', 'gateway', 'allow'),
  says(10.2, 'r1', 'iam', 'deny'),
]

test('S19: mesh and gateway allow what IAM denies: one finding with all three, and no command', async () => {
  const { commands, findings } = await play([...TASK, ...CONFLICT])
  expect(commands).toEqual([])
  expect(types(findings)).toEqual(['point.conflict'])
  expect(findings[0]?.finding_info.related_events.map(({ uid }) => uid)).toEqual([
    'mesh on r1',
    'gateway on r1',
    'iam on r1',
  ])
  expect(findings[0]?.message).toContain(
    'mesh mesh-1 allows, gateway gateway-1 allows, iam iam-1 denies',
  )
})

test('S19: the next day IAM allows it too, and that the only remaining deny vanished is flagged', async () => {
  const day = 86_400
  const { commands, findings } = await play([
    ...TASK,
    ...CONFLICT,
    says(day, 'r2', 'mesh', 'allow'),
    says(day + 0.1, 'r2', 'gateway', 'allow'),
    says(day + 0.2, 'r2', 'iam', 'allow'),
    says(day + 60, 'r3', 'iam', 'allow'),
  ])
  expect(commands).toEqual([])
  expect(types(findings)).toEqual(['point.conflict', 'point.vanished'])
  expect(findings[1]?.message).toMatch(/^the only remaining deny vanished: iam-1 alone refused/)
  expect(findings[1]?.finding_info.related_events.map(({ uid }) => uid)).toEqual([
    'iam on r1',
    'iam on r2',
  ])
})

test('the same contradiction on request after request is one finding', async () => {
  const again = Array.from({ length: 40 }, (_, i) => [
    says(20 + i, `again${i}`, 'mesh', 'allow'),
    says(20.5 + i, `again${i}`, 'iam', 'deny'),
  ]).flat()
  const { findings } = await play([...TASK, ...CONFLICT, ...again])
  expect(types(findings)).toEqual(['point.conflict'])
})

test.each([
  ['all of them allow', [says(10, 'r1', 'mesh', 'allow'), says(11, 'r1', 'iam', 'allow')]],
  ['all of them deny', [says(10, 'r1', 'mesh', 'deny'), says(11, 'r1', 'iam', 'deny')]],
  [
    'they decide on different requests',
    [says(10, 'r1', 'mesh', 'allow'), says(11, 'r2', 'iam', 'deny')],
  ],
  [
    'two refused it, and one of them still does',
    [
      says(10, 'r1', 'mesh', 'deny'),
      says(11, 'r1', 'iam', 'deny'),
      says(100, 'r2', 'iam', 'allow'),
    ],
  ],
])('points do not contradict each other where %s', async (_, events) => {
  const { findings } = await play([...TASK, ...events])
  expect(findings).toEqual([])
})

test('a request that goes by another name than its trace is known by that', async () => {
  const named = CONFLICT.map((event) => {
    const { trace_id: id, ...rest } = event
    return { ...rest, attributes: { request_id: id } }
  })
  expect(types((await play([...TASK, ...named])).findings)).toEqual(['point.conflict'])
})

test('S19: in whatever order the points are heard, the same finding stands, with all that they said', async () => {
  const orders = [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [2, 0, 1],
  ]
  const uids = new Set<string>()
  for (const order of orders) {
    const { findings } = await play([...TASK, ...order.map((i) => CONFLICT[i] as Wire)])
    expect(types(findings.filter((one) => one.activity_id === 1))).toEqual(['point.conflict'])
    const last = findings.at(-1)
    expect(last?.finding_info.related_events.map(({ uid }) => uid)).toEqual([
      'mesh on r1',
      'gateway on r1',
      'iam on r1',
    ])
    expect(last?.message).toContain(
      'mesh mesh-1 allows, gateway gateway-1 allows, iam iam-1 denies',
    )
    for (const { finding_info } of findings) uids.add(finding_info.uid)
  }
  expect(uids.size).toBe(1)
})

const WRITE: Said = { action: 's3:PutObject', resource: 'arn:aws:s3:::reports', outcome: 'allow' }
const WRITER: readonly Wire[] = [
  at(0, 'task.started', { agent: 'a1', task: 'T1', capabilities: ['read', 'write'] }),
  TASK[1] as Wire,
  says(10, 'r1', 'gateway', 'allow', WRITE),
]
const bare = (s: number, request?: string): Wire =>
  at(s, 'resource.accessed', {
    ...WRITE,
    credential: 'c1',
    ...(request === undefined ? {} : { more: { trace_id: request } }),
  })
const elsewhere = (s: number): Wire =>
  at(s, 'process.started', { id: `elsewhere@${s}`, workload: 'spiffe://corp/clock' })

test('what no point decided, of an action that points decide on, is a finding once the lateness has passed', async () => {
  const events = [...WRITER, bare(20, 'r2'), bare(21)]
  expect((await play([...events, elsewhere(319)])).findings).toEqual([])
  const { commands, findings } = await play([...events, elsewhere(320), elsewhere(900)])
  expect(commands).toEqual([])
  expect(types(findings)).toEqual(['point.undecided'])
})

test('what no point decided is found in whatever order the use and the earlier verdict are heard, and nothing by a later one', async () => {
  const [task, credential, verdict] = WRITER as [Wire, Wire, Wire]
  for (const order of [
    [task, credential, verdict, bare(20)],
    [bare(20), task, verdict, credential],
    [credential, bare(20), verdict, task],
  ])
    expect(types((await play([...order, elsewhere(900)])).findings)).toEqual(['point.undecided'])
  const before = [task, credential, bare(5), verdict, elsewhere(900)]
  expect((await play(before)).findings).toEqual([])
})

test('however many requests are decided after it, a use that no point decided is found, and none of theirs', async () => {
  const others = Array.from({ length: 40 }, (_, i) => [
    says(30 + i / 20, `n${i}`, 'gateway', 'allow', WRITE),
    bare(30 + i / 20 + 0.07, `n${i}`),
  ]).flat()
  const inTurn = [...others].sort((a, b) => Number(a['time']) - Number(b['time']))
  const doubted = await play([...WRITER, bare(20, 'r2'), ...inTurn, elsewhere(900)])
  expect(doubted.findings.map(({ finding_info }) => finding_info.related_events[0]?.uid)).toEqual([
    bare(20, 'r2')['id'],
  ])
  expect((await play([...WRITER, ...inTurn, elsewhere(900)])).findings).toEqual([])
})

test('a verdict that comes later than the use, and a fleet without points, leave nothing undecided', async () => {
  const decided = [...WRITER, bare(20, 'r2'), says(19, 'r2', 'gateway', 'allow', WRITE)]
  expect((await play([...decided, elsewhere(900)])).findings).toEqual([])
  const pointless = [...WRITER.slice(0, 2), bare(20), bare(21)]
  expect((await play([...pointless, elsewhere(900)])).findings).toEqual([])
})
