// `ambit check`: the configuration, the rule folders and the rules' own tests, with every complaint of all of them in one go.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { isMap, LineCounter, parseAllDocuments, type Document } from 'yaml'
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'
import { createRulesAtWork } from '../sigma/at-work.js'
import type { SigmaRule } from '../sigma/rule.js'
import { explainTest } from './check-explain.js'
import { runRuleTests, type TestOutcome } from './check-tests.js'
import { junitOf } from './check-junit.js'
import { relatedTo } from './check-related.js'
import { Complaints, CONFIG_FILE, defaultSettings, loadSettings } from './config.js'
import { didYouMean } from './config-nearest.js'
import { loadPolicies } from './rules-policies.js'
import { ruleNamed } from './replay-explain.js'
import { knowledgeOf, loadRules, ruleFolders, type LoadedRules } from './rules.js'
import { filesIn, roleOf, type RuleFile } from './rules-documents.js'

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
  /** a test, by its name: why its rules fired or did not is printed, too */
  readonly explain?: string | undefined
  /** with `explain`: of one rule, by id, name or title */
  readonly rule?: string | undefined
  /** takes what was found as JUnit XML, where anybody wants it */
  junit?: ((xml: string) => void) | undefined
}

/** 0: nothing to complain about. 1: a test of a rule failed. 2: the configuration or a rule is wrong, or a path is not there. */
export type CheckCode = 0 | 1 | 2

interface Checked {
  readonly problems: Problem[]
  readonly lints: Problem[]
  readonly outcomes: TestOutcome[]
  readonly untested: string[]
  /** what is told of the test that was asked for */
  readonly explained: string[]
  readonly asked: { readonly test: string; readonly rule: string | undefined } | null
  files: number
}

/** Rules without a test that are named one by one. */
const UNTESTED_MAX = 8

/** Checks all there is before it returns; the complaints of a file come in its order. */
export function check(request: CheckRequest): CheckCode {
  const { paths, env, file, cwd = process.cwd(), print, note } = request
  if (request.rule !== undefined && request.explain === undefined)
    throw new Problem('USAGE', '--rule', 'it goes with --explain')
  const checked: Checked = {
    problems: [],
    lints: [],
    outcomes: [],
    untested: [],
    explained: [],
    asked: request.explain === undefined ? null : { test: request.explain, rule: request.rule },
    files: 0,
  }
  const configured =
    paths.length === 0 || file !== undefined ? checkConfig(file, env, cwd, checked) : null
  if (paths.length === 0 && configured !== null)
    checkRules(configured, ruleFolders(configured.rules), configured.rules, checked)
  const settings = configured ?? settingsHere(env, cwd)
  for (const path of paths) checkPath(path, settings, env, cwd, checked)
  if (checked.asked !== null && checked.explained.length === 0) nothingAsked(checked, checked.asked)
  const lines = [
    ...checked.problems.map(String),
    ...checked.lints.map(({ place, message }) => `${place}: warning: ${message}`),
    ...checked.outcomes.flatMap(({ place, name, failures }) =>
      failures.map((failure) => `${place}: test "${name}": ${failure}`),
    ),
  ]
  for (const line of new Set(lines.map((one) => hereIn(cwd, one)))) print(line)
  for (const line of checked.explained) print(line.replaceAll(`${cwd}${sep}`, ''))
  for (const line of notesOn(checked)) note(line)
  request.junit?.(junitOf(checked.problems, checked.outcomes))
  if (checked.problems.length > 0) return 2
  return checked.outcomes.some(({ failures }) => failures.length > 0) ? 1 : 0
}

/** Places in the working directory are shown from there. */
function hereIn(cwd: string, line: string): string {
  return line.startsWith(`${cwd}${sep}`) ? line.slice(cwd.length + 1) : line
}

