// How far a command has come, and what others may ask of those that are followed.
import type { Command } from './wire.js'

/** Told in prose at the head of `respond/confirmation/confirmation.ts`. */
export const COMMAND_STATES = [
  'sent',
  'acknowledged',
  'verified',
  'ineffective',
  'unconfirmed',
  'failed',
  'undone',
  'lapsed',
  'closed',
] as const
export type CommandState = (typeof COMMAND_STATES)[number]

/** What became of a command. */
export interface CommandLife {
  readonly state: CommandState
  /** how often it was sent */
  readonly attempts: number
  /** when it was carried out, as its result or its issuer says; null: nobody said so */
  readonly confirmed: number | null
}

/** The commands that the judging tasks of this process follow. */
export interface Commanded {
  readonly states: readonly CommandState[]
  /** null: nobody here follows it */
  lifeOf(id: string): CommandLife | null
  /** newest first */
  inState(state: CommandState): readonly (Command & { readonly life: CommandLife })[]
  /** Why a person cannot take it back, as a clause, or null; `undefined`: there is no such command here */
  overOf(id: string): string | null | undefined
}
