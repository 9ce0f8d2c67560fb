// Rules half way through their windows when the program ends, by itself or by a kill: what is found is what a replay finds.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { build, folder, killAll, start, until } from '../program.js'
import { found, foundBefore, parts, rulesFolder, standing, untilJudged } from './half-way.js'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

beforeAll(build, 120_000)
afterAll(killAll)

test('correlations that are half way through a window go on after a kill and after a stop, and find what a replay finds', async () => {
  const home = folder()
  const rules = rulesFolder()
  writeFileSync(join(home, 'ambit.yml'), `rules: ['${rules}']\n`)
  const args = ['--config', join(home, 'ambit.yml'), '--data', join(home, 'data')]
  const all = parts()
  const wanted = found(all.flat(), rules)
  expect(wanted.map((line) => line.replace(/ \(.*/, ''))).toEqual([
    'Four different vaults from one address: source.ip=10.0.0.1',
    'Four vaults by one agent: a1',
    'Many and much: a1',
    'Much is read: a1',
    'Read without a ticket: a2',
    'Read without a ticket: a2',
    'Read without a ticket: a4',
    'Read without a ticket: b1',
    'Read, then exported: a1',
    'Read, then exported: a3',
  ])
  for (const [n, part] of all.entries()) {
    const program = await start(args)
    const now = async () => standing([...(await program.list('findings'))].reverse())
    expect(await now()).toEqual(foundBefore(n, wanted))
    await program.post(part)
    await untilJudged(program, part.length)
    const then = n + 1 < all.length ? foundBefore(n + 1, wanted) : wanted
    await until(
      'all is found',
      async () => String(await now()) === String(then) || undefined,
    ).catch(() => {})
    expect(await now()).toEqual(then)
    await program.stop(n === 0 ? 'SIGKILL' : 'SIGTERM')
  }
}, 180_000)
