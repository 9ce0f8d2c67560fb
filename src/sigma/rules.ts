// Reads documents of rules and mappings into one checked rule set, all complaints at once; filters are put in, correlations linked.
import { createHash } from 'node:crypto'
import { linkCorrelations, type Unlinked } from './correlation/link.js'
import { standsAlone } from './correlation/plan.js'
import { readCorrelation } from './correlation/read.js'
import {
  DETECTION_KEYS,
  type Detection,
  FILTER_KEYS,
  readDetection,
} from './detection/detection.js'
import type { SearchOptions } from './detection/search.js'
import { type Filter, readFilter } from './document/filter.js'
import { type Headless, readHead } from './document/head.js'
import { readLogSource } from './document/logsource.js'
import { createFields, type Fields, pathOf, readOf } from './mapping/fields.js'
import { covers, logSourceText, type Mapping } from './mapping/mapping.js'
import { readMapping } from './mapping/read.js'
import { type Source, sourceFor } from './mapping/sources.js'
import type {
  CorrelationRule,
  DetectionRule,
  Expression,
  FilterRule,
  LogSource,
  Place,
  RuleSet,
} from './rule.js'
import { isGroup, type Members, type Near, type Path, type Reading, type Said } from './said.js'

export interface RulesOptions {
  readonly documents: readonly Said[]
  readonly mappings: readonly Said[]
  /** values for `%name%` */
  readonly placeholders: Readonly<Record<string, readonly string[]>>
  readonly near: Near
}

export interface Told {
  readonly place: Place
  readonly sentence: string
}

export interface RulesRead {
  /** to be used only where there is no complaint */
  readonly set: RuleSet
  readonly complaints: readonly Told[]
  /** what is likely not meant so, and runs all the same */
  readonly lints: readonly Told[]
}

const FORMS = ['detection', 'correlation', 'filter'] as const

/** A document on its way: what it says of itself, and its own reading. */
interface Paper {
  readonly document: Said
  readonly said: Members
  readonly form: (typeof FORMS)[number]
  readonly head: Headless
  readonly reading: Reading
}

