// Avro bytes → members in the contract's JSON shape, for any writer schema. Bounds are checked on
// every step, as the general decoders believe an array's count before they have seen its bytes, and
// a few bytes could ask for all memory.
import avsc from 'avsc'
import { SCHEMAS, type RecordName } from '../../model/schemas.js'
import {
  latin1,
  pick,
  readArray,
  readBoolean,
  readCount,
  readLong,
  readMap,
  readText,
  take,
  type Cursor,
  type Read,
} from './bytes.js'
import { isRecord, type Members } from '../form.js'

/**
 * Reads one record that starts at `from` and ends with the buffer. Throws an Error whose words say
 * what is broken.
 */
export type AvroReader = (bytes: Buffer, from: number) => Members

export interface AvroReaderOptions {
  readonly record: RecordName
  /** `skip`: members that our own schema of the record does not name are passed over unread */
  readonly unknownMembers: 'keep' | 'skip'
  /** nesting of records at which a value of a recursive schema is given up */
  readonly depth: number
}

/** What our own schema names in a record, and how its free parts travel. */
interface Known {
  readonly fields: ReadonlyMap<
    string,
    { readonly json: string | undefined; readonly inside: Known | null }
  >
}

/** The parts of avsc's types that are needed; its own declarations leave most of them out. */
interface SchemaType {
  readonly typeName: string
  readonly name?: string
  readonly fields: readonly { readonly name: string; readonly type: SchemaType }[]
  readonly itemsType: SchemaType
  readonly valuesType: SchemaType
  readonly types: readonly SchemaType[]
  readonly symbols: readonly string[]
  readonly size: number
}

const OUR_NAMESPACE = 'ambit.'

/** Parses a writer schema (throws where it is none) and makes the reader for it. */
export function createAvroReader(writerSchema: string, options: AvroReaderOptions): AvroReader {
  const type = parseSchema(writerSchema)
  if (type.typeName !== 'record') throw new Error(`it is a ${type.typeName}, not a record`)
  const compiler = createCompiler(options)
  const read = compiler.record(type, knownOf(JSON.parse(SCHEMAS[options.record]) as AvscField))
  const cursor: Cursor = { bytes: Buffer.alloc(0), at: 0, end: 0, items: 0, depth: 0 }
  return (bytes, from) => {
    cursor.bytes = bytes
    cursor.at = from
    cursor.end = bytes.length
    cursor.items = 0
    cursor.depth = 0
    const value = read(cursor) as Members
    if (cursor.at !== cursor.end) throw new Error(`${cursor.end - cursor.at} bytes are left over`)
    return value
  }
}

function parseSchema(text: string): SchemaType {
  const schema: unknown = JSON.parse(text)
  // a primitive's name, or the words of whoever could not get the schema
  if (typeof schema === 'string')
    throw new Error(schema.includes(' ') ? schema : `it is a ${schema}`)
  return avsc.Type.forSchema(schema as Parameters<typeof avsc.Type.forSchema>[0], {
    // one form for all unions, so that no union of ours or of strangers is ambiguous
    wrapUnions: 'always',
  }) as unknown as SchemaType
}

interface AvscField {
  readonly fields: readonly {
    readonly name: string
    readonly json?: string
    readonly type: unknown
  }[]
}

function knownOf(record: AvscField): Known {
  const fields = new Map<string, { json: string | undefined; inside: Known | null }>()
  for (const field of record.fields) {
    const branches: unknown[] = Array.isArray(field.type) ? field.type : [field.type]
    const inside = branches.find((branch) => Array.isArray((branch as Partial<AvscField>).fields))
    fields.set(field.name, {
      json: field.json,
      inside: inside === undefined ? null : knownOf(inside as AvscField),
    })
  }
  return { fields }
}

