// Why a record came to be: from its id to the command, the decision, the findings and the events behind them.
import type { Settings } from '../model/settings.js'
import type { Command, Decision, JoinedEvent } from '../model/wire.js'
import { becameOf, type Became } from './explain-became.js'
import type { FindingSaid, ListName, Lists, Records } from './explain-records.js'

/** An event that led to it: as it was joined, or at least how its use of authority was judged; null where neither is kept. */
export interface Evidence {
  readonly id: string
  readonly event: JoinedEvent | null
  readonly decision: Decision | null
}

export interface Story {
  readonly id: string
  /** what the id names */
  readonly subject: 'command' | 'decision' | 'finding'
  /** the command, what it undoes, what undoes it; of a repeated one its last attempt; by time */
  readonly commands: readonly Command[]
  readonly decisions: readonly Decision[]
  readonly findings: readonly FindingSaid[]
  /** by time, those without one last */
  readonly evidence: readonly Evidence[]
  readonly rules: readonly string[]
  /** of the commands that are to be carried out; null where that is not kept */
  readonly became: readonly Became[] | null
  readonly hasEvents: boolean
}

/** Null where the id names none of these. Scans each list at most twice. */
export async function storyOf(
  id: string,
  records: Records,
  settings: Pick<Settings, 'limits'>,
): Promise<Story | null> {
  const named = await namedBy(id, records)
  const subject = (['command', 'decision', 'finding'] as const).find(
    (list) => named[list].length > 0,
  )
  if (subject === undefined) return null

  const commandIds = new Set(
    named.command.flatMap(({ id, undoes }) => (undoes === null ? [id] : [id, undoes])),
  )
  const decisionIds = new Set([
    ...named.decision.map((d) => d.id),
    ...named.command.map((c) => c.decision_id),
  ])
  for (const { unmapped } of named.finding) {
    add(commandIds, unmapped.ambit['command_id'])
    add(decisionIds, unmapped.ambit['decision_id'])
  }
  const approvalIds = new Set(named.command.flatMap(({ approval }) => approval?.id ?? []))
  if (subject === 'command') await followRefusals(records, { approvalIds, commandIds, decisionIds })
  const commands = lastAttempts(
    await matching(records, 'commands', (command) => {
      const { id, undoes, decision_id, approval } = command
      const asked = subject === 'decision' && decisionIds.has(decision_id)
      return (
        asked ||
        commandIds.has(id) ||
        approvalIds.has(approval?.id ?? '') ||
        (undoes !== null && commandIds.has(undoes)) ||
        // What followed as it was not confirmed, or had no effect, names it.
        (subject === 'command' && named.command.some((one) => command.reason.includes(one.id))) ||
        isEpisode(named.decision, command)
      )
    }),
  )
  for (const { id, approval, decision_id } of commands) {
    commandIds.add(id)
    add(approvalIds, approval?.id)
    if (subject === 'command') decisionIds.add(decision_id)
  }
  const findings = await matching(records, 'findings', (finding) => {
    const { command_id, decision_id } = finding.unmapped.ambit
    return (
      isFinding(finding, id) ||
      commandIds.has(command_id as string) ||
      (subject !== 'command' && decisionIds.has(decision_id as string))
    )
  })
  const evidenceIds = [
    ...new Set([
      ...commands.flatMap(({ evidence }) => evidence),
      ...findings.flatMap(({ finding_info }) =>
        (finding_info.related_events ?? []).map(({ uid }) => uid),
      ),
      ...named.decision.map(({ event }) => event),
    ]),
  ]
  const evidence = await evidenceOf(evidenceIds, records)
  // People's answers name what they answer where others name their event.
  const decisions = await matching(
    records,
    'decisions',
    ({ id, event }) => decisionIds.has(id) || approvalIds.has(event) || commandIds.has(event),
  )
  return {
    id,
    subject,
    commands,
    decisions: byTime(uniqueBy(decisions, (decision) => decision.id)),
    findings: byTime(findings),
    evidence,
    rules: [
      ...new Set(
        [...commands, ...decisions]
          .flatMap(({ rules }) => rules)
          .concat(findings.map((f) => f.finding_info.analytic.uid)),
      ),
    ],
    became: await becameOf(commands, records, settings),
    hasEvents: records.hasEvents,
  }
}

interface Named {
  readonly command: readonly Command[]
  readonly decision: readonly Decision[]
  readonly finding: readonly FindingSaid[]
}

