// Tests of rules: events in time from `<name>.test.yml`, run through the whole engine, and what has to come of them.
import { readFileSync } from 'node:fs'
import { type Document, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { createAdmit } from '../admit/admit.js'
import { createDuplicates } from '../admit/duplicates.js'
import { createGraph } from '../bind/graph.js'
import { createEngine, type Engine, type Knowledge } from '../engine.js'
import type { Joined } from '../model/joined.js'
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'
import type { FindingRecord } from '../respond/records.js'
import { ENDLESS, endlessAlias } from './config-alias.js'
import { complaintsOf, createPlaces, type Form } from './config-complaint.js'

/** A rule that a test may speak of: by its name, its id or its title. */
export interface TestedRule {
  readonly id: string
  readonly name: string
  readonly title: string
}

/** How one test went. */
export interface TestOutcome {
  readonly file: string
  readonly name: string
  /** `file:line:column` of the test */
  readonly place: string
  /** what did not come as it should, in sentences; none: it passed */
  readonly failures: readonly string[]
  /** ids of the rules that found what they should not, or nothing where they should */
  readonly wrong: readonly string[]
  /** plays it once more, watched */
  again(watching: Watching): void
}

/** Told of what happens in a test, in the order of arrival. */
export interface Watching {
  /** an event is about to be stepped */
  arrives(id: string, engine: Engine): void
  joined(joined: Joined): void
  finding(finding: FindingRecord): void
  /** it was stepped, with all that came of it */
  settle(): void
}

export interface RuleTests {
  readonly outcomes: readonly TestOutcome[]
  /** what is wrong with the file itself */
  readonly problems: readonly Problem[]
}

/** The virtual clock of a test starts here. */
const START_MS = Date.UTC(2026, 0, 1)
const TIMES_MAX = 10_000

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 }
const span = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, 'a time is a number with ms, s, m, h or d, as in 90s')
  .transform((text) => {
    const [, number, unit] = /^([\d.]+)(\D+)$/.exec(text) as unknown as [string, string, string]
    return Number(number) * (UNITS[unit] as number)
  })

const advance = z.strictObject({ advance: span })
const event = z.looseObject({
  at: span,
  type: z.string(),
  /** how long after its time it arrives */
  late: span.optional(),
  /** how far the clock of its source is ahead */
  skew: span.optional(),
  /** how often it arrives with the same id */
  arrives: z.int().min(1).max(10).optional(),
  /** that many events, `every` so far apart; `{n}` in their texts is their number, from 0 */
  times: z.int().min(1).max(TIMES_MAX).optional(),
  every: span.optional(),
})

/** An event with its time from the start of the test, or the clock that moves on without one. */
const step = z.unknown().transform((said, { issues }) => {
  const clock = typeof said === 'object' && said !== null && 'advance' in said
  const read = (clock ? advance : event).safeParse(said)
  if (read.success) return read.data
  issues.push(...read.error.issues.map((issue) => ({ ...issue, input: said }) as never))
  return z.NEVER
})

const testFile = z.array(
  z.strictObject({
    name: z.string().min(1),
    events: z.array(step).min(1),
    /** the rules of the file beside that must find something; the others of that file must not */
    finds: z.array(z.string()),
    /** the commands that stand in the end: `revoke task T1` */
    commands: z.array(z.string()).optional(),
  }),
)
type RuleTest = z.infer<typeof testFile>[number]

const FORM: Form = {
  code: 'RULE_INVALID',
  whole: 'the tests',
  keysAt: (path) => (path.length === 1 ? ['name', 'events', 'finds', 'commands'] : ['advance']),
}

function valueOf(document: Document): unknown {
  if (endlessAlias(document) !== null) return new Problem('RULE_INVALID', '', ENDLESS)
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown
  } catch (error) {
    return new Problem('RULE_INVALID', '', (error as Error).message)
  }
}

/** Runs the tests of one file. `rules` are those of the file beside it. Never throws for what a file says. */
export function runRuleTests(
  file: string,
  rules: readonly TestedRule[],
  settings: Settings,
  knowledge: Knowledge,
): RuleTests {
  const lines = new LineCounter()
  const text = readFileSync(file, 'utf8')
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const placeOf = (path: readonly PropertyKey[]): string => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as Node | undefined
      if (node?.range != null) return placeAt(node.range[0])
    }
    return file
  }
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      ({ pos, message }) => new Problem('RULE_INVALID', placeAt(pos[0]), message),
    )
    return { outcomes: [], problems }
  }
  const told = valueOf(document)
  if (told instanceof Problem)
    return { outcomes: [], problems: [new Problem('RULE_INVALID', placeAt(0), told.message)] }
  const read = testFile.safeParse(told)
  if (!read.success) {
    const places = createPlaces(file, document, lines, new Map())
    return { outcomes: [], problems: complaintsOf(read.error.issues, told, places, FORM) }
  }
  const problems: Problem[] = []
  const outcomes = read.data.map((test, i): TestOutcome => {
    for (const [at, named] of test.finds.entries())
      if (ruleNamed(rules, named) === undefined)
        problems.push(
          new Problem(
            'RULE_INVALID',
            placeOf([i, 'finds', at]),
            `there is no rule "${named}" in the file beside`,
          ),
        )
    return {
      file,
      name: test.name,
      place: placeOf([i]),
      ...run(test, rules, settings, knowledge),
      again: (watching) => void play(test, settings, knowledge, watching),
    }
  })
  return { outcomes, problems }
}

