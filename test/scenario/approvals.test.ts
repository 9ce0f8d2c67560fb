// Stories of questions to people: allowed once, for a time, not in time, for another act, by the wrong person.
import { expect, test } from '@jest/globals'
import { grant } from './grants.js'
import { at, listed, play as played, START_MS, types } from './play.js'
import type { Played, PlayOptions, Wire } from './play.js'

const MINUTE = 60
/** Whether commands are confirmed is another story: none is repeated here. */
const play = (events: readonly Wire[], options: PlayOptions = {}): Promise<Played> =>
  played(events, { ...options, env: { AMBIT_CONFIRMATION: 'off' } })

/** A medium agent that may summarise, asked for by carol and owned by owen. */
const begun: readonly Wire[] = [
  at(0, 'task.started', {
    agent: 'a1',
    more: {
      agent: { id: 'a1', owner: 'owen@corp' },
      task: { id: 'T1', purpose: 'summarise', requested_by: 'carol@corp' },
    },
  }),
  at(1, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1' }),
]
/** An act outside the purpose, which a person is asked about. */
const sends = (second: number, to = 'bob@corp', more: Wire = {}): Wire =>
  at(second, 'tool.called', {
    agent: 'a1',
    task: 'T1',
    id: `send@${second}`,
    more: { tool: { name: 'send_email', arguments: { to, body: 'hello' } }, ...more },
  })
const says = (
  second: number,
  id: string,
  decision: 'approve' | 'deny' = 'approve',
  more: Wire = {},
): Wire => ({
  kind: 'approval',
  id,
  time: START_MS + second * 1000,
  approver: 'hannah@corp',
  decision,
  ...more,
})
const quiet = (second: number): Wire => at(second, 'agent.heartbeat', { agent: 'other' })

async function asked(events: readonly Wire[], config = ''): Promise<string> {
  const { commands } = await play([...begun, ...events], { config })
  const id = commands.find(({ type }) => type === 'escalate')?.approval?.id
  if (id === undefined) throw new Error('nobody was asked')
  return id
}

/** What people are told of answers that had no effect. */
const voids = ({ findings }: Played): readonly string[] =>
  findings
    .filter(({ finding_info }) => finding_info.types[0] === 'approval.void')
    .map(({ message }) => message.replace(/^.*no effect: /, ''))
const decisionOn = (played: Played, event: string) =>
  played.decisions.filter((decision) => decision.event === event).at(-1)

test('S13: where nobody answers until the deadline the task is revoked, and an approval that comes a minute later changes nothing and is recorded', async () => {
  const id = await asked([sends(10)])
  const played = await play([...begun, sends(10), says(10 + 16 * MINUTE, id)])
  expect(listed(played.commands)).toEqual(['escalate task T1', 'revoke task T1'])
  expect(played.commands[1]).toMatchObject({
    time: START_MS + (10 + 15 * MINUTE) * 1000,
    rules: ['ambit.approval.refused'],
  })
  expect(played.commands[1]?.reason).toMatch(
    /^Nobody allowed within 15 min what was asked: agent a1/,
  )
  expect(types(played.findings)).toEqual(['shift.active', 'approval.refused', 'approval.void'])
  expect(voids(played)).toEqual(['it was given 60 s after the deadline.'])
})

test('S13 in silence of that agent: the time of the stream is enough for a deadline to pass', async () => {
  const before = await play([...begun, sends(10), quiet(10 + 15 * MINUTE - 1)])
  expect(listed(before.commands)).toEqual(['escalate task T1'])
  const after = await play([...begun, sends(10), quiet(10 + 15 * MINUTE + 1)])
  expect(listed(after.commands)).toEqual(['escalate task T1', 'revoke task T1'])
})

test('S14: what was allowed for one mail is not allowed for another, and a single use is allowed once', async () => {
  const id = await asked([sends(10)])
  const played = await play([
    ...begun,
    sends(10),
    says(60, id),
    sends(90, 'thousands@elsewhere'),
    sends(100),
    sends(110),
  ])
  expect(decisionOn(played, 'send@90')).toMatchObject({ outcome: 'escalate' })
  expect(decisionOn(played, 'send@100')).toMatchObject({ outcome: 'allow' })
  expect(decisionOn(played, 'send@110')).toMatchObject({ outcome: 'escalate' })
  expect(listed(played.commands)).toEqual(['escalate task T1', 'escalate task T1'])
  const [first, second] = played.commands
  expect(second?.approval?.id).not.toBe(first?.approval?.id)
  expect(types(played.findings)).toEqual(['shift.active', '-shift.active', 'shift.active'])
})

test('S14: the second use of what was allowed once is asked about anew', async () => {
  const id = await asked([sends(10)])
  const played = await play([...begun, sends(10), says(60, id), sends(90), sends(100)])
  expect(listed(played.commands)).toEqual(['escalate task T1', 'escalate task T1'])
  expect(played.commands[1]).toMatchObject({ evidence: expect.arrayContaining(['send@100']) })
  expect(decisionOn(played, 'send@100')).toMatchObject({ outcome: 'escalate' })
})

test('a denial by a clock that is behind ends nothing before what was denied, so that this keeps its ground once it is carried out', async () => {
  const id = await asked([sends(40)])
  const denied = [...begun, sends(40), says(20, id, 'deny')]
  const { commands } = await play(denied)
  expect(listed(commands)).toEqual(['escalate task T1', 'revoke task T1'])
  const done = {
    kind: 'result',
    command_id: commands[1]?.id,
    time: START_MS + 25_000,
    status: 'done',
  }
  const played = await play([...denied, done, quiet(60)])
  expect(listed(played.commands)).toEqual(['escalate task T1', 'revoke task T1'])
  expect(types(played.findings)).toEqual(['shift.active', 'approval.refused'])
})

test('B07: what was allowed and is used once in its time leads to nothing but a decision that names the approval', async () => {
  const id = await asked([sends(10)])
  const played = await play([
    ...begun,
    sends(10),
    says(60, id, 'approve', { reason: 'CHG-12' }),
    sends(90),
  ])
  expect(listed(played.commands)).toEqual(['escalate task T1'])
  expect(types(played.findings)).toEqual(['shift.active', '-shift.active'])
  expect(played.findings[1]?.status_code).toBe('approved')
  expect(decisionOn(played, 'send@90')).toMatchObject({
    outcome: 'allow',
    reasons: [`allowed by hannah@corp (${id})`],
    rules: ['ambit.shift.active'],
  })
  expect(decisionOn(played, id)).toMatchObject({
    outcome: 'allow',
    agent_id: 'a1',
    reasons: [
      'hannah@corp allowed it: CHG-12',
      expect.stringContaining('one use more until 2026-'),
    ],
  })
})

test('what was allowed for a time may be done as often as one likes in it, and not after it', async () => {
  const id = await asked([sends(10)])
  const played = await play([
    ...begun,
    sends(10),
    says(60, id, 'approve', { valid_for: 'PT5M' }),
    ...[70, 80, 300].map((second) => sends(second)),
    sends(361),
  ])
  expect([70, 80, 300].map((second) => decisionOn(played, `send@${second}`)?.outcome)).toEqual([
    'allow',
    'allow',
    'allow',
  ])
  expect(decisionOn(played, 'send@361')?.outcome).toBe('escalate')
  expect(listed(played.commands)).toHaveLength(2)
})

test('an approval for one use that nobody makes lapses after as long as people had to answer', async () => {
  const id = await asked([sends(10)])
  const late = 60 + 15 * MINUTE + 1
  const played = await play([...begun, sends(10), says(60, id), sends(late)])
  expect(decisionOn(played, `send@${late}`)?.outcome).toBe('escalate')
})

test('where somebody denies, the task is revoked at once, and nobody can allow it any more', async () => {
  const id = await asked([sends(10)])
  const played = await play([
    ...begun,
    sends(10),
    says(60, id, 'deny', { reason: 'never' }),
    says(70, id, 'approve', { approver: 'ann' }),
  ])
  expect(listed(played.commands)).toEqual(['escalate task T1', 'revoke task T1'])
  expect(played.commands[1]?.reason).toMatch(/^What was asked was denied by hannah@corp: /)
  expect(decisionOn(played, id)).toMatchObject({
    outcome: 'revoke',
    reasons: ['hannah@corp denied it: never'],
  })
  expect(voids(played)).toEqual(['it was denied already.'])
})

test.each([
  ['owen@corp', "the approver is the agent's owner."],
  [' Owen@Corp ', "the approver is the agent's owner."],
  ['carol@corp', 'the approver is who asked for the task.'],
  ['a1', 'the approver is the agent itself.'],
])('%s may not allow what agent a1 does', async (approver, fault) => {
  const id = await asked([sends(10)])
  const played = await play([...begun, sends(10), says(60, id, 'approve', { approver }), sends(90)])
  expect(voids(played)).toEqual([fault])
  expect(decisionOn(played, 'send@90')?.outcome).toBe('escalate')
  expect(listed(played.commands)).toEqual(['escalate task T1'])
})

test('answers to what nobody asked, doubled ones and those from before the question change nothing and are each recorded once', async () => {
  const id = await asked([sends(300)])
  const forged = `apr-${'0'.repeat(32)}`
  const played = await play([
    ...begun,
    sends(300),
    says(301, forged),
    says(100, id),
    says(310, id),
    says(310, id),
    says(320, id, 'deny'),
  ])
  expect(voids(played)).toEqual([
    'nobody was asked this.',
    'it was given before anybody asked.',
    'it was approved already.',
    'it was approved already.',
  ])
  const uids = played.findings.map(({ finding_info }) => finding_info.uid)
  expect(new Set(uids.slice(-4)).size).toBe(4)
  expect(listed(played.commands)).toEqual(['escalate task T1'])
})

test('an approval that was given in time and comes after the deadline, within the lateness, takes the revocation back', async () => {
  const id = await asked([sends(10)])
  const events = [sends(10), quiet(10 + 16 * MINUTE), says(14 * MINUTE, id)]
  const played = await play([...begun, ...events])
  expect(listed(played.commands)).toEqual([
    'escalate task T1',
    'revoke task T1',
    'reinstate task T1',
  ])
  expect(types(played.findings)).toEqual([
    'shift.active',
    'approval.refused',
    '-approval.refused',
    '-shift.active',
  ])
  const later = await play([...begun, sends(10), quiet(10 + 21 * MINUTE), says(14 * MINUTE, id)])
  expect(listed(later.commands)).toEqual(['escalate task T1', 'revoke task T1'])
  expect(voids(later)).toEqual(['it came later than the lateness.'])
})

test('where the configuration lets pass what nobody answers, the finding is closed and no command follows', async () => {
  const config = 'approval: { on_timeout: allow }\n'
  const played = await play([...begun, sends(10), quiet(20 * MINUTE)], { config })
  expect(listed(played.commands)).toEqual(['escalate task T1'])
  expect(types(played.findings)).toEqual(['shift.active', '-shift.active'])
  expect(played.findings[1]).toMatchObject({ status_code: 'deadline' })
})

test('a denial that was given in time and comes after silence had let it pass revokes all the same, and what was asked anew meanwhile is asked no more', async () => {
  const config = 'approval: { on_timeout: allow }\n'
  const id = await asked([sends(10)], config)
  const denied = says(14 * MINUTE, id, 'deny')
  const played = await play([...begun, sends(10), quiet(16 * MINUTE), denied], { config })
  expect(listed(played.commands)).toEqual(['escalate task T1', 'revoke task T1'])
  expect(types(played.findings)).toEqual([
    'shift.active',
    '-shift.active',
    'shift.active',
    'approval.refused',
  ])
  // It was done once more after silence had let it pass, and is, as ever, one finding.
  const again = [sends(10), sends(15.5 * MINUTE)]
  const inOrder = await play([...begun, sends(10), denied, ...again.slice(1)], { config })
  const late = await play([...begun, ...again, denied], { config })
  expect(listed(late.commands)).toEqual([
    'escalate task T1',
    'escalate task T1',
    'reinstate task T1',
    'revoke task T1',
  ])
  const undone = new Set(late.commands.map(({ undoes }) => undoes))
  const stands = late.commands.filter(({ id: own, undoes }) => undoes === null && !undone.has(own))
  expect(stands.map((one) => one.id)).toEqual(inOrder.commands.map((one) => one.id))
  // What was allowed in time counts from then on, not from the deadline that silence had waited for.
  const uses = [sends(10), sends(14.5 * MINUTE), quiet(16 * MINUTE)]
  const allowed = await play([...begun, ...uses, says(14 * MINUTE, id), sends(17 * MINUTE)], {
    config,
  })
  expect(decisionOn(allowed, `send@${17 * MINUTE}`)?.outcome).toBe('escalate')
})

test('a denial in time that comes late revokes what silence could not revoke by itself, as its budget was spent', async () => {
  const config = 'budget: { per_rule: 1 }\n'
  const fleet = [1, 2].flatMap((n) => [
    at(0, 'task.started', { agent: `b${n}`, task: `U${n}`, purpose: 'summarise' }),
    at(10 + n, 'tool.called', { agent: `b${n}`, task: `U${n}`, tool: 'send_email' }),
  ])
  const silent = await play([...fleet, quiet(16 * MINUTE)], { config })
  expect(listed(silent.commands).slice(2)).toEqual(['revoke task U1', 'escalate task U2'])
  const [first, second] = silent.commands.map(({ approval }) => approval?.id as string)
  const late = [first, second].map((id) => says(14 * MINUTE, id as string, 'deny'))
  const denied = await play([...fleet, quiet(16 * MINUTE), ...late], { config })
  expect(listed(denied.commands).slice(4)).toEqual(['reinstate task U2', 'revoke task U2'])
})

test('what a person denied stays denied when another tier turns out; only what goes farther is done beside it', async () => {
  const tier = (second: number, is: string): Wire =>
    at(second, 'agent.heartbeat', { agent: 'a1', tier: is })
  const id = await asked([sends(10)])
  for (const is of ['low', 'high']) {
    const played = await play([...begun, sends(10), says(60, id, 'deny'), tier(5, is)])
    expect(listed(played.commands)).toEqual(['escalate task T1', 'revoke task T1'])
  }
  const key = at(10, 'resource.accessed', {
    credential: 'c1',
    action: 'iam:CreateAccessKey',
    outcome: 'allow',
  })
  const low = [...begun.map((event) => event), tier(2, 'low'), key]
  const question = (await play(low)).commands[0]?.approval?.id as string
  const turns = [says(60, question, 'deny'), tier(3, 'high'), tier(4, 'low'), tier(5, 'high')]
  const played = await play([...low, ...turns])
  expect(listed(played.commands)).toEqual([
    'escalate task T1',
    'revoke task T1',
    'contain agent a1',
    'reinstate agent a1',
    'contain agent a1',
  ])
  expect(new Set(played.commands.map((one) => one.id)).size).toBe(5)
})

test('in which order a use and its approval come does not show in what stands', async () => {
  const id = await asked([sends(10)])
  const answer = says(60, id)
  const orders = [
    [sends(10), answer, sends(90), sends(100)],
    [sends(10), sends(90), answer, sends(100)],
    [sends(10), sends(100), sends(90), answer],
    [sends(10), answer, sends(100), sends(90)],
    [sends(10), sends(100), answer, sends(90)],
  ]
  const stands: unknown[] = []
  for (const order of orders) {
    const { commands } = await play([...begun, ...order])
    const undone = new Set(commands.map(({ undoes }) => undoes))
    stands.push(
      commands
        .filter(({ id: own, type }) => type !== 'reinstate' && !undone.has(own))
        .map(({ id: own, evidence }) => [own, evidence]),
    )
  }
  for (const one of stands) expect(one).toEqual(stands[0])
  expect(stands[0]).toHaveLength(2)
})

test('a high tier, or a large blast radius, can need two people, who have to be two', async () => {
  const config = 'approval: { approvers: 2 }\n'
  const id = await asked([sends(10)], config)
  const one = await play([...begun, sends(10), says(60, id), says(70, id), sends(90)], { config })
  expect(voids(one)).toEqual(['the same person has allowed it before.'])
  expect(decisionOn(one, 'send@90')?.outcome).toBe('escalate')
  expect(decisionOn(one, id)).toMatchObject({
    outcome: 'escalate',
    reasons: ['hannah@corp allowed it', '1 of the 2 who have to'],
  })
  const two = await play(
    [...begun, sends(10), says(60, id), says(70, id, 'approve', { approver: 'ann' }), sends(90)],
    { config },
  )
  expect(decisionOn(two, 'send@90')).toMatchObject({
    outcome: 'allow',
    reasons: [`allowed by hannah@corp and ann (${id})`],
  })
  const wide = 'approval: { second_at: 10 }\n'
  const large = await play([...begun, sends(10), says(60, id), sends(90)], { config: wide })
  expect(decisionOn(large, 'send@90')?.outcome).toBe('escalate')
})

test('whoever allows more than can be looked at is no longer believed, and may still deny', async () => {
  const config = 'approval: { fatigue: { answers: 2, window: PT10M } }\nbudget: off\n'
  const fleet = [1, 2, 3, 4].flatMap((n) => [
    at(0, 'task.started', { agent: `b${n}`, task: `U${n}`, purpose: 'summarise' }),
    at(10 + n, 'tool.called', { agent: `b${n}`, task: `U${n}`, tool: 'send_email' }),
  ])
  const ids = (await play(fleet, { config })).commands.map(({ approval }) => approval?.id as string)
  const played = await play(
    [
      ...fleet,
      ...ids.slice(0, 3).map((id, n) => says(60 + n, id)),
      says(70, ids[3] as string, 'deny'),
      says(700, ids[2] as string),
    ],
    { config },
  )
  expect(voids(played)).toHaveLength(1)
  expect(voids(played)[0]).toContain('has allowed more than 2')
  expect(listed(played.commands).slice(4)).toEqual(['revoke task U4'])
  expect(decisionOn(played, ids[2] as string)).toMatchObject({ outcome: 'allow' })
})

test('what is asked about alike is one question: causes of one episode are bundled while it is open', async () => {
  const low = [
    at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise', tier: 'low' }),
    at(1, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1' }),
    at(1, 'credential.issued', { agent: 'a1', credential: 'c2', task: 'T1' }),
  ]
  const key = (second: number, credential: string): Wire =>
    at(second, 'resource.accessed', {
      credential,
      action: 'iam:CreateAccessKey',
      resource: 'user/bob',
      outcome: 'allow',
    })
  const before = await play([...low, key(10, 'c1'), key(20, 'c2'), key(30, 'c1')])
  expect(listed(before.commands)).toEqual(['escalate task T1'])
  const id = before.commands[0]?.approval?.id as string
  const played = await play([...low, key(10, 'c1'), key(20, 'c2'), key(30, 'c1'), says(60, id)])
  expect(listed(played.commands)).toEqual(['escalate task T1'])
  expect(types(played.findings).filter((type) => type.startsWith('-'))).toHaveLength(2)
})

test('alike questions about the children of one delegation are answered by one word, which costs a person one look', async () => {
  const delegated = (parent: string, count: number): readonly Wire[] => [
    at(0, 'task.started', { agent: parent, task: `T-${parent}`, purpose: 'summarise' }),
    ...Array.from({ length: count }, (_, i) =>
      grant(10 + i, parent, `T-${parent}`, `${parent}-${i}`, `K-${parent}-${i}`),
    ),
    at(60, 'agent.compromised', { agent: parent }),
  ]
  const events = [...delegated('p1', 12), ...delegated('p2', 9)]
  const budget = 'budget: { per_rule: 2 }\n'
  const before = await play(events, { config: budget })
  const bundles = before.findings.flatMap(({ unmapped }) => unmapped.ambit['approval_bundle'] ?? [])
  const [first, second] = [...new Set(bundles as string[])]
  const of = (bundle?: string): number => bundles.filter((one) => one === bundle).length
  expect(new Set(bundles).size).toBe(2)
  // Two are cut off by themselves.
  expect([of(first), of(second)]).toEqual([12 - 2, 9])
  const asked = listed(before.commands).filter((one) => one.startsWith('escalate'))
  expect(asked).toHaveLength(19)
  const config = `${budget}approval: { fatigue: { answers: 1 } }\n`
  const denied = await play([...events, says(120, first as string, 'deny')], { config })
  const revoked = listed(denied.commands.slice(before.commands.length))
  expect(revoked).toHaveLength(of(first))
  expect(revoked.every((one) => one.startsWith('revoke task K-p1-'))).toBe(true)
  expect(voids(denied)).toEqual([])
  const allowed = await play(
    [...events, says(120, second as string), says(130, first as string), quiet(20 * MINUTE)],
    { config },
  )
  // Of the one who looked once already, the second word is one too many, and is told once; who was not answered goes by the deadline.
  expect(voids(allowed)).toHaveLength(1)
  expect(voids(allowed)[0]).toContain('has allowed more than 1')
  const after = listed(allowed.commands.slice(before.commands.length))
  expect(after.filter((one) => one.includes('K-p2-'))).toEqual([])
  const nobody = await play([...events, says(120, `bdl-${'0'.repeat(32)}`, 'deny')], { config })
  expect(nobody.commands).toHaveLength(before.commands.length)
})

test('one word for alike questions that was given in time and comes after their deadline takes their revocations back; of no effect, it is told once', async () => {
  const events = [
    at(0, 'task.started', { agent: 'p1', task: 'T1', purpose: 'summarise' }),
    ...Array.from({ length: 9 }, (_, i) => grant(10 + i, 'p1', 'T1', `child${i}`, `K${i}`)),
    at(60, 'agent.compromised', { agent: 'p1' }),
  ]
  const config = 'budget: { per_rule: 2 }\n'
  const before = await play(events, { config })
  const bundle = before.findings.flatMap(
    ({ unmapped }) => unmapped.ambit['approval_bundle'] ?? [],
  )[0] as string
  const deadline = 60 + 15 * MINUTE
  const waited = listed(before.commands).filter((one) => one.startsWith('escalate task K'))
  expect(waited.length).toBeGreaterThan(2)
  const passed = [...events, quiet(deadline + 5)]
  const silent = await play(passed, { config })
  const allowed = await play([...passed, says(deadline - 1, bundle)], { config })
  expect(voids(allowed)).toEqual([])
  const more = listed(allowed.commands.slice(silent.commands.length))
  expect(more.filter((one) => one.startsWith('reinstate task K'))).toHaveLength(waited.length)
  expect(allowed.decisions.filter(({ outcome }) => outcome === 'allow')).not.toEqual([])
  const late = await play([...passed, says(deadline + 4, bundle)], { config })
  expect(late.commands).toHaveLength(silent.commands.length)
  expect(voids(late)).toEqual(['it was given 4 s after the deadline.'])
  // Several judges may each hold some of it: whichever tells of the answer tells the same finding.
  const halves = await Promise.all(
    [events.slice(1, 5), events.slice(5, 9)].map((grants) =>
      play([events[0] as Wire, ...grants, events.at(-1) as Wire, says(deadline + 4, bundle)], {
        config,
      }),
    ),
  )
  const told = halves.map(({ findings }) => findings.at(-1)?.finding_info)
  expect(told.map((one) => one?.types)).toEqual([['approval.void'], ['approval.void']])
  expect(told[0]?.uid).toBe(told[1]?.uid)
  const twice = await play([...events, says(120, bundle), says(130, bundle)], { config })
  expect(voids(twice)).toEqual(['it was approved already.'])
})

test('what is protected is not touched without a person: a deadline leaves it, a denial revokes', async () => {
  const key = at(10, 'resource.accessed', {
    credential: 'c1',
    action: 'iam:CreateAccessKey',
    resource: 'user/bob',
    outcome: 'allow',
  })
  for (const id of ['a1', 'c1', 'a*']) {
    const config = `protected: ["${id}"]\n`
    const left = await play([...begun, key, quiet(20 * MINUTE)], { config })
    expect(listed(left.commands)).toEqual(['escalate task T1'])
    expect(left.commands[0]?.reason).toContain('a person is asked as')
    expect(left.commands[0]?.approval?.on_timeout).toBe('allow')
    expect(types(left.findings)).toEqual(['shift.privileged'])
    const question = left.commands[0]?.approval?.id as string
    const denied = await play([...begun, key, says(60, question, 'deny')], { config })
    expect(listed(denied.commands)).toEqual(['escalate task T1', 'revoke task T1'])
  }
  const other = await play([...begun, key], { config: 'protected: [a2]\n' })
  expect(listed(other.commands)).toEqual(['revoke credential c1'])
})

test('S22: beyond the budget people are asked for the rest, and silence revokes no more than the budget at a time', async () => {
  const fleet = Array.from({ length: 8 }, (_, n) => [
    at(0, 'task.started', { agent: `b${n}`, task: `U${n}`, purpose: 'summarise' }),
    at(10 + n, 'tool.called', { agent: `b${n}`, task: `U${n}`, tool: 'send_email' }),
  ]).flat()
  const played = await play([...fleet, quiet(16 * MINUTE)])
  const count = (type: string): number => played.commands.filter((c) => c.type === type).length
  expect([count('escalate'), count('revoke')]).toEqual([8 + 3, 5])
  const again = await play([...fleet, quiet(16 * MINUTE), quiet(32 * MINUTE)])
  expect(again.commands.filter((c) => c.type === 'revoke')).toHaveLength(8)
  // The question that was asked again is about the same act: to allow it is to allow that.
  const last = played.commands.filter((c) => c.type === 'escalate').at(-1)
  const allowed = await play([
    ...fleet,
    quiet(16 * MINUTE),
    says(17 * MINUTE, last?.approval?.id as string),
    quiet(32 * MINUTE),
  ])
  expect(allowed.commands.filter((c) => c.type === 'revoke')).toHaveLength(7)
})

test('where the budget is spent silence is asked about once more, and that question stays open until it is answered or there is room', async () => {
  const config = 'budget: { per_rule: 1 }\n'
  const fleet = Array.from({ length: 4 }, (_, n) => [
    at(0, 'task.started', { agent: `b${n}`, task: `U${n}`, purpose: 'summarise' }),
    at(10 + n, 'tool.called', { agent: `b${n}`, task: `U${n}`, tool: 'send_email' }),
  ]).flat()
  const silent = await play([...fleet, quiet(120 * MINUTE)], { config })
  const asked = silent.commands.filter(({ type }) => type === 'escalate')
  expect(asked).toHaveLength(4 + 3)
  expect(listed(silent.commands).filter((one) => one.startsWith('revoke task U'))).toHaveLength(4)
  expect(types(silent.findings).filter((one) => one === 'approval.refused')).toHaveLength(4 + 3)
  const last = asked.at(-1)?.approval
  const late = (last?.deadline as number) / 1000 - START_MS / 1000 + 5 * 60
  const answered = await play(
    [...fleet, quiet(late - 60), says(late, last?.id as string), quiet(120 * MINUTE)],
    { config },
  )
  expect(voids(answered)).toEqual([])
  expect(listed(answered.commands).filter((one) => one.startsWith('revoke task U'))).toHaveLength(3)
  // A clock that is centuries ahead is no reason to wait for it.
  const ahead = await play([...fleet, quiet(16 * MINUTE), says(1e10, last?.id as string)], {
    config,
  })
  expect(listed(ahead.commands).filter((one) => one.startsWith('revoke task U'))).toHaveLength(1)
})

test('in one leap of time the same comes of what nobody answers as step by step', async () => {
  const fleet = Array.from({ length: 8 }, (_, n) => [
    at(0, 'task.started', { agent: `b${n}`, task: `U${n}`, purpose: 'summarise' }),
    at(10 + n, 'tool.called', { agent: `b${n}`, task: `U${n}`, tool: 'send_email' }),
  ]).flat()
  const steps = await play([...fleet, quiet(16 * MINUTE), quiet(32 * MINUTE)])
  const leap = await play([...fleet, quiet(32 * MINUTE)])
  expect(listed(leap.commands)).toEqual(listed(steps.commands))
  expect(listed(leap.commands).filter((one) => one.startsWith('revoke'))).toHaveLength(8)
})

test('who is asked again as nobody had answered answers the first question too, and what is said to that later changes nothing', async () => {
  const config = 'protected: [a1]\n'
  const silent = await play([...begun, sends(10), quiet(16 * MINUTE)], { config })
  expect(listed(silent.commands)).toEqual(['escalate task T1', 'escalate task T1'])
  const [first, second] = silent.commands.map(({ approval }) => approval?.id as string)
  const played = await play(
    [
      ...begun,
      sends(10),
      quiet(16 * MINUTE),
      says(17 * MINUTE, second as string),
      says(14 * MINUTE, first as string, 'deny', { approver: 'ann' }),
    ],
    { config },
  )
  expect(listed(played.commands)).toEqual(listed(silent.commands))
  expect(voids(played)).toEqual(['it was approved already.'])
})

test('what a late event shows to be nothing is asked no more, and what silence had revoked comes back', async () => {
  const admin = at(2, 'task.started', { agent: 'a9', task: 'T9', purpose: 'email' })
  const call = at(10, 'tool.called', { agent: 'a9', task: 'T9', tool: 'send_email' })
  const wrong = at(3, 'task.started', { agent: 'a9', task: 'T9', purpose: 'summarise' })
  const config = 'approval: { deadline: PT1M }\n'
  const own = 'purposes:\n  email: { capabilities: [send] }\n'
  const before = await play([wrong, call], { config, rules: { 'purposes.yml': own } })
  const id = before.commands[0]?.approval?.id as string
  const played = await play([wrong, call, quiet(80), admin, says(100, id)], {
    config,
    rules: { 'purposes.yml': own },
  })
  expect(listed(played.commands)).toEqual([
    'escalate task T9',
    'revoke task T9',
    'reinstate task T9',
    'reinstate task T9',
  ])
  expect(voids(played)).toEqual(['what it was about has been taken back.'])
})

test('no word of the arguments leaves: what was asked is told by a hash of them', async () => {
  const id = await asked([sends(10, 'canary-7f3a@corp')])
  const played = await play([...begun, sends(10, 'canary-7f3a@corp'), says(60, id)])
  const out = played.text
    .split('\n')
    .filter((line) => !line.startsWith('{"topic":"ambit.joined"'))
    .join('\n')
  expect(out).toContain(id)
  expect(out).not.toContain('canary-7f3a')
})
