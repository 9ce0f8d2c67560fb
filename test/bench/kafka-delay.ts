// How long does it take from the append of an event to the append of the command that follows from it, at 500, 1,000, 2,000 events a second?
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
  type Place,
  type Sent,
} from './kafka-ground.js'
import { circumstances, count, tell } from './rounds.js'

const RATES = (process.env['BENCH_RATES'] ?? '500,1000,2000').split(',').map(Number)
/** of each rate, and before all of them, until both programs are warm: nothing of that is counted */
const SECONDS = 20
const WARM_SECONDS = Number(process.env['BENCH_WARM_SECONDS'] ?? 45)
const WARM_RATE = 500
const SLICE_MS = 20
/** few, so that they soon have credentials that may be used beyond their purpose */
const IDENTITIES = 1_000
const TOPIC_RESOURCE = 2
/** those that were not read so long after the last was sent are waited for no more */
const BEHIND_MS = 60_000

/** What was sent at one rate, and when each event was appended. */
interface Phase {
  readonly rate: number
  readonly sentMs: ReadonlyMap<string, number>
  /** how long it took after the last one was sent until all were read */
  readonly behindMs: number
}

await withBroker(async (bench) => {
  const sources = await bench.fill({ events: 1, identities: 1, seed: 2 })
  const place = await bench.place(sources, ['output: { encoding: json }', 'budget: off'])
  const member = await startMember(place)
  let phases: readonly Phase[]
  const areRead = async (): Promise<number> =>
    sumOf(await member.metrics(), 'ambit_events_read_total')
  try {
    await untilTrue('the first event is read', async () => (await areRead()) >= 1)
    await withAppendTimes(bench, [...sourcesOf(sources), place.name('commands')])
    phases = await send(bench, sources, areRead)
    await pause(3_000)
  } finally {
    await member.stop()
  }
  report(phases, await readCommands(bench, place))
})

async function withAppendTimes({ admin }: Bench, topics: readonly string[]): Promise<void> {
  const configEntries = [{ name: 'message.timestamp.type', value: 'LogAppendTime' }]
  const resources = topics.map((name) => ({ type: TOPIC_RESOURCE, name, configEntries }))
  await admin.alterConfigs({ validateOnly: false, resources })
}

/** Sends one fleet, at one rate after another; the first of them is to warm up. */
async function send(
  bench: Bench,
  prefix: string,
  areRead: () => Promise<number>,
): Promise<readonly Phase[]> {
  const producer = bench.kafka.producer()
  await producer.connect()
  const plan = [[WARM_RATE, WARM_SECONDS], ...RATES.map((rate) => [rate, SECONDS])] as const
  const all = plan.reduce((sum, [rate, seconds]) => sum + rate! * seconds!, 0)
  const events = eventsOf({ events: all, identities: IDENTITIES, seed: 3 })
  const phases: Phase[] = []
  let sent = 1
  for (const [rate, seconds] of plan as readonly (readonly [number, number])[]) {
    const sentMs = new Map<string, number>()
    const each = (rate * SLICE_MS) / 1000
    const begunMs = Date.now()
    const open = new Set<Promise<void>>()
    for (let slice = 0; slice < (seconds * 1000) / SLICE_MS; slice++) {
      const batch: Sent[] = []
      for (let i = 0; i < each; i++) batch.push(events.next().value as Sent)
      await pause(Math.max(0, begunMs + slice * SLICE_MS - Date.now()))
      const appended = producer
        .sendBatch({ topicMessages: messagesOf(prefix, batch) })
        .then((answers) => {
          const at = new Map(answers.map((one) => [one.topicName, Number(one.logAppendTime)]))
          for (const { kind, id } of batch)
            sentMs.set(id, at.get(`${prefix}.${kind}-events`) as number)
          open.delete(appended)
        })
      open.add(appended)
    }
    await Promise.all(open)
    sent += sentMs.size
    const endMs = Date.now()
    // Who does not keep up is late with what it answers, and its lateness is to be seen.
    await untilTrue('all events are read', async () => (await areRead()) >= sent, BEHIND_MS)
    phases.push({ rate, sentMs, behindMs: Date.now() - endMs })
  }
  await producer.disconnect()
  return phases
}

type Appended = { readonly command: Command; readonly timestampMs: number }

function report(phases: readonly Phase[], commands: readonly Appended[]): void {
  const figures: string[] = []
  const lines: string[] = []
  for (const [i, { rate, sentMs, behindMs }] of phases.entries()) {
    const delays: number[] = []
    for (const { command, timestampMs } of commands) {
      const eventMs = sentMs.get(command.decision_id.slice(command.decision_id.indexOf(':') + 1))
      // Those that nobody confirms are given again and again.
      if (eventMs !== undefined && command.attempt === 1) delays.push(timestampMs - eventMs)
    }
    if (delays.length < 20)
      throw new Error(`at ${rate} a second only ${delays.length} commands followed`)
    delays.sort((a, b) => a - b)
    const at = (share: number): number => delays[Math.floor(delays.length * share)] as number
    const figure = `at ${count(rate)} a second p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`
    if (i === 0) lines.push(`while it warmed up, ${WARM_SECONDS} s ${figure}`)
    else {
      figures.push(figure)
      lines.push(
        `at ${count(rate)} a second: ${count(sentMs.size)} events, ${count(delays.length)} commands, the last event read ${count(behindMs)} ms after it was sent`,
      )
    }
  }
  tell(
    'event append to command append',
    figures.join('; '),
    'at 2,000 a second p50 100 ms, p99 500 ms',
    [
      ...lines,
      `${SECONDS} s each, in slices of ${SLICE_MS} ms, ${count(IDENTITIES)} identities; append times are the broker's`,
      'everything published, one process, 4 partitions, the broker on the same cores',
      circumstances().replace(/; medians.*/, ''),
    ],
  )
}

async function readCommands({ kafka, admin }: Bench, place: Place): Promise<Appended[]> {
  const topic = place.name('commands')
  const ends = await admin.fetchTopicOffsets(topic)
  if (ends.every(({ offset }) => offset === '0')) throw new Error('there are no commands')
  const consumer = kafka.consumer({ groupId: `${topic}-read`, maxWaitTimeInMs: 200 })
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  const found: Appended[] = []
  let latestMs = Date.now()
  await consumer.run({
    autoCommit: false,
    async eachMessage({ message }) {
      latestMs = Date.now()
      const command = JSON.parse(String(message.value)) as Command
      found.push({ command, timestampMs: Number(message.timestamp) })
    },
  })
  await untilTrue('the commands are read', async () => Date.now() - latestMs > 3_000)
  await consumer.disconnect()
  return found
}
