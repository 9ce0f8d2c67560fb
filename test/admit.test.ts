// What admit takes and what it refuses: JSON and Avro in, an event or a problem that names the
// field out.
import { describe, expect, test } from '@jest/globals'
import { createAdmit, NeedsSchema } from '../src/admit/admit.js'
import { deadLetterOf } from '../src/admit/dead-letter.js'
import type { Admitted } from '../src/model/event.js'
import { Problem } from '../src/model/problem.js'
import { timeMsOf } from '../src/model/time.js'
import { normalSpiffeId, trustDomainOf } from '../src/model/spiffe.js'

const origin = { topic: 'agent-events', partition: 0, offset: '7' }
const limits = { eventBytes: 4096, depth: 8, idLength: 64 }
const { admit, admitText, admitLine, admitAnswer } = createAdmit({ limits })

const whole = {
  id: 'e1',
  time: '2026-01-02T03:04:05.678Z',
  type: 'tool.called',
  agent: { id: 'a1', name: 'Mail helper', owner: 'team', tier: 'high' },
  workload: { id: 'spiffe://prod.example/ns/a', svid: 'x.y.z' },
  credential: { id: 'c1', kind: 'token', scopes: ['s3:GetObject'], expires_at: 1767323045000 },
  task: { id: 't1', purpose: 'summarise', capabilities: ['read'], parent: 't0', requested_by: 'u' },
  delegation: { to: 'a2', task: 't2', scopes: ['x'] },
  tool: {
    name: 'send_email',
    arguments: { to: 'x@example.com', n: [1, { deep: true }] },
    annotations: { readOnlyHint: false },
    result: 'done',
    result_trust: 'external',
  },
  prompt: { text: 'hello', from: 'user' },
  action: 'iam:CreateUser',
  resource: { id: 'r1', kind: 'bucket', sensitivity: 'restricted' },
  outcome: 'allow',
  pep: { id: 'p1', kind: 'gateway', decision: 'allow' },
  source: { ip: '10.0.0.1', trust: 'tool' },
  trace_id: 'abc',
  attributes: { anything: [1, null, 'x'] },
  mine: { kept: 1 },
}

function admitted(change: object): Admitted {
  const result = admitText(JSON.stringify({ ...whole, ...change }), null, origin)
  if (result instanceof Problem) throw result
  return result
}

function refused(change: object): Problem {
  const result = admitText(JSON.stringify({ ...whole, ...change }), 'agent', origin)
  if (!(result instanceof Problem)) throw new Error('was admitted')
  return result
}

describe('an event in JSON', () => {
  test('is admitted as it came, members that nobody named included', () => {
    const result = admitted({})
    expect(result.event).toEqual(whole)
    expect(result).toMatchObject({ kind: 'agent', timeMs: 1767323045678, origin, proven: null })
  })

  test('is the same from bytes, with blanks or a byte order mark before it, and in UTF-8', () => {
    const text = JSON.stringify({ ...whole, agent: { id: 'ägent-✓' } })
    for (const bytes of [text, ` \n${text}`, `\ufeff${text}`]) {
      const result = admit(Buffer.from(bytes), 'agent', origin)
      expect((result as Admitted).event).toEqual({ ...whole, agent: { id: 'ägent-✓' } })
    }
  })

  test('needs no more than id, time and type', () => {
    const line = '{"id":"x","time":0,"type":"a.b"}'
    expect(admitText(line, null, origin)).toMatchObject({ kind: 'agent', timeMs: 0 })
  })

  test('keeps the last of two members with one name', () => {
    const line = '{"id":"x","id":"y","time":0,"type":"a.b"}'
    expect(admitText(line, null, origin)).toMatchObject({ event: { id: 'y' } })
  })

  test.each([
    [{ kind: 'resource', type: 'tool.called' }, 'resource'],
    [{ type: 'credential.issued' }, 'workload'],
    [{ type: 'resource.accessed' }, 'resource'],
    [{ type: 'my.own', action: 'x' }, 'resource'],
    [{ type: 'my.own', workload: { id: 'w' } }, 'workload'],
    [{ type: 'my.own', workload: { id: 'w' }, agent: { id: 'a' } }, 'agent'],
    [{ type: 'my.own' }, 'agent'],
  ])('whose topic does not tell its kind has the one it looks like: %j', (members, kind) => {
    const line = JSON.stringify({ id: 'x', time: 0, ...members })
    expect(admitText(line, null, origin)).toMatchObject({ kind })
  })

  test('names its kind wrongly: refused', () => {
    const line = '{"id":"x","time":0,"type":"a.b","kind":"other"}'
    expect(admitText(line, null, origin)).toMatchObject({ code: 'EVENT_KIND_UNKNOWN' })
    expect(admitText(line, 'agent', origin)).toMatchObject({ kind: 'agent' })
  })

  test('has its SPIFFE id in normal form, and empty ids name nobody', () => {
    const { event } = admitted({
      workload: { id: 'SPIFFE://Prod.Example/ns/A' },
      agent: { id: '' },
      credential: { id: '' },
    })
    expect(event.workload?.id).toBe('spiffe://prod.example/ns/A')
    expect(event.agent?.id).toBeNull()
    expect(event.credential?.id).toBeNull()
  })

  test('may have ids in any script', () => {
    expect(admitted({ agent: { id: 'агент-é-代理-🙂' } }).event.agent?.id).toBe('агент-é-代理-🙂')
  })

  test('may name a workload that has no SPIFFE id by another name', () => {
    expect(admitted({ workload: { id: 'vm-12 (blue)' } }).event.workload?.id).toBe('vm-12 (blue)')
  })

  test('loses keys that could reach a prototype, and nothing else', () => {
    const line =
      '{"id":"x","time":0,"type":"a.b","__proto__":{"a":1},"tool":{"arguments":' +
      '{"\\u005f_proto__":{"b":1},"constructor":{"prototype":{}},"constructor_":1,"text":"__proto__"}}}'
    const { event } = admitText(line, null, origin) as Admitted
    expect(JSON.stringify(event)).toBe(
      '{"id":"x","time":0,"type":"a.b","tool":{"arguments":{"constructor_":1,"text":"__proto__"}}}',
    )
  })
})

