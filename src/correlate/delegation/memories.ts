// What flows from one agent to another through a memory that both use: who wrote there after restricted data, and who read that.
import { CAPABILITY_INDEX, FIRST_ACTIVE } from '../../model/capability.js'
import type { Context, Use } from '../../model/context.js'
import type { Note, Passage } from '../../model/context-delegation.js'
import type { Joined } from '../../model/joined.js'
import type { Kins } from './kins.js'

/** How long before it is written to memory data may have been read. */
const SOURCE_MS = 3_600_000

type Send = (to: string, said: Passage, at: Joined | Note) => void

export interface Memories {
  /** a use of a memory, or one that came late and may have been the source of what was written there */
  learn(context: Context, joined: Joined, past: boolean): void
  /** what is told to the place of a memory; told on to whoever read what was written */
  meet(note: Note & { readonly kind: 'passage' }): void
}

/**
 * Writers and readers are judged apart, so they meet at a place of their own, by the name of the memory. Only writes after
 * restricted data are told there, and all reads: each side may come first.
 */
export function createMemories(kins: Kins, send: Send): Memories {
  function learn(context: Context, joined: Joined, past: boolean): void {
    const { memory, resourceId, timeMs, eventId } = joined
    if (!memory && !(past && context.kin !== null && joined.sensitivity === 'restricted')) return
    if (joined.type !== 'tool.called' && joined.type !== 'resource.accessed') return
    // What was refused neither reads nor writes.
    if (joined.outcome === 'deny' || joined.outcome === 'error') return
    if (memory && CAPABILITY_INDEX[joined.capability] < FIRST_ACTIVE) {
      send(
        placeOf(resourceId),
        { ...NOTHING, ...{ resourceId, timeMs, eventId }, reader: context.id },
        joined,
      )
      return
    }
    if (memory) kins.ask(context.id, [WROTE, resourceId, eventId].join(APART), timeMs, eventId)
    context.kin = kins.of(context.id)
    for (const [name, [writeMs, writeEvent]] of context.kin?.asked ?? []) {
      const [kind, resource] = name.split(APART) as [string, string]
      const source = kind === WROTE ? sourceOf(context, resource, writeMs) : undefined
      if (source === undefined) continue
      const told = [TOLD, resource, writeEvent].join(APART)
      if (!kins.ask(context.id, told, source.timeMs, source.eventId)) continue
      send(
        placeOf(resource),
        {
          ...NOTHING,
          resourceId: resource,
          timeMs: writeMs,
          eventId: writeEvent,
          writer: context.id,
          sourceId: source.resourceId,
          sourceMs: source.timeMs,
          sourceEvent: source.eventId,
        },
        joined,
      )
    }
  }

  function meet(note: Note & { readonly kind: 'passage' }): void {
    const { to, said } = note
    const before = kins.of(to)
    kins.putMet(
      to,
      [said.writer === '' ? 'r' : 'w', said.writer || said.reader, said.eventId].join(APART),
      said,
    )
    for (const other of before?.met.values() ?? []) {
      if ((other.writer === '') === (said.writer === '')) continue
      const [wrote, read] = said.writer === '' ? [other, said] : [said, other]
      if (wrote.writer === read.reader || read.timeMs <= wrote.timeMs) continue
      // The first read after the write counts.
      const name = [TOLD, read.reader, wrote.writer, wrote.eventId].join(APART)
      if (!kins.ask(to, name, read.timeMs, read.eventId)) continue
      send(
        read.reader,
        { ...wrote, reader: read.reader, readMs: read.timeMs, readEvent: read.eventId },
        note,
      )
    }
  }

  return { learn, meet }
}

/** The restricted data that was touched first within the hour before it was written. */
function sourceOf(context: Context, memory: string, writeMs: number): Use | undefined {
  let found: Use | undefined
  for (const use of context.uses) {
    if (use.sensitivity !== 'restricted' || use.resourceId === memory || !use.acts) continue
    if (use.timeMs >= writeMs || use.timeMs < writeMs - SOURCE_MS || use.outcome === 'deny')
      continue
    if (
      found === undefined ||
      use.timeMs < found.timeMs ||
      (use.timeMs === found.timeMs && use.eventId < found.eventId)
    )
      found = use
  }
  return found
}

const APART = '\u0000'
const WROTE = 'wrote'
const TOLD = 'told'

/** Where writers and readers of a memory meet: no identity has this name. */
function placeOf(resourceId: string): string {
  return `${APART}memory${APART}${resourceId}`
}

const NOTHING: Passage = {
  resourceId: '',
  timeMs: NaN,
  eventId: '',
  writer: '',
  reader: '',
  sourceId: '',
  sourceMs: 0,
  sourceEvent: '',
  readMs: 0,
  readEvent: '',
}
