// A log with a clock of its own whose readers are killed at random: before a commit, after it, and task by task.
import { topicSpecs } from '../../src/cli/topics.js'
import type { Settings } from '../../src/model/settings.js'
import { createFrameWriter, readFrame } from '../../src/store/frame.js'
import {
  createEmbeddedTransport,
  type EmbeddedTransport,
} from '../../src/transport/embedded/embedded.js'
import type {
  ChangelogEntry,
  Delivery,
  LogRecord,
  Outbound,
  Subscription,
  TaskConsumer,
  Topology,
  Transport,
} from '../../src/transport/port.js'
import type { Chance } from './chance.js'

/** What is wrong with the program, so that it can be seen whether anybody notices. */
export type Planted = 'nothing' | 'forgets a command' | 'forgets its acts' | 'loses a result'

export interface Kills {
  /** chance that a commit is the last thing before a process dies, or that it does not come to it */
  readonly process: number
  /** chance that a task loses its batch */
  readonly task: number
  /** processes that die at most */
  readonly max: number
}

/** Those who read the log: `engine` and `consumer` are processes that die whole, `network` never does. */
export type Reader = 'engine' | 'consumer' | 'network'

export interface World {
  readonly log: EmbeddedTransport
  nowMs: number
  /** the log as one life of a reader sees it; `committed`: what it wrote for good */
  life(reader: Reader, committed?: (out: readonly Outbound[]) => void): Life
  append(records: readonly Outbound[]): Promise<void>
  /** of a topic what was not read by this before */
  fresh(topic: string): Promise<readonly LogRecord[]>
  /** rests when nothing is on its way any more, and everybody has heard the clock; `revive` starts anew who died */
  rest(revive: (reader: Reader) => Promise<void>): Promise<void>
  readonly killed: Record<string, number>
}

export interface Life {
  readonly transport: Transport
  readonly dead: boolean
  /** the process is killed from without */
  kill(): void
}

const TICK_MS = 4
/** Finding out whose an event is has many commits that matter little here, carrying out commands few that matter much. */
const LUCK: Readonly<Record<string, number>> = { identify: 8, consumer: 0.12 }

