// Joins the life of commands to the answering of causes: what is sent is followed, and what becomes of it raises, closes and undoes.
import type { ApprovalAnswer } from '../../model/answer.js'
import type { Context, Ended, OpenCause } from '../../model/context.js'
import type { Cause } from '../../model/finding.js'
import { binds, QUIET, type Joined } from '../../model/joined.js'
import type { Command, CommandResult } from '../../model/wire.js'
import type { Fatigue } from '../approvals/fatigue.js'
import type { RespondCounts, RespondOptions, RespondSink } from '../records.js'
import { createConfirmation, type Confirmation } from './confirmation.js'
import type { Followed } from './followed.js'
import { commandBehind } from './given-up.js'
import { releaseOf } from './release.js'
import { createUndoing, overOf, type Undoing } from './undoing.js'

/** How causes are answered: `respond` does it. */
export interface Answering {
  raise(context: Context, cause: Cause, occasion: Joined, sink: RespondSink): void
  withdraw(
    context: Context,
    open: OpenCause,
    occasion: Joined,
    why: string,
    closedFor: string,
    sink: RespondSink,
  ): void
  /** the finding of a cause is closed, after a decision */
  closed(
    context: Context,
    open: OpenCause,
    timeMs: number,
    decisionId: string,
    closedFor: string,
    sink: RespondSink,
  ): void
}

export interface Follow {
  readonly confirmation: Confirmation
  /** publishes a command that answers this cause, and follows it */
  send(
    identity: string,
    command: Command,
    open: OpenCause,
    appendMs: number,
    sink: RespondSink,
  ): void
  /** what an event says of commands that were given */
  hear(context: Context, joined: Joined, sink: RespondSink): void
  /** a cause is raised: it may show that a command is without effect */
  raised(context: Context, cause: Cause): void
  /** a `reinstate` went out for it */
  undone(commandId: string, timeMs: number, sink: RespondSink): void
  takeResult(result: CommandResult, sink: RespondSink): void
  /** false where what is answered is no command */
  takeAnswer(answer: ApprovalAnswer, appendMs: number, sink: RespondSink): boolean
  /** people decided what was asked about this cause: where that was a command that was given up, it is seen to */
  settled(causeKey: string, sink: RespondSink): void
  /** false where there is nothing to take back */
  undo(undoing: Undoing, sink: RespondSink): boolean
  advance(sink: RespondSink): void
  pass(sink: RespondSink): void
}

