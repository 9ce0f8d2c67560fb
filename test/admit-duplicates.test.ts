// The memory of seen ids: exact enough, bounded, and the same after a restart.
import { expect, test } from '@jest/globals'
import { createDuplicates } from '../src/admit/duplicates.js'

test('an id is new once for each source', () => {
  const { seen, size } = createDuplicates({ capacity: 100 })
  expect([seen(0, 'e1'), seen(0, 'e1'), seen(1, 'e1'), seen(1, 'e1'), seen(0, '')]).toEqual([
    false,
    true,
    false,
    true,
    false,
  ])
  expect(size()).toBe(3)
})

test('half a million ids that differ in little are all told apart, and all known', () => {
  const capacity = 500_000
  const { seen } = createDuplicates({ capacity: capacity + 1 })
  let wrong = 0
  for (let i = 0; i < capacity; i++) {
    if (seen(i % 3, i % 2 === 0 ? `event-${i}` : `${i}/event/0000`)) wrong++
  }
  for (let i = 0; i < capacity; i++) {
    if (!seen(i % 3, i % 2 === 0 ? `event-${i}` : `${i}/event/0000`)) wrong++
  }
  expect(wrong).toBe(0)
})

test('each bit of the hash is set for about half of the ids', () => {
  const { seen, drain } = createDuplicates({ capacity: 100_000 })
  for (let i = 0; i < 20_000; i++) seen(0, `e${i}`)
  const [, value] = drain()[0] as [string, Buffer]
  const counts = new Array<number>(64).fill(0)
  for (let at = 0; at < value.length; at += 8) {
    for (let bit = 0; bit < 64; bit++) {
      counts[bit] =
        (counts[bit] as number) + (((value[at + (bit >> 3)] as number) >> (bit & 7)) & 1)
    }
  }
  // bit 32 tells the generation
  counts.splice(32, 1)
  expect(counts.filter((count) => Math.abs(count - 10_000) > 500)).toEqual([])
})

test('at least the last `capacity` ids are known, whatever came before', () => {
  const { seen, size } = createDuplicates({ capacity: 1000 })
  for (let i = 0; i < 10_500; i++) seen(0, `e${i}`)
  expect(size()).toBeLessThanOrEqual(2000)
  for (let i = 9500; i < 10_500; i++) expect(seen(0, `e${i}`)).toBe(true)
  expect(seen(0, 'e1')).toBe(false)
})

test('what was drained and put back, in any order, is known again and goes on as before', () => {
  const before = createDuplicates({ capacity: 100 })
  const log = new Map<string, Buffer>()
  const apply = (entries: [string, Buffer | null][]): void => {
    for (const [key, value] of entries) {
      if (value === null) expect(log.delete(key)).toBe(true)
      else log.set(key, value)
    }
  }
  for (let i = 0; i < 1234; i++) {
    before.seen(i % 2, `e${i}`)
    if (i % 7 === 0) apply(before.drain())
  }
  apply(before.drain())
  expect(before.drain()).toEqual([])
  const after = createDuplicates({ capacity: 100 })
  for (const [key, value] of [...log].reverse()) expect(after.restore(key, value)).toBe(true)
  expect(after.size()).toBe(before.size())
  for (let i = 1234; i < 1900; i++) {
    expect(after.seen(i % 2, `e${i}`)).toBe(before.seen(i % 2, `e${i}`))
    const old = i - ((i * 7919) % 250)
    expect(after.seen(old % 2, `e${old}`)).toBe(before.seen(old % 2, `e${old}`))
    const entries = after.drain()
    expect(entries).toEqual(before.drain())
    apply(entries)
  }
  // the changelog is bounded too: two generations of at most one chunk an id
  expect([...log.values()].reduce((sum, value) => sum + value.length, 0)).toBeLessThanOrEqual(
    200 * 8,
  )
})

test('an entry of somebody else is not taken', () => {
  const { restore, size } = createDuplicates({ capacity: 10 })
  expect(restore('other/1/0', Buffer.alloc(8, 1))).toBe(false)
  expect(restore('seen/x/0', Buffer.alloc(8, 1))).toBe(false)
  expect(restore('seen/1/0', Buffer.alloc(7, 1))).toBe(false)
  expect(size()).toBe(0)
})
