// The embedded log as a transport: topics, tasks and state of one machine in one durable folder.
import type { LogRecord, Subscription, Task, TaskConsumer, Topology, Transport } from '../port.js'
import { openLog, type Partition } from './log.js'
import { type RunningTask, startTask } from './task.js'

export interface EmbeddedOptions {
  /** folder of the store; made when it is missing */
  readonly dir: string
  /** partitions of a topic that nobody created before its first use; default 1 */
  readonly partitions?: number
  /** records of one delivery; default 1,000 */
  readonly batchRecords?: number
  /** age in ms after which records of `delete` topics go, where the topic does not say; default 7 days */
  readonly retentionMs?: number
  /** bytes of one partition of a `delete` topic above which its oldest records go; default 1 GiB */
  readonly retentionBytes?: number
  /** how long tombstones of compacted topics can be read, in ms; default 24 h */
  readonly tombstoneMs?: number
  /** bytes of all records above which `append` refuses with `Problem('STORE_FULL')`; acks go on; default 16 GiB */
  readonly limitBytes?: number
  /** pause before a task that gave a batch back starts again, in ms; default 1,000 */
  readonly restartMs?: number
  /** how long `stop` waits for open deliveries, in ms; default 4,000 */
  readonly drainMs?: number
  /** wall clock in epoch ms */
  readonly clock?: () => number
}

export interface EmbeddedTransport extends Transport {
  /**
   * The newest records of a topic, newest first by append time, at most `limit`. `before` is what the last page gave as
   * `next`; null starts at the end. `next` is null when there is nothing older.
   */
  readBack(topic: string, before: readonly string[] | null, limit: number): Page
}

export interface Page {
  readonly records: readonly LogRecord[]
  /** per partition: the offset below which the next page begins */
  readonly next: readonly string[] | null
}

const DAY_MS = 86_400_000

/**
 * Opens the folder. Throws `Problem('STORE_LOCKED')` when another process owns it, `Problem('STORE_CORRUPT')` when its format is not
 * known here or damaged. `append` and `ack` resolve when the records are on disk; what was not acked before a crash comes again.
 */
export function createEmbeddedTransport(options: EmbeddedOptions): EmbeddedTransport {
  const clock = options.clock ?? Date.now
  const limits = {
    partitions: options.partitions ?? 1,
    retentionMs: options.retentionMs ?? 7 * DAY_MS,
    retentionBytes: options.retentionBytes ?? 2 ** 30,
    tombstoneMs: options.tombstoneMs ?? DAY_MS,
    limitBytes: options.limitBytes ?? 16 * 2 ** 30,
  }
  const recordsMax = options.batchRecords ?? 1_000
  const log = openLog(options.dir, limits, clock)
  const subscriptions = new Map<string, Subscription>()
  let closed = false

  const checkOpen = () => {
    if (closed) throw new Error(`the embedded log in ${options.dir} is closed`)
  }

  const subscribe = async (topology: Topology, consumer: TaskConsumer): Promise<Subscription> => {
    checkOpen()
    if (subscriptions.has(topology.name))
      throw new Error(`topology ${topology.name} is subscribed already`)
    const kept = { partitions: 1, cleanup: 'compact', retentionMs: null } as const
    const changelog = log.topicOf(topology.changelog, kept).partitions
    const globals = topology.globals.flatMap((name) => log.topicOf(name, kept).partitions)
    const sources = topology.sources.flatMap((name) => log.topicOf(name).partitions)
    const subscription = createSubscription(
      sources,
      (partition, failed) =>
        startTask(taskOf(topology, partition), {
          log,
          consumer,
          partition,
          changelog: changelog[partition.number % changelog.length]!,
          globals,
          tickMs: topology.tickMs,
          recordsMax,
          pauseMs: options.restartMs ?? 1_000,
          clock,
          failed,
        }),
      log.failed,
      options.drainMs ?? 4_000,
      () => subscriptions.delete(topology.name),
    )
    subscriptions.set(topology.name, subscription)
    return subscription
  }

  async function* readAll(
    wanted: readonly { partition: Partition; offset: number; end: number }[],
  ) {
    for (const { partition, offset, end } of wanted) {
      let at = Math.max(offset, partition.start)
      while (at < end) {
        checkOpen()
        const records = log.read(partition, at, end, recordsMax)
        if (records.length === 0) break
        at = Number(records[records.length - 1]!.offset) + 1
        yield records
        await new Promise(setImmediate)
      }
    }
  }

  return {
    async createTopics(specs) {
      checkOpen()
      return log.createTopics(specs)
    },
    async partitions(topic) {
      return log.topics.get(topic)?.partitions.length ?? 0
    },
    subscribe,
    async append(records) {
      checkOpen()
      log.checkRoom()
      if (records.length > 0) await log.commit(log.prepare(records))
    },
    read(topic, from) {
      checkOpen()
      const all = log.topics.get(topic)?.partitions ?? []
      const wanted =
        from === undefined ? all : all.filter(({ number }) => number === from.partition)
      return readAll(
        wanted.map((partition) => ({
          partition,
          offset: Number(from?.offset ?? 0),
          end: partition.end,
        })),
      )
    },
    async starts(topic) {
      checkOpen()
      return (log.topics.get(topic)?.partitions ?? []).map(({ start }) => String(start))
    },
    readBack(topic, before, limit) {
      checkOpen()
      const partitions = log.topics.get(topic)?.partitions ?? []
      const tails = partitions.map((p) =>
        log.readBack(p, before === null ? p.end : Number(before[p.number] ?? 0), limit),
      )
      const records = newestFirst(tails, limit)
      const next = partitions.map((p) => {
        const last = records.filter(({ partition }) => partition === p.number).pop()
        return last?.offset ?? before?.[p.number] ?? String(p.end)
      })
      return { records, next: records.length < limit ? null : next }
    },
    async close() {
      if (closed) return
      await Promise.all([...subscriptions.values()].map((subscription) => subscription.stop()))
      closed = true
      await log.close()
    },
  }
}

// Each tail stays in its own order, even where the clock was set back between two appends.
function newestFirst(tails: readonly LogRecord[][], limit: number): LogRecord[] {
  const used = tails.map(() => 0)
  const records: LogRecord[] = []
  while (records.length < limit) {
    let newest = -1
    tails.forEach((tail, i) => {
      const head = tail[used[i]!]
      if (
        head !== undefined &&
        (newest < 0 || head.timestampMs > tails[newest]![used[newest]!]!.timestampMs)
      )
        newest = i
    })
    if (newest < 0) break
    records.push(tails[newest]![used[newest]!++]!)
  }
  return records
}

function taskOf(topology: Topology, { topic, number }: Partition): Task {
  return {
    id: `${topology.name}/${topic.name}/${number}`,
    topology: topology.name,
    topic: topic.name,
    partition: number,
  }
}

function createSubscription(
  sources: readonly Partition[],
  start: (partition: Partition, failed: (error: Error) => void) => RunningTask,
  storeFailed: Promise<never>,
  drainMs: number,
  stopped: () => void,
): Subscription {
  let fail!: (error: Error) => void
  const failed = new Promise<never>((_, reject) => (fail = reject))
  failed.catch(() => {})
  storeFailed.catch(fail)
  const tasks = sources.map((partition) => start(partition, fail))
  let stopping: Promise<void> | null = null
  const stop = async () => {
    await Promise.all(tasks.map((task) => task.drain(drainMs)))
    for (const task of tasks) task.close('stopped')
    stopped()
  }
  return {
    failed,
    ready: () => stopping === null && tasks.every((task) => task.isOpen()),
    stop: () => (stopping ??= stop()),
  }
}
