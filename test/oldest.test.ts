// The oldest entry of a Map that is let go at a limit: the right one, and as quickly the hundred-thousandth time as the first.
import { expect, test } from '@jest/globals'
import { createOldest } from '../src/model/order/oldest.js'
import { createFolloweds, type Followed } from '../src/respond/confirmation/followed.js'

test('the entry that has been there longest comes first, and one that was put back comes last', () => {
  const map = new Map([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ])
  const oldest = createOldest(map)
  const taken: string[] = []
  for (let i = 0; i < 4; i++) {
    const [key] = oldest()
    map.delete(key)
    taken.push(key)
    if (i === 0) map.set('a', 4)
  }
  expect(taken).toEqual(['a', 'b', 'c', 'a'])
})

test('what was deleted by others is passed over, and a Map that was empty is begun anew', () => {
  const map = new Map([
    ['a', 1],
    ['b', 2],
  ])
  const oldest = createOldest(map)
  map.delete('a')
  expect(oldest()[0]).toBe('b')
  map.delete('b')
  expect(oldest()).toBeUndefined()
  map.set('c', 3)
  expect(oldest()).toEqual(['c', 3])
})

test('a full Map that trades its oldest for a new one does so in constant time', () => {
  const map = new Map<number, number>()
  for (let i = 0; i < 100_000; i++) map.set(i, i)
  const oldest = createOldest(map)
  const from = performance.now()
  for (let i = 100_000; i < 400_000; i++) {
    map.delete(oldest()[0])
    map.set(i, i)
  }
  // Asked from its front each time, the same took 7 seconds where this was written.
  expect(performance.now() - from).toBeLessThan(3_000)
  expect(map.size).toBe(100_000)
  expect(map.keys().next().value).toBe(300_000)
})

test('no command waits for the word of an issuer once it is certain that it was carried out, or followed no more', () => {
  const followeds = createFolloweds(2, 2)
  const waiting = (): readonly string[] => followeds.revokesOf('a').map(({ command }) => command.id)
  const sent = (id: string): Followed => {
    const command = { id, type: 'revoke', scope: 'credential' }
    const followed = { identity: 'a', command, state: 'sent', settled: false } as Followed
    followeds.add(followed)
    return followed
  }
  const first = sent('c0')
  expect(waiting()).toEqual(['c0'])
  first.state = 'verified'
  followeds.touch(first)
  expect(waiting()).toEqual([])
  for (const id of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']) sent(id)
  expect(waiting()).toEqual(['c3', 'c4', 'c5', 'c6'])
  expect(followeds.size).toBe(4)
})
