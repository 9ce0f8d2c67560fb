// The key that signs the audit chain: the configured one, else one that is made at the first start and kept in the data folder.
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSigner, publicKeysOf, type PublicKey, type Signer } from '../audit/signer.js'
import { Problem } from '../model/problem.js'
import type { Settings } from '../model/settings.js'

const KEY_FILE = 'audit-key.pem'
/** public halves of the keys that signed here, as a JSON Web Key Set: what `ambit verify --keys` and consumers want elsewhere */
export const PUBLIC_FILE = 'audit-public.json'

/**
 * `warn` is told where the key cannot be kept, so that checkpoints of this run are signed by a key that is gone after it, or
 * where its public half cannot.
 * Throws `CONFIG_INVALID` for a key that is none.
 */
export function loadSigner(
  { audit, data }: Pick<Settings, 'audit' | 'data'>,
  warn: (sentence: string) => void,
): Signer {
  const signer = signerFor({ audit, data }, warn)
  keepPublic(data, signer.key, warn)
  return signer
}

function signerFor(
  { audit, data }: Pick<Settings, 'audit' | 'data'>,
  warn: (sentence: string) => void,
): Signer {
  if (audit.key !== null) return signerOf(audit.key, 'audit.key')
  const file = join(data, KEY_FILE)
  try {
    if (existsSync(file)) return signerOf(readFileSync(file, 'utf8'), file)
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    mkdirSync(data, { recursive: true })
    // Two processes that start in one folder: the first one's key counts
    writeFileSync(file, pem, { mode: 0o600, flag: 'wx', flush: true })
    return createSigner(pem)
  } catch (error) {
    if (error instanceof Problem) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && existsSync(file)) return signerOf(readFileSync(file, 'utf8'), file)
    warn(
      `no audit.key is set and none can be kept in ${data} (${code}): this run's key ends with it`,
    )
    const { privateKey } = generateKeyPairSync('ed25519')
    return createSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  }
}

/** Keys of before stay beside it: what they signed is still to be checked. */
function keepPublic(data: string, key: PublicKey, warn: (sentence: string) => void): void {
  const file = join(data, PUBLIC_FILE)
  try {
    const before = existsSync(file) ? publicKeysOf(readFileSync(file, 'utf8')) : []
    if (before.some(({ kid }) => kid === key.kid)) return
    mkdirSync(data, { recursive: true })
    // Whole at once: a consumer may read it at any time
    writeFileSync(`${file}.new`, `${JSON.stringify({ keys: [key, ...before] }, null, 2)}\n`)
    renameSync(`${file}.new`, file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    warn(`the public half of the audit key cannot be kept in ${file} (${code ?? message})`)
  }
}

/** The public keys that this installation knows by itself: of its data folder, those of before too, and its configuration. */
export function ownKeys({ audit, data }: Pick<Settings, 'audit' | 'data'>): readonly PublicKey[] {
  const [file, kept] = [join(data, KEY_FILE), join(data, PUBLIC_FILE)]
  const keys = audit.key === null ? [] : [signerOf(audit.key, 'audit.key').key]
  if (existsSync(file)) keys.push(signerOf(readFileSync(file, 'utf8'), file).key)
  if (existsSync(kept)) keys.push(...readPublicKeys(kept))
  return keys
}

/** A JSON Web Key Set, one JWK, or a public key as PEM. Throws `USAGE` for anything else. */
export function readPublicKeys(file: string): readonly PublicKey[] {
  const wrong = (reason: string): Problem => new Problem('USAGE', file, reason)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw wrong(`it cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
  try {
    return publicKeysOf(text)
  } catch {
    throw wrong('it holds no Ed25519 key: neither a JSON Web Key Set nor a PEM')
  }
}

function signerOf(pem: string, place: string): Signer {
  try {
    return createSigner(pem)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Problem('CONFIG_INVALID', place, `a private Ed25519 key in PEM is needed: ${reason}`)
  }
}
