// Opens the log that the settings name: Kafka where there is one, else the embedded log in the data folder.
import type { Logger } from 'pino'
import type { Settings } from '../model/settings.js'
import { createEmbeddedTransport, type EmbeddedTransport } from '../transport/embedded/embedded.js'
import type { KafkaTransport, RejectedBatch } from '../transport/kafka/kafka.js'
import type { Outbound } from '../transport/port.js'

export type OpenedTransport =
  | { readonly kafka: KafkaTransport; readonly embedded: null; readonly transport: KafkaTransport }
  | {
      readonly kafka: null
      readonly embedded: EmbeddedTransport
      readonly transport: EmbeddedTransport
    }

/** kafkajs is loaded only where Kafka is used. Rejects with a `Problem` that says what is wrong with the broker or the folder. */
export async function openTransport(settings: Settings, log: Logger): Promise<OpenedTransport> {
  if (settings.kafka === null) {
    const embedded = createEmbeddedTransport({ dir: settings.data })
    return { kafka: null, embedded, transport: embedded }
  }
  const { createKafkaTransport } = await import('../transport/kafka/kafka.js')
  const kafka = await createKafkaTransport({
    settings: settings.kafka,
    log: (level, message, extra) => log[level]({ ...extra }, message),
    onBatchRejected: (batch) => rejected(settings, batch),
  })
  return { kafka, embedded: null, transport: kafka }
}

/** A batch that nobody can read has no records to keep: its place and the reason stand for it. */
function rejected({ topics }: Settings, batch: RejectedBatch): Outbound {
  const { topic, partition, offset, code, sentence } = batch
  return {
    topic: topics.deadLetters,
    key: null,
    value: null,
    headers: {
      'ambit-error-code': code,
      'ambit-error': sentence,
      'ambit-topic': topic,
      'ambit-partition': String(partition),
      'ambit-offset': offset,
    },
  }
}
