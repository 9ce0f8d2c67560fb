// The brakes in their order: why a command that the plan wants is not given by itself, so that a person is asked instead.
import type { Context } from '../model/context.js'
import { ruleOf, type Cause } from '../model/finding.js'
import { isDenied } from './approvals/told.js'
import type { Clocks } from './confirmation/confirmation.js'
import type { Budget, Spending } from './budget.js'
import type { Irreversible } from './budget-irreversible.js'
import { createProtected } from './budget-protected.js'
import { isShared } from './commands.js'
import type { Command } from '../model/wire.js'

export interface Held {
  /** a clause */
  readonly why: string
  /** only a person may decide: silence leaves it as it is */
  readonly keeps: boolean
  /** a second source would let it go */
  readonly alone: boolean
}

/** When a command about this cause is spent: what silence brings at work, now, as a brake that is paid in the past is none. */
export function spendingOf(cause: Cause, { clock, streamMs, logMs }: Clocks): Spending {
  const byLog = clock === 'log' && cause.row === 'approval.refused' && Number.isFinite(logMs())
  return { byLog, atMs: byLog ? logMs() : Math.min(cause.timeMs, streamMs()) }
}

/** null where nothing holds it. What a person said is not automatic. */
export type Brakes = (
  context: Context,
  cause: Cause,
  type: Command['type'],
  scope: string,
) => Held | null

export function createBrakes(
  list: readonly string[],
  irreversible: Irreversible | null,
  budget: Budget,
  clocks: Clocks,
): Brakes {
  const guarded = createProtected(list)
  return (context, cause, type, scope) => {
    if (type === 'escalate') return null
    if (cause.row === 'approval.refused' && isDenied(cause)) return null
    const touched = guarded(context, cause, scope)
    if (touched !== '') return { why: `${touched} is protected`, keeps: true, alone: false }
    const alone = irreversible?.missing(context, cause, scope, isShared(cause, type)) ?? ''
    if (alone !== '') return { why: alone, keeps: true, alone: true }
    if (cause.row === 'task.ended') return null
    if (budget.spend(ruleOf(cause), context.id, spendingOf(cause, clocks))) return null
    return { why: 'the budget for automatic commands is spent', keeps: false, alone: false }
  }
}
