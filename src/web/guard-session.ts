// The cookie of a browser that came by the link: made of the token, which cannot be had from it.
import type { FastifyRequest } from 'fastify'
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface Session {
  /** the Set-Cookie header that lets this browser in until it is closed */
  cookie(request: FastifyRequest): string
  /** whether the request comes from a page of ours in such a browser; its Origin was compared with its Host before */
  proves(request: FastifyRequest): boolean
}

/** What it proves lasts as long as the token does, over restarts and at every member that has the same token. */
export function createSession(secret: string | null): Session {
  const expected = secret === null ? null : proofOf(secret)
  return {
    cookie: (request) =>
      `${nameFor(request)}=${expected ?? ''}; Path=/; HttpOnly; SameSite=Strict${isEncrypted(request) ? '; Secure' : ''}`,
    proves(request) {
      if (expected === null || !isOurs(request)) return false
      return valuesIn(request.headers.cookie ?? '', nameFor(request)).some(
        (said) =>
          said.length === expected.length &&
          timingSafeEqual(Buffer.from(said), Buffer.from(expected)),
      )
    },
  }
}

function proofOf(secret: string): string {
  return createHmac('sha256', secret).update('ambit console').digest('hex')
}

/** Cookies know no ports: engines beside each other would overwrite each other's. */
function nameFor({ headers }: FastifyRequest): string {
  return `ambit-${/:(\d{1,5})$/.exec(headers.host ?? '')?.[1] ?? 'web'}`
}

/**
 * Browsers send the cookie also where a page of another port of this host asks: such a page is kept out by what the
 * browser says of it. What changes something has to name its origin, which browsers always do.
 */
function isOurs({ method, headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'] ?? 'same-origin'
  if (site !== 'same-origin' && site !== 'none') return false
  return method === 'GET' || method === 'HEAD' || headers.origin !== undefined
}

/** A page of another port of this host may have set one of the same name beside ours, for a part of our paths: it must not keep ours out. */
function valuesIn(cookies: string, name: string): readonly string[] {
  return cookies.split(';').flatMap((one) => {
    const at = one.indexOf('=')
    const value = one.slice(at + 1).trim()
    return one.slice(0, at).trim() === name && /^[0-9a-f]+$/.test(value) ? [value] : []
  })
}

/** As a proxy before us says; whoever lies about it only keeps its own cookie from itself. */
function isEncrypted({ headers }: FastifyRequest): boolean {
  return headers['x-forwarded-proto'] === 'https'
}
