// One link of the audit chain: what stands in a record's header, and the hash that ties it to the record before it.
import { hash } from 'node:crypto'
import { canonicalJson } from './canonical.js'

/** The header of every decision, command and finding. */
export const CHAIN_HEADER = 'ambit-chain'

/** The lists that are chained, each for itself, so that each can be kept, exported and checked without the others. */
export type Stream = 'decisions' | 'commands' | 'findings'
export const STREAMS: readonly Stream[] = ['decisions', 'commands', 'findings']

/** `seq` counts from 1 in one list of one task; `prev` is the hash of the record with the number before. */
export interface Link {
  readonly chain: string
  readonly seq: number
  readonly prev: string
  readonly hash: string
}

export interface Head {
  readonly seq: number
  readonly hash: string
}

const FORMAT = '1'
const TEXT = /^1 (\S{1,600}) ([1-9]\d{0,15}) ([A-Za-z0-9_-]{43}) ([A-Za-z0-9_-]{43})$/

/** What the first record of a list is tied to: its own list of its own task, so that it fits into no other. */
export function genesis(chain: string, stream: Stream): Head {
  return { seq: 0, hash: sha256(`ambit-audit ${FORMAT}\n${chain}\n${stream}`) }
}

/** SHA-256, base64url, over the hash before, the number, the record's key and its value in canonical form. */
export function hashOf(prev: string, seq: number, key: string, value: unknown): string {
  return sha256(`${prev}\n${seq}\n${key.length}:${key}\n${canonicalJson(value)}`)
}

export function linkText({ chain, seq, prev, hash }: Link): string {
  return `${FORMAT} ${chain} ${seq} ${prev} ${hash}`
}

/** Null where the header is not of the form that is written here. */
export function readLink(text: string | undefined): Link | null {
  const [, chain, seq, prev, hash] = TEXT.exec(text ?? '') ?? []
  if (chain === undefined) return null
  return { chain, seq: Number(seq), prev: prev as string, hash: hash as string }
}

export function sha256(text: string): string {
  return hash('sha256', text, 'base64url')
}
