// The life of tasks on a real broker: exactly once through failures, positions that are lost, ticks, globals and the drain.
import { expect } from '@jest/globals'
import { createRequire } from 'node:module'
import { createClient } from '../../src/transport/kafka/client.js'
import { loadKafkajs } from '../../src/transport/kafka/fetch/read-committed.js'
import { createLogReader } from '../../src/transport/kafka/fetch/log-reader.js'
import type { Delivery } from '../../src/transport/port.js'
import { readWithJava } from './java-reader.js'
import {
  broker,
  copyTo,
  kafka,
  numbered,
  readAll,
  recorder,
  scene,
  text,
  until,
  withKafka,
} from './stage.js'

interface EndTxn {
  endTxn(request: object): Promise<unknown>
}
const Broker = (createRequire(import.meta.url)('kafkajs/src/broker') as { prototype: EndTxn })
  .prototype

/** Lets the next commit fail as a lost connection would: before the broker hears of it, or after. */
function failNextCommit(when: 'before' | 'after'): void {
  const endTxn = Broker.endTxn
  Broker.endTxn = async function (this: EndTxn, request) {
    Broker.endTxn = endTxn
    if (when === 'after') await endTxn.call(this, request)
    throw new Error(`the answer to EndTxn was lost (${when})`)
  }
}

const sorted = (values: readonly (string | null)[]) => [...values].sort()
const events = (from: number, to: number) =>
  sorted(numbered('', from, to).map(({ value }) => value.toString()))

for (const when of ['before', 'after'] as const) {
  withKafka(
    `a commit that fails ${when} the broker hears of it starts the task from the log, and nothing is doubled or lost`,
    async () => {
      const transport = await kafka('unused')
      const { input, output, topology, group } = await scene(transport)
      const worker = await kafka(group)
      const failures: unknown[] = []
      const member = recorder(copyTo(output, failures))
      const subscription = await worker.subscribe(topology, member)
      await transport.append(numbered(input, 0, 50))
      await until(() => member.values.length === 50)
      await until(() => worker.counts().transactionsCommitted > 0)
      failNextCommit(when)
      await transport.append(numbered(input, 50, 100))
      await until(
        async () => failures.length === 1 && (await readAll(transport, output)).length === 100,
      )
      await until(() => subscription.ready())
      await subscription.stop()
      expect(
        member.told.filter((line) => line.startsWith('opened') || line.startsWith('closed')),
      ).toEqual(['opened 0', 'closed 0', 'opened 0', 'closed 0'])
      // what was restored is what the last committed transaction had written
      const count = when === 'after' ? 100 : 50
      expect(member.restored.get(`copy/${input}/0`)).toEqual([
        { key: 'count', value: Buffer.from(String(count)) },
      ])
      const judged = await readWithJava(broker!.address, output)
      expect(sorted(judged.map(({ value }) => value))).toEqual(events(0, 100))
    },
  )
}

withKafka('a delivery that is given back comes again, to a task opened anew', async () => {
  const transport = await kafka('unused')
  const { input, output, topology, group } = await scene(transport)
  await transport.append(numbered(input, 0, 3))
  const copy = copyTo(output)
  let refused = 0
  const member = recorder((delivery) => {
    if (refused++ === 0) delivery.nack(new Error('the registry is away'))
    else return copy(delivery)
  })
  const subscription = await (await kafka(group)).subscribe(topology, member)
  await until(() => member.told.length === 5)
  expect(member.told).toEqual(['opened 0', 'records 0', 'closed 0', 'opened 0', 'records 0'])
  await subscription.stop()
  expect((await readAll(transport, output)).map(text)).toEqual(['event-0', 'event-1', 'event-2'])
})

