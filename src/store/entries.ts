// Reads a changelog from outside of its tasks: of each task the newest value under the keys that are asked for.
import { POSITION_KEY, type Transport } from '../transport/port.js'
import { readFrame } from './frame.js'

export interface KeptEntry {
  /** `<topic>/<partition>` of the task */
  readonly owner: string
  readonly key: string
  readonly text: string
}

/** Throws `Problem('STORE_CORRUPT')` for a frame that is none. */
export async function newestEntries(
  transport: Pick<Transport, 'read'>,
  changelog: string,
  wanted: (key: string) => boolean,
): Promise<readonly KeptEntry[]> {
  const newest = new Map<string, KeptEntry & { readonly seq: number; readonly gone: boolean }>()
  for await (const batch of transport.read(changelog)) {
    for (const { key: name, value, topic, partition, offset } of batch) {
      if (value === null || name === null) continue
      const [owner, slot] = name.toString().split('|') as [string, string]
      if (slot === POSITION_KEY) continue
      const codec = value[1] as number
      readFrame(value, `${topic}/${partition}@${offset}`, codec, (key, text, seq) => {
        if (!wanted(key) || (newest.get(`${owner}|${key}`)?.seq ?? -1) > seq) return
        newest.set(`${owner}|${key}`, { owner, key, text: text ?? '', seq, gone: text === null })
      })
    }
  }
  return [...newest.values()].filter(({ gone }) => !gone)
}
