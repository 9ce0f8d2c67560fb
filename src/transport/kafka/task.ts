// One input partition at work: fenced, restored, then delivered batch by batch, each acknowledged by one transaction.
import { Problem } from '../../model/problem.js'
import {
  POSITION_KEY,
  type ChangelogEntry,
  type Delivery,
  type LogRecord,
  type Outbound,
  type Task,
  type TaskConsumer,
} from '../port.js'
import type { Feed } from './fetch/fetch.js'
import type { LogReader } from './fetch/log-reader.js'
import type { RejectedBatch } from './fetch/record-batches.js'
import type { GlobalsCursor } from './globals.js'
import type { TaskProducer } from './produce/task-producer.js'
import { createChunks, DELIVERY_RECORDS_MAX } from './task-chunks.js'
import { inChunks, restoreEntries } from './task-restore.js'

/**
 * After a transaction a task gathers what comes for as long as that transaction took, at most for so long: a broker that has
 * little to do is used at once, and where much comes, or the broker is slow, fewer transactions say more.
 */
const GATHER_MS_MAX = 50
/** a position that moved over control records only is written this long after the last transaction, by a tick */
const IDLE_COMMIT_MS = 30_000

/** What a task needs of the subscription that owns it. */
export interface TaskSurroundings {
  readonly consumer: TaskConsumer
  readonly changelog: string
  readonly producer: TaskProducer
  readonly reader: LogReader
  /** the group's position on this partition, null when it has none */
  committed(): Promise<number | null>
  /** a record for the dead letters, written in the transaction that steps over the batch; null for none */
  rejected(batch: RejectedBatch): Outbound | null
  /** the global topics, from what is live now on */
  globals(): GlobalsCursor
  wantsMore(): void
  /** the task has closed itself; `pauseMs` before it may be opened again */
  lost(error: Error, pauseMs: number): void
  transacted(): void
}

export interface RunningTask extends Feed {
  readonly task: Task
  open(): Promise<void>
  /** true from the end of `open` to the close */
  isOpen(): boolean
  /** true while a transaction of this task is under way */
  isWriting(): boolean
  /** there is more of the global topics */
  poke(): void
  tick(nowMs: number, tickMs: number): void
  /** no new delivery from here on; resolves when the one at hand was settled */
  drain(): Promise<void>
  close(reason: string): Promise<void>
}

