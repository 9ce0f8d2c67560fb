// What may cross the hop is looked for by the keys that an event has: nothing that is there is missed, however its keys are written.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createFinder } from '../../src/sigma/fields/carry-present.js'
import { readerOf } from '../../src/sigma/fields/path.js'

const key = fc.constantFrom('a', 'b', 'c')
const path = fc.array(key, { minLength: 1, maxLength: 4 })
const { event } = fc.letrec((tie) => ({
  event: fc.oneof(
    { maxDepth: 4 },
    fc.constant(1),
    fc.array(tie('event'), { maxLength: 3 }),
    fc.array(fc.record({ name: key, value: tie('event') }), { minLength: 1, maxLength: 2 }),
    fc.dictionary(
      fc.array(key, { minLength: 1, maxLength: 2 }).map((keys) => keys.join('.')),
      tie('event'),
      { maxKeys: 3 },
    ),
  ),
}))

test('every path that has a value is found, in the order of the paths', () => {
  fc.assert(
    fc.property(fc.array(path, { maxLength: 6 }), event, (paths, one) => {
      const found = createFinder(paths)(one)
      expect([...found].sort((a, b) => a - b)).toEqual(found)
      expect(new Set(found).size).toBe(found.length)
      for (const [i, each] of paths.entries())
        if (readerOf(each)(one) !== undefined) expect(found).toContain(i)
    }),
    { seed: 11, numRuns: 2_000 },
  )
})

test('what is not there is mostly not looked at, and a path of many keys costs no more than its length', () => {
  const long = Array.from({ length: 60 }, (_, i) => `k${i}`)
  const find = createFinder([['a', 'b'], ['c'], long])
  expect(find({ c: 1, d: 2 })).toEqual([1, 2])
  expect(find({ 'a.b': 1 })).toEqual([0, 2])
})
