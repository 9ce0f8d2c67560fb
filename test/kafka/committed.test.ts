// Only what was committed is read: our reader, the patched kafkajs and Apache Kafka's own client say the same.
import { expect } from '@jest/globals'
import type { Transaction } from 'kafkajs'
import { createClient } from '../../src/transport/kafka/client.js'
import { readWithJava } from './java-reader.js'
import { broker, kafka, readAll, scene, unique, until, withKafka } from './stage.js'

const FOUR_ZERO_BYTES = Buffer.alloc(4)

withKafka(
  'aborts that interleave and a key of four zero bytes show no aborted record to any reader',
  async () => {
    const transport = await kafka('unused')
    const { input } = await scene(transport)
    const client = createClient(
      { brokers: [broker!.address], clientId: 't', group: 'g', ssl: null, sasl: null },
      'p',
      () => {},
    )
    const begin = async (): Promise<{
      transaction: Transaction
      send: (value: string, key?: Buffer) => Promise<unknown>
      end: () => Promise<void>
    }> => {
      const producer = client.producer({
        transactionalId: unique('tx'),
        idempotent: true,
        maxInFlightRequests: 1,
      })
      await producer.connect()
      const transaction = await producer.transaction()
      return {
        transaction,
        send: (value, key) =>
          transaction.send({
            topic: input,
            messages: [{ key: key ?? value, value, partition: 0 }],
          }),
        end: () => producer.disconnect(),
      }
    }
    const [a, b, c, d] = [await begin(), await begin(), await begin(), await begin()]
    await a.send('a1')
    await b.send('b1')
    await c.send('c1')
    await b.send('b2', FOUR_ZERO_BYTES)
    await b.send('b3')
    await b.transaction.abort()
    await a.send('a2', FOUR_ZERO_BYTES)
    await a.send('a3')
    await c.send('c2', FOUR_ZERO_BYTES)
    await d.send('d1')
    await a.transaction.abort()
    await c.transaction.commit()
    await d.transaction.abort()
    await Promise.all([a, b, c, d].map((one) => one.end()))

    const judged = (await readWithJava(broker!.address, input)).map(({ value }) => value)
    expect(judged).toEqual(['c1', 'c2'])
    expect((await readAll(transport, input)).map((record) => record.value?.toString())).toEqual(
      judged,
    )

    const seen: (string | undefined)[] = []
    let end = 0
    const consumer = client.consumer({ groupId: unique('reader'), maxWaitTimeInMs: 100 })
    consumer.on(
      consumer.events.END_BATCH_PROCESS,
      (event) => void (end = Number(event.payload.lastOffset) + 1),
    )
    await consumer.connect()
    await consumer.subscribe({ topics: [input], fromBeginning: true })
    await consumer.run({
      eachMessage: async ({ message }) => void seen.push(message.value?.toString()),
    })
    await until(() => end === 13)
    await consumer.disconnect()
    expect(seen).toEqual(judged)
  },
)
