// A topology at work in its group: who owns which partition, tasks opened and closed with it, and when to give up.
import type { Consumer, ConsumerCrashEvent, ConsumerGroupJoinEvent } from 'kafkajs'
import { Problem } from '../../model/problem.js'
import type { Outbound, Subscription, TaskConsumer, Topology } from '../port.js'
import { FETCH_WAIT_MS, type Kafka, type Log, REBALANCE_MS } from './client.js'
import { createFetcher } from './fetch/fetch.js'
import { createLogReader } from './fetch/log-reader.js'
import type { RejectedBatch } from './fetch/record-batches.js'
import { createGlobals } from './globals.js'
import { createTask, type RunningTask } from './task.js'
import { createTaskProducer } from './task-producer.js'

const REOPEN_MS_MAX = 5_000
/** a task that cannot be opened for so long stops the process */
const REOPENING_MS_MAX = 120_000
/** a membership that breaks so often in so long a time stops the process, and so does one that cannot be had at all */
const CRASHES_MAX = 5
const CRASHES_WITHIN_MS = 600_000
const UNJOINED_MS_MAX = 120_000
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

interface Slot {
  running: RunningTask | null
  failingSinceMs: number | null
  attempts: number
  timer: NodeJS.Timeout | null
}

/**
 * Joins the group `<group>-<topology>`. kafkajs keeps the membership only, with every partition paused: it sends
 * heartbeats whatever the flow is doing, and takes part in rebalances at once. Records come by our own fetches, so a
 * position is never taken, moved or reset by kafkajs, and what fences a task that lost its partition is its transactional id.
 */
