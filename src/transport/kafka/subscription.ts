// A topology at work in its group: tasks opened and closed as partitions come and go, and when to give up.
import { Problem } from '../../model/problem.js'
import type { Outbound, Subscription, TaskConsumer, Topology } from '../port.js'
import type { Kafka, Log } from './client.js'
import { createFetcher, type Fetcher } from './fetch/fetch.js'
import { createLogReader, type LogReader } from './fetch/log-reader.js'
import type { RejectedBatch } from './fetch/record-batches.js'
import { createGlobals, type Globals } from './globals.js'
import { createMembership } from './membership.js'
import { createTask, type RunningTask } from './task.js'
import { createTaskProducer, type TaskProducer } from './produce/task-producer.js'

const REOPEN_MS_MAX = 5_000
/** a task that cannot be opened for so long stops the process */
const REOPENING_MS_MAX = 120_000
/** how long `stop` waits for what is being worked on; the rest of its 5 s is for saying goodbye */
const DRAIN_MS = 3_500
const GOODBYE_MS = 1_200

/** Plain counters, for metrics. */
export interface Counts {
  transactionsCommitted: number
  tasksOpened: number
  tasksLost: number
  rebalances: number
  batchesRejected: number
}

export interface SubscriptionSurroundings {
  readonly clients: { readonly consumers: Kafka; readonly producers: Kafka }
  readonly group: string
  readonly sessionMs: number
  readonly unpackedBytesMax: number
  readonly counts: Counts
  readonly log: Log
  partitions(topic: string): Promise<number>
  committed(groupId: string, topic: string, partition: number): Promise<number | null>
  rejected(batch: RejectedBatch): Outbound | null
}

/**
 * Joins the group `<group>-<topology>`. Records come by our own fetches from the position that is ours; what fences a
 * task that lost its partition is its transactional id, `<group>-<topology>-<topic>-<partition>`.
 */
export async function createSubscription(
  topology: Topology,
  consumer: TaskConsumer,
  own: SubscriptionSurroundings,
): Promise<Subscription> {
  let fail!: (error: Error) => void
  const failed = new Promise<never>((_, reject) => (fail = reject))
  failed.catch((error: Error) =>
    own.log('error', `topology ${topology.name} stops: ${error.message}`, {}),
  )
  let stopping: Promise<void> | null = null

  const readerOf = async (
    topics: readonly string[],
    onRejected = ({ sentence }: RejectedBatch): void => own.log('error', sentence, {}),
  ) => {
    const { unpackedBytesMax } = own
    const reader = createLogReader(own.clients.consumers, { unpackedBytesMax, onRejected })
    await reader.connect(topics)
    return reader
  }
  // long polls, restores and globals do not wait for each other: each has connections of its own
  const states = await readerOf([...topology.sources, topology.changelog], refuseDamage)
  const fetcher = createFetcher(await readerOf(topology.sources), own.log, fail)
  const globals = createGlobals(
    await readerOf(topology.globals),
    topology.globals,
    own.log,
    () => tasks.running().forEach((task) => task.poke()),
    fail,
  )
  const tasks = createTaskSet({ topology, consumer, own, states, fetcher, globals, fail })
  const membership = createMembership({
    kafka: own.clients.consumers,
    groupId: groupOf(own, topology),
    topics: topology.sources,
    sessionMs: own.sessionMs,
    assigned(assignment, thrownOut) {
      own.counts.rebalances++
      tasks.assign(assignment, thrownOut)
    },
    failed: fail,
  })
  const ticker = topology.tickMs > 0 ? startTicks(topology.tickMs, tasks) : undefined

  const end = async () => {
    clearInterval(ticker)
    tasks.closeAll()
    await Promise.all([fetcher.stop(), globals.stop(), states.close(), membership.leave()])
  }
  const stop = async () => {
    tasks.freeze()
    const running = tasks.running()
    await within(DRAIN_MS, Promise.all(running.map((task) => task.drain())))
    await within(
      GOODBYE_MS,
      Promise.all(running.filter((task) => task.isWriting()).map((task) => tasks.fence(task))),
    )
    await within(GOODBYE_MS, end())
  }

  try {
    await globals.start()
    await membership.join()
  } catch (error) {
    tasks.freeze()
    await end().catch(() => {})
    throw error
  }
  return {
    failed,
    ready: () => stopping === null && membership.joined() && tasks.areOpen(),
    stop: () => (stopping ??= stop()),
  }
}

/** State without a batch of it would be that of another time. */
function refuseDamage({ topic, partition, offset, sentence }: RejectedBatch): never {
  throw new Problem('STORE_CORRUPT', `${topic}/${partition}@${offset}`, sentence)
}

const groupOf = (own: SubscriptionSurroundings, topology: Topology) =>
  `${own.group}-${topology.name}`

interface Slot {
  readonly id: string
  readonly topic: string
  readonly partition: number
  running: RunningTask | null
  failingSinceMs: number | null
  attempts: number
  timer: NodeJS.Timeout | undefined
}

