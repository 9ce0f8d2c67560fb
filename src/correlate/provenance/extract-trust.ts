// Who may have written what a prompt or a result says, and what a prompt leaves to what is read.
import type { Ability } from '../../model/capability.js'
import {
  LEAVES_AIM,
  LEAVES_AS,
  LEAVES_HOW,
  LEAVES_OBJECT,
  LEAVES_TEXT,
  LEAVES_UNREAD,
  LEAVES_UNSAID,
  LEAVES_WEB,
  LEAVES_WHAT,
  type Mentions,
} from '../../model/mentions.js'
import type { Event } from '../../model/wire.js'
import { deedsIn, EFFECTS, opensWith } from './text/deeds.js'

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
  const sentences = text.split(SENTENCES)
  // Whoever asks what somebody says hands nothing over.
  const told = sentences
    .filter((one) => !QUESTION.test(one) || (deedsIn(one) & EFFECTS) !== 0)
    .join('\n')
  // `Do the following tasks: 1. …` says itself what is to be done; `What do they say?` leaves nothing to them.
  if (LEAVES_WHAT_IT_SAYS.test(text.replace(ASKED, ' ').replace(LISTED_HERE, ' ')))
    bits |= LEAVES_WHAT
  if (SPEAKS_OF_PAGES.test(text)) bits |= LEAVES_WEB
  if (LEAVES_AS_IT_SAYS.test(told)) bits |= LEAVES_AS
  if (LEAVES_WHAT_IT_IS.test(told)) bits |= LEAVES_OBJECT
  if (SAYS_WHERE_IT_STANDS.test(told)) bits |= LEAVES_AIM
  if (LEAVES_TEXT_AS_IT_IS.test(text)) bits |= LEAVES_TEXT
  if (LEAVES_HOW_IT_IS_DONE.test(text)) bits |= LEAVES_HOW
  // A request whose verbs are not known may ask for anything; a question asks for an answer.
  if ((bits & ~(LEAVES_WEB | LEAVES_TEXT | LEAVES_AIM)) === 0) {
    if (sentences.some(unread)) bits |= LEAVES_UNREAD
    else if (merelyTells(text, sentences)) bits |= LEAVES_UNSAID
  }
  return bits
}

