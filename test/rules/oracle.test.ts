// Compiled rules say what the plain evaluator says: random rules over random events, through the split at the hop and its frames.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createKeyed } from '../../src/correlate/provenance/text/keyed.js'
import { type Joined, QUIET } from '../../src/model/joined.js'
import type { Event } from '../../src/model/wire.js'
import { createRulesAtWork } from '../../src/sigma/at-work.js'
import { knownField } from '../../src/sigma/fields/fields.js'
import { MEMBERS } from '../../src/sigma/fields/look-members.js'
import { createLook } from '../../src/sigma/fields/look.js'
import { fold } from '../../src/sigma/plain/fold.js'
import { inNetwork } from '../../src/sigma/plain/plain-network.js'
import { holds } from '../../src/sigma/plain/plain.js'
import {
  ANY,
  ANY_DASH,
  ANY_ONE,
  type Expression,
  type Piece,
  type Test,
  TIME_PARTS,
} from '../../src/sigma/rule.js'
import { decodeFrame, encodeFrames } from '../../src/transport/frames.js'
import { contains, making, rule, ruleSet, text, type Making } from './made.js'

const RUNS = Number(process.env['ORACLE_RUNS'] ?? 1_200)

// --- words that meet each other often, and the characters that case folding is about ---

const SYLLABLES = [
  'a',
  'b',
  'A',
  'ab',
  'ß',
  'ss',
  'ſ',
  'S',
  'İ',
  'ı',
  'i',
  'I',
  'K',
  'k',
  'Σ',
  'ς',
  '😀',
  '-',
  '/',
  '–',
  '―',
  '*',
  '.',
  ' ',
  '1',
  '9',
  '"',
  '{',
  '":',
]
const word = fc
  .array(fc.constantFrom(...SYLLABLES), { maxLength: 5 })
  .map((parts) => parts.join(''))
const scalar = fc.oneof(
  { weight: 6, arbitrary: word },
  fc.constantFrom<string | number | boolean | null>(
    0,
    1,
    -1,
    1.5,
    19,
    '19',
    '1e1',
    true,
    false,
    null,
  ),
  fc.constantFrom(
    '10.0.0.1',
    '10.0.0.129',
    '10.1.2.3',
    '::ffff:10.0.0.9',
    'fe80::1',
    '192.168.1.1',
    '10.0.0',
    'x',
  ),
  fc.constantFrom<string | number>(
    '2026-11-24T23:59:00+09:00',
    '2026-01-01',
    '2027-01-01 00:00',
    0,
    1_795_507_230_000,
  ),
)
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }),
  fc.constant({ deep: 'a' }),
  fc.record({ a: scalar, b: fc.array(fc.record({ x: scalar }), { maxLength: 2 }) }),
  fc.array(fc.oneof(scalar, fc.record({ a: scalar })), { maxLength: 3 }),
)

const FIELDS: readonly (readonly [name: string, reads: readonly string[]])[] = [
  ['tool.name', ['tool.name']],
  ['action', ['action']],
  ['resource.id', ['resource.id']],
  ['capability', ['capability']],
  ['time', ['time']],
  ['attributes.a', ['attributes.a']],
  ['attributes.b.c', ['attributes.b.c']],
  ['attributes.rows.x', ['attributes.rows.x']],
  ['trace_id', ['trace_id']],
  ['extra', ['extra']],
  ['tool.arguments.x', ['tool.arguments.x']],
  ['tool.result', ['tool.result']],
  ['prompt.text', ['prompt.text']],
  ['either', ['attributes.a', 'action']],
  ['said', ['tool.arguments.y', 'resource.id']],
]

const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(of, { nil: undefined, freq: 3 })

