// Who acts for whom, as a token's claims say it (RFC 8693, section 4.1): `attributes.sub`, and `attributes.act` within `act`.
import type { Event } from '../model/wire.js'

/** Actors read of one token; a chain that is longer is cut at its older end. */
export const ACTORS_MAX = 16

/**
 * The subject ('' where it is not said), then the actors from the first to the present one; null where there is no
 * `act`. The outermost claim is the present actor, each one within it acted before.
 */
export function actorsOf({ attributes }: Event): readonly string[] | null {
  if (attributes == null || attributes['act'] === undefined) return null
  const actors: string[] = []
  let claim: unknown = attributes['act']
  while (typeof claim === 'object' && claim !== null && actors.length < ACTORS_MAX) {
    const { sub, act } = claim as { readonly sub?: unknown; readonly act?: unknown }
    if (typeof sub !== 'string' || sub === '') break
    actors.unshift(sub)
    claim = act
  }
  if (actors.length === 0) return null
  const subject = attributes['sub']
  actors.unshift(typeof subject === 'string' ? subject : '')
  return actors
}
