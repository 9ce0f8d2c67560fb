// What a configuration may say (contract, section 10): keys, values and bounds as zod sees them, before defaults.
import { z } from 'zod'
import { parseDuration, suggestDuration } from './config-duration.js'

const SECOND = 1000
const DAY = 24 * 3600 * SECOND
const YEAR = 366 * DAY
const LATENESS_MS_MAX = 7 * DAY
const WAIT_MS_MAX = 30 * DAY
const RETENTION_MS_MAX = 36_500 * DAY
/** above this a Map of the engine would not hold what the limit promises */
const ENTRIES_MAX = 16_000_000
const EVENT_BYTES_MAX = 64 * 1024 * 1024

const text = z.string().min(1)
const topic = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/, {
  error: 'expected a topic name: letters, digits, ".", "_" and "-", at most 249 of them',
})
const broker = z.string().regex(/^(\[[0-9A-Fa-f:.]+\]|[^\s:/,]+):\d{1,5}$/, {
  error: 'expected host:port',
})
const count = (min: number, max: number) => z.int().min(min).max(max)
const onOff = z
  .union([z.boolean(), z.literal(['on', 'off'])])
  .transform((value) => value === true || value === 'on')
const off = z.literal(['off', false])

/** A duration between two bounds, both included, in ms. */
function duration(minMs: number, maxMs: number) {
  return z.string().transform((value, context) => {
    const ms = parseDuration(value)
    if (ms !== null && ms >= minMs && ms <= maxMs) return ms
    const guess = ms === null ? suggestDuration(value) : null
    const message =
      ms === null
        ? `expected an ISO 8601 duration such as PT5M${guess === null ? '' : `, did you mean "${guess}"?`}`
        : `expected a duration from ${minMs / SECOND} s to ${maxMs / SECOND} s`
    context.addIssue({ code: 'custom', message, input: value })
    return z.NEVER
  })
}

const registryUrl = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    error: 'expected an http or https address',
  })

/** who have to allow something: more than five would never come together before a deadline */
const people = count(1, 5)

const pem = z.union([text, z.array(text).min(1)])
/** Node's TLS options that can be written down; snake_case as everywhere here, Node's own spelling too. */
const ssl = z.strictObject({
  ca: pem.optional(),
  cert: text.optional(),
  key: text.optional(),
  passphrase: text.optional(),
  servername: text.optional(),
  ciphers: text.optional(),
  min_version: z.enum(['TLSv1.2', 'TLSv1.3']).optional(),
  minVersion: z.enum(['TLSv1.2', 'TLSv1.3']).optional(),
  reject_unauthorized: z.boolean().optional(),
  rejectUnauthorized: z.boolean().optional(),
})
const sasl = z.strictObject({
  mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
  username: text,
  password: text,
})