// opening → open → closed. `busy` holds from a delivery to the end of its transaction: nothing else is delivered meanwhile.
export function createTask(task: Task, own: TaskSurroundings): RunningTask {
  const { topic, partition } = task
  const prefix = `${topic}/${partition}|`
  let state: 'opening' | 'open' | 'closed' = 'opening'
  let told = false
  let busy = false
  let writing = false
  let draining = false
  let settledOnce: (() => void)[] = []
  const chunks = createChunks()
  let globals: GlobalsCursor | null = null
  /** what was delivered last came from the global topics */
  let learned = false
  let fetchOffset = 0
  let position = 0
  let committed = 0
  let stableOffset = Infinity
  let deliveredAt = 0
  let committedAt = 0
  let changelogPartition = 0
  let gatherUntil = 0
  let gathering: NodeJS.Timeout | undefined

  const isClosed = () => state === 'closed'
  const checkOpen = () => {
    if (isClosed()) throw new Error(`task ${task.id} was closed`)
  }

  const open = async () => {
    await own.producer.open()
    checkOpen()
    changelogPartition = partition % Math.max(1, own.reader.partitions(own.changelog))
    const found = await own.committed()
    const ends = await own.reader.ends(topic, partition)
    if (found !== null && (found < ends.low || found > ends.high)) throw outOfRange(found, ends)
    const entries = await restoreEntries(own.reader, own.changelog, changelogPartition, prefix)
    if (found === null && entries.size > 0) {
      throw new Problem(
        'LOG_POSITION_LOST',
        `${topic}/${partition}`,
        `the group has no position here although its changelog ${own.changelog} holds state: reset both or neither`,
      )
    }
    checkOpen()
    entries.delete(POSITION_KEY)
    position = fetchOffset = found ?? ends.low
    // without a position in the group the first transaction writes one, whatever else it is about
    committed = found ?? -1
    told = true
    await own.consumer.opened(task, inChunks(entries))
    checkOpen()
    globals = own.globals()
    state = 'open'
    deliveredAt = committedAt = Date.now()
    own.wantsMore()
    pump()
  }

  const outOfRange = (at: number, ends: { low: number; high: number }) =>
    new Problem(
      'LOG_POSITION_LOST',
      `${topic}/${partition}@${at}`,
      `the group stands at ${at}, the log holds ${ends.low} to ${ends.high}: records in between are lost and nobody may jump over them unasked`,
    )

  const pump = () => {
    if (state !== 'open' || busy || draining) return
    // Where both go on and on they take turns, as in the embedded log: neither waits for the other to end.
    const learns = globals?.behind() === true
    if (learns && (!learned || chunks.count === 0 || globals?.beginning() === true)) {
      learned = true
      deliver('globals', globals!.take(DELIVERY_RECORDS_MAX), position, [])
      return
    }
    if (chunks.count === 0) return
    const gatherMs = gatherUntil - Date.now()
    if (gatherMs > 0 && !chunks.isWorthIt()) {
      gathering ??= setTimeout(() => {
        gathering = undefined
        pump()
      }, gatherMs)
      return
    }
    learned = false
    const batch = chunks.take(position)
    own.wantsMore()
    const dead = batch.rejected
      .map((rejection) => own.rejected(rejection))
      .filter((record) => record !== null)
    if (batch.records.length > 0) deliver('records', batch.records, batch.next, dead)
    else if (batch.rejected.length > 0) void stepOver(batch.next, dead)
    else {
      position = batch.next
      pump()
    }
  }

  // Nothing to be delivered, but the position must move past an unreadable batch, together with its dead letter.
  const stepOver = async (next: number, dead: readonly Outbound[]) => {
    busy = true
    try {
      await write(dead, [], next, true)
      settled()
    } catch (error) {
      lose(error as Error, 0)
    }
  }

  const deliver = (
    cause: Delivery['cause'],
    records: readonly LogRecord[],
    next: number,
    dead: readonly Outbound[],
  ) => {
    busy = true
    let answered = false
    const answer = () => {
      if (answered) throw new Error(`a delivery of ${task.id} was answered twice`)
      answered = true
    }
    own.consumer.delivered({
      task,
      cause,
      records,
      nowMs: Date.now(),
      lag: Number.isFinite(stableOffset) ? Math.max(0, stableOffset - next) : 0,
      async ack(out, changelog, sent) {
        answer()
        checkOpen()
        try {
          await write(
            dead.length === 0 ? out : [...out, ...dead],
            changelog,
            next,
            cause === 'records',
            sent,
          )
        } catch (error) {
          lose(error as Error, 0)
          throw error
        }
        settled()
      },
      nack(reason) {
        answer()
        if (!isClosed()) lose(reason instanceof Error ? reason : new Error(String(reason)), 1_000)
      },
    })
  }

  // INVARIANT: records are sent before the position, always, and every transaction that moves the position has records.
  const write = async (
    out: readonly Outbound[],
    changelog: readonly ChangelogEntry[],
    next: number,
    always: boolean,
    sent?: () => void,
  ): Promise<void> => {
    const stale = next > committed && Date.now() - committedAt > IDLE_COMMIT_MS
    if (out.length === 0 && changelog.length === 0 && !always && !stale) {
      position = next
      return
    }
    const records: Outbound[] = out.slice()
    const entry = (key: string, value: Buffer | null) =>
      records.push({
        topic: own.changelog,
        partition: changelogPartition,
        key: prefix + key,
        value,
      })
    for (const { key, value } of changelog) entry(key, value)
    if (records.length === 0) entry(POSITION_KEY, Buffer.from(String(next)))
    writing = true
    const beganAt = Date.now()
    try {
      await own.producer.commit(
        records,
        next > committed ? { topic, partition, offset: next } : null,
        sent,
      )
    } finally {
      writing = false
    }
    position = committed = next
    committedAt = Date.now()
    gatherUntil = committedAt + Math.min(GATHER_MS_MAX, committedAt - beganAt)
    own.transacted()
  }

  const settled = () => {
    busy = false
    deliveredAt = Date.now()
    settledOnce.forEach((resolve) => resolve())
    settledOnce = []
    // the caller hears of its ack before the next delivery comes, and sockets get their turn
    setImmediate(pump)
  }

  const end = (reason: string) => {
    if (isClosed()) return
    state = 'closed'
    clearTimeout(gathering)
    busy = false
    chunks.clear()
    globals?.close()
    globals = null
    settledOnce.forEach((resolve) => resolve())
    settledOnce = []
    if (told) own.consumer.closed(task, reason)
  }

  const lose = (error: Error, pauseMs: number) => {
    if (isClosed()) return
    end(error.message)
    own.lost(error, pauseMs)
  }

  return {
    task,
    topic,
    partition,
    open,
    isOpen: () => state === 'open',
    isWriting: () => writing,
    wants: () => (state === 'open' && !draining && !chunks.isFull() ? fetchOffset : null),
    take(fetched) {
      stableOffset = fetched.lastStableOffset
      if (fetched.nextOffset === fetchOffset) return
      fetchOffset = fetched.nextOffset
      chunks.add(fetched)
      pump()
    },
    outOfRange(offset) {
      lose(outOfRange(offset, { low: NaN, high: NaN }), 0)
    },
    poke: pump,
    tick(nowMs, tickMs) {
      if (state !== 'open' || busy || draining || chunks.count > 0) return
      if (globals?.behind() === true) return
      if (fetchOffset >= stableOffset && nowMs - deliveredAt >= tickMs)
        deliver('tick', [], position, [])
    },
    drain: () =>
      new Promise((resolve) => {
        draining = true
        if (busy) settledOnce.push(resolve)
        else resolve()
      }),
    async close(reason) {
      end(reason)
      await own.producer.close()
    },
  }
}
