// What each rule makes of one event of a replay, by the plain evaluator; windows as they stood when the event was judged.
import { groupName, measureText } from '../detect/ruled/correlations-cause.js'
import type { Entry, Group } from '../detect/windows/entry.js'
import { stepsOf } from '../detect/windows/feed.js'
import { measured } from '../detect/windows/judge-measure.js'
import type { Engine } from '../engine.js'
import type { Joined } from '../model/joined.js'
import type { Plan } from '../sigma/correlation/plan.js'
import { fieldPlace, knownField } from '../sigma/fields/fields.js'
import { createLook, fromEvent, type Look, slotReader } from '../sigma/fields/look.js'
import { holds } from '../sigma/plain/plain.js'
import { whyOf, type Shown, type Why } from '../sigma/plain/plain-why.js'
import type { CorrelationRule, DetectionRule, Field } from '../sigma/rule.js'
import type { LoadedRules } from './rules.js'

export interface Told {
  readonly rule: DetectionRule | CorrelationRule
  readonly fits: boolean
  /** false: it looks at other events altogether */
  readonly concerns: boolean
  readonly reasons: readonly string[]
  /** why there is no finding of its own where it fits */
  readonly silent: string
}

export interface Reasons {
  watch(engine: Engine): void
  joined(joined: Joined): void
  /** a line was stepped: if it was the event's, everything is judged now */
  settle(): void
  /** the event in a line; null: it never joined an identity */
  event(): string | null
  told(): readonly Told[]
}

/** `shown` says how values are told; where the events are somebody's own work that is `open`. Without, what was said is guarded. */
export function createReasons(
  wanted: string,
  { set, atWork }: Pick<LoadedRules, 'set' | 'atWork'>,
  shown?: Shown,
): Reasons {
  const fields: Field[] = [...set.fields]
  const plans = atWork?.plans ?? null
  const steps = plans === null ? null : stepsOf(plans)
  for (const feeds of plans?.feeds.values() ?? [])
    for (const { groupFields, valueFields } of feeds)
      for (const field of [...groupFields, ...valueFields]) fields[field.slot] ??= field
  const look = createLook(
    Array.from(fields, (field, slot) => field ?? { name: '', slot, reads: [] }),
  )
  let engine: Engine | null = null
  let pending: Joined | null = null
  let event: string | null = null
  let told: readonly Told[] = []

  function settle(): void {
    if (pending === null || engine === null) return
    const joined = pending
    pending = null
    look.load(joined, engine.judge.correlate.contexts.all.get(joined.identity) ?? null)
    const late = joined.late ? '; it came later than the lateness: it takes nothing back' : ''
    const time = new Date(joined.timeMs).toISOString()
    event = `event ${wanted}  ${time}  ${joined.identity || 'nobody'} (${joined.attribution})${late}`
    const fitting = new Set<string>()
    const detections = set.detections.map((rule) => {
      const one = detection(rule, look, shown ?? guardedOf(joined))
      if (one.fits) fitting.add(rule.id)
      return one
    })
    const correlations = set.correlations.map((rule) => correlation(rule, fitting, joined))
    told = [...detections, ...correlations]
  }

  function correlation(rule: CorrelationRule, fitting: Set<string>, joined: Joined): Told {
    const plan = plans?.all.find((one) => one.rule.id === rule.id)
    const own = rule.rules.filter(({ id }) => fitting.has(id))
    if (plan === undefined || own.length === 0)
      return {
        rule,
        fits: false,
        concerns: false,
        reasons: [`the event fits none of ${rule.rules.map(({ given }) => given).join(', ')}`],
        silent: '',
      }
    const step = steps?.get(own[0]?.id ?? '')?.find((one) => one.plan === plan)
    const key = step?.group(look) ?? null
    const windows = engine?.judge.ruled?.correlations.windows
    const group = key === null ? undefined : windows?.groupAt(plan, key)
    const base = { rule, concerns: true, silent: 'it goes on with what was found before' }
    if (key === null) {
      const by = rule.groupBy.filter((name) => valueOf(rule, name, own[0]?.id) === undefined)
      const reason = `the event lacks ${by.join(', ') || 'a field'}, by which it groups: it counts in no group`
      return { ...base, fits: false, reasons: [reason] }
    }
    const at = group?.entries.findIndex(
      ({ eventId, topic }) => eventId === joined.eventId && topic === joined.origin.topic,
    )
    if (group === undefined || at === undefined || at < 0)
      return {
        ...base,
        fits: false,
        reasons: ['the event is in no window: it lacks what is counted, or is too old'],
      }
    const entry = group.entries[at] as Entry
    return { ...base, fits: entry.holds, reasons: windowReasons(group, at) }
  }

  function valueOf(rule: CorrelationRule, name: string, id: string | undefined): unknown {
    const field = rule.aliases.get(name)?.get(id ?? '') ?? name
    const of = set.detections.find((one) => one.id === id)
    return of === undefined ? undefined : look.at(of.field(field).slot)
  }

  return {
    watch: (watched) => void (engine = watched),
    joined(joined) {
      if (joined.eventId === wanted) pending = { ...joined }
    },
    settle,
    event: () => event,
    told: () => told,
  }
}

