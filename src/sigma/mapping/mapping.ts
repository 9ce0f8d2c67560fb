// Where the fields of a log source stand in the joined event, so that rules written for the source run unmodified.
import type { Expression, LogSource, Read } from '../rule.js'

/**
 * One document of a mapping file. A field of the source is looked for in its own record, under its own name; then where
 * `fields` says; then in the joined event under the same name.
 */
export interface Mapping {
  /** '' where the mapping is for any */
  readonly logsource: LogSource
  /** where the source's record stands in an event, in the order in which it is looked for */
  readonly record: readonly (readonly string[])[]
  readonly fields: ReadonlyMap<string, readonly Read[]>
  /** a field whose name begins with the one is also looked for under the name that begins with the other */
  readonly prefixes: ReadonlyMap<string, string>
  /** which events are of this source at all */
  readonly events: Expression
}

export const LOGSOURCE_KEYS = ['category', 'product', 'service'] as const

/** The names that a field of this source goes by: its own first. */
export function namesOf(name: string, { prefixes }: Mapping): readonly string[] {
  const names = [name]
  for (const [prefix, other] of prefixes)
    if (name.startsWith(prefix) && name.length > prefix.length)
      names.push(other + name.slice(prefix.length))
  return names
}

/** Whether everything that `wanted` names is named by `source` just so. */
export function covers(source: LogSource, wanted: LogSource): boolean {
  return LOGSOURCE_KEYS.every((key) => wanted[key] === '' || wanted[key] === source[key])
}

/** The mappings that a rule of this log source runs with: those of what it names, else those of something wider. */
export function mappingsFor(all: readonly Mapping[], wanted: LogSource): readonly Mapping[] {
  const exact = all.filter(({ logsource }) => covers(logsource, wanted))
  if (exact.length > 0) return exact
  const wider = all.filter(({ logsource }) => covers(wanted, logsource))
  const most = Math.max(...wider.map(({ logsource }) => namedBy(logsource)))
  return wider.filter(({ logsource }) => namedBy(logsource) === most)
}

function namedBy(source: LogSource): number {
  return LOGSOURCE_KEYS.filter((key) => source[key] !== '').length
}

/** As a person writes it: `product aws, service cloudtrail`. */
export function logSourceText(source: LogSource): string {
  return LOGSOURCE_KEYS.filter((key) => source[key] !== '')
    .map((key) => `${key} ${source[key]}`)
    .join(', ')
}
