// A task of topology A: records of one source partition in; joined events, bindings and dead letters out.
import { NeedsSchema, type Admit } from '../admit/admit.js'
import { deadLetterOf } from '../admit/dead-letter.js'
import { createDuplicates } from '../admit/duplicates.js'
import type { Change, Graph } from '../bind/graph.js'
import { createIdentify, type Knowledge } from '../engine.js'
import type { Admitted, Kind } from '../model/event.js'
import type { Joined } from '../model/joined.js'
import { Problem } from '../model/problem.js'
import { recordBytesMax, type Settings } from '../model/settings.js'
import { createChangelog } from '../store/changelog.js'
import { createIdentifyState } from '../store/identify-state.js'
import { encodeFrames } from '../transport/frames.js'
import type { ChangelogEntry, LogRecord, Outbound } from '../transport/port.js'
import type { Outputs } from './outputs.js'

/** What one batch led to: all of it is written in one transaction. */
export interface Outcome {
  readonly out: readonly Outbound[]
  readonly changelog: readonly ChangelogEntry[]
}

/** Where the events of a task went, since it was opened. `waiting` is what stands now. */
export interface IdentifyCounts {
  read: number
  joined: number
  unattributed: number
  duplicate: number
  late: number
  refused: number
  waiting: number
}

/** How much was let go, by the limit that was reached; of rules with the rule's name behind it. */
export type Drops = Readonly<Record<string, number>>

export interface IdentifyOptions {
  readonly settings: Settings
  readonly knowledge: Knowledge
  readonly graph: Graph
  readonly admit: Admit
  readonly outputs: Outputs
  readonly kind: Kind
  /** bindings that tasks which ended here had not seen published; the next batch of any task takes them */
  readonly unpublished: Change[]
  /** partition of the repartition topic that judges this identity, and how many there are */
  readonly partitionOf: (identity: string) => number
  readonly partitions: number
  readonly refused: (problem: Problem) => void
}

/** One record, read: an event, or why it is none. */
export interface Read {
  readonly record: LogRecord
  readonly admitted: Admitted | Problem
}

export interface IdentifyTask {
  readonly counts: IdentifyCounts
  /** what was let go at which limit, since it was opened */
  readonly drops: Drops
  readonly watermarkMs: number
  /** The records of a batch as events; or the schema that has to be fetched first. */
  read(records: readonly LogRecord[]): readonly Read[] | NeedsSchema
  step(batch: readonly Read[], nowMs: number): Outcome
  learn(records: readonly LogRecord[]): Outcome
  /** silence: the stream's time moves with the clock since its last event, so that what waits is let go */
  tick(nowMs: number): Outcome
  restore(entries: readonly ChangelogEntry[]): void
  restored(): void
  /** what the last outcome said stands in the log */
  confirmed(): void
  /**
   * The task ends here. The graph is shared and keeps what it learned, also from a batch that came to nothing: gives the
   * bindings that nobody may ever have published, as the batch that comes again finds them known.
   */
  abandoned(): readonly Change[]
}

const SEEN = 'seen'

