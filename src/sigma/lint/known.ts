// Whether an event of Ambit's own can have a field, and a field such a value: what a slip of the pen is told by.
import { CAPABILITIES, SENSITIVITIES } from '../../model/capability.js'
import { KNOWN_FIELDS, OPEN_MEMBERS } from '../fields/fields.js'
import { type Near, proposal } from '../said.js'

const NAMES: readonly string[] = KNOWN_FIELDS.map(({ name }) => name)
const KNOWN = new Set(NAMES)

export interface FieldFault {
  /** no event has it, whatever a sender puts in */
  readonly certain: boolean
  /** it is near to one that is there */
  readonly slip: boolean
  readonly sentence: string
}

/** Null where there is such a field. What a sender adds of his own is kept, so that only `context` is known whole. */
export function fieldFault(name: string, near: Near): FieldFault | null {
  if (KNOWN.has(name) || OPEN_MEMBERS.some((open) => name.startsWith(`${open}.`))) return null
  const guess = near(name, NAMES)
  const certain = /^context(\.|$)/.test(name)
  const members = NAMES.filter((known) => known.startsWith(`${name}.`))
  if (members.length > 0)
    return {
      certain,
      slip: true,
      sentence: `"${name}" is a group of fields: ${members.slice(0, 6).join(', ')}${members.length > 6 ? ', …' : ''}`,
    }
  if (certain) return { certain, slip: true, sentence: `no event has a field "${name}"${guess}` }
  return {
    certain,
    slip: guess !== '',
    sentence: `the joined event has no field "${name}"${guess || ': it is there only where a sender puts it in'}`,
  }
}

/** Fields that have one of a few words. */
const WORDS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['capability', CAPABILITIES],
  ['resource.sensitivity', SENSITIVITIES],
  ['kind', ['agent', 'workload', 'resource']],
  ['attribution', ['proven', 'bound', 'claimed', 'inferred', 'none']],
  ['agent.tier', ['low', 'medium', 'high']],
  ['outcome', ['allow', 'deny', 'error']],
  ['pep.kind', ['mesh', 'gateway', 'iam', 'key', 'agent']],
  ['pep.decision', ['allow', 'deny']],
  ['prompt.from', ['user', 'system', 'agent', 'external']],
  ['source.trust', ['user', 'system', 'tool', 'external']],
  ['tool.result_trust', ['user', 'system', 'tool', 'external']],
])

/** A sentence where the field never has this value; '' where it may. */
export function valueFault(name: string, value: string, near: Near): string {
  const words = WORDS.get(name)
  if (words === undefined || words.includes(value.toLowerCase())) return ''
  return `"${name}" is never "${value}"${proposal(near, value, words)}`
}
