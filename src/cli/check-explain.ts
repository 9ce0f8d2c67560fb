// `ambit check --explain`: for a test of rules, why each of them fired on its events or did not, as `replay --explain` tells it.
import type { FindingRecord } from '../respond/records.js'
import type { CorrelationRule, DetectionRule, RuleSet, SigmaRule } from '../sigma/rule.js'
import type { TestOutcome } from './check-tests.js'
import { whole } from './replay-explain.js'
import { createReasons, open, type Reasons, type Told } from './replay-explain-reasons.js'
import type { LoadedRules } from './rules.js'

/** Events of a test that are looked at, and those that are told of one rule: what fired first, or came nearest to it. */
export const EVENTS_MAX = 500
const TOLD_MAX = 3

/**
 * Plays the test again. Of one that failed the rules are told that did not do what they should, else all of its file; with
 * `only` those of that id. Parts of correlations are told with them.
 */
export function explainTest(
  outcome: TestOutcome,
  rules: readonly SigmaRule[],
  loaded: Pick<LoadedRules, 'set' | 'atWork'>,
  only: string | null,
): readonly string[] {
  const { name, place, failures, wrong } = outcome
  const events = new Map<string, Reasons>()
  const found: FindingRecord[] = []
  let more = 0
  outcome.again({
    arrives(id, engine) {
      if (events.has(id)) return
      if (events.size >= EVENTS_MAX) {
        more++
        return
      }
      const reasons = createReasons(id, loaded, open)
      reasons.watch(engine)
      events.set(id, reasons)
    },
    joined(joined) {
      events.get(joined.eventId)?.joined(joined)
    },
    settle() {
      for (const reasons of events.values()) reasons.settle()
    },
    finding(finding) {
      if (finding.activity === 'create') found.push(finding)
    },
  })
  const wanted = only === null ? (wrong.length > 0 ? wrong : rules.map(({ id }) => id)) : [only]
  return [
    `test "${name}" (${place})${failures.length === 0 ? ' passed' : `: ${failures.join('; ')}`}`,
    ...[...events].flatMap(([id, reasons]) =>
      reasons.event() === null
        ? [`event ${id} is of no identity: it was refused, or it waits for what binds it`]
        : [],
    ),
    ...partsOf(wanted, loaded.set).flatMap((rule) =>
      ofRule(rule, [...events.values()], found, wanted.includes(rule.id)),
    ),
    ...(more === 0 ? [] : [`${more} more events are not looked at`]),
  ]
}

/** The rules with those that their correlations are made of, each once. */
function partsOf(ids: readonly string[], set: RuleSet): (DetectionRule | CorrelationRule)[] {
  const all = new Map([...set.detections, ...set.correlations].map((rule) => [rule.id, rule]))
  const parts = new Set(ids)
  for (const id of parts) {
    const rule = all.get(id)
    if (rule?.kind === 'correlation') for (const one of rule.rules) parts.add(one.id)
  }
  return [...parts].flatMap((id) => all.get(id) ?? [])
}

interface Seen {
  readonly event: string
  readonly told: Told
}

/** Where it is asked after it is told on what it fired; of what a correlation is made of rather what is missing. */
function ofRule(
  { id }: DetectionRule | CorrelationRule,
  events: readonly Reasons[],
  found: readonly FindingRecord[],
  asked: boolean,
): readonly string[] {
  const seen = events.flatMap((reasons): Seen[] => {
    const event = reasons.event()
    const told = reasons.told().find(({ rule }) => rule.id === id)
    return event === null || told === undefined ? [] : [{ event, told }]
  })
  const fired = seen.filter(({ told }) => told.fits)
  const near = seen
    .filter(({ told }) => !told.fits)
    .sort(
      (a, b) =>
        Number(b.told.concerns) - Number(a.told.concerns) ||
        a.told.reasons.length - b.told.reasons.length,
    )
  const misses = near.filter(({ told }) => told.concerns)
  const shown = asked ? (fired.length > 0 ? fired : near) : misses.length > 0 ? misses : fired
  const more = shown.length - TOLD_MAX
  return [
    ...shown
      .slice(0, TOLD_MAX)
      .flatMap(({ event, told }) => [event, ...whole(told, findingsOf(event, found))]),
    ...(more > 0
      ? [`and ${more} more events on which it ${shown === fired ? 'fired' : 'did not'}`]
      : []),
  ]
}

/** Those that name the event. */
function findingsOf(event: string, found: readonly FindingRecord[]): readonly FindingRecord[] {
  const id = event.split(' ')[1] as string
  return found.filter(({ cause }) => cause.evidence.includes(id))
}
