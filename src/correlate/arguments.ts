// The arguments of a call as one keyed hash: what a person allows is bound to it, and nothing of them is kept in clear.
import { createHmac, createSecretKey } from 'node:crypto'
import { CAPABILITY_INDEX, FIRST_ACTIVE, type Ability } from '../model/capability.js'
import { SECRET_WITHOUT_KEY } from '../model/mentions.js'
import type { Event } from '../model/wire.js'

/** 132 bits */
const DIGEST_CHARS = 22

/** '' for what is no call, has no arguments, or only reads. */
export type ArgumentsDigest = (event: Event, ability: Ability) => string

export function createArgumentsDigest(key: string | null): ArgumentsDigest {
  const digest = createDigest(key)
  return ({ type, tool }, ability) =>
    type !== 'tool.called' ||
    tool?.arguments == null ||
    CAPABILITY_INDEX[ability.capability] < FIRST_ACTIVE
      ? ''
      : digest(tool.arguments)
}

/** The same of arguments by themselves: the order of their members does not show. */
export function createDigest(key: string | null): (args: unknown) => string {
  // A key that is made once halves the time of a hash.
  const secret = createSecretKey(key ?? SECRET_WITHOUT_KEY, 'utf8')
  return (args) =>
    createHmac('sha256', secret)
      .update(`arguments:${sorted(args)}`)
      .digest('base64url')
      .slice(0, DIGEST_CHARS)
}

function sorted(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`
  const members = value as Readonly<Record<string, unknown>>
  const names = Object.keys(members).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${sorted(members[name])}`).join(',')}}`
}
