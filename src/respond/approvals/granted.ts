// What was allowed, as grants of an identity: bound to the act that was asked about, and to its time.
import type { Context, Grant } from '../../model/context.js'
import { ruleOf, versionOf } from '../../model/finding.js'
import type { Question, Said } from './questions.js'

/** what is remembered of one identity; the one that ended longest ago goes first */
const GRANTS_MAX = 32

/** The act that a question is about. */
export function actOf({ cause }: Question) {
  return {
    rule: ruleOf(cause),
    version: versionOf(cause),
    taskId: cause.taskId,
    action: cause.action,
    resourceId: cause.resourceId,
    args: cause.args ?? '',
  }
}

/** What people allowed; for one use it is good as long as people had to answer. */
export function grantOf(question: Question, deadlineMs: number): Grant {
  const { said } = question
  const fromMs = Math.max(...said.map(({ timeMs }) => timeMs))
  const once = said.some(({ validMs }) => validMs === 0)
  const validMs = once ? deadlineMs : Math.min(...said.map((one) => one.validMs))
  return granted(question, said, fromMs, fromMs + validMs, once)
}

/** What was let pass up to its deadline, as nobody had answered. */
export function grantOfSilence(question: Question, deadlineMs: number): Grant {
  return granted(question, [], deadlineMs, deadlineMs, false)
}

function granted(
  question: Question,
  said: readonly Said[],
  fromMs: number,
  untilMs: number,
  once: boolean,
): Grant {
  return {
    approval: question.id,
    approvers: said.map(({ approver }) => approver),
    ...actOf(question),
    fromMs,
    untilMs,
    once,
    usedBy: '',
    usedMs: 0,
  }
}

export function keep(context: Context, grant: Grant): void {
  const grants = context.grants ?? []
  if (grants.length >= GRANTS_MAX) {
    let first = 0
    grants.forEach(({ untilMs }, i) => {
      if (untilMs < (grants[first] as Grant).untilMs) first = i
    })
    grants.splice(first, 1)
  }
  context.grants = [...grants, grant]
}

/** Somebody had answered after all, so silence let nothing pass. */
export function forgetSilence(context: Context, { id }: Question): void {
  const { grants } = context
  if (grants !== null)
    context.grants = grants.filter((one) => one.approval !== id || one.approvers.length > 0)
}
