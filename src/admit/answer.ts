// Approvals and command results: their form, checked as strictly as an event's, and their time as
// epoch ms.
import type { Answer } from '../model/answer.js'
import type { Origin } from '../model/event.js'
import { Problem } from '../model/problem.js'
import { isSeconds, parseDuration, timeMsOf } from '../model/time.js'
import type { Approval, CommandResult } from '../model/wire.js'
import { checkIdText, notTime, notWord, wrong, type Members, type Scrutiny } from './form.js'

export type { Answer } from '../model/answer.js'

const TEXT_LENGTH_MAX = 4096
const VALID_MS_MAX = 31 * 86_400_000

/** Checks the members of an answer. Texts that may be left out are empty where they are. */
export function checkAnswer(
  record: Members,
  answer: Answer['answer'],
  origin: Origin,
  scrutiny: Scrutiny,
): Answer | Problem {
  const timeMs = timeMsOf(record['time'])
  if (!(timeMs >= 0) || isSeconds(record['time'])) {
    return record['time'] === undefined || record['time'] === null
      ? missing('time')
      : new Problem('EVENT_TIME_INVALID', 'time', notTime('time', record['time']).message)
  }
  return answer === 'approval'
    ? checkApproval(record, timeMs, origin, scrutiny)
    : checkResult(record, timeMs, origin, scrutiny)
}

function checkApproval(
  record: Members,
  timeMs: number,
  origin: Origin,
  scrutiny: Scrutiny,
): Answer | Problem {
  const problem =
    requiredId(record['id'], 'id', scrutiny) ??
    requiredId(record['approver'], 'approver', scrutiny) ??
    optionalText(record['reason'], 'reason') ??
    duration(record['valid_for'], 'valid_for')
  if (problem !== null) return problem
  const decision = record['decision']
  if (decision === undefined || decision === null) return missing('decision')
  if (decision !== 'approve' && decision !== 'deny') {
    return notWord('decision', 'approve, deny', decision)
  }
  const approval: Approval = {
    id: record['id'] as string,
    time: timeMs,
    approver: record['approver'] as string,
    decision,
    reason: (record['reason'] as string | null | undefined) ?? '',
    valid_for: (record['valid_for'] as string | null | undefined) ?? null,
  }
  return { answer: 'approval', approval, timeMs, origin }
}

function checkResult(
  record: Members,
  timeMs: number,
  origin: Origin,
  scrutiny: Scrutiny,
): Answer | Problem {
  const problem =
    requiredId(record['command_id'], 'command_id', scrutiny) ??
    optionalText(record['detail'], 'detail')
  if (problem !== null) return problem
  const status = record['status']
  if (status === undefined || status === null) return missing('status')
  if (status !== 'done' && status !== 'failed') return notWord('status', 'done, failed', status)
  const result: CommandResult = {
    command_id: record['command_id'] as string,
    time: timeMs,
    status,
    detail: (record['detail'] as string | null | undefined) ?? '',
  }
  return { answer: 'result', result, timeMs, origin }
}

function requiredId(value: unknown, field: string, scrutiny: Scrutiny): Problem | null {
  if (value === undefined || value === null) return missing(field)
  if (typeof value !== 'string' || value.length === 0) {
    return wrong(field, 'a text that is not empty', value)
  }
  return checkIdText(value, field, scrutiny)
}

function optionalText(value: unknown, field: string): Problem | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') return wrong(field, 'a text', value)
  return value.length <= TEXT_LENGTH_MAX
    ? null
    : wrong(field, `a text of at most ${TEXT_LENGTH_MAX} characters`, value)
}

/** A person's word is good for a stretch of time that can be counted, and for no longer than a month. */
function duration(value: unknown, field: string): Problem | null {
  if (value === undefined || value === null) return null
  const ms = typeof value === 'string' ? parseDuration(value) : null
  return ms !== null && ms > 0 && ms <= VALID_MS_MAX
    ? null
    : wrong(field, 'an ISO 8601 duration of at most 31 days, such as PT15M', value)
}

function missing(field: string): Problem {
  return new Problem('EVENT_FIELD_MISSING', field, `"${field}" is missing`)
}
