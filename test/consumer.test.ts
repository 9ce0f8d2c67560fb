// Commands carried out: each once, in order, answered from memory when it comes again, and never past its end.
import { afterEach, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { consumeFrom, type CommandConsumer, type Handlers } from '../src/consumer/consumer.js'
import type { Command, CommandResult } from '../src/model/wire.js'
import {
  createEmbeddedTransport,
  type EmbeddedTransport,
} from '../src/transport/embedded/embedded.js'
import { createEncoder } from '../src/transport/encode.js'
import { createAudit } from '../src/audit/audit.js'
import { loadSettings } from '../src/cli/config.js'
import { createOutputs } from '../src/topology/outputs.js'
import { createCarriers, REMEMBERED_MAX } from '../src/consumer/carriers.js'
import { partitionOf } from '../src/transport/partitioner.js'
import type { ChangelogEntry, Outbound, TaskConsumer, Transport } from '../src/transport/port.js'
import { auditOptions, freshSigner, signer } from './chains.js'

const FAR = Date.parse('2100-01-01T00:00:00Z')
let dir = ''
let transport: EmbeddedTransport | null = null
let consumer: CommandConsumer | null = null

afterEach(async () => {
  await consumer?.stop()
  await transport?.close()
  rmSync(dir, { recursive: true, force: true })
  consumer = transport = null
})

const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  time: 1,
  type: 'revoke',
  agent_id: 'a1',
  workload_id: '',
  credential_id: 'c1',
  task_id: '',
  scope: 'credential',
  reason: 'a reason',
  rules: ['ambit.shift.privileged'],
  evidence: ['e1'],
  blast_radius: 10,
  decision_id: 'd1',
  mode: 'enforce',
  expires: FAR,
  undoes: null,
  attempt: 1,
  approval: null,
  ...more,
})

async function open(): Promise<EmbeddedTransport> {
  dir = mkdtempSync(join(tmpdir(), 'ambit-consumer-'))
  transport = createEmbeddedTransport({ dir, restartMs: 20, drainMs: 1_000 })
  await transport.createTopics(
    ['ambit.commands', 'ambit.command-results'].map((name) => ({
      name,
      partitions: 2,
      cleanup: 'delete',
      retentionMs: null,
    })),
  )
  return transport
}

const encoder = createEncoder({ encoding: 'avro', schemaIds: null })

async function issue(...commands: readonly Command[]): Promise<void> {
  await (transport as EmbeddedTransport).append(
    commands.map((one) => ({
      topic: 'ambit.commands',
      key: one.agent_id,
      value: encoder.encode('command', one),
    })),
  )
}

