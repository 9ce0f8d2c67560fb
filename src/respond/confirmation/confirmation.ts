// Follows each command until it is certain what became of it, and sees to what is due on the way: repeats, doubts, lapses.
import type { Context } from '../../model/context.js'
import { createDues, type Dues } from '../../model/order/dues.js'
import type { Cause } from '../../model/finding.js'
import type { CommandState } from '../../model/life-command.js'
import type { Command, CommandResult } from '../../model/wire.js'
import { endOf } from './confirmation-issuer.js'
import { createFolloweds, type Followed, type Followeds } from './followed.js'
import { givenUp, keysOf } from './given-up.js'

/*
 * The life of a command. Escalations are not followed, as their answer is an approval; neither are shadow commands.
 *
 * - `sent`: published. Where nobody says within `withinMs` that it was carried out, it is sent again with the same id and
 *   a higher `attempt`, also after a `failed` result, until `repeats` are spent.
 * - `acknowledged`: a `done` result came, or the issuer reported the credential's end by itself. Of both the earlier time
 *   counts. A `failed` that contradicts it changes nothing, and is counted. From here on the credential, task, agent or workload
 *   counts as ended: a use that is let in later than the propagation is a cause (`detect`), one within it is only counted.
 * - `verified`: the propagation and the lateness have passed without such a use, so that none is on its way any more.
 * - `ineffective`: there was such a use. Its cause has been answered by the next rung.
 * - `unconfirmed`, or `failed` where the last word was that: the repeats are spent. It is answered by the plan, and
 *   stays in the list as such until somebody closes it: a late `done` (then what was raised for it is taken back), or a
 *   person (`closed`).
 * - `undone`: a `reinstate` took it back, as a person said so or a late event took its ground.
 * - `lapsed`: its `expires` passed. What was contained is then reinstated; a credential or a task that was revoked is not:
 *   it has ended by itself, or is long over.
 *
 * A `reinstate` is followed and repeated in the same way, and only listed where it stays unconfirmed: to cut off more
 * because of it would be the opposite of what it is for.
 *
 * Two clocks. A command lapses in the stream's time, as `expires` lies there. Confirmation is waited for by the log's
 * time at work (when records were appended, and silence): a backlog is read faster than anybody can answer. A replay has
 * no such time, and waits by the stream's.
 */

/** The clock by which is waited, and where both stand; -Infinity before anything came. */
export interface Clocks {
  readonly clock: 'stream' | 'log'
  readonly streamMs: () => number
  readonly logMs: () => number
}

export interface ConfirmationOptions extends Clocks {
  /** null: nothing is waited for; what comes by itself is still heard */
  readonly confirmation: { readonly withinMs: number; readonly repeats: number } | null
  readonly propagationMs: number
  readonly latenessMs: number
}

/** What is done about a command: each is carried out at once, by `respond`. */
export interface ConfirmationActions {
  readonly contextOf: (identity: string) => Context | null
  repeat(command: Command, followed: Followed): void
  raise(identity: string, cause: Cause): void
  /** takes back the causes under these keys that still stand; `why` is a clause */
  clear(identity: string, keys: readonly string[], why: string, timeMs: number): void
  /** its time is over: it is reinstated, and what it answered is closed */
  lapse(followed: Followed): void
  /** what it was about counts as ended; `byIssuer` said so itself */
  ended(followed: Followed, atMs: number, byIssuer: boolean): void
  /** and no longer */
  revived(followed: Followed): void
  /** it came to another state; `afterMs` since it was sent, by the clock of confirmations */
  came(followed: Followed, afterMs: number): void
}

/** Of the cause that a command answers: its key, the tier then, and the topic of its event. */
export type About = Pick<Followed, 'causeKey' | 'tier' | 'topic'>

export interface ConfirmationCounts {
  repeats: number
  /** results for commands that are not followed */
  strange: number
  /** results that say again what was known */
  doubled: number
  /** `failed` after `done`, or results for what is undone, lapsed or closed */
  contradicting: number
  inPropagation: number
}

export interface Confirmation {
  readonly followeds: Followeds
  readonly counts: Readonly<ConfirmationCounts>
  /** stream time at which the next command lapses; Infinity: none does */
  readonly dueMs: number
  sent(command: Command, identity: string, about: About): void
  take(result: CommandResult): void
  /** its issuer said something of a credential: it may be dead */
  issuerSaid(context: Context, credentialId: string): void
  /** a use was let in after what this command ended */
  wasIneffective(commandId: string): void
  /** a use was let in so shortly after it that not everybody may have heard */
  wasInPropagation(commandId: string): void
  undone(commandId: string, timeMs: number): void
  /** a person has seen to it */
  close(commandId: string): void
  /** the stream's time has come on: what lapses by it */
  advance(): void
  /** the clock of confirmations has come on: what is due by it */
  pass(): void
  restore(text: string): void
}

