// Rules as their authors write them, in files of a folder, and what the whole engine finds by them in events.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createAdmit } from '../../src/admit/admit.js'
import { createGraph } from '../../src/bind/graph.js'
import { defaultSettings } from '../../src/cli/config.js'
import { knowledgeOf, loadRules, type LoadedRules, shippedRules } from '../../src/cli/rules.js'
import { createEngine } from '../../src/engine.js'
import { Problem } from '../../src/model/problem.js'

export type Placeholders = Readonly<Record<string, readonly string[]>>

/** Loads the files beside the shipped rules; what it tells is told from the folder on. */
export function load(
  files: Readonly<Record<string, string>>,
  placeholders: Placeholders = {},
): LoadedRules & { readonly told: readonly string[]; readonly warned: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-sigma-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    const loaded = loadRules([shippedRules(), folder], placeholders)
    const own = (problems: readonly Problem[]): readonly string[] =>
      problems
        .filter(({ place }) => place.startsWith(folder))
        .map((problem) => String(problem).replaceAll(`${folder}/`, ''))
    return { ...loaded, told: own(loaded.problems), warned: own(loaded.lints) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const settings = { ...defaultSettings(), budget: null, decisions: 'none' as const }

/** Titles of the rules of the files that find something in each event, in the order of the events. */
export function found(
  loaded: LoadedRules & { readonly told: readonly string[] },
  events: readonly Readonly<Record<string, unknown>>[],
): readonly (readonly string[])[] {
  if (loaded.told.length > 0) throw new Error(loaded.told.join('\n'))
  const engine = createEngine(settings, knowledgeOf(loaded), createGraph({ credentials: 1_000 }))
  const admit = createAdmit({ limits: settings.limits })
  return events.map((event, i) => {
    const titles: string[] = []
    const line = JSON.stringify({
      id: `e${i}`,
      time: Date.UTC(2026, 0, 1) + i,
      type: 'resource.accessed',
      agent: { id: `a${i}` },
      ...event,
    })
    const admitted = admit.admitLine(line, { topic: 't', partition: 0, offset: String(i) })
    if (admitted instanceof Problem || 'answer' in admitted) throw new Error(String(admitted))
    engine.step(admitted, {
      joined() {},
      decision() {},
      command() {},
      finding({ activity, cause: { rule } }) {
        if (activity === 'create' && rule !== undefined) titles.push(rule.title)
      },
    })
    return titles
  })
}

/** Which of the events a detection fits, `1` or `0` for each; `detection` is the YAML below that key, indented by two. */
export function fits(
  detection: string,
  events: readonly Readonly<Record<string, unknown>>[],
  placeholders: Placeholders = {},
): string {
  const lines = detection.replace(/^\n+|\s+$/g, '').split('\n')
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)),
  )
  const body = lines.map((line) => `  ${line.slice(indent)}`).join('\n')
  const rule = `title: tried\nid: tried\nlogsource: { product: ambit }\ndetection:\n${body}\n`
  return found(load({ 'rule.yml': rule }, placeholders), events)
    .map((titles) => (titles.includes('tried') ? '1' : '0'))
    .join('')
}
