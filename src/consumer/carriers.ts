// Carries the commands of a partition out: which of them are called, in which order, and what is remembered of each.
import { SIGNATURE_HEADER, type SignatureCheck } from '../audit/command.js'
import type { Problem } from '../model/problem.js'
import type { Command, CommandResult } from '../model/wire.js'
import { createDecoder } from '../transport/decode.js'
import type { ChangelogEntry, Delivery, LogRecord, TaskConsumer } from '../transport/port.js'

/**
 * What is done about a command. The text that is returned becomes the result's `detail`; an error makes the result
 * `failed`, with its message. Both are published: neither may hold a secret.
 */
export interface Handlers {
  /** end a credential, or everything bound to a task: see `command.scope` */
  revoke?(command: Command): Promise<string | void>
  /** cut off a whole agent or workload */
  contain?(command: Command): Promise<string | void>
  /** undo the command `command.undoes`; it may be one that never took effect */
  reinstate?(command: Command): Promise<string | void>
  /** ask a person what `command.approval` says; done means told */
  escalate?(command: Command): Promise<string | void>
}

/** Counts since the start. */
export interface Carried {
  readonly done: number
  readonly failed: number
  /** repeats of what was done, answered from memory */
  readonly repeated: number
  /** past their expiry, or undone before they were carried out */
  readonly lapsed: number
  /** shadow commands, and types without a handler */
  readonly passedOver: number
  /** bytes that are no command */
  readonly refused: number
  /** commands without a valid signature, where keys were given: neither carried out nor answered */
  readonly forged: number
  /** signed commands in a partition that is not their key's, where keys were given: copies, neither carried out nor answered */
  readonly misplaced: number
  /** ids that may still be carried out again and were forgotten at the limit, the oldest first */
  readonly forgotten: number
}

/** What is known of one command. `undoneBy` '' while nobody undid it; status '' where it was undone before it came. */
interface Memory {
  readonly status: CommandResult['status'] | ''
  readonly detail: string
  readonly undoneBy: string
  /** the last attempt that was carried out: one that is no later is a copy, and no new try */
  readonly attempt: number
  /** when it lapses, as from then on a copy touches nobody; null: never */
  readonly expires: number | null
}

/** ids remembered for each partition: past it those go that have lapsed, then the oldest, whose copies would be carried out again */
export const REMEMBERED_MAX = 100_000
/** made at once, so that not all are looked through for each */
const ROOM = 1_000
const DETAIL_CHARACTERS_MAX = 500
const UNKNOWN = { status: '', detail: '', attempt: 0, expires: null } as const

export interface CarriersOptions {
  readonly handlers: Handlers
  readonly concurrency: number
  readonly results: string
  readonly nowMs: () => number
  /** null: signatures are not looked at */
  readonly signed: SignatureCheck | null
  /** the partition that a key belongs to, as the topic was when this was delivered or is now; asked where signatures count */
  readonly homeOf: (key: Buffer | null, partition: number, delivery: Delivery) => Promise<number>
  readonly refused: (problem: Problem, place: string) => void
  readonly forged: (reason: string, commandId: string, place: string) => void
}

type Counts = { -readonly [K in keyof Carried]: number }

