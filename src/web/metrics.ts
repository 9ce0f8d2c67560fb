// Counting: plain fields that the flow writes, turned into Prometheus text only when somebody asks.
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Kind } from '../model/event.js'
import type { Task } from '../transport/port.js'
import { counter, gauge, type Sample } from './metrics-sample.js'
import { publishWatch } from './metrics-watch.js'

const KINDS: readonly Kind[] = ['agent', 'workload', 'resource']
/** seconds; around the aims of 100 ms for half and 500 ms for nearly all */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900]

/** What became of the events of one kind; read = joined + unattributed + duplicate + late + refused + those waiting. */
export interface EventCounts {
  read: number
  joined: number
  unattributed: number
  duplicate: number
  late: number
  refused: number
}

/** Numbers by a name from a small closed set: a code, a rule, a type. */
export type Counts = Map<string, number>

/** The state of one open task, written after each batch. */
export interface TaskGauges {
  /** records not read yet */
  lag: number
  /** epoch ms of the event time reached; null before the first event */
  watermarkMs: number | null
  /** events kept until their binding comes */
  waiting: number
  contexts: number
  credentials: number
  /** what enforcement points decided, as `mesh allow`; null where the task judges nobody */
  verdicts: ReadonlyMap<string, number> | null
  undecided: number
  /** its agents are silent as a whole */
  blind: boolean
  /** what it knows of the clocks of sources, by topic; null where it judges nobody */
  clocks: ReadonlyMap<string, { readonly skewMs: number }> | null
  /** how many commands are in each state; null where the task judges nobody */
  states: (() => Readonly<Record<string, number>>) | null
}

/**
 * | metric | labels | from |
 * | --- | --- | --- |
 * | `ambit_events_read_total` | kind | `events[kind].read` |
 * | `ambit_events_total` | kind, outcome: joined, unattributed, duplicate, late, refused | `events[kind]` |
 * | `ambit_events_waiting` | kind | `openTask().waiting` |
 * | `ambit_posted_events_total` | outcome: accepted, refused | `posted` |
 * | `ambit_dead_letters_total` | code | `deadLetters` |
 * | `ambit_dropped_total` | what: the limit that was reached; rule: where it is one of a rule | `dropped`, as `what rule` |
 * | `ambit_lag_records` | topology, topic, partition | `openTask().lag` |
 * | `ambit_watermark_lag_seconds` | topology, topic, partition | now − `openTask().watermarkMs` |
 * | `ambit_contexts`, `ambit_credentials` | – | `openTask()`, summed |
 * | `ambit_enforcement_decisions_total` | kind, decision | `openTask().verdicts`, summed |
 * | `ambit_enforcement_undecided_total` | – | `openTask().undecided`, summed |
 * | `ambit_judged_partitions` | by: this, others | judging tasks here, and the rest of `partitions` |
 * | `ambit_blind_tasks` | – | judging tasks that hear no agent at all, while others go on |
 * | `ambit_source_skew_seconds` | source, partition: of the judging task | `openTask().clocks`: how far its clock is ahead of the agents' |
 * | `ambit_commands_total` | type | `commands` |
 * | `ambit_findings_total` | rule | `findings` |
 * | `ambit_decisions_total` | outcome | `decisions` |
 * | `ambit_access_decisions_total` | outcome: allow, or why not | `access` |
 * | `ambit_commands_in_state` | state | `openTask().states`, summed |
 * | `ambit_time_to_detect_seconds` | tier; histogram: time of the event → its finding | `timeTo('detect', …)` |
 * | `ambit_time_to_command_seconds` | tier; histogram: append of the cause → append of its command | `timeTo('command', …)` |
 * | `ambit_time_to_confirm_seconds` | tier; histogram: command sent → carried out | `timeTo('confirm', …)` |
 * | `ambit_time_to_verified_seconds` | tier; histogram: command sent → known to have had effect | `timeTo('verified', …)` |
 * | `ambit_transactions_total` | outcome: committed, aborted | `transactions` |
 * | `ambit_task_restarts_total` | – | `restarts` |
 * | `ambit_rules_info` | digest: of the rules in force | `rules` |
 * | `ambit_rules_reloads_total` | outcome: switched, kept, unchanged | `reloads` |
 * | `ambit_paused_partitions` | – | `pausedPartitions` |
 * | `ambit_batches_rejected_total` | – | `batchesRejected` |
 *
 * The process's own (`process_…`, `nodejs_…`) stand beside them.
 */
