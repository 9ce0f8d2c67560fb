// Asks an engine at work over HTTP, and says plainly why it does not answer.
import { Problem } from '../model/problem.js'

const ANSWER_MS_MAX = 10_000

/** What an engine answers, whatever its status; `body` is posted as JSON. Rejects with `Problem('ENGINE_UNAVAILABLE')` where nobody answers in time. */
export async function askEngine(
  base: string,
  path: string,
  token: string | null,
  body?: object,
): Promise<Response> {
  if (!URL.canParse(base)) throw new Problem('USAGE', '--url', `"${base}" is no address`)
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
