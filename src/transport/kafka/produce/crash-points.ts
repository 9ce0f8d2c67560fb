// Kills this process by itself at named points of a transaction, or holds it up there, for the fault tests; does nothing unless
// AMBIT_CRASH is set.

export type CrashPoint =
  | 'before-send'
  | 'after-send'
  | 'after-offsets'
  | 'before-commit'
  | 'after-commit'

/**
 * AMBIT_CRASH is a list such as `after-send:0.01,before-commit:0.01`: at each passage of a point the process sends itself
 * SIGKILL with that chance. AMBIT_CRASH_SEED, a whole number, makes the passages that die the same in every run.
 * `hold:400` in it holds each transaction up for 0 to 400 ms when it has sent its records, so that those of several
 * tasks overlap, end in another order than they began, and are torn by whatever kills the process.
 */
export const crashAt: (point: CrashPoint) => void = armed(
  process.env['AMBIT_CRASH'],
  process.env['AMBIT_CRASH_SEED'],
)

/** Null where nothing is to be held up. */
export const holdUp: (() => Promise<void>) | null = holding(process.env['AMBIT_CRASH'])

function holding(list: string | undefined): (() => Promise<void>) | null {
  const ms = Number(/(?:^|,)hold:(\d+)/.exec(list ?? '')?.[1] ?? 0)
  if (ms === 0) return null
  const draw = createDraw(process.pid)
  return () => new Promise((resolve) => setTimeout(resolve, draw() * ms))
}

function armed(list: string | undefined, seed: string | undefined): (point: CrashPoint) => void {
  if (list === undefined || list === '') return () => {}
  const chances = new Map(
    list.split(',').map((entry) => [entry.split(':')[0]!.trim(), Number(entry.split(':')[1] ?? 1)]),
  )
  const draw = createDraw(seed === undefined ? process.pid : Number(seed))
  return (point) => {
    const chance = chances.get(point)
    if (chance !== undefined && draw() < chance) process.kill(process.pid, 'SIGKILL')
  }
}

// mulberry32: a small generator that a seed repeats
function createDraw(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