export interface Metrics {
  readonly events: Readonly<Record<Kind, EventCounts>>
  readonly posted: { accepted: number; refused: number }
  readonly deadLetters: Counts
  readonly dropped: Counts
  readonly commands: Counts
  readonly findings: Counts
  readonly decisions: Counts
  /** decisions at request time */
  readonly access: Counts
  readonly transactions: { committed: number; aborted: number }
  restarts: number
  /** over which identities are spread, in all members together; 0 where that is not known */
  partitions: number
  /** the digest of the rules in force; '' before any are */
  rules: string
  readonly reloads: Counts
  pausedPartitions: number
  batchesRejected: number
  timeTo(step: Step, tier: string, ms: number): void
  /** the gauges of a task that opened, all 0; `kind` of its source, null where it reads joined events */
  openTask(task: Task, kind: Kind | null): TaskGauges
  /** a task that is no longer ours has no lag and no state here */
  closeTask(task: Task): void
  readonly contentType: string
  /** the Prometheus text of now */
  text(): Promise<string>
}

export interface OpenTask {
  readonly task: Task
  readonly kind: Kind | null
  readonly gauges: TaskGauges
}

export interface MetricsOptions {
  /** epoch ms, for watermark lag */
  readonly now?: () => number
  /** whether memory, CPU and event loop of the process are told too; default true */
  readonly process?: boolean
}

/** Adds to a count; the one way to write into `Counts`. */
export function countUp(counts: Counts, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by)
}

