// The modifiers behind a field's name: which there are, which go together, and in what order.
import { TIME_PARTS, type TimePart } from '../rule.js'
import type { Near } from '../said.js'
import { UTF16, type Utf16 } from './encoding.js'
import type { Where } from './pattern.js'

const PLACES: Readonly<Record<string, Where>> = {
  startswith: 'start',
  endswith: 'end',
  contains: 'within',
}
const COMPARISONS = ['lt', 'lte', 'gt', 'gte'] as const
/** Flags of `re`, with the longer names that pySigma knows them by. */
const FLAGS: Readonly<Record<string, string>> = {
  i: 'i',
  m: 'm',
  s: 's',
  ignorecase: 'i',
  multiline: 'm',
  dotall: 's',
}

export const MODIFIERS: readonly string[] = [
  'all',
  ...Object.keys(PLACES),
  'exists',
  'cased',
  'neq',
  'windash',
  're',
  ...Object.keys(FLAGS),
  'base64',
  'base64offset',
  ...UTF16,
  ...COMPARISONS,
  ...TIME_PARTS,
  'cidr',
  'expand',
  'fieldref',
]

/** What is asked of a field's values, whatever they are. */
export interface Asked {
  readonly how: 'text' | 're' | 'cidr' | 'exists' | 'fieldref' | 'compare'
  readonly where: Where
  readonly cased: boolean
  readonly all: boolean
  readonly neq: boolean
  readonly expand: boolean
  readonly windash: boolean
  readonly utf16: Utf16 | null
  readonly base64: 'base64' | 'base64offset' | null
  /** of `re` */
  readonly flags: string
  /** of `compare`: `eq` where only a part of a time is asked for */
  readonly by: 'lt' | 'lte' | 'gt' | 'gte' | 'eq'
  readonly part: TimePart | null
}

export const PLAIN: Asked = Object.freeze({
  how: 'text',
  where: 'whole',
  cased: false,
  all: false,
  neq: false,
  expand: false,
  windash: false,
  utf16: null,
  base64: null,
  flags: '',
  by: 'eq',
  part: null,
})

/** The modifiers of a chain, or a sentence that says why they are none or do not go together. */
export function askedBy(chain: readonly string[], near: Near): Asked | string {
  const seen = new Set<string>()
  let asked: Asked = PLAIN
  for (const [at, name] of chain.entries()) {
    if (!MODIFIERS.includes(name))
      return `there is no modifier "${name}"${(name !== '' && near(name, MODIFIERS)) || '; modifiers are in lower case, with | in between'}`
    const same = name === 'wide' ? 'utf16le' : name in FLAGS ? `re ${FLAGS[name]}` : name
    if (seen.has(same)) return `"${name}" stands here twice`
    const next = added(asked, name, chain.slice(0, at))
    if (typeof next === 'string') return next
    seen.add(same)
    asked = next
  }
  return disagreement(asked) || asked
}

