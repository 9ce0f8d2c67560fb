// Who speaks: when an agent was last heard in its own stream, and whether anybody is, so that one that fell silent is told from a stream that did.
import type { Context, Use } from '../../model/context.js'
import type { Joined } from '../../model/joined.js'
import type { Silence, Watch } from '../../model/context-watch.js'

const MINUTE_MS = 60_000
/** minutes in which an agent was heard that are kept; the oldest go first */
export const HEARD_MAX = 32
/** an agent that was heard in fewer minutes than this has no rhythm yet */
const REGULAR_MIN = 3
/** it counts as silent after so many times its longest pause so far */
const PAUSES = 3
/** minutes kept of who spoke */
const SPOKEN_MAX = 4_096

/** Who was heard in one minute: two names are enough to know that somebody beside one was. */
type Spoken = readonly [minute: number, one: string, another: string]

export interface Hearing {
  /** when any agent was last heard; -Infinity never */
  readonly lastMs: number
  /** its agent speaks; true where that may take back, or show, a silence that is past */
  hear(context: Context, watch: Watch, joined: Joined): boolean
  /** looks for the first use at hand in a silence; true where what is known of that changed */
  listen(context: Context, watch: Watch): boolean
  /** whether a use lies so long after the agent was last heard that it is worth to listen */
  isQuiet(watch: Watch, atMs: number): boolean
  /** changed since the last call, as a state entry; null: nothing did */
  take(): string | null
  current(): string
  restore(text: string): void
}

const REST_WORDS: ReadonlySet<string> = new Set(['agent.stopped', 'task.ended', 'task.suspended'])

/**
 * `silenceMs`: how long an agent may be silent while its credentials are used. Only one that reports regularly can fall
 * silent: heard in three minutes at least, and now not for three times its longest pause. One that said that it stops or
 * rests does not. And somebody else must have been heard meanwhile, as otherwise it is the stream that is silent: nobody is
 * blamed then. What is known of others is known of those that are judged here.
 */
export function createHearing(silenceMs: number, latenessMs: number): Hearing {
  let spoken: Spoken[] = []
  let lastMs = -Infinity
  let changed = false
  const keepMs = Math.min(2 * silenceMs + 2 * latenessMs, SPOKEN_MAX * MINUTE_MS)

  function note(id: string, timeMs: number): void {
    if (timeMs > lastMs) lastMs = timeMs
    const minute = Math.floor(timeMs / MINUTE_MS)
    let at = spoken.length
    while (at > 0 && (spoken[at - 1] as Spoken)[0] > minute) at--
    const there = spoken[at - 1]
    if (there !== undefined && there[0] === minute) {
      if (there[1] === id || there[2] !== '') return
      spoken[at - 1] = [minute, there[1], id]
    } else if (minute * MINUTE_MS >= lastMs - keepMs) {
      spoken.splice(at, 0, [minute, id, ''])
      const oldest = Math.floor((lastMs - keepMs) / MINUTE_MS)
      while (spoken.length > 0 && (spoken[0] as Spoken)[0] < oldest) spoken.shift()
    } else return
    changed = true
  }

  function othersSpoke(id: string, afterMs: number, untilMs: number): boolean {
    for (let i = spoken.length - 1; i >= 0; i--) {
      const [minute, one, another] = spoken[i] as Spoken
      if (minute * MINUTE_MS > untilMs) continue
      if (minute * MINUTE_MS <= afterMs) return false
      if (one !== id || another !== '') return true
    }
    return false
  }

  /** How long it may be silent, by what was heard up to there. */
  function patience(heard: readonly number[], upTo: number): number {
    let longestMs = 0
    for (let i = 1; i <= upTo; i++)
      longestMs = Math.max(longestMs, (heard[i] as number) - (heard[i - 1] as number))
    return Math.max(silenceMs, PAUSES * longestMs)
  }

  function lastBefore({ heard }: Watch, atMs: number): number {
    let at = heard.length - 1
    while (at >= 0 && (heard[at] as number) > atMs) at--
    return at
  }

  function silenceAt(context: Context, watch: Watch, use: Use): Silence | null {
    if (!use.acts || use.credentialId === '' || !use.attributed) return null
    const at = lastBefore(watch, use.timeMs)
    if (at + 1 < REGULAR_MIN) return null
    const sinceMs = watch.heard[at] as number
    if (use.timeMs - sinceMs < silenceMs || watch.restsMs >= sinceMs) return null
    if (use.timeMs - sinceMs < patience(watch.heard, at)) return null
    if (!othersSpoke(context.id, use.timeMs - silenceMs, use.timeMs)) return null
    const { timeMs: untilMs, eventId, topic, credentialId, workloadId, agentId } = use
    return { sinceMs, untilMs, eventId, topic, credentialId, workloadId, agentId }
  }

  return {
    get lastMs() {
      return lastMs
    },
    hear(context, watch, { timeMs, type }) {
      note(context.id, timeMs)
      if (REST_WORDS.has(type) && timeMs > watch.restsMs) watch.restsMs = timeMs
      const { heard } = watch
      const minute = Math.floor(timeMs / MINUTE_MS)
      const at = lastBefore(watch, (minute + 1) * MINUTE_MS - 1)
      const inOrder = at === heard.length - 1
      if (at >= 0 && Math.floor((heard[at] as number) / MINUTE_MS) === minute) {
        if (timeMs > (heard[at] as number)) heard[at] = timeMs
      } else if (heard.length === 0) watch.heard = [timeMs]
      else {
        heard.splice(at + 1, 0, timeMs)
        if (heard.length > HEARD_MAX) heard.shift()
      }
      const { silence } = watch
      return !inOrder || (silence !== null && timeMs <= silence.untilMs)
    },
    isQuiet({ heard }, atMs) {
      return heard.length >= REGULAR_MIN && atMs - (heard[heard.length - 1] as number) >= silenceMs
    },
    listen(context, watch) {
      const before = watch.silence
      let found: Silence | null = null
      for (const use of context.uses) {
        const silence = silenceAt(context, watch, use)
        if (silence !== null && (found === null || comesFirst(silence, found))) found = silence
      }
      const refuted =
        before !== null && lastHeardIn(watch.heard, before.sinceMs, before.untilMs) !== null
      // What it rests on may no longer be at hand: it stands until the agent was heard meanwhile after all.
      if (before !== null && !refuted && (found === null || !comesFirst(found, before)))
        return false
      watch.silence = found
      return found !== null || before !== null
    },
    take() {
      if (!changed) return null
      changed = false
      return this.current()
    },
    current: () => JSON.stringify({ spoken, lastMs: Number.isFinite(lastMs) ? lastMs : null }),
    restore(text) {
      const said = JSON.parse(text) as { spoken: Spoken[]; lastMs: number | null }
      spoken = said.spoken
      lastMs = said.lastMs ?? -Infinity
    },
  }
}

/** When it was heard after `sinceMs`, up to `untilMs`; null where it was not. */
export function lastHeardIn(
  heard: readonly number[],
  sinceMs: number,
  untilMs: number,
): number | null {
  for (let at = heard.length - 1; at >= 0; at--) {
    const ms = heard[at] as number
    if (ms <= sinceMs) return null
    if (ms <= untilMs) return ms
  }
  return null
}

/** The latest silence, by the first use in it. */
function comesFirst(a: Silence, b: Silence): boolean {
  if (a.sinceMs !== b.sinceMs) return a.sinceMs > b.sinceMs
  return a.untilMs < b.untilMs || (a.untilMs === b.untilMs && a.eventId < b.eventId)
}
