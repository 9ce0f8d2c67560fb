// Asks people, takes their answers, and lets what they allowed pass: bound to the act, for once or for a time, by a deadline.
import type { ApprovalAnswer } from '../../model/answer.js'
import type { Tier } from '../../model/capability.js'
import type { Context, Grant, OpenCause } from '../../model/context.js'
import { ruleOf, versionOf } from '../../model/finding.js'
import { isBundle } from '../../model/route.js'
import { parseDuration } from '../../model/time.js'
import type { Approval, Command, Decision } from '../../model/wire.js'
import { approvalIdOf } from '../commands.js'
import type { FindingRecord } from '../records.js'
import { createFatigue, type Fatigue } from './fatigue.js'
import { bundleOf, createQuestions, digestOf, type Question, type Questions } from './questions.js'
import { plain, roleOf } from './roles.js'
import { decided, deniedKey, expiredIn, expiredKey, refusal, voided } from './told.js'

/*
 * The life of a question. An `escalate` opens one; causes of the same episode are bundled into it while it is open.
 *
 * An answer counts if it names a question that is open, was given before its deadline, and, where it allows, comes from
 * somebody who is neither the agent, its owner nor who asked for the task, has not allowed it before, and has allowed no
 * more than a person can look at. Everything else changes nothing and is a finding. To deny is open to everybody.
 *
 * What is allowed is the act that was asked about: its rule in that version, task, action, resource and arguments. It covers
 * what was done of it up to the answer, and one use more, or as many as come within `valid_for`. Everything else that was
 * bundled is judged anew and asked again.
 *
 * Denied, or not allowed by the deadline: `approval.refused`, which the plan answers; or, where `on_timeout` is allow, it is
 * let pass and its finding closed. Where only a person may decide (`keeps`), silence leaves everything as it is.
 * An approval that was given in time and comes late, within the lateness, takes that back.
 */

export interface ApprovalOptions {
  readonly mode: Decision['mode']
  readonly deadlineMs: number
  /** people who have to allow it, by tier */
  readonly approvers: Readonly<Record<Tier, number>>
  /** blast radius from which it takes two at least */
  readonly secondAt: number
  readonly fatigue: { readonly answers: number; readonly windowMs: number } | null
  readonly latenessMs: number
  readonly skewMs: number
  readonly streamMs: () => number
}

/** What follows from an answer; `respond` does it. */
export interface ApprovalActions {
  readonly contextOf: (identity: string) => Context
  raise(question: Question, cause: OpenCause['cause']): void
  readonly present: (context: Context, cause: OpenCause['cause']) => OpenCause['cause']
  /** takes back causes that rested on it; `why` is a clause */
  clear(identity: string, keys: readonly string[], why: string, atMs: number): void
  /** closes what a command asked about, without another one */
  close(context: Context, commandId: string, why: 'approved' | 'deadline', atMs: number): void
  /** what was allowed has changed */
  rejudge(context: Context, by: string, atMs: number): void
  decide(decision: Decision, identity: string): void
  /** people have decided it */
  settled(question: Question): void
  find(finding: FindingRecord): void
}

export interface Approvals {
  readonly questions: Questions
  readonly fatigue: Fatigue
  readonly dueMs: number
  ask(command: Command, context: Context, opened: OpenCause, keeps: boolean): void
  /** one more cause that this command asks about */
  bundle(commandId: string): void
  take(answer: ApprovalAnswer, appendMs: number): void
  advance(toMs: number): void
  /** the command was undone: nothing is asked any more. Gives the keys of what rested on it */
  takenBack(commandId: string): readonly string[]
}

/** what is remembered of one identity; the one that ended longest ago goes first */
const GRANTS_MAX = 32

