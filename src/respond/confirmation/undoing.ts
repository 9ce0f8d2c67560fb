// A person's word that a command was not right: checked as approvals are, for to undo is to let pass; what counts undoes it.
import type { ApprovalAnswer } from '../../model/answer.js'
import type { Tier } from '../../model/capability.js'
import type { Context } from '../../model/context.js'
import { parseDuration } from '../../model/time.js'
import type { Approval, Decision } from '../../model/wire.js'
import type { Fatigue } from '../approvals/fatigue.js'
import { plain, roleOf } from '../approvals/roles.js'
import { voided } from '../approvals/told.js'
import type { FindingRecord, RespondOptions } from '../records.js'
import type { Followed } from './followed.js'
import { releaseDecision } from './release.js'

/*
 * An approval whose id is that of a command. `deny` says that the command is not right: it is undone by a `reinstate`, and
 * what it answered is closed; what happens within `valid_for` of it is let pass as well. It takes as many people as an
 * approval of the same tier and blast radius. `approve` says nothing, as the command was given already.
 */

/** A person's word that a command is to be undone; what it answered is let pass for `validForMs` more. */
export interface Undoing {
  readonly commandId: string
  readonly by: string
  readonly reason: string
  readonly timeMs: number
  readonly validForMs: number
}

export interface UndoingActions {
  readonly fatigue: Fatigue
  readonly contextOf: (identity: string) => Context | null
  undo(undoing: Undoing): void
  /** it was changed: its state is to be written */
  touch(followed: Followed): void
  decide(decision: Decision, identity: string): void
  find(finding: FindingRecord): void
}

/** of what a person says of the reason; the whole stands in the topic of approvals */
const REASON_CHARACTERS_MAX = 500

export function createUndoing(
  { approval: { approvers, secondAt, fatigue }, mode, skewMs }: RespondOptions,
  actions: UndoingActions,
): (followed: Followed, answer: ApprovalAnswer, appendMs: number) => void {
  function faultOf(followed: Followed, { decision, approver }: Approval, atMs: number): string {
    const { command, identity, undoers } = followed
    if (decision === 'approve') return 'the command was given already, and can only be denied'
    const over = overOf(followed)
    if (over !== null) return over
    if (atMs < command.time - skewMs) return 'it was given before the command'
    const name = plain(approver)
    const subject = {
      identity,
      agentId: command.agent_id,
      workloadId: command.workload_id,
      taskId: command.task_id,
    }
    const role = roleOf(actions.contextOf(identity), subject, name)
    if (role !== '') return `the approver is ${role}`
    if (undoers.some((one) => plain(one) === name)) return 'the same person has said so before'
    if (!actions.fatigue.spend(name, atMs))
      return `this person has allowed more than ${fatigue?.answers} within the time of a budget, too much to have been looked at`
    return ''
  }

  return (followed, { approval, timeMs, origin }, appendMs) => {
    const atMs = timeMs > appendMs + skewMs ? appendMs + skewMs : timeMs
    const { command, identity, causeKey } = followed
    const tier = followed.tier as Tier
    const open = actions.contextOf(identity)?.causes?.get(causeKey)
    const fault = faultOf(followed, approval, atMs)
    if (fault !== '') {
      const about =
        open === undefined
          ? null
          : { cause: open.cause, identity, tier, commandId: command.id, voids: 0 }
      actions.find(voided(about, approval, fault, atMs, mode))
      return
    }
    const { approver } = approval
    const reason = approval.reason.slice(0, REASON_CHARACTERS_MAX)
    const needs = Math.max(approvers[tier], command.blast_radius >= secondAt ? 2 : 1)
    followed.undoers = [...followed.undoers, approver]
    actions.touch(followed)
    if (followed.undoers.length < needs) {
      const why = `${approver} would undo it${reason === '' ? '' : `: ${reason}`}`
      const stands = `${followed.undoers.length} of the ${needs} who have to`
      const { topic } = origin
      const said = releaseDecision(command, open?.cause, topic, command.id, atMs, why, stands)
      actions.decide({ ...said, outcome: 'escalate' }, identity)
      return
    }
    const validForMs = approval.valid_for === null ? 0 : (parseDuration(approval.valid_for) ?? 0)
    const by = followed.undoers.join(' and ')
    actions.undo({ commandId: command.id, by, reason, timeMs: atMs, validForMs })
  }
}

/** Why there is nothing to take back, as a clause; null: there is. */
export function overOf({ command, state }: Pick<Followed, 'command' | 'state'>): string | null {
  if (command.type === 'reinstate') return 'it takes another command back'
  if (state === 'undone') return 'it was undone already'
  return state === 'lapsed' ? 'it has lapsed' : null
}
