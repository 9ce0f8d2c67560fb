// Correlations made ready to run: rules and groups resolved, conditions taken apart, what each looks back and ahead worked out.
import { createHash } from 'node:crypto'
import type { CorrelationRule, CorrelationType, DetectionRule, Field, Together } from '../rule.js'
import { ANY, boundedAbove, type Bounds, boundsOf, type Draft, leastCount } from './correlation.js'
import { implies, named, spelled, type Term, termsOf } from './condition.js'

/** An order of rules that fulfils a condition. Sets of steps are bits. */
export interface Sequence {
  /** steps that follow one another */
  readonly steps: readonly number[]
  /** what must not lie before the first, after the i-th, after the last: one more than there are steps */
  readonly gaps: readonly number[]
}

/** Where the events of a detection rule go: a step of one correlation, and of those above it. */
export interface Feed {
  readonly plan: number
  readonly step: number
  /** fields of the event that make the group, in order */
  readonly groupFields: readonly Field[]
  readonly valueFields: readonly Field[]
  /** correlations over this one: their groups are taken from the same event */
  readonly parents: readonly Feed[]
}

export interface Plan {
  readonly index: number
  readonly rule: CorrelationRule
  readonly type: CorrelationType
  readonly timespanMs: number
  readonly bounds: Bounds
  /** of `value_percentile`: which one; NaN: the share of the window's values that are the event's own, in percent */
  readonly percentile: number
  /** id and a digest of what it says: state of another version is not taken for its own */
  readonly stateKey: string
  /** how many of its chain, itself included, wait for the watermark */
  readonly waits: number
  /** an event at t is judged by what lies after t - backMs and before t + aheadMs; 0: by what lies at t */
  readonly backMs: number
  readonly aheadMs: number
  /** of `temporal` with rules joined: the ways to fulfil it; null for all else */
  readonly terms: readonly Term[] | null
  readonly sequences: readonly Sequence[] | null
  /** steps whose events are judged, as bits; others are only looked at */
  readonly anchors: number
  /** of counts that look back, how many it takes; 0 where that does not say it all */
  readonly least: number
  /** steps that are correlations, as bits: their hits are counted by episode */
  readonly chained: number
  /** whether correlations over this one are told of its hits */
  readonly above: boolean
  /** whether it makes findings of its own */
  readonly alone: boolean
  /** place in the group of the field that says whose it is; -1: none does */
  readonly identityField: number
}

export interface Plans {
  readonly all: readonly Plan[]
  /** id of a detection rule → what it feeds */
  readonly feeds: ReadonlyMap<string, readonly Feed[]>
}

/** Fields of a group that hold the canonical identity: such a group is judged where its identity is. */
export const IDENTITY_FIELDS: readonly string[] = ['identity', 'agent.id']

/** Why a correlation cannot run or never completes, as a sentence; null where nothing speaks against it. */
export function impossible(rule: Draft): string | null {
  const { type, rules, percentile } = rule
  const bounds = boundsOf(rule.bounds)
  if (type === 'temporal' || type === 'temporal_ordered') return impossibleOrder(rule)
  if (type === 'event_count' || type === 'value_count')
    return leastCount(bounds) === Infinity
      ? `it can never complete: no window that an event opens has ${described(bounds)} in it`
      : null
  const { gt, gte, lt, lte, eq } = bounds
  if (gt >= lt || gt >= lte || gte >= lt || gte > lte)
    return `it can never complete: nothing is ${described(bounds)}`
  const share = type === 'value_percentile' && percentile !== percentile
  if (share && (gt >= 100 || gte > 100 || eq > 100 || lte <= 0 || lt <= 0 || eq <= 0))
    return 'it can never complete: a share lies above 0 and at most at 100 percent'
  return rules.length === 0 ? 'it names no rules' : null
}

function impossibleOrder(rule: Draft): string | null {
  const { type, rules } = rule
  const bounds = boundsOf(rule.bounds)
  if (rule.bounds.length > 0 && leastCount(bounds) > rules.length)
    return `it can never complete: it asks for ${described(bounds)} of ${rules.length} rules`
  if (rule.bounds.length > 0 && type === 'temporal') return null
  if (boundedAbove(bounds))
    return 'rules in order are asked for with gt or gte, or joined by and, or, not; an upper bound on an order is not run'
  const ways = waysOf(rule)
  if (ways === null) return 'there are too many ways to fulfil its condition'
  if (ways.length === 0) return 'it can never complete: its condition contradicts itself'
  if (ways.every(({ present }) => present === 0) || anchorsOf(rule) === 0)
    return 'it can never complete: a condition of only "not" has no event that could open a window'
  return null
}

