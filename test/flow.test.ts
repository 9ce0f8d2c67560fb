// The flow between a real log and a world that fails: slow and refused commits, a registry that is away, proofs, poison, bugs.
import { afterEach, expect, test } from '@jest/globals'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdmit } from '../src/admit/admit.js'
import { loadSettings } from '../src/cli/config.js'
import { loadKnowledge } from '../src/cli/replay.js'
import { topicSpecs } from '../src/cli/topics.js'
import { startFlow, type Flow } from '../src/flow.js'
import type { FlowObserver } from '../src/tasks.js'
import type { Problem } from '../src/model/problem.js'
import { SCHEMAS } from '../src/model/schemas.js'
import type { Command, JoinedEvent } from '../src/model/wire.js'
import { createOutputs, type Outputs } from '../src/topology/outputs.js'
import { createEmbeddedTransport } from '../src/transport/embedded/embedded.js'
import { createEncoder } from '../src/transport/encode.js'
import type { Delivery, LogRecord, Outbound, Transport } from '../src/transport/port.js'
import { awaitSchema, createRegistry, type Registry } from '../src/transport/registry.js'
import { createSvidVerifier, type SvidVerifier } from '../src/transport/svid.js'
import { auditOptions } from './chains.js'
import { avroOf, fleet, netListed, replayed, shifted, unmanaged } from './incidents.js'
import { folder, until } from './program.js'
import { at, kindOf, type Wire } from './scenario/play.js'

const settings = loadSettings({
  env: { AMBIT_BUDGET: 'off', AMBIT_LATENESS: 'PT5M' },
  overrides: { output: { encoding: 'json' } },
})
const knowledge = loadKnowledge(settings)
const { topics } = settings

interface Stage {
  readonly transport: Transport
  readonly flow: Flow
  readonly failures: unknown[]
  readonly refused: Problem[]
  readonly waits: Problem[]
  append(events: readonly Wire[]): Promise<void>
  read<T>(topic: string): Promise<readonly T[]>
  raw(topic: string): Promise<readonly LogRecord[]>
}

interface World {
  readonly dir?: string
  readonly batchRecords?: number
  /** stands between a batch and its commit; what it throws is a commit that was refused */
  readonly onAck?: (delivery: Delivery, out: readonly Outbound[]) => Promise<void>
  readonly onDelivered?: (delivery: Delivery) => void
  readonly registry?: Registry
  readonly svids?: SvidVerifier
  readonly outputs?: (real: Outputs) => Outputs
}

let stages: { close(): Promise<void> }[] = []
let server: Server | null = null
afterEach(async () => {
  for (const stage of stages) await stage.close()
  stages = []
  server?.closeAllConnections()
  server?.close()
  server = null
})

async function stage(world: World = {}): Promise<Stage> {
  const { dir = folder(), batchRecords = 1_000, registry } = world
  const log = createEmbeddedTransport({ dir, batchRecords, restartMs: 10, drainMs: 500 })
  await log.createTopics(topicSpecs(settings, 1))
  const failures: unknown[] = []
  const refused: Problem[] = []
  const waits: Problem[] = []
  const observer: FlowObserver = {
    opened() {},
    closed() {},
    published() {},
    failed: (_, error) => void failures.push(error),
    waits: (_, problem) => void waits.push(problem),
    refused: (problem) => void refused.push(problem),
    svidRejected() {},
    decision() {},
    command() {},
    finding() {},
  }
  const transport = between(log, world)
  const outputs = createOutputs(topics, createEncoder({ encoding: 'json', schemaIds: null }), {
    program: '0',
    digest: '',
  })
  const flow = await startFlow({
    transport,
    settings,
    knowledge,
    admit: createAdmit({ limits: settings.limits, schemaOf: registry?.schemaOf }),
    outputs: world.outputs?.(outputs) ?? outputs,
    fetchSchema: registry === undefined ? null : (id, waits) => awaitSchema(registry, id, waits),
    svids: world.svids ?? null,
    observer,
    audit: auditOptions(settings),
  })
  stages.push({
    async close() {
      await flow.stop()
      await log.close()
    },
  })
  const raw = async (topic: string): Promise<LogRecord[]> => {
    const all: LogRecord[] = []
    for await (const records of log.read(topic)) all.push(...records)
    return all
  }
  return {
    transport,
    flow,
    failures,
    refused,
    waits,
    raw,
    append: (events) => log.append(events.map(record)),
    read: async <T>(topic: string) =>
      (await raw(topic)).map(({ value }) => JSON.parse(String(value)) as T),
  }
}

