// Every command that has effect with what became of it, bounded: what is settled goes first, and nothing goes uncounted.
import { COMMAND_STATES, type CommandState } from '../../model/life-command.js'
import { createOldest } from '../../model/order/oldest.js'
import type { Command } from '../../model/wire.js'

/** One command on its way. Mutable, owned by the book; written out as it is, so all numbers are finite or null. */
export interface Followed {
  readonly identity: string
  readonly tier: string
  /** the cause that it answers, in the context of its identity */
  readonly causeKey: string
  /** topic of the event behind it */
  readonly topic: string
  /** as it was sent first */
  readonly command: Command
  state: CommandState
  attempt: number
  /** when it was sent, by the clock of confirmations */
  readonly sentMs: number
  /** when something is next due about it, by the same clock; null: nothing is */
  dueMs: number | null
  /** when it was carried out, as a result or its issuer says; null: nobody said so */
  doneMs: number | null
  /** … and as a result says */
  resultMs: number | null
  /** uses that were let in while it had not come to everybody yet */
  inPropagation: number
  /** people who said that it is to be undone, where it takes more than one */
  undoers: readonly string[]
  /** whether the last that was heard of it is that it failed */
  hasFailed: boolean
  /** nothing is due about it any more: it only stands in the list */
  settled: boolean
}

/** commands about which something may still be due */
export const OPEN_MAX = 20_000
/** commands that only stand in the list */
export const SETTLED_MAX = 5_000

export interface Followeds {
  readonly size: number
  /** commands that had to be let go of while something was still due about them */
  readonly dropped: number
  of(id: string): Followed | undefined
  /** revokes of an identity of which it may still be said that they were carried out, or that they were earlier */
  revokesOf(identity: string): readonly Followed[]
  /** how far a command has come; null where it is not followed */
  stateOf(id: string): CommandState | null
  all(): Iterable<Followed>
  /** how many are in each state */
  states(): Readonly<Record<CommandState, number>>
  add(followed: Followed): void
  /** it was changed: its state is to be written */
  touch(followed: Followed): void
  /** it stands in the list until others need the place */
  settle(followed: Followed): void
  /** ids changed since the last call, each with its state as text; null: forgotten */
  drain(): Iterable<readonly [id: string, text: string | null]>
  current(id: string): string | null
  restore(text: string): Followed
}

export function createFolloweds(openMax = OPEN_MAX, settledMax = SETTLED_MAX): Followeds {
  const open = new Map<string, Followed>()
  const settled = new Map<string, Followed>()
  const oldestOpen = createOldest(open)
  const oldestSettled = createOldest(settled)
  const revokes = new Map<string, Set<Followed>>()
  const changed = new Set<string>()
  let dropped = 0

  const of = (id: string): Followed | undefined => open.get(id) ?? settled.get(id)

  /** It is among those whose issuer may still say something, or no more. */
  function index(followed: Followed, isKept: boolean): void {
    const { identity, state, command } = followed
    const waits =
      state !== 'verified' && state !== 'undone' && state !== 'lapsed' && state !== 'closed'
    const there = revokes.get(identity)
    if (isKept && waits && command.type === 'revoke' && of(command.id) === followed) {
      if (there === undefined) revokes.set(identity, new Set([followed]))
      else there.add(followed)
    } else if (there?.delete(followed) === true && there.size === 0) revokes.delete(identity)
  }

  function settle(followed: Followed): void {
    const { id } = followed.command
    open.delete(id)
    followed.settled = true
    followed.dueMs = null
    if (settled.size >= settledMax && !settled.has(id)) {
      const [oldest, forgotten] = oldestSettled()
      settled.delete(oldest)
      index(forgotten, false)
      changed.add(oldest)
    }
    settled.set(id, followed)
    changed.add(id)
  }

  /** What has to make room is listed as what it is: a command of which nobody knows that it was carried out. */
  function makeRoom(): void {
    const [, oldest] = oldestOpen()
    dropped++
    if (oldest.state === 'sent') oldest.state = 'unconfirmed'
    settle(oldest)
  }

  return {
    get size() {
      return open.size + settled.size
    },
    get dropped() {
      return dropped
    },
    of,
    revokesOf: (identity) => [...(revokes.get(identity) ?? [])],
    stateOf: (id) => of(id)?.state ?? null,
    *all() {
      yield* open.values()
      yield* settled.values()
    },
    states() {
      const states = Object.fromEntries(COMMAND_STATES.map((state) => [state, 0]))
      for (const all of [open, settled])
        for (const { state } of all.values()) states[state] = (states[state] as number) + 1
      return states as Record<CommandState, number>
    },
    add(followed) {
      const { id } = followed.command
      const before = of(id)
      if (before !== undefined) index(before, false)
      settled.delete(id)
      if (open.size >= openMax && !open.has(id)) makeRoom()
      open.set(id, followed)
      index(followed, true)
      changed.add(id)
    },
    touch(followed) {
      index(followed, true)
      changed.add(followed.command.id)
    },
    settle,
    *drain() {
      for (const id of changed) yield [id, write(of(id))] as const
      changed.clear()
    },
    current: (id) => write(of(id)),
    restore(text) {
      const followed = JSON.parse(text) as Followed
      const into = followed.settled ? settled : open
      into.set(followed.command.id, followed)
      index(followed, true)
      return followed
    },
  }
}

function write(followed: Followed | undefined): string | null {
  return followed === undefined ? null : JSON.stringify(followed)
}
