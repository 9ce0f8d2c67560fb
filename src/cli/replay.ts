// `ambit replay`: files of events through the whole engine, bounded and deterministic, records out as NDJSON or counted.
import { createAdmit } from '../admit/admit.js'
import { createDuplicates } from '../admit/duplicates.js'
import { createGraph } from '../bind/graph.js'
import { createEngine, type EngineSink, type Knowledge } from '../engine.js'
import { joinedEvent } from '../feed/joined.js'
import { ocsfFinding } from '../feed/ocsf.js'
import type { Kind, Origin } from '../model/event.js'
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'
import { Complaints, loadSettings } from './config.js'
import { didYouMean } from './config-nearest.js'
import { checkFile, chunksOfLines } from './lines.js'
import { knowledgeOf, loadRules, ruleFolders } from './rules.js'
import { rulesVersion } from './rules-version.js'
import { createSummary, type Summary } from './summary.js'

export interface ReplayRequest {
  readonly files: readonly string[]
  readonly rules?: string | undefined
  /** another folder of rules: only what the two sets decide differently is told */
  readonly against?: string | undefined
  /** an event: what each rule makes of it is told instead of the records */
  readonly explain?: string | undefined
  /** with `explain`: of one rule, by id, name or title, all that there is to tell */
  readonly rule?: string | undefined
  readonly json?: boolean | undefined
  readonly config?: string | undefined
  readonly only?: string | undefined
  readonly summary?: boolean | undefined
}

export interface ReplayIo {
  readonly env: NodeJS.ProcessEnv
  /** takes a text of whole lines; resolves when more may come */
  write(text: string): Promise<void> | void
  complain(line: string): void
  /** told now and then how many lines were read */
  progress?: ((lines: number) => void) | undefined
}

const FLUSH_CHARS = 1 << 16
const PROGRESS_LINES = 100_000

/** Rules of the shipped folder and those of the settings; throws `Complaints` with all that is wrong in them. */
export function loadKnowledge(settings: Pick<Settings, 'rules' | 'placeholders'>): Knowledge {
  const loaded = loadRules(ruleFolders(settings.rules), settings.placeholders)
  if (loaded.problems.length > 0) throw new Complaints(loaded.problems)
  return knowledgeOf(loaded)
}

/**
 * Runs to the end of the files. Resolves to the exit code: 1 where a line was refused or a file broke off, after doing
 * all the rest. Rejects with a `Problem` of code USAGE, before anything is read, for files and topics that are not there.
 */
export async function replay(request: ReplayRequest, io: ReplayIo): Promise<0 | 1> {
  const settings = loadSettings({
    file: request.config,
    env: io.env,
    ...(request.rules === undefined ? {} : { overrides: { rules: [request.rules] } }),
  })
  const knowledge = loadKnowledge(settings)
  checkUsage(request, settings)
  const summary = createSummary()
  const printer = createPrinter(settings, request, summary)
  const run = createRun(settings, knowledge, printer, summary, (place, problem) =>
    io.complain(`${place}: ${problem.message} [${problem.code}]`),
  )
  const broken = await readFiles(
    request.files,
    io,
    run,
    () => printer.pending() > FLUSH_CHARS,
    () => io.write(printer.take()),
  )
  summary.finish()
  if (request.summary === true) await io.write(summary.table())
  else if (printer.pending() > 0) await io.write(printer.take())
  return summary.refused > 0 || broken > 0 ? 1 : 0
}

/** Hands on each line that is not blank. Resolves to the number of files that broke off: of these the rest is lost, and no other file. */
export async function readFiles(
  files: readonly string[],
  io: Pick<ReplayIo, 'complain' | 'progress'>,
  take: Line,
  due: () => boolean = () => false,
  pause: () => Promise<void> | void = () => {},
): Promise<number> {
  let read = 0
  const readFile = async (file: string): Promise<void> => {
    let lineNumber = 0
    for await (const text of chunksOfLines(file)) {
      // A byte order mark is what some editors put before a text; it is no part of it
      for (let from = lineNumber === 0 && text.startsWith('\ufeff') ? 1 : 0; from < text.length; ) {
        let to = text.indexOf('\n', from)
        if (to < 0) to = text.length
        lineNumber++
        if (!isBlank(text, from, to)) {
          read++
          take(text.slice(from, to), file, lineNumber)
        }
        from = to + 1
        if (due()) await pause()
      }
      if (io.progress !== undefined && read % PROGRESS_LINES < 5_000) io.progress(read)
    }
  }
  let broken = 0
  for (const file of files) {
    try {
      await readFile(file)
    } catch (error) {
      // Of a system's error or a broken gzip the rest of the file is lost, but no other file
      if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error
      broken++
      io.complain(`${file}: ${(error as Error).message}`)
    }
  }
  return broken
}

/** Throws what is wrong with how it was called, before anything is read. */
export function checkUsage(request: ReplayRequest, { topics }: Settings): void {
  const { files, only, explain, against } = request
  if (request.rule !== undefined && explain === undefined)
    throw new Problem('USAGE', '--rule', 'it goes with --explain')
  if (request.json === true && against === undefined)
    throw new Problem('USAGE', '--json', 'it goes with --against')
  for (const file of files) checkFile(file)
  const { joined, decisions, commands, findings, deadLetters } = topics
  const known = [joined, decisions, commands, findings, deadLetters]
  for (const topic of topicsOf(only) ?? []) {
    if (known.includes(topic)) continue
    const guess = didYouMean(topic, known) || `; known: ${known.join(', ')}`
    throw new Problem('USAGE', '--only', `nothing is written to "${topic}"${guess}`)
  }
}