/** A detection with where its fields are read. */
interface Draft extends Paper {
  readonly logsource: LogSource
  readonly source: Source
  readonly detection: Detection
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
  const direct = (name: string) => fields.field(name, [readOf(pathOf(name))])
  // Later folders win: what they say is looked at first
  const mappings = [...options.mappings]
    .sort((a, b) => b.folder - a.folder)
    .flatMap((document) => {
      const mapping = readMapping(document.value, { ...readingOf(document), field: direct })
      return mapping === null ? [] : [mapping]
    })
  const papers = inForce(
    options.documents.flatMap((document) => paperOf(document, readingOf(document)) ?? []),
  )
  const reader: Reader = { options, fields, mappings, papers }
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
  const correlations = correlationsOf(detections, reader)
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

interface Reader {
  readonly options: RulesOptions
  readonly fields: Fields
  readonly mappings: readonly Mapping[]
  readonly papers: readonly Paper[]
}

function paperOf(document: Said, reading: Reading): Paper | null {
  const said = document.value
  if (!isGroup(said)) {
    reading.complain([], 'a rule takes a group of keys: title, logsource, detection, …')
    return null
  }
  if (said['action'] !== undefined && FORMS.every((form) => said[form] === undefined)) {
    reading.complain(
      ['action'],
      'collections by "action" are of Sigma 1: each document stands by itself',
      true,
    )
    return null
  }
  const forms = FORMS.filter((form) => said[form] !== undefined)
  if (forms.length !== 1) {
    reading.complain(
      forms.length === 0 ? [] : [forms[1] as string],
      forms.length === 0
        ? `this is no rule: a rule has a detection, a correlation or a filter${guessOf(said, reading)}`
        : `a document is one of ${forms.join(' and ')}: separate them by ---`,
      true,
    )
    return null
  }
  const head = readHead(document, said, reading)
  return head && { document, said, form: forms[0] as Paper['form'], head, reading }
}

function guessOf(said: Members, { near }: Reading): string {
  for (const key of Object.keys(said)) {
    const guess = near(key, FORMS)
    if (guess !== '') return guess
  }
  return ''
}

/** Ids and names stand for one document each; of two with one id the later folder's counts. */
function inForce(papers: readonly Paper[]): readonly Paper[] {
  const byId = new Map<string, Paper>()
  for (const paper of papers) {
    const { head, reading, document } = paper
    const other = byId.get(head.id)
    if (other !== undefined && other.document.folder === document.folder)
      reading.complain(
        head.ownId ? ['id'] : ['title'],
        head.ownId
          ? `the rule at ${other.head.place} has this id already`
          : `the rule at ${other.head.place} has this title already: give one of them an id`,
      )
    byId.set(head.id, paper)
  }
  const kept = papers.filter((paper) => byId.get(paper.head.id) === paper)
  const byName = new Map<string, Paper>()
  for (const paper of kept) {
    const { name } = paper.head
    const other = name === '' ? undefined : (byName.get(name) ?? byId.get(name))
    if (other !== undefined && other !== paper)
      paper.reading.complain(['name'], `the rule at ${other.head.place} is called so already`)
    byName.set(name, paper)
  }
  return kept
}

function draftOf(paper: Paper, reader: Reader): Draft | null {
  const { said, reading } = paper
  const logsource = readLogSource(said['logsource'], ['logsource'], reading)
  if (logsource === null) return null
  const source = sourceOf(paper, logsource, reader)
  // Without its events a rule is checked all the same, so that everything is told at once
  const detection = readDetection(
    said['detection'],
    ['detection'],
    DETECTION_KEYS,
    searchOptions(reading, source ?? { events: null, field: direct(reader) }, reader),
  )
  return source && detection && { ...paper, logsource, source, detection }
}

function direct({ fields }: Reader): Source['field'] {
  return (name) => fields.field(name, [readOf(pathOf(name))])
}

function sourceOf({ reading }: Paper, logsource: LogSource, reader: Reader): Source | null {
  const place = reading.place(['logsource'])
  const source = sourceFor(logsource, reader.mappings, reader.fields, place, reading.near)
  if (typeof source !== 'string') return source
  reading.complain(['logsource'], source)
  return null
}

function searchOptions(
  reading: Reading,
  source: Source,
  { options: { placeholders } }: Reader,
): SearchOptions {
  return {
    ...reading,
    field: (name) => source.field(name),
    placeholder: (name) => (Object.hasOwn(placeholders, name) ? (placeholders[name] ?? null) : null),
    placeholders: Object.keys(placeholders),
  }
}

/** Adds what a filter asks to the rules it is about: its searches are read with the fields of each of them. */
function narrow(
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
  const own = read(reading, source ?? { events: null, field: direct(reader) })
  if (filter === null || source === null || own === null) return null
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
    const reference = filter.rules?.find(({ given }) => meant(given, reader)?.head.id === id)
    return { place: reference?.place ?? head.place, given: reference?.given ?? `any ${i}`, id }
  })
  return { ...head, kind: 'filter', version: digest(paper.document.text), logsource, rules }
}

function meant(given: string, { papers }: Reader): Paper | undefined {
  return papers.find(({ head }) => head.id === given) ?? papers.find(({ head }) => head.name === given)
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
    const paper = meant(given, reader)
    if (paper === undefined) {
      const known = reader.papers.flatMap(({ head }) => [head.id, head.name].filter(Boolean))
      reading.complain(path, `there is no rule "${given}"${reading.near(given, known)}`)
    } else if (paper.form !== 'detection')
      reading.complain(path, `"${given}" is a ${paper.form}: a filter narrows rules over single events`)
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

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function correlationsOf(detections: readonly DetectionRule[], reader: Reader): CorrelationRule[] {
  const { papers, options } = reader
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
    })
    if (draft !== null)
      drawn.push({ paper, unlinked: { head: { ...head, version: digest(document.text) }, draft } })
  }
  const known = papers.filter(({ form }) => form !== 'filter')
  return linkCorrelations(
    drawn.map(({ unlinked }) => unlinked),
    {
      resolve: (name) => (meant(name, { ...reader, papers: known })?.head.id ?? null),
      known: known.flatMap(({ head }) => [head.name, head.id].filter(Boolean)),
      field: () => '',
      near: options.near,
      complain: (index, path, sentence, key) =>
        drawn[index]?.paper.reading.complain(['correlation', ...path], sentence, key),
    },
  )
}

/** Fields that only correlations ask for get their slots, too. */
function reserve(detections: readonly DetectionRule[], correlations: readonly CorrelationRule[]): void {
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
