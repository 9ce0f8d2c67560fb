// Weighs a call against what its task was asked and has read: whether untrusted content alone says where its effect goes.
import { CAPABILITY_INDEX, FIRST_ACTIVE } from '../../model/capability.js'
import {
  ASKS,
  COMMANDS,
  LEAVES_AIM,
  LEAVES_HOW,
  LEAVES_OBJECT,
  LEAVES_TEXT,
  LEAVES_WEB,
  LEAVES_WHAT,
  REDIRECTS,
  unpacked,
  VALUE_KINDS,
  WORD_CHARS,
  type ValueMention,
} from '../../model/mentions.js'
import type { Brought, Provenance, Steering } from '../../model/provenance.js'
import { CARRIES, DEED, EFFECTS, GRAVE } from './text/deeds.js'
import { broughtBy, followedBy, isAtHome, transcribes, WEB } from './judge-followed.js'
import { delegated } from './judge-handed.js'
import { knownOf, type Content, type Known } from './judge-known.js'
import { formsOf, kindred } from './judge-said.js'
import type { Told } from './ledger.js'
import { AIMS, KIND_INDEX } from './text/values.js'

/** Where a value stands in something untrusted. */
interface Place {
  readonly told: Told
  readonly manner: number
  readonly whole: boolean
  /** the prompt points at the record it stands in, or at all that was read there */
  readonly vouched: boolean
  /** the prompt pointed at all that was read there, surely or by a word */
  readonly pointed: boolean
  readonly near: boolean
  readonly handed: boolean
  /** it is the value itself, not what contains it or is contained in it */
  readonly same: boolean
  /** what else stands in its record, less what tells somebody to do something */
  readonly beside: ReadonlySet<string> | undefined
}

const NAMES: ReadonlySet<number> = new Set([KIND_INDEX.name, KIND_INDEX.id, KIND_INDEX.command])

/**
 * The steering of one call by all that its task was told before. `follows` are the domains whose content the task's
 * purpose lets the agent follow. Pure: the same for the same events, whatever order they came in.
 */
export function judge(
  call: Told,
  told: readonly Told[],
  follows: readonly string[],
): Steering | null {
  const before = told
    .filter((one) => one !== call && one.timeMs <= call.timeMs && one.eventId !== call.eventId)
    .sort(byTime)
  const known = knownOf(call, before, follows)
  const acts = call.capability >= FIRST_ACTIVE
  const brought: Brought[] = []
  const seen: Provenance[] = []
  for (const value of call.mentions.values) {
    if (!value.whole) continue
    const [provenance, by] = ofValue(value, call, known, acts)
    if (by !== null) brought.push(by)
    if (!NAMES.has(value.kind) || provenance !== 'unnamed') seen.push(provenance)
  }
  if (!acts) return brought.length === 0 ? null : { provenance: 'untrusted', brought }
  if (brought.length === 0) {
    const followed = followedBy(call, known)
    if (followed !== null) brought.push(followed)
  }
  if (brought.length === 0) {
    const aimed = seen.some((one) => one === 'named' || one === 'trusted' || one === 'vouched')
    for (const value of call.mentions.values) {
      if (value.whole) continue
      const by = inBody(value, call, known, aimed ? COMMANDS : ASKS)
      if (by !== null) brought.push(by)
    }
  }
  if (brought.length === 0) {
    const flowed = flow(call, before, seen)
    if (flowed !== null) brought.push(flowed)
  }
  if (brought.length > 0) return { provenance: 'untrusted', brought: firstOfEach(brought) }
  if (seen.length === 0) return null
  return { provenance: WEAKEST.find((one) => seen.includes(one)) as Provenance, brought: [] }
}

const WEAKEST: readonly Provenance[] = ['unnamed', 'vouched', 'trusted', 'named']

function ofValue(
  value: ValueMention,
  call: Told,
  known: Known,
  acts: boolean,
): [Provenance, Brought | null] {
  return NAMES.has(value.kind) ? ofName(value, call, known) : ofAim(value, call, known, acts)
}

/** A value whose form tells what it is: an address, an account, a path. */
function ofAim(
  value: ValueMention,
  call: Told,
  known: Known,
  acts: boolean,
): [Provenance, Brought | null] {
  if (formsOf(value).some((form) => known.named.has(form))) return ['named', null]
  if (formsOf(value).some((form) => known.trusted.has(form))) return ['trusted', null]
  const places = placesOf(value, known)
  const relayed = known.relayed.has(value.exact)
  if (places.length === 0) return [relayed ? 'trusted' : 'unnamed', null]
  const worst = places.reduce((a, b) => (b.manner > a.manner ? b : a))
  // What a page says of its own house leads no further than where the agent went before it read the page.
  if (known.asked && worst.manner < COMMANDS && isAtHome(value, worst.told, known))
    return ['vouched', null]
  if (relayed && worst.manner === 0) return ['trusted', null]
  const strict =
    acts &&
    (AIMS.has(value.kind) ||
      // What is added to an address goes out with it.
      (WEB.has(value.kind) &&
        ((call.mentions.deeds & EFFECTS) !== 0 || !places.some((one) => one.same))))
  return excused(worst, places, strict, known, call) &&
    !(strict && outdone(value, worst, call, known))
    ? ['vouched', null]
    : ['untrusted', broughtBy(VALUE_KINDS[value.kind] as string, value.exact, worst.told)]
}

