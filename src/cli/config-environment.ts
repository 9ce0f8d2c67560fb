// AMBIT_… variables laid over the configuration's tree, and values that name a file replaced by what it holds.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { parse } from 'yaml'
import { Problem } from '../model/problem.js'
import { didYouMean } from './config-nearest.js'
import { configLeaves, type Leaf } from './config-schema.js'

export type Tree = { [key: string]: unknown }

/** Not configuration: the crash points of the fault tests and the build's cache. */
const NOT_KEYS = /^AMBIT_(CRASH|CACHE)/
/** What Kubernetes tells every container of a service that is called ambit or ambit-…. */
const SERVICE_NAME = /_SERVICE_(?:HOST|PORT)(?:_|$)|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_|$)/
const SERVICE_ADDRESS = /^(?:tcp|udp|sctp):\/\//
const SECRET_FILE_BYTES_MAX = 1024 * 1024

/** `kafka`, `client_id` → `AMBIT_KAFKA_CLIENT_ID`. */
function variableOf(path: readonly string[]): string {
  return `AMBIT_${path.join('_').toUpperCase()}`
}

/**
 * Writes the variables into `tree` (they win over the file) and gives back the path that each one set,
 * as `a.b` → variable name, for complaints to point at.
 */
export function overlayEnvironment(
  tree: Tree,
  env: NodeJS.ProcessEnv,
  problems: Problem[],
): ReadonlyMap<string, string> {
  const leaves = new Map(configLeaves().map((leaf) => [variableOf(leaf.path), leaf]))
  const places = new Map<string, string>()
  // By length, so that AMBIT_CONFIRMATION comes before AMBIT_CONFIRMATION_WITHIN whatever order the shell gave
  const names = Object.keys(env).filter(
    (name) =>
      name.startsWith('AMBIT_') && !NOT_KEYS.test(name) && !ofService(name, env[name] ?? ''),
  )
  for (const name of names.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
    const value = env[name]
    if (value === undefined) continue
    const leaf = leaves.get(name)
    if (leaf === undefined) {
      const guess = didYouMean(name, [...leaves.keys()])
      problems.push(new Problem('CONFIG_INVALID', name, `no key belongs to this variable${guess}`))
      continue
    }
    const read = fromText(value, leaf)
    if (read instanceof Error) {
      problems.push(new Problem('CONFIG_INVALID', name, `cannot be read as YAML: ${read.message}`))
      continue
    }
    set(tree, leaf.path, read)
    places.set(leaf.path.join('.'), name)
  }
  return places
}

function ofService(name: string, value: string): boolean {
  return SERVICE_NAME.test(name) || (name.endsWith('_PORT') && SERVICE_ADDRESS.test(value))
}

/** A variable's text as the key wants it: a number, a boolean, a list by commas, or YAML for groups and lists of groups. */
function fromText(text: string, leaf: Leaf): unknown {
  const { accepts, path } = leaf
  if (text.startsWith('file:')) return text
  if (accepts.has('array') && path[0] !== 'sources' && !text.trimStart().startsWith('[')) {
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
  }
  const structured = accepts.has('array') || (accepts.has('object') && /^\s*\{/.test(text))
  if (structured) {
    try {
      return parse(text, { prettyErrors: false, maxAliasCount: 0 })
    } catch (error) {
      return error as Error
    }
  }
  return scalar(text, accepts)
}

/** What stays a text here is judged by the schema, with the text in the complaint. */
function scalar(text: string, accepts: ReadonlySet<string>): unknown {
  if (accepts.has('number') || accepts.has('integer')) {
    return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  }
  if (accepts.has('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

function set(tree: Tree, path: readonly string[], value: unknown): void {
  let group = tree
  for (const key of path.slice(0, -1)) {
    const inner = Object.hasOwn(group, key) ? group[key] : undefined
    // A key of a group that the file switched off switches it on again; any other wrong value is left for the schema
    if (inner === undefined || inner === 'off' || inner === false) group[key] = {}
    else if (!isTree(inner)) return
    group = group[key] as Tree
  }
  group[path[path.length - 1]!] = value
}

/**
 * Replaces every text `file:PATH` in the tree by the trimmed content of that file, a number or boolean where the key
 * wants one. `spiffe.bundles` holds names of files, so there only the prefix goes.
 */
export function readFileValues(
  tree: Tree,
  configFile: string | null,
  complain: (path: readonly PropertyKey[], sentence: string) => void,
): void {
  const leaves = new Map(configLeaves().map((leaf) => [leaf.path.join('.'), leaf]))
  const visit = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof value === 'string' && value.startsWith('file:')) {
      const name = besideOrHere(value.slice('file:'.length), configFile)
      if (path[0] === 'spiffe' && path[1] === 'bundles') return name
      const read = readSecret(name)
      if (typeof read !== 'string') {
        complain(path, `cannot read the file ${name}: ${read.reason}`)
        return undefined
      }
      return scalar(read, leaves.get(path.join('.'))?.accepts ?? new Set())
    }
    if (Array.isArray(value)) return value.map((item, i) => visit(item, [...path, i]))
    if (isTree(value)) {
      for (const key of Object.keys(value)) {
        const seen = visit(value[key], [...path, key])
        if (seen === undefined) delete value[key]
        else if (seen !== value[key]) value[key] = seen
      }
    }
    return value
  }
  visit(tree, [])
}

function readSecret(name: string): string | { readonly reason: string } {
  try {
    const content = readFileSync(name)
    if (content.length > SECRET_FILE_BYTES_MAX) return { reason: 'larger than 1 MiB' }
    return content.toString('utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { reason: code === 'ENOENT' ? 'there is no such file' : (code ?? 'unknown error') }
  }
}

/** A relative name is looked for beside the configuration that says it, then in the working directory. */
export function besideOrHere(name: string, configFile: string | null): string {
  if (isAbsolute(name) || configFile === null) return name
  const beside = resolve(dirname(configFile), name)
  return existsSync(beside) ? beside : name
}

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