test('of a name as long as an event may be only the beginning is told', () => {
  const text = `{"id":"x","time":0,"type":"a.b","${'k'.repeat(3_000)}":1e999}`
  const { message } = admitText(text, null, origin) as Problem
  expect(message).toBe(`"${'k'.repeat(60)}…" holds a number that is not finite`)
})

describe('an event is refused, with a code and a sentence that names the field', () => {
  test.each([
    [{ id: undefined }, 'EVENT_FIELD_MISSING', '"id" is missing'],
    [{ id: '' }, 'EVENT_FIELD_INVALID', '"id" must be a text that is not empty, but is ""'],
    [{ id: 7 }, 'EVENT_FIELD_INVALID', '"id" must be a text that is not empty, but is 7'],
    [{ id: 'x'.repeat(65) }, 'EVENT_FIELD_INVALID', '"id" has 65 characters, more than the 64'],
    [{ id: 'a\u0000b' }, 'EVENT_FIELD_INVALID', '"id" holds a control character'],
    // these three stand in JSON as they are
    [{ id: 'a\u007fb' }, 'EVENT_FIELD_INVALID', '"id" holds a control character'],
    [{ agent: { id: 'a\u009b31mb' } }, 'EVENT_FIELD_INVALID', '"agent.id" holds a control'],
    [{ action: 'ü\u0085' }, 'EVENT_FIELD_INVALID', '"action" holds a control character'],
    [
      { agent: { id: '\ud800' } },
      'EVENT_FIELD_INVALID',
      '"agent.id" holds a control character or half',
    ],
    [{ type: undefined }, 'EVENT_FIELD_MISSING', '"type" is missing'],
    [{ type: 'tool' }, 'EVENT_FIELD_INVALID', '"type" must be a dotted name'],
    [{ type: 'tool..called' }, 'EVENT_FIELD_INVALID', '"type" must be a dotted name'],
    [{ type: 'tool. called' }, 'EVENT_FIELD_INVALID', '"type" must be a dotted name'],
    [{ time: undefined }, 'EVENT_FIELD_MISSING', '"time" is missing'],
    [{ time: 'yesterday' }, 'EVENT_TIME_INVALID', '"time" must be an RFC 3339 time'],
    [{ time: 1.5 }, 'EVENT_TIME_INVALID', '1.5'],
    [{ time: -1 }, 'EVENT_TIME_INVALID', '-1'],
    [{ time: 1_767_268_800 }, 'EVENT_TIME_INVALID', 'epoch milliseconds (not seconds)'],
    [{ agent: 'a1' }, 'EVENT_FIELD_INVALID', '"agent" must be an object, but is "a1"'],
    [{ agent: ['a1'] }, 'EVENT_FIELD_INVALID', '"agent" must be an object, but is a list of 1'],
    [{ agent: { id: 1 } }, 'EVENT_FIELD_INVALID', '"agent.id" must be a text, but is 1'],
    [
      { agent: { tier: 'top' } },
      'EVENT_FIELD_INVALID',
      '"agent.tier" must be one of low, medium, high',
    ],
    [
      { workload: { id: 'spiffe://x//y' } },
      'EVENT_SPIFFE_ID_INVALID',
      '"workload.id" is no SPIFFE id',
    ],
    [
      { credential: { scopes: 'all' } },
      'EVENT_FIELD_INVALID',
      '"credential.scopes" must be a list of',
    ],
    [
      { credential: { scopes: ['a', 2] } },
      'EVENT_FIELD_INVALID',
      '"credential.scopes[1]" must be a text',
    ],
    [
      { credential: { expires_at: 'soon' } },
      'EVENT_FIELD_INVALID',
      '"credential.expires_at" must be',
    ],
    [{ task: { capabilities: [1] } }, 'EVENT_FIELD_INVALID', '"task.capabilities[0]"'],
    [{ tool: { annotations: 'x' } }, 'EVENT_FIELD_INVALID', '"tool.annotations" must be an object'],
    [{ tool: { result_trust: 'me' } }, 'EVENT_FIELD_INVALID', '"tool.result_trust" must be one of'],
    [{ prompt: { from: 'me' } }, 'EVENT_FIELD_INVALID', '"prompt.from" must be one of'],
    [
      { resource: { sensitivity: 'x' } },
      'EVENT_FIELD_INVALID',
      '"resource.sensitivity" must be one of',
    ],
    [{ outcome: 'maybe' }, 'EVENT_FIELD_INVALID', '"outcome" must be one of allow, deny, error'],
    [{ pep: { kind: 'x' } }, 'EVENT_FIELD_INVALID', '"pep.kind" must be one of'],
    [{ pep: { decision: 'x' } }, 'EVENT_FIELD_INVALID', '"pep.decision" must be one of'],
    [{ source: { trust: 'x' } }, 'EVENT_FIELD_INVALID', '"source.trust" must be one of'],
    [
      { delegation: { to: {} } },
      'EVENT_FIELD_INVALID',
      '"delegation.to" must be a text, but is an object',
    ],
    [
      { attributes: [] },
      'EVENT_FIELD_INVALID',
      '"attributes" must be an object, but is a list of 0',
    ],
    [{ mine: [[[[[[[[1]]]]]]]] }, 'EVENT_TOO_DEEP', '"mine" is nested deeper than the 8 levels'],
    [{ mine: 'x'.repeat(4096) }, 'EVENT_TOO_LARGE', 'bytes, more than the 4096 allowed'],
    [{ mine: '✓'.repeat(1400) }, 'EVENT_TOO_LARGE', 'bytes, more than the 4096 allowed'],
  ])('%j', (change, code, sentence) => {
    const problem = refused(change)
    expect(problem.code).toBe(code)
    expect(problem.message).toContain(sentence)
  })

  test.each([
    ['{"id":"x"', 'EVENT_JSON_INVALID', 'no JSON'],
    ['{"id":NaN}', 'EVENT_JSON_INVALID', 'no JSON'],
    ['[1]', 'EVENT_JSON_INVALID', 'no object'],
    ['null', 'EVENT_JSON_INVALID', 'no object'],
    ['', 'EVENT_JSON_INVALID', 'no JSON'],
    ['{"id":"x","time":0,"type":"a.b","n":1e999}', 'EVENT_FIELD_INVALID', 'not finite'],
    ['{"id":"x","time":1e999,"type":"a.b"}', 'EVENT_TIME_INVALID', '"time"'],
    [
      `{"id":"x","time":0,"type":"a.b","n":${'['.repeat(2000)}${']'.repeat(2000)}}`,
      'EVENT_TOO_DEEP',
      '"n"',
    ],
  ])('text %s', (line, code, words) => {
    const result = admitText(line, 'agent', origin) as Problem
    expect(result.code).toBe(code)
    expect(result.message).toContain(words)
  })

  test('a value is never quoted at length, as it may be a secret', () => {
    const problem = refused({ agent: { tier: 's3cret'.repeat(50) } })
    expect(problem.message.length).toBeLessThan(200)
    expect((admitText('{"id":"s3cret",', null, origin) as Problem).message).not.toContain('s3cret')
  })

  test.each([
    [null, 'EVENT_EMPTY'],
    [Buffer.alloc(0), 'EVENT_EMPTY'],
    [Buffer.from('   '), 'EVENT_ENCODING_UNKNOWN'],
    [Buffer.from([0]), 'EVENT_ENCODING_UNKNOWN'],
    [Buffer.from([0x1f, 0x8b, 8, 0]), 'EVENT_ENCODING_UNKNOWN'],
    [Buffer.from([0xc3, 1, 1, 2]), 'EVENT_AVRO_INVALID'],
    [Buffer.from([0xc3, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9]), 'EVENT_SCHEMA_UNKNOWN'],
    [
      Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff]), Buffer.from('"}')]),
      'EVENT_JSON_INVALID',
    ],
    [Buffer.alloc(5000, '{'), 'EVENT_TOO_LARGE'],
  ])('bytes %p', (value, code) => {
    expect((admit(value, 'agent', origin) as Problem).code).toBe(code)
  })
})

