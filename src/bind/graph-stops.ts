// When workloads stopped: what began on one before that, and is heard of after it, has ended with it.

/** Of one workload; the earliest goes first. */
const STOPS_MAX = 4

export interface Stops {
  /** false where that is known already */
  add(workloadId: string, atMs: number): boolean
  /** the first after `fromMs`; Infinity where there is none */
  after(workloadId: string, fromMs: number): number
}

export function createStops(workloadsMax: number): Stops {
  const stops = new Map<string, readonly number[]>()
  return {
    add(workloadId, atMs) {
      const known = stops.get(workloadId) ?? []
      if (known.includes(atMs)) return false
      if (known.length === 0 && stops.size >= workloadsMax)
        stops.delete(stops.keys().next().value as string)
      stops.set(workloadId, [...known, atMs].sort((a, b) => a - b).slice(-STOPS_MAX))
      return true
    },
    after: (workloadId, fromMs) => stops.get(workloadId)?.find((atMs) => atMs > fromMs) ?? Infinity,
  }
}
