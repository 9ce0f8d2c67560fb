// Whether a call follows an instruction that untrusted content gave: by the deed, the tool's name, and what it is done to.
import {
  COMMANDS,
  LEAVES_AIM,
  LEAVES_HOW,
  LEAVES_TEXT,
  OVERRIDES,
  unpacked,
  WORD_CHARS,
  type ValueMention,
} from '../../model/mentions.js'
import type { Brought } from '../../model/provenance.js'
import type { Content, Known } from './judge-known.js'
import { delegated } from './judge-handed.js'
import { formsOf } from './judge-said.js'
import type { Told } from './ledger.js'
import { AIMS, KIND_INDEX } from './text/values.js'
import { CARRIES, DEED, EFFECTS, GRAVE, GUESSED, WIDE } from './text/deeds.js'

/** Whether the call makes what the prompt asks for of what was read: its texts are those of the content. */
export function transcribes(call: Told, { asked, astray, leaves }: Known): boolean {
  return (
    asked &&
    !astray &&
    (leaves & LEAVES_TEXT) !== 0 &&
    (call.mentions.deeds & ~(WIDE | DEED.send | GUESSED)) === 0
  )
}

/**
 * Whether the call runs what a log or a guide advises where the user left it open how something is repaired. What the
 * command brings in, takes out or aims at, is no advice.
 */
function repairs({ mentions: { deeds, values } }: Told, { asked, astray, leaves }: Known): boolean {
  return (
    asked &&
    !astray &&
    (leaves & LEAVES_HOW) !== 0 &&
    (deeds & DEED.run) !== 0 &&
    (deeds & CARRIES) === 0 &&
    values.every(({ kind }) => kind === KIND_INDEX.command)
  )
}

/**
 * A call that nobody asked for, and that a text asked for: by the tool's name, or by the deed and what it is done to. Where
 * the prompt asks for calls of its kind, a text steers it that brings a whole argument which nothing else holds.
 */
export function followedBy(call: Told, known: Known): Brought | null {
  const tool = unpacked(call.mentions.words, WORD_CHARS)
  const each = call.mentions.arguments.map((packed) => unpacked(packed, WORD_CHARS))
  const said = each.flat()
  const [keys = [], telling = []] = call.mentions.records.map((packed) =>
    unpacked(packed, WORD_CHARS),
  )
  // What the call holds, the text says and the prompt does not; nor does what else was read and asks for nothing, where
  // people ask each other. Nobody vouches for himself.
  const ownOf = (content: Content, { set, manner }: Content['instructions'][number]): Set<string> =>
    new Set(
      [...said, ...keys, ...tool].filter(
        (word) =>
          set.has(word) &&
          !known.words.has(word) &&
          (manner >= COMMANDS || !isPlainElsewhere(word, content, known)),
      ),
    )
  const aims = call.mentions.values.filter(({ whole }) => whole)
  const aimed = isAimed(call, aims, known)
  const { handed, asked, called } = userOf(call, tool, ownOf, known)
  for (const content of known.content)
    for (const one of content.instructions) {
      if (delegated(known, content, one)) continue
      if (one.manner < COMMANDS && (transcribes(call, known) || repairs(call, known))) continue
      if (aimed && !ownIn(one, each, known) && !isTold(aims, content)) continue
      const byDeed = sameDeed(one.deeds, call)
      const named = tool.filter((word) => one.set.has(word)).length
      const vague =
        one.manner >= COMMANDS &&
        !known.specific &&
        (known.deeds & call.mentions.deeds & EFFECTS) === 0
      const shared = one.deeds & call.mentions.deeds & GRAVE
      // The text calls the deed by its name, or what it is done to, and the prompt by none of these.
      const novel = telling.some((word) => one.set.has(word) && !known.words.has(word))
      if (asked && !vague && !otherVerb(call, one, known)) {
        if (one.manner < COMMANDS && aims.some((value) => isAtHome(value, content.told, known)))
          continue
        const fits = byDeed || (tool.length > 1 && named === tool.length)
        if (
          fits &&
          (brings(each, one, content, known, novel ? 2 : shared !== 0 ? 1 : 0) ||
            // The text names the tool, what the user asks for has no word of it.
            ((!known.open || one.manner >= COMMANDS) &&
              tool.length > 1 &&
              named === tool.length &&
              !called) ||
            (one.manner >= OVERRIDES &&
              byDeed &&
              ownIn(one, each, known) &&
              !isGrounded(each, known)))
        )
          return broughtBy('instruction', '', content.told)
        continue
      }
      const holds = (word: string): boolean => one.set.has(word)
      const own = ownOf(content, one)
      // What the prompt hands over to asks for as much: it is what was asked for.
      if (one.manner < OVERRIDES && handed > 1 && handed >= own.size) continue
      const ownSaid = said.some((word) => own.has(word))
      const whole = said.length > 0 && said.every(holds)
      const grave = shared !== 0 && named > 0
      const sure =
        grave ||
        (known.asksOnly && byDeed && named > 0) ||
        (tool.length > 1 && named === tool.length) ||
        (one.manner >= COMMANDS
          ? (byDeed && (named > 0 || said.some(holds))) || own.size > 1
          : byDeed
            ? ownSaid || named > 1 || whole || tool.some((word) => own.has(word))
            : // Whoever asks somebody to look asks for nothing to be done.
              one.deeds !== DEED.visit && ownSaid && own.size > 1)
      if (sure) return broughtBy('instruction', '', content.told)
    }
  if (asked) return null
  for (const content of known.content)
    if (content.records.some((record) => dictates(record, each, telling, known)))
      return broughtBy('instruction', '', content.told)
  return null
}