export async function createWorld(
  dir: string,
  settings: Settings,
  partitions: number,
  { chance, kills, planted }: { chance: Chance; kills: Kills; planted: Planted },
): Promise<World> {
  const world = { nowMs: Date.now() }
  const log = createEmbeddedTransport({
    dir,
    restartMs: 1,
    drainMs: 2_000,
    batchRecords: 200,
    clock: () => world.nowMs,
  })
  const delivered = { name: RESULTS, partitions, cleanup: 'delete', retentionMs: null } as const
  // Whose an event is is found out by few, as each of them reads all that is known of bindings when it starts.
  const { sources, topics } = settings
  const narrow = [...sources.map(({ topic }) => topic), topics.identities]
  await log.createTopics([
    ...topicSpecs(settings, partitions).map((spec) =>
      narrow.includes(spec.name) ? { ...spec, partitions: 1 } : spec,
    ),
    delivered,
  ])
  const killed: Record<string, number> = {}
  const lives = new Map<Reader, Life>()
  /** its tasks open one after the other: until all have, none of the others says that nothing is to be done */
  const opening = new Map<Reader, [topology: string, Subscription][]>()
  /** raised by all that happens; and by task, what it was when that task had nothing to do */
  let happened = 0
  let acks = 0
  let died = 0
  const idle = new Map<string, { reader: Reader; at: number }>()

  function fateOf(reader: Reader, { cause, task }: Delivery, out: readonly Outbound[]) {
    if (reader === 'network' || (cause !== 'records' && out.length === 0)) return ''
    const drawn =
      chance('fate', ++acks) * (LUCK[reader === 'consumer' ? reader : task.topology] ?? 1)
    const share = died < kills.max ? kills.process : 0
    const fate =
      drawn < share / 2
        ? 'killed before a commit'
        : drawn < share
          ? 'killed after a commit'
          : drawn < share + kills.task
            ? 'lost a batch'
            : ''
    if (fate === '') return ''
    const who = reader === 'consumer' ? 'consumer' : task.topology
    killed[`${who} ${fate}`] = (killed[`${who} ${fate}`] ?? 0) + 1
    if (fate !== 'lost a batch') died++
    return fate
  }

  function between(
    reader: Reader,
    life: { dead: boolean },
    committed: (out: readonly Outbound[]) => void,
    consumer: TaskConsumer,
  ): TaskConsumer {
    return {
      async opened(task, changelog) {
        if (life.dead) throw new Error('its process is dead')
        idle.set(task.id, { reader, at: -1 })
        await consumer.opened(task, spoiled(planted, reader, task.topology, changelog))
      },
      closed(task, reason) {
        if (!life.dead) idle.set(task.id, { reader, at: -1 })
        consumer.closed(task, reason)
      },
      delivered(delivery) {
        const { task, cause } = delivery
        const nowMs = world.nowMs
        const at = happened
        if (cause !== 'tick') idle.set(task.id, { reader, at: -1 })
        const ack = async (out: readonly Outbound[], changelog: readonly ChangelogEntry[]) => {
          const refuse = (why: string): never => {
            const error = new Error(why)
            delivery.nack(error)
            throw error
          }
          if (life.dead) refuse('its process is dead')
          const fate = fateOf(reader, delivery, out)
          if (fate === 'killed before a commit') life.dead = true
          if (fate === 'killed before a commit' || fate === 'lost a batch') {
            happened++
            refuse(fate)
          }
          const kept =
            planted === 'loses a result' && task.topology === 'answer' && acks % 3 === 0 ? [] : out
          const had = cause !== 'tick' || out.length > 0
          await delivery.ack(kept, changelog)
          committed(out)
          // Only now the others can see it: what they said before says nothing.
          if (had) happened++
          else if (nowMs === world.nowMs) idle.set(task.id, { reader, at })
          if (fate === 'killed after a commit') life.dead = true
        }
        consumer.delivered({ ...delivery, ack })
      },
    }
  }

  function life(reader: Reader, committed: (out: readonly Outbound[]) => void = () => {}): Life {
    const own = { dead: false }
    for (const [id, one] of idle) if (one.reader === reader) idle.delete(id)
    const subscriptions: [topology: string, Subscription][] = []
    opening.set(reader, subscriptions)
    const living: Life = {
      get dead() {
        return own.dead
      },
      kill: () => void (own.dead = true),
      transport: {
        ...log,
        subscribe: async (topology: Topology, consumer) => {
          const subscription = await log.subscribe(
            { ...topology, tickMs: TICK_MS },
            between(reader, own, committed, consumer),
          )
          subscriptions.push([`${topology.name} of ${reader}`, subscription])
          return subscription
        },
      },
    }
    lives.set(reader, living)
    return living
  }

  const read = new Map<string, number>()
  return Object.assign(world, {
    log,
    life,
    killed,
    async append(records: readonly Outbound[]) {
      await log.append(records)
      happened++
    },
    async fresh(topic: string) {
      const all: LogRecord[] = []
      for (let partition = 0; partition < partitions; partition++) {
        const place = `${topic}/${partition}`
        const offset = String(read.get(place) ?? 0)
        for await (const records of log.read(topic, { partition, offset })) {
          all.push(...records)
          read.set(place, Number(records.at(-1)?.offset) + 1)
        }
      }
      return all
    },
    async rest(revive: (reader: Reader) => Promise<void>) {
      // The clock may have moved, which everybody has to hear first.
      happened++
      for (const end = Date.now() + 120_000; ; ) {
        for (const [reader, one] of lives) if (one.dead) await revive(reader)
        const all = [...idle.values()]
        const shut = [...opening.values()]
          .flat()
          .filter(([, subscription]) => !subscription.ready())
        if (shut.length === 0 && all.every(({ at }) => at === happened)) return
        if (Date.now() > end)
          throw new Error(
            `it does not come to rest; not ready: ${shut.map(([name]) => name).join()}; tasks: ${JSON.stringify(all)}`,
          )
        await new Promise((resolve) => setTimeout(resolve, TICK_MS))
      }
    },
  })
}

/** Where results lie before the network has had them. */
export const RESULTS = 'results-on-their-way'

/** What a task is given of what it saved. */
async function* spoiled(
  planted: Planted,
  reader: Reader,
  topology: string,
  changelog: AsyncIterable<readonly ChangelogEntry[]>,
): AsyncIterable<readonly ChangelogEntry[]> {
  for await (const entries of changelog) {
    if (planted === 'forgets its acts' && reader === 'consumer') continue
    if (planted !== 'forgets a command' || topology !== 'judge') yield entries
    else yield entries.map(({ key, value }) => ({ key, value: value && withoutOne(value) }))
  }
}

/** A frame of state less one of the commands that it holds. */
function withoutOne(frame: Buffer): Buffer {
  const kept: [string, string | null][] = []
  let gone = ''
  const { seq, tail } = readFrame(frame, '', frame[1] as number, (key, value) => {
    if (key.startsWith('f/') && gone === '') gone = key
    kept.push([key, value])
  })
  const writer = createFrameWriter(frame[1] as number)
  for (const [key, value] of kept) writer.add(key, key === gone ? null : value)
  return writer.finish(seq, tail)
}
