// What the leaves of one result say together: values with the text around them, records, and what tells somebody to do something.
import { ASKS, type Instruction, type Mentions, type ValueMention } from '../../model/mentions.js'
import { DEED, deedsIn, EFFECTS } from './text/deeds.js'
import type { Stretch } from './text/instructions.js'
import { valuesIn, type Found } from './text/values.js'
import { wordsIn } from './text/words.js'

export const VALUES_MAX = 128
export const RECORDS_MAX = 48
export const RECORD_WORDS_MAX = 40
export const INSTRUCTIONS_MAX = 24
export const INSTRUCTION_WORDS_MAX = 80

/** What the leaves of one result say together. */
export class Content {
  dropped = 0
  private readonly values: [Found, Pick<ValueMention, 'record' | 'manner' | 'whole'>][] = []
  private readonly records: (Set<string> | undefined)[] = []
  private readonly instructions: {
    manner: number
    deeds: number
    words: Set<string>
    record: number
  }[] = []

  learn(text: string, record: number, stretches: readonly Stretch[], hidden: boolean): void {
    const paragraphs = paragraphsOf(text)
    this.told(text, stretches, (at) => this.place(record, paragraphs, at))
    for (const found of valuesIn(text)) {
      const stretch = stretches.find((one) => found.start < one.end && found.end > one.start)
      if (this.values.length >= VALUES_MAX) this.dropped++
      else
        this.values.push([
          found,
          {
            record: this.place(record, paragraphs, found.start),
            manner: stretch === undefined || merelyShown(found, stretch) ? 0 : stretch.manner,
            whole: !hidden && fillsItsCell(text, found),
          },
        ])
    }
    if (hidden) return
    // Who says once more what he asks for vouches for nothing.
    const told = new Set<string>()
    if (paragraphs.length > 1)
      for (const { start, end, deeds } of stretches)
        if ((deeds & EFFECTS) !== 0)
          for (const word of wordsIn(text.slice(start, end), INSTRUCTION_WORDS_MAX)) told.add(word)
    for (const [at, { start, end }] of paragraphs.entries()) {
      // Words that tell somebody to do something vouch for nothing.
      let plain = text.slice(start, end)
      for (const one of stretches) {
        const from = Math.max(0, one.start - start)
        const to = Math.max(0, one.end - start)
        if (from < plain.length)
          plain =
            plain.slice(0, from) + ' '.repeat(Math.min(to, plain.length) - from) + plain.slice(to)
      }
      this.wordsOf(
        paragraphs.length > 1 ? record * 1000 + at : record * 1000,
        wordsIn(plain, RECORD_WORDS_MAX).filter((word) => !told.has(word)),
      )
    }
  }

  private readonly index = new Map<number, number>()

  private place(
    record: number,
    paragraphs: readonly { start: number; end: number }[],
    at: number,
  ): number {
    const paragraph =
      paragraphs.length > 1 ? paragraphs.findIndex(({ start, end }) => at >= start && at < end) : 0
    return this.indexOf(record * 1000 + Math.max(0, paragraph))
  }

  private indexOf(id: number): number {
    let found = this.index.get(id)
    if (found === undefined) {
      if (this.index.size >= RECORDS_MAX) {
        this.dropped++
        return -1
      }
      this.index.set(id, (found = this.index.size))
    }
    return found
  }

  private wordsOf(id: number, words: readonly string[]): void {
    const at = this.indexOf(id)
    if (at < 0) return
    const held = (this.records[at] ??= new Set())
    for (const word of words) if (held.size < RECORD_WORDS_MAX) held.add(word)
  }

  private told(
    text: string,
    stretches: readonly Stretch[],
    recordAt: (at: number) => number,
  ): void {
    let last: (typeof this.instructions)[number] | null = null
    for (const one of stretches) {
      if (last === null || !one.joined || last.manner !== one.manner) {
        if (this.instructions.length >= INSTRUCTIONS_MAX) {
          this.dropped++
          return
        }
        last = { manner: one.manner, deeds: 0, words: new Set(), record: recordAt(one.start) }
        this.instructions.push(last)
      }
      last.deeds |= one.deeds
      for (const word of wordsIn(text.slice(one.start, one.end), INSTRUCTION_WORDS_MAX))
        if (last.words.size < INSTRUCTION_WORDS_MAX) last.words.add(word)
    }
  }

  packed(
    valueOf: (
      found: Found,
      place: Pick<ValueMention, 'record' | 'manner' | 'whole'>,
    ) => ValueMention,
    pack: (words: readonly string[]) => string,
  ): Pick<Mentions, 'values' | 'records' | 'entries' | 'instructions' | 'dropped'> {
    const records = Array.from({ length: this.index.size }, (_, at) =>
      pack([...(this.records[at] ?? [])]),
    )
    return {
      values: this.values.map(([found, place]) => valueOf(found, place)),
      records,
      entries: [...this.index.keys()].map((id) => Math.floor(id / 1000)),
      instructions: this.instructions.map(
        ({ manner, deeds, words, record }): Instruction => ({
          manner,
          deeds,
          words: pack([...words]),
          record,
        }),
      ),
      dropped: this.dropped,
    }
  }
}

function paragraphsOf(text: string): { start: number; end: number }[] {
  const cuts: { start: number; end: number }[] = []
  let start = 0
  for (const { index, 0: gap } of text.matchAll(/\n\s*\n/g)) {
    cuts.push({ start, end: index + gap.length })
    start = index + gap.length
  }
  cuts.push({ start, end: text.length })
  return cuts
}

/** Whoever says in which file to look asks for nothing to be done to it. */
function merelyShown({ kind }: Found, { manner, deeds }: Stretch): boolean {
  return kind === 'path' && manner === ASKS && deeds === DEED.visit
}

/** Whether there is little else in the cell of a line that a value stands in: `IBAN: …`, a cell of a table, a field. */
function fillsItsCell(text: string, { start, end }: Found): boolean {
  const before = /[^\n|\t,;:<>"']*$/u
    .exec(text.slice(Math.max(0, start - 120), start))![0]
    .replace(/^.*[.!?]\s/su, '')
  const after = /^[^\n|\t,;<>"']*/u
    .exec(text.slice(end, end + 120))![0]
    .replace(/[.!?](?:\s.*)?$/su, '')
  // `IBAN: …` tells; `move 50 to …` does not.
  return wordsIn(`${before} ${after}`, 9).length <= 3 && (deedsIn(before) & EFFECTS) === 0
}
