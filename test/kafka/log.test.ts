// What kafkajs says, as it stands in our log: an error is what nobody mends by trying again.
import { expect, test } from '@jest/globals'
import { createClient } from '../../src/transport/kafka/client.js'

test('what a broker refuses and is asked again is no error in the log, and what ends there is', () => {
  const said: string[] = []
  const settings = { brokers: ['127.0.0.1:1'], clientId: 'ambit', group: 'ambit' }
  const kafka = createClient(
    { ...settings, ssl: null, sasl: null, sessionMs: 10_000 } as never,
    'test',
    (level, message) => said.push(`${level} ${message}`),
  )
  const of = (name: string) => kafka.logger().namespace(name)
  of('Connection').error('Response InitProducerId(key: 22, version: 1)', { error: 'not here' })
  of('Producer').error('Failed to send messages: another operation', {
    retryCount: 0,
    retryTime: 8,
  })
  of('Connection').error('Connection error: connect ECONNREFUSED 127.0.0.1:1')
  of('Consumer').error('Crash: KafkaJSNonRetriableError', { groupId: 'ambit' })
  of('Runner').warn('The group is rebalancing, re-joining')
  expect(said).toEqual([
    'debug kafkajs Connection: Response InitProducerId(key: 22, version: 1)',
    'debug kafkajs Producer: Failed to send messages: another operation',
    'error kafkajs Connection: Connection error: connect ECONNREFUSED 127.0.0.1:1',
    'error kafkajs Consumer: Crash: KafkaJSNonRetriableError',
    'warn kafkajs Runner: The group is rebalancing, re-joining',
  ])
})
