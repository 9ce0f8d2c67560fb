// What becomes of a command: confirmed and verified, repeated, failed, without effect, undone, lapsed.
import { expect, test } from '@jest/globals'
import type { Command } from '../../src/model/wire.js'
import { at, listed, play, second, START_MS, types, type Played, type Wire } from './play.js'

const CALL = {
  agent: 'a1',
  workload: 'spiffe://corp/digest',
  credential: 'c1',
  action: 's3:GetObject',
  outcome: 'allow',
}
const MAKE_KEY = { ...CALL, action: 'iam:CreateAccessKey' }
const begins = (tier = 'medium'): readonly Wire[] => [
  at(0, 'task.started', { agent: 'a1', tier, task: 'T1', purpose: 'summarise' }),
  at(1, 'credential.issued', {
    agent: 'a1',
    workload: 'spiffe://corp/digest',
    credential: 'c1',
    task: 'T1',
  }),
]
/** The credential of a task that ends at 60 s outlives it: it is revoked then, whatever the tier. */
const ended = (tier = 'medium'): readonly Wire[] => [
  ...begins(tier),
  at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
]
const clock = (second: number): Wire =>
  at(second, 'process.started', { workload: 'spiffe://corp/clock' })
const result = (second: number, command: Command, status = 'done'): Wire => ({
  kind: 'result',
  command_id: command.id,
  time: START_MS + second * 1000,
  status,
})

const tell = (lines: readonly Wire[]): Promise<Played> => play(lines, { awaits: true })

/** The first command that these events lead to. */
async function firstOf(lines: readonly Wire[]): Promise<Command> {
  return (await tell(lines)).commands[0] as Command
}

const attempts = ({ commands }: Played): readonly string[] =>
  commands.map(({ type, attempt }) => (attempt === 1 ? type : `${type} ${attempt}`))

test('a command that nobody confirms is sent again with the same id, then a person is asked, once', async () => {
  const played = await tell([...ended(), clock(91), clock(121), clock(151), clock(181), clock(900)])
  expect(attempts(played)).toEqual(['revoke', 'revoke 2', 'revoke 3', 'revoke 4', 'escalate'])
  const [revoke, ...more] = played.commands as [Command, ...Command[]]
  for (const repeat of more.slice(0, 3)) expect({ ...repeat, attempt: 1 }).toEqual(revoke)
  const escalation = played.commands.at(-1) as Command
  expect(second(escalation.time)).toBe(180)
  expect(escalation).toMatchObject({
    rules: ['ambit.command.unconfirmed'],
    evidence: revoke.evidence,
    task_id: 'T1',
  })
  expect(escalation.reason).toBe(
    `Command ${revoke.id} (revoke credential c1) was not confirmed within 30 s and 3 repeats: a person is asked.`,
  )
  expect(types(played.findings)).toEqual(['task.ended', 'unconfirmed'])
})

test('what is due between two events comes in its order, however far they lie apart', async () => {
  const steps = await tell([...ended(), ...[95, 130, 155, 200, 900].map(clock)])
  expect((await tell([...ended(), clock(900)])).commands).toEqual(steps.commands)
})

test('no deadline passes after the last event, and none at its very time', async () => {
  expect(attempts(await tell(ended()))).toEqual(['revoke'])
  expect(attempts(await tell([...ended(), clock(90)]))).toEqual(['revoke'])
})

test('an agent of tier high whose revocation stays unconfirmed is contained, and if that does too a person is asked', async () => {
  const played = await tell([...ended('high'), clock(900)])
  expect(attempts(played)).toEqual([
    ...['revoke', 'revoke 2', 'revoke 3', 'revoke 4'],
    ...['contain', 'contain 2', 'contain 3', 'contain 4', 'escalate'],
  ])
  expect(types(played.findings)).toEqual(['task.ended', 'unconfirmed', 'uncontained'])
})

test('a result closes a command: nothing is repeated, and nobody is asked', async () => {
  const revoke = await firstOf(ended())
  const played = await tell([...ended(), result(62, revoke), clock(900)])
  expect(attempts(played)).toEqual(['revoke'])
})

test('the word of the issuer that the credential is dead confirms its revocation as well', async () => {
  const revoked = at(61, 'credential.revoked', { credential: 'c1' })
  expect(attempts(await tell([...ended(), revoked, clock(900)]))).toEqual(['revoke'])
  const expired = at(70, 'credential.expired', { credential: 'c1' })
  expect(attempts(await tell([...ended(), expired, clock(900)]))).toEqual(['revoke'])
})

