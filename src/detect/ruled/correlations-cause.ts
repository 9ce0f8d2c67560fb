// What a correlation says of one of its groups: whose it is, and the cause that an episode of it is.
import type { Cause } from '../../model/finding.js'
import { renamed, spelled } from '../../sigma/correlation/condition.js'
import type { Plan } from '../../sigma/correlation/plan.js'
import type { CorrelationRule } from '../../sigma/rule.js'
import type { Entry, Episode, Group } from '../windows/entry.js'
import { BETWEEN } from '../windows/feed.js'
import { saidOf } from './rule-cause.js'

/** Events that a finding shows. */
export const EVIDENCE_MAX = 32
/** Identities that a finding about a group of several names. */
export const IDENTITIES_MAX = 16

/** Which task judges a group: that of its identity, else one by the name of the group. */
export function placeOf(plan: Plan, group: string): string {
  return plan.identityField < 0 ? `${plan.rule.id}|${group}` : ownerIn(plan, group)
}

function ownerIn({ rule, identityField }: Plan, group: string): string {
  return rule.groupBy.length === 1 ? group : (group.split(BETWEEN)[identityField] ?? '')
}

export function keyOf({ plan, key }: Group, { bucket }: Episode): string {
  return `rule|${plan.rule.id}|${key}|${bucket}`
}

/** The identity of the group where it is one's; else the group by its fields, as `resource.id=…`. */
export function identityOf({ plan, key }: Group): string {
  return plan.identityField < 0 ? groupName(plan, key) : ownerIn(plan, key)
}

/** The group by its fields and their values. */
export function groupName({ rule }: Plan, key: string): string {
  if (rule.groupBy.length === 0) return rule.name || rule.id
  const values = key.split(BETWEEN)
  return rule.groupBy.map((field, i) => `${field}=${values[i] ?? ''}`).join(', ')
}

/** The cause of an episode that began with the entry at `at`. Whose it is is certain only where all of it is of one identity. */
export function causeOf(group: Group, episode: Episode, at: number): Cause {
  const { plan, entries } = group
  const { rule, aheadMs } = plan
  const entry = entries[at] as Entry
  const { who } = entry
  const { evidence, identities } = shownBy(group, entry)
  const whose = rule.groupBy.length === 0 ? '' : `${groupName(plan, group.key)}: `
  const several = plan.identityField < 0 && identities.length > 1
  return {
    key: keyOf(group, episode),
    episode: '',
    row: `rule.${rule.reaction.response}`,
    // What had to be waited for is known to be so once its window is over, not before.
    timeMs: entry.timeMs + aheadMs,
    eventId: entry.eventId,
    topic: entry.topic,
    evidence,
    reason: `${whose}${rule.title} (${measureText(plan)})`,
    agentId: several ? '' : who.agentId,
    workloadId: several ? '' : who.workloadId,
    credentialId: several ? '' : who.credentialId,
    taskId: several ? '' : who.taskId,
    purpose: who.purpose,
    capability: entry.capability,
    action: entry.action,
    resourceId: entry.resourceId,
    sensitivity: entry.sensitivity,
    attributed: who.attributed && !several,
    candidates: several ? identities : who.candidates,
    rule: saidOf(rule),
  }
}

/** The events of the window, the latest of them where there are many, and the identities that they are of. */
function shownBy(
  { plan, entries, first }: Group,
  { timeMs }: Entry,
): { readonly evidence: readonly string[]; readonly identities: readonly string[] } {
  const evidence: string[] = []
  const identities = new Set<string>()
  const untilMs = plan.aheadMs > 0 ? timeMs + plan.aheadMs - 1 : timeMs
  for (let i = entries.length - 1; i >= first; i--) {
    const one = entries[i] as Entry
    if (one.timeMs > untilMs) continue
    if (one.timeMs <= timeMs - plan.backMs && one.timeMs < timeMs) break
    if (evidence.length < EVIDENCE_MAX && !evidence.includes(one.eventId))
      evidence.push(one.eventId)
    if (identities.size < IDENTITIES_MAX) identities.add(one.identity)
  }
  return { evidence: evidence.reverse(), identities: [...identities].sort() }
}

/** What the rule asks for, as a person would say it. */
export function measureText({ rule, type, timespanMs }: Plan): string {
  const bounds = rule.bounds.map(({ by, value }) => `${WORDS[by]} ${value}`).join(' and ')
  const what =
    type === 'temporal' || type === 'temporal_ordered'
      ? togetherText(rule, type)
      : `${type.replace('_', ' ')}${rule.fields.length > 0 ? ` of ${rule.fields.join(', ')}` : ''}`
  return `${[what, bounds].filter((part) => part !== '').join(' ')} within ${spanText(timespanMs)}`
}

function togetherText({ rules, together }: CorrelationRule, type: Plan['type']): string {
  if (together === null)
    return rules.map(({ given }) => given).join(type === 'temporal' ? ', ' : ', then ')
  const given = new Map(rules.map((rule) => [rule.id, rule.given]))
  return spelled(renamed(together, (id) => given.get(id) ?? id)).replace(/^\((.*)\)$/, '$1')
}

const WORDS = {
  gt: 'above',
  gte: 'at least',
  lt: 'below',
  lte: 'at most',
  eq: 'just',
  neq: 'other than',
} as const

function spanText(ms: number): string {
  for (const [unit, unitMs] of UNITS) if (ms % unitMs === 0) return `${ms / unitMs} ${unit}`
  return `${ms / 1000} s`
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const
