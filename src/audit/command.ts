// The signature of one command, in a header beside it: whoever carries commands out can tell who wrote them without the chain.
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { canonicalJson } from './canonical.js'
import type { PublicKey, Signer } from './signer.js'

/** `1`, the key's thumbprint (RFC 7638) and the Ed25519 signature in base64url, with spaces between. */
export const SIGNATURE_HEADER = 'ambit-signature'

const FORMAT = '1'
const TEXT = /^1 ([A-Za-z0-9_-]{43}) ([A-Za-z0-9_-]{86})$/

/**
 * What is signed: the record's key too, as order and repeats are known by it. The first line keeps it apart from all else
 * that the same key signs.
 */
function signedText(key: string, command: unknown): string {
  return `ambit-command ${FORMAT}\n${key.length}:${key}\n${canonicalJson(command)}`
}

export function signatureOf(signer: Signer, key: string, command: unknown): string {
  return `${FORMAT} ${signer.key.kid} ${signer.signText(signedText(key, command))}`
}

/** The name of the key that a signature names; null where it is not of the form that Ambit writes. */
export function signerIn(header: string): string | null {
  return TEXT.exec(header)?.[1] ?? null
}

/** Says why a command does not come from who holds one of these keys; '' where it does. */
export type SignatureCheck = (
  header: string | undefined,
  key: string,
  command: unknown,
) => '' | string

export function createSignatureCheck(keys: readonly PublicKey[]): SignatureCheck {
  const trusted = new Map<string, KeyObject>()
  for (const { kid, kty, crv, x } of keys)
    trusted.set(kid, createPublicKey({ key: { kty, crv, x }, format: 'jwk' }))
  return (header, key, command) => {
    if (header === undefined) return 'it is not signed'
    const [, kid = '', signature = ''] = TEXT.exec(header) ?? []
    if (kid === '') return 'its signature is not of the form that Ambit writes'
    const by = trusted.get(kid)
    if (by === undefined) return `it names the key ${kid}, which is none of those that count`
    const said = Buffer.from(signedText(key, command))
    return verify(null, said, by, Buffer.from(signature, 'base64url'))
      ? ''
      : `what it says is not what the key ${kid} signed`
  }
}
