// The schemas: in step with the types, faithful to the contract's JSON shape, and able to change in
// both directions.
import { describe, expect, test } from '@jest/globals'
import avsc from 'avsc'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createAdmit } from '../src/admit/admit.js'
import { canonicalForm, fingerprintOf } from '../src/admit/avro/fingerprint.js'
import type { Admitted } from '../src/model/event.js'
import { Problem } from '../src/model/problem.js'
import { SCHEMAS } from '../src/model/schemas.js'
import type { Command, Decision, JoinedEvent } from '../src/model/wire.js'
import { createEncoder } from '../src/transport/encode.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const limits = { eventBytes: 1 << 20, depth: 16, idLength: 256 }
const origin = { topic: 'agent-events', partition: 0, offset: '0' }

type Field = { name: string; doc?: string; type: unknown; default?: unknown }
type RecordSchema = { name: string; namespace: string; fields: Field[] }
const schemaOf = (name: keyof typeof SCHEMAS): RecordSchema => JSON.parse(SCHEMAS[name])

/** Every field of a schema with its path. */
function fieldsOf(schema: unknown, path = ''): [string, Field][] {
  if (Array.isArray(schema)) return schema.flatMap((branch) => fieldsOf(branch, path))
  if (typeof schema !== 'object' || schema === null) return []
  const { fields } = schema as Partial<RecordSchema>
  return (fields ?? []).flatMap((field) => {
    const at = `${path}.${field.name}`
    return [[at, field] as [string, Field], ...fieldsOf(field.type, at)]
  })
}

/** An Avro single object written by avsc itself, after a schema of one's own. */
function written(schema: object, value: object): Buffer {
  const text = JSON.stringify(schema)
  const type = avsc.Type.forSchema(schema as never)
  return Buffer.concat([Buffer.from([0xc3, 1]), fingerprintOf(text), type.toBuffer(value)])
}

const joined: JoinedEvent & Record<string, unknown> = {
  id: 'e1',
  time: '2026-01-02T03:04:05.678Z',
  type: 'tool.called',
  agent: { id: 'a1', name: 'Mail', owner: 'team', tier: 'high', model: 'm' } as never,
  workload: { id: 'spiffe://prod.example/ns/a' },
  credential: { id: 'c1', kind: 'token', scopes: ['s3:GetObject'], expires_at: 1767323045000 },
  task: { id: 't1', purpose: 'summarise', capabilities: ['read'], parent: 't0', requested_by: 'u' },
  delegation: { to: 'a2', task: 't2', scopes: [] },
  tool: {
    name: 'send_email',
    arguments: { to: 'x@example.com', n: [1, null, { deep: true }], big: 12345678901234 },
    annotations: { readOnlyHint: false },
    result: '42',
    result_trust: 'external',
  },
  prompt: { text: 'grüß dich ✓ 𝕏', from: 'user' },
  action: 'iam:CreateUser',
  resource: { id: 'r1', kind: 'bucket', sensitivity: 'restricted' },
  outcome: 'allow',
  pep: { id: 'p1', kind: 'gateway', decision: 'allow' },
  source: { ip: '10.0.0.1', trust: 'tool' },
  trace_id: 'abc',
  attributes: { anything: [1, null, 'x'], nested: { a: { b: 1 } } },
  kind: 'agent',
  identity: 'a1',
  attribution: 'bound',
  capability: 'send',
  domain: 'email',
  origin: { topic: 'agent-events', partition: 3, offset: '9007199254740993' },
  candidates: ['a1', 'a2'],
  late: false,
  supersedes: 'spiffe://prod.example/ns/a',
  mine: { kept: [1, 'two'] },
  extra: 'a member of that very name',
}

