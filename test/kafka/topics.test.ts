// Topics on brokers that do not let us set what we like, and topics that somebody else has made.
import { expect, test } from '@jest/globals'
import type { Admin, ITopicConfig } from 'kafkajs'
import { defaultSettings } from '../../src/cli/config.js'
import { topicSpecs } from '../../src/cli/topics.js'
import { recordBytesMax } from '../../src/model/settings.js'
import { loadKafkajs } from '../../src/transport/kafka/fetch/read-committed.js'
import { checkTopics, makeTopics } from '../../src/transport/kafka/topics.js'
import type { TopicSpec } from '../../src/transport/port.js'
import { broker, kafka, unique, withKafka } from './stage.js'

const specs = topicSpecs(defaultSettings(), 1)
const listener = () => {
  const said: string[] = []
  return { said, log: (level: string, sentence: string) => void said.push(`${level} ${sentence}`) }
}

/** A broker that refuses topics as this says, and the topics that it made. */
function refusing(refusal: (topic: ITopicConfig) => string | null) {
  const made: ITopicConfig[] = []
  const createTopics: Admin['createTopics'] = async ({ topics }) => {
    const errors: { type: string; topic: string }[] = []
    for (const topic of topics) {
      const type = refusal(topic)
      if (type === null) made.push(topic)
      else errors.push({ type, topic: topic.topic })
    }
    if (errors.length > 0) throw Object.assign(new Error('Topic creation errors'), { errors })
    return true
  }
  return { made, admin: { createTopics } }
}
const keys = ({ configEntries }: ITopicConfig) => (configEntries ?? []).map(({ name }) => name)

test.each([['message.timestamp.type'], ['max.message.bytes']])(
  'a broker that refuses to have %s chosen gets the topics without it, and each is told',
  async (key) => {
    const { made, admin } = refusing((topic) =>
      keys(topic).includes(key) ? 'INVALID_CONFIG' : null,
    )
    const { said, log } = listener()
    await makeTopics(admin, specs, log)
    expect(made.map(({ topic }) => topic).sort()).toEqual(specs.map(({ name }) => name).sort())
    for (const topic of made) expect(keys(topic)).toContain('cleanup.policy')
    const joined = made.find(({ topic }) => topic === 'ambit.joined') as ITopicConfig
    const all = ['cleanup.policy', 'message.timestamp.type', 'max.message.bytes']
    expect(keys(joined)).toEqual(all.filter((name) => name !== key))
    expect(said).toContain(`warn the broker makes topic ambit.joined only without ${key}`)
    expect(said).toHaveLength(
      key === 'max.message.bytes'
        ? specs.filter(({ maxMessageBytes }) => maxMessageBytes !== undefined).length
        : specs.length,
    )
  },
)

test('what a broker refuses whatever is left out, or for another reason, is the first thing that it said', async () => {
  const { said, log } = listener()
  for (const type of ['POLICY_VIOLATION', 'TOPIC_AUTHORIZATION_FAILED']) {
    const { admin, made } = refusing(() => type)
    const failed = makeTopics(admin, specs, log)
    await expect(failed).rejects.toThrow('Topic creation errors')
    await failed.catch(({ errors }) => expect(errors[0]).toMatchObject({ type }))
    expect(made).toEqual([])
  }
  expect(said).toEqual([])
})

test('where it may not be read how topics are set, that is said and all goes on', async () => {
  const { said, log } = listener()
  const describeConfigs = async () => {
    throw new Error('Not authorized')
  }
  await checkTopics({ describeConfigs }, specs, log)
  expect(said).toEqual([
    'info how topics are set cannot be read, and was not checked (Not authorized)',
  ])
})

withKafka(
  'a topic that takes less than we write, or has its records’ time from their writers where that counts, is told on a real broker',
  async () => {
    const [small, answers, fine] = [unique('small'), unique('answers'), unique('fine')]
    const Kafkajs = loadKafkajs()
    const admin = new Kafkajs.Kafka({
      brokers: [broker?.address as string],
      logLevel: Kafkajs.logLevel.NOTHING,
    }).admin()
    await admin.connect()
    await admin.createTopics({ topics: [{ topic: small }, { topic: answers }] })
    await admin.disconnect()
    const { said, log } = listener()
    const transport = await kafka(unique('topics'), { log })
    const bytes = recordBytesMax(defaultSettings().limits)
    const spec = { partitions: 1, cleanup: 'delete', retentionMs: null } as const
    const created = await transport.createTopics([
      { ...spec, name: small, maxMessageBytes: bytes },
      { ...(specs[0] as TopicSpec), name: answers },
      { ...spec, name: fine, maxMessageBytes: bytes, brokerTime: true },
    ])
    expect(created).toEqual([fine])
    const warned = said.filter((line) => line.startsWith('warn ') && !line.includes('kafkajs'))
    expect(warned.sort()).toEqual([
      `warn topic ${answers} has its records' time from who wrote them, so that a late answer can pass for one in time, and an old event for one of its day: set its message.timestamp.type to LogAppendTime`,
      `warn topic ${small} takes records of 1048588 bytes at most, and a larger one would stop its partition: set its max.message.bytes to ${bytes}`,
    ])
  },
  60_000,
)
