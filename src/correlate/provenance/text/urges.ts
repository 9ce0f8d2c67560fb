// What a sentence would have its reader do, whatever words it puts that in: by whose deed its verb is, not by how it is asked.
import { EFFECTS, verb } from './deeds.js'

/** Those whom a text may want to act: its reader, or nobody in particular. */
const READERS = new Set(
  (
    'you u ya somebody someone anybody anyone everybody everyone whoever one recipient recipients reader readers addressee ' +
    'holder holders assistant agent du sie ihr vous tu usted'
  ).split(' '),
)
/** Those of whom it tells. */
const OTHERS = new Set("i we he she they i'd i'll we'd we'll they'll he'll she'll".split(' '))
/** Behind one of these whoever was told of has somebody else act. */
const TURNS = new Set(
  'recommend suggest advise instruct ask urge remind invite allow expect request order want need'.split(
    ' ',
  ),
)
/** Behind these a verb tells what is to be done, whoever is to do it. */
const LEADS = new Set(
  "to please kindly just also then and otherwise better best let's lets us".split(' '),
)
/** … and behind these, where it is the reader who must or will; what he can or may do is an offer. */
const MODALS = new Set('must should shall will would could'.split(' '))
const NEGATIONS = new Set(
  "not never no don't doesn't didn't won't cannot can't without nor".split(' '),
)
/** `Nothing goes on unless you send it.` */
const EXCEPTS = new Set('unless until till before but except'.split(' '))
/** What opens a question after what was done, or tells of a habit. */
const ASKS_BACK =
  /^\W*(?:did|do|does|have|has|had|were|was|are|is)\s+(?:you|somebody|anybody|anyone|someone)\b/i
/** Where a deed is named by its noun, these say that it is wanted. */
const WANTS_NOUN = new Set(
  'mind recommend suggest advise consider require requires needs by appreciate in is try start finish'.split(
    ' ',
  ),
)

/** Bits of DEEDS, 0 where it tells of what is, was, or is done by others. */
export function urgedIn(sentence: string): number {
  if (ASKS_BACK.test(sentence)) return 0
  let bits = 0
  let reader: boolean | null = null
  let turned = false
  let negated = false
  let before = ''
  let end = 0
  for (const match of sentence.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’@._-]*/gu)) {
    const word = match[0].toLowerCase()
    if (/[,;:.!?()]/.test(sentence.slice(end, match.index))) {
      reader = null
      negated = turned = false
      before = ''
    }
    end = match.index + match[0].length
    if (READERS.has(word)) reader = true
    else if (OTHERS.has(word)) {
      reader = false
      turned = false
    } else if (NEGATIONS.has(word)) negated = true
    else if (EXCEPTS.has(word)) negated = false
    else if (!negated) {
      const deeds = verb(word) & EFFECTS
      const told = reader === false && !turned
      if (deeds !== 0 && !told && expects(before, reader)) bits |= deeds
      else if (word.endsWith('ing') && WANTS_NOUN.has(before) && !(told && before !== 'by'))
        bits |= gerund(word)
    }
    if (TURNS.has(word)) turned = true
    before = word
  }
  return bits
}

/** Whether a verb stands here that tells its reader what to do. */
function expects(before: string, reader: boolean | null): boolean {
  return (
    LEADS.has(before) ||
    (reader === true && (MODALS.has(before) || READERS.has(before))) ||
    (/[^i]ly$/.test(before) && !LY_THINGS.test(before))
  )
}

/** Words in `ly` that things have: a quarterly report, our hourly rate. */
const LY_THINGS = /^(?:hour|dai|week|month|quarter|year|ear|fami|on|friend|like|ital|ju)ly$/

function gerund(word: string): number {
  const stem = word.slice(0, -3)
  return (
    (verb(stem) | verb(`${stem}e`) | (/(.)\1$/.test(stem) ? verb(stem.slice(0, -1)) : 0)) & EFFECTS
  )
}
