// For those who carry commands out: reads them committed, each once, in their order, and publishes how it went.
import { readFileSync } from 'node:fs'
import { createSignatureCheck, type SignatureCheck } from '../audit/command.js'
import { publicKeysOf } from '../audit/signer.js'
import { Problem } from '../model/problem.js'
import type { KafkaSettings } from '../model/settings.js'
import { createKafkaTransport } from '../transport/kafka/kafka.js'
import { partitionOf } from '../transport/partitioner.js'
import type { Log } from '../transport/kafka/client.js'
import type { Transport } from '../transport/port.js'
import { createCarriers, type Carried, type Handlers } from './carriers.js'

export { Problem } from '../model/problem.js'
export type { ApprovalRequest, Command, CommandResult } from '../model/wire.js'
export type { Carried, Handlers } from './carriers.js'

export interface ConsumeCommandsOptions {
  readonly brokers: readonly string[]
  /** consumers of one group share the commands; each group carries all of them out */
  readonly group: string
  readonly handlers: Handlers
  /**
   * the Ed25519 keys whose commands count: a file or an object, a JSON Web Key Set, one JWK or a PEM, as
   * `audit-public.json` in Ambit's data folder. Without them whoever may write to the topic is believed.
   */
  readonly keys?: string | object
  readonly clientId?: string
  /** passed on to kafkajs: true, or TLS options */
  readonly ssl?: KafkaSettings['ssl']
  readonly sasl?: KafkaSettings['sasl']
  /** how long a silent member keeps its partitions, in ms; 10 s where nothing is said */
  readonly sessionMs?: number
  /** names of the topics, where they are not `ambit.commands` and `ambit.command-results` */
  readonly topics?: { readonly commands?: string; readonly results?: string }
  /** identities whose commands are carried out at the same time; 16 where nothing is said */
  readonly concurrency?: number
  /** how long a handler may take before its command counts as failed, in ms; 2 min where nothing is said */
  readonly handlerMs?: number
  readonly log?: Log
}

export interface CommandConsumer {
  /** true once partitions are assigned and what was carried out before is known */
  ready(): boolean
  /** rejects when the consumer can go on no more: end the process, another start goes on where this one was */
  readonly failed: Promise<never>
  carried(): Carried
  /** lets handlers at work end, publishes their results, and takes no more */
  stop(): Promise<void>
}

/**
 * Joins the group and calls a handler for each command that has effect. Aborted transactions are not seen, also where
 * they overlap. A handler is called at least once: it must bear to be called again with the same `command.id`, as after
 * a crash between its effect and its result. Results, what is remembered and the position are one transaction.
 *
 * - A repeat of what was done is answered with its result again, without a call; of what failed, a later `attempt` is a
 *   new try.
 * - A command past its `expires`, or undone before it was carried out, is answered `failed` and never called.
 * - With `keys`: a command that none of them signed is neither carried out nor answered. It is counted and logged, and
 *   changes nothing of what is known of the command whose id it bears. The same goes for a copy of a signed one in a
 *   partition that is not its key's: what was carried out is known where Ambit wrote it.
 * - A shadow command, and a type without a handler, is passed over without a result.
 * - Commands about one identity are carried out one after another, in the order of the log. A handler that has not ended
 *   after `handlerMs` is waited for no longer: its command is answered `failed`, which Ambit repeats or takes further.
 *
 * What is remembered lies in the compacted topic `<group>.carried-out`, made at the first start.
 *
 * Rejects with a `Problem` where the keys are none, the broker cannot be reached or `ambit.commands` is not there.
 */
