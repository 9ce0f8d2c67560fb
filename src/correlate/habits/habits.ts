// Baselines of identities without a declared purpose and of their owners: learned in the order of event time, a lateness behind.
import { FIRST_PRIVILEGED } from '../../model/capability.js'
import { isForeign, taskIn, type Context, type TaskContext, type Use } from '../../model/context.js'
import {
  createBaseline,
  isBefore,
  KIND_OF,
  MINUTE_MS,
  valuesOf,
  type Baseline,
  type Habits,
  type Memory,
  type Novelty,
  type Pending,
} from '../../model/context-habits.js'
import type { Joined } from '../../model/joined.js'
import { runOf } from '../../model/life.js'
import { ages, counts, see, tell, tells } from './baseline.js'
import { createGroups, FLEET, type Groups } from './groups.js'

/** Values known of one identity; what was not seen for the longest goes first. */
export const VALUES_MAX = 128
/** Kinds of uses of one identity that wait for the lateness; of what is more only the class is learned. */
export const PENDING_MAX = 256
/** Classes of these, each in its minute; what is more is not learned. */
const PENDING_CLASSES_MAX = 128

export interface HabitsOptions {
  readonly latenessMs: number
  /** how far ahead of the log's clock a use may be; one that claims more is learned as if it were no more */
  readonly skewMs: number
  /** null: nothing is learned */
  readonly baseline: Omit<Memory, 'latenessMs'> | null
}

/** What one minute brought. One object, used again. */
export interface Settled {
  /** those to whom something was new */
  readonly news: readonly Context[]
  /** all of which more is known now */
  readonly learned: readonly string[]
  readonly dueMs: number
}

export interface HabitsLearner {
  /** owners and the whole, of those that this task judges */
  readonly groups: Groups
  /** values let go, and uses not learned, at a limit */
  readonly dropped: number
  learn(context: Context, joined: Joined, use: Use): void
  /** the use was another identity's: what was like it in that minute is not learned either */
  retract(context: Context, gone: Use): void
  /** the next minute that nothing can come into any more; null where none is over by this stream time */
  settle(streamMs: number): Settled | null
  nextDueMs(): number
  restore(context: Context): void
}

