// `ambit run` on the embedded log, driven from outside: what comes out, and that no restart changes it.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '../src/model/wire.js'
import { createEmbeddedTransport } from '../src/transport/embedded/embedded.js'
import type { LogRecord, Outbound } from '../src/transport/port.js'
import { fleet, isSentinel, netIds, replayed, sentinel, shifted } from './incidents.js'
import { build, folder, killAll, launch, start, until, type Running } from './program.js'
import { at, listed, type Said, type Wire } from './scenario/play.js'

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
  const there = async () =>
    (await program.commands()).filter((command) => !isSentinel(command)).reverse()
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
    const net = netIds(
      [...(await program.commands())].reverse().filter((command) => !isSentinel(command)),
    )
    return String(net) === String(wanted) || undefined
  })
  expect(await program.stop()).toMatchObject({ code: 0 })
}, 60_000)

test.each(['SIGTERM', 'SIGKILL'] as const)(
  '%s between any two posts, and the fleet gives the same commands, none doubled',
  async (signal) => {
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
  },
  120_000,
)

const use = (second: number, credential: string, more: Said = {}): Wire =>
  at(second, 'resource.accessed', { credential, action: 's3:GetObject', outcome: 'allow', ...more })
const KEY: Said = { action: 'iam:CreateAccessKey' }

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'an event that waits for its binding survives %s, and is judged when the binding comes',
  async (signal) => {
    const [started, issued] = sentinel(0).slice(0, 2) as [Wire, Wire]
    const [asked, wanted] = [
      shifted([use(30, 'csentinel0', KEY)], 600_000),
      shifted([started, issued], 600_000),
    ]
    const data = folder()
    const first = await start(['--data', data], ENV)
    await first.post(asked)
    await until(
      'it waits',
      async () =>
        (await first.metrics())('ambit_events_waiting', { kind: 'resource' }) === 1 || undefined,
    )
    expect(await first.commands()).toEqual([])
    await first.stop(signal)
    const second = await start(['--data', data], ENV)
    await second.post(wanted)
    const commands = await until('its command', async () => {
      const there = await second.commands()
      return there.length > 0 ? there : undefined
    })
    expect(listed(commands)).toEqual(['revoke credential csentinel0'])
    const metrics = await second.metrics()
    expect(metrics('ambit_events_waiting')).toBe(0)
    expect(metrics('ambit_events_total', { kind: 'resource', outcome: 'joined' })).toBe(1)
    await second.stop()
  },
  60_000,
)

test('an event that was read before a restart is a duplicate after it, and counts as nothing else', async () => {
  const events = shifted(sentinel(0), 600_000)
  const data = folder()
  for (const [n, signal] of (['SIGKILL', 'SIGTERM', 'SIGTERM'] as const).entries()) {
    const program = await start(['--data', data], ENV)
    await program.post(events)
    const metrics = await until('all was read', async () => {
      const said = await program.metrics()
      return said('ambit_events_read_total') === 3 ? said : undefined
    })
    expect(metrics('ambit_events_total', { outcome: 'duplicate' })).toBe(n === 0 ? 0 : 3)
    expect(metrics('ambit_events_total', { outcome: 'joined' })).toBe(n === 0 ? 3 : 0)
    await until('one command', async () => (await program.commands()).length === 1 || undefined)
    await program.stop(signal)
  }
}, 60_000)

test('an event that names another agent is taken back from it when the binding comes, over all three sources and a restart', async () => {
  const data = folder()
  const first = await start(['--data', data], ENV)
  await first.post(shifted([use(30, 'c0', { ...KEY, agent: 'liar' })], 600_000))
  // Nothing is known yet but its own word: a person is asked about the agent that it names.
  await until('a person is asked', async () => (await first.commands()).length === 1 || undefined)
  await first.stop('SIGKILL')
  const second = await start(['--data', data], ENV)
  await second.post(
    shifted(
      [at(1, 'credential.issued', { credential: 'c0', task: 'T0', workload: 'spiffe://corp/w' })],
      600_000,
    ),
  )
  await second.post(
    shifted(
      [at(0, 'task.started', { agent: 'honest', task: 'T0', purpose: 'iam-maintenance' })],
      600_000,
    ),
  )
  const commands = await until('the correction', async () => {
    const there = await second.commands()
    return there.length >= 3 ? [...there].reverse() : undefined
  })
  expect(listed(commands)).toEqual([
    'escalate agent liar',
    'reinstate agent liar',
    'revoke credential c0',
  ])
  expect(commands.map(({ agent_id }) => agent_id)).toEqual(['liar', 'liar', 'honest'])
  expect(commands[1]?.undoes).toBe(commands[0]?.id)
  expect(commands[2]?.rules).toEqual(['ambit.identity.claim'])
  await second.stop()
}, 60_000)

