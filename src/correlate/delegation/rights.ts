// What an identity may do itself at a time: the scopes of its live credentials, and those that were delegated to it.
import { type Context, type CredentialContext } from '../../model/context.js'
import type { Rights } from '../../model/context-delegation.js'
import { runAt, runsOf } from '../../model/life.js'
import { SCOPES_MAX } from '../../model/capability-scopes.js'

const EVENTS_MAX = 8

/**
 * Null where it is not known: nothing names the scopes of any credential, or what was delegated to it is not known. `slackMs`: what clocks of issuer and agent may differ by.
 */
export function rightsOf(
  context: Context,
  taskId: string,
  atMs: number,
  slackMs: number,
): Rights | null {
  const scopes = new Set<string>()
  const events: (readonly [number, string])[] = []
  let known = false
  for (const credential of context.credentials) {
    if (credential.scopes === null) continue
    if (!livesAt(credential, atMs, slackMs)) continue
    known = true
    for (const scope of credential.scopes) scopes.add(scope)
    if (credential.issuedEvent !== '') events.push([credential.issuedMs, credential.issuedEvent])
  }
  if (taskId !== '' && context.kin !== null)
    for (const { task, links } of context.kin.received.values()) {
      const link = links.at(-1)
      if (task !== taskId || link === undefined || link.origin) continue
      const delegated = link.scopes ?? link.rights?.scopes
      if (delegated === undefined) return null
      known = true
      for (const scope of delegated) scopes.add(scope)
      events.push([link.timeMs, link.eventId])
    }
  if (!known || scopes.size > SCOPES_MAX) return null
  events.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1))
  return { scopes: [...scopes].sort(), events: events.slice(0, EVENTS_MAX) }
}

function livesAt(credential: CredentialContext, atMs: number, slackMs: number): boolean {
  const { marks, issuedMs, revokedMs, expiresMs } = credential
  const life = marks === null ? { startMs: issuedMs, endMs: revokedMs } : runAt(runsOf(marks), atMs)
  return (
    !(life.startMs > atMs + slackMs) &&
    life.endMs > atMs - slackMs &&
    !(expiresMs <= atMs - slackMs)
  )
}