async function results(least: number): Promise<string[]> {
  for (const end = Date.now() + 10_000; ; ) {
    const found: CommandResult[] = []
    for await (const records of (transport as EmbeddedTransport).read('ambit.command-results'))
      found.push(
        ...records.map(({ value }) => JSON.parse((value as Buffer).toString()) as CommandResult),
      )
    if (found.length >= least)
      return found.map((one) => `${one.command_id} ${one.status} ${one.detail}`.trim())
    if (Date.now() > end) throw new Error(`only ${JSON.stringify(found)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const start = async (handlers: Handlers, keys?: string | object, said: string[] = []) =>
  (consumer = await consumeFrom(transport as EmbeddedTransport, {
    group: 'containment',
    handlers,
    ...(keys === undefined ? {} : { keys }),
    log: (_, sentence) => void said.push(sentence),
  }))

/** A command as a judging task writes it, signed; afterwards what was done to it on its way. */
function written(one: Command, encoding: 'avro' | 'json', by = signer): Outbound {
  const settings = loadSettings({ env: {} })
  const outputs = createOutputs(settings.topics, createEncoder({ encoding, schemaIds: null }), {
    program: '0.0.0',
    digest: '',
  })
  const audit = createAudit('judge/r/0', { ...auditOptions(settings), signer: by })
  return audit.link('commands', outputs.command(one, one.agent_id), one, one.time)
}

test('a command is carried out once, and a repeat of it is answered with the same result', async () => {
  await open()
  const called: string[] = []
  await start({
    revoke: async ({ id }) => {
      called.push(id)
      return 'token ended at the issuer'
    },
  })
  await issue(command('cmd-1'))
  await results(1)
  await issue(command('cmd-1', { attempt: 2 }), command('cmd-2'))
  expect((await results(3)).sort()).toEqual([
    'cmd-1 done token ended at the issuer',
    'cmd-1 done token ended at the issuer',
    'cmd-2 done token ended at the issuer',
  ])
  expect(called).toEqual(['cmd-1', 'cmd-2'])
  expect(consumer?.carried()).toMatchObject({ done: 2, repeated: 1, failed: 0 })
})

test('what failed is told with the reason, and its repeat is a new try', async () => {
  await open()
  let tries = 0
  await start({
    revoke: async () => {
      if (++tries === 1) throw new Error('the issuer answers 503')
    },
  })
  await issue(command('cmd-1'))
  expect(await results(1)).toEqual(['cmd-1 failed the issuer answers 503'])
  await issue(command('cmd-1', { attempt: 2 }))
  expect(await results(2)).toEqual(['cmd-1 failed the issuer answers 503', 'cmd-1 done'])
})

test('a handler that never ends holds nobody up for long: its command failed, is told so by its signal, and its repeat is a new try', async () => {
  await open()
  const said: string[] = []
  const told: unknown[] = []
  let tries = 0
  consumer = await consumeFrom(transport as EmbeddedTransport, {
    group: 'containment',
    handlerMs: 100,
    handlers: {
      revoke: async ({ id }, signal) => {
        if (id !== 'cmd-1' || ++tries > 1) return
        signal.addEventListener('abort', () => told.push(signal.reason))
        await new Promise(() => {})
      },
    },
    log: (_, sentence) => void said.push(sentence),
  })
  await issue(command('cmd-1'), command('cmd-2'))
  const late = 'its handler had not ended after 100 ms, and may still be at it'
  expect((await results(2)).sort()).toEqual([`cmd-1 failed ${late}`, 'cmd-2 done'])
  expect(told).toEqual([new Error(late)])
  expect(said).toContain(`a command was not carried out: ${late}`)
  await issue(command('cmd-1', { attempt: 2 }))
  expect((await results(3)).sort()[0]).toBe('cmd-1 done')
  expect(consumer.carried()).toMatchObject({ done: 2, failed: 1, overdue: 1 })
})

test('what comes later about the same identity waits for a handler that is late, and has the last word', async () => {
  await open()
  const did: string[] = []
  const start = (handlerMs: number): Promise<CommandConsumer> =>
    consumeFrom(transport as EmbeddedTransport, {
      group: 'containment',
      handlerMs,
      handlers: {
        revoke: async () => {
          await new Promise((resolve) => setTimeout(resolve, 150))
          did.push('revoked')
        },
        reinstate: async () => void did.push('reinstated'),
      },
    })
  await expect(start(NaN)).rejects.toThrow('handlerMs must be above 0')
  consumer = await start(100)
  await issue(command('cmd-1'), command('cmd-2', { type: 'reinstate', undoes: 'cmd-1' }))
  expect((await results(2)).map((one) => one.slice(0, 12).trim()).sort()).toEqual([
    'cmd-1 failed',
    'cmd-2 done',
  ])
  expect(did).toEqual(['revoked', 'reinstated'])
})

test('a consumer that starts again remembers what it carried out before', async () => {
  await open()
  const called: string[] = []
  const handlers: Handlers = { revoke: async ({ id }) => void called.push(id) }
  await start(handlers)
  await issue(command('cmd-1'))
  await results(1)
  await consumer?.stop()
  await issue(command('cmd-1', { attempt: 2 }))
  await start(handlers)
  await results(2)
  expect(called).toEqual(['cmd-1'])
})

test('a command past its expiry, or undone before it was carried out, touches nobody', async () => {
  await open()
  const called: string[] = []
  await start({
    revoke: async ({ id }) => {
      called.push(id)
      if (id === 'cmd-broken') throw new Error('no answer')
    },
    reinstate: async ({ id }) => void called.push(id),
  })
  await issue(
    command('cmd-old', { expires: 1_000 }),
    command('cmd-broken'),
    command('cmd-undo', { type: 'reinstate', undoes: 'cmd-broken' }),
    command('cmd-broken', { attempt: 2 }),
  )
  expect(await results(4)).toEqual([
    'cmd-old failed lapsed at 1970-01-01T00:00:01.000Z, before it was carried out',
    'cmd-broken failed no answer',
    'cmd-undo done',
    'cmd-broken failed undone by cmd-undo before it was carried out',
  ])
  expect(called).toEqual(['cmd-broken', 'cmd-undo'])
})

test('a shadow command and a type that nobody handles are passed over without a word', async () => {
  await open()
  const called: string[] = []
  await start({ contain: async ({ id }) => void called.push(id) })
  await issue(
    command('cmd-shadow', { type: 'contain', mode: 'shadow' }),
    command('cmd-revoke'),
    command('cmd-contain', { type: 'contain' }),
  )
  expect(await results(1)).toEqual(['cmd-contain done'])
  expect(called).toEqual(['cmd-contain'])
  expect(consumer?.carried().passedOver).toBe(2)
})

test('commands about one identity follow one another, those about others do not wait for them', async () => {
  await open()
  const log: string[] = []
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await start({
    revoke: async ({ id }) => {
      log.push(`${id} begins`)
      if (id === 'cmd-slow') await held
      else release()
      log.push(`${id} ends`)
    },
  })
  await issue(
    command('cmd-slow'),
    command('cmd-after'),
    ...Array.from({ length: 8 }, (_, n) => command(`cmd-other-${n}`, { agent_id: `b${n}` })),
  )
  await results(10)
  expect(log.indexOf('cmd-slow ends')).toBeLessThan(log.indexOf('cmd-after begins'))
  expect(log.indexOf('cmd-other-0 begins')).toBeLessThan(log.indexOf('cmd-slow ends'))
})

test('bytes that are no command are counted and keep nobody waiting', async () => {
  await open()
  await start({ revoke: async () => {} })
  await transport?.append([{ topic: 'ambit.commands', key: 'a1', value: Buffer.from('nonsense') }])
  await issue(command('cmd-1'))
  expect(await results(1)).toEqual(['cmd-1 done'])
  expect(consumer?.carried().refused).toBe(1)
})

test('what is no command, and what is too deep to be looked at, is counted and keeps nobody waiting', async () => {
  const log = await open()
  const said: string[] = []
  const { key: count } = signer
  await start({ revoke: async () => {} }, undefined, said)
  const odd = [
    {},
    { ...command('cmd-1'), id: { in: 1 } },
    { ...command('cmd-1'), type: 'toString' },
    { ...command('cmd-1'), mode: 'Shadow' },
    { ...command('cmd-1'), expires: -1e20 },
    { ...command('cmd-1'), expires: 'never' },
    { ...command('cmd-1'), attempt: '2' },
  ].map((one) => Buffer.from(JSON.stringify(one)))
  const deep = Buffer.from(`{"in":${'['.repeat(50_000)}${']'.repeat(50_000)},"id":"cmd-1"}`)
  await log.append([...odd, deep].map((value) => ({ topic: 'ambit.commands', key: 'a1', value })))
  await issue(command('cmd-1'))
  expect(await results(1)).toEqual(['cmd-1 done'])
  expect(consumer?.carried()).toMatchObject({ done: 1, refused: 8 })
  expect(said.filter((one) => one.startsWith('this is no command'))).toHaveLength(8)
  // The same with a signature that looks like one, where keys count.
  await consumer?.stop()
  await start({ revoke: async () => {} }, count)
  const { id, type, mode, attempt } = command('cmd-2')
  const value = Buffer.from(
    JSON.stringify({ id, type, mode, attempt, in: 0 }).replace(
      /0}$/,
      `${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    ),
  )
  const headers = { 'ambit-signature': `1 ${count.kid} ${'A'.repeat(86)}` }
  await log.append([
    { topic: 'ambit.commands', key: 'a1', value, headers },
    written(command('cmd-2'), 'avro'),
  ])
  expect((await results(2)).sort()).toEqual(['cmd-1 done', 'cmd-2 done'])
  expect(consumer?.carried()).toMatchObject({ done: 1, refused: 1 })
})

