// Puts filters into the rules that they narrow: their searches are read with the fields of each of them.
import { type Detection, FILTER_KEYS, readDetection } from './detection/detection.js'
import { type Filter, readFilter } from './document/filter.js'
import { namesOf, type Paper } from './document/paper.js'
import { lintDetection } from './lint/lint.js'
import { covers, logSourceText } from './mapping/mapping.js'
import type { Source } from './mapping/sources.js'
import type { Expression, FilterRule } from './rule.js'
import {
  anySource,
  digest,
  type Draft,
  type Reader,
  searchOptions,
  sourceOf,
} from './rules-drafts.js'
import type { Path, Reading } from './said.js'

/** Adds what a filter asks to the rules it is about: its searches are read with the fields of each of them. */
export function narrow(
  paper: Paper,
  drafts: readonly Draft[],
  narrowed: Map<string, Expression[]>,
  texts: Map<string, string[]>,
  reader: Reader,
): FilterRule | null {
  const { said, reading, head } = paper
  const filter = readFilter(said, reading)
  const logsource = filter?.logsource ?? { category: '', product: '', service: '' }
  const source = filter === null ? null : sourceOf(paper, logsource, reader)
  const read = (of: Reading, from: Source): Detection | null =>
    readDetection(said['filter'], ['filter'], FILTER_KEYS, searchOptions(of, from, reader))
  const own = read(reading, source ?? anySource(reader.fields))
  if (filter === null || source === null || own === null) return null
  lintDetection(own, {
    reading,
    key: 'filter',
    own: !source.mapped,
    tell: (place, sentence, certain) => reader.tell({ place, sentence }, certain),
  })
  const targets = targetsOf(filter, paper, drafts, reader)
  const quiet: Reading = { ...reading, complain: () => {}, lint: () => {} }
  for (const draft of targets) {
    const asked = read(quiet, draft.source)
    if (asked === null) continue
    const { id } = draft.head
    const name = head.name || head.title
    const of = asked.condition
    narrowed.set(id, [...(narrowed.get(id) ?? []), { op: 'named', name, of, place: head.place }])
    texts.set(id, [...(texts.get(id) ?? []), paper.document.text])
  }
  const rules = targets.map(({ head: { id } }, i) => {
    const reference = filter.rules?.find(({ given }) => reader.named(given)?.head.id === id)
    return { place: reference?.place ?? head.place, given: reference?.given ?? `any ${i}`, id }
  })
  return { ...head, kind: 'filter', version: digest(paper.document.text), logsource, rules }
}

function targetsOf(
  filter: Filter,
  { reading }: Paper,
  drafts: readonly Draft[],
  reader: Reader,
): readonly Draft[] {
  const { logsource, rules } = filter
  const fitting = drafts.filter((draft) => covers(draft.logsource, logsource))
  if (rules === null) {
    if (fitting.length === 0)
      reading.lint(['filter', 'rules'], `there is no rule of ${logSourceText(logsource)} to narrow`)
    return fitting
  }
  const targets = new Set<Draft>()
  for (const [i, { given }] of rules.entries()) {
    const path: Path = ['filter', 'rules', i]
    const paper = reader.named(given)
    if (paper === undefined) {
      const guess = reading.near(given, namesOf(reader.papers))
      reading.complain(path, `there is no rule "${given}"${guess}`)
    } else if (paper.form !== 'detection')
      reading.complain(
        path,
        `"${given}" is a ${paper.form}: a filter narrows rules over single events`,
      )
    else {
      const draft = drafts.find(({ head }) => head.id === paper.head.id)
      if (draft === undefined) continue
      if (fitting.includes(draft)) targets.add(draft)
      else
        reading.lint(
          path,
          `"${given}" is of ${logSourceText(draft.logsource) || 'no log source'}, not of ${logSourceText(logsource)}: it is not narrowed`,
        )
    }
  }
  return [...targets]
}