const event = fc
  .record({
    tool: maybe(
      fc.record({
        name: word,
        arguments: maybe(fc.record({ x: maybe(value), y: maybe(value) })),
        result: maybe(value),
      }),
    ),
    action: maybe(word),
    resource: maybe(fc.record({ id: word })),
    prompt: maybe(fc.record({ text: word })),
    trace_id: maybe(word),
    extra: maybe(value),
    attributes: maybe(
      fc.record({
        a: maybe(value),
        b: maybe(fc.record({ c: maybe(value) })),
        'b.c': maybe(value),
        rows: maybe(fc.array(fc.record({ x: maybe(value) }), { maxLength: 3 })),
      }),
    ),
    capability: fc.constantFrom('read', 'secret', 'unknown'),
    timeMs: fc.constantFrom(1_795_507_230_000, 1_795_500_000_000),
  })
  .map(({ capability, timeMs, ...said }): Joined => {
    // As JSON would bring it.
    const wire = JSON.parse(
      JSON.stringify({ id: 'e', time: timeMs, type: 'tool.called', ...said }),
    ) as Event
    return {
      ...QUIET,
      op: 'join',
      identity: 'a',
      eventId: 'e',
      type: wire.type,
      timeMs,
      capability: capability as Joined['capability'],
      toolName: wire.tool?.name ?? '',
      action: wire.action ?? '',
      resourceId: wire.resource?.id ?? '',
      admitted: { event: wire, kind: 'agent', timeMs, origin: QUIET.origin, proven: null },
    }
  })

// --- rules ---

const pieces = fc.array(
  fc.oneof({ weight: 4, arbitrary: word }, fc.constantFrom<Piece>(ANY, ANY, ANY_ONE, ANY_DASH)),
  { maxLength: 5 },
) as fc.Arbitrary<readonly Piece[]>
const simple = fc
  .tuple(word, fc.constantFrom('whole', 'whole', 'start', 'end', 'within'))
  .map(([part, at]): readonly Piece[] =>
    at === 'whole'
      ? [part]
      : at === 'start'
        ? [part, ANY]
        : at === 'end'
          ? [ANY, part]
          : [ANY, part, ANY],
  )
const textTest = fc.record({
  is: fc.constant('text' as const),
  pieces: fc.oneof({ weight: 3, arbitrary: simple }, pieces),
  cased: fc.boolean(),
})
const by = fc.constantFrom('eq', 'lt', 'lte', 'gt', 'gte')
const plainTest: fc.Arbitrary<Test> = fc.oneof(
  { weight: 8, arbitrary: textTest },
  fc.constant({ is: 'null' as const }),
  fc.record({ is: fc.constant('exists' as const), wanted: fc.boolean() }),
  fc.record({ is: fc.constant('compare' as const), by, value: fc.constantFrom(0, 1, 10, 19) }),
  fc.record({
    is: fc.constant('time' as const),
    part: fc.constantFrom(...TIME_PARTS),
    by,
    value: fc.constantFrom(0, 1, 8, 11, 23, 53, 2026),
  }),
  fc.record({
    is: fc.constant('regex' as const),
    source: fc.constantFrom('^a', 'b+$', '[ab]{2}', 'ß|ſ', '(a|b)*a', ''),
    flags: fc.constantFrom('', 'i', 'im', 's'),
  }),
  fc.constantFrom(
    { is: 'network' as const, text: '10.0.0.0/8', network: { bytes: [10, 0, 0, 0], bits: 8 } },
    { is: 'network' as const, text: '10.0.0.0/29', network: { bytes: [10, 0, 0, 0], bits: 29 } },
    {
      is: 'network' as const,
      text: 'fe80::/10',
      network: { bytes: [0xfe, 0x80, ...Array<number>(14).fill(0)], bits: 10 },
    },
    { is: 'network' as const, text: '0.0.0.0/0', network: { bytes: [0, 0, 0, 0], bits: 0 } },
  ),
)

type Build = (make: Making) => Expression

