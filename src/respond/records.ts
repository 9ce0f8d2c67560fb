// What goes into the last stage and what comes out of it: its options, the judgement it answers, the records it gives.
import type { Answered } from '../model/answer.js'
import type { Tier } from '../model/capability.js'
import type { Context, Ended, Grant, OpenCause } from '../model/context.js'
import { ruleOf, type Cause } from '../model/finding.js'
import type { Joined } from '../model/joined.js'
import type { Command, Decision } from '../model/wire.js'
import type { Approvals } from './approvals/approvals.js'
import type { Reach } from './blast.js'
import type { Budget, BudgetOptions } from './budget.js'
import type { IrreversibleOptions } from './budget-irreversible.js'
import type { Child } from './commands-children.js'
import type { Confirmation, ConfirmationOptions } from './confirmation/confirmation.js'
import type { Undoing } from './confirmation/undoing.js'
import type { Followed } from './confirmation/followed.js'
import { deriveId } from './ids.js'

export interface RespondOptions {
  readonly mode: 'enforce' | 'shadow'
  readonly approval: {
    readonly deadlineMs: number
    readonly onTimeout: 'revoke' | 'allow'
    readonly approvers: Readonly<Record<Tier, number>>
    readonly secondAt: number
    readonly fatigue: { readonly answers: number; readonly windowMs: number } | null
  }
  readonly skewMs: number
  /** what only a person may have revoked or cut off */
  readonly protected: readonly string[]
  /** what cannot be brought back */
  readonly irreversible: IrreversibleOptions['irreversible']
  /** all causes that hold of an identity by now, with their repeats */
  readonly holding: (context: Context) => readonly Cause[]
  readonly budget: BudgetOptions | null
  readonly seenLastHour: () => number
  /** which decisions are wanted: `none` still counts them */
  readonly decisions: 'all' | 'notable' | 'none'
  /** how long and by which clock confirmations are waited for */
  readonly following: ConfirmationOptions
  /** what a command was about counts as ended from then on, until it is undone; `byIssuer`: as is known already */
  readonly ended: (identity: string, ended: Ended, byIssuer: boolean) => void
  readonly revived: (identity: string, commandId: string) => void
  readonly contextOf: (identity: string) => Context | null
  /** the same, made where there is none */
  readonly contextFor: (identity: string) => Context
  /** a cause as it is known by now: what came late may have told more of it than when it was raised */
  readonly present: (context: Context, cause: Cause) => Cause
  /** what people allowed an identity has changed: judges it anew, by what came with this id at this time */
  readonly rejudge: (context: Context, by: string, atMs: number, sink: RespondSink) => void
  /** told of identities whose contexts change on other occasions than their own events */
  readonly touched: (identity: string) => void
}

/** A finding as `feed` needs it to write an OCSF record. */
export interface FindingRecord {
  /** `update`: more is known of it than when it was created */
  readonly activity: 'create' | 'update' | 'close'
  readonly id: string
  readonly cause: Cause
  readonly rule: string
  readonly identity: string
  readonly tier: Tier
  readonly count: number
  readonly timeMs: number
  readonly commandId: string
  readonly decisionId: string
  readonly mode: 'enforce' | 'shadow'
  readonly blastRadius: number
  /** the parts that it is made of; null where the finding is closed */
  readonly reach: Reach | null
  /** who goes with what the command cuts off */
  readonly children: readonly Child[]
  readonly closedFor: string
  /** by what id this and alike questions about other children are answered together; '' where there is none */
  readonly bundle: string
}

/** causes kept of one identity; the oldest goes first */
const CAUSES_MAX = 256

/** False where the oldest had to make room. */
export function keepCause(context: Context, opened: OpenCause): boolean {
  const causes = (context.causes ??= new Map())
  const full = causes.size >= CAUSES_MAX && !causes.has(opened.cause.key)
  if (full) causes.delete(causes.keys().next().value as string)
  causes.set(opened.cause.key, opened)
  return !full
}

/** A cause that was not open before, or fell and comes again: a new episode, of which nothing is done yet. */
export function openCause(
  context: Context,
  cause: Cause,
  tier: Tier,
  decisionId: string,
): OpenCause {
  const before = context.causes?.get(cause.key)
  const episode = (before?.episode ?? 0) + 1
  return {
    cause,
    count: 1,
    episode,
    withdrawn: false,
    closedMs: 0,
    findingId: deriveId('fnd', context.id, cause.key, episode),
    decisionId,
    commandId: '',
    commandType: '',
    commandScope: '',
    alone: false,
    undone: before?.undone ?? NONE,
    blastRadius: 0,
    tier,
  }
}

const NONE: readonly string[] = Object.freeze([])

/** The finding of an open cause, with what is said about it now. */
export function findingOf(
  identity: string,
  { cause, findingId, commandId, count, tier }: OpenCause,
  about: Pick<
    FindingRecord,
    | 'activity'
    | 'timeMs'
    | 'decisionId'
    | 'mode'
    | 'blastRadius'
    | 'reach'
    | 'children'
    | 'closedFor'
    | 'bundle'
  >,
): FindingRecord {
  const rule = ruleOf(cause)
  return { ...about, id: findingId, cause, rule, identity, tier: tier as Tier, count, commandId }
}

/** Where the records go, in the order of the calls. */
export interface RespondSink {
  decision(decision: Decision, identity: string): void
  command(command: Command, identity: string, appendMs: number, tier: string): void
  finding(finding: FindingRecord): void
  /** a command came to another state; `afterMs` since it was sent, by the clock of confirmations */
  followed?(followed: Followed, afterMs: number): void
}

export interface RespondJudgement {
  readonly raised: readonly Cause[]
  readonly repeated: readonly OpenCause[]
  readonly withdrawn: readonly OpenCause[]
  /** what people allowed and the event made use of */
  readonly allowed: readonly Grant[]
  readonly open: readonly OpenCause[]
  /** of which more events are known to show them */
  readonly grown: readonly OpenCause[]
}

export const NOTHING: RespondJudgement = Object.freeze({
  raised: [],
  repeated: [],
  withdrawn: [],
  allowed: [],
  open: [],
  grown: [],
})

export interface RespondCounts {
  decisions: number
  commands: number
  findings: number
  causesDropped: number
  approvals: number
  results: number
}

export interface Respond {
  readonly budget: Budget
  readonly counts: RespondCounts
  /** events whose source was let go of, where that is asked for */
  readonly sourcesDropped: number
  readonly confirmation: Confirmation
  readonly approvals: Approvals
  answer(context: Context, joined: Joined, judgement: RespondJudgement, sink: RespondSink): void
  /** a use of authority by nobody knows whom */
  answerUnknown(joined: Joined, sink: RespondSink): void
  /** what came back in from outside */
  take(answered: Answered, sink: RespondSink): void
  /** stream time at which the next deadline passes; Infinity where nothing waits for one */
  readonly dueMs: number
  /** the stream's time comes to this: deadlines that passed are answered */
  advance(toMs: number, sink: RespondSink): void
  /** the clock by which commands are confirmed has come on */
  pass(sink: RespondSink): void
  /** a person takes a command back; false where there is nothing to take back */
  undo(undoing: Undoing, sink: RespondSink): boolean
}
