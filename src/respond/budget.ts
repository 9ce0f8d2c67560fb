// The brake: how many automatic revoke and contain commands a rule, and all of them together, may give in a stretch of time.

export interface BudgetOptions {
  readonly perRule: number
  readonly windowMs: number
  /** of the identities seen in the last hour, 0..1 */
  readonly share: number
}

export interface Budget {
  readonly exceeded: number
  /** whether there is room, which `spend` would take */
  hasRoom(rule: string, identity: string, at: Spending): boolean
  /** true and spent where there is room; false where a person has to be asked instead */
  spend(rule: string, identity: string, at: Spending): boolean
  save(): BudgetState
  restore(state: BudgetState): void
}

/** When it is spent. What silence brings comes by the log's time, which may be far from the stream's: neither is spent of the other. */
export interface Spending {
  readonly atMs: number
  readonly byLog: boolean
}

export interface BudgetState {
  readonly byRule: Record<string, number[]>
  readonly identities: Record<string, number>
  readonly identitiesByLog?: Record<string, number>
}

const SHARE_FLOOR = 5

/** `seenLastHour` is how many identities the share is of. */
export function createBudget(options: BudgetOptions | null, seenLastHour: () => number): Budget {
  let byRule: Record<string, number[]> = {}
  let byStream = new Map<string, number>()
  let byLog = new Map<string, number>()
  let exceeded = 0

  function recent(times: readonly number[], atMs: number): number[] {
    return times.filter((time) => time > atMs - (options as BudgetOptions).windowMs)
  }

  function hasRoom(rule: string, identity: string, at: Spending): boolean {
    if (options === null) return true
    const { atMs } = at
    const identities = at.byLog ? byLog : byStream
    byRule[rule] = recent(byRule[rule] ?? [], atMs)
    for (const [id, time] of identities) if (time <= atMs - options.windowMs) identities.delete(id)
    const allowed = Math.max(SHARE_FLOOR, Math.floor(options.share * seenLastHour()))
    return (
      byRule[rule].length < options.perRule &&
      (identities.has(identity) || identities.size < allowed)
    )
  }

  return {
    get exceeded() {
      return exceeded
    },
    hasRoom,
    spend(rule, identity, at) {
      if (!hasRoom(rule, identity, at)) {
        exceeded++
        return false
      }
      byRule[rule]?.push(at.atMs)
      if (options !== null) (at.byLog ? byLog : byStream).set(identity, at.atMs)
      return true
    },
    save: () => ({
      byRule,
      identities: Object.fromEntries(byStream),
      identitiesByLog: Object.fromEntries(byLog),
    }),
    restore(state) {
      byRule = state.byRule
      byStream = new Map(Object.entries(state.identities))
      byLog = new Map(Object.entries(state.identitiesByLog ?? {}))
    },
  }
}
