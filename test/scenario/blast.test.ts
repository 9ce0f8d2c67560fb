// Stories of how far misuse could reach: measured in parts, and asked about where it is far although the purpose covers it.
import { expect, test } from '@jest/globals'
import { at, listed, play, types, type Said, type Wire } from './play.js'
import { grant } from './grants.js'

const keeper = (said: Said, scopes: readonly string[]): readonly Wire[] => [
  at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'iam-maintenance', ...said }),
  at(1, 'credential.issued', {
    workload: 'spiffe://corp/a1',
    credential: 'c1',
    task: 'T1',
    scopes,
  }),
]
const newKey = (s: number, more: Said = {}): Wire =>
  at(s, 'resource.accessed', {
    credential: 'c1',
    action: 'iam:CreateAccessKey',
    resource: 'user/ops',
    outcome: 'allow',
    ...more,
  })

test('an admin agent in its purpose is left in peace, also with what is restricted and with all of one service', async () => {
  const plain = await play([
    ...keeper({}, ['iam:*']),
    newKey(10),
    newKey(20, { sensitivity: 'restricted' }),
  ])
  expect(plain.commands).toEqual([])
  expect(plain.findings).toEqual([])
})

test('a person is asked, once a task, where what the purpose covers could reach very far', async () => {
  const { commands, findings } = await play([
    ...keeper({ tier: 'high' }, ['*']),
    newKey(10, { sensitivity: 'restricted' }),
    newKey(20, { sensitivity: 'restricted' }),
  ])
  expect(listed(commands)).toEqual(['escalate task T1'])
  expect(commands[0]).toMatchObject({ rules: ['ambit.blast-radius'], blast_radius: 78 })
  expect(types(findings)).toEqual(['blast-radius'])
  expect(findings[0]?.count).toBe(1)
})

test('a decision on a use that goes on with the same says how far that reaches, too', async () => {
  const { commands, decisions } = await play([
    ...keeper({ purpose: 'summarise' }, ['*']),
    ...[10, 20, 30].map((s) => newKey(s, { sensitivity: 'restricted' })),
  ])
  const uses = decisions.filter(({ action }) => action === 'iam:CreateAccessKey')
  expect(uses.map(({ outcome }) => outcome)).toEqual(['revoke', 'revoke', 'revoke'])
  expect(commands[0]?.blast_radius).toBeGreaterThan(50)
  for (const { blast_radius } of uses) expect(blast_radius).toBe(commands[0]?.blast_radius)
})

test('every finding says what its blast radius is made of, the heaviest part first, and the parts are the whole', async () => {
  const { commands, findings } = await play([
    ...keeper({ tier: 'high', purpose: 'summarise' }, ['*']),
    grant(5, 'a1', 'T1', 'a2', 'T2'),
    newKey(10, { sensitivity: 'restricted' }),
  ])
  const shift = findings.find((one) => types([one])[0] === 'shift.privileged')
  const { blast_radius, blast_radius_parts } = shift?.unmapped.ambit as {
    blast_radius: number
    blast_radius_parts: Record<string, number>
  }
  expect(Object.entries(blast_radius_parts)).toEqual([
    ['privilege', 25],
    ['sensitivity', 20],
    ['scopes', 12],
    ['tier', 10],
    ['irreversible', 8],
    ['credentials', 3],
    ['children', 2],
  ])
  expect(Object.values(blast_radius_parts).reduce((a, b) => a + b)).toBe(blast_radius)
  expect(commands[0]?.blast_radius).toBe(blast_radius)
})

test('the threshold is one key of the configuration', async () => {
  const story = [...keeper({}, ['iam:CreateAccessKey']), newKey(10)]
  expect((await play(story)).commands).toEqual([])
  const low = await play(story, { env: { AMBIT_APPROVAL_THRESHOLD: '40' } })
  expect(listed(low.commands)).toEqual(['escalate task T1'])
})

test('what was touched before, and is heard of after, counts as well', async () => {
  const story = [
    ...keeper({ tier: 'high' }, ['*']),
    at(5, 'resource.accessed', {
      credential: 'c1',
      action: 's3:GetObject',
      resource: 'payroll',
      sensitivity: 'restricted',
      outcome: 'allow',
    }),
    newKey(10),
  ]
  const [start, issued, touched, used] = story as [Wire, Wire, Wire, Wire]
  const inOrder = await play(story)
  const late = await play([start, issued, used, touched])
  expect(listed(inOrder.commands)).toEqual(['escalate task T1'])
  expect(late.commands.map(({ id }) => id)).toEqual(inOrder.commands.map(({ id }) => id))
})