export async function consumeCommands(options: ConsumeCommandsOptions): Promise<CommandConsumer> {
  checkOf(options.keys)
  const transport = await createKafkaTransport({
    settings: {
      brokers: options.brokers,
      clientId: options.clientId ?? options.group,
      group: options.group,
      ssl: options.ssl ?? null,
      sasl: options.sasl ?? null,
    },
    ...(options.sessionMs === undefined ? {} : { sessionMs: options.sessionMs }),
    ...(options.log === undefined ? {} : { log: options.log }),
  })
  try {
    const consumer = await consumeFrom(transport, options)
    return {
      ...consumer,
      async stop() {
        await consumer.stop()
        await transport.close()
      },
    }
  } catch (error) {
    await transport.close()
    throw error
  }
}

/** The same over a log that is open already, by the clock of that log where it has one of its own; `stop` leaves it open. */
export async function consumeFrom(
  transport: Transport,
  {
    group,
    handlers,
    keys,
    topics = {},
    concurrency = 16,
    handlerMs = 120_000,
    log = () => {},
    nowMs = Date.now,
  }: Pick<
    ConsumeCommandsOptions,
    'group' | 'handlers' | 'keys' | 'topics' | 'concurrency' | 'handlerMs' | 'log'
  > & { readonly nowMs?: () => number },
): Promise<CommandConsumer> {
  const signed = checkOf(keys)
  if (signed === null)
    log('warn', 'no keys were given: whoever may write to the topic of commands is believed', {})
  if (!(handlerMs > 0))
    throw new Problem('CONFIG_INVALID', 'handlerMs', 'handlerMs must be above 0, in milliseconds')
  const commands = topics.commands ?? 'ambit.commands'
  const partitions = await transport.partitions(commands)
  if (partitions === 0)
    throw new Problem('CONFIG_INVALID', commands, 'there is no such topic: ambit topics create')
  const changelog = `${group}.carried-out`
  await transport.createTopics([
    { name: changelog, partitions, cleanup: 'compact', retentionMs: null },
  ])
  const carriers = createCarriers({
    handlers,
    concurrency,
    handlerMs,
    results: topics.results ?? 'ambit.command-results',
    signed,
    homeOf: homes(transport, commands, partitions),
    refused: (problem, place) => log('error', problem.message, { place }),
    forged: (reason, id, place) =>
      log('error', `a command was not carried out: ${reason}`, { place, id }),
    overdue: (id, detail) => log('error', `a command was not carried out: ${detail}`, { id }),
    nowMs,
  })
  const subscription = await transport.subscribe(
    { name: 'carry-out', sources: [commands], changelog, globals: [], tickMs: 0 },
    carriers.consumer,
  )
  return {
    ready: () => subscription.ready(),
    failed: subscription.failed,
    carried: carriers.carried,
    stop: () => subscription.stop(),
  }
}

/**
 * Where a key belongs. A topic may get more partitions while it is read: before a record counts as misplaced they are counted
 * again, once for each delivery, as what was delivered was written before.
 */
function homes(
  transport: Pick<Transport, 'partitions'>,
  topic: string,
  partitions: number,
): (key: Buffer | null, partition: number, delivery: object) => Promise<number> {
  let known = partitions
  const counted = new WeakSet<object>()
  return async (key, partition, delivery) => {
    const home = partitionOf(key, known)
    if (home === partition || counted.has(delivery)) return home
    counted.add(delivery)
    // Where nobody says how many there are by now, it is as it was.
    known = await transport.partitions(topic).catch(() => known)
    return partitionOf(key, known)
  }
}

/** Null where no keys were given. Throws `CONFIG_INVALID` for what is none. */
function checkOf(keys: string | object | undefined): SignatureCheck | null {
  if (keys === undefined) return null
  const isFile = typeof keys === 'string' && !keys.includes('-----BEGIN')
  try {
    const known = publicKeysOf(isFile ? readFileSync(keys, 'utf8') : keys)
    if (known.length > 0) return createSignatureCheck(known)
  } catch (error) {
    throw new Problem('CONFIG_INVALID', 'keys', `no Ed25519 key: ${(error as Error).message}`)
  }
  throw new Problem('CONFIG_INVALID', 'keys', 'there is no key in it')
}