/** One modifier more; a sentence where it cannot follow those before it. */
function added(asked: Asked, name: string, before: readonly string[]): Asked | string {
  const { how } = asked
  const typed = (wanted: Asked['how'], more: Partial<Asked> = {}): Asked | string => {
    if (how !== 'text') return `"${name}" and "${nameOf(asked)}" do not go together`
    // What has changed a value already leaves nothing that could be read as an expression, a network or a field
    const changed = before.find((word) => CHANGES.has(word))
    if (changed !== undefined)
      return `"${name}" takes a value as it is written, so "${changed}" cannot come before it`
    return { ...asked, ...more, how: wanted }
  }
  if (name in PLACES) {
    if (asked.where !== 'whole')
      return `"${name}" and "${before.find((word) => word in PLACES)}" do not go together`
    if (how !== 'text' && how !== 're' && how !== 'fieldref')
      return `"${name}" is for texts, which "${nameOf(asked)}" has none of`
    return { ...asked, where: PLACES[name] as Where }
  }
  if (name in FLAGS) {
    const last = before[before.length - 1] ?? ''
    if (last !== 're' && !(last in FLAGS)) return `"${name}" stands right behind "re"`
    return { ...asked, flags: asked.flags + FLAGS[name] }
  }
  if ((COMPARISONS as readonly string[]).includes(name)) {
    const by = name as Asked['by']
    if (how === 'compare' && asked.by === 'eq' && asked.part !== null) return { ...asked, by }
    return typed('compare', { by })
  }
  if ((TIME_PARTS as readonly string[]).includes(name)) {
    const part = name as TimePart
    if (how === 'compare' && asked.part === null) return { ...asked, part }
    return typed('compare', { part })
  }
  if ((UTF16 as readonly string[]).includes(name)) {
    if (asked.utf16 !== null) return `"${name}" and "${asked.utf16}" do not go together`
    if (asked.base64 !== null)
      return `"${name}" encodes the text, so it comes before "${asked.base64}"`
    return ofText({ ...asked, utf16: name as Utf16 }, name, before)
  }
  switch (name) {
    case 're':
    case 'cidr':
    case 'fieldref':
      return typed(name)
    case 'exists':
      return before.length > 0 ? '"exists" stands by itself' : typed('exists')
    case 'base64':
    case 'base64offset':
      if (asked.base64 !== null) return `"${name}" and "${asked.base64}" do not go together`
      return ofText({ ...asked, base64: name }, name, before)
    case 'windash':
      if (asked.utf16 !== null || asked.base64 !== null)
        return '"windash" is about characters, so it comes before an encoding'
      return ofText({ ...asked, windash: true }, name, before)
    case 'expand':
      if (asked.utf16 !== null || asked.base64 !== null || asked.windash)
        return '"expand" puts the values in, so it comes before what changes them'
      return { ...asked, expand: true }
    default:
      return { ...asked, [name]: true }
  }
}

/** Modifiers after which a value is no longer what was written. */
const CHANGES = new Set<string>([
  ...UTF16,
  'base64',
  'base64offset',
  'windash',
  ...Object.keys(PLACES),
])

/** Encodings and dashes are of texts, and wildcards around a value come after them. */
function ofText(asked: Asked, name: string, before: readonly string[]): Asked | string {
  if (asked.how !== 'text') return `"${name}" and "${nameOf(asked)}" do not go together`
  const around = before.find((word) => word in PLACES)
  if (around !== undefined && name !== 'windash')
    return `"${name}" encodes the value itself, so it comes before "${around}"`
  return asked
}

function nameOf({ how, by, part }: Asked): string {
  return how === 'compare' ? (part ?? by) : how
}

function disagreement(asked: Asked): string {
  const { how, where, cased, all, neq, expand, base64, flags, by } = asked
  if (how === 'exists' && (all || neq || cased || expand)) return '"exists" stands by itself'
  if (cased && how !== 'text' && how !== 'fieldref' && how !== 're')
    return `"cased" is for texts, and "${nameOf(asked)}" has none`
  if (cased && flags.includes('i')) return '"cased" and "i" do not go together'
  if (expand && (how === 're' || how === 'fieldref'))
    return `"expand" and "${how}" do not go together: write the values themselves`
  if (how === 're' && where !== 'whole' && where !== 'within' && flags.includes('m'))
    return '"m" makes a start and an end of each line: write ^ and $ into the expression'
  if (neq && how === 'compare' && by !== 'eq')
    return `"neq" and "${by}" do not go together: the opposite of "${by}" is "${OPPOSITE[by]}"`
  if (all && how === 'compare') return `"all" and "${nameOf(asked)}" do not go together`
  if (base64 !== null && asked.windash) return '"windash" and an encoding do not go together'
  return ''
}

const OPPOSITE = { lt: 'gte', lte: 'gt', gt: 'lte', gte: 'lt', eq: 'neq' } as const
