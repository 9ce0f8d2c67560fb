// Commands carried out: each once, in order, answered from memory when it comes again, and never past its end.
import { afterEach, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { consumeFrom, type CommandConsumer, type Handlers } from '../src/consumer/consumer.js'
import type { Command, CommandResult } from '../src/model/wire.js'
import {
  createEmbeddedTransport,
  type EmbeddedTransport,
} from '../src/transport/embedded/embedded.js'
import { createEncoder } from '../src/transport/encode.js'

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

const start = async (handlers: Handlers) =>
  (consumer = await consumeFrom(transport as EmbeddedTransport, { group: 'containment', handlers }))

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
