// The checked form of Sigma documents (Sigma 2.1): what `check` hands to `compile`, to the plain evaluator and to correlations.

/** `file:line:column` of the word a person would look at. */
export type Place = string

export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const
/** How grave a match is (Sigma, "Level"). */
export type Level = (typeof LEVELS)[number]

/** Log source of a rule (Sigma, "LogSource"); '' where the rule says nothing. Lower case, as the specification wants it. */
export interface LogSource {
  readonly category: string
  readonly product: string
  readonly service: string
}

export const RESPONSES = ['observe', 'escalate', 'revoke', 'contain'] as const
/** What a match leads to, by the custom attribute `ambit.response`. `observe`: a finding and no command. */
export type RuleResponse = (typeof RESPONSES)[number]

/**
 * The custom attribute `ambit:` of a rule, which Sigma leaves to its tools. `mode` null: that of the configuration; `scope`
 * null: the narrowest that is known (credential, task, agent, workload).
 */
export interface Reaction {
  readonly response: RuleResponse
  readonly mode: 'enforce' | 'shadow' | null
  readonly scope: 'credential' | 'task' | 'agent' | 'workload' | null
}

/** What every document says of itself. Absent texts are ''. */
export interface Head {
  readonly place: Place
  readonly title: string
  /** the document's `id`; where it has none, one derived from its file's path and title, so that it is never '' */
  readonly id: string
  /** whether the document gave the id itself */
  readonly ownId: boolean
  /** the name by which correlations refer to it; '' none */
  readonly name: string
  readonly description: string
  readonly status: string
  /** null: the document names none */
  readonly level: Level | null
  readonly tags: readonly string[]
  readonly references: readonly string[]
  readonly falsepositives: readonly string[]
  /** fields worth showing to a person (Sigma, "Fields") */
  readonly shown: readonly string[]
  /** 16 hex digits over the document's text: the same rule, the same version */
  readonly version: string
  readonly reaction: Reaction
}

/**
 * A field of a rule, resolved against the mapping of the rule's log source. `slot` is its number in the rule set: every
 * field that is read in the same way has the same one, and it is read once an event.
 */
export interface Field {
  /** as the rule writes it: `userIdentity.arn` */
  readonly name: string
  readonly slot: number
  readonly reads: readonly Read[]
}

/**
 * One way to read a field. The first that finds something is the field's value. `path` leads into the joined event
 * (`task.purpose`, `attributes.cloudtrail.eventName`) or into its context (`context.depth`). Lists on the way are gone
 * through, so that a field may have several values. `change` is what a mapping does to a text.
 */
export interface Read {
  readonly path: readonly string[]
  readonly change: Change | null
}

/**
 * What a mapping does to a text, in this order: what stands after a separator, what of that stands before another one,
 * another word for it, a text in front and one behind. '' leaves it. Where a separator is missing the field is not there.
 */
export interface Change {
  readonly before: string
  readonly after: string
  readonly prefix: string
  readonly suffix: string
  /** other words for whole values, compared without case; empty: none */
  readonly words: ReadonlyMap<string, string>
  /** a value that `words` has no other word for counts as not there */
  readonly only?: boolean
}

/** A value that a field has in an event. A list is several values: a test holds where one of them passes it. */
export type Scalar = string | number | boolean | null
/** `undefined`: the field is not there. An object counts as there, and is a text to tests of texts: its JSON, without spaces. */
export type FieldValue =
  | Scalar
  | undefined
  | readonly FieldValue[]
  | Readonly<Record<string, unknown>>

/** The fields of the event at hand, by slot. Valid during the call that it is handed to; copy what is to be kept. */
export interface EventFields {
  at(slot: number): FieldValue
}

/**
 * A condition over one event. `named` marks a search identifier, for telling why a rule did not fire. An `and` of
 * nothing holds, an `or` of nothing does not.
 */
export type Expression =
  | { readonly op: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly op: 'not'; readonly of: Expression }
  | { readonly op: 'named'; readonly name: string; readonly of: Expression; readonly place: Place }
  | { readonly op: 'field'; readonly field: Field; readonly test: Test; readonly place: Place }
  | { readonly op: 'keyword'; readonly test: Test; readonly place: Place }

/** A piece of a pattern: a plain text, `?`, `*`, or any dash of `windash`. */
export type Piece = string | typeof ANY_ONE | typeof ANY | typeof ANY_DASH
/** exactly one character (a Unicode code point) */
export const ANY_ONE = 1
/** any number of characters, none included */
export const ANY = 2
/** one of the five characters that `windash` takes for one another */
export const ANY_DASH = 3

