// What a prompt hands over to: which of what was read says what is done or how.
import { COMMANDS, LEAVES_AS, LEAVES_HOW, LEAVES_WHAT } from '../../model/mentions.js'
import type { Content, Known } from './judge-known.js'
import { overlaps, setOf, type Said } from './judge-said.js'
import type { Told } from './ledger.js'
import { EFFECTS } from './text/deeds.js'

/**
 * The prompt says what the document is called that it hands over to. Where a tool is called after it, what other tools
 * brought, on the way there or because of it, is looked up and hands nothing on. Whether the document says what is done:
 * that it does is said, or nothing is.
 */
export function handOver(content: readonly Content[], { documents, leaves, deeds }: Said): boolean {
  if ((leaves & (LEAVES_WHAT | LEAVES_AS | LEAVES_HOW)) === 0) return false
  const asking = content.filter(({ instructions }) =>
    instructions.some((one) => (one.deeds & EFFECTS) !== 0),
  )
  const kinds = new Set<string>()
  for (const { told } of asking) {
    const kind = setOf(told.mentions.points)
    if (overlaps(kind, documents)) for (const word of kind) kinds.add(word)
  }
  for (const one of content)
    one.handed = one.near && (kinds.size === 0 || overlaps(setOf(one.told.mentions.points), kinds))
  return (
    (leaves & LEAVES_WHAT) !== 0 ||
    ((leaves & LEAVES_HOW) !== 0 &&
      (deeds & EFFECTS) === 0 &&
      (kinds.size > 0 ||
        asking.some(({ asked }) => asked.flat().some((word) => documents.has(word)))))
  )
}

/**
 * Whether the prompt hands over to this content: what it asks for besides, or how what the prompt asks for is done. What
 * speaks to the agent as such is no part of how something is done.
 */
export function delegated(
  { what, as }: Known,
  { handed }: Content,
  { manner, meant }: Content['instructions'][number],
): boolean {
  return handed && meant && manner < COMMANDS && (what || as)
}

/** What was asked of the tool: the result's own word, else that of the call. */
export function argumentsOf({ mentions }: Told, asking: Told | null): readonly string[] {
  return mentions.arguments.length > 0 ? mentions.arguments : (asking?.mentions.arguments ?? [])
}
