// `ambit check`: the configuration and the rule folders, with every complaint of all of them in one go.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isMap, LineCounter, parseAllDocuments, type Document } from 'yaml'
import { Problem } from '../model/problem.js'
import { Complaints, CONFIG_FILE, loadSettings } from './config.js'
import { loadPolicies } from './policies.js'
import { FOLDER_DEPTH_MAX, loadRules, RULE_BYTES_MAX, ruleFolders } from './rules.js'

export interface CheckRequest {
  /** configurations, rule files and folders of them; none: `ambit.yml` here and the folders it names */
  readonly paths: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** the configuration to check beside the paths, from `--config` */
  readonly file?: string | undefined
  readonly cwd?: string
  /** one complaint, `file:line:column: message`: for stdout */
  print(line: string): void
  /** what was done, in a sentence: for stderr */
  note(line: string): void
}

/** 0: nothing to complain about. 1: a rule or its data is wrong. 2: the configuration is, or a path is not there. */
export type CheckCode = 0 | 1 | 2

interface Checked {
  readonly problems: Problem[]
  files: number
}

const CATALOGUE = /^(catalogue|purposes)\.ya?ml$/
const YAML = /\.ya?ml$/

/** Checks all there is before it returns; the complaints of a file come in its order. */
export function check({
  paths,
  env,
  file,
  cwd = process.cwd(),
  print,
  note,
}: CheckRequest): CheckCode {
  const checked: Checked = { problems: [], files: 0 }
  if (paths.length === 0 || file !== undefined) {
    const folders = checkConfig(file, env, cwd, checked)
    if (paths.length === 0) for (const folder of folders) checkFolder(folder, checked)
  }
  for (const path of paths) checkPath(path, env, cwd, checked)
  const lines = new Set(checked.problems.map(String))
  for (const line of lines) print(line)
  const files = `${checked.files} file${checked.files === 1 ? '' : 's'} checked`
  note(
    lines.size === 0 ? `${files}, nothing to complain about` : `${files}, ${counted(lines.size)}`,
  )
  if (lines.size === 0) return 0
  return checked.problems.every(({ code }) => code === 'RULE_INVALID') ? 1 : 2
}

function counted(complaints: number): string {
  return `${complaints} complaint${complaints === 1 ? '' : 's'}`
}

function checkPath(path: string, env: NodeJS.ProcessEnv, cwd: string, checked: Checked): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) {
    checked.problems.push(new Problem('USAGE', path, 'there is no such file or folder'))
  } else if (stats.isDirectory()) {
    const config = join(path, CONFIG_FILE)
    if (statSync(config, { throwIfNoEntry: false })?.isFile() === true)
      checkConfig(config, env, cwd, checked)
    checkFolder(path, checked)
  } else if (CATALOGUE.test(basename(path))) {
    checked.files++
    const { problems } = loadRules([dirname(path)])
    checked.problems.push(...problems.filter(({ place }) => place === path || isIn(path, place)))
  } else if (path.endsWith('.cedar')) {
    checked.files++
    checked.problems.push(...loadPolicies([path]).problems)
  } else if (isRule(path)) {
    checkForm(path, checked)
  } else {
    checkConfig(path, env, cwd, checked)
  }
}

/** `loadRules` joins folder and name, which drops a leading `./`. */
function isIn(path: string, place: string): boolean {
  return place.startsWith(`${join(path)}:`)
}

/** The rule folders that the configuration leads to; none where it is wrong. */
function checkConfig(
  file: string | undefined,
  env: NodeJS.ProcessEnv,
  cwd: string,
  checked: Checked,
): readonly string[] {
  checked.files++
  try {
    const { rules, spiffe } = loadSettings({ file, env, cwd })
    for (const [domain, bundle] of Object.entries(spiffe.bundles))
      checkBundle(domain, bundle, checked)
    return ruleFolders(rules)
  } catch (error) {
    if (!(error instanceof Complaints)) throw error
    checked.problems.push(...error.problems)
    return []
  }
}

/** A SPIFFE bundle is a JWKS: an object with `keys` (SPIFFE Trust Domain and Bundle, section 4). */
function checkBundle(domain: string, file: string, checked: Checked): void {
  checked.files++
  const complain = (sentence: string): void => {
    checked.problems.push(new Problem('CONFIG_INVALID', file, `bundle of ${domain}: ${sentence}`))
  }
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return complain(`it cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
  try {
    const { keys } = JSON.parse(text) as { readonly keys?: unknown }
    if (!Array.isArray(keys) || keys.length === 0) complain('it has no "keys"')
  } catch {
    complain('it is no JSON')
  }
}

function checkFolder(folder: string, checked: Checked): void {
  checked.problems.push(...loadRules([folder]).problems)
  const policies = loadPolicies([folder])
  checked.files += policies.files
  checked.problems.push(...policies.problems)
  for (const file of yamlFilesIn(folder, 0)) {
    // The loader has read these already, and a configuration among rules was judged as one
    if (CATALOGUE.test(basename(file))) checked.files++
    else if (basename(file) !== CONFIG_FILE) checkForm(file, checked)
  }
}

function yamlFilesIn(folder: string, depth: number): string[] {
  let entries
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    // That it cannot be read is what the loader complains about
    return []
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (!entry.isDirectory()) return YAML.test(entry.name) ? [path] : []
      const skipped =
        entry.name.startsWith('.') || entry.name === 'node_modules' || depth >= FOLDER_DEPTH_MAX
      return skipped ? [] : yamlFilesIn(path, depth + 1)
    })
}

/** Whether a file says by its keys that it is a rule or a test of one, not a configuration. */
function isRule(file: string): boolean {
  if (/\.test\.ya?ml$/.test(file)) return true
  const [first] = documentsOf(file, new LineCounter()) ?? []
  const top = first?.contents
  return isMap(top) && ['detection', 'correlation', 'logsource'].some((key) => top.has(key))
}

/** A rule file must be YAML; several documents in one file are allowed. */
function checkForm(file: string, checked: Checked): void {
  checked.files++
  const lines = new LineCounter()
  const documents = documentsOf(file, lines)
  if (documents === null) {
    const sentence = `this file cannot be read, or has more than ${RULE_BYTES_MAX} bytes`
    checked.problems.push(new Problem('RULE_INVALID', file, sentence))
    return
  }
  for (const { errors } of documents) {
    for (const error of errors) {
      const { line, col } = lines.linePos(error.pos[0])
      const sentence = error.code === 'DUPLICATE_KEY' ? 'this key is there already' : error.message
      checked.problems.push(new Problem('RULE_INVALID', `${file}:${line}:${col}`, sentence))
    }
  }
}

function documentsOf(file: string, lines: LineCounter): readonly Document[] | null {
  try {
    if (statSync(file).size > RULE_BYTES_MAX) return null
    const text = readFileSync(file, 'utf8')
    const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })
    return [...(documents as unknown as Iterable<Document>)]
  } catch {
    return null
  }
}
