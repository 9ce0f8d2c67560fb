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
  // Whoever joins first would read all of it before the other one has its part.
  const rate = async (members: number): Promise<number> => {
    const sources = await bench.sources()
    const fill = () => bench.fill({ events: EVENTS, identities: IDENTITIES }, sources)
    return membersPerSecond(await bench.place(sources), members, EVENTS, fill)
  }
  const [one, two] = (await takeTurns(
    ROUNDS,
    () => rate(1),
    () => rate(2),
  )) as [number, number]
  tell('two members against one', `${(two / one).toFixed(2)} times its speed`, 'at least 1.6', [
    `one: ${count(one)} events a second; two: ${count(two)}`,
    `${count(EVENTS)} events of ${count(IDENTITIES)} identities, everything published, 4 partitions, the broker on the same cores`,
    warmed(ROUNDS),
  ])
})
