// `ambit approvals list|approve|deny`: what waits for a person, and the answer; in the log, on Kafka, or at an engine at work.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createAdmit } from '../admit/admit.js'
import { Problem } from '../model/problem.js'
import { isBundle } from '../model/route.js'
import type { Settings } from '../model/settings.js'
import { approvalIdOf } from '../respond/commands.js'
import type { Transport } from '../transport/port.js'
import { engineAt, type Engine } from './approvals-engine.js'
import { standsIn, waitingIn, type Waiting } from './approvals-waiting.js'
import { loadSettings } from './config.js'
import { createLog } from './log.js'
import { openTransport } from './open.js'
import { ownAddress } from './open-engine.js'

export interface ApprovalsRequest {
  readonly config?: string | undefined
  readonly data?: string | undefined
  /** address of an engine at work; the link that it prints at its start, token and all, is one */
  readonly url?: string | undefined
  readonly token?: string | undefined
  readonly json?: boolean | undefined
}

export interface AnswerRequest extends ApprovalsRequest {
  readonly id: string
  readonly decision: 'approve' | 'deny'
  readonly approver: string
  readonly reason?: string | undefined
  readonly validFor?: string | undefined
}

export interface ApprovalsIo {
  readonly env: NodeJS.ProcessEnv
  write(text: string): Promise<void> | void
  complain(line: string): void
  /** epoch ms */
  readonly now: () => number
}

/** Prints what waits for an answer, earliest deadline first. */
export async function listApprovals(request: ApprovalsRequest, io: ApprovalsIo): Promise<0> {
  const settings = settingsFor(request, io)
  const waiting = await either(settings, request, {
    log: (transport) => waitingIn(transport, settings.topics, io.now()),
    engine: (engine) => engine.list(),
  })
  if (request.json === true) await io.write(`${JSON.stringify(waiting, null, 2)}\n`)
  else if (waiting.length === 0) await io.write('nothing waits for a person\n')
  else await io.write(waiting.map((one) => textOf(one, io.now())).join('\n'))
  return 0
}

/** Gives an answer. Resolves to 1 where it is known to have no effect. */
export async function answerApproval(request: AnswerRequest, io: ApprovalsIo): Promise<0 | 1> {
  const settings = settingsFor(request, io)
  const { id, decision, approver, reason, validFor } = request
  const said = { decision, approver, reason, valid_for: validFor }
  const approval = { id, time: io.now(), ...said }
  const value = checked(settings, approval)
  const { taken, detail } = await either(settings, request, {
    engine: (engine) => engine.answer(id, said),
    async log(transport) {
      // To read all commands of a Kafka only to see whether this one was asked would take longer than to answer.
      if (settings.kafka === null) {
        const waiting = await waitingIn(transport, settings.topics, io.now())
        if (
          // Which questions are alike is known at work only.
          !isBundle(id) &&
          !waiting.some((one) => one.id === id) &&
          !(await standsIn(transport, settings.topics, id))
        )
          return { taken: false, detail: notWaiting(id, waiting) }
      }
      await transport.append([{ topic: settings.topics.approvals, key: id, value }])
      const detail =
        'recorded: an engine at work on this log says what it is worth when it reads it'
      return { taken: true, detail: settings.kafka === null ? detail : '' }
    },
  })
  if (!taken) {
    io.complain(detail)
    return 1
  }
  const verb = decision === 'approve' ? 'allowed' : 'denied'
  await io.write(`${id}: ${verb} by ${approver}${detail === '' ? '' : ` (${detail})`}\n`)
  return 0
}

function settingsFor({ config, data }: ApprovalsRequest, { env }: ApprovalsIo): Settings {
  return loadSettings({ file: config, env, overrides: data === undefined ? {} : { data } })
}

/** The answer as it stands in its topic; throws a `Problem` of code USAGE where it is none. */
function checked(settings: Settings, approval: object): Buffer {
  const admit = createAdmit({ limits: settings.limits })
  const line = JSON.stringify({ kind: 'approval', ...approval })
  const found = admit.admitLine(line, { topic: '', partition: 0, offset: '0' })
  if (found instanceof Problem) throw new Problem('USAGE', '', found.message)
  if (!('answer' in found) || found.answer !== 'approval')
    throw new Problem('USAGE', '', 'this is no answer')
  return Buffer.from(JSON.stringify(found.approval))
}

interface Ways<T> {
  log(transport: Transport): Promise<T>
  engine(engine: Engine): Promise<T>
}

/** The log where nobody owns it, else the engine that does. */
async function either<T>(
  settings: Settings,
  { url, token }: ApprovalsRequest,
  ways: Ways<T>,
): Promise<T> {
  const { http, kafka, data } = settings
  if (url !== undefined) return ways.engine(engineAt(url, token ?? http.token))
  if (kafka === null && !existsSync(join(data, 'log.mdb')))
    throw new Problem(
      'USAGE',
      data,
      'there is no log in this folder; name the one of your run with --data',
    )
  let transport: Transport
  try {
    transport = (await openTransport(settings, createLog('error'))).transport
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'STORE_LOCKED') throw error
    const owner = ownAddress(http)
    try {
      return await ways.engine(engineAt(owner, token ?? http.token))
    } catch (why) {
      if (!(why instanceof Problem) || why.code !== 'ENGINE_UNAVAILABLE') throw why
      throw new Problem(
        error.code,
        error.place,
        `${error.message}; it was asked at ${owner}, where ${why.message}. Name its address with --url (its link will do), or stop it first`,
      )
    }
  }
  try {
    return await ways.log(transport)
  } finally {
    await transport.close()
  }
}

/** Whoever answers a command that asks means its question. */
function notWaiting(id: string, waiting: readonly Waiting[]): string {
  const question = approvalIdOf(id)
  return waiting.some((one) => one.id === question)
    ? `${id} is a command that asks; its question is ${question}`
    : `${id} does not wait for an answer`
}

function textOf(waiting: Waiting, nowMs: number): string {
  const {
    id,
    deadline,
    on_timeout,
    reason,
    blast_radius,
    evidence,
    rules,
    bundle = null,
    bundled = 1,
  } = waiting
  const minutes = Math.ceil((deadline - nowMs) / 60_000)
  const then = on_timeout === 'revoke' ? 'revoked' : 'let be'
  return [
    id,
    `  ${reason.replace(/[\p{Cc}\p{Cf}]/gu, ' ')}`,
    `  until ${new Date(deadline).toISOString()} (${minutes} min), else ${then}; blast radius ${Math.round(blast_radius)} of 100`,
    `  rule ${rules.join(', ')}; events ${evidence.join(', ')}`,
    ...(bundle !== null && bundled > 1
      ? [
          `  and ${bundled - 1} alike about others of the same delegation: ${bundle} answers all of them`,
        ]
      : []),
    '',
  ].join('\n')
}