describe('the time of an event', () => {
  test.each([
    ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02t03:04:05z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2024-02-29T23:59:59.9Z', Date.UTC(2024, 1, 29, 23, 59, 59, 900)],
    ['2000-12-31T00:00:00.123456789Z', Date.UTC(2000, 11, 31, 0, 0, 0, 123)],
    ['2026-01-02T03:04:05+05:30', Date.UTC(2026, 0, 1, 21, 34, 5)],
    ['2026-01-02T03:04:05.5-08:00', Date.UTC(2026, 0, 2, 11, 4, 5, 500)],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:00:00-01:00', 0],
    ['9999-12-31T23:59:59.999Z', 253402300799999],
    [1767323045678, 1767323045678],
  ])('%s is read', (time, ms) => {
    expect(timeMsOf(time)).toBe(ms)
  })

  test.each([
    ['2026-02-29T00:00:00Z'],
    ['1900-02-29T00:00:00Z'],
    ['2026-13-01T00:00:00Z'],
    ['2026-00-01T00:00:00Z'],
    ['2026-01-00T00:00:00Z'],
    ['2026-01-02 03:04:05Z'],
    ['2026-01-02T24:00:00Z'],
    ['2026-01-02T03:04:05'],
    ['2026-01-02T03:04:05.Z'],
    ['2026-01-02T03:04:05Z '],
    ['2026-01-02T03:04:05+0530'],
    ['2026-01-02T03:04:05+24:00'],
    ['1969-12-31T23:59:59Z'],
    ['2026-1-2T03:04:05Z'],
    ['1767323045678'],
    [NaN],
    [null],
    [253402300800000],
  ])('%s is refused', (time) => {
    expect(timeMsOf(time)).toBeNaN()
  })

  test('that is no day is refused even after the day it looks like', () => {
    expect(timeMsOf('2026-02-01T00:00:00.000Z')).toBe(Date.UTC(2026, 1, 1))
    for (const day of [
      '2026-01-33',
      '2026-01-32',
      '2026-00-63',
      '2025-13-01',
      '20x6-02-01',
      '2026-02-/1',
    ]) {
      expect(timeMsOf(`${day}T00:00:00.000Z`)).toBeNaN()
    }
    for (const clock of [
      '24:00:00.000',
      '00:60:00.000',
      '00:00:61.000',
      '00:00:00.00:',
      '0/:00:00.000',
    ]) {
      expect(timeMsOf(`2026-02-01T${clock}Z`)).toBeNaN()
    }
    expect(timeMsOf('7000-02-01T00:00:00.000Z')).toBe(Date.UTC(7000, 1, 1))
    expect(timeMsOf('71xx-02-01T00:00:00.000Z')).toBeNaN()
    expect(timeMsOf('2026-02-01T23:59:60.000Z')).toBe(Date.UTC(2026, 1, 2))
  })

  test('every day from 1970 to 2400 is the one that Date says', () => {
    for (let ms = 0; ms < 13569465600000; ms += 86_400_000 - 1) {
      const text = new Date(ms).toISOString()
      if (timeMsOf(text) !== ms) throw new Error(text)
    }
  })
})

