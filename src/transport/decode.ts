// Records that Ambit wrote itself → objects again: for pages, for `explain`, for consumers.
import { createAvroReader, type AvroReader } from '../admit/avro/avro.js'
import { Problem } from '../model/problem.js'
import { SCHEMAS } from '../model/schemas.js'
import type { Encoded, EncodedName } from './encode.js'

const SINGLE_OBJECT_HEADER = 10
const CONFLUENT_HEADER = 5
const DEPTH = 64

/** Members of a command that the contract writes as null; Avro's reader leaves them out. */
const NOT_SAID = { expires: null, undoes: null, approval: null }

export interface Decoder {
  /** JSON, Avro single-object or the Confluent wire format. Throws `Problem('EVENT_AVRO_INVALID')` for anything else. */
  decode<N extends EncodedName>(record: N, value: Buffer): Encoded[N]
}

export function createDecoder(): Decoder {
  const readers = new Map<EncodedName, AvroReader>()
  const readerOf = (record: EncodedName): AvroReader => {
    let reader = readers.get(record)
    if (reader === undefined) {
      reader = createAvroReader(SCHEMAS[record], { record, unknownMembers: 'keep', depth: DEPTH })
      readers.set(record, reader)
    }
    return reader
  }
  return {
    decode(record, value) {
      try {
        if (value[0] === 0x7b) return JSON.parse(value.toString()) as never
        const header = value[0] === 0xc3 ? SINGLE_OBJECT_HEADER : CONFLUENT_HEADER
        const read = readerOf(record)(value, header)
        return (record === 'command' ? { ...NOT_SAID, ...read } : read) as never
      } catch (error) {
        throw new Problem(
          'EVENT_AVRO_INVALID',
          '',
          `this ${record} cannot be read: ${(error as Error).message}`,
        )
      }
    },
  }
}
