// A rule set made ready to run: what topology A has to send across, and what topology B asks of each event.
import type { Context } from '../model/context.js'
import type { Joined } from '../model/joined.js'
import { planCorrelations, standsAlone, type Plans } from './correlation/plan.js'
import { createCarrier, type Carrier } from './fields/carry.js'
import { createHop } from './fields/hop.js'
import { createLook, createSlots } from './fields/look.js'
import { holds } from './plain/plain.js'
import type { DetectionRule, EventFields, RuleSet } from './rule.js'

/** The rules of a rule set, ready to run. */
export interface RulesAtWork {
  readonly plans: Plans
  /** detection rules that give findings of their own, by id */
  readonly alone: ReadonlyMap<string, DetectionRule>
  /** one for each task of topology B, as it holds the event at hand */
  createMatching(): Matching
  /** one for each task of topology A; null where nothing has to cross. `hash` stands for what was said. */
  createCarrier(hash: (text: string) => string): Carrier | null
}

/** Which rules an event fits. What it gives is valid until the next call. */
export interface Matching {
  readonly fields: EventFields
  load(joined: Joined, context: Context | null): void
  /** ids of the detection rules that the loaded event fits */
  matched(): readonly string[]
}

/** Throws `Problem('RULE_INVALID')` for a rule that no part of the engine could answer. */
export function createRulesAtWork(set: RuleSet): RulesAtWork {
  const plans = planCorrelations(set.detections, set.correlations)
  const hop = createHop(set.detections, set.fields, plans)
  const alone = new Map(
    set.detections
      .filter((rule) => rule.alone && standsAlone(rule.id, set.correlations))
      .map((rule) => [rule.id, rule]),
  )
  return {
    plans,
    alone,
    createMatching() {
      const slots = createSlots(hop.readers)
      const event = { at: slots.at, words: () => [] }
      return {
        fields: slots,
        load: slots.load,
        matched: () =>
          hop.rules
            .filter(
              ({ source, condition }) =>
                (source === null || holds(source, event)) && holds(condition, event),
            )
            .map(({ id }) => id),
      }
    },
    createCarrier(hash) {
      if (hop.carries.length + hop.counted.length + hop.asks.length === 0) return null
      const look = createLook(hop.fields)
      const answersOf = (joined: Joined): readonly string[] => {
        look.load(joined, null)
        return hop.asks.filter(({ leaf }) => holds(leaf, look)).map(({ id }) => id)
      }
      return createCarrier(hop, hop.asks.length === 0 ? null : answersOf, hash)
    },
  }
}
