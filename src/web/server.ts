// The HTTP edge: health, metrics, events in, and what is known out. Default 127.0.0.1:7070 (contract, section 8).
import fastify, { type FastifyInstance } from 'fastify'
import type { Settings } from '../model/settings.js'
import type { Commanded } from '../model/life-command.js'
import { Problem } from '../model/problem.js'
import type { Outbound } from '../transport/port.js'
import { createGuard, type Guard } from './guard.js'
import type { Metrics } from './metrics.js'
import { Refusal, refuse } from './refusal.js'
import { pageOfState } from './recent-commands.js'
import { createMethods } from './refusal-method.js'
import { pageQuery } from './refusal-page.js'
import { createSubmissionReader, type AdmitLine } from './submission.js'

const BODY_BYTES_MAX = 16 * 1024 * 1024
/** bodies read at one time, all together: beyond it senders are asked to come back */
const BODIES_BYTES_MAX = 128 * 1024 * 1024
const REQUEST_MS_MAX = 30_000
const CLOSE_MS_MAX = 1500

/** Types of a body of events. None, and what curl says where it was told nothing, are read by what they hold. */
const TAKEN =
  /^\s*(?:$|text\/plain\b|application\/(?:json|(?:x-)?ndjson|(?:x-)?jsonl(?:ines)?|octet-stream|x-www-form-urlencoded)\s*(?:;|$))/i

export type Listed = 'commands' | 'findings' | 'decisions'

/** Newest first. `next` is the cursor for the page after this one, null at the end. */
export interface Page {
  readonly items: readonly unknown[]
  readonly next: string | null
}

export interface ServerParts {
  readonly settings: Pick<Settings, 'http' | 'sources' | 'topics'>
  /** what opens the routes that always want a token, where none is configured */
  readonly madeToken?: string | null
  readonly metrics: Metrics
  /** null while work goes on or there is none; else what has stopped */
  alive(): string | null
  /** null once partitions are assigned and state is restored; else what is missing */
  ready(): string | null
  /** one line of a body; `admitLine` of the first stage */
  readonly admitLine: AdmitLine
  /** resolves when the records are durable */
  append(records: readonly Outbound[]): Promise<void>
  /** the records before the cursor (null: the newest); throws a `Problem` of code USAGE for a cursor that is none */
  page(listed: Listed, before: string | null, limit: number): Promise<Page>
  /** what became of commands; left out where nobody follows them */
  readonly commanded?: Commanded
  /** told of failures that are ours, with the route; the client sees only status 500 */
  failed?(error: unknown, route: string): void
}

export interface Server {
  /** for further routes, before `listen`; the guard stands before them too */
  readonly app: FastifyInstance
  readonly guard: Guard
  /** resolves to the address it answers on, as `http://127.0.0.1:7070` */
  listen(): Promise<string>
  /** takes no more requests, lets open ones end, and is closed within two seconds whatever clients do */
  close(): Promise<void>
}