function createCompiler(options: AvroReaderOptions): {
  record(type: SchemaType, known: Known | null): Read
} {
  // by type and by what is known of it; a recursive schema finds itself here
  const made = new Map<SchemaType, Map<Known | null, Read>>()

  function read(type: SchemaType, known: Known | null): Read {
    switch (type.typeName) {
      case 'null':
        return () => null
      case 'boolean':
        return readBoolean
      case 'int':
      case 'long':
        return readLong
      case 'float':
        return (cursor) => cursor.bytes.readFloatLE(take(cursor, 4))
      case 'double':
        return (cursor) => cursor.bytes.readDoubleLE(take(cursor, 8))
      case 'string':
        return readText
      case 'bytes':
        // as Avro's own JSON encoding writes them
        return (cursor) => latin1(cursor, readCount(cursor))
      case 'fixed':
        return (cursor) => latin1(cursor, type.size)
      case 'enum':
        return (cursor) => pick(type.symbols, readLong(cursor), 'symbol')
      case 'array':
        return readArray(read(type.itemsType, known))
      case 'map':
        return readMap(read(type.valuesType, null))
      case 'record':
        return record(type, known)
      default: {
        if (!type.typeName.startsWith('union')) throw new Error(`cannot read ${type.typeName}`)
        const branches = type.types.map((branch) => read(branch, known))
        return (cursor) => pick(branches, readLong(cursor), 'branch')(cursor)
      }
    }
  }

  function record(type: SchemaType, known: Known | null): Read {
    const ready = made.get(type)?.get(known)
    if (ready !== undefined) return ready
    const ours = type.name?.startsWith(OUR_NAMESPACE) === true
    const steps: ((cursor: Cursor, members: Members) => void)[] = []
    const readRecord: Read = (cursor) => {
      if (++cursor.depth > options.depth) throw new Error('its records are nested too deep')
      const members: Members = {}
      for (const step of steps) step(cursor, members)
      cursor.depth--
      return members
    }
    const byKnown = made.get(type) ?? new Map<Known | null, Read>()
    made.set(type, byKnown.set(known, readRecord))
    for (const field of type.fields) {
      const place = known?.fields.get(field.name)
      const unknown = known !== null && (place === undefined || place.json === 'members')
      // below a member that we do not name, nothing is known
      const value = read(field.type, place?.inside ?? null)
      // no assignment of that name makes a member
      if (field.name === '__proto__' || (unknown && options.unknownMembers === 'skip'))
        steps.push((cursor) => void value(cursor))
      else if (place?.json === 'members' && ours) steps.push(expand(value, known as Known))
      else if (place?.json !== undefined) steps.push(free(field.name, value, ours))
      else steps.push(plain(field.name, value))
    }
    return readRecord
  }

  return { record }
}

type Step = (cursor: Cursor, members: Members) => void

/** A member as it is. Null and absent are alike, and absent is what JSON senders write. */
function plain(name: string, value: Read): Step {
  return (cursor, members) => {
    const found = value(cursor)
    if (found !== null) members[name] = found
  }
}

/**
 * A member that may hold anything and travels as JSON text. Text that is no JSON stays text; from a
 * stranger's schema, where a plain text is likelier, only what looks like an object or a list is
 * taken for JSON.
 */
function free(name: string, value: Read, ours: boolean): Step {
  return (cursor, members) => {
    const found = value(cursor)
    if (typeof found !== 'string') {
      if (found !== null) members[name] = found
    } else if (ours || found.startsWith('{') || found.startsWith('[')) {
      members[name] = parsed(found)
    } else {
      members[name] = found
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** The members that the writer's schema did not name; those that it names are never overwritten. */
function expand(value: Read, known: Known): Step {
  return (cursor, members) => {
    const text = value(cursor)
    if (text === null) return
    const found = typeof text === 'string' ? parsed(text) : null
    if (!isRecord(found)) throw new Error('"extra" is not the JSON text of an object')
    for (const key of Object.keys(found)) {
      if (key === '__proto__') continue
      const place = known.fields.get(key)
      if (place === undefined || place.json === 'members') members[key] = found[key]
    }
  }
}
