// What Apache Kafka's own client takes for committed: the judge of every exactly-once test.
import { runJava } from './java.js'

export interface JavaRecord {
  readonly partition: number
  readonly offset: number
  readonly key: string | null
  readonly value: string | null
}

/** Every record of a topic as the Java consumer gives it with read_committed (or read_uncommitted); texts are UTF-8. */
export async function readWithJava(
  address: string,
  topic: string,
  isolation: 'read_committed' | 'read_uncommitted' = 'read_committed',
  idleMs = 3_000,
): Promise<JavaRecord[]> {
  const out = await runJava('org.apache.kafka.tools.consumer.ConsoleConsumer', [
    '--bootstrap-server',
    address,
    '--topic',
    topic,
    '--from-beginning',
    '--isolation-level',
    isolation,
    '--timeout-ms',
    String(idleMs),
    ...[
      'print.partition=true',
      'print.offset=true',
      'print.key=true',
      'key.separator=\u0001',
      'null.literal=\u0002',
    ].flatMap((property) => ['--formatter-property', property]),
  ])
  return out
    .toString()
    .split('\n')
    .filter((line) => line.includes('\u0001'))
    .map((line) => {
      const [partition, offset, key, value] = line.split('\u0001')
      const text = (field: string | undefined) =>
        field === undefined || field === '\u0002' ? null : field
      return {
        partition: Number(partition!.replace('Partition:', '')),
        offset: Number(offset!.replace('Offset:', '')),
        key: text(key),
        value: text(value),
      }
    })
}

/** Writes records `key:value` with the Java producer, compressed as told, all in as few record batches as it likes. */
export async function writeWithJava(
  address: string,
  topic: string,
  records: readonly (readonly [key: string, value: string])[],
  codec: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd',
): Promise<void> {
  await runJava(
    'org.apache.kafka.tools.ConsoleProducer',
    [
      '--bootstrap-server',
      address,
      '--topic',
      topic,
      '--compression-codec',
      codec,
      '--reader-property',
      'parse.key=true',
      '--reader-property',
      'key.separator=\u0001',
    ],
    records.map(([key, value]) => `${key}\u0001${value}\n`).join(''),
  )
}
