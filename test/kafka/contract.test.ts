// The contract of every transport, on a real Apache Kafka.
import { createKafkaTransport } from '../../src/transport/kafka/kafka.js'
import { transportContract } from '../contract/transport.js'
import { broker, SESSION_MS, unique, withKafka } from './stage.js'

if (broker === null) {
  withKafka('the transport contract holds on Kafka', () => {})
} else {
  transportContract(
    'Kafka',
    async () => {
      const group = unique('contract')
      const connect = () =>
        createKafkaTransport({
          settings: {
            brokers: [broker!.address],
            clientId: 'contract',
            group,
            ssl: null,
            sasl: null,
          },
          sessionMs: SESSION_MS,
        })
      let transport = await connect()
      return {
        transport,
        async reopen() {
          await transport.close()
          return (transport = await connect())
        },
        cleanup: () => transport.close(),
      }
    },
    { timeoutMs: 15_000, quietMs: 600 },
  )
}
