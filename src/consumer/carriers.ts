// Carries the commands of a partition out: which of them are called, in which order, and what is remembered of each.
import { SIGNATURE_HEADER, type SignatureCheck } from '../audit/command.js'
import { Problem } from '../model/problem.js'
import { timeMsOf } from '../model/time.js'
import type { Command, CommandResult } from '../model/wire.js'
import { createDecoder } from '../transport/decode.js'
import type { ChangelogEntry, Delivery, LogRecord, TaskConsumer } from '../transport/port.js'

/**
 * What is done about a command. The text that is returned becomes the result's `detail`; an error makes the result
 * `failed`, with its message. Both are published: neither may hold a secret. One that has not ended in time is answered
 * for as `failed`; `signal` is aborted then, to be handed on to what it waits for.
 */
export interface Handlers {
  /** end a credential, or everything bound to a task: see `command.scope` */
  revoke?(command: Command, signal: AbortSignal): Promise<string | void>
  /** cut off a whole agent or workload */
  contain?(command: Command, signal: AbortSignal): Promise<string | void>
  /** undo the command `command.undoes`; it may be one that never took effect */
  reinstate?(command: Command, signal: AbortSignal): Promise<string | void>
  /** ask a person what `command.approval` says; done means told */
  escalate?(command: Command, signal: AbortSignal): Promise<string | void>
}

/** Counts since the start. */
export interface Carried {
  readonly done: number
  readonly failed: number
  /** of those that failed: whose handler had not ended in time, and may still be at it */
  readonly overdue: number
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
/** 24 days: what is longer would be over at once */
const TIMER_MS_MAX = 2 ** 31 - 1
const UNKNOWN = { status: '', detail: '', attempt: 0, expires: null } as const

export interface CarriersOptions {
  readonly handlers: Handlers
  readonly concurrency: number
  /** how long a handler may take; commands with the same key wait for it as long again */
  readonly handlerMs: number
  readonly results: string
  readonly nowMs: () => number
  /** null: signatures are not looked at */
  readonly signed: SignatureCheck | null
  /** the partition that a key belongs to, as the topic was when this was delivered or is now; asked where signatures count */
  readonly homeOf: (key: Buffer | null, partition: number, delivery: Delivery) => Promise<number>
  readonly refused: (problem: Problem, place: string) => void
  readonly forged: (reason: string, commandId: string, place: string) => void
  readonly overdue: (commandId: string, detail: string) => void
}

type Counts = { -readonly [K in keyof Carried]: number }

export function createCarriers(options: CarriersOptions): {
  readonly consumer: TaskConsumer
  readonly carried: () => Carried
} {
  const counts: Counts = {
    done: 0,
    failed: 0,
    overdue: 0,
    repeated: 0,
    lapsed: 0,
    passedOver: 0,
    refused: 0,
    forged: 0,
    misplaced: 0,
    forgotten: 0,
  }
  const decoder = createDecoder()
  const { handlers, handlerMs } = options
  const late = (id: string, detail: string): void => {
    counts.overdue++
    options.overdue(id, detail)
  }
  const memories = new Map<string, Map<string, Memory>>()
  /** handlers that are still at it although they were answered for, by the key of their command */
  const stragglers = new Map<string, Promise<unknown>>()

  /** What comes later about the same identity is to have the last word, and is not held up for ever either. */
  const untilOrder = async (key: string): Promise<void> => {
    const straggler = stragglers.get(key)
    if (straggler === undefined) return
    await inTime(straggler, handlerMs, () => null)
    stragglers.delete(key)
  }

  /** Whatever a handler returns that is no text, as an answer of a client that it hands on, is no detail and no failure. */
  const call = async (
    key: string,
    command: Command,
  ): Promise<Pick<Memory, 'status' | 'detail'>> => {
    const ends = new AbortController()
    // What it throws at once is an error like one that comes later.
    const running = (async () => handlers[command.type]?.(command, ends.signal))()
    try {
      const detail: unknown = await inTime(running, handlerMs, () => {
        const why = `its handler had not ended after ${handlerMs} ms, and may still be at it`
        late(command.id, why)
        const straggler = running
          .catch(() => {})
          .then(() => {
            if (stragglers.get(key) === straggler) stragglers.delete(key)
          })
        stragglers.set(key, straggler)
        ends.abort(new Error(why))
        return new Error(why)
      })
      const text = typeof detail === 'string' ? detail : ''
      return { status: 'done', detail: text.slice(0, DETAIL_CHARACTERS_MAX) }
    } catch (error) {
      const detail = String(error instanceof Error ? error.message : error)
      return { status: 'failed', detail: detail.slice(0, DETAIL_CHARACTERS_MAX) }
    }
  }

  const decoded = (record: LogRecord): Command | null => {
    if (record.value === null) return null
    const place = `${record.topic}/${record.partition}@${record.offset}`
    const key = record.key?.toString() ?? ''
    let command: Command
    let wrong: string
    try {
      command = formOf(decoder.decode('command', record.value))
      // Strangers' bytes: looking at what is nested deep enough is an error, too.
      wrong = options.signed?.(record.headers[SIGNATURE_HEADER], key, command) ?? ''
    } catch (error) {
      counts.refused++
      options.refused(error instanceof Problem ? error : noCommand((error as Error).message), place)
      return null
    }
    // It gets no result, as whoever forged it would speak with that about the command whose id it has.
    if (wrong === '') return command
    counts.forged++
    options.forged(wrong, command.id, place)
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

  /** Carries out what was delivered: the results in the order of the log, and what is to be remembered. */
  const carryOut = async (memory: Map<string, Memory>, delivery: Delivery) => {
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
    const waiting = [...chains].values()
    const work = async () => {
      for (const [key, chain] of waiting)
        for (const command of chain) {
          await untilOrder(key)
          const result = await answer(memory, key, command, changed)
          if (result !== null) results.set(command, result)
        }
    }
    await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work))
    const changelog: ChangelogEntry[] = [...changed].map((id) => ({
      key: id,
      value: Buffer.from(JSON.stringify(memory.get(id))),
    }))
    forget(memory, changelog)
    const out = order.flatMap((command) => {
      const result = results.get(command)
      if (result === undefined) return []
      const value = Buffer.from(JSON.stringify(result))
      return [{ topic: options.results, key: command.id, value }]
    })
    return { out, changelog }
  }