function detection(rule: DetectionRule, look: Look, shown: Shown): Told {
  const ofSource = rule.source === null || holds(rule.source, look)
  const fits = ofSource && holds(rule.condition, look)
  const { category, product, service } = rule.logsource
  const said = [category, product, service].filter((part) => part !== '').join('/')
  const whys: readonly Why[] = whyOf(rule.condition, look, shown)
  const reasons = whys.map(
    ({ place, search, sentence }) => `${search === '' ? '' : `${search}: `}${sentence} (${place})`,
  )
  return {
    rule,
    fits,
    concerns: ofSource,
    reasons: ofSource ? [...new Set(reasons)] : [`the event is none of log source ${said}`],
    silent: rule.alone
      ? 'it goes on with what was found before, or a graver finding covers it'
      : 'only correlations ask for it',
  }
}

/** What lies in the window of the event, against what is asked for. */
function windowReasons(group: Group, at: number): readonly string[] {
  const { plan, entries } = group
  const of = `in the group ${groupName(plan, group.key).replaceAll('\u0000', ', ')}`
  const asks = `asked for is ${measureText(plan)}`
  const entry = entries[at] as Entry
  const waits =
    plan.aheadMs > 0 && !entry.holds
      ? [`it is decided once the stream's time has passed ${untilText(plan, entry)}`]
      : []
  if (plan.sequences === null && plan.terms === null)
    return [`${plan.type.replace('_', ' ')} is ${measured(group, at)} ${of}; ${asks}`, ...waits]
  const near = entries.filter(
    ({ timeMs }, i) => i >= group.first && Math.abs(timeMs - entry.timeMs) < plan.timespanMs,
  )
  const there = (i: number): boolean => near.some(({ steps }) => (steps & (1 << i)) !== 0)
  const names = plan.rule.rules.map(({ given }) => given)
  const missing = names.filter((_, i) => !there(i)).join(', ')
  return [
    `${of} there was ${names.filter((_, i) => there(i)).join(', ')} near it` +
      `${missing === '' ? '' : `, and no ${missing}`}; ${asks}`,
    ...waits,
  ]
}

function untilText(plan: Plan, { timeMs }: Entry): string {
  return new Date(timeMs + plan.aheadMs).toISOString()
}

/**
 * What was said in prompts, arguments, results and attributes is nobody's to see: of it only how much there is. A field of a
 * log source may be read from there or from the joined event: what the latter has as well is told.
 */
const guardedOf =
  (joined: Joined): Shown =>
  (field, value) => {
    const told = field.reads.filter(({ path }) => !isSaid(path))
    const known =
      told.length === field.reads.length ||
      told.some(
        (read) => slotReader({ ...field, reads: [read] }, fromEvent)(joined, null) === value,
      )
    if (known) return open(field, value)
    return typeof value === 'string' ? `a text of ${value.length} characters` : 'there'
  }

function isSaid(path: readonly string[]): boolean {
  const known = knownField(path)
  return fieldPlace(path) === 'content' || known === undefined || path[0] === 'attributes'
}

/** As it is, where nobody has said it but who asks. */
export const open: Shown = (_, value) => {
  const text = JSON.stringify(value)
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text
}

const SHOWN_MAX = 200
