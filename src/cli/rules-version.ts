// Which rules decide: one digest over the rule folders, the policies and the settings that matter, for the signed checkpoints.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { canonicalJson } from '../audit/canonical.js'
import { sha256 } from '../audit/link.js'
import type { RulesVersion } from '../model/finding.js'
import type { Settings } from '../model/settings.js'
import { ruleFolders } from './rules.js'
import { VERSION } from './version.js'

/** What decides is written in these; tests of rules and readmes are not. */
const DECIDES = /(?<!\.test)\.(ya?ml|cedar|cedarschema)$/

/** The same for the same program, files and settings, on any machine: names count from their folder on. */
export function rulesVersion(settings: Settings): RulesVersion {
  const files = ruleFolders(settings.rules).flatMap((folder, at) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && DECIDES.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [
        `${at}/${relative(folder, path).split(sep).join('/')}`,
        sha256(readFileSync(path, 'utf8')),
      ]),
  )
  const { mode, latenessMs, graceMs, propagationMs, skewMs, approval, confirmation } = settings
  const { budget, decisions, limits, proxies, placeholders } = settings
  const said = { mode, latenessMs, graceMs, propagationMs, skewMs, approval, confirmation }
  const { suspensionMs, silenceMs, accumulationMs, baseline } = settings
  const rest = { budget, decisions, limits, proxies, placeholders }
  const patience = { suspensionMs, silenceMs, accumulationMs, baseline }
  return {
    program: VERSION,
    digest: sha256(canonicalJson([VERSION, files, { ...said, ...rest, ...patience }])),
  }
}