test('handlers may be methods of an object, and may hand on whatever their clients answer', async () => {
  await open()
  class Issuer implements Handlers {
    readonly ended: string[] = []
    async revoke({ credential_id: id }: Command): Promise<string> {
      this.ended.push(id)
      return { status: 204 } as never
    }
    async contain(): Promise<string> {
      throw Object.assign(new Error(), { message: 503 })
    }
  }
  const issuer = new Issuer()
  await start(issuer)
  await issue(command('cmd-1'), command('cmd-2', { type: 'contain', scope: 'agent' }))
  expect((await results(2)).sort()).toEqual(['cmd-1 done', 'cmd-2 failed 503'])
  expect(issuer.ended).toEqual(['c1'])
})

test.each(['avro', 'json'] as const)(
  'with keys, in %s, only what one of them signed as it stands is carried out, and the rest gets no answer',
  async (encoding) => {
    const log = await open()
    const called: string[] = []
    const said: string[] = []
    const keys = join(dir, 'audit-public.json')
    writeFileSync(keys, JSON.stringify({ keys: [freshSigner().key, signer.key] }))
    const revoke = async ({ id, attempt }: Command) => void called.push(`${id} ${attempt}`)
    await start({ revoke, contain: revoke }, keys, said)
    const right = written(command('cmd-1', { reason: 'ünicode' }), encoding)
    const as = (more: Partial<Command>) => written(command('cmd-1', more), encoding)
    await log.append([
      { ...right, headers: {} },
      { ...right, headers: { 'ambit-signature': 'nonsense' } },
      { ...right, value: as({ credential_id: 'c2' }).value },
      { ...right, value: as({ type: 'contain', scope: 'agent' }).value },
      { ...right, value: as({ expires: null }).value },
      { ...right, key: 'a2' },
      written(command('cmd-forged'), encoding, freshSigner()),
      { ...right, value: Buffer.from('nonsense') },
      right,
    ])
    expect(await results(1)).toEqual(['cmd-1 done'])
    await log.append([as({ attempt: 2 }), written(command('cmd-2', { attempt: 2 }), encoding)])
    expect((await results(3)).sort()).toEqual(['cmd-1 done', 'cmd-1 done', 'cmd-2 done'])
    expect(called).toEqual(['cmd-1 1', 'cmd-2 2'])
    expect(consumer?.carried()).toMatchObject({ done: 2, repeated: 1, forged: 7, refused: 1 })
    expect(said.filter((one) => one.includes('was not carried out'))).toEqual([
      'a command was not carried out: it is not signed',
      'a command was not carried out: its signature is not of the form that Ambit writes',
      ...Array.from(
        { length: 4 },
        () =>
          `a command was not carried out: what it says is not what the key ${signer.key.kid} signed`,
      ),
      expect.stringMatching(/it names the key \S{43}, which is none of those that count/),
    ])
  },
)