function notesOn({ problems, lints, outcomes, untested, files }: Checked): readonly string[] {
  const complaints = new Set(problems.map(String)).size
  const failed = outcomes.filter(({ failures }) => failures.length > 0).length
  const said = [
    counted(files, 'file') + ' checked',
    complaints === 0 ? 'nothing to complain about' : counted(complaints, 'complaint'),
    ...(lints.length === 0 ? [] : [counted(lints.length, 'warning')]),
    ...(outcomes.length === 0
      ? []
      : [`${counted(outcomes.length, 'test')} of rules, ${failed === 0 ? 'none' : failed} failed`]),
  ]
  const named = untested.slice(0, UNTESTED_MAX).join(', ')
  const more = untested.length > UNTESTED_MAX ? ', …' : ''
  return [
    said.join(', '),
    ...(untested.length === 0
      ? []
      : [`${counted(untested.length, 'file')} of rules without a test: ${named}${more}`]),
  ]
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

/** What the paths are judged by: the configuration here where it is sound, else none. */
function settingsHere(env: NodeJS.ProcessEnv, cwd: string): Settings {
  try {
    return loadSettings({ env, cwd })
  } catch (error) {
    if (!(error instanceof Complaints)) throw error
    return defaultSettings()
  }
}

function checkPath(
  path: string,
  settings: Settings,
  env: NodeJS.ProcessEnv,
  cwd: string,
  checked: Checked,
): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) {
    checked.problems.push(new Problem('USAGE', path, 'there is no such file or folder'))
  } else if (stats.isDirectory()) {
    const config = join(path, CONFIG_FILE)
    const own =
      statSync(config, { throwIfNoEntry: false })?.isFile() === true
        ? checkConfig(config, env, cwd, checked)
        : null
    checkRules(own ?? settings, foldersWith(path, settings), [path], checked)
  } else if (path.endsWith('.cedar')) {
    checked.files++
    checked.problems.push(...loadPolicies([path]).problems)
  } else if (isOfRules(path)) {
    const tests = testsBeside(path).filter((one) => existsSync(one))
    checkRules(settings, foldersWith(dirname(path), settings), [path, ...tests], checked)
  } else {
    checkConfig(path, env, cwd, checked)
  }
}

/** The folders at work, with this one among them: rules refer to one another, and to the mappings that come with Ambit. */
function foldersWith(folder: string, { rules }: Settings): readonly string[] {
  const folders = ruleFolders(rules).filter((one) => existsSync(one))
  return folders.some((one) => lies(folder, [one]))
    ? folders
    : [...folders.filter((one) => !lies(one, [folder])), folder]
}

/** Whether a file or folder is one of these, or in one of them. */
function lies(path: string, within: readonly string[]): boolean {
  const real = realOf(path)
  return within.some((one) => real === realOf(one) || real.startsWith(`${realOf(one)}${sep}`))
}

function realOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path)
}

