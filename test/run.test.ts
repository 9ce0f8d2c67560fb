// `ambit run` on the embedded log, driven from outside: what comes out, and that no restart changes it.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Command } from '../src/model/wire.js'
import { fleet, isSentinel, netIds, replayed, sentinel, shifted } from './incidents.js'
import { build, folder, killAll, start, until, type Running } from './program.js'
import { listed } from './scenario/play.js'

beforeAll(build, 120_000)
afterAll(killAll)

/** Sentinels spend the budget of their rule. */
const ENV = { AMBIT_BUDGET: 'off' }
let sentinels = 0

/** Posts a story of its own and waits for its command: what was posted before it was read by all three sources. */
async function passed(program: Running): Promise<void> {
  const n = ++sentinels
  expect((await program.post(shifted(sentinel(n), 3_500_000))).status).toBe(202)
  await until(`command of sentinel ${n}`, async () => {
    const commands = await program.commands()
    return commands.some(({ agent_id }) => agent_id === `asentinel${n}`) || undefined
  })
}

/** The commands there are, once they are the wanted ones; what is there when the time is up is shown beside them. */
async function expectCommands(program: Running, wanted: readonly Command[]): Promise<void> {
  await passed(program)
  const there = async () => (await program.commands()).filter((command) => !isSentinel(command)).reverse()
  const same = async () => String(ids(await there())) === String(ids(wanted)) || undefined
  await until('the wanted commands', same, 5_000).catch(() => {})
  const commands = await there()
  expect([...listed(commands)].sort()).toEqual([...listed(wanted)].sort())
  expect(ids(commands)).toEqual(ids(wanted))
}

const ids = (commands: readonly Command[]): readonly string[] => commands.map(({ id }) => id).sort()

test('a fleet posted in one go, all sources among each other, gives the commands of a replay and no other', async () => {
  const events = fleet()
  const program = await start(['--data', folder()], ENV)
  expect(await program.post(events)).toMatchObject({ status: 202 })
  await expectCommands(program, replayed(events, ENV))
  expect(await program.commands()).toHaveLength(9 + 1)
  expect(await program.stop()).toMatchObject({ code: 0 })
}, 60_000)

test('a fleet posted event by event gives the commands of a replay and no other', async () => {
  const events = fleet()
  const program = await start(['--data', folder()], ENV)
  for (const event of events) await program.post([event])
  await expectCommands(program, replayed(events, ENV))
  expect(await program.stop()).toMatchObject({ code: 0 })
}, 60_000)

test('a fleet that is posted backwards, newest event first, comes to the same commands in the end', async () => {
  const events = fleet()
  const program = await start(['--data', folder()], ENV)
  for (const event of [...events].reverse()) await program.post([event])
  await passed(program)
  const wanted = netIds(replayed(events, ENV))
  await until('the wanted commands', async () => {
    const net = netIds((await program.commands()).filter((command) => !isSentinel(command)))
    return String(net) === String(wanted) || undefined
  })
  expect(await program.stop()).toMatchObject({ code: 0 })
}, 60_000)

test.each(['SIGTERM', 'SIGKILL'] as const)('%s between any two posts, and the fleet gives the same commands, none doubled', async (signal) => {
  const events = fleet()
  const data = folder()
  const each = Math.ceil(events.length / 8)
  let program = await start(['--data', data], ENV)
  for (let from = 0; from < events.length; from += each) {
    expect((await program.post(events.slice(from, from + each))).status).toBe(202)
    // What was posted before is posted again: a sender that had no answer does so.
    if (from > 0) await program.post(events.slice(from - each, from))
    const { code, ms } = await program.stop(signal)
    if (signal === 'SIGTERM') expect(code).toBe(0)
    expect(ms).toBeLessThan(5_000)
    program = await start(['--data', data], ENV)
  }
  await expectCommands(program, replayed(events, ENV))
  expect(await program.stop()).toMatchObject({ code: 0 })
}, 120_000)
