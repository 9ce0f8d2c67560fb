// What was new to an identity without a declared purpose, or to its owner, as causes that only ask to be seen.
import type { Context } from '../../model/context.js'
import type { Novelty } from '../../model/context-habits.js'
import type { Cause } from '../../model/finding.js'
import { causeOf, what, who } from '../causes/told.js'

export function novelties(context: Context, out: Cause[]): void {
  for (const one of context.habits?.news ?? []) {
    const { kind, value, use } = one
    // What was forgotten and comes again is new again.
    const key = `baseline.${kind}|${context.id}|${value}|${kind === 'volume' ? '' : use.timeMs}`
    out.push(
      causeOf(context, use, `baseline.${kind}`, key, {
        taskId: use.taskId,
        purpose: '',
        episode: '',
        evidence: [],
        reason: reasonOf(context, one),
      }),
    )
  }
}

function reasonOf(context: Context, one: Novelty): string {
  const { kind, value, forIdentity, forOwner, use, n, usual, last } = one
  const agent = `${who(context, use)}, which declared no purpose,`
  const owner = `its owner ${context.owner}`
  if (kind === 'volume') {
    const whose = forIdentity ? 'it' : `identities of ${owner}`
    return `${agent} used ${what(use)}: with it ${whose} made ${n} uses in an hour, where ${Math.round(usual)} are usual`
  }
  const known = forIdentity ? (forOwner ? `it and ${owner} are` : 'it is') : `${owner} is`
  return `${agent} used ${what(use)}${objectOf(kind, value)}, which ${known} not known for${last ? '; so much is new lately that what else is new is not told for a while' : ''}`
}

function objectOf(kind: Novelty['kind'], value: string): string {
  if (kind === 'capability') return ''
  // What was an argument is told by its hash.
  if (kind === 'destination')
    return value.startsWith('h')
      ? ` to a destination (#${value.slice(1)})`
      : ` to ${value.slice(1)}`
  const [domain = '', sensitivity = ''] = value.slice(1).split('|')
  return ` on ${[sensitivity, domain].filter((text) => text !== '').join(' ')} resources`
}
