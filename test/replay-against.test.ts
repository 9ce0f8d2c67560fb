// `ambit replay --against`: what two folders of rules decide differently on the same day, through the built program.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, folder, killAll, launch } from './program.js'

beforeAll(build, 120_000)
afterAll(killAll)

const EVENTS = [
  {
    id: 'e1',
    time: 1_000,
    type: 'task.started',
    agent: { id: 'a' },
    task: { id: 'T', purpose: 'x' },
  },
  {
    id: 'e2',
    time: 2_000,
    type: 'resource.accessed',
    agent: { id: 'a' },
    task: { id: 'T' },
    action: 's3:GetObject',
    resource: { id: 'vault-1' },
  },
  {
    id: 'e3',
    time: 3_000,
    type: 'resource.accessed',
    agent: { id: 'a' },
    task: { id: 'T2' },
    action: 's3:GetObject',
    resource: { id: 'vault-2' },
  },
]
  .map((event) => JSON.stringify(event))
  .join('\n')

const rule = (resource: string, response: string, more = ''): string => `
title: A vault is read
id: 5b9c8f1e-0000-4000-8000-000000000001
detection:
  selection: { resource.id: ${resource} }
  condition: selection
ambit: { response: ${response} }
${more}`

function day(rules: Readonly<Record<string, string>>): string {
  const home = folder()
  writeFileSync(join(home, 'day.ndjson'), EVENTS)
  for (const [name, text] of Object.entries(rules)) {
    mkdirSync(join(home, name))
    writeFileSync(join(home, name, 'vault.yml'), text)
  }
  return home
}

async function compared(home: string, ...more: readonly string[]) {
  const args = ['replay', 'day.ndjson', '--rules', 'new', '--against', 'old', ...more]
  const { ended, said } = launch(args, {}, home)
  return { code: await ended, text: said() }
}

test('two rule sets that say the same differ in nothing, and nothing is written beside', async () => {
  const home = day({ new: rule('vault-1', 'revoke'), old: rule('vault-1', 'revoke') })
  const before = readdirSync(home)
  expect(await compared(home)).toEqual({
    code: 0,
    text: [
      '+ only with new',
      '- only with old',
      '',
      'findings: 0 gained, 0 lost',
      'commands: 0 gained, 0 lost',
      'approvals: 0 gained, 0 lost',
      '',
    ].join('\n'),
  })
  expect(readdirSync(home)).toEqual(before)
}, 60_000)

test('a wider rule that asks a person where it revoked before gains approvals and loses the command', async () => {
  const home = day({ new: rule('vault-*', 'escalate'), old: rule('vault-1', 'revoke') })
  const { code, text } = await compared(home)
  expect(code).toBe(0)
  expect(text).toMatch(/^findings: 2 gained, 1 lost$/m)
  expect(text).toMatch(
    /^ {2}\+ 1970-01-01T00:00:03\.000Z {2}A vault is read .*event e3 {2}escalate$/m,
  )
  expect(text).toMatch(/^ {2}- .*event e2 {2}revoke$/m)
  expect(text).toMatch(/^commands: 0 gained, 1 lost$/m)
  expect(text).toMatch(/^ {2}- 1970-01-01T00:00:02\.000Z {2}revoke task T /m)
  expect(text).toMatch(/^approvals: 2 gained, 0 lost$/m)
  const lines = (await compared(home, '--json')).text.trim().split('\n')
  const said = lines.map((line) => JSON.parse(line) as { change: string; what: string })
  expect(said.map(({ change, what }) => `${change} ${what}`)).toEqual([
    'gained finding',
    'lost finding',
    'gained finding',
    'lost command',
    'gained approval',
    'gained approval',
  ])
}, 60_000)

test('a rule that fires on another event of the same task differs, though its finding and its command have the same ids', async () => {
  const home = day({ new: rule('vault-9', 'revoke'), old: rule('vault-1', 'revoke') })
  const later = `{"id":"e4","time":9000,"type":"resource.accessed","agent":{"id":"a"},"task":{"id":"T"},"action":"s3:GetObject","resource":{"id":"vault-9"}}`
  writeFileSync(join(home, 'day.ndjson'), `${EVENTS}\n${later}\n`)
  const { code, text } = await compared(home)
  expect(code).toBe(0)
  expect(text.split('\n').slice(3, 10)).toEqual([
    'findings: 1 gained, 1 lost',
    expect.stringMatching(/^ {2}- 1970-01-01T00:00:02.000Z {2}A vault is read .* event e2/),
    expect.stringMatching(/^ {2}\+ 1970-01-01T00:00:09.000Z {2}A vault is read .* event e4/),
    'commands: 1 gained, 1 lost',
    expect.stringMatching(/^ {2}- 1970-01-01T00:00:02.000Z {2}revoke task T/),
    expect.stringMatching(/^ {2}\+ 1970-01-01T00:00:09.000Z {2}revoke task T/),
    'approvals: 0 gained, 0 lost',
  ])
})

test('a rule that is wrong on either side ends it with 2 before anything is read', async () => {
  const home = day({ new: rule('vault-*', 'escalate'), old: rule('vault-1', 'revok') })
  const { code, text } = await compared(home)
  expect(code).toBe(2)
  expect(text).toMatch(/old\/vault\.yml:\d+:\d+: .*revoke/)
}, 60_000)
