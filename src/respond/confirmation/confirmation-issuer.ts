// What a credential's issuer says of a command of ours: when what that is about ended.
import { credentialIn, type Context, type CredentialContext } from '../../model/context.js'
import { isLetGo, lifeAt, runAt, runsOf } from '../../model/life.js'
import type { Command } from '../../model/wire.js'

/**
 * When a credential ended, or the last of those that a task held, as their issuer says; Infinity: not all have; null: it is about
 * others, or so much was let go of that nobody can tell. It is the life at the time of the command that counts: neither an
 * earlier end nor a later issue says anything of it.
 */
export function endOf(context: Context, command: Command, credentialId: string): number | null {
  const { type, scope, time, credential_id, task_id } = command
  if (type !== 'revoke') return null
  if (scope === 'credential') {
    const known = credential_id === credentialId ? credentialIn(context, credentialId) : undefined
    if (known === undefined || isLetGo(known.marks, time)) return null
    return issuersEnd(context, known, time)
  }
  const aimed = context.credentials.filter(({ tasks }) =>
    tasks.some(({ id, fromMs }) => id === task_id && fromMs <= time),
  )
  if (aimed.length === 0 || aimed.some(({ marks }) => isLetGo(marks, time))) return null
  return Math.max(...aimed.map((credential) => issuersEnd(context, credential, time)))
}

/** What other commands of ours have ended says nothing of this one: that is said by its own result. */
function issuersEnd(context: Context, credential: CredentialContext, atMs: number): number {
  const ours = (eventId: string): boolean =>
    context.ended?.some(({ commandId }) => commandId === eventId) === true
  const { marks, revokedEvent } = credential
  if (marks === null) return ours(revokedEvent) ? Infinity : lifeAt(credential, atMs).endMs
  const said = marks.filter(({ eventId }) => !ours(eventId))
  return said.length === 0 ? Infinity : runAt(runsOf(said), atMs).endMs
}
