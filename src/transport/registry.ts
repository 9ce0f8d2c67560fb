// The schema registry, as far as we need it: a schema by its id, and an id for a schema of ours.
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'
import { SCHEMAS } from '../model/schemas.js'
import { ENCODED_NAMES, type EncodedName } from './encode.js'

export interface Registry {
  /** The schema with this id, where it was fetched before, or that there is none: what `admit` asks. */
  schemaOf(id: number): string | Problem | undefined
  /**
   * Fetches a schema for `schemaOf`. Rejects with a Problem REGISTRY_UNAVAILABLE when the registry
   * does not answer in time or does not know the id yet: neither is the record's fault, so the caller
   * waits and asks again.
   */
  fetchSchema(id: number): Promise<void>
  /**
   * Whether to wait no longer for a schema of which the registry says that there is none, as where somebody made the id up.
   * For a minute it then counts as unknown, and is asked for aside, where more records have it.
   *
   * Each id has a patience of its own, from the first such answer on. As who may write to a topic must not hold it up, what
   * was waited in vain is taken from a budget of twice the patience, which one patience a minute fills up again, and an id
   * is waited for no longer than half of what is left. So a made-up id now and then costs others nothing, many of them make
   * the patience shorter, and without end they hold a partition up for a sixth of the time.
   */
  givesUp(id: number): boolean
  /** Registers a schema under a subject, or finds it there: its id. Rejects like `fetchSchema`. */
  register(subject: string, schema: string): Promise<number>
}

export interface RegistryOptions {
  /** of one request, in ms */
  readonly timeoutMs?: number
  /** how long a registry may take to hear of a schema that a record has the id of, in ms */
  readonly patienceMs?: number
}

const TIMEOUT_MS = 5000
const PATIENCE_MS = 10_000
const LACKING_MS = 60_000
const LACKING_MAX = 10_000
/** how many times the patience may be waited in vain, where nothing was for long */
const PATIENCES = 2
const ASK_AGAIN_MS = 1_000
/** "Schema not found"; another 404 is of a registry that is elsewhere */
const SCHEMA_NOT_FOUND = 40403
const MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json'

/** An id that the registry does not know. */
interface Lack {
  /** when it said so first */
  readonly sinceMs: number
  /** until when the id counts as unknown; 0 while it is waited for */
  untilMs: number
  /** when it may be asked for aside */
  askMs: number
}

