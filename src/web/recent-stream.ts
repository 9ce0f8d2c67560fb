// Commands, findings and decisions as server-sent events, each as soon as it is published.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { Refusal } from './refusal.js'
import type { Listed } from './server.js'

/** Records kept for those who come back after their connection broke. */
const KEPT_MAX = 1024
const FOLLOWERS_MAX = 64
/** What a follower that reads too slowly may have before it: beyond it the connection is ended, and it may come back. */
const UNREAD_BYTES_MAX = 4 * 1024 * 1024
/** Between them something is sent, so that no proxy takes the connection for dead. */
const QUIET_MS_MAX = 15_000

/** What one event is called in the stream. */
const NAMES: Readonly<Record<Listed, string>> = {
  commands: 'command',
  findings: 'finding',
  decisions: 'decision',
}

export interface Stream {
  /** takes a record after it was published */
  add(listed: Listed, record: unknown): void
  /** wants the guard of the server before it */
  install(app: FastifyInstance): void
}

interface Kept {
  readonly listed: Listed
  readonly record: unknown
}

interface Follower {
  readonly wants: ReadonlySet<Listed>
  readonly to: ServerResponse
  readonly quiet: NodeJS.Timeout
}

/** `read`: a record as it was published to what is told of it; it is asked only where somebody follows. */
export function createStream(read: (listed: Listed, record: unknown) => unknown): Stream {
  const run = randomBytes(6).toString('hex')
  const ring: Kept[] = []
  let added = 0
  const followers = new Set<Follower>()

  const frame = (number: number, { listed, record }: Kept): string =>
    `id: ${run}.${number}\nevent: ${NAMES[listed]}\ndata: ${JSON.stringify(read(listed, record))}\n\n`

  const send = (follower: Follower, text: string): void => {
    follower.to.write(text)
    if (follower.to.writableLength > UNREAD_BYTES_MAX) follower.to.destroy()
  }

  /** From here on nothing is written to it: after its end that would be an error. */
  const leave = (follower: Follower): void => {
    clearInterval(follower.quiet)
    followers.delete(follower)
  }

  /** What came since the event that the follower saw last; `gap` where that is not all of it. */
  const missed = (last: string, follower: Follower): void => {
    const [of, number = ''] = last.split('.')
    const seen = of === run && /^\d{1,15}$/.test(number) ? Number(number) : Infinity
    if (seen > added || seen < added - KEPT_MAX) send(follower, 'event: gap\ndata: {}\n\n')
    if (seen > added) return
    for (
      let at = Math.max(seen, added - KEPT_MAX) + 1;
      at <= added && !follower.to.destroyed;
      at++
    ) {
      const kept = ring[at % KEPT_MAX]!
      if (follower.wants.has(kept.listed)) send(follower, frame(at, kept))
    }
  }

  return {
    add(listed, record) {
      const kept = { listed, record }
      ring[++added % KEPT_MAX] = kept
      let text: string | null = null
      for (const follower of followers)
        if (follower.wants.has(listed)) send(follower, (text ??= frame(added, kept)))
    },
    install(app) {
      // A HEAD of a page without an end would have none either
      app.get('/v1/stream', { exposeHeadRoute: false }, (request, reply) => {
        const wants = wanted(request)
        if (followers.size >= FOLLOWERS_MAX)
          throw new Refusal(503, `at most ${FOLLOWERS_MAX} can follow at a time`)
        const headers = reply.getHeaders() as Record<string, string>
        reply.hijack()
        const quiet = setInterval(() => send(follower, ':\n\n'), QUIET_MS_MAX)
        const follower: Follower = { wants, to: reply.raw, quiet }
        follower.to.on('error', () => leave(follower))
        follower.to.once('close', () => leave(follower))
        follower.to.writeHead(200, { ...headers, 'content-type': 'text/event-stream' })
        send(follower, ': here is what is published from now on\nretry: 2000\n\n')
        const { 'last-event-id': last } = request.headers
        if (typeof last === 'string') missed(last, follower)
        followers.add(follower)
      })
      app.addHook('preClose', (done) => {
        for (const follower of followers) {
          leave(follower)
          follower.to.end()
        }
        done()
      })
    },
  }
}

/** `?only=commands,findings`; without it all of them. */
function wanted({ query }: FastifyRequest): ReadonlySet<Listed> {
  const { only } = query as Readonly<Record<string, unknown>>
  const all = Object.keys(NAMES) as readonly Listed[]
  if (only === undefined) return new Set(all)
  const named = typeof only === 'string' ? only.split(',') : []
  const wants = all.filter((listed) => named.includes(listed))
  if (named.length === 0 || wants.length !== new Set(named).size)
    throw new Refusal(400, `only is a list, with commas, of ${all.join(', ')}`)
  return new Set(wants)
}