describe('a SPIFFE id', () => {
  test.each([
    ['spiffe://td', 'spiffe://td'],
    ['spiffe://td/a', 'spiffe://td/a'],
    ['SPIFFE://T_D.Example-1/A/b', 'spiffe://t_d.example-1/A/b'],
    ['spiffe://td/...', 'spiffe://td/...'],
    ['spiffe://td/.a', 'spiffe://td/.a'],
  ])('%s is one', (id, normal) => {
    expect(normalSpiffeId(id)).toBe(normal)
    expect(trustDomainOf(normal)).toBe(normal.slice(9).split('/')[0])
  })

  test.each([
    ['spiffe://'],
    ['spiffe:///a'],
    ['spiffe://td/'],
    ['spiffe://td/a/'],
    ['spiffe://td/a//b'],
    ['spiffe://td/./b'],
    ['spiffe://td/a/..'],
    ['spiffe://td:80/a'],
    ['spiffe://u@td/a'],
    ['spiffe://td/a?q'],
    ['spiffe://td/a#f'],
    ['spiffe://td/%61'],
    ['spiffe://td/ä'],
    ['spiffe:td/a'],
    ['https://td/a'],
    [`spiffe://${'a'.repeat(256)}/x`],
    [`spiffe://td/${'a'.repeat(2048)}`],
  ])('%s is none', (id) => {
    expect(normalSpiffeId(id)).toBeNull()
  })
})

