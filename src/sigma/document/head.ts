// What every rule document says of itself: title, id, level, tags, and the custom attribute `ambit`.
import { createHash } from 'node:crypto'
import { type Head, LEVELS, type Reaction, RESPONSES } from '../rule.js'
import {
  isGroup,
  isList,
  type Members,
  type Path,
  proposal,
  type Reading,
  type Said,
} from '../said.js'

/** All but the version, which is known once the rule is put together. */
export type Headless = Omit<Head, 'version'>

const TITLE_LENGTH_MAX = 256
const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported']
const MODES = ['enforce', 'shadow'] as const
const SCOPES = ['credential', 'task', 'agent', 'workload'] as const

/** Keys of the specification with Ambit's own one; any other is somebody's custom attribute. */
export const KEYS: readonly string[] = [
  'title',
  'id',
  'name',
  'related',
  'taxonomy',
  'status',
  'description',
  'license',
  'references',
  'author',
  'date',
  'modified',
  'logsource',
  'detection',
  'correlation',
  'filter',
  'fields',
  'falsepositives',
  'level',
  'tags',
  'scope',
  'ambit',
]

/** Whatever is wrong with it is told; the rest of the document is read all the same, so that everything is told at once. */
export function readHead(document: Said, said: Members, options: Reading): Headless {
  let faults = 0
  const complain: Reading['complain'] = (...told) => {
    faults++
    options.complain(...told)
  }
  const own: Reading = { ...options, complain }
  const name = text(said, 'name', own)
  const title = text(said, 'title', own) || name
  if (title === '' && faults === 0) complain([], 'a rule has a title', true)
  if (title.length > TITLE_LENGTH_MAX)
    own.lint(['title'], `a title has at most ${TITLE_LENGTH_MAX} characters`)
  const ownId = text(said, 'id', own)
  const level = word(said, 'level', LEVELS, own)
  const status = word(said, 'status', STATUSES, own) ?? ''
  if (status === 'unsupported')
    complain(['status'], 'the rule says of itself that it cannot be run')
  if (status === 'deprecated')
    own.lint(['status'], 'the rule says of itself that another one took its place')
  const taxonomy = text(said, 'taxonomy', own)
  if (taxonomy !== '' && taxonomy !== 'sigma')
    complain(
      ['taxonomy'],
      `the taxonomy "${taxonomy}" is not known: rules are read in that of Sigma`,
    )
  for (const key of Object.keys(said)) {
    const guess = KEYS.includes(key) ? '' : own.near(key, KEYS)
    if (guess !== '') own.lint([key], `nothing reads the key "${key}"${guess}`, true)
  }
  const reaction = readReaction(said['ambit'], own)
  return {
    place: own.place([]),
    title,
    id: ownId || derivedId(document.name, title),
    ownId: ownId !== '',
    name,
    description: text(said, 'description', own),
    status,
    level,
    tags: tags(said, own),
    references: texts(said, 'references', own),
    falsepositives: texts(said, 'falsepositives', own),
    shown: texts(said, 'fields', own),
    reaction,
  }
}

function derivedId(file: string, title: string): string {
  const hex = createHash('sha256').update(`${file}\u0000${title}`).digest('hex')
  return [8, 4, 4, 4, 12]
    .map((length, i, all) => {
      const from = all.slice(0, i).reduce((sum, one) => sum + one, 0)
      return hex.slice(from, from + length)
    })
    .join('-')
}

function text(said: Members, key: string, options: Reading): string {
  const value = said[key]
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number') return options.written([key]) || String(value)
  options.complain([key], `"${key}" takes a text`)
  return ''
}

function word<W extends string>(
  said: Members,
  key: string,
  known: readonly W[],
  options: Reading,
): W | null {
  const value = said[key]
  if (value === undefined || value === null) return null
  const found = known.find((one) => one === String(value).toLowerCase())
  if (found !== undefined) {
    if (found !== value) options.lint([key], `"${key}" is written in lower case: ${found}`)
    return found
  }
  options.complain(
    [key],
    `there is no ${key} "${String(value)}"${proposal(options.near, String(value), known)}`,
  )
  return null
}

/** What people read, and nothing depends on: told where it is wrong, and left out. */
function texts(said: Members, key: string, options: Reading): readonly string[] {
  const value = said[key]
  if (value === undefined || value === null) return []
  const list = isList(value) ? value : [value]
  const sound = list.filter((one) => typeof one === 'string' || typeof one === 'number')
  if (sound.length < list.length) options.lint([key], `"${key}" takes a list of texts`)
  return sound.map(String)
}

function tags(said: Members, options: Reading): readonly string[] {
  const list = texts(said, 'tags', options)
  for (const [i, tag] of list.entries())
    if (!/^[a-z0-9_-]+\.[a-z0-9._-]+$/.test(tag))
      options.lint(
        isList(said['tags']) ? ['tags', i] : ['tags'],
        `a tag is a namespace and a name in lower case, such as attack.t1078; this is "${tag}"`,
      )
  return list
}

const OBSERVED: Reaction = Object.freeze({ response: 'observe', mode: null, scope: null })

/** Without a response a rule observes: a rule of a stranger cuts nobody off, whatever its level. */
function readReaction(said: unknown, options: Reading): Reaction {
  if (said === undefined || said === null) return OBSERVED
  const path: Path = ['ambit']
  if (!isGroup(said)) {
    options.complain(path, '"ambit" takes a group of keys: response, mode, scope')
    return OBSERVED
  }
  const keys = ['response', 'mode', 'scope']
  for (const key of Object.keys(said))
    if (!keys.includes(key))
      options.complain(
        [...path, key],
        `there is no key "${key}" in ambit${proposal(options.near, key, keys)}`,
        true,
      )
  const within: Reading = {
    ...options,
    complain: (at, sentence, key) => options.complain([...path, ...at], sentence, key),
  }
  const response = word(said, 'response', RESPONSES, within) ?? 'observe'
  const scope = word(said, 'scope', SCOPES, within)
  if (scope !== null && response === 'observe')
    options.lint(
      [...path, 'scope'],
      'a rule that observes has no scope: nothing follows from it',
      true,
    )
  const wide = scope === 'agent' || scope === 'workload'
  if (scope !== null && ((response === 'revoke' && wide) || (response === 'contain' && !wide)))
    within.complain(
      ['scope'],
      `"${response}" has no scope "${scope}": ${wide ? 'a credential or a task is revoked' : 'an agent or a workload is contained'}`,
    )
  return { response, mode: word(said, 'mode', MODES, within), scope }
}
