// What a person wants to see: records of an identity, or of anything they name, and by outcome. It stands in the address.
import {
  identityOf,
  type Decision,
  type Finding,
  type Known,
  type Lived,
  type Question,
} from './records.js'

export const OUTCOMES = [
  'any',
  'not allow',
  'allow',
  'observe',
  'escalate',
  'revoke',
  'contain',
  'reinstate',
] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface Filter {
  /** part of an identity, task, credential, rule or id; '' means all */
  readonly of: string
  readonly outcome: Outcome
}

export interface Place {
  readonly view: 'now' | 'identities' | 'identity'
  /** with `identity` */
  readonly id: string
  readonly filter: Filter
}

/** `#/now?of=a1&outcome=revoke`, `#/identities`, `#/identity/ID`. */
export function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const said = new URLSearchParams(query)
  const filter: Filter = {
    of: said.get('of') ?? '',
    outcome: OUTCOMES.find((one) => one === said.get('outcome')) ?? 'any',
  }
  const [, id] = /^identity\/(.+)$/.exec(path) ?? []
  if (id !== undefined) return { view: 'identity', id: decoded(id), filter }
  return { view: path === 'identities' ? 'identities' : 'now', id: '', filter }
}

export function hashOf({ view, id, filter }: Place): string {
  const said = new URLSearchParams()
  if (filter.of !== '') said.set('of', filter.of)
  if (filter.outcome !== 'any') said.set('outcome', filter.outcome)
  const query = said.size === 0 ? '' : `?${said.toString()}`
  return `#/${view === 'identity' ? `identity/${encodeURIComponent(id)}` : view}${query}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function fitsOutcome(outcome: Outcome, is: string): boolean {
  if (outcome === 'any') return true
  return outcome === 'not allow' ? is !== 'allow' : is === outcome
}

function fitsText(of: string, texts: readonly string[]): boolean {
  const wanted = of.trim().toLowerCase()
  return wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted))
}

export function fitsCommand({ of, outcome }: Filter, command: Lived): boolean {
  const { id, type, credential_id, task_id, workload_id, rules, evidence } = command
  return (
    fitsOutcome(outcome, type) &&
    fitsText(of, [
      identityOf(command),
      id,
      credential_id,
      task_id,
      workload_id,
      ...rules,
      ...evidence,
    ])
  )
}

/** A finding's outcome is what it led to. */
export function outcomeOf(finding: Finding, { commands }: Known): string {
  const { command_id } = finding.unmapped.ambit
  if (command_id === '') return 'observe'
  return commands.items.find(({ id }) => id === command_id)?.type ?? ''
}

export function fitsFinding({ of, outcome }: Filter, finding: Finding, known: Known): boolean {
  const { identity, credential_id, task_id, command_id } = finding.unmapped.ambit
  const { uid, analytic } = finding.finding_info
  return (
    fitsOutcome(outcome, outcomeOf(finding, known)) &&
    fitsText(of, [identity, credential_id, task_id, command_id, uid, analytic.uid])
  )
}

export function fitsDecision({ of, outcome }: Filter, decision: Decision): boolean {
  const { id, credential_id, task_id, workload_id, action, resource_id, rules } = decision
  return (
    fitsOutcome(outcome, decision.outcome) &&
    fitsText(of, [
      identityOf(decision),
      id,
      credential_id,
      task_id,
      workload_id,
      action,
      resource_id,
      ...rules,
    ])
  )
}

export function fitsQuestion({ of, outcome }: Filter, question: Question): boolean {
  const { id, identity, credential_id, task_id, rules, action, command_id } = question
  return (
    fitsOutcome(outcome, 'escalate') &&
    fitsText(of, [identity, id, credential_id, task_id, action, command_id, ...rules])
  )
}
