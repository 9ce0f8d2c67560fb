// What became of each command, held against what was published, what was heard of it and what was done: every fault is a sentence.
import type { Command, CommandResult } from '../../src/model/wire.js'
import type { CommandState } from '../../src/model/life-command.js'
import type { Issuer } from './issuer.js'

/** What a run left behind. */
export interface Found {
  /** all that were published and are to be carried out, each attempt, in the order of the log */
  readonly commands: readonly Command[]
  /** by command id: where it stands in the list at the end; null: it does not */
  readonly lives: ReadonlyMap<string, CommandState | null>
  /** where each question stands; null: nobody knows of it */
  readonly questions: readonly (string | null)[]
  /** that came to the engine */
  readonly results: readonly CommandResult[]
  /** credentials whose end the issuer told by itself */
  readonly told: ReadonlySet<string>
  /** commands that were carried out when their result was written already */
  readonly twice: ReadonlySet<string>
  readonly acts: Issuer['counts']
  readonly killed: Readonly<Record<string, number>>
  readonly network: Readonly<Record<string, number>>
}

const ENDS: Readonly<Record<CommandState, 'confirmed' | 'undone' | 'unconfirmed' | 'open'>> = {
  sent: 'open',
  acknowledged: 'confirmed',
  verified: 'confirmed',
  ineffective: 'confirmed',
  undone: 'undone',
  lapsed: 'undone',
  unconfirmed: 'unconfirmed',
  failed: 'unconfirmed',
  closed: 'unconfirmed',
}

/** How many stand where at the end. */
export function endsOf({ lives }: Found): Readonly<Record<string, number>> {
  const ends: Record<string, number> = {}
  for (const state of lives.values())
    ends[state ?? 'forgotten'] = (ends[state ?? 'forgotten'] ?? 0) + 1
  return ends
}

/** Everything that is not as it has to be. */
export function faultsOf(found: Found, repeats: number): readonly string[] {
  const faults: string[] = []
  const firsts = new Map<string, Command>()
  const attempts = new Map<string, number[]>()
  const undoing = new Map<string, Set<string>>()
  for (const command of found.commands) {
    const { id, attempt, undoes } = command
    attempts.set(id, [...(attempts.get(id) ?? []), attempt])
    if (!firsts.has(id)) firsts.set(id, command)
    if (undoes !== null) undoing.set(undoes, (undoing.get(undoes) ?? new Set()).add(id))
  }
  const done = new Set(
    found.results.filter(({ status }) => status === 'done').map((one) => one.command_id),
  )
  for (const [id, command] of firsts) {
    const say = (what: string) => void faults.push(`${command.type} ${id} ${what}`)
    const given = attempts.get(id) as number[]
    if (given.some((attempt, i) => attempt !== i + 1)) say(`was sent as ${given.join()}`)
    const state = found.lives.get(id) ?? null
    const end = state === null ? 'forgotten' : ENDS[state]
    const heard = done.has(id) || isTold(command, found.told)
    if (end === 'forgotten') say('is forgotten')
    if (end === 'open') say('is left open')
    if (end === 'confirmed' && !heard) say('counts as confirmed, and nobody said so')
    if (end === 'unconfirmed') {
      // What a person has seen to stays as it is.
      if (done.has(id) && state !== 'closed') say(`is ${state}, although its result came`)
      if (given.length !== repeats + 1) say(`is ${state} after ${given.length} attempts`)
    }
    const back = undoing.get(id)?.size ?? 0
    if (back > 1) say(`was undone by ${back} commands`)
    if (state === 'undone' && back !== 1) say('counts as undone, and nothing undid it')
    if (back === 1 && end !== 'undone' && state !== 'ineffective')
      say(`was undone, and counts as ${state}`)
  }
  for (const id of found.twice) faults.push(`${id} was acted on twice`)
  for (const state of found.questions) if (state === null) faults.push('a question is forgotten')
  return faults
}

/** The issuer's word confirms what was to be done to the credential, or to the task that holds no other. */
function isTold(
  { type, scope, credential_id, task_id }: Command,
  told: ReadonlySet<string>,
): boolean {
  if (type !== 'revoke') return false
  return told.has(scope === 'credential' ? credential_id : task_id.replace(/^\D+/, 'c'))
}
