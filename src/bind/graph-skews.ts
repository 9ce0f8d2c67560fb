// How far the clocks of sources are ahead of the agents', as the judges of identities found it: told to every process beside the bindings.
import type { Admitted } from '../model/event.js'
import { Problem } from '../model/problem.js'
import type { Change } from './graph.js'

const SOURCES_MAX = 64
const JUDGES_MAX = 1_024

export interface Skews {
  /** sources of which anything is known; 0 mostly */
  readonly size: number
  /** the event at the time that the agents' clock showed, by which bindings hold */
  timed(admitted: Admitted): Admitted
  /** true where it was news */
  apply(change: Change): boolean
  /** why the event is not to be judged: its clock is further off than `mostMs`; null where it is not */
  problemOf(admitted: Admitted, mostMs: number): Problem | null
}

/** What one judge knows of the clock of a source; `toMs` is how far it is ahead. */
export function skewChange(topic: string, judge: number, skewMs: number): Change {
  return { relation: 'sk', from: topic, to: String(judge), fromMs: 0, toMs: skewMs }
}

/** Of several judges that differ the median stands: each knows of other identities. */
export function createSkews(): Skews {
  const told = new Map<string, Map<string, number>>()
  const skews = new Map<string, number>()

  const of = ({ kind, origin }: Admitted): number =>
    kind === 'resource' ? (skews.get(origin.topic) ?? 0) : 0

  return {
    get size() {
      return skews.size
    },
    timed(admitted) {
      const skewMs = of(admitted)
      return skewMs === 0 ? admitted : { ...admitted, timeMs: admitted.timeMs - skewMs, skewMs }
    },
    apply({ from: topic, to: judge, toMs }) {
      const known = told.get(topic) ?? new Map<string, number>()
      if (known.get(judge) === toMs) return false
      if (known.size === 0 && told.size >= SOURCES_MAX) return false
      if (!known.has(judge) && known.size >= JUDGES_MAX) return false
      told.set(topic, known.set(judge, toMs))
      const sorted = [...known.values()].sort((a, b) => a - b)
      skews.set(topic, sorted[(sorted.length - 1) >> 1] as number)
      return true
    },
    problemOf(admitted, mostMs) {
      const skewMs = of(admitted)
      if (Math.abs(skewMs) <= mostMs) return null
      const { topic, partition, offset } = admitted.origin
      const seconds = Math.round(Math.abs(skewMs) / 1000)
      return new Problem(
        'EVENT_CLOCK_SKEWED',
        `${topic}/${partition}@${offset}`,
        `the clock of ${topic} runs ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} the agents', ` +
          `more than the ${Math.round(mostMs / 1000)} s that are reckoned with: when this happened is not known`,
      )
    },
  }
}
