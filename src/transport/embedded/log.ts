// Topics on the store: offsets, chunks, compaction by key and retention, all inside the transaction of who writes.
import { Problem } from '../../model/problem.js'
import { partitionOf } from '../partitioner.js'
import type { Outbound, TopicSpec } from '../port.js'
import { encodeChunk, type Incoming, readHeader, storedBytes } from './chunk.js'
import { createLogReading } from './log-read.js'
import { indexKey, placeOf } from './places.js'
import { type Changes, openStore, type Store } from './store.js'

const CHUNK_RECORDS_MAX = 1_000
const CHUNK_BYTES_MAX = 256 * 1024
/** chunks that one append may drop, so that retention never makes a commit slow */
const RETIRED_MAX = 8
const BURIED_MAX = 4
const BURIED = Buffer.alloc(0)
/** the number of partitions that createTopics accepts */
const PARTITIONS_MAX = 1_024

export interface LogLimits {
  readonly partitions: number
  readonly retentionMs: number
  readonly retentionBytes: number
  readonly tombstoneMs: number
  readonly limitBytes: number
}

export interface Partition {
  readonly topic: Topic
  readonly number: number
  readonly id: number
  /** offset of the next record to be written, of the first that is kept, and of the first that nobody may read yet */
  next: number
  start: number
  end: number
  bytes: number
  /** header of the chunk at `start`, once it was looked at */
  head: { readonly count: number; readonly timestampMs: number; readonly bytes: number } | null
  /** positions of the groups that read it, by topology */
  readonly positions: Map<string, number>
  readonly watchers: Set<() => void>
}

export interface Topic {
  readonly name: string
  readonly cleanup: 'delete' | 'compact'
  readonly retentionMs: number | null
  readonly partitions: readonly Partition[]
}

/** Records that were checked and packed, ready for a transaction. */
export interface Prepared {
  write(changes: Changes): void
}

interface StoredTopic {
  readonly ids: readonly number[]
  readonly cleanup: 'delete' | 'compact'
  readonly retentionMs: number | null
}
type Mark = readonly [next: number, start: number, bytes: number]
interface Chunk {
  readonly bytes: Buffer
  readonly count: number
  /** of the only record, in a compacted topic */
  readonly key: Buffer | null
  readonly tombstone: boolean
}

export type Log = ReturnType<typeof openLog>

