// Whether a call follows an instruction that untrusted content gave: by the deed, the tool's name, and what it is done to.
import {
  COMMANDS,
  LEAVES_AS,
  LEAVES_TEXT,
  LEAVES_WHAT,
  OVERRIDES,
  unpacked,
  WORD_CHARS,
} from '../../model/mentions.js'
import type { Brought } from '../../model/provenance.js'
import type { Content, Known } from './judge-known.js'
import type { Told } from './ledger.js'
import { DEED, GRAVE, GUESSED, WIDE } from './text/deeds.js'

/** Whether the prompt hands over to this content: what it asks for besides, or how what the prompt asks for is done. */
export function delegated({ leaves, asked }: Known, { led }: Content): boolean {
  return led && ((leaves & LEAVES_WHAT) !== 0 || (asked && (leaves & LEAVES_AS) !== 0))
}

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
 * A call that nobody asked for, and that a text asked for: by the tool's name, or by the deed and what it is done to. Where
 * the prompt asks for calls of its kind, a text steers it that brings a whole argument which nothing else holds.
 */
export function followedBy(call: Told, known: Known): Brought | null {
  const tool = unpacked(call.mentions.words, WORD_CHARS)
  const each = call.mentions.arguments.map((packed) => unpacked(packed, WORD_CHARS))
  const said = each.flat()
  const keys = call.mentions.records.flatMap((packed) => unpacked(packed, WORD_CHARS))
  // What the call holds, the text says and the prompt does not.
  const ownOf = (set: ReadonlySet<string>): Set<string> =>
    new Set([...said, ...keys, ...tool].filter((word) => set.has(word) && !known.words.has(word)))
  let handed = 0
  for (const content of known.content)
    if (delegated(known, content))
      for (const { set } of content.instructions) handed = Math.max(handed, ownOf(set).size)
  for (const content of known.content)
    for (const one of content.instructions) {
      if (one.manner < OVERRIDES && delegated(known, content)) continue
      if (one.manner < COMMANDS && transcribes(call, known)) continue
      const byDeed = sameDeed(one.deeds, call)
      const named = tool.filter((word) => one.set.has(word)).length
      const vague = one.manner >= COMMANDS && !known.specific
      if (known.asked && !known.astray && !vague && !otherVerb(call, one, known)) {
        const fits = byDeed || (tool.length > 1 && named === tool.length)
        if (
          fits &&
          (brings(each, one, content, known) ||
            (one.manner >= OVERRIDES && byDeed && each.length > 0 && !isNamed(each, known)))
        )
          return broughtBy('instruction', '', content.told)
        continue
      }
      const holds = (word: string): boolean => one.set.has(word)
      const own = ownOf(one.set)
      // What the prompt hands over to asks for as much: it is what was asked for.
      if (one.manner < OVERRIDES && handed > 1 && handed >= own.size) continue
      const ownSaid = said.some((word) => own.has(word))
      const whole = said.length > 0 && said.every(holds)
      const grave = (one.deeds & call.mentions.deeds & GRAVE) !== 0 && named > 0
      const sure =
        grave ||
        (known.asksOnly && byDeed && named > 0) ||
        (tool.length > 1 && named === tool.length) ||
        (one.manner >= COMMANDS
          ? (byDeed && (named > 0 || said.some(holds))) || own.size > 1
          : byDeed
            ? ownSaid || named > 1 || whole
            : // Whoever asks somebody to look asks for nothing to be done.
              one.deeds !== DEED.visit && ownSaid && own.size > 1)
      if (sure) return broughtBy('instruction', '', content.told)
    }
  return null
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
): boolean {
  // Where the prompt points at the text, one thing that it brings may be what was looked for; not two that it dictates.
  const sure = one.manner >= COMMANDS || (!led && !one.vouched)
  let dictated = 0
  for (const words of each) {
    // What the agent said before it read the text does not come from there.
    const own = words.filter(
      (word) => !known.words.has(word) && (known.uttered.get(word) ?? told.timeMs) >= told.timeMs,
    )
    if (own.length === 0 || !own.every((word) => one.set.has(word)) || known.holds(own)) continue
    if (sure) return true
    if (own.length > 1) dictated++
  }
  return dictated > 1
}

/** Whether an argument can be told from the prompt: one that the user named is the user's. */
function isNamed(each: readonly (readonly string[])[], known: Known): boolean {
  return each.some((words) => words.every((word) => known.words.has(word)))
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
