// Which events were seen before, by source and id: 63 bits an event in a hash table of fixed size.
// The ids are of two generations: when the new one is full it becomes the old one, whose ids are
// forgotten. So between `capacity` and twice `capacity` of the most recent ids are known. An id is
// taken for another with a probability of n / 2^63: 1 in 10^12 at n = 10^7. What is new since the
// last drain goes to the changelog in chunks, which are deleted with their generation.

export interface Duplicates {
  /**
   * Whether this id came before; it has from now on. `source` is a small whole number that the
   * caller gives it.
   */
  seen(source: number, id: string): boolean
  /**
   * Changelog entries of what came since the last drain: chunks written, and the chunks of
   * forgotten generations deleted.
   */
  drain(): [key: string, value: Buffer | null][]
  /** Puts one entry back; in any order. False where the key or value is none of ours. */
  restore(key: string, value: Buffer): boolean
  /** ids known now */
  size(): number
}

export interface DuplicatesOptions {
  /** ids of one generation */
  readonly capacity: number
  /** prefix of the changelog's keys */
  readonly prefix?: string
  /** false where nobody drains: then nothing is noted for the changelog */
  readonly drained?: boolean
}

const HASH_BYTES = 8
const GENERATION_BIT = 1
const SIZE_MIN = 1 << 14
const { imul } = Math

export function createDuplicates(options: DuplicatesOptions): Duplicates {
  const prefix = options.prefix ?? 'seen'
  const capacity = Math.max(1, Math.floor(options.capacity))
  // a power of two that two generations fill to two thirds at most, so that probes stay short
  const sizeMax = 2 ** Math.ceil(Math.log2(capacity * 3))
  // it grows to that by doubling, as a small table is in the processor's cache
  let size = Math.min(sizeMax, SIZE_MIN)
  let mask = size - 1
  let filled = 0
  // pairs of 32-bit halves; 0, 0 is an empty slot; bit 0 of the second is the generation's parity.
  // One table for both generations, as a look costs a miss of the processor's cache
  let slots = new Int32Array(size * 2)
  let generation = 1
  // ids and chunks of the new and of the old generation
  let count = 0
  let countOld = 0
  let chunks = 0
  let chunksOld = 0
  // halves of the hashes since the last drain, all of the new generation
  let fresh = new Int32Array(256)
  let freshLength = 0
  // entries of generations that were turned since the last drain
  let pending: [string, Buffer | null][] = []
  // halves of the last hash, as returning both would allocate
  let low = 0
  let high = 0

  /**
   * Two 32-bit hashes in one pass over the text, each multiplied and turned in its own way, and
   * mixed at the end.
   */
  function hash(source: number, id: string): void {
    let a = 0x9e3779b1 ^ source
    let b = 0x85ebca77 ^ imul(source, 0xc2b2ae3d)
    const { length } = id
    for (let at = 0; at < length; at++) {
      const unit = id.charCodeAt(at)
      a = imul(a ^ unit, 0x9e3779b1)
      b = imul(((b << 13) | (b >>> 19)) ^ unit, 0x5f356495)
    }
    a ^= length
    a = imul(a ^ (a >>> 16), 0x85ebca6b) ^ imul(b ^ (b >>> 13), 0xc2b2ae35)
    b = imul(b ^ (b >>> 16), 0x85ebca6b) ^ imul(a ^ (a >>> 13), 0xc2b2ae35)
    low = a ^ (a >>> 16)
    high = (b ^ (b >>> 15)) & ~GENERATION_BIT
    if (low === 0 && high === 0) high = 2
  }

  /**
   * Whether the last hash is in the table; where it is not, it is put there for the generation of
   * this number.
   */
  function findOrPut(number: number): boolean {
    let slot = low & mask
    for (;;) {
      const a = slots[slot * 2] as number
      const b = slots[slot * 2 + 1] as number
      if (a === low && (b & ~GENERATION_BIT) === high) return true
      if (a === 0 && b === 0) break
      slot = (slot + 1) & mask
    }
    slots[slot * 2] = low
    slots[slot * 2 + 1] = high | (number & GENERATION_BIT)
    if (++filled * 3 > size * 2 && size < sizeMax) grow()
    return false
  }

  function grow(): void {
    const all = slots
    size *= 2
    mask = size - 1
    slots = new Int32Array(size * 2)
    for (let at = 0; at < all.length; at += 2) {
      const a = all[at] as number
      const b = all[at + 1] as number
      if (a === 0 && b === 0) continue
      let slot = a & mask
      while (slots[slot * 2] !== 0 || slots[slot * 2 + 1] !== 0) slot = (slot + 1) & mask
      slots[slot * 2] = a
      slots[slot * 2 + 1] = b
    }
  }

  function remember(): void {
    if (freshLength === fresh.length) {
      const larger = new Int32Array(fresh.length * 2)
      larger.set(fresh)
      fresh = larger
    }
    fresh[freshLength++] = low
    fresh[freshLength++] = high
  }

  function chunk(): void {
    if (freshLength === 0) return
    const value = Buffer.alloc(freshLength * 4)
    for (let i = 0; i < freshLength; i++) value.writeInt32LE(fresh[i] as number, i * 4)
    pending.push([keyOf(generation, chunks++), value])
    freshLength = 0
  }

  function keyOf(number: number, index: number): string {
    return `${prefix}/${number}/${index}`
  }

  /**
   * Starts the generation of this number; the one before it is the old one, and what is older is
   * forgotten.
   */
  function turnTo(number: number): void {
    const all = slots
    slots = new Int32Array(size * 2)
    filled = 0
    countOld = 0
    if (number === generation + 1) {
      const parity = generation & GENERATION_BIT
      for (let at = 0; at < all.length; at += 2) {
        low = all[at] as number
        const b = all[at + 1] as number
        if ((low === 0 && b === 0) || (b & GENERATION_BIT) !== parity) continue
        high = b & ~GENERATION_BIT
        findOrPut(generation)
        countOld++
      }
    }
    chunksOld = number === generation + 1 ? chunks : 0
    generation = number
    count = 0
    chunks = 0
  }

  return {
    seen(source, id) {
      hash(source, id)
      if (findOrPut(generation)) return true
      if (options.drained !== false) remember()
      if (++count >= capacity) {
        chunk()
        for (let i = 0; i < chunksOld; i++) pending.push([keyOf(generation - 1, i), null])
        turnTo(generation + 1)
      }
      return false
    },
    drain() {
      chunk()
      const entries = pending
      pending = []
      return entries
    },
    restore(key, value) {
      const parts = key.split('/')
      const index = Number(parts.at(-1))
      const number = Number(parts.at(-2))
      const ours = parts.slice(0, -2).join('/') === prefix && number >= 1 && index >= 0
      if (!ours || value.length % HASH_BYTES !== 0) return false
      if (number > generation) turnTo(number)
      // older than both: forgotten already
      if (number < generation - 1) return true
      if (number === generation) chunks = Math.max(chunks, index + 1)
      else chunksOld = Math.max(chunksOld, index + 1)
      for (let at = 0; at < value.length && count + countOld < sizeMax - 1; at += HASH_BYTES) {
        low = value.readInt32LE(at)
        high = value.readInt32LE(at + 4) & ~GENERATION_BIT
        if ((low === 0 && high === 0) || findOrPut(number)) continue
        if (number === generation) count++
        else countOld++
      }
      return true
    },
    size: () => count + countOld,
  }
}
