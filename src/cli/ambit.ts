#!/usr/bin/env node
// The command line: one command a file, chosen here; exit codes are the contract's (0 well, 1 failed, 2 bad usage or configuration).
import { Command, CommanderError } from 'commander'
import { once } from 'node:events'
import { Problem } from '../model/problem.js'
import { Complaints } from './config.js'
import { VERSION } from './version.js'

const program = new Command('ambit')
  .description('Keeps AI agents and workloads inside the bounds of what they were asked to do.')
  .version(VERSION)
  .showSuggestionAfterError()
  .showHelpAfterError('(ambit --help shows what there is)')
  .exitOverride()

const complain = (line: string): void => void process.stderr.write(`${line}\n`)

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

program
  .command('replay')
  .description('runs files of events (NDJSON, .gz too, - is standard input) through the engine and prints the records that come out')
  .argument('<file...>')
  .option('--rules <dir>', 'a folder of rules, catalogue and purposes beside the shipped one')
  .option('--config <file>', 'configuration (ambit.yml)')
  .option('--only <topics>', 'print only the records of these topics, comma-separated')
  .option('--summary', 'print a table of counts instead of the records')
  .action(async (files: string[], options: Record<string, never>) => {
    const { replay } = await import('./replay.js')
    const terminal = process.stderr.isTTY
    process.exitCode = await replay(
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

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) is no failure.
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
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
