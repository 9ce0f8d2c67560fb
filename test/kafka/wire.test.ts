// The bytes of Kafka: partitioner, codecs with their caps, record batches with their aborted transactions; no broker needed.
import { describe, expect, test } from '@jest/globals'
import { gzipSync } from 'node:zlib'
import { compressFrameSync } from 'lz4-napi'
import { compressSync } from 'snappy'
import { Problem } from '../../src/model/problem.js'
import { checkSettings, checkVersions, type Cluster } from '../../src/transport/kafka/client.js'
import { crc32c } from '../../src/transport/kafka/crc32c.js'
import { unpack, Unreadable } from '../../src/transport/kafka/fetch/codecs.js'
import {
  hideAborted,
  loadKafkajs,
  proveReadCommitted,
} from '../../src/transport/kafka/fetch/read-committed.js'
import { readRecordSet } from '../../src/transport/kafka/fetch/record-batches.js'
import { createChunks } from '../../src/transport/kafka/task-chunks.js'
import { murmur2 } from '../../src/model/route.js'
import { partitionOf } from '../../src/transport/partitioner.js'

test('keys are hashed as by the Java client', () => {
  // the vectors of org.apache.kafka.common.utils.UtilsTest
  const vectors: readonly [string, number][] = [
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ]
  for (const [key, hash] of vectors) expect(murmur2(Buffer.from(key))).toBe(hash)
  expect(partitionOf(null, 7)).toBe(0)
  expect(partitionOf(Buffer.from('21'), 10)).toBe((-973932308 & 0x7fffffff) % 10)
})

describe('unpacking', () => {
  const plain = Buffer.from('a rule, a finding, a command. '.repeat(5_000))
  const xerial = (block: Buffer) => {
    const head = Buffer.alloc(20)
    head.set([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
    head.writeInt32BE(block.length, 16)
    return Buffer.concat([head, block])
  }
  // zstd of 200,000 zero bytes: one frame with one RLE block for each 128 KiB
  const zstdZeros = () => {
    const rle = (size: number, last: boolean) => {
      const head = (size << 3) | (1 << 1) | (last ? 1 : 0)
      return Buffer.from([head & 255, (head >> 8) & 255, (head >> 16) & 255, 0])
    }
    return Buffer.concat([
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]),
      rle(131_072, false),
      rle(68_928, true),
    ])
  }
  const packed: readonly [string, number, Buffer, number][] = [
    ['gzip', 1, gzipSync(plain), plain.length],
    ['raw snappy', 2, compressSync(plain), plain.length],
    ['snappy as Java frames it', 2, xerial(compressSync(plain)), plain.length],
    ['lz4', 3, compressFrameSync(plain), plain.length],
    ['zstd', 4, zstdZeros(), 200_000],
  ]
  for (const [name, codec, bytes, length] of packed) {
    test(`${name} gives the bytes back`, () => {
      const out = unpack(codec, bytes, 1 << 20)
      expect(out.length).toBe(length)
      if (codec !== 4) expect(out.equals(plain)).toBe(true)
    })
    test(`${name} is refused when it unpacks to more than the limit`, () => {
      expect(() => unpack(codec, bytes, 100_000)).toThrow(/more than 100000 bytes/)
    })
    test(`damaged ${name} is refused`, () => {
      expect(() => unpack(codec, Buffer.from([1, 2, 3, 250, 9, 9, 9, 9, 9, 9]), 1 << 20)).toThrow(
        Unreadable,
      )
    })
  }
  test('a codec that nobody has defined is refused by its number', () => {
    expect(() => unpack(6, plain, 1 << 20)).toThrow('codec 6')
  })
})