function ruleNamed(rules: readonly TestedRule[], named: string): TestedRule | undefined {
  return rules.find(({ id, name, title }) => named === name || named === id || named === title)
}

function run(
  test: RuleTest,
  rules: readonly TestedRule[],
  settings: Settings,
  knowledge: Knowledge,
): Pick<TestOutcome, 'failures' | 'wrong'> {
  const { found, commands, refused } = play(test, settings, knowledge)
  const failures = [...refused]
  const wrong: string[] = []
  for (const rule of rules) {
    const wanted = test.finds.some((named) => ruleNamed([rule], named) !== undefined)
    const shown = rule.name || rule.title
    if (wanted && !found.has(rule.id)) failures.push(`${shown} found nothing`)
    if (!wanted && found.has(rule.id)) failures.push(`${shown} found something`)
    if (wanted !== found.has(rule.id)) wrong.push(rule.id)
  }
  if (test.commands !== undefined) {
    const wanted = [...test.commands].sort().join(', ')
    const there = [...commands].sort().join(', ')
    if (wanted !== there)
      failures.push(`commands were ${there || 'none'}, and should be ${wanted || 'none'}`)
  }
  return { failures, wrong }
}

interface Arrival {
  readonly arrivesMs: number
  readonly id: string
  /** null: only the clock moves on */
  readonly line: string | null
}

/** Every event through its real encoding, in the order of arrival. */
function play(
  test: RuleTest,
  settings: Settings,
  knowledge: Knowledge,
  watching: Watching | null = null,
) {
  const engine = createEngine(
    // What a rule leads to is looked at, not who carries it out.
    { ...settings, decisions: 'none', confirmation: null },
    knowledge,
    createGraph({ credentials: settings.limits.credentials }),
  )
  const admit = createAdmit({ limits: settings.limits })
  const duplicates = createDuplicates({ capacity: 4_096, drained: false })
  const open = new Map<string, string>()
  const commands = new Map<string, string>()
  const refused: string[] = []
  const sink: Parameters<Engine['step']>[1] = {
    joined: (joined) => watching?.joined(joined),
    decision() {},
    command(command) {
      const id = command[`${command.scope}_id`]
      if (command.undoes !== null) commands.delete(command.undoes)
      else commands.set(command.id, `${command.type} ${command.scope} ${id}`)
    },
    finding(finding) {
      watching?.finding(finding)
      if (finding.activity === 'close') open.delete(finding.id)
      else open.set(finding.id, finding.rule)
    },
  }
  for (const [offset, { id, line, arrivesMs }] of arrivalsOf(test).entries()) {
    if (line === null) {
      engine.advance(arrivesMs, sink)
      continue
    }
    const origin = { topic: 'test', partition: 0, offset: String(offset) }
    const admitted = admit.admitLine(line, origin)
    if (admitted instanceof Problem) refused.push(`an event is refused: ${admitted.message}`)
    else if (!('answer' in admitted) && !duplicates.seen(0, admitted.event.id)) {
      watching?.arrives(id, engine)
      engine.step(admitted, sink)
      watching?.settle()
    }
  }
  return { found: new Set(open.values()), commands: [...commands.values()], refused }
}

function arrivalsOf({ events }: RuleTest): Arrival[] {
  const arrivals: Arrival[] = []
  let n = 0
  let clockMs = START_MS
  for (const one of events) {
    if ('advance' in one) {
      clockMs =
        Math.max(clockMs, ...arrivals.map(({ arrivesMs }) => arrivesMs)) + (one.advance as number)
      arrivals.push({ arrivesMs: clockMs, id: '', line: null })
      continue
    }
    const { at, late = 0, skew = 0, arrives = 1, times = 1, every = 1_000, ...event } = one
    for (let i = 0; i < times; i++) {
      const timeMs = START_MS + at + i * every
      const said = { id: `e${++n}`, ...event, time: timeMs + skew }
      const line = JSON.stringify(said).replaceAll('{n}', String(i))
      const id = String(said.id).replaceAll('{n}', String(i))
      for (let k = 0; k < arrives; k++) arrivals.push({ arrivesMs: timeMs + late, id, line })
    }
  }
  // A sort is stable: what arrives at the same time comes in the order of the file.
  return arrivals.sort((a, b) => a.arrivesMs - b.arrivesMs)
}
