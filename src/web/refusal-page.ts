// What a request says of the page that it wants: how many, and after which.
import type { FastifyRequest } from 'fastify'
import { Refusal } from './refusal.js'

const PAGE_LIMIT = 100
const PAGE_LIMIT_MAX = 1000
const CURSOR_LENGTH_MAX = 256

export function pageQuery({ query }: FastifyRequest): {
  readonly before: string | null
  readonly limit: number
} {
  const { before, limit = String(PAGE_LIMIT) } = query as Readonly<Record<string, unknown>>
  if (
    typeof limit !== 'string' ||
    !/^\d{1,4}$/.test(limit) ||
    limit === '0' ||
    Number(limit) > PAGE_LIMIT_MAX
  ) {
    throw new Refusal(400, `limit is a whole number from 1 to ${PAGE_LIMIT_MAX}`)
  }
  if (before !== undefined && (typeof before !== 'string' || before.length > CURSOR_LENGTH_MAX)) {
    throw new Refusal(400, 'before is the cursor from "next" of the last page')
  }
  return { before: before ?? null, limit: Number(limit) }
}
