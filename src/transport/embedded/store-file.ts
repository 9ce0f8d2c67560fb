// The file of the store before lmdb has it: lmdb maps what it finds, and a file that is none, or is cut, ends the process without a word.
import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../model/problem.js'

/** Of lmdb 0.9.90 and later, as lmdb-js has it on 64-bit machines: `MDB_MAGIC`, and where it and what it vouches for stand in a page. */
const MAGIC = 0xbeefc0de
const AT = { magic: 24, pageBytes: 48, freeRoot: 88, root: 136, transaction: 152 } as const
const META_BYTES = 160
const PAGE_BYTES_MAX = 1 << 16
/** no tree, so nothing of it can be missing */
const EMPTY = 0xffff_ffff_ffff_ffffn

/** Makes the folder and gives the path of its file; throws `Problem('CONFIG_INVALID')` where that cannot be, `STORE_CORRUPT` for a file that lmdb must not open. */
export function storeFile(dir: string): string {
  const file = join(dir, 'log.mdb')
  try {
    mkdirSync(dir, { recursive: true })
    const opened = openSync(file, 'a+')
    try {
      const fault = faultIn(opened)
      if (fault !== '')
        throw new Problem('STORE_CORRUPT', dir, `the store in ${dir} cannot be read: ${fault}`)
    } finally {
      closeSync(opened)
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof Problem || code === undefined) throw error
    throw new Problem('CONFIG_INVALID', dir, `no log can be kept in this folder (${code})`)
  }
  return file
}

/** An empty file is a store to be. What is checked of any other are the two heads and that the newer one's trees begin inside of it. */
function faultIn(opened: number): string {
  const { size } = fstatSync(opened)
  if (size === 0) return ''
  const first = Buffer.alloc(META_BYTES)
  const none = 'log.mdb is no store of Ambit'
  if (readSync(opened, first, 0, META_BYTES, 0) < META_BYTES || !isHead(first)) return none
  const pageBytes = first.readUInt32LE(AT.pageBytes)
  if (pageBytes === 0 || pageBytes > PAGE_BYTES_MAX) return none
  const cut = 'log.mdb was cut: it ends before what its head names'
  const second = Buffer.alloc(META_BYTES)
  if (readSync(opened, second, 0, META_BYTES, pageBytes) < META_BYTES || !isHead(second)) return cut
  const [one, other] = [first, second].map((head) => head.readBigUInt64LE(AT.transaction))
  const newer = (other as bigint) > (one as bigint) ? second : first
  const roots = [newer.readBigUInt64LE(AT.freeRoot), newer.readBigUInt64LE(AT.root)]
  const isCut = roots.some((root) => root !== EMPTY && (root + 1n) * BigInt(pageBytes) > size)
  return isCut ? cut : ''
}

function isHead(page: Buffer): boolean {
  return page.readUInt32LE(AT.magic) === MAGIC
}