export function createMetrics({ now = Date.now, process = true }: MetricsOptions = {}): Metrics {
  const registry = new Registry()
  const tasks = new Map<string, OpenTask>()
  if (process) collectDefaultMetrics({ register: registry })
  const durations = timesOf(registry)
  const metrics: Metrics = {
    events: { agent: noEvents(), workload: noEvents(), resource: noEvents() },
    posted: { accepted: 0, refused: 0 },
    deadLetters: new Map(),
    dropped: new Map(),
    commands: new Map(),
    findings: new Map(),
    decisions: new Map(),
    access: new Map(),
    transactions: { committed: 0, aborted: 0 },
    restarts: 0,
    partitions: 0,
    rules: '',
    reloads: new Map(),
    pausedPartitions: 0,
    batchesRejected: 0,
    timeTo: (step, tier, ms) => durations[step].observe({ tier }, Math.max(0, ms) / 1000),
    openTask(task, kind) {
      const gauges: TaskGauges = {
        lag: 0,
        watermarkMs: null,
        waiting: 0,
        contexts: 0,
        credentials: 0,
        verdicts: null,
        undecided: 0,
        blind: false,
        clocks: null,
        states: null,
      }
      tasks.set(task.id, { task, kind, gauges })
      return gauges
    },
    closeTask: (task) => void tasks.delete(task.id),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
  publishCounts(registry, metrics)
  publishTasks(registry, tasks, now)
  publishWatch(registry, tasks, metrics)
  return metrics
}

const STEPS = {
  detect: 'Time from an event to the finding about it',
  command: 'Time from the append of the event that caused a command to the append of the command',
  confirm: 'Time from a command to the word that it was carried out',
  verified: 'Time from a command until it is known that it had effect',
} as const
/** what is measured of a containment */
export type Step = keyof typeof STEPS

function timesOf(registry: Registry): Readonly<Record<Step, Histogram<'tier'>>> {
  const of = (step: Step): Histogram<'tier'> =>
    new Histogram({
      name: `ambit_time_to_${step}_seconds`,
      help: STEPS[step],
      labelNames: ['tier'],
      buckets: SECONDS,
      registers: [registry],
    })
  return {
    detect: of('detect'),
    command: of('command'),
    confirm: of('confirm'),
    verified: of('verified'),
  }
}

function noEvents(): EventCounts {
  return { read: 0, joined: 0, unattributed: 0, duplicate: 0, late: 0, refused: 0 }
}

function publishCounts(registry: Registry, metrics: Metrics): void {
  const { events, posted, transactions } = metrics
  const named =
    (label: string, counts: Readonly<Record<string, number>> | Counts) => (): Sample[] =>
      [...(counts instanceof Map ? counts : Object.entries(counts))].map(([name, value]) => [
        { [label]: name },
        value,
      ])

  counter(registry, 'ambit_events_read_total', 'Events read from the sources', ['kind'], () =>
    KINDS.map((kind) => [{ kind }, events[kind].read]),
  )
  counter(registry, 'ambit_events_total', 'What became of the events', ['kind', 'outcome'], () =>
    KINDS.flatMap((kind) => {
      const { read: _, ...outcomes } = events[kind]
      return Object.entries(outcomes).map(([outcome, value]): Sample => [{ kind, outcome }, value])
    }),
  )
  counter(
    registry,
    'ambit_posted_events_total',
    'Events sent over HTTP',
    ['outcome'],
    named('outcome', posted),
  )
  counter(
    registry,
    'ambit_dead_letters_total',
    'Records refused',
    ['code'],
    named('code', metrics.deadLetters),
  )
  counter(registry, 'ambit_dropped_total', 'Entries dropped at a limit', ['what', 'rule'], () =>
    [...metrics.dropped].map(([name, value]): Sample => {
      const [what = '', ...rule] = name.split(' ')
      return [{ what, rule: rule.join(' ') }, value]
    }),
  )
  counter(
    registry,
    'ambit_commands_total',
    'Commands published',
    ['type'],
    named('type', metrics.commands),
  )
  counter(
    registry,
    'ambit_findings_total',
    'Findings published',
    ['rule'],
    named('rule', metrics.findings),
  )
  counter(
    registry,
    'ambit_decisions_total',
    'Decisions made',
    ['outcome'],
    named('outcome', metrics.decisions),
  )
  counter(
    registry,
    'ambit_access_decisions_total',
    'Decisions at request time',
    ['outcome'],
    named('outcome', metrics.access),
  )
  counter(
    registry,
    'ambit_transactions_total',
    'Transactions',
    ['outcome'],
    named('outcome', transactions),
  )
  counter(registry, 'ambit_task_restarts_total', 'Tasks started again from the log', [], () => [
    [{}, metrics.restarts],
  ])
  gauge(registry, 'ambit_rules_info', 'The rules in force', ['digest'], () =>
    metrics.rules === '' ? [] : [[{ digest: metrics.rules }, 1]],
  )
  counter(
    registry,
    'ambit_rules_reloads_total',
    'Times that the rules were read again',
    ['outcome'],
    named('outcome', metrics.reloads),
  )
  counter(registry, 'ambit_batches_rejected_total', 'Batches that could not be read', [], () => [
    [{}, metrics.batchesRejected],
  ])
  gauge(registry, 'ambit_paused_partitions', 'Partitions paused now', [], () => [
    [{}, metrics.pausedPartitions],
  ])
}

function publishTasks(
  registry: Registry,
  tasks: ReadonlyMap<string, OpenTask>,
  now: () => number,
): void {
  const labels = ['topology', 'topic', 'partition']
  const labelled = ({ topology, topic, partition }: Task) => ({
    topology,
    topic,
    partition: String(partition),
  })
  gauge(registry, 'ambit_lag_records', 'Records not read yet', labels, () =>
    [...tasks.values()].map(({ task, gauges }) => [labelled(task), gauges.lag]),
  )
  gauge(
    registry,
    'ambit_watermark_lag_seconds',
    'How far event time is behind the clock',
    labels,
    () =>
      [...tasks.values()].flatMap(({ task, gauges }): Sample[] =>
        gauges.watermarkMs === null
          ? []
          : [[labelled(task), Math.max(0, now() - gauges.watermarkMs) / 1000]],
      ),
  )
  // Several tasks of one kind add up, as these gauges are incremented from 0 at each reading
  gauge(registry, 'ambit_events_waiting', 'Events kept until their binding comes', ['kind'], () =>
    [...tasks.values()].flatMap(({ kind, gauges }): Sample[] =>
      kind === null ? [] : [[{ kind }, gauges.waiting]],
    ),
  )
  const sum = (field: 'contexts' | 'credentials') => (): Sample[] => {
    let total = 0
    for (const { gauges } of tasks.values()) total += gauges[field]
    return [[{}, total]]
  }
  gauge(registry, 'ambit_contexts', 'Identities with a context in memory', [], sum('contexts'))
  gauge(registry, 'ambit_credentials', 'Credentials in the identity graph', [], sum('credentials'))
}