/**
 * Whether what asks for this value stands beside another of its kind that nothing needs to ask for, or that came first:
 * a bill has one account, a list has addresses, and what is put in between is one too many.
 */
function outdone(value: ValueMention, worst: Place, call: Told, known: Known): boolean {
  if (worst.manner !== ASKS || known.what) return false
  if (known.kinds.has(kindred(value.kind))) return true
  // Where a page asks that something be fetched from or handed over to, a request to send or to build does not say so.
  if (WEB.has(value.kind) && (known.leaves & LEAVES_WEB) === 0 && !showsHow(known)) return true
  if (
    call.mentions.values.length > 1 &&
    call.mentions.values.filter((one) => one.kind === value.kind).length > 1
  )
    return false
  // Where the prompt says that an address is in there, one that merely stands by does not outdo the one that is told of.
  const spared = (known.leaves & LEAVES_AIM) !== 0 && value.kind !== KIND_INDEX.account
  for (const other of worst.told.mentions.values) {
    if (other.exact === value.exact) return false
    // Two addresses of one house are one counterpart's.
    if (other.house !== '' && other.house === value.house) continue
    if (other.kind !== value.kind || other.manner > worst.manner) continue
    if (!spared || other.manner > 0) return true
  }
  return false
}

/** How it is done stands in the content, and so does where. */
function showsHow({ as, leaves }: Known): boolean {
  return as && (leaves & LEAVES_OBJECT) === 0
}

/** Whether the prompt stands behind a value although only untrusted content holds it. */
function excused(
  worst: Place,
  places: readonly Place[],
  strict: boolean,
  known: Known,
  call: Told,
): boolean {
  const { leaves } = known
  const asked = (known.asked || known.as) && !(known.astray && worst.manner >= ASKS)
  if (worst.manner >= COMMANDS)
    return (
      asked &&
      places.some((one) => one.manner === 0 && one.whole && one.vouched && one.told !== worst.told)
    )
  if (worst.manner >= ASKS) {
    if (known.what && worst.handed) return true
    if (!asked || worst.manner === REDIRECTS) return false
    if (known.as && worst.handed) return true
    if ((leaves & LEAVES_AIM) !== 0 && worst.near && carries(call, known)) return true
    return (
      !strict ||
      places.some(
        (one) =>
          ((one.vouched || one.pointed) && carries(call, known)) || (one.manner === 0 && one.whole),
      )
    )
  }
  if (!strict || places.some((one) => one.whole)) return true
  if (known.what && worst.handed) return true
  // Of a task without a prompt at hand nobody knows what it was asked.
  return asked && (known.requests === 0 || places.some((one) => one.vouched || one.near))
}

/**
 * Whether what goes there is what the prompt spoke of: words that are but the text's own serve the text. Money has few
 * words, and they are those of the bill.
 */
function carries({ mentions }: Told, { words }: Known): boolean {
  return (
    mentions.arguments.length < 2 ||
    (mentions.deeds & DEED.pay) !== 0 ||
    mentions.arguments.some((packed) =>
      unpacked(packed, WORD_CHARS).some((word) => words.has(word)),
    )
  )
}

function placesOf(value: ValueMention, known: Known): Place[] {
  const forms = new Set(formsOf(value))
  if (value.look !== '') forms.add(value.look)
  const places: Place[] = []
  for (const content of known.content) {
    const same = new Set<ValueMention>()
    for (const form of forms) for (const held of content.forms.get(form) ?? []) same.add(held)
    const external = content.told.mentions.role === 'prompt'
    if (same.size === 0) continue
    for (const held of content.told.mentions.values)
      if (same.has(held))
        places.push({
          told: content.told,
          manner: external ? ASKS : held.manner,
          whole: held.whole && !external,
          vouched: content.vouched[held.record] === true,
          pointed: content.pointed > 1,
          near: content.near,
          handed: content.handed,
          same: held.exact === value.exact,
          beside: content.records[held.record],
        })
  }
  return places
}

