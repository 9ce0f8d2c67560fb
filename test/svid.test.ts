// JWT-SVIDs with keys made here: what proves a workload, and everything that does not.
import { beforeAll, describe, expect, test } from '@jest/globals'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSvids } from '../src/cli/run-svids.js'
import { Problem } from '../src/model/problem.js'
import { createSvidVerifier, type SvidVerifier } from '../src/transport/svid.js'

const AT_MS = Date.UTC(2026, 0, 2)
const AT_S = AT_MS / 1000
const ID = 'spiffe://prod.example/ns/a/sa/x'

interface Key {
  readonly privateKey: CryptoKey
  readonly jwk: JWK
  readonly alg: string
}

async function keyOf(alg: string, kid: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { privateKey, alg, jwk: { ...(await exportJWK(publicKey)), kid, use: 'jwt-svid' } }
}

let ec: Key
let ec2: Key
let rsa: Key
let stranger: Key
let verifier: SvidVerifier

beforeAll(async () => {
  ;[ec, ec2, rsa, stranger] = (await Promise.all([
    keyOf('ES256', 'k1'),
    keyOf('ES256', 'k2'),
    keyOf('PS256', 'k3'),
    keyOf('ES256', 'k1'),
  ])) as [Key, Key, Key, Key]
  const x509 = { ...stranger.jwk, kid: 'k9', use: 'x509-svid' }
  const bundles = {
    'Prod.Example': { keys: [x509, ec.jwk, ec2.jwk, rsa.jwk] },
    'other.example': { keys: [stranger.jwk] },
  }
  verifier = createSvidVerifier({ bundles, audience: 'ambit' })
})

interface Token {
  readonly key?: Key
  readonly claims?: Record<string, unknown>
  readonly header?: Record<string, unknown>
}

async function signed({ key = ec, claims = {}, header = {} }: Token = {}): Promise<string> {
  const all = { sub: ID, aud: ['ambit'], exp: AT_S + 300, ...claims }
  const alg = key.alg
  return new SignJWT(all)
    .setProtectedHeader({ alg, kid: key.jwk.kid as string, ...header })
    .sign(key.privateKey)
}

async function refusal(token: Token | string, atMs = AT_MS): Promise<string> {
  const text = typeof token === 'string' ? token : await signed(token)
  const result = await verifier.verify(text, atMs)
  if (!(result instanceof Problem)) throw new Error('was taken for valid')
  expect(result).toMatchObject({ code: 'EVENT_SPIFFE_ID_INVALID', place: 'workload.svid' })
  if (text !== '') expect(result.message).not.toContain(text.slice(0, 20))
  return result.message
}

describe('a token proves its SPIFFE id', () => {
  test('when a key of its trust domain signed it, it is for us, and it was valid when the event happened', async () => {
    expect(await verifier.verify(await signed(), AT_MS)).toEqual({ spiffeId: ID })
  })

  test.each([['JWT'], ['JOSE']])('with the type %s', async (typ) => {
    expect(await verifier.verify(await signed({ header: { typ } }), AT_MS)).toEqual({
      spiffeId: ID,
    })
  })

  test('signed with RSA, and with one audience that is no list', async () => {
    const token = await signed({ key: rsa, claims: { aud: 'ambit' } })
    expect(await verifier.verify(token, AT_MS)).toEqual({ spiffeId: ID })
  })

  test('without naming its key, by any of the bundle', async () => {
    const token = await signed({ key: ec2, header: { kid: undefined } })
    expect(await verifier.verify(token, AT_MS)).toEqual({ spiffeId: ID })
  })

  test('in its normal form', async () => {
    const token = await signed({ claims: { sub: 'SPIFFE://PROD.example/ns/A' } })
    expect(await verifier.verify(token, AT_MS)).toEqual({ spiffeId: 'spiffe://prod.example/ns/A' })
  })
})

