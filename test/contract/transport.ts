// What every transport must do, whatever is beneath it: one suite for Kafka and for the embedded log.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type {
  Delivery,
  Subscription,
  TopicSpec,
  Topology,
  Transport,
} from '../../src/transport/port.js'
import { ackAll, all, createWatch, pause, values, type Watch } from './watch.js'

export interface OpenTransport {
  readonly transport: Transport
  /** closes what is open and opens it again on the same data, as a restarted process does */
  reopen(): Promise<Transport>
  cleanup(): Promise<void>
}

export interface ContractTimes {
  /** how long one awaited thing may take, in ms */
  readonly timeoutMs?: number
  /** how long a test looks on before it believes that something does not happen, in ms */
  readonly quietMs?: number
}

export function transportContract(
  name: string,
  open: () => Promise<OpenTransport>,
  times: ContractTimes = {},
): void {
  const timeoutMs = times.timeoutMs ?? 10_000
  const quietMs = times.quietMs ?? 250
  const testMs = timeoutMs * 6

  let opened: OpenTransport
  let transport: Transport
  let serial = 0
  let topology: Topology

  const spec = (
    topic: string,
    partitions: number,
    cleanup: TopicSpec['cleanup'] = 'delete',
  ): TopicSpec => ({
    name: topic,
    partitions,
    cleanup,
    retentionMs: null,
  })
  const watch = (answer?: (delivery: Delivery) => unknown): Watch => createWatch(timeoutMs, answer)
  const source = () => topology.sources[0]!
  const out = () => `${source()}.out`
  const send = (texts: readonly string[], partition = 0, topic = source()) =>
    transport.append(
      texts.map((text) => ({ topic, key: text, value: Buffer.from(text), partition })),
    )
  const readOut = async () => values(await all(transport.read(out())))
  const begin = async (partitions: number, more: Partial<Topology> = {}) => {
    topology = { ...topology, ...more }
    await transport.createTopics([
      spec(source(), partitions),
      spec(out(), 1),
      spec(topology.changelog, 2, 'compact'),
      ...topology.globals.map((topic) => spec(topic, 1, 'compact')),
    ])
  }
  const ready = async (watched: Watch, subscription: Subscription) => {
    await watched.until('the subscription to be ready', () => subscription.ready())
  }
  const firstRecords = (watched: Watch) =>
    watched.until('a delivery of records', () => watched.deliveries('records')[0])
  const output = (text: string) => ({ topic: out(), key: text, value: Buffer.from(text) })

  beforeEach(async () => {
    opened = await open()
    transport = opened.transport
    const id = `contract-${process.pid}-${Date.now()}-${serial++}`
    topology = { name: id, sources: [`${id}.in`], changelog: `${id}.state`, globals: [], tickMs: 0 }
  }, testMs)

  afterEach(() => opened.cleanup(), testMs)

  const reopen = async () => {
    transport = await opened.reopen()
  }

  describe(`${name}: the log`, () => {
    test(
      'createTopics makes what is missing, says what it made, and leaves alone what is there',
      async () => {
        const made = await transport.createTopics([spec(source(), 3), spec(out(), 1)])
        expect([...made].sort()).toEqual([source(), out()].sort())
        expect(await transport.createTopics([spec(source(), 5)])).toEqual([])
        expect(await transport.partitions(source())).toBe(3)
        expect(await transport.partitions(`${source()}.none`)).toBe(0)
        expect(await transport.starts(source())).toEqual(['0', '0', '0'])
        expect(await transport.starts(`${source()}.none`)).toEqual([])
      },
      testMs,
    )

    test(
      'a record is read as it was appended: bytes, headers, null key, null value',
      async () => {
        await begin(1)
        const bytes = Buffer.from([0, 255, 0, 128, 10, 13])
        const before = Date.now()
        await transport.append([
          {
            topic: source(),
            key: bytes,
            value: bytes,
            headers: { 'ambit-a': 'é', b: Buffer.from('raw') },
          },
          { topic: source(), key: null, value: Buffer.alloc(0) },
          { topic: source(), key: 'k', value: null },
        ])
        const [first, second, third] = await all(transport.read(source()))
        expect(first).toMatchObject({
          topic: source(),
          partition: 0,
          offset: '0',
          headers: { 'ambit-a': 'é', b: 'raw' },
        })
        expect(Buffer.compare(first!.key!, bytes)).toBe(0)
        expect(Buffer.compare(first!.value!, bytes)).toBe(0)
        expect(first!.timestampMs).toBeGreaterThanOrEqual(before - 5_000)
        expect(first!.timestampMs).toBeLessThanOrEqual(Date.now() + 5_000)
        expect(second!.key).toBeNull()
        expect(second!.value).toHaveLength(0)
        expect(third!.key!.toString()).toBe('k')
        expect(third!.value).toBeNull()
      },
      testMs,
    )

    test(
      'without a partition the key decides as in Kafka, the same for text and bytes',
      async () => {
        await begin(5)
        // murmur2 of Kafka's Java client: 21, foobar, a-little-bit-long-string
        const keys = ['21', 'foobar', 'a-little-bit-long-string']
        const hashes = [-973932308, -790332482, -985981536]
        await transport.append([
          ...keys.map((key) => ({ topic: source(), key, value: Buffer.from(key) })),
          ...keys.map((key) => ({
            topic: source(),
            key: Buffer.from(key),
            value: Buffer.from(key),
          })),
          { topic: source(), key: null, value: Buffer.from('null') },
        ])
        const records = await all(transport.read(source()))
        expect(records).toHaveLength(7)
        keys.forEach((key, i) => {
          const found = records
            .filter(({ value }) => value!.toString() === key)
            .map(({ partition }) => partition)
          expect(found).toEqual([0, 1].map(() => (hashes[i]! & 0x7fffffff) % 5))
        })
        expect(records.find(({ key }) => key === null)!.partition).toBe(0)
      },
      testMs,
    )

    test(
      'what was appended is there after a restart',
      async () => {
        await begin(1)
        await send(['a', 'b'])
        await reopen()
        expect(values(await all(transport.read(source())))).toEqual(['a', 'b'])
        expect(await transport.partitions(source())).toBe(1)
      },
      testMs,
    )

    test(
      'read starts at an offset, keeps the order of each partition and ends at the end of its call',
      async () => {
        await begin(2)
        const many = Array.from({ length: 2_500 }, (_, i) => `r${i}`)
        await send(many, 1)
        await send(['x'], 0)
        const batches = transport
          .read(source(), { partition: 1, offset: '2490' })
          [Symbol.asyncIterator]()
        const first = await batches.next()
        await send(['later'], 1)
        const seen = values(first.value ?? [])
        for (let next = await batches.next(); !next.done; next = await batches.next())
          seen.push(...values(next.value))
        expect(seen).toEqual(many.slice(2490))
        const records = await all(transport.read(source()))
        expect(values(records.filter(({ partition }) => partition === 1))).toEqual([
          ...many,
          'later',
        ])
        expect(values(records.filter(({ partition }) => partition === 0))).toEqual(['x'])
      },
      testMs,
    )
  })

  describe(`${name}: deliveries`, () => {
    test(
      'a new group begins at the start of the log and gets each partition in its order',
      async () => {
        await begin(2)
        const texts = [0, 1].map((p) => Array.from({ length: 1_500 }, (_, i) => `${p}-${i}`))
        await send(texts[0]!.slice(0, 700), 0)
        await send(texts[1]!, 1)
        const watched = watch(ackAll)
        await ready(watched, await transport.subscribe(topology, watched))
        await send(texts[0]!.slice(700), 0)
        const got = (p: number) =>
          watched
            .deliveries('records')
            .filter(({ task }) => task.partition === p)
            .flatMap(({ records }) => values(records))
        await watched.until('all records', () => got(0).length >= 1_500 && got(1).length >= 1_500)
        expect(got(0)).toEqual(texts[0])
        expect(got(1)).toEqual(texts[1])
        expect(
          watched.steps.filter(({ kind }) => kind === 'opened').map(({ task }) => task),
        ).toEqual(
          expect.arrayContaining(
            [0, 1].map((partition) => ({
              id: `${topology.name}/${source()}/${partition}`,
              topology: topology.name,
              topic: source(),
              partition,
            })),
          ),
        )
        expect(watched.deliveries('records').at(-1)!.lag).toBe(0)
      },
      testMs,
    )

    test(
      'a task has one delivery at a time: the next waits for the ack',
      async () => {
        await begin(1)
        const watched = watch()
        await ready(watched, await transport.subscribe(topology, watched))
        await send(['a'])
        const first = await firstRecords(watched)
        await send(['b', 'c'])
        await pause(quietMs)
        expect(watched.deliveries()).toHaveLength(1)
        await first.ack([], [])
        const second = await watched.until(
          'the second delivery',
          () => watched.deliveries('records')[1],
        )
        expect(values(second.records)[0]).toBe('b')
        expect(Number(second.records[0]!.offset)).toBeGreaterThan(Number(first.records[0]!.offset))
        await second.ack([], [])
      },
      testMs,
    )

    test(
      'a delivery is answered once',
      async () => {
        await begin(1)
        const watched = watch()
        await ready(watched, await transport.subscribe(topology, watched))
        await send(['a'])
        const delivery = await firstRecords(watched)
        await delivery.ack([output('one')], [])
        await expect((async () => delivery.ack([output('two')], []))()).rejects.toThrow()
        expect(() => delivery.nack('too late')).toThrow()
        expect(await readOut()).toEqual(['one'])
      },
      testMs,
    )

    test(
      'a nack closes the task and starts it again from the log, with the state of its last ack',
      async () => {
        await begin(1)
        let nacks = 0
        const watched = watch(async (delivery) => {
          if (values(delivery.records).includes('bad') && nacks++ === 0)
            return delivery.nack('not now')
          await delivery.ack(
            values(delivery.records).map((text) => output(text!)),
            [{ key: 's', value: Buffer.from('1') }],
          )
        })
        await ready(watched, await transport.subscribe(topology, watched))
        await send(['good'])
        await watched.until('the first output', async () => (await readOut()).length === 1)
        await send(['bad'])
        await watched.until('the batch again', () => watched.deliveries('records').length >= 3)
        const kinds = watched.steps.map(({ kind }) => kind)
        expect(kinds).toEqual(['opened', 'delivered', 'delivered', 'closed', 'opened', 'delivered'])
        expect(watched.steps[3]).toMatchObject({ reason: 'not now' })
        expect(watched.steps[4]).toMatchObject({ state: [['s', '1']] })
        const again = watched.deliveries('records').map(({ records }) => values(records))
        expect(again).toEqual([['good'], ['bad'], ['bad']])
      },
      testMs,
    )

    test(
      'ticks come when a task is caught up and silent, and may write',
      async () => {
        await begin(1, { tickMs: 150 })
        await send(['a', 'b', 'c'])
        const watched = watch(async (delivery) => {
          if (delivery.cause === 'records') await pause(400)
          const first = watched.deliveries('tick')[0] === delivery
          await delivery.ack(
            first ? [output('ticked')] : [],
            first ? [{ key: 't', value: Buffer.from('1') }] : [],
          )
        })
        const subscription = await transport.subscribe(topology, watched)
        await watched.until('three ticks', () => watched.deliveries('tick').length >= 3)
        const causes = watched.deliveries().map(({ cause }) => cause)
        expect(causes.slice(0, causes.indexOf('tick'))).toEqual(['records'])
        for (const { records, lag, nowMs } of watched.deliveries('tick')) {
          expect(records).toEqual([])
          expect(lag).toBe(0)
          expect(Math.abs(nowMs - Date.now())).toBeLessThan(testMs)
        }
        await subscription.stop()
        expect(await readOut()).toEqual(['ticked'])
      },
      testMs,
    )

    test(
      'without tickMs nothing is delivered in silence',
      async () => {
        await begin(1)
        const watched = watch(ackAll)
        await ready(watched, await transport.subscribe(topology, watched))
        await pause(quietMs)
        expect(watched.deliveries()).toEqual([])
      },
      testMs,
    )
  })

  describe(`${name}: state and acks`, () => {
    test(
      'an ack writes outputs, changelog and position together, and all three are there after a restart',
      async () => {
        await begin(1)
        await send(['a', 'b'])
        const watched = watch()
        await transport.subscribe(topology, watched)
        const delivery = await firstRecords(watched)
        expect(values(delivery.records)).toEqual(['a', 'b'])
        await delivery.ack([output('A'), output('B')], [{ key: 'n', value: Buffer.from('2') }])
        await reopen()
        expect(await readOut()).toEqual(['A', 'B'])
        const later = watch(ackAll)
        await ready(later, await transport.subscribe(topology, later))
        expect(later.steps[0]).toMatchObject({ kind: 'opened', state: [['n', '2']] })
        await send(['c'])
        expect(values((await firstRecords(later)).records)).toEqual(['c'])
      },
      testMs,
    )

    test(
      'what was not acked comes again after a restart, with the state from before it and none of its outputs',
      async () => {
        await begin(1)
        await send(['a'])
        const watched = watch()
        await transport.subscribe(topology, watched)
        await (
          await firstRecords(watched)
        ).ack([output('A')], [{ key: 'seen', value: Buffer.from('a') }])
        await send(['b'])
        await watched.until('the second delivery', () => watched.deliveries('records')[1])
        await reopen()
        const later = watch(ackAll)
        await transport.subscribe(topology, later)
        const again = await firstRecords(later)
        expect(later.steps[0]).toMatchObject({ state: [['seen', 'a']] })
        expect(values(again.records)).toEqual(['b'])
        expect(await readOut()).toEqual(['A'])
      },
      testMs,
    )

    test(
      'an ack with nothing to write moves the position all the same',
      async () => {
        await begin(1)
        await send(['a'])
        const watched = watch()
        await transport.subscribe(topology, watched)
        await (await firstRecords(watched)).ack([], [])
        await reopen()
        const later = watch(ackAll)
        await ready(later, await transport.subscribe(topology, later))
        await send(['b'])
        expect(values((await firstRecords(later)).records)).toEqual(['b'])
      },
      testMs,
    )

    test(
      'an ack that cannot be written rejects, leaves nothing behind, and the task starts again',
      async () => {
        await begin(1)
        await send(['a'])
        const refused: unknown[] = []
        const watched = watch((delivery) => {
          const partition = refused.length === 0 ? 77 : 0
          const impossible = { topic: out(), key: 'x', value: Buffer.from('x'), partition }
          delivery
            .ack([output('A'), impossible], [{ key: 's', value: Buffer.from('1') }])
            .catch((error: unknown) => refused.push(error))
        })
        await transport.subscribe(topology, watched)
        await watched.until('the batch again', () => watched.deliveries('records').length >= 2)
        expect(refused).toHaveLength(1)
        const kinds = watched.steps.map(({ kind }) => kind)
        expect(kinds).toEqual(['opened', 'delivered', 'closed', 'opened', 'delivered'])
        expect(watched.steps[3]).toMatchObject({ state: [] })
        expect(values(watched.deliveries('records')[1]!.records)).toEqual(['a'])
        await watched.until('the second ack', async () => (await readOut()).length > 0)
        expect(await readOut()).toEqual(['A', 'x'])
      },
      testMs,
    )

    test(
      'a task gets its own entries only, the latest of each key, the oldest first, deleted ones not at all',
      async () => {
        await begin(11)
        const watched = watch()
        await transport.subscribe(topology, watched)
        const entry = (key: string, value: string | null) => ({
          key,
          value: value === null ? null : Buffer.from(value),
        })
        const acked = async (partition: number, entries: [string, string | null][]) => {
          const seen = watched.deliveries('records').length
          await send(['go'], partition)
          const delivery = await watched.until(
            'a delivery',
            () => watched.deliveries('records')[seen],
          )
          expect(delivery.task.partition).toBe(partition)
          await delivery.ack(
            [],
            entries.map(([key, value]) => entry(key, value)),
          )
        }
        await acked(1, [
          ['a', '1'],
          ['b', '1'],
          ['c', '1'],
        ])
        await acked(10, [
          ['a', 'ten'],
          ['0|a', 'ten'],
        ])
        await acked(3, [['a', 'three']])
        await acked(1, [
          ['a', '2'],
          ['b', null],
          ['d|e/f', '2'],
        ])
        await reopen()
        const later = watch(ackAll)
        await ready(later, await transport.subscribe(topology, later))
        const states = new Map(
          later.steps.flatMap((step) =>
            step.kind === 'opened' ? [[step.task.partition, step.state]] : [],
          ),
        )
        expect(states.size).toBe(11)
        expect(states.get(1)).toEqual([
          ['c', '1'],
          ['a', '2'],
          ['d|e/f', '2'],
        ])
        expect(states.get(10)).toEqual([
          ['a', 'ten'],
          ['0|a', 'ten'],
        ])
        expect(states.get(3)).toEqual([['a', 'three']])
        expect(states.get(0)).toEqual([])
      },
      testMs,
    )

    test(
      'globals are whole before the first records, and live ever after, deletions too',
      async () => {
        await begin(1, { globals: [`${source()}.globals`] })
        const [globals] = topology.globals as [string]
        const put = (key: string, value: string | null) =>
          transport.append([
            { topic: globals, key, value: value === null ? null : Buffer.from(value) },
          ])
        await put('a', '1')
        await put('b', '1')
        await put('a', '2')
        await put('c', '1')
        await put('c', null)
        await send(['r1'])
        const watched = watch(ackAll)
        await transport.subscribe(topology, watched)
        await firstRecords(watched)
        const table = (deliveries: readonly Delivery[]) => {
          const latest = new Map<string, string | null>()
          for (const { records } of deliveries) {
            for (const { key, value } of records)
              latest.set(key!.toString(), value?.toString() ?? null)
          }
          return Object.fromEntries([...latest].filter(([, value]) => value !== null))
        }
        const before = watched.deliveries().slice(
          0,
          watched.deliveries().findIndex(({ cause }) => cause === 'records'),
        )
        expect(table(before)).toEqual({ a: '2', b: '1' })
        await put('d', '1')
        await put('b', null)
        await watched.until(
          'the live globals',
          () =>
            watched
              .deliveries('globals')
              .flatMap(({ records }) => values(records))
              .at(-1) === null,
        )
        expect(table(watched.deliveries('globals'))).toEqual({ a: '2', d: '1' })
        // nothing of it moved the position: globals have none
        await reopen()
        const later = watch(ackAll)
        await ready(later, await transport.subscribe(topology, later))
        await send(['r2'])
        expect(values((await firstRecords(later)).records)).toEqual(['r2'])
        expect(table(later.deliveries('globals'))).toEqual({ a: '2', d: '1' })
      },
      testMs,
    )

    test(
      'stop waits for the open delivery, whose ack counts, and delivers nothing more',
      async () => {
        await begin(1)
        await send(['a'])
        const watched = watch()
        const subscription = await transport.subscribe(topology, watched)
        const delivery = await firstRecords(watched)
        await send(['b'])
        const stopped = subscription.stop()
        await pause(100)
        await delivery.ack([output('A')], [])
        await stopped
        expect(watched.steps.map(({ kind }) => kind)).toEqual(['opened', 'delivered', 'closed'])
        expect(subscription.ready()).toBe(false)
        await send(['c'])
        await pause(quietMs)
        expect(watched.steps).toHaveLength(3)
        await reopen()
        expect(await readOut()).toEqual(['A'])
        const later = watch(ackAll)
        await transport.subscribe(topology, later)
        const texts = () => later.deliveries('records').flatMap(({ records }) => values(records))
        await later.until('the rest', () => texts().length >= 2)
        expect(texts()).toEqual(['b', 'c'])
      },
      testMs,
    )

    test(
      'two topologies read the same topic, each with its own position and state',
      async () => {
        await begin(1)
        const other: Topology = {
          ...topology,
          name: `${topology.name}-b`,
          changelog: `${topology.name}-b.state`,
        }
        await transport.createTopics([spec(other.changelog, 1, 'compact')])
        await send(['a'])
        const one = watch(ackAll)
        const two = watch()
        await transport.subscribe(topology, one)
        await transport.subscribe(other, two)
        await firstRecords(one)
        await (await firstRecords(two)).ack([], [{ key: 'k', value: Buffer.from('two') }])
        await reopen()
        const later = watch(ackAll)
        await ready(later, await transport.subscribe(topology, later))
        expect(later.steps).toMatchObject([{ kind: 'opened', state: [] }])
      },
      testMs,
    )

    test(
      'one task feeds the next: an output is delivered to who reads its topic',
      async () => {
        await begin(1)
        const next: Topology = {
          ...topology,
          name: `${topology.name}-n`,
          sources: [out()],
          changelog: `${topology.name}-n.state`,
        }
        await transport.createTopics([spec(next.changelog, 1, 'compact')])
        const first = watch(
          (delivery) =>
            void delivery
              .ack(
                values(delivery.records).map((text) => output(`${text}!`)),
                [],
              )
              .catch(() => {}),
        )
        const second = watch(ackAll)
        await ready(first, await transport.subscribe(topology, first))
        await ready(second, await transport.subscribe(next, second))
        await send(['a', 'b'])
        const texts = () => second.deliveries('records').flatMap(({ records }) => values(records))
        await second.until('both outputs', () => texts().length >= 2)
        expect(texts()).toEqual(['a!', 'b!'])
      },
      testMs,
    )
  })
}