export function createHabits(
  { latenessMs, skewMs, baseline }: HabitsOptions,
  find: (id: string) => Context | undefined,
): HabitsLearner {
  const memory: Memory = { ...(baseline ?? { warmupMs: 0, halfLifeMs: 1 }), latenessMs }
  /** who waits, by minute */
  const waiting = new Map<number, Set<string>>()
  let next = Infinity
  let dropped = 0
  const groups = createGroups(memory)
  let said: readonly Context[] = []

  function wait(minute: number, id: string): void {
    const there = waiting.get(minute)
    if (there !== undefined) {
      there.add(id)
      return
    }
    waiting.set(minute, new Set([id]))
    if (minute < next) next = minute
  }

  function habitsOf(context: Context): Habits {
    return (context.habits ??= {
      own: createBaseline(),
      pending: [],
      news: [],
      owner: null,
      fleet: groups.of(FLEET),
      memory,
    })
  }

  function learn(context: Context, joined: Joined, use: Use): void {
    if (baseline === null || !use.acts || !use.attributed || isDeclared(context, use)) return
    const habits = habitsOf(context)
    const { pending } = habits
    if (habits.owner === null && context.owner !== '') habits.owner = groups.of(context.owner)
    // Nothing waits for a time that its sender made up, and takes the place of others until then.
    const latestMs = joined.appendMs + skewMs || Infinity
    const minute = Math.floor(Math.min(use.timeMs, latestMs) / MINUTE_MS)
    let values = valuesOf(joined, use)
    if (pendsAlready(pending, minute, values, use)) return
    if (pending.length >= PENDING_MAX) {
      dropped++
      // Many places are no way to hide what is done in them.
      values = values.slice(0, 1)
      if (pendsAlready(pending, minute, values, use)) return
      if (pending.length >= PENDING_MAX + PENDING_CLASSES_MAX) return
    }
    pending.push({ minute, values, use, n: 1 })
    wait(minute, context.id)
  }

  function settleOne(context: Context, minute: number): void {
    const habits = context.habits as Habits
    const due = habits.pending.filter((pending) => pending.minute <= minute)
    if (due.length === 0) return
    habits.pending = habits.pending.filter((pending) => pending.minute > minute)
    habits.owner = context.owner === '' ? null : groups.of(context.owner)
    due.sort((a, b) => (isBefore(a.use, b.use) ? -1 : 1))
    // A purpose may have been declared meanwhile.
    for (const one of due) if (!isDeclared(context, one.use)) learnOne(context, habits, one)
  }

  function learnOne(context: Context, habits: Habits, { minute, values, use, n }: Pending): void {
    const { own, owner, fleet } = habits
    const ms = Math.min(use.timeMs, (minute + 1) * MINUTE_MS - 1)
    const first = ms === use.timeMs ? use : { timeMs: ms, eventId: use.eventId }
    ages(own, ms, memory)
    if (owner !== null) ages(owner, ms, memory)
    const isTold = isFirstPrivileged(context, use)
    for (const value of values) {
      const ownTells = !isTold && tells(own, value, ms, memory)
      const ownerTells = !isTold && owner !== null && tells(owner, value, ms, memory)
      const forIdentity = see(own, value, first, n, VALUES_MAX, memory, () => dropped++) && ownTells
      const forOwner = owner !== null && groups.see(owner, value, first, n) && ownerTells
      if (fleet !== null) groups.see(fleet, value, first, n)
      if (!forIdentity && !forOwner) continue
      const kind = KIND_OF[value.charAt(0)] ?? 'resource'
      const lastOfOwn = forIdentity && tell(own, value, ms, memory)
      const last = (forOwner && tell(owner, value, ms, memory)) || lastOfOwn
      habits.news.push({ kind, value, forIdentity, forOwner, use, n, usual: 0, last })
    }
    const usual = counts(own, ms, n, memory)
    const ownersUsual = owner === null ? null : counts(owner, ms, n, memory)
    if (owner !== null) groups.counted(owner)
    if (usual === null && ownersUsual === null) return
    habits.news.push(tooMuch(own, owner, usual, ownersUsual, use))
  }

  return {
    groups,
    get dropped() {
      return dropped + groups.dropped
    },
    learn,
    retract(context, gone) {
      const { habits } = context
      if (habits === null) return
      const at = habits.pending.findIndex(
        ({ use }) => use.eventId === gone.eventId && use.topic === gone.topic,
      )
      if (at >= 0) habits.pending.splice(at, 1)
    },
    settle(streamMs) {
      // What was found is said once.
      for (const { habits } of said) if (habits !== null) habits.news = []
      said = []
      if (streamMs < (next + 1) * MINUTE_MS + latenessMs) return null
      const minute = next
      const ids = [...(waiting.get(minute) ?? [])].sort()
      waiting.delete(minute)
      next = Infinity
      for (const other of waiting.keys()) if (other < next) next = other
      const news: Context[] = []
      for (const id of ids) {
        const context = find(id)
        if (context?.habits == null) continue
        settleOne(context, minute)
        if (context.habits.news.length > 0) news.push(context)
      }
      said = news
      return { news, learned: ids, dueMs: (minute + 1) * MINUTE_MS + latenessMs }
    },
    nextDueMs: () => (next === Infinity ? Infinity : (next + 1) * MINUTE_MS + latenessMs),
    restore(context) {
      const { habits } = context
      if (habits === null) return
      habits.memory = memory
      habits.fleet = groups.restored(FLEET)
      habits.owner = context.owner === '' ? null : groups.restored(context.owner)
      for (const { minute } of habits.pending) wait(minute, context.id)
    },
  }
}

function tooMuch(
  own: Baseline,
  owner: Baseline | null,
  usual: number | null,
  ownersUsual: number | null,
  use: Use,
): Novelty {
  const forIdentity = usual !== null
  const { hour, n } = (forIdentity ? own : (owner as Baseline)).volume
  return {
    kind: 'volume',
    value: String(hour),
    forIdentity,
    forOwner: ownersUsual !== null,
    use,
    n,
    usual: usual ?? (ownersUsual as number),
    last: false,
  }
}

/** The first use of a privileged class is told on arrival, with a response of its own. */
function isFirstPrivileged({ firsts }: Context, use: Use): boolean {
  const first = firsts?.[use.capability - FIRST_PRIVILEGED]
  return first != null && first.eventId === use.eventId && first.timeMs === use.timeMs
}

/** Whether a purpose says what it may do: that of the task it names, else that of a task that is open. */
function isDeclared(context: Context, use: Use): boolean {
  const says = (task: TaskContext): boolean => {
    const { coverage, purposeMs, startMs, endMs } = runOf(task, use.timeMs)
    if (coverage === null || purposeMs > use.timeMs) return false
    return use.taskId !== '' || (startMs <= use.timeMs && use.timeMs <= endMs)
  }
  if (use.taskId === '') return context.tasks.some((task) => says(task) && !isForeign(task.id))
  const named = taskIn(context, use.taskId)
  return named !== undefined && says(named)
}

/** Whether it is like another of its minute, and counts with it. */
function pendsAlready(
  pending: readonly Pending[],
  minute: number,
  values: readonly string[],
  use: Use,
): boolean {
  for (let i = pending.length - 1; i >= 0; i--) {
    const like = pending[i] as Pending
    if (like.minute !== minute || !same(like.values, values)) continue
    like.n++
    if (isBefore(use, like.use)) like.use = use
    return true
  }
  return false
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i])
}
