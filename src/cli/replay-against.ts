// `ambit replay --against`: two rule sets over the same history, and what one decides otherwise than the other.
import type { Settings } from '../model/settings.js'
import { Problem } from '../model/problem.js'
import { isOfRule, type RulesVersion } from '../model/finding.js'
import type { Command } from '../model/wire.js'
import { ocsfFinding } from '../feed/ocsf.js'
import type { FindingRecord } from '../respond/records.js'
import { loadSettings } from './config.js'
import {
  checkUsage,
  createRun,
  loadKnowledge,
  readFiles,
  type Line,
  type ReplayIo,
  type ReplayRequest,
  type RunOutput,
} from './replay.js'
import { rulesVersion } from './rules-version.js'
import { createSummary } from './summary.js'

const WHAT = ['finding', 'command', 'approval'] as const
type What = (typeof WHAT)[number]

/** Something that stands in the end under one of the rule sets. */
interface Difference {
  readonly what: What
  readonly timeMs: number
  readonly text: string
  readonly record: unknown
  /** above 0: only under `--rules`; below: only under `--against` */
  balance: number
}

/** Differences that are kept; what comes beyond is counted. */
export const DIFFERENCES_MAX = 100_000

/**
 * Both rule sets read each line, one after the other, in engines of their own: nothing is written anywhere but to
 * `io`. Resolves to the exit code of a replay; that there are differences is no failure.
 */
export async function replayAgainst(request: ReplayRequest, io: ReplayIo): Promise<0 | 1> {
  if (request.only !== undefined || request.summary === true || request.explain !== undefined)
    throw new Problem('USAGE', '--against', 'it goes with none of --only, --summary and --explain')
  const load = (rules: string | undefined): Settings =>
    loadSettings({
      file: request.config,
      env: io.env,
      ...(rules === undefined ? {} : { overrides: { rules: [rules] } }),
    })
  const tried = load(request.rules)
  const before = load(request.against)
  checkUsage(request, tried)
  const knowledge = [loadKnowledge(tried), loadKnowledge(before)] as const
  const differences = createDifferences()
  const [runTried, summary] = runOf(
    tried,
    knowledge[0],
    differences.side(1, rulesVersion(tried)),
    io,
  )
  const [runBefore] = runOf(
    before,
    knowledge[1],
    differences.side(-1, rulesVersion(before)),
    io,
    true,
  )
  const broken = await readFiles(request.files, io, (text, file, lineNumber) => {
    runTried(text, file, lineNumber)
    runBefore(text, file, lineNumber)
  })
  const names = [request.rules ?? 'the configured rules', request.against ?? ''] as const
  await io.write(request.json === true ? differences.lines() : differences.table(...names))
  if (differences.dropped > 0)
    io.complain(`${differences.dropped} changes beyond ${DIFFERENCES_MAX} are not told`)
  return summary.refused > 0 || broken > 0 ? 1 : 0
}

function runOf(
  settings: Settings,
  knowledge: ReturnType<typeof loadKnowledge>,
  output: RunOutput,
  io: ReplayIo,
  silent = false,
): [Line, ReturnType<typeof createSummary>] {
  const summary = createSummary()
  const run = createRun(settings, knowledge, output, summary, (place, problem) => {
    // A line that is refused is refused by both
    if (!silent) io.complain(`${place}: ${problem.message} [${problem.code}]`)
  })
  return [run, summary]
}

export interface Differences {
  /** where the records of one rule set go; `by` is that set */
  side(sign: 1 | -1, by: RulesVersion): RunOutput
  readonly dropped: number
  /** for a person */
  table(tried: string, before: string): string
  /** each difference as a line of JSON */
  lines(): string
}

