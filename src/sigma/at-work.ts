// A rule set made ready to run: what topology A has to send across, and what topology B asks of each event.
import type { Context } from '../model/context.js'
import type { Joined } from '../model/joined.js'
import { compileRules, type Compiled } from './compile/compile.js'
import { planCorrelations, standsAlone, type Plans } from './correlation/plan.js'
import { createCarrier, type Carrier } from './fields/carry.js'
import { createHop, type Hop } from './fields/hop.js'
import { createSlots, eventReaders, wordsOf } from './fields/look.js'
import { possible, readsContext } from './fields/possible.js'
import type { DetectionRule, EventFields, RuleSet } from './rule.js'

/** The rules of a rule set, ready to run. */
export interface RulesAtWork {
  readonly plans: Plans
  /** detection rules that give findings of their own, by id */
  readonly alone: ReadonlyMap<string, DetectionRule>
  /** detection rules that read what is known of the identity: what comes late may change which events they fit */
  readonly contextual: ReadonlySet<string>
  /** the same for all tasks of topology B in a process: each loads an event before it asks, and none is interrupted */
  readonly matching: Matching
  /** one for each task of topology A; null where nothing has to cross. `hash` stands for what was said. */
  createCarrier(hash: (text: string) => string): Carrier | null
}

/** Which rules an event fits. What it gives is valid until the next call. */
export interface Matching {
  readonly fields: EventFields
  load(joined: Joined, context: Context | null): void
  /** ids of the detection rules that the loaded event fits */
  matched(): readonly string[]
  /** of those the ones of rules that read the context */
  contextual(): readonly string[]
  /** whether it fits a rule that reads the context, or may come to */
  mayFit(): boolean
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
  const contextual = hop.rules.filter((rule) => readsContext(whole(rule).condition))
  let matching: Matching | null = null
  let answersOf: ((joined: Joined) => readonly string[]) | null = null
  return {
    plans,
    alone,
    contextual: new Set(contextual.map(({ id }) => id)),
    get matching() {
      return (matching ??= matchingOf(hop, contextual))
    },
    createCarrier(hash) {
      if (hop.carries.length + hop.counted.length + hop.asks.length === 0) return null
      if (hop.asks.length > 0) answersOf ??= answering(hop)
      return createCarrier(hop, answersOf, hash)
    },
  }
}

function matchingOf(hop: Hop, contextual: readonly DetectionRule[]): Matching {
  const slots = createSlots(hop.readers)
  const readers = new Set(contextual)
  const others = hop.rules.filter((rule) => !readers.has(rule))
  const may = contextual.map((rule) => ({
    id: rule.id,
    condition: possible(whole(rule).condition),
  }))
  // In one pass: what an event fits, and behind it what it may fit.
  const ofEvent = compileRules([...others.map(whole), ...may], slots, -1)
  const ofContext = compileRules(contextual.map(whole), slots, -1)
  const mayIds = new Set(may.map(({ id }) => id))
  const places = new Map(hop.rules.map(({ id }, place) => [id, place]))
  const byPlace = (a: string, b: string): number =>
    (places.get(a) as number) - (places.get(b) as number)
  let askedIn = -1
  let fitted: readonly string[] = NONE
  let fits = false
  const ask = (): void => {
    if (askedIn === slots.turn) return
    askedIn = slots.turn
    fitted = ofEvent()
    let own = fitted.length
    while (own > 0 && mayIds.has(fitted[own - 1] as string)) own--
    fits = own < fitted.length
    if (fits) fitted = own === 0 ? NONE : fitted.slice(0, own)
  }
  if (contextual.length === 0)
    return {
      fields: slots,
      load: slots.load,
      matched: ofEvent,
      contextual: () => NONE,
      mayFit: () => false,
    }
  return {
    fields: slots,
    load: slots.load,
    matched() {
      ask()
      // The context is not looked at for events that fit none of these rules whatever it says.
      const more = fits ? ofContext() : NONE
      return more.length === 0 ? fitted : [...fitted, ...more].sort(byPlace)
    },
    contextual: ofContext,
    mayFit() {
      ask()
      return fits
    },
  }
}

const NONE: readonly string[] = Object.freeze([])

/** The ids of the asks that hold for an event. */
function answering(hop: Hop): (joined: Joined) => readonly string[] {
  const slots = createSlots([...eventReaders(hop.fields), wordsOf])
  const asks = hop.asks.map(
    ({ id, leaf, when }): Compiled => ({ id, condition: { op: 'and', of: [when, leaf] } }),
  )
  const matched = compileRules(asks, slots, hop.fields.length)
  return (joined) => {
    slots.load(joined, null)
    return matched()
  }
}

/** With its log source: what a rule asks of an event altogether. */
function whole({ id, source, condition }: DetectionRule): Compiled {
  return {
    id,
    condition: source === null ? condition : { op: 'and', of: [source, condition] },
  }
}
