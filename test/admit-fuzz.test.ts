// Whatever bytes come, admit answers with an event or a problem, and what it admits is what it
// says.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createAdmit, NeedsSchema, type Answer } from '../src/admit/admit.js'
import type { Admitted } from '../src/model/event.js'
import { Problem } from '../src/model/problem.js'
import { SCHEMAS } from '../src/model/schemas.js'
import { normalSpiffeId } from '../src/model/spiffe.js'
import { timeMsOf } from '../src/model/time.js'
import type { JoinedEvent } from '../src/model/wire.js'
import { createEncoder } from '../src/transport/encode.js'

const limits = { eventBytes: 20_000, depth: 6, idLength: 64 }
const origin = { topic: 'agent-events', partition: 0, offset: '0' }
const admit = createAdmit({ limits, schemaOf: (id) => (id < 3 ? SCHEMAS.event : undefined) })
const encoder = createEncoder({ encoding: 'avro' })

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

/** Fails where the result is not one of ours, or is an event that breaks a promise. */
function holds(result: Admitted | Answer | Problem | NeedsSchema): void {
  if (result instanceof NeedsSchema) return
  if (result instanceof Problem) {
    expect(result.message.length).toBeGreaterThan(10)
    expect(result.message.length).toBeLessThan(400)
    return
  }
  expect(result.timeMs).toBeGreaterThanOrEqual(0)
  if ('answer' in result) return
  const { event } = result
  expect(event.id.length).toBeGreaterThan(0)
  expect(event.id.length).toBeLessThanOrEqual(limits.idLength)
  expect(depthOf(event)).toBeLessThanOrEqual(limits.depth)
  expect(JSON.stringify(event)).not.toContain('"__proto__":')
  const id = event.workload?.id
  if (typeof id === 'string' && /^spiffe:/i.test(id)) expect(normalSpiffeId(id)).toBe(id)
  for (const one of [event.id, event.agent?.id, event.credential?.id, event.task?.id]) {
    if (typeof one === 'string') expect(Buffer.from(one).toString()).toBe(one)
  }
}

const wild = fc.oneof(
  fc.jsonValue({ maxDepth: 8 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    null,
    '',
    0,
    -1,
    1e308,
    [],
    {},
    '__proto__',
    'spiffe://a/b',
    'SPIFFE://A',
    '\ud800',
  ),
)
const times = fc.oneof(
  fc
    .date({ min: new Date(0), max: new Date(8e13), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc.integer({ min: 0 }),
)
const base = fc.record({
  id: fc.string({ minLength: 1 }),
  time: times,
  type: fc.constant('tool.called'),
})
const record = (...names: string[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), wild, { maxKeys: 4 })
const members = fc.record(
  {
    agent: fc.oneof(record('id', 'tier', 'name'), wild),
    workload: fc.oneof(record('id', 'svid'), wild),
    credential: fc.oneof(record('id', 'scopes', 'expires_at'), wild),
    task: fc.oneof(record('id', 'parent', 'capabilities'), wild),
    tool: fc.oneof(record('name', 'arguments', 'annotations', 'result'), wild),
    attributes: fc.oneof(record('a'), wild),
    outcome: fc.oneof(fc.constantFrom('allow', 'deny'), wild),
    kind: fc.constantFrom('agent', 'workload', 'approval', 'result', 'x'),
    mine: wild,
  },
  { requiredKeys: [] },
)
const events = fc.tuple(base, members).map(([a, b]) => ({ ...a, ...b }))
const mutations = fc.array(
  fc.record({
    at: fc.nat(),
    how: fc.constantFrom('set', 'cut', 'insert'),
    byte: fc.integer({ min: 0, max: 255 }),
  }),
  { maxLength: 4 },
)

function mutated(bytes: Buffer, how: { at: number; how: string; byte: number }[]): Buffer {
  let result = Buffer.from(bytes)
  for (const one of how) {
    const at = result.length === 0 ? 0 : one.at % result.length
    if (one.how === 'set' && result.length > 0) result[at] = one.byte
    else if (one.how === 'cut') result = result.subarray(0, at)
    else
      result = Buffer.concat([result.subarray(0, at), Buffer.from([one.byte]), result.subarray(at)])
  }
  return result
}

test('random bytes, with and without the mark of an encoding', () => {
  const heads = ['', '{', 'c301', '0000000001', '0000000009', 'efbbbf7b'].map((hex) =>
    Buffer.from(hex === '{' ? '7b' : hex, 'hex'),
  )
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 80 }), (head, bytes) => {
      const value = Buffer.concat([head, bytes])
      holds(admit.admit(value, 'agent', origin))
      holds(admit.admitAnswer(value, 'approval', origin))
      holds(admit.admitAnswer(value, 'result', origin))
      holds(admit.admitLine(value.toString('latin1'), origin))
    }),
    { numRuns: 1500 },
  )
})

test('events with members of every form, whole and with bytes changed', () => {
  fc.assert(
    fc.property(events, mutations, (event, how) => {
      const bytes = Buffer.from(JSON.stringify(event))
      holds(admit.admit(bytes, null, origin))
      holds(admit.admit(mutated(bytes, how), null, origin))
      holds(admit.admitLine(JSON.stringify(event), origin))
    }),
    { numRuns: 1500 },
  )
})

test('Avro events with bytes changed', () => {
  const joined = {
    ...JSON.parse(
      '{"kind":"agent","identity":"a","attribution":"bound","capability":"read","domain":""}',
    ),
  }
  const value: JoinedEvent = {
    ...joined,
    id: 'e1',
    time: 5,
    type: 'tool.called',
    origin,
    agent: { id: 'a1' },
    credential: { id: 'c1', scopes: ['a', 'b', 'c'] },
    tool: { name: 'x', arguments: { a: [1, 2] } },
  }
  const bytes = encoder.encode('joined-event', value)
  holds(admit.admit(bytes, 'agent', origin))
  fc.assert(
    fc.property(mutations, (how) => holds(admit.admit(mutated(bytes, how), 'agent', origin))),
    { numRuns: 3000 },
  )
})

test('text and bytes of the same event give the same', () => {
  fc.assert(
    fc.property(events, (event) => {
      const text = Buffer.from(JSON.stringify(event)).toString()
      const plain = (result: object): string =>
        result instanceof Problem ? String(result) : JSON.stringify(result)
      const fromText = plain(admit.admitText(text, null, origin))
      expect(plain(admit.admit(Buffer.from(text), null, origin))).toBe(fromText)
    }),
    { numRuns: 500 },
  )
})

test('an RFC 3339 time with any offset and fraction is the moment that Date says', () => {
  const parts = fc.record({
    ms: fc.integer({ min: 86_400_000, max: 253_402_200_000_000 }),
    minutes: fc.integer({ min: -1439, max: 1439 }),
    digits: fc.integer({ min: 0, max: 9 }),
  })
  fc.assert(
    fc.property(parts, ({ ms, minutes, digits }) => {
      const local = new Date(ms + minutes * 60_000).toISOString()
      const size = Math.abs(minutes)
      const two = (n: number): string => String(n).padStart(2, '0')
      const fraction = `${local.slice(20, 23)}000000`.slice(0, digits)
      const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
      const text = `${local.slice(0, 19)}${digits === 0 ? '' : `.${fraction}`}${offset}`
      expect(timeMsOf(text)).toBe(Date.parse(text))
      expect(timeMsOf(local)).toBe(ms + minutes * 60_000)
    }),
    { numRuns: 2000 },
  )
})
