// Where commands take effect: an issuer that is down at times, and knows what it did by the command's id.
import type { Handlers } from '../../src/consumer/consumer.js'
import type { Command, CommandResult } from '../../src/model/wire.js'
import type { Outbound } from '../../src/transport/port.js'
import type { Chance } from './chance.js'

export interface Issuer {
  readonly handlers: Handlers
  /** commands that it was asked to carry out when their result was written already */
  readonly twice: ReadonlySet<string>
  readonly counts: {
    /** commands that changed something here */
    effects: number
    /** that came again, as whoever carried them out was killed before the result was written */
    again: number
    failures: number
  }
  /** results that were written */
  written(out: readonly Outbound[]): void
  /** credentials whose end it tells by itself, since the last call */
  told(): readonly string[]
}

const NEVER = 0.06
const AT_FIRST = 0.1
const TELLS = 0.05

export function createIssuer(chance: Chance): Issuer {
  const asked = new Map<string, number>()
  const effects = new Set<string>()
  const twice = new Set<string>()
  const done = new Set<string>()
  const counts = { effects: 0, again: 0, failures: 0 }
  let ends: string[] = []

  async function act(command: Command): Promise<void> {
    const { id, type, scope, credential_id } = command
    const nth = (asked.get(id) ?? 0) + 1
    asked.set(id, nth)
    if (done.has(id)) twice.add(id)
    const drawn = chance('down', id)
    if (drawn < NEVER || (drawn < NEVER + AT_FIRST && nth === 1)) {
      counts.failures++
      throw new Error('the issuer answers 503')
    }
    if (effects.has(id)) {
      counts.again++
      return
    }
    effects.add(id)
    counts.effects++
    if (type === 'revoke' && scope === 'credential' && chance('tells', id) < TELLS)
      ends.push(credential_id)
  }

  return {
    handlers: { revoke: act, contain: act, reinstate: act },
    twice,
    counts,
    written(out) {
      for (const { value } of out) {
        const { command_id, status } = JSON.parse(String(value)) as CommandResult
        if (status === 'done') done.add(command_id)
      }
    },
    told() {
      const taken = ends
      ends = []
      return taken
    },
  }
}
