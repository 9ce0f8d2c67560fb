// The console: one page for those who watch the fleet, with its script and style; all that it shows it asks for as others do.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Guard } from '../guard.js'
import { askForToken } from './console-entrance.js'

/** Nothing but what we serve is loaded, nothing runs that stands in the page, and no text becomes markup. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** Where the build has put them; the same place from the sources and from the build. */
const BUILT = new URL('../../../dist/web/console/page/', import.meta.url)

const FILES = {
  '/': ['page.html', 'text/html; charset=utf-8'],
  '/console.js': ['page.js', 'text/javascript; charset=utf-8'],
  '/console.css': ['page.css', 'text/css; charset=utf-8'],
  '/console.svg': ['page.svg', 'image/svg+xml'],
} as const

/** Wants the guard of the server before it. Throws where the build is not whole. */
export function installConsole(app: FastifyInstance, guard: Guard): void {
  for (const [route, [file, type]] of Object.entries(FILES)) {
    const text = built(file)
    guard.always(route, ...(route === '/' ? [askForToken] : []))
    app.get(route, (request, reply) => {
      // The token leaves the address at once: it would stand in the history, on the screen and in what is copied from it
      if (route === '/' && 'token' in (request.query as object))
        return closed(reply).header('set-cookie', guard.cookie(request)).redirect('/', 303)
      return closed(reply).header('content-security-policy', POLICY).type(type).send(text)
    })
  }
}

function closed(reply: FastifyReply): FastifyReply {
  return reply
    .header('referrer-policy', 'no-referrer')
    .header('x-frame-options', 'DENY')
    .header('cross-origin-opener-policy', 'same-origin')
    .header('cross-origin-resource-policy', 'same-origin')
}

function built(file: string): string {
  return readFileSync(fileURLToPath(new URL(file, BUILT)), 'utf8')
}
