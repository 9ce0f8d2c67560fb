// The policies of the rule folders: every *.cedar file, checked against the shipped schema, all or nothing.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createPolicies, type Policies, type PolicyFile } from '../authorize/policies.js'
import { Problem } from '../model/problem.js'
import { Complaints } from './config.js'
import { ruleFolders, shippedRules } from './rules.js'
import { RULE_BYTES_MAX } from './rules-documents.js'

const SCHEMA = 'policies/ambit.cedarschema'

export interface LoadedPolicies {
  readonly policies: Policies | null
  readonly problems: readonly Problem[]
  readonly files: number
}

/** Folders in their order: a policy of a later one takes the place of one with the same `@id`. */
export function loadPolicies(folders: readonly string[]): LoadedPolicies {
  const problems: Problem[] = []
  const read = (file: string): PolicyFile => {
    if (statSync(file).size <= RULE_BYTES_MAX) return { file, text: readFileSync(file, 'utf8') }
    problems.push(new Problem('RULE_INVALID', file, `larger than ${RULE_BYTES_MAX} bytes`))
    return { file, text: '' }
  }
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap(cedarFiles)
    .map(read)
  const loaded = createPolicies(read(join(shippedRules(), SCHEMA)), files)
  const all = [...problems, ...loaded.problems]
  return {
    policies: all.length === 0 ? loaded.policies : null,
    problems: all,
    files: files.length,
  }
}

/** Throws `Complaints` with all that is wrong in them. */
export function policiesAtWork(rules: readonly string[]): Policies {
  const { policies, problems } = loadPolicies(ruleFolders(rules))
  if (policies === null) throw new Complaints(problems)
  return policies
}

/** Hidden folders and installed packages are left alone. A single file may stand for a folder. */
function cedarFiles(folder: string): string[] {
  if (statSync(folder).isFile()) return [folder]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.cedar'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[/\\](node_modules|\.[^/\\]+)[/\\]/.test(path.slice(folder.length)))
    .sort()
}
