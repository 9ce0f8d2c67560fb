// Findings as they are told: of an open cause, with how far it reaches and who goes with it by what is known by then.
import type { Tier } from '../model/capability.js'
import type { Context, OpenCause } from '../model/context.js'
import { reachOf } from './blast.js'
import { childrenOf } from './commands-children.js'
import { findingOf, type FindingRecord, type RespondCounts, type RespondSink } from './records.js'

export type Tell = (
  context: Context,
  opened: OpenCause,
  activity: FindingRecord['activity'],
  timeMs: number,
  decisionId: string,
  closedFor: string,
  sink: RespondSink,
) => void

/** `bundleOf`: by what id its question is answered together with others. */
export function createTelling(
  mode: FindingRecord['mode'],
  counts: RespondCounts,
  bundleOf: (opened: OpenCause) => string,
): Tell {
  return (context, opened, activity, timeMs, decisionId, closedFor, sink) => {
    counts.findings++
    const closes = activity === 'close'
    const reach = closes ? null : reachOf(context, opened.cause, opened.tier as Tier)
    const children = closes ? NO_CHILDREN : childrenOf(context, opened)
    const bundle = closes ? '' : bundleOf(opened)
    const blastRadius = reach?.total ?? 0
    const about = { activity, timeMs, decisionId, mode, blastRadius, closedFor }
    sink.finding(findingOf(context.id, opened, { ...about, reach, children, bundle }))
  }
}

const NO_CHILDREN: readonly never[] = Object.freeze([])
