// What the events of each task mentioned, kept while it lasts: bounded in all, what is dropped counted.
import type { Mentions } from '../../model/mentions.js'
import { UNREAD_SIZE, UnreadCall } from './extract-call.js'
import { FADED_MAX, fadedOf } from './ledger-faded.js'

/** One event that mentioned something. */
export interface Told {
  readonly eventId: string
  readonly topic: string
  readonly timeMs: number
  /** index into CAPABILITIES */
  readonly capability: number
  readonly domain: string
  readonly tool: string
  /** whether what was touched is confidential or more, or a secret was read */
  readonly secret: boolean
  /** whether it named its task: else that is what its credential and the tasks of its time say */
  readonly named: boolean
  readonly credentialId: string
  readonly mentions: Mentions
  /** of a result that is too old to be kept whole, only what may steer a call yet */
  readonly faded?: true
}

/** Events kept of one task, by role; the oldest goes first. */
export const TOLD_MAX: Readonly<Record<Mentions['role'], number>> = {
  prompt: 24,
  result: 40,
  call: 32,
}

export interface Ledger {
  /** values and words held in all, counted in characters of their hashes */
  readonly size: number
  /** events let go at a limit, and values left out of those that are kept */
  readonly dropped: number
  readonly tasks: number
  /** what is known of a task of an identity, in the order in which it came */
  of(identity: string, task: string): readonly Told[]
  /** whether anything of that says what a call may go by: a prompt, a result, or that outsiders wrote what is read */
  hasGround(identity: string, task: string): boolean
  knows(identity: string): boolean
  /** names of the tasks of an identity of which something is known */
  tasksOf(identity: string): readonly string[]
  add(identity: string, task: string, told: Told): void
  remove(identity: string, topic: string, eventId: string): boolean
  /** what named no task goes where `taskOf` says now, given the task it was kept under; true where something went elsewhere */
  move(identity: string, taskOf: (told: Told, task: string) => string): boolean
  forget(identity: string): void
  /** the entries that changed since the last call: key and value, null where it is gone */
  drain(): Iterable<readonly [key: string, value: string | null]>
  track(): void
  current(key: string): string | null
  restore(key: string, value: string): void
}

const APART = '\u0000'

/** What is known of one task, with how many of it are grounds. */
interface Kept {
  readonly task: string
  all: Told[]
  grounds: number
}

/** The tasks of one identity, the one heard of longest ago first where they are many. */
type Tasks = Kept[]

const isGround = ({ mentions: { role, trust } }: Told): boolean =>
  role !== 'call' || trust === 'external'

