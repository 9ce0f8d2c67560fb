// What a task knows before a call: what its prompts named and asked for, what it may trust, and what else it has read.
import {
  LEAVES_AS,
  LEAVES_HOW,
  LEAVES_OBJECT,
  LEAVES_UNREAD,
  LEAVES_UNSAID,
  LEAVES_WHAT,
  OVERRIDES,
  unpacked,
  WORD_CHARS,
  type Instruction,
  type ValueMention,
} from '../../model/mentions.js'
import { FIRST_ACTIVE } from '../../model/capability.js'
import { argumentsOf, handOver } from './judge-handed.js'
import { formsIn, formsOf, overlaps, saidBy, setOf, type Request, type Said } from './judge-said.js'
import type { Told } from './ledger.js'
import { DEED, EFFECTS, GRAVE, GUESSED } from './text/deeds.js'
import { MAIL } from './text/things.js'

export interface Content {
  readonly told: Told
  /** how surely the prompt pointed there: 0 not, 1 by a word, 2 by more */
  readonly pointed: number
  /** the prompt pointed there, or at what holds the key by which it was read */
  led: boolean
  /** … or has a word with what it was read by in common: it may be what the prompt hands over to */
  near: boolean
  /** the prompt hands over to it what is done or how */
  handed: boolean
  readonly instructions: readonly (Pick<Instruction, 'manner' | 'deeds'> & {
    /** its words */
    readonly set: ReadonlySet<string>
    /** the prompt points at the record it stands in */
    readonly vouched: boolean
    /** … or at the entry of a list that this is a part of; or at none of the list */
    readonly meant: boolean
  })[]
  readonly records: readonly ReadonlySet<string>[]
  /** of each record whether the prompt points at it */
  readonly vouched: readonly boolean[]
  /** words of the arguments by which it was read */
  readonly asked: readonly (readonly string[])[]
  /** its values by each form under which one counts as the same */
  readonly forms: ReadonlyMap<string, readonly ValueMention[]>
}

/** Kept for the next call that is weighed under the same prompts: what hangs on what else was read is told anew each time. */
export interface Held extends Content {
  readonly asking: Told | null
  /** near by that alone */
  readonly close: boolean
}

export interface Known {
  /** the prompt asks for what the call does */
  readonly asked: boolean
  /** it does not say so, but nothing speaks against it either: it may be what is to be done about what it tells */
  readonly open: boolean
  /** … but speaks of other things than those that the call handles */
  readonly astray: boolean
  /** what the prompt asks for is known: it leaves nothing open */
  readonly specific: boolean
  readonly leaves: number
  /** bits of what the prompts ask for */
  readonly deeds: number
  /** it asks for an answer and for no effect */
  readonly asksOnly: boolean
  /** what the call does is asked for, to be done as content says */
  readonly as: boolean
  /** what is done besides is left to what the prompt hands over to */
  readonly what: boolean
  readonly words: ReadonlySet<string>
  readonly points: ReadonlySet<string>
  readonly named: ReadonlySet<string>
  /** values that another agent's prompt named */
  readonly relayed: ReadonlySet<string>
  /** prompts that ask for something; 0 where none is known */
  readonly requests: number
  /** kinds of the values that the user named */
  readonly kinds: ReadonlySet<number>
  readonly trusted: ReadonlySet<string>
  readonly trustedRecords: readonly ReadonlySet<string>[]
  readonly content: readonly Content[]
  /** what the agent's own calls said, with the time of the earliest that did */
  readonly uttered: ReadonlyMap<string, number>
  /** forms of what the agent's own calls were aimed at, with the time of the earliest */
  readonly visited: ReadonlyMap<string, number>
  /** words that content says where it tells nobody to do something, with the one that says each; null: several do */
  readonly plain: ReadonlyMap<string, Content | null>
  /** whether a record that was read or may be trusted has all these words */
  holds(words: readonly string[]): boolean
}