export function createCarriers(options: CarriersOptions): {
  readonly consumer: TaskConsumer
  readonly carried: () => Carried
} {
  const counts: Counts = {
    done: 0,
    failed: 0,
    repeated: 0,
    lapsed: 0,
    passedOver: 0,
    refused: 0,
    forged: 0,
    misplaced: 0,
    forgotten: 0,
  }
  const decoder = createDecoder()
  const memories = new Map<string, Map<string, Memory>>()

  const decoded = (record: LogRecord): Command | null => {
    if (record.value === null) return null
    const place = `${record.topic}/${record.partition}@${record.offset}`
    let command: Command
    try {
      command = decoder.decode('command', record.value)
    } catch (error) {
      counts.refused++
      options.refused(error as Problem, place)
      return null
    }
    // It gets no result, as whoever forged it would speak with that about the command whose id it has.
    const key = record.key?.toString() ?? ''
    const wrong = options.signed?.(record.headers[SIGNATURE_HEADER], key, command) ?? ''
    if (wrong === '') return command
    counts.forged++
    options.forged(wrong, String(command.id), place)
    return null
  }

  /** What was carried out is known where its key belongs: a copy that lies elsewhere would be carried out anew. */
  const isAtHome = async (
    record: LogRecord,
    { id }: Command,
    delivery: Delivery,
  ): Promise<boolean> => {
    if (options.signed === null) return true
    const { topic, partition, offset, key } = record
    const home = await options.homeOf(key, partition, delivery)
    if (home === partition) return true
    counts.misplaced++
    const why = `it is a copy in partition ${partition}, and Ambit writes what has its key to ${home}`
    options.forged(why, id, `${topic}/${partition}@${offset}`)
    return false
  }

  const carryOut = async (memory: Map<string, Memory>, delivery: Delivery): Promise<void> => {
    const chains = new Map<string, Command[]>()
    const order: Command[] = []
    for (const record of delivery.records) {
      const command = decoded(record)
      if (command === null || !(await isAtHome(record, command, delivery))) continue
      order.push(command)
      const key = record.key?.toString() ?? ''
      const chain = chains.get(key)
      if (chain === undefined) chains.set(key, [command])
      else chain.push(command)
    }
    const results = new Map<Command, CommandResult>()
    const changed = new Set<string>()
    const waiting = [...chains.values()].values()
    const work = async () => {
      for (const chain of waiting)
        for (const command of chain) {
          const result = await answer(memory, command, changed)
          if (result !== null) results.set(command, result)
        }
    }
    await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work))
    const changelog: ChangelogEntry[] = [...changed].map((id) => ({
      key: id,
      value: Buffer.from(JSON.stringify(memory.get(id))),
    }))
    forget(memory, changelog)
    await delivery.ack(
      order.flatMap((command) => {
        const result = results.get(command)
        if (result === undefined) return []
        const value = Buffer.from(JSON.stringify(result))
        return [{ topic: options.results, key: command.id, value }]
      }),
      changelog,
    )
  }

  const answer = async (
    memory: Map<string, Memory>,
    command: Command,
    changed: Set<string>,
  ): Promise<CommandResult | null> => {
    const handler = options.handlers[command.type]
    if (command.mode === 'shadow' || handler === undefined) {
      counts.passedOver++
      return null
    }
    const { id } = command
    const keep = (of: string, known: Memory) => {
      memory.delete(of)
      memory.set(of, known)
      changed.add(of)
    }
    const known = memory.get(id)
    const undoneBy = known?.undoneBy ?? ''
    const { attempt, expires } = command
    let outcome: Memory | null = known === undefined || known.status === '' ? null : known
    if (outcome !== null && (outcome.status === 'done' || attempt <= outcome.attempt))
      counts.repeated++
    else {
      const lapse = lapsed(command, undoneBy, options.nowMs())
      const more = { undoneBy, attempt, expires }
      if (lapse === '') outcome = { ...(await call(handler, command)), ...more }
      else outcome = { status: 'failed', detail: lapse, ...more }
      counts[lapse !== '' ? 'lapsed' : outcome.status === 'done' ? 'done' : 'failed']++
      keep(id, outcome)
      if (command.type === 'reinstate' && command.undoes !== null && outcome.status === 'done')
        keep(command.undoes, {
          ...(memory.get(command.undoes) ?? UNKNOWN),
          undoneBy: id,
        })
    }
    return {
      command_id: id,
      time: options.nowMs(),
      status: outcome.status === 'done' ? 'done' : 'failed',
      detail: outcome.detail,
    }
  }

  const forget = (memory: Map<string, Memory>, changelog: ChangelogEntry[]): void => {
    if (memory.size <= REMEMBERED_MAX) return
    const drop = (id: string): void => {
      memory.delete(id)
      changelog.push({ key: id, value: null })
    }
    const nowMs = options.nowMs()
    for (const [id, { expires }] of memory) if (expires !== null && expires <= nowMs) drop(id)
    if (memory.size <= REMEMBERED_MAX) return
    for (const id of memory.keys()) {
      if (memory.size <= REMEMBERED_MAX - ROOM) return
      drop(id)
      counts.forgotten++
    }
  }

  return {
    carried: () => counts,
    consumer: {
      async opened(task, changelog) {
        const memory = new Map<string, Memory>()
        for await (const entries of changelog)
          for (const { key, value } of entries)
            if (value !== null) memory.set(key, JSON.parse(value.toString()) as Memory)
        memories.set(task.id, memory)
      },
      delivered(delivery) {
        // A task that is lost in the middle starts again from the log; what was published then is what stands.
        carryOut(memories.get(delivery.task.id) as Map<string, Memory>, delivery).catch(() => {})
      },
      closed(task) {
        memories.delete(task.id)
      },
    },
  }
}

/** Why a command is not to be carried out any more; '' where it is. */
function lapsed(command: Command, undoneBy: string, nowMs: number): string {
  if (undoneBy !== '') return `undone by ${undoneBy} before it was carried out`
  if (command.expires !== null && command.expires <= nowMs)
    return `lapsed at ${new Date(command.expires).toISOString()}, before it was carried out`
  return ''
}

async function call(
  handler: (command: Command) => Promise<string | void>,
  command: Command,
): Promise<Pick<Memory, 'status' | 'detail'>> {
  try {
    const detail = await handler(command)
    return { status: 'done', detail: (detail ?? '').slice(0, DETAIL_CHARACTERS_MAX) }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { status: 'failed', detail: detail.slice(0, DETAIL_CHARACTERS_MAX) }
  }
}
