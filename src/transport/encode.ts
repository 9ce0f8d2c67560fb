// Joined events, decisions and commands → bytes: JSON, Avro single-object, or Avro in the Confluent
// wire format.
import avsc from 'avsc'
import { fingerprintOf } from '../admit/avro/fingerprint.js'
import { SCHEMAS } from '../model/schemas.js'
import type { Command, Decision, JoinedEvent } from '../model/wire.js'

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
    'joined-event': avroWriter('joined-event', ids),
    decision: avroWriter('decision', ids),
    command: avroWriter('command', ids),
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

function avroWriter(
  record: EncodedName,
  ids: Readonly<Record<EncodedName, number>> | null,
): (value: object) => Buffer {
  const schema = JSON.parse(SCHEMAS[record]) as AvscRecord
  const type = avsc.Type.forSchema(schema as Parameters<typeof avsc.Type.forSchema>[0])
  const shape = shaper(schema)
  const header = ids === null ? singleObjectHeader(SCHEMAS[record]) : confluentHeader(ids[record])
  let scratch = Buffer.alloc(SCRATCH_BYTES)
  return (value) => {
    const shaped = shape(value as Members)
    let end = type.encode(shaped, scratch, header.length)
    if (end < 0) {
      // minus the bytes that are lacking
      scratch = Buffer.alloc(scratch.length - end)
      end = type.encode(shaped, scratch, header.length)
    }
    header.copy(scratch)
    return Buffer.from(scratch.subarray(0, end))
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

type Members = Record<string, unknown>

interface AvscRecord {
  readonly fields: readonly {
    readonly name: string
    readonly json?: 'any' | 'object' | 'members'
    readonly type: unknown
  }[]
}

/**
 * The contract's JSON shape → the schema's: free parts as JSON text, what the schema does not name
 * together in one.
 */
function shaper(record: AvscRecord): (value: Members) => Members {
  const named = new Set<string>()
  const steps: ((value: Members, shaped: Members) => void)[] = []
  for (const { name, json, type } of record.fields) {
    if (json === 'members') {
      steps.push((value, shaped) => {
        shaped[name] = unnamed(value, named)
      })
      continue
    }
    named.add(name)
    const branches: unknown[] = Array.isArray(type) ? type : [type]
    const inside = branches.find((branch) => Array.isArray((branch as Partial<AvscRecord>).fields))
    const shapeInside = inside === undefined ? null : shaper(inside as AvscRecord)
    steps.push((value, shaped) => {
      const found = value[name] ?? null
      if (found === null) shaped[name] = null
      else if (json !== undefined) shaped[name] = JSON.stringify(found)
      else shaped[name] = shapeInside === null ? found : shapeInside(found as Members)
    })
  }
  return (value) => {
    const shaped: Members = {}
    for (const step of steps) step(value, shaped)
    return shaped
  }
}

function unnamed(value: Members, named: ReadonlySet<string>): string | null {
  let rest: Members | null = null
  for (const key in value) if (!named.has(key)) (rest ??= {})[key] = value[key]
  return rest === null ? null : JSON.stringify(rest)
}
