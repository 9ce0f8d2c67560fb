// The clients kafkajs gives us, with the settings that keep exactly-once whole, and the checks made before the first use.
import type { KafkaConfig, logCreator } from 'kafkajs'
import { Problem } from '../../model/problem.js'
import type { KafkaSettings } from '../../model/settings.js'
import { loadKafkajs } from './fetch/read-committed.js'

export type Level = 'error' | 'warn' | 'info' | 'debug'
/** Takes what the transport and kafkajs have to say; fields are small and hold no secret. */
export type Log = (
  level: Level,
  sentence: string,
  fields: Readonly<Record<string, unknown>>,
) => void

export const SESSION_MS = 10_000
export const REBALANCE_MS = 60_000
export const REQUEST_MS = 10_000
export const TRANSACTION_MS = 30_000
/** how long the broker holds a fetch that finds nothing; also how long a drain may wait for one */
export const FETCH_WAIT_MS = 250
export const FETCH_PARTITION_BYTES = 512 * 1024
export const FETCH_BYTES = 8 * 1024 * 1024

/** What of kafkajs's inside is used: the cluster, where one may fetch a partition without being in a group. */
export interface Cluster {
  connect(): Promise<void>
  disconnect(): Promise<void>
  refreshMetadata(): Promise<void>
  refreshMetadataIfNecessary(): Promise<void>
  addMultipleTargetTopics(topics: string[]): Promise<void>
  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[]
  findBroker(of: { nodeId: number }): Promise<Broker>
  findGroupCoordinatorMetadata(of: { groupId: string; coordinatorType: number }): Promise<unknown>
  removeBroker(at: { host: string; port: number }): void
  readonly targetTopics: Set<string>
  readonly brokerPool: {
    readonly versions: Record<number, { minVersion: number; maxVersion: number }> | null
  }
}
export interface Broker {
  disconnect(): Promise<void>
  listOffsets(of: {
    isolationLevel: number
    topics: { topic: string; partitions: { partition: number; timestamp: number }[] }[]
  }): Promise<{
    responses: { topic: string; partitions: { partition: number; offset: string }[] }[]
  }>
  lookupRequest(apiKey: number, requests: unknown): (options: object) => Protocol
  readonly connectionPool: { send(protocol: Protocol): Promise<unknown> }
}
export interface Protocol {
  readonly request: { readonly apiVersion: number }
  readonly response: {
    decode(raw: unknown): Promise<unknown>
    parse(data: unknown): Promise<unknown>
  }
  readonly requestTimeout?: number
}

export type Kafka = InstanceType<ReturnType<typeof loadKafkajs>['Kafka']>

/**
 * Refuses settings under which bytes or passwords would go unprotected. `insecure` lifts the check of the broker's
 * certificate, and only that. Throws `Problem('CONFIG_INVALID')`.
 */
export function checkSettings(settings: KafkaSettings, insecure: boolean): void {
  const refuse = (place: string, sentence: string) => {
    throw new Problem('CONFIG_INVALID', place, sentence)
  }
  if (settings.brokers.length === 0) refuse('kafka.brokers', 'no broker is named')
  const { ssl, sasl } = settings
  const encrypted = ssl !== null && ssl !== false
  if (!encrypted && sasl !== null && String(sasl['mechanism']).toLowerCase() === 'plain') {
    refuse('kafka.sasl', 'SASL/PLAIN sends the password readable: set kafka.ssl too')
  }
  if (typeof ssl === 'object' && ssl !== null) {
    if (ssl['rejectUnauthorized'] === false && !insecure) {
      refuse(
        'kafka.ssl',
        'rejectUnauthorized: false lets anybody pose as the broker: give its CA instead',
      )
    }
    if ('rackId' in ssl) refuse('kafka.ssl', 'rackId is not a TLS option')
  }
}

/**
 * A client of its own for each use: producers and consumers must not share one, because kafkajs notes offsets as
 * committed, client-wide, before their transaction ends.
 */
export function createClient(settings: KafkaSettings, use: string, log: Log): Kafka {
  const kafkajs = loadKafkajs()
  const config: KafkaConfig = {
    brokers: [...settings.brokers],
    clientId: `${settings.clientId}-${use}`,
    connectionTimeout: 3_000,
    requestTimeout: REQUEST_MS,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 8, multiplier: 1.5, maxRetryTime: 300, retries: 20 },
    logLevel: kafkajs.logLevel.INFO,
    logCreator: logTo(log),
  }
  if (settings.ssl !== null) config.ssl = settings.ssl as NonNullable<KafkaConfig['ssl']>
  if (settings.sasl !== null)
    config.sasl = settings.sasl as unknown as NonNullable<KafkaConfig['sasl']>
  return new kafkajs.Kafka(config)
}