export function knownOf(call: Told, before: readonly Told[], follows: readonly string[]): Known {
  const said = saidBy(before.filter((one) => one.mentions.role === 'prompt'))
  const { words, points, named } = said
  const trusted = new Set<string>()
  const trustedRecords: ReadonlySet<string>[] = []
  const content: Content[] = []
  const found: ReadonlySet<string>[] = []
  /** by the words of its name the latest call of each tool until then */
  const calls = new Map<string, Told>()
  let heard = 0
  for (const told of before) {
    for (; heard < before.length && before[heard]!.timeMs <= told.timeMs; heard++) {
      const { mentions } = before[heard] as Told
      if (mentions.role === 'call') calls.set(mentions.words, before[heard] as Told)
    }
    const { role, trust, values, records } = told.mentions
    const followed =
      follows.includes(role === 'prompt' ? 'prompt' : told.domain) || follows.includes('any')
    if (role === 'result' && (trust === 'trusted' || (followed && !overrides(told)))) {
      for (const value of values) for (const form of formsOf(value)) trusted.add(form)
      for (const record of records) {
        const set = setOf(record)
        trustedRecords.push(set)
        if (overlaps(set, points)) found.push(set)
      }
      for (const one of told.mentions.instructions) trustedRecords.push(setOf(one.words))
    } else if (role === 'result' || (role === 'prompt' && trust === 'external' && !followed)) {
      const one = contentOf(told, calls.get(told.mentions.words) ?? null, said, found)
      content.push(one)
      one.records.forEach((record, at) => {
        if (one.pointed > 0 || one.vouched[at] === true) found.push(record)
      })
    }
  }
  // Where nothing that was read can be told to be what the prompt hands over to, any of it may be.
  if ((said.leaves & LEAVES_WHAT) !== 0 && !content.some((one) => one.near))
    for (const one of content) one.near = true
  const asked = askedOf(call, said, points, content, before)
  const what = handOver(content, said)
  let uttered: ReadonlyMap<string, number> | null = null
  let visited: ReadonlyMap<string, number> | null = null
  let plain: ReadonlyMap<string, Content | null> | null = null
  return {
    ...asked,
    what,
    leaves: said.leaves,
    deeds: said.deeds,
    words,
    points,
    named,
    kinds: said.kinds,
    relayed: said.relayed,
    requests: said.requests,
    trusted,
    trustedRecords,
    content,
    get uttered() {
      return (uttered ??= utteredIn(before))
    },
    get visited() {
      return (visited ??= visitedIn(before))
    },
    get plain() {
      return (plain ??= plainIn(content))
    },
    holds: (all) =>
      [trustedRecords, ...content.map((one) => one.records)].some((records) =>
        records.some((record) => all.every((word) => record.has(word))),
      ),
  }
}

/** Most calls need not be held against what was said before them. */
function utteredIn(before: readonly Told[]): ReadonlyMap<string, number> {
  const uttered = new Map<string, number>()
  for (const { timeMs, mentions } of before)
    if (mentions.role === 'call')
      for (const packed of mentions.arguments)
        for (const word of unpacked(packed, WORD_CHARS))
          if (!uttered.has(word)) uttered.set(word, timeMs)
  return uttered
}

function visitedIn(before: readonly Told[]): ReadonlyMap<string, number> {
  const visited = new Map<string, number>()
  for (const { timeMs, mentions } of before)
    if (mentions.role === 'call')
      for (const value of mentions.values)
        if (value.whole)
          for (const form of formsOf(value)) if (!visited.has(form)) visited.set(form, timeMs)
  return visited
}

function plainIn(content: readonly Content[]): ReadonlyMap<string, Content | null> {
  const plain = new Map<string, Content | null>()
  for (const one of content)
    for (const record of one.records)
      for (const word of record) {
        const by = plain.get(word)
        if (by !== one) plain.set(word, by === undefined ? one : null)
      }
  return plain
}

function askedOf(
  call: Told,
  { requests, requested, deeds, leaves, things }: Request,
  pointing: ReadonlySet<string>,
  content: readonly Content[],
  before: readonly Told[],
): Pick<Known, 'asked' | 'open' | 'astray' | 'specific' | 'asksOnly' | 'as'> {
  const { deeds: does } = call.mentions
  const grave = does & GRAVE
  const asked =
    requests === 0 ||
    // What is left open, or a sentence that was not understood, stands for nothing grave beside what was said.
    ((leaves & (LEAVES_HOW | LEAVES_UNREAD)) !== 0 && grave === 0) ||
    // Where it had to be guessed what the tool does, something of the call has to stand in the prompt, too.
    // Where something grave is done, that it changes something as well does not stand for it.
    ((does & deeds & (grave !== 0 ? grave : (does & EFFECTS) !== 0 ? EFFECTS : DEED.visit)) !== 0 &&
      ((does & GUESSED) === 0 || spoken(call, requested))) ||
    unpacked(call.mentions.points, WORD_CHARS).some((word) => requested.has(word)) ||
    (does & EFFECTS) === 0
  const open =
    !asked &&
    grave === 0 &&
    ((leaves & LEAVES_UNSAID) !== 0 || says(call, pointing, content, before))
  const specific = requests > 0 && (leaves & (LEAVES_HOW | LEAVES_UNREAD)) === 0
  const handled = (does & DEED.send) === 0 ? call.mentions.things : call.mentions.things & ~MAIL
  const astray =
    (does & EFFECTS) !== 0 && specific && things !== 0 && handled !== 0 && (things & handled) === 0
  const asksOnly = specific && (deeds & EFFECTS) === 0
  // How it is done stands in the content; what is done has to be something that was spoken of.
  const as =
    (asked || (open && (does & DEED.pay) === 0)) &&
    !astray &&
    grave === 0 &&
    (leaves & LEAVES_AS) !== 0 &&
    (requests === 0 || (leaves & LEAVES_OBJECT) !== 0 || spoken(call, requested))
  return { asked, open, astray, specific, asksOnly, as }
}