describe('a token proves nothing', () => {
  test('once it has expired, by the time of the event and not by the clock', async () => {
    const token = await signed({ claims: { exp: AT_S, nbf: AT_S - 60 } })
    expect(await refusal(token, AT_MS)).toContain('had expired when the event happened')
    expect(await verifier.verify(token, AT_MS - 1)).toEqual({ spiffeId: ID })
    expect(await refusal(token, AT_MS - 60_001)).toContain('was not valid yet')
  })

  test('once it had expired when its event can have been reported at the latest, whatever that says of its time', async () => {
    const token = await signed({ claims: { exp: AT_S } })
    expect(await verifier.verify(token, AT_MS - 1, AT_MS - 1)).toEqual({ spiffeId: ID })
    const refused = await verifier.verify(token, AT_MS - 1, AT_MS)
    expect(refused).toMatchObject({ message: expect.stringContaining('long before the event') })
    expect(verifier.cached(token, AT_MS - 1, AT_MS)).toBeInstanceOf(Problem)
  })

  test('with another key, even one of the same name, or one for X.509', async () => {
    expect(await refusal({ key: stranger })).toContain('signature verification failed')
    expect(await refusal({ key: stranger, header: { kid: 'k9' } })).toContain(
      'no applicable key found',
    )
    expect(await refusal({ key: stranger, header: { kid: undefined } })).toContain(
      'signature verification failed',
    )
  })

  test('of another trust domain, signed by ours', async () => {
    expect(await refusal({ claims: { sub: 'spiffe://other.example/x' } })).toContain(
      'signature verification failed',
    )
    expect(await refusal({ claims: { sub: 'spiffe://unknown.example/x' } })).toContain(
      'without a bundle',
    )
  })

  test.each([
    [{ aud: ['another'] }, 'is for another audience'],
    [{ aud: undefined }, 'has no audience'],
    [{ aud: [] }, 'has no audience'],
    [{ exp: undefined }, 'has no time of expiry'],
    [{ sub: undefined }, 'has no SPIFFE id'],
    [{ sub: 'user@example.com' }, 'has no SPIFFE id'],
    [{ sub: 'spiffe://prod.example/a/../b' }, 'has no SPIFFE id'],
  ])('with the claims %j', async (claims, words) => {
    expect(await refusal({ claims })).toContain(words)
  })

  test('of another type, or of none', async () => {
    expect(await refusal({ header: { typ: 'at+jwt' } })).toContain('"typ"')
    expect(await refusal('not.a.token')).toContain('is not valid')
    expect(await refusal('')).toContain('is not valid')
    expect(await refusal(`${'x'.repeat(20_000)}`)).toContain('longer than')
  })

  test('unsigned, or signed with what everybody knows', async () => {
    const claims = { sub: ID, aud: 'ambit', exp: AT_S + 300 }
    expect(await refusal(new UnsecuredJWT(claims).encode())).toContain('is not valid')
    const shared = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' })
    const secret = new TextEncoder().encode(JSON.stringify(ec.jwk))
    expect(await refusal(await shared.sign(secret))).toContain(
      '"alg" (Algorithm) Header Parameter value not allowed',
    )
  })

  test('with its payload changed', async () => {
    const [header, , signature] = (await signed()).split('.')
    const claims = Buffer.from(
      JSON.stringify({ sub: `${ID}y`, aud: 'ambit', exp: AT_S + 300 }),
    ).toString('base64url')
    expect(await refusal(`${header}.${claims}.${signature}`)).toContain(
      'signature verification failed',
    )
  })
})

describe('what was verified', () => {
  test('is known without waiting, for any time, and what failed is too', async () => {
    const good = await signed({ claims: { jti: 'once' } })
    const bad = await signed({ key: stranger, claims: { jti: 'twice' } })
    expect([verifier.cached(good, AT_MS), verifier.cached(bad, AT_MS)]).toEqual([
      undefined,
      undefined,
    ])
    await verifier.verify(good, AT_MS)
    await verifier.verify(bad, AT_MS)
    expect(verifier.cached(good, AT_MS)).toEqual({ spiffeId: ID })
    expect(verifier.cached(good, AT_MS + 300_000)).toBeInstanceOf(Problem)
    expect(verifier.cached(bad, AT_MS)).toBeInstanceOf(Problem)
  })

  test('is forgotten, the oldest first, when it becomes too much', async () => {
    const small = createSvidVerifier({
      bundles: { 'prod.example': { keys: [ec.jwk] } },
      audience: null,
      cacheMax: 2,
    })
    const tokens = await Promise.all(
      [1, 2, 3].map((n) => signed({ claims: { jti: String(n), aud: 'any' } })),
    )
    for (const token of tokens) expect(await small.verify(token, AT_MS)).toEqual({ spiffeId: ID })
    expect(tokens.map((token) => small.cached(token, AT_MS) !== undefined)).toEqual([
      false,
      true,
      true,
    ])
  })
})

test('a trust domain may change its keys: bundles are read again, and one that cannot be read changes nothing', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ambit-bundle-')), 'prod.json')
  const write = (...keys: readonly Key[]) =>
    writeFileSync(file, JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }))
  const said: string[] = []
  const log = { error: (sentence: string) => void said.push(sentence) } as never
  write(ec)
  const spiffe = { bundles: { 'prod.example': file }, audience: 'ambit' }
  const svids = loadSvids({ spiffe }, log)!
  const proves = async (key: Key) =>
    !((await svids.verify(await signed({ key }), AT_MS)) instanceof Problem)
  const tokens = async () => [await proves(ec), await proves(ec2)]
  expect(await tokens()).toEqual([true, false])
  write(ec2)
  expect(await tokens()).toEqual([true, false])
  svids.reload()
  expect(await tokens()).toEqual([false, true])
  writeFileSync(file, '{"keys":')
  svids.reload()
  expect(await tokens()).toEqual([false, true])
  expect(said).toEqual([
    expect.stringMatching(/cannot be read: .*the trust bundles in force are kept$/),
  ])
  expect(loadSvids({ spiffe: { bundles: {}, audience: null } }, log)).toBeNull()
})
