// Takes out of an event what its rules need after the hop: bounded values, hashes of what was said, and answers.
import type { Carried, Joined } from '../../model/joined.js'
import type { FieldValue, Scalar } from '../rule.js'
import { numberOf } from '../plain/plain-number.js'
import { createFinder } from './carry-present.js'
import type { Hop } from './hop.js'
import { fromEvent } from './look.js'

/** Characters of one text that crosses the hop, values of one field, and characters of all of them together. */
export const CARRIED_TEXT_MAX = 32_768
export const CARRIED_LIST_MAX = 1_000
export const CARRIED_EVENT_MAX = 131_072

/** null for events of which nothing has to cross. */
export type Carry = (joined: Joined) => Carried | null

export interface Carrier {
  readonly carry: Carry
  /** values that were cut or left out at a limit */
  readonly cut: number
}

/** `answersOf` gives the ids of the asks that hold; `hash` stands for a text of content. */
export function createCarrier(
  { carries, counted }: Pick<Hop, 'carries' | 'counted'>,
  answersOf: ((joined: Joined) => readonly string[]) | null,
  hash: (text: string) => string,
): Carrier {
  const crossing = [
    ...carries.map(({ path, whole }) => ({
      path,
      key: path.join('.'),
      formed: (value: FieldValue) => bounded(value, whole),
    })),
    ...counted.map(({ path, key, amount }) => ({
      path,
      key,
      formed: (value: FieldValue) => named(value, amount),
    })),
  ].map((one) => ({ ...one, read: fromEvent(one.path) }))
  const present = createFinder(crossing.map(({ path }) => path))
  let cut = 0
  let left = 0

  function boundedText(value: string): string {
    const room = Math.min(CARRIED_TEXT_MAX, left)
    if (value.length > room) cut++
    const kept = value.length > room ? value.slice(0, room) : value
    left -= kept.length
    return kept
  }

  /** As it is, or the beginning of its JSON. */
  function boundedObject(value: FieldValue): FieldValue {
    const text = JSON.stringify(value)
    const kept = boundedText(text)
    return kept.length === text.length ? value : kept
  }

  function bounded(value: FieldValue, whole: boolean): FieldValue {
    if (typeof value === 'string') return boundedText(value)
    if (value === null || typeof value !== 'object') return value
    if (!Array.isArray(value)) return whole ? boundedObject(value) : {}
    const list = value as readonly FieldValue[]
    if (list.length > CARRIED_LIST_MAX) cut++
    const kept = list.slice(0, CARRIED_LIST_MAX)
    left -= kept.length
    return kept.map((one) => bounded(one, whole))
  }

  function named(value: FieldValue, amount: boolean): FieldValue {
    if (Array.isArray(value))
      return (value as readonly FieldValue[])
        .slice(0, CARRIED_LIST_MAX)
        .map((one) => named(one, amount))
    if (value === null || value === undefined || typeof value === 'object') return value
    const number = amount ? numberOf(value as Scalar) : NaN
    return number === number ? number : hash(String(value))
  }

  function carry(joined: Joined): Carried | null {
    let values: Record<string, FieldValue> | null = null
    left = CARRIED_EVENT_MAX
    for (const i of present(joined.admitted?.event)) {
      const { key, read, formed } = crossing[i] as (typeof crossing)[number]
      const value = read(joined, null)
      if (value !== undefined) (values ??= {})[key] = formed(value)
    }
    const holds = answersOf === null ? NOTHING : answersOf(joined)
    if (values === null && holds.length === 0) return null
    return { values: values ?? NO_VALUES, holds }
  }

  return {
    carry,
    get cut() {
      return cut
    },
  }
}

const NOTHING: readonly string[] = Object.freeze([])
const NO_VALUES: Carried['values'] = Object.freeze({})