const fieldName = fc.constantFrom(...FIELDS)
const leaf: fc.Arbitrary<Build> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.tuple(fieldName, plainTest).map(
      ([[name, reads], asked]): Build =>
        (make) => ({ op: 'field', field: make.field(name, reads), test: asked, place: '' }),
    ),
  },
  {
    weight: 1,
    arbitrary: textTest.map(
      (asked): Build =>
        () => ({ op: 'keyword', test: asked, place: '' }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fieldName, fieldName, fc.constantFrom('whole', 'start', 'end', 'within'), fc.boolean())
      .map(
        ([[name, reads], [other, otherReads], at, cased]): Build =>
          (make) => ({
            op: 'field',
            field: make.field(name, reads),
            test: { is: 'reference', field: make.field(other, otherReads), at, cased },
            place: '',
          }),
      ),
  },
)
/** One of many texts in one field: what is sought in one pass. */
const list: fc.Arbitrary<Build> = fc
  .tuple(
    fieldName,
    fc.array(textTest, { minLength: 6, maxLength: 12 }),
    fc.constantFrom('or', 'or', 'and'),
  )
  .map(
    ([[name, reads], tests, op]): Build =>
      (make) => ({
        op: op as 'or',
        of: tests.map((asked) => ({
          op: 'field',
          field: make.field(name, reads),
          test: asked,
          place: '',
        })),
      }),
  )
/** The form of most rules: one value of a field and another, and something more. */
const filter: fc.Arbitrary<Build> = fc
  .tuple(fc.array(fc.tuple(fieldName, word), { minLength: 1, maxLength: 3 }), leaf)
  .map(
    ([equal, more]): Build =>
      (make) => ({
        op: 'and',
        of: [
          ...equal.map(
            ([[name, reads], part]): Expression => ({
              op: 'field',
              field: make.field(name, reads),
              test: { is: 'text', pieces: [part], cased: false },
              place: '',
            }),
          ),
          more(make),
        ],
      }),
  )
const condition = fc.letrec<{ any: Build }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    filter,
    list,
    fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('any'), { maxLength: 3 })).map(
      ([op, of]): Build =>
        (make) => ({ op: op as 'and', of: of.map((one) => one(make)) }),
    ),
    tie('any').map(
      (of): Build =>
        (make) => ({ op: 'not', of: of(make) }),
    ),
    tie('any').map(
      (of): Build =>
        (make) => ({ op: 'named', name: 'selection', of: of(make), place: '' }),
    ),
  ),
})).any

test('compiled rules say what the plain evaluator says of the whole event', () => {
  const { form } = createKeyed(null)
  let fitting = 0
  fc.assert(
    fc.property(
      fc.array(condition, { minLength: 1, maxLength: 16 }),
      fc.array(event, { minLength: 1, maxLength: 8 }),
      (conditions, events) => {
        const make = making()
        const rules = conditions.map((build, i) => rule(make, `r${i}`, build(make)))
        const work = createRulesAtWork(ruleSet(make, rules))
        const carrier = work.createCarrier(form)
        const matching = work.matching
        const look = createLook(make.fields)
        for (const joined of events) {
          const carried = carrier?.carry(joined) ?? null
          const [crossed] = decodeFrame(encodeFrames([{ ...joined, carried }])[0]!, 'test')
          look.load(joined, null)
          matching.load(crossed!, null)
          const plainly = rules.filter((one) => holds(one.condition, look)).map(({ id }) => id)
          fitting += plainly.length
          expect(matching.matched()).toEqual(plainly)
        }
      },
    ),
    { numRuns: RUNS },
  )
  // Rules that fit nothing would prove nothing.
  expect(fitting).toBeGreaterThan(RUNS)
}, 600_000)