describe('each schema', () => {
  test('is in step with the types that are generated from it', () => {
    const script = `${root}/.ci/generate-types.mjs`
    expect(() =>
      execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' }),
    ).not.toThrow()
  })

  test('has a file, and each file is one of them', () => {
    const files = readdirSync(`${root}/schemas`).filter((name) => name.endsWith('.avsc'))
    expect(files.map((name) => name.replace('.avsc', '')).sort()).toEqual(
      Object.keys(SCHEMAS).sort(),
    )
    for (const name of Object.keys(SCHEMAS) as (keyof typeof SCHEMAS)[]) {
      const file = readFileSync(`${root}/schemas/${name}.avsc`, 'utf8')
      expect(JSON.parse(file)).toEqual(schemaOf(name))
    }
  })

  test.each(Object.keys(SCHEMAS) as (keyof typeof SCHEMAS)[])(
    '%s lies in our namespace, explains every field, and gives every optional one a default',
    (name) => {
      expect(schemaOf(name).namespace).toBe('ambit')
      for (const [path, field] of fieldsOf(schemaOf(name))) {
        expect([path, field.doc]).toEqual([path, expect.stringMatching(/.\.$/)])
        const optional = Array.isArray(field.type) && field.type.includes('null')
        expect([path, field.default]).toEqual([path, optional ? null : field.default])
      }
    },
  )

  test('has the fingerprint that the Avro specification gives it', () => {
    // the specification's own values for two primitives
    expect(fingerprintOf('"int"').readBigUInt64LE()).toBe(0x7275d51a3f395c8fn)
    expect(fingerprintOf('"string"').readBigUInt64LE()).toBe(0x8f014872634503c7n)
    expect(
      canonicalForm('{"type":"record","doc":"x","name":"R","namespace":"n","fields":[]}'),
    ).toBe('{"name":"n.R","type":"record","fields":[]}')
  })
})

describe('a joined event, in each encoding,', () => {
  const { admit } = createAdmit({
    limits,
    schemaOf: (id) => (id === 7 ? SCHEMAS['joined-event'] : undefined),
  })
  const ids = { 'joined-event': 7, decision: 8, command: 9 }

  test.each([
    ['JSON', createEncoder({ encoding: 'json' })],
    ['Avro single object', createEncoder({ encoding: 'avro' })],
    ['Confluent wire format', createEncoder({ encoding: 'avro', schemaIds: ids })],
  ])('%s: comes back as it was, free and unknown members included', (_, encoder) => {
    const bytes = encoder.encode('joined-event', joined)
    const result = admit(bytes, 'agent', origin) as Admitted
    expect(result.event).toEqual(joined)
  })

  test('goes out without the token that proved its sender', () => {
    for (const encoding of ['json', 'avro'] as const) {
      const value = { ...joined, workload: { id: 'spiffe://x/y', svid: 'eyJ.secret.token' } }
      const bytes = createEncoder({ encoding }).encode('joined-event', value)
      expect(bytes.includes('secret')).toBe(false)
      expect((admit(bytes, 'agent', origin) as Admitted).event.workload).toEqual({
        id: 'spiffe://x/y',
      })
      expect(value.workload.svid).toBe('eyJ.secret.token')
    }
  })

  test('may be larger than any buffer kept for writing', () => {
    const value = { ...joined, attributes: { text: 'x'.repeat(300_000) } }
    const bytes = createEncoder({ encoding: 'avro' }).encode('joined-event', value)
    expect((admit(bytes, 'agent', origin) as Admitted).event).toEqual(value)
  })

  test('with null and with absent members is one and the same', () => {
    const { encode } = createEncoder({ encoding: 'avro' })
    const some = { ...joined, agent: null, tool: { name: 'x', arguments: null }, outcome: null }
    const { agent: _a, outcome: _o, ...rest } = { ...joined, tool: { name: 'x' } }
    expect(encode('joined-event', some)).toEqual(encode('joined-event', rest as JoinedEvent))
  })
})

