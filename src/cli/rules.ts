// The rule folders: every catalogue.yml and purposes.yml in them, checked whole, with each complaint at its line and column.
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
} from 'yaml'
import type { AbilityEntry, CatalogueEntries, ResourceEntry } from '../correlate/catalogue.js'
import { GLOB_LENGTH_MAX } from '../correlate/catalogue-glob.js'
import { abilityNamed, type PurposeEntry } from '../correlate/catalogue-purposes.js'
import {
  CAPABILITIES,
  capabilityNamed,
  SENSITIVITIES,
  type Sensitivity,
} from '../model/capability.js'
import { Problem } from '../model/problem.js'
import { didYouMean } from './config-nearest.js'

/** What the folders say together. With any problem, none of it should be used: rules load all or nothing. */
export interface LoadedRules {
  readonly catalogue: CatalogueEntries
  readonly purposes: readonly PurposeEntry[]
  readonly problems: readonly Problem[]
}

/** Bytes of one rule file. */
export const RULE_BYTES_MAX = 4 * 1024 * 1024
/** How deep folders may lie in folders. */
export const FOLDER_DEPTH_MAX = 16

/** The folder of rules that comes with Ambit, in a checkout and in an installed package alike. */
export function shippedRules(): string {
  return fileURLToPath(new URL('../../rules', import.meta.url))
}

/**
 * The folders to load, in order: what ships with Ambit, then the configured ones, which add to it and win over it. Each
 * folder counts once. A folder `rules` that is not there is left out, because that is what an empty configuration says.
 */
export function ruleFolders(configured: readonly string[]): string[] {
  const seen = new Set<string>()
  return [shippedRules(), ...configured].filter((folder) => {
    if (!existsSync(folder)) return folder !== 'rules'
    const real = realpathSync(folder)
    if (seen.has(real)) return false
    seen.add(real)
    return true
  })
}

/**
 * Reads every `catalogue.yml` and `purposes.yml` in the folders and below, in the order of the folders, then of the paths;
 * later ones win over earlier ones. Other files are left alone. Never throws for what is in a file: `problems` has it all,
 * each with the code RULE_INVALID and its place as `file:line:column`.
 */
export function loadRules(folders: readonly string[]): LoadedRules {
  const rules = new RuleFile()
  for (const folder of folders) {
    for (const file of rules.filesIn(folder)) {
      rules.open(file)
      if (/[/\\]purposes\.ya?ml$/.test(file)) rules.readPurposes()
      else rules.readCatalogue()
    }
  }
  const { tools, actions, resources, purposes, problems } = rules
  return { catalogue: { tools, actions, resources }, purposes, problems }
}

// One file after the other is opened and walked node by node, so that each complaint knows where it stands.
class RuleFile {
  readonly tools: AbilityEntry[] = []
  readonly actions: AbilityEntry[] = []
  readonly resources: ResourceEntry[] = []
  readonly purposes: PurposeEntry[] = []
  readonly problems: Problem[] = []
  private file = ''
  private lines = new LineCounter()
  private document: Document | null = null

