// One input partition at work: restored from its changelog, then delivered batch by batch, one at a time.
import { Problem } from '../../model/problem.js'
import type { ChangelogEntry, Delivery, LogRecord, Outbound, Task, TaskConsumer } from '../port.js'
import type { Log, Partition } from './log.js'

const RESTORED_CHUNK = 500

export interface TaskSurroundings {
  readonly log: Log
  readonly consumer: TaskConsumer
  readonly partition: Partition
  readonly changelog: Partition
  readonly globals: readonly Partition[]
  readonly tickMs: number
  readonly recordsMax: number
  readonly pauseMs: number
  clock(): number
  failed(error: Error): void
}

export interface RunningTask {
  isOpen(): boolean
  /** no new delivery; resolves when what is open was answered, or after `waitMs` */
  drain(waitMs: number): Promise<void>
  close(reason: string): void
}

/** Where one life of a task stands; a restart makes a new one, so late answers to the old are told apart. */
interface Life {
  state: 'opening' | 'idle' | 'busy' | 'closed'
  told: boolean
  position: number
  /** next offset of each global partition, and where it ended when this life began */
  readonly globals: { readonly partition: Partition; offset: number; readonly whole: number }[]
  globalsLast: boolean
}

// opening → idle ⇄ busy → closed, and from closed after a pause to the next life, until the subscription stops.
// INVARIANT: `busy` holds from a delivery until its transaction is on disk; nothing else is delivered meanwhile.
export function startTask(task: Task, own: TaskSurroundings): RunningTask {
  const { log, consumer, partition } = own
  const prefix = `${task.topic}/${task.partition}|`
  let life = newLife(own)
  let draining = false
  let ended = false
  let timer: NodeJS.Timeout | undefined
  const settledOnce: (() => void)[] = []

  const wake = () => pump(life)
  const watched = [partition, ...own.globals]
  for (const one of watched) one.watchers.add(wake)

  const open = async (mine: Life): Promise<void> => {
    try {
      const known = partition.positions.get(task.topology)
      mine.position = known ?? partition.start
      if (mine.position < partition.start || mine.position > partition.end)
        throw positionLost(mine.position, partition)
      if (known === undefined) {
        // from now on retention keeps what this group has not read
        await log.commit(log.prepare([]), {
          topology: task.topology,
          partition,
          offset: mine.position,
        })
        if (isClosed(mine)) return
      }
      mine.told = true
      await consumer.opened(task, restore(log, own.changelog, prefix))
      if (isClosed(mine)) return
      mine.state = 'idle'
      settled()
      pump(mine)
    } catch (error) {
      if (error instanceof Problem) own.failed(error)
      lose(mine, error)
      settled()
    }
  }

  const pump = (mine: Life): void => {
    if (mine.state !== 'idle' || draining) return
    clearTimeout(timer)
    const next = nextBatch(mine)
    if (next !== null) return deliver(mine, next.cause, next.records, next.position)
    if (own.tickMs > 0)
      timer = setTimeout(
        () => mine.state === 'idle' && deliver(mine, 'tick', [], mine.position),
        own.tickMs,
      )
  }

  // Globals come first until they are whole; then they and the records take turns, so that neither waits for ever.
  const nextBatch = (mine: Life) => {
    const behind = mine.globals.find(({ offset, whole }) => offset < whole)
    const fresh = behind ?? mine.globals.find(({ offset, partition: { end } }) => offset < end)
    if (
      fresh !== undefined &&
      (behind !== undefined || !mine.globalsLast || mine.position >= partition.end)
    ) {
      const found = readSome(fresh.partition, fresh.offset)
      fresh.offset = found.next
      mine.globalsLast = true
      if (found.records.length === 0) return nextBatch(mine)
      return { cause: 'globals' as const, records: found.records, position: mine.position }
    }
    mine.globalsLast = false
    if (mine.position >= partition.end) return null
    const found = readSome(partition, mine.position)
    if (found.records.length > 0)
      return { cause: 'records' as const, records: found.records, position: found.next }
    mine.position = found.next
    return null
  }

  const readSome = (from: Partition, offset: number): { records: LogRecord[]; next: number } => {
    const records = log.read(from, offset, from.end, own.recordsMax)
    const last = records[records.length - 1]
    return { records, next: last === undefined ? from.end : Number(last.offset) + 1 }
  }

  const deliver = (
    mine: Life,
    cause: Delivery['cause'],
    records: readonly LogRecord[],
    position: number,
  ): void => {
    clearTimeout(timer)
    mine.state = 'busy'
    let answered = false
    const answer = () => {
      if (answered) throw new Error(`a delivery of ${task.id} was answered twice`)
      answered = true
    }
    consumer.delivered({
      task,
      cause,
      records,
      nowMs: own.clock(),
      lag: Math.max(0, partition.end - position),
      async ack(out, changelog) {
        answer()
        if (isClosed(mine)) throw new Error(`task ${task.id} was closed before its ack`)
        try {
          await write(mine, out, changelog, position)
        } catch (error) {
          lose(mine, error)
          throw error
        }
        if (!isClosed(mine)) mine.state = 'idle'
        settled()
        // the caller hears of its ack before the next delivery comes
        setImmediate(pump, mine)
      },
      nack(reason) {
        answer()
        lose(mine, reason)
      },
    })
  }

  const write = async (
    mine: Life,
    out: readonly Outbound[],
    changelog: readonly ChangelogEntry[],
    position: number,
  ): Promise<void> => {
    const moved = position > mine.position
    if (out.length === 0 && changelog.length === 0 && !moved) return
    const records = out.slice()
    for (const { key, value } of changelog) {
      records.push({
        topic: own.changelog.topic.name,
        partition: own.changelog.number,
        key: prefix + key,
        value,
      })
    }
    const prepared = log.prepare(records)
    await log.commit(
      prepared,
      moved ? { topology: task.topology, partition, offset: position } : undefined,
    )
    mine.position = position
  }

  const settled = () => {
    for (const resolve of settledOnce.splice(0)) resolve()
  }

  const end = (mine: Life, reason: string) => {
    if (isClosed(mine)) return
    mine.state = 'closed'
    clearTimeout(timer)
    if (mine.told) consumer.closed(task, reason)
    settled()
  }

  const lose = (mine: Life, reason: unknown) => {
    if (isClosed(mine)) return
    end(mine, reason instanceof Error ? reason.message : String(reason))
    if (ended || draining) return
    timer = setTimeout(() => {
      life = newLife(own)
      void open(life)
    }, own.pauseMs)
  }

  void open(life)
  return {
    isOpen: () => life.state === 'idle' || life.state === 'busy',
    drain(waitMs) {
      draining = true
      clearTimeout(timer)
      if (life.state === 'idle' || life.state === 'closed') return Promise.resolve()
      return new Promise((resolve) => {
        const late = setTimeout(resolve, waitMs)
        settledOnce.push(() => {
          clearTimeout(late)
          resolve()
        })
      })
    },
    close(reason) {
      ended = true
      for (const one of watched) one.watchers.delete(wake)
      end(life, reason)
    },
  }
}

