// The brake: how many automatic revoke and contain commands a rule, and all of them together, may give in a stretch of time.

export interface BudgetOptions {
  readonly perRule: number
  readonly windowMs: number
  /** of the identities seen in the last hour, 0..1 */
  readonly share: number
}

export interface Budget {
  readonly exceeded: number
  /** true and spent where there is room; false where a person has to be asked instead */
  spend(rule: string, identity: string, atMs: number): boolean
  save(): BudgetState
  restore(state: BudgetState): void
}

export interface BudgetState {
  readonly byRule: Record<string, number[]>
  readonly identities: Record<string, number>
}

const SHARE_FLOOR = 5

/** `seenLastHour` is how many identities the share is of. Time is event time. */
export function createBudget(options: BudgetOptions | null, seenLastHour: () => number): Budget {
  let byRule: Record<string, number[]> = {}
  let identities = new Map<string, number>()
  let exceeded = 0

  function recent(times: readonly number[], atMs: number): number[] {
    return times.filter((time) => time > atMs - (options as BudgetOptions).windowMs)
  }

  return {
    get exceeded() {
      return exceeded
    },
    spend(rule, identity, atMs) {
      if (options === null) return true
      const spent = recent(byRule[rule] ?? [], atMs)
      for (const [id, time] of identities)
        if (time <= atMs - options.windowMs) identities.delete(id)
      const allowed = Math.max(SHARE_FLOOR, Math.floor(options.share * seenLastHour()))
      const room =
        spent.length < options.perRule && (identities.has(identity) || identities.size < allowed)
      if (room) {
        spent.push(atMs)
        identities.set(identity, atMs)
      } else exceeded++
      byRule[rule] = spent
      return room
    },
    save: () => ({ byRule, identities: Object.fromEntries(identities) }),
    restore(state) {
      byRule = state.byRule
      identities = new Map(Object.entries(state.identities))
    },
  }
}
