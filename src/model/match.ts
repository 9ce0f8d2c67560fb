// An event that matches a rule, on its way to the group in which a correlation counts it, wherever that is judged.

/** Whom a matching event is about: what a finding says of it. Absent texts are ''. Shared by the events of a group that agree in it. */
export interface Who {
  readonly agentId: string
  readonly workloadId: string
  readonly credentialId: string
  readonly taskId: string
  readonly owner: string
  readonly tier: string
  readonly purpose: string
  /** false: it may have been another identity, so nobody is blamed for it */
  readonly attributed: boolean
  readonly candidates: readonly string[]
}

/** What was done in a matching event. */
export interface Deed {
  /** index into CAPABILITIES, -1 where it is no use */
  readonly capability: number
  readonly action: string
  readonly resourceId: string
  readonly sensitivity: string
}

/** Where a hit of a correlation goes on to: the group and value that its event has in a correlation above. */
export interface Up {
  /** id and version of that correlation, as its state is named */
  readonly correlation: string
  readonly step: number
  readonly group: string
  readonly value: string
  readonly up: readonly Up[] | null
}

/** What makes a matching event the one it is, within its group. */
export interface MatchNames {
  readonly timeMs: number
  readonly eventId: string
  /** topic of its source: event ids are unique within it */
  readonly topic: string
  /** the identity it was joined to: what is taken back is taken back from it */
  readonly identity: string
  /** '' for an event; for a hit of a correlation its episode, which counts once however many events it has */
  readonly occurrence: string
}

/** One matching event for one correlation, or the taking back of it. */
export interface Match extends MatchNames, Deed {
  /** it matches no more, or turned out to be another identity's */
  readonly gone: boolean
  readonly correlation: string
  readonly group: string
  /** whose task judges it: the identity of the group where it has one, else the group with its correlation */
  readonly place: string
  readonly step: number
  /** later than the lateness: it may raise, and take nothing back */
  readonly late: boolean
  /** when its event was appended to its source, NaN where nobody knows */
  readonly appendMs: number
  readonly value: string
  readonly up: readonly Up[] | null
  readonly who: Who
}
