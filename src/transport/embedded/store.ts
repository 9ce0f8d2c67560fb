// The durable store under the embedded log: one lmdb file, owned by one process, written in group commits.
import { type Database, open, type RootDatabase } from 'lmdb'
import { Problem } from '../../model/problem.js'
import { storeFile } from './store-file.js'

/** Stands in the store; a store with another number is refused, never guessed at. */
export const STORE_FORMAT = 1

/** Writes per group commit: what waits longer than that goes into the next. */
const GROUP_MAX = 256
const MAP_BYTES = 1 << 30

export interface Store {
  /** partition id and offset → chunk */
  readonly log: Database<Buffer, Buffer>
  /** partition id and record key → where the latest record of that key is; compacted topics only */
  readonly index: Database<Buffer, Buffer>
  /** partition id and offset → tombstones that wait for their end */
  readonly graves: Database<Buffer, Buffer>
  /** topics, marks, positions, by text key */
  readonly meta: Database<unknown, string>
  /**
   * Gathers the changes of `write` in a transaction, together with others that wait at that moment, and resolves when it
   * is on disk. `write` sees what was committed before, not what stands in the same transaction.
   */
  commit(write: (changes: Changes) => void): Promise<void>
  /** rejects when a commit failed: memory and disk may differ from then on, so nothing can go on */
  readonly failed: Promise<never>
  close(): Promise<void>
}

/** What a transaction will do, in order. Nothing is written before all of it is gathered. */
export interface Changes {
  put<V>(db: Database<V, Buffer>, key: Buffer, value: V): void
  put<V>(db: Database<V, string>, key: string, value: V): void
  remove(db: Database<Buffer, Buffer>, key: Buffer): void
}

/** `closing` adds what each transaction ends with; `committed` is called after it, before anybody hears of it. */
export interface StoreHooks {
  closing(changes: Changes): void
  committed(): void
}

/** Throws `Problem('STORE_LOCKED')` when another process has the folder open, `STORE_CORRUPT` when this version cannot read it. */
export function openStore(dir: string, hooks: StoreHooks): Store {
  const root = openRoot(dir)
  let opened: Pick<Store, 'log' | 'index' | 'graves' | 'meta'>
  try {
    refuseSecondOwner(root, dir)
    const binary = { encoding: 'binary', keyEncoding: 'binary' } as const
    const meta = root.openDB<unknown, string>('meta', { encoding: 'json' })
    checkFormat(meta, dir)
    opened = {
      meta,
      log: root.openDB<Buffer, Buffer>('log', binary),
      index: root.openDB<Buffer, Buffer>('index', binary),
      graves: root.openDB<Buffer, Buffer>('graves', binary),
    }
    claim(root, meta, dir)
  } catch (error) {
    void root.close()
    throw error
  }
  return { ...opened, ...createCommitter(root, dir, hooks), close: () => root.close() }
}

function openRoot(dir: string): RootDatabase {
  const file = storeFile(dir)
  try {
    return open(file, {
      maxDbs: 8,
      noSubdir: true,
      mapSize: MAP_BYTES,
      // else a commit would be told before it is on disk
      overlappingSync: false,
    })
  } catch (error) {
    const text = (error as Error).message
    if (/MDB_(INVALID|VERSION_MISMATCH|CORRUPTED|PAGE_NOTFOUND)|not an LMDB/i.test(text)) {
      throw new Problem('STORE_CORRUPT', dir, `the store in ${dir} cannot be read: ${text}`)
    }
    throw error
  }
}

// One owner a folder. What is held is lmdb's own lock: a process that has the file open keeps a kernel lock (fcntl) on
// the lock file, and the first to come when nobody holds it starts with an empty table of readers. So a row in that table means a
// living process, whatever its number: no stale pid file, no reuse of pids, nothing to clean after SIGKILL, and it
// holds across containers that share the folder on one host. (Not across hosts: lmdb does not work on network file
// systems.) Each first looks, then adds its own row, then counts: of two that start at once, at most one stays.
function rows(root: RootDatabase): string[] {
  return root
    .readerList()
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => /^\d+\s/.test(line))
}

function refuseSecondOwner(root: RootDatabase, dir: string): void {
  root.readerCheck()
  const [owner] = rows(root)
  if (owner !== undefined) throw locked(dir, owner)
}

// A reader's row stays with the process after its first read, also while no snapshot is held.
function claim(root: RootDatabase, meta: Database<unknown, string>, dir: string): void {
  meta.get('format')
  const [, other] = rows(root)
  if (other !== undefined) throw locked(dir, other)
}

function locked(dir: string, row: string): Problem {
  const pid = row.split(/\s+/)[0]!
  const who = pid === String(process.pid) ? 'this or another process' : `process ${pid}`
  return new Problem(
    'STORE_LOCKED',
    dir,
    `the folder ${dir} is in use by ${who}: one process owns it at a time`,
  )
}

function checkFormat(meta: Database<unknown, string>, dir: string): void {
  const format = meta.get('format')
  if (format === undefined) return meta.putSync('format', STORE_FORMAT)
  if (format === STORE_FORMAT) return
  throw new Problem(
    'STORE_CORRUPT',
    dir,
    `the store in ${dir} has format ${JSON.stringify(format)}, this version reads ${STORE_FORMAT}`,
  )
}

interface Waiting {
  write(changes: Changes): void
  resolve(): void
  reject(error: Error): void
}

// While one transaction is on its way to the disk, others gather and share the next. lmdb runs a batch on a thread of
// its own and aborts it whole when any write or the sync fails.
function createCommitter(
  root: RootDatabase,
  dir: string,
  hooks: StoreHooks,
): Pick<Store, 'commit' | 'failed'> {
  let waiting: Waiting[] = []
  let writing = false
  let broken: Error | null = null
  let fail!: (error: Error) => void
  const failed = new Promise<never>((_, reject) => (fail = reject))
  failed.catch(() => {})

  // All is gathered before the first put: a batch whose callback throws would be committed as far as it came.
  const commitGroup = async (group: readonly Waiting[]) => {
    const steps: (() => unknown)[] = []
    const changes: Changes = {
      put: (db: Database<never, never>, key: unknown, value: unknown) =>
        void steps.push(() => db.put(key as never, value as never)),
      remove: (db, key) => void steps.push(() => db.remove(key)),
    }
    for (const one of group) one.write(changes)
    hooks.closing(changes)
    await root.batch(() => {
      for (const step of steps) step()
    })
  }

  const run = async () => {
    writing = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, GROUP_MAX)
      try {
        await commitGroup(group)
        hooks.committed()
        for (const one of group) one.resolve()
      } catch (error) {
        broken = await whyNot(error as Error, dir)
        fail(broken)
        for (const one of [...group, ...waiting]) one.reject(broken)
        waiting = []
      }
    }
    writing = false
  }

  return {
    failed,
    commit: (write) =>
      new Promise<void>((resolve, reject) => {
        if (broken !== null) return reject(broken)
        waiting.push({ write, resolve, reject })
        if (!writing) void run()
      }),
  }
}

/** lmdb tells why in a promise beside its error; EIO is also its word for a disk that is full. */
async function whyNot(
  error: Error & { readonly commitError?: unknown },
  dir: string,
): Promise<Error> {
  if (error.commitError === undefined) return error
  const cause = await Promise.resolve(error.commitError).catch((why: unknown) => why)
  const said = cause instanceof Error ? cause.message : error.message
  return new Problem(
    'STORE_FULL',
    dir,
    `the log in ${dir} cannot be written (${said}): is the disk full?`,
  )
}