/**
 * Whether the call says what of all that was told only the prompt says: the user gave it for something. What things were
 * looked up by was given for that.
 */
function says(
  call: Told,
  pointing: ReadonlySet<string>,
  content: readonly Content[],
  before: readonly Told[],
): boolean {
  return call.mentions.arguments.some((packed) =>
    unpacked(packed, WORD_CHARS).some(
      (word) =>
        pointing.has(word) &&
        !content.some(
          ({ instructions, records }) =>
            instructions.some(({ set }) => set.has(word)) ||
            records.some((record) => record.has(word)),
        ) &&
        !before.some(
          ({ capability, mentions }) =>
            mentions.role === 'call' &&
            capability < FIRST_ACTIVE &&
            mentions.arguments.some((one) => setOf(one).has(word)),
        ),
    ),
  )
}

function contentOf(
  told: Told,
  asking: Told | null,
  said: Said,
  found: readonly ReadonlySet<string>[],
): Content {
  let held = said.held.get(told)
  if (held?.asking !== asking) said.held.set(told, (held = heldAgainst(told, asking, said)))
  const led =
    held.pointed > 0 ||
    held.asked.some(
      (all) => all.length > 0 && found.some((record) => all.every((word) => record.has(word))),
    )
  held.led = led
  held.near = held.close || led
  held.handed = false
  return held
}

/** What a text is to what the prompts say, whatever else was read. */
function heldAgainst(told: Told, asking: Told | null, { words, points, named }: Said): Held {
  const { mentions } = told
  let pointed = 0
  let near = false
  const asked = argumentsOf(told, asking).map((argument) => unpacked(argument, WORD_CHARS))
  for (const all of asked) {
    if (!all.some((word) => points.has(word))) {
      // A number that the prompt says as well: of an issue, of a page.
      near ||= all.length > 0 && all.every((word) => words.has(word))
      continue
    }
    near = true
    // A name of a file goes with its ending or without.
    const said = all.filter((word) => words.has(word)).length
    if (said * 2 >= all.length) pointed = Math.max(pointed, said === all.length && said > 1 ? 2 : 1)
  }
  if (
    pointed < 2 &&
    asking?.mentions.values.some((value) => formsOf(value).some((form) => named.has(form))) === true
  )
    pointed = 2
  const records = mentions.records.map(setOf)
  const vouched = records.map((record) => overlaps(record, points))
  // An entry of a list that it points at is meant as a whole.
  const meant = new Set(mentions.entries.filter((_, at) => vouched[at]))
  return {
    told,
    asking,
    asked,
    pointed,
    close: near || pointed > 0,
    led: false,
    near: false,
    handed: false,
    instructions: mentions.instructions.map(({ manner, deeds, words: packed, record }) => ({
      manner,
      deeds,
      set: setOf(packed),
      vouched: vouched[record] === true,
      meant: meant.size === 0 || meant.has(mentions.entries[record] as number),
    })),
    records,
    vouched,
    forms: formsIn(told),
  }
}

function overrides(told: Told): boolean {
  return told.mentions.instructions.some((one) => one.manner >= OVERRIDES)
}

/** Whether a word of the call, be it of its name, its keys or its arguments, stands in the prompt. */
function spoken({ mentions }: Told, prompt: ReadonlySet<string>): boolean {
  return [mentions.words, ...mentions.records, ...mentions.arguments].some((packed) =>
    unpacked(packed, WORD_CHARS).some((word) => prompt.has(word)),
  )
}