/** The whole page; every key is optional, no other key is allowed. Output: durations in ms, on/off as booleans. */
export const configSchema = z.strictObject({
  kafka: z
    .strictObject({
      brokers: z.array(broker).min(1),
      client_id: text.optional(),
      group: text.optional(),
      session: duration(1_000, 30 * 60_000).optional(),
      ssl: z.union([onOff, ssl]).optional(),
      sasl: sasl.optional(),
    })
    .optional(),
  registry: z
    .strictObject({ url: registryUrl, username: text.optional(), password: text.optional() })
    .optional(),
  data: text.optional(),
  sources: z
    .array(
      z.strictObject({
        topic,
        kind: z.enum(['agent', 'workload', 'resource']),
        format: z.enum(['ambit']).optional(),
      }),
    )
    .min(1)
    .optional(),
  topics: z
    .strictObject({
      joined: topic.optional(),
      decisions: topic.optional(),
      commands: topic.optional(),
      findings: topic.optional(),
      dead_letters: topic.optional(),
      audit: topic.optional(),
      approvals: topic.optional(),
      command_results: topic.optional(),
      identities: topic.optional(),
      repartition: topic.optional(),
      identify_changelog: topic.optional(),
      judge_changelog: topic.optional(),
    })
    .optional(),
  output: z.strictObject({ encoding: z.enum(['avro', 'json']).optional() }).optional(),
  rules: z.array(text).optional(),
  placeholders: z
    .record(
      z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/),
      z.array(z.union([z.string(), z.number()])).min(1),
    )
    .optional(),
  mode: z.enum(['enforce', 'shadow']).optional(),
  lateness: duration(1, LATENESS_MS_MAX).optional(),
  grace: duration(0, LATENESS_MS_MAX).optional(),
  propagation: duration(0, LATENESS_MS_MAX).optional(),
  skew: duration(0, DAY).optional(),
  clock_skew: z.union([off, duration(10 * SECOND, DAY)]).optional(),
  suspension: z.union([off, duration(SECOND, WAIT_MS_MAX)]).optional(),
  silence: z.union([off, duration(60 * SECOND, DAY)]).optional(),
  baseline: z
    .union([
      off,
      z.strictObject({
        warmup: duration(SECOND, YEAR).optional(),
        half_life: duration(60 * SECOND, YEAR).optional(),
      }),
    ])
    .optional(),
  accumulation: z.union([off, duration(SECOND, WAIT_MS_MAX)]).optional(),
  approval: z
    .strictObject({
      deadline: duration(SECOND, WAIT_MS_MAX).optional(),
      on_timeout: z.enum(['revoke', 'allow']).optional(),
      threshold: z.number().min(0).max(100).optional(),
      approvers: z
        .union([people, z.strictObject({ low: people, medium: people, high: people }).partial()])
        .optional(),
      second_at: z.number().min(0).max(100).optional(),
      fatigue: z
        .union([
          off,
          z.strictObject({
            answers: count(1, 1_000_000).optional(),
            window: duration(SECOND, WAIT_MS_MAX).optional(),
          }),
        ])
        .optional(),
    })
    .optional(),
  protected: z.array(text).optional(),
  irreversible: z
    .strictObject({
      agents: z.array(text).optional(),
      workloads: z.array(text).optional(),
      credentials: z.array(text).optional(),
      tasks: z.array(text).optional(),
    })
    .optional(),
  confirmation: z
    .union([
      off,
      z.strictObject({
        within: duration(SECOND, WAIT_MS_MAX).optional(),
        repeats: count(0, 1000).optional(),
      }),
    ])
    .optional(),
  budget: z
    .union([
      off,
      z.strictObject({
        per_rule: count(1, 1_000_000).optional(),
        window: duration(SECOND, WAIT_MS_MAX).optional(),
        share: z.number().gt(0).max(1).optional(),
      }),
    ])
    .optional(),
  delegation: z
    .strictObject({ depth: count(1, 16).optional(), fan_out: count(1, 1000).optional() })
    .optional(),
  audit: z
    .strictObject({
      key: text.optional(),
      every: count(1, 100_000).optional(),
      within: duration(SECOND, WAIT_MS_MAX).optional(),
      retention: duration(DAY, RETENTION_MS_MAX).optional(),
    })
    .optional(),
  access: z
    .strictObject({
      fail: z
        .strictObject({
          low: z.enum(['open', 'closed']).optional(),
          medium: z.enum(['open', 'closed']).optional(),
          high: z.enum(['open', 'closed']).optional(),
        })
        .optional(),
    })
    .optional(),
  joined: onOff.optional(),
  provenance: z.union([off, z.strictObject({ key: z.string().min(16).optional() })]).optional(),
  decisions: z.enum(['all', 'notable']).optional(),
  limits: z
    .strictObject({
      identities: count(1, ENTRIES_MAX).optional(),
      event_bytes: count(1024, EVENT_BYTES_MAX).optional(),
      depth: count(4, 1000).optional(),
      id_length: count(64, 65_536).optional(),
      waiting: count(1, ENTRIES_MAX).optional(),
      duplicates: count(1, ENTRIES_MAX).optional(),
      credentials: count(1, ENTRIES_MAX).optional(),
      provenance: count(1024, 4_000_000_000).optional(),
    })
    .optional(),
  proxies: z
    .array(
      z.string().regex(/^spiffe:\/\/[a-z0-9._-]+(\/[A-Za-z0-9._-]+)*(\/\*)?$/, {
        error: 'expected a SPIFFE id, or one that ends in /*',
      }),
    )
    .optional(),
  spiffe: z
    .strictObject({
      bundles: z.record(z.string().regex(/^[a-z0-9._-]{1,255}$/), text).optional(),
      audience: text.optional(),
    })
    .optional(),
  http: z
    .strictObject({
      host: text.optional(),
      port: count(0, 65_535).optional(),
      names: z.array(text).optional(),
      token: z
        .string()
        .regex(/^[\x21-\x7e]+$/, 'expected printable characters without blanks')
        .optional(),
    })
    .optional(),
  log: z
    .strictObject({
      level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional(),
    })
    .optional(),
})

export type Config = z.output<typeof configSchema>

/** A place in the tree that a variable can set, and what it takes there. */
export interface Leaf {
  readonly path: readonly string[]
  readonly accepts: ReadonlySet<string>
}

interface Shape {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly anyOf?: readonly Shape[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
}

/** Every key of the page, groups too, with the JSON types it takes; in the page's order. */
export function configLeaves(): readonly Leaf[] {
  const leaves: Leaf[] = []
  const walk = (shape: Shape, path: readonly string[]): void => {
    const shapes = branches(shape)
    const accepts = shapes.map((branch) => branch.type ?? typeof (branch.const ?? branch.enum?.[0]))
    if (path.length > 0) leaves.push({ path, accepts: new Set(accepts) })
    for (const branch of shapes) {
      for (const [key, inner] of Object.entries(branch.properties ?? {}))
        walk(inner, [...path, key])
    }
  }
  walk(z.toJSONSchema(configSchema, { io: 'input' }) as Shape, [])
  return leaves
}

function branches(shape: Shape): readonly Shape[] {
  return shape.anyOf === undefined ? [shape] : shape.anyOf.flatMap(branches)
}

/** The keys that may stand in the group at `path`, for suggestions; indexes of lists are passed over. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path[0] === 'sources') return ['topic', 'kind', 'format']
  return configLeaves()
    .filter(
      ({ path: leaf }) =>
        leaf.length === path.length + 1 && path.every((key, i) => leaf[i] === key),
    )
    .map(({ path: leaf }) => leaf[leaf.length - 1]!)
}
