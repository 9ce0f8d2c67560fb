// The newest commands, findings and decisions of this process in memory, for pages that a person looks at.
import { randomBytes } from 'node:crypto'
import { Problem } from '../model/problem.js'
import type { Listed, Page } from './server.js'

/** Records kept of each list; at about 1 KiB each the three of them stay near 30 MiB. */
export const RECENT_MAX = 10_000

export interface Recent {
  /** takes a record after it was published; at the limit the oldest of its list is forgotten */
  add(listed: Listed, record: unknown): void
  /** as `ServerParts.page` wants it; rejects with a `Problem` of code USAGE for a cursor that is not of this run */
  page(listed: Listed, before: string | null, limit: number): Promise<Page>
}

interface Ring {
  readonly records: unknown[]
  /** records ever added; the one with number n stands at n modulo the limit */
  added: number
}

/** `max`: records kept of each list. */
export function createRecent(max = RECENT_MAX): Recent {
  const run = randomBytes(6).toString('hex')
  const rings: Readonly<Record<Listed, Ring>> = {
    commands: { records: [], added: 0 },
    findings: { records: [], added: 0 },
    decisions: { records: [], added: 0 },
  }

  /** The number of the record that the page ends before. A number of another run would point at another record. */
  const numberOf = (before: string, ring: Ring): number => {
    const [of, number = ''] = before.split('.')
    if (of === run && /^\d{1,15}$/.test(number) && Number(number) <= ring.added)
      return Number(number)
    throw new Problem('USAGE', '', 'this cursor is not of this run; begin again without one')
  }

  return {
    add(listed, record) {
      const ring = rings[listed]
      ring.records[ring.added++ % max] = record
    },
    async page(listed, before, limit) {
      const ring = rings[listed]
      const end = before === null ? ring.added : numberOf(before, ring)
      const oldest = Math.max(0, ring.added - max)
      const from = Math.max(oldest, end - limit)
      const items: unknown[] = []
      for (let number = end - 1; number >= from; number--) items.push(ring.records[number % max])
      return { items, next: items.length > 0 && from > oldest ? `${run}.${from}` : null }
    },
  }
}
