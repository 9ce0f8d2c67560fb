// The one error of Ambit: a closed code, a place, and a sentence that a person can act on.

/** Why something was refused. The code is stable and goes into dead letters; the sentence is for people. */
export type ProblemCode =
  | 'EVENT_EMPTY'
  | 'EVENT_ENCODING_UNKNOWN'
  | 'EVENT_JSON_INVALID'
  | 'EVENT_AVRO_INVALID'
  | 'EVENT_SCHEMA_UNKNOWN'
  | 'EVENT_FIELD_MISSING'
  | 'EVENT_FIELD_INVALID'
  | 'EVENT_TOO_LARGE'
  | 'EVENT_TOO_DEEP'
  | 'EVENT_TIME_INVALID'
  | 'EVENT_KIND_UNKNOWN'
  | 'EVENT_SPIFFE_ID_INVALID'
  | 'EVENT_CLOCK_SKEWED'
  | 'BATCH_UNREADABLE'
  | 'REGISTRY_UNAVAILABLE'
  | 'CONFIG_INVALID'
  | 'RULE_INVALID'
  | 'USAGE'
  | 'ENGINE_UNAVAILABLE'
  | 'BROKER_UNAVAILABLE'
  | 'ADDRESS_UNAVAILABLE'
  | 'STORE_LOCKED'
  | 'STORE_CORRUPT'
  | 'STORE_FULL'
  | 'LOG_POSITION_LOST'
  | 'READ_COMMITTED_UNSAFE'

/** A refusal with its code and place (`file:line:column`, `topic/partition@offset`, a field's path, or empty). */
export class Problem extends Error {
  override readonly name = 'Problem'
  constructor(
    readonly code: ProblemCode,
    readonly place: string,
    sentence: string,
  ) {
    super(sentence)
  }

  override toString(): string {
    return this.place === '' ? this.message : `${this.place}: ${this.message}`
  }
}

/** Makes the compiler prove that a closed union was handled whole. */
export function unreachable(value: never): never {
  throw new Error(`a case that cannot be: ${JSON.stringify(value)}`)
}
