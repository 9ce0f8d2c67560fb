// The tasks of a topology that are ours: opened with their state, stepped, published, closed; a failure gives the batch back.
import type { Problem } from './model/problem.js'
import type { Followed } from './respond/confirmation/followed.js'
import type { AnswerTask } from './topology/answer.js'
import type { IdentifyTask, Outcome } from './topology/identify.js'
import type { JudgeTask } from './topology/judge.js'
import type { ChangelogEntry, Delivery, Task, TaskConsumer } from './transport/port.js'

/** The state of a task, of whichever topology. */
export type TaskState = IdentifyTask | JudgeTask | AnswerTask

/** What the edges are told: counters, gauges and log lines are theirs. */
export interface FlowObserver {
  opened(task: Task): void
  closed(task: Task, reason: string): void
  /** a batch was published and acknowledged; `state` is the task's as it stands now */
  published(delivery: Delivery, outcome: Outcome, state: TaskState): void
  /** a batch was given back, or its outcome is unclear; it will come again */
  failed(delivery: Delivery, error: unknown): void
  /** a registry does not answer: the partition waits */
  waits(delivery: Delivery, error: Problem): void
  refused(problem: Problem): void
  svidRejected(problem: Problem): void
  decision(outcome: string): void
  command(type: string, appendMs: number, tier: string): void
  finding(rule: string, tier: string, timeMs: number): void
  followed?(followed: Followed, afterMs: number): void
}

/** A batch that was stepped, to be published. */
export interface Done {
  readonly delivery: Delivery
  readonly outcome: Outcome
}

/** The tasks of one topology that are ours, each with its state. */
export interface Tasks<T> {
  readonly consumer: TaskConsumer
  of(delivery: Delivery): T | null
  /** by the task's id; undefined where it is not ours now */
  find(id: string): T | undefined
  all(): Iterable<T>
  /** null, and the delivery given back, where the work fails */
  guard<B>(delivery: Delivery, work: () => Promise<B>): Promise<B | null>
  step(delivery: Delivery, work: (task: T) => Outcome): Done | null
  /** `sent` is called once the records stand in the log, before they are committed, where the log tells the two apart */
  publish(done: Done, sent?: () => void): Promise<void>
}

interface Stateful {
  restore(entries: readonly ChangelogEntry[]): void
  restored(): void
}

export interface TasksOptions<T> {
  readonly observer: FlowObserver
  /** told when a task fails again and again: the error is ours, not the log's */
  readonly crash: (error: unknown) => void
  readonly arrived: (delivery: Delivery) => void
  readonly create: (task: Task) => T
  /** a batch of the task was published */
  readonly confirmed?: (task: T) => void
  /** the task is closed; what it did since the last batch was confirmed may never have been published */
  readonly abandoned?: (task: T) => void
}

/** batches in a row that a task may fail on */
const FAILURES_MAX = 5

export function createTasks<T extends Stateful & TaskState>({
  observer,
  crash,
  arrived,
  create,
  confirmed,
  abandoned,
}: TasksOptions<T>): Tasks<T> {
  const open = new Map<string, T>()
  // A task may be closed and opened anew while a batch of its former life is still on its way: that one is nobody's.
  const lives = new WeakMap<Delivery, T>()
  const failures = new Map<string, number>()

  function failed(delivery: Delivery, error: unknown): null {
    const times = (failures.get(whatOf(delivery)) ?? 0) + 1
    failures.set(whatOf(delivery), times)
    observer.failed(delivery, error)
    delivery.nack(error)
    if (times >= FAILURES_MAX) crash(error)
    return null
  }

  const of = (delivery: Delivery): T | null => {
    const state = open.get(delivery.task.id)
    return state !== undefined && lives.get(delivery) === state ? state : null
  }

  return {
    of,
    find: (id) => open.get(id),
    all: () => open.values(),
    async guard(delivery, work) {
      try {
        return await work()
      } catch (error) {
        return failed(delivery, error)
      }
    },
    step(delivery, work) {
      const task = of(delivery)
      if (task === null) return null
      try {
        return { delivery, outcome: work(task) }
      } catch (error) {
        return failed(delivery, error)
      }
    },
    async publish({ delivery, outcome }, sent) {
      try {
        await delivery.ack(outcome.out, outcome.changelog, sent)
      } catch (error) {
        // The transport restarts the task from the log; `closed` drops its state.
        observer.failed(delivery, error)
        return
      }
      failures.delete(whatOf(delivery))
      const task = of(delivery)
      if (task === null) return
      confirmed?.(task)
      observer.published(delivery, outcome, task)
    },
    consumer: {
      async opened(task, changelog) {
        const state = create(task)
        for await (const entries of changelog) state.restore(entries)
        state.restored()
        open.set(task.id, state)
        observer.opened(task)
      },
      delivered(delivery) {
        const state = open.get(delivery.task.id)
        if (state !== undefined) lives.set(delivery, state)
        arrived(delivery)
      },
      closed(task, reason) {
        const state = open.get(task.id)
        if (state !== undefined) abandoned?.(state)
        open.delete(task.id)
        observer.closed(task, reason)
      },
    },
  }
}

/** Records may fail again and again while the bindings that come between them do not. */
function whatOf({ task, cause }: Delivery): string {
  return `${task.id}/${cause}`
}
