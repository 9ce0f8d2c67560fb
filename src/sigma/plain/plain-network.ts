// Whether a text is an IP address in a network: addresses as bytes, bit by bit.
import type { Network } from '../rule.js'

export function inNetwork({ bytes, bits }: Network, text: string): boolean {
  const address = addressOf(text)
  if (address === null) return false
  const own = bytes.length === 4 && isMapped(address) ? address.slice(12) : address
  if (own.length !== bytes.length) return false
  for (let bit = 0; bit < bits; bit++) if (bitAt(own, bit) !== bitAt(bytes, bit)) return false
  return true
}

function bitAt(bytes: readonly number[], bit: number): number {
  return ((bytes[bit >> 3] as number) >> (7 - (bit & 7))) & 1
}

/** An IPv4 address as IPv6 writes it: `::ffff:192.0.2.1`. */
function isMapped(address: readonly number[]): boolean {
  return (
    address.length === 16 &&
    address.slice(0, 10).every((byte) => byte === 0) &&
    address[10] === 255 &&
    address[11] === 255
  )
}

/** 4 or 16 bytes; null where the text is no address. A zone (`%eth0`) is left away. Source: RFC 4291, 2.2. */
export function addressOf(text: string): readonly number[] | null {
  if (!text.includes(':')) return dotted(text)
  const plain = text.replace(/%.*$/s, '')
  const halves = plain.split('::')
  if (halves.length > 2) return null
  const [head, tail] = halves.map(groupsOf) as [number[] | null, number[] | null | undefined]
  if (head === null || tail === null) return null
  if (tail === undefined) return head.length === 16 ? head : null
  const missing = 16 - head.length - tail.length
  return missing < 2 ? null : [...head, ...Array<number>(missing).fill(0), ...tail]
}

function groupsOf(text: string): number[] | null {
  if (text === '') return []
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [at, group] of groups.entries()) {
    if (at === groups.length - 1 && group.includes('.')) {
      const last = dotted(group)
      if (last === null) return null
      bytes.push(...last)
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(group)) return null
      const value = parseInt(group, 16)
      bytes.push(value >> 8, value & 255)
    }
  }
  return bytes
}

function dotted(text: string): number[] | null {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  const bytes = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256))
  return bytes.some((byte) => byte > 255) ? null : bytes
}