/** What has this id: commands, else decisions, else findings. */
async function namedBy(id: string, records: Records): Promise<Named> {
  const command = await matching(
    records,
    'commands',
    (command) => command.id === id || command.approval?.id === id,
  )
  if (command.length > 0) return { command, decision: [], finding: [] }
  const decision = await matching(
    records,
    'decisions',
    (decision) => decision.id === id || decision.event === id,
  )
  if (decision.length > 0) return { command, decision, finding: [] }
  const finding = await matching(records, 'findings', (finding) => isFinding(finding, id))
  return { command, decision, finding }
}

/** Where a question was refused the finding of that names it, and the command that followed: from each to the other. */
async function followRefusals(
  records: Records,
  ids: Readonly<Record<'approvalIds' | 'commandIds' | 'decisionIds', Set<string>>>,
): Promise<void> {
  const { approvalIds, commandIds, decisionIds } = ids
  for (const { unmapped } of await matching(records, 'findings', isRefusal)) {
    const { approval_id, command_id, decision_id } = unmapped.ambit
    if (commandIds.has(command_id as string)) add(approvalIds, approval_id)
    else if (approvalIds.has(approval_id as string)) {
      add(commandIds, command_id)
      add(decisionIds, decision_id)
    }
  }
}

async function matching<L extends ListName>(
  records: Records,
  list: L,
  wanted: (record: Lists[L]) => boolean,
): Promise<Lists[L][]> {
  const found: Lists[L][] = []
  await records.scan(list, (record) => {
    if (wanted(record)) found.push(record)
  })
  return found
}

function isRefusal({ unmapped }: FindingSaid): boolean {
  return unmapped.ambit['approval_id'] !== undefined
}

function isFinding({ finding_info }: FindingSaid, id: string): boolean {
  const { uid } = finding_info
  return [uid, `${uid}-1`, `${uid}-3`].includes(id) || id.startsWith(`${uid}-2-`)
}

/** Whether a decision that repeats an episode ("again: 3") was answered by this earlier command. */
function isEpisode(decisions: readonly Decision[], command: Command): boolean {
  return decisions.some(
    (decision) =>
      decision.outcome !== 'allow' &&
      command.undoes === null &&
      command.time <= decision.time &&
      command.rules.some((rule) => decision.rules.includes(rule)) &&
      decision.reasons.some((reason) => saysTheSame(command.reason, reason)),
  )
}

/** A command's reason is the cause's as a sentence; a repeated decision's has the count behind it. */
function saysTheSame(sentence: string, clause: string): boolean {
  return sentence.toLowerCase().startsWith(clause.replace(/ \(again: \d+\)$/, '').toLowerCase())
}

async function evidenceOf(ids: readonly string[], records: Records): Promise<Evidence[]> {
  const wanted = new Set(ids)
  const events = new Map<string, JoinedEvent>()
  // Of an event that was joined anew the last word counts; ids are unique per source, and the kinds are sources
  for (const event of await matching(records, 'joined', ({ id }) => wanted.has(id)))
    events.set(event.id, event)
  const judged = new Map<string, Decision>()
  for (const decision of await matching(records, 'decisions', ({ event }) => wanted.has(event)))
    judged.set(decision.event, decision)
  return ids
    .map((id) => ({ id, event: events.get(id) ?? null, decision: judged.get(id) ?? null }))
    .sort((a, b) => timeOf(a) - timeOf(b))
}

function timeOf({ event, decision }: Evidence): number {
  const time = event?.time ?? decision?.time
  const ms = typeof time === 'string' ? Date.parse(time) : (time ?? NaN)
  return Number.isFinite(ms) ? ms : Number.MAX_SAFE_INTEGER
}

function lastAttempts(commands: readonly Command[]): Command[] {
  const last = new Map<string, Command>()
  for (const command of commands)
    if ((last.get(command.id)?.attempt ?? 0) <= command.attempt) last.set(command.id, command)
  // Of two at one time the one that the other names came first.
  const names = (one: Command, other: Command): number => Number(one.reason.includes(other.id))
  return [...last.values()].sort((a, b) => a.time - b.time || names(a, b) - names(b, a))
}

function uniqueBy<T>(records: readonly T[], keyOf: (record: T) => string): T[] {
  return [...new Map(records.map((record) => [keyOf(record), record])).values()]
}

function byTime<T extends { readonly time: number }>(records: readonly T[]): T[] {
  return [...records].sort((a, b) => a.time - b.time)
}

function add(ids: Set<string>, id: unknown): void {
  if (typeof id === 'string' && id !== '') ids.add(id)
}
