// Stories of the person behind an agent: a notice of high risk reaches every task that the person asked for, and no other.
import { expect, test } from '@jest/globals'
import { at, listed, play, types, type Wire } from './play.js'

const task = (s: number, agent: string, id: string, person?: string, tier = 'medium'): Wire =>
  at(s, 'task.started', {
    id: `start ${id}`,
    agent,
    tier,
    more: {
      task: {
        id,
        purpose: 'summarise',
        ...(person === undefined ? {} : { requested_by: person }),
      },
    },
  })
const risk = (s: number, id: string, said: Wire = {}, type = 'session.risk-changed'): Wire => ({
  id,
  time: at(s, 'x')['time'],
  type,
  attributes: {
    principal: 'USER',
    current_level: 'HIGH',
    previous_level: 'LOW',
    subject: 'u',
    jti: 'set-1',
    ...said,
  },
})
const FLEET = [
  task(0, 'a1', 'T1', 'u'),
  task(1, 'a2', 'T2', 'v'),
  task(2, 'a3', 'T3', 'u', 'low'),
  task(3, 'a4', 'T4'),
]

test('S21: the tasks that a person of high risk asked for are revoked, those of others untouched', async () => {
  const { commands, findings } = await play([...FLEET, risk(60, 'set')])
  expect(listed(commands)).toEqual(['revoke task T1', 'escalate task T3'])
  expect(types(findings)).toEqual(['person.risk', 'person.risk'])
  expect(commands[0]?.reason).toMatch(
    /^Task T1 of agent a1 was asked for by u, who is at high risk, so that it should do no more than read/,
  )
  expect(commands[0]?.evidence).toEqual(['start T1', 'set'])
})

test('S21: a task that a person of high risk asks for later is revoked too, also of an agent whose other task was', async () => {
  const { commands } = await play([...FLEET, risk(60, 'set'), task(90, 'a1', 'T5', 'u')])
  expect(listed(commands)).toEqual(['revoke task T1', 'escalate task T3', 'revoke task T5'])
  const over = risk(80, 'over', { current_level: 'LOW', jti: 'set-2' })
  const after = await play([...FLEET, risk(60, 'set'), over, task(90, 'a1', 'T5', 'u')])
  expect(listed(after.commands)).not.toContain('revoke task T5')
})

test('S21: the same notice again, under the same or another event, has no second effect', async () => {
  const once = await play([...FLEET, risk(60, 'set')])
  const twice = await play([...FLEET, risk(60, 'set'), risk(60, 'set'), risk(61, 'set again')])
  expect(twice.commands).toEqual(once.commands)
  expect(twice.findings).toEqual(once.findings)
})

test.each([
  ['a low level', { current_level: 'LOW' }],
  ['the level of a device', { principal: 'DEVICE' }],
  ['another person', { subject: 'w' }],
])('%s concerns none of them', async (_, said) => {
  const { commands, findings } = await play([...FLEET, risk(60, 'set', said)])
  expect(commands).toEqual([])
  expect(findings).toEqual([])
})

test('the names that CAEP has for the event and its subject are known', async () => {
  const long = 'https://schemas.openid.net/secevent/caep/event-type/risk-level-change'
  for (const [type, subject] of [
    [long, { sub_id: { format: 'iss_sub', iss: 'https://idp.example', sub: 'u' } }],
    ['risk-level-change', { sub_id: { format: 'opaque', id: 'u' } }],
    ['session.risk-level-change', { subject: { user: { format: 'email', email: 'u' } } }],
  ] as const) {
    const { subject: _, ...rest } = risk(60, 'set')['attributes'] as Wire
    const { commands, complaints } = await play([
      ...FLEET,
      { ...risk(60, 'set', {}, type), attributes: { ...rest, ...subject } },
    ])
    expect(complaints).toEqual([])
    expect(listed(commands)).toEqual(['revoke task T1', 'escalate task T3'])
  }
})

test('a task that had ended before the notice, or begins after the all-clear, is left alone', async () => {
  const { commands } = await play([
    task(0, 'a1', 'T1', 'u'),
    at(30, 'task.ended', { agent: 'a1', task: 'T1' }),
    risk(60, 'set'),
    risk(90, 'clear', { current_level: 'LOW', jti: 'set-2' }),
    task(120, 'a2', 'T2', 'u'),
  ])
  expect(commands).toEqual([])
})

test('a task that the person asks for while at high risk is revoked too', async () => {
  const { commands } = await play([risk(60, 'set'), task(120, 'a2', 'T2', 'u')])
  expect(listed(commands)).toEqual(['revoke task T2'])
})

test('in whatever order notice, tasks and all-clear arrive, the same commands are given', async () => {
  const events = [
    ...FLEET,
    risk(60, 'set'),
    risk(90, 'clear', { current_level: 'LOW', jti: 'set-2' }),
  ]
  const ids = async (order: readonly Wire[]): Promise<readonly string[]> =>
    (await play(order)).commands.map(({ id }) => id).sort()
  const inOrder = await ids(events)
  expect(inOrder).toHaveLength(2)
  expect(await ids([...events].reverse())).toEqual(inOrder)
  expect(await ids([...events.slice(3), ...events.slice(0, 3)])).toEqual(inOrder)
})
