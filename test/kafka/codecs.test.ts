// What other producers compress is read; what nobody can read is stepped over, once, with a dead letter that names it.
import { expect } from '@jest/globals'
import { gzipSync } from 'node:zlib'
import { createClient } from '../../src/transport/kafka/client.js'
import type { RejectedBatch } from '../../src/transport/kafka/kafka.js'
import { loadKafkajs } from '../../src/transport/kafka/fetch/read-committed.js'
import { readWithJava, writeWithJava } from './java-reader.js'
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

for (const codec of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
  withKafka(`what the Java producer writes with ${codec} is read whole and in order`, async () => {
    const transport = await kafka('unused')
    const { input } = await scene(transport)
    const value = (n: number) => `${n} `.repeat(50)
    const written = Array.from({ length: 2_000 }, (_, n) => [`key-${n}`, value(n)] as const)
    await writeWithJava(broker!.address, input, written, codec)
    const records = await readAll(transport, input)
    expect(records.map((record) => [record.key!.toString(), text(record)])).toEqual(written)
  })
}

withKafka(
  'a decompression bomb is stepped over with one dead letter, and the records around it are not held up',
  async () => {
    const transport = await kafka('unused')
    const { input, output, topology, group } = await scene(transport)
    await transport.append(numbered(input, 0, 3))
    await writeBomb(input)
    await transport.append(numbered(input, 3, 6))
    const rejected: RejectedBatch[] = []
    const options = {
      unpackedBytesMax: 1 << 20,
      onBatchRejected: (batch: RejectedBatch) => {
        rejected.push(batch)
        return {
          topic: output,
          key: null,
          value: Buffer.from(`dead letter of ${batch.topic}/${batch.partition}@${batch.offset}`),
        }
      },
    }
    const member = recorder(copyTo(output))
    const first = await kafka(group, options)
    const subscription = await first.subscribe(topology, member)
    await until(() => member.values.length === 6)
    await subscription.stop()
    expect(member.values).toEqual([0, 1, 2, 3, 4, 5].map((n) => `event-${n}`))
    expect(first.counts().batchesRejected).toBe(1)
    expect(rejected).toMatchObject([
      { topic: input, partition: 0, offset: '3', records: 1, code: 'BATCH_UNREADABLE' },
    ])

    // a bomb at the very end is stepped over too, although no record comes after it, and nobody meets it again
    await writeBomb(input)
    const again = await (await kafka(group, options)).subscribe(topology, recorder(copyTo(output)))
    await until(async () => (await readAll(transport, output)).length === 8)
    await again.stop()
    const after = recorder(copyTo(output))
    const last = await (await kafka(group, options)).subscribe(topology, after)
    await until(() => last.ready())
    await transport.append(numbered(input, 6, 7))
    await until(() => after.values.length === 1)
    await last.stop()
    const letters = (await readWithJava(broker!.address, output)).filter(({ value }) =>
      value!.startsWith('dead letter'),
    )
    expect(letters.map(({ value }) => value)).toEqual([
      `dead letter of ${input}/0@3`,
      `dead letter of ${input}/0@7`,
    ])
  },
)

// 2 MiB of zeros in 2 KB, as one record: kafkajs packs it with its own gzip.
async function writeBomb(topic: string): Promise<void> {
  const { CompressionTypes } = loadKafkajs()
  const client = createClient(
    { brokers: [broker!.address], clientId: 't', group: 'g', ssl: null, sasl: null },
    'bomb',
    () => {},
  )
  const producer = client.producer()
  await producer.connect()
  const value = Buffer.alloc(2 << 20)
  expect(gzipSync(value).length).toBeLessThan(4_096)
  await producer.send({
    topic,
    compression: CompressionTypes.GZIP,
    messages: [{ value, partition: 0 }],
  })
  await producer.disconnect()
}