/** The names in `--only`; null: all of them. */
function topicsOf(only: string | undefined): readonly string[] | null {
  return only === undefined ? null : only.split(',').map((topic) => topic.trim())
}

function isBlank(text: string, from: number, to: number): boolean {
  let at = from
  while (at < to && text.charCodeAt(at) <= 32) at++
  return at === to
}

/** Where an event stood among those of its kind; as text only where somebody asks, as few do. */
class Place implements Origin {
  topic = ''
  readonly partition = 0
  at = 0

  get offset(): string {
    return String(this.at)
  }

  toJSON(): Origin {
    const { topic, partition, offset } = this
    return { topic, partition, offset }
  }
}

export type Line = (line: string, file: string, lineNumber: number) => void

/** One engine that reads line by line; `printer` gets what comes out. */
export function createRun(
  settings: Settings,
  knowledge: Knowledge,
  printer: RunOutput,
  summary: Summary,
  refuse: (place: string, problem: Problem) => void,
): Line {
  const graph = createGraph({ credentials: settings.limits.credentials })
  // The table counts them by their outcome, also where nobody reads them
  const decisions = printer.wants(settings.topics.decisions) ? settings.decisions : 'notable'
  const engine = createEngine({ ...settings, decisions }, knowledge, graph)
  const admit = createAdmit({ limits: settings.limits })
  const duplicates = createDuplicates({ capacity: settings.limits.duplicates, drained: false })
  const topicOf = new Map<Kind, string>()
  for (const { kind, topic } of settings.sources) if (!topicOf.has(kind)) topicOf.set(kind, topic)
  const sourceOf: Readonly<Record<Kind, number>> = { agent: 0, workload: 1, resource: 2 }
  const offsets = { agent: 0, workload: 0, resource: 0 }
  summary.watch(engine)

  function refuseLine(problem: Problem, text: string, file: string, lineNumber: number): void {
    summary.refused++
    const where = `${file}:${lineNumber}`
    refuse(where, problem)
    printer.deadLetter(text, problem, where, lineNumber)
  }

  return function line(text, file, lineNumber) {
    summary.read++
    const origin = new Place()
    const admitted = admit.admitLine(text, origin)
    if (admitted instanceof Problem) {
      refuseLine(admitted, text, file, lineNumber)
      return
    }
    if ('answer' in admitted) {
      summary.answers++
      origin.topic =
        settings.topics[admitted.answer === 'approval' ? 'approvals' : 'commandResults']
      origin.at = summary.answers - 1
      engine.answer({ answer: admitted, appendMs: NaN }, printer.sink)
      return
    }
    const { kind } = admitted
    origin.topic = topicOf.get(kind) ?? `${kind}-events`
    origin.at = offsets[kind]++
    if (duplicates.seen(sourceOf[kind], admitted.event.id)) {
      summary.duplicate++
      return
    }
    const skewed = engine.step(admitted, printer.sink)
    if (skewed !== null) refuseLine(skewed, text, file, lineNumber)
  }
}

export interface RunOutput {
  readonly sink: EngineSink
  wants(topic: string): boolean
  deadLetter(line: string, problem: Problem, where: string, lineNumber: number): void
}

interface Printer extends RunOutput {
  pending(): number
  take(): string
}

/** Writes `{"topic":…,"key":…,"value":…}` for each record wanted; with `--summary` it only counts. */
function createPrinter(settings: Settings, request: ReplayRequest, summary: Summary): Printer {
  const only = topicsOf(request.only)
  const { topics } = settings
  const wants = (topic: string): boolean =>
    request.summary !== true && (only === null || only.includes(topic))
  const wantsJoined = settings.joined && wants(topics.joined)
  const wantsDecisions = wants(topics.decisions)
  const wantsCommands = wants(topics.commands)
  const wantsFindings = wants(topics.findings)
  const by = rulesVersion(settings)
  let text = ''
  const print = (topic: string, key: string | null, value: unknown): void => {
    text += `{"topic":${JSON.stringify(topic)},"key":${JSON.stringify(key)},"value":${JSON.stringify(value)}}\n`
  }
  return {
    wants,
    pending: () => text.length,
    take() {
      const taken = text
      text = ''
      return taken
    },
    sink: {
      joined(joined) {
        if (wantsJoined) print(topics.joined, joined.identity, joinedEvent(joined))
      },
      decision(decision, identity) {
        summary.count('decision', decision.outcome)
        if (wantsDecisions) print(topics.decisions, identity, decision)
      },
      command(command, identity) {
        summary.count('command', command.attempt === 1 ? command.type : 'repeats')
        if (wantsCommands) print(topics.commands, identity, command)
      },
      finding(finding) {
        summary.count('finding', finding.rule)
        if (wantsFindings) print(topics.findings, finding.identity, ocsfFinding(finding, by))
      },
    },
    deadLetter(line, problem, where, lineNumber) {
      if (!wants(topics.deadLetters)) return
      text += `${JSON.stringify({
        topic: topics.deadLetters,
        key: null,
        value: line,
        headers: {
          'ambit-error-code': problem.code,
          'ambit-error': problem.message,
          'ambit-topic': where.slice(0, where.lastIndexOf(':')),
          'ambit-partition': '0',
          'ambit-offset': String(lineNumber - 1),
        },
      })}\n`
    },
  }
}
