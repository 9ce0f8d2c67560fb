// Rounds of what is compared, one after another in turns, so that a busy machine slows all of them; medians and ratios told.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROUNDS = 3
/** The checkout: the benches run bundled from `.cache/bench/`. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
/** How `npm run ambit` and the image start the program. */
export const PROGRAM = ['--max-semi-space-size=32', join(ROOT, 'dist', 'cli', 'ambit.js')] as const

/** Short rounds are gone through more often, for so long altogether. */
const SETTLED_MS = 10_000

/** Runs each in turn, `ROUNDS` times or more; gives the median of what each returned (ms, bytes, whatever it measures). */
export function inTurns(...measured: readonly (() => number)[]): number[] {
  const all = measured.map((): number[] => [])
  const until = performance.now() + SETTLED_MS
  for (let round = 0; round < ROUNDS || performance.now() < until; round++)
    measured.forEach((one, i) => all[i]?.push(one()))
  return all.map(median)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] as number
}

/** Wall time of a whole Node process, ms. What it prints is thrown away; throws where it fails. */
export function processMs(args: readonly string[]): number {
  const from = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const tookMs = performance.now() - from
  if (status !== 0)
    throw new Error(`node ${args.join(' ')} ended with ${status}: ${String(stderr)}`)
  return tookMs
}

/** A folder of its own, gone when `work` is done. */
export function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-bench-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One answer: a figure, what was wanted of it, and what it was measured with. */
export function tell(
  question: string,
  figure: string,
  wanted: string | null,
  lines: readonly string[],
): void {
  process.stdout.write(`${question}\n  ${figure}${wanted === null ? '' : ` (wanted: ${wanted})`}\n`)
  for (const line of lines) process.stdout.write(`  ${line}\n`)
  process.stdout.write('\n')
}

/** `1,000,000 events in 4.21 s: 237,000 a second` */
export function speed(name: string, events: number, tookMs: number): string {
  const perSecond = Math.round(events / tookMs) * 1000
  return `${name}: ${count(events)} events in ${(tookMs / 1000).toFixed(2)} s, ${count(perSecond)} a second`
}

export function count(n: number): string {
  return Math.round(n).toLocaleString('en-US')
}

export function circumstances(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  return `Node ${process.version}, ${availableParallelism()} cores (${model}); medians of ${ROUNDS} rounds in turns, or of more within ${SETTLED_MS / 1000} s`
}