test('silence alone lets go what waits, and asks about a credential that nobody issued', async () => {
  const env = { ...ENV, AMBIT_LATENESS: 'PT2S' }
  const program = await start(['--data', folder()], env)
  await program.post(shifted([use(0, 'k1')], 0))
  await program.post(shifted([use(0, 'k9', { workload: 'spiffe://corp/cron' })], 0))
  expect((await program.metrics())('ambit_events_total', { outcome: 'unattributed' })).toBe(0)
  const commands = await until('both are asked about', async () => {
    const there = await program.commands()
    return there.length === 2 ? there : undefined
  })
  expect([...listed(commands)].sort()).toEqual(['escalate credential k1', 'escalate credential k9'])
  expect(commands.map(({ rules }) => rules[0])).toEqual(Array(2).fill('ambit.credential.unissued'))
  const metrics = await program.metrics()
  expect(metrics('ambit_events_waiting')).toBe(0)
  expect(metrics('ambit_events_total', { outcome: 'unattributed' })).toBe(1)
  expect(metrics('ambit_events_total', { outcome: 'joined' })).toBe(1)
  await program.stop()
}, 60_000)

test('where every event went is told: joined, waiting, unattributed, duplicate, late and refused make what was read', async () => {
  const data = folder()
  const events = [...fleet(), ...shifted([use(260, 'nobody')], 3_600_000), ...fleet().slice(0, 7)]
  const tooLate = shifted(
    [use(-600, 'c1', { id: 'late' }), at(1000, 'agent.started', { agent: 'z' })],
    3_600_000,
  )
  await append(data, [
    ...['{', '{"id":"x"}', ''].map((text) => ({
      topic: 'resource-events',
      key: 'k',
      value: Buffer.from(text),
    })),
    { topic: 'agent-events', key: 'k', value: null },
  ])
  const program = await start(['--data', data], ENV)
  await program.post(events)
  await program.post(tooLate)
  const total = 4 + events.length + tooLate.length
  const metrics = await until('all was read', async () => {
    const said = await program.metrics()
    return said('ambit_events_read_total') === total ? said : undefined
  })
  const went = (outcome: string) => metrics('ambit_events_total', { outcome })
  const outcomes = ['joined', 'unattributed', 'duplicate', 'late', 'refused'].map(went)
  const waiting = metrics('ambit_events_waiting')
  expect(outcomes.reduce((sum, n) => sum + n, waiting)).toBe(total)
  expect({
    duplicate: went('duplicate'),
    refused: went('refused'),
    late: went('late'),
    waiting,
  }).toEqual({
    duplicate: 7,
    refused: 4,
    late: 1,
    waiting: 1,
  })
  expect(metrics('ambit_dead_letters_total')).toBe(4)
  await program.stop()
}, 60_000)

test('a record that is no event becomes a dead letter with its bytes, its place and what is wrong with it', async () => {
  const data = folder()
  const bytes = Buffer.from([0x7b, 0x00, 0xff, 0xfe])
  await append(data, [
    {
      topic: 'workload-events',
      key: Buffer.from([1, 2, 255]),
      value: bytes,
      headers: { 'x-trace': 'abc' },
    },
    {
      topic: 'workload-events',
      key: 'w',
      value: Buffer.from(JSON.stringify(shifted(sentinel(0), 1000)[1])),
    },
  ])
  const program = await start(['--data', data], ENV)
  await until(
    'both were read',
    async () => (await program.metrics())('ambit_events_read_total') === 2 || undefined,
  )
  await program.stop()
  const [letter, ...others] = await readBack(data, 'ambit.dead-letters')
  expect(others).toEqual([])
  expect(letter?.key).toEqual(Buffer.from([1, 2, 255]))
  expect(letter?.value).toEqual(bytes)
  expect(letter?.headers).toMatchObject({
    'ambit-topic': 'workload-events',
    'ambit-partition': '0',
    'ambit-offset': '0',
    'ambit-error-code': expect.stringMatching(/^EVENT_/),
    'ambit-error': expect.stringMatching(/\w+ \w+/),
  })
}, 60_000)

test('who follows the stream hears of each command, finding and decision that the pages list', async () => {
  const program = await start(['--data', folder()], ENV)
  const answer = await fetch(`${program.address}/v1/stream`)
  let text = ''
  const over = (async () => {
    for await (const chunk of answer.body!) text += Buffer.from(chunk as Uint8Array).toString()
  })()
  await passed(program)
  const listed = async (): Promise<readonly number[]> => {
    const pages = (['commands', 'findings', 'decisions'] as const).map((what) => program.list(what))
    return (await Promise.all(pages)).map((page) => page.length)
  }
  const told = (): readonly number[] =>
    ['command', 'finding', 'decision'].map((name) => text.split(`event: ${name}\n`).length - 1)
  const same = async () => String(told()) === String(await listed()) || undefined
  await until('all of it is told', same)
  expect(text).toContain(`"id":"${(await program.commands())[0]!.id}"`)
  expect((await program.stop()).code).toBe(0)
  await over
}, 60_000)

