// What is small where it is written and large where it is read: it holds nobody up on a real broker.
import { afterAll, beforeAll, expect } from '@jest/globals'
import type { Command } from '../../src/model/wire.js'
import { loadKafkajs } from '../../src/transport/kafka/fetch/read-committed.js'
import { fleet, netIds, replayed } from '../incidents.js'
import { build, killAll, until } from '../program.js'
import { kindOf } from '../scenario/play.js'
import { placeOf } from './place.js'
import { broker, readAll, withKafka } from './stage.js'

beforeAll(() => {
  if (broker !== null) build()
}, 120_000)
afterAll(killAll)

const ENV = { AMBIT_BUDGET: 'off' }
const MIB = 1024 * 1024

withKafka(
  'a record that was packed small, and an event whose numbers grow when they are written again, hold nobody up',
  async () => {
    const here = await placeOf(ENV, '', 1)
    const large = Buffer.alloc(20 * MIB, 'x')
    const numbers = `[${Array.from({ length: 200_000 }, () => '1e20').join(',')}]`
    const growing = `{"id":"grows","time":"2026-11-24T08:00:00Z","type":"tool.called","agent":{"id":"asummariser"},"attributes":{"n":${numbers}}}`
    expect(growing.length).toBeLessThan(MIB)
    const Kafkajs = loadKafkajs()
    const producer = new Kafkajs.Kafka({
      brokers: [broker?.address as string],
      logLevel: Kafkajs.logLevel.NOTHING,
    }).producer()
    await producer.connect()
    for (const value of [large, Buffer.from(growing)])
      await producer.send({
        topic: here.name('agent'),
        compression: Kafkajs.CompressionTypes.GZIP,
        messages: [{ key: 'k', value, partition: 0 }],
      })
    await producer.disconnect()
    const events = fleet()
    await here.transport.append(
      events.map((event) => ({
        topic: here.name(kindOf(event)),
        key: 'k',
        value: Buffer.from(JSON.stringify(event)),
      })),
    )
    const program = await here.run()
    const wanted = netIds(replayed(events, { ...ENV }))
    await until(
      'the commands of a replay',
      async () => String(netIds(await here.commands())) === String(wanted) || undefined,
      60_000,
    ).catch((error: Error) => {
      throw new Error(`${error.message}\n${program.said().slice(-3_000)}`)
    })
    await program.stop()
    const dead = await readAll(here.transport, here.name('dead_letters'))
    expect(dead.map(({ headers }) => headers['ambit-error-code'])).toEqual(['EVENT_TOO_LARGE'])
    const joined = await readAll(here.transport, here.name('joined'))
    const grown = joined.map(({ value }) => JSON.parse(String(value)) as { id: string })
    expect(grown.filter(({ id }) => id === 'grows')).toHaveLength(1)
    const commands: readonly Command[] = await here.commands()
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  },
  120_000,
)
