// Approvals over HTTP: what waits for a person, and the answer, written durably to its topic. Always behind the token.
import type { FastifyInstance } from 'fastify'
import { shown, type Question } from '../feed/question.js'
import type { Asked } from '../flow.js'
import type { Commanded } from '../model/life-command.js'
import { Problem } from '../model/problem.js'
import { isAnswerable } from '../model/route.js'
import type { Approval } from '../model/wire.js'
import type { Outbound } from '../transport/port.js'
import type { Guard } from './guard.js'
import { pageQuery } from './refusal-page.js'
import { Refusal } from './refusal.js'
import type { AdmitLine } from './submission.js'

const LIST = '/v1/approvals'
const ONE = '/v1/approvals/:id'
const BODY_BYTES_MAX = 64 * 1024

export interface ApprovalParts {
  readonly asked: Asked
  /** commands can be answered too: to deny one undoes it */
  readonly commanded: Pick<Commanded, 'overOf'>
  readonly guard: Guard
  readonly admitLine: AdmitLine
  /** topic of the answers */
  readonly topic: string
  append(records: readonly Outbound[]): Promise<void>
  /** epoch ms */
  readonly now: () => number
  failed?(error: unknown, route: string): void
}

/** Wants the guard of the server before it. */
export function installApprovals(app: FastifyInstance, parts: ApprovalParts): void {
  const { asked, commanded, guard, topic, append, now } = parts
  guard.always(LIST)
  guard.always(ONE)
  app.get(LIST, async (request) => {
    const { before, limit } = pageQuery(request)
    const open = asked.open()
    const from = before === null ? 0 : open.findIndex(({ id }) => id === before) + 1
    if (before !== null && from === 0) throw new Refusal(400, 'before is a question that is open')
    const items = open.slice(from, from + limit)
    const last = items.at(-1)
    return {
      items: items.map(shown),
      next: last !== undefined && from + limit < open.length ? last.id : null,
    }
  })
  app.post<{ Params: { id: string } }>(
    ONE,
    { bodyLimit: BODY_BYTES_MAX },
    async (request, reply) => {
      const { id } = request.params
      const time = now()
      const approval = answerOf(parts, request.body, id, time)
      const value = Buffer.from(JSON.stringify(approval))
      const found = asked.find(id)
      const over = overFor(approval, commanded.overOf(id))
      if (!isAnswerable(id) || (found === null && over === undefined))
        throw new Refusal(404, 'no such question was asked, and no such command given')
      try {
        await append([{ topic, key: id, value }])
      } catch (error) {
        parts.failed?.(error, ONE)
        throw new Refusal(503, 'the log did not confirm the answer; give it again')
      }
      // What comes too late has no effect, but it is said, and so it stands in the log and in a finding.
      const fault = over ?? (found === null || found === 'elsewhere' ? null : lateness(found, time))
      if (fault !== null)
        throw new Refusal(409, `${fault}; the answer is recorded and changes nothing`)
      const judge = found === 'elsewhere' ? 'another member' : 'this member'
      return reply.code(202).send({ id, time, judge, detail: doneWith(approval, found) })
    },
  )
}

/** What comes of an answer that is in the log; who judges it says what it is worth. */
function doneWith({ id, decision }: Approval, found: ReturnType<Asked['find']>): string {
  const undoes = id.startsWith('cmd-') && decision === 'deny'
  const then = undoes
    ? 'the command is undone once as many as have to said so'
    : 'the answer counts'
  return found === 'elsewhere'
    ? `recorded; another member judges this: ${then}, if there is such a ${id.startsWith('cmd-') ? 'command' : 'question'}, which ambit explain ${id} tells`
    : `recorded; ${then}`
}

/** What was given already stands: there is nothing to allow. */
function overFor(
  { decision }: Approval,
  over: string | null | undefined,
): string | null | undefined {
  if (over === null && decision === 'approve')
    return 'the command was given already, and can only be denied'
  return over
}

function lateness({ state, deadlineMs }: Question, time: number): string | null {
  if (state === 'withdrawn') return 'what it was about has been taken back'
  if (state !== 'open' && state !== 'expired') return `it was ${state} already`
  return time > deadlineMs ? 'its deadline has passed' : null
}

/** The answer as it is to stand in the log; its time is that of its coming. */
function answerOf({ admitLine }: ApprovalParts, body: unknown, id: string, time: number): Approval {
  let said: unknown
  try {
    said = JSON.parse(Buffer.isBuffer(body) ? body.toString() : '')
  } catch {
    throw new Refusal(400, 'the body is no JSON')
  }
  if (typeof said !== 'object' || said === null || Array.isArray(said))
    throw new Refusal(400, 'the body is a JSON object: decision, approver, reason, valid_for')
  const { decision, approver, reason, valid_for } = said as Readonly<Record<string, unknown>>
  const approval = { id, time, approver, decision, reason, valid_for }
  const text = JSON.stringify({ kind: 'approval', ...approval })
  const admitted = admitLine(text, { topic: 'http', partition: 0, offset: '0' })
  if (admitted instanceof Problem) throw new Refusal(400, admitted.message)
  if (!('answer' in admitted) || admitted.answer !== 'approval')
    throw new Refusal(400, 'no approval')
  return admitted.approval
}
