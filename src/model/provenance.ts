// What is known of where the values of a use came from: told by kind, keyed hash and event, never by the value.

/** A value, or what an instruction asked for, that only untrusted content brought. */
export interface Brought {
  /** a word of VALUE_KINDS, or `instruction` where the call as such follows one, or `flow` */
  readonly kind: string
  /** keyed hash; '' where it is no value */
  readonly hash: string
  /** the event whose content brought it; its time */
  readonly eventId: string
  readonly timeMs: number
  /** tool whose result it was; '' for a prompt */
  readonly tool: string
}

/**
 * - `untrusted`: only untrusted content brought it.
 * - `unnamed`: nobody is known to have brought it.
 * - `vouched`: untrusted content brought it, and the prompt pointed there.
 * - `trusted`: a trusted source brought it.
 * - `named`: the prompt named it.
 */
export type Provenance = 'untrusted' | 'unnamed' | 'vouched' | 'trusted' | 'named'

export interface Steering {
  readonly provenance: Provenance
  /** what only untrusted content brought; empty for every other provenance */
  readonly brought: readonly Brought[]
}