export function createIdentifyTask(options: IdentifyOptions): IdentifyTask {
  const { settings, graph, admit, outputs, kind } = options
  const { topics } = settings
  const bytesMax = recordBytesMax(settings.limits)
  const bind = createIdentify(settings, options.knowledge, graph)
  const duplicates = createDuplicates({ capacity: settings.limits.duplicates, prefix: SEEN })
  const state = createIdentifyState(bind, graph)
  const changelog = createChangelog(state, { codecVersion: 1 })
  let read = 0
  let refused = 0
  let duplicate = 0
  let out: Outbound[] = []
  let hops = new Map<number, Joined[]>()
  let unconfirmed: Change[] = []
  let unissued: string[] = []

  function emit(joined: Joined): void {
    if (joined.op === 'unissued') unissued.push(joined.credentialId)
    if (settings.joined && (joined.op === 'join' || joined.op === 'rejoin'))
      out.push(outputs.joined(joined))
    if (joined.op === 'person') {
      // Whoever works for that person may be judged anywhere.
      for (let partition = 0; partition < options.partitions; partition++) hop(partition, joined)
    } else if (joined.identity !== '') hop(options.partitionOf(joined.identity), joined)
  }

  function hop(partition: number, joined: Joined): void {
    const frame = hops.get(partition)
    if (frame === undefined) hops.set(partition, [joined])
    else frame.push(joined)
  }

  /** Everything since the last call as records; the frames last, as they stand on what the rest says. */
  function finish(): Outcome {
    unconfirmed.push(
      ...options.unpublished.splice(0).map((change) => standing(graph, change)),
      ...bind.takeChanges(),
    )
    for (const change of unconfirmed) out.push(bindingRecord(topics.identities, change))
    for (const [partition, joined] of hops)
      for (const value of encodeFrames(joined))
        out.push({ topic: topics.repartition, key: null, partition, value })
    const taken = out
    out = []
    hops = new Map()
    const entries = changelog.collect()
    for (const [key, value] of duplicates.drain()) entries.push({ key, value })
    return { out: taken, changelog: entries }
  }

  function refuse(record: LogRecord, problem: Problem): void {
    refused++
    options.refused(problem)
    out.push(deadLetterOf(record, problem, topics.deadLetters, bytesMax))
  }

  function one({ record, admitted }: Read): void {
    read++
    let skewed: Problem | null
    if (admitted instanceof Problem) {
      refuse(record, admitted)
    } else if (duplicates.seen(0, admitted.event.id)) duplicate++
    else if ((skewed = bind.refuses(admitted)) === null)
      bind.step(admitted, record.timestampMs, emit)
    else {
      refuse(record, skewed)
      bind.withhold(admitted, record.timestampMs, emit)
    }
  }

  return {
    get drops() {
      return { waiting: bind.counts.waitingDropped, rule_values: bind.valuesCut() }
    },
    get counts() {
      const { joined, unattributed, late } = bind.counts
      return {
        read,
        joined,
        unattributed,
        duplicate,
        late,
        refused,
        waiting: bind.waiting.unjoined,
      }
    },
    get watermarkMs() {
      return bind.watermarkMs
    },
    read(records) {
      const batch: Read[] = []
      for (const record of records) {
        const { topic, partition, offset } = record
        const admitted = admit.admit(record.value, kind, { topic, partition, offset })
        if (admitted instanceof NeedsSchema) return admitted
        batch.push({ record, admitted })
      }
      return batch
    },
    step(batch, nowMs) {
      for (const item of batch) one(item)
      state.time.eventWatermarkMs = bind.watermarkMs
      state.time.wallMs = nowMs
      return finish()
    },
    learn(records) {
      bind.learn(readBindings(records), emit)
      return finish()
    },
    tick(nowMs) {
      const { eventWatermarkMs, wallMs } = state.time
      if (bind.waiting.size > 0 && nowMs > wallMs && eventWatermarkMs > -Infinity)
        bind.advance(eventWatermarkMs + settings.latenessMs + (nowMs - wallMs), emit)
      return finish()
    },
    restore(entries) {
      const frames: ChangelogEntry[] = []
      for (const entry of entries) {
        if (entry.key.startsWith(SEEN) && entry.value !== null)
          duplicates.restore(entry.key, entry.value)
        else frames.push(entry)
      }
      changelog.restore(frames)
    },
    restored() {
      changelog.finishRestore()
    },
    confirmed() {
      unconfirmed = []
      unissued = []
    },
    abandoned() {
      for (const id of unissued) {
        const node = graph.credentials.get(id)
        if (node !== undefined) node.unissuedFor = ''
      }
      return [...unconfirmed, ...bind.takeChanges()]
    },
  }
}

/** The binding as it stands by now: others may have ended it since. */
function standing(graph: Graph, change: Change): Change {
  const { relation, from, to, fromMs } = change
  const node = graph.credentials.get(from)
  const heads = {
    ta: graph.tasks.get(from),
    wa: graph.workloads.get(from),
    ca: node?.agents,
    cw: node?.workloads,
    ct: node?.tasks,
    cr: null,
    ci: null,
    wp: null,
    ws: null,
    sk: null,
  }
  for (let link = heads[relation] ?? null; link !== null; link = link.next)
    if (link.id === to && link.fromMs === fromMs) return { ...change, toMs: link.toMs }
  return change
}

/** A binding under a key of its own, so that compaction keeps the latest of each. */
export function bindingRecord(topic: string, change: Change): Outbound {
  const key = JSON.stringify([change.relation, change.from, change.to, change.fromMs])
  return { topic, key, value: Buffer.from(JSON.stringify(change)) }
}

/** Each record of the identities comes to every task of the process: it is read once. */
const bindings = new WeakMap<LogRecord, Change>()

type Said = Omit<Change, 'toMs'> & { readonly toMs: number | null }

function readBindings(records: readonly LogRecord[]): Change[] {
  const changes: Change[] = []
  for (const record of records) {
    let change = bindings.get(record)
    if (change === undefined) {
      if (record.value === null) continue
      const { relation, from, to, fromMs, toMs } = JSON.parse(record.value.toString()) as Said
      // JSON has no Infinity: a binding that has not ended says null.
      change = { relation, from, to, fromMs, toMs: toMs ?? Infinity }
      bindings.set(record, change)
    }
    changes.push(change)
  }
  return changes
}