test('a copy of a signed command touches nobody, wherever and whenever it is put: not in another partition, after a failure, nor after its end', async () => {
  const log = await open()
  const called: string[] = []
  const said: string[] = []
  let fails = true
  let nowMs = FAR - 1_000
  const begin = async () =>
    (consumer = await consumeFrom(log, {
      group: 'containment',
      keys: signer.key,
      nowMs: () => nowMs,
      log: (_, sentence) => void said.push(sentence),
      handlers: {
        async revoke({ id }) {
          called.push(id)
          if (id === 'cmd-fails' && fails) throw new Error('no answer')
        },
      },
    }))
  await begin()
  const home = partitionOf(Buffer.from('a1'), 2)
  const right = written(command('cmd-1'), 'avro')
  const failing = written(command('cmd-fails'), 'avro')
  await log.append([right, failing, right, failing])
  expect((await results(4)).sort()).toEqual([
    'cmd-1 done',
    'cmd-1 done',
    'cmd-fails failed no answer',
    'cmd-fails failed no answer',
  ])
  const elsewhere = [right, failing, written(command('cmd-new'), 'avro')].map((one) => ({
    ...one,
    partition: 1 - home,
  }))
  await log.append(elsewhere)
  await consumer?.stop()
  await begin()
  fails = false
  await log.append([
    ...elsewhere,
    right,
    failing,
    written(command('cmd-fails', { attempt: 2 }), 'avro'),
  ])
  expect((await results(7)).sort()).toEqual([
    'cmd-1 done',
    'cmd-1 done',
    'cmd-1 done',
    'cmd-fails done',
    'cmd-fails failed no answer',
    'cmd-fails failed no answer',
    'cmd-fails failed no answer',
  ])
  expect(called).toEqual(['cmd-1', 'cmd-fails', 'cmd-fails'])
  expect(
    said.filter((one) => one.includes(`a copy in partition ${1 - home}`)).length,
  ).toBeGreaterThanOrEqual(6)
  nowMs = FAR
  await log.append([written(command('cmd-late'), 'avro')])
  expect((await results(8)).join()).toContain('cmd-late failed lapsed at 2100-01-01')
  expect(called).toHaveLength(3)
})

