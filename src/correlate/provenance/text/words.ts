// The words of a text: letters and digits in lower case without accents, plurals cut, words that say nothing left out.
import { lookOf } from './normal.js'

const SAY_NOTHING = new Set(
  (
    'a an the and or but if then than as at by for from in into of off on onto out over to up with within without about ' +
    'after again all also am any are be because been before being between both can could did do does doing done down each ' +
    'every few had has have having he her here him his how i is it its just let like ll me more most my no not now only ' +
    'other our ours own please re same she should so some such s t d m ve than that their them there these they this those ' +
    'through too under until us very was we were what when where which while who whom why will would you your yours ' +
    'via per etc thanks thank hi hello dear kind regards best sincerely mr mrs ms need want make sure get got give take ' +
    'new one two first last next today tomorrow yesterday der die das und oder ein eine einen einem den dem des im am ist ' +
    'le la les un une des et ou du de au aux est el los las y o en es il lo gli e di da per con che'
  ).split(' '),
)

const KEY = /\b[A-Za-z]{1,10}-\d{1,8}\b/g
const RUN = /[\p{L}\p{N}]+/gu
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u

/** In order, each once, at most `max` of them. */
export function wordsIn(text: string, max: number): string[] {
  const words = new Set<string>()
  // A key such as WEB-19 names one thing, though neither of its halves does.
  for (const [key] of text.matchAll(KEY)) if (words.size < max) words.add(key.toLowerCase())
  for (const date of datesIn(text)) if (words.size < max) words.add(date)
  for (const [run] of text.replace(ISO_DATE, ' ').replace(THOUSANDS, '').matchAll(RUN)) {
    if (UNSPACED.test(run)) {
      // Scripts without blanks between words: pairs of characters serve as words.
      for (let at = 0; at + 1 < run.length && words.size < max; at++)
        words.add(run.slice(at, at + 2))
    } else {
      const word = stemOf(run)
      if (word !== '') words.add(word)
    }
    if (words.size >= max) break
  }
  return [...words]
}

/** `9,000` is the number that a tool is given as 9000. */
const THOUSANDS = /(?<=\b\d{1,3}(?:,\d{3}){0,8}),(?=\d{3}(?:\D|$|,))/g
const ISO_DATE = /\b\d{4}-(\d{2})-(\d{2})(?!\d)T?/g
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = String.raw`(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`
const UNTIL = String.raw`\s*(?:to|until|till|and|-|–)\s*(?:the\s+)?`
const DAY_FIRST = new RegExp(String.raw`\b${DAY}(?:${UNTIL}${DAY})?\s+(?:of\s+)?${MONTH}\b`, 'gi')
const MONTH_FIRST = new RegExp(
  String.raw`\b${MONTH}\s+${DAY}(?:${UNTIL}(?:[a-z]{3,9}\s+)?${DAY})?(?!\d)`,
  'gi',
)

/** The days of the year that a text names, as `05-13`: a day is written in many ways. */
function datesIn(text: string): string[] {
  if (!/\d/.test(text)) return []
  const dates: string[] = []
  const add = (month: number, day: string | undefined): void => {
    if (day !== undefined)
      dates.push(`${String(month).padStart(2, '0')}-${String(Number(day)).padStart(2, '0')}`)
  }
  const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1
  for (const [, month, day] of text.matchAll(ISO_DATE)) add(Number(month), day)
  for (const [, first, last, month] of text.matchAll(DAY_FIRST))
    for (const day of [first, last]) add(monthOf(month as string), day)
  for (const [, month, first, last] of text.matchAll(MONTH_FIRST))
    for (const day of [first, last]) add(monthOf(month as string), day)
  return dates
}

function stemOf(run: string): string {
  const word = lookOf(run)
  if (SAY_NOTHING.has(word)) return ''
  if (word.length < 2 && !/\d/.test(word)) return ''
  if (word.length > 48) return word.slice(0, 48)
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '))

/** Words that stand in every request of their kind: that a prompt and a record share them says nothing of whom they mean. */
const EVERYDAY = set(
  'email mail message inbox send sent reply forward account bank iban money payment pay amount transfer transaction bill ' +
    'invoice number name address phone contact user file folder document report list item task todo project team meeting ' +
    'event calendar date time day week month year hour minute hotel restaurant flight car book booking reservation price ' +
    'cost rating review city channel slack chat post link website page url web site repository repo issue pull request ' +
    'commit branch code order product shop store cart total subject body text content title description detail information ' +
    'info note update change add create delete remove check find search read write call tool function user customer client ' +
    'company office work help question answer result summary summarize com org net www http html id eur usd gbp dollar euro ' +
    'january february march april may june july august september october november december monday tuesday wednesday thursday ' +
    'friday saturday sunday 2020 2021 2022 2023 2024 2025 2026 2027 share invite member person people share read write',
)

/** Whether a word can point at one thing among others. */
export function points(word: string): boolean {
  if (EVERYDAY.has(word)) return false
  return /^\d+$/.test(word) ? word.length > 3 : word.length > 2 || UNSPACED.test(word)
}
