// A checked configuration with its defaults filled in (contract, section 9): what the rest of the program sees.
import type { Tier } from '../model/capability.js'
import type { KafkaSettings, Settings, TopicNames } from '../model/settings.js'
import { besideOrHere } from './config-environment.js'
import type { Config } from './config-schema.js'

const TIERS = ['low', 'medium', 'high'] as const

/** The sources, by default the three topics of the contract. */
export function sourcesOf(config: Config): Settings['sources'] {
  if (config.sources !== undefined) {
    return config.sources.map(({ topic, kind }) => ({ topic, kind, format: 'ambit' as const }))
  }
  return [
    { topic: 'agent-events', kind: 'agent', format: 'ambit' },
    { topic: 'workload-events', kind: 'workload', format: 'ambit' },
    { topic: 'resource-events', kind: 'resource', format: 'ambit' },
  ]
}

/** The topics' names under their keys in the file. */
export function wireNames({ topics = {} }: Config) {
  return {
    joined: topics.joined ?? 'ambit.joined',
    decisions: topics.decisions ?? 'ambit.decisions',
    commands: topics.commands ?? 'ambit.commands',
    findings: topics.findings ?? 'ambit.findings',
    dead_letters: topics.dead_letters ?? 'ambit.dead-letters',
    audit: topics.audit ?? 'ambit.audit',
    approvals: topics.approvals ?? 'ambit.approvals',
    command_results: topics.command_results ?? 'ambit.command-results',
    identities: topics.identities ?? 'ambit.identities',
    repartition: topics.repartition ?? 'ambit.repartition',
    identify_changelog: topics.identify_changelog ?? 'ambit.identify-changelog',
    judge_changelog: topics.judge_changelog ?? 'ambit.judge-changelog',
  }
}

function topicsOf(config: Config): TopicNames {
  const { dead_letters, command_results, identify_changelog, judge_changelog, ...same } =
    wireNames(config)
  return {
    ...same,
    deadLetters: dead_letters,
    commandResults: command_results,
    identifyChangelog: identify_changelog,
    judgeChangelog: judge_changelog,
  }
}

function kafkaOf(kafka: Config['kafka']): KafkaSettings | null {
  if (kafka === undefined) return null
  const { brokers, client_id = 'ambit', group = 'ambit', session, ssl, sasl } = kafka
  return {
    brokers,
    clientId: client_id,
    group,
    ...(session === undefined ? {} : { sessionMs: session }),
    ssl: sslOf(ssl),
    sasl: sasl ?? null,
  }
}

function sslOf(ssl: NonNullable<Config['kafka']>['ssl']): KafkaSettings['ssl'] {
  if (ssl === undefined || ssl === false) return null
  if (ssl === true) return true
  const { min_version, reject_unauthorized, ...same } = ssl
  return {
    ...same,
    ...(min_version === undefined ? {} : { minVersion: min_version }),
    ...(reject_unauthorized === undefined ? {} : { rejectUnauthorized: reject_unauthorized }),
  }
}

function baselineOf({ baseline = {} }: Config): Settings['baseline'] {
  if (typeof baseline !== 'object') return null
  return {
    warmupMs: baseline.warmup ?? 7 * DAY_MS,
    halfLifeMs: baseline.half_life ?? 14 * DAY_MS,
  }
}

const DAY_MS = 86_400_000

/** How long what does not happen is waited for, and how wrong a clock may be. */
function patienceOf({ suspension, silence, accumulation, clock_skew: clockSkew }: Config) {
  return {
    suspensionMs: lasting(suspension, 86_400_000),
    silenceMs: lasting(silence, 600_000),
    accumulationMs: lasting(accumulation, 900_000),
    clockSkewMs: lasting(clockSkew, 300_000),
  }
}

/** A duration that `off` lifts. */
function lasting(said: number | 'off' | false | undefined, standardMs: number): number | null {
  return said === undefined ? standardMs : typeof said === 'number' ? said : null
}

function rulesOf({ rules = ['rules'] }: Config, file: string | null): readonly string[] {
  return rules.map((folder) => besideOrHere(folder, file))
}

function irreversibleOf({ irreversible: said = {} }: Config): Settings['irreversible'] {
  const { agents = [], workloads = [], credentials = [], tasks = [] } = said
  return { agents, workloads, credentials, tasks }
}

