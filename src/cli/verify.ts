// `ambit verify`: whether the decisions, commands and findings are still those that were written, and where they are not.
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { SIGNATURE_HEADER } from '../audit/command.js'
import { CHAIN_HEADER, STREAMS } from '../audit/link.js'
import { createVerifier, type Named, type Verdict, type Verifier } from '../audit/verify.js'
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'
import { ownKeys, readPublicKeys } from './run-signer.js'
import { loadSettings } from './config.js'
import { checkFile, unwritable } from './lines.js'
import { createLog } from './log.js'
import { openTransport } from './open.js'
import { asCheckpoint, asRead, chainsOfFile, chainsOfLog, type Chains } from './verify-records.js'
import { verdictText } from './verify-text.js'

export interface VerifyRequest {
  /** exported records, NDJSON; none: the log */
  readonly file?: string | undefined
  readonly config?: string | undefined
  readonly data?: string | undefined
  /** public keys that count, and no other */
  readonly keys?: string | undefined
  /** an earlier verdict, `--json`: what it saw must still be there */
  readonly expect?: string | undefined
  /** writes what was read to this file, NDJSON */
  readonly save?: string | undefined
  /** the beginning may be missing */
  readonly partial?: boolean | undefined
  readonly json?: boolean | undefined
}

export interface VerifyIo {
  readonly env: NodeJS.ProcessEnv
  write(text: string): Promise<void> | void
  progress?: ((records: number) => void) | undefined
  /** monotonic, ms */
  readonly now: () => number
}

/** Resolves to the exit code: 1 where anything is wrong. Rejects with a `Problem` where there is nothing to check. */
export async function verify(request: VerifyRequest, io: VerifyIo): Promise<0 | 1> {
  const settings = loadSettings({
    file: request.config,
    env: io.env,
    overrides: request.data === undefined ? {} : { data: request.data },
  })
  const source = await openSource(settings, request, io.progress ?? (() => {}))
  const save = request.save === undefined ? null : await opened(request.save, request.file)
  const from = io.now()
  try {
    const verdict = await verdictOf(source.chains, settings, request, save)
    if (verdict.records + verdict.checkpoints === 0 && verdict.faults.length === 0)
      throw new Problem(
        'USAGE',
        source.chains.name,
        'there is no decision, command or finding here',
      )
    const seconds = (io.now() - from) / 1000
    await io.write(
      request.json === true
        ? `${JSON.stringify({ ...verdict, seconds }, null, 2)}\n`
        : verdictText(verdict, source.chains.name, seconds),
    )
    return verdict.faults.length === 0 ? 0 : 1
  } finally {
    await save?.close()
    await source.close()
  }
}

/** Throws a `Problem` of code USAGE where it cannot be written, or is what is read. */
async function opened(save: string, file: string | undefined): Promise<FileHandle> {
  if (file !== undefined && existsSync(save) && realpathSync(save) === realpathSync(file))
    throw new Problem('USAGE', '--save', 'this is the file that is read')
  try {
    return await open(save, 'w')
  } catch (error) {
    throw unwritable(save, error)
  }
}

async function verdictOf(
  chains: Chains,
  settings: Settings,
  request: VerifyRequest,
  save: FileHandle | null,
): Promise<Verdict> {
  const { topics } = settings
  const verifier = createVerifier({
    keys: request.keys === undefined ? ownKeys(settings) : readPublicKeys(request.keys),
    onlyTheseKeys: request.keys !== undefined,
    beginningLeftOut: request.partial === true,
    letGo: (stream) => chains.letGo(stream === 'checkpoints' ? topics.audit : topics[stream]),
  })
  const lines = createLines(save)
  // What the state knows now must be in what is read after; what is read must be in what the state knows after that.
  const before = await chains.heads()
  await chains.scan(topics.audit, async (record) => {
    const checkpoint = asCheckpoint(record)
    if (checkpoint === null)
      throw new Problem('USAGE', record.place, 'this is no checkpoint of Ambit')
    await verifier.checkpoint(checkpoint, record.place, record.atMs)
    await lines.add({ ...record, headers: undefined, atMs: undefined, place: undefined })
  })
  for (const named of before) verifier.atLeast(named)
  if (request.expect !== undefined) expectEarlier(verifier, request.expect)
  for (const stream of STREAMS)
    await chains.scan(topics[stream], async (record) => {
      verifier.record(asRead(stream, record))
      const headers = {
        [CHAIN_HEADER]: record.headers[CHAIN_HEADER],
        [SIGNATURE_HEADER]: record.headers[SIGNATURE_HEADER],
      }
      await lines.add({ ...record, headers, atMs: undefined, place: undefined })
    })
  await lines.end()
  for (const named of await chains.heads()) verifier.atMost(named)
  return verifier.verdict()
}

/** An earlier verdict vouches for the ends that it saw. */
function expectEarlier(verifier: Verifier, file: string): void {
  let lists: Verdict['lists']
  try {
    ;({ lists } = JSON.parse(readFileSync(file, 'utf8')) as Verdict)
    if (!Array.isArray(lists)) throw new Error('it has no lists')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why =
      code === undefined
        ? `this is no verdict of verify --json: ${message}`
        : `it cannot be read (${code})`
    throw new Problem('USAGE', file, why)
  }
  for (const { chain, stream, to, hash } of lists) {
    const named: Named = {
      chain,
      heads: { [stream]: { seq: to, hash } },
      n: 0,
      by: `the verdict in ${file}`,
    }
    verifier.atLeast(named)
  }
}

const LINES_CHARS = 1 << 18

function createLines(file: FileHandle | null) {
  let text = ''
  const end = async (): Promise<void> => {
    if (file !== null && text !== '') await file.write(text)
    text = ''
  }
  return {
    async add(line: object): Promise<void> {
      if (file === null) return
      text += `${JSON.stringify(line)}\n`
      if (text.length > LINES_CHARS) await end()
    },
    end,
  }
}

async function openSource(
  settings: Settings,
  request: VerifyRequest,
  progress: (records: number) => void,
): Promise<{ readonly chains: Chains; close(): Promise<void> }> {
  const { topics } = settings
  if (request.file !== undefined) {
    if (request.file === '-')
      throw new Problem('USAGE', '-', 'records are read more than once: save them to a file first')
    checkFile(request.file)
    return { chains: chainsOfFile(request.file, topics), close: async () => {} }
  }
  if (settings.kafka === null && !existsSync(join(settings.data, 'log.mdb')))
    throw new Problem(
      'USAGE',
      settings.data,
      'there is no log in this folder; name the one of your run with --data',
    )
  const { transport } = await openTransport(settings, createLog('error'))
  const name =
    settings.kafka === null
      ? `the log in ${settings.data}`
      : `Kafka at ${settings.kafka.brokers.join(', ')}`
  return {
    chains: chainsOfLog({ name, settings, nowMs: Date.now() }, transport, progress),
    close: () => transport.close(),
  }
}
