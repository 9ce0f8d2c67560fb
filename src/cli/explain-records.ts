// Where `explain` reads from: a log's topics, a running engine's pages, or the output of `replay`; each a bounded scan.
import type { IdentityRecord } from '../feed/identity.js'
import type { CommandLife } from '../model/life-command.js'
import { Problem } from '../model/problem.js'
import type { Settings, TopicNames } from '../model/settings.js'
import type { Command, Decision, JoinedEvent } from '../model/wire.js'
import type { Followed } from '../respond/confirmation/followed.js'
import { newestEntries } from '../store/entries.js'
import { createDecoder } from '../transport/decode.js'
import type { Transport } from '../transport/port.js'
import { askEngine, engineAddress } from './open-engine.js'
import { chunksOfLines } from './lines.js'

/** What `explain` reads of a finding (OCSF 1.8.0, class 2004). */
export interface FindingSaid {
  readonly activity_id: number
  readonly time: number
  readonly message: string
  readonly status_detail: string
  readonly finding_info: {
    readonly uid: string
    readonly types: readonly string[]
    readonly related_events?: readonly { readonly uid: string }[]
    readonly analytic: { readonly uid: string }
  }
  readonly unmapped: { readonly ambit: Readonly<Record<string, unknown>> }
}

export interface Lists {
  readonly joined: JoinedEvent
  readonly decisions: Decision
  readonly commands: Command
  readonly findings: FindingSaid
}
export type ListName = keyof Lists

export interface Records {
  /** for the sentence that says where was looked */
  readonly name: string
  /** false where events themselves cannot be had, only what was made of them */
  readonly hasEvents: boolean
  /** how many records could not be read so far */
  readonly unreadable: number
  /** every record of one list, in whatever order it stands there */
  scan<L extends ListName>(list: L, take: (record: Lists[L]) => void): Promise<void>
  /** what came back from those who carry commands out, as it came; left out where it was not kept */
  results?(take: (value: Buffer) => void): Promise<void>
  /** where these commands stand, as far as they are followed; left out where that is not kept */
  standings?(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, CommandLife>>
  /** what an engine at work knows of an identity; left out where there is none to ask */
  identity?(id: string): Promise<IdentityRecord | null>
}

const ENCODED = { joined: 'joined-event', decisions: 'decision', commands: 'command' } as const

/** Topics of the embedded log or of Kafka, up to what was their end at the call. */
export function recordsOfLog(
  name: string,
  transport: Pick<Transport, 'read'>,
  topics: TopicNames,
  progress: (records: number) => void,
): Records {
  const decoder = createDecoder()
  let read = 0
  let unreadable = 0
  return {
    name,
    hasEvents: true,
    get unreadable() {
      return unreadable
    },
    async scan(list, take) {
      for await (const batch of transport.read(topics[list])) {
        for (const { value } of batch) {
          if (value === null) continue
          try {
            take(
              (list === 'findings'
                ? JSON.parse(value.toString())
                : decoder.decode(ENCODED[list as 'joined'], value)) as never,
            )
          } catch {
            // Others may write to these topics too: one strange record must not hide the rest
            unreadable++
          }
        }
        progress((read += batch.length))
      }
    },
    async results(take) {
      for await (const batch of transport.read(topics.commandResults)) {
        for (const { value } of batch) if (value !== null) take(value)
        progress((read += batch.length))
      }
    },
    async standings(ids) {
      const ofCommand = (key: string): boolean => key.startsWith('f/') && ids.has(key.slice(2))
      const entries = await newestEntries(transport, topics.judgeChangelog, ofCommand)
      return new Map(
        entries.map(({ key, text }) => {
          const { state, attempt, doneMs } = JSON.parse(text) as Followed
          return [key.slice(2), { state, attempts: attempt, confirmed: doneMs }]
        }),
      )
    },
  }
}

const PAGE_RECORDS = 1000

/** The pages of an engine at work. Rejects with a `Problem` that says why it does not answer. */
export function recordsOfEngine(
  url: string,
  token: string | null,
  progress: (records: number) => void,
): Records {
  const { base, token: linked } = engineAddress(url)
  let read = 0
  const ask = async (path: string): Promise<Response> => {
    const answer = await askEngine(base, path, linked ?? token)
    if (answer.status === 401 || answer.status === 403)
      throw new Problem(
        'USAGE',
        base,
        'the engine asks for its token: set http.token or AMBIT_HTTP_TOKEN',
      )
    return answer
  }
  const lives = new Map<string, CommandLife>()
  const page = async (
    list: ListName,
    before: string | null,
  ): Promise<{ items: unknown[]; next: string | null }> => {
    const query = `limit=${PAGE_RECORDS}${before === null ? '' : `&before=${encodeURIComponent(before)}`}`
    const answer = await ask(`/v1/${list}?${query}`)
    if (!answer.ok)
      throw new Problem(
        'ENGINE_UNAVAILABLE',
        base,
        `the engine answered with status ${answer.status}`,
      )
    return (await answer.json()) as { items: unknown[]; next: string | null }
  }
  /** what became of a command stands beside it on its page */
  const withoutLife = (item: unknown): Command => {
    const { life, ...command } = item as Command & { readonly life?: CommandLife }
    if (life !== undefined) lives.set(command.id, life)
    return command
  }
  return {
    name: `the engine at ${base}`,
    hasEvents: false,
    unreadable: 0,
    async scan(list, take) {
      if (list === 'joined') return
      let before: string | null = null
      do {
        const { items, next } = await page(list, before)
        for (const item of items) take((list === 'commands' ? withoutLife(item) : item) as never)
        progress((read += items.length))
        before = next
      } while (before !== null)
    },
    standings: async () => lives,
    async identity(id) {
      const answer = await ask(`/v1/identities?id=${encodeURIComponent(id)}`)
      return answer.ok ? ((await answer.json()) as IdentityRecord) : null
    },
  }
}

/** NDJSON as `replay` prints it; standard input cannot be read twice, so it is kept. */
export async function recordsOfFile(
  file: string,
  { topics }: Pick<Settings, 'topics'>,
): Promise<Records> {
  let kept: string[] | null = null
  let unreadable = 0
  if (file === '-') {
    kept = []
    for await (const text of chunksOfLines(file)) kept.push(text)
  }
  const chunks = (): AsyncIterable<string> | Iterable<string> => kept ?? chunksOfLines(file)
  return {
    name: file === '-' ? 'standard input' : file,
    hasEvents: true,
    get unreadable() {
      return unreadable
    },
    async scan(list, take) {
      const head = `{"topic":${JSON.stringify(topics[list])},`
      unreadable = 0
      for await (const text of chunks()) {
        for (const line of text.split('\n')) {
          if (!line.startsWith('{"topic":')) {
            if (line.trim() !== '') unreadable++
          } else if (line.startsWith(head)) {
            try {
              take((JSON.parse(line) as { value: never }).value)
            } catch {
              unreadable++
            }
          }
        }
      }
    },
  }
}
