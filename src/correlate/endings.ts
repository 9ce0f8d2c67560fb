// What commands of ours have ended, by their results: in the life of a credential, and beside the tasks, agents and workloads.
import { credentialIn, type Context, type CredentialContext, type Ended } from '../model/context.js'
import { endMark, runsOf, type Mark } from '../model/life.js'

/** ends kept of one identity; the oldest goes first */
export const ENDED_MAX = 16

export interface Endings {
  /** What is done with it from then on is done after its end. `known`: its issuer said so itself. */
  end(context: Context, ended: Ended, known: boolean): void
  /** that command was undone, or has lapsed; false where nothing rested on it */
  revive(context: Context, commandId: string): boolean
}

export function createEndings(mark: (known: CredentialContext, mark: Mark) => void): Endings {
  function revived(known: CredentialContext, by: string): void {
    if (known.marks === null) {
      if (known.revokedEvent !== by) return
      known.revokedMs = Infinity
      known.revokedEvent = ''
    } else if (known.marks.some(({ eventId }) => eventId === by)) {
      const left = known.marks.filter(({ eventId }) => eventId !== by)
      const last = runsOf(left).at(-1)
      known.marks = left.length === 0 ? null : left
      known.revokedMs = last?.endMs ?? Infinity
      known.revokedEvent = last?.endEvent ?? ''
    }
  }

  return {
    end(context, ended, known) {
      const { scope, id, fromMs, commandId } = ended
      const credential = scope === 'credential' && !known ? credentialIn(context, id) : undefined
      if (credential !== undefined) mark(credential, endMark(fromMs, commandId))
      context.ended = [...(context.ended ?? []).slice(1 - ENDED_MAX), ended]
    },
    revive(context, commandId) {
      if (context.ended?.some((ended) => ended.commandId === commandId) !== true) return false
      for (const known of context.credentials) revived(known, commandId)
      const rest = context.ended.filter((ended) => ended.commandId !== commandId)
      context.ended = rest.length === 0 ? null : rest
      return true
    },
  }
}
