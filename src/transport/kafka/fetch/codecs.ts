// Undoes the compression of a record batch, never past a limit: a bomb is an error here, not a full heap.
import { createRequire } from 'node:module'
import * as zlib from 'node:zlib'

/** Bytes one record batch may unpack to, unless told otherwise. */
export const UNPACKED_BYTES_MAX = 32 * 1024 * 1024

/** Why a compressed batch cannot be read; the message is a sentence for people. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

interface NativeCodecs {
  readonly snappy: { uncompressSync(input: Uint8Array, options: { asBuffer: true }): Buffer }
  readonly lz4: { decompressFrameSync(input: Buffer): Buffer }
  readonly fzstd: { Decompress: new (ondata: (chunk: Uint8Array) => void) => Unzstd }
}
interface Unzstd {
  push(chunk: Uint8Array, final?: boolean): void
}

// Loaded at the first compressed batch of their kind, so that a process that meets none pays for none.
const require = createRequire(import.meta.url)
const loaded: { -readonly [K in keyof NativeCodecs]?: NativeCodecs[K] } = {}
const snappy = () => (loaded.snappy ??= require('snappy') as NativeCodecs['snappy'])
const lz4 = () => (loaded.lz4 ??= require('lz4-napi') as NativeCodecs['lz4'])
const fzstd = () => (loaded.fzstd ??= require('fzstd') as NativeCodecs['fzstd'])

/**
 * The bytes behind `packed`. `codec` is the number in the attributes of a record batch (Kafka's message format v2):
 * 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd. Throws `Unreadable` for another number, for damaged bytes and for more
 * than `bytesMax` bytes of output.
 */
export function unpack(codec: number, packed: Buffer, bytesMax: number): Buffer {
  try {
    switch (codec) {
      case 0:
        return packed
      case 1:
        return zlib.gunzipSync(packed, { maxOutputLength: bytesMax })
      case 2:
        return unsnappy(packed, bytesMax)
      case 3:
        return unlz4(packed, bytesMax)
      case 4:
        return unzstd(packed, bytesMax)
      default:
        throw new Unreadable(`it is compressed with codec ${codec}, which nobody has defined`)
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(bytesMax)
    throw new Unreadable(`its ${NAMES[codec]} bytes are damaged: ${(error as Error).message}`)
  }
}

const NAMES = ['plain', 'gzip', 'snappy', 'lz4', 'zstd']
const tooLarge = (bytesMax: number) =>
  new Unreadable(`it unpacks to more than ${bytesMax} bytes, as a decompression bomb would`)

const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const XERIAL_HEADER_BYTES = 16

// Java writes snappy in the framing of the xerial library: a header, then blocks with their length before them.
// librdkafka and others write one raw block.
function unsnappy(packed: Buffer, bytesMax: number): Buffer {
  if (!packed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC))
    return rawSnappy(packed, bytesMax)
  const blocks: Buffer[] = []
  let bytes = 0
  for (let at = XERIAL_HEADER_BYTES; at < packed.length; ) {
    const length = packed.readInt32BE(at)
    if (length < 0 || at + 4 + length > packed.length)
      throw new Unreadable('a snappy block is cut off')
    const block = rawSnappy(packed.subarray(at + 4, at + 4 + length), bytesMax - bytes)
    bytes += block.length
    blocks.push(block)
    at += 4 + length
  }
  return blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks, bytes)
}

// A raw block begins with its unpacked length as a varint: the limit is checked before anything is allocated.
function rawSnappy(block: Buffer, bytesMax: number): Buffer {
  let length = 0
  for (let at = 0; at < 5; at++) {
    const byte = block[at]
    if (byte === undefined) throw new Unreadable('a snappy block is cut off')
    length += (byte & 0x7f) * 2 ** (7 * at)
    if (byte < 0x80) break
  }
  if (length > bytesMax) throw tooLarge(bytesMax)
  return snappy().uncompressSync(block, { asBuffer: true })
}

const LZ4_MAGIC = 0x184d2204
const LZ4_BLOCK_BYTES = [0, 0, 0, 0, 64 * 1024, 256 * 1024, 1024 * 1024, 4 * 1024 * 1024]

// The lz4 binding has no limit of its own. A frame tells the largest size of a block and how many blocks there are:
// their product is an upper bound, exact but for the last block. (LZ4 frame format 1.6.)
function unlz4(packed: Buffer, bytesMax: number): Buffer {
  if (packed.length < 7 || packed.readUInt32LE(0) !== LZ4_MAGIC)
    throw new Unreadable('it is not an lz4 frame')
  const flags = packed[4]!
  const blockBytes = LZ4_BLOCK_BYTES[(packed[5]! >> 4) & 7]!
  if (blockBytes === 0) throw new Unreadable('its lz4 frame has a block size nobody has defined')
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0)
  let bytes = 0
  for (;;) {
    if (at + 4 > packed.length) break
    const size = packed.readUInt32LE(at)
    if (size === 0) break
    const length = size & 0x7fffffff
    bytes += size >>> 31 ? length : Math.min(blockBytes, length * 255)
    if (bytes > bytesMax + blockBytes) throw tooLarge(bytesMax)
    at += 4 + length + (flags & 0x10 ? 4 : 0)
  }
  const out = lz4().decompressFrameSync(packed)
  if (out.length > bytesMax) throw tooLarge(bytesMax)
  return out
}

type ZstdSync = (packed: Buffer, options: { maxOutputLength: number }) => Buffer
const nativeZstd = (zlib as unknown as { zstdDecompressSync?: ZstdSync }).zstdDecompressSync
/** Input handed to the pure JavaScript decoder at a time: between two slices it can be stopped. */
const ZSTD_SLICE_BYTES = 16 * 1024

// Node has zstd from 22.15 on. Before it, the JavaScript decoder reads it as a stream, so that output is counted as it grows.
function unzstd(packed: Buffer, bytesMax: number): Buffer {
  if (nativeZstd !== undefined) return nativeZstd(packed, { maxOutputLength: bytesMax })
  const chunks: Uint8Array[] = []
  let bytes = 0
  const stream = new (fzstd().Decompress)((chunk) => {
    bytes += chunk.length
    if (bytes > bytesMax) throw tooLarge(bytesMax)
    chunks.push(chunk.slice())
  })
  for (let at = 0; at < packed.length; at += ZSTD_SLICE_BYTES) {
    const end = Math.min(at + ZSTD_SLICE_BYTES, packed.length)
    stream.push(packed.subarray(at, end), end === packed.length)
  }
  return Buffer.concat(chunks, bytes)
}
