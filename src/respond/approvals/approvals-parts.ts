// What questions are asked with: the settings they go by, and what an answer or silence lets happen.
import type { Tier } from '../../model/capability.js'
import type { Context, OpenCause } from '../../model/context.js'
import type { Decision } from '../../model/wire.js'
import type { Clocks } from '../confirmation/confirmation.js'
import type { FindingRecord } from '../records.js'
import type { Question } from './questions.js'

export interface ApprovalOptions extends Clocks {
  readonly mode: Decision['mode']
  readonly deadlineMs: number
  /** people who have to allow it, by tier */
  readonly approvers: Readonly<Record<Tier, number>>
  /** blast radius from which it takes two at least */
  readonly secondAt: number
  readonly fatigue: { readonly answers: number; readonly windowMs: number } | null
  readonly latenessMs: number
  readonly skewMs: number
}

/** What follows from an answer; `respond` does it. */
export interface ApprovalActions {
  readonly contextOf: (identity: string) => Context
  raise(question: Question, cause: OpenCause['cause']): void
  readonly present: (context: Context, cause: OpenCause['cause']) => OpenCause['cause']
  /** takes back causes that rested on it; `why` is a clause */
  clear(
    identity: string,
    keys: readonly string[],
    why: string,
    closedFor: 'approved' | 'denied',
    atMs: number,
  ): void
  /** whether silence can revoke no more by itself for now */
  isSpent(question: Question): boolean
  /** whether a command ends what this cause is about */
  isRefused(context: Context, key: string): boolean
  /** closes what a command asked about, without another one */
  close(context: Context, commandId: string, why: 'approved' | 'deadline', atMs: number): void
  /** takes it back that it was closed so: it is asked about by this command again. `why` is a clause */
  reopen(context: Context, commandId: string, why: string, atMs: number): void
  /** what was allowed has changed */
  rejudge(context: Context, by: string, atMs: number): void
  decide(decision: Decision, identity: string): void
  /** people have decided it */
  settled(question: Question): void
  find(finding: FindingRecord): void
}
