// How long does it take from the append of an event to the append of the command that follows from it, at 2,000 events a second?
import type { Command } from '../../src/model/wire.js'
import {
  eventsOf,
  messagesOf,
  pause,
  sourcesOf,
  startMember,
  sumOf,
  untilTrue,
  withBroker,
  type Bench,
  type Member,
  type Place,
  type Sent,
} from './kafka-ground.js'
import { circumstances, count, tell } from './rounds.js'

const A_SECOND = Number(process.env['BENCH_RATE'] ?? 2_000)
const SECONDS = 30
/** the first seconds are those of a program that is not warm yet */
const WARM_MS = 5_000
const SLICE_MS = 20
/** few, so that they soon have credentials that may be used beyond their purpose */
const IDENTITIES = 1_000
const TOPIC_RESOURCE = 2
/** events that warm it up */
const FIRST = 1_000
const BEHIND_MS = 300_000

await withBroker(async (bench) => {
  const sources = await bench.fill({ events: FIRST, identities: IDENTITIES, seed: 2 })
  const place = await bench.place(sources, ['output: { encoding: json }', 'budget: off'])
  const member = await startMember(place)
  try {
    await ask(bench, sources, place, member)
  } finally {
    await member.stop()
  }
})

async function ask(bench: Bench, sources: string, place: Place, member: Member): Promise<void> {
  const areRead = (events: number) => async (): Promise<boolean> =>
    sumOf(await member.metrics(), 'ambit_events_read_total') >= events
  await untilTrue('the first events are read', areRead(FIRST))
  for (const name of [...sourcesOf(sources), place.name('commands')])
    await bench.admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: TOPIC_RESOURCE,
          name,
          configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
        },
      ],
    })
  const sentMs = await send(bench, sources)
  // A member that does not keep up is late with what it answers, and its lateness is to be seen.
  await untilTrue('all events are read', areRead(FIRST + sentMs.size), BEHIND_MS)
  await pause(3_000)
  const commands = await readCommands(bench, place.name('commands'))
  const delays: number[] = []
  const fromMs = Math.min(...sentMs.values()) + WARM_MS
  for (const { command, timestampMs } of commands) {
    const eventMs = sentMs.get(command.decision_id.slice(command.decision_id.indexOf(':') + 1))
    if (eventMs !== undefined && eventMs >= fromMs) delays.push(timestampMs - eventMs)
  }
  if (delays.length < 100) throw new Error(`only ${delays.length} commands followed`)
  delays.sort((a, b) => a - b)
  const at = (share: number): number => delays[Math.floor(delays.length * share)] as number
  tell(
    `event append to command append at ${count(A_SECOND)} events a second`,
    `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
    'p50 100 ms, p99 500 ms',
    [
      `${count(delays.length)} commands in ${SECONDS - WARM_MS / 1000} s; ${count(sentMs.size)} events sent in slices of ${SLICE_MS} ms; append times are the broker's`,
      'everything published, one process, 4 partitions, the broker on the same cores',
      circumstances().replace(/; medians.*/, ''),
    ],
  )
}

/** Sends the fleet at its pace. Gives when each event was appended, as the broker answered. */
async function send(bench: Bench, prefix: string): Promise<Map<string, number>> {
  const producer = bench.kafka.producer()
  await producer.connect()
  const sentMs = new Map<string, number>()
  const each = (A_SECOND * SLICE_MS) / 1000
  const events = eventsOf({ events: A_SECOND * SECONDS, identities: IDENTITIES, seed: 3 })
  const begunMs = Date.now()
  let open = 0
  for (let slice = 0, over = false; !over; slice++) {
    const batch: Sent[] = []
    while (batch.length < each) {
      const next = events.next()
      if (next.done === true) {
        over = true
        break
      }
      batch.push(next.value)
    }
    await pause(Math.max(0, begunMs + slice * SLICE_MS - Date.now()))
    open++
    void producer.sendBatch({ topicMessages: messagesOf(prefix, batch) }).then((answers) => {
      open--
      const at = new Map(answers.map((one) => [one.topicName, Number(one.logAppendTime)]))
      for (const { kind, id } of batch) sentMs.set(id, at.get(`${prefix}.${kind}-events`) as number)
    })
  }
  await untilTrue('all events are appended', async () => open === 0)
  await producer.disconnect()
  return sentMs
}

async function readCommands(
  { kafka, admin }: Bench,
  topic: string,
): Promise<{ command: Command; timestampMs: number }[]> {
  const ends = await admin.fetchTopicOffsets(topic)
  const consumer = kafka.consumer({ groupId: `${topic}-read`, maxWaitTimeInMs: 200 })
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  const found: { command: Command; timestampMs: number }[] = []
  let latestMs = Date.now()
  await consumer.run({
    autoCommit: false,
    async eachMessage({ message }) {
      latestMs = Date.now()
      const command = JSON.parse(String(message.value)) as Command
      found.push({ command, timestampMs: Number(message.timestamp) })
    },
  })
  if (ends.every(({ offset }) => offset === '0')) throw new Error('there are no commands')
  await untilTrue('the commands are read', async () => Date.now() - latestMs > 3_000)
  await consumer.disconnect()
  return found
}
