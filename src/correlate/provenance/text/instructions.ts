// Finds what in a text tells somebody to do something, and how it speaks: as people ask each other, to the agent, or over its head.
import { ASKS, COMMANDS, OVERRIDES, REDIRECTS } from '../../../model/mentions.js'
import { certain, DEED, deedsIn, EFFECTS, opensWith } from './deeds.js'
import { urgedIn } from './urges.js'

/** A stretch of text that speaks in one manner. Stretches do not overlap and are in order. */
export interface Stretch {
  readonly start: number
  end: number
  manner: number
  deeds: number
  /** belongs to the same instruction as the one before */
  joined: boolean
}

/**
 * A word as those write it who would not be found by it: a letter is doubled, a vowel stands beside it, or a vowel is missing
 * that is not its first letter. None stands in the place of another: who forgot something orders nothing.
 */
function misspelt(word: string): string {
  const letters = Array.from(word.replace(/(.)\1/g, '$1'))
  return letters
    .map((letter, at) => {
      const next = letters[at + 1] ?? 'a'
      if (!VOWELS.includes(letter)) return `${letter}{1,2}${VOWELS.includes(next) ? '' : STRAY}`
      const kept = `${STRAY}${letter}{1,2}${STRAY}`
      return at === 0 ? kept : `(?:${kept}|(?![${VOWELS.replace(next, '')}]))`
    })
    .join('')
}
const VOWELS = 'aeiou'
const STRAY = `[${VOWELS}]?`

function oneOf(words: string): string {
  return `\\b(?:${words.split(' ').map(misspelt).join('|')})\\b`
}
const INSTRUCTIONS = oneOf('instruction instructions')
const FORMER = oneOf('previous prior above earlier preceding existing original')

const AUTHORITY = '(?:system|developer|admin(?:istrator)?|root|security)'
const WORDS_OF = '(?:prompt|message|override|instruction|notice|update|directive|command)s?'

