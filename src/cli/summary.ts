// Counts of one run: where every event went, and what came out; the table of `--summary`.
import type { Engine } from '../engine.js'

export interface Summary {
  read: number
  refused: number
  duplicate: number
  answers: number
  watch(engine: Engine): void
  count(what: 'decision' | 'command' | 'finding', name: string): void
  /** takes the last figures from the engine; call it at the end */
  finish(): void
  table(): string
}

export function createSummary(): Summary {
  let engine: Engine | null = null
  const counts = new Map<string, number>()
  const summary: Summary = {
    read: 0,
    refused: 0,
    duplicate: 0,
    answers: 0,
    watch(watched) {
      engine = watched
    },
    count(what, name) {
      const key = `${what} ${name}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    },
    finish() {
      if (engine === null) return
      const { identify, judge } = engine
      const total = judge.respond.counts.decisions
      // Plain decisions are not built where nobody wants them: they are counted all the same.
      let told = 0
      for (const [key, n] of counts) if (key.startsWith('decision ')) told += n
      if (told < total)
        counts.set('decision allow', (counts.get('decision allow') ?? 0) + total - told)
      rows.push(
        ['read', summary.read - summary.answers],
        ['joined', identify.counts.joined],
        ['waiting', identify.waiting.unjoined],
        ['unattributed', identify.counts.unattributed],
        ['duplicate', summary.duplicate],
        ['late', identify.counts.late],
        ['refused', summary.refused],
        ['corrected', identify.counts.corrected],
        ['grace used', judge.detect.graceUsed],
        ['identities', judge.correlate.contexts.all.size],
        ['identities evicted', judge.correlate.contexts.evicted],
        ['answers', summary.answers],
      )
      for (const [key, n] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) rows.push([key, n])
    },
    table() {
      const width = Math.max(...rows.map(([name]) => name.length))
      const digits = Math.max(...rows.map(([, n]) => String(n).length))
      return rows
        .map(([name, n]) => `${name.padEnd(width)}  ${String(n).padStart(digits)}\n`)
        .join('')
    },
  }
  const rows: [string, number][] = []
  return summary
}
