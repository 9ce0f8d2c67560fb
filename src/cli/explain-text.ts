// A story as text for a person: what happened, what was decided by which rule, what was done about it.
import type { PlanRow } from '../model/finding.js'
import { RULE_OF_ROW } from '../model/finding.js'
import type { Tier } from '../model/capability.js'
import type { Command, Decision } from '../model/wire.js'
import { responseTo, type Response } from '../respond/plan.js'
import type { FindingSaid } from './explain-records.js'
import type { Evidence, Story } from './explain-story.js'
import type { Became } from './explain-became.js'

/** What the rows of the response plan say (contract, section 9). */
const SENTENCES: Readonly<Record<PlanRow, string>> = {
  'shift.active': 'an active class was used that the declared purpose of the task does not cover',
  'shift.privileged':
    'a privileged class was used that the declared purpose of the task does not cover',
  'shift.learned':
    'without a declared purpose, an identity used a privileged class for the first time',
  'provenance.untrusted':
    'a side effect was steered by a value that only untrusted content brought',
  'blast-radius':
    'what could be reached by it lies at or above the threshold, though inside the purpose',
  'task.ended':
    'when a task ends, each live credential bound to it and to no other open task is revoked',
  'after-end.denied': 'a credential was tried after the end of its task plus grace, and refused',
  'after-end.allowed':
    'a credential was accepted after the end of its task plus grace, or after its revocation plus propagation',
  'second-workload': 'a credential was used by a second workload to which nobody gave it',
  'claim.credential': 'an event named another agent than its credential is bound to',
  'claim.task': 'an event named another agent than its task is bound to',
  'delegation.widened': 'delegated scopes are wider than those of the delegator',
  'delegation.deputy': 'an agent did for an originator what that one has no right to do itself',
  'delegation.orphaned':
    'an agent went on with a delegated task after the task out of which it was delegated had ended, and nobody else had asked for it',
  'delegation.cascade': 'the delegator, or the task out of which it delegated, was cut off',
  'delegation.limit': 'delegation went deeper, or to more others, than is configured',
  'delegation.unknown':
    'scopes were delegated by an agent whose own were not told before the lateness had passed',
  'memory.flow':
    'an agent sent something out after it read a memory where another had written after restricted data',
  compromised: 'a workload or agent was reported as compromised',
  unissued: 'a credential was used that nobody issued, and the lateness has passed',
  'approval.refused': 'an approval was denied, or its deadline passed',
  'approval.void': 'an answer to a question had no effect',
  failed:
    'a command failed, also when it was repeated: the next rung, so that it does not stay without effect',
  unrevocable: 'a command failed, also when it was repeated: a person has to carry it out',
  uncontained: 'what was cut off is not known to be cut off, or goes on',
  unconfirmed: 'a command was not confirmed in time, after its repeats',
  'after-expiry':
    'a credential was accepted after the time that its issuer gave it, plus grace and skew',
  accumulation:
    'an identity held more credentials or scopes than its open tasks need, for too long',
  skew: 'the clock of a source is further off than is reckoned with, so that its events are withheld',
  silence: 'an agent that reports regularly was not heard while its credentials were used',
  'point.conflict': 'enforcement points decided differently on one request',
  'point.vanished': 'a point that alone refused something lets it pass by now',
  'point.undecided': 'something was let in that no enforcement point is known to have decided',
  'person.risk': 'the person who asked for a task is at high risk',
  'baseline.capability':
    'an identity without a declared purpose used a class that it, or its owner, is not known for',
  'baseline.resource':
    'an identity without a declared purpose touched a kind of resource that it, or its owner, is not known for',
  'baseline.destination':
    'an identity without a declared purpose sent to where it, or its owner, is not known to send',
  'baseline.volume':
    'an identity without a declared purpose, or its owner, did far more in an hour than usual',
  'rule.observe': 'a rule of the rule files matched, and asks to observe',
  'rule.escalate': 'a rule of the rule files matched, and asks for a person',
  'rule.revoke': 'a rule of the rule files matched, and asks to revoke',
  'rule.contain': 'a rule of the rule files matched, and asks to contain',
}

const RESPONSES: Readonly<Record<Response, string>> = {
  observe: 'observe (a finding, no command)',
  escalate: 'ask a person',
  'revoke-task': 'revoke the task and all bound to it',
  'revoke-credential': 'revoke the credential in use, else the task',
  contain: 'cut off the agent, else the workload',
}

