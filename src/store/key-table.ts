// Which frame holds the latest version of each key: a hash table in typed arrays, a third of what a Map would take.

const FREE = -1
const EMPTY = 0

/** Keys get small numbers (ids) that stay the same while they are in the table. Every method is O(1) on average. */
export interface KeyTable {
  /** id of a key, -1 when it is not there */
  find(key: string): number
  /** id of a key, added when it is not there, with `seq` 0 and `live` false */
  add(key: string): number
  remove(id: number): void
  key(id: number): string
  /** number of the frame with the latest version, modulo 2^32 */
  seq(id: number): number
  /** false where the latest version is a deletion */
  live(id: number): boolean
  set(id: number, seq: number, live: boolean): void
  readonly size: number
}

// Open addressing with linear probing; a slot of `table` holds id + 1. `hashes` spares most comparisons and all rehashing of
// texts. The seed is drawn so that nobody outside can choose keys that collide; no result depends on it.
export function createKeyTable(seed: number): KeyTable {
  let table = new Int32Array(1024)
  let mask = table.length - 1
  const keys: (string | null)[] = []
  let hashes = new Int32Array(512)
  let seqs = new Uint32Array(512)
  let lives = new Uint8Array(512)
  const free: number[] = []
  let size = 0

  const hashOf = (key: string): number => {
    let h = seed
    for (let i = 0; i < key.length; i++)
      h = Math.imul(h ^ key.charCodeAt(i), 0x5bd1e995) ^ (h >>> 13)
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
    return h ^ (h >>> 13)
  }

  const slotOf = (key: string, hash: number): number => {
    let slot = hash & mask
    for (let found = table[slot]!; found !== EMPTY; found = table[slot]!) {
      if (hashes[found - 1] === hash && keys[found - 1] === key) return slot
      slot = (slot + 1) & mask
    }
    return ~slot
  }

  const growTable = () => {
    table = new Int32Array(table.length * 2)
    mask = table.length - 1
    for (let id = 0; id < keys.length; id++) {
      if (keys[id] === null) continue
      let slot = hashes[id]! & mask
      while (table[slot] !== EMPTY) slot = (slot + 1) & mask
      table[slot] = id + 1
    }
  }

  const growColumns = () => {
    const length = Math.ceil(hashes.length * 1.25)
    const [h, s, l] = [new Int32Array(length), new Uint32Array(length), new Uint8Array(length)]
    h.set(hashes)
    s.set(seqs)
    l.set(lives)
    hashes = h
    seqs = s
    lives = l
  }

  return {
    get size() {
      return size
    },
    find(key) {
      const slot = slotOf(key, hashOf(key))
      return slot < 0 ? FREE : table[slot]! - 1
    },
    add(key) {
      const hash = hashOf(key)
      const slot = slotOf(key, hash)
      if (slot >= 0) return table[slot]! - 1
      const id = free.pop() ?? keys.length
      if (id >= hashes.length) growColumns()
      keys[id] = key
      hashes[id] = hash
      seqs[id] = 0
      lives[id] = 0
      table[~slot] = id + 1
      size++
      if (size * 4 > table.length * 3) growTable()
      return id
    },
    // What follows in the same run moves up, so that no probe ever stops too early.
    remove(id) {
      let hole = slotOf(keys[id]!, hashes[id]!)
      keys[id] = null
      free.push(id)
      size--
      for (let slot = (hole + 1) & mask; table[slot] !== EMPTY; slot = (slot + 1) & mask) {
        const home = hashes[table[slot]! - 1]! & mask
        if (((slot - home) & mask) < ((slot - hole) & mask)) continue
        table[hole] = table[slot]!
        hole = slot
      }
      table[hole] = EMPTY
    },
    key: (id) => keys[id]!,
    seq: (id) => seqs[id]!,
    live: (id) => lives[id] === 1,
    set(id, seq, live) {
      seqs[id] = seq
      lives[id] = live ? 1 : 0
    },
  }
}
