// `ambit replay --explain`: what each rule makes of one event, with the clause, the value it saw and how far a window had come.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, folder, killAll, launch } from './program.js'

beforeAll(build, 120_000)
afterAll(killAll)

const read = (n: number, resource: string, more: object = {}) => ({
  id: `e${n}`,
  time: n * 1_000,
  type: 'resource.accessed',
  agent: { id: 'a' },
  task: { id: 'T' },
  action: 's3:GetObject',
  resource: { id: resource },
  ...more,
})

const EVENTS = [
  { id: 'e1', time: 0, type: 'task.started', agent: { id: 'a' }, task: { id: 'T', purpose: 'x' } },
  read(2, 'vault-1'),
  read(3, 'vault-2'),
  read(4, 'shelf-1', { attributes: { note: 'sesame-open' } }),
  read(2, 'vault-1'),
  { id: 'e9', time: 9_000, type: 'resource.accessed', action: 's3:GetObject' },
]
  .map((event) => JSON.stringify(event))
  .join('\n')

const RULES = `title: A vault is read
name: vault_read
detection:
  selection: { resource.id: vault-*, action: s3:GetObject }
  clean: { resource.id: vault-9 }
  condition: selection and not clean
ambit: { response: observe }
---
title: A note says so
name: noted
detection:
  selection: { attributes.note: [close, shut] }
  condition: selection
---
title: Vaults one after the other
name: many_vaults
correlation:
  type: event_count
  rules: [vault_read]
  group-by: [agent.id]
  timespan: 1m
  condition: { gte: 3 }
---
title: Vaults by owner
name: by_owner
correlation:
  type: event_count
  rules: [vault_read]
  group-by: [agent.owner]
  timespan: 1m
  condition: { gte: 2 }
`

let home: string
beforeEach(() => {
  home = folder()
  mkdirSync(join(home, 'mine'))
  writeFileSync(join(home, 'mine', 'vault.yml'), RULES)
  writeFileSync(join(home, 'day.ndjson'), EVENTS)
})

async function explained(event: string, ...more: readonly string[]) {
  const args = ['replay', 'day.ndjson', '--rules', 'mine', '--explain', event, ...more]
  const { ended, said } = launch(args, {}, home)
  return { code: await ended, text: said() }
}

test('a rule that did not fire names the clause, the value it saw and what it asks for, at its place', async () => {
  const { code, text } = await explained('e4', '--rule', 'vault_read')
  expect(code).toBe(0)
  expect(text).toMatch(/^event e4 {2}1970-01-01T00:00:04\.000Z {2}a \(/m)
  expect(text).toMatch(/^did not {4}A vault is read \(mine\/vault\.yml:1:/m)
  expect(text).toMatch(
    /selection: resource\.id is "shelf-1", and should be "vault-\*" \(mine\/vault\.yml:4:\d+\)/,
  )
  expect(text).not.toMatch(/action is/)
}, 60_000)

test('a rule that fired tells by which clauses, which finding came of it, and that a second arrival counts for nothing', async () => {
  const { text } = await explained('e2')
  expect(text).toMatch(/its id came again \(day\.ndjson:5\): counted once/)
  expect(text).toMatch(/^fired +A vault is read/m)
  expect(text).toMatch(/selection: resource\.id is "vault-1", and is asked to be "vault-\*"/)
}, 60_000)

test('a correlation tells how many of how many there were in which group and window', async () => {
  const { text } = await explained('e3', '--rule', 'many_vaults')
  expect(text).toMatch(
    /event count is 2 in the group agent\.id=a; asked for is event count at least 3 within 1 min/,
  )
}, 60_000)

test('a correlation whose group the event lacks says which field is missing', async () => {
  const { text } = await explained('e3', '--rule', 'by_owner')
  expect(text).toMatch(/the event lacks agent\.owner, by which it groups/)
}, 60_000)

test('no word of what was said in attributes is told, only how much of it there was', async () => {
  const { text } = await explained('e4', '--rule', 'noted')
  expect(text).toMatch(
    /attributes\.note is a text of 11 characters, and should be "close" or "shut"/,
  )
  expect(text).not.toMatch(/sesame/)
}, 60_000)

test('of a field of a log source what the joined event has as well is told, and what only the record says is not', async () => {
  const detection = 'detection: { s: { eventName: [CreateUser], userAgent: x }, condition: 1 of s }'
  writeFileSync(
    join(home, 'mine', 'user.yml'),
    `title: A user\nname: user\nlogsource: { product: aws, service: cloudtrail }\n${detection}\n`,
  )
  const lines = [
    { id: 'f1', action: 'iam:ListUsers', attributes: { userAgent: 'sesame' } },
    { id: 'f2', attributes: { cloudtrail: { eventName: 'sesame' } } },
  ].map((event) =>
    JSON.stringify({ time: 9_000, type: 'resource.accessed', agent: { id: 'a' }, ...event }),
  )
  writeFileSync(join(home, 'day.ndjson'), lines.join('\n'))
  const known = await explained('f1', '--rule', 'user')
  expect(known.text).toMatch(/eventName is "ListUsers", and should be "CreateUser"/)
  expect(known.text).toMatch(/userAgent is a text of 6 characters, and should be "x"/)
  const said = await explained('f2', '--rule', 'user')
  expect(said.text).toMatch(/eventName is a text of 6 characters, and should be "CreateUser"/)
  expect(`${known.text}${said.text}`).not.toMatch(/sesame/)
}, 60_000)

test('an event that is not there, and one of nobody, end with 1 and say so; a rule that is not there with 2', async () => {
  expect(await explained('e77')).toEqual({
    code: 1,
    text: 'event e77 is in none of the files\n',
  })
  const nobody = await explained('e9')
  expect(nobody.text).toMatch(/event e9 .*(nobody|of no identity)/)
  const strange = await explained('e4', '--rule', 'vault_raed')
  expect(strange.code).toBe(2)
  expect(strange.text).toMatch(/no rule "vault_raed", did you mean "vault_read"\?/)
}, 60_000)