test('a joined event is written byte for byte as avsc writes it, numbers of every size included', () => {
  const { encode } = createEncoder({ encoding: 'avro' })
  const type = avsc.Type.forSchema(schemaOf('joined-event') as never)
  const sizes = [0, 1, 63, 64, 8191, 8192, 2 ** 26, 2 ** 27 - 1, 2 ** 31, 2 ** 40 + 3, 2 ** 52 - 1]
  for (const size of sizes) {
    for (const time of [size, -size, -size - 1]) {
      const value: JoinedEvent & Record<string, unknown> = {
        ...joined,
        time,
        agent: { id: 'ü'.repeat(size % 99) },
      }
      delete value['extra']
      delete value['mine']
      const { tool, attributes } = value
      const shaped = {
        ...value,
        attributes: JSON.stringify(attributes),
        tool: {
          ...tool,
          arguments: JSON.stringify(tool?.arguments),
          annotations: JSON.stringify(tool?.annotations),
          result: JSON.stringify(tool?.result),
        },
      }
      expect(encode('joined-event', value).subarray(10)).toEqual(type.toBuffer(shaped))
    }
  }
})

test('what does not fit its schema is not written, and the error names the member', () => {
  const { encode } = createEncoder({ encoding: 'avro' })
  const bad = { ...joined, origin: { ...joined.origin, partition: 1.5 } }
  expect(() => encode('joined-event', bad)).toThrow(
    'JoinedEvent.origin: OriginRef.partition: no whole number',
  )
  expect(() => encode('joined-event', { ...joined, id: null as never })).toThrow(
    'JoinedEvent.id: no text',
  )
})

test('decisions and commands can be read by anybody who has the schema', () => {
  const decision: Decision = {
    id: 'd1',
    time: 1767323045678,
    event: 'e1',
    agent_id: 'a1',
    workload_id: '',
    credential_id: 'c1',
    task_id: 't1',
    purpose: 'summarise',
    capability: 'identity',
    action: 'iam:CreateUser',
    resource_id: '',
    sensitivity: '',
    outcome: 'revoke',
    reasons: ['outside of its purpose'],
    rules: ['shift.declared'],
    blast_radius: 42.5,
    mode: 'enforce',
  }
  const command: Command = {
    id: 'k1',
    time: 1767323045678,
    type: 'escalate',
    agent_id: 'a1',
    workload_id: '',
    credential_id: '',
    task_id: 't1',
    scope: 'task',
    reason: 'outside of its purpose',
    rules: ['shift.declared'],
    evidence: ['e1'],
    blast_radius: 10,
    decision_id: 'd1',
    mode: 'shadow',
    expires: 1767409445678,
    undoes: null,
    attempt: 1,
    approval: { id: 'p1', deadline: 1767323945678, on_timeout: 'revoke' },
  }
  const { encode } = createEncoder({ encoding: 'avro' })
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
  for (const [name, value, bytes] of [
    ['decision', decision, encode('decision', decision)],
    ['command', command, encode('command', command)],
    ['command', { ...command, approval: null }, encode('command', { ...command, approval: null })],
  ] as const) {
    expect(bytes.subarray(0, 10)).toEqual(
      Buffer.concat([Buffer.from([0xc3, 1]), fingerprintOf(SCHEMAS[name])]),
    )
    const type = avsc.Type.forSchema(schemaOf(name) as never)
    expect(plain(type.fromBuffer(bytes.subarray(10)))).toEqual(value)
  }
})

