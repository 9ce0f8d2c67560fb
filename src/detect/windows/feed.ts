// From an event that fits a rule to its place in each correlation over that rule: step, group and value, by the rule's fields.
import { CAPABILITY_INDEX } from '../../model/capability.js'
import { usesAuthority } from '../../model/event.js'
import type { Joined } from '../../model/joined.js'
import type { Up, Who } from '../../model/match.js'
import type { Feed, Plan, Plans } from '../../sigma/correlation/plan.js'
import type { EventFields, Field, FieldValue } from '../../sigma/rule.js'
import { amountOf, type Entry } from './entry.js'

/** A step of one correlation that a rule's events are. */
export interface Step {
  readonly plan: Plan
  readonly bit: number
  /** the group that the event is in; null: it lacks a field of it, and is in none */
  group(fields: EventFields): string | null
  /** null: it lacks the field whose values are counted, or its value is no number where one is needed */
  value(fields: EventFields): string | null
  up(fields: EventFields): readonly Up[] | null
}

/** Stands between the values of a group with several fields. */
export const BETWEEN = '\u0000'

const NUMERIC = new Set(['value_sum', 'value_avg'])

/** The steps that the events of each detection rule are, by the rule's id. */
export function stepsOf(plans: Plans): ReadonlyMap<string, readonly Step[]> {
  const planOf = (feed: Feed): Plan => plans.all[feed.plan] as Plan
  const stepOf = (feed: Feed): Step => {
    const plan = planOf(feed)
    const group = joinedText(feed.groupFields)
    const value = joinedText(feed.valueFields)
    const numeric =
      NUMERIC.has(plan.type) ||
      (plan.type === 'value_percentile' && plan.percentile === plan.percentile)
    const parents = feed.parents.map((parent) => ({ step: stepOf(parent), of: parent.step }))
    return {
      plan,
      bit: 1 << feed.step,
      group,
      value(fields) {
        const text = value(fields)
        return text === null || (numeric && !Number.isFinite(amountOf(text))) ? null : text
      },
      up(fields) {
        if (parents.length === 0) return null
        const ups: Up[] = []
        for (const { step, of } of parents) {
          const up = step.group(fields)
          const counted = step.value(fields)
          if (up !== null && counted !== null)
            ups.push({
              correlation: step.plan.stateKey,
              step: of,
              group: up,
              value: counted,
              up: step.up(fields),
            })
        }
        return ups.length === 0 ? null : ups
      },
    }
  }
  return new Map([...plans.feeds].map(([rule, feeds]) => [rule, feeds.map(stepOf)]))
}

/** The values of some fields as one text; null where one is not there. */
function joinedText(fields: readonly Field[]): (event: EventFields) => string | null {
  if (fields.length === 0) return () => ''
  const slots = fields.map(({ slot }) => slot)
  if (slots.length === 1) {
    const slot = slots[0] as number
    return (event) => {
      const value = event.at(slot)
      return typeof value === 'string' ? value || null : textOf(value)
    }
  }
  return (event) => {
    let text = ''
    for (const slot of slots) {
      const value = textOf(event.at(slot))
      if (value === null) return null
      text = text === '' ? value : `${text}${BETWEEN}${value}`
    }
    return text
  }
}

/** A value as a text; several of them as one, in their order. */
function textOf(value: FieldValue): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  if (!Array.isArray(value)) return null
  const texts = (value as readonly FieldValue[]).map(textOf).filter((text) => text !== null)
  return texts.length === 0 ? null : texts.join(',')
}

/** Whom the event is about: the same object as for the group's event before, where they agree. */
export function whoOf(joined: Joined, known: Who | null): Who {
  const { agentId, workloadId, credentialId, taskId, owner, tier, purpose, candidates } = joined
  const attributed = joined.attribution !== 'none' && candidates.length === 0
  if (
    known !== null &&
    known.credentialId === credentialId &&
    known.taskId === taskId &&
    known.agentId === agentId &&
    known.workloadId === workloadId &&
    known.tier === tier &&
    known.owner === owner &&
    known.purpose === purpose &&
    known.attributed === attributed &&
    candidates.length === 0
  )
    return known
  return { agentId, workloadId, credentialId, taskId, owner, tier, purpose, attributed, candidates }
}

export function entryOf(
  joined: Joined,
  bit: number,
  value: string,
  up: readonly Up[] | null,
  who: Who,
): Entry {
  return {
    timeMs: joined.timeMs,
    steps: bit,
    eventId: joined.eventId,
    topic: joined.origin.topic,
    identity: joined.identity,
    occurrence: '',
    value,
    amount: amountOf(value),
    capability: usesAuthority(joined.type) ? CAPABILITY_INDEX[joined.capability] : -1,
    action: joined.action || joined.toolName,
    resourceId: joined.resourceId,
    sensitivity: joined.sensitivity,
    up,
    who,
    holds: false,
    told: NaN,
  }
}