test('each text of an event is found in its own field and in no other, and an empty one nowhere', () => {
  const full: Joined = {
    ...QUIET,
    toolName: 'a tool',
    capability: 'secret',
    resourceId: 'a resource',
    type: 'a type',
    kind: 'workload',
    domain: 'a domain',
    action: 'an action',
    outcome: 'an outcome',
    identity: 'an identity',
    agentId: 'an agent',
  }
  const names = [...MEMBERS]
  const texts = names.map((name) => knownField([name])?.of?.(full, null) as string)
  expect(new Set(texts).size).toBe(names.length)
  for (const test of [text, contains]) {
    const make = making()
    const asked = names.flatMap((name) =>
      [...texts, ''].map((part) => [`${name} ${part}`, make.is(name, test(part))] as const),
    )
    const look = createLook(make.fields)
    const whole = createRulesAtWork(
      ruleSet(
        make,
        asked.map(([id, of]) => rule(make, id, of)),
      ),
    )
    for (const joined of [full, QUIET, { ...full, toolName: '', resourceId: '' }]) {
      look.load(joined, null)
      const plainly = asked.filter(([, of]) => holds(of, look)).map(([id]) => id)
      whole.matching.load(joined, null)
      expect(whole.matching.matched()).toEqual(plainly)
      for (const [id, of] of asked) {
        const { matching } = createRulesAtWork(ruleSet(make, [rule(make, id, of)]))
        matching.load(joined, null)
        expect(matching.matched()).toEqual(plainly.filter((one) => one === id))
      }
      if (joined === full) expect(plainly).toEqual(expect.arrayContaining(['tool.name a tool']))
    }
  }
})

test('a text is found in another, however it begins and in whatever case, beside letters of every script', () => {
  const part = fc.array(fc.constantFrom('/v-', '/V-', 'k/', 'ſ-', '-1/', 'A', 'ß', '😀', '/'), {
    minLength: 1,
    maxLength: 4,
  })
  const written = part.map((parts) => parts.join(''))
  let found = 0
  fc.assert(
    fc.property(
      fc.constantFrom('', '/v-', 'k'),
      fc.array(written, { minLength: 1, maxLength: 10 }),
      fc.array(fc.tuple(written, fc.constantFrom('', '/V-', 'K'), written), { minLength: 3 }),
      (beginning, terms, texts) => {
        const make = making()
        const rules = terms.map((term, i) =>
          rule(make, `r${i}`, make.is('resource.id', contains(beginning + term))),
        )
        const { matching } = createRulesAtWork(ruleSet(make, rules))
        for (const parts of texts) {
          const resourceId = parts.join('')
          const there = terms.map((term) => fold(resourceId).includes(fold(beginning + term)))
          matching.load({ ...QUIET, resourceId }, null)
          const ids = rules.filter((_, i) => there[i]).map(({ id }) => id)
          expect(matching.matched()).toEqual(ids)
          found += ids.length
        }
      },
    ),
    { numRuns: RUNS },
  )
  expect(found).toBeGreaterThan(RUNS)
})

test('networks end at the same address, whichever bit it differs in', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(
      fc.array(byte, { minLength: 4, maxLength: 4 }),
      fc.integer({ min: 0, max: 32 }),
      fc.integer({ min: 0, max: 31 }),
      (bytes, bits, flipped) => {
        const make = making()
        const asked = make.is('source.ip', { is: 'network', text: '', network: { bytes, bits } })
        const matching = createRulesAtWork(ruleSet(make, [rule(make, 'r', asked)])).matching
        const other = bytes.map((one, i) =>
          i === flipped >> 3 ? one ^ (0x80 >> (flipped & 7)) : one,
        )
        for (const sourceIp of [bytes.join('.'), other.join('.'), `::ffff:${other.join('.')}`]) {
          matching.load({ ...QUIET, sourceIp }, null)
          expect(matching.matched().length > 0).toBe(inNetwork({ bytes, bits }, sourceIp))
        }
        matching.load({ ...QUIET, sourceIp: other.join('.') }, null)
        expect(matching.matched().length > 0).toBe(flipped >= bits)
      },
    ),
    { numRuns: 2_000 },
  )
})
