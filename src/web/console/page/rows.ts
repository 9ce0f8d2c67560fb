// Records as lines: when, what, whose, why, and beneath it how it came to be.
import { make, type Child, type Keyed } from './dom.js'
import { badge, facts, line, type Line } from './rows-line.js'
import {
  causeOf,
  identityOf,
  targetOf,
  type Decision,
  type Finding,
  type Known,
  type Lived,
} from './records.js'
import { counted, plain, stamp } from './words.js'

export function commandRow(
  command: Lived,
  known: Known,
  extra: (command: Lived) => HTMLElement | null,
): Keyed {
  const { id, attempt, life, type, scope, mode } = command
  const cause = causeOf(command, known)
  const key = `${id} ${attempt}`
  const print = JSON.stringify([
    life ?? null,
    cause.finding?.metadata.uid ?? '',
    cause.decision === null,
  ])
  const marks = [
    ...(life === undefined ? [] : [badge(life.state, 'what became of it')]),
    ...(mode === 'shadow' ? [badge('shadow', 'nobody is to carry it out')] : []),
  ]
  return lineOf(key, print, () => ({
    timeMs: command.time,
    word: type,
    identity: identityOf(command),
    text: `${type} ${scope} ${targetOf(command)}`,
    marks,
    detail: () => commandDetail(command, known, extra(command)),
  }))
}

function lineOf(key: string, print: string, of: () => Omit<Line, 'key' | 'print'>): Keyed {
  return { key, print, make: () => line({ key, print, ...of() }, Date.now()) }
}

function commandDetail(command: Lived, known: Known, extra: HTMLElement | null): HTMLElement {
  const { finding, decision } = causeOf(command, known)
  const { id, life, evidence, rules, blast_radius, expires, undoes, approval, attempt } = command
  const nowMs = Date.now()
  const steps: Child[] = [
    make(
      'li',
      {},
      `${counted(evidence.length, 'event')}: `,
      make('bdi', {}, plain(evidence.join(', '))),
    ),
    finding === null
      ? make('li', {}, 'rule ', plain(rules.join(', ')))
      : make(
          'li',
          {},
          `rule ${plain(rules.join(', '))}: ${plain(finding.finding_info.title)} `,
          badge(finding.severity),
          make('br'),
          make('bdi', {}, plain(finding.message)),
        ),
    decision === null
      ? null
      : make('li', {}, 'decided ', badge(decision.outcome), ` ${plain(actOf(decision))}`),
    make('li', {}, make('bdi', {}, plain(command.reason))),
    life === undefined
      ? null
      : make(
          'li',
          {},
          badge(life.state),
          ` sent ${life.attempts === 1 ? 'once' : `${life.attempts} times`}${
            life.confirmed === null ? '' : `, carried out ${stamp(life.confirmed, nowMs)}`
          }`,
        ),
  ]
  return make(
    'div',
    {},
    make('ol', { class: 'steps' }, ...steps),
    facts(
      ['command', id],
      ['undoes', undoes ?? ''],
      ['asks', approval?.id ?? ''],
      ['task', command.task_id],
      ['credential', command.credential_id],
      ['workload', command.workload_id],
      ['blast radius', `${blast_radius} of 100`],
      ['attempt', attempt === 1 ? '' : String(attempt)],
      ['lapses', expires === null ? '' : stamp(expires, nowMs)],
      ['whole story', make('code', {}, `ambit explain ${plain(id)} --url ${location.origin}`)],
    ),
    extra,
  )
}

/** What was done; where that is no act, why it was decided on, or the event's id. */
function actOf(decision: Decision): string {
  const { action, capability, resource_id, purpose, event, reasons } = decision
  if (action === '' && reasons[0] !== undefined) return reasons[0]
  const act = action === '' && capability !== 'unknown' ? capability : action
  const on = resource_id === '' ? '' : ` on ${resource_id}`
  const asked = purpose === '' ? 'no purpose declared' : `asked to ${purpose}`
  return `${act === '' ? `event ${event}` : act}${on}, ${asked}`
}

export function findingRow(finding: Finding, known: Known): Keyed {
  const {
    metadata,
    finding_info: info,
    unmapped,
    severity,
    message,
    activity_name,
    count,
  } = finding
  const key = metadata.uid
  const { ambit } = unmapped
  const command = known.commands.items.find(({ id }) => id === ambit.command_id)
  // What it led to may be heard of later than the finding
  const print = command === undefined ? '' : command.id
  return lineOf(key, print, () => ({
    timeMs: finding.time,
    word: severity,
    identity: ambit.identity,
    text: message,
    marks: activity_name === 'Create' ? [] : [badge(activity_name.toLowerCase())],
    detail() {
      const parts = Object.entries(ambit.blast_radius_parts ?? {})
      return make(
        'div',
        {},
        facts(
          ['what', info.title],
          ['rule', `${info.analytic.uid} ${info.analytic.version}`],
          ['became', finding.status_detail],
          [
            'command',
            command === undefined ? '' : `${command.type} ${command.scope} ${targetOf(command)}`,
          ],
          ['task', ambit.task_id],
          ['purpose', ambit.purpose === '' ? 'none declared' : ambit.purpose],
          ['credential', ambit.credential_id],
          ['tier', ambit.tier],
          ['times', count > 1 ? `${count}, first ${stamp(info.first_seen_time, Date.now())}` : ''],
          [
            'blast radius',
            `${ambit.blast_radius} of 100${parts.length === 0 ? '' : `: ${parts.map(([name, n]) => `${name} ${n}`).join(', ')}`}`,
          ],
          ['events', (info.related_events ?? []).map(({ uid }) => uid).join(', ')],
          ['finding', info.uid],
        ),
      )
    },
  }))
}

export function decisionRow(decision: Decision, known: Known): Keyed {
  const { id, outcome, reasons, mode } = decision
  const led = known.commands.items.filter(({ decision_id }) => decision_id === id)
  const print = led.map((one) => one.id).join()
  return lineOf(id, print, () => ({
    timeMs: decision.time,
    word: outcome,
    identity: identityOf(decision),
    text: actOf(decision),
    marks: mode === 'shadow' ? [badge('shadow')] : [],
    detail() {
      return make(
        'div',
        {},
        facts(
          ['why', reasons.length === 0 ? 'nothing speaks against it' : reasons.join('; ')],
          ['rules', decision.rules.join(', ')],
          ['led to', led.map((one) => `${one.type} ${one.scope} ${targetOf(one)}`).join(', ')],
          ['task', decision.task_id],
          ['capability', decision.capability],
          ['resource', decision.resource_id],
          ['sensitivity', decision.sensitivity],
          ['credential', decision.credential_id],
          ['workload', decision.workload_id],
          ['blast radius', decision.blast_radius === 0 ? '' : `${decision.blast_radius} of 100`],
          ['event', decision.event],
          ['decision', id],
        ),
      )
    },
  }))
}