function described(bounds: Bounds): string {
  return Object.entries(bounds)
    .filter(([, value]) => value === value)
    .map(([name, value]) => `${name} ${value}`)
    .join(' and ')
}

/** The ways to fulfil a condition over rules; null where there are too many. Those that no event opens are kept. */
function waysOf({ type, rules, bounds, together }: Draft): readonly Term[] | null {
  const names = rules.map(({ id, given }) => id || given)
  const stepOf = (name: string): number => names.indexOf(name)
  const spare = type === 'temporal' ? implies : impliesInOrder
  if (together !== null) return termsOf(together, stepOf, spare)
  if (bounds.length === 0) return [{ present: 2 ** rules.length - 1, absent: 0 }]
  return termsOf({ op: 'or', of: choices(names, leastCount(boundsOf(bounds))) }, stepOf, spare)
}

/** In order, a step more is a narrower way only to the same end, and moves what must not lie between its neighbours. */
function impliesInOrder(narrow: Term, wide: Term): boolean {
  if (narrow.present === wide.present && narrow.absent === wide.absent) return true
  const sameEnd = Math.clz32(narrow.present) === Math.clz32(wide.present)
  return sameEnd && wide.absent === 0 && implies(narrow, wide)
}

const CHOICES_MAX = 1_000

/** Every choice of so many rules, joined by `and`; cut off where there are too many anyway. */
function choices(names: readonly string[], count: number): Together[] {
  const found: Together[] = []
  const chosen: string[] = []
  const choose = (from: number): void => {
    if (found.length > CHOICES_MAX) return
    if (chosen.length === count) {
      found.push({ op: 'and', of: chosen.map((rule) => ({ op: 'rule', rule, place: '' })) })
      return
    }
    for (let i = from; i < names.length; i++) {
      chosen.push(names[i] as string)
      choose(i + 1)
      chosen.pop()
    }
  }
  choose(0)
  return found
}

/** Compiles correlations that were linked and checked: every rule is there, none is in a circle, none is impossible. */
export function planCorrelations(
  detections: readonly DetectionRule[],
  rules: readonly CorrelationRule[],
): Plans {
  const places = new Map(rules.map(({ id }, place) => [id, place]))
  const parentsOf: { readonly plan: number; readonly step: number }[][] = rules.map(() => [])
  for (const [plan, { rules: named }] of rules.entries())
    for (const [step, { id }] of named.entries()) {
      const child = places.get(id)
      if (child !== undefined) parentsOf[child]?.push({ plan, step })
    }
  const feedTo = (plan: number, step: number, leaf: DetectionRule): Feed => {
    const { groupBy, aliases, rules: named, fields } = rules[plan] as CorrelationRule
    const child = named[step]?.id ?? ''
    return {
      plan,
      step,
      groupFields: groupBy.map((name) => leaf.field(aliases.get(name)?.get(child) ?? name)),
      valueFields: fields.map((name) => leaf.field(aliases.get(name)?.get(child) ?? name)),
      parents: (parentsOf[plan] ?? []).map((up) => feedTo(up.plan, up.step, leaf)),
    }
  }
  const feeds = new Map<string, Feed[]>()
  for (const leaf of detections) {
    const of: Feed[] = []
    for (const [plan, { rules: named }] of rules.entries())
      for (const [step, { id }] of named.entries())
        if (id === leaf.id) of.push(feedTo(plan, step, leaf))
    if (of.length > 0) feeds.set(leaf.id, of)
  }
  const waits: number[] = []
  const waitsOf = (plan: number): number =>
    (waits[plan] ??=
      Math.max(0, ...childrenOf(rules[plan] as CorrelationRule, places).map(waitsOf)) +
      (shapeOf(rules[plan] as CorrelationRule).aheadMs > 0 ? 1 : 0))
  const all = rules.map((rule, index): Plan => {
    let chained = 0
    for (const [step, { id }] of rule.rules.entries()) if (places.has(id)) chained |= 1 << step
    return {
      index,
      rule,
      type: rule.type,
      timespanMs: rule.timespanMs,
      bounds: boundsOf(rule.bounds),
      percentile: rule.percentile,
      stateKey: `${rule.id}@${digest(rule)}`,
      waits: waitsOf(index),
      ...shapeOf(rule),
      chained,
      above: (parentsOf[index] ?? []).length > 0,
      alone: standsAlone(rule.id, rules),
      identityField: rule.groupBy.findIndex((field) => IDENTITY_FIELDS.includes(field)),
    }
  })
  return { all, feeds }
}