/** Throws `CONFIG_INVALID` where the address is not loopback and there is no token. */
export function createServer(parts: ServerParts): Server {
  const { http } = parts.settings
  const guard = createGuard({ ...http, made: parts.madeToken ?? null })
  const app = fastify({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    forceCloseConnections: 'idle',
    logger: false,
    // Addresses that no route can be found by: no hook comes before this answer either
    frameworkErrors: (_error, _request, reply) => {
      void reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store')
      void refuse(reply, 400, 'this is no address')
    },
    // Errors of the parser itself come before any hook; they get the same form of answer
    clientErrorHandler(_error, socket) {
      if (!socket.writable) return
      const body = JSON.stringify({ type: 'about:blank', title: 'Bad Request', status: 400 })
      socket.end(
        `HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\n` +
          `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      )
    },
  })
  guard.install(app)
  installRefusals(app, parts)
  installHealth(app, parts)
  installEvents(app, parts, guard)
  installPages(app, parts)

  return {
    app,
    guard,
    async listen() {
      const { host, port } = http
      try {
        return await app.listen({ host: host.replace(/^\[|\]$/g, ''), port })
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        const why =
          code === 'EADDRINUSE'
            ? 'another process listens here'
            : `it cannot be listened to (${code})`
        throw new Problem(
          'ADDRESS_UNAVAILABLE',
          `${host}:${port}`,
          `${why}: set http.host and http.port (AMBIT_HTTP_PORT)`,
        )
      }
    },
    async close() {
      const force = setTimeout(() => app.server.closeAllConnections(), CLOSE_MS_MAX)
      try {
        await app.close()
      } finally {
        clearTimeout(force)
      }
    },
  }
}

function installRefusals(app: FastifyInstance, { failed }: ServerParts): void {
  const methods = createMethods(app)
  app.setNotFoundHandler((request, reply) => {
    const taken = methods.at(request.url).join(', ')
    if (taken === '') return refuse(reply, 404, 'there is nothing at this address')
    return refuse(reply.header('allow', taken), 405, `this address takes ${taken}`)
  })
  app.setErrorHandler((error: unknown, request, reply) => {
    if (error instanceof Refusal) return refuse(reply, error.status, error.message, error.members)
    const { statusCode: status = 500 } = error as { statusCode?: number }
    const { url, bodyLimit = BODY_BYTES_MAX } = request.routeOptions
    if (status >= 400 && status < 500) return refuse(reply, status, sentenceOf(status, bodyLimit))
    failed?.(error, url ?? '')
    if (status === 503) return refuse(reply, 503, 'the server is closing')
    return refuse(reply, 500, 'the request failed here; the log says why')
  })
}

function sentenceOf(status: number, bytesMax = BODY_BYTES_MAX): string {
  switch (status) {
    case 413:
      return `a body may have at most ${bytesMax} bytes here; send it in parts`
    case 415:
      return 'send application/x-ndjson, application/json or text/plain'
    default:
      return 'the request cannot be read'
  }
}

function installHealth(app: FastifyInstance, { metrics, alive, ready }: ServerParts): void {
  const routes = { '/healthz': alive, '/readyz': ready }
  for (const [route, ask] of Object.entries(routes)) {
    app.get(route, (_request, reply) => {
      const reason = ask()
      return reason === null ? reply.send({ status: 'ok' }) : refuse(reply, 503, reason)
    })
  }
  app.get('/metrics', async (_request, reply) => {
    return reply.type(metrics.contentType).send(await metrics.text())
  })
}

function installEvents(app: FastifyInstance, parts: ServerParts, guard: Guard): void {
  const { metrics, admitLine, append, settings, failed } = parts
  const reader = createSubmissionReader(settings, admitLine)
  let bytesOpen = 0
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post(
    '/v1/events',
    {
      onRequest(request, reply, done) {
        const { 'content-encoding': encoding, 'content-length': length } = request.headers
        if (!TAKEN.test(request.headers['content-type'] ?? '')) {
          return done(new Refusal(415, sentenceOf(415)))
        }
        if (encoding !== undefined && encoding !== 'identity') {
          return done(new Refusal(415, 'a compressed body is not taken here'))
        }
        const bytes = Math.min(Number(length ?? BODY_BYTES_MAX), BODY_BYTES_MAX)
        if (bytesOpen + bytes > BODIES_BYTES_MAX) {
          return done(new Refusal(503, 'too many bodies are being read; try again'))
        }
        bytesOpen += bytes
        reply.raw.once('close', () => (bytesOpen -= bytes))
        done()
      },
    },
    async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const { records, refused, refusals } = reader.read(body, {
        mayApprove: guard.credential(request) === 'valid',
        isJson: /^application\/json\b/i.test(request.headers['content-type'] ?? ''),
      })
      metrics.posted.refused += refused
      const counts = { accepted: records.length, refused, refusals }
      if (records.length === 0) {
        throw new Refusal(
          400,
          refused === 0 ? 'the body holds no event' : 'no event could be taken',
          counts,
        )
      }
      try {
        await append(records)
      } catch (error) {
        failed?.(error, '/v1/events')
        throw new Refusal(
          503,
          'the log did not confirm the events; send them again, copies do no harm',
        )
      }
      metrics.posted.accepted += records.length
      return reply.code(202).send(counts)
    },
  )
}

function installPages(app: FastifyInstance, { page, commanded }: ServerParts): void {
  for (const listed of ['commands', 'findings', 'decisions'] as const) {
    app.get(`/v1/${listed}`, async (request) => {
      const { before, limit } = pageQuery(request)
      const { state } = request.query as Readonly<Record<string, unknown>>
      if (listed === 'commands' && state !== undefined && commanded !== undefined)
        return pageOfState(commanded, state, before, limit)
      try {
        const { items, next } = await page(listed, before, limit)
        return { items, next }
      } catch (error) {
        if (error instanceof Problem && error.code === 'USAGE')
          throw new Refusal(400, error.message)
        throw error
      }
    })
  }
}
