// Things: what a prompt speaks of and what a tool handles, as bits of classes. Words of everyday English.

const THINGS = {
  event:
    'event calendar appointment meeting reminder agenda dinner lunch breakfast brunch party call interview',
  mail: 'email mail letter inbox newsletter message thread',
  file: 'file document doc folder spreadsheet sheet slide presentation drive pdf docx xlsx txt csv repository repo branch commit issue pull bug ticket',
  code: 'repository repo branch commit issue pull bug ticket',
  money:
    'payment transfer invoice bill iban transaction money rent refund donation salary debit standing',
  lodging: 'hotel room hostel lodging accommodation inn motel suite apartment',
  table: 'restaurant table dinner lunch breakfast brunch',
  transport: 'flight plane train ferry bus taxi car rental ticket',
  purchase: 'cart order reorder buy product basket purchase shop shopping coupon',
  web: 'webpage website blog page',
  channel: 'channel slack',
} as const
type Thing = keyof typeof THINGS

const BITS = new Map<string, number>()
for (const [at, thing] of (Object.keys(THINGS) as Thing[]).entries())
  for (const word of THINGS[thing].split(' ')) BITS.set(word, (BITS.get(word) ?? 0) | (1 << at))

/** How words are handed over is no thing that one of them asks for. */
export const MAIL = BITS.get('inbox') as number

/** A text that names a channel speaks of channels. */
export const CHANNEL = BITS.get('channel') as number

/** Bits of the things that words (as `wordsIn` gives them) speak of; 0 where none is known. */
export function thingsIn(words: readonly string[]): number {
  let bits = 0
  for (const word of words) bits |= BITS.get(word) ?? 0
  return bits
}
