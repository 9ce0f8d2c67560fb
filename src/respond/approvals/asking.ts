// Joins approvals to the answering of causes: what is asked is a command, and what people say raises, closes and takes back.
import type { ApprovalAnswer } from '../../model/answer.js'
import type { Context, OpenCause } from '../../model/context.js'
import type { Cause } from '../../model/finding.js'
import { QUIET, type Joined } from '../../model/joined.js'
import type { Command } from '../../model/wire.js'
import type { RespondCounts, RespondOptions, RespondSink } from '../records.js'
import { approvalIdOf } from '../commands.js'
import { createApprovals, type Approvals } from './approvals.js'
import type { QuestionState } from './questions.js'
import { isDenied } from './told.js'

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
  /** what was done about a cause is undone, and the cause stays; `why` is a clause */
  release(context: Context, open: OpenCause, occasion: Joined, why: string, sink: RespondSink): void
  /** the finding of a cause that was closed is open again */
  reopened(context: Context, open: OpenCause, timeMs: number, sink: RespondSink): void
  /** the finding of a cause is closed */
  closed(
    context: Context,
    open: OpenCause,
    timeMs: number,
    closedFor: string,
    sink: RespondSink,
  ): void
  /** whether there is no room for another automatic command about this cause */
  isSpent(context: Context, cause: Cause): boolean
  /** people have decided what was asked about this cause */
  settled(causeKey: string, sink: RespondSink): void
}

export interface Asking {
  readonly approvals: Approvals
  ask(command: Command, context: Context, opened: OpenCause, keeps: boolean): void
  /** its command asks already */
  bundle(opened: OpenCause): void
  /** whether a person has denied what its command asks about */
  isDenied(opened: OpenCause): boolean
  /** the bundle of its question, '' where there is none */
  bundleOf(opened: OpenCause): string
  take(answer: ApprovalAnswer, appendMs: number, sink: RespondSink): void
  advance(toMs: number, sink: RespondSink): void
  pass(toMs: number, sink: RespondSink): void
  /** a question was undone: what rested on it falls with it */
  takenBack(
    context: Context,
    commandId: string,
    occasion: Joined,
    why: string,
    sink: RespondSink,
  ): void
}

/** ids of commands that were answered, remembered of each cause, so that the next one has another */
const ANSWERED_MAX = 8

export function createAsking(
  options: RespondOptions,
  counts: RespondCounts,
  answering: Answering,
): Asking {
  /** where the records go: whoever lets something happen says so */
  let to: RespondSink
  const { approval, mode, skewMs, following } = options
  const quiet = (timeMs: number): Joined => ({ ...QUIET, timeMs })

  function clear(
    context: Context,
    keys: readonly string[],
    why: string,
    occasion: Joined,
    closedFor: string,
  ): void {
    for (const key of keys) {
      const open = context.causes?.get(key)
      if (open === undefined || open.withdrawn) continue
      answering.withdraw(context, open, occasion, why, closedFor, to)
    }
    options.touched(context.id)
  }

  const approvals = createApprovals(
    {
      ...approval,
      mode,
      skewMs,
      latenessMs: following.latenessMs,
      clock: following.clock,
      streamMs: following.streamMs,
      logMs: following.logMs,
    },
    {
      contextOf: options.contextFor,
      raise({ identity, commandId }, cause) {
        const context = options.contextFor(identity)
        // A person is enough: no second source is waited for any more.
        if (isDenied(cause))
          for (const open of context.causes?.values() ?? [])
            if (open.commandId === commandId) open.alone = false
        // The event that it was about may be gone for another's: then nobody refused anything.
        answering.raise(context, cause, quiet(cause.timeMs), to)
        options.touched(identity)
      },
      present: options.present,
      clear: (identity, keys, why, closedFor, atMs) =>
        clear(options.contextFor(identity), keys, why, quiet(atMs), closedFor),
      isSpent: ({ identity, cause, dueMs }) =>
        answering.isSpent(options.contextFor(identity), { ...cause, timeMs: dueMs }),
      isRefused(context, key) {
        const open = context.causes?.get(key)
        return open?.withdrawn === false && /^(revoke|contain)$/.test(open.commandType)
      },
      close(context, commandId, why, atMs) {
        for (const open of context.causes?.values() ?? []) {
          if (open.commandId !== commandId || open.withdrawn) continue
          open.withdrawn = true
          open.undone = [...open.undone.slice(-ANSWERED_MAX), commandId]
          answering.closed(context, open, Math.max(atMs, open.cause.timeMs), why, to)
        }
        options.touched(context.id)
      },
      reopen(context, commandId, why, atMs) {
        for (const open of context.causes?.values() ?? []) {
          if (!open.undone.includes(commandId)) continue
          if (open.commandId !== commandId) {
            // It was done again, and was asked about by a question of its own, which no person has answered.
            const state = stateOf(open)
            if (state === null || state === 'approved' || state === 'denied') continue
            if (!open.withdrawn) answering.release(context, open, quiet(atMs), why, to)
          }
          open.withdrawn = false
          open.undone = open.undone.filter((id) => id !== commandId)
          open.commandId = commandId
          open.commandType = 'escalate'
          answering.reopened(context, open, Math.max(atMs, open.cause.timeMs), to)
        }
        options.touched(context.id)
      },
      rejudge(context, by, atMs) {
        options.rejudge(context, by, atMs, to)
        options.touched(context.id)
      },
      decide(decision, identity) {
        counts.decisions++
        if (options.decisions !== 'none') to.decision(decision, identity)
      },
      settled({ cause }) {
        answering.settled(cause.key, to)
      },
      find(finding) {
        counts.findings++
        to.finding(finding)
      },
    },
  )

  function stateOf({ commandType, commandId }: OpenCause): QuestionState | null {
    if (commandType !== 'escalate') return null
    return approvals.questions.get(approvalIdOf(commandId))?.state ?? null
  }

  return {
    approvals,
    isDenied: (opened) => stateOf(opened) === 'denied',
    ask: approvals.ask,
    bundle(opened) {
      if (opened.commandType !== 'escalate') return
      approvals.bundle(opened.commandId)
      if (stateOf(opened) === 'denied') opened.alone = false
    },
    bundleOf: ({ commandType, commandId }) =>
      commandType === 'escalate'
        ? (approvals.questions.get(approvalIdOf(commandId))?.bundle ?? '')
        : '',
    take(answer, appendMs, sink) {
      to = sink
      approvals.take(answer, appendMs)
    },
    advance(toMs, sink) {
      to = sink
      approvals.advance(toMs)
    },
    pass(toMs, sink) {
      to = sink
      approvals.pass(toMs)
    },
    takenBack(context, commandId, occasion, why, sink) {
      to = sink
      clear(context, approvals.takenBack(commandId), why, occasion, 'late_event')
    },
  }
}
