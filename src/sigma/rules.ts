// Reads documents of rules and mappings into one checked rule set, all complaints at once; filters are put in, correlations linked.
import { linkCorrelations, type Unlinked } from './correlation/link.js'
import { standsAlone } from './correlation/plan.js'
import { readCorrelation } from './correlation/read.js'
import { finderOf, inForce, namesOf, type Paper, paperOf } from './document/paper.js'
import { fieldFault } from './lint/known.js'
import { createFields } from './mapping/fields.js'
import { readMapping } from './mapping/read.js'
import type { CorrelationRule, DetectionRule, Expression, RuleSet } from './rule.js'
import {
  digest,
  direct,
  type Draft,
  draftOf,
  type Reader,
  type RulesOptions,
  type Told,
} from './rules-drafts.js'
import { narrow } from './rules-filters.js'
import type { Reading, Said } from './said.js'

export interface RulesRead {
  /** to be used only where there is no complaint */
  readonly set: RuleSet
  readonly complaints: readonly Told[]
  /** what is likely not meant so, and runs all the same */
  readonly lints: readonly Told[]
}

export function readRules(options: RulesOptions): RulesRead {
  const complaints: Told[] = []
  const lints: Told[] = []
  const fields = createFields()
  const readingOf = (document: Said): Reading => ({
    near: options.near,
    complain: (path, sentence, key) =>
      void complaints.push({ place: document.place(path, key), sentence }),
    lint: (path, sentence, key) => void lints.push({ place: document.place(path, key), sentence }),
    place: document.place,
    written: document.written,
  })
  // Later folders win: what they say is looked at first
  const mappings = [...options.mappings]
    .sort((a, b) => b.folder - a.folder)
    .flatMap((document) => {
      const mapping = readMapping(document.value, { ...readingOf(document), field: direct(fields) })
      return mapping === null ? [] : [mapping]
    })
  const papers = inForce(
    options.documents.flatMap((document) => paperOf(document, readingOf(document)) ?? []),
  )
  const reader: Reader = {
    options,
    fields,
    mappings,
    papers,
    named: finderOf(papers),
    tell: (told, certain) => void (certain ? complaints : lints).push(told),
  }
  const drafts = papers.flatMap((paper) =>
    paper.form === 'detection' ? (draftOf(paper, reader) ?? []) : [],
  )
  const narrowed = new Map<string, Expression[]>()
  const texts = new Map<string, string[]>()
  const filters = papers.flatMap((paper) =>
    paper.form === 'filter' ? (narrow(paper, drafts, narrowed, texts, reader) ?? []) : [],
  )
  const detections = drafts.map((draft) =>
    detectionOf(draft, narrowed.get(draft.head.id) ?? [], texts.get(draft.head.id) ?? []),
  )
  const correlations = correlationsOf(drafts, reader)
  const alone = detections.map((rule) => ({ ...rule, alone: standsAlone(rule.id, correlations) }))
  reserve(alone, correlations)
  return {
    set: {
      detections: alone,
      correlations,
      filters,
      fields: fields.all,
      version: digest([...alone, ...correlations, ...filters].map(({ version }) => version).join()),
    },
    complaints,
    lints,
  }
}

function detectionOf(
  draft: Draft,
  filters: readonly Expression[],
  texts: readonly string[],
): DetectionRule {
  const { head, document, logsource, source, detection } = draft
  const own = detection.condition
  const condition: Expression = filters.length === 0 ? own : { op: 'and', of: [own, ...filters] }
  return {
    ...head,
    kind: 'detection',
    version: digest([document.text, ...texts, spelled([source.events, condition])].join('\u0000')),
    logsource,
    source: source.events,
    condition,
    searches: detection.searches,
    field: source.field,
    alone: true,
  }
}

/** An expression as a text without places and slots: what it asks, mappings and placeholders included. */
function spelled(expressions: readonly (Expression | null)[]): string {
  return JSON.stringify(expressions, (key, value: unknown) => {
    if (key === 'place' || key === 'slot') return undefined
    return value instanceof Map ? [...value] : value
  })
}

function correlationsOf(drafts: readonly Draft[], reader: Reader): CorrelationRule[] {
  const { papers, options } = reader
  const known = papers.filter(({ form }) => form !== 'filter')
  const find = finderOf(known)
  const resolve = (given: string): string | null => find(given)?.head.id ?? null
  const namesFor = (given: string): readonly string[] => {
    const paper = find(given)
    return paper === undefined ? [] : namesOf([paper]).filter((name) => find(name) === paper)
  }
  const byId = new Map(drafts.map((draft) => [draft.head.id, draft]))
  const drawn: { readonly paper: Paper; readonly unlinked: Unlinked }[] = []
  for (const paper of papers) {
    if (paper.form !== 'correlation') continue
    const { reading, document, said, head } = paper
    const { complain, place, near } = reading
    const draft = readCorrelation(said['correlation'], {
      path: ['correlation'],
      complain,
      place,
      near,
      namesFor,
    })
    if (draft !== null)
      drawn.push({ paper, unlinked: { head: { ...head, version: digest(document.text) }, draft } })
  }
  return linkCorrelations(
    drawn.map(({ unlinked }) => unlinked),
    {
      resolve,
      known: namesOf(known),
      field(rule, name) {
        const fault =
          byId.get(rule)?.source.mapped === false ? fieldFault(name, options.near) : null
        return fault?.slip === true ? fault.sentence : ''
      },
      near: options.near,
      complain: (index, path, sentence, key) =>
        drawn[index]?.paper.reading.complain(['correlation', ...path], sentence, key),
    },
  )
}

/** Fields that only correlations ask for get their slots, too. */
function reserve(
  detections: readonly DetectionRule[],
  correlations: readonly CorrelationRule[],
): void {
  const rules = new Map(detections.map((rule) => [rule.id, rule]))
  const under = new Map(correlations.map((rule) => [rule.id, rule]))
  const leavesOf = (id: string): readonly DetectionRule[] => {
    const rule = rules.get(id)
    if (rule !== undefined) return [rule]
    return under.get(id)?.rules.flatMap((reference) => leavesOf(reference.id)) ?? []
  }
  for (const { rules: named, groupBy, fields, aliases } of correlations)
    for (const { id } of named)
      for (const name of [...groupBy, ...fields])
        for (const leaf of leavesOf(id)) leaf.field(aliases.get(name)?.get(id) ?? name)
}