/** A name, a number, a command: told from other words only by standing in an instruction as a whole. */
function ofName(value: ValueMention, call: Told, known: Known): [Provenance, Brought | null] {
  const words = unpacked(value.words, WORD_CHARS)
  if (words.length === 0 || words.every((word) => known.words.has(word))) return ['named', null]
  if (known.trustedRecords.some((record) => words.every((word) => record.has(word))))
    return ['trusted', null]
  let plain = false
  for (const content of known.content) {
    for (const one of content.instructions) {
      if (!holds(value, words, one, known)) continue
      if (one.manner < COMMANDS && (one.deeds & call.mentions.deeds) === 0) continue
      if (delegated(known, content, one)) continue
      if (one.manner < COMMANDS && transcribes(call, known)) continue
      const installs = bringsIn(value, call, known)
      const elsewhere =
        (content.pointed > 0 &&
          one.vouched &&
          !installs &&
          (one.deeds & call.mentions.deeds & GRAVE) === 0) ||
        content.records.some((record) => words.every((word) => record.has(word)))
      // What a guide asks to be run is run where something is to be built or repaired.
      if (
        one.manner >= COMMANDS ||
        !known.asked ||
        known.astray ||
        (!elsewhere && (installs || telling(value, words)))
      )
        return [
          'untrusted',
          broughtBy(VALUE_KINDS[value.kind] as string, value.exact, content.told),
        ]
    }
    plain ||= content.records.some((record) => words.every((word) => record.has(word)))
  }
  return [plain ? 'vouched' : 'unnamed', null]
}

/** A command that brings something in or takes it out, where nobody asked for any to be run or left it open how. */
function bringsIn({ kind }: ValueMention, { mentions }: Told, known: Known): boolean {
  return (
    kind === KIND_INDEX.command &&
    (mentions.deeds & CARRIES) !== 0 &&
    (known.deeds & DEED.run) === 0 &&
    (known.leaves & (LEAVES_HOW | LEAVES_WHAT | LEAVES_OBJECT)) === 0
  )
}

/** Whether a name is one that no other thing bears by chance. */
function telling({ kind }: ValueMention, words: readonly string[]): boolean {
  return kind === KIND_INDEX.id || (kind === KIND_INDEX.name && words.length > 1)
}

/** Whether an instruction has all words of a name, or of a command so many that it is the same one in other words. */
function holds(
  value: ValueMention,
  words: readonly string[],
  { set }: Content['instructions'][number],
  known: Known,
): boolean {
  const held = words.filter((word) => set.has(word))
  if (held.length === words.length) return true
  if (value.kind !== KIND_INDEX.command) return false
  return held.length * 2 >= words.length && held.filter((word) => !known.words.has(word)).length > 1
}

/** A link or an address in what is sent that nothing but words of this manner brought. */
function inBody(value: ValueMention, call: Told, known: Known, manner: number): Brought | null {
  if (formsOf(value).some((form) => known.named.has(form) || known.trusted.has(form))) return null
  const places = placesOf(value, known)
  const worst = places.find((one) => one.manner >= manner)
  if (worst === undefined) return null
  // What speaks to the agent stands beside the user's own matters often enough.
  const shown = (known.leaves & (LEAVES_WEB | LEAVES_TEXT | LEAVES_AIM | LEAVES_WHAT)) !== 0
  if (
    places.some((one) =>
      manner < COMMANDS
        ? (one.vouched && (shown || one.manner === 0)) || (one.pointed && quotes(call, one, known))
        : one.manner < manner,
    )
  )
    return null
  return broughtBy(VALUE_KINDS[value.kind] as string, value.exact, worst.told)
}

/** Whether a text that goes out has the words around what it holds in common with where that was read. */
function quotes({ mentions }: Told, { beside }: Place, { words }: Known): boolean {
  return mentions.arguments.some(
    (packed) =>
      unpacked(packed, WORD_CHARS).filter((word) => beside?.has(word) && !words.has(word)).length >
      1,
  )
}

/** What outsiders wrote was read, then a secret, and now something goes where nobody named. */
function flow(call: Told, before: readonly Told[], seen: readonly Provenance[]): Brought | null {
  const out =
    (call.mentions.deeds & (DEED.send | DEED.share | DEED.pay)) !== 0 ||
    call.capability === CAPABILITY_INDEX.network
  if (!out || !seen.includes('unnamed')) return null
  const read = before.find(
    (one) => one.mentions.role !== 'prompt' && one.mentions.trust === 'external',
  )
  if (read === undefined) return null
  const secret = before.some((one) => one.secret && one.timeMs >= read.timeMs)
  return secret ? broughtBy('flow', '', read) : null
}

function firstOfEach(all: readonly Brought[]): Brought[] {
  const kept = new Map<string, Brought>()
  for (const one of all)
    if (!kept.has(one.kind + one.hash) && kept.size < BROUGHT_MAX)
      kept.set(one.kind + one.hash, one)
  return [...kept.values()]
}

/** Values that one finding tells of. */
const BROUGHT_MAX = 8

function byTime(a: Told, b: Told): number {
  return a.timeMs - b.timeMs || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0)
}