/** What both come to cancels out, so that only differences are kept. */
export function createDifferences(): Differences {
  const open = new Map<string, Difference>()
  let dropped = 0

  function put(key: string, balance: number, made: () => Omit<Difference, 'balance'>): void {
    const there = open.get(key)
    if (there === undefined) {
      if (open.size >= DIFFERENCES_MAX) dropped++
      else open.set(key, { ...made(), balance })
      return
    }
    there.balance += balance
    if (there.balance === 0) open.delete(key)
  }

  /**
   * What is taken back is known by its id alone: so what stands is kept under it, with what it was about. The same rule in
   * the same task has one id, whichever event it fired on: of two that fired on different ones one is gained and one lost.
   */
  const standing = { '1': new Map<string, string>(), '-1': new Map<string, string>() }
  function stand(id: string, sign: 1 | -1, key: string, made: () => Omit<Difference, 'balance'>) {
    const own = standing[sign]
    // Said again, it is the same
    if (own.has(id)) return
    if (own.size >= DIFFERENCES_MAX) own.delete(own.keys().next().value as string)
    own.set(id, key)
    put(key, sign, made)
  }
  function fall(id: string, sign: 1 | -1, made: () => Omit<Difference, 'balance'>): void {
    const key = standing[sign].get(id)
    standing[sign].delete(id)
    if (key !== undefined) put(key, -sign, made)
  }

  function finding(record: FindingRecord, sign: 1 | -1, by: RulesVersion): void {
    const { id, mode, activity, cause } = record
    if (activity === 'update') return
    const made = () => findingOf(record, by)
    if (activity === 'close') fall(`f|${id}`, sign, made)
    else stand(`f|${id}`, sign, `f|${id}|${mode}|${cause.eventId}`, made)
  }

  function command(said: Command, sign: 1 | -1): void {
    const { id, type, scope, mode, time } = said
    const made = () => commandOf(said)
    if (said.undoes !== null) fall(`c|${said.undoes}`, sign, made)
    else stand(`c|${id}`, sign, `c|${id}|${type}|${scope}|${mode}|${time}`, made)
  }

  const sorted = (): readonly Difference[] =>
    [...open.values()].sort(
      (a, b) =>
        WHAT.indexOf(a.what) - WHAT.indexOf(b.what) ||
        a.timeMs - b.timeMs ||
        (a.text < b.text ? -1 : Number(a.text > b.text)),
    )
  return {
    get dropped() {
      return dropped
    },
    side: (sign, by) => ({
      wants: () => false,
      deadLetter() {},
      sink: {
        joined() {},
        decision() {},
        command: (said) => command(said, sign),
        finding: (record) => finding(record, sign, by),
      },
    }),
    table: (tried, before) => tableOf(sorted(), tried, before),
    lines: () =>
      sorted()
        .map(({ what, balance, record }) => {
          const change = balance > 0 ? 'gained' : 'lost'
          return `${JSON.stringify({ change, what, record })}\n`
        })
        .join(''),
  }
}

function findingOf(record: FindingRecord, by: RulesVersion): Omit<Difference, 'balance'> {
  const { cause, rule, identity, mode } = record
  const of = isOfRule(cause.row)
  const title = of ? `${cause.rule?.title ?? ''} (${rule})` : rule
  // A finding whose rule asks for another response is another finding: the line says why
  const response = of ? `  ${cause.row.slice('rule.'.length)}` : ''
  return {
    what: 'finding',
    timeMs: cause.timeMs,
    text: `${title}  ${identity}  event ${cause.eventId}${response}${shadowOf(mode)}`,
    record: ocsfFinding(record, by),
  }
}

function commandOf(command: Command): Omit<Difference, 'balance'> {
  const { type, scope, time, rules, mode } = command
  return {
    what: type === 'escalate' ? 'approval' : 'command',
    timeMs: time,
    text: `${type} ${scope} ${command[`${scope}_id`]}  by ${rules.join(', ')}${shadowOf(mode)}`,
    record: command,
  }
}

function shadowOf(mode: 'enforce' | 'shadow'): string {
  return mode === 'shadow' ? '  (shadow)' : ''
}

function tableOf(all: readonly Difference[], tried: string, before: string): string {
  const lines = [`+ only with ${tried}`, `- only with ${before}`, '']
  for (const what of WHAT) {
    const these = all.filter((one) => one.what === what)
    const gained = these.filter(({ balance }) => balance > 0).length
    lines.push(`${what}s: ${gained} gained, ${these.length - gained} lost`)
    for (const { balance, timeMs, text } of these)
      lines.push(`  ${balance > 0 ? '+' : '-'} ${new Date(timeMs).toISOString()}  ${text}`)
  }
  return `${lines.join('\n')}\n`
}
