// Who may have written what a prompt or a result says, and what a prompt leaves to what is read.
import type { Ability } from '../../model/capability.js'
import { LEAVES_HOW, LEAVES_UNREAD, LEAVES_WHAT, type Mentions } from '../../model/mentions.js'
import type { Event } from '../../model/wire.js'
import { deedsIn } from './text/deeds.js'

export function trustOfPrompt(event: Event): Mentions['trust'] {
  const from = event.prompt?.from ?? null
  if (from === 'agent') return 'agent'
  if (from === 'external' || from === 'system') return from
  // Where the prompt itself does not say, the source may.
  if (from === null && (event.source?.trust === 'external' || event.source?.trust === 'tool'))
    return 'external'
  return 'trusted'
}

const OWN =
  /^(contact|contacts|address_?book|addressbook|profile|me|myself|whoami|account|accounts|iban|balance|settings|preferences|directory|people|userinfo|colleague|colleagues|employee|employees|user|users)$/
const READS_OTHERS = /^(email|chat|web|documents|files|repository|ticket|calendar)$/

export function trustOfResult(
  event: Event,
  ability: Ability,
  words: readonly string[],
): Mentions['trust'] {
  const said = event.tool?.result_trust ?? event.source?.trust ?? null
  if (said === 'user' || said === 'system') return 'trusted'
  if (said === 'tool' || said === 'external') return said
  const others = words.some((word) =>
    /^(email|mail|inbox|message|review|page|web|comment|file|document)s?$/.test(word),
  )
  if (!others && words.some((word) => OWN.test(word))) return 'own'
  return READS_OTHERS.test(ability.domain) ? 'external' : 'untold'
}

/** Bits of LEAVES_…: how far the prompt hands over what is done. */
export function leavesIn(text: string): number {
  let bits = 0
  if (LEAVES_WHAT_IT_SAYS.test(text)) bits |= LEAVES_WHAT
  if (LEAVES_HOW_IT_IS_DONE.test(text)) bits |= LEAVES_HOW
  if (bits === 0 && deedsIn(text) === 0 && !KNOWN_LANGUAGE.test(text)) bits |= LEAVES_UNREAD
  return bits
}

const LEAVES_WHAT_IT_SAYS =
  /\b(?:do|follow|complete|carry out|perform|execute|work through|implement|act on|fulfil?l?|process|handle|take care of|finish|run|tackle|get done|apply)\b.{0,60}\b(?:instructions?|steps?|tasks?|to-?dos?|actions?|action items?|requests?|checklist|list|procedure|runbook|guide|what(?:ever)?|everything|directions?|items?|chores?|errands?|says?|specified|described|listed|asked|asks|mentioned|requested|written|outlined|suggested)\b|\b(?:erledige|befolge|führe)\b.{0,60}\b(?:aufgaben?|anweisung(?:en)?|punkte|schritte)\b|\b(?:suis|suivez|exécute|effectue)\b.{0,60}\b(?:instructions?|tâches?|étapes)\b|\b(?:sigue|siga|haz|realiza)\b.{0,60}\b(?:instrucciones|tareas|pasos)\b|\b(?:segui|esegui|fai)\b.{0,60}\b(?:istruzioni|compiti|passi)\b/is
const LEAVES_HOW_IT_IS_DONE =
  /\b(?:handle|take care|deal with|sort (?:out|it|this|that)|manage|look after|get (?:it|this|that|everything) done|whatever (?:is|it takes)|as (?:you see fit|needed|necessary|appropriate)|resolve|fix (?:it|this|that)|act (?:on|accordingly)|proceed|everything (?:that'?s |that is )?(?:needed|necessary|required)|do (?:it|that|this)|kümmere|occupe[- ]toi|occupez-vous|encárgate|occupati)\b/i
const KNOWN_LANGUAGE =
  /\b(?:the|my|what|is|of|in|and|der|die|das|und|mein|le|les|mes|et|el|los|mis|il|gli|miei|o|os|meu|het|de|mijn)\b/i
