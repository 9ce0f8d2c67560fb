// What a rule file says, as plain values with the way back to their places: the form in which YAML reaches the reader of rules.
import type { Place } from './rule.js'

/** Keys and places in lists, down to what is meant. */
export type Path = readonly (string | number)[]
/** With `key` it is the key itself that is wrong, not what it holds. */
export type Complain = (path: Path, sentence: string, key?: boolean) => void

/** One YAML document. */
export interface Said {
  /** the file's path within its rule folder, with `/`: the same on every machine */
  readonly name: string
  /** which of the rule folders it is from, in their order: later ones win */
  readonly folder: number
  readonly value: unknown
  /** the document's own text */
  readonly text: string
  place(path: Path, key?: boolean): Place
  /** a value as it was written without quotes, which keeps zeros of a number and digits that none holds; '' for all else */
  written(path: Path): string
}

/** Where a part of a document is read: complaints make it unusable, lints do not. */
export interface Reading {
  readonly complain: Complain
  readonly lint: Complain
  place(path: Path, key?: boolean): Place
  written(path: Path): string
  /** `, did you mean "…"?`, or '' */
  readonly near: Near
}

export type Near = (word: string, known: readonly string[]) => string

export type Members = Readonly<Record<string, unknown>>

export function isGroup(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

/** `did you mean` or the list of what there is, where it is short. */
export function proposal(near: Near, word: string, known: readonly string[]): string {
  const guess = near(word, known)
  return guess !== '' || known.length === 0 || known.length > 12
    ? guess
    : `; known: ${known.join(', ')}`
}
