// Decisions as they are given: each is counted, and told where such are wanted.
import { usesAuthority } from '../model/event.js'
import type { Context, OpenCause } from '../model/context.js'
import type { Cause } from '../model/finding.js'
import type { Joined } from '../model/joined.js'
import {
  ALLOWED,
  decisionId,
  decisionOn,
  lateDecision,
  purposeOf,
  UNKNOWN,
  type Outcome,
} from './decisions.js'
import type { RespondCounts, RespondOptions, RespondSink } from './records.js'

export function createDeciding(
  options: Pick<RespondOptions, 'decisions' | 'mode'>,
  counts: RespondCounts,
) {
  function plainAllow(context: Context, joined: Joined, sink: RespondSink): void {
    counts.decisions++
    if (options.decisions !== 'all') return
    const id = decisionId(joined.origin.topic, joined.eventId)
    const purpose = purposeOf(context, joined)
    sink.decision(decisionOn(joined, id, purpose, ALLOWED, options.mode), joined.identity)
  }

  function decide(
    joined: Joined,
    id: string,
    outcome: Outcome,
    reasons: readonly string[],
    rules: readonly string[],
    radius: number,
    mode: 'enforce' | 'shadow',
    context: Context,
    sink: RespondSink,
  ): void {
    counts.decisions++
    if (options.decisions === 'none') return
    const verdict = { outcome, reasons, rules: [...new Set(rules)], blastRadius: radius }
    const decision = decisionOn(joined, id, purposeOf(context, joined), verdict, mode)
    sink.decision(decision, joined.identity)
  }

  /** A cause that an event completed for another, earlier event: its decision stands beside the one given then. */
  function decideLate(
    context: Context,
    cause: Cause,
    id: string,
    opened: OpenCause,
    sink: RespondSink,
  ): void {
    counts.decisions++
    if (options.decisions === 'none') return
    sink.decision(lateDecision(cause, id, opened, options.mode), context.id)
  }

  function answerUnknown(joined: Joined, sink: RespondSink): void {
    if (joined.op !== 'join' || !usesAuthority(joined.type)) return
    counts.decisions++
    if (options.decisions !== 'all') return
    const id = decisionId(joined.origin.topic, joined.eventId)
    sink.decision(decisionOn(joined, id, joined.purpose, UNKNOWN, options.mode), joined.identity)
  }

  return { plainAllow, decide, decideLate, answerUnknown }
}