describe('schemas change', () => {
  const required = { id: 'e1', time: 5, type: 'a.b' }
  const admitBy = (
    schema: object,
    value: object,
    unknownMembers: 'keep' | 'skip' = 'keep',
  ): unknown => {
    const admit = createAdmit({ limits, unknownMembers, writerSchemas: [JSON.stringify(schema)] })
    const result = admit.admit(written(schema, value), 'agent', origin)
    return result instanceof Problem ? result.code : (result as Admitted).event
  }

  test('an older writer, without members of today, is read', () => {
    const old = schemaOf('event')
    old.fields = old.fields.filter(({ name }) => !['tool', 'outcome', 'extra'].includes(name))
    expect(admitBy(old, { ...required, trace_id: 'x' })).toEqual({ ...required, trace_id: 'x' })
  })

  test('a newer writer, with members we do not know, is read, and they are kept', () => {
    const next = schemaOf('event')
    next.fields.splice(
      3,
      0,
      { name: 'shard', type: 'long' },
      { name: 'notes', type: { type: 'map', values: { type: 'array', items: 'double' } } },
    )
    const value = { ...required, shard: 8, notes: { a: [1.5, 2] }, action: 'x' }
    expect(admitBy(next, value)).toEqual(value)
  })

  test('members that nobody reads are passed over where that is wanted', () => {
    const next = schemaOf('event')
    next.fields.splice(1, 0, { name: 'blob', type: { type: 'array', items: 'bytes' } })
    const value = { ...required, blob: [Buffer.from('x')], extra: '{"mine":1}', action: 'x' }
    expect(admitBy(next, value, 'skip')).toEqual({ ...required, action: 'x' })
    expect(admitBy(next, value)).toEqual({ ...required, blob: ['x'], mine: 1, action: 'x' })
  })

  test("a stranger's own schema will do, with free members in its own types", () => {
    const own = {
      type: 'record',
      name: 'their.AgentEvent',
      fields: [
        { name: 'type', type: { type: 'enum', name: 'Kind', symbols: ['x', 'y'] } },
        { name: 'id', type: 'string' },
        { name: 'time', type: 'long' },
        {
          name: 'tool',
          type: {
            type: 'record',
            name: 'their.Tool',
            fields: [
              { name: 'arguments', type: { type: 'map', values: 'string' } },
              { name: 'result', type: ['null', 'string'] },
              { name: 'fixed', type: { type: 'fixed', name: 'F', size: 2 } },
            ],
          },
        },
        { name: 'serial', type: 'long' },
      ],
    }
    const value = {
      id: 'e1',
      time: 5,
      type: 'x',
      tool: { arguments: { a: 'b' }, result: '42', fixed: Buffer.from('ab') },
      serial: -3,
    }
    // enum symbols cannot hold a dot, so such a type is refused; all else has been read by then
    expect(admitBy(own, value)).toBe('EVENT_FIELD_INVALID')
    own.fields[0] = { name: 'type', type: 'string' } as never
    expect(admitBy(own, { ...value, type: 'x.y' })).toEqual({
      ...value,
      type: 'x.y',
      tool: { arguments: { a: 'b' }, result: '42', fixed: 'ab' },
    })
  })

  test('a reader of today, by the usual rules of Avro, reads what an older and a newer writer wrote', () => {
    const old = schemaOf('event')
    old.fields = old.fields.filter(({ name }) => !['tool', 'outcome', 'extra'].includes(name))
    const next = schemaOf('event')
    next.fields.push({ name: 'added', type: ['null', 'string'], default: null })
    const types = [old, schemaOf('event'), next].map((schema) =>
      avsc.Type.forSchema(schema as never),
    )
    for (const writer of types) {
      for (const reader of types) {
        const bytes = writer.toBuffer({ ...required, action: 'x' })
        expect(reader.fromBuffer(bytes, reader.createResolver(writer))).toMatchObject({
          ...required,
          action: 'x',
        })
      }
    }
  })
})

