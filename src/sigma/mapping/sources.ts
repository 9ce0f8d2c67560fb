// From a rule's log source to the events it looks at and to where its fields are read.
import type { Expression, Field, LogSource, Place, Read } from '../rule.js'
import { type Near, proposal } from '../said.js'
import { type Fields, pathOf, readOf } from './fields.js'
import { LOGSOURCE_KEYS, logSourceText, type Mapping, mappingsFor, namesOf } from './mapping.js'

/** The product whose events are all that Ambit joins. */
export const OWN_PRODUCT = 'ambit'
const KINDS = ['agent', 'workload', 'resource']

/** A log source resolved. */
export interface Source {
  /** null: every joined event */
  readonly events: Expression | null
  /** whether fields are read in a record of a source, which may have any */
  readonly mapped: boolean
  field(name: string): Field
}

/** A log source, or a sentence that says why no event is of it. */
export function sourceFor(
  logsource: LogSource,
  mappings: readonly Mapping[],
  fields: Fields,
  place: Place,
  near: Near,
): Source | string {
  const { category, product, service } = logsource
  const direct = (name: string): Field => fields.field(name, [readOf(pathOf(name))])
  if (product === OWN_PRODUCT || LOGSOURCE_KEYS.every((key) => logsource[key] === '')) {
    if (service !== '')
      return `product ${OWN_PRODUCT} has no services: leave "${service}" out, or name the source it is of`
    if (category === '') return { events: null, mapped: false, field: direct }
    if (!KINDS.includes(category))
      return `product ${OWN_PRODUCT} has no category "${category}"${proposal(near, category, KINDS)}`
    const test = { is: 'text', pieces: [category], cased: false } as const
    return {
      events: { op: 'field', field: direct('kind'), test, place },
      mapped: false,
      field: direct,
    }
  }
  const found = mappingsFor(mappings, logsource)
  if (found.length === 0) return unknown(logsource, mappings, near)
  const events = found.map((mapping) => mapping.events)
  return {
    events: events.length === 1 ? (events[0] as Expression) : { op: 'or', of: events },
    mapped: true,
    field: (name) => fields.field(name, readsOf(name, found)),
  }
}

/** In the record under its own name, then where the mapping says, then in the joined event itself. */
function readsOf(name: string, mappings: readonly Mapping[]): readonly Read[] {
  const named = mappings.flatMap((mapping) =>
    namesOf(name, mapping).map((one) => ({ mapping, name: one })),
  )
  const reads = [
    ...named.flatMap(({ mapping: { record }, name: one }) =>
      record.map((root) => readOf([...root, ...pathOf(one)])),
    ),
    ...named.flatMap(({ mapping: { fields }, name: one }) => fields.get(one) ?? []),
    readOf(pathOf(name)),
  ]
  const seen = new Set<string>()
  return reads.filter((read) => {
    const key = JSON.stringify([read.path, read.change && [read.change, ...read.change.words]])
    return !seen.has(key) && seen.add(key)
  })
}

function unknown(logsource: LogSource, mappings: readonly Mapping[], near: Near): string {
  const alike = mappings.filter((mapping) => mapping.logsource.product === logsource.product)
  for (const key of ['product', 'category', 'service'] as const) {
    const among = key === 'product' || logsource.product === '' ? mappings : alike
    const known = [...new Set(among.map((mapping) => mapping.logsource[key]))].filter(Boolean)
    if (key === 'product') known.push(OWN_PRODUCT)
    const guess = logsource[key] === '' ? '' : near(logsource[key], known)
    if (guess !== '' && !known.includes(logsource[key]))
      return `no event is of ${logSourceText(logsource)}: there is no mapping for ${key} "${logsource[key]}"${guess}`
  }
  if (logsource.product === '' && KINDS.includes(logsource.category))
    return `no event is of ${logSourceText(logsource)} alone: "product: ${OWN_PRODUCT}" belongs to it`
  const there = (alike.length > 0 ? alike : mappings)
    .map((mapping) => logSourceText(mapping.logsource))
    .sort()
  if (alike.length === 0) there.push(`product ${OWN_PRODUCT}`)
  return `no event is of ${logSourceText(logsource)}: a mapping in mappings/ would say which; there are mappings for ${[...new Set(there)].join('; ')}`
}
