// The persons behind tasks: what was said of their risk, and which identities work for them.
import type { Context } from '../../model/context.js'
import { createOldest } from '../../model/order/oldest.js'
import { createWatch, type Risk } from '../../model/context-watch.js'

/** Persons of whose risk something was said; the oldest go first. */
export const PERSONS_MAX = 10_000
const RISKS_MAX = 8
/** from here on it is asked whether those enlisted are still there */
const ENLISTED_MIN = 4_096

export interface Persons {
  readonly dropped: number
  /** a task of the identity is done for this person; true where something is known of the person's risk */
  worksFor(context: Context, person: string): boolean
  /** Takes a notice: gives the identities that work for that person; none where it says nothing new. */
  note(risk: Risk): readonly string[]
  /** what is known of the person, put into the context */
  tell(context: Context, person: string): boolean
  /** persons changed since the last call, as state entries */
  drain(): Iterable<readonly [person: string, value: string | null]>
  current(person: string): string | null
  restore(person: string, value: string): void
  /** the identities behind a context that was restored are found again */
  index(context: Context): void
}

export function createPersons(contexts: ReadonlyMap<string, Context>): Persons {
  const risks = new Map<string, readonly Risk[]>()
  const oldest = createOldest(risks)
  const workers = new Map<string, Set<string>>()
  const changed = new Set<string>()
  let enlisted = 0
  let dropped = 0

  function enlist(person: string, identity: string): void {
    const known = workers.get(person) ?? new Set()
    if (known.has(identity)) return
    if (known.size === 0) workers.set(person, known)
    known.add(identity)
    if (++enlisted > 2 * contexts.size + ENLISTED_MIN) enlistAnew()
  }

  /** Names of identities that were forgotten are let go now and then, all at once. */
  function enlistAnew(): void {
    workers.clear()
    enlisted = 0
    for (const context of contexts.values()) index(context)
  }

  function index(context: Context): void {
    for (const { requestedBy } of context.tasks)
      if (requestedBy !== '') enlist(requestedBy, context.id)
  }

  /** Those who still work for the person: an identity may be forgotten, and so may its task. */
  function workersOf(person: string): readonly string[] {
    const known = workers.get(person)
    if (known === undefined) return NOBODY
    for (const id of known) {
      const tasks = contexts.get(id)?.tasks ?? []
      if (!tasks.some(({ requestedBy }) => requestedBy === person)) known.delete(id)
    }
    if (known.size === 0) workers.delete(person)
    return [...known].sort()
  }

  function tell(context: Context, person: string): boolean {
    const known = risks.get(person)
    if (known === undefined) return false
    const watch = (context.watch ??= createWatch())
    const others = watch.risks.filter((risk) => risk.person !== person)
    const told = watch.risks.filter((risk) => risk.person === person)
    if (told.length === known.length && told.every((risk, at) => isSame(risk, known[at] as Risk)))
      return false
    watch.risks = [...others, ...known].slice(-4 * RISKS_MAX)
    return true
  }

  return {
    get dropped() {
      return dropped
    },
    worksFor(context, person) {
      enlist(person, context.id)
      tell(context, person)
      return risks.has(person)
    },
    note(risk) {
      const { person } = risk
      const known = risks.get(person) ?? []
      if (known.some((one) => isSame(one, risk))) return NOBODY
      if (known.length === 0 && risks.size >= PERSONS_MAX) {
        const [gone] = oldest()
        risks.delete(gone)
        changed.add(gone)
        dropped++
      }
      risks.set(person, [...known, risk].sort(byTime).slice(-RISKS_MAX))
      changed.add(person)
      return workersOf(person)
    },
    tell,
    *drain() {
      for (const person of changed) yield [person, this.current(person)] as const
      changed.clear()
    },
    current(person) {
      const known = risks.get(person)
      return known === undefined ? null : JSON.stringify(known)
    },
    restore: (person, value) => void risks.set(person, JSON.parse(value) as Risk[]),
    index,
  }
}

const NOBODY: readonly string[] = Object.freeze([])

/** The same notice again, by its own id or by its event's. */
function isSame(a: Risk, b: Risk): boolean {
  return a.eventId === b.eventId || (a.notice !== '' && a.notice === b.notice)
}

function byTime(a: Risk, b: Risk): number {
  return a.timeMs - b.timeMs || (a.eventId < b.eventId ? -1 : 1)
}
