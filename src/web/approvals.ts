// Approvals over HTTP: what waits for a person, and the answer, written durably to its topic. Always behind the token.
import type { FastifyInstance } from 'fastify'
import { approvalIdOf, shown, waitsForRoom, type Question } from '../feed/question.js'
import type { Asked } from '../flow.js'
import type { Commanded } from '../model/life-command.js'
import { Problem } from '../model/problem.js'
import { isAnswerable, isBundle } from '../model/route.js'
import type { Approval } from '../model/wire.js'
import type { Outbound } from '../transport/port.js'
import type { Guard } from './guard.js'
import { pageQuery } from './refusal-page.js'
import { Refusal } from './refusal.js'
import type { AdmitLine } from './submission.js'

type Found = ReturnType<Asked['find']>

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
    const { bundle } = request.query as Readonly<Record<string, unknown>>
    const [open, counts] = listed(asked, bundle, now())
    const from = before === null ? 0 : open.findIndex(({ id }) => id === before) + 1
    if (before !== null && from === 0) throw new Refusal(400, 'before is a question that is open')
    const items = open.slice(from, from + limit)
    const last = items.at(-1)
    return {
      items: items.map((one) => shown(one, counts.get(one.bundle) ?? 1)),
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
        throw new Refusal(404, unknown(id, asked))
      const reached = isBundle(id)
        ? asked.alike(id).filter((one) => faultIn(parts, one, approval) === null)
        : []
      // As it stands before the answer itself is taken in.
      const fault = reached.length > 0 ? null : (over ?? faultIn(parts, found, approval))
      const needed = moreNeeded(found, approval)
      try {
        await append([{ topic, key: id, value }])
      } catch (error) {
        parts.failed?.(error, ONE)
        throw new Refusal(503, 'the log did not confirm the answer; give it again')
      }
      // What has no effect is said all the same, and so it stands in the log and in a finding.
      if (fault !== null)
        throw new Refusal(409, `${fault}; the answer is recorded and changes nothing`)
      const judge = found === 'elsewhere' ? 'another member' : 'this member'
      const detail = doneWith(approval, reached.length, found, needed)
      return reply.code(202).send({ id, time, judge, needed, detail })
    },
  )
}

/** Whoever answers a command that asks means its question. */
function unknown(id: string, asked: Asked): string {
  const question = approvalIdOf(id)
  const found = isAnswerable(id) ? asked.find(question) : null
  return found === null || found === 'elsewhere'
    ? 'no such question was asked, and no such command given'
    : `this is a command that asks; its question is ${question}`
}

/** Alike questions are shown as the first of them, with how many they are; with `bundle` those of one. */
function listed(
  asked: Asked,
  bundle: unknown,
  time: number,
): readonly [questions: readonly Question[], counts: ReadonlyMap<string, number>] {
  const counts = new Map<string, number>()
  const waits = (question: Question): boolean => lateness(question, time) === null
  if (bundle !== undefined) {
    if (typeof bundle !== 'string' || !isBundle(bundle))
      throw new Refusal(400, 'bundle is the id of a bundle, as a question names it')
    return [asked.bundled(bundle).filter(waits), counts]
  }
  const firsts = asked.open().filter((question) => {
    const { bundle: of } = question
    if (!waits(question)) return false
    if (of === '') return true
    const before = counts.get(of) ?? 0
    counts.set(of, before + 1)
    return before === 0
  })
  return [firsts, counts]
}

/** How many people more it takes, as far as is known here. */
function moreNeeded(found: Found, { id, decision }: Approval): number {
  if (found === null || found === 'elsewhere' || isBundle(id) || decision === 'deny') return 0
  return Math.max(0, found.needs - found.said.length - 1)
}

/** What comes of an answer that is in the log; who judges it says what it is worth. */
function doneWith(
  { id, decision }: Approval,
  reached: number,
  found: Found,
  needed: number,
): string {
  if (isBundle(id))
    return `recorded; it answers the ${reached} alike questions that wait here, and those that wait at other members`
  const command = id.startsWith('cmd-')
  const then =
    command && decision === 'deny'
      ? 'the command is undone once as many as have to said so'
      : needed > 0
        ? `${needed} more ${needed === 1 ? 'person has' : 'people have'} to allow it`
        : 'it counts, as far as is known now'
  return found === 'elsewhere'
    ? `recorded; another member judges this, if there is such a ${command ? 'command' : 'question'}: ambit explain ${id} tells what came of it`
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

/** Why an answer changes nothing, as a clause, as far as that is known here now; null where it does. */
function faultIn(
  { asked }: ApprovalParts,
  found: Found,
  { id, time, decision, approver }: Approval,
): string | null {
  const question = found === 'elsewhere' ? null : found
  const late = question === null ? null : lateness(question, time)
  if (late !== null) return late
  // Everybody may deny a question; to undo a command is to let pass
  const lets = decision === 'approve' || question === null
  const fault = lets ? asked.objection(question?.id ?? id, approver) : ''
  return fault === '' ? null : fault
}

function lateness(question: Question, time: number): string | null {
  const { state, deadlineMs } = question
  if (state === 'open' && waitsForRoom(question)) return null
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
