// Encodings of values: UTF-16 in its forms, Base64, and Base64 at each of the three offsets at which a value may stand.

export const UTF16 = ['utf16le', 'wide', 'utf16be', 'utf16'] as const
export type Utf16 = (typeof UTF16)[number]

/** The bytes of a text; `utf16` puts the byte order mark of little endian in front. */
export function bytesOf(text: string, encoding: Utf16 | null): Uint8Array {
  if (encoding === null) return new TextEncoder().encode(text)
  const marked = encoding === 'utf16' ? `\uFEFF${text}` : text
  const bytes = new Uint8Array(marked.length * 2)
  for (let i = 0; i < marked.length; i++) {
    const unit = marked.charCodeAt(i)
    const [low, high] = encoding === 'utf16be' ? [1, 0] : [0, 1]
    bytes[2 * i + low] = unit & 0xff
    bytes[2 * i + high] = unit >> 8
  }
  return bytes
}

/** UTF-16 without Base64 behind it: the text as something that read the bytes one by one shows it. ASCII only; null otherwise. */
export function shownUtf16(text: string, encoding: Utf16): string | null {
  if (!/^[\x00-\x7f]*$/.test(text)) return null
  const mark = encoding === 'utf16' ? '\uFEFF' : ''
  const bytes = bytesOf(text, encoding === 'utf16' ? 'utf16le' : encoding)
  return mark + String.fromCharCode(...bytes)
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** Characters that depend on what stands before (by the offset) and behind (by the rest of three) are cut off. */
const CUT_BEFORE = [0, 2, 3] as const
const CUT_BEHIND = [0, 3, 2] as const

/** What every Base64 text has in it that encodes these bytes at some place: one text for each offset. Empty ones are left out. */
export function base64Offsets(bytes: Uint8Array): string[] {
  return ([0, 1, 2] as const)
    .map((offset) => {
      const shifted = new Uint8Array(offset + bytes.length)
      shifted.set(bytes, offset)
      const text = base64(shifted)
      const behind = CUT_BEHIND[(shifted.length % 3) as 0 | 1 | 2]
      return text.slice(CUT_BEFORE[offset], text.length - behind)
    })
    .filter((text) => text !== '')
}