/** Opens the store in `dir` and all topics in it. */
export function openLog(dir: string, limits: LogLimits, clock: () => number) {
  const topics = new Map<string, Topic>()
  const unsaved: Topic[] = []
  const dirty = new Set<Partition>()
  /** index entries of the transaction that is being gathered or written */
  const indexed = new Map<string, Buffer>()
  const usual = { partitions: limits.partitions, cleanup: 'delete', retentionMs: null } as const
  let idsUsed = 0
  let bytesKept = 0

  const store: Store = openStore(dir, {
    closing(changes) {
      for (const topic of unsaved.splice(0)) {
        const stored: StoredTopic = {
          ids: topic.partitions.map(({ id }) => id),
          cleanup: topic.cleanup,
          retentionMs: topic.retentionMs,
        }
        changes.put(store.meta, `topic/${topic.name}`, stored)
      }
      for (const p of dirty)
        changes.put(store.meta, `mark/${p.id}`, [p.next, p.start, p.bytes] satisfies Mark)
    },
    committed() {
      indexed.clear()
      const moved = [...dirty]
      dirty.clear()
      for (const p of moved) p.end = p.next
      for (const p of moved) for (const wake of [...p.watchers]) wake()
    },
  })

  const addTopic = (
    name: string,
    ids: readonly number[],
    spec: Pick<TopicSpec, 'cleanup' | 'retentionMs'>,
  ): Topic => {
    const partitions: Partition[] = []
    const topic: Topic = { name, cleanup: spec.cleanup, retentionMs: spec.retentionMs, partitions }
    ids.forEach((id, number) => {
      const [next, start, bytes] = (store.meta.get(`mark/${id}`) as Mark | undefined) ?? [0, 0, 0]
      const fresh = {
        head: null,
        positions: new Map<string, number>(),
        watchers: new Set<() => void>(),
      }
      partitions.push({ topic, number, id, next, start, end: next, bytes, ...fresh })
      bytesKept += bytes
      idsUsed = Math.max(idsUsed, id + 1)
    })
    topics.set(name, topic)
    return topic
  }

  for (const { key, value } of store.meta.getRange({ start: 'topic/', end: 'topic0' })) {
    const stored = value as StoredTopic
    addTopic(key.slice('topic/'.length), stored.ids, stored)
  }
  for (const { key, value } of store.meta.getRange({ start: 'position/', end: 'position0' })) {
    const [, topology, topic, number] = key.split('/') as [string, string, string, string]
    topics.get(topic)?.partitions[Number(number)]?.positions.set(topology, value as number)
  }

  /** the topic, made on the spot where nobody created it */
  const topicOf = (name: string, spec: Omit<TopicSpec, 'name'> = usual): Topic => {
    const { partitions } = spec
    const found = topics.get(name)
    if (found !== undefined) return found
    if (!/^[\w.-]{1,249}$/.test(name)) throw new Error(`"${name}" cannot be the name of a topic`)
    if (!(partitions >= 1 && partitions <= PARTITIONS_MAX))
      throw new Error(`topic ${name} with ${partitions} partitions`)
    const topic = addTopic(
      name,
      Array.from({ length: partitions }, () => idsUsed++),
      spec,
    )
    unsaved.push(topic)
    return topic
  }

  const route = (records: readonly Outbound[]): Map<Partition, Incoming[]> => {
    const routed = new Map<Partition, Incoming[]>()
    for (const { topic: name, key, value, headers, partition } of records) {
      const topic = topicOf(name)
      const bytes = typeof key === 'string' ? Buffer.from(key) : key
      if (bytes === null && topic.cleanup === 'compact')
        throw new Error(`${name} is compacted: a record needs a key`)
      const target = topic.partitions[partition ?? partitionOf(bytes, topic.partitions.length)]
      if (target === undefined) throw new Error(`topic ${name} has no partition ${partition}`)
      const list = routed.get(target)
      const record = { key: bytes, value, headers }
      if (list === undefined) routed.set(target, [record])
      else list.push(record)
    }
    return routed
  }

  const prepare = (records: readonly Outbound[]): Prepared => {
    const packed = [...route(records)].map(([p, incoming]) => ({
      p,
      chunks: pack(incoming, p.topic.cleanup, clock()),
    }))
    return {
      write(changes) {
        for (const { p, chunks } of packed) {
          const compacted = p.topic.cleanup === 'compact'
          if (compacted) bury(p, changes)
          for (const chunk of chunks) {
            if (compacted) supersede(p, chunk, changes)
            changes.put(store.log, placeOf(p.id, p.next), chunk.bytes)
            p.next += chunk.count
            grow(p, chunk.bytes.length)
          }
          if (!compacted) retire(p, changes)
          dirty.add(p)
        }
      },
    }
  }

  const grow = (p: Partition, bytes: number) => {
    p.bytes += bytes
    bytesKept += bytes
  }

  // The latest record of a key is the only one kept. A tombstone stays for a while, for those who read the topic live.
  const supersede = (p: Partition, chunk: Chunk, changes: Changes) => {
    const at = indexKey(p.id, chunk.key!)
    const name = at.toString('latin1')
    const old = indexed.get(name) ?? store.index.get(at)
    if (old !== undefined && old !== BURIED) {
      const offset = old.readUIntBE(0, 6)
      changes.remove(store.log, placeOf(p.id, offset))
      if (old[10] === 1) changes.remove(store.graves, placeOf(p.id, offset))
      grow(p, -old.readUInt32BE(6))
    }
    const entry = Buffer.allocUnsafe(11)
    entry.writeUIntBE(p.next, 0, 6)
    entry.writeUInt32BE(chunk.bytes.length, 6)
    entry[10] = chunk.tombstone ? 1 : 0
    indexed.set(name, entry)
    changes.put(store.index, at, entry)
    if (chunk.tombstone) {
      const grave = Buffer.allocUnsafe(12 + at.length)
      grave.writeDoubleBE(chunk.bytes.readDoubleBE(8), 0)
      grave.writeUInt32BE(chunk.bytes.length, 8)
      at.copy(grave, 12)
      changes.put(store.graves, placeOf(p.id, p.next), grave)
    }
  }

  const bury = (p: Partition, changes: Changes) => {
    const oldest = store.graves.getRange({
      start: placeOf(p.id, 0),
      end: placeOf(p.id + 1, 0),
      limit: BURIED_MAX,
    })
    for (const { key, value } of [...oldest]) {
      const at = Buffer.from(value.subarray(12))
      if (
        clock() - value.readDoubleBE(0) < limits.tombstoneMs ||
        indexed.has(at.toString('latin1'))
      )
        return
      changes.remove(store.graves, key)
      changes.remove(store.log, key)
      changes.remove(store.index, at)
      indexed.set(at.toString('latin1'), BURIED)
      grow(p, -value.readUInt32BE(8))
    }
  }

  // INVARIANT: nothing at or above the position of a group that is known here is dropped, however old or large.
  const retire = (p: Partition, changes: Changes) => {
    const retentionMs = p.topic.retentionMs ?? limits.retentionMs
    const oldestMs = clock() - retentionMs
    const held = Math.min(...p.positions.values())
    for (let steps = 0; steps < RETIRED_MAX; steps++) {
      p.head ??= headOf(p)
      if (p.head === null || p.start + p.head.count > held) return
      if (p.bytes <= limits.retentionBytes && p.head.timestampMs >= oldestMs) return
      changes.remove(store.log, placeOf(p.id, p.start))
      p.start += p.head.count
      grow(p, -p.head.bytes)
      p.head = null
    }
  }

  const headOf = (p: Partition) => {
    const chunk = p.start < p.end ? store.log.get(placeOf(p.id, p.start)) : undefined
    return chunk === undefined ? null : { ...readHeader(chunk, p.topic.name), bytes: chunk.length }
  }

  const { read, readBack, offsetsOf } = createLogReading(store)

  return {
    topics,
    failed: store.failed,
    close: store.close,
    topicOf,
    prepare,
    read,
    readBack,
    offsetsOf,
    /** resolves when what was prepared, and the position if there is one, is on disk */
    commit(
      prepared: Prepared,
      position?: { topology: string; partition: Partition; offset: number },
    ): Promise<void> {
      return store.commit((changes) => {
        prepared.write(changes)
        if (position === undefined) return
        const { topology, partition: p, offset } = position
        p.positions.set(topology, offset)
        changes.put(store.meta, `position/${topology}/${p.topic.name}/${p.number}`, offset)
      })
    },
    async createTopics(specs: readonly TopicSpec[]): Promise<readonly string[]> {
      const missing = specs.filter(({ name }) => !topics.has(name))
      for (const spec of missing) topicOf(spec.name, spec)
      await store.commit(() => {})
      return missing.map(({ name }) => name)
    },
    /** throws `Problem('STORE_FULL')` when appends from outside must wait for the readers */
    checkRoom(): void {
      if (bytesKept < limits.limitBytes) return
      const megabytes = Math.round(bytesKept / 2 ** 20)
      throw new Problem(
        'STORE_FULL',
        dir,
        `the log in ${dir} holds ${megabytes} MiB, its limit: its readers are behind`,
      )
    },
  }
}

// A compacted topic keeps each record by itself, as each lives as long as its key's next.
function pack(
  records: readonly Incoming[],
  cleanup: 'delete' | 'compact',
  timestampMs: number,
): Chunk[] {
  const chunks: Chunk[] = []
  const recordsMax = cleanup === 'compact' ? 1 : CHUNK_RECORDS_MAX
  let from = 0
  let bytes = 0
  records.forEach((record, i) => {
    bytes += storedBytes(record)
    const full = i + 1 - from >= recordsMax || bytes >= CHUNK_BYTES_MAX
    if (!full && i + 1 < records.length) return
    const packed = encodeChunk(records, from, i + 1, bytes, timestampMs)
    chunks.push({
      bytes: packed,
      count: i + 1 - from,
      key: record.key,
      tombstone: record.value === null,
    })
    from = i + 1
    bytes = 0
  })
  return chunks
}