test('a topic that gets more partitions is counted again before a command counts as a copy, once for all that was delivered together', async () => {
  let partitions = 2
  let counted = 0
  const key = ['a1', 'a2', 'a3', 'a4', 'a5'].find(
    (one) => partitionOf(Buffer.from(one), 4) !== partitionOf(Buffer.from(one), 2),
  ) as string
  const called: string[] = []
  let consumed: TaskConsumer | null = null
  const log = {
    partitions: async () => {
      counted++
      return partitions
    },
    createTopics: async () => [],
    async subscribe(_: unknown, by: TaskConsumer) {
      consumed = by
      return { ready: () => true, failed: new Promise<never>(() => {}), stop: async () => {} }
    },
  } as unknown as Transport
  const { carried } = await consumeFrom(log, {
    group: 'g',
    keys: signer.key,
    handlers: { revoke: async ({ id }) => void called.push(id) },
  })
  const by = consumed as unknown as TaskConsumer
  const task = { id: 'carry-out', source: { topic: 'ambit.commands', partition: 3 } } as never
  await by.opened(task, (async function* () {})())
  const out = written(command('cmd-1', { agent_id: key }), 'avro')
  const partition = partitionOf(Buffer.from(key), 4)
  const deliver = (count: number, copies = 1) =>
    new Promise<void>((resolve) => {
      partitions = count
      const record = { ...out, key: Buffer.from(key), partition, offset: '0', timestampMs: 1 }
      const records = Array.from({ length: copies }, () => record)
      by.delivered({ task, records, ack: async () => resolve() } as never)
    })
  counted = 0
  await deliver(2, 50)
  expect([called, counted]).toEqual([[], 1])
  await deliver(4)
  expect(called).toEqual(['cmd-1'])
  expect(carried()).toMatchObject({ done: 1, misplaced: 50 })
})

test('what has lapsed is forgotten first at the limit, as a copy of it touches nobody', async () => {
  const called = new Set<string>()
  let nowMs = 0
  let acked: readonly ChangelogEntry[] = []
  const { consumer: by, carried } = createCarriers({
    handlers: { revoke: async ({ id }) => void called.add(id) },
    concurrency: 1,
    results: 'r',
    signed: null,
    homeOf: async (_, partition) => partition,
    refused: () => {},
    forged: () => {},
    overdue: () => {},
    handlerMs: Infinity,
    nowMs: () => nowMs,
  })
  const task = { id: 't' } as never
  await by.opened(task, (async function* () {})())
  const deliver = (from: number, to: number, expires: number | null) =>
    new Promise<void>((resolve) => {
      const records = Array.from({ length: to - from }, (_, i) => ({
        topic: 'c',
        partition: 0,
        offset: '0',
        key: null,
        headers: {},
        value: Buffer.from(JSON.stringify(command(`cmd-${from + i}`, { expires }))),
      }))
      by.delivered({
        task,
        records,
        async ack(_: unknown, changelog: readonly ChangelogEntry[]) {
          acked = changelog
          resolve()
        },
      } as never)
    })
  await deliver(0, REMEMBERED_MAX - 10, null)
  await deliver(REMEMBERED_MAX - 10, REMEMBERED_MAX, 1_000)
  nowMs = 2_000
  await deliver(REMEMBERED_MAX, REMEMBERED_MAX + 10, null)
  const gone = () => acked.filter(({ value }) => value === null).map(({ key }) => key)
  expect(gone()).toEqual(Array.from({ length: 10 }, (_, i) => `cmd-${REMEMBERED_MAX - 10 + i}`))
  expect(carried().forgotten).toBe(0)
  await deliver(REMEMBERED_MAX + 10, REMEMBERED_MAX + 11, null)
  expect([carried().forgotten, gone().length, gone()[0]]).toEqual([1_001, 1_001, 'cmd-0'])
  // A copy of what has lapsed and is forgotten is answered as such.
  called.clear()
  await deliver(REMEMBERED_MAX - 10, REMEMBERED_MAX, 1_000)
  expect(called.size).toBe(0)
  expect(carried().lapsed).toBe(10)
})

test('without keys everything is believed as it stands, and that is said once', async () => {
  const log = await open()
  const said: string[] = []
  await start({ revoke: async () => {} }, undefined, said)
  await log.append([{ ...written(command('cmd-1'), 'json'), headers: {} }])
  expect(await results(1)).toEqual(['cmd-1 done'])
  expect(said.filter((one) => one.includes('is believed'))).toHaveLength(1)
})

test.each([
  ['a file that is not there', '/nowhere/keys.json'],
  ['a set without a key', { keys: [] }],
  ['a key of another kind', { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }],
])('with %s for its keys a consumer does not start', async (_, keys) => {
  await open()
  await expect(start({}, keys)).rejects.toThrow(/CONFIG_INVALID|no Ed25519 key|there is no key/)
})
