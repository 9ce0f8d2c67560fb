// Correlations at work in one task: events that fit a rule go to their groups, here or at another task; what holds becomes a cause.
import type { Cause } from '../../model/finding.js'
import type { Joined } from '../../model/joined.js'
import type { Match, Up, Who } from '../../model/match.js'
import type { Plan, Plans } from '../../sigma/correlation/plan.js'
import type { EventFields } from '../../sigma/rule.js'
import { amountOf, type Entry } from '../windows/entry.js'
import { causeOf, identityOf, keyOf, placeOf } from './correlations-cause.js'
import { entryOf, type Step, stepsOf, whoOf } from '../windows/feed.js'
import { createWindows, type Windows } from '../windows/windows.js'

export interface CorrelationsOptions {
  readonly plans: Plans
  readonly latenessMs: number
  readonly groupsMax?: number
  /** whether the groups of this place are judged by this task */
  readonly ours: (place: string) => boolean
  readonly sink: CorrelationSink
}

/** `identity`: the one that the group is about, else the group's fields with their values. */
export interface CorrelationSink {
  /** `tier` as the event says it, '' where it does not */
  raised(identity: string, cause: Cause, tier: string): void
  repeated(identity: string, key: string): void
  withdrawn(identity: string, key: string): void
  /** a match for a group that another task judges */
  match(match: Match): void
}

export interface CorrelationCounts {
  /** matches that lack a field of their group, or the value that is counted */
  ungrouped: number
  /** matches for a correlation that is not at work here, or in another version */
  strange: number
}

export interface Correlations {
  readonly windows: Windows
  readonly counts: Readonly<CorrelationCounts>
  /** whether any correlation looks at this rule */
  follows(rule: string): boolean
  /** an event fits a rule */
  matched(rule: string, joined: Joined, fields: EventFields): void
  /** an event fits a rule no more */
  unmatched(rule: string, joined: Joined, fields: EventFields): void
  /** an event turned out to be another identity's: whatever it was counted for, it is taken back */
  retract(joined: Joined, fields: EventFields): void
  /** a match that another task sent */
  take(match: Match): void
  advance(streamMs: number): void
}

export function createCorrelations(options: CorrelationsOptions): Correlations {
  const { plans, ours, sink } = options
  const steps = stepsOf(plans)
  const counts: CorrelationCounts = { ungrouped: 0, strange: 0 }
  const windows = createWindows({
    plans,
    latenessMs: options.latenessMs,
    ...(options.groupsMax === undefined ? {} : { groupsMax: options.groupsMax }),
    sink: {
      raised(group, episode, at) {
        if (!group.plan.alone) return
        const { tier } = (group.entries[at] as Entry).who
        sink.raised(identityOf(group), causeOf(group, episode, at), tier)
      },
      repeated(group, episode) {
        if (group.plan.alone) sink.repeated(identityOf(group), keyOf(group, episode))
      },
      withdrawn(group, episode) {
        if (group.plan.alone) sink.withdrawn(identityOf(group), keyOf(group, episode))
      },
      told,
    },
  })

  function matched(rule: string, joined: Joined, fields: EventFields): void {
    const of = steps.get(rule) ?? NO_STEPS
    for (let i = 0; i < of.length; i++) {
      const step = of[i] as Step
      const { plan } = step
      const group = step.group(fields)
      const value = step.value(fields)
      if (group === null || value === null) {
        counts.ungrouped++
        continue
      }
      const up = step.up(fields)
      const place = placeOf(plan, group)
      if (place === joined.identity || ours(place)) {
        const here = windows.groupFor(plan, group, joined.timeMs)
        if (here === null) continue
        here.who = whoOf(joined, here.who)
        windows.put(here, entryOf(joined, step.bit, value, up, here.who), joined.late)
      } else {
        const entry = entryOf(joined, step.bit, value, up, whoOf(joined, null))
        sink.match(matchOf(entry, plan, group, place, joined.late, joined.appendMs, false))
      }
    }
  }

  function takeBack(step: Step, joined: Joined, fields: EventFields): void {
    const { plan } = step
    const group = step.group(fields)
    if (group === null) return
    const entry = entryOf(joined, step.bit, '', null, NOBODY)
    const place = placeOf(plan, group)
    if (place === joined.identity || ours(place)) windows.remove(plan, group, entry)
    else sink.match(matchOf(entry, plan, group, place, false, joined.appendMs, true))
  }

  /** A hit of a correlation is a matching event of those above it. */
  function told(up: Up, entry: Entry, momentMs: number, occurrence: string, gone: boolean): void {
    const plan = windows.planOf(up.correlation)
    if (plan === undefined) {
      counts.strange++
      return
    }
    const hit: Entry = {
      ...entry,
      timeMs: momentMs,
      steps: 1 << up.step,
      occurrence,
      value: up.value,
      amount: amountOf(up.value),
      up: up.up,
      holds: false,
      told: NaN,
    }
    const place = placeOf(plan, up.group)
    if (!ours(place)) sink.match(matchOf(hit, plan, up.group, place, false, NaN, gone))
    else if (gone) windows.remove(plan, up.group, hit)
    else windows.add(plan, up.group, hit, false)
  }

  return {
    windows,
    counts,
    follows: (rule) => steps.has(rule),
    matched,
    unmatched(rule, joined, fields) {
      for (const step of steps.get(rule) ?? []) takeBack(step, joined, fields)
    },
    retract(joined, fields) {
      for (const of of steps.values()) for (const step of of) takeBack(step, joined, fields)
    },
    take(match) {
      const plan = windows.planOf(match.correlation)
      if (plan === undefined) counts.strange++
      else if (match.gone) windows.remove(plan, match.group, match)
      else windows.add(plan, match.group, entryFrom(match), match.late)
    },
    advance: windows.advance,
  }
}

const NO_STEPS: readonly Step[] = Object.freeze([])
const NOBODY: Who = Object.freeze({
  agentId: '',
  workloadId: '',
  credentialId: '',
  taskId: '',
  owner: '',
  tier: '',
  purpose: '',
  attributed: false,
  candidates: [],
})

function matchOf(
  entry: Entry,
  plan: Plan,
  group: string,
  place: string,
  late: boolean,
  appendMs: number,
  gone: boolean,
): Match {
  const { timeMs, eventId, topic, identity, occurrence, value, up, who } = entry
  const { capability, action, resourceId, sensitivity } = entry
  const names = { timeMs, eventId, topic, identity, occurrence }
  const where = { correlation: plan.stateKey, group, place, step: 31 - Math.clz32(entry.steps) }
  const deed = { capability, action, resourceId, sensitivity }
  return { gone, ...names, ...where, late, appendMs, value, ...deed, up, who }
}

function entryFrom(match: Match): Entry {
  return {
    timeMs: match.timeMs,
    steps: 1 << match.step,
    eventId: match.eventId,
    topic: match.topic,
    identity: match.identity,
    occurrence: match.occurrence,
    value: match.value,
    amount: amountOf(match.value),
    capability: match.capability,
    action: match.action,
    resourceId: match.resourceId,
    sensitivity: match.sensitivity,
    up: match.up,
    who: match.who,
    holds: false,
    told: NaN,
  }
}
