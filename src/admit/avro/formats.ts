// The Avro encodings and how they are told apart: single-object (C3 01, fingerprint) and
// Confluent's wire format (0, id).
import { Problem } from '../../model/problem.js'
import { SCHEMAS, type RecordName } from '../../model/schemas.js'
import { createAvroReader, type AvroReader } from './avro.js'
import { fingerprintOf } from './fingerprint.js'
import type { Limits, Members } from '../form.js'

/**
 * The record can be read once the schema with this id was fetched from the registry: nothing is
 * wrong with it.
 */
export class NeedsSchema {
  constructor(readonly id: number) {}
}

export interface AvroFormatsOptions {
  readonly limits: Limits
  readonly schemaOf?: ((id: number) => string | Problem | undefined) | undefined
  readonly unknownMembers?: 'keep' | 'skip'
  readonly writerSchemas?: readonly string[]
}

export type InboundName = 'event' | 'approval' | 'command-result'

export interface AvroFormats {
  decode(value: Buffer, record: InboundName): Members | Problem | NeedsSchema
}

const FINGERPRINT_END = 10
const ID_END = 5
/** what a producer may send on the topic of events: its own event, or one of ours read back */
const EVENT_RECORDS: readonly RecordName[] = ['event', 'joined-event']

export function createAvroFormats(options: AvroFormatsOptions): AvroFormats {
  const byFingerprint = {
    event: readersOf(
      [...EVENT_RECORDS.map((name) => SCHEMAS[name]), ...(options.writerSchemas ?? [])],
      'event',
    ),
    approval: readersOf([SCHEMAS.approval], 'approval'),
    'command-result': readersOf([SCHEMAS['command-result']], 'command-result'),
  }
  const byId = {
    event: new Map<number, AvroReader | Problem>(),
    approval: new Map<number, AvroReader | Problem>(),
    'command-result': new Map<number, AvroReader | Problem>(),
  }

  function readersOf(schemas: readonly string[], record: InboundName): Map<string, AvroReader> {
    return new Map(
      schemas.map((text) => [fingerprintOf(text).toString('latin1'), reader(text, record)]),
    )
  }

  function reader(text: string, record: InboundName): AvroReader {
    const unknownMembers = options.unknownMembers ?? 'keep'
    return createAvroReader(text, { record, unknownMembers, depth: options.limits.depth })
  }

  function readerOfId(id: number, record: InboundName): AvroReader | Problem | NeedsSchema {
    const known = byId[record].get(id)
    if (known !== undefined) return known
    const text = options.schemaOf?.(id)
    if (text === undefined) return new NeedsSchema(id)
    if (text instanceof Problem) return text
    let made: AvroReader | Problem
    try {
      made = reader(text, record)
    } catch (error) {
      made = new Problem(
        'EVENT_SCHEMA_UNKNOWN',
        '',
        `schema ${id} of the registry cannot be used: ${words(error)}`,
      )
    }
    byId[record].set(id, made)
    return made
  }

  function readerFor(value: Buffer, record: InboundName): AvroReader | Problem | NeedsSchema {
    if (value[0] === 0xc3 && value[1] === 0x01) {
      if (value.length < FINGERPRINT_END) return broken('its header ends too early')
      const fingerprint = value.toString('latin1', 2, FINGERPRINT_END)
      return (
        byFingerprint[record].get(fingerprint) ??
        new Problem(
          'EVENT_SCHEMA_UNKNOWN',
          '',
          `no schema has the fingerprint ${value.toString('hex', 2, FINGERPRINT_END)}`,
        )
      )
    }
    if (value[0] !== 0)
      return new Problem('EVENT_ENCODING_UNKNOWN', '', `no encoding starts with ${hex(value)}`)
    if (options.schemaOf === undefined) {
      return new Problem(
        'EVENT_ENCODING_UNKNOWN',
        '',
        'the value is in the Confluent wire format, but no registry is configured',
      )
    }
    return value.length < ID_END
      ? broken('its header ends too early')
      : readerOfId(value.readUInt32BE(1), record)
  }

  return {
    decode(value, record) {
      const read = readerFor(value, record)
      if (typeof read !== 'function') return read
      try {
        return read(value, value[0] === 0 ? ID_END : FINGERPRINT_END)
      } catch (error) {
        return broken(words(error))
      }
    },
  }
}

function broken(why: string): Problem {
  return new Problem('EVENT_AVRO_INVALID', '', `the value is no Avro record: ${why}`)
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function hex(value: Buffer): string {
  const bytes = value.toString('hex', 0, Math.min(4, value.length))
  return `the byte${bytes.length > 2 ? 's' : ''} ${bytes}`
}
