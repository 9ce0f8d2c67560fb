// Who allows a lot in a short time no longer looks: beyond a budget an approver's word does not count by itself.

export interface Fatigue {
  /** true and spent where there is room. Time is that of the answers */
  spend(approver: string, atMs: number): boolean
  /** null where nothing is held */
  save(): string | null
  restore(text: string): void
}

/** approvers remembered for each judging task; who answered longest ago goes first */
export const APPROVERS_MAX = 1_000

export function createFatigue(
  options: { readonly answers: number; readonly windowMs: number } | null,
): Fatigue {
  const given = new Map<string, number[]>()
  let saved: string | null = null
  return {
    spend(approver, atMs) {
      if (options === null) return true
      const times = (given.get(approver) ?? []).filter((time) => time > atMs - options.windowMs)
      if (times.length >= options.answers) return false
      times.push(atMs)
      given.delete(approver)
      given.set(approver, times)
      if (given.size > APPROVERS_MAX) given.delete(given.keys().next().value as string)
      saved = null
      return true
    },
    save() {
      if (given.size === 0) return null
      return (saved ??= JSON.stringify([...given]))
    },
    restore(text) {
      given.clear()
      for (const [approver, times] of JSON.parse(text) as [string, number[]][])
        given.set(approver, times)
      saved = text
    },
  }
}
