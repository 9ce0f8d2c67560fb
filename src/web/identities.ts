// Identities over HTTP: those that this process judges, the latest first, and one of them, by path or by query, with all that is known of it.
import type { FastifyInstance } from 'fastify'
import type { Directory } from '../authorize/directory.js'
import { Refusal } from './refusal.js'
import { pageQuery } from './refusal-page.js'

/** Wants the guard of the server before it. */
export function installIdentities(app: FastifyInstance, directory: Directory): void {
  const one = (id: string): object => {
    const found = directory.one(id)
    if (found === 'elsewhere')
      throw new Refusal(503, 'another member of the group judges this identity: ask each of them')
    if (found === null) throw new Refusal(404, 'nothing is known of an identity of this name')
    return found
  }
  app.get('/v1/identities', (request, reply) => {
    const { id } = request.query as Readonly<Record<string, unknown>>
    // Names such as `..` cannot stand in a path: whoever asks takes them for steps in it
    if (typeof id === 'string') return reply.send(one(id))
    if (id !== undefined) throw new Refusal(400, 'id is the name of one identity')
    const { before, limit } = pageQuery(request)
    const cursor = before === null ? null : cursorOf(before)
    const items = directory.list(cursor, limit)
    const last = items[items.length - 1]
    const next =
      last === undefined || items.length < limit
        ? null
        : Buffer.from(JSON.stringify([last.last_seen ?? 0, last.id])).toString('base64url')
    return reply.send({ items, next })
  })
  app.get('/v1/identities/*', (request, reply) => {
    const { '*': id = '' } = request.params as Readonly<Record<string, string>>
    return reply.send(one(id))
  })
}

function cursorOf(text: string): readonly [lastMs: number, id: string] {
  try {
    const said = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown
    if (Array.isArray(said) && typeof said[0] === 'number' && typeof said[1] === 'string')
      return [said[0], said[1]]
  } catch {
    // told below, as what is no cursor either
  }
  throw new Refusal(400, 'before is the cursor from "next" of the last page')
}