interface TaskSetParts {
  readonly topology: Topology
  readonly consumer: TaskConsumer
  readonly own: SubscriptionSurroundings
  readonly states: LogReader
  readonly fetcher: Fetcher
  readonly globals: Globals
  readonly fail: (error: Error) => void
}

type TaskSet = ReturnType<typeof createTaskSet>

// One slot for each partition that is ours. A task that fails leaves its slot and a new one is opened in it from the log.
function createTaskSet({ topology, consumer, own, states, fetcher, globals, fail }: TaskSetParts) {
  const slots = new Map<string, Slot>()
  let frozen = false

  const producerOf = ({ topic, partition }: { topic: string; partition: number }): TaskProducer => {
    const groupId = groupOf(own, topology)
    return createTaskProducer(
      own.clients.producers,
      `${groupId}-${topic}-${partition}`,
      groupId,
      own.partitions,
    )
  }

  const open = (slot: Slot) => {
    if (frozen || slots.get(slot.id) !== slot) return
    const { id, topic, partition } = slot
    const running: RunningTask = createTask(
      { id, topology: topology.name, topic, partition },
      {
        consumer,
        changelog: topology.changelog,
        producer: producerOf(slot),
        reader: states,
        committed: () => own.committed(groupOf(own, topology), topic, partition),
        rejected(batch) {
          own.counts.batchesRejected++
          return own.rejected(batch)
        },
        globals: () => globals.follow(),
        wantsMore: () => fetcher.poke(),
        lost: (error, pauseMs) => broken(slot, running, error, pauseMs),
        transacted() {
          own.counts.transactionsCommitted++
          slot.failingSinceMs = null
          slot.attempts = 0
        },
      },
    )
    slot.running = running
    running.open().then(
      () => {
        own.counts.tasksOpened++
        if (running.isOpen()) fetcher.add(running)
      },
      (error: Error) => broken(slot, running, error, 0),
    )
  }

  const broken = (slot: Slot, running: RunningTask, error: Error, pauseMs: number) => {
    retire(running, error.message)
    if (frozen || slots.get(slot.id) !== slot || slot.running !== running) return
    slot.running = null
    if (error instanceof Problem) return fail(error)
    own.counts.tasksLost++
    own.log('warn', `task ${slot.id} starts again from the log: ${error.message}`, {})
    slot.failingSinceMs ??= Date.now()
    if (Date.now() - slot.failingSinceMs > REOPENING_MS_MAX) return fail(error)
    const waitMs = Math.max(pauseMs, Math.min(REOPEN_MS_MAX, 50 * 2 ** slot.attempts++))
    slot.timer = setTimeout(() => open(slot), waitMs)
  }

  const retire = (running: RunningTask, reason: string) => {
    fetcher.remove(running)
    running
      .close(reason)
      .catch((error: Error) => own.log('debug', `a producer did not close: ${error.message}`, {}))
  }

  const close = (slot: Slot, reason: string) => {
    slots.delete(slot.id)
    clearTimeout(slot.timer)
    if (slot.running !== null) retire(slot.running, reason)
  }

  return {
    // A partition we keep goes on undisturbed: nobody else can have written to it, and had somebody, its next
    // transaction fails by its fenced id. Thrown out in between, we start all of them again.
    assign(assignment: Readonly<Record<string, readonly number[]>>, thrownOut: boolean) {
      if (frozen) return
      const now = new Map<string, { topic: string; partition: number }>()
      for (const [topic, partitions] of Object.entries(assignment)) {
        for (const partition of partitions)
          now.set(`${topology.name}/${topic}/${partition}`, { topic, partition })
      }
      for (const slot of [...slots.values()]) {
        if (thrownOut) close(slot, 'the group had given up on this member')
        else if (!now.has(slot.id)) close(slot, 'another member has this partition now')
      }
      for (const [id, at] of now) {
        if (slots.has(id)) continue
        const slot: Slot = {
          id,
          ...at,
          running: null,
          failingSinceMs: null,
          attempts: 0,
          timer: undefined,
        }
        slots.set(id, slot)
        open(slot)
      }
    },
    running: () =>
      [...slots.values()].map((slot) => slot.running).filter((running) => running !== null),
    areOpen: () => [...slots.values()].every((slot) => slot.running?.isOpen() === true),
    /** no task is opened from here on */
    freeze() {
      frozen = true
    },
    closeAll() {
      for (const slot of [...slots.values()]) close(slot, 'stopping')
    },
    // A transaction that does not end in time is ended by another producer with its id.
    async fence({ task }: RunningTask) {
      const fence = producerOf(task)
      await fence
        .open()
        .catch((error: Error) =>
          own.log('warn', `${task.id} may have left a transaction open: ${error.message}`, {}),
        )
      await fence.close()
    },
  }
}

function startTicks(tickMs: number, tasks: TaskSet): NodeJS.Timeout {
  const tick = () => {
    const nowMs = Date.now()
    for (const task of tasks.running()) task.tick(nowMs, tickMs)
  }
  return setInterval(tick, Math.max(5, Math.floor(tickMs / 4)))
}

const within = (ms: number, work: Promise<unknown>): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    work.then(done, done)
  })
