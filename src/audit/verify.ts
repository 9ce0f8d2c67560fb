// Checks the audit chain: each record against its link, each link against its neighbour, the ends against what was signed.
//
// Checkpoints first, then the records in the order in which they stand. A record that was changed does not fit its own hash;
// who makes a new hash for it breaks the tie to the next one; who makes all of them anew is found by the next signature.
// What is missing in the middle is a gap between runs; at the end it is what a checkpoint, the task's own state or an
// earlier verdict names and nobody has.
import type { CheckpointRecord } from './audit.js'
import { genesis, hashOf, readLink, sha256, type Head, type Link, type Stream } from './link.js'
import { createRuns } from './runs.js'
import type { PublicKey } from './signer.js'
import { followCheckpoint, openCheckpoint, type Signed } from './verify-checkpoints.js'
import { closeList, type List } from './verify-ends.js'
import { createCommandSignatures, type CommandSignatures } from './verify-commands.js'

export type FaultKind =
  | 'changed'
  | 'missing'
  | 'cut'
  | 'reordered'
  | 'inserted'
  | 'doubled'
  | 'forged'
  | 'unsigned'

/** Something that is wrong, and where: `place` as `topic/partition@offset` or `file:line`, '' where nothing stands there. */
export interface Fault {
  readonly kind: FaultKind
  readonly chain: string
  readonly stream: Stream | 'checkpoints'
  /** numbers in the chain, both included; 0 where it has none */
  readonly from: number
  readonly to: number
  readonly place: string
  readonly sentence: string
}

/** One list of one task, as far as it was found. */
export interface Checked {
  readonly chain: string
  readonly stream: Stream
  readonly from: number
  readonly to: number
  readonly hash: string
  /** number up to which a checkpoint vouches for it; 0: none does */
  readonly signedTo: number
}

export interface Verdict {
  readonly records: number
  readonly checkpoints: number
  readonly lists: readonly Checked[]
  /** names of the keys that signed */
  readonly keys: readonly string[]
  readonly faults: readonly Fault[]
  /** faults beyond those that are listed */
  readonly more: number
  readonly notes: readonly string[]
}

export interface RecordRead {
  readonly stream: Stream
  readonly key: string
  /** null where its bytes could not be read */
  readonly value: unknown
  readonly header: string | undefined
  /** of a command, the header with its own signature */
  readonly signature?: string | undefined
  /** the partition it stands in: only within one has the order of records a meaning */
  readonly partition: string
  /** when it was written, as the log has it */
  readonly atMs?: number | undefined
  readonly place: string
}

/** Heads that somebody names without signing them: the task's own state, or an earlier verdict. */
export interface Named {
  readonly chain: string
  readonly heads: Readonly<Partial<Record<Stream, Head>>>
  /** how many checkpoints there were */
  readonly n: number
  /** time of the last thing that the task did; none where that is not known */
  readonly timeMs?: number | undefined
  /** for the sentence: "the state of the task", "the verdict in FILE" */
  readonly by: string
}

export interface VerifyOptions {
  readonly keys: readonly PublicKey[]
  /** whether a signature by any other key is a fault; else it is told in a note */
  readonly onlyTheseKeys: boolean
  /** whether the beginning may be missing, as an export leaves it out */
  readonly beginningLeftOut: boolean
  readonly letGo: (stream: Stream | 'checkpoints') => LetGo
}

/** The partitions whose oldest records the log itself has let go, as retention does, and how young those may have been, in ms. */
export type LetGo = ReadonlyMap<string, number>

export interface Verifier {
  /** in the order of their topic; all before the first record */
  checkpoint(record: CheckpointRecord, place: string, atMs?: number): Promise<void>
  /** what must at least be there; before the first record */
  atLeast(named: Named): void
  record(read: RecordRead): void
  /** what there may be at most, where nothing was written meanwhile */
  atMost(named: Named): void
  verdict(): Verdict
}

/** Faults that are listed; more are counted. */
const FAULTS_MAX = 1_000

