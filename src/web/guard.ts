// Who may ask at all: the Host and Origin headers, and the bearer token or the cookie that was had for it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHash, timingSafeEqual } from 'node:crypto'
import { Problem } from '../model/problem.js'
import { createHostCheck, hostOf, isLoopback } from './guard-address.js'
import { createSession } from './guard-session.js'
import { refuse } from './refusal.js'

export interface GuardSettings {
  readonly host: string
  readonly token: string | null
  /** made at the start where none is configured: it opens what always needs one */
  readonly made?: string | null
  /** further names under which requests may come (a service's or an ingress's name) */
  readonly names?: readonly string[]
}

/** Routes that orchestrators and enforcement points ask before they have a secret. */
const OPEN: ReadonlySet<string> = new Set([
  '/healthz',
  '/readyz',
  '/.well-known/authzen-configuration',
])

/** `none`: no token came. `wrong`: one came that is not ours. */
export type Credential = 'none' | 'wrong' | 'valid'

/** Answers with a page for people, with status 401. */
export type AskForToken = (reply: FastifyReply, shown: Credential) => FastifyReply

export interface Guard {
  /** what the request's Authorization header, link or cookie is worth; compared in constant time */
  credential(request: FastifyRequest): Credential
  /**
   * This route wants a token whatever the address: in the header, in the cookie, or of a page that is only read in
   * `?token=`, as in a link. A page for people says how to get in, and may be gone to from everywhere.
   */
  always(route: string, page?: AskForToken): void
  /** the Set-Cookie header for a browser that showed the token */
  cookie(request: FastifyRequest): string
}

/** Throws `CONFIG_INVALID` where others could reach the address and no token is set. */
export function createGuard({
  host,
  token,
  made = null,
  names = [],
}: GuardSettings): Guard & { install(app: FastifyInstance): void } {
  const loopback = isLoopback(host)
  if (!loopback && token === null) {
    throw new Problem(
      'CONFIG_INVALID',
      'http.token',
      `others can reach ${host}: set http.token, or listen on a loopback address`,
    )
  }
  const secret = token ?? made
  const expected = secret === null ? null : digest(secret)
  const always = new Map<string, AskForToken | null>()
  const session = createSession(secret)
  const knownHost = createHostCheck(host, names)

  const worth = (said: string): Credential =>
    expected !== null && timingSafeEqual(digest(said), expected) ? 'valid' : 'wrong'
  const credential = (request: FastifyRequest): Credential => {
    const { authorization } = request.headers
    const parts = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '')
    if (parts !== null) return worth(parts[1]!)
    if (authorization !== undefined) return 'wrong'
    const { token: linked } = request.query as { readonly token?: unknown }
    const isAlways = always.has(request.routeOptions.url ?? '')
    const isRead = request.method === 'GET'
    if (isRead && isAlways && typeof linked === 'string') return worth(linked)
    // The console posts nothing but answers
    return (isRead || isAlways) && session.proves(request) ? 'valid' : 'none'
  }
  /** Whoever follows a link to a page has it before them: nothing of it can be read or framed by the page they came from. */
  const isVisit = ({ method, headers, routeOptions }: FastifyRequest): boolean =>
    method === 'GET' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document' &&
    always.get(routeOptions.url ?? '') != null

  return {
    credential,
    always: (route, page) => void always.set(route, page ?? null),
    cookie: (request) => session.cookie(request),
    install(app) {
      app.addHook('onRequest', async (request, reply) => {
        void reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store')
        if (!knownHost(request.headers.host)) {
          return refuse(reply, 421, 'this server does not answer for the host named in the request')
        }
        if (isForeign(request, knownHost) && !isVisit(request))
          return refuse(reply, 403, 'requests from pages of other origins are refused')
        if (OPEN.has(request.routeOptions.url ?? '')) return
        const shown = credential(request)
        // Where nobody else can reach us a token is not needed, but a wrong one is still a mistake worth telling
        const enough =
          shown === 'valid' ||
          (loopback &&
            !always.has(request.routeOptions.url ?? '') &&
            (shown === 'none' || token === null))
        if (enough) return
        void reply.header(
          'www-authenticate',
          `Bearer realm="ambit"${shown === 'wrong' ? ', error="invalid_token"' : ''}`,
        )
        const page = always.get(request.routeOptions.url ?? '')
        if (page != null) return page(reply, shown)
        return refuse(
          reply,
          401,
          shown === 'none' ? 'a bearer token is needed' : 'the bearer token is not valid',
        )
      })
    },
  }
}

/** Hashed, so that the comparison has equal lengths and tells nothing about the token's. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/**
 * A browser's page from elsewhere: it could post blindly to a loopback address in its user's name. A proxy before us may
 * have put another Host, or none of its port: then the browser's own word counts, which pages cannot write, and of a page
 * that bound a name of its own to our address the Origin tells as the Host did.
 */
function isForeign(
  { headers }: FastifyRequest,
  knownHost: (header: string | undefined) => boolean,
): boolean {
  const { origin, 'sec-fetch-site': site } = headers
  if (origin === undefined) return site === 'cross-site'
  if (!URL.canParse(origin)) return true
  const page = new URL(origin)
  if (site === 'same-origin' && knownHost(page.host)) return false
  return (
    hostOf(page.host) !== hostOf(headers.host ?? '') ||
    portOf(page.host) !== portOf(headers.host ?? '')
  )
}

function portOf(host: string): string {
  return /:(\d+)$/.exec(host)?.[1] ?? ''
}