export async function createSubscription(
  topology: Topology,
  consumer: TaskConsumer,
  own: SubscriptionSurroundings,
): Promise<Subscription> {
  const { log, counts } = own
  const groupId = `${own.group}-${topology.name}`
  const slots = new Map<string, Slot>()
  let joined = false
  let stopping = false
  let memberId = ''
  let fail!: (error: Error) => void
  const failed = new Promise<never>((_, reject) => (fail = reject))
  failed.catch((error: Error) => log('error', `topology ${topology.name} stops: ${error.message}`, {}))

  const readerOf = () => createLogReader(own.clients.consumers, { unpackedBytesMax: own.unpackedBytesMax })
  const sources = readerOf()
  const states = readerOf()
  const globalReader = readerOf()
  await sources.connect(topology.sources)
  await states.connect([...topology.sources, topology.changelog])
  await globalReader.connect(topology.globals)
  const fetcher = createFetcher(sources, log, fail)
  const globals = createGlobals(
    globalReader,
    topology.globals,
    log,
    (records) => slots.forEach((slot) => slot.running?.addGlobals(records)),
    fail,
  )
  await globals.start()

  const open = (id: string, topic: string, partition: number) => {
    const slot = slots.get(id)
    if (slot === undefined || stopping) return
    const again = (error: Error, pauseMs: number) => {
      if (slots.get(id) !== slot || stopping) return
      slot.running = null
      if (error instanceof Problem) return fail(error)
      counts.tasksLost++
      log('warn', `task ${id} starts again from the log: ${error.message}`, {})
      slot.failingSinceMs ??= Date.now()
      if (Date.now() - slot.failingSinceMs > REOPENING_MS_MAX) return fail(error)
      const waitMs = Math.max(pauseMs, Math.min(REOPEN_MS_MAX, 50 * 2 ** slot.attempts++))
      slot.timer = setTimeout(() => open(id, topic, partition), waitMs)
    }
    const running: RunningTask = createTask(
      { id, topology: topology.name, topic, partition },
      {
        consumer,
        changelog: topology.changelog,
        producer: createTaskProducer(own.clients.producers, `${own.group}-${topology.name}-${topic}-${partition}`, groupId, own.partitions),
        reader: states,
        committed: () => own.committed(groupId, topic, partition),
        rejected: (batch) => {
          counts.batchesRejected++
          return own.rejected(batch)
        },
        globals: () => globals.latest(),
        wantsMore: () => fetcher.poke(),
        lost(error, pauseMs) {
          fetcher.remove(running)
          void running.close(error.message).catch(() => {})
          again(error, pauseMs)
        },
        transacted() {
          counts.transactionsCommitted++
          slot.failingSinceMs = null
          slot.attempts = 0
        },
      },
    )
    slot.running = running
    running.open().then(
      () => {
        counts.tasksOpened++
        fetcher.add(running)
      },
      (error: Error) => {
        void running.close(error.message).catch(() => {})
        if (slot.running === running) again(error, 0)
      },
    )
  }

  const closeSlot = (id: string, reason: string) => {
    const slot = slots.get(id)
    if (slot === undefined) return
    slots.delete(id)
    clearTimeout(slot.timer ?? undefined)
    if (slot.running === null) return
    fetcher.remove(slot.running)
    void slot.running.close(reason).catch(() => {})
  }

  // A partition we keep goes on undisturbed: nobody else can have written to it, and if somebody had, its next
  // transaction fails by its fenced id. With a new member id we were thrown out in between: everything starts again.
  const assigned = (event: ConsumerGroupJoinEvent) => {
    if (stopping) return
    counts.rebalances++
    group.pause(topology.sources.map((topic) => ({ topic })))
    const thrownOut = memberId !== '' && memberId !== event.payload.memberId
    memberId = event.payload.memberId
    const now = new Map<string, { topic: string; partition: number }>()
    for (const [topic, partitions] of Object.entries(event.payload.memberAssignment)) {
      for (const partition of partitions) now.set(`${topology.name}/${topic}/${partition}`, { topic, partition })
    }
    for (const id of [...slots.keys()]) {
      if (thrownOut || !now.has(id)) closeSlot(id, thrownOut ? 'the group had given up on us' : 'another member has it now')
    }
    for (const [id, { topic, partition }] of now) {
      if (slots.has(id)) continue
      slots.set(id, { running: null, failingSinceMs: null, attempts: 0, timer: null })
      open(id, topic, partition)
    }
    joined = true
  }

  const group: Consumer = own.clients.consumers.consumer({
    groupId,
    sessionTimeout: own.sessionMs,
    heartbeatInterval: Math.floor(own.sessionMs / 6),
    rebalanceTimeout: REBALANCE_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    minBytes: 1,
    maxBytesPerPartition: 1024,
    allowAutoTopicCreation: false,
    readUncommitted: false,
    metadataMaxAge: 60_000,
    retry: { initialRetryTime: 50, multiplier: 1.5, maxRetryTime: 1_000, retries: 20 },
  })
  let crashes: number[] = []
  let unjoinedSinceMs = Date.now()
  group.on(group.events.GROUP_JOIN, assigned)
  group.on(group.events.CRASH, (event: ConsumerCrashEvent) => {
    if (stopping) return
    const nowMs = Date.now()
    // a group coordinator that is only just coming up refuses again and again: that is waiting, not crashing
    if (joined) {
      crashes = [...crashes.filter((at) => nowMs - at < CRASHES_WITHIN_MS), nowMs]
      unjoinedSinceMs = nowMs
    }
    joined = false
    const hopeless = crashes.length >= CRASHES_MAX || nowMs - unjoinedSinceMs > UNJOINED_MS_MAX
    if (hopeless || !event.payload.restart) fail(event.payload.error)
  })
  const ticker = startTicks(topology.tickMs, slots)

  const end = async () => {
    clearInterval(ticker)
    for (const id of [...slots.keys()]) closeSlot(id, 'stopping')
    await Promise.all([fetcher.stop(), globals.stop(), states.close(), group.disconnect()])
  }

  try {
    await group.connect()
    await group.subscribe({ topics: [...topology.sources], fromBeginning: true })
    await group.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} })
    if (!joined) await Promise.race([failed, firstJoin(group)])
  } catch (error) {
    stopping = true
    await end().catch(() => {})
    throw error
  }

  return {
    failed,
    ready: () => joined && !stopping && [...slots.values()].every((slot) => slot.running?.isOpen() === true),
    async stop() {
      if (stopping) return
      stopping = true
      const open = [...slots.values()].map((slot) => slot.running).filter((running) => running !== null)
      await within(DRAIN_MS, Promise.all(open.map((running) => running.drain())))
      await abandonUnfinished(open)
      await within(GOODBYE_MS, end())
    },
  }

  // What was not answered in time has no transaction, or one whose end nobody knows: fencing it with its own id ends it.
  async function abandonUnfinished(open: readonly RunningTask[]): Promise<void> {
    const unfinished = open.filter((running) => running.isWriting())
    await within(
      GOODBYE_MS,
      Promise.all(
        unfinished.map(async ({ task }) => {
          const id = `${own.group}-${topology.name}-${task.topic}-${task.partition}`
          const fence = createTaskProducer(own.clients.producers, id, groupId, own.partitions)
          await fence.open().catch((error: Error) => log('warn', `${task.id} may have left a transaction open: ${error.message}`, {}))
          await fence.close()
        }),
      ),
    )
  }
}

function startTicks(tickMs: number, slots: ReadonlyMap<string, Slot>): NodeJS.Timeout | undefined {
  if (tickMs <= 0) return undefined
  return setInterval(
    () => {
      const nowMs = Date.now()
      slots.forEach((slot) => slot.running?.tick(nowMs, tickMs))
    },
    Math.max(5, Math.floor(tickMs / 4)),
  )
}

const firstJoin = (group: Consumer) =>
  new Promise<void>((resolve) => {
    const remove = group.on(group.events.GROUP_JOIN, () => {
      remove()
      resolve()
    })
  })

const within = (ms: number, work: Promise<unknown>): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    work.then(done, done)
  })

