// The state of a task as a log of frames: one record a batch, and a cleaner that keeps their number and size bounded.
//
// A record for each changed key is what costs on Kafka, so each batch writes one frame with all of them. Frames form a queue: new
// ones at the head; when more than half of what is kept is outdated, the oldest are cleaned: entries whose latest version lies
// there are written again into the frame of the batch, and the slot (the changelog key) of an emptied frame is taken by a
// new one. At most as many entries are carried over as the batch changed, so what is written is at most twice what changed, and
// what is kept stays within about three times what lives. A deletion is an entry too, until it is in the oldest
// frame: then no older frame can hold its key.
import { randomInt } from 'node:crypto'
import { Problem } from '../model/problem.js'
import type { ChangelogEntry } from '../transport/port.js'
import { createFrameWriter, readFrame } from './frame.js'
import { createKeyTable, type KeyTable } from './key-table.js'

/** What a stage offers of its state. Keys are unique texts; values are JSON or any other text. */
export interface StateEntries {
  /** changed since the last call: key → value, or null when deleted */
  drain(): Iterable<readonly [key: string, value: string | null]>
  /** the present value of a key, for rewriting; null when gone */
  current(key: string): string | null
  /** called once for each live key, the longest unchanged first */
  restore(key: string, value: string): void
}

export interface ChangelogOptions {
  /** version of the values' form: state of another version is refused; 0 to 255 */
  readonly codecVersion: number
  /** frames kept at most. With fewer than `live keys / keys changed by a batch` more than twice is written. Default 65,536 */
  readonly slots?: number
  /** a frame is closed when it reaches this size in bytes; default 512 KiB, half of what a Kafka broker takes */
  readonly frameBytes?: number
  /** below so many entries nothing is cleaned, as it is not worth the writing; default 4,096 */
  readonly entriesMin?: number
}

export interface Changelog {
  /** the entries for this batch's ack; empty when nothing changed */
  collect(): ChangelogEntry[]
  /** takes what the changelog holds, in parts and in any order; then `finishRestore` gives the state its entries */
  restore(entries: readonly ChangelogEntry[]): void
  /** throws `Problem('STORE_CORRUPT')` when a frame is missing */
  finishRestore(): void
  /** size of all frames that are kept */
  readonly bytes: number
  /** running totals: entries changed by the state, entries written because their frame was cleaned */
  readonly counts: { readonly changed: number; readonly carried: number }
}

const SLOT = 'f/'
const SLOTS_MAX = 65_536
const FRAME_BYTES = 512 * 1024
const ENTRIES_MIN = 4_096
const CARRY_MIN = 16
/** frames freed by one batch at most: each may cost a tombstone record */
const FREED_MAX = 32

interface Frame {
  readonly seq: number
  readonly slot: number
  readonly count: number
  readonly bytes: number
}

