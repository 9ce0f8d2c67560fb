// The plain, slow evaluator of correlations: all matching events in a list, every window looked at whole. What the engine must agree with.
import { boundedAbove, boundsOf, within } from '../../src/sigma/correlation/correlation.js'
import type { CorrelationRule, Together } from '../../src/sigma/rule.js'

/** A matching event. `steps` are places in the rules of the correlation. */
export interface Matching {
  readonly timeMs: number
  readonly steps: readonly number[]
  readonly name: string
  /** what is counted once, however many events it has */
  readonly occurrence: string
  readonly group: string
  readonly value: string
}

/** An event at which a correlation holds, with its episode, and when that was certain. */
export interface Hit {
  readonly matching: Matching
  readonly bucket: number
  readonly momentMs: number
}

type List = readonly Matching[]

/** Everything that holds of the events of all groups; `untilMs`: windows that end later are not over. */
export function hitsOf(rule: CorrelationRule, events: List, untilMs: number): readonly Hit[] {
  const groups = new Map<string, Matching[]>()
  for (const event of events) groups.set(event.group, [...(groups.get(event.group) ?? []), event])
  return [...groups.values()].flatMap((of) => hitsIn(rule, of, untilMs))
}

function hitsIn(rule: CorrelationRule, events: List, untilMs: number): readonly Hit[] {
  const { timespanMs } = rule
  const aheadMs = waits(rule) ? timespanMs : 0
  const hits: Hit[] = []
  let lastMs = -Infinity
  let bucket = NaN
  for (const event of [...events].sort((a, b) => a.timeMs - b.timeMs)) {
    if (aheadMs > 0 && event.timeMs + aheadMs > untilMs) continue
    if (!holdsAt(rule, events, event)) continue
    if (!(event.timeMs - lastMs < timespanMs)) bucket = Math.floor(event.timeMs / timespanMs)
    lastMs = event.timeMs
    hits.push({ matching: event, bucket, momentMs: event.timeMs + aheadMs })
  }
  return hits
}

/** Whether what is yet to come can change what held. */
function waits(rule: CorrelationRule): boolean {
  const { type, bounds, together } = rule
  if (type === 'value_avg' || type === 'value_percentile') return false
  if (type === 'temporal' && together !== null)
    return waysOf(rule).some((way) => way.absent.length > 0)
  if (type === 'temporal_ordered')
    return waysOf(rule).some(({ present, absent }) =>
      absent.some((step) => step > Math.max(...present)),
    )
  return boundedAbove(boundsOf(bounds))
}

function holdsAt(rule: CorrelationRule, events: List, at: Matching): boolean {
  const { type, timespanMs } = rule
  const behind = events.filter(
    ({ timeMs }) => at.timeMs - timespanMs < timeMs && timeMs <= at.timeMs,
  )
  const ahead = events.filter(
    ({ timeMs }) => at.timeMs <= timeMs && timeMs < at.timeMs + timespanMs,
  )
  if (type === 'temporal_ordered')
    return waysOf(rule).some((way) => completes(rule, way, events, at))
  if (type === 'temporal' && (rule.together !== null || rule.bounds.length === 0))
    return near(rule, behind, [...behind, ...ahead], at)
  const window = waits(rule) ? ahead : behind
  return within(boundsOf(rule.bounds), measure(rule, window, at))
}

function measure(rule: CorrelationRule, window: List, at: Matching): number {
  const values = window.map(({ value }) => value)
  const numbers = values.map(Number).sort((a, b) => a - b)
  const total = window.reduce((sum, { value }) => sum + Number(value), 0)
  switch (rule.type) {
    case 'event_count':
      return new Set(window.map(({ occurrence }) => occurrence)).size
    case 'value_count':
      return new Set(values).size
    case 'value_sum':
      return total
    case 'value_avg':
      return total / window.length
    case 'value_percentile': {
      if (Number.isNaN(rule.percentile))
        return (100 * values.filter((value) => value === at.value).length) / values.length
      const rank = ((numbers.length - 1) * rule.percentile) / 100
      const [low, high] = [numbers[Math.floor(rank)]!, numbers[Math.ceil(rank)]!]
      return low + (high - low) * (rank - Math.floor(rank))
    }
    default:
      return new Set(window.flatMap(({ steps }) => steps)).size
  }
}

// --- rules near one another ---

