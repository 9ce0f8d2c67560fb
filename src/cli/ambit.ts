#!/usr/bin/env node
// The command line: one command a file, chosen here; exit codes are the contract's (0 well, 1 failed, 2 bad usage or configuration).
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { once } from 'node:events'
import { userInfo } from 'node:os'
import { Problem } from '../model/problem.js'
import { Complaints } from './config.js'
import { VERSION } from './version.js'

const program = new Command('ambit')
  .description('Keeps AI agents and workloads inside the bounds of what they were asked to do.')
  .version(VERSION)
  .showSuggestionAfterError()
  .showHelpAfterError('(ambit --help shows what there is)')
  .exitOverride()
  .configureOutput({ outputError: (text, print) => print(untold(text)) })

/** What was said wrongly is said again so that it can be found, but no token that stood in it. */
const untold = (text: string): string =>
  text.replace(/(tok[a-z]*=)[^\s'"&]+?(?=:?(?:[\s'"&]|$))/gi, '$1…')
const complain = (line: string): void => void process.stderr.write(`${untold(line)}\n`)

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

program
  .command('replay')
  .description(
    'runs files of events (NDJSON, .gz too, - is standard input) through the engine and prints the records that come out',
  )
  .argument('<file...>')
  .option('--rules <dir>', 'a folder of rules, catalogue and purposes beside the shipped one')
  .option('--config <file>', 'configuration (ambit.yml)')
  .option('--only <topics>', 'print only the records of these topics, comma-separated')
  .option('--summary', 'print a table of counts instead of the records')
  .option('--against <dir>', 'print only what --rules decides otherwise than this folder of rules')
  .option('--json', 'with --against: each difference as a line of JSON')
  .option('--explain <event>', 'print why each rule did or did not fire on this event')
  .option('--rule <name>', 'with --explain: of this rule, all that there is to tell')
  .action(async (files: string[], options: { against?: string; explain?: string }) => {
    const { runWithRoom, wantsRoom } = await import('./replay-room.js')
    if (wantsRoom(files, process.env['NODE_OPTIONS'], process.execArgv)) {
      process.exitCode = await runWithRoom()
      return
    }
    const run = await replayFor(options)
    const terminal = process.stderr.isTTY
    process.exitCode = await run(
      { files, ...options },
      {
        env: process.env,
        write,
        complain,
        progress: terminal ? (lines) => void process.stderr.write(`\r${lines} events`) : undefined,
      },
    )
    if (terminal) process.stderr.write('\r\x1b[K')
  })

program
  .command('run')
  .description(
    'runs the engine until SIGTERM: on Kafka where the configuration names brokers, else on the embedded log',
  )
  .option('--config <file>', 'configuration (default: ambit.yml here, where there is one)')
  .option('--data <dir>', 'folder of the embedded log (default: ./ambit-data)')
  .action(async ({ config, data }: { config?: string; data?: string }) => {
    const { loadSettings } = await import('./config.js')
    const { createLog } = await import('./log.js')
    const { run } = await import('./run.js')
    const settings = loadSettings({
      file: config,
      env: process.env,
      overrides: data === undefined ? {} : { data },
    })
    process.exit(await run(settings, createLog(settings.log.level)))
  })

program
  .command('check')
  .description(
    'checks configuration and rules and runs the tests of rules: every complaint as file:line:column: message',
  )
  .argument(
    '[path...]',
    'configurations, rule files and folders (default: ambit.yml here and what it names)',
  )
  .option('--config <file>', 'the configuration to check beside the paths')
  .option('--junit <file>', 'also writes what was found as JUnit XML')
  .option('--explain <test>', 'print why the rules of this test fired on its events or did not')
  .option('--rule <name>', 'with --explain: of this rule alone')
  .action(async (paths: string[], options: Readonly<Record<string, string | undefined>>) => {
    const { config, junit, explain, rule } = options
    const { check } = await import('./check.js')
    const { unwritable } = await import('./lines.js')
    const { writeFileSync } = await import('node:fs')
    const keep = (file: string, xml: string): void => {
      try {
        writeFileSync(file, xml)
      } catch (error) {
        throw unwritable(file, error)
      }
    }
    process.exitCode = check({
      paths,
      file: config,
      explain,
      rule,
      junit: junit === undefined ? undefined : (xml) => keep(junit, xml),
      env: process.env,
      print: (line) => void process.stdout.write(`${line}\n`),
      note: complain,
    })
  })

program
  .command('explain')
  .description(
    'tells why a command, decision or finding came to be: the events in time order, the rule, what was done about it',
  )
  .argument('<id>', 'id of a command, decision, finding, approval, or of an event that was judged')
  .option('--config <file>', 'configuration (ambit.yml)')
  .option('--data <dir>', 'folder of the embedded log (default: ./ambit-data)')
  .option('--url <address>', 'ask an engine at work, such as http://127.0.0.1:7070')
  .option('--from <file>', 'read the output of replay (NDJSON, .gz too, - is standard input)')
  .option('--json', 'the same as JSON')
  .action(async (id: string, options: Record<string, never>) => {
    const { explain } = await import('./explain.js')
    const terminal = process.stderr.isTTY
    const progress = terminal
      ? (records: number) => void process.stderr.write(`\r${records} records`)
      : undefined
    try {
      process.exitCode = await explain(
        { id, ...options },
        { env: process.env, write, complain, progress },
      )
    } finally {
      if (terminal) process.stderr.write('\r\x1b[K')
    }
  })

program
  .command('verify')
  .description(
    'checks the audit chain of decisions, commands and findings: what was changed, dropped, moved, inserted or cut, and where',
  )
  .argument('[file]', 'records that --save wrote (NDJSON); without it the log is read')
  .option('--config <file>', 'configuration (ambit.yml)')
  .option('--data <dir>', 'folder of the embedded log (default: ./ambit-data)')
  .option('--keys <file>', 'public keys that count, and no other (JSON Web Key Set, or PEM)')
  .option('--expect <file>', 'an earlier verdict (--json): what it saw must still be there')
  .option('--save <file>', 'also writes what was read, to be checked elsewhere')
  .option('--partial', 'the beginning may be missing')
  .option('--json', 'the verdict as JSON')
  .action(async (file: string | undefined, options: Record<string, never>) => {
    const { verify } = await import('./verify.js')
    const terminal = process.stderr.isTTY
    const progress = terminal
      ? (records: number) => void process.stderr.write(`\r${records} records`)
      : undefined
    try {
      process.exitCode = await verify(
        { file, ...options },
        { env: process.env, write, progress, now: () => performance.now() },
      )
    } finally {
      if (terminal) process.stderr.write('\r\x1b[K')
    }
  })

program
  .command('demo')
  .description(
    'shows the engine at work: a small fleet of agents, one that goes astray, and what is done about it',
  )
  .option('--once', 'end by itself, and faster')
  .action(async ({ once }: { once?: boolean }) => {
    const { demo } = await import('./demo.js')
    const stop = new AbortController()
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
    process.exitCode = await demo(once === true, {
      env: process.env,
      terminal: process.stdout.isTTY,
      write: (text) => void process.stdout.write(text),
      stop: stop.signal,
      now: Date.now,
    })
  })

const approvals = program
  .command('approvals')
  .description('what waits for a person, and the answer')
const asking = (command: Command): Command =>
  command
    .option('--config <file>', 'configuration (ambit.yml)')
    .option('--data <dir>', 'folder of the embedded log (default: ./ambit-data)')
    .option(
      '--url <address>',
      'ask an engine at work; the link that it printed at its start will do',
    )
    .option('--token <token>', 'its token (default: http.token of the configuration)')
const approvalsIo = { env: process.env, write, complain, now: Date.now }

asking(approvals.command('list'))
  .description(
    'prints what waits for an answer: what is asked, why, until when, and how far it reaches',
  )
  .option('--json', 'the same as JSON')
  .action(async (options: Record<string, never>) => {
    const { listApprovals } = await import('./approvals.js')
    process.exitCode = await listApprovals(options, approvalsIo)
  })

for (const decision of ['approve', 'deny'] as const) {
  const one = asking(approvals.command(decision))
    .description(
      decision === 'approve'
        ? 'allows what is asked'
        : 'denies what is asked, so that it is revoked; a command that was given is undone',
    )
    .argument(
      '<id>',
      `id of a question, or of a bundle${decision === 'deny' ? ', or of a command' : ''}`,
    )
    .option('--approver <name>', 'who says so (default: the name of the user)')
    .option('--reason <text>', 'why')
  if (decision === 'approve')
    one.option(
      '--valid-for <duration>',
      'as often as it comes for so long (PT15M); without it, once',
    )
  one.action(async (id: string, options: { approver?: string }) => {
    const { answerApproval } = await import('./approvals.js')
    const approver = options.approver ?? userInfo().username
    process.exitCode = await answerApproval({ ...options, id, decision, approver }, approvalsIo)
  })
}

const topics = program.command('topics').description('the topics of Ambit on the log')
topics
  .command('create')
  .description('creates the topics that are missing, with the right cleanup policies')
  .option('--config <file>', 'configuration')
  .option('--data <dir>', 'folder of the embedded log')
  .option('--partitions <n>', 'partitions of new topics', wholeNumber)
  .action(async (options: { config?: string; data?: string; partitions?: number }) => {
    const { loadSettings } = await import('./config.js')
    const { createLog } = await import('./log.js')
    const { openTransport } = await import('./open.js')
    const { createTopics, PARTITIONS_DEFAULT } = await import('./topics.js')
    const settings = loadSettings({
      file: options.config,
      env: process.env,
      overrides: options.data === undefined ? {} : { data: options.data },
    })
    const { transport } = await openTransport(settings, createLog(settings.log.level))
    try {
      const partitions = options.partitions ?? (settings.kafka === null ? 1 : PARTITIONS_DEFAULT)
      await createTopics(
        settings,
        transport,
        partitions,
        (line) => void process.stdout.write(`${line}\n`),
      )
    } finally {
      await transport.close()
    }
  })

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) is no failure.
  if (error.code === 'EPIPE') process.exit(0)
  complain(`standard output cannot be written (${error.code ?? error.message})`)
  process.exit(1)
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('a whole number from 1 to 9999 is needed')
}

async function replayFor({ against, explain }: { against?: string; explain?: string }) {
  if (against !== undefined) return (await import('./replay-against.js')).replayAgainst
  if (explain !== undefined) return (await import('./replay-explain.js')).replayExplain
  return (await import('./replay.js')).replay
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof Complaints) {
    for (const problem of error.problems) complain(String(problem))
    return 2
  }
  if (error instanceof Problem) {
    complain(String(error))
    return error.code === 'USAGE' || error.code === 'CONFIG_INVALID' ? 2 : 1
  }
  complain(error instanceof Error ? error.message : String(error))
  return 1
}