export function explainText(story: Story): string {
  const lines: string[] = [...headline(story), '']
  lines.push('What happened')
  for (const evidence of story.evidence) lines.push(`  ${evidenceLine(evidence, story.hasEvents)}`)
  if (story.evidence.length === 0) lines.push('  nothing is kept of the events behind it')
  if (!story.hasEvents && story.evidence.some(({ decision }) => decision === null))
    lines.push(
      '  (an engine at work tells only of events that it judged; when it has stopped, explain reads all of them)',
    )
  lines.push('', 'Why')
  for (const line of whyLines(story)) lines.push(`  ${line}`)
  if (story.decisions.length > 0) lines.push('', 'Decided')
  for (const decision of story.decisions)
    for (const line of decisionLines(decision, story.findings)) lines.push(`  ${line}`)
  lines.push('', 'Done about it')
  for (const line of doneLines(story)) lines.push(`  ${line}`)
  return `${lines.map(plain).join('\n')}\n`
}

function headline({ id, subject, commands, decisions, findings }: Story): readonly string[] {
  const command = commands.find((one) => one.id === id || one.approval?.id === id)
  if (subject === 'command' && command !== undefined)
    return [
      `Command ${command.id}: ${command.type} ${command.scope} ${targetOf(command)}`,
      `  ${command.reason}`,
    ]
  const decision = decisions.find((one) => one.id === id || one.event === id)
  if (subject === 'decision' && decision !== undefined)
    return [
      `Decision ${decision.id}: ${decision.outcome}, on event ${decision.event} of ${identityOf(decision)}`,
    ]
  return [`Finding ${findings[0]?.finding_info.uid ?? id}: ${findings[0]?.message ?? ''}`]
}

function targetOf(command: Command): string {
  return {
    credential: command.credential_id,
    task: command.task_id,
    agent: command.agent_id,
    workload: command.workload_id,
  }[command.scope]
}

function identityOf({ agent_id, workload_id, credential_id }: Decision): string {
  return agent_id || workload_id || credential_id || 'nobody known'
}

/** Time, whose it was and how sure that is, what happened, the class of it, how it ended. */
function evidenceLine({ id, event, decision }: Evidence, hasEvents: boolean): string {
  if (event === null && decision === null)
    return `event ${id}${hasEvents ? ', which is not kept any more' : ''}`
  if (event === null) {
    const { time, capability, action, resource_id, task_id, credential_id } = decision as Decision
    return cells(
      stamp(time),
      identityOf(decision as Decision),
      joined(action, on(resource_id, task_id, credential_id)),
      classOf(capability, action !== ''),
      `event ${id}`,
    )
  }
  const what = joined(
    event.type,
    event.action ?? event.tool?.name ?? '',
    on(event.resource?.id, event.task?.id, event.credential?.id),
  )
  const task =
    event.type.startsWith('task.') && event.task?.purpose != null
      ? `purpose ${event.task.purpose}`
      : ''
  const came = event.outcome ?? event.pep?.decision ?? ''
  return cells(
    stamp(event.time),
    `${event.identity || 'nobody known'} (${event.attribution})`,
    joined(what, task),
    classOf(event.capability, event.type === 'tool.called' || event.type === 'resource.accessed'),
    came,
    event.late === true ? 'came late' : '',
    `event ${id}`,
  )
}

/** A call of a class that the catalogue does not know is an active one; of what is no call it says nothing. */
function classOf(capability: string, acts: boolean): string {
  return capability === 'unknown' && !acts ? '' : capability
}

export function cells(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('  ')
}

function on(resource?: string | null, task?: string | null, credential?: string | null): string {
  const named = [
    ['on', resource],
    ['task', task],
    ['credential', credential],
  ]
  return named
    .filter(([, id]) => id != null && id !== '')
    .map(([word, id]) => `${word} ${id}`)
    .join(', ')
}

function whyLines(story: Story): readonly string[] {
  const lines: string[] = []
  for (const rule of story.rules) {
    const finding = story.findings.find(
      (one) => one.finding_info.analytic.uid === rule && one.activity_id !== 3,
    )
    const row = rowOf(rule, finding)
    lines.push(`rule ${rule}${row === null ? '' : `: ${SENTENCES[row]}`}`)
    if (finding === undefined || row === null) continue
    const { tier, attributed } = finding.unmapped.ambit
    const response = responseTo(row, tier as Tier, attributed !== false)
    lines.push(`  response plan, row ${row}, tier ${String(tier)}: ${RESPONSES[response]}`)
    if (attributed === false) lines.push('  whose it was is not certain, so nobody is blamed')
    lines.push(`  finding ${finding.finding_info.uid}`)
  }
  return lines.length > 0 ? lines : ['no rule spoke against it']
}

