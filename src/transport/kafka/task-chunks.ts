// What was fetched of a partition and waits to be delivered, taken out a delivery's worth at a time.
import type { LogRecord } from '../port.js'
import type { FetchedPartition, RejectedBatch } from './fetch/record-batches.js'

export const DELIVERY_RECORDS_MAX = 5_000
/** what waits for its turn: fetches of a partition that gets little are small, and few of them must not be all there is room for */
const CHUNKS_MAX = 32
const CHUNK_BYTES_MAX = 2 * 1024 * 1024
/** so much is worth a transaction of its own at any time */
const GATHERED_BYTES = 256 * 1024

export interface Chunks {
  readonly count: number
  isFull(): boolean
  /** nothing is won by waiting for more */
  isWorthIt(): boolean
  add(fetched: FetchedPartition): void
  /** Up to a delivery's worth, and where to go on. Rejected batches go with the position that steps over them. */
  take(position: number): {
    readonly records: LogRecord[]
    readonly rejected: RejectedBatch[]
    readonly next: number
  }
  clear(): void
}

export function createChunks(): Chunks {
  let chunks: (FetchedPartition & { used: number })[] = []
  let bytes = 0
  return {
    get count() {
      return chunks.length
    },
    isFull: () => chunks.length >= CHUNKS_MAX || bytes >= CHUNK_BYTES_MAX,
    isWorthIt: () => chunks.length >= CHUNKS_MAX || bytes >= GATHERED_BYTES,
    add(fetched) {
      chunks.push({ ...fetched, records: unpinned(fetched), used: 0 })
      bytes += fetched.bytes
    },
    take(position) {
      let records: LogRecord[] = []
      const rejected: RejectedBatch[] = []
      let next = position
      while (chunks.length > 0 && records.length < DELIVERY_RECORDS_MAX) {
        const chunk = chunks[0]!
        const room = DELIVERY_RECORDS_MAX - records.length
        const whole = chunk.records.length - chunk.used <= room
        const part =
          chunk.used === 0 && whole
            ? chunk.records
            : chunk.records.slice(chunk.used, chunk.used + room)
        records = records.length === 0 ? part : records.concat(part)
        if (whole) {
          chunks.shift()
          bytes -= chunk.bytes
          next = chunk.nextOffset
        } else {
          chunk.used += room
          next = Number(part[part.length - 1]!.offset) + 1
        }
        while (chunk.rejected.length > 0 && Number(chunk.rejected[0]!.offset) < next)
          rejected.push(chunk.rejected.shift()!)
      }
      return { records, rejected, next }
    },
    clear() {
      chunks = []
      bytes = 0
    },
  }
}

/** How many times as large as the records the response that they lie in may be, before they are copied out of it. */
const PINNED_SHARE = 4

/** A record keeps alive the whole response that it is a piece of: a few out of a large one would keep what nobody counts. */
function unpinned({ records, bytes }: FetchedPartition): LogRecord[] {
  const most = PINNED_SHARE * bytes
  const pins = (part: Buffer | null): boolean => part !== null && part.buffer.byteLength > most
  // Any of them may: one without a value pins nothing, and packed batches lie in buffers of their own.
  if (!records.some(({ key, value }) => pins(key) || pins(value))) return records
  return records.map((record) => ({ ...record, key: own(record.key), value: own(record.value) }))
}

function own(part: Buffer | null): Buffer | null {
  return part === null ? null : Buffer.from(part)
}