export function createApprovals(options: ApprovalOptions, actions: ApprovalActions): Approvals {
  const questions = createQuestions()
  const fatigue = createFatigue(options.fatigue)
  const { mode, latenessMs, skewMs, streamMs } = options

  function ask(command: Command, context: Context, opened: OpenCause, keeps: boolean): void {
    const { approval } = command
    if (approval === null) return
    const tier = opened.tier as Tier
    const second = command.blast_radius >= options.secondAt ? 2 : 1
    questions.add({
      id: approval.id,
      commandId: command.id,
      identity: context.id,
      tier,
      cause: opened.cause,
      digest: digestOf(opened.cause),
      reason: command.reason,
      blastRadius: command.blast_radius,
      deadlineMs: approval.deadline,
      onTimeout: approval.on_timeout,
      needs: Math.max(options.approvers[tier], second),
      keeps,
      bundle: bundleOf(context, opened.cause),
      alike: 0,
      state: 'open',
      said: [],
      voids: 0,
      decidedMs: 0,
    })
  }

  /** Why an answer does not count, as a clause; '' where it does. */
  function faultOf(question: Question, approval: Approval, atMs: number, free: boolean): string {
    const { state, deadlineMs, cause } = question
    if (state === 'approved' || state === 'denied') return `it was ${state} already`
    if (state === 'withdrawn') return 'what it was about has been taken back'
    if (atMs < cause.timeMs - skewMs) return 'it was given before anybody asked'
    if (atMs > deadlineMs)
      return `it was given ${Math.ceil((atMs - deadlineMs) / 1000)} s after the deadline`
    if (state === 'expired' && streamMs() - atMs > latenessMs)
      return 'it came later than the lateness'
    if (approval.decision === 'deny') return ''
    const name = plain(approval.approver)
    const subject = { identity: question.identity, ...cause }
    const role = roleOf(actions.contextOf(question.identity), subject, name)
    if (role !== '') return `the approver is ${role}`
    if (question.said.some(({ approver }) => plain(approver) === name))
      return 'the same person has allowed it before'
    if (!free && !fatigue.spend(name, atMs))
      return `this person has allowed more than ${options.fatigue?.answers} within the time of a budget, too much to have been looked at`
    return ''
  }

  function take(answer: ApprovalAnswer, appendMs: number): void {
    const { approval, timeMs } = answer
    const atMs = timeMs > appendMs + skewMs ? appendMs + skewMs : timeMs
    if (isBundle(approval.id)) return takeBundle(answer, atMs)
    const question = questions.get(approval.id)
    if (question === undefined)
      actions.find(voided(null, approval, 'nobody was asked this', atMs, mode))
    else takeOne(question, answer, atMs, false)
  }

  /**
   * One answer to all of it that it can reach here, which is looked at once. Where it reaches none, that is told of one of
   * them. Of what is held elsewhere others know: of a bundle of which nothing is held here nothing can be said.
   */
  function takeBundle(answer: ApprovalAnswer, atMs: number): void {
    const alike = questions.alikeIn(answer.approval.id)
    const takeAs = (question: Question, free: boolean): boolean => {
      const approval = { ...answer.approval, id: question.id }
      return takeOne(question, { ...answer, approval }, atMs, free)
    }
    let met = false
    let seen = false
    for (const question of alike) {
      passBy(question, atMs)
      if (!isReached(question, atMs)) continue
      met = true
      seen = takeAs(question, seen) || seen
    }
    const last = alike.at(-1)
    if (!met && last !== undefined) takeAs(last, false)
  }

  /** Whether what was said then can still count. */
  function isReached({ state, deadlineMs }: Question, atMs: number): boolean {
    return (
      state === 'open' ||
      (state === 'expired' && atMs <= deadlineMs && streamMs() - atMs <= latenessMs)
    )
  }

  /** The time of an answer itself shows that the deadline has passed. */
  function passBy(question: Question, atMs: number): void {
    if (question.state === 'open' && atMs > question.deadlineMs) expire(question)
  }

  /** Whether it counted. `free`: it costs nothing of what a person may allow. */
  function takeOne(
    question: Question,
    { approval, origin }: ApprovalAnswer,
    atMs: number,
    free: boolean,
  ): boolean {
    passBy(question, atMs)
    const fault = faultOf(question, approval, atMs, free)
    if (fault !== '') {
      actions.find(voided(question, approval, fault, atMs, mode))
      question.voids++
      questions.touch(question)
    } else if (approval.decision === 'deny') deny(question, approval, origin.topic, atMs)
    else approve(question, approval, origin.topic, atMs)
    return fault === ''
  }

  function deny(question: Question, approval: Approval, topic: string, atMs: number): void {
    const expired = question.state === 'expired'
    question.decidedMs = atMs
    questions.touch(question, 'denied')
    const said = { outcome: 'revoke', atMs, stands: '' } as const
    actions.decide(decided(question, approval, topic, said, mode), question.identity)
    // Its silence may have refused it already; where silence left it as it is, this is the first word.
    if (!expired || question.keeps) refuse(question, approval.approver, atMs)
    actions.settled(question)
  }

  /** In whatever order its events came, what is refused is the first of what was asked about. */
  function refuse(question: Question, approver: string, atMs: number): void {
    const cause = actions.present(actions.contextOf(question.identity), question.cause)
    actions.raise(question, refusal(question, cause, approver, atMs))
  }

  function approve(question: Question, approval: Approval, topic: string, atMs: number): void {
    const { identity, needs, said } = question
    const validMs = approval.valid_for === null ? 0 : (parseDuration(approval.valid_for) ?? 0)
    said.push({ approver: approval.approver, timeMs: atMs, validMs })
    const enough = said.length >= needs
    const grant = grantOf(question)
    const worth =
      `${question.id} stands for ${grant.once ? 'one use more' : 'every use of the same kind'}` +
      ` until ${new Date(grant.untilMs).toISOString()}`
    actions.decide(
      decided(
        question,
        approval,
        topic,
        enough
          ? { outcome: 'allow', atMs, stands: worth }
          : { outcome: 'escalate', atMs, stands: `${said.length} of the ${needs} who have to` },
        mode,
      ),
      identity,
    )
    if (!enough) return questions.touch(question)
    const context = actions.contextOf(identity)
    if (question.state === 'expired')
      actions.clear(
        identity,
        [expiredKey(question)],
        `${approval.approver} allowed it in time`,
        atMs,
      )
    question.decidedMs = atMs
    questions.touch(question, 'approved')
    // Where it was asked again as nobody had answered, it is the first question that is answered too.
    for (let one: Question | undefined = question; one !== undefined; ) {
      if (one.cause.row !== 'approval.refused') keep(context, { ...grant, ...actOf(one) })
      actions.close(context, one.commandId, 'approved', atMs)
      one = questions.get(expiredIn(one.cause))
    }
    actions.rejudge(context, question.id, atMs)
    actions.settled(question)
  }

  function grantOf(question: Question): Grant {
    const { said } = question
    const fromMs = Math.max(...said.map(({ timeMs }) => timeMs))
    const once = said.some(({ validMs }) => validMs === 0)
    const validMs = once ? options.deadlineMs : Math.min(...said.map((one) => one.validMs))
    return {
      approval: question.id,
      approvers: said.map(({ approver }) => approver),
      ...actOf(question),
      fromMs,
      untilMs: fromMs + validMs,
      once,
      usedBy: '',
      usedMs: 0,
    }
  }

  function keep(context: Context, grant: Grant): void {
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

  function expire(question: Question): void {
    const { deadlineMs, identity } = question
    question.decidedMs = deadlineMs
    questions.touch(question, 'expired')
    if (question.onTimeout === 'revoke') {
      refuse(question, '', deadlineMs)
      return
    }
    if (question.keeps) return
    const context = actions.contextOf(identity)
    const grant = { ...grantOf({ ...question, said: [SILENCE] }), approvers: [] }
    keep(context, { ...grant, fromMs: deadlineMs, untilMs: deadlineMs, once: false })
    actions.close(context, question.commandId, 'deadline', deadlineMs)
    actions.rejudge(context, question.id, deadlineMs)
  }

  return {
    questions,
    fatigue,
    get dueMs() {
      return questions.dueMs
    },
    ask,
    bundle(commandId) {
      const question = questions.get(approvalIdOf(commandId))
      if (question === undefined || question.state !== 'open') return
      question.alike++
      questions.touch(question)
    },
    take,
    advance(toMs) {
      for (const question of questions.takeDue(toMs)) expire(question)
    },
    takenBack(commandId) {
      const question = questions.get(approvalIdOf(commandId))
      if (question === undefined || question.state === 'approved') return []
      questions.touch(question, 'withdrawn')
      return [expiredKey(question), deniedKey(question)]
    },
  }
}

const SILENCE = { approver: '', timeMs: 0, validMs: 0 }

function actOf({ cause }: Question) {
  return {
    rule: ruleOf(cause),
    version: versionOf(cause),
    taskId: cause.taskId,
    action: cause.action,
    resourceId: cause.resourceId,
    args: cause.args ?? '',
  }
}
