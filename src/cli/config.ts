// The configuration: a YAML file, the environment and the command line become Settings, or every complaint at once.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LineCounter, parseDocument, type Document } from 'yaml'
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'
import { ENDLESS, endlessAlias } from './config-alias.js'
import { complaintsOf, createPlaces, pathText } from './config-complaint.js'
import { contradictions } from './config-contradictions.js'
import { isTree, overlayEnvironment, readFileValues } from './config-environment.js'
import { configSchema } from './config-schema.js'
import { settingsOf } from './config-settings.js'

export const CONFIG_FILE = 'ambit.yml'
const CONFIG_BYTES_MAX = 4 * 1024 * 1024

/** Everything that is wrong with a configuration, in the order of the file, then of the environment. */
export class Complaints extends Error {
  override readonly name = 'Complaints'
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(String).join('\n'))
  }
}

export interface SettingsRequest {
  /** the file named on the command line; without it `ambit.yml` of the working directory, where there is one */
  readonly file?: string | undefined
  readonly env: NodeJS.ProcessEnv
  /** what the command line says; it wins over everything */
  readonly overrides?: Partial<Settings>
  /** the working directory, where it is not the process's own */
  readonly cwd?: string
}

/**
 * Reads, checks and fills in the configuration. Order of power: `overrides`, `AMBIT_…` variables, the file, defaults.
 * Throws `Complaints` with each wrong key and value at `file:line:column` or at the name of its variable.
 */
export function loadSettings({
  file,
  env,
  overrides = {},
  cwd = process.cwd(),
}: SettingsRequest): Settings {
  const standard = join(cwd, CONFIG_FILE)
  const found = existsSync(standard) ? (cwd === process.cwd() ? CONFIG_FILE : standard) : null
  const name = file ?? found
  const problems: Problem[] = []
  const lines = new LineCounter()
  const document = name === null ? null : readDocument(name, lines, problems)
  const tree = treeOf(document, name ?? '')
  const variables = overlayEnvironment(isTree(tree) ? tree : {}, env, problems)
  const places = createPlaces(name, document, lines, variables)
  const unread = new Set<string>()
  if (isTree(tree)) {
    readFileValues(tree, name, (path, sentence) => {
      unread.add(pathText(path))
      const place = places.of(path, 'value')
      problems.push(new Problem('CONFIG_INVALID', place, `${pathText(path)}: ${sentence}`))
    })
  }
  const checked = configSchema.safeParse(tree)
  if (!checked.success) {
    // A value whose file could not be read was complained about already; that it is missing follows from it
    const issues = checked.error.issues.filter((issue) => !unread.has(pathText(issue.path)))
    problems.push(...complaintsOf(issues, tree, places))
  } else {
    problems.push(...contradictions(checked.data, places))
  }
  if (problems.length > 0 || !checked.success) throw new Complaints(inOrder(problems))
  return { ...settingsOf(checked.data, name), ...overrides }
}

/** The settings of an empty configuration (contract, section 9). */
export function defaultSettings(overrides: Partial<Settings> = {}): Settings {
  return { ...settingsOf({}, null), ...overrides }
}

function readDocument(name: string, lines: LineCounter, problems: Problem[]): Document | null {
  let text: string
  try {
    text = readFileSync(name, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
    throw new Complaints([new Problem('CONFIG_INVALID', name, reason)])
  }
  if (text.length > CONFIG_BYTES_MAX) {
    throw new Complaints([new Problem('CONFIG_INVALID', name, 'it is larger than 4 MiB')])
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0])
    const sentence =
      error.code === 'DUPLICATE_KEY'
        ? 'this key is there already; each key can be set once'
        : error.message.replace(/\n[\s\S]*$/, '')
    problems.push(new Problem('CONFIG_INVALID', `${name}:${line}:${col}`, sentence))
  }
  // After a broken form the tree is a guess, and complaints about it would mislead
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) throw new Complaints(problems)
  const endless = endlessAlias(document)
  if (endless !== null) {
    const { line, col } = lines.linePos(endless.range?.[0] ?? 0)
    problems.push(new Problem('CONFIG_INVALID', `${name}:${line}:${col}`, ENDLESS))
    throw new Complaints(problems)
  }
  return document
}

/** The file as plain values; an empty file is an empty group. */
function treeOf(document: Document | null, name: string): unknown {
  if (document === null || document.contents === null) return {}
  try {
    return (document.toJS({ maxAliasCount: 100 }) as unknown) ?? {}
  } catch (error) {
    throw new Complaints([new Problem('CONFIG_INVALID', name, (error as Error).message)])
  }
}

/** File order: places of one file by line and column, the rest as they came. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const rank = ({ place }: Problem): number => {
    const parts = /:(\d+):(\d+)$/.exec(place)
    return parts === null ? Number.MAX_SAFE_INTEGER : Number(parts[1]) * 1e5 + Number(parts[2])
  }
  return [...problems].sort((a, b) => rank(a) - rank(b))
}
