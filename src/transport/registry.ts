// The schema registry, as far as we need it: a schema by its id, and an id for a schema of ours.
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'
import { SCHEMAS } from '../model/schemas.js'
import { ENCODED_NAMES, type EncodedName } from './encode.js'

export interface Registry {
  /** The schema with this id, where it was fetched before: what `admit` asks. */
  schemaOf(id: number): string | undefined
  /**
   * Fetches a schema for `schemaOf`. Rejects with a Problem REGISTRY_UNAVAILABLE when the registry
   * does not answer in time or does not know the id: neither is the record's fault, so the caller
   * waits and asks again.
   */
  fetchSchema(id: number): Promise<void>
  /** Registers a schema under a subject, or finds it there: its id. Rejects like `fetchSchema`. */
  register(subject: string, schema: string): Promise<number>
}

export interface RegistryOptions {
  /** of one request, in ms */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 5000
const ASK_AGAIN_MS = 1_000
const MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json'

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
  const known = new Map<number, string>()
  const underWay = new Map<number, Promise<void>>()

  async function call(path: string, body: object | null): Promise<Record<string, unknown>> {
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
    const answer = await call(`/schemas/ids/${id}`, null)
    const { schema, schemaType, references } = answer
    if (typeof schema !== 'string') throw unavailable(`has no text for schema ${id}`)
    const avro = schemaType === undefined || schemaType === null || schemaType === 'AVRO'
    const whole = !Array.isArray(references) || references.length === 0
    // no waiting makes these readable: kept as a schema that cannot be used, so that `admit`
    // refuses their records
    if (!avro) known.set(id, JSON.stringify(`it is ${String(schemaType)}, not AVRO`))
    else known.set(id, whole ? schema : JSON.stringify('it refers to other schemas'))
  }

  return {
    schemaOf: (id) => known.get(id),
    async fetchSchema(id) {
      if (known.has(id)) return
      const begun = underWay.get(id)
      if (begun !== undefined) return begun
      const fetched = fetchOnce(id).finally(() => underWay.delete(id))
      underWay.set(id, fetched)
      return fetched
    },
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
 * Fetches a schema however long it takes: a registry that does not answer, or does not know the id yet, is asked again,
 * and `waits` is told each time. Rejects for anything else.
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
