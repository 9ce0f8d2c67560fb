// One matching event in the window of one correlation, and the group that holds those which belong together.
import type { Deed, MatchNames, Up, Who } from '../../model/match.js'
import type { Plan } from '../../sigma/correlation/plan.js'

/** A matching event, sorted into its group by time. One shape, as there are many of them. */
export interface Entry extends MatchNames, Deed {
  /** the steps whose rule it matched, as bits */
  steps: number
  readonly value: string
  /** the value as a number; NaN where it is none */
  readonly amount: number
  readonly up: readonly Up[] | null
  readonly who: Who
  /** whether the correlation holds at this event */
  holds: boolean
  /** the episode that the correlations above were told of, by its number; NaN: none */
  told: number
}

/** What holds without a break of a timespan: one finding. */
export interface Episode {
  /** its start in timespans since 1970: names the episode, the same for the same events in any order of arrival */
  readonly bucket: number
  startMs: number
  lastMs: number
}

/** The events of one group of one correlation, as far back as a window still at work may reach. */
export interface Group {
  readonly plan: Plan
  readonly key: string
  /** sorted by time, then by event id, then by identity; those before `first` are gone */
  entries: Entry[]
  first: number
  /** the episode whose first events are gone already; null where none is */
  base: Episode | null
  open: Episode[]
  /** time up to which entries are gone: what ended by then stands for good */
  goneMs: number
  /** when the next undecided event is due; Infinity where none is */
  dueMs: number
  /** entries that are another entry's event under another identity: then events are counted one by one */
  doubles: number
  /** steps of which it has entries, or had them, as bits: what is in none of them need not be looked for */
  steps: number
  /** latest time of an entry, for the sweep */
  lastMs: number
  /** of the latest entry: most of a group agree in it */
  who: Who | null
  /** changed since the state was last written */
  changed: boolean
  /** used since the hand that looks for room last passed */
  touched: boolean
  gone: boolean
}

export function createGroup(plan: Plan, key: string): Group {
  return {
    plan,
    key,
    entries: [],
    first: 0,
    base: null,
    open: [],
    goneMs: -Infinity,
    dueMs: Infinity,
    doubles: 0,
    steps: 0,
    lastMs: -Infinity,
    who: null,
    changed: false,
    touched: true,
    gone: false,
  }
}

/** A value as a number: NaN where it is none. */
export function amountOf(value: string): number {
  return value.trim() === '' ? NaN : Number(value)
}
