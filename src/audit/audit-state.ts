// The heads of the audit chain, and which rules decide, as entries of a judging task's state: written with what they stand for.
import type { StateEntries } from '../store/changelog.js'
import type { Audit } from './audit.js'

/** the entries' keys; no other of the task has them */
export const HEADS_KEY = 'audit'
/** which rules decide, from the batch on that wrote it */
export const RULES_KEY = 'rules'

export function withAudit(state: StateEntries, audit: Audit): StateEntries {
  let written: string | null = null
  let marked: string | null = null
  const inForce = JSON.stringify(audit.rules)
  return {
    *drain() {
      yield* state.drain()
      if (marked !== inForce) yield [RULES_KEY, (marked = inForce)] as const
      const now = audit.save()
      if (now !== written && now !== null) yield [HEADS_KEY, (written = now)] as const
    },
    current(key) {
      if (key === RULES_KEY) return marked
      return key === HEADS_KEY ? audit.save() : state.current(key)
    },
    restore(key, value) {
      if (key === RULES_KEY) {
        marked = value
        return
      }
      if (key !== HEADS_KEY) return state.restore(key, value)
      audit.restore((written = value))
    },
  }
}
