// Texts as a reader sees them: what hides, decorates or imitates is undone before anything is compared.

/** Characters of one text that are looked at; what follows is not read. */
export const TEXT_LENGTH_MAX = 65_536

// Zero width, soft hyphens, direction marks, variation selectors, and the tag block that nobody sees.
const UNSEEN =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]|[\u{e0000}-\u{e0fff}]/gu

/** Compatibility forms to plain ones, nothing unseen in it, typographic dashes and quotes to those of a keyboard. */
export function seen(text: string): string {
  const cut = text.length > TEXT_LENGTH_MAX ? text.slice(0, TEXT_LENGTH_MAX) : text
  if (/^[\t\n\r\x20-\x7e]*$/.test(cut)) return squeezed(cut)
  return squeezed(
    withTags(cut)
      .normalize('NFKC')
      .replace(UNSEEN, '')
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      .replace(/[\u2018\u2019\u201b\u2032]/g, "'")
      .replace(/[\u201c-\u201f\u2033\u00ab\u00bb]/g, '"')
      .replace(/\u00a0/g, ' '),
  )
}

/**
 * Whoever writes a text that is read here may want it to take for ever: no pattern that is applied to texts of strangers
 * looks at more than a few characters of a run, and runs of blanks are short.
 */
function squeezed(text: string): string {
  return text.replace(LONG_BLANK, (run) => run.slice(0, BLANK_MAX))
}

const BLANK_MAX = 16
const LONG_BLANK = /\s{17,}/g

// Text in the tag block (U+E0020 to U+E007E) mirrors ASCII: a model reads it although a person sees nothing.
function withTags(text: string): string {
  return text.replace(/[\u{e0020}-\u{e007e}]+/gu, (hidden) =>
    Array.from(hidden, (c) => String.fromCodePoint((c.codePointAt(0) as number) - 0xe0000)).join(
      '',
    ),
  )
}

// Letters of other scripts that look like Latin ones (after Unicode TR 39, those that are met in addresses).
const LOOKS: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'аa еe оo рp сc уy хx іi јj ѕs ԁd ԛq ԝw һh ɡg ӏl ьb вb мm нh кk тt пn гr зz ' +
    'αa βb εe ηn ικ κk νv οo ρp τt υu χx γy ωw ιi ℓl ıi łl øo đd ßb ɑa ɩi ʏy ʀr ɴn ᴀa ᴇe ᴏo'
  )
    .split(' ')
    .filter((pair) => pair.length === 2)
    .map((pair) => [pair[0] as string, pair[1] as string]),
)

/** What a text looks like: letters that imitate others and digits that imitate letters are made the same. */
export function lookOf(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\x20-\x7e]/g, (c) => LOOKS[c] ?? c)
}

/** `%40` and `&#64;` as the characters that they stand for; broken ones stay. */
export function decoded(text: string): string {
  let plain = text
  if (/%[0-9a-f]{2}/i.test(plain))
    plain = plain.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run)
      } catch {
        return run
      }
    })
  if (plain.includes('&'))
    plain = plain
      .replace(/&#(x[0-9a-f]{1,6}|\d{1,7});/gi, (whole, number: string) => {
        const code = /^x/i.test(number) ? parseInt(number.slice(1), 16) : Number(number)
        return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
      })
      .replace(/&(amp|lt|gt|quot|apos|commat|period|nbsp);/g, (_, name: string) => ENTITIES[name]!)
  return plain
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  commat: '@',
  period: '.',
  nbsp: ' ',
}

/** `bob (at) example [dot] com` as the address that it is. */
export function spelledOut(text: string): string {
  if (!/\b(at|dot|punkt|arroba|punto)\b|[[({](at|dot|@|\.)[\])}]/i.test(text)) return text
  return text
    .replace(/\s*[[({]\s*(?:at|@|arroba)\s*[\])}]\s*/gi, '@')
    .replace(/\s*[[({]\s*(?:dot|\.|punkt|punto)\s*[\])}]\s*/gi, '.')
    .replace(
      /\b([\w.+-]{2,64})\s+at\s+([\w-]{2,63}(?:\s+dot\s+[\w-]{2,63}){1,8})\b/gi,
      (_, local: string, host: string) =>
        `${local.replace(/\s+dot\s+/gi, '.')}@${host.replace(/\s+dot\s+/gi, '.')}`,
    )
    .replace(/\b([\w-]{2,63})\s+dot\s+(com|org|net|io|example|test|dev|co)\b/gi, '$1.$2')
}

/** Base64 and hex within a text that stand for text, decoded. */
export function encodedTexts(text: string): string[] {
  const found: string[] = []
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)) {
    const plain = /^(?:[0-9a-f]{2})+$/i.test(run)
      ? Buffer.from(run, 'hex').toString('latin1')
      : Buffer.from(run, 'base64').toString('latin1')
    if (READABLE.test(plain) && /[a-z]{2}/i.test(plain)) found.push(plain)
    if (found.length >= ENCODED_MAX) break
  }
  return found
}

const READABLE = /^[\t\n\r\x20-\x7e]{8,}$/
const ENCODED_MAX = 16
