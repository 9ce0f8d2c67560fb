// The plain evaluator: what the specification says of values, one sentence a test.
import { describe, expect, test } from '@jest/globals'
import { fold } from '../../src/sigma/plain/fold.js'
import { inNetwork } from '../../src/sigma/plain/plain-network.js'
import { timePartOf } from '../../src/sigma/plain/plain-number.js'
import { holds, passes } from '../../src/sigma/plain/plain.js'
import { regexProblem, textsIn } from '../../src/sigma/compile/regex.js'
import { readerOf } from '../../src/sigma/fields/path.js'
import { ANY, ANY_DASH, ANY_ONE, type FieldValue, type Test } from '../../src/sigma/rule.js'
import { and, cased, contains, ends, or, starts, text } from './made.js'

const NOTHING = { at: () => undefined, words: () => [] }
const asked = (of: Test, value: FieldValue): boolean => passes(of, value, NOTHING)

describe('texts', () => {
  test('fit whole, without regard to case', () => {
    expect(asked(text('WhoAmI'), 'whoami')).toBe(true)
    expect(asked(text('who'), 'whoami')).toBe(false)
    expect(asked(cased('WhoAmI'), 'whoami')).toBe(false)
  })

  test('are compared by simple case folding, as regular expressions with iu do', () => {
    expect(asked(text('STRASSE'), 'straße')).toBe(false)
    expect(asked(text('ΣΊΣΥΦΟΣ'), 'σίσυφος')).toBe(true)
    const wrong: string[] = []
    for (let code = 0; code <= 0x1ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const one = String.fromCodePoint(code)
      const other = fold(one)
      if (other.length !== one.length) wrong.push(`${code.toString(16)} changes its length`)
      if (other !== one && !new RegExp(`^\\u{${code.toString(16)}}$`, 'iu').test(other))
        wrong.push(`${code.toString(16)} and ${other}`)
      if (other !== one && /[ -@[-`{-~]/.test(other))
        wrong.push(`${code.toString(16)} is a sign without case`)
      for (const same of [one.toLowerCase(), one.toUpperCase()])
        if (
          [...same].length === 1 &&
          (fold(same) === other) !== new RegExp(`^\\u{${code.toString(16)}}$`, 'iu').test(same)
        )
          wrong.push(`${code.toString(16)} against ${same}`)
    }
    expect(wrong).toEqual([])
  })

  test('have ? for one character, however many bytes it has, and * for any number', () => {
    expect(asked(text('a', ANY_ONE, 'c'), 'a😀c')).toBe(true)
    expect(asked(text('a', ANY_ONE, 'c'), 'ac')).toBe(false)
    expect(asked(text('a', ANY, 'c', ANY), 'abbc')).toBe(true)
    expect(asked(text(ANY_DASH, 'enc'), '–enc')).toBe(true)
  })

  test('are numbers and truth values, too', () => {
    expect(asked(text('4624'), 4624)).toBe(true)
    expect(asked(text('True'), true)).toBe(true)
  })
})

test('a list is several values, and one of them has to fit', () => {
  expect(asked(contains('b'), ['a', ['abc']])).toBe(true)
  expect(asked({ is: 'null' }, ['a', null])).toBe(true)
  expect(asked({ is: 'null' }, ['a'])).toBe(false)
})

test('null is what is not there or null; an object is there', () => {
  expect(asked({ is: 'null' }, undefined)).toBe(true)
  expect(asked({ is: 'exists', wanted: false }, undefined)).toBe(true)
  expect(asked({ is: 'exists', wanted: true }, {})).toBe(true)
  expect(asked({ is: 'exists', wanted: true }, null)).toBe(true)
  expect(asked({ is: 'null' }, { a: null })).toBe(false)
})

test('an object is its JSON to tests of texts, and nothing to those of numbers, times and networks', () => {
  const rules = [{ fromPort: 22, cidrIp: '0.0.0.0/0' }, { fromPort: 443 }]
  expect(asked(contains('"fromPort":22,'), rules)).toBe(true)
  expect(asked(contains('"fromport":443}'), rules)).toBe(true)
  expect(asked(contains('22,"toPort"'), rules)).toBe(false)
  expect(asked(contains('},{'), rules)).toBe(false)
  expect(asked(starts('{"from'), rules)).toBe(true)
  expect(asked(ends('"0.0.0.0/0"}'), rules)).toBe(true)
  expect(asked(text(ANY), {})).toBe(true)
  expect(asked({ is: 'regex', source: 'port":4\\d+', flags: 'i' }, rules)).toBe(true)
  expect(asked({ is: 'compare', by: 'gte', value: 0 }, rules)).toBe(false)
  expect(asked({ is: 'time', part: 'year', by: 'gte', value: 0 }, { a: '2026-01-01' })).toBe(false)
  const everywhere = { bytes: [0, 0, 0, 0], bits: 0 }
  expect(asked({ is: 'network', text: '', network: everywhere }, { a: '10.0.0.1' })).toBe(false)
})

test('numbers compare, also where they are written as texts', () => {
  const above = { is: 'compare', by: 'gt', value: 9 } as const
  expect(asked(above, '10')).toBe(true)
  expect(asked(above, '0x10')).toBe(false)
  expect(asked(above, '')).toBe(false)
})

test('parts of dates are read as they are written', () => {
  expect(timePartOf('hour', '2026-11-24T23:10:00+09:00')).toBe(23)
  expect(timePartOf('week', '2027-01-01')).toBe(53)
  expect(timePartOf('hour', Date.UTC(2026, 10, 24, 8, 5))).toBe(8)
  expect(timePartOf('day', Date.UTC(1969, 11, 31))).toBe(31)
  expect(timePartOf('hour', '2026-11-24')).toBeNaN()
  expect(timePartOf('month', '2026-13-24')).toBeNaN()
})

test('networks have the addresses in them, also those of IPv4 as IPv6 writes them', () => {
  const ten = { bytes: [10, 0, 0, 0], bits: 8 }
  expect(inNetwork(ten, '10.200.1.1')).toBe(true)
  expect(inNetwork(ten, '::ffff:10.1.2.3')).toBe(true)
  expect(inNetwork(ten, '11.0.0.1')).toBe(false)
  expect(inNetwork(ten, '10.1')).toBe(false)
  const local = { bytes: [0xfe, 0x80, ...Array<number>(14).fill(0)], bits: 10 }
  expect(inNetwork(local, 'fe80::1%eth0')).toBe(true)
  expect(inNetwork(local, 'fec0::1')).toBe(false)
})

test('an and of nothing holds, an or of nothing does not', () => {
  expect(holds(and(), NOTHING)).toBe(true)
  expect(holds(or(), NOTHING)).toBe(false)
})

test('a path goes through lists, and keys may have dots in them', () => {
  const event = { a: [{ b: 1 }, { c: 2 }, { b: [3] }], 'x.y': { z: 4 }, o: { 'x.y': { z: 5 } } }
  expect(readerOf(['a', 'b'])(event)).toEqual([1, [3]])
  expect(readerOf(['x', 'y', 'z'])(event)).toBe(4)
  expect(readerOf(['o', 'x', 'y', 'z'])(event)).toBe(5)
  expect(readerOf(['a', 'd'])(event)).toBe(undefined)
  expect(readerOf(['constructor', 'name'])({})).toBe(undefined)
})

test('a list of names with their values is read as an object that has these names for keys', () => {
  const read = (path: string, event: unknown) => readerOf(path.split('.'))(event)
  const record = {
    Parameters: [
      { Name: 'ForwardTo', Value: 'x@evil.example' },
      { Name: 'Name', Value: '.' },
    ],
    ModifiedProperties: [{ Name: 'Role.DisplayName', NewValue: 'Owner', OldValue: 'Guest' }],
    events: [
      {
        parameters: [
          { name: 'new_value', boolValue: false },
          { name: 'of', multiValue: ['a'] },
        ],
      },
    ],
    named: [{ name: 'web', image: 'nginx' }],
  }
  expect(read('Parameters.ForwardTo', record)).toEqual(['x@evil.example'])
  expect(read('Parameters.RedirectTo', record)).toBe(undefined)
  // what a pair has itself comes first, as ever
  expect(read('Parameters.Name', record)).toEqual(['ForwardTo', 'Name'])
  expect(read('ModifiedProperties.Role.DisplayName', record)).toEqual(['Owner'])
  expect(read('ModifiedProperties.Role.DisplayName.OldValue', record)).toEqual(['Guest'])
  expect(read('events.parameters.new_value', record)).toEqual([[false]])
  expect(read('events.parameters.of', record)).toEqual([[['a']]])
  expect(read('named.web', record)).toBe(undefined)
})

test('expressions that cannot run in linear time are refused with the reason', () => {
  expect(regexProblem('a.*b', 'i')).toBe(null)
  expect(regexProblem('(?=a)b', '')).toMatch(/looks ahead/)
  expect(regexProblem('(a)\\1', '')).toMatch(/refers back/)
  expect(regexProblem('[(?=]+\\\\1', '')).toBe(null)
  expect(regexProblem('(a', '')).toMatch(/missing/)
  expect(regexProblem('a', 'g')).toMatch(/no flag/)
})

test('of an expression it is known which texts are in all that it is found in', () => {
  expect(textsIn('\\b(Drop|delete)\\s+table', 'i')).toEqual(['table'])
  expect(textsIn('(^|;)\\s*(drop\\s|grant.*to)', 'i')).toEqual(['drop', 'grant'])
  expect(textsIn('[kK]elvin', 'i')).toEqual(['elvin'])
  expect(textsIn('(?i:drop)', '')).toBe(null)
  expect(textsIn('drop|', 'i')).toBe(null)
  expect(textsIn('(größe|x)', 'i')).toBe(null)
})