describe('answers from outside', () => {
  const approval = { id: 'ap1', time: '2026-01-02T03:04:05Z', approver: 'pat', decision: 'approve' }
  const result = { command_id: 'k1', time: 5, status: 'failed', detail: 'no route' }

  test('an approval has its time in ms and its texts filled in', () => {
    expect(admitAnswer(Buffer.from(JSON.stringify(approval)), 'approval', origin)).toEqual({
      answer: 'approval',
      approval: { ...approval, time: 1767323045000, reason: '', valid_for: null },
      timeMs: 1767323045000,
      origin,
    })
  })

  test('a file may mix events with answers', () => {
    expect(admitLine(JSON.stringify({ kind: 'result', ...result }), origin)).toEqual({
      answer: 'result',
      result,
      timeMs: 5,
      origin,
    })
    expect(admitLine(JSON.stringify({ kind: 'approval', ...approval }), origin)).toMatchObject({
      answer: 'approval',
    })
    expect(admitLine(JSON.stringify(whole), origin)).toMatchObject({ kind: 'agent' })
  })

  test.each([
    [{ ...approval, decision: 'yes' }, 'approval', 'EVENT_FIELD_INVALID'],
    [{ ...approval, decision: null }, 'approval', 'EVENT_FIELD_MISSING'],
    [{ ...approval, id: '' }, 'approval', 'EVENT_FIELD_INVALID'],
    [{ ...approval, time: undefined }, 'approval', 'EVENT_FIELD_MISSING'],
    [{ ...approval, reason: 1 }, 'approval', 'EVENT_FIELD_INVALID'],
    [{ ...result, status: 'ok' }, 'result', 'EVENT_FIELD_INVALID'],
    [{ ...result, time: 'x' }, 'result', 'EVENT_TIME_INVALID'],
    [{ ...result, command_id: undefined }, 'result', 'EVENT_FIELD_MISSING'],
  ] as const)('%j is refused', (value, answer, code) => {
    const bytes = Buffer.from(JSON.stringify(value))
    expect((admitAnswer(bytes, answer, origin) as Problem).code).toBe(code)
  })
})

test('a dead letter holds the bytes as they came and says where they stood', () => {
  const key = Buffer.from([0xff, 0])
  const value = Buffer.from([1, 2, 3])
  const problem = admit(value, 'agent', origin) as Problem
  const letter = deadLetterOf({ ...origin, key, value }, problem, 'ambit.dead-letters', 8e6)
  expect(letter.key).toBe(key)
  expect(letter.value).toBe(value)
  expect(letter).toMatchObject({
    topic: 'ambit.dead-letters',
    headers: {
      'ambit-error-code': 'EVENT_ENCODING_UNKNOWN',
      'ambit-error': 'no encoding starts with the bytes 010203',
      'ambit-topic': 'agent-events',
      'ambit-partition': '0',
      'ambit-offset': '7',
    },
  })
})

test('a dead letter that no topic would take says where the bytes stand, and how many', () => {
  const value = Buffer.alloc(20_000_000, 'x')
  const problem = admit(value, 'agent', origin) as Problem
  const letter = deadLetterOf({ ...origin, key: Buffer.from('k'), value }, problem, 'dead', 8e6)
  expect(letter).toMatchObject({
    key: null,
    value: null,
    headers: {
      'ambit-error-code': 'EVENT_TOO_LARGE',
      'ambit-offset': '7',
      'ambit-left-out-bytes': '20000001',
    },
  })
})

test('a record in the wire format asks for its schema, and is no event named like that', () => {
  const withRegistry = createAdmit({ limits, schemaOf: () => undefined })
  const asked = withRegistry.admit(Buffer.from([0, 0, 0, 1, 2, 9]), 'agent', origin)
  expect(asked).toEqual(new NeedsSchema(258))
  const line = '{"id":"x","time":0,"type":"a.b","needsSchema":1}'
  expect(withRegistry.admit(Buffer.from(line), 'agent', origin)).toMatchObject({ kind: 'agent' })
})
