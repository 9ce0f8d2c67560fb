// The bytes of a produce request, written by us in kafkajs's place: the same bytes, byte for byte; no broker needed.
import { expect, test } from '@jest/globals'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { loadKafkajs } from '../../src/transport/kafka/fetch/read-committed.js'
import {
  groupByPartition,
  produceRequest,
  recordBatch,
  requestInEnvelope,
} from '../../src/transport/kafka/produce/produce.js'

const require = createRequire(import.meta.url)
interface Encoder {
  readonly buffer: Buffer
}
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch(of: object): Promise<Encoder>
}
const Record = require('kafkajs/src/protocol/recordBatch/record/v0') as (of: object) => Encoder
const timeMs = 1_700_000_000_000
const header = fc.oneof(fc.string(), fc.uint8Array({ maxLength: 40 }).map(Buffer.from))
const bytes = fc.uint8Array({ maxLength: 300 }).map(Buffer.from)
const message = fc.record({
  key: fc.option(fc.oneof(bytes, fc.string())),
  value: fc.option(bytes),
  headers: fc.dictionary(fc.string(), fc.oneof(header, fc.array(header, { maxLength: 3 }))),
})

test('a record batch is byte for byte what kafkajs makes of the same records', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 1, maxLength: 150 }),
      fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 150, maxLength: 150 }),
      fc.boolean(),
      fc.nat(),
      async (messages, since, transactional, sequence) => {
        const timed = messages.map((one, i) => ({
          ...one,
          timestamp: String(timeMs + since[i]!),
        }))
        const theirs = await RecordBatch({
          records: timed.map((one, i) =>
            Record({ ...one, offsetDelta: i, timestampDelta: since[i]! - since[0]! }),
          ),
          firstTimestamp: timeMs + since[0]!,
          maxTimestamp: timeMs + Math.max(...since.slice(0, messages.length)),
          producerId: 77,
          producerEpoch: 5,
          firstSequence: sequence,
          transactional,
          lastOffsetDelta: messages.length - 1,
        })
        const ours = recordBatch(
          { partition: 0, firstSequence: sequence, messages: timed },
          { transactionalId: transactional ? 'id' : null, producerId: 77, producerEpoch: 5 },
          timeMs,
        )
        expect(ours.equals(theirs.buffer)).toBe(true)
      },
    ),
    { numRuns: 60 },
  )
})

test('a produce request goes out as the one that kafkajs would send', async () => {
  const options = {
    acks: -1,
    timeout: 1_000,
    transactionalId: 'größe',
    producerId: 9,
    producerEpoch: 2,
    topicData: ['one', 'two'].map((topic) => ({
      topic,
      partitions: [3, 4].map((partition) => ({
        partition,
        firstSequence: partition,
        messages: [{ key: 'k', value: Buffer.from(topic), timestamp: String(timeMs) }],
      })),
    })),
  }
  const file = require.resolve('kafkajs/src/protocol/requests/produce/v3/request')
  const kept = require.cache[file]
  delete require.cache[file]
  const theirs = (require(file) as (of: object) => { encode(): Promise<Encoder> })(options)
  require.cache[file] = kept
  expect(produceRequest(options).equals((await theirs.encode()).buffer)).toBe(true)
  loadKafkajs()
  const { requests } = require('kafkajs/src/protocol/requests') as {
    requests: { Produce: { protocol(of: object): (of: object) => { request: object } } }
  }
  const { request } = requests.Produce.protocol({ version: 7 })(options) as {
    request: Parameters<typeof requestInEnvelope>[0]['request']
  }
  const whole = (await requestInEnvelope({ correlationId: 6, clientId: 'c', request })).buffer
  expect(whole.readInt32BE(0)).toBe(whole.length - 4)
  expect([whole.readInt16BE(4), whole.readInt16BE(6), whole.readInt32BE(8)]).toEqual([0, 7, 6])
  expect(whole.subarray(15).equals(produceRequest(options))).toBe(true)
})

test('records keep their order within the partition that they name', () => {
  const messages = Array.from({ length: 10 }, (_, n) => ({
    key: null,
    value: String(n),
    partition: n % 3,
  }))
  const groups = groupByPartition({
    topic: 't',
    partitionMetadata: [{}],
    messages,
    partitioner: ({ message }) => (message as (typeof messages)[0]).partition,
  })
  expect(
    Object.entries(groups).map(([at, of]) => [at, of.map(({ value }) => value).join('')]),
  ).toEqual([
    ['0', '0369'],
    ['1', '147'],
    ['2', '258'],
  ])
})
