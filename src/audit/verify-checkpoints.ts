// Checkpoints as the verifier reads them: opened with the keys that count, and followed as the chain that they are themselves.
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose'
import { keyOf, thumbprint, CHECKPOINT_TYPE, type Checkpoint, type PublicKey } from './signer.js'
import type { FaultKind } from './verify.js'

/** How far the checkpoints of one chain were followed. */
export interface Signed {
  n: number
  hash: string
  readonly first: number
}

/** A signature opened: null where it is none, or its key is not the one that it names. */
export async function openCheckpoint(
  jws: string,
  trusted: ReadonlyMap<string, PublicKey>,
): Promise<{ readonly checkpoint: Checkpoint; readonly key: PublicKey } | null> {
  try {
    const { kid = '', jwk } = decodeProtectedHeader(jws)
    const carried = jwk as { x?: string } | undefined
    if (carried?.x === undefined || thumbprint(carried.x) !== kid) return null
    const by = trusted.get(kid) ?? keyOf(carried.x)
    const { kty, crv, x } = by
    const key = await importJWK({ kty, crv, x }, 'EdDSA')
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: ['EdDSA'] })
    if (protectedHeader.typ !== CHECKPOINT_TYPE) return null
    return { checkpoint: JSON.parse(Buffer.from(payload).toString()) as Checkpoint, key: by }
  } catch {
    return null
  }
}

/** Checkpoints are a chain themselves. */
export function followCheckpoint(
  signed: Map<string, Signed>,
  { chain, n, prev }: Checkpoint,
  hash: string,
  complain: (kind: FaultKind, sentence: string) => void,
): void {
  const before = signed.get(chain)
  if (before === undefined) {
    signed.set(chain, { n, hash, first: n })
    if (n === 1 && prev !== '') complain('forged', `checkpoint 1 of ${chain} follows another`)
    return
  }
  if (n <= before.n)
    return complain('reordered', `checkpoint ${n} of ${chain} stands after checkpoint ${before.n}`)
  if (n > before.n + 1)
    complain('missing', `checkpoints ${before.n + 1} to ${n - 1} of ${chain} are missing`)
  else if (prev !== before.hash)
    complain('changed', `checkpoint ${n} of ${chain} does not follow checkpoint ${before.n}`)
  before.n = n
  before.hash = hash
}
