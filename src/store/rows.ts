// Objects of one shape as rows, each with what differs from the one before it: of a list of uses most is the same again and again.
import type { Fit, Fits, Use } from '../model/context.js'
import { QUIET, type Joined } from '../model/joined.js'

/** Bits that say which members follow, thirty in a number, then these members. */
type Row = readonly unknown[]

interface Rows<T> {
  /** the members in the order of their bits */
  readonly names: readonly string[]
  write(objects: readonly T[]): Row[]
  read(rows: readonly Row[]): T[]
}

/** Members a number tells of: what is left of 32 bits without those that make it negative. */
const BITS = 30

/** `fresh` has every member: what the first row differs from. What is a number there, and has no JSON, is NaN. */
export function createRows<T extends object>(fresh: T): Rows<T> {
  const names = Object.keys(fresh) as (keyof T & string)[]
  const masks = Math.ceil(names.length / BITS)
  const numeric = names.map((name) => typeof fresh[name] === 'number')
  const writeOne = (object: T, before: T): Row => {
    const row: unknown[] = []
    for (let mask = 0; mask < masks; mask++) row.push(0)
    for (let mask = 0, i = 0; mask < masks; mask++) {
      let bits = 0
      for (let bit = 0; bit < BITS && i < names.length; bit++, i++) {
        const name = names[i] as keyof T
        const value = object[name]
        if (value === before[name] || isSame(value, before[name])) continue
        bits |= 1 << bit
        row.push(value)
      }
      row[mask] = bits
    }
    return row
  }
  return {
    names,
    write(objects) {
      const rows: Row[] = []
      let before = fresh
      for (const object of objects) {
        rows.push(writeOne(object, before))
        before = object
      }
      return rows
    },
    read(rows) {
      let before = fresh
      return rows.map((row) => {
        const object = { ...before }
        let next = masks
        for (let i = 0; i < names.length; i++) {
          if (((row[Math.floor(i / BITS)] as number) & (1 << (i % BITS))) === 0) continue
          const value = row[next++]
          object[names[i] as keyof T] = (value === null && numeric[i] ? NaN : value) as never
        }
        return (before = object)
      })
    },
  }
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object') return Object.is(a, b)
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false
  return true
}

/**
 * Version of a judge's state as it is written. Rows hold no names, only bits in the order of the members: whoever adds,
 * moves or takes away a member, here or in `QUIET`, raises it, as what was written before would be read as something else.
 */
export const JUDGE_CODEC_VERSION = 2

const FRESH_USE: Use = {
  eventId: '',
  timeMs: 0,
  capability: 0,
  domain: '',
  action: '',
  resourceId: '',
  sensitivity: '',
  acts: true,
  outcome: '',
  credentialId: '',
  workloadId: '',
  proxy: false,
  taskId: '',
  agentId: '',
  claimedAgent: '',
  claimAgainstCredential: false,
  candidates: [],
  attributed: true,
  known: true,
  topic: '',
  args: '',
  steering: null,
  skewMs: null,
  request: null,
  decided: false,
}

export const useRows = createRows(FRESH_USE)

/** An event that is kept for rules to look at again: without what it was read from, which stays where it came in. */
type Kept = Omit<Joined, 'admitted' | 'mentions'>

const { mentions: _mentions, admitted: _admitted, ...QUIET_KEPT } = QUIET
const FRESH_KEPT: Kept = {
  ...QUIET_KEPT,
  op: 'join',
  kind: 'resource',
  attribution: 'bound',
  timeMs: 0,
}

export const keptRows = createRows(FRESH_KEPT)

/** `kept` is true where the event follows among the events. */
const FRESH_FIT = {
  eventId: '',
  topic: '',
  timeMs: 0,
  keys: {} as Fit['keys'],
  fits: [] as readonly string[],
  kept: false,
}

export const fitRows = createRows(FRESH_FIT)

export interface WrittenFits {
  readonly rows: readonly Row[]
  readonly events: readonly Row[]
  readonly forgottenMs: number
}

export function writeFits({ kept, forgottenMs }: Fits): WrittenFits {
  const rows = kept.map(({ joined, ...fit }) => ({ ...fit, kept: joined !== null }))
  const events = kept.flatMap(({ joined }) => (joined === null ? [] : [joined]))
  return { rows: fitRows.write(rows), events: keptRows.write(events), forgottenMs }
}

export function readFits({ rows, events, forgottenMs }: WrittenFits): Fits {
  const joined = keptRows.read(events)[Symbol.iterator]()
  const next = (): Joined => ({ ...(joined.next().value as Kept), mentions: null, admitted: null })
  const kept = fitRows
    .read(rows)
    .map(({ kept: has, ...fit }): Fit => ({ ...fit, joined: has ? next() : null }))
  return { kept, forgottenMs, latestMs: Math.max(-1, ...kept.map(({ timeMs }) => timeMs)) }
}
