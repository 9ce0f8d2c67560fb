// Signatures of commands as the verifier reads them: by a key that counts, by one that a checkpoint carries, or by nobody known.
import { createSignatureCheck, type SignatureCheck, signerIn } from './command.js'
import type { PublicKey } from './signer.js'
import type { FaultKind } from './verify.js'

export interface CommandSignatures {
  /** a key that signed a checkpoint, which carries it: what it signed can be checked, whoever it belongs to */
  carried(key: PublicKey): void
  /** what is wrong with the signature of a command that fits its hash; null: nothing is */
  faultOf(
    header: string | undefined,
    key: string,
    command: unknown,
  ): { readonly kind: FaultKind; readonly sentence: string } | null
}

/** `strange` is told of keys that signed and for which nothing here vouches. */
export function createCommandSignatures(
  keys: readonly PublicKey[],
  onlyTheseKeys: boolean,
  strange: (kid: string) => void,
): CommandSignatures {
  const known = new Map(keys.map((key) => [key.kid, key]))
  const vouched = new Set(known.keys())
  let check: SignatureCheck = createSignatureCheck(keys)
  return {
    carried(key) {
      if (known.has(key.kid)) return
      known.set(key.kid, key)
      check = createSignatureCheck([...known.values()])
    },
    faultOf(header, key, command) {
      if (header === undefined) return { kind: 'unsigned', sentence: 'is not signed' }
      const kid = signerIn(header)
      if (kid !== null && !vouched.has(kid)) {
        if (onlyTheseKeys)
          return {
            kind: 'forged',
            sentence: `is signed by ${kid}, which is none of the keys that count`,
          }
        strange(kid)
        if (!known.has(kid)) return null
      }
      const wrong = check(header, key, command)
      return wrong === '' ? null : { kind: 'forged', sentence: `is not as it was signed: ${wrong}` }
    },
  }
}