export function createLedger(sizeMax: number): Ledger {
  /** by identity, the one learned of longest ago first */
  const identities = new Map<string, Tasks>()
  const changed = new Map<string, true>()
  let tracked = false
  let size = 0
  let dropped = 0
  let count = 0
  // An event asks for its identity several times.
  let latest = ''
  let tasksOfLatest: Tasks | undefined

  function find(identity: string): Tasks | undefined {
    if (identity !== latest) {
      latest = identity
      tasksOfLatest = identities.get(identity)
    }
    return tasksOfLatest
  }

  function keptOf(identity: string, task: string): Kept | undefined {
    const tasks = find(identity)
    if (tasks === undefined) return undefined
    for (let at = tasks.length - 1; at >= 0; at--)
      if ((tasks[at] as Kept).task === task) return tasks[at]
    return undefined
  }

  const note = (identity: string, task: string, told: Told): void => {
    if (tracked) changed.set(keyOf(identity, task, told), true)
  }

  function release(identity: string, task: string, told: Told): void {
    size -= sizeOf(told.mentions)
    note(identity, task, told)
  }

  function forget(identity: string): void {
    const tasks = find(identity)
    if (tasks === undefined) return
    identities.delete(identity)
    tasksOfLatest = undefined
    for (const { task, all } of tasks) {
      count--
      for (const told of all) release(identity, task, told)
    }
  }

  function put(identity: string, task: string, told: Told): Kept {
    let tasks = find(identity)
    let kept = tasks === undefined ? undefined : keptOf(identity, task)
    // Who was heard of last goes to the end; far from the limit nobody asks, and to move costs more than to find.
    if (tasks !== undefined && size > sizeMax / 2) {
      identities.delete(identity)
      identities.set(identity, tasks)
    }
    if (kept === undefined) {
      count++
      kept = { task, all: [told], grounds: 0 }
      // A list that grows from nothing would have room for 17.
      if (tasks === undefined) identities.set(identity, (tasksOfLatest = tasks = [kept]))
      else tasks.push(kept)
    } else {
      if (tasks!.length > TASKS_MAX / 2) tasks!.push(...tasks!.splice(tasks!.indexOf(kept), 1))
      kept.all.push(told)
    }
    if (isGround(told)) kept.grounds++
    size += sizeOf(told.mentions)
    return kept
  }

  function take(identity: string, kept: Kept, at: number): void {
    const [told] = kept.all.splice(at, 1) as [Told]
    if (isGround(told)) kept.grounds--
    release(identity, kept.task, told)
  }

  function fade(identity: string, kept: Kept, at: number): void {
    const told = kept.all[at] as Told
    const mentions = fadedOf(told.mentions)
    take(identity, kept, at)
    if (mentions === null) return
    put(identity, kept.task, { ...told, mentions, faded: true })
    const old = kept.all.filter((one) => one.faded)
    if (old.length > FADED_MAX) take(identity, kept, kept.all.indexOf(old.reduce(earlier)))
  }

  /** Of each role no more are kept of a task than its limit. */
  function cap(identity: string, kept: Kept, { mentions: { role } }: Told): void {
    if (kept.all.length <= TOLD_MAX[role] || countOf(kept.all, role) <= TOLD_MAX[role]) return
    fade(identity, kept, oldestOf(kept.all, role))
    dropped++
  }

  /** A task of which nothing is kept any more is none. */
  function prune(identity: string, kept: Kept): void {
    const tasks = find(identity)
    if (kept.all.length > 0 || tasks === undefined) return
    tasks.splice(tasks.indexOf(kept), 1)
    count--
    if (tasks.length > 0) return
    identities.delete(identity)
    tasksOfLatest = undefined
  }

  function bound(identity: string): void {
    const tasks = find(identity) as Tasks
    while (tasks.length > TASKS_MAX) {
      const { task, all } = tasks.shift() as Kept
      count--
      dropped += all.length
      for (const told of all) release(identity, task, told)
    }
    while (size > sizeMax && identities.size > 1) {
      const [oldest, theirs] = identities.entries().next().value as [string, Tasks]
      for (const { all } of theirs) dropped += all.length
      forget(oldest)
    }
  }

  return {
    get size() {
      return size
    },
    get dropped() {
      return dropped
    },
    get tasks() {
      return count
    },
    of: (identity, task) => keptOf(identity, task)?.all ?? NONE,
    hasGround: (identity, task) => (keptOf(identity, task)?.grounds ?? 0) > 0,
    knows: (identity) => find(identity) !== undefined,
    tasksOf: (identity) => (find(identity) ?? []).map(({ task }) => task),
    add(identity, task, told) {
      const kept = put(identity, task, told)
      note(identity, task, told)
      dropped += told.mentions.dropped
      cap(identity, kept, told)
      bound(identity)
    },
    remove(identity, topic, eventId) {
      for (const kept of find(identity) ?? []) {
        const at = kept.all.findIndex((one) => one.eventId === eventId && one.topic === topic)
        if (at < 0) continue
        take(identity, kept, at)
        prune(identity, kept)
        return true
      }
      return false
    },
    move(identity, taskOf) {
      const moved: (readonly [kept: Kept, told: Told, task: string])[] = []
      for (const kept of find(identity) ?? [])
        for (const told of kept.all) {
          const task = told.named ? kept.task : taskOf(told, kept.task)
          if (task !== kept.task) moved.push([kept, told, task])
        }
      for (const [kept, told, task] of moved) {
        take(identity, kept, kept.all.indexOf(told))
        prune(identity, kept)
        const to = put(identity, task, told)
        note(identity, task, told)
        cap(identity, to, told)
      }
      if (moved.length > 0) bound(identity)
      return moved.length > 0
    },
    forget,
    track() {
      tracked = true
    },
    *drain() {
      const keys = [...changed.keys()]
      changed.clear()
      for (const key of keys) yield [key, this.current(key)] as const
    },
    current(key) {
      const [identity, task, topic, eventId] = key.split(APART) as [string, string, string, string]
      const told = keptOf(identity, task)?.all.find(
        (one) => one.eventId === eventId && one.topic === topic,
      )
      return told === undefined ? null : JSON.stringify(told)
    },
    restore(key, value) {
      const [identity, task] = key.split(APART) as [string, string]
      put(identity, task, JSON.parse(value) as Told)
    },
  }
}

const NONE: readonly Told[] = Object.freeze([])
/** Tasks of one identity of which mentions are kept; the one heard of longest ago goes first. */
export const TASKS_MAX = 16

function keyOf(identity: string, task: string, told: Told): string {
  return [identity, task, told.topic, told.eventId].join(APART)
}

function countOf(all: readonly Told[], role: Mentions['role']): number {
  let count = 0
  for (const one of all) if (one.mentions.role === role && !one.faded) count++
  return count
}

/** The one to let go: the earliest by event time, so that the order of arrival does not decide; never the first prompt. */
function oldestOf(all: readonly Told[], role: Mentions['role']): number {
  let found = -1
  let first = role === 'prompt'
  for (let at = 0; at < all.length; at++) {
    const one = all[at] as Told
    if (one.mentions.role !== role || one.faded) continue
    if (first) first = false
    else if (found < 0 || earlier(one, all[found] as Told) === one) found = at
  }
  return found
}

function earlier(a: Told, b: Told): Told {
  if (a.timeMs !== b.timeMs) return a.timeMs < b.timeMs ? a : b
  return a.eventId < b.eventId ? a : b
}

function sizeOf(mentions: Mentions): number {
  if (mentions instanceof UnreadCall) return UNREAD_SIZE
  const { words, points, arguments: args, values, records, instructions } = mentions
  let size = words.length + points.length + 64
  for (const text of args) size += text.length
  for (const one of values)
    size +=
      one.exact.length + one.near.length + one.look.length + one.house.length + one.words.length + 8
  for (const text of records) size += text.length
  for (const one of instructions) size += one.words.length + 8
  return size
}
