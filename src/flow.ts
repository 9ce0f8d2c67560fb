// The pipeline, from top to bottom: deliveries merged, read, stepped, published, acknowledged. The only rxjs.
import { concatMap, mergeMap, Subject } from 'rxjs'
import type { Subscription as Listening } from 'rxjs'
import { createAudit, type AuditOptions } from './audit/audit.js'
import type { Live } from './authorize/authorize.js'
import { createDirectory, type Directory } from './authorize/directory.js'
import { createLive } from './authorize/live.js'
import { createGraph, type Change, type Graph } from './bind/graph.js'
import type { Admit } from './admit/admit.js'
import { createScopes } from './correlate/catalogue-scopes.js'
import type { Knowledge } from './engine.js'
import {
  answerTask,
  answerTopology,
  askedOf,
  commandedOf,
  handOn,
  readWith,
  type Asked,
} from './flow-answer.js'
import type { Commanded } from './model/life-command.js'
import { Problem } from './model/problem.js'
import type { Settings } from './model/settings.js'
import {
  createIdentifyTask,
  type IdentifyTask,
  type Outcome,
  type Read,
} from './topology/identify.js'
import { createJudgeTask, type JudgeTask } from './topology/judge.js'
import type { Outputs } from './topology/outputs.js'
import { partitionOf } from './transport/partitioner.js'
import { createTasks, type FlowObserver, type Tasks } from './tasks.js'
import type { Delivery, Subscription, Task, Topology, Transport } from './transport/port.js'
import type { SvidVerifier } from './transport/svid.js'
import { createTurns, othersTurn } from './turns.js'

export type { Asked } from './flow-answer.js'

export interface FlowOptions {
  readonly transport: Transport
  readonly settings: Settings
  readonly knowledge: Knowledge
  readonly admit: Admit
  readonly outputs: Outputs
  /** fetches a schema that `admit` asked for, however long it takes, and tells each time it is not to be had; null: no registry */
  readonly fetchSchema: ((id: number, waits: (problem: Problem) => void) => Promise<void>) | null
  readonly svids: SvidVerifier | null
  readonly observer: FlowObserver
  readonly audit: AuditOptions
}

export interface Flow {
  ready(): boolean
  /** what this process knows now, for decisions at request time */
  readonly live: Live
  /** the identities that this process judges */
  readonly directory: Directory
  /** what people were asked by the tasks of this process */
  readonly asked: Asked
  /** what became of the commands that they gave */
  readonly commanded: Commanded
  /** rejects when the flow can go on no more: a crash that the process must not survive */
  readonly failed: Promise<never>
  /** lets open batches end, publishes them, and takes no more */
  stop(): Promise<void>
}

const TICK_MS = 1_000
export async function startFlow(options: FlowOptions): Promise<Flow> {
  const { transport, settings } = options
  const { topics } = settings
  const crash = new Subject<never>()
  const judges = await transport.partitions(topics.repartition)
  const graph = createGraph({ credentials: settings.limits.credentials })
  const where = (identity: string): number => partitionOf(Buffer.from(identity), judges)

  const unpublished: Change[] = []
  const arriving = {
    identify: new Subject<Delivery>(),
    judge: new Subject<Delivery>(),
    answer: new Subject<Delivery>(),
  }
  const surroundings = { observer: options.observer, crash: (error: unknown) => crash.error(error) }
  const identify = createTasks({
    ...surroundings,
    arrived: (delivery) => arriving.identify.next(delivery),
    create: (task) => identifyTask(options, { graph, unpublished, where, judges }, task),
    confirmed: (task) => task.confirmed(),
    abandoned: (task) => unpublished.push(...task.abandoned()),
  })
  const judge = createTasks({
    ...surroundings,
    arrived: (delivery) => arriving.judge.next(delivery),
    create: (task) => judgeTask(options, task, where),
  })
  const answer = createTasks({
    ...surroundings,
    arrived: (delivery) => arriving.answer.next(delivery),
    create: ({ topic }) => answerTask(options, topic, judges),
  })

  const turns = createTurns(rankIn(settings), (batch: Batch) => {
    const done = identify.step(batch.delivery, (task) => identified(task, batch))
    return done === null ? null : (sent) => identify.publish(done, sent)
  })
  const working: Listening[] = [
    arriving.identify
      .pipe(
        mergeMap((delivery) => identify.guard(delivery, () => read(options, identify, delivery))),
      )
      .subscribe((batch) => batch !== null && turns.add(batch)),
    arriving.judge
      .pipe(
        concatMap(async (delivery) => {
          const done = judge.step(delivery, (task) => judged(task, delivery))
          if (done !== null) void judge.publish(done)
          await othersTurn()
        }),
      )
      .subscribe(),
    arriving.answer
      .pipe(mergeMap((delivery) => answer.guard(delivery, () => handOn(options, answer, delivery))))
      .subscribe(),
  ]

  // The judges first: what is identified finds its judge at work.
  const subscriptions: Subscription[] = []
  for (const [topology, consumer] of [
    [judgeTopology(settings), judge.consumer],
    [answerTopology(settings), answer.consumer],
    [identifyTopology(settings), identify.consumer],
  ] as const)
    subscriptions.unshift(await transport.subscribe(topology, consumer))

  const failed = Promise.race([
    ...subscriptions.map((subscription) => subscription.failed),
    new Promise<never>((_, reject) => crash.subscribe({ error: reject })),
  ])
  failed.catch(() => {})
  const ready = (): boolean => subscriptions.every((subscription) => subscription.ready())
  const judgeAt = (partition: number): JudgeTask | undefined =>
    judge.find(`judge/${topics.repartition}/${partition}`)
  const judgeOf = (identity: string): JudgeTask | undefined => judgeAt(where(identity))
  return {
    ready,
    live: createLive({ graph, ready, judgeOf }),
    directory: directoryOf(options, judge, judgeOf),
    asked: askedOf(judges, judgeAt),
    commanded: commandedOf(judges, judgeAt),
    failed,
    async stop() {
      for (const subscription of subscriptions) await subscription.stop()
      for (const listening of working) listening.unsubscribe()
    },
  }
}