test('SIGTERM under load drains within 5 s, exits with 0 and leaves nothing half done', async () => {
  const data = folder()
  let program = await start(['--data', data], ENV)
  const many = Array.from({ length: 20_000 }, (_, n) =>
    use(n / 100, `c${n % 500}`, { id: `r${n}`, agent: `a${n % 500}` }),
  )
  const posts = [0, 1, 2, 3].map((n) =>
    program.post(shifted(many.slice(n * 5_000, (n + 1) * 5_000), 3_600_000)),
  )
  await Promise.all(posts)
  const { code, ms } = await program.stop()
  expect(code).toBe(0)
  expect(ms).toBeLessThan(5_000)
  program = await start(['--data', data], ENV)
  await until(
    'nothing is left to read',
    async () => (await program.metrics())('ambit_lag_records') === 0 || undefined,
  )
  await passed(program)
  await program.stop()
  const joined = await readBack(data, 'ambit.joined')
  const first = joined.filter(({ key }) => !key?.toString().includes('sentinel'))
  expect(first).toHaveLength(20_000)
}, 120_000)

test('a token that can be guessed is taken, and warned of at the start without being told', async () => {
  const program = await start(['--data', folder()], { ...ENV, AMBIT_HTTP_TOKEN: 'letmein' })
  expect(program.said()).toContain('"http.token is so short that it can be guessed"')
  expect(program.said()).not.toContain('letmein')
  const authorization = 'Bearer letmein'
  const asked = await fetch(`${program.address}/v1/approvals`, { headers: { authorization } })
  expect(asked.status).toBe(200)
  await program.stop()
})

test('a second process on the same folder is told who has it, and ends with 1', async () => {
  const data = folder()
  const program = await start(['--data', data], ENV)
  const second = launch(['run', '--data', data], { AMBIT_HTTP_PORT: '0' })
  expect(await second.ended).toBe(1)
  expect(second.said()).toContain(`is in use by process ${program.child.pid}`)
  expect(second.said()).not.toMatch(/\n\s+at /)
  expect((await program.get('/healthz')).status).toBe(200)
  await program.stop()
}, 60_000)

test('a port that is taken is named, and the program ends with 1 and lets go of the folder', async () => {
  const data = folder()
  const program = await start(['--data', folder()], ENV)
  const { port } = new URL(program.address)
  const second = launch(['run', '--data', data], { AMBIT_HTTP_PORT: port })
  expect(await second.ended).toBe(1)
  expect(second.said()).toContain(port)
  expect(second.said()).not.toMatch(/\n\s+at /)
  await program.stop()
  const third = await start(['--data', data], ENV)
  expect((await third.stop()).code).toBe(0)
}, 60_000)

test('a configuration that is wrong is refused at its place, with 2, before anything is opened', async () => {
  const here = folder()
  writeFileSync(join(here, 'ambit.yml'), 'lateness: PT5M\nlatenes: PT5M\n')
  const wrong = launch(['run', '--data', join(here, 'data')], { AMBIT_HTTP_PORT: '0' }, here)
  expect(await wrong.ended).toBe(2)
  expect(wrong.said()).toMatch(/ambit\.yml:2:1: .*latenes/)
  expect(existsSync(join(here, 'data'))).toBe(false)
  const missing = launch(['run', '--config', join(here, 'other.yml')], {}, here)
  expect(await missing.ended).toBe(2)
  const bundle = launch(['run', '--data', join(here, 'data')], {
    AMBIT_SPIFFE_BUNDLES: '{corp: nothing.json}',
  })
  expect(await bundle.ended).toBe(2)
  expect(bundle.said()).toContain('nothing.json')
  writeFileSync(join(here, 'ambit.yml'), 'rules: [gone]\n')
  const rules = launch(['run', '--data', join(here, 'data')], { AMBIT_HTTP_PORT: '0' }, here)
  expect(await rules.ended).toBe(2)
  expect(rules.said()).toContain('gone: there is no such folder of rules')
  expect(existsSync(join(here, 'data'))).toBe(false)
}, 60_000)

/** Writes into the log of a program that is not running, as an older version or another tool might have. */
async function append(dir: string, records: readonly Outbound[]): Promise<void> {
  const log = createEmbeddedTransport({ dir })
  await log.append(records)
  await log.close()
}

async function readBack(dir: string, topic: string): Promise<readonly LogRecord[]> {
  const log = createEmbeddedTransport({ dir })
  const all: LogRecord[] = []
  for await (const records of log.read(topic)) all.push(...records)
  await log.close()
  return all
}
