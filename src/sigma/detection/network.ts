// IP networks in CIDR notation, v4 and v6, as bytes and the number of bits that count.
import type { Network } from '../rule.js'

/** A network, or a sentence that says why the text is none. An address by itself is a network of one. */
export function networkOf(text: string): Network | string {
  const [address = '', length, ...more] = text.trim().split('/')
  const bytes = addressOf(address)
  if (bytes === null || more.length > 0)
    return `"${text}" is no network: an address and the number of its bits that count, such as 10.0.0.0/8`
  const all = bytes.length * 8
  const bits = length === undefined ? all : /^\d{1,3}$/.test(length) ? Number(length) : NaN
  if (!(bits <= all)) return `"${text}" is no network: 0 to ${all} bits may count`
  const first = bytes.map((byte, i) => byte & maskOf(bits - 8 * i))
  if (first.some((byte, i) => byte !== bytes[i]))
    return `"${text}" has bits behind the first ${bits}, did you mean "${addressText(first)}/${bits}"?`
  return { bytes, bits }
}

function maskOf(bits: number): number {
  return bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff
}

/** The bytes of an address, 4 or 16 of them; null where the text is none. */
export function addressOf(text: string): number[] | null {
  return text.includes(':') ? addressV6(text) : addressV4(text)
}

function addressV4(text: string): number[] | null {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  const bytes = parts.map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256))
  return bytes.every((byte) => byte < 256) ? bytes : null
}

function addressV6(text: string): number[] | null {
  // The last 32 bits may be written as v4
  const v4 = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  let hex = text
  if (v4 !== null) {
    const tail = addressV4(v4[2] as string)
    if (tail === null) return null
    const [a, b, c, d] = tail as [number, number, number, number]
    hex = `${v4[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  }
  const halves = hex.split('::')
  if (halves.length > 2) return null
  const groupsOf = (half: string): string[] => (half === '' ? [] : half.split(':'))
  const head = groupsOf(halves[0] ?? '')
  const tail = groupsOf(halves[1] ?? '')
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff])
}

function addressText(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] as number) << 8) | (bytes[2 * i + 1] as number)).toString(16),
  )
  const text = groups.join(':')
  // The longest run of zeros is left out (RFC 5952)
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run)
  const longest = runs.sort((a, b) => b.length - a.length)[0]
  return longest === undefined ? text : text.replace(longest, ':').replace(/^:(?!:)|:$/, '::')
}