export function createVerifier(options: VerifyOptions): Verifier {
  const lists = new Map<string, List>()
  const signed = new Map<string, Signed>()
  const keys = new Set<string>()
  const strangers = new Set<string>()
  /** by chain, when its task last did anything */
  const active = new Map<string, number>()
  const faults: Fault[] = []
  const notes: string[] = []
  const trusted = new Map(options.keys.map((key) => [key.kid, key]))
  const signatures = createCommandSignatures(options.keys, options.onlyTheseKeys, (kid) => {
    keys.add(kid)
    strangers.add(kid)
  })
  let more = 0
  let records = 0
  let checkpoints = 0

  function complain(fault: Fault): void {
    if (faults.length < FAULTS_MAX) faults.push(fault)
    else more++
  }

  function listOf(chain: string, stream: Stream): List {
    const name = `${chain}\n${stream}`
    let list = lists.get(name)
    if (list === undefined) {
      const highest = { seq: 0, by: '' }
      const [runs, first, last] = [createRuns(), new Map<string, number>(), new Map()]
      const more = { runs, first, last, wanted: new Map(), highest, signedTo: 0, outlived: 0 }
      lists.set(name, (list = { chain, stream, ...more }))
    }
    return list
  }

  function vouch(
    { chain, heads }: Pick<Named, 'chain' | 'heads'>,
    by: string,
    withKey: boolean,
    atMs = -Infinity,
  ): void {
    for (const [stream, head] of Object.entries(heads) as [Stream, Head][]) {
      if (head.seq === 0) continue
      const list = listOf(chain, stream)
      const known = list.wanted.get(head.seq)
      if (known === undefined || withKey)
        list.wanted.set(head.seq, {
          hash: head.hash,
          by,
          atMs: Math.max(atMs, known?.atMs ?? atMs),
        })
      if (head.seq > list.highest.seq) list.highest = { seq: head.seq, by }
      if (withKey && head.seq > list.signedTo) list.signedTo = head.seq
    }
  }

  async function checkpoint(
    { chain, n, jws }: CheckpointRecord,
    place: string,
    atMs?: number,
  ): Promise<void> {
    checkpoints++
    const at = { chain, stream: 'checkpoints', from: n, to: n, place } as const
    const said = await openCheckpoint(jws, trusted)
    if (said === null || said.checkpoint.chain !== chain || said.checkpoint.n !== n) {
      const sentence = `checkpoint ${n} of ${chain} is not signed by the key that it names`
      return complain({ ...at, kind: 'forged', sentence })
    }
    const { kid } = said.key
    keys.add(kid)
    if (!trusted.has(kid)) {
      strangers.add(kid)
      if (options.onlyTheseKeys) {
        const sentence = `checkpoint ${n} of ${chain} is signed by ${kid}, which is none of the keys that count`
        return complain({ ...at, kind: 'forged', sentence })
      }
    }
    signatures.carried(said.key)
    if (!signed.has(chain))
      for (const [stream, { seq }] of Object.entries(said.checkpoint.heads) as [Stream, Head][])
        listOf(chain, stream).outlived = seq
    followCheckpoint(signed, said.checkpoint, sha256(jws), (kind, sentence) =>
      complain({ ...at, kind, sentence }),
    )
    vouch(said.checkpoint, `checkpoint ${n}`, true, atMs)
  }

  /** up to when checkpoints may have been let go */
  const lastLetGoMs = (): number => Math.max(-Infinity, ...options.letGo('checkpoints').values())

  /** Where no checkpoint is left, the task has to have rested since before any was let go. */
  const restOf = ({ chain }: List) => {
    const activeMs = active.get(chain) ?? Infinity
    return {
      hasCheckpoints: signed.has(chain),
      activeMs: activeMs > lastLetGoMs() ? Infinity : activeMs,
    }
  }

  return {
    checkpoint,
    atLeast(named) {
      vouch(named, named.by, false)
      const { chain, n, timeMs = Infinity } = named
      if (timeMs < (active.get(chain) ?? Infinity)) active.set(chain, timeMs)
      const { n: found } = signed.get(chain) ?? { n: 0 }
      if (found >= n) return
      const sentence = `checkpoints ${found + 1} to ${n} of ${chain} are missing: ${named.by} knows of them`
      // A task that decided nothing for so long has none left.
      if (found === 0 && lastLetGoMs() >= timeMs) return void notes.push(sentence)
      const at = { chain, stream: 'checkpoints', from: found + 1, to: n, place: '' } as const
      complain({ ...at, kind: 'cut', sentence })
    },
    record(read) {
      records++
      take(read, listOf, signatures, complain)
    },
    atMost({ chain, heads, n, by }) {
      const { n: found } = signed.get(chain) ?? { n: 0 }
      if (found > n) {
        const sentence = `checkpoints ${n + 1} to ${found} of ${chain} were added: ${by} knows of ${n}`
        const at = { chain, stream: 'checkpoints', from: n + 1, to: found, place: '' } as const
        complain({ kind: 'inserted', ...at, sentence })
      }
      for (const list of lists.values()) {
        if (list.chain !== chain) continue
        const end = heads[list.stream]?.seq ?? 0
        const to = list.runs.all[list.runs.all.length - 1]?.to ?? 0
        if (to <= end) continue
        const sentence = `${list.stream} ${end + 1} to ${to} of ${chain} were added: ${by} knows of ${end}`
        complain({ kind: 'inserted', ...about(list), from: end + 1, to, place: '', sentence })
      }
    },
    verdict() {
      for (const list of lists.values()) closeList(list, restOf(list), options, complain, notes)
      for (const [chain, { first }] of signed) {
        if (first === 1) continue
        const sentence = `checkpoints 1 to ${first - 1} of ${chain} are not there any more`
        const at = { chain, stream: 'checkpoints', from: 1, to: first - 1, place: '' } as const
        if (options.beginningLeftOut || options.letGo('checkpoints').size > 0) notes.push(sentence)
        else complain({ ...at, kind: 'cut', sentence })
      }
      for (const kid of strangers)
        if (!options.onlyTheseKeys)
          notes.push(`signed by ${kid}, for which nothing here vouches: name the keys with --keys`)
      return {
        records,
        checkpoints,
        lists: [...lists.values()].map(checkedOf),
        keys: [...keys],
        faults,
        more,
        notes,
      }
    },
  }
}

