// Reads mapping documents: log source, record, events and fields, with every complaint at its place.
import { readLogSource } from '../document/logsource.js'
import { readSearch } from '../detection/search.js'
import type { Change, Field, Read } from '../rule.js'
import { isGroup, isList, type Path, proposal, type Reading } from '../said.js'
import { pathOf } from './fields.js'
import { LOGSOURCE_KEYS, type Mapping } from './mapping.js'

const KEYS = ['title', 'description', 'logsource', 'record', 'events', 'fields', 'prefixes']
const READ_KEYS = ['from', 'record', 'before', 'after', 'prefix', 'suffix', 'words', 'only']

export interface MappingOptions extends Reading {
  /** a field of the joined event by its own name */
  field(name: string): Field
}

/** Null where anything was wrong, all of which was told. */
export function readMapping(said: unknown, options: MappingOptions): Mapping | null {
  if (!isGroup(said)) {
    options.complain([], 'a mapping takes a group of keys: logsource, record, events, fields')
    return null
  }
  let faults = 0
  const complain: Reading['complain'] = (...told) => {
    faults++
    options.complain(...told)
  }
  const own: MappingOptions = { ...options, complain }
  for (const key of Object.keys(said))
    if (!KEYS.includes(key))
      complain(
        [key],
        `there is no key "${key}" in a mapping${proposal(options.near, key, KEYS)}`,
        true,
      )
  const logsource = readLogSource(said['logsource'], ['logsource'], own)
  if (said['logsource'] === undefined) complain([], 'a mapping names its logsource', true)
  else if (logsource !== null && LOGSOURCE_KEYS.every((key) => logsource[key] === ''))
    complain(['logsource'], `a mapping names at least one of ${LOGSOURCE_KEYS.join(', ')}`)
  const record = said['record'] === undefined ? [] : readPaths(said['record'], ['record'], own)
  const fields = readFields(said['fields'], record, own)
  const prefixes = readPrefixes(said['prefixes'], own)
  if (said['events'] === undefined)
    complain(
      [],
      'a mapping says which events are of its source: events, with fields of the joined event',
      true,
    )
  const events =
    said['events'] === undefined
      ? null
      : readSearch(said['events'], ['events'], {
          ...own,
          placeholder: () => null,
          placeholders: [],
          field: (name) => options.field(name),
        })
  if (faults > 0 || logsource === null || events === null) return null
  return { logsource, record, fields, prefixes, events }
}

/** One place in the event, or several. */
function readPaths(said: unknown, path: Path, options: MappingOptions): (readonly string[])[] {
  const list = isList(said) ? said : [said]
  return list.flatMap((one, i) => {
    const read = onePath(one)
    if (read !== null) return [read]
    options.complain(
      isList(said) ? [...path, i] : path,
      'it takes a path into the event, such as attributes.record',
    )
    return []
  })
}

/** `a.b.c`, or [a, "b.c"] where a name has dots of its own. */
function onePath(said: unknown): readonly string[] | null {
  if (typeof said === 'string') return /^[^.\s]+(\.[^.\s]+)*$/.test(said) ? pathOf(said) : null
  if (!isList(said) || said.length === 0) return null
  return said.every((part) => typeof part === 'string' && part !== '') ? (said as string[]) : null
}

function readFields(
  said: unknown,
  record: readonly (readonly string[])[],
  options: MappingOptions,
): ReadonlyMap<string, readonly Read[]> {
  const fields = new Map<string, readonly Read[]>()
  if (said === undefined || said === null) return fields
  if (!isGroup(said)) {
    options.complain(['fields'], '"fields" takes a group of names, each with where it is read')
    return fields
  }
  for (const [name, ways] of Object.entries(said)) {
    const path = ['fields', name]
    const list = isList(ways) ? ways : [ways]
    if (list.length === 0) options.complain(path, 'an empty list is read nowhere')
    fields.set(
      name,
      list.flatMap((way, i) => readWay(way, isList(ways) ? [...path, i] : path, record, options)),
    )
  }
  return fields
}

function readPrefixes(said: unknown, options: MappingOptions): ReadonlyMap<string, string> {
  const prefixes = new Map<string, string>()
  if (said === undefined || said === null) return prefixes
  if (!isGroup(said)) {
    options.complain(
      ['prefixes'],
      '"prefixes" takes a group of beginnings of names, each with another one',
    )
    return prefixes
  }
  for (const [prefix, other] of Object.entries(said)) {
    if (typeof other === 'string' && prefix !== '') prefixes.set(prefix, other)
    else options.complain(['prefixes', prefix], 'a beginning of a name stands for another one')
  }
  return prefixes
}

function readWay(
  said: unknown,
  path: Path,
  record: readonly (readonly string[])[],
  options: MappingOptions,
): readonly Read[] {
  const plain = onePath(said)
  if (plain !== null) return [{ path: plain, change: null }]
  if (!isGroup(said)) {
    options.complain(
      path,
      'a field is read at a path of the event, or takes { from: …, before: …, … }',
    )
    return []
  }
  for (const key of Object.keys(said))
    if (!READ_KEYS.includes(key))
      options.complain(
        [...path, key],
        `there is no key "${key}" here${proposal(options.near, key, READ_KEYS)}`,
        true,
      )
  const { from, record: within } = said
  if ((from === undefined) === (within === undefined)) {
    options.complain(path, 'it is read either "from" the event or in the "record"', true)
    return []
  }
  const at = onePath(from ?? within)
  if (at === null) {
    options.complain(
      [...path, from === undefined ? 'record' : 'from'],
      'it takes a path, such as resource.id',
    )
    return []
  }
  if (within !== undefined && record.length === 0)
    options.complain([...path, 'record'], 'the mapping says nowhere where the record stands', true)
  const change = readChange(said, path, options)
  const paths = within === undefined ? [at] : record.map((root) => [...root, ...at])
  return paths.map((one) => ({ path: one, change }))
}

function readChange(
  said: Readonly<Record<string, unknown>>,
  path: Path,
  options: MappingOptions,
): Change | null {
  const text = (key: 'before' | 'after' | 'prefix' | 'suffix'): string => {
    const value = said[key]
    if (value === undefined) return ''
    if (typeof value === 'string' && value !== '') return value
    options.complain([...path, key], `"${key}" takes a text`)
    return ''
  }
  const words = new Map<string, string>()
  if (said['words'] !== undefined) {
    if (!isGroup(said['words']))
      options.complain([...path, 'words'], '"words" takes a group of texts, each with another one')
    else
      for (const [word, other] of Object.entries(said['words'])) {
        if (other === null || typeof other === 'object')
          options.complain([...path, 'words', word], 'a word stands for another word')
        else words.set(word.toLowerCase(), String(other))
      }
  }
  const { only } = said
  if (only !== undefined && typeof only !== 'boolean')
    options.complain([...path, 'only'], '"only" is true or false')
  if (only === true && words.size === 0)
    options.complain([...path, 'only'], '"only" is about words, and there are none', true)
  const change: Change = {
    before: text('before'),
    after: text('after'),
    prefix: text('prefix'),
    suffix: text('suffix'),
    words,
    only: only === true,
  }
  const none =
    words.size === 0 && `${change.before}${change.after}${change.prefix}${change.suffix}` === ''
  return none ? null : change
}
