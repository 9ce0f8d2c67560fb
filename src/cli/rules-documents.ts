// The files of a rule folder by what they are, and their YAML documents as plain values that know where they stand.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  Scalar,
  type YAMLMap,
} from 'yaml'
import { Problem } from '../model/problem.js'
import type { Path, Said } from '../sigma/said.js'

/** Bytes of one rule file. */
export const RULE_BYTES_MAX = 4 * 1024 * 1024
/** How deep folders may lie in folders. */
export const FOLDER_DEPTH_MAX = 16

/**
 * - `catalogue`: catalogue.yml and purposes.yml
 * - `mapping`: whatever lies in a folder `mappings`
 * - `test`: `<name>.test.yml`
 * - `rules`: every other YAML file; a configuration is none
 */
export type FileRole = 'catalogue' | 'mapping' | 'test' | 'rules'

export interface RuleFile {
  readonly path: string
  /** within its folder, with `/` */
  readonly name: string
  readonly role: FileRole
}

/** What a file among rules is by its name; null: none of ours. */
export function roleOf(name: string): FileRole | null {
  if (!/\.ya?ml$/.test(name) || /(^|\/)ambit\.ya?ml$/.test(name)) return null
  if (/(^|\/)(catalogue|purposes)\.ya?ml$/.test(name)) return 'catalogue'
  if (/\.test\.ya?ml$/.test(name)) return 'test'
  return /(^|\/)mappings\//.test(name) ? 'mapping' : 'rules'
}

/** The files of a folder and below, by their paths; hidden folders and those of packages are left out. */
export function filesIn(folder: string, problems: Problem[]): readonly RuleFile[] {
  const files: RuleFile[] = []
  const walk = (at: string, within: string, depth: number): void => {
    for (const entry of readdirSync(at, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(at, entry.name)
      const name = `${within}${entry.name}`
      if (entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path))) {
        const skipped = entry.name.startsWith('.') || entry.name === 'node_modules'
        if (depth < FOLDER_DEPTH_MAX && !skipped) walk(path, `${name}/`, depth + 1)
        continue
      }
      const role = roleOf(`${basename(resolve(folder))}/${name}`)
      if (role !== null) files.push({ path, name, role })
    }
  }
  try {
    walk(folder, '', 0)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reason =
      code === 'ENOENT'
        ? 'there is no such folder of rules'
        : `this folder cannot be read (${code})`
    problems.push(new Problem('RULE_INVALID', folder, reason))
  }
  return files
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** The text of a file; null where it cannot be read, which is told. */
export function textOf(file: string, problems: Problem[]): string | null {
  try {
    if (statSync(file).size > RULE_BYTES_MAX) throw new Error('it is larger than 4 MiB')
    // A byte order mark is what some editors put before a text; it is no part of it
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  } catch (error) {
    const sentence = `this file cannot be read: ${(error as Error).message}`
    problems.push(new Problem('RULE_INVALID', file, sentence))
    return null
  }
}

/** The documents of a file. One whose form is broken is told, and left out. */
export function documentsIn(
  { path, name }: Pick<RuleFile, 'path' | 'name'>,
  folder: number,
  problems: Problem[],
): readonly Said[] {
  const text = textOf(path, problems)
  if (text === null) return []
  const lines = new LineCounter()
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${path}:${line}:${col}`
  }
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    // Others who read Sigma know `<<`: read as a field of that name it would be another rule
    merge: true,
  })
  const documents = [...(parsed as unknown as Iterable<Document>)]
  return documents.flatMap((document): readonly Said[] => {
    for (const { code, pos, message } of document.errors) {
      const doubled = code === 'DUPLICATE_KEY'
      const sentence = doubled ? 'this key is there already; each can be given once' : message
      problems.push(new Problem('RULE_INVALID', placeAt(pos[0]), sentence))
    }
    // After a broken form the tree is a guess, and complaints about it would mislead
    if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return []
    if (isEmpty(document)) return []
    return saidBy(document, text, name, folder, placeAt, problems)
  })
}

/** Nothing between two lines of `---`. */
function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && !contents.source)
}

function saidBy(
  document: Document,
  text: string,
  name: string,
  folder: number,
  placeAt: (offset: number) => string,
  problems: Problem[],
): readonly Said[] {
  const start = document.contents?.range?.[0] ?? 0
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    problems.push(new Problem('RULE_INVALID', placeAt(start), (error as Error).message))
    return []
  }
  return [
    {
      name,
      folder,
      value,
      text: text.slice(start, document.range?.[1] ?? text.length),
      place: (path, key) => placeAt(found(document, path, key === true).offset),
      written: (path) => written(found(document, path, false).node),
    },
  ]
}

/** The deepest node on the path that is there, and where it begins. */
function found(
  document: Document,
  path: Path,
  atKey: boolean,
): { readonly node: unknown; readonly offset: number } {
  let node: unknown = document.contents
  let offset = document.contents?.range?.[0] ?? 0
  for (const [depth, step] of path.entries()) {
    const within: unknown = isAlias(node) ? node.resolve(document) : node
    if (isMap(within)) {
      const pair = pairOf(within, step, document)
      if (pair === undefined) break
      const value = (pair.value ?? pair.key) as Node
      const last = depth === path.length - 1
      const empty = isScalar(value) && value.value === null && (value.source ?? '') === ''
      const shown = (last && atKey) || empty ? (pair.key as Node) : value
      offset = shown.range?.[0] ?? offset
      node = value
    } else if (isSeq(within) && typeof step === 'number' && within.items[step] !== undefined) {
      node = within.items[step]
      offset = (node as Node).range?.[0] ?? offset
    } else break
  }
  return { node, offset }
}

/** The last one of a doubled key is the one that counts in the tree; one of its own counts before what is merged in. */
function pairOf(map: YAMLMap, step: string | number, document: Document): Pair | undefined {
  const own = map.items.findLast(({ key }) => isScalar(key) && String(key.value) === step)
  if (own !== undefined) return own
  for (const { key, value } of map.items) {
    if (!isScalar(key) || key.type !== Scalar.PLAIN || String(key.source) !== '<<') continue
    for (const part of isSeq(value) ? value.items : [value]) {
      const from: unknown = isAlias(part) ? part.resolve(document) : part
      const found = isMap(from) && from !== map ? pairOf(from, step, document) : undefined
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** What stands there without quotes: of a number zeros and digits are lost in the value, and kept in the text. */
function written(node: unknown): string {
  return isScalar(node) && node.type === Scalar.PLAIN ? (node.source ?? '') : ''
}