function auditOf({ audit = {} }: Config): Settings['audit'] {
  return {
    key: audit.key ?? null,
    every: audit.every ?? 1_000,
    withinMs: audit.within ?? 30_000,
    retentionMs: audit.retention ?? 400 * 86_400_000,
  }
}

function placeholdersOf({ placeholders = {} }: Config): Settings['placeholders'] {
  return Object.fromEntries(
    Object.entries(placeholders).map(([name, values]) => [name, values.map(String)]),
  )
}

function approvalOf(approval: NonNullable<Config['approval']>): Settings['approval'] {
  const { fatigue = {} } = approval
  return {
    deadlineMs: approval.deadline ?? 900_000,
    onTimeout: approval.on_timeout ?? 'revoke',
    threshold: approval.threshold ?? 70,
    approvers: approversOf(approval),
    secondAt: approval.second_at ?? Infinity,
    fatigue:
      typeof fatigue !== 'object'
        ? null
        : { answers: fatigue.answers ?? 120, windowMs: fatigue.window ?? 3_600_000 },
  }
}

function approversOf({ approvers = 1 }: NonNullable<Config['approval']>): Record<Tier, number> {
  const of = (tier: Tier): number =>
    typeof approvers === 'number' ? approvers : (approvers[tier] ?? 1)
  return { low: of('low'), medium: of('medium'), high: of('high') }
}

/** `file` is the configuration's own name, beside which relative names in it are looked for first; null: there is none. */
export function settingsOf(config: Config, file: string | null): Settings {
  const { registry, approval = {}, confirmation = {}, budget = {}, limits = {}, http = {} } = config
  const { delegation = {} } = config
  return {
    kafka: kafkaOf(config.kafka),
    registry:
      registry === undefined
        ? null
        : {
            url: registry.url,
            username: registry.username ?? null,
            password: registry.password ?? null,
          },
    data: config.data ?? './ambit-data',
    sources: sourcesOf(config),
    topics: topicsOf(config),
    output: { encoding: config.output?.encoding ?? 'avro' },
    rules: rulesOf(config, file),
    placeholders: placeholdersOf(config),
    mode: config.mode ?? 'enforce',
    latenessMs: config.lateness ?? 300_000,
    graceMs: config.grace ?? 30_000,
    propagationMs: config.propagation ?? 5_000,
    skewMs: config.skew ?? 60_000,
    ...patienceOf(config),
    baseline: baselineOf(config),
    approval: approvalOf(approval),
    protected: config.protected ?? [],
    irreversible: irreversibleOf(config),
    confirmation:
      typeof confirmation !== 'object'
        ? null
        : { withinMs: confirmation.within ?? 30_000, repeats: confirmation.repeats ?? 3 },
    budget:
      typeof budget !== 'object'
        ? null
        : {
            perRule: budget.per_rule ?? 5,
            windowMs: budget.window ?? 600_000,
            share: budget.share ?? 0.02,
          },
    delegation: { depth: delegation.depth ?? 5, fanOut: delegation.fan_out ?? 20 },
    audit: auditOf(config),
    failOpen: TIERS.filter((tier) => config.access?.fail?.[tier] === 'open'),
    joined: config.joined ?? true,
    provenance:
      config.provenance === undefined || typeof config.provenance === 'object'
        ? { key: config.provenance?.key ?? null }
        : null,
    decisions: config.decisions ?? 'all',
    limits: {
      identities: limits.identities ?? 500_000,
      eventBytes: limits.event_bytes ?? 1_048_576,
      depth: limits.depth ?? 32,
      idLength: limits.id_length ?? 2048,
      waiting: limits.waiting ?? 100_000,
      duplicates: limits.duplicates ?? 2_000_000,
      credentials: limits.credentials ?? 1_000_000,
      provenance: limits.provenance ?? 64_000_000,
    },
    proxies: config.proxies ?? [],
    spiffe: {
      bundles: Object.fromEntries(
        Object.entries(config.spiffe?.bundles ?? {}).map(([td, name]) => [
          td,
          besideOrHere(name, file),
        ]),
      ),
      audience: config.spiffe?.audience ?? null,
    },
    http: {
      host: http.host ?? '127.0.0.1',
      port: http.port ?? 7070,
      token: http.token ?? null,
      names: http.names ?? [],
    },
    log: { level: config.log?.level ?? 'info' },
  }
}
