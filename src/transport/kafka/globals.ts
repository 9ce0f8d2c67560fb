// The global topics, read whole by this process: the latest value of each key, and what is new from then on.
import type { LogRecord } from '../port.js'
import type { Log } from './client.js'
import { createFetcher, type Feed } from './fetch/fetch.js'
import type { LogReader } from './fetch/log-reader.js'

export interface Globals {
  /** reads every topic to its end; then goes on by itself */
  start(): Promise<void>
  /** a reader of its own: first what is live now, the longest unchanged first, then what comes, tombstones too */
  follow(): GlobalsCursor
  stop(): Promise<void>
}

/** How far one task has come. */
export interface GlobalsCursor {
  /** true when there is something to be taken */
  behind(): boolean
  /** true while something is left of what was live when it began */
  beginning(): boolean
  take(recordsMax: number): LogRecord[]
  close(): void
}

/** `changed` is called when more has come. No group, no commits: each process starts from the beginning. */
export function createGlobals(
  reader: LogReader,
  topics: readonly string[],
  log: Log,
  changed: () => void,
  failed: (error: Error) => void,
): Globals {
  const tail = createTail()
  const fetcher = createFetcher(reader, log, failed)

  const feedOf = (topic: string, partition: number, from: number): Feed => {
    let offset: number | null = from
    return {
      topic,
      partition,
      wants: () => offset,
      take(fetched) {
        offset = fetched.nextOffset
        if (fetched.records.length === 0) return
        tail.push(fetched.records)
        changed()
      },
      // compaction does not move the start; if somebody deleted records, what is left is all there is
      outOfRange() {
        offset = null
        reader.ends(topic, partition).then(({ low }) => {
          offset = low
          fetcher.poke()
        }, failed)
      },
    }
  }

  return {
    async start() {
      for (const topic of topics) {
        for (let partition = 0; partition < reader.partitions(topic); partition++) {
          const { low, stable } = await reader.ends(topic, partition)
          for await (const records of reader.bounded(topic, partition, low, stable))
            tail.push(records)
          fetcher.add(feedOf(topic, partition, stable))
        }
      }
    },
    follow: () => tail.follow(),
    stop: () => fetcher.stop(),
  }
}

/** records that may lie before the slowest task until those that newer ones replaced are dropped */
const TAIL_MIN = 20_000

interface Cursor {
  /** what was live when it began, and how much of that was taken */
  readonly live: readonly LogRecord[]
  taken: number
  /** the next one in the tail */
  next: number
}

/**
 * The records that some task has not taken yet, held once for all tasks, whatever their number. A task that does not
 * get on makes the tail longer: then, each time it has doubled, only the last record of each key stays in it.
 */
export function createTail() {
  const latest = new Map<string, LogRecord>()
  const cursors = new Set<Cursor>()
  let tail: LogRecord[] = []
  let compactAt = TAIL_MIN
  let live: readonly LogRecord[] | null = null

  const dropTaken = (): void => {
    const done = Math.min(tail.length, ...[...cursors].map(({ next }) => next))
    if (done === 0) return
    tail = tail.slice(done)
    for (const cursor of cursors) cursor.next -= done
  }

  const compact = (): void => {
    dropTaken()
    const seen = new Set<string>()
    const kept: LogRecord[] = []
    const ordered = [...cursors].sort((a, b) => b.next - a.next)
    let moved = 0
    for (let i = tail.length - 1; i >= -1; i--) {
      // every cursor that stands behind record i stands behind as many of those kept as were kept from there on
      for (; moved < ordered.length && (ordered[moved] as Cursor).next > i; moved++)
        (ordered[moved] as Cursor).next = -kept.length
      if (i < 0) break
      const record = tail[i] as LogRecord
      const key = keyOf(record)
      if (seen.has(key)) continue
      seen.add(key)
      kept.push(record)
    }
    tail = kept.reverse()
    for (const cursor of cursors) cursor.next += tail.length
    compactAt = Math.max(TAIL_MIN, 2 * tail.length)
  }

  return {
    push(records: readonly LogRecord[]): void {
      live = null
      for (const one of records) {
        const record = copied(one)
        const key = keyOf(record)
        latest.delete(key)
        if (record.value !== null) latest.set(key, record)
        if (cursors.size > 0) tail.push(record)
      }
      if (tail.length >= compactAt) compact()
    },
    follow(): GlobalsCursor {
      live ??= [...latest.values()]
      const cursor: Cursor = { live, taken: 0, next: tail.length }
      cursors.add(cursor)
      return {
        behind: () => cursor.taken < cursor.live.length || cursor.next < tail.length,
        beginning: () => cursor.taken < cursor.live.length,
        take(recordsMax) {
          if (cursor.taken < cursor.live.length) {
            const first = cursor.live.slice(cursor.taken, cursor.taken + recordsMax)
            cursor.taken += first.length
            return first
          }
          const more = tail.slice(cursor.next, cursor.next + recordsMax)
          cursor.next += more.length
          return more
        },
        close: () => void cursors.delete(cursor),
      }
    },
    /** records held for tasks that have not taken them */
    held: () => tail.length,
  }
}

const keyOf = ({ partition, topic, key }: LogRecord): string =>
  `${partition} ${topic} ${key?.toString('latin1') ?? ''}`

// Fetched bytes are views on a whole answer of the broker: a short key would keep all of it in memory.
function copied(record: LogRecord): LogRecord {
  return {
    ...record,
    key: record.key === null ? null : Buffer.from(record.key),
    value: record.value === null ? null : Buffer.from(record.value),
  }
}