// asked by call, as the state may change during any await
function isClosed(life: Life): boolean {
  return life.state === 'closed'
}

function newLife(own: TaskSurroundings): Life {
  const globals = own.globals.map((partition) => ({ partition, offset: 0, whole: partition.end }))
  return { state: 'opening', told: false, position: 0, globals, globalsLast: false }
}

function positionLost(position: number, { topic, number, start, end }: Partition): Problem {
  return new Problem(
    'LOG_POSITION_LOST',
    `${topic.name}/${number}@${position}`,
    `the group stands at ${position}, the log holds ${start} to ${end}: nobody may jump over what is missing unasked`,
  )
}

// The keys are listed at once, their values read as the task asks for them; nobody but this task changes them.
async function* restore(
  log: Log,
  changelog: Partition,
  prefix: string,
): AsyncGenerator<readonly ChangelogEntry[]> {
  const offsets = log.offsetsOf(changelog, prefix)
  for (let from = 0; from < offsets.length; from += RESTORED_CHUNK) {
    yield offsets.slice(from, from + RESTORED_CHUNK).map((offset) => {
      const [record] = log.read(changelog, offset, offset + 1, 1)
      const key = record?.key?.toString() ?? ''
      if (record === undefined || !key.startsWith(prefix)) {
        const place = `${changelog.topic.name}/${changelog.number}@${offset}`
        throw new Problem('STORE_CORRUPT', place, `the changelog entry at ${place} is missing`)
      }
      return { key: key.slice(prefix.length), value: record.value }
    })
    await new Promise(setImmediate)
  }
}
