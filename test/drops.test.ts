// What is let go at a limit is counted by the limit, in the metrics of the program at work.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, folder, killAll, start, until } from './program.js'

beforeAll(build, 120_000)
afterAll(killAll)

const RULES = `title: A note says so
name: noted
detection: { s: { attributes.note|contains: open }, condition: s }
---
title: Many reads
name: many_reads
correlation:
  type: event_count
  rules: [noted]
  group-by: [agent.id]
  timespan: 1h
  condition: { gte: 2 }
`

test('values that rules read, entries of windows, events that wait and identities are counted where they had to go', async () => {
  const home = folder()
  mkdirSync(join(home, 'mine'))
  writeFileSync(join(home, 'mine', 'r.yml'), RULES)
  const config = join(home, 'ambit.yml')
  writeFileSync(config, `rules: ['${join(home, 'mine')}']\nlimits: { identities: 2, waiting: 3 }\n`)
  const program = await start(['--config', config, '--data', join(home, 'data')])
  const time = Date.now() - 60_000
  const used = (n: number, more: object) => ({
    id: `e${n}`,
    time: time + n,
    type: 'resource.accessed',
    action: 's3:GetObject',
    ...more,
  })
  const waits = Array.from({ length: 5 }, (_, n) => used(n, { credential: { id: `unknown${n}` } }))
  const reads = Array.from({ length: 1_100 }, (_, n) =>
    used(100 + n, { agent: { id: 'a' }, attributes: { note: 'open' } }),
  )
  const others = ['b', 'c'].map((id, n) =>
    used(5_000 + n, { agent: { id }, attributes: { note: 'open '.repeat(10_000) } }),
  )
  await program.post([...waits, ...reads, ...others])
  const dropped = async (what: string): Promise<number> =>
    (await program.metrics())('ambit_dropped_total', { what })
  await until('all of them are counted', async () => {
    const all = await Promise.all(
      ['waiting', 'contexts', 'rule_values', 'rule_entries'].map(dropped),
    )
    return all.every((n) => n > 0) || undefined
  }).catch(() => {})
  expect(await dropped('waiting')).toBeGreaterThanOrEqual(2)
  expect(await dropped('rule_values')).toBe(2)
  const metrics = await program.metrics()
  const entries = metrics('ambit_dropped_total', { what: 'rule_entries', rule: 'many_reads' })
  expect(entries).toBeGreaterThanOrEqual(1_100 - 1_024)
  expect(await dropped('contexts')).toBeGreaterThan(0)
  expect(await dropped('rule_groups')).toBe(0)
  expect(await program.stop()).toMatchObject({ code: 0 })
}, 90_000)