export type Complain = (fault: Fault) => void

function about({ chain, stream }: List) {
  return { chain, stream }
}

function take(
  { stream, key, value, header, signature, partition, atMs, place }: RecordRead,
  listOf: (chain: string, stream: Stream) => List,
  signatures: CommandSignatures,
  complain: Complain,
): void {
  const link = readLink(header)
  if (link === null) {
    const sentence = `a record of ${stream} without a place in the chain: Ambit did not write it`
    const at = { chain: '', stream, from: 0, to: 0, place } as const
    return complain({ ...at, kind: 'inserted', sentence })
  }
  const { chain, seq, prev, hash } = link
  const list = listOf(chain, stream)
  const at = { chain, stream, from: seq, to: seq, place } as const
  const name = `record ${seq} of ${stream} of ${chain}`
  const intact = fits(link, key, value)
  if (!intact) {
    const sentence = `${name} was changed: it does not fit its hash`
    complain({ ...at, kind: 'changed', sentence })
  } else if (stream === 'commands') {
    const fault = signatures.faultOf(signature, key, value)
    if (fault !== null) complain({ ...at, kind: fault.kind, sentence: `${name} ${fault.sentence}` })
  }
  const placed = list.runs.add(link, atMs ?? -Infinity)
  if (placed === 'doubled') {
    const sentence = `${name} is there twice`
    return complain({ ...at, kind: 'doubled', sentence })
  }
  if (placed === 'untied') {
    const sentence = `${name} is not tied to its neighbour: one of them was written anew`
    complain({ ...at, kind: 'changed', sentence })
  } else if (seq === 1 && prev !== genesis(chain, stream).hash) {
    const sentence = `${name} is not the beginning of this chain`
    complain({ ...at, kind: 'changed', sentence })
  }
  if (seq < (list.first.get(partition) ?? Infinity)) list.first.set(partition, seq)
  const last = list.last.get(partition) ?? 0
  list.last.set(partition, seq)
  if (seq < last) {
    const sentence = `${name} stands after record ${last}`
    complain({ ...at, kind: 'reordered', sentence })
  }
  const wanted = list.wanted.get(seq)
  if (wanted !== undefined && wanted.hash !== hash && intact) {
    const sentence = `${name} is not the one that ${wanted.by} names: it, or what it is tied to, was written anew`
    complain({ ...at, kind: 'changed', sentence })
  }
}

/** Strangers' bytes: what is nested too deep to be hashed is not what was written here. */
function fits({ prev, seq, hash }: Link, key: string, value: unknown): boolean {
  try {
    return hashOf(prev, seq, key, value) === hash
  } catch {
    return false
  }
}

function checkedOf({ chain, stream, runs, signedTo }: List): Checked {
  const [first, last] = [runs.all[0], runs.all[runs.all.length - 1]]
  return {
    chain,
    stream,
    from: first?.from ?? 0,
    to: last?.to ?? 0,
    hash: last?.hash ?? '',
    signedTo,
  }
}
