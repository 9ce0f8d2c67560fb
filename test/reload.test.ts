// SIGHUP: a process at work reads its rules again; all of them take over between two batches, or none.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, folder, killAll, launch, start, until, type Running } from './program.js'

beforeAll(build, 120_000)
afterAll(killAll)

const SHELF_ID = '5b9c8f1e-0000-4000-8000-000000000001'
const MANY_ID = '5b9c8f1e-0000-4000-8000-000000000002'
const MANY = `title: Vaults one after the other
name: many_vaults
id: 5b9c8f1e-0000-4000-8000-000000000002
correlation:
  type: event_count
  rules: [vault_read]
  group-by: [agent.id]
  timespan: 1h
  condition: { gte: 3 }
ambit: { response: observe }
---
title: A vault is read
name: vault_read
id: 5b9c8f1e-0000-4000-8000-000000000003
detection:
  selection: { resource.id: vault-* }
  condition: selection
`
const SHELF = `title: A shelf is read
name: shelf_read
id: 5b9c8f1e-0000-4000-8000-000000000001
detection:
  selection: { resource.id: shelf-* }
  condition: selection
ambit: { response: observe }
`

let home: string
beforeEach(() => {
  home = folder()
  mkdirSync(join(home, 'mine'))
  rules('many.yml', MANY)
  writeFileSync(join(home, 'ambit.yml'), `rules: [${join(home, 'mine')}]\n`)
})

const rules = (name: string, text: string) => writeFileSync(join(home, 'mine', name), text)
const begin = () => start(['--config', join(home, 'ambit.yml'), '--data', join(home, 'data')], {})

let n = 0
const read = (resource: string) => ({
  id: `r${++n}`,
  time: Date.now() - 60_000 + n,
  type: 'resource.accessed',
  agent: { id: 'a' },
  action: 's3:GetObject',
  resource: { id: resource },
})

interface Found {
  readonly unmapped: { readonly ambit: { readonly rules_digest: string } }
  readonly finding_info: {
    readonly title: string
    readonly analytic: { readonly uid: string; readonly version: string }
  }
}

async function found(program: Running, id: string): Promise<{ version: string; digest: string }> {
  return until(`a finding of ${id}`, async () => {
    const all = await program.list<Found>('findings')
    const one = all.find(({ finding_info }) => finding_info.analytic.uid === id)
    if (one === undefined) return undefined
    return {
      version: one.finding_info.analytic.version,
      digest: one.unmapped.ambit.rules_digest,
    }
  })
}

const inForce = async (program: Running): Promise<string> =>
  /ambit_rules_info\{digest="([^"]+)"\} 1/.exec((await program.get('/metrics')).text)?.[1] ?? ''

async function hup(program: Running, outcome: string, times = 1): Promise<void> {
  program.child.kill('SIGHUP')
  await until(`the reload: ${outcome}`, async () => {
    const metrics = await program.metrics()
    return metrics('ambit_rules_reloads_total', { outcome }) >= times || undefined
  })
  await until('it is ready', async () => (await program.get('/readyz')).status === 200 || undefined)
}

test('a rule that is added takes effect without a restart, and windows of rules that say the same go on', async () => {
  const program = await begin()
  await program.post([read('vault-1'), read('vault-2')])
  await until('both are judged', async () => {
    const metrics = await program.metrics()
    return metrics('ambit_decisions_total') >= 2 || undefined
  })
  const before = await inForce(program)
  rules('shelf.yml', SHELF)
  await hup(program, 'switched')
  expect(await inForce(program)).not.toBe(before)
  await program.post([read('vault-3'), read('shelf-1')])
  await found(program, SHELF_ID)
  await found(program, MANY_ID)
  expect(await program.stop()).toMatchObject({ code: 0 })
}, 60_000)

test('each finding names the version of its rule and the digest of all that are in force, anew after a switch', async () => {
  rules('shelf.yml', SHELF)
  const program = await begin()
  await program.post([read('shelf-1')])
  const first = await found(program, SHELF_ID)
  expect(first).toEqual({
    version: expect.stringMatching(/^[0-9a-f]{16}$/),
    digest: await inForce(program),
  })
  const other = '5b9c8f1e-0000-4000-8000-000000000004'
  rules('shelf.yml', SHELF.replace(SHELF_ID, other).replace('shelf-*', 'shelf-2*'))
  await hup(program, 'switched')
  await program.post([read('shelf-2')])
  const second = await found(program, other)
  expect(second).toEqual({
    version: expect.stringMatching(/^[0-9a-f]{16}$/),
    digest: await inForce(program),
  })
  expect(second.version).not.toBe(first.version)
  expect(second.digest).not.toBe(first.digest)
  expect(await program.stop()).toMatchObject({ code: 0 })
}, 60_000)

test('rules with anything wrong in them are refused whole, at their places, and the old ones stay at work', async () => {
  const program = await begin()
  const before = await inForce(program)
  rules('shelf.yml', SHELF)
  rules('broken.yml', SHELF.replace('condition: selection', 'condition: selectoin'))
  await hup(program, 'kept')
  expect(program.said()).toMatch(/broken\.yml:6:\d+: .*selectoin/)
  expect(await inForce(program)).toBe(before)
  await program.post([read('shelf-1'), read('vault-1'), read('vault-2'), read('vault-3')])
  await found(program, MANY_ID)
  const all = await program.list<Found>('findings')
  expect(all.map(({ finding_info }) => finding_info.analytic.uid)).not.toContain(SHELF_ID)
  expect(await program.stop()).toMatchObject({ code: 0 })
}, 60_000)

test('a kill after the switch comes back to the same rules and windows, and the chain of the records holds', async () => {
  const program = await begin()
  rules('shelf.yml', SHELF)
  await program.post([read('vault-1'), read('vault-2')])
  await until('both are judged', async () => {
    const metrics = await program.metrics()
    return metrics('ambit_decisions_total') >= 2 || undefined
  })
  await hup(program, 'switched')
  await hup(program, 'unchanged')
  const digest = await inForce(program)
  await program.post([read('shelf-1')])
  await found(program, SHELF_ID)
  await program.stop('SIGKILL')
  const again = await begin()
  expect(await inForce(again)).toBe(digest)
  await again.post([read('vault-3')])
  await found(again, MANY_ID)
  expect(await again.stop()).toMatchObject({ code: 0 })
  const { ended, said } = launch(['verify', '--data', join(home, 'data')], {}, home)
  expect([await ended, said()]).toEqual([0, expect.stringMatching(/checkpoint/)])
}, 90_000)
