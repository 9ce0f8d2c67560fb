// How much faster are two members of a group than one?
import {
  EVENTS,
  IDENTITIES,
  membersPerSecond,
  takeTurns,
  warmed,
  withBroker,
} from './kafka-ground.js'
import { count, tell } from './rounds.js'

const ROUNDS = 2

await withBroker(async (bench) => {
  const sources = await bench.fill({ events: EVENTS, identities: IDENTITIES })
  const [one, two] = (await takeTurns(
    ROUNDS,
    async () => membersPerSecond(await bench.place(sources), 1, EVENTS),
    async () => membersPerSecond(await bench.place(sources), 2, EVENTS),
  )) as [number, number]
  tell('two members against one', `${(two / one).toFixed(2)} times its speed`, 'at least 1.6', [
    `one: ${count(one)} events a second; two: ${count(two)}`,
    `${count(EVENTS)} events of ${count(IDENTITIES)} identities, everything published, 4 partitions, the broker on the same cores`,
    warmed(ROUNDS),
  ])
})
