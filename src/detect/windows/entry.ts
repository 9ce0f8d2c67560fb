// One matching event in the window of one correlation, and the group that holds those which belong together.
import type { OpenCause } from '../../model/context.js'
import type { Plan } from '../../sigma/correlation/plan.js'

/** Whom a matching event is about: what a finding says of it. Absent texts are ''. */
export interface About {
  readonly agentId: string
  readonly workloadId: string
  readonly credentialId: string
  readonly taskId: string
  readonly owner: string
  readonly tier: string
  readonly purpose: string
  /** index into CAPABILITIES, -1 where it is no use */
  readonly capability: number
  readonly action: string
  readonly resourceId: string
  readonly sensitivity: string
  /** false: it may have been another identity, so nobody is blamed for it */
  readonly attributed: boolean
  readonly candidates: readonly string[]
}

/** Where a hit of a correlation goes on to: the group and value that its event has in a correlation above. */
export interface Up {
  readonly plan: number
  readonly step: number
  readonly group: string
  readonly value: string
  readonly up: readonly Up[] | null
}

/** A matching event, sorted into its group by time. One shape, as there are many of them. */
export interface Entry {
  readonly timeMs: number
  /** the steps whose rule it matched, as bits */
  steps: number
  readonly eventId: string
  /** topic of its source: event ids are unique within it */
  readonly topic: string
  /** the identity it was joined to: what is taken back is taken back from it */
  readonly identity: string
  /** '' for an event; for a hit of a correlation its episode, which counts once however many events it has */
  readonly occurrence: string
  readonly value: string
  /** the value as a number; NaN where it is none */
  readonly amount: number
  readonly up: readonly Up[] | null
  readonly about: About
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
  /** latest time of an entry, for the sweep */
  lastMs: number
  /** used since the hand that looks for room last passed */
  touched: boolean
  /** answered causes of a group that is not an identity, by their key; null where there are none */
  causes: Map<string, OpenCause> | null
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
    lastMs: -Infinity,
    touched: true,
    causes: null,
    gone: false,
  }
}

/** A value as a number: NaN where it is none. */
export function amountOf(value: string): number {
  return value.trim() === '' ? NaN : Number(value)
}
