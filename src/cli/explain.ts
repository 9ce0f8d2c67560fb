// `ambit explain ID`: tells a person why a command, decision or finding came to be, or what is known of an identity, from the log, a running engine or a file.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'
import { loadSettings } from './config.js'
import { recordsOfEngine, recordsOfFile, recordsOfLog, type Records } from './explain-records.js'
import { identityOf, identityText } from './explain-identity.js'
import { redacted } from './explain-redacted.js'
import { storyOf } from './explain-story.js'
import { explainText, plain } from './explain-text.js'
import { checkFile } from './lines.js'
import { createLog } from './log.js'
import { openTransport } from './open.js'
import { ownAddress } from './open-engine.js'

export interface ExplainRequest {
  readonly id: string
  readonly config?: string | undefined
  readonly data?: string | undefined
  /** output of `replay` */
  readonly from?: string | undefined
  /** address of an engine at work */
  readonly url?: string | undefined
  readonly json?: boolean | undefined
}

export interface ExplainIo {
  readonly env: NodeJS.ProcessEnv
  write(text: string): Promise<void> | void
  complain(line: string): void
  /** told now and then how many records were read */
  progress?: ((records: number) => void) | undefined
}

interface Source {
  readonly records: Records
  close(): Promise<void>
}

const NOTHING_OPEN = async (): Promise<void> => {}

/** Resolves to the exit code: 1 where nothing has this id. Rejects with a `Problem` where there is nothing to read from. */
export async function explain(request: ExplainRequest, io: ExplainIo): Promise<0 | 1> {
  const settings = loadSettings({
    file: request.config,
    env: io.env,
    overrides: request.data === undefined ? {} : { data: request.data },
  })
  const source = await openSource(settings, request, io)
  try {
    const { records } = source
    const story = await storyOf(request.id, records, settings)
    if (records.unreadable > 0)
      io.complain(`${records.unreadable} records there could not be read and were passed over`)
    const identity = story === null ? await identityOf(request.id, records, settings) : null
    if (identity !== null) {
      await io.write(
        request.json === true ? `${JSON.stringify(identity, null, 2)}\n` : identityText(identity),
      )
      return 0
    }
    if (story === null) {
      io.complain(
        plain(
          `${request.id}: no command, decision, finding or identity has this id in ${records.name}`,
        ),
      )
      return 1
    }
    await io.write(
      request.json === true ? `${JSON.stringify(redacted(story), null, 2)}\n` : explainText(story),
    )
    return 0
  } finally {
    await source.close()
  }
}

async function openSource(
  settings: Settings,
  request: ExplainRequest,
  io: ExplainIo,
): Promise<Source> {
  const progress = io.progress ?? (() => {})
  const { token } = settings.http
  if (request.from !== undefined) {
    if (request.url !== undefined)
      throw new Problem('USAGE', '--from', 'it goes without --url: there is one place to ask')
    checkFile(request.from)
    return { records: await recordsOfFile(request.from, settings), close: NOTHING_OPEN }
  }
  if (request.url !== undefined)
    return { records: recordsOfEngine(request.url, token, progress), close: NOTHING_OPEN }
  if (settings.kafka === null && !existsSync(join(settings.data, 'log.mdb')))
    throw new Problem(
      'USAGE',
      settings.data,
      'there is no log in this folder; name the one of your run with --data',
    )
  try {
    const { transport } = await openTransport(settings, createLog('error'))
    const name =
      settings.kafka === null
        ? `the log in ${settings.data}`
        : `Kafka at ${settings.kafka.brokers.join(', ')}`
    if (settings.kafka !== null)
      io.complain('reading the topics of Kafka whole: about a minute for some million records')
    return {
      records: recordsOfLog(name, transport, settings.topics, progress),
      close: () => transport.close(),
    }
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'STORE_LOCKED') throw error
    return {
      records: await askOwner(error, ownAddress(settings.http), token, progress),
      close: NOTHING_OPEN,
    }
  }
}

/** The log has one owner at a time: an engine at work is asked over HTTP. */
async function askOwner(
  locked: Problem,
  url: string,
  token: string | null,
  progress: (records: number) => void,
): Promise<Records> {
  const records = recordsOfEngine(url, token, progress)
  try {
    await records.scan('findings', () => {})
    return records
  } catch (error) {
    const why = error instanceof Problem ? error.message : String(error)
    throw new Problem(
      'STORE_LOCKED',
      locked.place,
      `${locked.message}; it was asked at ${url}, where ${why}. Name its address with --url, or stop it first`,
    )
  }
}
