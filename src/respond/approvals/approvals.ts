// Asks people, takes their answers, and lets what they allowed pass: bound to the act, for once or for a time, by a deadline.
import type { ApprovalAnswer } from '../../model/answer.js'
import type { Tier } from '../../model/capability.js'
import type { Context, OpenCause } from '../../model/context.js'
import { isBundle } from '../../model/route.js'
import { parseDuration } from '../../model/time.js'
import type { Approval, Command } from '../../model/wire.js'
import { approvalIdOf } from '../commands.js'
import type { ApprovalActions, ApprovalOptions } from './approvals-parts.js'
import { createFatigue, type Fatigue } from './fatigue.js'
import { actOf, forgetSilence, grantOf, grantOfSilence, keep } from './granted.js'
import {
  bundleOf,
  createQuestions,
  digestOf,
  waitsForRoom,
  type Question,
  type Questions,
} from './questions.js'
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
 * let pass and its finding closed. Where only a person may decide (`keeps`), silence leaves everything as it is. Where its
 * budget is spent, silence is asked about once more, and that question stays open until somebody answers or there is room.
 * An answer that was given in time and comes late, within the lateness, takes that back: an approval lets it pass after all,
 * a denial refuses what silence let pass, or could not refuse by itself.
 *
 * Who is asked lives by the wall clock. So at work a question is asked, and its deadline passes, by the log's time (when
 * records were appended, and silence), however old the events are that it is about; what passed while the log stood still
 * waits until the answers that were given meanwhile have been read. A replay has no such time, and goes by the stream's.
 */

/** how long the log stands still before nobody was at work, and how long answers given then may take to be read */
const UNHEARD_MS = 30_000

export interface Approvals {
  readonly questions: Questions
  readonly fatigue: Fatigue
  readonly dueMs: number
  ask(command: Command, context: Context, opened: OpenCause, keeps: boolean): void
  /** one more cause that this command asks about */
  bundle(commandId: string): void
  take(answer: ApprovalAnswer, appendMs: number): void
  /** the stream's time comes to this, where deadlines pass by it */
  advance(toMs: number): void
  /** the log's time comes to this, where deadlines pass by that */
  pass(toMs: number): void
  /** the command was undone: nothing is asked any more. Gives the keys of what rested on it */
  takenBack(commandId: string): readonly string[]
}

/** When something was said, and when that was appended: NaN where nobody knows. */
interface Saying {
  readonly atMs: number
  readonly appendMs: number
}