// One record batch of format v2. `attributes` carries codec, transactional and control bits.
function batch(
  baseOffset: number,
  producerId: number,
  attributes: number,
  keys: readonly (Buffer | null)[],
  body?: Buffer,
) {
  const zigzag = (value: number) => {
    let rest = value < 0 ? -2 * value - 1 : 2 * value
    const out: number[] = []
    for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128)
    return Buffer.from([...out, rest])
  }
  const field = (bytes: Buffer | null) =>
    bytes === null ? zigzag(-1) : Buffer.concat([zigzag(bytes.length), bytes])
  const header = Buffer.concat([zigzag(1), field(Buffer.from('h')), field(Buffer.from('x'))])
  const records = keys.map((key, n) => {
    const content = Buffer.concat([
      Buffer.from([0]),
      zigzag(n * 300),
      zigzag(n),
      field(key),
      field(Buffer.from('v')),
      header,
    ])
    return Buffer.concat([zigzag(content.length), content])
  })
  const head = Buffer.alloc(61)
  const payload = body ?? Buffer.concat(records)
  head.writeBigInt64BE(BigInt(baseOffset), 0)
  head.writeInt32BE(49 + payload.length, 8)
  head.writeInt8(2, 16)
  head.writeInt16BE(attributes, 21)
  head.writeInt32BE(Math.max(0, keys.length - 1), 23)
  head.writeBigInt64BE(1_700_000_000_000n, 27)
  head.writeBigInt64BE(1_700_000_009_000n, 35)
  head.writeBigInt64BE(BigInt(producerId), 43)
  head.writeInt32BE(keys.length, 57)
  const whole = Buffer.concat([head, payload])
  whole.writeUInt32BE(crc32c(whole, 21), 17)
  return whole
}

test('the checksum is that of RFC 3720', () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43)
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, i) => i)))).toBe(0x46dd794e)
  expect(crc32c(Buffer.from('x123456789'), 1)).toBe(0xe3069283)
})

describe('record batches', () => {
  const k = (key: string) => Buffer.from(key)
  const read = (
    set: Buffer,
    aborted: { producerId: bigint; firstOffset: number }[] = [],
    from = 0,
    again = false,
  ) => readRecordSet('t', 3, from, set, aborted, { unpackedBytesMax: 1 << 20, again: () => again })

  test('a record comes out with offset, time, key, value and headers', () => {
    const { records, nextOffset } = read(batch(10, -1, 0, [k('a'), null]))
    expect(nextOffset).toBe(12)
    expect(records[1]).toEqual({
      topic: 't',
      partition: 3,
      offset: '11',
      timestampMs: 1_700_000_000_300,
      key: null,
      value: k('v'),
      headers: { h: 'x' },
    })
    expect(read(batch(10, -1, 8, [k('a')])).records[0]!.timestampMs).toBe(1_700_000_009_000)
  })

  test.each([
    ['a value', false],
    ['none', true],
  ])('a few records that wait keep no large response alive: the first has %s', (_, deletes) => {
    const response = Buffer.alloc(8 << 20)
    const set = batch(0, -1, 0, [k('a'), null])
    set.copy(response, 1 << 20)
    const {
      records: all,
      rejected,
      nextOffset,
    } = read(response.subarray(1 << 20, (1 << 20) + set.length))
    const records = all.map((one, i) => (deletes && i === 0 ? { ...one, value: null } : one))
    const held = (some: typeof records): number =>
      Math.max(
        ...some.flatMap(({ key, value }) => [key, value]).map((b) => b?.buffer.byteLength ?? 0),
      )
    expect(held(records)).toBe(8 << 20)
    const chunks = createChunks()
    chunks.add({
      topic: 't',
      partition: 3,
      errorCode: 0,
      highWatermark: 2,
      lastStableOffset: 2,
      records,
      rejected,
      nextOffset,
      bytes: set.length,
    })
    const taken = chunks.take(0)
    expect(taken.records).toEqual(records)
    expect(held(taken.records)).toBeLessThan(64 << 10)
  })

  test('aborted records stay hidden when the first to begin is the last to abort', () => {
    const set = Buffer.concat([
      batch(0, 7, 0x10, [k('a')]),
      batch(1, 8, 0x10, [k('b')]),
      batch(2, -1, 0, [k('seen')]),
      batch(3, 8, 0x30, [Buffer.alloc(4)]),
      batch(4, 7, 0x10, [Buffer.alloc(4)]),
      batch(5, 7, 0x10, [k('c')]),
      batch(6, 7, 0x30, [Buffer.alloc(4)]),
      batch(7, 7, 0x10, [k('next')]),
    ])
    const inOrderOfCompletion = [
      { producerId: 8n, firstOffset: 1 },
      { producerId: 7n, firstOffset: 0 },
    ]
    const { records, nextOffset } = read(set, inOrderOfCompletion)
    expect(records.map((record) => record.offset)).toEqual(['2', '7'])
    expect(nextOffset).toBe(8)
  })

  test('records before the asked offset are dropped, and a batch cut off at the end is left for the next fetch', () => {
    const whole = batch(0, -1, 0, [k('a'), k('b'), k('c')])
    const cut = batch(3, -1, 0, [k('d')]).subarray(0, 50)
    const { records, nextOffset } = read(Buffer.concat([whole, cut]), [], 2)
    expect(records.map((record) => record.offset)).toEqual(['2'])
    expect(nextOffset).toBe(3)
  })

  test('a batch that cannot be read is named and stepped over, with nothing of it delivered', () => {
    const bomb = batch(1, -1, 1, [k('x')], gzipSync(Buffer.alloc(3 << 20)))
    const longRecord = batch(2, -1, 0, [k('y')], Buffer.from([120, 0, 0, 0]))
    const set = Buffer.concat([
      batch(0, -1, 0, [k('a')]),
      bomb,
      longRecord,
      batch(3, -1, 0, [k('b')]),
    ])
    const { records, rejected, nextOffset } = read(set)
    expect(records.map((record) => record.offset)).toEqual(['0', '3'])
    expect(rejected.map(({ offset, code }) => [offset, code])).toEqual([
      ['1', 'BATCH_UNREADABLE'],
      ['2', 'BATCH_UNREADABLE'],
    ])
    expect(rejected[0]!.sentence).toContain('t/3@1')
    expect(nextOffset).toBe(4)
  })

  test('bytes that broke on their way are read again, and stepped over when they stay broken', () => {
    const broken = batch(1, -1, 0, [k('b')])
    broken[70]! ^= 1
    const set = Buffer.concat([batch(0, -1, 0, [k('a')]), broken, batch(2, -1, 0, [k('c')])])
    const first = read(set, [], 0, true)
    expect(first.records.map((record) => record.offset)).toEqual(['0'])
    expect(first.rejected).toEqual([])
    expect(first.nextOffset).toBe(1)
    const last = read(set)
    expect(last.records.map((record) => record.offset)).toEqual(['0', '2'])
    expect(last.rejected[0]!.sentence).toContain('its checksum does not match')
    expect(last.nextOffset).toBe(3)
  })

  test('an unreadable batch of an aborted transaction is nobody’s loss', () => {
    const set = Buffer.concat([
      batch(0, 5, 0x11, [k('x')], k('junk')),
      batch(1, 5, 0x30, [Buffer.alloc(4)]),
    ])
    expect(read(set, [{ producerId: 5n, firstOffset: 0 }])).toEqual({
      records: [],
      rejected: [],
      nextOffset: 2,
    })
  })
})

