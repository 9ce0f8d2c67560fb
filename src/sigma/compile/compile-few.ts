// A few texts sought in one that is not folded yet: where a sign of them that has no case is missing, none of them is there.

/** So few texts are sought one by one, more of them in one pass. */
export const FEW = 8

/** Texts that begin alike, and what is sought for them: signs in their beginning that are the same in either case. */
interface Lead {
  readonly text: string
  readonly signs: string
  /** where the signs stand in it */
  readonly at: number
  /** characters from the signs on to the end of the shortest term */
  readonly behind: number
  /** by term: how it goes on */
  readonly ends: readonly string[]
  /** what each of them goes on with, as one text; null: one goes on with nothing */
  readonly next: string | null
  /** the bit of the first of them */
  readonly bit: number
}

export type Few = readonly Lead[]

/** null where they are too many, or one of them is of nothing but letters. Terms are folded. */
export function fewOf(terms: readonly string[]): Few | null {
  if (terms.length === 0 || terms.length > FEW) return null
  const together = leadOf(beginningOf(terms), terms, 0)
  if (together !== null) return [together]
  const leads: Lead[] = []
  for (const [i, term] of terms.entries()) {
    const lead = leadOf(term, [term], i)
    if (lead === null) return null
    leads.push(lead)
  }
  return leads
}

/** What all of them begin with. */
function beginningOf([first = '', ...others]: readonly string[]): string {
  let { length } = first
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--
  return first.slice(0, length)
}

function leadOf(text: string, terms: readonly string[], first: number): Lead | null {
  let signs = ''
  for (const [run] of text.matchAll(SIGNS)) if (run.length > signs.length) signs = run
  if (signs === '') return null
  const ends = terms.map((term) => term.slice(text.length))
  const next = ends.includes('') ? null : ends.map((end) => end[0]).join('')
  const at = text.indexOf(signs)
  const behind = Math.min(...terms.map(({ length }) => length)) - at
  return { text, signs, at, behind, ends, next, bit: 1 << first }
}

/** Printable ASCII without letters: no other character is one of these without regard to case. */
const SIGNS = /[ -@[-`{-~]+/g

/** Which of the terms are in the text, a bit for each; -1 where that is only seen of the folded text. */
export function fewIn(few: Few, text: string): number {
  let found = 0
  for (let i = 0; i < few.length; i++) {
    const lead = few[i] as Lead
    const { signs } = lead
    const last = text.length - lead.behind
    for (let at = text.indexOf(signs); at >= 0 && at <= last; at = text.indexOf(signs, at + 1)) {
      const more = goingOn(lead, text, at - lead.at)
      if (more < 0) return -1
      found |= more
    }
  }
  return found
}

function goingOn({ text: lead, ends, next, bit }: Lead, text: string, from: number): number {
  if (from < 0) return 0
  const leads = stands(lead, text, from)
  if (leads <= 0) return leads
  const to = from + lead.length
  let code = -1
  if (next !== null) {
    if (to >= text.length) return 0
    code = text.charCodeAt(to)
    if (code >= 0x80) return -1
    if (code >= 0x41 && code <= 0x5a) code += CASES_APART
  }
  let found = 0
  for (let i = 0; i < ends.length; i++) {
    if (next !== null && next.charCodeAt(i) !== code) continue
    const there = stands(ends[i] as string, text, to)
    if (there < 0) return -1
    if (there > 0) found |= bit << i
  }
  return found
}

/** 1: the folded term stands there without regard to case, 0: it does not; -1: not ASCII, and not seen without folding. */
function stands(term: string, text: string, from: number): number {
  if (from + term.length > text.length) return 0
  for (let i = 0; i < term.length; i++) {
    const code = text.charCodeAt(from + i)
    if (code >= 0x80) return -1
    const apart = term.charCodeAt(i) - code
    if (apart !== 0 && (apart !== CASES_APART || code < 0x41 || code > 0x5a)) return 0
  }
  return 1
}

const CASES_APART = 0x20
