// Where `verify` reads from: the topics of a log with the state of its tasks, or a file of exported records.
import { HEADS_KEY } from '../audit/audit-state.js'
import type { CheckpointRecord } from '../audit/audit.js'
import { SIGNATURE_HEADER } from '../audit/command.js'
import { CHAIN_HEADER, STREAMS, type Stream } from '../audit/link.js'
import type { LetGo, Named, RecordRead } from '../audit/verify.js'
import { Problem } from '../model/problem.js'
import type { Settings, TopicNames } from '../model/settings.js'
import { newestEntries } from '../store/entries.js'
import { createDecoder } from '../transport/decode.js'
import type { LogRecord, Transport } from '../transport/port.js'
import { chunksOfLines } from './lines.js'

/** A record of one of the four topics, wherever it was kept. */
export interface Kept {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly key: string
  /** null where its bytes could not be read */
  readonly value: unknown
  readonly headers: Readonly<Record<string, string>>
  /** when it was written, where the log says so */
  readonly atMs?: number
  readonly place: string
}

export interface Chains {
  /** for the sentence that says where was looked */
  readonly name: string
  /** heads as the tasks' own state has them now; none where that is not kept */
  heads(): Promise<readonly Named[]>
  /** records of one topic, each partition in its order */
  scan(topic: string, take: (record: Kept) => Promise<void> | void): Promise<void>
  /** of a topic that was read, the partitions of which the log itself says that their beginning was let go */
  letGo(topic: string): LetGo
}

const ENCODED = { decisions: 'decision', commands: 'command' } as const

export function streamOf(topics: TopicNames, topic: string): Stream | null {
  return STREAMS.find((stream) => topics[stream] === topic) ?? null
}

/** What two machines' clocks may differ by. */
const SKEW_MS = 3_600_000

interface LogSource {
  /** for the sentence that says where was looked */
  readonly name: string
  readonly settings: Pick<Settings, 'topics' | 'audit' | 'kafka'>
  readonly nowMs: number
}

/**
 * How young the records may be that a partition let go: none is younger than the first one that is left there, and none than
 * `audit.retention` allows. Only the embedded log lets go of younger ones, as it is limited in size; it never lets go of all.
 */
function untilOf(
  firstMs: number | undefined,
  { settings: { audit, kafka }, nowMs }: LogSource,
): number {
  const keptMs = nowMs - audit.retentionMs
  if (firstMs === undefined) return keptMs + SKEW_MS
  return (kafka === null ? firstMs : Math.min(firstMs, keptMs)) + SKEW_MS
}

export function chainsOfLog(
  source: LogSource,
  transport: Pick<Transport, 'read' | 'starts'>,
  progress: (records: number) => void,
): Chains {
  const { name, settings } = source
  const { topics } = settings
  const decoder = createDecoder()
  /** by topic, what each partition had let go when it had been read */
  const gone = new Map<string, LetGo>()
  let read = 0
  const valueOf = ({ topic, value }: LogRecord): unknown => {
    const stream = streamOf(topics, topic)
    try {
      return stream === null || stream === 'findings'
        ? JSON.parse(String(value))
        : decoder.decode(ENCODED[stream], value ?? Buffer.alloc(0))
    } catch {
      return null
    }
  }
  return {
    name,
    heads: () => headsOf(transport, topics),
    letGo: (topic) => gone.get(topic) ?? new Map(),
    async scan(topic, take) {
      const firstMs = new Map<number, number>()
      for await (const batch of transport.read(topic)) {
        for (const record of batch) {
          const { partition, offset, key, headers, timestampMs: atMs } = record
          if (!firstMs.has(partition)) firstMs.set(partition, atMs)
          const place = `${topic}/${partition}@${offset}`
          const value = valueOf(record)
          await take({
            topic,
            partition,
            offset,
            key: String(key ?? ''),
            value,
            headers: { ...headers },
            atMs,
            place,
          })
        }
        progress((read += batch.length))
      }
      const letGo = new Map<string, number>()
      for (const [partition, start] of (await transport.starts(topic)).entries())
        if (start !== '0') letGo.set(String(partition), untilOf(firstMs.get(partition), source))
      gone.set(topic, letGo)
    },
  }
}

/** The heads in the changelog of the judging tasks: of each task the newest frame that has them. */
async function headsOf(
  transport: Pick<Transport, 'read'>,
  topics: TopicNames,
): Promise<readonly Named[]> {
  const entries = await newestEntries(transport, topics.judgeChangelog, (key) => key === HEADS_KEY)
  return entries.map(({ owner, text }) => {
    const { heads, n, timeMs } = JSON.parse(text) as Pick<Named, 'heads' | 'n' | 'timeMs'>
    return { chain: `judge/${owner}`, heads, n, timeMs, by: 'the state of the task' }
  })
}

/** NDJSON, each line `{"topic", "partition", "offset", "key", "value", "headers"}`, as `verify --save` writes it. */
export function chainsOfFile(file: string, topics: TopicNames): Chains {
  const known = new Set([...STREAMS.map((stream) => topics[stream]), topics.audit])
  return {
    name: file,
    heads: async () => [],
    letGo: () => new Map(),
    async scan(topic, take) {
      let number = 0
      for await (const text of chunksOfLines(file)) {
        for (const line of text.split('\n')) {
          number++
          if (line.trim() === '') {
            // A chunk ends with the end of a line: what is left after it is no line
            if (line === '') number--
            continue
          }
          const place = `${file}:${number}`
          const said = lineOf(line, place)
          if (said.topic !== topic) {
            if (!known.has(said.topic))
              throw new Problem('USAGE', place, `"${said.topic}" is none of the chained topics`)
            continue
          }
          await take(said)
        }
      }
    },
  }
}

function lineOf(line: string, place: string): Kept {
  let said: Partial<Kept>
  try {
    said = JSON.parse(line) as Partial<Kept>
  } catch {
    throw new Problem('USAGE', place, 'this line is no JSON')
  }
  const { topic = '', partition = 0, offset = '', key, value = null, headers = {} } = said ?? {}
  return { topic, partition, offset, key: key ?? '', value, headers, place }
}

export function asRead(stream: Stream, record: Kept): RecordRead {
  const { key, value, headers, partition, atMs, place } = record
  return {
    stream,
    key,
    value,
    header: headers[CHAIN_HEADER],
    signature: headers[SIGNATURE_HEADER],
    partition: String(partition),
    atMs,
    place,
  }
}

export function asCheckpoint({ value }: Kept): CheckpointRecord | null {
  const said = value as Partial<CheckpointRecord> | null
  if (typeof said?.chain !== 'string' || typeof said.n !== 'number') return null
  return typeof said.jws === 'string' ? (said as CheckpointRecord) : null
}