describe('hostile Avro', () => {
  const { admit } = createAdmit({ limits })
  const good = createEncoder({ encoding: 'avro' }).encode('joined-event', joined)

  test('cut at any byte, or followed by more, is refused', () => {
    for (let size = 2; size < good.length; size++) {
      expect(admit(good.subarray(0, size), 'agent', origin)).toBeInstanceOf(Problem)
    }
    expect(admit(Buffer.concat([good, Buffer.alloc(1)]), 'agent', origin)).toMatchObject({
      code: 'EVENT_AVRO_INVALID',
      message: 'the value is no Avro record: 1 bytes are left over',
    })
  })

  test('that asks for more items than it has bytes is refused at once', () => {
    const own = {
      type: 'record',
      name: 'R',
      fields: [{ name: 'x', type: { type: 'array', items: 'null' } }],
    }
    const text = JSON.stringify(own)
    const bombs = createAdmit({ limits, writerSchemas: [text] })
    const head = Buffer.concat([Buffer.from([0xc3, 1]), fingerprintOf(text)])
    const counts = ['feffffff0f', 'feffffffffffffffff01', 'ffffffffffffffffff01', 'fdffffff0f00']
    for (const count of counts) {
      const value = Buffer.concat([head, Buffer.from(count, 'hex')])
      expect(bombs.admit(value, 'agent', origin)).toMatchObject({ code: 'EVENT_AVRO_INVALID' })
    }
  })

  test('that nests records without end is refused', () => {
    const own = { type: 'record', name: 'R', fields: [{ name: 'x', type: ['null', 'R'] }] }
    const text = JSON.stringify(own)
    const nested = createAdmit({ limits, writerSchemas: [text] })
    const value = Buffer.concat([
      Buffer.from([0xc3, 1]),
      fingerprintOf(text),
      Buffer.alloc(200_000, 2),
      Buffer.alloc(1),
    ])
    expect(nested.admit(value, 'agent', origin)).toMatchObject({
      code: 'EVENT_AVRO_INVALID',
      message: 'the value is no Avro record: its records are nested too deep',
    })
  })

  test('a field that would become the prototype is passed over', () => {
    const agent = { type: 'record', name: 'A', fields: [{ name: 'id', type: 'string' }] }
    const own = {
      type: 'record',
      name: 'R',
      fields: [
        { name: 'id', type: 'string' },
        { name: 'time', type: 'long' },
        { name: 'type', type: 'string' },
      ],
    }
    const inside = { type: 'record', name: 'P', fields: [{ name: 'agent', type: agent }] }
    const text = JSON.stringify({
      ...own,
      fields: [...own.fields, { name: '__proto__', type: inside }],
    })
    const { admit: admitOwn } = createAdmit({ limits, writerSchemas: [text] })
    const start = written(own, { id: 'x', time: 1, type: 'a.b' })
    const bytes = Buffer.concat([
      start.subarray(0, 2),
      fingerprintOf(text),
      start.subarray(10),
      Buffer.from([4, 97, 49]),
    ])
    const { event } = admitOwn(bytes, 'agent', origin) as Admitted
    expect([event.agent, JSON.stringify(event)]).toEqual([
      undefined,
      '{"id":"x","time":1,"type":"a.b"}',
    ])
  })

  test('whole numbers of 64 bits keep their digits', () => {
    const own = {
      type: 'record',
      name: 'R',
      fields: [
        { name: 'id', type: 'string' },
        { name: 'time', type: 'long' },
        { name: 'type', type: 'string' },
        { name: 'big', type: 'long' },
      ],
    }
    const text = JSON.stringify(own)
    const { admit: admitOwn } = createAdmit({ limits, writerSchemas: [text] })
    const start = written(
      { ...own, fields: own.fields.slice(0, 3) },
      { id: 'x', time: 1, type: 'a.b' },
    )
    for (const [coded, value] of [
      ['ffffffffffffffffff01', '-9223372036854775808'],
      ['feffffffffffffffff01', '9223372036854775807'],
      ['feffffffffffff1f', 9007199254740991],
      ['8080808080808020', '9007199254740992'],
      ['ffffffff0f', -2147483648],
      ['01', -1],
      ['8080808010', 2147483648],
    ] as const) {
      const bytes = Buffer.concat([
        start.subarray(0, 2),
        fingerprintOf(text),
        start.subarray(10),
        Buffer.from(coded, 'hex'),
      ])
      expect([coded, admitOwn(bytes, 'agent', origin)]).toMatchObject([
        coded,
        { event: { big: value } },
      ])
    }
  })
})
