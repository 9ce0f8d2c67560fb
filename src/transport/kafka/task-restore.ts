// What a task gets back when it is opened: its entries of the changelog.
import type { ChangelogEntry } from '../port.js'
import type { LogReader } from './fetch/log-reader.js'

const RESTORED_CHUNK = 1_000

/**
 * The live entries of one task, the longest unchanged first; keys without the prefix, bytes copied. To be called after
 * the task was fenced: what it had committed then lies below the high watermark of this moment. The last stable offset
 * would not do, because another task's open transaction in the same partition may hold it back behind our own records.
 */
export async function restoreEntries(
  reader: LogReader,
  changelog: string,
  partition: number,
  prefix: string,
) {
  const entries = new Map<string, Buffer>()
  const { low, high } = await reader.ends(changelog, partition)
  for await (const records of reader.bounded(changelog, partition, low, high)) {
    for (const record of records) {
      const key = record.key?.toString() ?? ''
      if (!key.startsWith(prefix)) continue
      const name = key.slice(prefix.length)
      entries.delete(name)
      if (record.value !== null) entries.set(name, Buffer.from(record.value))
    }
  }
  return entries
}

/** Hands the entries out and lets go of them on the way. */
export async function* inChunks(
  entries: Map<string, Buffer>,
): AsyncGenerator<readonly ChangelogEntry[]> {
  let chunk: ChangelogEntry[] = []
  for (const [key, value] of entries) {
    entries.delete(key)
    chunk.push({ key, value })
    if (chunk.length < RESTORED_CHUNK) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
