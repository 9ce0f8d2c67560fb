// Commands, findings and decisions, newest first, and as they come: from the embedded log itself; on Kafka those that this process published.
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'
import { createDecoder, type Decoder } from '../transport/decode.js'
import type { EmbeddedTransport } from '../transport/embedded/embedded.js'
import type { Outbound } from '../transport/port.js'
import { createRecent } from '../web/recent.js'
import { createStream, type Stream } from '../web/recent-stream.js'
import type { Listed, Page } from '../web/server.js'

export interface Pages {
  published(out: readonly Outbound[]): void
  readonly stream: Stream
  page(listed: Listed, before: string | null, limit: number): Promise<Page>
}

const RECORDS = { commands: 'command', decisions: 'decision' } as const

function reader(decoder: Decoder): (listed: Listed, value: Buffer) => unknown {
  return (listed, value) =>
    listed === 'findings'
      ? (JSON.parse(value.toString()) as unknown)
      : decoder.decode(RECORDS[listed], value)
}

export function createPages({ topics }: Settings, embedded: EmbeddedTransport | null): Pages {
  const read = reader(createDecoder())
  const stream = createStream((listed, value) => read(listed, value as Buffer))
  const recent = embedded === null ? createRecent() : null
  const listOf = new Map<string, Listed>(
    (['commands', 'decisions', 'findings'] as const).map((listed) => [topics[listed], listed]),
  )
  return {
    stream,
    published(out) {
      for (const { topic, value } of out) {
        const listed = listOf.get(topic)
        if (listed === undefined) continue
        // The embedded log knows them by itself
        recent?.add(listed, value)
        stream.add(listed, value)
      }
    },
    async page(listed, before, limit) {
      if (embedded !== null) {
        const page = embedded.readBack(topics[listed], cursorOf(before), limit)
        return {
          items: page.records.map(({ value }) => read(listed, value as Buffer)),
          next: page.next === null ? null : page.next.join('.'),
        }
      }
      const { items, next } = await recent!.page(listed, before, limit)
      return { items: items.map((value) => read(listed, value as Buffer)), next }
    },
  }
}

function cursorOf(before: string | null): readonly string[] | null {
  if (before === null) return null
  if (!/^\d{1,15}(\.\d{1,15})*$/.test(before))
    throw new Problem('USAGE', '', 'this is no cursor of a page')
  return before.split('.')
}
