// Plays a story through the whole program: events as NDJSON text into `replay`, records out by topic.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replay } from '../../src/cli/replay.js'
import type { Kind } from '../../src/model/event.js'
import type { Command, Decision, JoinedEvent } from '../../src/model/wire.js'

export interface Finding {
  readonly activity_id: number
  readonly severity_id: number
  readonly count: number
  readonly time: number
  readonly message: string
  readonly status_code: string
  readonly finding_info: {
    readonly uid: string
    readonly types: readonly string[]
    readonly related_events: readonly { readonly uid: string }[]
    readonly analytic: { readonly uid: string }
  }
  readonly unmapped: { readonly ambit: Readonly<Record<string, unknown>> }
}

export interface Played {
  readonly code: 0 | 1
  /** stdout, whole */
  readonly text: string
  readonly complaints: readonly string[]
  readonly commands: readonly Command[]
  readonly decisions: readonly Decision[]
  readonly findings: readonly Finding[]
  readonly joined: readonly JoinedEvent[]
  readonly deadLetters: readonly string[]
  /** record keys of the commands, in order */
  readonly keys: readonly string[]
}

export interface PlayOptions {
  /** `AMBIT_…` settings */
  readonly env?: Readonly<Record<string, string>>
  /** whether commands wait for their confirmation, as they do where nothing is said */
  readonly awaits?: boolean
  /** text of a configuration file */
  readonly config?: string
  /** files, by name, of a rule folder */
  readonly rules?: Readonly<Record<string, string>>
  readonly only?: string
  readonly summary?: boolean
  /** sizes of the parts the input is cut into; whole lines are the program's business */
  readonly files?: number
}

export type Wire = Readonly<Record<string, unknown>>

/** Runs the program over lines; each is an event or a text as it is to stand in the file. */
export async function play(
  lines: readonly (Wire | string)[],
  options: PlayOptions = {},
): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-story-'))
  try {
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    const each = Math.max(1, Math.ceil(texts.length / (options.files ?? 1)))
    const files: string[] = []
    for (let from = 0; from < texts.length || from === 0; from += each) {
      const file = join(folder, `events-${from}.ndjson`)
      writeFileSync(file, texts.slice(from, from + each).join('\n'))
      files.push(file)
    }
    const request: { rules?: string; config?: string } = {}
    if (options.config !== undefined) {
      request.config = join(folder, 'ambit.yml')
      writeFileSync(request.config, options.config)
    }
    if (options.rules !== undefined) {
      request.rules = folder
      for (const [name, text] of Object.entries(options.rules))
        writeFileSync(join(folder, name), text)
    }
    let text = ''
    const complaints: string[] = []
    const code = await replay(
      { files, only: options.only, summary: options.summary, ...request },
      {
        // In most stories nobody carries commands out: what is waited for is a story of its own.
        env: { ...(options.awaits === true ? {} : { AMBIT_CONFIRMATION: 'off' }), ...options.env },
        write: (part) => void (text += part),
        complain: (line) => complaints.push(line.replaceAll(folder, '')),
      },
    )
    return { code, text, complaints, ...(options.summary === true ? NOTHING : byTopic(text)) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const NOTHING = { commands: [], decisions: [], findings: [], joined: [], deadLetters: [], keys: [] }

function byTopic(text: string): Omit<Played, 'code' | 'text' | 'complaints'> {
  const records = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { topic: string; key: string; value: never })
  const of = (topic: string) => records.filter((record) => record.topic === topic)
  const values = (topic: string) => of(topic).map((record) => record.value)
  return {
    commands: values('ambit.commands'),
    decisions: values('ambit.decisions'),
    findings: values('ambit.findings'),
    joined: values('ambit.joined'),
    deadLetters: values('ambit.dead-letters'),
    keys: of('ambit.commands').map((record) => record.key),
  }
}

/** Counts of `--summary` by name. */
export function counted(table: string): Readonly<Record<string, number>> {
  const rows = table
    .split('\n')
    .map((line) => /^(.*?) {2,}(\d+)$/.exec(line))
    .filter((found) => found !== null)
  return Object.fromEntries(rows.map((found) => [found[1], Number(found[2])]))
}

/** What a story says shortly: texts stand for ids. `only` fields of the contract; the rest goes in `more`. */
export interface Said {
  readonly id?: string
  readonly agent?: string
  readonly tier?: string
  readonly workload?: string
  readonly credential?: string
  readonly scopes?: readonly string[]
  readonly expiresS?: number
  readonly task?: string
  readonly purpose?: string
  readonly capabilities?: readonly string[]
  readonly action?: string
  readonly tool?: string
  readonly resource?: string
  readonly sensitivity?: string
  readonly outcome?: string
  readonly more?: Wire
}

/** The kind of source that tells of an event, by which its topic is named. */
export function kindOf(event: Wire): Kind {
  const type = event['type'] as string
  if (type === 'resource.accessed') return 'resource'
  return /^(agent|task|tool)\./.test(type) ? 'agent' : 'workload'
}

export const START_MS = Date.UTC(2026, 10, 24, 8)

/** One event at a second of the story. Without an id of its own it is named by its type and second. */
export function at(second: number, type: string, said: Said = {}): Wire {
  const event: Record<string, unknown> = {
    id:
      said.id ??
      `${type}@${second}${said.credential === undefined ? '' : `/${said.credential}`}${said.agent === undefined ? '' : `/${said.agent}`}`,
    time: START_MS + second * 1000,
    type,
  }
  if (said.agent !== undefined)
    event['agent'] =
      said.tier === undefined ? { id: said.agent } : { id: said.agent, tier: said.tier }
  if (said.workload !== undefined) event['workload'] = { id: said.workload }
  if (said.credential !== undefined)
    event['credential'] = {
      id: said.credential,
      ...(said.scopes === undefined ? {} : { scopes: said.scopes }),
      ...(said.expiresS === undefined ? {} : { expires_at: START_MS + said.expiresS * 1000 }),
    }
  if (said.task !== undefined)
    event['task'] = {
      id: said.task,
      ...(said.purpose === undefined ? {} : { purpose: said.purpose }),
      ...(said.capabilities === undefined ? {} : { capabilities: said.capabilities }),
    }
  if (said.tool !== undefined) event['tool'] = { name: said.tool }
  if (said.action !== undefined) event['action'] = said.action
  if (said.resource !== undefined || said.sensitivity !== undefined)
    event['resource'] = {
      id: said.resource ?? 'r',
      ...(said.sensitivity === undefined ? {} : { sensitivity: said.sensitivity }),
    }
  if (said.outcome !== undefined) event['outcome'] = said.outcome
  return { ...event, ...said.more }
}

/** Second of the story of an epoch time in ms. */
export function second(ms: number): number {
  return (ms - START_MS) / 1000
}

/** Commands as a person would list them: type, scope and what it is done to. */
export function listed(commands: readonly Command[]): readonly string[] {
  return commands.map((command) => {
    const target = {
      credential: command.credential_id,
      task: command.task_id,
      agent: command.agent_id,
      workload: command.workload_id,
    }
    return `${command.type} ${command.scope} ${target[command.scope]}`
  })
}

/** Findings as a person would list them: what they are about. */
export function types(findings: readonly Finding[]): readonly string[] {
  return findings.map(
    (finding) => (finding.activity_id === 3 ? '-' : '') + String(finding.finding_info.types[0]),
  )
}
