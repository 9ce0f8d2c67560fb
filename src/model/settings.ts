// Everything a configuration can say, checked and with its defaults filled in (contract, sections 9 and 10). Durations are ms.
import type { Tier } from './capability.js'
import type { Kind } from './event.js'

export interface Settings {
  readonly kafka: KafkaSettings | null
  readonly registry: {
    readonly url: string
    readonly username: string | null
    readonly password: string | null
  } | null
  readonly data: string
  readonly sources: readonly SourceSettings[]
  readonly topics: TopicNames
  readonly output: { readonly encoding: 'avro' | 'json' }
  readonly rules: readonly string[]
  /** values that rules put in for `%name%`, under `expand` */
  readonly placeholders: Readonly<Record<string, readonly string[]>>
  readonly mode: 'enforce' | 'shadow'
  readonly latenessMs: number
  readonly graceMs: number
  readonly propagationMs: number
  /** how long a task may rest: one that is suspended for longer counts as ended. null: for ever */
  readonly suspensionMs: number | null
  /** how long an agent that reports regularly may be silent while its credentials are used; null: nobody listens */
  readonly silenceMs: number | null
  /** how long live credentials and scopes may exceed what the open tasks need; null: for ever */
  readonly accumulationMs: number | null
  /** how identities without a declared purpose are learned: first only learned, then half forgotten after; null: not at all */
  readonly baseline: { readonly warmupMs: number; readonly halfLifeMs: number } | null
  /** how far in the future of its append time an event may lie before its time stops moving the watermark */
  readonly skewMs: number
  /** how far the clock of a source of resources may be off the agents' before its events are withheld; null: as far as it likes */
  readonly clockSkewMs: number | null
  readonly approval: {
    readonly deadlineMs: number
    readonly onTimeout: 'revoke' | 'allow'
    readonly threshold: number
    /** people who have to allow something, by the tier of the agent */
    readonly approvers: Readonly<Record<Tier, number>>
    /** blast radius from which it takes two at least; Infinity: from none */
    readonly secondAt: number
    /** what one person may allow in a stretch of time; null: everything */
    readonly fatigue: { readonly answers: number; readonly windowMs: number } | null
  }
  /** agents, workloads (also `spiffe://…/*`) and credentials that only a person may have revoked or cut off */
  readonly protected: readonly string[]
  /** what cannot be brought back once a command has ended it: that takes two sources, or a person */
  readonly irreversible: IrreversibleSettings
  readonly confirmation: { readonly withinMs: number; readonly repeats: number } | null
  readonly budget: {
    readonly perRule: number
    readonly windowMs: number
    readonly share: number
  } | null
  /** how deep and how wide delegation may go before it is told */
  readonly delegation: { readonly depth: number; readonly fanOut: number }
  readonly audit: AuditSettings
  /** tiers whose requests are let pass while the state is not there to decide them */
  readonly failOpen: readonly Tier[]
  readonly joined: boolean
  /** where values come from is followed under this key of their hashes (null: the fixed one); null: not at all */
  readonly provenance: { readonly key: string | null } | null
  readonly decisions: 'all' | 'notable'
  readonly limits: LimitSettings
  /** SPIFFE ids (or `spiffe://td/path/*`) that forward other workloads' tokens by design: no second user of a credential */
  readonly proxies: readonly string[]
  /** trust domain → file of its SPIFFE bundle (JWKS) */
  readonly spiffe: {
    readonly bundles: Readonly<Record<string, string>>
    readonly audience: string | null
  }
  readonly http: {
    readonly host: string
    readonly port: number
    readonly token: string | null
    /** names, beside loopback and `host`, under which requests may come (`Host` header) */
    readonly names?: readonly string[]
  }
  readonly log: { readonly level: string }
}

/** Ids, also as `begins-so*`. */
export interface IrreversibleSettings {
  readonly agents: readonly string[]
  readonly workloads: readonly string[]
  readonly credentials: readonly string[]
  readonly tasks: readonly string[]
}

export interface AuditSettings {
  /** private Ed25519 key (PEM, PKCS 8) that signs the checkpoints; null: one is made and kept in the data folder */
  readonly key: string | null
  /** records of a task that stay unsigned at most */
  readonly every: number
  /** how long they do, in ms */
  readonly withinMs: number
  /** how long decisions, commands, findings and checkpoints are kept where Ambit creates their topics, in ms */
  readonly retentionMs: number
}

export interface KafkaSettings {
  readonly brokers: readonly string[]
  readonly clientId: string
  readonly group: string
  /** how long a silent member keeps its partitions, in ms; 10 s where nothing is said. The broker has bounds of its own */
  readonly sessionMs?: number
  /** passed on to kafkajs: true, or TLS options */
  readonly ssl: boolean | Readonly<Record<string, unknown>> | null
  readonly sasl: Readonly<Record<string, unknown>> | null
}

export interface SourceSettings {
  readonly topic: string
  readonly kind: Kind
  readonly format: 'ambit'
}

export interface TopicNames {
  readonly joined: string
  readonly decisions: string
  readonly commands: string
  readonly findings: string
  readonly deadLetters: string
  /** signed heads of the chains of decisions, commands and findings */
  readonly audit: string
  readonly approvals: string
  readonly commandResults: string
  /** compacted: the identity graph's bindings, read whole by every process */
  readonly identities: string
  /** frames of joined events between the two topologies; nobody outside reads it */
  readonly repartition: string
  readonly identifyChangelog: string
  readonly judgeChangelog: string
}

/**
 * Bytes that a record of ours may have, and that its topic takes. What an event says is written again, and is longer then: what
 * was one byte in Avro is an escape of six, and what was 1e20 is written out.
 */
export function recordBytesMax({ eventBytes }: Pick<LimitSettings, 'eventBytes'>): number {
  return 6 * eventBytes + 2 * 1024 * 1024
}

export interface LimitSettings {
  /** contexts held per task of `judge`; the one idle longest goes first */
  readonly identities: number
  /** bytes of one record's value */
  readonly eventBytes: number
  /** nesting of JSON */
  readonly depth: number
  /** UTF-16 units of any one text that is used as an id */
  readonly idLength: number
  /** events waiting for their binding, per task of `identify` */
  readonly waiting: number
  /** event ids remembered for duplicates, per source */
  readonly duplicates: number
  /** characters of hashed values and words held for provenance, per task of `judge` */
  readonly provenance: number
  /** credentials in the identity graph */
  readonly credentials: number
}