test('it confirms it also where it comes before the event that led to the revocation', async () => {
  const [start, issue, end] = ended() as [Wire, Wire, Wire]
  const revoked = at(61, 'credential.revoked', { credential: 'c1' })
  expect(attempts(await tell([start, issue, revoked, end, clock(900)]))).toEqual(['revoke'])
})

test('a task whose every credential is dead counts as revoked', async () => {
  const lines = [
    ...begins('high'),
    at(5, 'tool.called', { agent: 'a1', task: 'T1', tool: 'send_email', outcome: 'allow' }),
    at(6, 'credential.revoked', { credential: 'c1' }),
    clock(900),
  ]
  expect(listed((await tell(lines)).commands)).toEqual(['revoke task T1'])
})

test('a late result closes what was asked meanwhile', async () => {
  const revoke = await firstOf(ended())
  const played = await tell([...ended(), clock(200), result(205, revoke), clock(900)])
  expect(attempts(played).slice(4)).toEqual(['escalate', 'reinstate'])
  expect(played.commands[5]?.undoes).toBe(played.commands[4]?.id)
  expect(played.commands[5]?.reason).toMatch(
    /was confirmed after all: the escalate .* is undone\.$/,
  )
  expect(types(played.findings)).toEqual(['task.ended', 'unconfirmed', '-unconfirmed'])
})

test('a success soon after a confirmed revocation is in propagation; a later one shows that it is without effect, and contains the agent', async () => {
  const lines = [...begins(), at(20, 'resource.accessed', MAKE_KEY)]
  const revoke = await firstOf(lines)
  const within = await tell([...lines, result(22, revoke), at(26, 'resource.accessed', CALL)])
  expect(listed(within.commands)).toEqual(['revoke credential c1'])
  const after = await tell([...lines, result(22, revoke), at(28, 'resource.accessed', CALL)])
  expect(listed(after.commands)).toEqual(['revoke credential c1', 'contain agent a1'])
  expect(after.commands[1]?.reason).toBe(
    `Agent a1 used credential c1 6 s after its revocation by command ${revoke.id} was confirmed, and was let in: it is without effect: agent a1 is cut off.`,
  )
  expect(after.findings.at(-1)?.severity_id).toBe(5)
})

test('a success that was seen before its revocation was confirmed is judged again then', async () => {
  const lines = [
    ...begins(),
    at(20, 'resource.accessed', MAKE_KEY),
    at(40, 'resource.accessed', CALL),
  ]
  const revoke = await firstOf(lines)
  const { commands } = await tell([...lines, result(22, revoke)])
  expect(listed(commands)).toEqual(['revoke credential c1', 'contain agent a1'])
})

test('a refusal after a confirmed revocation is as it should be', async () => {
  const lines = [...begins(), at(20, 'resource.accessed', MAKE_KEY)]
  const revoke = await firstOf(lines)
  const { commands } = await tell([
    ...lines,
    result(22, revoke),
    at(40, 'resource.accessed', { ...CALL, outcome: 'deny' }),
    clock(900),
  ])
  expect(listed(commands)).toEqual(['revoke credential c1'])
})