describe('the patched kafkajs', () => {
  test('passes its own self-test, and the self-test fails where a decoder was not patched', () => {
    loadKafkajs()
    const decoder = { decode: async () => ({ responses: [] }) }
    const unpatched = {
      versions: ['11'],
      protocol: () => () => ({ request: { apiVersion: 11 }, response: decoder }),
    }
    expect(() => proveReadCommitted(unpatched)).toThrow(Problem)
  })

  test('a partition without aborted transactions is left as it is', () => {
    const partition = {
      abortedTransactions: [],
      messages: [{ offset: '0', key: Buffer.alloc(4), isControlRecord: false }],
    }
    hideAborted(partition)
    expect(partition.messages[0]!.isControlRecord).toBe(false)
  })
})

describe('before the first connection', () => {
  const settings = { brokers: ['127.0.0.1:1'], clientId: 'c', group: 'g', ssl: null, sasl: null }

  test('a password that would go over the wire readable is refused', () => {
    const sasl = { mechanism: 'plain', username: 'u', password: 'p' }
    expect(() => checkSettings({ ...settings, sasl }, false)).toThrow('SASL/PLAIN')
    expect(() => checkSettings({ ...settings, sasl, ssl: true }, false)).not.toThrow()
  })

  test('a certificate that nobody checks is refused unless asked for', () => {
    expect(() => checkSettings({ ...settings, ssl: { rejectUnauthorized: false } }, false)).toThrow(
      'rejectUnauthorized',
    )
    expect(() =>
      checkSettings({ ...settings, ssl: { rejectUnauthorized: false } }, true),
    ).not.toThrow()
  })

  test('a broker that has lost the old requests is named with what it lacks', () => {
    const versions = { 0: { minVersion: 9, maxVersion: 12 }, 1: { minVersion: 4, maxVersion: 17 } }
    expect(() => checkVersions({ brokerPool: { versions } } as unknown as Cluster)).toThrow(
      /Produce 3 to 7, ListOffsets/,
    )
  })
})
