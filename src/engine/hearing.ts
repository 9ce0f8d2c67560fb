// What delegations tell from one judged identity to another: sent where it is judged, heard, and judged anew down the chain.
import type { Correlate } from '../correlate/correlate.js'
import { momentOf } from '../correlate/delegation/delegation.js'
import type { Judgement } from '../detect/detect.js'
import type { Places } from '../detect/ruled/ruled.js'
import type { Context } from '../model/context.js'
import type { Note } from '../model/context-delegation.js'
import { usesAuthority } from '../model/event.js'
import { QUIET, type Joined } from '../model/joined.js'
import type { RespondSink } from '../respond/respond.js'

export interface Hearing {
  /** when a delegator is unknown for good; Infinity where none is waited for */
  readonly dueMs: number
  /** an event was judged and answered: whoever it concerns beside its own identity is told */
  after(
    context: Context,
    joined: Joined,
    past: boolean,
    judgement: Judgement,
    sink: RespondSink,
  ): void
  /** what another identity tells one that is judged here */
  hear(note: Note, sink: RespondSink): void
  /** this identity was answered on another occasion than its own events */
  touched(identity: string): void
  /** whether there are touched ones */
  readonly tells: boolean
  /** tells those to whom the touched ones delegated */
  tellTouched(timeMs: number, appendMs: number, sink: RespondSink): void
  advance(toMs: number, sink: RespondSink): void
}

/** `judgeAnew`: what holds of an identity is judged and answered again. */
export function createHearing(
  correlate: Correlate,
  places: Places,
  judgeAnew: (context: Context, occasion: Joined, sink: RespondSink) => void,
): Hearing {
  const { delegation, contexts } = correlate
  const touched = new Set<string>()

  /** Judges anew what delegations mean for an identity, and tells those to whom it delegated. */
  function judge(context: Context, occasion: Joined, sink: RespondSink): void {
    judgeAnew(context, occasion, sink)
    delegation.tell(context, momentOf(occasion))
  }

  function hearOne(note: Note, sink: RespondSink): void {
    if (note.kind === 'passage' && note.said.readEvent === '') {
      delegation.memories.meet(note)
      return
    }
    const context = contexts.of(note.to)
    delegation.take(context, note)
    judge(context, occasionOf(note), sink)
  }

  /** Notes for identities that are judged here are heard at once, in order; the others go where they are judged. */
  function send(sink: RespondSink): void {
    for (let notes = delegation.takeNotes(); notes.length > 0; notes = delegation.takeNotes())
      for (const note of notes)
        if (places.ours(note.to)) hearOne(note, sink)
        else places.tell(note)
  }

  return {
    get dueMs() {
      return delegation.kins.dueMs
    },
    after(context, joined, past, judgement, sink) {
      const delegates = delegation.concerns(joined)
      if (!delegates && context.kin === null && !joined.memory) return
      // A plain use changes nothing for those to whom it delegated.
      if (delegates || past || !usesAuthority(joined.type) || answered(judgement))
        delegation.tell(context, momentOf(joined))
      send(sink)
    },
    hear(note, sink) {
      hearOne(note, sink)
      send(sink)
    },
    get tells() {
      return touched.size > 0
    },
    touched(identity) {
      if (delegation.kins.of(identity) !== null) touched.add(identity)
    },
    tellTouched(timeMs, appendMs, sink) {
      if (touched.size === 0) return
      const occasion: Joined = { ...QUIET, timeMs, appendMs }
      for (const identity of touched) {
        const context = contexts.all.get(identity)
        if (context !== undefined) delegation.tell(context, momentOf(occasion))
      }
      touched.clear()
      send(sink)
    },
    advance(toMs, sink) {
      if (delegation.kins.dueMs > toMs) return
      for (const identity of delegation.kins.advance(toMs)) {
        const context = contexts.all.get(identity)
        if (context !== undefined) judge(context, { ...QUIET, identity, timeMs: toMs }, sink)
      }
      send(sink)
    },
  }
}

function answered({ raised, withdrawn, open }: Judgement): boolean {
  return raised.length > 0 || withdrawn.length > 0 || open.length > 0
}

/** The event on whose occasion something is told, as one that is no event of whoever is told. */
export function occasionOf({ to, timeMs, eventId, topic, appendMs, late }: Note): Joined {
  const origin = { ...QUIET.origin, topic }
  return { ...QUIET, identity: to, timeMs, eventId, appendMs, late, origin }
}

/** What came to hold because time went on stands in no source. */
export const ofTime = (timeMs: number): Joined => ({ ...QUIET, origin: OF_TIME, timeMs })
const OF_TIME = Object.freeze({ ...QUIET.origin, topic: 'stream-time' })