test('a credential that is issued anew after its revocation has a new life', async () => {
  const lines = [...begins(), at(20, 'resource.accessed', MAKE_KEY)]
  const revoke = await firstOf(lines)
  const { commands } = await tell([
    ...lines,
    result(22, revoke),
    at(50, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1' }),
    at(60, 'resource.accessed', CALL),
    clock(900),
  ])
  expect(listed(commands)).toEqual(['revoke credential c1'])
})

test('work in a task that was revoked, and let in, contains the agent', async () => {
  const mail = { agent: 'a1', task: 'T1', tool: 'send_email', outcome: 'allow' }
  const lines = [...begins('high'), at(20, 'tool.called', mail)]
  const revoke = await firstOf(lines)
  const { commands } = await tell([...lines, result(22, revoke), at(40, 'tool.called', mail)])
  expect(listed(commands)).toEqual(['revoke task T1', 'contain agent a1'])
  const another = [
    at(90, 'task.ended', { agent: 'a1', task: 'T1' }),
    at(100, 'task.started', { agent: 'a1', task: 'T1', purpose: 'support' }),
    at(110, 'tool.called', mail),
  ]
  expect(listed((await tell([...lines, result(22, revoke), ...another])).commands)).toEqual([
    'revoke task T1',
    'revoke credential c1',
  ])
})

test('an agent that goes on after it was cut off is put before a person', async () => {
  const lines = [...begins('high'), at(20, 'resource.accessed', MAKE_KEY)]
  const contain = await firstOf(lines)
  expect(contain.type).toBe('contain')
  const played = await tell([
    ...lines,
    result(22, contain),
    at(40, 'resource.accessed', CALL),
    at(41, 'resource.accessed', CALL),
  ])
  expect(listed(played.commands)).toEqual(['contain agent a1', 'escalate credential c1'])
  expect(types(played.findings)).toEqual(['shift.privileged', 'uncontained'])
})

test('a revocation that fails again and again takes the next rung and is given to a person', async () => {
  const revoke = await firstOf(ended())
  const failures = [62, 92, 122, 152].flatMap((s) => [clock(s), result(s, revoke, 'failed')])
  const played = await tell([...ended(), ...failures, clock(900)])
  expect(attempts(played).slice(0, 6)).toEqual([
    ...['revoke', 'revoke 2', 'revoke 3', 'revoke 4'],
    ...['contain', 'escalate'],
  ])
  expect(types(played.findings).slice(0, 3)).toEqual(['task.ended', 'failed', 'unrevocable'])
  const low = await tell([...ended('low'), ...failures, clock(900)])
  expect(attempts(low).slice(4)).toEqual(['escalate'])
})

test('a failure that a repeat makes good leads to nothing', async () => {
  const revoke = await firstOf(ended())
  const lines = [
    ...ended(),
    result(62, revoke, 'failed'),
    clock(91),
    result(93, revoke),
    result(94, revoke, 'failed'),
    result(95, revoke),
    clock(900),
  ]
  expect(attempts(await tell(lines))).toEqual(['revoke', 'revoke 2'])
})

test('what fails as it has lapsed by itself is no failure', async () => {
  const lines = [
    at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
    at(1, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1', expiresS: 80 }),
    at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
  ]
  const revoke = await firstOf(lines)
  expect(attempts(await tell([...lines, result(85, revoke, 'failed'), clock(900)]))).toEqual([
    'revoke',
  ])
  expect(attempts(await tell([...lines, clock(900)]))).toEqual(['revoke'])
})

test('results for commands that nobody gave change nothing', async () => {
  const strange = { kind: 'result', command_id: 'cmd-1', time: START_MS, status: 'done' }
  expect(attempts(await tell([strange, ...ended(), strange]))).toEqual(['revoke'])
})

test('what was contained is reinstated when its day is over, and a new use of the kind is a new episode', async () => {
  const lines = [...begins('high'), at(20, 'resource.accessed', MAKE_KEY)]
  const contain = await firstOf(lines)
  const day = 86_400
  const over = [...lines, result(22, contain), clock(day + 21)]
  const played = await tell(over)
  expect(listed(played.commands)).toEqual(['contain agent a1', 'reinstate agent a1'])
  const back = played.commands[1] as Command
  expect(back).toMatchObject({ undoes: contain.id, time: contain.expires, expires: null })
  expect(back.reason).toBe(`Its time is over: the contain of command ${contain.id} is undone.`)
  const undoing = played.decisions.find(({ id }) => id === back.decision_id)
  expect(undoing).toMatchObject({ outcome: 'allow', reasons: ['its time is over'] })
  expect(played.findings.at(-1)).toMatchObject({ activity_id: 3, status_code: 'expired' })
  const again = await tell([...over, at(day + 30, 'resource.accessed', MAKE_KEY)])
  expect(listed(again.commands).slice(2)).toEqual(['contain agent a1'])
  expect(again.commands[2]?.id).not.toBe(contain.id)
})

test('a revocation whose ground falls is undone, and no more waited for', async () => {
  const [start, issue, end] = ended() as [Wire, Wire, Wire]
  const lines = [
    start,
    issue,
    end,
    clock(70),
    at(50, 'credential.issued', { id: 'other', agent: 'a1', credential: 'c1', task: 'T2' }),
    clock(900),
  ]
  const played = await tell(lines)
  expect(attempts(played)).toEqual([
    ...['revoke', 'reinstate'],
    ...['reinstate 2', 'reinstate 3', 'reinstate 4'],
  ])
  expect(types(played.findings)).toEqual(['task.ended', '-task.ended'])
})

test('what was asked as nobody confirmed a command falls with it, and is not answered anew by the tier that the same event tells of', async () => {
  const played = await tell([
    at(10, 'task.ended', { agent: 'a1', task: 'T1' }),
    at(60, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1' }),
    clock(300),
    at(30, 'task.started', { agent: 'a1', task: 'T1', tier: 'high' }),
    clock(900),
  ])
  const first = attempts(played).slice(0, 5)
  expect(first).toEqual(['revoke', 'revoke 2', 'revoke 3', 'revoke 4', 'escalate'])
  const undone = played.commands.flatMap(({ undoes }) => undoes ?? [])
  expect(new Set(undone).size).toBe(2)
  // The way back of the revocation is repeated, too; nobody is cut off.
  expect(new Set(played.commands.slice(5).map(({ type }) => type))).toEqual(new Set(['reinstate']))
  expect(types(played.findings).filter((type) => type.startsWith('-'))).toHaveLength(2)
})

test('where confirmation is off nothing is repeated, and shadow commands are never waited for', async () => {
  const off = await play([...ended(), clock(900)], { env: { AMBIT_CONFIRMATION: 'off' } })
  expect(attempts(off)).toEqual(['revoke'])
  const shadow = await play([...ended(), clock(900)], {
    awaits: true,
    env: { AMBIT_MODE: 'shadow' },
  })
  expect(attempts(shadow)).toEqual(['revoke'])
})

test('repeats spend no budget', async () => {
  const env = { AMBIT_BUDGET_PER_RULE: '1' }
  const lines = [...begins(), at(20, 'resource.accessed', MAKE_KEY), clock(115)]
  const { commands } = await play(lines, { awaits: true, env })
  expect(commands.map(({ type }) => type)).toEqual(Array(4).fill('revoke'))
})

/** without repeats */
const given = ({ commands }: Played): readonly string[] =>
  listed(commands.filter(({ attempt }) => attempt === 1))

const denies = (second: number, id: string, approver = 'hannah', more: object = {}): Wire => ({
  kind: 'approval',
  id,
  time: START_MS + second * 1000,
  approver,
  decision: 'deny',
  reason: 'it was planned',
  ...more,
})

test('a person who denies a command has it undone: decided, its finding closed, the way back told', async () => {
  const lines = [...begins(), at(20, 'resource.accessed', MAKE_KEY)]
  const revoke = await firstOf(lines)
  const played = await tell([...lines, result(22, revoke), denies(40, revoke.id), clock(41)])
  expect(listed(played.commands)).toEqual(['revoke credential c1', 'reinstate credential c1'])
  const back = played.commands[1] as Command
  expect(back).toMatchObject({ undoes: revoke.id, expires: null, evidence: revoke.evidence })
  expect(back.reason).toBe(
    `It was undone by hannah (it was planned): the revoke of command ${revoke.id} is undone.`,
  )
  const undoing = played.decisions.find(({ id }) => id === back.decision_id)
  expect(undoing).toMatchObject({
    outcome: 'allow',
    reasons: ['it was undone by hannah (it was planned)'],
    credential_id: 'c1',
  })
  expect(played.findings.at(-1)).toMatchObject({ activity_id: 3, status_code: 'undone' })
  // What was undone does not count as ended any more; the same again later is a new episode.
  const after = [...lines, result(22, revoke), denies(40, revoke.id)]
  const goesOn = await tell([...after, at(60, 'resource.accessed', CALL), clock(61)])
  expect(given(goesOn)).toHaveLength(2)
  const again = await tell([...after, at(60, 'resource.accessed', MAKE_KEY), clock(61)])
  expect(given(again).slice(2)).toEqual(['revoke credential c1'])
  expect(again.commands.at(-1)?.id).not.toBe(revoke.id)
})

test('what a person undid for a time is let pass as long', async () => {
  const lines = [...begins(), at(20, 'resource.accessed', MAKE_KEY)]
  const revoke = await firstOf(lines)
  const word = denies(40, revoke.id, 'hannah', { valid_for: 'PT10M' })
  const played = await tell([
    ...[...lines, result(22, revoke), word],
    at(60, 'resource.accessed', MAKE_KEY),
    clock(61),
  ])
  expect(given(played)).toEqual(['revoke credential c1', 'reinstate credential c1'])
})

test('who is in it, who said so before, and who approves what was given already undo nothing, and it is recorded', async () => {
  const owned = at(0, 'task.started', {
    ...{ agent: 'a1', task: 'T1', purpose: 'summarise' },
    more: {
      agent: { id: 'a1', owner: 'ann' },
      task: { id: 'T1', purpose: 'summarise', requested_by: 'bob' },
    },
  })
  const lines = [owned, begins()[1] as Wire, at(20, 'resource.accessed', MAKE_KEY)]
  const revoke = await firstOf(lines)
  const of = (approver: string, more: object = {}): Wire => denies(30, revoke.id, approver, more)
  const played = await tell([
    ...lines,
    result(22, revoke),
    of('Ann'),
    of('bob'),
    of('a1'),
    of('carl', { decision: 'approve' }),
    denies(31, revoke.id, 'hannah'),
    denies(32, revoke.id, 'hannah'),
  ])
  expect(listed(played.commands)).toEqual(['revoke credential c1', 'reinstate credential c1'])
  const said = played.findings
    .filter(({ finding_info }) => finding_info.types[0] === 'approval.void')
    .map(({ message }) => message.replace(/^.*no effect: /, ''))
  expect(said).toEqual([
    "the approver is the agent's owner.",
    'the approver is who asked for the task.',
    'the approver is the agent itself.',
    'the command was given already, and can only be denied.',
    'it was undone already.',
  ])
})

test('where it takes two people to allow it takes two to undo', async () => {
  const lines = [...begins(), at(20, 'resource.accessed', MAKE_KEY)]
  const config = 'approval: { approvers: 2 }\n'
  const revoke = await firstOf(lines)
  const said = [denies(30, revoke.id), denies(31, revoke.id), denies(32, revoke.id, 'carl')]
  const tell2 = (words: readonly Wire[]): Promise<Played> =>
    play([...lines, result(22, revoke), ...words], { awaits: true, config })
  const one = await tell2(said.slice(0, 2))
  expect(listed(one.commands)).toEqual(['revoke credential c1'])
  expect(one.decisions.at(-1)).toMatchObject({
    outcome: 'escalate',
    reasons: ['hannah would undo it: it was planned', '1 of the 2 who have to'],
  })
  const two = await tell2(said)
  expect(listed(two.commands)[1]).toBe('reinstate credential c1')
  expect(two.commands[1]?.reason).toMatch(/^It was undone by hannah and carl/)
})

test('the late event that undoes a command has its own decision, which the way back names', async () => {
  const late = at(50, 'credential.issued', { id: 'o', agent: 'a1', credential: 'c1', task: 'T2' })
  const { commands, decisions } = await tell([...ended(), clock(70), late])
  const back = commands.find(({ type }) => type === 'reinstate') as Command
  expect(decisions.find(({ id }) => id === back.decision_id)).toMatchObject({
    event: 'o',
    outcome: 'allow',
    reasons: ['event o came late and took the ground from it'],
  })
})

test('a person who answers for a command that was given up has seen to it: a later answer of the consumer changes nothing', async () => {
  const lines = [...ended(), clock(200)]
  const asked = (await tell(lines)).commands.at(-1) as Command
  const revoke = await firstOf(lines)
  const id = asked.approval?.id as string
  const answered = [...lines, denies(210, id, 'hannah', { decision: 'approve' })]
  const played = await tell([...answered, result(220, revoke), clock(900)])
  expect(attempts(played).slice(4)).toEqual(['escalate'])
  expect(played.findings.at(-1)).toMatchObject({ activity_id: 3, status_code: 'approved' })
})

/** One credential after another: issued, and revoked by its issuer. */
const lives = (from: number, n: number, credential: (i: number) => string): readonly Wire[] =>
  Array.from({ length: n }, (_, i) => [
    at(from + 2 * i, 'credential.issued', { agent: 'a1', credential: credential(i) }),
    at(from + 2 * i + 1, 'credential.revoked', { credential: credential(i) }),
  ]).flat()

test.each([
  ['credentials', lives(100, 70, (i) => `d${i}`)],
  ['lives of that credential', lives(100, 40, () => 'c1')],
])(
  'a revoke that its issuer carried out is not sent again, or taken back, for a flood of %s',
  async (_, flood) => {
    const before = [...ended(), at(70, 'credential.revoked', { credential: 'c1' })]
    const played = await tell([...before, ...flood, clock(400), clock(3600)])
    expect(attempts(played)).toEqual(['revoke'])
  },
)
