// What became of commands, as the engine at work or its state says, with each answer of those who carried them out.
import { createAdmit } from '../admit/admit.js'
import type { CommandState } from '../model/life-command.js'
import type { Settings } from '../model/settings.js'
import type { Command, CommandResult } from '../model/wire.js'
import type { Records } from './explain-records.js'

/** Of one command. */
export interface Became {
  readonly command_id: string
  /** null where nobody follows it, or not any more */
  readonly state: CommandState | null
  /** how often it was sent */
  readonly attempts: number
  readonly confirmed: number | null
  /** who said that it was carried out; null: nobody did, or the answers are not kept where was looked */
  readonly confirmed_by: 'result' | 'issuer' | null
  /** answers in the order in which they came; null where they are not kept */
  readonly results: readonly Pick<CommandResult, 'time' | 'status' | 'detail'>[] | null
}

/** answers to one command that are told, the latest */
const ANSWERS_MAX = 100

/** Null where neither is kept: in what `replay` prints. */
export async function becameOf(
  commands: readonly Command[],
  records: Records,
  { limits }: Pick<Settings, 'limits'>,
): Promise<readonly Became[] | null> {
  const followed = commands.filter(({ type, mode }) => type !== 'escalate' && mode === 'enforce')
  const ids = new Set(followed.map(({ id }) => id))
  if (records.standings === undefined) return null
  if (ids.size === 0) return []
  const standings = await records.standings(ids)
  const answers = await answersTo(ids, records, limits)
  return followed.flatMap(({ id, attempt }) => {
    const standing = standings.get(id)
    const results = answers === null ? null : (answers.get(id) ?? [])
    // That a question is taken back is carried out by nobody.
    if (standing === undefined && (results ?? []).length === 0) return []
    const done = results?.find(({ status }) => status === 'done')
    const confirmed = standing === undefined ? (done?.time ?? null) : standing.confirmed
    return [
      {
        command_id: id,
        state: standing?.state ?? null,
        attempts: Math.max(attempt, standing?.attempts ?? 1),
        confirmed,
        confirmed_by:
          confirmed === null || results === null
            ? null
            : results.some(({ time, status }) => status === 'done' && time === confirmed)
              ? 'result'
              : 'issuer',
        results,
      },
    ]
  })
}

async function answersTo(
  ids: ReadonlySet<string>,
  records: Records,
  limits: Settings['limits'],
): Promise<ReadonlyMap<string, NonNullable<Became['results']>[number][]> | null> {
  if (records.results === undefined) return null
  const admit = createAdmit({ limits })
  const answers = new Map<string, NonNullable<Became['results']>[number][]>()
  await records.results((value) => {
    const answer = admit.admitAnswer(value, 'result', NOWHERE)
    if (!('answer' in answer) || answer.answer !== 'result') return
    const { command_id, status, detail } = answer.result
    if (!ids.has(command_id)) return
    const known = answers.get(command_id) ?? []
    known.push({ time: answer.timeMs, status, detail })
    if (known.length > ANSWERS_MAX) known.shift()
    answers.set(command_id, known)
  })
  return answers
}

const NOWHERE = { topic: '', partition: 0, offset: '' }