const LEVELS: Readonly<Record<number, Level>> = { 1: 'error', 2: 'warn', 4: 'debug', 5: 'debug' }

/**
 * kafkajs is talkative: what it calls info is our debug, and its warnings about settings chosen on purpose are dropped.
 * What a broker refuses and what is tried again it calls errors, also where that is the way of transactions and groups; an
 * error is what comes of it in the end, which is told by who asked.
 */
function logTo(log: Log): logCreator {
  return () =>
    ({ namespace, level, log: { message, logger: _, timestamp: __, ...fields } }) => {
      if (message.startsWith('Limiting retries for the idempotent producer')) return
      const isRefusal = namespace === 'Connection' && message.startsWith('Response ')
      const isMinor = isRefusal || 'retryTime' in fields
      log(
        isMinor ? 'debug' : (LEVELS[level] ?? 'debug'),
        `kafkajs ${namespace}: ${message}`,
        fields,
      )
    }
}

type CreateCluster = (options: object) => Cluster

const symbolOf = (kafka: Kafka): symbol | undefined => {
  for (let at: object | null = kafka; at !== null; at = Object.getPrototypeOf(at) as object | null)
    for (const symbol of Object.getOwnPropertySymbols(at))
      if (symbol.description === 'private:Kafka:createCluster') return symbol
  return undefined
}

/** A cluster of kafkajs: connections and metadata without a group. Throws `Problem('READ_COMMITTED_UNSAFE')` if there is no such part. */
export function createCluster(kafka: Kafka): Cluster {
  const symbol = symbolOf(kafka)
  const create = symbol && (kafka as unknown as Record<symbol, CreateCluster | undefined>)[symbol]
  if (typeof create !== 'function') {
    throw new Problem(
      'READ_COMMITTED_UNSAFE',
      'kafkajs',
      'this is not kafkajs 2.2.4: it has no cluster to fetch from',
    )
  }
  return create({ metadataMaxAge: 60_000, allowAutoTopicCreation: false, maxInFlightRequests: 4 })
}

/** for how long an answer to who coordinates is believed where nothing contradicts it */
const COORDINATOR_MS = 5_000

/**
 * kafkajs asks four times in each transaction who coordinates it: nearly half of all its requests. The producers of this
 * client ask once in a while; they ask anew when metadata is looked for again, as it is after an error, and a producer
 * that fails is not used again, nor is what it believed.
 */
export function rememberCoordinators(kafka: Kafka): void {
  const symbol = symbolOf(kafka)
  const methods = kafka as unknown as Record<symbol, CreateCluster>
  const create = symbol && methods[symbol]
  if (typeof create !== 'function') return
  methods[symbol as symbol] = (options) => {
    const cluster = create.call(kafka, options)
    const known = new Map<string, { readonly answer: unknown; readonly untilMs: number }>()
    const ask = cluster.findGroupCoordinatorMetadata.bind(cluster)
    const refresh = cluster.refreshMetadata.bind(cluster)
    cluster.findGroupCoordinatorMetadata = async (of) => {
      const name = `${of.coordinatorType} ${of.groupId}`
      const found = known.get(name)
      if (found !== undefined && Date.now() < found.untilMs) return found.answer
      const answer = await ask(of)
      known.set(name, { answer, untilMs: Date.now() + COORDINATOR_MS })
      return answer
    }
    cluster.refreshMetadata = () => {
      known.clear()
      return refresh()
    }
    return cluster
  }
}

// Kafka API key → the version kafkajs must be able to use at least and at most.
const NEEDED: readonly (readonly [key: number, name: string, min: number, max: number])[] = [
  [0, 'Produce', 3, 7],
  [1, 'Fetch', 4, 11],
  [2, 'ListOffsets', 1, 3],
  [3, 'Metadata', 0, 6],
  [9, 'OffsetFetch', 1, 4],
  [11, 'JoinGroup', 0, 5],
  [22, 'InitProducerId', 0, 1],
  [24, 'AddPartitionsToTxn', 0, 1],
  [25, 'AddOffsetsToTxn', 0, 1],
  [26, 'EndTxn', 0, 1],
  [28, 'TxnOffsetCommit', 0, 1],
]

/** Throws `Problem('CONFIG_INVALID')` when broker and client have no version of a request in common. */
export function checkVersions(cluster: Cluster): void {
  const versions = cluster.brokerPool.versions ?? {}
  const missing = NEEDED.filter(([key, , min, max]) => {
    const offered = versions[key]
    return offered === undefined || offered.maxVersion < min || offered.minVersion > max
  })
  if (missing.length === 0) return
  const names = missing.map(([, name, min, max]) => `${name} ${min} to ${max}`).join(', ')
  throw new Problem(
    'CONFIG_INVALID',
    'kafka.brokers',
    `this broker cannot be used: it does not speak ${names}. Apache Kafka 2.4 and later with transactions does`,
  )
}
