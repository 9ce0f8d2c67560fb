// Signs the heads of a chain: a checkpoint is a JWS (RFC 7515) with Ed25519 (RFC 8037) that names its key and carries it.
import { createPrivateKey, createPublicKey, hash, sign, type KeyObject } from 'node:crypto'
import type { RulesVersion } from '../model/finding.js'
import type { Head, Stream } from './link.js'

export const CHECKPOINT_TYPE = 'ambit-checkpoint+jws'

/** A public Ed25519 key as JWK (RFC 8037), with its thumbprint (RFC 7638) as its name. */
export interface PublicKey {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
  readonly alg: 'EdDSA'
  readonly use: 'sig'
}

/** What a checkpoint says. `n` counts the checkpoints of a task from 1; `prev` is the hash of the one before, '' at first. */
export interface Checkpoint {
  readonly v: 1
  readonly chain: string
  readonly n: number
  readonly prev: string
  /** event time that the task had reached, epoch ms */
  readonly time: number
  readonly heads: Readonly<Partial<Record<Stream, Head>>>
  /** rules and program under which everything since the checkpoint before was decided */
  readonly rules: RulesVersion
}

export interface Signer {
  readonly key: PublicKey
  /** compact serialization; the same for the same checkpoint, as Ed25519 draws nothing */
  sign(checkpoint: Checkpoint): string
  /** the bare signature of a text, base64url; as much the same */
  signText(text: string): string
}

/** `pem` is a private Ed25519 key (PKCS 8). Throws where it is none. */
export function createSigner(pem: string): Signer {
  const secret = createPrivateKey(pem)
  if (secret.asymmetricKeyType !== 'ed25519')
    throw new Error(`it is a key of type ${String(secret.asymmetricKeyType)}, not Ed25519`)
  const key = publicKeyOf(createPublicKey(secret))
  const header = encoded({ alg: 'EdDSA', typ: CHECKPOINT_TYPE, kid: key.kid, jwk: bare(key.x) })
  const signText = (text: string): string =>
    sign(null, Buffer.from(text), secret).toString('base64url')
  return {
    key,
    signText,
    sign(checkpoint) {
      const signed = `${header}.${encoded(checkpoint)}`
      return `${signed}.${signText(signed)}`
    },
  }
}

/** A JSON Web Key Set, one JWK, or a public key as PEM. Throws where it is none of them. */
export function publicKeysOf(said: string | object): readonly PublicKey[] {
  if (typeof said === 'string' && said.includes('-----BEGIN'))
    return [publicKeyOf(createPublicKey(said))]
  const read = (typeof said === 'string' ? JSON.parse(said) : said) as { keys?: object[] }
  return (read.keys ?? [read]).map((key) =>
    publicKeyOf(createPublicKey({ key: key as never, format: 'jwk' })),
  )
}

/** The public half, named by its thumbprint. */
export function publicKeyOf(key: KeyObject): PublicKey {
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`it is a key of type ${String(key.asymmetricKeyType)}, not Ed25519`)
  const { x } = key.export({ format: 'jwk' }) as { x: string }
  return keyOf(x)
}

/** A public key by its value, base64url. */
export function keyOf(x: string): PublicKey {
  return { ...bare(x), kid: thumbprint(x), alg: 'EdDSA', use: 'sig' }
}

/** RFC 7638: the hash of the required members in their lexicographic order. */
export function thumbprint(x: string): string {
  return hash('sha256', `{"crv":"Ed25519","kty":"OKP","x":${JSON.stringify(x)}}`, 'base64url')
}

function bare(x: string) {
  return { kty: 'OKP', crv: 'Ed25519', x } as const
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