/** The log, with `onAck` between a batch and its commit. A refused commit restarts the task from the log, as the port says. */
function between(log: Transport, { onAck, onDelivered }: World): Transport {
  return {
    ...log,
    subscribe: (topology, consumer) =>
      log.subscribe(topology, {
        opened: consumer.opened,
        closed: consumer.closed,
        delivered(delivery) {
          onDelivered?.(delivery)
          consumer.delivered({
            ...delivery,
            async ack(out, changelog) {
              try {
                await onAck?.(delivery, out)
              } catch (error) {
                delivery.nack(error)
                throw error
              }
              await delivery.ack(out, changelog)
            },
          })
        },
      }),
  }
}

function record(event: Wire): Outbound {
  const kind = kindOf(event)
  return { topic: `${kind}-events`, key: null, value: Buffer.from(JSON.stringify(event)) }
}

const idsOf = (commands: readonly Command[]): readonly string[] =>
  commands.map(({ id }) => id).sort()

test('a slow sink holds the sources back: one batch of each task is on its way, the rest stays in the log, nothing is lost', async () => {
  const open = new Map<string, number>()
  let most = 0
  let mostRecords = 0
  let records = 0
  const { append, raw } = await stage({
    batchRecords: 100,
    onDelivered({ task, records: { length } }) {
      open.set(task.id, (open.get(task.id) ?? 0) + 1)
      records += length
      most = Math.max(most, ...open.values())
      mostRecords = Math.max(mostRecords, records)
    },
    async onAck({ task, records: { length } }) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      open.set(task.id, (open.get(task.id) as number) - 1)
      records -= length
    },
  })
  const events = Array.from({ length: 3_000 }, (_, n) =>
    at(n / 100, ['tool.called', 'process.started', 'resource.accessed'][n % 3] as string, {
      id: `e${n}`,
      agent: `a${n % 50}`,
    }),
  )
  await append(shifted(events, 3_600_000))
  await until(
    'all of them are joined',
    async () => (await raw(topics.joined)).length >= 3_000 || undefined,
  )
  const ids = (await raw(topics.joined)).map(
    ({ value }) => (JSON.parse(String(value)) as JoinedEvent).id,
  )
  expect(new Set(ids).size).toBe(3_000)
  expect(ids).toHaveLength(3_000)
  expect(most).toBe(1)
  // Three sources and the judges' one partition: never more than a batch of each.
  expect(mostRecords).toBeLessThanOrEqual(4 * 100)
  expect(mostRecords).toBeGreaterThan(100)
})

test('wherever a commit is refused the task starts again from the log, and the outcome is as if nothing had happened', async () => {
  const events = fleet()
  const wanted = netListed(replayed(events, { AMBIT_BUDGET: 'off' }))
  for (let nth = 1, last = false; !last; nth++) {
    const dir = folder()
    let acks = 0
    const { append, read, failures, flow } = await stage({
      dir,
      batchRecords: 20,
      async onAck({ cause, records }, out) {
        if (cause === 'tick' || (records.length === 0 && out.length === 0)) return
        if (++acks === nth) throw new Error('the commit was refused')
      },
    })
    const half = Math.floor(events.length / 2)
    await append(events.slice(0, half))
    await append(events.slice(half))
    await until(`the commands, with refusal ${nth}`, async () => {
      const net = netListed(await read<Command>(topics.commands))
      return String(net) === String(wanted) || undefined
    })
    const firstJoined = async (): Promise<string[]> =>
      (await read<JoinedEvent>(topics.joined))
        .filter((one) => one.supersedes == null)
        .map(({ id }) => id)
    await until(
      'all is joined',
      async () => (await firstJoined()).length >= events.length || undefined,
    )
    const ids = await firstJoined()
    expect(ids.sort()).toEqual(events.map((event) => event['id'] as string).sort())
    last = failures.length === 0
    await flow.stop()
  }
}, 120_000)

test('a binding whose commit was refused is told to the other processes all the same', async () => {
  const dir = folder()
  let refuse = true
  const bindings = fleet().filter((event) => event['type'] !== 'resource.accessed')
  const first = await stage({
    dir,
    async onAck({ task, cause }) {
      if (!refuse || cause !== 'records' || task.topology !== 'identify') return
      refuse = task.topic !== 'workload-events'
      throw new Error('the commit was refused')
    },
  })
  await first.append(bindings)
  await until(
    'all is joined',
    async () => (await first.read(topics.joined)).length >= bindings.length || undefined,
  )
  expect(first.failures.length).toBeGreaterThan(0)
  const told = async (at: Stage) => {
    const changes = await at.read<{ relation: string; from: string; to: string }>(topics.identities)
    return new Set(changes.map(({ relation, from, to }) => `${relation} ${from} ${to}`))
  }
  const there = await told(first)
  const second = await stage()
  await second.append(bindings)
  await until(
    'all is joined',
    async () => (await second.read(topics.joined)).length >= bindings.length || undefined,
  )
  expect([...there].sort()).toEqual([...(await told(second))].sort())
})