  filesIn(folder: string): string[] {
    const files: string[] = []
    const walk = (at: string, depth: number): void => {
      for (const entry of readdirSync(at, { withFileTypes: true }).sort((a, b) =>
        a.name < b.name ? -1 : 1,
      )) {
        const path = join(at, entry.name)
        if (entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path))) {
          if (depth < FOLDER_DEPTH_MAX && !entry.name.startsWith('.')) walk(path, depth + 1)
        } else if (/^(catalogue|purposes)\.ya?ml$/.test(entry.name)) {
          files.push(path)
        }
      }
    }
    try {
      walk(folder, 0)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      const reason =
        code === 'ENOENT'
          ? 'there is no such folder of rules'
          : `this folder cannot be read (${code})`
      this.problems.push(new Problem('RULE_INVALID', folder, reason))
    }
    return files
  }

  open(file: string): void {
    this.file = file
    this.lines = new LineCounter()
    this.document = null
    let text: string
    try {
      if (statSync(file).size > RULE_BYTES_MAX) throw new Error('it is larger than 4 MiB')
      text = readFileSync(file, 'utf8')
    } catch (error) {
      this.problems.push(
        new Problem('RULE_INVALID', file, `this file cannot be read: ${(error as Error).message}`),
      )
      return
    }
    const document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false })
    for (const error of document.errors) {
      const doubled = error.code === 'DUPLICATE_KEY'
      this.complainAt(
        error.pos[0],
        doubled ? 'this key is there already; each can be given once' : error.message,
      )
    }
    // After a broken form the tree is a guess, and complaints about it would mislead.
    if (document.errors.every((error) => error.code === 'DUPLICATE_KEY')) this.document = document
  }

  readCatalogue(): void {
    this.sections(['tools', 'actions', 'resources'], (section, key, value, keyNode) => {
      const glob = this.glob(key, keyNode)
      const known = section === 'resources' ? ['sensitivity', 'kind'] : ['capability', 'domain']
      const members = this.members(value, known, `${section} "${key}"`)
      if (glob === null || members === null) return
      if (section === 'resources') {
        const word = this.text(members.get('sensitivity'), 'sensitivity')
        const sensitivity =
          word === null
            ? null
            : this.oneOf(word, SENSITIVITIES, members.get('sensitivity')!, 'sensitivity')
        this.resources.push({
          glob,
          sensitivity: sensitivity as Sensitivity | null,
          kind: this.text(members.get('kind'), 'kind'),
        })
        return
      }
      const word = this.text(members.get('capability'), 'capability')
      const capability = word === null ? null : capabilityNamed(word)
      if (word !== null && capability === null)
        this.oneOf(word, CAPABILITIES, members.get('capability')!, 'capability')
      const domain = this.text(members.get('domain'), 'domain')?.toLowerCase() ?? null
      this[section === 'tools' ? 'tools' : 'actions'].push({ glob, capability, domain })
    })
  }

  readPurposes(): void {
    this.sections(['purposes'], (_, name, value) => {
      const members = this.members(value, ['capabilities', 'also', 'follows'], `purpose "${name}"`)
      if (members === null) return
      const capabilities = this.list(members.get('capabilities'), 'capabilities')
      if (!members.has('capabilities'))
        this.complain(value, `purpose "${name}" needs its list of capabilities`)
      for (const [text, node] of capabilities) {
        if (abilityNamed(text) === null) {
          this.oneOf(text.slice(text.lastIndexOf('.') + 1), CAPABILITIES, node, 'capability')
        }
      }
      const also = this.list(members.get('also'), 'also').map(([text]) => text)
      const follows = this.list(members.get('follows'), 'follows').map(([text]) => text)
      this.purposes.push({ name, capabilities: capabilities.map(([text]) => text), also, follows })
    })
  }

  /** Visits each entry of the known groups at the top of the file. */
  private sections(
    known: readonly string[],
    visit: (section: string, key: string, value: Node, keyNode: Node) => void,
  ): void {
    if (this.document === null || this.document.contents === null) return
    const top = this.members(this.document.contents, known, 'this file')
    for (const [section, group] of top ?? []) {
      if (isScalar(group) && group.value === null) continue
      const node = this.resolve(group)
      if (!isMap(node)) {
        this.complain(group, `"${section}" takes a group of names, each with what is said of it`)
        continue
      }
      for (const { key, value } of node.items) {
        if (!isScalar(key)) this.complain(key as Node, 'a name must be a plain text')
        else visit(section, String(key.value), (value as Node | null) ?? key, key)
      }
    }
  }

  /** The members of a group, with complaints about those that are not known; null where it is no group at all. */
  private members(given: Node, known: readonly string[], what: string): Map<string, Node> | null {
    const node = this.resolve(given)
    if (!isMap(node)) {
      this.complain(given, `${what} takes a group of keys: ${known.join(', ')}`)
      return null
    }
    const members = new Map<string, Node>()
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : ''
      if (known.includes(name)) members.set(name, (value as Node | null) ?? (key as Node))
      else
        this.complain(
          key as Node,
          `there is no key "${name}" in ${what}${didYouMean(name, known) || `; known: ${known.join(', ')}`}`,
        )
    }
    return members
  }

  private text(given: Node | undefined, key: string): string | null {
    if (given === undefined) return null
    const node = this.resolve(given)
    if (isScalar(node) && typeof node.value === 'string' && node.value.trim() !== '')
      return node.value.trim()
    this.complain(given, `"${key}" takes a text`)
    return null
  }

  private list(given: Node | undefined, key: string): [string, Node][] {
    if (given === undefined) return []
    const node = this.resolve(given)
    if (!isSeq(node)) {
      this.complain(given, `"${key}" takes a list, such as [read, search]`)
      return []
    }
    return (node.items as Node[]).flatMap((item) => {
      const text = this.text(item, key)
      return text === null ? [] : [[text, item] as [string, Node]]
    })
  }

  private oneOf(word: string, known: readonly string[], node: Node, what: string): string | null {
    if (known.includes(word)) return word
    this.complain(
      node,
      `there is no ${what} "${word}"${didYouMean(word, known) || `; known: ${known.join(', ')}`}`,
    )
    return null
  }

  private glob(text: string, node: Node): string | null {
    if (text !== '' && text.length <= GLOB_LENGTH_MAX) return text
    this.complain(
      node,
      text === ''
        ? 'an empty name matches nothing'
        : `a glob has at most ${GLOB_LENGTH_MAX} characters`,
    )
    return null
  }

  private resolve(node: Node): unknown {
    return isAlias(node) && this.document !== null ? node.resolve(this.document) : node
  }

  private complain(node: Node, sentence: string): void {
    this.complainAt(node.range?.[0] ?? 0, sentence)
  }

  private complainAt(offset: number, sentence: string): void {
    const { line, col } = this.lines.linePos(offset)
    this.problems.push(new Problem('RULE_INVALID', `${this.file}:${line}:${col}`, sentence))
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