  const answer = async (
    memory: Map<string, Memory>,
    key: string,
    command: Command,
    changed: Set<string>,
  ): Promise<CommandResult | null> => {
    const handler = handlers[command.type]
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
      if (lapse === '') outcome = { ...(await call(key, command)), ...more }
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
        carryOut(memories.get(delivery.task.id) as Map<string, Memory>, delivery).then(
          // A task that is lost in the middle starts again from the log; what was published then is what stands.
          ({ out, changelog }) => delivery.ack(out, changelog).catch(() => {}),
          (error: unknown) => delivery.nack(error),
        )
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

/** What comes of it, if it does within this time; else `over` says it: throws the error that it gives. */
async function inTime<T>(
  running: Promise<T>,
  ms: number,
  over: () => Error | null,
): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const ended = new Promise<undefined>((resolve, reject) => {
    const end = (): void => {
      const why = over()
      if (why === null) resolve(undefined)
      else reject(why)
    }
    timer = setTimeout(end, Math.min(ms, TIMER_MS_MAX))
  })
  try {
    return await Promise.race([running, ended])
  } finally {
    clearTimeout(timer)
  }
}

const TYPES: ReadonlySet<unknown> = new Set(['revoke', 'contain', 'reinstate', 'escalate'])

/** JSON may say anything: a command has what is acted on here. Throws a `Problem` where it has not. */
function formOf(said: Command): Command {
  const { id, type, mode, attempt, expires = null, undoes = null } = said
  if (typeof id !== 'string' || id === '') throw noCommand('it has no id')
  if (!TYPES.has(type)) throw noCommand('its type is none that there is')
  if (mode !== 'enforce' && mode !== 'shadow') throw noCommand('its mode is none that there is')
  if (!Number.isSafeInteger(attempt)) throw noCommand('it does not say which attempt it is')
  if (expires !== null && (typeof expires !== 'number' || !(timeMsOf(expires) >= 0)))
    throw noCommand('it lapses at no time')
  if (undoes !== null && typeof undoes !== 'string') throw noCommand('what it undoes is no id')
  return { ...said, expires, undoes }
}

function noCommand(why: string): Problem {
  return new Problem('EVENT_FIELD_INVALID', '', `this is no command: ${why}`)
}
