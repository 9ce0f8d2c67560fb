// A member as a process of its own, for the tests that stop and kill it: writes each input record to the output, with its origin as id.
import { readFileSync } from 'node:fs'
import { createKafkaTransport } from '../../src/transport/kafka/kafka.js'
import type { Delivery, Topology } from '../../src/transport/port.js'

/** What a member is told, as JSON in a file named on its command line. */
export interface MemberOrder {
  readonly broker: string
  readonly group: string
  readonly topology: Topology
  readonly output: string
  readonly sessionMs: number
  /** waits so long before the first ack, having said `holding` */
  readonly holdMs: number
}

const order = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as MemberOrder
const say = (what: string) => process.stdout.write(`${what}\n`)
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const transport = await createKafkaTransport({
  settings: {
    brokers: [order.broker],
    clientId: `member-${process.pid}`,
    group: order.group,
    ssl: null,
    sasl: null,
  },
  sessionMs: order.sessionMs,
  log: (level, sentence) => (level === 'debug' ? undefined : say(`${level} ${sentence}`)),
})

let held = order.holdMs <= 0
async function work({ task, cause, records, ack }: Delivery): Promise<void> {
  if (!held && cause === 'records') {
    held = true
    say('holding')
    await sleep(order.holdMs)
  }
  const out = records.map((record) => ({
    topic: order.output,
    // not the key of the input: every task writes to every partition, so that transactions interleave
    key: `${task.partition}@${record.offset}`,
    value: Buffer.from(
      `${task.topic}/${task.partition}@${record.offset} ${record.value?.toString()}`,
    ),
  }))
  const last = records[records.length - 1]
  const state = last === undefined ? [] : [{ key: 'last', value: Buffer.from(last.offset) }]
  await ack(out, state).then(
    () => say(`acked ${records.length}`),
    (error: Error) => say(`refused ${error.message}`),
  )
}

process.on('SIGTERM', () => {
  void transport.close().then(() => process.exit(0))
})

const subscription = await transport.subscribe(order.topology, {
  async opened(task, changelog) {
    for await (const _ of changelog);
    say(`opened ${task.id}`)
  },
  delivered: (delivery) => void work(delivery),
  closed: (task, reason) => say(`closed ${task.id}: ${reason}`),
})
subscription.failed.catch((error: Error) => {
  say(`failed ${error.message}`)
  process.exit(70)
})
