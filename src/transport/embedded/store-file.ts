// The file of the store before lmdb has it: lmdb maps what it finds, and a file that is none, or is cut, ends the process without a word.
import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../model/problem.js'

/** Of lmdb 0.9.90 and later, as lmdb-js has it on 64-bit machines: `MDB_MAGIC`, and where it and what it vouches for stand in a page. */
const MAGIC = 0xbeefc0de
const AT = {
  magic: 24,
  pageBytes: 48,
  freeRoot: 88,
  root: 136,
  lastPage: 144,
  transaction: 152,
} as const
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

/** An empty file is a store to be. What is checked of any other are the two heads and that the newer one's trees lie inside of it. */
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
  // A file that ends before its last page may end in pages that nobody needs any more: which of them are needed the trees say.
  if ((newer.readBigUInt64LE(AT.lastPage) + 1n) * BigInt(pageBytes) <= size) return ''
  const roots = [newer.readBigUInt64LE(AT.freeRoot), newer.readBigUInt64LE(AT.root)]
  return isWhole({ opened, pageBytes, pages: Math.floor(size / pageBytes) }, roots) ? '' : cut
}

interface Pages {
  readonly opened: number
  readonly pageBytes: number
  /** whole pages in the file */
  readonly pages: number
}

/** Of a page: its head, its kind, where its list of nodes ends, and how many pages a long value has. Of a node: as far from its start, or its value's. */
const PAGE = { head: 24, flags: 18, nodesEnd: 20, long: 20 } as const
const NODE = { flags: 4, keyBytes: 6, key: 8, treeRoot: 40 } as const
const BRANCH = 1
const LONG = 4
const LONG_VALUE = 1
const TREE = 2

/** Whether all that the trees name is there. */
function isWhole({ opened, pageBytes, pages }: Pages, roots: readonly bigint[]): boolean {
  // Whatever a broken page says of where its parts are, that is inside of this.
  const page = Buffer.alloc(4 * PAGE_BYTES_MAX)
  const open = [...roots]
  for (let looked = 0; open.length > 0; looked++) {
    const root = open.pop() as bigint
    if (root === EMPTY) continue
    if (looked > pages || root >= pages) return false
    readSync(opened, page, 0, pageBytes, Number(root) * pageBytes)
    const kind = page.readUInt16LE(PAGE.flags)
    if ((kind & LONG) === 0) addNamed(page, (kind & BRANCH) !== 0, open)
    else if (Number(root) + page.readUInt32LE(PAGE.long) > pages) return false
  }
  return true
}

/** Adds the pages that the nodes of a page name. */
function addNamed(page: Buffer, isBranch: boolean, open: bigint[]): void {
  const nodes = page.readUInt16LE(PAGE.nodesEnd) >> 1
  for (let i = 0; i < nodes; i++) {
    const at = PAGE.head + page.readUInt16LE(PAGE.head + 2 * i)
    const flags = page.readUInt16LE(at + NODE.flags)
    const value = at + NODE.key + page.readUInt16LE(at + NODE.keyBytes)
    if (isBranch) open.push(BigInt(page.readUInt32LE(at)) + (BigInt(flags) << 32n))
    else if ((flags & LONG_VALUE) !== 0) open.push(page.readBigUInt64LE(value))
    else if ((flags & TREE) !== 0) open.push(page.readBigUInt64LE(value + NODE.treeRoot))
  }
}

function isHead(page: Buffer): boolean {
  return page.readUInt32LE(AT.magic) === MAGIC
}
