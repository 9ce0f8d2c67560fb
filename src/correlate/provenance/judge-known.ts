// What a task knows before a call: what its prompts named and asked for, what it may trust, and what else it has read.
import {
  FORM_CHARS,
  LEAVES_HOW,
  LEAVES_UNREAD,
  OVERRIDES,
  unpacked,
  WORD_CHARS,
  type Instruction,
  type ValueMention,
} from '../../model/mentions.js'
import type { Told } from './ledger.js'
import { EFFECTS } from './text/deeds.js'

export interface Content {
  readonly told: Told
  /** how surely the prompt pointed there: 0 not, 1 by a word, 2 by more */
  readonly pointed: number
  readonly instructions: readonly (Instruction & { readonly set: ReadonlySet<string> })[]
  readonly records: readonly ReadonlySet<string>[]
}

export interface Known {
  readonly asked: boolean
  readonly leaves: number
  readonly words: ReadonlySet<string>
  readonly points: ReadonlySet<string>
  readonly named: ReadonlySet<string>
  readonly trusted: ReadonlySet<string>
  readonly trustedRecords: readonly ReadonlySet<string>[]
  readonly content: readonly Content[]
}

export function knownOf(call: Told, before: readonly Told[], follows: readonly string[]): Known {
  const prompts = before.filter((one) => one.mentions.role === 'prompt')
  const words = new Set<string>()
  const points = new Set<string>()
  const named = new Set<string>()
  let deeds = 0
  let leaves = 0
  let requests = 0
  for (const { mentions } of prompts) {
    if (mentions.trust !== 'trusted' && mentions.trust !== 'system') continue
    for (const word of unpacked(mentions.words, WORD_CHARS)) words.add(word)
    for (const value of mentions.values) for (const form of formsOf(value)) named.add(form)
    if (mentions.trust === 'system') continue
    requests++
    deeds |= mentions.deeds
    leaves |= mentions.leaves
    for (const word of unpacked(mentions.points, WORD_CHARS)) points.add(word)
  }
  const trusted = new Set<string>()
  const trustedRecords: ReadonlySet<string>[] = []
  const content: Content[] = []
  for (const told of before) {
    const { role, trust, values, records } = told.mentions
    const followed =
      follows.includes(role === 'prompt' ? 'prompt' : told.domain) || follows.includes('any')
    if (role === 'result' && (trust === 'trusted' || (followed && !overrides(told)))) {
      for (const value of values) for (const form of formsOf(value)) trusted.add(form)
      for (const record of records) trustedRecords.push(setOf(record))
      for (const one of told.mentions.instructions) trustedRecords.push(setOf(one.words))
    } else if (role === 'prompt' && trust === 'agent')
      for (const value of values) trusted.add(value.exact)
    else if (role === 'result' || (role === 'prompt' && trust === 'external' && !followed))
      content.push(contentOf(told, before, words, points, named))
  }
  const { deeds: does } = call.mentions
  const asked =
    requests === 0 ||
    (leaves & (LEAVES_HOW | LEAVES_UNREAD)) !== 0 ||
    (does & deeds) !== 0 ||
    (does & EFFECTS) === 0
  return { asked, leaves, words, points, named, trusted, trustedRecords, content }
}

function contentOf(
  told: Told,
  before: readonly Told[],
  words: ReadonlySet<string>,
  points: ReadonlySet<string>,
  named: ReadonlySet<string>,
): Content {
  const { mentions } = told
  let pointed = 0
  for (const argument of argumentsOf(told, before)) {
    const all = unpacked(argument, WORD_CHARS)
    if (!all.every((word) => words.has(word)) || !all.some((word) => points.has(word))) continue
    pointed = Math.max(pointed, all.length > 1 ? 2 : 1)
  }
  if (
    pointed < 2 &&
    valuesOfCall(told, before).some((value) => formsOf(value).some((form) => named.has(form)))
  )
    pointed = 2
  return {
    told,
    pointed,
    instructions: mentions.instructions.map((one) => ({ ...one, set: setOf(one.words) })),
    records: mentions.records.map(setOf),
  }
}

/** What was asked of the tool: the result's own word, else the latest call of that tool before it. */
function argumentsOf(result: Told, before: readonly Told[]): readonly string[] {
  if (result.mentions.arguments.length > 0) return result.mentions.arguments
  return callOf(result, before)?.mentions.arguments ?? []
}

function valuesOfCall(result: Told, before: readonly Told[]): readonly ValueMention[] {
  return callOf(result, before)?.mentions.values ?? []
}

function callOf(result: Told, before: readonly Told[]): Told | null {
  let found: Told | null = null
  for (const one of before)
    if (
      one.mentions.role === 'call' &&
      one.timeMs <= result.timeMs &&
      one.mentions.words === result.mentions.words
    )
      found = one
  return found
}

function overrides(told: Told): boolean {
  return told.mentions.instructions.some((one) => one.manner >= OVERRIDES)
}

/** The forms that name a value. */
export function formsOf(value: ValueMention): string[] {
  return [value.exact, ...unpacked(value.near, FORM_CHARS)]
}

function setOf(packed: string): ReadonlySet<string> {
  return new Set(unpacked(packed, WORD_CHARS))
}
