// Chance that a seed and a name decide, so that it does not rest on the order in which things are asked.
export type Chance = (...of: readonly (string | number)[]) => number

/** A number in [0, 1) for each name: FNV-1a over it, mixed as splitmix32 does. */
export function chanceOf(seed: number): Chance {
  return (...of) => {
    let hash = 0x811c9dc5 ^ seed
    for (const char of of.join('|')) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad)
    hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97)
    return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
  }
}
