// Runs of a task and lives of a credential: intervals made from starts and ends that may come in any order and more than once.
import type { Coverage } from './capability.js'

/** One start or end, kept where there is more than one of either. All numbers are finite. */
export interface Mark {
  readonly timeMs: number
  readonly eventId: string
  readonly start: boolean
  /** what a start said of the purpose; '' and null where it said nothing */
  readonly purpose: string
  readonly coverage: Coverage | null
  readonly declares: boolean
  /** of the first end: up to when what came after it was let go of */
  readonly goneMs?: number
  /** … and up to when nothing inside the lateness can be asked of that any more */
  readonly gapMs?: number
}

/** From a start to the first end after it. `startMs` is NaN where only the end is known, `endMs` Infinity until there is one. */
export interface Run {
  startMs: number
  startEvent: string
  endMs: number
  endEvent: string
}

/** A run of a task, with the purpose that stands in it. */
export interface TaskRun extends Run {
  purpose: string
  coverage: Coverage | null
  /** since when the purpose stands */
  purposeMs: number
}

export const MARKS_MAX = 32

/**
 * Adds a mark in its place; null where this event is known already. A start within a run that nothing inside the
 * lateness can split any more is let go; so is, at the limit, the oldest mark after the first run.
 */
export function withMark(marks: readonly Mark[], mark: Mark, latenessMs: number): Mark[] | null {
  if (marks.some((known) => known.eventId === mark.eventId && known.start === mark.start))
    return null
  const all = [...marks, mark].sort(byTime)
  const settledMs = (all[all.length - 1] as Mark).timeMs - latenessMs
  const kept = all.filter(
    (one, at) =>
      at === 0 ||
      one.declares ||
      one.timeMs >= settledMs ||
      !one.start ||
      !(all[at - 1] as Mark).start,
  )
  // The first run stays, as ids of commands tell later runs from it.
  if (kept.length > MARKS_MAX) letGo(kept, settledMs)
  return kept
}

function letGo(marks: Mark[], settledMs: number): void {
  const [{ timeMs: goneMs }] = marks.splice(2, 1) as [Mark]
  const end = marks[1] as Mark
  if (end.start) return
  marks[1] = { ...end, goneMs, ...(goneMs <= settledMs ? { gapMs: goneMs } : {}) }
}

/** Whether a time lies where starts and ends were let go of. */
export function isLetGo(marks: readonly Mark[] | null, atMs: number): boolean {
  const end = marks?.[1]
  return end?.goneMs !== undefined && atMs > end.timeMs && atMs <= restMs(marks, end.goneMs)
}

/** Of a run of which only the start was let go, nobody remembers the end either. */
function restMs(marks: readonly Mark[] | null, goneMs: number): number {
  const next = marks?.[2]
  return next?.start === false ? next.timeMs : goneMs
}

/** A task or a credential as marks: its one start and its one end, where they are known. */
export function marksOf(
  run: Run,
  purpose: string,
  coverage: Coverage | null,
  declares: boolean,
): Mark[] {
  const marks: Mark[] = []
  if (!Number.isNaN(run.startMs))
    marks.push({
      timeMs: run.startMs,
      eventId: run.startEvent,
      start: true,
      purpose,
      coverage,
      declares,
    })
  if (run.endMs !== Infinity) marks.push(endMark(run.endMs, run.endEvent))
  return marks.sort(byTime)
}

export function endMark(timeMs: number, eventId: string): Mark {
  return { timeMs, eventId, start: false, purpose: '', coverage: null, declares: false }
}

/** The runs of a task, each with the purpose of its own start, else with the task's. */
export function taskRuns(task: TaskRun & { readonly marks: Mark[] | null }): readonly TaskRun[] {
  if (task.marks === null) return [task]
  const { ofTask, said } = madeOf(task.marks)
  return ofTask.map((run, at) => withPurpose(task, run, said[at]))
}

function withPurpose(task: TaskRun, run: Run, said: Mark | undefined): TaskRun {
  const { startMs, startEvent, endMs, endEvent } = run
  const { purpose, coverage } = said ?? task
  const purposeMs = said === undefined ? task.purposeMs : said.timeMs
  return { startMs, startEvent, endMs, endEvent, purpose, coverage, purposeMs }
}

/** The runs that marks make, and the start within each that declares its purpose. */
interface Made {
  readonly runs: readonly Readonly<Run>[]
  /** the runs of a task: with the gap that others left, as if it were one */
  readonly ofTask: readonly Readonly<Run>[]
  readonly said: readonly (Mark | undefined)[]
}

