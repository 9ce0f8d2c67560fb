// `ambit replay --explain`: for one event, why each rule fired or did not: the clause, the value it saw, how far a window had come.
import { isOfRule } from '../model/finding.js'
import { Problem } from '../model/problem.js'
import type { FindingRecord } from '../respond/records.js'
import type { CorrelationRule, DetectionRule, RuleSet } from '../sigma/rule.js'
import { loadSettings } from './config.js'
import { Complaints } from './config.js'
import { didYouMean } from './config-nearest.js'
import { checkUsage, createRun, readFiles, type ReplayIo, type ReplayRequest } from './replay.js'
import { createReasons, type Reasons, type Told } from './replay-explain-reasons.js'
import { knowledgeOf, loadRules, ruleFolders } from './rules.js'
import { createSummary } from './summary.js'

/** Rules that did not fire are told in so many lines, the nearest to firing first. */
const NEAR_MAX = 20

/** Runs to the end of the files, as what comes later may change what is said of an event. Exit codes are those of a replay. */
export async function replayExplain(request: ReplayRequest, io: ReplayIo): Promise<0 | 1> {
  const wanted = request.explain ?? ''
  if (request.only !== undefined || request.summary === true)
    throw new Problem('USAGE', '--explain', 'it goes with neither --only nor --summary')
  const settings = loadSettings({
    file: request.config,
    env: io.env,
    ...(request.rules === undefined ? {} : { overrides: { rules: [request.rules] } }),
  })
  const loaded = loadRules(ruleFolders(settings.rules), settings.placeholders)
  if (loaded.problems.length > 0) throw new Complaints(loaded.problems)
  checkUsage(request, settings)
  const rule = request.rule === undefined ? null : ruleNamed(loaded.set, request.rule)
  const reasons = createReasons(wanted, loaded)
  const found: FindingRecord[] = []
  const summary = createSummary()
  summary.watch = reasons.watch
  const read: string[] = []
  const output = {
    wants: () => false,
    deadLetter() {},
    sink: {
      joined: reasons.joined,
      decision() {},
      command() {},
      finding(finding: FindingRecord) {
        if (finding.activity !== 'close' && finding.cause.evidence.includes(wanted))
          found.push(finding)
      },
    },
  }
  const run = createRun(settings, knowledgeOf(loaded), output, summary, (place, problem) =>
    io.complain(`${place}: ${problem.message} [${problem.code}]`),
  )
  const broken = await readFiles(request.files, io, (text, file, lineNumber) => {
    if (text.includes(wanted)) noteLine(text, `${file}:${lineNumber}`)
    run(text, file, lineNumber)
    reasons.settle()
  })
  function noteLine(text: string, place: string): void {
    if (idIn(text) === wanted) read.push(place)
  }
  await io.write(`${linesOf(wanted, read, reasons, found, rule).join('\n')}\n`)
  return summary.refused > 0 || broken > 0 || reasons.event() === null ? 1 : 0
}

function idIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly id?: unknown }).id
  } catch {
    return null
  }
}

/** Throws a `Problem` of code USAGE where no rule has that id, name or title. */
export function ruleNamed(set: RuleSet, named: string): DetectionRule | CorrelationRule {
  const rules = [...set.detections, ...set.correlations]
  const rule = rules.find(({ id, name, title }) => [id, name, title].includes(named))
  if (rule !== undefined) return rule
  const guess = didYouMean(
    named,
    rules.flatMap(({ id, name, title }) => [name, title, id].filter((one) => one !== '')),
  )
  throw new Problem('USAGE', '--rule', `there is no rule "${named}"${guess}`)
}

function linesOf(
  wanted: string,
  read: readonly string[],
  reasons: Reasons,
  found: readonly FindingRecord[],
  rule: DetectionRule | CorrelationRule | null,
): readonly string[] {
  const event = reasons.event()
  const [first, ...again] = read
  if (event === null)
    return [
      first === undefined
        ? `event ${wanted} is in none of the files`
        : `event ${wanted} was read (${first}) and is of no identity: it was refused, or it waits for what binds it`,
    ]
  const all = reasons.told()
  const lines = [event, ...again.map((place) => `  its id came again (${place}): counted once`)]
  if (rule !== null) {
    const told = all.find((one) => one.rule.id === rule.id)
    return [...lines, ...(told === undefined ? [] : whole(told, found))]
  }
  const fired = all.filter(({ fits }) => fits)
  const near = all
    .filter(({ fits, concerns }) => !fits && concerns)
    .sort((a, b) => a.reasons.length - b.reasons.length)
  const strange = all.length - fired.length - near.length
  lines.push(...fired.flatMap((told) => whole(told, found)))
  for (const told of near.slice(0, NEAR_MAX)) lines.push(...whole(told, found, 1))
  if (near.length > NEAR_MAX) lines.push(`${near.length - NEAR_MAX} more rules did not fire`)
  if (strange > 0)
    lines.push(
      `${strange} rules look at other log sources, or correlate rules that it does not fit`,
    )
  const builtIn = found.filter(({ cause }) => !isOfRule(cause.row))
  for (const { id, rule: named } of builtIn) lines.push(`fired      ${named}: finding ${id}`)
  return lines
}

/** What is told of one rule: whether it fired, its reasons, the first `max` of them, and its findings. */
export function whole(
  told: Told,
  found: readonly FindingRecord[],
  max = Infinity,
): readonly string[] {
  const { rule, fits, reasons } = told
  const findings = found.filter((one) => one.rule === rule.id).map(({ id }) => id)
  const more = reasons.length - max
  return [
    `${fits ? 'fired     ' : 'did not   '} ${rule.title} (${rule.place}, version ${rule.version})`,
    ...reasons.slice(0, max).map((reason) => `             ${reason}`),
    ...(more > 0 ? [`             and ${more} more: --rule ${rule.name || rule.id}`] : []),
    ...findings.map((id) => `             finding ${id}`),
    ...(fits && findings.length === 0 ? [`             ${told.silent}`] : []),
  ]
}