function directoryOf(
  { settings, knowledge }: FlowOptions,
  judge: Tasks<JudgeTask>,
  judgeOf: (identity: string) => JudgeTask | undefined,
): Directory {
  const { propagationMs, latenessMs } = settings
  const { allows } = createScopes(knowledge.catalogue)
  return createDirectory({
    judges: judge.all,
    judgeOf,
    options: { propagationMs, latenessMs, allows },
  })
}

function identifyTopology({ sources, topics }: Settings): Topology {
  return {
    name: 'identify',
    sources: [...new Set(sources.map(({ topic }) => topic))],
    changelog: topics.identifyChangelog,
    globals: [topics.identities],
    tickMs: TICK_MS,
  }
}

function judgeTopology({ topics }: Settings): Topology {
  return {
    name: 'judge',
    sources: [topics.repartition],
    changelog: topics.judgeChangelog,
    globals: [],
    tickMs: TICK_MS,
  }
}

/** What the `identify` tasks of this process have in common. */
interface Shared {
  readonly graph: Graph
  readonly unpublished: Change[]
  readonly where: (identity: string) => number
  readonly judges: number
}

function identifyTask(
  options: FlowOptions,
  { graph, unpublished, where, judges }: Shared,
  task: Task,
): IdentifyTask {
  const { settings, knowledge, admit, outputs, observer } = options
  const kind = settings.sources.find(({ topic }) => topic === task.topic)?.kind ?? 'resource'
  return createIdentifyTask({
    settings,
    knowledge,
    graph,
    admit,
    outputs,
    kind,
    unpublished,
    partitionOf: where,
    partitions: judges,
    refused: observer.refused,
  })
}

function judgeTask(
  { settings, knowledge, outputs, observer, audit }: FlowOptions,
  { id, partition }: Task,
  partitionOf: (place: string) => number,
): JudgeTask {
  return createJudgeTask({
    settings,
    knowledge,
    outputs,
    counted: observer,
    audit: createAudit(id, audit),
    partition,
    partitionOf,
  })
}

/** A batch of events on its way, with its receipt. */
interface Batch {
  readonly delivery: Delivery
  readonly events: readonly Read[]
}

/** Bytes → events, with what only the edge can do: schemas fetched, SVIDs verified. A registry that is down is waited for. */
async function read(
  options: FlowOptions,
  tasks: Tasks<IdentifyTask>,
  delivery: Delivery,
): Promise<Batch> {
  const task = tasks.of(delivery)
  if (delivery.cause !== 'records' || task === null) return { delivery, events: [] }
  const events = await readWith(options, delivery, () => task.read(delivery.records))
  if (options.svids !== null) await prove(options, options.svids, events)
  return { delivery, events }
}

async function prove(
  { observer, settings }: FlowOptions,
  svids: SvidVerifier,
  events: readonly Read[],
): Promise<void> {
  for (const { admitted, record } of events) {
    if (admitted instanceof Problem) continue
    const token = admitted.event.workload?.svid
    if (token == null || token === '') continue
    // The event's time is its sender's word, when it was appended is not: past the lateness an expired token proves nothing.
    const heldMs = record.timestampMs - settings.latenessMs
    const verdict = await svids.verify(token, admitted.timeMs, heldMs)
    if (verdict instanceof Problem) observer.svidRejected(verdict)
    else admitted.proven = verdict.spiffeId
  }
}

function identified(task: IdentifyTask, { delivery, events }: Batch): Outcome {
  if (delivery.cause === 'globals') return task.learn(delivery.records)
  return delivery.cause === 'tick' ? task.tick(delivery.nowMs) : task.step(events, delivery.nowMs)
}

function judged(task: JudgeTask, { cause, records, nowMs }: Delivery): Outcome {
  return cause === 'tick' ? task.tick(nowMs) : task.step(records, nowMs)
}

function rankIn({ sources }: Settings): (delivery: Delivery) => number {
  const ranks = new Map(sources.map(({ topic, kind }) => [topic, RANKS[kind]]))
  return ({ task }) => ranks.get(task.topic) ?? 0
}

/** Bindings before what they bind, tasks before what is done in them: so nothing has to be corrected that came together. */
const RANKS = { workload: 0, agent: 1, resource: 2 } as const