test('a credential that nobody issued is asked about once, also where that commit is refused', async () => {
  let refused = 0
  const { append, read } = await stage({
    async onAck(_, out) {
      const frames = out.filter(({ topic }) => topic === topics.repartition)
      if (frames.length > 0 && refused < 3) throw new Error(`refused ${++refused}`)
    },
  })
  await append(shifted(unmanaged, 3_600_000))
  await append(
    shifted([at(1_000, 'resource.accessed', { credential: 'other', workload: 'w' })], 3_600_000),
  )
  const commands = await until('its command', async () => {
    const there = await read<Command>(topics.commands)
    return there.length > 0 ? there : undefined
  })
  expect(refused).toBe(3)
  expect(commands.map(({ type, credential_id }) => `${type} ${credential_id}`)).toEqual([
    'escalate k9',
  ])
})

test('a registry that is away holds up its own partition only, and nothing becomes a dead letter for it', async () => {
  let away = true
  server = createServer((request, response) => {
    response.writeHead(away ? 503 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(request.url === '/schemas/ids/7' ? { schema: SCHEMAS.event } : {}))
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const registry = createRegistry({ url, username: null, password: null })
  const { append, transport, read, raw, waits, failures } = await stage({ registry })
  const events = shifted(
    [
      at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
      at(1, 'credential.issued', { workload: 'spiffe://corp/a1', credential: 'c1', task: 'T1' }),
      at(30, 'resource.accessed', { credential: 'c1', action: 'iam:CreateAccessKey' }),
    ],
    3_600_000,
  )
  const framed = Buffer.concat([Buffer.of(0, 0, 0, 0, 7), avroOf(events[1] as Wire)])
  await transport.append([{ topic: 'workload-events', key: 'w', value: framed }])
  await append([events[0] as Wire, events[2] as Wire])
  await until('the partition waits', () => waits.length > 1 || undefined)
  expect(waits[0]).toMatchObject({ code: 'REGISTRY_UNAVAILABLE' })
  // The agent's event went on; the use waits for its binding.
  expect((await read<JoinedEvent>(topics.joined)).map(({ id }) => id)).toEqual([events[0]?.['id']])
  away = false
  const commands = await until('the command', async () => {
    const there = await read<Command>(topics.commands)
    return there.length > 0 ? there : undefined
  })
  expect(commands.map(({ type, credential_id }) => `${type} ${credential_id}`)).toEqual([
    'revoke c1',
  ])
  expect(await raw(topics.deadLetters)).toEqual([])
  expect(failures).toEqual([])
})

test('an id that no schema has holds its partition up for a while, other made-up ones no more, and all of them are dead letters', async () => {
  let asked = 0
  const schemas = new Map<number, string>()
  server = createServer((request, response) => {
    asked++
    const schema = schemas.get(Number(request.url?.split('/').at(-1)))
    response.writeHead(schema === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(schema === undefined ? { error_code: 40403 } : { schema }))
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const registry = createRegistry({ url, username: null, password: null }, { patienceMs: 1_500 })
  const { append, transport, read, raw, waits, failures } = await stage({ registry })
  const [event, other] = shifted(
    [
      at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
      at(1, 'task.ended', { agent: 'a1', task: 'T1' }),
    ],
    3_600_000,
  ) as [Wire, Wire]
  const framed = (id: number, of: Wire) => {
    const head = Buffer.alloc(5)
    head.writeUInt32BE(id, 1)
    return { topic: 'agent-events', key: 'a', value: Buffer.concat([head, avroOf(of)]) }
  }
  const made = Array.from({ length: 20 }, (_, n) => framed(0xff000000 + n, other))
  await transport.append(made)
  await append([event])
  const joined = () => read<JoinedEvent>(topics.joined)
  await until('the event behind them', async () => (await joined()).length > 0 || undefined)
  const dead = await raw(topics.deadLetters)
  expect(dead.map(({ value }) => value)).toEqual(made.map(({ value }) => value))
  for (const { headers } of dead)
    expect(headers).toMatchObject({ 'ambit-error-code': 'EVENT_SCHEMA_UNKNOWN' })
  expect(waits.length).toBeGreaterThan(0)
  expect(asked).toBeLessThan(30)
  // A schema that comes later is read as ever.
  schemas.set(5, SCHEMAS.event)
  await transport.append([framed(5, other)])
  await until('the later one', async () => (await joined()).length > 1 || undefined)
  expect(failures).toEqual([])
})

test('a verified SVID makes its event proven; a forged one, or one that expired a lateness before its event came, proves nothing, and none is ever written out', async () => {
  const [ours, theirs] = [
    await generateKeyPair('ES256', { extractable: true }),
    await generateKeyPair('ES256'),
  ]
  const jwk = { ...(await exportJWK(ours.publicKey)), kid: 'k1', use: 'jwt-svid' }
  const svids = createSvidVerifier({ bundles: { corp: { keys: [jwk] } }, audience: null })
  const nowS = Math.floor(Date.now() / 1000)
  const token = (key: CryptoKey, expS = nowS + 300) =>
    new SignJWT({ sub: 'spiffe://corp/w1', aud: ['x'], exp: expS })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .sign(key)
  const by = async (id: string, key: CryptoKey, seconds = 0, expS?: number) =>
    at(seconds, 'resource.accessed', {
      id,
      more: { workload: { id: 'spiffe://corp/w1', svid: await token(key, expS) } },
    })
  const { append, read, raw } = await stage({ svids })
  const said = await Promise.all([
    by('true', ours.privateKey),
    by('false', theirs.privateKey),
    by('stale', ours.privateKey, -7200, nowS - 3600),
  ])
  await append(shifted(said, 1_000))
  const joined = await until('both are joined', async () => {
    const there = await read<JoinedEvent>(topics.joined)
    return there.length === 3 ? there : undefined
  })
  expect(joined.map(({ id, attribution }) => `${id} ${attribution}`).sort()).toEqual([
    'false claimed',
    'stale claimed',
    'true proven',
  ])
  const tokens = said.map((event) => (event['workload'] as { readonly svid: string }).svid)
  for (const topic of Object.values(topics))
    for (const { value } of await raw(topic))
      for (const token of tokens) expect(String(value)).not.toContain(token.split('.')[1])
})

test('records that are no events are set aside with what is wrong with them, and the stream goes on', async () => {
  const { append, transport, read, raw, refused, failures } = await stage()
  const poison = [
    '',
    '{',
    'null',
    '[]',
    '\u0000\u0000',
    '{"id":"x","type":"y"}',
    '{"__proto__":{"id":"x"}}',
  ]
  const events = fleet()
  for (const [n, event] of events.entries()) {
    const value = Buffer.from(poison[n % poison.length] as string)
    await transport.append([{ topic: record(event).topic, key: 'p', value }])
    await append([event])
  }
  await until('all events are joined', async () => {
    const joined = (await read<JoinedEvent>(topics.joined)).filter((one) => one.supersedes == null)
    return joined.length === events.length || undefined
  })
  expect(await raw(topics.deadLetters)).toHaveLength(events.length)
  expect(refused).toHaveLength(events.length)
  expect(failures).toEqual([])
  const wanted = idsOf(replayed(events, { AMBIT_BUDGET: 'off' }))
  await until(
    'the commands',
    async () => String(idsOf(await read<Command>(topics.commands))) === String(wanted) || undefined,
  )
}, 60_000)

test('a bug of ours stops the flow after five tries at the same batch, and what came before it stands', async () => {
  const { append, read, failures, flow } = await stage({
    outputs: (real) => ({
      ...real,
      joined(joined) {
        if (joined.eventId === 'cursed') throw new Error('a bug of ours')
        return real.joined(joined)
      },
    }),
  })
  // Bindings, so that each new life of the task has something that succeeds before the batch that does not.
  await append(shifted(fleet().slice(0, 20), 0))
  await until(
    'they are joined',
    async () => (await read(topics.identities)).length > 0 || undefined,
  )
  await append(shifted([at(300, 'tool.called', { id: 'cursed', agent: 'a1' })], 3_600_000))
  await expect(flow.failed).rejects.toThrow('a bug of ours')
  expect(failures).toHaveLength(5)
  const joined = (await read<JoinedEvent>(topics.joined)).map(({ id }) => id)
  expect(new Set(joined).size).toBe(20)
  expect(joined).not.toContain('cursed')
})