export function createConfirmation(
  options: ConfirmationOptions,
  actions: ConfirmationActions,
): Confirmation {
  const { confirmation, propagationMs, latenessMs, streamMs } = options
  const byLog = options.clock === 'log'
  const clockMs = byLog ? options.logMs : streamMs
  const followeds = createFolloweds()
  const dues = createDues<string>()
  const lapses = createDues<string>()
  const counts: ConfirmationCounts = {
    repeats: 0,
    strange: 0,
    doubled: 0,
    contradicting: 0,
    inPropagation: 0,
  }

  function wait(followed: Followed, dueMs: number): void {
    followed.dueMs = dueMs
    dues.push(dueMs, followed.command.id)
  }

  function move(followed: Followed, state: CommandState): void {
    followed.state = state
    followed.dueMs = null
    followeds.touch(followed)
    actions.came(followed, Math.max(0, clockMs() - followed.sentMs))
  }

  function sent(command: Command, identity: string, about: About): void {
    if (command.mode === 'shadow' || command.type === 'escalate') return
    const followed: Followed = {
      identity,
      causeKey: about.causeKey,
      tier: about.tier,
      topic: about.topic,
      command,
      state: 'sent',
      attempt: command.attempt,
      // By the stream's time the wait begins with the cause, so that the order in which events came does not show.
      sentMs: byLog ? clockMs() : Math.min(command.time, streamMs()),
      dueMs: null,
      doneMs: null,
      resultMs: null,
      inPropagation: 0,
      undoers: NOBODY,
      hasFailed: false,
      settled: false,
    }
    followeds.add(followed)
    actions.came(followed, 0)
    if (confirmation !== null) wait(followed, followed.sentMs + confirmation.withinMs)
    if (command.expires !== null) lapses.push(command.expires, command.id)
  }

  // --- what is heard of it ---

  function take(result: CommandResult): void {
    const followed = followeds.of(result.command_id)
    if (followed === undefined) counts.strange++
    else if (result.status === 'done') acknowledge(followed, result.time, false)
    else fail(followed, result.time)
  }

  function fail(followed: Followed, timeMs: number): void {
    const { state, command } = followed
    if (state !== 'sent' && state !== 'unconfirmed' && state !== 'failed') counts.contradicting++
    // Whoever carries commands out lets pass what has lapsed: that is no failure.
    else if (command.expires !== null && command.expires <= timeMs) {
      clear(followed, 'has lapsed', timeMs)
      move(followed, 'lapsed')
    } else {
      followed.hasFailed = true
      followeds.touch(followed)
    }
  }

  function acknowledge(followed: Followed, timeMs: number, byIssuer: boolean): void {
    const { state, command } = followed
    if (state === 'acknowledged' || state === 'verified' || state === 'ineffective') {
      const isEarlier = state !== 'verified' && timeMs < (followed.doneMs as number)
      if (!byIssuer) followed.resultMs ??= timeMs
      followeds.touch(followed)
      if (isEarlier) wasDone(followed, timeMs, byIssuer)
      else counts.doubled++
      return
    }
    if (state === 'undone' || state === 'lapsed' || state === 'closed') {
      counts.contradicting++
      return
    }
    followed.doneMs = timeMs
    if (!byIssuer) followed.resultMs = timeMs
    move(followed, 'acknowledged')
    if (state !== 'sent') clear(followed, 'was confirmed after all', timeMs)
    if (command.type === 'reinstate') followeds.settle(followed)
    else {
      wait(followed, clockMs() + propagationMs + latenessMs)
      end(followed, timeMs, byIssuer)
    }
  }

  /** A clock that is behind ours does not let the end lie before the cause, which would take its ground from it. */
  function end(followed: Followed, timeMs: number, byIssuer: boolean): void {
    actions.ended(followed, Math.max(timeMs, followed.command.time + 1), byIssuer)
  }

  /** Two say when it was carried out: what counts is another time than the one that was heard first. */
  function wasDone(followed: Followed, timeMs: number, byIssuer: boolean): void {
    followed.doneMs = timeMs
    if (followed.command.type === 'reinstate') return
    actions.revived(followed)
    end(followed, timeMs, byIssuer)
  }

  function issuerSaid(context: Context, credentialId: string): void {
    const ended: (readonly [followed: Followed, endMs: number])[] = []
    for (const followed of followeds.revokesOf(context.id)) {
      const endMs = endOf(context, followed.command, credentialId)
      if (endMs === null) continue
      if (endMs < (followed.doneMs ?? Infinity)) ended.push([followed, endMs])
      else if (endMs === Infinity && followed.doneMs !== followed.resultMs) livesOn(followed)
    }
    for (const [followed, endMs] of ended.sort(byId)) acknowledge(followed, endMs, true)
  }

  /** Its issuer did not end all of it after all, as a further credential of the task turns out to have been there. */
  function livesOn(followed: Followed): void {
    const { resultMs } = followed
    if (resultMs !== null) {
      followeds.touch(followed)
      wasDone(followed, resultMs, false)
      return
    }
    followed.doneMs = null
    move(followed, 'sent')
    if (confirmation !== null)
      wait(followed, (byLog ? clockMs() : followed.sentMs) + confirmation.withinMs)
    actions.revived(followed)
  }

  function clear({ identity, command }: Followed, what: string, timeMs: number): void {
    const why = `the ${command.type} of command ${command.id} ${what}`
    actions.clear(identity, keysOf(command.id), why, timeMs)
  }

  // --- what is due about it ---

  function due(followed: Followed, dueMs: number): void {
    if (followed.state === 'acknowledged') {
      move(followed, 'verified')
      if (followed.command.type !== 'contain') followeds.settle(followed)
      return
    }
    if (followed.state !== 'sent' || confirmation === null) return
    const { command, identity } = followed
    const { withinMs, repeats } = confirmation
    if (followed.attempt <= repeats) {
      followed.attempt++
      counts.repeats++
      followeds.touch(followed)
      actions.repeat({ ...command, attempt: followed.attempt }, followed)
      // After a silence of the log itself nobody could answer between two repeats that were due in it.
      wait(followed, (byLog ? clockMs() : dueMs) + withinMs)
      return
    }
    move(followed, followed.hasFailed ? 'failed' : 'unconfirmed')
    const open = actions.contextOf(identity)?.causes?.get(followed.causeKey)
    const timeMs = byLog ? Math.max(command.time, streamMs()) : dueMs
    const waited = `within ${withinMs / 1000} s and ${repeats} repeats`
    for (const cause of givenUp(followed, open, timeMs, waited)) actions.raise(identity, cause)
  }

  function lapse(followed: Followed, atMs: number): void {
    if (followed.settled) return
    const { command, state } = followed
    if (command.type === 'contain') {
      actions.lapse(followed)
      actions.revived(followed)
    }
    if (state !== 'ineffective') move(followed, 'lapsed')
    clear(followed, 'has lapsed', atMs)
    followeds.settle(followed)
  }

  return {
    followeds,
    counts,
    get dueMs() {
      return lapses.nextMs
    },
    sent,
    take,
    issuerSaid,
    wasIneffective(commandId) {
      const followed = followeds.of(commandId)
      if (followed?.state === 'acknowledged' || followed?.state === 'verified')
        move(followed, 'ineffective')
    },
    wasInPropagation(commandId) {
      counts.inPropagation++
      const followed = followeds.of(commandId)
      if (followed === undefined) return
      followed.inPropagation++
      followeds.touch(followed)
    },
    undone(commandId, timeMs) {
      const followed = followeds.of(commandId)
      if (followed === undefined || followed.state === 'undone') return
      move(followed, 'undone')
      clear(followed, 'is undone', timeMs)
      followeds.settle(followed)
      actions.revived(followed)
    },
    close(commandId) {
      const followed = followeds.of(commandId)
      if (followed?.state !== 'unconfirmed' && followed?.state !== 'failed') return
      move(followed, 'closed')
      if (followed.command.type !== 'contain') followeds.settle(followed)
    },
    advance() {
      takeDue(lapses, streamMs(), (id, dueMs) => {
        const followed = followeds.of(id)
        if (followed !== undefined) lapse(followed, dueMs)
      })
    },
    pass() {
      takeDue(dues, clockMs(), (id, dueMs) => {
        const followed = followeds.of(id)
        if (followed?.dueMs === dueMs) due(followed, dueMs)
      })
    },
    restore(text) {
      const followed = followeds.restore(text)
      const { id, expires } = followed.command
      if (followed.dueMs !== null) dues.push(followed.dueMs, id)
      if (expires !== null && !followed.settled) lapses.push(expires, id)
    },
  }
}

const NOBODY: readonly string[] = Object.freeze([])

function byId([a]: readonly [Followed, number], [b]: readonly [Followed, number]): number {
  return a.command.id < b.command.id ? -1 : 1
}

/** All that was due before then, as what comes at that very time is still in time; in an order that does not rest on how it came to wait. */
function takeDue(
  waiting: Dues<string>,
  toMs: number,
  then: (id: string, dueMs: number) => void,
): void {
  while (waiting.nextMs < toMs) {
    const { dueMs, what } = waiting.pop()
    const ids = [what]
    while (waiting.nextMs === dueMs) ids.push(waiting.pop().what)
    for (const id of ids.sort()) then(id, dueMs)
  }
}
