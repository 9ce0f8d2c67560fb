// Restricted data that one agent left in a shared memory and another, which read it there, sends out.
import { CAPABILITY_INDEX } from '../../model/capability.js'
import type { Context, Use } from '../../model/context.js'
import type { Passage } from '../../model/context-delegation.js'
import type { Cause } from '../../model/finding.js'
import { causeOf, what, who } from './told.js'

/** How long after it was read there data may be sent out. */
const FLOW_MS = 3_600_000

const OUT: ReadonlySet<number> = new Set([CAPABILITY_INDEX.send, CAPABILITY_INDEX.network])

export function throughMemory(context: Context, use: Use, out: Cause[]): void {
  if (context.kin === null || context.kin.met.size === 0) return
  if (!use.acts || !OUT.has(use.capability) || use.outcome === 'deny' || use.outcome === 'error')
    return
  let first: Passage | null = null
  for (const passage of context.kin.met.values()) {
    if (passage.readEvent === '' || passage.resourceId === use.resourceId) continue
    if (!(passage.readMs < use.timeMs && use.timeMs <= passage.readMs + FLOW_MS)) continue
    if (
      first === null ||
      passage.timeMs < first.timeMs ||
      (passage.timeMs === first.timeMs && passage.eventId < first.eventId)
    )
      first = passage
  }
  if (first === null) return
  const {
    writer,
    resourceId,
    timeMs,
    eventId,
    sourceId,
    sourceMs,
    sourceEvent,
    readMs,
    readEvent,
  } = first
  const key = `memory|${context.id}|${writer}|${resourceId}|${use.taskId}`
  out.push(
    causeOf(context, use, 'memory.flow', key, {
      taskId: use.taskId,
      purpose: '',
      episode: key,
      evidence: [
        [sourceMs, sourceEvent],
        [timeMs, eventId],
        [readMs, readEvent],
      ],
      reason: `${who(context, use)} used ${what(use)} after it read memory ${resourceId}, where agent ${writer} had written after it read ${sourceId || 'what is restricted'}, which is restricted`,
    }),
  )
}
