// The schema registry over real HTTP on loopback, with another client of the same registry as the
// judge.
import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdmit, NeedsSchema } from '../src/admit/admit.js'
import type { Admitted } from '../src/model/event.js'
import { SCHEMAS } from '../src/model/schemas.js'
import type { Command } from '../src/model/wire.js'
import { createEncoder } from '../src/transport/encode.js'
import { awaitSchema, createRegistry, registerOutputs } from '../src/transport/registry.js'

const origin = { topic: 'agent-events', partition: 0, offset: '0' }
const limits = { eventBytes: 1 << 20, depth: 16, idLength: 256 }
const topics = {
  'joined-event': 'ambit.joined',
  decision: 'ambit.decisions',
  command: 'ambit.commands',
}

interface Fake {
  readonly url: string
  readonly calls: string[]
  readonly authorizations: Set<string | undefined>
  answer: 'well' | 'error' | 'never' | 'rubbish'
  readonly schemas: {
    readonly schema: string
    readonly schemaType?: string
    readonly references?: object[]
  }[]
}

let server: Server | null = null
afterEach(() => {
  jest.restoreAllMocks()
  server?.closeAllConnections()
  server?.close()
  server = null
})

/** A registry that knows the two calls we make and the three its other client makes. */
async function started(): Promise<Fake> {
  const schemas: Fake['schemas'] = []
  const calls: string[] = []
  const authorizations: Fake['authorizations'] = new Set()
  const fake: { -readonly [K in keyof Fake]: Fake[K] } = {
    url: '',
    calls,
    authorizations,
    answer: 'well',
    schemas,
  }
  server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`)
    authorizations.add(request.headers.authorization)
    let body = ''
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      if (fake.answer === 'never') return
      const answer = (status: number, value: object): void => {
        response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' })
        response.end(fake.answer === 'rubbish' ? '<html>' : JSON.stringify(value))
      }
      if (fake.answer === 'error') return answer(500, { message: 'the store is away' })
      const id = /^\/schemas\/ids\/(\d+)$/.exec(request.url ?? '')?.[1]
      if (id !== undefined) {
        const found = schemas[Number(id) - 1]
        return found === undefined
          ? answer(404, { error_code: 40403, message: 'Schema not found' })
          : answer(200, found)
      }
      if (request.method === 'POST' && /^\/subjects\/[^/]+(\/versions)?$/.test(request.url ?? '')) {
        const { schema } = JSON.parse(body) as { schema: string }
        const at = schemas.findIndex((one) => one.schema === schema)
        return answer(200, { id: at >= 0 ? at + 1 : schemas.push({ schema }) })
      }
      return answer(request.url?.startsWith('/config') ? 200 : 404, {
        compatibilityLevel: 'BACKWARD',
        message: '-',
      })
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake
}

const open = (url: string, timeoutMs = 2000): ReturnType<typeof createRegistry> =>
  createRegistry({ url, username: null, password: null }, { timeoutMs })

const command: Command = {
  id: 'k1',
  time: 1767323045678,
  type: 'revoke',
  agent_id: 'a1',
  workload_id: '',
  credential_id: 'c1',
  task_id: '',
  scope: 'credential',
  reason: 'used after its task had ended',
  rules: ['r1'],
  evidence: ['e1'],
  blast_radius: 10,
  decision_id: 'd1',
  mode: 'enforce',
  expires: null,
  undoes: null,
  attempt: 1,
  approval: null,
}

describe('beside another client of the registry', () => {
  test('an event that it wrote is read, once its schema was fetched, and the schema is fetched once', async () => {
    const fake = await started()
    const other = new SchemaRegistry({ host: fake.url })
    const { id } = await other.register(
      { type: SchemaType.AVRO, schema: SCHEMAS.event },
      { subject: 'agent-events-value' },
    )
    const event = { id: 'e1', time: 1767323045678, type: 'tool.called', agent: { id: 'a1' } }
    const bytes = await other.encode(id, event)
    const registry = open(fake.url)
    const { admit } = createAdmit({ limits, schemaOf: registry.schemaOf })
    expect(admit(bytes, 'agent', origin)).toEqual(new NeedsSchema(id))
    const before = fake.calls.length
    await Promise.all([registry.fetchSchema(id), registry.fetchSchema(id)])
    await registry.fetchSchema(id)
    expect(fake.calls.slice(before)).toEqual([`GET /schemas/ids/${id}`])
    expect((admit(bytes, 'agent', origin) as Admitted).event).toEqual(event)
  })

  test('a command that we wrote can be read by it', async () => {
    const fake = await started()
    const ids = await registerOutputs(open(fake.url), topics)
    expect(fake.calls).toEqual([
      'POST /subjects/ambit.joined-value/versions',
      'POST /subjects/ambit.decisions-value/versions',
      'POST /subjects/ambit.commands-value/versions',
    ])
    const bytes = createEncoder({ encoding: 'avro', schemaIds: ids }).encode('command', command)
    expect([bytes[0], bytes.readUInt32BE(1)]).toEqual([0, ids.command])
    const read: unknown = await new SchemaRegistry({ host: fake.url }).decode(bytes)
    expect(JSON.parse(JSON.stringify(read))).toEqual(command)
  })
})

describe('a registry', () => {
  test('that is away, slow, broken, or does not know the id is no fault of the record', async () => {
    const fake = await started()
    const registry = open(fake.url, 200)
    const failing = async (): Promise<string> =>
      registry.fetchSchema(99).then(
        () => 'fetched',
        (problem: { code: string; message: string }) => `${problem.code}: ${problem.message}`,
      )
    expect(await failing()).toBe(
      'REGISTRY_UNAVAILABLE: the schema registry answers /schemas/ids/99 with 404: Schema not found',
    )
    fake.answer = 'error'
    expect(await failing()).toContain('with 500: the store is away')
    fake.answer = 'rubbish'
    expect(await failing()).toContain('REGISTRY_UNAVAILABLE: the schema registry answers')
    fake.answer = 'never'
    expect(await failing()).toContain('does not answer: The operation was aborted due to timeout')
    server?.closeAllConnections()
    await new Promise((resolve) => server?.close(resolve))
    expect(await failing()).toContain('does not answer: ')
    expect(registry.schemaOf(99)).toBeUndefined()
  })

  test('that comes back is asked again, and then knows', async () => {
    const fake = await started()
    const registry = open(fake.url)
    fake.answer = 'error'
    await expect(registry.fetchSchema(1)).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE' })
    fake.answer = 'well'
    fake.schemas.push({ schema: SCHEMAS.event })
    await registry.fetchSchema(1)
    expect(registry.schemaOf(1)).toBe(SCHEMAS.event)
  })

  test('gets its password in a header, wherever it was configured, and no error tells it', async () => {
    const fake = await started()
    fake.answer = 'error'
    const inAddress = fake.url.replace('http://', 'http://pat:s3cret@')
    for (const settings of [
      { url: inAddress, username: null, password: null },
      { url: `${fake.url}/`, username: 'pat', password: 's3cret' },
    ]) {
      const failed = createRegistry(settings).fetchSchema(1)
      await expect(failed).rejects.toMatchObject({ place: fake.url })
      await failed.catch((problem) => expect(`${problem} ${problem.place}`).not.toContain('s3cret'))
    }
    expect([...fake.authorizations]).toEqual([
      `Basic ${Buffer.from('pat:s3cret').toString('base64')}`,
    ])
    expect(fake.calls).toEqual(['GET /schemas/ids/1', 'GET /schemas/ids/1'])
  })

  test('whose schema is no Avro record makes the record a refused one, as no waiting helps', async () => {
    const fake = await started()
    fake.schemas.push(
      { schema: '{}', schemaType: 'JSON' },
      { schema: '"string"' },
      { schema: '{"type":"record","name":"R","fields":[{"name":"x","type":"Unknown"}]}' },
      { schema: '"x"', references: [{ name: 'x', subject: 'x', version: 1 }] },
      { schema: 'not even JSON' },
    )
    const registry = open(fake.url)
    const { admit } = createAdmit({ limits, schemaOf: registry.schemaOf })
    const said: string[] = []
    for (let id = 1; id <= fake.schemas.length; id++) {
      await registry.fetchSchema(id)
      const result = admit(Buffer.from([0, 0, 0, 0, id, 1]), 'agent', origin)
      expect(result).toMatchObject({ code: 'EVENT_SCHEMA_UNKNOWN' })
      said.push(
        (result as Error).message
          .replace('schema', '')
          .replace(/ \d of the registry cannot be used: /, ''),
      )
    }
    expect(said.slice(0, 4)).toEqual([
      'it is JSON, not AVRO',
      'it is a string',
      'undefined type name: Unknown',
      'it refers to other schemas',
    ])
  })
})

describe('an id that the registry does not know', () => {
  test('is waited for, also when a made-up one was just given up', async () => {
    const fake = await started()
    const registry = createRegistry(
      { url: fake.url, username: null, password: null },
      { patienceMs: 1_500 },
    )
    await awaitSchema(registry, 900, () => {})
    expect(registry.schemaOf(900)).toMatchObject({ code: 'EVENT_SCHEMA_UNKNOWN' })
    const said: string[] = []
    await awaitSchema(registry, 1, ({ code }) => {
      said.push(code)
      fake.schemas.push({ schema: SCHEMAS.event })
    })
    expect(said).toEqual(['REGISTRY_UNAVAILABLE'])
    expect(registry.schemaOf(1)).toBe(SCHEMAS.event)
  })

  /** A registry that is asked each second of a clock of ours: how many seconds an id is waited for. */
  async function clocked() {
    let nowMs = 1_767_323_045_678
    jest.spyOn(Date, 'now').mockImplementation(() => nowMs)
    const fake = await started()
    const registry = open(fake.url)
    const waitedS = async (...ids: number[]): Promise<number> => {
      for (let seconds = 0; ; seconds++) {
        for (const id of ids) await registry.fetchSchema(id).catch(() => {})
        if (ids.map((id) => registry.givesUp(id)).every((up) => up)) return seconds
        nowMs += 1000
      }
    }
    return { fake, registry, waitedS, pass: (seconds: number) => void (nowMs += seconds * 1000) }
  }

  test('has the whole patience beside one made-up id a minute, and less the more there are of them', async () => {
    const { waitedS, pass } = await clocked()
    for (let minute = 0; minute < 10; minute++) {
      expect(await waitedS(1000 + minute)).toBe(10)
      pass(60)
    }
    const waits: number[] = []
    for (let id = 2000; id < 2500; id++) waits.push(await waitedS(id))
    expect(waits.slice(0, 3)).toEqual([10, 6, 3])
    const sum = waits.reduce((all, wait) => all + wait, 0)
    expect(sum).toBeLessThanOrEqual(30)
    expect(waits.slice(-400)).toEqual(Array(400).fill(0))
    // Ten a minute: a partition is held up for a sixth of the time, and each still has its second.
    const held: number[] = []
    for (let id = 3000; id < 3100; id++) {
      pass(6)
      held.push(await waitedS(id))
    }
    const heldS = held.reduce((all, wait) => all + wait, 0)
    expect(heldS / (heldS + 600)).toBeLessThanOrEqual(1 / 6)
    expect(held.filter((wait) => wait > 0).length).toBeGreaterThan(50)
  })

  test('is waited for by several partitions at once as by one', async () => {
    const { waitedS } = await clocked()
    expect(await waitedS(1000, 1001, 1002, 1003)).toBe(10)
    expect(await waitedS(1004)).toBe(6)
  })

  test('is waited for from when the registry was back, if it was away', async () => {
    const { fake, registry, waitedS, pass } = await clocked()
    const asked = async (): Promise<boolean> => {
      await registry.fetchSchema(1000).catch(() => {})
      return registry.givesUp(1000)
    }
    expect(await asked()).toBe(false)
    fake.answer = 'error'
    pass(100)
    expect(await asked()).toBe(false)
    pass(100)
    fake.answer = 'well'
    expect(await waitedS(1000)).toBe(10)
  })

  test('and was given up is asked for aside as records come, and is read once it is known', async () => {
    const { fake, registry, waitedS, pass } = await clocked()
    await waitedS(1)
    const before = fake.calls.length
    fake.schemas.push({ schema: SCHEMAS.event })
    for (let record = 0; record < 5; record++)
      expect(registry.schemaOf(1)).toMatchObject({ code: 'EVENT_SCHEMA_UNKNOWN' })
    pass(1)
    for (let record = 0; record < 5; record++)
      expect(registry.schemaOf(1)).toMatchObject({ code: 'EVENT_SCHEMA_UNKNOWN' })
    await registry.fetchSchema(1)
    expect(registry.schemaOf(1)).toBe(SCHEMAS.event)
    expect(fake.calls.length).toBe(before + 1)
  })
})