/** A rule that correlations are made of makes no findings of its own, unless one of them says `generate`. */
export function standsAlone(id: string, correlations: readonly CorrelationRule[]): boolean {
  const over = correlations.filter(({ rules }) => rules.some((reference) => reference.id === id))
  return over.length === 0 || over.some(({ generate }) => generate)
}

function childrenOf(
  { rules }: CorrelationRule,
  places: ReadonlyMap<string, number>,
): readonly number[] {
  return rules.flatMap(({ id }) => places.get(id) ?? [])
}

function digest(rule: CorrelationRule): string {
  const { type, rules, groupBy, timespanMs, bounds, together, fields, percentile } = rule
  const aliases = [...rule.aliases].map(([alias, of]) => [alias, ...of])
  const named = rules.map(({ id }) => id)
  const asked = together === null ? null : spelled(together)
  const said = [type, named, groupBy, aliases, timespanMs, bounds, asked, fields, percentile]
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 12)
}

type Shape = Pick<Plan, 'backMs' | 'aheadMs' | 'terms' | 'sequences' | 'anchors' | 'least'>

function shapeOf(rule: Draft): Shape {
  const { type, timespanMs, rules } = rule
  const bounds = rule.bounds.length === 0 ? ANY : boundsOf(rule.bounds)
  const every = 2 ** rules.length - 1
  const plain = { terms: null, sequences: null, anchors: every, least: 0 }
  const over = { ...plain, backMs: 0, aheadMs: timespanMs }
  const back = { ...plain, backMs: timespanMs, aheadMs: 0 }
  switch (type) {
    case 'event_count':
    case 'value_count':
      return boundedAbove(bounds) ? over : { ...back, least: leastCount(bounds) }
    case 'value_sum':
      return boundedAbove(bounds) ? over : back
    case 'value_avg':
    case 'value_percentile':
      return back
    case 'temporal': {
      if (rule.bounds.length > 0) return boundedAbove(bounds) ? over : back
      const terms = waysOf(rule) ?? []
      const denies = terms.some(({ absent }) => absent !== 0)
      return { ...back, aheadMs: denies ? timespanMs : 0, terms, anchors: anchorsOf(rule) }
    }
    case 'temporal_ordered': {
      const sequences = (waysOf(rule) ?? [])
        .filter(({ present }) => present !== 0)
        .map((term) => sequenceOf(term, rules.length))
      const before = sequences.some(({ gaps }) => gaps[0] !== 0)
      const after = sequences.some(({ gaps }) => gaps[gaps.length - 1] !== 0)
      const anchors = sequences.reduce((bits, { steps }) => bits | (1 << (steps.at(-1) ?? 0)), 0)
      return {
        ...plain,
        backMs: before ? 2 * timespanMs : timespanMs,
        aheadMs: after ? timespanMs : 0,
        sequences,
        anchors,
      }
    }
  }
}

/** Rules near one another: the condition is judged at each event of a rule that stands in it without `not`. */
function anchorsOf({ rules, together }: Draft): number {
  const names = rules.map(({ id, given }) => id || given)
  if (together === null) return 2 ** rules.length - 1
  return named(together, (name) => names.indexOf(name))
}

/** What is absent stands at its place in the list: between those of the present that are its neighbours there. */
function sequenceOf({ present, absent }: Term, count: number): Sequence {
  const steps: number[] = []
  const gaps = [0]
  for (let step = 0; step < count; step++) {
    const bit = 1 << step
    if ((present & bit) !== 0) {
      steps.push(step)
      gaps.push(0)
    } else if ((absent & bit) !== 0) gaps[gaps.length - 1] = (gaps.at(-1) ?? 0) | bit
  }
  return { steps, gaps }
}