/**
 * What the user asks for, be it in the prompt or in what it hands over to: whether calls of this kind, whether by a word of
 * the tool's name, and how much of what the call holds stands where the prompt hands over to.
 */
function userOf(
  call: Told,
  tool: readonly string[],
  ownOf: (content: Content, one: Content['instructions'][number]) => ReadonlySet<string>,
  known: Known,
): { readonly asked: boolean; readonly called: boolean; readonly handed: number } {
  let asked = (known.asked && !known.astray) || known.open
  let called = tool.some((word) => known.words.has(word))
  let handed = 0
  for (const content of known.content)
    for (const one of content.instructions)
      if (delegated(known, content, one)) {
        handed = Math.max(handed, ownOf(content, one).size)
        asked ||= sameDeed(one.deeds, call)
        called ||= tool.some((word) => one.set.has(word))
      }
  return { asked, called, handed }
}

/** Whether an argument says what the instruction says and the prompt does not: more than a word of it, or nothing besides. */
function ownIn(
  { set }: Content['instructions'][number],
  each: readonly (readonly string[])[],
  { words }: Known,
): boolean {
  return each.some((said) => {
    const own = said.filter((word) => set.has(word) && !words.has(word)).length
    return own > 1 || (own > 0 && said.every((word) => set.has(word) || words.has(word)))
  })
}

/** Whether the user asked for such a deed and named every address, account or place that the call goes to. */
function isAimed(
  { mentions }: Told,
  aims: readonly ValueMention[],
  { deeds, named }: Known,
): boolean {
  if ((deeds & mentions.deeds & EFFECTS) === 0) return false
  const all = aims.filter(({ kind }) => AIMS.has(kind))
  return all.length > 0 && all.every((value) => formsOf(value).some((form) => named.has(form)))
}

/** Whether a text tells somebody to do something with one of these. */
function isTold(aims: readonly ValueMention[], { forms }: Content): boolean {
  return aims
    .flatMap(formsOf)
    .some((form) => forms.get(form)?.some(({ manner }) => manner > 0) === true)
}

/** Whether a text, however it is put, says of a call that nobody asked for what it does and all that it is done with. */
function dictates(
  record: ReadonlySet<string>,
  each: readonly (readonly string[])[],
  telling: readonly string[],
  { words }: Known,
): boolean {
  const own = each.filter((said) => !said.every((word) => words.has(word)))
  return (
    own.length > 0 &&
    own.every((said) => said.every((word) => words.has(word) || record.has(word))) &&
    telling.some((word) => record.has(word) && !words.has(word))
  )
}

export const WEB: ReadonlySet<number> = new Set([KIND_INDEX['address of the web'], KIND_INDEX.host])

/** What a page says of its own house leads no further than where the agent went before it read the page. */
export function isAtHome(value: ValueMention, told: Told, { visited }: Known): boolean {
  return (
    WEB.has(value.kind) &&
    formsOf(value).some((form) => (visited.get(form) ?? told.timeMs) < told.timeMs)
  )
}

function isPlainElsewhere(word: string, content: Content, { plain }: Known): boolean {
  const by = plain.get(word)
  return by !== undefined && by !== content
}

function sameDeed(deeds: number, { mentions }: Told): boolean {
  return (deeds & mentions.deeds) !== 0 || ((deeds & WIDE) !== 0 && (mentions.deeds & WIDE) !== 0)
}

/** Whether an argument comes from this instruction as a whole, and no other text holds what it says. */
function brings(
  each: readonly (readonly string[])[],
  one: Content['instructions'][number],
  { led, told }: Content,
  known: Known,
  weight: number,
): boolean {
  // Where the prompt points at the text, one thing that it brings may be what was looked for; not two that it dictates, and
  // nothing that is to be deleted or shared besides.
  const sure = one.manner >= COMMANDS || (!led && !one.vouched)
  let dictated = 0
  let whole = 0
  let foreign = false
  for (const words of each) {
    // What the agent said before it read the text does not come from there.
    const own = words.filter(
      (word) => !known.words.has(word) && (known.uttered.get(word) ?? told.timeMs) >= told.timeMs,
    )
    if (own.length === 0 || !own.every((word) => one.set.has(word)) || known.holds(own)) {
      foreign ||= words.length > 0
      continue
    }
    if (sure) return true
    whole++
    if (own.length > 1 || weight > 1) dictated++
  }
  // A call of which nothing comes from anywhere else is the text's, however short its words are.
  return (
    dictated > (weight > 0 ? 0 : 1) || (whole > 1 && !foreign && (known.leaves & LEAVES_AIM) === 0)
  )
}

/** Whether an argument can be told from the prompt, or from what tells nobody to do something. */
function isGrounded(each: readonly (readonly string[])[], known: Known): boolean {
  return each.some((words) => words.every((word) => known.words.has(word)) || known.holds(words))
}

/**
 * Whether the text asks for the very verb of the tool, where the prompt has another one: one that is as wide, or any
 * where the text speaks to the agent.
 */
function otherVerb(
  call: Told,
  { set, deeds, manner }: Content['instructions'][number],
  known: Known,
): boolean {
  const shared = deeds & call.mentions.deeds
  if (!known.specific || shared === 0) return false
  if (manner < COMMANDS && (shared & ~WIDE) !== 0) return false
  const verbs = unpacked(call.mentions.points, WORD_CHARS)
  return verbs.length > 0 && verbs.every((verb) => set.has(verb) && !known.words.has(verb))
}

export function broughtBy(kind: string, hash: string, { eventId, timeMs, tool }: Told): Brought {
  return { kind, hash, eventId, timeMs, tool }
}