withKafka(
  'a task whose position has fallen out of the log stops the subscription instead of jumping',
  async () => {
    const transport = await kafka('unused')
    const { input, output, topology, group } = await scene(transport)
    await transport.append(numbered(input, 0, 10))
    const first = await kafka(group)
    const before = await first.subscribe(topology, recorder(copyTo(output)))
    await until(async () => (await readAll(transport, output)).length === 10)
    await before.stop()
    await transport.append(numbered(input, 10, 20))
    const admin = createClient(
      { brokers: [broker!.address], clientId: 't', group, ssl: null, sasl: null },
      'a',
      () => {},
    ).admin()
    await admin.connect()
    // kafkajs looks for the leader only in what it has already heard of
    await admin.fetchTopicOffsets(input)
    await admin.deleteTopicRecords({ topic: input, partitions: [{ partition: 0, offset: '15' }] })
    const member = recorder(copyTo(output))
    const after = await (await kafka(group)).subscribe(topology, member)
    await expect(after.failed).rejects.toMatchObject({
      code: 'LOG_POSITION_LOST',
      place: `${input}/0@10`,
    })
    expect(member.deliveries).toEqual([])
    await after.stop()
    // and so does a group whose position was forgotten while its state was kept
    await admin.deleteGroups([`${group}-copy`])
    await admin.disconnect()
    const forgotten = await (await kafka(group)).subscribe(topology, recorder(copyTo(output)))
    await expect(forgotten.failed).rejects.toMatchObject({
      code: 'LOG_POSITION_LOST',
      place: `${input}/0`,
    })
    await forgotten.stop()
  },
)

withKafka(
  'silence is delivered as ticks, one at a time, and never while records wait',
  async () => {
    const transport = await kafka('unused')
    const { input, output, topology, group } = await scene(transport, 1, 100)
    const copy = copyTo(output)
    let open = 0
    let overlapped = false
    const member = recorder(async (delivery) => {
      overlapped ||= ++open > 1
      await new Promise((resolve) => setTimeout(resolve, 30))
      open--
      await copy(delivery)
    })
    const subscription = await (await kafka(group)).subscribe(topology, member)
    await until(() => member.told.filter((line) => line === 'tick 0').length >= 2)
    await transport.append(numbered(input, 0, 5))
    await until(() => member.values.length === 5)
    const ticks = member.deliveries.filter(({ cause }) => cause === 'tick').length
    await until(() => member.deliveries.filter(({ cause }) => cause === 'tick').length >= ticks + 2)
    await subscription.stop()
    expect(overlapped).toBe(false)
    const times = member.deliveries
      .filter(({ cause }) => cause === 'tick')
      .map(({ nowMs }) => nowMs)
    for (let n = 1; n < times.length; n++)
      expect(times[n]! - times[n - 1]!).toBeGreaterThanOrEqual(100)
  },
)

withKafka(
  'a task opened sees the whole of the global topics before its first record, and changes ever after',
  async () => {
    const transport = await kafka('unused')
    const { input, output, global, topology, group } = await scene(transport)
    const put = (key: string, value: string | null) =>
      transport.append([{ topic: global, key, value: value === null ? null : Buffer.from(value) }])
    await put('a', '1')
    await put('b', '1')
    await put('a', '2')
    await put('gone', '1')
    await put('gone', null)
    await transport.append(numbered(input, 0, 1))
    const member = recorder(copyTo(output))
    const subscription = await (await kafka(group)).subscribe(topology, member)
    await until(() => member.values.length === 1)
    expect(member.told).toEqual(['opened 0', 'globals 0', 'records 0'])
    expect(
      member.deliveries[0]!.records.map((record) => `${record.key?.toString()}=${text(record)}`),
    ).toEqual(['b=1', 'a=2'])
    await put('b', null)
    await until(() => member.told.length === 4)
    expect(member.deliveries[2]!.records[0]).toMatchObject({
      topic: global,
      key: Buffer.from('b'),
      value: null,
    })
    await subscription.stop()
  },
)

