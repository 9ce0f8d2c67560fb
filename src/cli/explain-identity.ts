// What is known of one identity: asked of an engine at work, or made again from the events that were joined to it.
import { createAdmit } from '../admit/admit.js'
import { createGraph } from '../bind/graph.js'
import { createScopes } from '../correlate/catalogue-scopes.js'
import { createEngine } from '../engine.js'
import { identityRecord, type Grant, type IdentityRecord } from '../feed/identity.js'
import { Problem } from '../model/problem.js'
import type { ResultAnswer } from '../model/answer.js'
import { routeOf, routeTo } from '../model/route.js'
import type { Settings } from '../model/settings.js'
import type { JoinedEvent } from '../model/wire.js'
import type { Records } from './explain-records.js'
import { cells, plain, stamp } from './explain-text.js'
import { loadKnowledge } from './replay.js'

/** events of one identity that are gone through again, the latest */
const EVENTS_MAX = 200_000
/** results that may be about commands of one identity, the latest */
const RESULTS_MAX = 20_000

/** Null where nothing was joined to an identity of this name. */
export async function identityOf(
  id: string,
  records: Records,
  settings: Settings,
): Promise<IdentityRecord | null> {
  if (records.identity !== undefined) return records.identity(id)
  const events = new Map<string, JoinedEvent>()
  await records.scan('joined', (event) => {
    const key = `${event.kind} ${event.id}`
    // Of an event that was joined anew the last word counts.
    events.delete(key)
    if (event.identity !== id) return
    events.set(key, event)
    if (events.size > EVENTS_MAX) events.delete(events.keys().next().value as string)
  })
  if (events.size === 0) return null
  return again(id, [...events.values()], await resultsOf(id, records, settings), settings)
}

/** What came back about commands of this identity, by time; null where such words are not kept. */
async function resultsOf(
  id: string,
  records: Records,
  { limits }: Settings,
): Promise<readonly ResultAnswer[] | null> {
  if (records.results === undefined) return null
  const admit = createAdmit({ limits })
  const route = routeTo(id)
  const results: ResultAnswer[] = []
  await records.results((value) => {
    const answer = admit.admitAnswer(value, 'result', NOWHERE)
    if (!('answer' in answer) || answer.answer !== 'result') return
    if (routeOf(answer.result.command_id) !== route) return
    results.push(answer)
    if (results.length > RESULTS_MAX) results.shift()
  })
  return results.sort((a, b) => a.timeMs - b.timeMs)
}

const NOWHERE = { topic: '', partition: 0, offset: '' }

/**
 * The events through an engine of its own: what they lead to is known already, and goes nowhere. Where nobody kept what
 * came back of commands, none is waited for: to call them unconfirmed would be a guess.
 */
function again(
  id: string,
  events: readonly JoinedEvent[],
  results: readonly ResultAnswer[] | null,
  settings: Settings,
): IdentityRecord | null {
  const knowledge = loadKnowledge(settings)
  const graph = createGraph({ credentials: settings.limits.credentials })
  const confirmation = results === null ? null : settings.confirmation
  const engine = createEngine({ ...settings, decisions: 'none', confirmation }, knowledge, graph)
  const admit = createAdmit({ limits: settings.limits })
  const nowhere = { joined() {}, decision() {}, command() {}, finding() {} }
  let told = 0
  const answerUpTo = (timeMs: number): void => {
    for (; results !== null && told < results.length; told++) {
      const answer = results[told] as ResultAnswer
      if (answer.timeMs > timeMs) return
      engine.answer({ answer, appendMs: NaN }, nowhere)
    }
  }
  for (const event of events) {
    const admitted = admit.admitText(JSON.stringify(event), event.kind, event.origin)
    if (admitted instanceof Problem) continue
    answerUpTo(admitted.timeMs - 1)
    engine.step(admitted, nowhere)
  }
  answerUpTo(Infinity)
  const { judge } = engine
  const context = judge.correlate.contexts.all.get(id)
  if (context === undefined) return null
  return identityRecord(context, judge.streamMs, {
    propagationMs: settings.propagationMs,
    latenessMs: settings.latenessMs,
    stepOf: judge.respond.confirmation.followeds.stateOf,
    allows: createScopes(knowledge.catalogue).allows,
  })
}

/** For a person. */
export function identityText(known: IdentityRecord): string {
  const lines = [
    cells(
      `Identity ${known.id}`,
      `tier ${known.tier}`,
      known.workload_id,
      known.owner === '' ? '' : `owner ${known.owner}`,
    ),
    `  as of ${when(known.as_of)}, last seen ${when(known.last_seen)}; used: ${known.capabilities.join(', ') || 'nothing'}`,
    '',
    'Tasks',
    ...orNone(known.tasks.map(taskLine)),
    '',
    'Credentials',
    ...orNone(known.credentials.flatMap(credentialLines)),
    '',
    'Least privilege',
    ...grantLines(known.least_privilege),
  ]
  if (known.enforcement_points.length > 0) {
    lines.push('', 'Enforcement points')
    for (const { id, kind, allowed, denied, last_seen } of known.enforcement_points)
      lines.push(
        `  ${cells(`${kind} ${id}`.trim(), `${allowed} allowed`, `${denied} denied`, `last ${when(last_seen)}`)}`,
      )
    if (known.undecided > 0) lines.push(`  ${known.undecided} uses that none of them decided`)
  }
  lines.push('', 'Findings that stand')
  lines.push(
    ...orNone(
      known.findings.map(({ time, rule, reason, command_type, command_id }) =>
        cells(when(time), rule, reason, command_type === '' ? '' : `${command_type} ${command_id}`),
      ),
    ),
  )
  return `${lines.map(plain).join('\n')}\n`
}

function orNone(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['  none'] : lines.map((line) => `  ${line}`)
}

function taskLine({
  id,
  state,
  purpose,
  started,
  ended,
  ...rest
}: IdentityRecord['tasks'][number]) {
  return cells(
    `${id} ${state}`,
    purpose === '' ? 'no purpose declared' : `purpose ${purpose}`,
    `from ${when(started)}${ended === null ? '' : ` to ${when(ended)}`}`,
    rest.requested_by === '' ? '' : `asked for by ${rest.requested_by}`,
  )
}

function credentialLines(of: IdentityRecord['credentials'][number]): readonly string[] {
  const { id, state, issued, expires, last_used, tasks, scopes, command_id } = of
  const head = cells(
    `${id} ${state}`,
    issued === null ? '' : `issued ${when(issued)}`,
    expires === null ? '' : `expires ${when(expires)}`,
    last_used === null ? 'never used' : `last used ${when(last_used)}`,
    tasks.length === 0 ? '' : `for ${tasks.join(', ')}`,
    command_id === '' ? '' : `command ${command_id}`,
  )
  return scopes === null ? [head] : [head, ...grantLines(scopes)]
}

function grantLines(grant: Grant | null): readonly string[] {
  if (grant === null) return ['  nobody said what was granted']
  const { granted, used, unused, proposed, outside } = grant
  return [
    `  granted  ${granted.join(', ') || 'nothing'}`,
    `  used     ${used.join(', ') || 'nothing'}`,
    ...(unused.length === 0 ? [] : [`  unused   ${unused.join(', ')}`]),
    ...(outside.length === 0 ? [] : [`  beside   ${outside.join(', ')}`]),
    `  enough   ${proposed.join(', ') || 'nothing: it can be released'}`,
  ]
}

function when(ms: number | null): string {
  return ms === null ? 'unknown' : stamp(ms)
}