/** Source: Confluent Schema Registry API v1, which other registries speak too. */
export function createRegistry(
  settings: NonNullable<Settings['registry']>,
  options: RegistryOptions = {},
): Registry {
  const base = new URL(settings.url)
  const authorization = authorizationOf(base, settings)
  // fetch refuses addresses with a password in them
  base.username = ''
  base.password = ''
  const root = base.href.replace(/\/+$/, '')
  const patienceMs = options.patienceMs ?? PATIENCE_MS
  const known = new Map<number, string>()
  const underWay = new Map<number, Promise<void>>()
  const lacking = new Map<number, Lack>()
  /** what may still be waited in vain, as of when; waits of several partitions at once count once */
  let leftMs = PATIENCES * patienceMs
  let leftAtMs = Date.now()
  let paidUntilMs = 0
  let asksAside = false

  async function call(
    path: string,
    body: object | null,
    noSchema = (): void => {},
  ): Promise<Record<string, unknown>> {
    const headers: Record<string, string> = { accept: `${MEDIA_TYPE}, application/json` }
    if (authorization !== null) headers['authorization'] = authorization
    if (body !== null) headers['content-type'] = MEDIA_TYPE
    let response: Response
    let text: string
    try {
      response = await fetch(`${root}${path}`, {
        method: body === null ? 'GET' : 'POST',
        headers,
        body: body === null ? null : JSON.stringify(body),
        // a redirect could carry the password elsewhere
        redirect: 'error',
        signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
      })
      text = await response.text()
    } catch (error) {
      throw unavailable(`does not answer: ${reason(error)}`)
    }
    const answer = objectOf(text)
    if (!response.ok) {
      if (answer?.['error_code'] === SCHEMA_NOT_FOUND) noSchema()
      const said = typeof answer?.['message'] === 'string' ? `: ${answer['message']}` : ''
      throw unavailable(`answers ${path} with ${response.status}${said}`)
    }
    if (answer === null) throw unavailable(`answers ${path} with something that is no JSON object`)
    return answer
  }

  function unavailable(what: string): Problem {
    return new Problem('REGISTRY_UNAVAILABLE', root, `the schema registry ${what}`)
  }

  async function fetchOnce(id: number): Promise<void> {
    let lacks = false
    const path = `/schemas/ids/${id}`
    const answer = await call(path, null, () => (lacks = true)).finally(() => {
      if (lacks) noteLack(id)
      // a registry that is away says nothing of the id: patience begins when it is back
      else if (lacking.get(id)?.untilMs === 0) lacking.delete(id)
    })
    const { schema, schemaType, references } = answer
    if (typeof schema !== 'string') throw unavailable(`has no text for schema ${id}`)
    const avro = schemaType === undefined || schemaType === null || schemaType === 'AVRO'
    const whole = !Array.isArray(references) || references.length === 0
    // no waiting makes these readable: kept as a schema that cannot be used, so that `admit`
    // refuses their records
    if (!avro) known.set(id, JSON.stringify(`it is ${String(schemaType)}, not AVRO`))
    else known.set(id, whole ? schema : JSON.stringify('it refers to other schemas'))
    lacking.delete(id)
  }

  function noteLack(id: number): void {
    const nowMs = Date.now()
    const lack = lacking.get(id)
    if (lack !== undefined && (lack.untilMs === 0 || nowMs < lack.untilMs)) return
    lacking.delete(id)
    for (const oldest of lacking.keys()) {
      if (lacking.size < LACKING_MAX) break
      lacking.delete(oldest)
    }
    lacking.set(id, { sinceMs: nowMs, untilMs: 0, askMs: 0 })
  }

  /** One at a time: made-up ids must not flood the registry either. */
  function askAside(id: number, lack: Lack): void {
    if (asksAside || Date.now() < lack.askMs) return
    asksAside = true
    lack.askMs = Date.now() + ASK_AGAIN_MS
    fetchSchema(id)
      .catch(() => {})
      .finally(() => (asksAside = false))
  }

  async function fetchSchema(id: number): Promise<void> {
    if (known.has(id)) return
    const begun = underWay.get(id)
    if (begun !== undefined) return begun
    const fetched = fetchOnce(id).finally(() => underWay.delete(id))
    underWay.set(id, fetched)
    return fetched
  }

  return {
    schemaOf(id) {
      const schema = known.get(id)
      if (schema !== undefined) return schema
      const lack = lacking.get(id)
      if (lack === undefined || Date.now() >= lack.untilMs) return undefined
      askAside(id, lack)
      return new Problem('EVENT_SCHEMA_UNKNOWN', '', `the schema registry knows no schema ${id}`)
    },
    givesUp(id) {
      const lack = lacking.get(id)
      if (lack === undefined) return false
      const nowMs = Date.now()
      // given up already, as by another partition; or that is past, and no answer came since
      if (lack.untilMs !== 0) return nowMs < lack.untilMs
      const filledMs = (Math.max(nowMs - leftAtMs, 0) * patienceMs) / LACKING_MS
      leftMs = Math.min(leftMs + filledMs, PATIENCES * patienceMs)
      leftAtMs = nowMs
      if (nowMs - lack.sinceMs < Math.min(patienceMs, leftMs / 2)) return false
      leftMs -= Math.max(nowMs - Math.max(lack.sinceMs, paidUntilMs), 0)
      paidUntilMs = nowMs
      lack.untilMs = nowMs + LACKING_MS
      lack.askMs = nowMs + ASK_AGAIN_MS
      return true
    },
    fetchSchema,
    async register(subject, schema) {
      const path = `/subjects/${encodeURIComponent(subject)}/versions`
      const { id } = await call(path, { schemaType: 'AVRO', schema })
      if (typeof id !== 'number' || !Number.isInteger(id) || id < 0) {
        throw unavailable(`gives no id for ${subject}`)
      }
      known.set(id, schema)
      return id
    },
  }
}

/**
 * Fetches a schema however long it takes: a registry that does not answer is asked again, and so is for a while one that does
 * not know the id; `waits` is told each time. Rejects for anything else.
 */
export async function awaitSchema(
  registry: Registry,
  id: number,
  waits: (problem: Problem) => void,
): Promise<void> {
  for (;;) {
    try {
      return await registry.fetchSchema(id)
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'REGISTRY_UNAVAILABLE') throw error
      if (registry.givesUp(id)) return
      waits(error)
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
    }
  }
}

/**
 * Registers what we write, under `<topic>-value` as Confluent's clients name it: the ids for
 * `createEncoder`.
 */
export async function registerOutputs(
  registry: Registry,
  topics: Readonly<Record<EncodedName, string>>,
): Promise<Readonly<Record<EncodedName, number>>> {
  const ids: Partial<Record<EncodedName, number>> = {}
  for (const name of ENCODED_NAMES) {
    ids[name] = await registry.register(`${topics[name]}-value`, SCHEMAS[name])
  }
  return ids as Record<EncodedName, number>
}

function authorizationOf(url: URL, settings: NonNullable<Settings['registry']>): string | null {
  const username = settings.username ?? decodeURIComponent(url.username)
  if (username === '') return null
  const password = settings.password ?? decodeURIComponent(url.password)
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** fetch hides the cause of a failed connection one level below. */
function reason(error: unknown): string {
  const { message, cause } = error as { message?: unknown; cause?: { message?: unknown } }
  return String(cause?.message ?? message ?? error)
}