export function createApprovals(options: ApprovalOptions, actions: ApprovalActions): Approvals {
  const questions = createQuestions()
  const fatigue = createFatigue(options.fatigue)
  const { mode, latenessMs, skewMs, streamMs } = options
  const byLog = options.clock === 'log'

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
      askedMs: approval.deadline - options.deadlineMs,
      deadlineMs: approval.deadline,
      dueMs: approval.deadline,
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
  function faultOf(question: Question, approval: Approval, said: Saying, free: boolean): string {
    const { state, askedMs, deadlineMs, cause } = question
    const { atMs } = said
    if (state === 'approved' || state === 'denied') return `it was ${state} already`
    if (state === 'withdrawn') return 'what it was about has been taken back'
    if (atMs < Math.min(cause.timeMs, askedMs) - skewMs) return 'it was given before anybody asked'
    if (atMs > deadlineMs && !(state === 'open' && waitsForRoom(question)))
      return `it was given ${Math.ceil((atMs - deadlineMs) / 1000)} s after the deadline`
    if (state === 'expired' && isLate(said)) return 'it came later than the lateness'
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
    const said = { atMs, appendMs }
    if (isBundle(approval.id)) return takeBundle(answer, said)
    const question = questions.get(approval.id)
    if (question === undefined)
      return actions.find(voided(null, approval, 'nobody was asked this', atMs, mode))
    const { voids } = question
    const fault = takeOne(question, answer, said, false)
    if (fault !== '') actions.find(voided({ ...question, voids }, approval, fault, atMs, mode))
  }

  /**
   * One answer to all of it that it can reach here, which is looked at once. Where it does not count for some of them, or
   * reaches none, that is told of one of them, as it is one answer: by the same id whoever tells it. Of what is held
   * elsewhere others know: of a bundle of which nothing is held here nothing can be said.
   */
  function takeBundle(answer: ApprovalAnswer, said: Saying): void {
    const { atMs } = said
    const alike = questions.alikeIn(answer.approval.id)
    let met = 0
    let counted = 0
    let first: readonly [Question, string] | null = null
    const takeAs = (question: Question): void => {
      const approval = { ...answer.approval, id: question.id }
      const fault = takeOne(question, { ...answer, approval }, said, counted > 0)
      if (fault === '') counted++
      else first ??= [question, fault]
    }
    for (const question of alike) {
      passBy(question, atMs)
      if (!isReached(question, said)) continue
      met++
      takeAs(question)
    }
    const last = alike.at(-1)
    if (met === 0 && last !== undefined) takeAs(last)
    if (first === null) return
    const [question, fault] = first as readonly [Question, string]
    const why = counted === 0 ? fault : `${fault} (so for ${met - counted} of ${met})`
    actions.find(voided({ ...question, voids: 0 }, answer.approval, why, atMs, mode))
  }

  /** Whether what was said then can still count. */
  function isReached({ state, deadlineMs }: Question, said: Saying): boolean {
    return state === 'open' || (state === 'expired' && said.atMs <= deadlineMs && !isLate(said))
  }

  /** It counts by the time at which it was appended, however long it waited to be read; where nobody knows that, by the stream's. */
  function isLate({ atMs, appendMs }: Saying): boolean {
    return (Number.isNaN(appendMs) ? streamMs() : appendMs) - atMs > latenessMs
  }

  /** The time of an answer itself shows that the deadline has passed. */
  function passBy(question: Question, atMs: number): void {
    const untilMs = waitsForRoom(question) ? question.dueMs : question.deadlineMs
    if (question.state === 'open' && atMs > untilMs) expire(question)
  }

  /** Why it did not count, '' where it did. `free`: it costs nothing of what a person may allow. */
  function takeOne(
    question: Question,
    { approval, origin }: ApprovalAnswer,
    said: Saying,
    free: boolean,
  ): string {
    const { atMs } = said
    passBy(question, atMs)
    const fault = faultOf(question, approval, said, free)
    if (fault !== '') {
      question.voids++
      questions.touch(question)
    } else if (approval.decision === 'deny') deny(question, approval, origin.topic, atMs)
    else approve(question, approval, origin.topic, atMs)
    return fault
  }

  /** What is allowed at work is so by the events' time: of old ones, what was done until the one that was read last. */
  function inStream(atMs: number): number {
    return byLog && atMs - streamMs() > latenessMs && streamMs() > -Infinity ? streamMs() : atMs
  }

  function deny(question: Question, approval: Approval, topic: string, atMs: number): void {
    const { state, identity, keeps, onTimeout } = question
    const { approver } = approval
    question.decidedMs = atMs
    questions.touch(question, 'denied')
    const said = { outcome: 'revoke', atMs, stands: '' } as const
    actions.decide(decided(question, approval, topic, said, mode), identity)
    const context = actions.contextOf(identity)
    const passed = state === 'expired' && !keeps
    if (!passed) refuse(question, approver, atMs)
    else if (onTimeout === 'allow') {
      // Silence let it pass: it is as if it had not.
      forgetSilence(context, question)
      actions.reopen(context, question.commandId, `${approver} denied it in time`, atMs)
      refuse(question, approver, atMs)
      actions.rejudge(context, question.id, atMs)
    } else if (!actions.isRefused(context, expiredKey(question))) {
      // Silence was to revoke it, and could not by itself. A person can.
      const why = `${approver} denied it in time`
      actions.clear(identity, [expiredKey(question)], why, 'denied', atMs)
      refuse(question, approver, atMs)
    }
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
    said.push({ approver: approval.approver, timeMs: inStream(atMs), validMs })
    const enough = said.length >= needs
    const grant = grantOf(question, options.deadlineMs)
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
    if (question.state === 'expired') {
      const why = `${approval.approver} allowed it in time`
      actions.clear(identity, [expiredKey(question)], why, 'approved', atMs)
      forgetSilence(context, question)
    }
    // Where it was asked again as nobody had answered, it is the first question that is answered too.
    for (let one: Question | undefined = question; one !== undefined; ) {
      one.decidedMs = atMs
      questions.touch(one, 'approved')
      if (one.cause.row !== 'approval.refused') keep(context, { ...grant, ...actOf(one) })
      actions.close(context, one.commandId, 'approved', atMs)
      one = questions.get(expiredIn(one.cause))
    }
    actions.rejudge(context, question.id, atMs)
    actions.settled(question)
  }

  function expire(question: Question): void {
    const { deadlineMs, identity } = question
    const waits = waitsForRoom(question)
    if (waits && actions.isSpent(question)) return wait(question)
    const atMs = waits ? question.dueMs : deadlineMs
    question.decidedMs = atMs
    questions.touch(question, 'expired')
    if (question.onTimeout === 'revoke') {
      refuse(question, '', atMs)
      return
    }
    if (question.keeps) return
    const context = actions.contextOf(identity)
    keep(context, grantOfSilence(question, inStream(deadlineMs)))
    actions.close(context, question.commandId, 'deadline', deadlineMs)
    actions.rejudge(context, question.id, deadlineMs)
  }

  /** Looked at again when a further deadline has passed: by the log's time one after now, as nobody was asked in between. */
  function wait(question: Question): void {
    const { dueMs } = question
    const late = byLog ? Math.max(0, Math.floor((options.logMs() - dueMs) / options.deadlineMs)) : 0
    questions.delay(question, dueMs + (late + 1) * options.deadlineMs)
  }

  // One moment after the other, as what is asked again by then may be due in its turn.
  function expireUpTo(toMs: number): void {
    while (questions.dueMs <= toMs)
      for (const question of questions.takeDue(questions.dueMs))
        // What one of them lets pass may be what another one asks about.
        if (question.state === 'open') expire(question)
  }

  let passedMs = -Infinity
  return {
    questions,
    fatigue,
    get dueMs() {
      return byLog ? Infinity : questions.dueMs
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
      if (!byLog) expireUpTo(toMs)
    },
    pass(toMs) {
      if (!byLog) return
      if (toMs - passedMs > UNHEARD_MS) questions.defer(toMs, toMs + UNHEARD_MS)
      passedMs = toMs
      expireUpTo(toMs)
    },
    takenBack(commandId) {
      const question = questions.get(approvalIdOf(commandId))
      if (question === undefined || question.state === 'approved') return []
      questions.touch(question, 'withdrawn')
      return [expiredKey(question), deniedKey(question)]
    },
  }
}
