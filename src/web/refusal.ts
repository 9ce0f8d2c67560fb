// What a refused request is told: RFC 9457 problem details, never a stack or an inner name.
import type { FastifyReply } from 'fastify'
import { STATUS_CODES } from 'node:http'

/** Thrown inside a route to answer with this status and sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(
    readonly status: number,
    sentence: string,
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(sentence)
  }
}

/** Sends `application/problem+json`: type, title, status, detail and the members of the case. */
export function refuse(
  reply: FastifyReply,
  status: number,
  detail: string,
  members: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  if (status === 503) void reply.header('retry-after', '1')
  // A serialised text, so that no schema or plugin gives the answer another form
  return reply
    .code(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: STATUS_CODES[status] ?? 'Error',
        status,
        detail,
        ...members,
      }),
    )
}
