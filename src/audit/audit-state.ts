// The heads of the audit chain as one more entry of a judging task's state, so that they are written with what they stand for.
import type { StateEntries } from '../store/changelog.js'
import type { Audit } from './audit.js'

/** the entry's key; no other of the task has it */
export const HEADS_KEY = 'h'

export function withAudit(state: StateEntries, audit: Audit): StateEntries {
  let written: string | null = null
  return {
    *drain() {
      yield* state.drain()
      const now = audit.save()
      if (now !== written && now !== null) yield [HEADS_KEY, (written = now)] as const
    },
    current: (key) => (key === HEADS_KEY ? audit.save() : state.current(key)),
    restore(key, value) {
      if (key !== HEADS_KEY) return state.restore(key, value)
      audit.restore((written = value))
    },
  }
}