/** The configuration, checked; null where it is wrong. */
function checkConfig(
  file: string | undefined,
  env: NodeJS.ProcessEnv,
  cwd: string,
  checked: Checked,
): Settings | null {
  checked.files++
  try {
    const settings = loadSettings({ file, env, cwd })
    for (const [domain, bundle] of Object.entries(settings.spiffe.bundles))
      checkBundle(domain, bundle, checked)
    return settings
  } catch (error) {
    if (!(error instanceof Complaints)) throw error
    checked.problems.push(...error.problems)
    return null
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

/** All rules of the folders together, as they run together; told is what is wrong in `scope`, and its tests are run. */
function checkRules(
  settings: Settings,
  folders: readonly string[],
  scope: readonly string[],
  checked: Checked,
): void {
  const loaded = loadRules(folders, settings.placeholders)
  const policies = loadPolicies(folders)
  const problems = [...loaded.problems, ...policies.problems]
  const within = problems.filter(({ place }) => lies(fileOf(place), scope))
  checked.lints.push(...loaded.lints.filter(({ place }) => lies(fileOf(place), scope)))
  const files = folders
    .flatMap((folder) => [...filesIn(folder, [])])
    .filter(({ path }) => lies(path, scope))
  // What is wrong elsewhere is told where it is all that keeps tests from running
  const stopped = within.length === 0 && files.some(({ role }) => role === 'test')
  checked.problems.push(...(stopped ? problems : within))
  checked.files += files.length + loadPolicies(scope.filter(isFolder)).files
  if (problems.length === 0) checkTests(settings, loaded, files, checked)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function fileOf(place: string): string {
  return place.replace(/:\d+:\d+$/, '')
}

function checkTests(
  settings: Settings,
  loaded: LoadedRules,
  files: readonly RuleFile[],
  checked: Checked,
): void {
  const { detections, correlations } = loaded.set
  const knowledge = knowledgeOf(loaded)
  const byFile = new Map<string, SigmaRule[]>()
  for (const rule of [...detections, ...correlations]) {
    const file = fileOf(rule.place)
    byFile.set(file, [...(byFile.get(file) ?? []), rule])
  }
  const tests = new Set(files.flatMap(({ path, role }) => (role === 'test' ? [path] : [])))
  for (const { path, name, role } of files) {
    if (role === 'rules' && byFile.has(path) && !testsBeside(path).some((one) => tests.has(one)))
      checked.untested.push(name)
    if (role !== 'test') continue
    const rules = rulesBeside(path).flatMap((file) => byFile.get(file) ?? [])
    if (rules.length === 0) {
      const sentence = 'it tests nothing: there is no file of rules beside it under its name'
      checked.problems.push(new Problem('RULE_INVALID', path, sentence))
      continue
    }
    const set = relatedTo(rules, loaded.set)
    const atWork = createRulesAtWork(set)
    const { outcomes, problems } = runRuleTests(path, rules, settings, {
      ...knowledge,
      rules: atWork,
    })
    checked.outcomes.push(...outcomes)
    checked.problems.push(...problems)
    explain(outcomes, rules, { set, atWork }, checked)
  }
}

/** Of each test of the name that was asked for. */
function explain(
  outcomes: readonly TestOutcome[],
  rules: readonly SigmaRule[],
  loaded: Pick<LoadedRules, 'set' | 'atWork'>,
  { asked, explained }: Checked,
): void {
  for (const outcome of outcomes) {
    if (asked === null || outcome.name !== asked.test) continue
    const { set } = loaded
    const only = asked.rule === undefined ? null : ruleNamed(set, asked.rule).id
    explained.push(...explainTest(outcome, rules, loaded, only))
  }
}

function nothingAsked({ outcomes, problems }: Checked, { test }: { readonly test: string }): void {
  const names = [...new Set(outcomes.map(({ name }) => name))]
  const sentence = `there is no test "${test}"${didYouMean(test, names)}`
  problems.push(new Problem('USAGE', '--explain', sentence))
}

function testsBeside(rules: string): readonly string[] {
  const stem = rules.replace(/\.ya?ml$/, '')
  return [`${stem}.test.yml`, `${stem}.test.yaml`]
}

function rulesBeside(test: string): readonly string[] {
  const stem = test.replace(/\.test\.ya?ml$/, '')
  return [`${stem}.yml`, `${stem}.yaml`]
}

/** Whether a file says by its name or its keys that it belongs to rules, and is no configuration. */
function isOfRules(file: string): boolean {
  const role = roleOf(resolve(file))
  if (role !== 'rules') return role !== null
  try {
    const parsed = parseAllDocuments(readFileSync(file, 'utf8'), { lineCounter: new LineCounter() })
    const top = [...(parsed as unknown as Iterable<Document>)]
      .map(({ contents }) => contents)
      .find((contents) => isMap(contents))
    const keys = ['detection', 'correlation', 'filter', 'logsource']
    return isMap(top) && keys.some((key) => top.has(key))
  } catch {
    return false
  }
}