export const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type TimePart = (typeof TIME_PARTS)[number]
export type Comparison = 'eq' | 'lt' | 'lte' | 'gt' | 'gte'

/**
 * What is asked of one value. A test of a field that is not there fails, except for `null` and `exists: false`.
 * - `text`: the whole value, as a text, fits the pattern. `cased` false: without regard to case.
 * - `null`: the field is not there, or it is null.
 * - `exists`: the field is there, whatever its value.
 * - `compare`: the value is a number, or a text that is one, and compares so.
 * - `time`: that part of a date, read as it is written (epoch ms in UTC), compares so.
 * - `regex`: the expression is found in the value. `flags` is a subset of `ims`.
 * - `network`: the value is an address in that network.
 * - `reference`: the value equals, begins with, ends with or contains the other field's.
 */
export type Test =
  | { readonly is: 'text'; readonly pieces: readonly Piece[]; readonly cased: boolean }
  | { readonly is: 'null' }
  | { readonly is: 'exists'; readonly wanted: boolean }
  | { readonly is: 'compare'; readonly by: Comparison; readonly value: number }
  | {
      readonly is: 'time'
      readonly part: TimePart
      readonly by: Comparison
      readonly value: number
    }
  | { readonly is: 'regex'; readonly source: string; readonly flags: string }
  | { readonly is: 'network'; readonly text: string; readonly network: Network }
  | {
      readonly is: 'reference'
      readonly field: Field
      readonly at: 'whole' | 'start' | 'end' | 'within'
      readonly cased: boolean
    }

/** An IP network: its first address as bytes (4 or 16) and the number of bits that count. */
export interface Network {
  readonly bytes: readonly number[]
  readonly bits: number
}

/** A rule over single events. `source` decides which events it looks at at all. */
export interface DetectionRule extends Head {
  readonly kind: 'detection'
  readonly logsource: LogSource
  /** events of another log source pass by; null: every joined event is looked at */
  readonly source: Expression | null
  /** the whole condition, filters included */
  readonly condition: Expression
  /** search identifiers as written, for lints and explanations */
  readonly searches: ReadonlyMap<string, Expression>
  /** resolves a field by the mapping of this rule's log source: what correlations group by */
  readonly field: (name: string) => Field
  /** whether it gives findings of its own; false where only a correlation asks for it (`generate: false`) */
  readonly alone: boolean
}

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
] as const
export type CorrelationType = (typeof CORRELATION_TYPES)[number]

export interface Bound {
  readonly by: Comparison | 'neq'
  readonly value: number
}

/** Which of the rules have to match, for temporal types: names and ids, linked. */
export type Together =
  | { readonly op: 'and' | 'or'; readonly of: readonly Together[] }
  | { readonly op: 'not'; readonly of: Together }
  | { readonly op: 'rule'; readonly rule: string; readonly place: Place }

/** A rule over several events (Sigma correlations). `rules` are ids, resolved; the others stand as they were written. */
export interface CorrelationRule extends Head {
  readonly kind: 'correlation'
  readonly type: CorrelationType
  /** the documents it refers to, in their order */
  readonly rules: readonly RuleReference[]
  readonly groupBy: readonly string[]
  /** alias → rule (id) → field */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly timespanMs: number
  /** all of them hold; empty where a temporal type gave none */
  readonly bounds: readonly Bound[]
  /** what is counted or summed by the value types; several: their values together */
  readonly fields: readonly string[]
  /** of value_percentile, 0 to 100; NaN: the share of the window's values that are the event's own, in percent */
  readonly percentile: number
  /** null: all of the rules */
  readonly together: Together | null
  /** whether the rules it refers to give findings of their own, too */
  readonly generate: boolean
}

export interface RuleReference {
  readonly place: Place
  /** id or name, as written */
  readonly given: string
  /** id of the document meant */
  readonly id: string
}

/** A document that narrows other rules (Sigma filters); already part of their conditions when rules are compiled. */
export interface FilterRule extends Head {
  readonly kind: 'filter'
  readonly logsource: LogSource
  readonly rules: readonly RuleReference[]
}

export type SigmaRule = DetectionRule | CorrelationRule | FilterRule

/** A rule set that was read and checked whole. */
export interface RuleSet {
  readonly detections: readonly DetectionRule[]
  readonly correlations: readonly CorrelationRule[]
  readonly filters: readonly FilterRule[]
  /** every field that any of the rules reads; the index is the slot */
  readonly fields: readonly Field[]
  /** 16 hex digits over all versions: what is in force */
  readonly version: string
}

/** A rule that an event fits, while the event is at hand. */
export interface Matched {
  readonly rule: DetectionRule
  readonly fields: EventFields
}
