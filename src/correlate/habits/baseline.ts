// One baseline: what was seen is remembered with a half-life in event time, and what was not is new once it is warm.
import {
  createBaseline,
  FORGOTTEN,
  isForgotten,
  KIND_OF,
  left,
  type Baseline,
  type Memory,
} from '../../model/context-habits.js'

/** Uses that are learned before anything is told, beside the time. */
export const WARM_USES = 30
/** Active hours that are learned before a volume is told. */
export const WARM_HOURS = 12
/** An hour below this is never too much. */
export const VOLUME_MIN = 60
/** What is told of one baseline in about a half-life: to whom everything is new, that is usual. */
export const TOLD_MAX = 8
/** More is not remembered of a value: it takes six half-lives to forget what was done daily. */
const WEIGHT_MAX = 8
const HOUR_MS = 3_600_000

/** Time comes to this: a baseline of which nothing is left begins anew, with a warm-up. */
export function ages(base: Baseline, ms: number, memory: Memory): void {
  if (base.seen > 0 && left(base.weight, base.atMs, ms, memory) < FORGOTTEN)
    Object.assign(base, { ...createBaseline(), known: base.known, turn: base.turn }).known.clear()
  if (base.seen === 0) {
    base.sinceMs = ms
    base.atMs = ms
    base.toldMs = ms
  }
}

export function isWarm(base: Baseline, ms: number, { warmupMs }: Memory): boolean {
  return base.seen >= WARM_USES && ms - base.sinceMs >= warmupMs
}

/**
 * Whether a new value is worth telling: it is warm, nothing was let go lately, and not everything is new. Classes are few, none
 * is let go and each is told: places, of which there are any number, are no way to hide one. What tells of a time before others
 * that were learned is held against these.
 */
export function tells(base: Baseline, value: string, useMs: number, memory: Memory): boolean {
  const ms = Math.max(useMs, base.atMs)
  if (isClass(value)) return isWarm(base, ms, memory)
  return (
    isWarm(base, ms, memory) &&
    !(base.crowdedMs > 0 && ms - base.crowdedMs < memory.halfLifeMs) &&
    left(base.told, base.toldMs, ms, memory) < TOLD_MAX
  )
}

/** True where it is the last for now. */
export function tell(base: Baseline, value: string, ms: number, memory: Memory): boolean {
  if (isClass(value)) return false
  base.told = left(base.told, base.toldMs, ms, memory) + 1
  if (ms > base.toldMs) base.toldMs = ms
  return base.told >= TOLD_MAX
}

const isClass = (value: string): boolean => KIND_OF[value.charAt(0)] === 'capability'

/** A value is seen. True where it was not known; `dropped` is told of what is let go at the limit. */
export function see(
  base: Baseline,
  value: string,
  first: { readonly timeMs: number; readonly eventId: string },
  n: number,
  max: number,
  memory: Memory,
  dropped: (value: string) => void,
): boolean {
  const { timeMs } = first
  const before = base.known.get(value)
  const turn = ++base.turn
  if (before !== undefined && !isForgotten(before, timeMs, memory)) {
    before.weight = Math.min(WEIGHT_MAX, left(before.weight, before.atMs, timeMs, memory) + n)
    if (timeMs > before.atMs) before.atMs = timeMs
    before.turn = turn
    // The one that was not seen for the longest stands first.
    base.known.delete(value)
    base.known.set(value, before)
    return false
  }
  if (before !== undefined) base.known.delete(value)
  else if (base.known.size >= max) letGo(base, timeMs, memory, dropped)
  base.known.set(value, {
    firstMs: timeMs,
    firstEvent: first.eventId,
    weight: Math.min(WEIGHT_MAX, n),
    atMs: timeMs,
    turn,
  })
  return true
}

function letGo(
  base: Baseline,
  timeMs: number,
  memory: Memory,
  dropped: (value: string) => void,
): void {
  for (const [oldest, known] of base.known) {
    if (isClass(oldest)) continue
    base.known.delete(oldest)
    // What would have been forgotten anyhow is no loss.
    if (!isForgotten(known, timeMs, memory)) base.crowdedMs = timeMs
    dropped(oldest)
    return
  }
}

/** Uses are counted. The usual number of an active hour where this one is far beyond it, said once an hour; else null. */
export function counts(base: Baseline, ms: number, n: number, memory: Memory): number | null {
  const { volume } = base
  const hour = Math.floor(ms / HOUR_MS)
  if (hour > volume.hour) {
    if (volume.n > 0) {
      volume.hours += 1
      volume.sum += volume.n
      volume.squares += volume.n * volume.n
      const keeps = left(1, volume.hour * HOUR_MS, hour * HOUR_MS, memory)
      volume.hours *= keeps
      volume.sum *= keeps
      volume.squares *= keeps
    }
    volume.hour = hour
    volume.n = 0
    volume.told = false
  }
  volume.n += n
  base.weight = left(base.weight, base.atMs, ms, memory) + n
  if (ms > base.atMs) base.atMs = ms
  base.seen += n
  if (volume.told || volume.n < VOLUME_MIN || volume.hours < WARM_HOURS) return null
  if (!isWarm(base, ms, memory)) return null
  const mean = volume.sum / volume.hours
  const spread = Math.sqrt(Math.max(0, volume.squares / volume.hours - mean * mean))
  if (volume.n <= 4 * mean || volume.n <= mean + 6 * spread) return null
  volume.told = true
  return mean
}
