// The global topics, read whole by this process: the latest value of each key, and what is new from then on.
import type { LogRecord } from '../port.js'
import type { Log } from './client.js'
import { createFetcher, type Feed } from './fetch/fetch.js'
import type { LogReader } from './fetch/log-reader.js'

export interface Globals {
  /** reads every topic to its end; then goes on by itself */
  start(): Promise<void>
  /** live records, the longest unchanged first */
  latest(): LogRecord[]
  stop(): Promise<void>
}

/** `changed` gets what comes after the start, tombstones too. No group, no commits: each process starts from the beginning. */
export function createGlobals(
  reader: LogReader,
  topics: readonly string[],
  log: Log,
  changed: (records: readonly LogRecord[]) => void,
  failed: (error: Error) => void,
): Globals {
  const latest = new Map<string, LogRecord>()
  const fetcher = createFetcher(reader, log, failed)

  const keep = (records: readonly LogRecord[]): LogRecord[] => {
    const kept = records.map(copied)
    for (const record of kept) {
      const key = `${record.partition} ${record.topic} ${record.key?.toString('latin1') ?? ''}`
      latest.delete(key)
      if (record.value !== null) latest.set(key, record)
    }
    return kept
  }

  const follow = (topic: string, partition: number, from: number): Feed => {
    let offset: number | null = from
    return {
      topic,
      partition,
      wants: () => offset,
      take(fetched) {
        offset = fetched.nextOffset
        if (fetched.records.length > 0) changed(keep(fetched.records))
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
          for await (const records of reader.bounded(topic, partition, low, stable)) keep(records)
          fetcher.add(follow(topic, partition, stable))
        }
      }
    },
    latest: () => [...latest.values()],
    stop: () => fetcher.stop(),
  }
}

// Fetched bytes are views on a whole answer of the broker: a short key would keep all of it in memory.
function copied(record: LogRecord): LogRecord {
  return {
    ...record,
    key: record.key === null ? null : Buffer.from(record.key),
    value: record.value === null ? null : Buffer.from(record.value),
  }
}
