// The bindings that every task must hear of: held once for all of them, in order, and bounded where a task does not get on.
import { expect, test } from '@jest/globals'
import { createTail } from '../../src/transport/kafka/globals.js'
import type { LogRecord } from '../../src/transport/port.js'

const record = (key: string, value: string | null, offset: number): LogRecord => ({
  topic: 'identities',
  partition: 0,
  offset: String(offset),
  timestampMs: 0,
  key: Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  headers: {},
})

const heard = (records: readonly LogRecord[], into = new Map<string, string>()) => {
  for (const { key, value } of records)
    if (value === null) into.delete(String(key))
    else into.set(String(key), String(value))
  return into
}

test('a task hears first what is live, then everything that comes, in order', () => {
  const tail = createTail()
  tail.push([record('a', '1', 0), record('b', '1', 1), record('a', '2', 2), record('c', '1', 3)])
  tail.push([record('b', null, 4)])
  const cursor = tail.follow()
  expect(cursor.take(10).map(({ offset }) => offset)).toEqual(['2', '3'])
  expect(cursor.behind()).toBe(false)
  tail.push([record('a', '3', 5), record('a', '4', 6), record('c', null, 7)])
  expect(cursor.behind()).toBe(true)
  expect(cursor.take(2).map(({ offset }) => offset)).toEqual(['5', '6'])
  expect(cursor.take(2).map(({ offset }) => offset)).toEqual(['7'])
  expect(cursor.behind()).toBe(false)
})

test('tasks at any pace know the same in the end, however long some of them did not get on', () => {
  const tail = createTail()
  const knows = [0, 1, 2, 3].map(() => new Map<string, string>())
  const cursors = knows.map(() => tail.follow())
  let offset = 0
  let late: ReturnType<typeof tail.follow> | null = null
  for (let round = 0; round < 400; round++) {
    const pushed = Array.from({ length: 500 }, () => {
      const n = offset++
      const key = `key-${(n * 7919) % 3_001}`
      return record(key, n % 11 === 0 ? null : String(n), n)
    })
    tail.push(pushed)
    // one keeps up, one is slow, one takes seldom and much, one never
    cursors.slice(0, 3).forEach((cursor, i) => {
      const most = [1_000, 300, round % 90 === 0 ? 70_000 : 0][i] as number
      if (most > 0) heard(cursor.take(most), knows[i])
    })
    if (round === 200) late = tail.follow()
  }
  knows.push(new Map())
  cursors.push(late!)
  cursors.forEach((cursor, i) => {
    for (let last = -1; cursor.behind(); ) {
      const records = cursor.take(5_000)
      const offsets = records.map((one) => Number(one.offset))
      expect([...offsets].sort((a, b) => a - b)).toEqual(offsets)
      expect(offsets[0]!).toBeGreaterThan(last)
      last = offsets[offsets.length - 1]!
      heard(records, knows[i])
    }
  })
  for (const known of knows) expect(known).toEqual(knows[0])
})

test('a task that never gets on costs as much as there are keys, not as much as comes', () => {
  const tail = createTail()
  const cursors = Array.from({ length: 20 }, () => tail.follow())
  for (let n = 0; n < 500_000; n += 500) {
    tail.push(Array.from({ length: 500 }, (_, i) => record(`key-${(n + i) % 15_000}`, 'x', n + i)))
    cursors.slice(1).forEach((cursor) => cursor.take(5_000))
    expect(tail.held()).toBeLessThan(31_000)
  }
  cursors[0]!.close()
  tail.push(Array.from({ length: 20_000 }, (_, i) => record('one', 'x', 500_000 + i)))
  expect(tail.held()).toBeLessThan(20_000)
})
