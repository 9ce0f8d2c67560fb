// What the schema has against a configuration, as problems at their line and column, in sentences without jargon.
import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml'
import type { z } from 'zod'
import { Problem } from '../model/problem.js'
import { didYouMean } from './config-nearest.js'
import { keysAt } from './config-schema.js'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** Values under these keys are never repeated in a complaint. */
const SECRET = /^(token|password|passphrase|key|username)$/
const SHOWN_MAX = 60

/** Where a key stands: in the file (as its value or, for `key`, as its name) or in the environment. */
export interface Places {
  of(path: Path, part: 'key' | 'value'): string
}

/** The places of a parsed file with what variables have set over it. `file` null: nothing was read from a file. */
export function createPlaces(
  file: string | null,
  document: Document | null,
  lines: LineCounter,
  variables: ReadonlyMap<string, string>,
): Places {
  const inFile = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const variableFor = (path: Path): string | undefined => {
    for (let length = path.length; length > 0; length--) {
      const name = variables.get(path.slice(0, length).join('.'))
      if (name !== undefined) return name
    }
    return undefined
  }
  return {
    of(path, part) {
      const variable = variableFor(path)
      if (variable !== undefined) return variable
      if (file !== null && document !== null) {
        const found = offsetOf(document, path, part)
        if (found.depth > 0 || variables.size === 0) return inFile(found.offset)
      }
      // A key that is missing from a group only variables speak of: the first of them is the place
      const group = path.slice(0, -1).join('.')
      for (const [key, name] of variables) if (key.startsWith(`${group}.`)) return name
      return file === null ? '' : `${file}:1:1`
    },
  }
}

/** The offset of the deepest node on the path, and how many steps of it exist. */
function offsetOf(
  document: Document,
  path: Path,
  part: 'key' | 'value',
): { readonly offset: number; readonly depth: number } {
  let node = document.contents as Node | null
  let offset = node?.range?.[0] ?? 0
  let depth = 0
  for (const step of path) {
    const target: unknown = isAlias(node) ? node.resolve(document) : node
    let next: Node | null = null
    if (isMap(target)) {
      // The last one of a doubled key is the one that counts in the tree
      const pair = target.items.findLast(
        ({ key }) => isScalar(key) && String(key.value) === String(step),
      )
      if (pair === undefined) break
      const key = pair.key as Node
      const atKey = part === 'key' && depth === path.length - 1
      next = (pair.value as Node | null) ?? key
      offset = (atKey || isEmpty(next) ? key : next).range?.[0] ?? offset
    } else if (isSeq(target)) {
      next = (target.items[Number(step)] as Node | undefined) ?? null
      if (next === null) break
      offset = next.range?.[0] ?? offset
    } else break
    node = next
    depth++
  }
  return { offset, depth }
}

/** `kafka:` with nothing behind it: its key is the better place to point at. */
function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === ''
}

/** What kind of file it is that a schema has something against. */
export interface Form {
  readonly code: 'CONFIG_INVALID' | 'RULE_INVALID'
  /** the whole of it, in a sentence */
  readonly whole: string
  /** the keys that may stand in the group at a path */
  keysAt(path: Path): readonly string[]
}

const CONFIGURATION: Form = { code: 'CONFIG_INVALID', whole: 'the configuration', keysAt }

/** All problems of one run of the schema over `tree`. */
export function complaintsOf(
  issues: readonly Issue[],
  tree: unknown,
  places: Places,
  form: Form = CONFIGURATION,
): Problem[] {
  return issues.flatMap((issue) => explain(issue, [], tree, places, form))
}

function explain(issue: Issue, prefix: Path, tree: unknown, places: Places, form: Form): Problem[] {
  const path: Path = [...prefix, ...issue.path]
  const at = (sentence: string, part: 'key' | 'value' = 'value'): Problem => {
    const subject = path.length === 0 ? form.whole : pathText(path)
    return new Problem(form.code, places.of(path, part), `${subject}: ${sentence}`)
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const known = form.keysAt(path)
      const where = path.length === 0 ? '' : ` in ${pathText(path)}`
      const sentence = `there is no key "${key}"${where}${didYouMean(key, known) || listed(known)}`
      return new Problem(form.code, places.of([...path, key], 'key'), sentence)
    })
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The branch of the right form is the one whose complaints lie deeper; else no branch fits at all
    const inner = issue.errors.find((branch) => branch.every((each) => !refusesWhole(each)))
    if (inner !== undefined) return inner.flatMap((each) => explain(each, path, tree, places, form))
    const wanted = [...new Set(issue.errors.flat().flatMap(expected))]
    return [at(`expected ${wanted.join(' or ')}, ${got(tree, path)}`)]
  }
  if (issue.code === 'invalid_key') return [at('the key is not one that can stand here', 'key')]
  return [at(`${sentenceOf(issue)}${repeated(issue, tree, path)}`)]
}

/** Whether a branch of a union refuses the value for its form, before looking into it. */
function refusesWhole(issue: Issue): boolean {
  return (
    issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
  )
}

function expected(issue: Issue): string[] {
  switch (issue.code) {
    case 'invalid_type':
      return [typeName(issue.expected)]
    case 'invalid_value':
      return issue.values.map((value) => String(value))
    case 'invalid_union':
      return issue.errors.flat().flatMap(expected)
    default:
      return [issue.message]
  }
}

function sentenceOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
      return `expected ${expected(issue).join(' or ')}`
    case 'too_small':
      if (issue.origin === 'array') return 'expected at least one entry'
      if (issue.origin === 'string') return `expected at least ${counted(issue.minimum)}`
      return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`
    case 'too_big':
      return `expected at most ${issue.maximum}`
    default:
      return issue.message
  }
}

function counted(characters: number | bigint): string {
  return `${characters} character${characters === 1 ? '' : 's'}`
}

/** `, got "x"` with a suggestion where the key takes one of a few words; nothing for secrets. */
function repeated(issue: Issue, tree: unknown, path: Path): string {
  if (issue.message.includes('did you mean')) return ''
  const value = valueAt(tree, path)
  const guess =
    issue.code === 'invalid_value' && typeof value === 'string'
      ? didYouMean(value, issue.values.map(String))
      : ''
  return `, ${got(tree, path)}${guess}`
}

function got(tree: unknown, path: Path): string {
  const value = valueAt(tree, path)
  if (value === undefined) return 'it is missing'
  if (value === null) return 'it is empty'
  if (path.some((step) => typeof step === 'string' && SECRET.test(step)))
    return 'got something else'
  if (Array.isArray(value)) return 'got a list'
  if (typeof value === 'object') return 'got a group of keys'
  const shown = JSON.stringify(value) ?? String(value)
  return `got ${shown.length > SHOWN_MAX ? `${shown.slice(0, SHOWN_MAX)}…` : shown}`
}

function valueAt(tree: unknown, path: Path): unknown {
  let value = tree
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<PropertyKey, unknown>)[step]
  }
  return value
}

function typeName(type: string): string {
  switch (type) {
    case 'object':
    case 'record':
      return 'a group of keys'
    case 'array':
      return 'a list'
    case 'string':
      return 'a text'
    case 'int':
      return 'a whole number'
    case 'number':
      return 'a number'
    case 'boolean':
      return 'true or false'
    default:
      return type
  }
}

function listed(known: readonly string[]): string {
  return known.length === 0 || known.length > 8 ? '' : `; there are ${known.join(', ')}`
}

export function pathText(path: Path): string {
  return path
    .map((step, i) =>
      typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${String(step)}`,
    )
    .join('')
}