// Takes the place of those who may instruct the agent, or hides from them. `Don't forget` is no order to forget.
const OVERRIDING: readonly RegExp[] = [
  new RegExp(
    `(?<!\\b(?:don['’]?t|not|never) )${oneOf('ignore disregard forget override bypass')}.{0,40}` +
      `(?:(?:\\b(?:your|all|any|other|current)\\b|${FORMER}).{0,40}${INSTRUCTIONS}|${INSTRUCTIONS}.{0,20}\\bgiven to you\\b)`,
    'i',
  ),
  /(?<!\b(?:don['’]?t|not|never) )\b(?:ignore|disregard|forget|override|bypass|skip|stop following|abandon|drop|set aside)\b.{0,40}\b(?:previous|prior|above|earlier|preceding|original|other|existing|your|all|any|current|user'?s?|system)\b.{0,40}\b(?:instruct|prompt|rule|direction|guideline|command|task|request|order|polic|context|goal)/i,
  new RegExp(`\\b${AUTHORITY}\\s*${WORDS_OF}\\b`, 'i'),
  // Names like `system_message` are those of fields and variables, too, unless a heading or a tag is made of them.
  new RegExp(
    `(?:(?<![\\w\\])])[[<]|(?:#|^)\\s*[({])\\s*/?${AUTHORITY}[_-]${WORDS_OF}\\s*[\\])>}]|^\\s*#+\\s*${AUTHORITY}[_-]${WORDS_OF}\\b`,
    'i',
  ),
  /(?:^|\n|[[<{(#*-])\s*\/?(?:system|sys|developer|admin|assistant|inst|instructions?|information|important|user|human|tool_call|function_call|begin prompt|new task|prompt)\s*(?:[\]>})]|#{2,}|\*{2,}|:\s*(?:you\b|ignore|override))/i,
  // `Instructions:` alone in a line heads many a recipe.
  /(?:^|\n|[[<{(#*-])\s*\/?(?:system|sys|developer|admin|assistant|user|human|tool_call|function_call|begin prompt|new task|prompt)\s*:\s*\n/i,
  /<\|[a-z_]{2,30}\|>|\[\/?INST\]|<<\/?SYS>>|###\s*(?:system|instruction|new|user|human|assistant|task)/i,
  /\b(?:message|instructions?|note|request|order|command|memo)\s+(?:from|by|of)\s+(?:me|your (?:user|owner|operator|developer|creator|principal|boss|admin)|the (?:user|system|developer|operator|administrator|platform|account (?:owner|holder)))\b/i,
  /\bto you,?\s+(?:the\s+)?(?:ai|llm|gpt|chatgpt|claude|gemini|llama|mistral|copilot|assistant|agent|bot|model|[A-Z][\w-]*\d[\w.-]*)\b/i,
  /\b(?:before|after|until|while|prior to)\b.{0,30}\b(?:you|solving|completing|finishing|continu|proceed|answering|respond)\w*.{0,40}\b(?:the |your |this |my |original |main |user'?s? )(?:task|request|query|question|job|prompt|answer|summary|work)\b/i,
  // Turns of a conversation that a result pretends to hold.
  /["']role["']\s*:\s*["'](?:user|system|assistant|developer|human|tool)["']\s*,\s*["'](?:content|text|parts)["']/i,
  /\b(?:do not|don't|never|without)\b.{0,30}\b(?:tell|mention|inform|inform(?:ing)?|notify(?:ing)?|reveal(?:ing)?|alert(?:ing)?|mentioning|telling|asking|ask|show|report|disclose)\b.{0,40}\b(?:user|anyone|anybody|owner|human|operator|confirm|permission|this|them)/i,
  /\b(?:new|updated|real|actual|true|revised|higher[- ]priority|overriding)\s+(?:instructions?|task|objective|directive|goal|orders)\b/i,
  /\b(?:you are now|act as|pretend to be|from now on,? you|your new (?:role|task|goal|instructions?)|developer mode|jailbreak|end of (?:the )?(?:document|content|file|e-?mail|message|data|results?|page|transcript|log|input|context|tool (?:output|result)))\b/i,
  /\bthe user (?:has |have )?(?:also |already |explicitly |previously )*(?:want|ask|request|agreed to (?:this|it|that)\b|authori[sz]ed|approved|confirmed|consent|instruct|permitted|needs)/i,
  /\b(?:ignoriere|missachte|vergiss)\b.{0,40}\b(?:anweisung|vorgabe|auftrag|regeln|befehl)|\b(?:ignore[zr]?|oublie[zr]?)\b.{0,40}\b(?:instructions|consignes)\b.{0,20}(?:précédent|antérieur|ci-dessus)?|\b(?:ignora|ignore|olvida|desestima)\b.{0,40}\b(?:instrucciones|órdenes|indicaciones|instruções|istruzioni|ordini)\b|\bnegeer\b.{0,40}\b(?:instructies|opdracht)|\bdimentica\b.{0,40}\bistruzioni/i,
  /忽略.{0,12}(?:指令|指示|说明|要求|提示)|无视.{0,12}(?:指令|指示)|(?:以前|これまで|上記|前).{0,8}指示.{0,6}(?:無視|忘れ)|(?:이전|위의).{0,10}(?:지시|명령).{0,8}무시|(?:игнорируй|игнорируйте|забудь|забудьте).{0,40}(?:инструкц|указани|команд)/iu,
]

// Speaks to an agent, or of its tools.
const COMMANDING: readonly RegExp[] = [
  // A dialogue that a result pretends to be.
  /(?:^|\n|[>\])|]\s)\s{0,8}(?:USER|SYSTEM|ASSISTANT|HUMAN|AGENT|Human|System|Assistant|User)\s*:\s/,
  /\b(?:before|prior to|instead of|once you have finished|after)\s+(?:summari[sz]ing|answering|replying|responding|continuing|proceeding|reporting|processing|anything else|giving|presenting|returning|completing|finishing|solving|you (?:answer|reply|continue|go on|summari[sz]e|respond|proceed|finish|report))/i,
  /\b(?:antes de|avant de|prima di|voordat (?:je|u)|bevor (?:du|sie)|перед тем как)\s+(?:\p{L}+\s+){0,2}(?:continu\p{L}*|respond\p{L}*|répond\p{L}*|risponde\p{L}*|procede\p{L}*|procéd\p{L}*|seguir|poursuiv\p{L}*|verder\p{L}*|antwoord\p{L}*|antwort\p{L}*|fort(?:fährst|fahren)|weiter\p{L}*|resum\p{L}*|résum\p{L}*|riassum\p{L}*|ответ\p{L}*|продолж\p{L}*)/iu,
  /\b(?:ai|llm|language|chat|virtual|digital|automated)[ -](?:assistants?|agents?|models?|systems?|bots?)\b|\b(?:assistant|agent|bot|chatbot|copilot|llm|gpt|chatgpt|claude|gemini)s?\s*(?:,|:|-|must|should|shall|will|is|are|needs?|has to|have to|processing|reading|please|can|may)/i,
  /\b(?:could|can|would|will|should|may|might|have|let|ask|get|tell)\s+(?:your|the|any|an?)\s+(?:[\p{L}-]+\s+)?(?:assistant|agent|bot|chatbot|copilot|ai|llm)\b/iu,
  // Whoever comes to read it is meant, be it who it may.
  /\b(?:once|after|when|now that) you(?:'ve| have)? processed this\b/i,
  /\b(?:if|when|whoever|anyone who)\s+(?:you\s+)?(?:can\s+)?(?:sees?|reads?|(?:are|is)\s+(?:seeing|reading|processing|parsing))\s+this\b/i,
  /\b(?:dear|hey|hi|hello|attention|note (?:to|for)|instructions? (?:to|for)|memo (?:to|for)|for|any|all)\s+(?:the |any |all )?(?:ai|assistant|agent|bot|llm|model|automation|automated)s?\b/i,
  /\b(?:call|use|invoke|run|execute|trigger)\s+(?:(?:the|to|of|a)\s+){0,4}[`"']?(?![\w.-]{1,64}@)[a-z]\w{0,64}?(?:[_.][a-z]|[a-z][A-Z])/,
  /\b(?:via|with|through)\s+(?:(?:the|to|of|a)\s+){0,4}[`"']?(?![\w.-]{1,64}@)[a-z]\w{0,64}?(?:_[a-z]|[a-z][A-Z])/,
  /\b(?:call|use|invoke|run|execute|trigger|using|via)\s+(?:the |your |a )?[`"']?[\w. -]{2,40}[`"']?\s+(?:tool|function|api|plugin|action|endpoint|capability|command)\b(?![.-]\w)/i,
  /"(?:instructions?|command|tool|function|name|action|recipient|arguments|tool_name|parameters)"\s*:\s*["{]/,
  /(?:^|\n)\s*(?:to-?do|action(?: (?:required|item|needed))?|task|required|mandatory|urgent action|instruction|step \d)(?:\s*\([^)\n]{1,60}\))?\s*[:!-]\s*\S/i,
  /\b(?:strictly|must) (?:adhere|comply|follow|execute|obey)\b|!{3,}|\bIMPORTANT\b.{0,3}!|\bmandatory\b/,
  /\byour (?:tools?|functions?|instructions?|capabilities|context window|system|task|first (?:step|action))\b/i,
  /\bnext (?:action|instruction)\s*:|(?<![\p{L}\d])\[(?:tool|agent|bot|assistant|system)\b[^\]\n]{0,30}\](?!\()/iu,
  /\bwer (?:das|dies) (?:hier )?liest\b|\bqui(?:conque)? lit (?:ceci|ce)\b|\bquien lea esto\b/i,
  // Speaks for those who could object.
  /\bno (?:further |additional |more )?(?:confirmation|approval|permission|consent|review)s? (?:is |are )?(?:needed|required|necessary)|\b(?:agreed|approved|authori[sz]ed|cleared|arranged|confirmed) (?:with|by) (?:the|your|our) (?:owner|user|account|admin(?:istrator)?|team|manager|management|customer)/i,
  // What stands in a comment of a page is not for its readers.
  /<!--|display:\s*none|visibility:\s*hidden|font-size:\s*0|opacity:\s*0\b/i,
  /\b(?:ki|k\.i\.|ia|ии|ai)[- ](?:assisten\w*|agent\w*|assistant\w*|asistente|assistente|ассистент\w*)|\bsprachmodell|\bassistent(?:en|in)?\b|\bасcистент|人工智能|AI助手|AI アシスタント|アシスタント|助手/iu,
]

const POLITE =
  /\b(?:please|pls|kindly|make sure|be sure|ensure|remember to|don'?t forget|do not forget|go ahead|i need|we need|i want|we want|i'?d like|would like|would you|could you|can you|will you|be so kind|(?:would|'d) be (?:great|good|lovely|nice|helpful|wonderful|fine)|appreciate|glad if|grateful|happy if|required?|important|crucial|essential|vital|critical|necessary|must|should|(?:ask|asking|request|requesting|require|urge|advise|instruct|expect|invite) you to|needs? to|has to|have to|shall|ought to|to be sent|asap|immediately|urgent(?:ly)?|instead|from now on|going forward|bitte|musst|müssen|sollst|sollen|veuillez|merci de|s'il (?:vous|te) pla[iî]t|il faut|devez|por favor|debes?|deberá|favor de|tienes que|per favore|per cortesia|devi|si prega|gelieve|alstublieft|moet|пожалуйста|нужно|необходимо|следует)\b|请|請|务必|必须|ください|して下さい|해 ?주세요|하십시오/iu
const ASKED_PLAINLY =
  /\b(?:please|kindly|you (?:must|should|need to|have to|are (?:required|requested|asked|to))|(?:is|it's) (?:necessary|required|important|essential|mandatory|crucial|vital) (?:to|that)|(?:ask|request|require|urge|instruct) you to|could you|would you|can you|make sure|be sure|bitte|veuillez|por favor|per favore|du musst|sie müssen|tu dois|vous devez|debes|devi)\b/i
const REDIRECT =
  /\b(?:new|updated|changed|different|alternate|alternative|correct(?:ed)?|moved to|replacement|temporary|neue[nrs]?|nouve(?:au|lle)|nuev[oa]|nuov[oa])\b.{0,40}\b(?:account|iban|bank|address|email|e-mail|number|details|link|url|portal|contact|konto\w*|adresse|compte|cuenta|conto|correo)\b|\b(?:account|iban|bank|address|email|number|details|portal|konto\w*|compte|cuenta|conto)\b.{0,40}\b(?:has|have|had|was|were|is|are|hat sich|a|ha)\s+(?:been\s+|now\s+)?(?:changed|moved|updated|replaced|switched|geändert|changé|cambiado|cambiato|closed)|\b(?:no longer|nicht mehr|ne .{1,20} plus|ya no)\b/i

// What may stand before an imperative without taking it away.
const LEADING =
  /^(?:[\s>*•\-–—#"'`([{]+|\d{1,3}[.)]\s*|[a-z][.)]\s+|(?:and|then|also|first|second|third|next|finally|now|just|so|afterwards|lastly|additionally|please|kindly|bitte|además|ensuite|puis|poi|und|dann|always|immediately|directly|never|to)\b[,:]?\s*|[\p{Lu}][\p{L}]{1,20},\s+|\[[ xX]?\]\s*|(?:to-?do|action|task|step \d+|note|ps|p\.s\.|important|urgent)\s*[:!.-]+\s*)/iu
const TAG_END =
  /<\/[a-z_ -]{2,40}>|\[\/[a-z_ -]{2,40}\]|(?:^|\n)\s*(?:[-=#*_]{4,}|<\|[^|]{2,30}\|>)\s*(?:\n|$)/i
const TAG_START =
  /<[a-z_ -]{2,40}>|\[(?:system|inst|instructions?|information|important)[^\]]{0,30}\]/i
/** How far an instruction to the agent reaches where nothing ends it. */
const REACH = 2_000

/** The stretches of a text whose manner is not plain. */
export function stretchesIn(given: string): Stretch[] {
  const text = given.replace(GLUED_NAME, ' ')
  const sentences = sentencesOf(text).map((one) => judged(text, one))
  spread(text, sentences)
  return sentences.filter((one) => one.manner > 0)
}

function sentencesOf(text: string): { start: number; end: number }[] {
  const cuts: { start: number; end: number }[] = []
  let start = 0
  const glued = [...text.matchAll(GLUED)]
    .filter(([, word]) => opensWith(word as string) !== 0)
    .map(({ index }) => ({ index, 0: '' }))
  const ends = [...text.matchAll(ENDS)]
  for (const { index, 0: mark } of glued.length === 0
    ? ends
    : [...ends, ...glued].sort((a, b) => a.index - b.index)) {
    const end = index + mark.length
    if (BLANK.test(mark) && !mark.includes('\n') && !behindAddress(text, index)) continue
    if (text.slice(start, end).trim() !== '') cuts.push(...within(start, end))
    start = end
  }
  if (text.slice(start).trim() !== '') cuts.push(...within(start, text.length))
  return cuts
}

/** What goes on for ever without an end is no sentence: it is looked at in parts, as patterns may take the square of its length. */
function within(start: number, end: number): { start: number; end: number }[] {
  const parts = []
  for (let from = start; from < end; from += SENTENCE_MAX)
    parts.push({ start: from, end: Math.min(end, from + SENTENCE_MAX) })
  return parts
}
const SENTENCE_MAX = 1_000

// A full stop that a small letter follows ends nothing; an address that a capital follows ends the sentence it stands in.
const ENDS =
  /[.!?]{1,16}["')\]]{0,8}\s+(?=[^\p{Ll}])|(?<=>)\s*(?=\p{Lu})|[。！？]|\n+|;\s+|\s+(?=\p{Lu}\p{Ll}+\s)|\|(?<=(?:^|\n)\|[^\n]{0,400})\s/gu

const BLANK = /^\s+$/

/** A word that was put behind a name: `External_Ignore what …`. */
const GLUED_NAME = /_(?=\p{Lu}\p{Ll}+ )/gu
/** A word that begins right where another ends, as where a text was put into a template. */
const GLUED = /(?<=[\p{L}\p{N}.,;!?%'")\]])(?=(\p{Lu}\p{Ll}+)\s)/gu

/** Whether the word that ends here is an address. */
function behindAddress(text: string, end: number): boolean {
  let at = end - 1
  for (const least = Math.max(0, end - ADDRESS_MAX); at >= least; at--) {
    const char = text[at] as string
    if (char === '/' || char === '@') return true
    if (char === ' ' || char === '\n' || char === '\t') return false
  }
  return false
}
const ADDRESS_MAX = 200

function judged(text: string, { start, end }: { start: number; end: number }): Stretch {
  const sentence = text.slice(start, end)
  let manner = 0
  const urged = urgedIn(sentence)
  const deeds = deedsIn(sentence) | urged
  if (urged !== 0 || asks(sentence, deeds)) manner = ASKS
  if (REDIRECT.test(sentence)) manner = REDIRECTS
  if (COMMANDING.some((pattern) => pattern.test(sentence)) || callsATool(sentence))
    manner = COMMANDS
  if (OVERRIDING.some((pattern) => pattern.test(sentence))) manner = OVERRIDES
  return { start, end, manner, deeds, joined: false }
}

/** `send_money("…")`; a program that is quoted calls functions, too, but says of few that they have an effect. */
function callsATool(sentence: string): boolean {
  for (const [, before, verb] of sentence.matchAll(
    /(?:\b(\w{1,32})\s+)?\b([a-z]{1,32})_[a-z_]{1,64}\s*\(/g,
  ))
    if (
      (opensWith(verb as string) & EFFECTS) !== 0 &&
      !/^(?:def|function|func|fn)$/.test(before ?? '')
    )
      return true
  return false
}

function asks(sentence: string, deeds: number): boolean {
  const count = sentence.trim().split(/\s+/).length
  // Two words ask for something where the second names one thing.
  if (count < 3 && !(count === 2 && NAMES_ONE.test(sentence))) return false
  // Whoever is asked this plainly is asked, whatever the verb.
  if (
    POLITE.test(sentence) &&
    (deeds === 0 ? ASKED_PLAINLY.test(sentence) : (deeds & ~DEED.visit) !== 0)
  )
    return true
  if (deeds === 0) return false
  // `Do updates cost extra?` tells nobody to update.
  const question = /\?["')\]\s]*$/.test(sentence)
  const imperative = (clause: string): boolean => isImperative(clause, question)
  // An imperative opens the sentence, or what follows a colon, a dash or a bracket in it.
  return (
    sentence.split(/:[*_`~]{0,3}\s|;|[[\](){}>]\s*|\s[-–—]+\s|"\s?/u).some(imperative) ||
    // Behind a comma words are listed more often than not: only a verb that is nothing else counts.
    sentence
      .split(/,\s+/u)
      .slice(1)
      .some((clause) => {
        const led = clause.replace(CONCLUDES, '')
        const verb = /^[\p{L}-]+/u.exec(led)?.[0] ?? ''
        return (certain(verb) || led !== clause) && imperative(led)
      })
  )
}

const NAMES_ONE = /\s\S*[\p{L}\d][\d@._/-]+[\p{L}\d]\S*\s*$/u

/** What was told before leads to what is asked for: `…, so send it`. */
const CONCLUDES = /^(?:so|then|thus|therefore|please|just)\s+(?:please\s+|just\s+)?/iu

const AIM_FIRST =
  /^\W*(?:in order to|so as to|to|if|when|before|after|once|while|as soon as|for|as|with|um|pour|para|per)\b[^,]{2,80},\s+/iu

/** A line of a program opens with words that are verbs elsewhere. */
const CODE =
  /^(?:export|import|declare|async)\s+(?:const|let|var|default|function|class|async|type|interface|enum|[{*])/

function isImperative(clause: string, question: boolean): boolean {
  // `In order to finish, send …`: what it is for may stand before it.
  let rest = clause.replace(AIM_FIRST, '')
  for (let i = 0; i < 6; i++) {
    const cut = rest.replace(LEADING, '').replace(question ? '' : /^do\b\s*/i, '')
    if (cut === rest) break
    rest = cut
  }
  const first = /^[\p{L}][\p{L}'-]*/u.exec(rest)?.[0] ?? ''
  return (
    opensWith(first) !== 0 &&
    rest.split(/\s+/).length > 1 &&
    !CODE.test(rest) &&
    !/^\S+\s*(?::|is\b|was\b|are\b|were\b|of\b|-|,|by\b|from\b)/i.test(rest)
  )
}

/**
 * What follows words to the agent belongs to them, up to the end of their block; so does what asks before them in the
 * same paragraph. A sentence that ends in a colon is carried on by the lines after it.
 */
function spread(text: string, all: Stretch[]): void {
  for (let at = 0; at < all.length; at++) {
    const one = all[at]!
    if (one.manner < ASKS) continue
    if (one.manner < COMMANDS) {
      if (/:\s*$/.test(text.slice(one.start, one.end)))
        for (let next = at + 1; next <= at + 4 && next < all.length; next++) {
          const line = all[next]!
          if (text.slice(one.end - 1, line.start).includes('\n\n') && next > at + 1) break
          if (line.manner < one.manner) line.manner = one.manner
          line.joined = true
          if (/\n\s*\n/.test(text.slice(line.start, line.end))) break
        }
      continue
    }
    for (let before = at - 1; before >= 0; before--) {
      const line = all[before]!
      if (line.manner < ASKS || /\n\s*\n/.test(text.slice(line.start, line.end))) break
      // It has reached as far back itself.
      if (line.manner >= one.manner) break
      line.manner = one.manner
    }
    const tagged = TAG_START.test(text.slice(one.start, one.end))
    let asked = (one.deeds & EFFECTS) !== 0
    for (let next = at + 1; next < all.length; next++) {
      const line = all[next]!
      const between = text.slice(all[next - 1]!.start, line.start)
      const ended = TAG_END.test(between) || (!tagged && asked && /\n\s*\n/.test(between))
      if (ended || line.start - one.start > REACH) break
      line.joined = true
      // It will reach on itself, and further.
      if (!tagged && line.manner >= one.manner) break
      if (line.manner < one.manner) line.manner = one.manner
      asked ||= (line.deeds & EFFECTS) !== 0
    }
  }
}
