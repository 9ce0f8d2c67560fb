// The audit chain of one judging task: each decision, command and finding is tied to the one before, and the heads are signed.
//
// Each of the three lists is a chain of its own: record n carries its number, the hash of record n-1 and its own. The heads are
// part of the task's state, so they are written in the transaction that writes the records: a restart goes on where the last
// transaction ended, and the same log gives the same chain whatever the batch cuts. Checkpoints, which sign all heads together,
// are written in the same transactions: after so many records, after so much time, and in the first silence. They go to a topic
// of their own, so that who can cut the end off a list has to forge a signature elsewhere, too.
import type { RulesVersion } from '../model/finding.js'
import type { Outbound } from '../transport/port.js'
import {
  CHAIN_HEADER,
  genesis,
  hashOf,
  linkText,
  sha256,
  STREAMS,
  type Head,
  type Stream,
} from './link.js'
import { signatureOf, SIGNATURE_HEADER } from './command.js'
import type { Signer } from './signer.js'

export interface AuditOptions {
  readonly signer: Signer
  readonly rules: RulesVersion
  /** topic of the checkpoints */
  readonly topic: string
  /** records that stay unsigned at most */
  readonly every: number
  /** how long they do at most while there is work, in ms */
  readonly withinMs: number
}

/** A checkpoint as it stands in its topic, under the chain's name as its key. */
export interface CheckpointRecord {
  readonly chain: string
  readonly n: number
  readonly jws: string
}

export interface Audit {
  /** by which everything is decided now */
  readonly rules: RulesVersion
  /** the record with its place in the chain, a command signed too; `value` is what its bytes say, `timeMs` its event time */
  link(stream: Stream, record: Outbound, value: unknown, timeMs: number): Outbound
  /** the checkpoints that are due at the end of a batch; `silent`: nothing has come for a while */
  checkpoints(nowMs: number, silent: boolean): readonly Outbound[]
  /** the heads as state of the task; null before the first record */
  save(): string | null
  restore(text: string): void
}

interface Saved {
  heads: Partial<Record<Stream, Head>>
  n: number
  prev: string
  timeMs: number
  unsigned: number
  rules: RulesVersion | null
}

/** `chain` is the task's id. */
export function createAudit(chain: string, options: AuditOptions): Audit {
  const { signer, rules, every, withinMs } = options
  const heads: Record<Stream, Head> = {
    decisions: genesis(chain, 'decisions'),
    commands: genesis(chain, 'commands'),
    findings: genesis(chain, 'findings'),
  }
  let n = 0
  let prev = ''
  let timeMs = 0
  let unsigned = 0
  /** the rules that the unsigned records were decided by */
  let decidedBy: RulesVersion | null = null
  let signedAtMs = -Infinity
  let saved: string | null = null

  const dirty = (): void => void (saved = null)

  function sign(by: RulesVersion): Outbound {
    const said = Object.fromEntries(
      STREAMS.filter((stream) => heads[stream].seq > 0).map((stream) => [stream, heads[stream]]),
    )
    const jws = signer.sign({ v: 1, chain, n: ++n, prev, time: timeMs, heads: said, rules: by })
    prev = sha256(jws)
    unsigned = 0
    dirty()
    const record: CheckpointRecord = { chain, n, jws }
    return { topic: options.topic, key: chain, value: Buffer.from(JSON.stringify(record)) }
  }

  /** records that other rules decided were signed as theirs before the first one of these */
  let owed: Outbound[] = []

  return {
    rules,
    link(stream, record, value, atMs) {
      if (unsigned > 0 && decidedBy !== null && decidedBy.digest !== rules.digest)
        owed.push(sign(decidedBy))
      decidedBy = rules
      const before = heads[stream]
      const seq = before.seq + 1
      const key = String(record.key ?? '')
      const hash = hashOf(before.hash, seq, key, value)
      heads[stream] = { seq, hash }
      unsigned++
      if (atMs > timeMs) timeMs = atMs
      dirty()
      const header = linkText({ chain, seq, prev: before.hash, hash })
      const headers = { ...record.headers, [CHAIN_HEADER]: header }
      if (stream !== 'commands') return { ...record, headers }
      const signature = signatureOf(signer, key, value)
      return { ...record, headers: { ...headers, [SIGNATURE_HEADER]: signature } }
    },
    checkpoints(nowMs, silent) {
      const due = owed
      owed = []
      if (unsigned > 0 && (silent || unsigned >= every || nowMs - signedAtMs >= withinMs)) {
        signedAtMs = nowMs
        due.push(sign(decidedBy ?? rules))
      }
      return due
    },
    save() {
      if (n === 0 && unsigned === 0) return null
      if (saved === null) {
        const state: Saved = { heads, n, prev, timeMs, unsigned, rules: decidedBy }
        saved = JSON.stringify(state)
      }
      return saved
    },
    restore(text) {
      const state = JSON.parse(text) as Saved
      Object.assign(heads, state.heads)
      n = state.n
      prev = state.prev
      timeMs = state.timeMs
      unsigned = state.unsigned
      decidedBy = state.rules
      saved = text
    },
  }
}
