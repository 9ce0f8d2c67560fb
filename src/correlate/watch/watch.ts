// What is watched of identities beside their uses, kept up with every event; what may hold then is said to whoever detects.
import type { Context, Use } from '../../model/context.js'
import type { Joined } from '../../model/joined.js'
import { createWatch, type Watch } from '../../model/context-watch.js'
import { createClocks, type Clocks } from './clocks.js'
import { createHearing, type Hearing } from './hearing.js'
import { createPersons, type Persons } from './persons.js'
import { createPoints, type Points } from './points.js'

export interface WatchOptions {
  /** null: nobody listens whether agents fall silent */
  readonly silenceMs: number | null
  readonly latenessMs: number
  readonly clockSkewMs: number | null
}

/** What an event, or time, meant for what is watched. One object, used again. */
export interface Watched {
  /** a cause may have come to hold, or to hold no more */
  changed: boolean
  /** event time that has to be certain before more can be said; Infinity where nothing waits */
  waitsMs: number
}

export interface Watching {
  readonly hearing: Hearing | null
  readonly points: Points
  readonly persons: Persons
  readonly clocks: Clocks
  learn(context: Context, joined: Joined, use: Use | null): Watched
  /** the event was another identity's */
  retract(context: Context, joined: Joined): boolean
  /** by now what did not happen did not happen */
  elapse(context: Context, elapsedMs: number): void
}

export function createWatching(
  options: WatchOptions,
  contexts: ReadonlyMap<string, Context>,
): Watching {
  const { silenceMs, latenessMs } = options
  const hearing = silenceMs === null ? null : createHearing(silenceMs, latenessMs)
  const points = createPoints()
  const persons = createPersons(contexts)
  const clocks = createClocks(options, contexts)
  const watched: Watched = { changed: false, waitsMs: Infinity }

  function listened(context: Context, watch: Watch, joined: Joined, use: Use | null): void {
    if (hearing === null) return
    const heard =
      joined.kind === 'agent' &&
      joined.agentId === context.id &&
      hearing.hear(context, watch, joined)
    const quiet = use !== null && use.acts && hearing.isQuiet(watch, use.timeMs)
    if (!heard && !quiet) return
    if (hearing.listen(context, watch)) watched.changed = true
    // Whether others spoke meanwhile is known for certain only later.
    if (quiet) watched.waitsMs = Math.min(watched.waitsMs, joined.timeMs)
  }

  return {
    hearing,
    points,
    persons,
    clocks,
    learn(context, joined, use) {
      watched.changed = false
      watched.waitsMs = Infinity
      if (use !== null && use.acts) clocks.learn(context, joined)
      const decides = points.concerns(context.watch, joined)
      const speaks = joined.kind === 'agent' && joined.agentId === context.id
      if (context.watch === null && !decides && !speaks) return watched
      const watch = (context.watch ??= createWatch())
      listened(context, watch, joined, use)
      if (!decides) return watched
      if (!points.learn(watch, joined, context.uses)) return watched
      watched.changed = true
      const doubt = watch.undecided.find(({ timeMs }) => timeMs > watch.elapsedMs)
      if (doubt !== undefined) watched.waitsMs = Math.min(watched.waitsMs, doubt.timeMs)
      return watched
    },
    retract(context, joined) {
      const { watch } = context
      if (joined.type === 'tool.called' || joined.type === 'resource.accessed')
        clocks.retract(context, joined)
      return watch !== null && points.remove(watch, joined.eventId, context.uses)
    },
    elapse(context, elapsedMs) {
      const watch = (context.watch ??= createWatch())
      if (elapsedMs > watch.elapsedMs) watch.elapsedMs = elapsedMs
      hearing?.listen(context, watch)
    },
  }
}
