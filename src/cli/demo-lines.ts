// The demo as a person reads it: a line for each event with what was decided, one for each command, a table at the end.
import { stripVTControlCharacters, styleText } from 'node:util'
import type { CommandLife } from '../model/life-command.js'
import type { Command, Decision, JoinedEvent } from '../model/wire.js'

export type Paint = (
  style: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan',
  text: string,
) => string

/** Colours where a terminal shows them and nobody asked for none; plain text everywhere else. */
export function createPaint(terminal: boolean, env: NodeJS.ProcessEnv): Paint {
  const plain = !terminal || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  return plain
    ? (_, text) => text
    : (style, text) => styleText(style, text, { validateStream: false })
}

const OUTCOME_STYLES = {
  allow: 'green',
  escalate: 'yellow',
  revoke: 'red',
  contain: 'red',
} as const
const IDENTITY_WIDTH = 16
const WHAT_WIDTH = 56

/** Time, identity, what happened, decision; the decision is null where the event uses no authority. */
export function eventLine(event: JoinedEvent, decision: Decision | null, paint: Paint): string {
  const said = decision === null ? '' : paint(OUTCOME_STYLES[decision.outcome], decision.outcome)
  const cells = [
    paint('dim', clock(event.time)),
    pad(event.identity, IDENTITY_WIDTH),
    pad(whatHappened(event), WHAT_WIDTH),
    said,
  ]
  return cells.join('  ').trimEnd()
}

/** The command, and why on a line of its own. */
export function commandLines(command: Command, paint: Paint): string {
  const indent = ' '.repeat(10)
  const style = command.type === 'escalate' ? 'yellow' : 'red'
  return `${indent}${paint(style, `→ ${command.type} ${command.scope} ${targetOf(command)}`)}\n${indent}  ${command.reason}`
}

/** What was done about a command, and whether the engine was told. */
export function answerLine(what: string, life: CommandLife | undefined, paint: Paint): string {
  const done = what === '' ? 'nobody carried it out' : `done: ${what}`
  const known = life?.confirmed == null ? '' : ', confirmed'
  return `${' '.repeat(12)}${paint('green', `← ${done}${known}`)}`
}

/** Of a question, until when somebody may answer it, and what follows where nobody does. */
export function questionLine({ approval }: Command, paint: Paint): string {
  const until = approval === null ? '' : ` until ${clock(approval.deadline)}`
  const then = approval?.on_timeout === 'allow' ? 'it is allowed' : 'the task is revoked'
  return `${' '.repeat(12)}${paint('yellow', `? waits for a person${until}; unanswered, ${then}`)}`
}

export function targetOf(command: Command): string {
  const { credential_id, task_id, agent_id, workload_id } = command
  return { credential: credential_id, task: task_id, agent: agent_id, workload: workload_id }[
    command.scope
  ]
}

function whatHappened(event: JoinedEvent): string {
  const { type, task, credential, workload, resource, tool, action, source } = event
  switch (type) {
    case 'task.started':
      return `starts task ${task?.id ?? ''} to ${task?.purpose ?? ''}`
    case 'task.ended':
      return `ends task ${task?.id ?? ''}`
    case 'credential.issued':
      return `is given ${credential?.id ?? ''}`
    case 'credential.revoked':
      return `${credential?.id ?? ''} is revoked by its issuer`
    case 'tool.called':
      return `calls ${tool?.name ?? ''}${source?.trust === 'external' ? ', whose result outsiders wrote' : ''}`
    default: {
      const where =
        workload?.id?.includes('/agents/') === false
          ? ` from ${workload.id.replace(/^.*?:\/\/[^/]+/, '')}`
          : ''
      const refused = event.outcome === 'deny' ? ', and is refused' : ''
      return `${action ?? type} on ${(resource?.id ?? '').replace(/^.*[:/](?=[^:/]+\/[^/]+$)/, '')}${where}${refused}`
    }
  }
}

export interface Told {
  readonly event: JoinedEvent
  readonly decision: Decision | null
}

type Keyed = Command & { readonly identity: string }

/** Identity, events, decisions by outcome, commands with their rule and what became of them; the untouched ones too. */
export function table(
  told: readonly Told[],
  commands: readonly Keyed[],
  lives: ReadonlyMap<string, CommandLife>,
  paint: Paint,
): string {
  const identities = [...new Set(told.map(({ event }) => event.identity))]
  const width = Math.max(...identities.map((identity) => identity.length))
  const row = (identity: string, events: string, decisions: string, answer: string): string =>
    `${pad(identity, width)}  ${events.padStart(6)}  ${pad(decisions, 30)}  ${answer}`.trimEnd()
  const lines = [
    paint(
      'bold',
      row('identity', 'events', 'decisions', 'commands, the rule, and what became of them'),
    ),
  ]
  for (const identity of identities) {
    const of = told.filter(({ event }) => event.identity === identity)
    const answers = commands
      .filter((command) => command.identity === identity)
      .map(
        (command) =>
          `${command.type} ${command.scope} ${targetOf(command)} (${command.rules.join(', ')}): ${becameOf(command, lives)}`,
      )
    const [first = 'none', ...more] = answers
    lines.push(
      row(
        identity,
        String(of.length),
        outcomes(of),
        paint(answers.length === 0 ? 'green' : 'red', first),
      ),
    )
    for (const answer of more) lines.push(row('', '', '', paint('red', answer)))
  }
  return `${lines.join('\n')}\n`
}

function becameOf({ id, type }: Command, lives: ReadonlyMap<string, CommandLife>): string {
  return type === 'escalate' ? 'waits for a person' : (lives.get(id)?.state ?? 'not followed')
}

function outcomes(told: readonly Told[]): string {
  const counts = new Map<string, number>()
  for (const { decision } of told)
    if (decision !== null) counts.set(decision.outcome, (counts.get(decision.outcome) ?? 0) + 1)
  return [...counts].map(([outcome, n]) => `${n} ${outcome}`).join(', ') || 'none'
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stripVTControlCharacters(text).length))
}

function clock(time: string | number): string {
  return new Date(time).toISOString().slice(11, 19)
}