function near(rule: CorrelationRule, behind: List, around: List, at: Matching): boolean {
  const has = (list: List, step: number): boolean => list.some(({ steps }) => steps.includes(step))
  const all = rule.rules.map((_, step) => step)
  if (rule.together === null) return all.every((step) => has(behind, step))
  const anchors = all.filter((step) => plain(rule, rule.together!, false).includes(step))
  if (!at.steps.some((step) => anchors.includes(step))) return false
  const judge = (part: Together, negated: boolean): boolean => {
    if (part.op === 'rule') {
      const step = stepOf(rule, part.rule)
      return negated ? !has(around, step) : has(behind, step)
    }
    if (part.op === 'not') return judge(part.of, !negated)
    return (part.op === 'and') !== negated
      ? part.of.every((one) => judge(one, negated))
      : part.of.some((one) => judge(one, negated))
  }
  return judge(rule.together, false)
}

/** The steps that stand in a condition without `not`. */
function plain(rule: CorrelationRule, part: Together, negated: boolean): readonly number[] {
  if (part.op === 'rule') return negated ? [] : [stepOf(rule, part.rule)]
  if (part.op === 'not') return plain(rule, part.of, !negated)
  return part.of.flatMap((one) => plain(rule, one, negated))
}

function stepOf(rule: CorrelationRule, id: string): number {
  return rule.rules.findIndex((reference) => reference.id === id)
}

// --- rules in order ---

interface Way {
  readonly present: readonly number[]
  readonly absent: readonly number[]
}

/** Every way to fulfil a condition, taken apart the long way. */
function waysOf(rule: CorrelationRule): readonly Way[] {
  const all = rule.rules.map((_, step) => step)
  const apart = (part: Together, negated: boolean): Way[] => {
    if (part.op === 'rule') {
      const step = stepOf(rule, part.rule)
      return [negated ? { present: [], absent: [step] } : { present: [step], absent: [] }]
    }
    if (part.op === 'not') return apart(part.of, !negated)
    const parts = part.of.map((one) => apart(one, negated))
    if ((part.op === 'and') === negated) return parts.flat()
    return parts.reduce((ways, next) =>
      ways.flatMap((a) =>
        next.map((b) => ({
          present: [...new Set([...a.present, ...b.present])],
          absent: [...new Set([...a.absent, ...b.absent])],
        })),
      ),
    )
  }
  const least = rule.bounds.length > 0 ? leastOf(rule) : all.length
  const ways =
    rule.together !== null
      ? apart(rule.together, false)
      : subsets(all)
          .filter((present) => present.length === least)
          .map((present) => ({ present, absent: [] }))
  return ways
    .filter(({ present, absent }) => !present.some((step) => absent.includes(step)))
    .filter(({ present }) => rule.type === 'temporal' || present.length > 0)
    .map(({ present, absent }) => ({ present: [...present].sort((a, b) => a - b), absent }))
}

function leastOf(rule: CorrelationRule): number {
  const bounds = boundsOf(rule.bounds)
  return rule.rules.findIndex((_, i) => within(bounds, i + 1)) + 1
}

function subsets(of: readonly number[]): readonly (readonly number[])[] {
  return of.reduce<number[][]>((all, one) => [...all, ...all.map((set) => [...set, one])], [[]])
}

/** Tries every choice of events, one for each step. */
function completes(rule: CorrelationRule, way: Way, events: List, at: Matching): boolean {
  const { timespanMs } = rule
  const { present, absent } = way
  const barred = (gap: number): readonly number[] =>
    absent.filter(
      (step) =>
        (gap === 0 || step > present[gap - 1]!) && (gap === present.length || step < present[gap]!),
    )
  const free = (gap: number, inside: (timeMs: number) => boolean): boolean =>
    !events.some(
      ({ timeMs, steps }) => inside(timeMs) && steps.some((step) => barred(gap).includes(step)),
    )
  const choose = (place: number, chosen: readonly Matching[]): boolean => {
    if (place === present.length) {
      const [first, last] = [chosen[0]!, chosen[chosen.length - 1]!]
      return (
        last === at &&
        last.timeMs - first.timeMs < timespanMs &&
        free(0, (t) => first.timeMs - timespanMs < t && t <= first.timeMs) &&
        free(place, (t) => last.timeMs <= t && t < last.timeMs + timespanMs)
      )
    }
    return events.some((event) => {
      if (!event.steps.includes(present[place]!)) return false
      const before = chosen[place - 1]
      if (before !== undefined) {
        if (event.name === before.name || event.timeMs < before.timeMs) return false
        if (!free(place, (t) => before.timeMs <= t && t <= event.timeMs)) return false
      }
      return choose(place + 1, [...chosen, event])
    })
  }
  return choose(0, [])
}
