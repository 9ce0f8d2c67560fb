// Detections on their way into a rule set: each with its log source, the events it looks at and where its fields are read.
import { createHash } from 'node:crypto'
import { DETECTION_KEYS, type Detection, readDetection } from './detection/detection.js'
import type { SearchOptions } from './detection/search.js'
import { readLogSource } from './document/logsource.js'
import type { Paper } from './document/paper.js'
import { type Fields, pathOf, readOf } from './mapping/fields.js'
import type { Mapping } from './mapping/mapping.js'
import { type Source, sourceFor } from './mapping/sources.js'
import { fieldFault } from './lint/known.js'
import { lintDetection } from './lint/lint.js'
import type { LogSource, Place } from './rule.js'
import type { Near, Reading, Said } from './said.js'

export interface Told {
  readonly place: Place
  readonly sentence: string
}

export interface RulesOptions {
  readonly documents: readonly Said[]
  readonly mappings: readonly Said[]
  /** values for `%name%` */
  readonly placeholders: Readonly<Record<string, readonly string[]>>
  readonly near: Near
}

/** A detection with where its fields are read. */
export interface Draft extends Paper {
  readonly logsource: LogSource
  readonly source: Source
  readonly detection: Detection
}

/** What every document is read with. */
export interface Reader {
  readonly options: RulesOptions
  readonly fields: Fields
  readonly mappings: readonly Mapping[]
  readonly papers: readonly Paper[]
  /** the paper that an id or a name stands for */
  readonly named: (given: string) => Paper | undefined
  /** told at a place: `certain` is a complaint, anything else a lint */
  tell(told: Told, certain: boolean): void
}

export function draftOf(paper: Paper, reader: Reader): Draft | null {
  const { said, reading } = paper
  const logsource = readLogSource(said['logsource'], ['logsource'], reading)
  if (logsource === null) return null
  const source = sourceOf(paper, logsource, reader)
  // Without its events a rule is checked all the same, so that everything is told at once
  const detection = readDetection(
    said['detection'],
    ['detection'],
    DETECTION_KEYS,
    searchOptions(reading, source ?? anySource(reader.fields), reader),
  )
  if (source === null || detection === null) return null
  lintDetection(detection, {
    reading,
    key: 'detection',
    own: !source.mapped,
    tell: (place, sentence, certain) => reader.tell({ place, sentence }, certain),
  })
  return { ...paper, logsource, source, detection }
}

/** For a document whose log source is not known: read as if it were of every event, so that the rest is told. */
export function anySource(fields: Fields): Source {
  return { events: null, mapped: true, field: direct(fields) }
}

/** Fields of the joined event under their own names. */
export function direct(fields: Fields): Source['field'] {
  return (name) => fields.field(name, [readOf(pathOf(name))])
}

export function sourceOf({ reading }: Paper, logsource: LogSource, reader: Reader): Source | null {
  const place = reading.place(['logsource'])
  const source = sourceFor(logsource, reader.mappings, reader.fields, place, reading.near)
  if (typeof source !== 'string') return source
  reading.complain(['logsource'], source)
  return null
}

export function searchOptions(
  reading: Reading,
  source: Source,
  { options: { placeholders } }: Reader,
): SearchOptions {
  return {
    ...reading,
    field(name, path) {
      const fault = source.mapped ? null : fieldFault(name, reading.near)
      if (fault !== null)
        (fault.certain ? reading.complain : reading.lint)(path, fault.sentence, true)
      return source.field(name)
    },
    placeholder: (name) =>
      Object.hasOwn(placeholders, name) ? (placeholders[name] ?? null) : null,
    placeholders: Object.keys(placeholders),
  }
}

/** 16 hex digits: what stands for a version. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
