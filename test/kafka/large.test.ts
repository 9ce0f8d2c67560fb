// What is small where it is written and large where it is read: it holds nobody up on a real broker.
import { afterAll, beforeAll, expect } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { Command } from '../../src/model/wire.js'
import { loadKafkajs } from '../../src/transport/kafka/fetch/read-committed.js'
import { fleet, netIds, replayed, shifted } from '../incidents.js'
import { build, killAll, until } from '../program.js'
import { at, kindOf, type Wire } from '../scenario/play.js'
import { placeOf, type Place } from './place.js'
import { broker, readAll, withKafka } from './stage.js'

beforeAll(() => {
  if (broker !== null) build()
}, 120_000)
afterAll(killAll)

const ENV = { AMBIT_BUDGET: 'off' }
const MIB = 1024 * 1024

/** Runs the program until the commands are there. */
async function judged(
  here: Place,
  events: readonly Wire[],
  areThere: (commands: readonly Command[]) => boolean,
): Promise<void> {
  for (const event of events)
    await here.transport.append([
      { topic: here.name(kindOf(event)), key: 'k', value: Buffer.from(JSON.stringify(event)) },
    ])
  const program = await here.run()
  await until(
    'the commands',
    async () => areThere(await here.commands()) || undefined,
    60_000,
  ).catch((error: Error) => {
    throw new Error(`${error.message}\n${program.said().slice(-3_000)}`)
  })
  await program.stop()
}

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
    const wanted = String(netIds(replayed(events, { ...ENV })))
    await judged(here, events, (commands) => String(netIds(commands)) === wanted)
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

withKafka(
  'purposes and scopes as long as an event may be make no state that its topic does not take',
  async () => {
    const here = await placeOf(ENV, '', 1)
    const long = () => randomBytes(675_000).toString('base64')
    const events = Array.from({ length: 14 }, (_, n) => [
      at(n, 'task.started', { agent: 'a1', task: `T${n}`, purpose: long() }),
      at(n, 'credential.issued', {
        task: `T${n}`,
        credential: `c${n}`,
        scopes: [long()],
      }),
    ]).flat()
    const last = at(60, 'tool.called', { agent: 'a1', task: 'T0', tool: 'delete_user' })
    await judged(here, shifted([...events, last], 3_600_000), (commands) =>
      commands.some(({ type, task_id: task }) => type === 'escalate' && task === 'T0'),
    )
  },
  180_000,
)
