// Records of ours → Avro's binary encoding, straight from the contract's JSON shape: free parts
// become JSON text and what the schema does not name goes together into one member. Written by hand
// for the few types our schemas use, as going through avsc and its own shape of a record takes more
// than twice the time.

/** Writes one value at the sink's place. Throws where the value is not of the schema's type. */
export type Write = (value: unknown, sink: Sink) => void

export interface Sink {
  bytes: Buffer
  at: number
}

interface RecordSchema {
  readonly type: 'record'
  readonly name: string
  readonly fields: readonly {
    readonly name: string
    readonly json?: 'any' | 'object' | 'members'
    readonly type: unknown
  }[]
}

type Members = Record<string, unknown>

const SHORT_LENGTH = 64

/** Makes the writer of a schema in our own dialect: see schemas/. */
export function avroWriter(schema: unknown): Write {
  if (Array.isArray(schema)) return unionWriter(schema)
  const type = typeof schema === 'string' ? schema : (schema as { type: string }).type
  switch (type) {
    case 'string':
      return writeText
    case 'int':
    case 'long':
      return writeWhole
    case 'double':
      return writeDouble
    case 'boolean':
      return writeBoolean
    case 'array':
      return arrayWriter(avroWriter((schema as { items: unknown }).items))
    case 'record':
      return recordWriter(schema as RecordSchema)
    default:
      throw new Error(`our schemas have no ${type}`)
  }
}

/** Null first where there is one, and at most one branch for each type that JSON can tell. */
function unionWriter(branches: readonly unknown[]): Write {
  const nullAt = branches.indexOf('null')
  const rest = branches.map((branch, at) => ({ branch, at })).filter(({ at }) => at !== nullAt)
  const writers = rest.map(({ branch, at }) => ({
    coded: at * 2,
    text: branch === 'string' || (branch as { type?: string }).type === 'string',
    write: avroWriter(branch),
  }))
  const only = writers[0]
  if (only === undefined) throw new Error('a union of nothing but null')
  return (value, sink) => {
    room(sink, 1)
    if (value === null || value === undefined) {
      if (nullAt < 0) throw new Error('null where there can be none')
      sink.bytes[sink.at++] = nullAt * 2
      return
    }
    let chosen = only
    if (writers.length > 1) {
      const text = typeof value === 'string'
      for (const one of writers) if (one.text === text) chosen = one
    }
    sink.bytes[sink.at++] = chosen.coded
    chosen.write(value, sink)
  }
}

function recordWriter(schema: RecordSchema): Write {
  const named = new Set(
    schema.fields.filter(({ json }) => json !== 'members').map(({ name }) => name),
  )
  const fields = schema.fields.map(({ name, json, type }) => ({
    name,
    json,
    write: avroWriter(type),
  }))
  return (value, sink) => {
    if (typeof value !== 'object' || value === null) throw new Error(`${schema.name} is no object`)
    const members = value as Members
    for (const { name, json, write } of fields) {
      const found = json === 'members' ? unnamed(members, named) : members[name]
      const free = json !== undefined && found !== null && found !== undefined
      try {
        write(free ? JSON.stringify(found) : found, sink)
      } catch (error) {
        throw new Error(`${schema.name}.${name}: ${(error as Error).message}`, { cause: error })
      }
    }
  }
}

function unnamed(members: Members, named: ReadonlySet<string>): Members | null {
  let rest: Members | null = null
  for (const key in members) if (!named.has(key)) (rest ??= {})[key] = members[key]
  return rest
}

function arrayWriter(item: Write): Write {
  return (value, sink) => {
    if (!Array.isArray(value)) throw new Error('no list')
    if (value.length > 0) writeWhole(value.length, sink)
    for (let i = 0; i < value.length; i++) item(value[i], sink)
    room(sink, 1)
    sink.bytes[sink.at++] = 0
  }
}

function writeText(value: unknown, sink: Sink): void {
  if (typeof value !== 'string') throw new Error('no text')
  const { length } = value
  if (length < SHORT_LENGTH) {
    // a call into the runtime costs more than a short text; its length takes one byte
    room(sink, length + 1)
    const { bytes } = sink
    const start = sink.at + 1
    let i = 0
    for (; i < length; i++) {
      const unit = value.charCodeAt(i)
      if (unit >= 128) break
      bytes[start + i] = unit
    }
    if (i === length) {
      bytes[sink.at] = length * 2
      sink.at = start + length
      return
    }
  }
  const size = Buffer.byteLength(value)
  writeWhole(size, sink)
  room(sink, size)
  sink.at += sink.bytes.write(value, sink.at)
}

/** A zigzag varint. */
function writeWhole(value: unknown, sink: Sink): void {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error('no whole number')
  room(sink, 10)
  const { bytes } = sink
  // by halves, as the coded number may be one bit too long for a double
  let low = value % 0x4000000
  let high = (value - low) / 0x4000000
  if (value < 0) {
    // zigzag of a negative n is -2n - 1 = 2 * (-n - 1) + 1
    const flipped = -value - 1
    low = flipped % 0x4000000
    high = (flipped - low) / 0x4000000
  }
  // 27 bits below, the rest above
  let below = low * 2 + (value < 0 ? 1 : 0)
  while (high > 0 || below >= 128) {
    bytes[sink.at++] = (below & 127) | 128
    // seven bits move down from above
    const carried = high % 128
    high = (high - carried) / 128
    below = (below >>> 7) + carried * 0x100000
  }
  bytes[sink.at++] = below
}

function writeDouble(value: unknown, sink: Sink): void {
  if (typeof value !== 'number') throw new Error('no number')
  room(sink, 8)
  sink.at = sink.bytes.writeDoubleLE(value, sink.at)
}

function writeBoolean(value: unknown, sink: Sink): void {
  if (typeof value !== 'boolean') throw new Error('neither true nor false')
  room(sink, 1)
  sink.bytes[sink.at++] = value ? 1 : 0
}

function room(sink: Sink, size: number): void {
  if (sink.at + size <= sink.bytes.length) return
  const larger = Buffer.alloc((sink.at + size) * 2)
  sink.bytes.copy(larger, 0, 0, sink.at)
  sink.bytes = larger
}
