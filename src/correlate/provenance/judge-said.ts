// What the prompts of a task say, all together: what they name and ask for, and how far they hand over what is done.
import { FORM_CHARS, unpacked, WORD_CHARS, type ValueMention } from '../../model/mentions.js'
import type { Held } from './judge-known.js'
import type { Told } from './ledger.js'
import { KIND_INDEX } from './text/values.js'

/** What the prompts ask for, all together. */
export interface Request {
  readonly requests: number
  readonly requested: ReadonlySet<string>
  readonly deeds: number
  readonly leaves: number
  readonly things: number
}

/** What prompts say, all together. */
export interface Said extends Request {
  readonly words: ReadonlySet<string>
  readonly points: ReadonlySet<string>
  readonly named: ReadonlySet<string>
  /** kinds of the values that the user named */
  readonly kinds: ReadonlySet<number>
  /** what the documents are called that they speak of */
  readonly documents: ReadonlySet<string>
  /** values that another agent's prompt named */
  readonly relayed: ReadonlySet<string>
  /** texts that were held against this, for the calls that are weighed anew after them */
  readonly held: WeakMap<Told, Held>
}

/** By the latest prompt what it and those before it said: calls of a task that are weighed anew come after the same ones. */
const saids = new Map<Told, readonly [prompts: readonly Told[], said: Said]>()
const SAIDS_MAX = 64

export function saidBy(prompts: readonly Told[]): Said {
  const latest = prompts.at(-1)
  if (latest === undefined) return saidIn(prompts)
  const known = saids.get(latest)
  if (known?.[0].length === prompts.length && known[0].every((one, at) => one === prompts[at]))
    return known[1]
  const said = saidIn(prompts)
  if (saids.size >= SAIDS_MAX) saids.clear()
  saids.set(latest, [prompts, said])
  return said
}

function saidIn(prompts: readonly Told[]): Said {
  const words = new Set<string>()
  const points = new Set<string>()
  const named = new Set<string>()
  const kinds = new Set<number>()
  const requested = new Set<string>()
  const documents = new Set<string>()
  const relayed = new Set<string>()
  let deeds = 0
  let leaves = 0
  let things = 0
  let requests = 0
  for (const { mentions } of prompts) {
    if (mentions.trust === 'external') continue
    for (const word of setOf(mentions.words)) words.add(word)
    // What another agent names may come from what it read: it stands unless content here asks for it as well.
    for (const value of mentions.values)
      if (mentions.trust === 'agent') relayed.add(value.exact)
      else for (const form of formsOf(value)) named.add(form)
    if (mentions.trust === 'system') continue
    requests++
    for (const word of setOf(mentions.words)) requested.add(word)
    for (const value of mentions.values) kinds.add(kindred(value.kind))
    deeds |= mentions.deeds
    leaves |= mentions.leaves
    things |= mentions.things
    for (const word of setOf(mentions.points)) points.add(word)
    for (const word of setOf(mentions.records[0] ?? '')) documents.add(word)
  }
  return {
    ...{ words, points, named, kinds, requested, documents, relayed },
    ...{ deeds, leaves, things, requests },
    held: new WeakMap(),
  }
}

/** The forms that name a value. */
export function formsOf(value: ValueMention): string[] {
  return [value.exact, ...unpacked(value.near, FORM_CHARS)]
}

/** A text is looked through for a value as often as calls are weighed after it. */
const formsHeld = new WeakMap<Told, ReadonlyMap<string, readonly ValueMention[]>>()

export function formsIn(told: Told): ReadonlyMap<string, readonly ValueMention[]> {
  const known = formsHeld.get(told)
  if (known !== undefined) return known
  const forms = new Map<string, ValueMention[]>()
  for (const value of told.mentions.values)
    for (const form of new Set([...formsOf(value), value.look])) {
      const same = forms.get(form)
      if (same === undefined) forms.set(form, [value])
      else same.push(value)
    }
  forms.delete('')
  formsHeld.set(told, forms)
  return forms
}

/** Sets made of late, by what they are made of: each call of a task is held against the same records. */
const sets = new Map<string, ReadonlySet<string>>()
const SETS_MAX = 4_096

export function setOf(packed: string): ReadonlySet<string> {
  let known = sets.get(packed)
  if (known === undefined) {
    if (sets.size >= SETS_MAX) sets.clear()
    sets.set(packed, (known = new Set(unpacked(packed, WORD_CHARS))))
  }
  return known
}

/** Kinds between which a text alone does not tell are one. */
export function kindred(kind: number): number {
  if (kind === KIND_INDEX.repository) return KIND_INDEX.path
  return kind === KIND_INDEX.host ? KIND_INDEX['address of the web'] : kind
}

export function overlaps(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  for (const one of small) if (large.has(one)) return true
  return false
}
