// How fast is one process, exactly once and with everything published, against one that consumes, decodes and produces as many records?
import { fileURLToPath } from 'node:url'
import { barePerSecond, orderGiven, runBare } from './kafka-bare.js'
import {
  EVENTS,
  IDENTITIES,
  membersPerSecond,
  takeTurns,
  warmed,
  withBroker,
} from './kafka-ground.js'
import { count, tell } from './rounds.js'

const ROUNDS = 3

const order = orderGiven()
if (order !== null) await runBare(order)

await withBroker(async (bench) => {
  const sources = await bench.fill({ events: EVENTS, identities: IDENTITIES })
  let each = 0
  const [ambit, bare] = (await takeTurns(
    ROUNDS,
    async () => {
      const place = await bench.place(sources)
      const rate = await membersPerSecond(place, 1, EVENTS)
      each = (await place.written()) / EVENTS
      return rate
    },
    async () => {
      const topic = `bare-${Date.now()}`
      await bench.admin.createTopics({ topics: [{ topic, numPartitions: 4 }] })
      const produce = { topic, each }
      const { address } = bench
      const program = fileURLToPath(import.meta.url)
      return barePerSecond(program, { address, sources, events: EVENTS, produce })
    },
  )) as [number, number]
  tell(
    'one process, exactly once, everything published, against consuming, decoding and producing as many records without transactions',
    `${(ambit / bare).toFixed(2)} of its speed`,
    'at least 0.5',
    [
      `ambit: ${count(ambit)} events a second; bare: ${count(bare)}`,
      `${count(EVENTS)} events of ${count(IDENTITIES)} identities, ${each.toFixed(2)} records written for each, 4 partitions, the broker on the same cores`,
      warmed(ROUNDS),
    ],
  )
})