export function createChangelog(state: StateEntries, options: ChangelogOptions): Changelog {
  const slotsMax = options.slots ?? SLOTS_MAX
  const frameBytes = options.frameBytes ?? FRAME_BYTES
  const entriesMin = options.entriesMin ?? ENTRIES_MIN
  const table = createKeyTable(randomInt(2 ** 31))
  const queue = createIdQueue()
  const writer = createFrameWriter(options.codecVersion)
  const counts = { changed: 0, carried: 0 }
  let frames: Frame[] = []
  /** index in `frames` of the oldest; those before it are gone */
  let first = 0
  /** entries of the oldest frame that were looked at already */
  let tailUsed = 0
  let nextSeq = 1
  let live = 0
  let bytes = 0
  let slotsUsed = 0
  let freeSlots: number[] = []
  let out: ChangelogEntry[] = []
  let restoring = createRestoring(table, options.codecVersion)

  const framesKept = () => frames.length - first

  const flush = () => {
    const seq = nextSeq++
    const slot = freeSlots.pop() ?? slotsUsed++
    const count = writer.count
    const value = writer.finish(seq, first < frames.length ? frames[first]!.seq : seq)
    frames.push({ seq, slot, count, bytes: value.length })
    bytes += value.length
    out.push({ key: SLOT + slot, value })
  }

  const write = (id: number, key: string, value: string | null) => {
    if (writer.bytes >= frameBytes) flush()
    writer.add(key, value)
    queue.push(id)
    table.set(id, nextSeq, value !== null)
  }

  const writeChanges = (): number => {
    let changed = 0
    for (const [key, value] of state.drain()) {
      const known = table.find(key)
      const wasLive = known >= 0 && table.live(known)
      if (value === null && !wasLive) continue
      if (value === null) live--
      else if (!wasLive) live++
      write(known >= 0 ? known : table.add(key), key, value)
      changed++
    }
    return changed
  }

  // Only what the oldest frame is the latest word on is carried on: a value again, a deletion not at all.
  const carry = (id: number, seq: number): number => {
    if (table.seq(id) !== seq >>> 0) return 0
    const key = table.key(id)
    const value = table.live(id) ? state.current(key) : null
    if (value === null) {
      if (table.live(id)) live--
      table.set(id, seq - 1, false)
      table.remove(id)
      return 0
    }
    write(id, key, value)
    return 1
  }

  const clean = (changed: number, before: number) => {
    const freed: number[] = []
    const far = queue.size > 3 * live + entriesMin
    let budget = Math.max(changed, CARRY_MIN) * (far ? 2 : 1)
    while (first < frames.length && frames[first]!.seq < before) {
      const frame = frames[first]!
      const forced = framesKept() >= slotsMax
      if (!forced && queue.size <= Math.max(2 * live, entriesMin)) break
      if (!forced && freed.length >= FREED_MAX) break
      while (tailUsed < frame.count && (forced || budget > 0)) {
        tailUsed++
        const carried = carry(queue.shift(), frame.seq)
        counts.carried += carried
        budget -= carried
      }
      if (tailUsed < frame.count) break
      tailUsed = 0
      first++
      bytes -= frame.bytes
      freed.push(frame.slot)
      freeSlots.push(frame.slot)
    }
    if (first > 1_024 && first * 2 > frames.length) {
      frames = frames.slice(first)
      first = 0
    }
    return freed
  }

  return {
    counts,
    get bytes() {
      return bytes
    },
    collect() {
      const before = nextSeq
      const changed = writeChanges()
      if (changed === 0) return []
      counts.changed += changed
      const freed = clean(changed, before)
      flush()
      const left = new Set(freeSlots)
      for (const slot of freed) if (left.has(slot)) out.push({ key: SLOT + slot, value: null })
      const entries = out
      out = []
      return entries
    },
    restore(entries) {
      for (const { key, value } of entries) if (value !== null) restoring.take(key, value)
    },
    finishRestore() {
      frames = restoring.inOrder()
      first = 0
      for (const frame of frames) {
        bytes += frame.bytes
        slotsUsed = Math.max(slotsUsed, frame.slot + 1)
        nextSeq = frame.seq + 1
        for (const id of restoring.ids(frame.seq)) {
          queue.push(id)
          if (table.seq(id) !== frame.seq >>> 0) continue
          const value = restoring.takeValue(id)
          if (value === null) continue
          live++
          state.restore(table.key(id), value)
        }
      }
      const used = new Set(frames.map(({ slot }) => slot))
      freeSlots = Array.from({ length: slotsUsed }, (_, slot) => slot).filter(
        (slot) => !used.has(slot),
      )
      restoring = createRestoring(table, options.codecVersion)
    },
  }
}

/** Ids of the entries of all frames, oldest first: 4 bytes each, in a ring that grows by half. */
function createIdQueue() {
  let ring = new Uint32Array(1_024)
  let head = 0
  let size = 0
  return {
    get size() {
      return size
    },
    push(id: number) {
      if (size === ring.length) {
        const grown = new Uint32Array(Math.ceil(ring.length * 1.5))
        grown.set(ring.subarray(head))
        grown.set(ring.subarray(0, head), ring.length - head)
        ring = grown
        head = 0
      }
      const at = head + size++
      ring[at < ring.length ? at : at - ring.length] = id
    },
    shift(): number {
      const id = ring[head]!
      head = head + 1 === ring.length ? 0 : head + 1
      size--
      return id
    },
  }
}

// Until all frames are there, the newest value of each key waits; the state hears of each key once.
function createRestoring(table: KeyTable, codecVersion: number) {
  const frames: (Frame & { readonly tail: number })[] = []
  const idsOf = new Map<number, Uint32Array>()
  const values: (string | null | undefined)[] = []
  return {
    take(key: string, bytes: Buffer) {
      const slot = /^f\/(\d+)$/.exec(key)
      if (slot === null)
        throw new Problem(
          'STORE_CORRUPT',
          key,
          `the changelog has an entry "${key}" that no frame has`,
        )
      const ids: number[] = []
      const header = readFrame(bytes, key, codecVersion, (name, value, seq) => {
        const id = table.add(name)
        ids.push(id)
        // within 2^32 frames the sign of the difference tells which is newer
        if (values[id] !== undefined && (((seq >>> 0) - table.seq(id)) | 0) < 0) return
        values[id] = value
        table.set(id, seq, value !== null)
      })
      frames.push({
        seq: header.seq,
        tail: header.tail,
        slot: Number(slot[1]),
        count: header.count,
        bytes: bytes.length,
      })
      idsOf.set(header.seq, Uint32Array.from(ids))
    },
    /** all frames from the oldest that the newest knows of to the newest itself */
    inOrder(): Frame[] {
      frames.sort((a, b) => a.seq - b.seq)
      const newest = frames[frames.length - 1]
      frames.forEach(({ seq }, i) => {
        if (seq === newest!.tail + i) return
        throw new Problem(
          'STORE_CORRUPT',
          `frame ${newest!.tail + i}`,
          `the changelog misses frame ${newest!.tail + i}`,
        )
      })
      return frames.map(({ seq, slot, count, bytes }) => ({ seq, slot, count, bytes }))
    },
    ids(seq: number): Uint32Array {
      const ids = idsOf.get(seq)!
      idsOf.delete(seq)
      return ids
    },
    takeValue(id: number): string | null {
      const value = values[id] ?? null
      values[id] = null
      return value
    },
  }
}
