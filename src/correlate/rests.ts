// Suspended tasks: a rest keeps what the task holds, until it lasts too long and counts as the task's end.
import type { TaskContext } from '../model/context.js'
import type { Joined } from '../model/joined.js'
import { endMark, type Mark } from '../model/life.js'

/**
 * A task that is suspended goes on to hold its credentials. A rest that lasts longer than `suspensionMs` ends the task at
 * that moment, told by the event that suspended it; a resumption after that starts it anew, as a start would.
 */
export interface Rests {
  /** a suspension or a resumption */
  learn(task: TaskContext, joined: Joined): void
  /** what did not happen by now did not happen: ends a task that rests for too long; true where it did */
  elapse(task: TaskContext, elapsedMs: number): boolean
  /** stream time at which the rest of the task is too long; Infinity where it does not rest */
  endsMs(task: TaskContext): number
}

export function createRests(
  suspensionMs: number | null,
  mark: (task: TaskContext, mark: Mark) => void,
): Rests {
  const maxMs = suspensionMs ?? Infinity

  function endsMs(task: TaskContext): number {
    const { suspendedMs, resumedMs, endMs } = task
    if (!(suspendedMs >= 0) || resumedMs >= suspendedMs) return Infinity
    // What ended after it was suspended, or while it was, rests no more.
    return endMs >= suspendedMs && endMs !== Infinity ? Infinity : suspendedMs + maxMs
  }

  function tooLong({ suspendedMs, resumedMs }: TaskContext): boolean {
    return resumedMs - suspendedMs > maxMs
  }

  return {
    endsMs,
    learn(task, { type, timeMs, eventId }) {
      if (type === 'task.suspended') {
        if (task.suspendedMs > timeMs) return
        if (task.suspendedMs === timeMs && task.suspendedEvent <= eventId) return
        task.suspendedMs = timeMs
        task.suspendedEvent = eventId
      } else if (task.resumedMs >= timeMs) return
      else task.resumedMs = timeMs
      if (!tooLong(task)) return
      mark(task, endMark(task.suspendedMs + maxMs, task.suspendedEvent))
      if (type === 'task.resumed') mark(task, startMark(timeMs, eventId))
    },
    elapse(task, elapsedMs) {
      const ms = endsMs(task)
      if (!(ms <= elapsedMs)) return false
      mark(task, endMark(ms, task.suspendedEvent))
      return true
    },
  }
}

function startMark(timeMs: number, eventId: string): Mark {
  return { timeMs, eventId, start: true, purpose: '', coverage: null, declares: false }
}
