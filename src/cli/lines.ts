// Lines of files and of standard input, decompressed where they are gzip: whole chunks at a time, as lines are many.
import { isAscii } from 'node:buffer'
import { createReadStream, statSync } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Problem } from '../model/problem.js'

const CHUNK_BYTES = 1 << 20
const NEWLINE = 10

/** Throws a `Problem` of code USAGE for what cannot be read by lines; `-` always can. */
export function checkFile(file: string): void {
  if (file === '-') return
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats === undefined) throw new Problem('USAGE', file, 'there is no such file')
  if (stats.isDirectory())
    throw new Problem('USAGE', file, 'this is a folder: name the files in it')
}

/** For a file that was asked for and cannot be had. */
export function unwritable(file: string, error: unknown): Problem {
  const { code, message } = error as NodeJS.ErrnoException
  return new Problem('USAGE', file, `it cannot be written (${code ?? message})`)
}

/**
 * Gives texts that end at the end of a line, each of many lines. `-` is standard input. Bytes that are no UTF-8 become
 * U+FFFD. Rejects with the system's error where a file cannot be read.
 */
export async function* chunksOfLines(file: string): AsyncGenerator<string> {
  const source =
    file === '-' ? process.stdin : createReadStream(file, { highWaterMark: CHUNK_BYTES })
  const bytes = file.endsWith('.gz')
    ? pipeline(source, createGunzip({ chunkSize: CHUNK_BYTES }), () => {})
    : source
  let rest: Buffer | null = null
  for await (const part of bytes as AsyncIterable<Buffer>) {
    const chunk: Buffer = rest === null ? part : Buffer.concat([rest, part])
    const end = chunk.lastIndexOf(NEWLINE)
    if (end < 0) {
      rest = chunk
      continue
    }
    yield textOf(chunk.subarray(0, end + 1))
    rest = end + 1 === chunk.length ? null : chunk.subarray(end + 1)
  }
  if (rest !== null && rest.length > 0) yield textOf(rest)
}

/** Most events are ASCII, and those bytes need no decoding. */
function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
}