function rowOf(rule: string, finding: FindingSaid | undefined): PlanRow | null {
  const said = finding?.finding_info.types[0]
  if (said !== undefined && Object.hasOwn(SENTENCES, said)) return said as PlanRow
  const rows = Object.entries(RULE_OF_ROW).flatMap(([row, id]) => (id === rule ? [row] : []))
  return rows.length === 1 ? (rows[0] as PlanRow) : null
}

function decisionLines(decision: Decision, findings: readonly FindingSaid[]): readonly string[] {
  const { id, time, outcome, mode, capability, action, purpose, blast_radius } = decision
  return [
    cells(
      stamp(time),
      `${outcome}${inShadow(mode)}`,
      identityOf(decision),
      joined(classOf(capability, action !== ''), action === '' ? '' : `(${action})`),
      purpose === '' ? '' : `purpose ${purpose}`,
      `decision ${id}`,
    ),
    ...decision.reasons.map((reason) => `  ${reason}`),
    ...(blast_radius > 0 ? [`  blast radius ${blast_radius} of 100${partsOf(id, findings)}`] : []),
  ]
}

/** What the blast radius is made of, as the finding of a decision says it. */
function partsOf(decisionId: string, findings: readonly FindingSaid[]): string {
  for (const { unmapped } of findings) {
    const { decision_id, blast_radius_parts } = unmapped.ambit
    if (decision_id !== decisionId || typeof blast_radius_parts !== 'object') continue
    const parts = Object.entries(blast_radius_parts ?? {})
    if (parts.length > 0)
      return `: ${parts.map(([name, points]) => `${name} ${String(points)}`).join(', ')}`
  }
  return ''
}

function doneLines({ commands, findings, became }: Story): readonly string[] {
  if (commands.length === 0)
    return [findings.length > 0 ? 'it was observed: no command' : 'nothing: no command followed']
  const lines: string[] = []
  for (const command of commands) {
    const { id, time, type, scope, mode, attempt, expires, approval, undoes } = command
    lines.push(
      `${stamp(time)}  ${type} ${scope} ${targetOf(command)}${inShadow(mode)}  command ${id}`,
    )
    const known = became?.find(({ command_id }) => command_id === id)
    if (known !== undefined) lines.push(...becameLines(known))
    else if (attempt > 1) lines.push(`  sent ${attempt} times`)
    if (undoes !== null) lines.push(`  undoes ${undoes}: ${command.reason}`)
    if (approval !== null)
      lines.push(
        `  a person is asked until ${stamp(approval.deadline)}, then: ${approval.on_timeout === 'allow' ? 'let be' : 'revoke'}  approval ${approval.id}`,
      )
    else if (expires !== null) lines.push(`  lapses by itself at ${stamp(expires)}`)
    const undone = commands.find((other) => other.undoes === id)
    if (undone !== undefined) lines.push(`  undone at ${stamp(undone.time)} by ${undone.id}`)
    else if (undoes === null && approval === null) lines.push('  not undone')
  }
  return lines
}

function becameLines({ state, attempts, confirmed, confirmed_by, results }: Became): string[] {
  const times = attempts === 1 ? 'once' : `${attempts} times`
  const at = confirmed === null ? 'an unknown time' : stamp(confirmed)
  const end = confirmed_by === 'issuer' ? `its issuer ended it at ${at}` : `carried out at ${at}`
  const lines = [`  sent ${times}`]
  for (const { time, status, detail } of results ?? [])
    lines.push(`  answered ${stamp(time)}  ${status}${detail === '' ? '' : `: ${detail}`}`)
  if (state !== null) lines.push(`  ${state}: ${standingOf(state, end)}`)
  return lines
}

function standingOf(state: NonNullable<Became['state']>, end: string): string {
  switch (state) {
    case 'sent':
      return 'nobody has said yet that it was carried out'
    case 'acknowledged':
      return `${end}; whether that holds is not certain yet`
    case 'verified':
      return `${end}, and nothing was let in afterwards`
    case 'ineffective':
      return `${end}, and something was let in all the same`
    case 'unconfirmed':
      return 'nobody said in time that it was carried out'
    case 'failed':
      return 'it could not be carried out'
    case 'undone':
      return 'taken back'
    case 'lapsed':
      return 'its time is over'
    case 'closed':
      return 'nobody confirmed it, and a person has seen to it'
  }
}

function inShadow(mode: string): string {
  return mode === 'shadow' ? ' (shadow: without effect)' : ''
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

export function stamp(time: string | number): string {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString()
}

/** Texts of events are others' words: on a terminal their control characters would be commands. */
export function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '�')
}
