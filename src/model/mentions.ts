// What an event says of values, without the values: keyed hashes of what a prompt named, a result brought or a call carries.

/** Bits of what a prompt asks for, a piece of text tells somebody to do, or a tool does. */
export const DEEDS = [
  'send',
  'pay',
  'book',
  'create',
  'change',
  'delete',
  'share',
  'run',
  'visit',
  'secret',
] as const
export type Deed = (typeof DEEDS)[number]

export const VALUE_KINDS = [
  'mail address',
  'account',
  'address of the web',
  'host',
  'phone number',
  'repository',
  'channel',
  'path',
  'user',
  'command',
  'id',
  'name',
] as const
export type ValueKind = (typeof VALUE_KINDS)[number]

/** Hashes where the deployment has no key of its own: the same everywhere, so that a replay elsewhere says the same. */
export const SECRET_WITHOUT_KEY = 'ambit: no key of its own was given to this deployment'

/** Characters of one packed word and of one form of a value: 36 and 48 bits of a keyed hash. */
export const WORD_CHARS = 6
export const FORM_CHARS = 8

/**
 * How a piece of a result speaks: `plain` tells, `asks` tells somebody to do something, `redirects` says that
 * an account or address is another now, `commands` speaks to the agent as
 * such, `overrides` tries to take the place of those who may instruct it.
 */
export const MANNERS = ['plain', 'asks', 'redirects', 'commands', 'overrides'] as const
export const ASKS = 1
export const REDIRECTS = 2
export const COMMANDS = 3
export const OVERRIDES = 4

/** One value. Everything that is compared is a keyed hash. */
export interface ValueMention {
  /** index into VALUE_KINDS */
  readonly kind: number
  /** its form as it is sent (FORM_CHARS), with only what no reader would tell apart taken away */
  readonly exact: string
  /** FORM_CHARS each: wider forms that name it as well, as the host of an address */
  readonly near: string
  /** FORM_CHARS: what it looks like where that is not what it is (letters of another script); mostly '' */
  readonly look: string
  /** FORM_CHARS: the house that it belongs to, which is the domain of an address that is not open to all; mostly '' */
  readonly house: string
  /** its words, packed, WORD_CHARS each; '' for values that are no names */
  readonly words: string
  /** in a result: index of the record it stands in; -1 none */
  readonly record: number
  /** in a result: index into MANNERS of the text around it */
  readonly manner: number
  /** in a result: it is all that its field or cell holds. In a call: it is all that its argument holds, so that it steers where the effect goes */
  readonly whole: boolean
}

/** A part of a result that tells somebody to do something. */
export interface Instruction {
  readonly manner: number
  /** bits of DEEDS */
  readonly deeds: number
  /** packed */
  readonly words: string
  /** index into the records, -1 where it is in none that is kept */
  readonly record: number
}

/**
 * - `prompt`: who gave it is in `trust`; `deeds` is what it asks for.
 * - `result`: what a tool brought; `words` are those of the call's arguments where the event repeats them.
 * - `call`: `deeds` is what the tool does, `words` are those of its name, `values` what its arguments hold.
 */
export interface Mentions {
  readonly role: 'prompt' | 'result' | 'call'
  /** `system`: trusted, but a frame and no request; `own`: nobody said, and the tool looks up what is the user's own; `untold`: nobody said */
  readonly trust: 'trusted' | 'system' | 'agent' | 'own' | 'untold' | 'tool' | 'external'
  readonly deeds: number
  /** prompts: bits of LEAVES */
  readonly leaves: number
  /** prompts and calls: bits of the classes of things they speak of or handle; 0: of none that is known */
  readonly things: number
  /** packed, WORD_CHARS each */
  readonly words: string
  /** prompts: those of the words that can point at one thing among others */
  readonly points: string
  /** calls and results: packed words of the arguments as a whole, one entry each argument */
  readonly arguments: readonly string[]
  readonly values: readonly ValueMention[]
  /**
   * Results: packed words of each record, be it a paragraph, an entry of a list or a row. Calls: those of the arguments' keys,
   * then those of the name and the keys that not every call has. Prompts: those of what the documents are called.
   */
  readonly records: readonly string[]
  /** results: of each record the entry of a list that it is a part of, as a number that its other parts have, too */
  readonly entries: readonly number[]
  readonly instructions: readonly Instruction[]
  /** values, records and instructions left out at a limit */
  readonly dropped: number
}

/** The prompt leaves it to the agent how, or to what it reads what. */
export const LEAVES_HOW = 1
export const LEAVES_WHAT = 2
/** what it asks for is to be done as the content says */
export const LEAVES_AS = 8
/** what it asks for is done on a page or in a form */
export const LEAVES_WEB = 16
/** what is made carries what the content says: its items become tickets, entries, cards */
export const LEAVES_TEXT = 32
/** what it is to be aimed at stands in what is read, and the prompt says where */
export const LEAVES_AIM = 64
/** it tells something and asks for nothing: what is to be done about it is not said */
export const LEAVES_UNSAID = 128
/** what is to be done to anything stands in the content: `fix what they ask for` */
export const LEAVES_OBJECT = 256
/** it is not in a language that the words are known of */
export const LEAVES_UNREAD = 4

/** The chunks of a packed text. */
export function unpacked(packed: string, chars: number): string[] {
  const chunks: string[] = []
  for (let at = 0; at < packed.length; at += chars) chunks.push(packed.slice(at, at + chars))
  return chunks
}
