// The grammar of SPIFFE ids, strictly: what is a workload's id, and its one normal form.

const SCHEME = 'spiffe://'
const ID_BYTES_MAX = 2048
const TRUST_DOMAIN_BYTES_MAX = 255

// The normal form at a glance, for ids too short to break a limit. Every workload's id passes here,
// and one call of an expression costs less than looking at each character from outside.
const NORMAL =
  /^spiffe:\/\/[a-z0-9._-]+(?:\/(?:[a-zA-Z0-9_-][a-zA-Z0-9._-]*|\.(?!\.?(?:\/|$))[a-zA-Z0-9._-]+))*$/

// The last normal ids that were seen, by their ends: most events come from few workloads. A memo of
// a pure function, so that nothing depends on it but speed.
const MEMO_MASK = 1023
const memo = new Array<string>(MEMO_MASK + 1).fill('')

/**
 * Whether a text means to be a SPIFFE id, well formed or not. The scheme's case does not matter.
 */
export function claimsSpiffe(text: string): boolean {
  return hasScheme(text, 7)
}

/**
 * The normal form of a SPIFFE id (scheme and trust domain in lower case, the path as it is), or
 * null where the grammar does not hold. A path is optional, as the id of a trust domain itself has
 * none. Source: SPIFFE-ID, sections 2.1 to 2.4.
 */
export function normalSpiffeId(text: string): string | null {
  const length = text.length
  // only ASCII passes below, so units are bytes
  if (length > ID_BYTES_MAX || length < 10 || (text.charCodeAt(0) | 32) !== 115) return null
  const slot =
    (text.charCodeAt(length - 1) +
      text.charCodeAt(length - 2) * 31 +
      text.charCodeAt(length - 3) * 961 +
      length) &
    MEMO_MASK
  if (memo[slot] === text) return text
  if (length <= TRUST_DOMAIN_BYTES_MAX && NORMAL.test(text)) {
    memo[slot] = text
    return text
  }
  if (!hasScheme(text, SCHEME.length)) return null
  let at = SCHEME.length
  let upper = false
  for (let i = 0; i < 6; i++) if (text.charCodeAt(i) < 97) upper = true
  for (; at < length; at++) {
    const c = text.charCodeAt(at)
    if (c === 47) break
    if ((c >= 97 && c <= 122) || (c >= 48 && c <= 57) || c === 45 || c === 46 || c === 95) continue
    if (c < 65 || c > 90) return null
    upper = true
  }
  if (at === 9 || at - 9 > TRUST_DOMAIN_BYTES_MAX) return null
  if (at < length && !isPath(text, at)) return null
  return upper ? text.slice(0, at).toLowerCase() + text.slice(at) : text
}

/** The trust domain of a normal SPIFFE id. */
export function trustDomainOf(spiffeId: string): string {
  const slash = spiffeId.indexOf('/', SCHEME.length)
  return spiffeId.slice(SCHEME.length, slash < 0 ? spiffeId.length : slash)
}

/**
 * Whether a text starts as `spiffe://` does, in any case, as far as `size`. Every workload's id
 * passes here.
 */
function hasScheme(text: string, size: number): boolean {
  if (text.length < size) return false
  for (let at = 0; at < size; at++) {
    const c = text.charCodeAt(at)
    const wanted = SCHEME.charCodeAt(at)
    if (c !== wanted && (c < 65 || c > 90 || c + 32 !== wanted)) return false
  }
  return true
}

/** Segments of `[a-zA-Z0-9.-_]`, none of them empty, `.` or `..`, and no slash at the end. */
function isPath(text: string, from: number): boolean {
  let start = from + 1
  let dots = 0
  for (let at = start; at <= text.length; at++) {
    const c = at < text.length ? text.charCodeAt(at) : 47
    if (c === 47) {
      const size = at - start
      if (size === 0 || (size === dots && size <= 2)) return false
      start = at + 1
      dots = 0
    } else if (c === 46) {
      dots++
    } else if (
      !(
        (c >= 97 && c <= 122) ||
        (c >= 65 && c <= 90) ||
        (c >= 48 && c <= 57) ||
        c === 45 ||
        c === 95
      )
    ) {
      return false
    }
  }
  return true
}
