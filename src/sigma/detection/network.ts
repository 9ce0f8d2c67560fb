// IP networks in CIDR notation, v4 and v6, as bytes and the number of bits that count.
import { addressOf } from '../plain/plain-network.js'
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
