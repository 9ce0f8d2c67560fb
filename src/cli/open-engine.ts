// Asks an engine at work over HTTP, and says plainly why it does not answer. No token of its link is ever said.
import { Problem } from '../model/problem.js'

const ANSWER_MS_MAX = 10_000

export interface EngineAddress {
  /** without a path's last slash, a query or anything secret */
  readonly base: string
  /** of the link that an engine prints at its start; null where there is none in it */
  readonly token: string | null
}

/** Throws `Problem('USAGE')` for what is no address; what it was is not said again, as it may have a token in it. */
export function engineAddress(url: string): EngineAddress {
  const said = URL.canParse(url) ? new URL(url) : null
  if (said === null || !/^https?:$/.test(said.protocol))
    throw new Problem(
      'USAGE',
      '--url',
      'this is no address of an engine: http://127.0.0.1:7070 would be one, or the link of its start',
    )
  const { origin, pathname, searchParams } = said
  return { base: origin + pathname.replace(/\/+$/, ''), token: searchParams.get('token') }
}

/** Where an engine of these settings answers. */
export function ownAddress({
  host,
  port,
}: {
  readonly host: string
  readonly port: number
}): string {
  return `http://${/^[^[].*:/.test(host) ? `[${host}]` : host}:${port}`
}

/** What an engine answers, whatever its status; `body` is posted as JSON. Rejects with `Problem('ENGINE_UNAVAILABLE')` where nobody answers in time. */
export async function askEngine(
  base: string,
  path: string,
  token: string | null,
  body?: object,
): Promise<Response> {
  try {
    return await fetch(`${base}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    })
  } catch (error) {
    const { name, cause } = error as Error
    const { code, message } = (cause ?? {}) as { code?: string; message?: string }
    const why = code ?? message ?? name
    throw new Problem('ENGINE_UNAVAILABLE', base, `no engine answers here (${why})`)
  }
}
