// Joined events, decisions and commands → bytes: JSON, Avro single-object, or Avro in the Confluent
// wire format.
import { fingerprintOf } from '../admit/avro/fingerprint.js'
import { SCHEMAS } from '../model/schemas.js'
import type { Command, Decision, JoinedEvent } from '../model/wire.js'
import { avroWriter, type Sink } from './avro-write.js'

/** The records that `output.encoding` is about. */
export interface Encoded {
  'joined-event': JoinedEvent
  decision: Decision
  command: Command
}
export type EncodedName = keyof Encoded
export const ENCODED_NAMES: readonly EncodedName[] = ['joined-event', 'decision', 'command']

export interface EncoderOptions {
  readonly encoding: 'avro' | 'json'
  /**
   * ids of our schemas in the registry, where one is configured: Avro then goes out in the
   * Confluent wire format
   */
  readonly schemaIds?: Readonly<Record<EncodedName, number>> | null
}

export interface Encoder {
  /**
   * The bytes of one record; the buffer is the caller's. A member that does not fit the schema
   * throws: it is a bug of ours.
   */
  encode<N extends EncodedName>(record: N, value: Encoded[N]): Buffer
}

const SCRATCH_BYTES = 64 * 1024

export function createEncoder(options: EncoderOptions): Encoder {
  if (options.encoding === 'json') {
    return { encode: (record, value) => Buffer.from(JSON.stringify(withoutSecret(record, value))) }
  }
  const ids = options.schemaIds ?? null
  const write = {
    'joined-event': recordEncoder('joined-event', ids),
    decision: recordEncoder('decision', ids),
    command: recordEncoder('command', ids),
  }
  return { encode: (record, value) => write[record](withoutSecret(record, value)) }
}

/** A token proves its sender to whoever holds it, so it goes no further than `admit`. */
function withoutSecret(record: EncodedName, value: object): object {
  if (record !== 'joined-event') return value
  const { workload } = value as JoinedEvent
  if (workload === undefined || workload === null) return value
  if (workload.svid === undefined || workload.svid === null) return value
  const { svid: _, ...rest } = workload
  return { ...value, workload: rest }
}

function recordEncoder(
  record: EncodedName,
  ids: Readonly<Record<EncodedName, number>> | null,
): (value: object) => Buffer {
  const write = avroWriter(JSON.parse(SCHEMAS[record]))
  const header = ids === null ? singleObjectHeader(SCHEMAS[record]) : confluentHeader(ids[record])
  const sink: Sink = { bytes: Buffer.alloc(SCRATCH_BYTES), at: 0 }
  header.copy(sink.bytes)
  return (value) => {
    sink.at = header.length
    write(value, sink)
    return Buffer.from(sink.bytes.subarray(0, sink.at))
  }
}

function singleObjectHeader(schema: string): Buffer {
  return Buffer.concat([Buffer.from([0xc3, 0x01]), fingerprintOf(schema)])
}

function confluentHeader(id: number): Buffer {
  const header = Buffer.alloc(5)
  header.writeUInt32BE(id, 1)
  return header
}
