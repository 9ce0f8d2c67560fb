// A small call as it came: what it mentions is read when somebody asks, as most calls are never compared with anything.
import type { Ability } from '../../model/capability.js'
import type { Mentions } from '../../model/mentions.js'

/** All of a call that is looked at. */
export interface Call {
  readonly name: string
  /** its arguments */
  readonly given: unknown
  readonly resource: string
  readonly ability: Ability
  readonly trust: 'external' | 'untold'
}

/** What a small call counts for in the ledger, whether it was read or not. */
export const UNREAD_SIZE = 192

const TEXT_LENGTH_MAX = 256
const PARTS_MAX = 16
const DEPTH_MAX = 4

/** Same to whoever reads it, and in JSON, as what `read` makes of the call. */
export class UnreadCall implements Mentions {
  private known: Mentions | null = null

  constructor(
    readonly trust: Call['trust'],
    private readonly name: string,
    private readonly given: unknown,
    private readonly resource: string,
    private readonly ability: Ability,
    private readonly read: (call: Call) => Mentions,
  ) {}

  get role(): 'call' {
    return 'call'
  }
  /** so small that nothing of it is left out */
  get dropped(): number {
    return 0
  }
  get deeds(): number {
    return this.toJSON().deeds
  }
  get leaves(): number {
    return this.toJSON().leaves
  }
  get things(): number {
    return this.toJSON().things
  }
  get words(): string {
    return this.toJSON().words
  }
  get points(): string {
    return this.toJSON().points
  }
  get arguments(): readonly string[] {
    return this.toJSON().arguments
  }
  get values(): Mentions['values'] {
    return this.toJSON().values
  }
  get records(): readonly string[] {
    return this.toJSON().records
  }
  get entries(): readonly number[] {
    return this.toJSON().entries
  }
  get instructions(): Mentions['instructions'] {
    return this.toJSON().instructions
  }

  toJSON(): Mentions {
    const { trust, name, given, resource, ability } = this
    return (this.known ??= this.read({ trust, name, given, resource, ability }))
  }
}

let parts = 0
let chars = 0

/** Whether a call may stay as it came: nothing of it would be left out, and it takes no more memory than what it mentions. */
export function isSmall(resourceLength: number, given: unknown): boolean {
  parts = PARTS_MAX
  chars = TEXT_LENGTH_MAX - resourceLength
  return chars >= 0 && (given == null || fits(given, DEPTH_MAX))
}

function fits(part: unknown, depth: number): boolean {
  if (--parts < 0) return false
  if (typeof part === 'string') {
    chars -= part.length
    // A text that is JSON may be deep.
    return chars >= 0 && !opens(part)
  }
  if (typeof part !== 'object' || part === null) return true
  if (depth === 0) return false
  if (Array.isArray(part)) {
    for (let i = 0; i < part.length; i++) if (!fits(part[i], depth - 1)) return false
    return true
  }
  for (const key in part) {
    chars -= key.length
    if (chars < 0 || !fits((part as Record<string, unknown>)[key], depth - 1)) return false
  }
  return true
}

function opens(text: string): boolean {
  return text.includes('{') || text.includes('[')
}
