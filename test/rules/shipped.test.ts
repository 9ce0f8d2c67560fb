// The rules that come with Ambit: all checks and tests of theirs, what each of them says of itself, and whether their tests would notice a change.
import { describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { check } from '../../src/cli/check.js'
import { runRuleTests } from '../../src/cli/check-tests.js'
import { defaultSettings } from '../../src/cli/config.js'
import { knowledgeOf, loadRules, shippedRules } from '../../src/cli/rules.js'
import { filesIn } from '../../src/cli/rules-documents.js'
import { createRulesAtWork } from '../../src/sigma/at-work.js'
import type { SigmaRule } from '../../src/sigma/rule.js'
import { type Mutant, mutantsOf } from './mutate.js'

const folder = shippedRules()
const loaded = loadRules([folder])
const knowledge = knowledgeOf(loaded)
const fileOf = ({ place }: Pick<SigmaRule, 'place'>): string => place.replace(/:\d+:\d+$/, '')
const all: readonly SigmaRule[] = [...loaded.set.detections, ...loaded.set.correlations]
/** Those that give findings say how grave they are; the others are parts of correlations. */
const finding = all.filter(({ level }) => level !== null)

interface Said {
  readonly name: string
  readonly finds: readonly string[]
}
const testsOf = (file: string): readonly Said[] =>
  parse(readFileSync(file.replace(/\.yml$/, '.test.yml'), 'utf8')) as readonly Said[]

test('the shipped rules have no complaint, no warning, and no test that fails', () => {
  const lines: string[] = []
  const notes: string[] = []
  const code = check({
    paths: [folder],
    env: {},
    cwd: folder,
    print: (line) => lines.push(line),
    note: (line) => notes.push(line),
  })
  expect([code, lines]).toEqual([0, []])
  expect(notes).toEqual([
    expect.stringMatching(/nothing to complain about, \d{3} tests of rules, none failed$/),
  ])
}, 300_000)

describe('each shipped rule that gives findings', () => {
  test('there are more than forty of them, over single events and over every type of correlation', () => {
    expect(finding.length).toBeGreaterThan(40)
    const types = new Set(all.map((rule) => ('type' in rule ? rule.type : rule.kind)))
    expect([...types].sort()).toEqual([
      'detection',
      'event_count',
      'temporal',
      'temporal_ordered',
      'value_avg',
      'value_count',
      'value_percentile',
      'value_sum',
    ])
  })

  test('stands for itself: parts of correlations that have no level give no findings', () => {
    const parts = all.filter(({ level }) => level === null).map(({ id }) => id)
    expect(parts.filter((id) => knowledge.rules?.alone.has(id) === true)).toEqual([])
    const named = new Set(loaded.set.correlations.flatMap(({ rules }) => rules.map(({ id }) => id)))
    expect(parts.filter((id) => !named.has(id))).toEqual([])
    expect(finding.filter(({ id }) => named.has(id)).map(({ name }) => name)).toEqual([])
  })

  test('has an id and a name of its own, and says what it finds and what it does not see', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    const wrong = finding.flatMap(({ name, ownId, description, falsepositives, status }) =>
      ownId &&
      /^[a-z][a-z_]+$/.test(name) &&
      /not see|sees nothing/.test(description) &&
      falsepositives.length > 0 &&
      status === 'stable'
        ? []
        : [name],
    )
    expect(wrong).toEqual([])
  })

  test('is tagged with ids of OWASP, MITRE, NIST and MAESTRO that there are', () => {
    const known: readonly (readonly [string, RegExp])[] = [
      ['owasp-asi', /^owasp-asi\.asi(0[1-9]|10)$/],
      ['owasp-nhi', /^owasp-nhi\.nhi([1-9]|10)$/],
      ['attack', /^attack\.t1\d{3}(\.\d{3})?$/],
      ['atlas', /^atlas\.aml\.t0\d{3}(\.\d{3})?$/],
      ['nist-csf', /^nist-csf\.(gv|id|pr|de|rs|rc)\.[a-z]{2}-\d\d$/],
      ['nist-ai-rmf', /^nist-ai-rmf\.(govern|map|measure|manage)-\d\.\d+$/],
      ['maestro', /^maestro\.l[1-7]$/],
    ]
    const missing = finding.flatMap(({ name, tags }) =>
      known.flatMap(([space, form]) =>
        tags.some((tag) => form.test(tag)) ? [] : [`${name}: ${space}`],
      ),
    )
    const strange = finding.flatMap(({ name, tags }) =>
      tags
        .filter((tag) => !known.some(([, form]) => form.test(tag)))
        .map((tag) => `${name}: ${tag}`),
    )
    expect([missing, strange]).toEqual([[], []])
  })

  test('observes, but for the few that nothing else answers', () => {
    const answers = finding.filter(({ reaction }) => reaction.response !== 'observe')
    expect(answers.map(({ name, reaction }) => `${name} ${reaction.response}`).sort()).toEqual([
      'destructive_statement escalate',
      'outside_change_window escalate',
      'rights_statement escalate',
    ])
  })

  test('has a test in which it finds something, and others in which it comes near and finds nothing', () => {
    const few = finding.flatMap((rule) => {
      const tests = testsOf(fileOf(rule))
      const hits = tests.filter(({ finds }) => finds.includes(rule.name))
      return hits.length >= 1 && tests.length - hits.length >= 2 ? [] : [rule.name]
    })
    expect(few).toEqual([])
  })
})

test('the map of what the rules cover is in step with them', () => {
  const script = join(dirname(fileURLToPath(import.meta.url)), '../../.ci/generate-coverage.mjs')
  expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow()
})

// --- Would the tests notice? ---

const SEED = Number(process.env['SEED'] ?? 20_261_126)
const SAMPLES = process.env['MUTANTS'] === 'all' ? Infinity : 48

/** Whether a test of the file, or the reader, takes exception to the mutant. */
function noticed(file: string, { text }: Mutant): boolean {
  const place = mkdtempSync(join(tmpdir(), 'ambit-mutant-'))
  try {
    const changed = join(place, basename(file))
    writeFileSync(changed, text)
    const { set, problems } = loadRules([place])
    if (problems.length > 0) return true
    const rules = [...set.detections, ...set.correlations]
    const { outcomes } = runRuleTests(
      file.replace(/\.yml$/, '.test.yml'),
      rules,
      defaultSettings(),
      {
        ...knowledge,
        rules: createRulesAtWork(set),
      },
    )
    return outcomes.some(({ failures }) => failures.length > 0)
  } finally {
    rmSync(place, { recursive: true })
  }
}

/** Numbers that come again with their seed (Park and Miller). */
function draw(seed: number): () => number {
  let state = seed % 2_147_483_647
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

test('a threshold that is moved, a field that is read nowhere or a group that is left out makes a test fail', () => {
  const mutants = filesIn(folder, [])
    .filter(({ path, role }) => role === 'rules' && finding.some((rule) => fileOf(rule) === path))
    .flatMap(({ path }) => mutantsOf(path).map((mutant) => ({ path, mutant })))
  expect(mutants.length).toBeGreaterThan(300)
  const random = draw(SEED)
  const sample =
    SAMPLES >= mutants.length
      ? mutants
      : Array.from({ length: SAMPLES }, () => mutants[Math.floor(random() * mutants.length)]!)
  const survived = sample
    .filter(({ path, mutant }) => !noticed(path, mutant))
    .map(({ path, mutant }) => `${relative(folder, path)} ${mutant.says}`)
  expect([SEED, survived]).toEqual([SEED, []])
}, 900_000)