withKafka(
  'stopping waits for the work at hand, takes less than five seconds and leaves no open transaction',
  async () => {
    const transport = await kafka('unused')
    const { input, output, topology, group } = await scene(transport, 2)
    await transport.append(numbered(input, 0, 200))
    const copy = copyTo(output)
    let held: Delivery | null = null
    const member = recorder(async (delivery) => {
      if (delivery.task.partition === 0) return void (held = delivery)
      await new Promise((resolve) => setTimeout(resolve, 300))
      await copy(delivery)
    })
    const subscription = await (await kafka(group)).subscribe(topology, member)
    await until(() => member.deliveries.length === 2)
    const startedAt = Date.now()
    await subscription.stop()
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    await expect(held!.ack([], [])).rejects.toThrow('closed')
    const finished = member.deliveries
      .filter(({ task }) => task.partition === 1)
      .flatMap(({ records }) => records.map(text))
    expect(sorted((await readAll(transport, output)).map(text))).toEqual(sorted(finished))
    const client = createClient(
      { brokers: [broker!.address], clientId: 't', group, ssl: null, sasl: null },
      'a',
      () => {},
    )
    const reader = createLogReader(client)
    await reader.connect([output, topology.changelog])
    for (const topic of [output, topology.changelog]) {
      for (const partition of [0, 1]) {
        const { stable, high } = await reader.ends(topic, partition)
        expect(stable).toBe(high)
      }
    }
    await reader.close()
  },
)

withKafka(
  'two members share the partitions evenly, and one alone takes them all over with their state',
  async () => {
    const transport = await kafka('unused')
    const { input, output, topology, group } = await scene(transport, 4)
    await transport.append(numbered(input, 0, 100))
    const [one, two] = [recorder(copyTo(output)), recorder(copyTo(output))]
    const first = await (await kafka(group)).subscribe(topology, one)
    await until(() => one.restored.size === 4)
    const second = await (await kafka(group)).subscribe(topology, two)
    await until(() => two.restored.size === 2 && first.ready() && second.ready())
    await transport.append(numbered(input, 100, 300))
    await until(async () => (await readAll(transport, output)).length === 300)
    await first.stop()
    await until(() => two.restored.size === 4 && second.ready())
    await transport.append(numbered(input, 300, 400))
    await until(async () => (await readAll(transport, output)).length === 400)
    await second.stop()
    expect(sorted((await readAll(transport, output)).map(text))).toEqual(events(0, 400))
    const counts = [...two.restored.values()].map((entries) =>
      Number(entries[0]?.value?.toString() ?? 0),
    )
    expect(counts.every((count) => count > 0)).toBe(true)
  },
)

/** Writes as a stranger's producer would. */
async function produced(topic: string, timestamp: string, value: Buffer, packed = false) {
  const { Kafka, CompressionTypes, logLevel } = loadKafkajs()
  const options = { brokers: [broker!.address], logLevel: logLevel.NOTHING }
  const producer = new Kafka(options).producer()
  await producer.connect()
  const compression = packed ? CompressionTypes.GZIP : CompressionTypes.None
  const key = Buffer.from('k')
  await producer.send({ topic, compression, messages: [{ key, value, timestamp, partition: 0 }] })
  await producer.disconnect()
}

withKafka('the time of a record is when it was appended, whatever its producer says', async () => {
  const transport = await kafka('unused')
  const { input } = await scene(transport)
  const fromMs = Date.now() - 5_000
  await produced(input, '1000', Buffer.from('long ago'))
  await produced(input, String(fromMs - 3_600_000), Buffer.from('an hour ago'), true)
  const times = (await readAll(transport, input)).map(({ timestampMs }) => timestampMs)
  expect(times).toHaveLength(2)
  for (const time of times) {
    expect(time).toBeGreaterThanOrEqual(fromMs)
    expect(time).toBeLessThanOrEqual(Date.now() + 5_000)
  }
})

withKafka('a task whose state cannot be read whole does not go on without the rest', async () => {
  const transport = await kafka('unused')
  const { topology, group, output } = await scene(transport)
  await produced(topology.changelog, String(Date.now()), Buffer.alloc(100_000), true)
  const worker = await kafka(group, { unpackedBytesMax: 10_000 })
  const subscription = await worker.subscribe(topology, recorder(copyTo(output)))
  await expect(subscription.failed).rejects.toMatchObject({ code: 'STORE_CORRUPT' })
  expect(subscription.ready()).toBe(false)
})
