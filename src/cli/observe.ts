// What the flow tells becomes metrics, log lines and the newest records: no line for an event, one for what a person must know.
import type { Logger } from 'pino'
import type { FlowObserver } from '../tasks.js'
import type { Kind } from '../model/event.js'
import type { Settings } from '../model/settings.js'
import type { Drops, IdentifyCounts, IdentifyTask } from '../topology/identify.js'
import type { JudgeTask } from '../topology/judge.js'
import type { Outbound, Task } from '../transport/port.js'
import { countUp, type Metrics, type TaskGauges } from '../web/metrics.js'

interface Watched {
  readonly gauges: TaskGauges
  readonly kind: Kind | null
  counted: IdentifyCounts | null
  dropped: Drops
}

/** Also tells whether work goes on. */
export interface Observed extends FlowObserver {
  /** since when there is work and none of it was published, in epoch ms; Infinity where all is well */
  stuckSince(): number
}

export function createObserver(
  settings: Settings,
  metrics: Metrics,
  log: Logger,
  now: () => number,
  published: (out: readonly Outbound[]) => void,
): Observed {
  const watched = new Map<string, Watched>()
  let lastPublishedMs = now()
  let failing = false
  let commandsSince: { readonly tier: string; readonly appendMs: number }[] = []

  function open(task: Task): void {
    const kind =
      task.topology === 'identify'
        ? (settings.sources.find(({ topic }) => topic === task.topic)?.kind ?? null)
        : null
    watched.set(task.id, { gauges: metrics.openTask(task, kind), kind, counted: null, dropped: {} })
  }

  function identified(state: IdentifyTask, of: Watched): void {
    const counts = state.counts
    const before = of.counted
    of.counted = counts
    of.gauges.waiting = counts.waiting
    if (of.kind === null) return
    const events = metrics.events[of.kind]
    for (const name of ['read', 'joined', 'unattributed', 'duplicate', 'late', 'refused'] as const)
      events[name] += counts[name] - (before?.[name] ?? 0)
  }

  function dropped(drops: Drops, of: Watched): void {
    for (const what in drops) {
      const more = (drops[what] as number) - (of.dropped[what] ?? 0)
      if (more > 0) countUp(metrics.dropped, what, more)
    }
    of.dropped = drops
  }

  return {
    stuckSince() {
      for (const { gauges } of watched.values()) if (gauges.lag > 0) return lastPublishedMs
      return failing ? lastPublishedMs : Infinity
    },
    opened(task) {
      open(task)
      log.info({ task: task.id }, 'task opened')
    },
    closed(task, reason) {
      watched.delete(task.id)
      metrics.closeTask(task)
      log.info({ task: task.id, reason }, 'task closed')
    },
    published({ task, lag }, { out }, state) {
      metrics.transactions.committed++
      failing = false
      published(out)
      lastPublishedMs = now()
      const of = watched.get(task.id)
      if (of !== undefined) {
        of.gauges.lag = lag
        of.gauges.watermarkMs = Number.isFinite(state.watermarkMs) ? state.watermarkMs : null
        if ('drops' in state) dropped(state.drops, of)
        if ('counts' in state) identified(state, of)
        else if ('contexts' in state) judged(state, of.gauges)
      }
      if (task.topology !== 'judge' || commandsSince.length === 0) return
      for (const { tier, appendMs } of commandsSince)
        metrics.timeTo('command', tier, lastPublishedMs - appendMs)
      commandsSince = []
    },
    failed({ task }, error) {
      failing = true
      metrics.transactions.aborted++
      metrics.restarts++
      log.error(
        { task: task.id, err: error },
        'batch given back; the task starts again from the log',
      )
    },
    waits({ task }, error) {
      log.warn({ task: task.id, registry: error.place }, `${error.message}; the partition waits`)
    },
    refused(problem) {
      countUp(metrics.deadLetters, problem.code)
    },
    svidRejected(problem) {
      countUp(metrics.dropped, 'svid')
      log.warn({ code: problem.code }, `a JWT-SVID proves nothing: ${problem.message}`)
    },
    decision: (outcome) => countUp(metrics.decisions, outcome),
    command(type, appendMs, tier) {
      countUp(metrics.commands, type)
      if (!Number.isNaN(appendMs)) commandsSince.push({ tier, appendMs })
    },
    finding(rule, tier, timeMs) {
      countUp(metrics.findings, rule)
      if (!Number.isNaN(timeMs)) metrics.timeTo('detect', tier, now() - timeMs)
    },
    followed({ state, tier }, afterMs) {
      if (state === 'acknowledged') metrics.timeTo('confirm', tier, afterMs)
      else if (state === 'verified') metrics.timeTo('verified', tier, afterMs)
    },
  }
}

function judged(state: JudgeTask, gauges: TaskGauges): void {
  gauges.contexts = state.contexts
  gauges.verdicts = state.verdicts
  gauges.undecided = state.undecided
  gauges.states ??= () => state.followeds.states()
  gauges.blind = state.blind
  gauges.clocks = state.clocks
}
