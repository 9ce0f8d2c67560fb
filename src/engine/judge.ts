// Topology B as those see it that run it: what goes into a judge, what it is asked, and when.
import type { Correlate } from '../correlate/correlate.js'
import type { Detect } from '../detect/detect.js'
import type { Ruled } from '../detect/ruled/ruled.js'
import type { Answered } from '../model/answer.js'
import type { Context } from '../model/context.js'
import type { Note } from '../model/context-delegation.js'
import type { Joined } from '../model/joined.js'
import type { Match } from '../model/match.js'
import type { Undoing } from '../respond/confirmation/undoing.js'
import type { Respond, RespondSink } from '../respond/respond.js'

/** Topology B, one per task: joined events in; decisions, commands and findings out. */
export interface Judge {
  readonly correlate: Correlate
  readonly detect: Detect
  readonly respond: Respond
  /** null where there are no rules but the built-in ones */
  readonly ruled: Ruled | null
  /** Judges one record. Returns the context it changed, null where none. */
  step(joined: Joined, sink: RespondSink): Context | null
  /** a match of another task, for a group that is judged here */
  take(match: Match, sink: RespondSink): void
  /** a person's answer, or how the carrying out of a command went */
  answer(answered: Answered, sink: RespondSink): void
  /** what another identity tells one that is judged here */
  hear(note: Note, sink: RespondSink): void
  /** latest event time seen, no later than its append time and the skew; silence moves it too */
  readonly streamMs: number
  /** when something that waits for the stream's time is due; Infinity where nothing waits */
  readonly dueMs: number
  /** the stream's time comes to this: what it makes due is decided, before anything that comes after it */
  advance(toMs: number, sink: RespondSink): void
  restoreTime(streamMs: number): void
  /** the log's time comes to this, where commands are confirmed and people asked by it */
  pass(logMs: number, sink: RespondSink): void
  /** a person takes a command back; false where there is nothing to take back */
  undo(undoing: Undoing, sink: RespondSink): boolean
  /** identities changed since the last call by other than their own events */
  takeChanged(): readonly string[]
  /** where no state is written, what changed would only pile up */
  forgetChanged(): void
}
