// JWT-SVIDs: whether a token proves a SPIFFE id at an event's time, by the bundles of the trust
// domains we know.
import { createHash } from 'node:crypto'
import { compactVerify, createLocalJWKSet, decodeJwt, errors, type JWK } from 'jose'
import { Problem } from '../model/problem.js'
import { normalSpiffeId, trustDomainOf } from '../model/spiffe.js'

export interface Proof {
  readonly spiffeId: string
}

export interface SvidVerifier {
  /**
   * Whether the token proves an id at this time (epoch ms of the event), and had not expired by `heldMs` either: what its
   * sender says of the time is no reason to believe a token that lay about. Never rejects.
   */
  verify(token: string, atMs: number, heldMs?: number): Promise<Proof | Problem>
  /**
   * The same without waiting, for a token that was verified before; undefined where it must be
   * first.
   */
  cached(token: string, atMs: number, heldMs?: number): Proof | Problem | undefined
}

export interface SvidVerifierOptions {
  /** trust domain → its SPIFFE bundle, a JWKS */
  readonly bundles: Readonly<Record<string, { readonly keys: readonly JWK[] }>>
  /** one of the token's audiences must be this one; null: any will do, but there must be one */
  readonly audience: string | null
  /** tokens remembered; the oldest go first */
  readonly cacheMax?: number
}

/** What stays true of a token whatever the time. */
interface Known {
  readonly spiffeId: string
  readonly notBeforeMs: number
  readonly expiresMs: number
}

type Keys = ReturnType<typeof createLocalJWKSet>

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512']
const TOKEN_LENGTH_MAX = 16_384
const CACHE_MAX = 10_000

/** Source: SPIFFE JWT-SVID, sections 2 to 5; SPIFFE Trust Domain and Bundle, section 4. */
export function createSvidVerifier(options: SvidVerifierOptions): SvidVerifier {
  const cacheMax = options.cacheMax ?? CACHE_MAX
  const keysOf = new Map<string, Keys>()
  for (const [domain, bundle] of Object.entries(options.bundles)) {
    keysOf.set(domain.toLowerCase().replace(/^spiffe:\/\//, ''), keysOfBundle(bundle.keys))
  }
  // by hash, as a token is a secret and long
  const cache = new Map<string, Known | Problem>()

  function cached(token: string, atMs: number, heldMs = atMs): Proof | Problem | undefined {
    const known = cache.get(hashOf(token))
    return known === undefined || known instanceof Problem ? known : proofAt(known, atMs, heldMs)
  }

  async function examine(token: string): Promise<Known | Problem> {
    if (token.length > TOKEN_LENGTH_MAX)
      return refusal(`is longer than ${TOKEN_LENGTH_MAX} characters`)
    try {
      const { sub } = decodeJwt(token)
      const spiffeId = typeof sub === 'string' ? normalSpiffeId(sub) : null
      if (spiffeId === null) return refusal('has no SPIFFE id as its subject')
      const keys = keysOf.get(trustDomainOf(spiffeId))
      if (keys === undefined)
        return refusal(`is of a trust domain without a bundle: ${trustDomainOf(spiffeId)}`)
      const { payload, protectedHeader } = await signedBy(keys, token)
      const { typ } = protectedHeader
      if (typ !== undefined && typ !== 'JWT' && typ !== 'JOSE')
        return refusal('has a "typ" other than JWT and JOSE')
      // the same bytes that were decoded above, and now known to be signed
      return claimsOf(
        JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>,
        spiffeId,
      )
    } catch (error) {
      return refusal(`is not valid: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  function claimsOf(claims: Record<string, unknown>, spiffeId: string): Known | Problem {
    const { sub, aud, exp, nbf } = claims
    if (typeof sub !== 'string' || normalSpiffeId(sub) !== spiffeId)
      return refusal('is not what it seems')
    const audiences = (Array.isArray(aud) ? aud : [aud]).filter(
      (one) => typeof one === 'string' && one !== '',
    )
    if (audiences.length === 0) return refusal('has no audience')
    if (options.audience !== null && !audiences.includes(options.audience))
      return refusal('is for another audience')
    if (typeof exp !== 'number' || !Number.isFinite(exp)) return refusal('has no time of expiry')
    if (nbf !== undefined && (typeof nbf !== 'number' || !Number.isFinite(nbf)))
      return refusal('has a bad "nbf"')
    return { spiffeId, notBeforeMs: nbf === undefined ? 0 : nbf * 1000, expiresMs: exp * 1000 }
  }

  return {
    cached,
    async verify(token, atMs, heldMs = atMs) {
      const before = cached(token, atMs, heldMs)
      if (before !== undefined) return before
      const known = await examine(token)
      cache.set(hashOf(token), known)
      if (cache.size > cacheMax) {
        for (const oldest of cache.keys()) {
          cache.delete(oldest)
          break
        }
      }
      return known instanceof Problem ? known : proofAt(known, atMs, heldMs)
    },
  }
}

/** A bundle's keys for JWT-SVIDs. Keys for X.509-SVIDs, or for nothing, verify no token. */
function keysOfBundle(keys: readonly JWK[]): Keys {
  const ours = keys.filter((key) => key.use === 'jwt-svid')
  // jose knows no such use and would pass these keys over
  return createLocalJWKSet({ keys: ours.map(({ use: _, ...key }) => key) })
}

async function signedBy(keys: Keys, token: string): ReturnType<typeof compactVerify> {
  const options = { algorithms: ALGORITHMS }
  try {
    return await compactVerify(token, keys, options)
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error
    // a token need not name its key: any of the bundle will do
    for await (const key of error) {
      try {
        return await compactVerify(token, key, options)
      } catch (failed) {
        if (!(failed instanceof errors.JWSSignatureVerificationFailed)) throw failed
      }
    }
    throw new errors.JWSSignatureVerificationFailed()
  }
}

function proofAt(known: Known, atMs: number, heldMs: number): Proof | Problem {
  if (atMs >= known.expiresMs) return refusal('had expired when the event happened')
  if (heldMs >= known.expiresMs) return refusal('had expired long before the event was reported')
  if (atMs < known.notBeforeMs) return refusal('was not valid yet when the event happened')
  return { spiffeId: known.spiffeId }
}

function refusal(why: string): Problem {
  return new Problem('EVENT_SPIFFE_ID_INVALID', 'workload.svid', `the JWT-SVID ${why}`)
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64')
}
