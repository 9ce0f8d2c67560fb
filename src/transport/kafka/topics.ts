// Topics made as we want them, as far as the broker lets us, and a word for each that is not as we need it.
import type { Admin, ITopicConfig } from 'kafkajs'
import type { TopicSpec } from '../port.js'
import { type Log, REQUEST_MS } from './client.js'
import { loadKafkajs } from './fetch/read-committed.js'

const STAMPS = 'message.timestamp.type'
const BYTES = 'max.message.bytes'
/** what a managed service may not let us choose, by what is tried in turn: all of it, then less */
const LEFT_OUT: readonly (readonly string[])[] = [[], [STAMPS], [BYTES], [STAMPS, BYTES]]
const REFUSALS = new Set(['INVALID_CONFIG', 'INVALID_REQUEST', 'POLICY_VIOLATION'])

/** Makes these topics; where the broker refuses a setting that we can do without, without it, and says so. */
export async function makeTopics(
  admin: Pick<Admin, 'createTopics'>,
  specs: readonly TopicSpec[],
  log: Log,
): Promise<void> {
  let left = specs
  let first: unknown
  for (const leftOut of LEFT_OUT) {
    const error = await make(admin, left, leftOut)
    const refused = error === null ? [] : refusedOf(error)
    if (refused === null) throw error
    const made = left.filter(({ name }) => !refused.includes(name))
    if (leftOut.length > 0)
      for (const { name } of made)
        log('warn', `the broker makes topic ${name} only without ${leftOut.join(' and ')}`, {})
    left = left.filter(({ name }) => refused.includes(name))
    if (left.length === 0) return
    first ??= error
  }
  throw first
}

async function make(
  admin: Pick<Admin, 'createTopics'>,
  specs: readonly TopicSpec[],
  leftOut: readonly string[],
): Promise<unknown> {
  const topics = specs.map((spec) => toTopicConfig(spec, leftOut))
  try {
    await admin.createTopics({ waitForLeaders: false, timeout: REQUEST_MS, topics })
    return null
  } catch (error) {
    return error
  }
}

/** The topics that were refused for how they are set; null where something else is wrong. */
function refusedOf(error: unknown): string[] | null {
  const { errors } = error as { errors?: readonly { type?: string; topic?: string }[] }
  const refused: string[] = []
  for (const { type = '', topic = '' } of errors ?? [{}]) {
    // somebody else made it meanwhile
    if (type === 'TOPIC_ALREADY_EXISTS') continue
    if (!REFUSALS.has(type)) return null
    refused.push(topic)
  }
  return refused
}

function toTopicConfig(spec: TopicSpec, leftOut: readonly string[]): ITopicConfig {
  // A producer's own time is what it likes: by it an answer would be in time, and the stream's time in another century.
  const entries: { name: string; value: string }[] = [
    { name: 'cleanup.policy', value: spec.cleanup },
    { name: STAMPS, value: 'LogAppendTime' },
  ]
  if (spec.retentionMs !== null)
    entries.push({ name: 'retention.ms', value: String(spec.retentionMs) })
  if (spec.maxMessageBytes !== undefined)
    entries.push({ name: BYTES, value: String(spec.maxMessageBytes) })
  const configEntries = entries.filter(({ name }) => !leftOut.includes(name))
  return { topic: spec.name, numPartitions: spec.partitions, replicationFactor: -1, configEntries }
}

/** Warns of topics that take less than we may write, or whose records have another time than the broker's where that counts. */
export async function checkTopics(
  admin: Pick<Admin, 'describeConfigs'>,
  specs: readonly TopicSpec[],
  log: Log,
): Promise<void> {
  const checked = specs.filter((spec) => spec.maxMessageBytes !== undefined || spec.brokerTime)
  if (checked.length === 0) return
  const type = loadKafkajs().ConfigResourceTypes.TOPIC
  const configNames = [STAMPS, BYTES]
  const resources = checked.map(({ name }) => ({ type, name, configNames }))
  let described: Awaited<ReturnType<Admin['describeConfigs']>>
  try {
    described = await admin.describeConfigs({ resources, includeSynonyms: false })
  } catch (error) {
    // Who may write to a topic may not always read how it is set
    const { message } = error as Error
    return log('info', `how topics are set cannot be read, and was not checked (${message})`, {})
  }
  for (const { resourceName, configEntries } of described.resources) {
    const spec = checked.find(({ name }) => name === resourceName)
    const values = new Map(configEntries.map((one) => [one.configName, one.configValue]))
    const wanted = spec?.maxMessageBytes ?? 0
    if (Number(values.get(BYTES) ?? wanted) < wanted)
      log(
        'warn',
        `topic ${resourceName} takes records of ${values.get(BYTES)} bytes at most, and a larger one would stop its partition: set its ${BYTES} to ${wanted}`,
        {},
      )
    if (spec?.brokerTime === true && values.get(STAMPS) === 'CreateTime')
      log(
        'warn',
        `topic ${resourceName} has its records' time from who wrote them, so that a late answer can pass for one in time, and an old event for one of its day: set its ${STAMPS} to LogAppendTime`,
        {},
      )
  }
}