/** Marks are replaced and never changed: what they make is made once, as every use at hand asks for it. */
const made = new WeakMap<readonly Mark[], Made>()

function madeOf(marks: readonly Mark[]): Made {
  let known = made.get(marks)
  if (known === undefined) {
    const runs = makeRuns(marks)
    const ofTask = withGap(runs, gapEndMs(marks))
    const said = ofTask.map(({ startMs, endMs }) =>
      marks.find(({ declares, timeMs }) => declares && timeMs >= startMs && timeMs <= endMs),
    )
    made.set(marks, (known = { runs, ofTask, said }))
  }
  return known
}

/** The runs that the marks make, in order. At one and the same time an open run ends before the next one starts. */
export function runsOf(marks: readonly Mark[]): readonly Readonly<Run>[] {
  return madeOf(marks).runs
}

/** Whether this is no run, but the gap that others left: at work all the time, so that nothing in it is held to be after an end. */
export function isGap({ endMs, endEvent }: Run): boolean {
  return endEvent === '' && endMs !== Infinity
}

function gapEndMs(marks: readonly Mark[]): number | undefined {
  const { goneMs, gapMs } = marks[1] ?? {}
  return gapMs !== undefined && gapMs === goneMs ? restMs(marks, gapMs) : gapMs
}

function withGap(runs: readonly Run[], gapMs: number | undefined): readonly Run[] {
  const [first, ...rest] = runs
  if (gapMs === undefined || first === undefined || !(gapMs > first.endMs)) return runs
  return [first, { startMs: first.endMs, startEvent: '', endMs: gapMs, endEvent: '' }, ...rest]
}

function makeRuns(marks: readonly Mark[]): Run[] {
  const runs: Run[] = []
  let open: Run | null = null
  for (let at = 0; at < marks.length; ) {
    let to = at
    while (to < marks.length && marks[to]?.timeMs === marks[at]?.timeMs) to++
    const tied = marks.slice(at, to)
    at = to
    // A mark of the other kind first, so that nothing that restarts at the tick of its end counts as ended.
    const order: readonly boolean[] = open === null ? [true, false] : [false, true]
    for (const start of order) {
      const mark: Mark | undefined = tied.find((one) => one.start === start)
      if (mark === undefined) continue
      if (start && open === null) {
        open = { startMs: mark.timeMs, startEvent: mark.eventId, endMs: Infinity, endEvent: '' }
        runs.push(open)
      } else if (!start && open !== null) {
        open.endMs = mark.timeMs
        open.endEvent = mark.eventId
        open = null
      } else if (!start && runs.length === 0)
        runs.push({ startMs: NaN, startEvent: '', endMs: mark.timeMs, endEvent: mark.eventId })
    }
  }
  return runs
}

/** The run of a task that a time belongs to. */
export function runOf(task: TaskRun & { readonly marks: Mark[] | null }, atMs: number): TaskRun {
  if (task.marks === null) return task
  const { ofTask, said } = madeOf(task.marks)
  const at = placeAt(ofTask, atMs)
  return withPurpose(task, ofTask[at] as Run, said[at])
}

/** The run that covers a time, else the last before it, else the first. */
export function runAt<R extends Run>(runs: readonly R[], atMs: number): R {
  return runs[placeAt(runs, atMs)] as R
}

function placeAt(runs: readonly Run[], atMs: number): number {
  let found = 0
  for (let at = 0; at < runs.length; at++) if (!((runs[at] as Run).startMs > atMs)) found = at
  return found
}

/** The life of a credential that a time belongs to; `endMs` is Infinity or the end that stands at that time. */
export function lifeAt(
  credential: {
    readonly issuedMs: number
    readonly issuedEvent: string
    readonly revokedMs: number
    readonly revokedEvent: string
    readonly marks: readonly Mark[] | null
  },
  atMs: number,
): Run {
  const {
    issuedMs: startMs,
    issuedEvent: startEvent,
    revokedMs: endMs,
    revokedEvent: endEvent,
  } = credential
  if (credential.marks === null) return { startMs, startEvent, endMs, endEvent }
  return runAt(runsOf(credential.marks), atMs)
}

function byTime(a: Mark, b: Mark): number {
  return (
    a.timeMs - b.timeMs ||
    (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : a.start ? -1 : 1)
  )
}
