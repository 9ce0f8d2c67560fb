// What a list of scopes covers, and whether an operation is named in the same way as they are, so that the two can be compared.

/** Scopes kept of one credential or grant; what has more is taken as unknown. */
export const SCOPES_MAX = 256

/** Those of `wanted` that `held` does not cover. A star stands for any text; case does not count, as for AWS it has none. */
export function notCovered(held: readonly string[], wanted: readonly string[]): readonly string[] {
  return wanted.filter((scope) => !held.some((one) => covers(one, scope)))
}

/** A star that is wanted is covered by a star only. */
function covers(held: string, wanted: string): boolean {
  return held === '*' || held === wanted || matches(held.toLowerCase(), wanted.toLowerCase())
}

/** Whether the glob fits the text; both ends are anchored. Linear in their lengths but for the stars. */
function matches(glob: string, text: string): boolean {
  const parts = glob.split('*')
  const [first] = parts as [string]
  if (parts.length === 1) return glob === text
  const last = parts[parts.length - 1] as string
  if (text.length < first.length + last.length) return false
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  const end = text.length - last.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}

export function isWild(scope: string): boolean {
  return scope.includes('*')
}

/** How something is named: its first word, the sign behind that (`:` of s3:GetObject, `.` of docs.read), and how many parts it has. */
interface Form {
  readonly word: string
  readonly sign: string
  readonly parts: number
}

/** Null for a single word, and for an address, which names no operation. */
function formOf(name: string): Form | null {
  const found = /^([A-Za-z0-9_-]+)([:.](?!\/\/)|[/ ])[^]/.exec(name)
  if (found === null) return null
  const [, word, sign] = found as unknown as [string, string, string]
  return { word: word.toLowerCase(), sign, parts: name.split(sign).length }
}

/** Whether both are named by the same authority, or at least in its way. */
function alike(a: Form, b: Form | null): boolean {
  return b !== null && a.sign === b.sign && (a.parts === b.parts || a.word === b.word)
}

/**
 * Whether the scopes speak of an operation, and do not cover it. Null where they are named in another way than it is:
 * nothing can be said then.
 */
export function leavesOut(scopes: readonly string[], action: string): boolean | null {
  if (notCovered(scopes, [action]).length === 0) return false
  const form = formOf(action)
  return form !== null && scopes.some((scope) => alike(form, formOf(scope))) ? true : null
}

const READING =
  /(^|[^a-z])(read|readonly|read-only|list|get|view|viewer|search|describe|browse|lookup)([^a-z]*)$/

/** Whether all that the scopes allow is to read: each ends in a word that says so. */
export function onlyRead(scopes: readonly string[]): boolean {
  return scopes.length > 0 && scopes.every((scope) => READING.test(scope.toLowerCase()))
}

/** Both lists as one, in the order of the alphabet, each once; null where one of them is not known. */
export function together(
  a: readonly string[] | null,
  b: readonly string[] | null,
): readonly string[] | null {
  if (a === null || b === null) return a ?? b
  return [...new Set([...a, ...b])].sort()
}
