// The rule folders: catalogues, purposes, mappings and rules, checked whole, with each complaint at its line and column.
import { existsSync, realpathSync } from 'node:fs'
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
import {
  type AbilityEntry,
  type CatalogueEntries,
  createCatalogue,
  type ResourceEntry,
} from '../correlate/catalogue.js'
import { GLOB_LENGTH_MAX } from '../correlate/catalogue-glob.js'
import { abilityNamed, createPurposes, type PurposeEntry } from '../correlate/catalogue-purposes.js'
import type { Knowledge } from '../engine.js'
import {
  CAPABILITIES,
  capabilityNamed,
  SENSITIVITIES,
  type Sensitivity,
} from '../model/capability.js'
import { Problem } from '../model/problem.js'
import { createRulesAtWork, type RulesAtWork } from '../sigma/at-work.js'
import type { RuleSet } from '../sigma/rule.js'
import { readRules } from '../sigma/rules.js'
import type { Told } from '../sigma/rules-drafts.js'
import type { Said } from '../sigma/said.js'
import { didYouMean } from './config-nearest.js'
import { documentsIn, filesIn, textOf } from './rules-documents.js'

/** What the folders say together. With any problem, none of it should be used: rules load all or nothing. */
export interface LoadedRules {
  readonly catalogue: CatalogueEntries
  readonly purposes: readonly PurposeEntry[]
  readonly set: RuleSet
  /** null where there are none, or anything is wrong */
  readonly atWork: RulesAtWork | null
  readonly problems: readonly Problem[]
  /** what is likely not meant so, and runs all the same */
  readonly lints: readonly Problem[]
}

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
 * Reads every YAML file in the folders and below, in the order of the folders, then of the paths: catalogues and purposes
 * (later ones win over earlier ones), mappings, and rules, which are read together, as they refer to each other. Tests of
 * rules are left alone. Never throws for what is in a file: `problems` has it all, each with its place as `file:line:column`.
 */
export function loadRules(
  folders: readonly string[],
  placeholders: Readonly<Record<string, readonly string[]>> = {},
): LoadedRules {
  const problems: Problem[] = []
  const catalogue = new CatalogueFile(problems)
  const documents: Said[] = []
  const mappings: Said[] = []
  for (const [place, folder] of folders.entries()) {
    for (const file of filesIn(folder, problems)) {
      if (file.role === 'rules') documents.push(...documentsIn(file, place, problems))
      if (file.role === 'mapping') mappings.push(...documentsIn(file, place, problems))
      if (file.role === 'catalogue') catalogue.read(file.path)
    }
  }
  const read = readRules({ documents, mappings, placeholders, near: didYouMean })
  const toProblem = ({ place, sentence }: Told): Problem =>
    new Problem('RULE_INVALID', place, sentence)
  problems.push(...read.complaints.map(toProblem))
  const lints = read.lints.map(toProblem)
  const { tools, actions, resources, purposes } = catalogue
  return {
    catalogue: { tools, actions, resources },
    purposes,
    set: read.set,
    atWork: problems.length > 0 ? null : atWorkOf(read.set, problems),
    problems: inOrder(problems),
    lints: inOrder(lints),
  }
}

/** What is told of a file comes in its order. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const files: string[] = []
  const at = problems.map((problem) => {
    const [, file = problem.place, line = '0', column = '0'] =
      /^(.*):(\d+):(\d+)$/s.exec(problem.place) ?? []
    if (!files.includes(file)) files.push(file)
    return { problem, key: [files.indexOf(file), Number(line), Number(column)] as const }
  })
  return at
    .sort(({ key: a }, { key: b }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
    .map(({ problem }) => problem)
}

/** Null where there are no rules, or where one of them cannot be run, which is told. */
function atWorkOf(set: RuleSet, problems: Problem[]): RulesAtWork | null {
  if (set.detections.length + set.correlations.length === 0) return null
  try {
    return createRulesAtWork(set)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    problems.push(error)
    return null
  }
}

/** What the engine runs on; only of folders without a problem. */
export function knowledgeOf({ catalogue, purposes, atWork }: LoadedRules): Knowledge {
  return {
    catalogue: createCatalogue(catalogue),
    purposes: createPurposes(purposes),
    ...(atWork === null ? {} : { rules: atWork }),
  }
}

// One file after the other is opened and walked node by node, so that each complaint knows where it stands.
class CatalogueFile {
  readonly tools: AbilityEntry[] = []
  readonly actions: AbilityEntry[] = []
  readonly resources: ResourceEntry[] = []
  readonly purposes: PurposeEntry[] = []
  private file = ''
  private lines = new LineCounter()
  private document: Document | null = null

  constructor(private readonly problems: Problem[]) {}

  read(file: string): void {
    this.open(file)
    if (/(^|[/\\])purposes\.ya?ml$/.test(file)) this.readPurposes()
    else this.readCatalogue()
  }

  private open(file: string): void {
    this.file = file
    this.lines = new LineCounter()
    this.document = null
    const text = textOf(file, this.problems)
    if (text === null) return
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

  private readCatalogue(): void {
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

  private readPurposes(): void {
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