export function createFollow(
  options: RespondOptions,
  counts: RespondCounts,
  answering: Answering,
  fatigue: Fatigue,
): Follow {
  /** where the records go: whoever lets something happen says so */
  let to: RespondSink
  const quiet = (timeMs: number): Joined => ({ ...QUIET, timeMs })
  const confirmation = createConfirmation(options.following, {
    contextOf: options.contextOf,
    repeat: (command, { identity, tier }) => to.command(command, identity, NaN, tier),
    raise(identity, cause) {
      answering.raise(options.contextFor(identity), cause, quiet(cause.timeMs), to)
      options.touched(identity)
    },
    clear(identity, keys, why, timeMs) {
      const context = options.contextOf(identity)
      if (context === null || context.causes === null) return
      for (const key of keys) {
        const open = context.causes.get(key)
        if (open === undefined || open.withdrawn) continue
        answering.withdraw(context, open, quiet(timeMs), why, 'settled', to)
        options.touched(identity)
      }
    },
    lapse: (followed) =>
      release(followed, 'its time is over', 'expired', followed.command.expires ?? 0, 0),
    ended({ identity, command }, fromMs, byIssuer) {
      const { id: commandId, scope } = command
      options.ended(identity, { commandId, scope, id: command[`${scope}_id`], fromMs }, byIssuer)
    },
    revived: ({ identity, command }) => options.revived(identity, command.id),
    came: (followed, afterMs) => to.followed?.(followed, afterMs),
  })

  /** A command is taken back by other than an event: what it answered is closed with it. */
  function release(
    followed: Followed,
    why: string,
    closedFor: string,
    atMs: number,
    forMs: number,
  ): void {
    const { identity, command } = followed
    const timeMs = Math.max(command.time, atMs)
    const context = options.contextOf(identity)
    const {
      decision,
      command: reinstate,
      closed,
    } = releaseOf(context, followed, why, timeMs, timeMs + forMs)
    counts.decisions++
    counts.commands++
    if (options.decisions !== 'none') to.decision(decision, identity)
    to.command(reinstate, identity, NaN, followed.tier)
    confirmation.sent(reinstate, identity, followed)
    if (context === null) return
    for (const open of closed) answering.closed(context, open, timeMs, decision.id, closedFor, to)
    options.touched(identity)
  }

  /** Uses that are let in while a command of ours has not come to everybody are counted, and no more. */
  function inPropagation(ended: readonly Ended[], joined: Joined): void {
    if (joined.op !== 'join' || joined.outcome === 'deny' || joined.outcome === 'error') return
    if (joined.type !== 'tool.called' && joined.type !== 'resource.accessed') return
    const { timeMs } = joined
    const { propagationMs } = options.following
    for (const { scope, id, fromMs, commandId } of ended)
      if (subjectOf(joined, scope) === id && timeMs > fromMs && timeMs <= fromMs + propagationMs)
        confirmation.wasInPropagation(commandId)
  }

  const takeBack = createUndoing(options, {
    fatigue,
    contextOf: options.contextOf,
    undo: (undoing) => follow.undo(undoing, to),
    touch: (followed) => confirmation.followeds.touch(followed),
    decide(decision, identity) {
      counts.decisions++
      if (options.decisions !== 'none') to.decision(decision, identity)
    },
    find(finding) {
      counts.findings++
      to.finding(finding)
    },
  })

  const follow: Follow = {
    confirmation,
    send(identity, command, { cause, tier, commandType }, appendMs, sink) {
      to = sink
      counts.commands++
      sink.command(command, identity, appendMs, tier)
      // Nobody carries a question out, so nobody confirms that it is taken back.
      if (commandType === 'escalate') return
      confirmation.sent(command, identity, { causeKey: cause.key, tier, topic: cause.topic })
      // Its end may be known already: the issuer's word came before that of the cause.
      const context = command.type === 'revoke' ? options.contextOf(identity) : null
      if (context !== null) confirmation.issuerSaid(context, command.credential_id)
    },
    hear(context, joined, sink) {
      to = sink
      if (context.ended !== null) inPropagation(context.ended, joined)
      const { type } = joined
      if (joined.credentialId !== '' && (type.startsWith('credential.') || binds(type)))
        confirmation.issuerSaid(context, joined.credentialId)
    },
    raised(context, cause) {
      if (context.ended === null) return
      for (const id of shownIneffective(context.ended, cause)) confirmation.wasIneffective(id)
    },
    undone(commandId, timeMs, sink) {
      to = sink
      confirmation.undone(commandId, timeMs)
    },
    takeResult(result, sink) {
      to = sink
      confirmation.take(result)
    },
    takeAnswer(answer, appendMs, sink) {
      const followed = confirmation.followeds.of(answer.approval.id)
      if (followed === undefined) return false
      to = sink
      takeBack(followed, answer, appendMs)
      return true
    },
    settled(causeKey, sink) {
      const commandId = commandBehind(causeKey)
      if (commandId === '') return
      to = sink
      confirmation.close(commandId)
    },
    undo({ commandId, by, reason, timeMs, validForMs }, sink) {
      const followed = confirmation.followeds.of(commandId)
      if (followed === undefined || overOf(followed) !== null) return false
      to = sink
      const why = `it was undone by ${by}${reason === '' ? '' : ` (${reason})`}`
      release(followed, why, 'undone', timeMs, validForMs)
      confirmation.undone(commandId, timeMs)
      return true
    },
    advance(sink) {
      to = sink
      confirmation.advance()
    },
    pass(sink) {
      to = sink
      confirmation.pass()
    },
  }
  return follow
}

function subjectOf(joined: Joined, scope: Ended['scope']): string {
  if (scope === 'credential') return joined.credentialId
  if (scope === 'task') return joined.taskId
  return scope === 'agent' ? joined.agentId : joined.workloadId
}

/** The commands that a cause shows to be without effect: of what they ended, something was let in. */
function shownIneffective(
  ended: readonly Ended[],
  { key, row, credentialId, timeMs }: Cause,
): readonly string[] {
  if (row !== 'after-end.allowed' && row !== 'uncontained') return []
  return ended
    .filter(({ commandId, scope, id, fromMs }) =>
      scope === 'credential'
        ? row === 'after-end.allowed' && id === credentialId && fromMs < timeMs
        : key === `ineffective|${commandId}`,
    )
    .map(({ commandId }) => commandId)
}