/** What the documents are called that a prompt hands over to: by what they are, and what stands beside that to tell which. */
export function documentsIn(text: string): string {
  const called = text
    .split(SENTENCES)
    .filter((one) => HANDS_OVER.some((leaves) => leaves.test(one)))
    .flatMap((one) => [...one.matchAll(DOCUMENT), ...one.matchAll(TICKET)].map(([name]) => name))
  return called.join(' ').replace(MAIL, 'email')
}
const SENTENCES = /[.!?]{1,16}(?:\s+|$)|\n+/
const DOCUMENT =
  /(?<![\p{L}\d])(?:(?!(?:the|a|an|my|our|your|his|her|their|its|this|that|these|those|each|every|all|in|on|at|by|from|with|of|for|to|as|and|or|what|does|do|the[my])\s)[\p{L}\d'’./#-]{1,40}\s{1,4}){0,3}(?:guides?|manuals?|memos?|notes?|readme|playbooks?|runbooks?|procedures?|checklists?|instructions|wiki|recipes?|letters?|e-?mails?|mails?|messages?|documents?|docs?|files?|pages?|tickets?|issues?|plans?|handbooks?|howtos?|lists?|sheets?|comments?|threads?|chats?|posts?|agenda|minutes|briefs?|specs?|[\w-]{1,80}\.(?:md|txt|pdf|docx?|ya?ml|html?))\b(?:\s{1,4}(?:(?:titled|called|named|about)\s{1,4})?(?:"[^"\n]{1,80}"|'[^'\n]{1,80}'|#?[\w-]{0,40}\d[\w-]{0,40}))?/giu
const TICKET = /\b[A-Z]{2,10}-\d{1,8}\b|#\d{1,8}\b/g
const MAIL = /\b(?:e-?)?mails?\b/giu

const ASKED = /(?<=^|[.!?\n]\s*)(?:what|who|which|where|when|why|how)\b[^.!?\n]{0,200}\?/giu
const LISTED_HERE =
  /\b(?:do|perform|complete|carry out|execute|handle|finish|work through|take care of)\s+(?:(?:all|each|both|of|the|these|two|three|four|five|several|few|my)\s+){0,4}(?:following|below|next)?\s*(?:\p{L}+\s+){0,2}(?:tasks?|things|steps?|actions?|requests?|to-?dos?|errands|chores)\b[^.:?!\n]{0,60}:\s*\S/giu
const LEAVES_WHAT_IT_SAYS = new RegExp(
  [
    String.raw`\b(?:follow|reproduce|replicate|retrace|complete|carry out|perform|execute|work through|implement|act on|fulfil?l?|process|handle|take care of|finish|run|tackle|apply|do (?:all|any|every\w*|exactly|what\w*|as|the|these|those|this|his|her|their|my|each|only)|get done)\b[^.?!\n]{0,80}\b(?:instructions?|steps?|tasks?|to-?dos?|to-?do list|actions?|action items|things|requests?|checklist|procedure|runbook|what(?:ever)?|everything|directions|chores|errands|says?|specified|described|listed|asks?|asked|mentioned|requested|written|outlined|suggested|wants)\b`,
    String.raw`\b(?:follow(?:ing)?|implement|apply|carry out|work (?:off|through|down)|go through|stick to|obey)\s+(?:(?:the|my|our|his|her|their|this|that|all|of)\s+){0,3}(?:[\p{L}'-]+\s+){0,3}[\x60'"]?(?:[\w./-]+\.(?:md|txt|pdf|docx?|ya?ml|html?)\b|(?:guide|manual|memo|notes?|readme|playbook|runbook|procedure|routine|checklist|instructions|wiki|recipe|letter|e-?mail|document|file|page|ticket|plan|handbook|howto)\b)`,
    String.raw`\bdo\s+(?:all|everything|whatever|what)(?:\s+that)?(?:\s+(?:is|stands)|['’]s)?\s+(?:on|in)\b`,
    String.raw`\bdo\s+what(?:ever)?\b[^.?!\n]{0,60}\b(?:needs?|wants?|asks?|says?|tells?|requires?|requests?)\b`,
    // `… has a few things to do. Do them for me.`
    String.raw`\b(?:things?|tasks?|to-?dos?|list|points|items|steps|chores|errands|requests?|wishes)\b[^\n]{0,120}\b(?:do|take care of|handle|work (?:off|through)|tick off)\s+(?:them|it|these|those|each|all of (?:them|it))\b`,
    // What the user wrote down himself is his word.
    String.raw`\b(?:the way|as|like|how)\s+(?:i|we)(?:['’]ve| have)?\s+(?:described|explained|wrote|written|noted|laid|listed|put|set|said|defined)\b`,
    String.raw`\b(?:reproduce|replicate|retrace)\b`,
    String.raw`\b(?:erledige|befolge|führe|mach)\b[^.?!\n]{0,60}\b(?:aufgaben?|anweisung(?:en)?|punkte|schritte|alles|was)\b`,
    String.raw`\b(?:suis|suivez|exécute[zr]?|effectue[zr]?|fais|faites)\b[^.?!\n]{0,60}\b(?:instructions?|tâches?|étapes|tout|ce que)\b`,
    String.raw`\b(?:sigue|siga|haz|realiza|realice|completa)\b[^.?!\n]{0,60}\b(?:instrucciones|tareas|pasos|todo|lo que)\b`,
    String.raw`\b(?:segui|esegui|fai|completa)\b[^.?!\n]{0,60}\b(?:istruzioni|compiti|attività|passi|tutto|quello)\b`,
  ].join('|'),
  'iu',
)
/** What was asked for is to be done as the content says; it is not said that whatever else stands there is to be done. */
const LEAVES_AS_IT_SAYS = new RegExp(
  [
    // A clause that content is the subject of: `as the label says`, `to what the checklist says`, `where she suggested`.
    String.raw`\b(?:(?:as|like)\s+(?:[\p{L}\d'.-]{0,40}[\p{L}\d'-]\s+){0,6}|(?:how|what(?:ever)?|where(?:ver)?|which(?:ever)?)\s+(?:[\p{L}\d'.-]{0,40}[\p{L}\d'-]\s+){1,6})(?:says?|describes?|explains?|asks?|instructs?|requests?|tells?|specif(?:y|ies)|wants?|suggests?|recommends?|proposes?|states?|lists?|names?|described|instructed|requested|asked|specified|suggested|recommended|proposed)\b`,
    // A wish of somebody else that is told of is to be fulfilled as he puts it.
    String.raw`(?<!\b(?:i|we|you|who|what|they)\s)\b(?:wants|asked|asks|wishes|requested|requests|would like)\s+(?:(?:him|her|their|his|its|the|my|our|to|for|a|an|that|it|this)\b)`,
    String.raw`\bthe\s+(?:[\p{L}\d'.-]{0,40}[\p{L}\d'-]\s+){1,6}(?:says|describes|explains|asks for|requests|specifies|wants|suggests|recommends|proposes|states|lists|names)\b`,
    // That there is something that says how leaves it to that.
    String.raw`\b(?:instructions?|directions|steps|guide|explanations?|description)\s+(?:on\s+|for\s+)?how\b`,
    String.raw`\b(?:according to|as per|in line with)\b|\baccordingly\b`,
  ].join('|'),
  'iu',
)
/** … and what it is done to or with, is theirs to say as well. */
const LEAVES_WHAT_IT_IS =
  /(?<!\b(?:by|to|from|with|on|at|of|in|if|whether|and|or)\s)\bwhat(?:ever)?\s+(?:[\p{L}\d'.-]{0,40}[\p{L}\d'-]\s+){1,6}(?:asks?|wants?|needs?|requests?|suggests?|recommends?|proposes?|suggested|recommended|proposed|asked|requested)\b/iu
/** The address or account that is meant stands in what is read: the prompt says in what. */
const SAYS_WHERE_IT_STANDS =
  /\b(?:address|account|iban|contacts?)\b[^.?!\n]{0,40}\b(?:in|on|at|from|under|below|above)\s+(?:the|my|our|his|her|their|its?|every|each|this|that|there)\b/i
/** One thing is made of another, or one for each of its parts: what is made says what it was made of. */
const LEAVES_TEXT_AS_IT_IS = new RegExp(
  [
    String.raw`\b(?:turn|convert|transform|break|split|make)\b[^.?!\n]{0,80}\binto\b`,
    String.raw`\b(?:for|per|from|out of)\s+(?:each|every)\b`,
    String.raw`\b(?:create|make|file|open|log|write(?!\s+to\b)|add|build|draw up)\b[^.?!\n]{0,60}\b(?:from|out of|based on)\s+(?:(?!the\s+\d)(?:the|my|our|his|her|their|this|these|that|those|each|every|all|it|them|what)\b)`,
  ].join('|'),
  'iu',
)
const LEAVES_HOW_IT_IS_DONE =
  /\b(?:handle|take care|deal with|sort (?:out|it|this|that)|manage|look after|get (?:it|this|that|everything) done|what(?:ever)? (?:(?:is |it |that )*(?:needed|necessary|required|missing|takes|needs|requires))|as (?:you see fit|needed|necessary|appropriate)|resolve|fix (?:it|this|that)|(?:make|get|have|bring|keep)\s+(?:[\p{L}\d#/.'-]+\s+){1,4}(?:green|pass(?:es|ing)?|work(?:s|ing)?|build(?:s|ing)?|compil(?:es?|ing)|run(?:s|ning)?|ready|done|fixed|solved|clean|tidy|in order|up and running)\b|act (?:on|accordingly)|proceed|everything (?:that'?s |that is )?(?:needed|necessary|required)|do (?:it|that|this|[a-z]{2,10}-\d+|#\d+)|kümmere|occupe[- ]toi|occupez-vous|encárgate|occupati)\b/iu
const HANDS_OVER = [LEAVES_WHAT_IT_SAYS, LEAVES_AS_IT_SAYS, LEAVES_HOW_IT_IS_DONE]
/** What a sentence asks for stands where it begins. */
const OPENING_MAX = 500
/** Whether a sentence of a prompt asks for something by a verb that is not known. */
function unread(whole: string): boolean {
  const sentence = whole.slice(0, OPENING_MAX)
  if (!/\p{L}/u.test(sentence) || (deedsIn(sentence) & EFFECTS) !== 0) return false
  if (sentence.trim().split(/\s+/).length < 3) return false
  if (!KNOWN_LANGUAGE.test(sentence) && sentence.split(/\s+/).length > 3)
    return deedsIn(sentence) === 0
  if (QUESTION.test(sentence) || TO_ASKER.test(sentence)) return false
  if (NARRATES.test(sentence) || NAMED_NARRATES.test(sentence)) return false
  const first =
    /^\W*(?:(?:please|kindly|can you|could you|would you|will you|i want you to|i need you to|then|and|also|now|hi|hello|hey)\W+)*([\p{L}'-]+)/iu.exec(
      sentence,
    )?.[1] ?? ''
  return opensWith(first) === 0 && !TELLS.test(first)
}

/** Whoever asks for nothing and tells something wants something to be done about it. */
function merelyTells(text: string, sentences: readonly string[]): boolean {
  return (
    deedsIn(text) === 0 &&
    sentences.some((one) => one.trim().split(/\s+/).length >= 3) &&
    !sentences.some((one) => QUESTION.test(one) || TO_ASKER.test(one))
  )
}

/** A sentence that begins so tells something: it asks for nothing. */
const TELLS =
  /^(?:i|i'm|i've|i'd|i'll|we|we're|we've|you|he|she|it|it's|they|this|that|these|those|there|here|the|a|an|my|our|your|his|her|their|its|all|some|any|every\w*|some\w*|no|not|if|when|as|for|in|on|at|from|to|with|by|because|since|after|before|only|just|keep|be|mind|prefer|avoid|thanks|thank|note|yes|ok|okay|give|let|ich|wir|es|der|die|das|mein\w*|je|nous|mon|ma|yo|mi|io|il)$/i

/** Somebody or something does what the sentence tells of. */
const NARRATES =
  /^\W*(?:[\p{L}'’-]+,?\s+){0,4}(?:i|i['’]\w+|we|we['’]\w+|it|it['’]\w+|they|he|she|there)\s/iu

/** So does somebody with a name. */
const NAMED_NARRATES =
  /^\W*\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+)?\s+(?:has|had|is|was|will|just|already|sent|wrote|said|asked|told|gave|made|got|needs|wants|left|found|saw|thinks|says|\p{Ll}{2,}ed)\s/u
const TO_ASKER =
  /\b(?:tell|inform|notify|remind|show|give|brief|help)\s+(?:me|us)\b|\blet\s+(?:me|us)\s+know\b|\bi(?:'d| would)? (?:want|like|need|wish) to (?:know|see|understand|read)\b/i
/** What is to be done is done on a page or in a form, whose address the content may hold. */
const SPEAKS_OF_PAGES =
  /\b(?:sign(?:ing)? (?:\p{L}+ )?(?:up|in)|register|submit|upload|fill(?:ing)? (?:in|out|up)|appl(?:y|ication)|enrol\w*|(?:un)?subscribe|rsvp|claim|portal|forms?|web ?site|web ?page|page|online|link|url|survey|check ?in|ticket shop|open|visit|download|install)\b/iu
const QUESTION =
  /^\W*(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|any|can you tell|could you tell|wer|was|wie|wo|wann|welche\w*|warum|gibt|hat|quand|quel\w*|qui|que|où|combien|comment|pourquoi|qué|cuál|cuándo|dónde|quién|cuánt\w+|che|quando|dove|chi|quanto|quale|wat|waar|hoe|qual|onde|quem|что|где|когда|кто|как|сколько)(?!\p{L})/iu
const KNOWN_LANGUAGE =
  /\b(?:the|my|what|is|of|in|and|to|a|an|i|you|it|on|for|with|at|do|does|have|we|me|that|this|are|can|want|der|die|das|und|ist|hat|wer|wie|mein\w*|nach|dem|den|im|für|mit|le|les|mes|mon|ma|et|est|avec|pour|dans|el|los|mis|mi|con|para|en|del|il|gli|miei|mio|che|per|di|della|o|os|meu|minha|com|het|de|een|mijn|voor|met)\b/i
