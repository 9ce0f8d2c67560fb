// The seam between the flow and the log: what a transport must give, whether it is Kafka or the embedded one.
// A topology reads topics, keeps state in a changelog and writes topics; a task is one input partition of it.

/** One record as it stood in the log. `value` null is a tombstone. `offset` is a decimal text. Bytes are owned by the receiver until it acks. */
export interface LogRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly timestampMs: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

/** One record to be written. Without `partition` the transport takes murmur2(key), as Kafka's Java client does; a null key goes to partition 0. */
export interface Outbound {
  readonly topic: string
  readonly key: string | Buffer | null
  readonly value: Buffer | null
  readonly partition?: number
  readonly headers?: Readonly<Record<string, string | Buffer>>
}

/** A topology: who reads what, and where its state is kept. Names are topic names. */
export interface Topology {
  /** stands in group and transactional ids, so it never changes: `identify`, `judge` */
  readonly name: string
  /** topics consumed, each partition by exactly one task of the group */
  readonly sources: readonly string[]
  /** compacted topic of this topology; the transport writes a task's entries under `<topic>/<partition>|<key>` and gives back only that task's */
  readonly changelog: string
  /** compacted topics that every process reads whole, from the start, before its first delivery and ever after */
  readonly globals: readonly string[]
  /** a caught-up task gets a `tick` delivery when it had no other for this long, in ms; 0 = never */
  readonly tickMs: number
}

/** One input partition: the unit of state, order, fencing and transactions. */
export interface Task {
  /** `<topology>/<topic>/<partition>`: the same on every machine */
  readonly id: string
  readonly topology: string
  readonly topic: string
  readonly partition: number
}

/**
 * A batch with its receipt. Exactly one of `ack` and `nack` is called, once. The next delivery of the same task comes
 * only after it: that wait is the back-pressure.
 */
export interface Delivery {
  readonly task: Task
  /** `records`: from a source, in offset order. `globals`: from a global topic (its offsets are not acked). `tick`: no records; silence. */
  readonly cause: 'records' | 'globals' | 'tick'
  readonly records: readonly LogRecord[]
  /** wall clock at hand-over in epoch ms: the only clock the flow sees */
  readonly nowMs: number
  /** offset after the last readable record minus the next one to be read: 0 when caught up */
  readonly lag: number
  /**
   * Writes `out`, the task's changelog entries and the position after `records` in one transaction. Rejects when the
   * task was lost, fenced, or the outcome is unclear; the transport then restarts the task from the log and the caller
   * must forget its state (`TaskConsumer.closed` follows). `sent` is called, if at all, once
   * the records stand in the log: what is written from then on comes behind them, whatever commits first.
   */
  ack(
    out: readonly Outbound[],
    changelog: readonly ChangelogEntry[],
    sent?: () => void,
  ): Promise<void>
  /** Gives the batch back unprocessed: the task is closed and restarted from the log after a pause. */
  nack(reason: unknown): void
}

/** The changelog key of a task under which a transaction that has nothing else to say leaves its position: no frame of its state. */
export const POSITION_KEY = '\u0000position'

/** A change of a task's state; the key is unique within the task. Null deletes it. */
export interface ChangelogEntry {
  readonly key: string
  readonly value: Buffer | null
}

/** What the flow gives to a transport: the life of the tasks of one topology, called in this order for each task. */
export interface TaskConsumer {
  /** The task is ours and its predecessor is fenced. `changelog` holds the live entries, oldest first. Deliveries follow when it resolves. */
  opened(task: Task, changelog: AsyncIterable<readonly ChangelogEntry[]>): Promise<void>
  /** A batch. Never called for a task before `opened` resolved or after `closed`. */
  delivered(delivery: Delivery): void
  /** The task is no longer ours, or starts again: drop its state. */
  closed(task: Task, reason: string): void
}

/** One topology at work. */
export interface Subscription {
  /** resolves after every open delivery was acked or abandoned and nothing is left half done */
  stop(): Promise<void>
  /** resolves or rejects when the subscription can go on no more: a crash the process must not survive */
  readonly failed: Promise<never>
  /** true once partitions are assigned and every task of them is opened */
  ready(): boolean
}

/** A log. `transport/kafka` and `transport/embedded` are the two of them; one contract suite runs on both. */
export interface Transport {
  /** creates what is missing of these topics; never changes or deletes one that exists */
  createTopics(topics: readonly TopicSpec[]): Promise<readonly string[]>
  /** partitions of a topic, 0 when there is none */
  partitions(topic: string): Promise<number>
  /** joins the group of this topology */
  subscribe(topology: Topology, consumer: TaskConsumer): Promise<Subscription>
  /** writes records outside of any task, durably: what `POST /v1/events` and `ambit approvals` use */
  append(records: readonly Outbound[]): Promise<void>
  /** reads committed records of a topic from an offset (inclusive) or its start, ends at what was its end at the call */
  read(
    topic: string,
    from?: { readonly partition: number; readonly offset: string },
  ): AsyncIterable<readonly LogRecord[]>
  /** by partition, the offset at which it begins: '0' where nothing of it was let go yet */
  starts(topic: string): Promise<readonly string[]>
  close(): Promise<void>
}

export interface TopicSpec {
  readonly name: string
  readonly partitions: number
  readonly cleanup: 'delete' | 'compact'
  /** null: the broker's default */
  readonly retentionMs: number | null
  /** bytes of one record; without it the log's default (1 MiB on Kafka) */
  readonly maxMessageBytes?: number
  /** whether it counts when the log took a record, whatever its writer says */
  readonly brokerTime?: boolean
}
