// One text for one value, whatever encoding it was kept in: what the hashes of the audit chain are taken of.
const SURROGATE = /[\ud800-\udfff]/

/**
 * RFC 8785 (JSON Canonicalization Scheme) of a value as JSON knows it, with two additions: members that are null or not
 * there are left out, as Avro cannot tell them apart, and a lone surrogate is U+FFFD, as it has no UTF-8.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return textOf(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  let text = ''
  for (const name of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[name]
    if (member === null || member === undefined) continue
    text += `${text === '' ? '' : ','}${textOf(name)}:${canonicalJson(member)}`
  }
  return `{${text}}`
}

function textOf(text: string): string {
  return JSON.stringify(SURROGATE.test(text) ? Buffer.from(text).toString() : text)
}
