// The audit chain: what was decided cannot be changed, dropped, moved, added or cut off without being found, and where.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAudit, type CheckpointRecord } from '../src/audit/audit.js'
import { canonicalJson } from '../src/audit/canonical.js'
import { createSignatureCheck, SIGNATURE_HEADER } from '../src/audit/command.js'
import { CHAIN_HEADER, hashOf, linkText, readLink } from '../src/audit/link.js'
import { publicKeysOf, type Signer } from '../src/audit/signer.js'
import { createVerifier, type Verdict } from '../src/audit/verify.js'
import { loadSettings } from '../src/cli/config.js'
import { loadKnowledge } from '../src/cli/replay.js'
import { loadSigner, ownKeys } from '../src/cli/run-signer.js'
import { chainsOfLog, type Kept } from '../src/cli/verify-records.js'
import { createJudgeTask } from '../src/topology/judge.js'
import { createOutputs } from '../src/topology/outputs.js'
import { createEmbeddedTransport } from '../src/transport/embedded/embedded.js'
import type { LogRecord, Outbound } from '../src/transport/port.js'
import { createDecoder } from '../src/transport/decode.js'
import { createEncoder } from '../src/transport/encode.js'
import {
  auditOptions,
  CHAIN,
  chainOf,
  decision,
  freshSigner,
  rules,
  signer,
  verdictOn,
  type Chain,
} from './chains.js'
import { fleet, sentinel, shifted } from './incidents.js'
import { build, folder, killAll, launch, start, until } from './program.js'
import { at, type Wire } from './scenario/play.js'

beforeAll(build, 120_000)
afterAll(killAll)

const LENGTH = 100_000
const ENV = { AMBIT_BUDGET: 'off' }

/** Faults as `kind from–to place`. */
const said = ({ faults }: Verdict): readonly string[] =>
  faults.map(({ kind, from, to, place }) => `${kind} ${from}–${to} ${place}`.trim())

const copy = ({ records, checkpoints, named }: Chain): Chain => ({
  records: [...records],
  checkpoints: [...checkpoints],
  named,
})

let long: Chain
beforeAll(() => {
  long = chainOf(LENGTH)
})

async function timed(chain: Omit<Chain, 'named'> & { named?: Chain['named'] }): Promise<Verdict> {
  const from = performance.now()
  const verdict = await verdictOn(chain)
  const ms = Math.round(performance.now() - from)
  process.stderr.write(`verify: ${chain.records.length} records in ${ms} ms\n`)
  return verdict
}

test('a chain of 100,000 decisions that nobody touched is whole, and signed to its end', async () => {
  const verdict = await timed(long)
  expect(said(verdict)).toEqual([])
  expect(verdict).toMatchObject({ records: LENGTH, checkpoints: 101, notes: [] })
  expect(verdict.lists).toMatchObject([{ from: 1, to: LENGTH, signedTo: LENGTH }])
}, 60_000)

test('one flipped byte among 100,000 decisions is found at its place', async () => {
  const chain = copy(long)
  const { value, ...record } = chain.records[41_999]!
  const flipped = Buffer.from(JSON.stringify(value))
  flipped[flipped.indexOf('allow')]! ^= 1
  chain.records[41_999] = { ...record, value: JSON.parse(flipped.toString()) as never }
  expect(said(await timed(chain))).toEqual(['changed 42000–42000 ambit.decisions/0@41999'])
}, 60_000)

test('ten decisions cut off the end are missed, by the checkpoint alone and by the state of the task alone', async () => {
  const chain = { ...copy(long), records: long.records.slice(0, -10) }
  const { named: _, ...withoutState } = chain
  expect(said(await timed(withoutState))).toEqual([`cut ${LENGTH - 9}–${LENGTH}`])
  const last = { ...chain, checkpoints: chain.checkpoints.slice(0, -1) }
  expect(said(await verdictOn(last))).toEqual(['cut 101–101', `cut ${LENGTH - 9}–${LENGTH}`])
}, 60_000)

test('two decisions that changed places are found', async () => {
  const chain = copy(long)
  const [one, other] = [chain.records[500]!, chain.records[77_000]!]
  chain.records[500] = other
  chain.records[77_000] = one
  const faults = said(await timed(chain))
  expect(faults).toEqual([
    'reordered 502–502 ambit.decisions/0@501',
    'reordered 501–501 ambit.decisions/0@77000',
  ])
  const near = copy(long)
  near.records.splice(10, 2, long.records[11]!, long.records[10]!)
  expect(said(await verdictOn(near))).toEqual(['reordered 11–11 ambit.decisions/0@11'])
}, 60_000)

test('one decision put in between is found: without a link, with a copied one, and with one made for it', async () => {
  const value = { ...decision(7), outcome: 'allow', id: 'resource-events:forged' } as const
  const put = async (header: string): Promise<readonly string[]> => {
    const chain = copy(long)
    chain.records.splice(50_000, 0, { key: value.agent_id, value, header })
    return said(await timed(chain))
  }
  expect(await put('')).toEqual(['inserted 0–0 ambit.decisions/0@50000'])
  const copied = long.records[49_999]!.header
  expect(await put(copied)).toEqual([
    'changed 50000–50000 ambit.decisions/0@50000',
    'doubled 50000–50000 ambit.decisions/0@50000',
  ])
  const { hash: prev } = readLink(copied)!
  const made = {
    chain: CHAIN,
    seq: 50_001,
    prev,
    hash: hashOf(prev, 50_001, value.agent_id, value),
  }
  // The made one takes the place of the real one, which then is one too many.
  expect(await put(linkText(made))).toEqual([
    'changed 50001–50001 ambit.decisions/0@50000',
    'doubled 50001–50001 ambit.decisions/0@50001',
    'changed 50002–50002 ambit.decisions/0@50002',
  ])
}, 60_000)

test('who makes all hashes anew from some place on is found by the next signature', async () => {
  const chain = copy(long)
  let prev = readLink(chain.records[98_499]!.header)!.hash
  for (let at = 98_500; at < LENGTH; at++) {
    const { key, value } = chain.records[at]!
    const other = at === 98_500 ? { ...value, outcome: 'allow', reasons: ['nothing'] } : value
    const hash = hashOf(prev, at + 1, key, other)
    const header = linkText({ chain: CHAIN, seq: at + 1, prev, hash })
    chain.records[at] = { key, value: other as never, header }
    prev = hash
  }
  expect(said(await verdictOn(chain))).toEqual([
    'changed 99001–99001 ambit.decisions/0@99000',
    'changed 100000–100000 ambit.decisions/0@99999',
  ])
}, 60_000)

test('a checkpoint that another key signed, that was altered, or that is missing is found', async () => {
  const chain = chainOf(50, { every: 10 })
  const stranger = chainOf(50, { every: 10, by: freshSigner() })
  expect((await verdictOn(stranger)).faults.map(({ kind }) => kind)).toContain('forged')
  const open = await verdictOn(stranger, { onlyTheseKeys: false })
  expect(open.faults).toEqual([])
  expect(open.notes.join()).toContain('for which nothing here vouches')
  const altered = copy(chain)
  const { jws, ...rest } = altered.checkpoints[2]!
  altered.checkpoints[2] = { ...rest, jws: `${jws.slice(0, -9)}AAAAAAAAA` }
  expect(said(await verdictOn(altered))).toContain('forged 3–3 ambit.audit/0@2')
  const fewer = { ...chain, checkpoints: chain.checkpoints.filter(({ n }) => n !== 3) }
  expect(said(await verdictOn(fewer))).toEqual(['missing 4–4 ambit.audit/0@2'])
  const none = await verdictOn({ records: chain.records, checkpoints: [] })
  expect(none.faults.map(({ kind }) => kind)).toEqual(['unsigned'])
})

test('decisions of a list that lie in several partitions are whole in whatever order the partitions are read', async () => {
  const { records, checkpoints, named } = chainOf(1_000, { every: 100 })
  const verifier = createVerifier({
    keys: [signer.key],
    onlyTheseKeys: true,
    beginningLeftOut: false,
    letGo: () => new Map(),
  })
  for (const checkpoint of checkpoints) await verifier.checkpoint(checkpoint, '')
  for (const partition of [2, 0, 1])
    for (const [at, { key, value, header }] of records.entries())
      if (at % 3 === partition)
        verifier.record({
          stream: 'decisions',
          key,
          value,
          header,
          partition: String(partition),
          place: '',
        })
  verifier.atMost(named)
  expect(verifier.verdict()).toMatchObject({ faults: [], lists: [{ from: 1, to: 1_000 }] })
})

/** One command in the beginning, then decisions, each written at its own number, of which only some are left. */
function rested() {
  const audit = createAudit(CHAIN, { signer, rules, topic: 'a', every: 10, withinMs: Infinity })
  const checkpoints: (CheckpointRecord & { readonly atMs: number })[] = []
  const written = Array.from({ length: 60 }, (_, n) => {
    const stream = n === 0 ? ('commands' as const) : ('decisions' as const)
    const value = decision(n)
    const { headers = {} } = audit.link(stream, { topic: 't', key: 'k', value: null }, value, n)
    for (const said of audit.checkpoints(n, n === 59))
      checkpoints.push({ ...(JSON.parse(String(said.value)) as CheckpointRecord), atMs: n })
    const [header, signature] = [headers[CHAIN_HEADER], headers[SIGNATURE_HEADER]].map(String)
    return { n, stream, key: 'k', value, header, signature, atMs: n }
  })
  const named = { ...(JSON.parse(audit.save()!) as Chain['named']), chain: CHAIN, by: 'the state' }
  const inTwo = (n: number) => String(n % 2)
  return async (
    left: (n: number, partition: string) => boolean,
    letGo: Readonly<Record<string, number>>,
    { from = 3, more = 0, partitionOf = inTwo, beginningLeftOut = false } = {},
  ) => {
    const verifier = createVerifier({
      keys: [signer.key],
      onlyTheseKeys: true,
      beginningLeftOut,
      letGo: () => new Map(Object.entries(letGo)),
    })
    for (const { atMs, ...one } of checkpoints.filter(({ n }) => n >= from))
      await verifier.checkpoint(one, '', atMs)
    verifier.atLeast(named)
    for (const { n, ...one } of written) {
      const partition = partitionOf(n)
      if (left(n, partition)) verifier.record({ ...one, partition, place: `@${n}` })
    }
    verifier.atMost({ ...named, n: named.n - more })
    return verifier.verdict()
  }
}

test('what retention let go is no fault: the old records of each partition, lists that nothing came to since; what is younger is', async () => {
  const verdict = rested()
  const unevenly = (n: number, partition: string) => n > (partition === '0' ? 20 : 10)
  const old = { '0': 20, '1': 10 }
  expect(said(await verdict(unevenly, old))).toEqual([])
  expect((await verdict(unevenly, old)).notes).toHaveLength(8)
  // Of a partition that nothing was let go of, nothing may be missing.
  expect(said(await verdict(unevenly, { '1': 10 }))).toEqual(
    [12, 14, 16, 18, 20].map((n) => `missing ${n}–${n}`),
  )
  expect(said(await verdict((n) => n !== 31 && n > 10, old))).toEqual(['missing 31–31'])
  // What a checkpoint that is left was the first to name is younger than that checkpoint.
  expect(said(await verdict((n) => n > 0, old, { from: 1 }))).toEqual([])
  expect(said(await verdict((n) => n > 0, {}))).toEqual(['cut 1–1', 'cut 1–2'])
  expect(said(await verdict((n) => n < 1, old))).toEqual(['cut 1–59'])
  expect(said(await verdict((n) => n > 45, { '0': 30, '1': 30 }))).toEqual(['cut 1–45'])
  expect(said(await verdict((n) => n < 50 && n > 10, old))).toEqual(['cut 50–59'])
  // A checkpoint more than the task has written.
  expect(said(await verdict(unevenly, old, { more: 1 }))).toEqual(['inserted 7–7'])
})

test('a quiet partition that let go of its oldest excuses nothing that was deleted from another one, and an export only its beginning', async () => {
  const verdict = rested()
  const partitionOf = (n: number) => (n === 50 ? '1' : '0')
  const deleted = (n: number) => n !== 35 && n !== 36
  expect(said(await verdict(deleted, { '1': 30 }, { from: 1, partitionOf }))).toEqual([
    'missing 35–36',
  ])
  const ofExport = { beginningLeftOut: true, partitionOf }
  expect(said(await verdict((n) => n > 30, {}, ofExport))).toEqual([])
  expect(said(await verdict((n) => n > 30 && deleted(n), {}, ofExport))).toEqual(['missing 35–36'])
})

test('a partition that let go of all that it had of a list is not accused, as far as that is old enough', async () => {
  const verdict = rested()
  const partitionOf = (n: number) => (n > 20 && n < 25 ? '2' : String(n % 2))
  const left = (_: number, partition: string) => partition !== '2'
  const from = 1
  expect(said(await verdict(left, { '2': 24 }, { from, partitionOf }))).toEqual([])
  expect(said(await verdict(left, { '2': 19 }, { from, partitionOf }))).toEqual(['missing 21–24'])
})

test('where not even a checkpoint is left, all may be missing only of a task that has rested since before any was let go', async () => {
  const verdict = rested()
  const nothing = () => false
  expect(said(await verdict(nothing, { '0': 60, '1': 60 }, { from: 9 }))).toEqual([])
  expect(said(await verdict(nothing, { '0': 58, '1': 58 }, { from: 9 }))).toEqual([
    'cut 1–7',
    'cut 1–59',
    'cut 1–1',
  ])
})

test('a partition let go of nothing that is younger than what is left in it or, on Kafka, than the retention', async () => {
  const HOUR = 3_600_000
  const DAY = 24 * HOUR
  const read = [
    { partition: 0, atDay: 10 },
    { partition: 1, atDay: 50 },
    { partition: 2, atDay: 95 },
    { partition: 2, atDay: 99 },
  ]
  const transport = {
    starts: async () => ['0', '7', '8', '9'],
    async *read(topic: string): AsyncGenerator<readonly LogRecord[]> {
      yield read.map(({ partition, atDay }) => {
        const [key, value] = [Buffer.from('k'), Buffer.from('{}')]
        return { topic, partition, offset: '9', timestampMs: atDay * DAY, key, value, headers: {} }
      })
    },
  }
  const daysOf = async (env: NodeJS.ProcessEnv) => {
    const { audit, ...settings } = loadSettings({ env: { ...ENV, ...env } })
    const source = {
      name: 'log',
      settings: { ...settings, audit: { ...audit, retentionMs: 30 * DAY } },
      nowMs: 100 * DAY,
    }
    const chains = chainsOfLog(source, transport, () => {})
    await chains.scan(settings.topics.findings, () => {})
    const letGo = [...chains.letGo(settings.topics.findings)]
    return letGo.map(([partition, untilMs]) => [partition, (untilMs - HOUR) / DAY])
  }
  const onKafka = { AMBIT_KAFKA_BROKERS: 'localhost:9092' }
  expect(await daysOf(onKafka)).toEqual([
    ['1', 50],
    ['2', 70],
    ['3', 70],
  ])
  // The embedded log is limited in size, too.
  expect(await daysOf({})).toEqual([
    ['1', 50],
    ['2', 95],
    ['3', 70],
  ])
})

test('a command that nobody with the key wrote is found by its own signature, also where its place in the chain was made anew', async () => {
  const settings = loadSettings({ env: ENV })
  const commands = (by: Signer) => {
    const audit = createAudit(CHAIN, { ...auditOptions(settings), signer: by })
    const values = [1, 2, 3].map((n) => ({ ...decision(n), id: `cmd-${n}` }))
    const read = values.map((value) => {
      const record = { topic: 'c', key: value.agent_id, value: null }
      const { headers = {} } = audit.link('commands', record, value, value.time)
      const [header, signature] = [headers[CHAIN_HEADER], headers[SIGNATURE_HEADER]].map(String)
      return { key: value.agent_id, value, header: header ?? '', signature }
    })
    const signed = audit.checkpoints(1, true).map(({ value }) => String(value))
    return { read, checkpoints: signed.map((said) => JSON.parse(said) as CheckpointRecord) }
  }
  const verdict = async (
    read: ReturnType<typeof commands>['read'],
    { keys = [signer.key], onlyTheseKeys = true, checkpoints = [] as CheckpointRecord[] } = {},
  ) => {
    const verifier = createVerifier({
      keys,
      onlyTheseKeys,
      beginningLeftOut: false,
      letGo: () => new Map(),
    })
    for (const checkpoint of checkpoints) await verifier.checkpoint(checkpoint, '')
    for (const [n, one] of read.entries())
      verifier.record({ ...one, stream: 'commands', partition: '0', place: `commands@${n}` })
    return verifier.verdict()
  }
  const about = async (...of: Parameters<typeof verdict>) =>
    said(await verdict(...of)).filter((line) => !line.startsWith('unsigned 1–3'))
  const { read, checkpoints } = commands(signer)
  expect(await about(read, { checkpoints })).toEqual([])
  // The last one has another value, and a link that fits it.
  const changed = (signature: string | undefined) => {
    const last = read[2]!
    const value = { ...last.value, credential_id: 'c-other' }
    const { prev } = readLink(last.header)!
    const link = { chain: CHAIN, seq: 3, prev, hash: hashOf(prev, 3, last.key, value) }
    return [...read.slice(0, 2), { ...last, value, header: linkText(link), signature }]
  }
  expect(await about(changed(read[2]?.signature))).toEqual(['forged 3–3 commands@2'])
  expect(await about(changed(undefined))).toEqual(['unsigned 3–3 commands@2'])
  expect(await about(changed('nonsense'))).toEqual(['forged 3–3 commands@2'])
  // By another key: a fault where the keys that count are named, else told.
  const theirs = commands(freshSigner())
  expect(await about(theirs.read)).toEqual(
    [1, 2, 3].map((n) => `forged ${n}–${n} commands@${n - 1}`),
  )
  const unnamed = await verdict(theirs.read, { onlyTheseKeys: false, ...theirs })
  expect([said(unnamed), unnamed.notes]).toEqual([
    [],
    [expect.stringMatching(/for which nothing here vouches/)],
  ])
  // Its checkpoint carries the key: what was signed with that is checked all the same.
  const mixed = theirs.read.map((one, n) => ({ ...one, signature: theirs.read[2 - n]?.signature }))
  expect(await about(mixed, { onlyTheseKeys: false, checkpoints: theirs.checkpoints })).toEqual([
    'forged 1–1 commands@0',
    'forged 3–3 commands@2',
  ])
})

test('the public halves of all keys that signed here are kept in the data folder, also where the configuration names the key', () => {
  const data = folder()
  const warned: string[] = []
  const load = (key: string | null, where = data) => {
    const { audit } = loadSettings({ env: ENV })
    return loadSigner({ audit: { ...audit, key }, data: where }, (said) => void warned.push(said))
  }
  const pem = (): string =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const kept = () => publicKeysOf(readFileSync(join(data, 'audit-public.json'), 'utf8'))
  const [own, first, second] = [load(null).key, pem(), pem()]
  const keys = [load(first).key, load(first).key, load(second).key]
  expect(kept()).toEqual([keys[2], keys[0], own])
  expect(load(null).key).toEqual(own)
  expect(warned).toEqual([])
  // What any of them signed, `verify` here knows for its own.
  const { audit } = loadSettings({ env: ENV })
  const known = ownKeys({ audit: { ...audit, key: second }, data })
  expect(new Set(known.map(({ kid }) => kid))).toEqual(
    new Set([...keys, own].map(({ kid }) => kid)),
  )
  // Nothing stops where it cannot be kept, and it is said.
  const file = join(data, 'audit-public.json')
  expect(load(first, file).key).toEqual(keys[0])
  expect(warned).toEqual([expect.stringMatching(/public half of the audit key cannot be kept in/)])
})

test('a chain goes on where its state was kept, and checkpoints under the rules by which it was decided', () => {
  const options = { signer, topic: 'a', every: 1_000, withinMs: Infinity }
  const record = { topic: 'd', key: 'k', value: null }
  const headerOf = (audit: ReturnType<typeof createAudit>, n: number): string =>
    String(audit.link('decisions', record, decision(n), n).headers?.[CHAIN_HEADER])
  const [whole, first] = [
    createAudit(CHAIN, { ...options, rules }),
    createAudit(CHAIN, { ...options, rules }),
  ]
  for (const n of [1, 2]) expect(headerOf(first, n)).toBe(headerOf(whole, n))
  const changed = { program: '0.0.1', digest: 'of other rules' }
  const second = createAudit(CHAIN, { ...options, rules: changed })
  second.restore(first.save()!)
  for (const n of [3, 4]) expect(headerOf(second, n)).toBe(headerOf(whole, n))
  const payloads = second.checkpoints(0, true).map(({ value }) => {
    const { jws } = JSON.parse(String(value)) as CheckpointRecord
    return JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString()) as unknown
  })
  expect(payloads).toMatchObject([
    { n: 1, rules, heads: { decisions: { seq: 2 } } },
    { n: 2, rules: changed, heads: { decisions: { seq: 4 } } },
  ])
})

test('the canonical form of a record is the same from JSON, from Avro, and whatever the order of members', () => {
  const [encoder, decoder] = [createEncoder({ encoding: 'avro' }), createDecoder()]
  const value = { ...decision(1), reasons: ['half \ud83d', 'µ\u2028"'], purpose: '' }
  const avro = decoder.decode('decision', encoder.encode('decision', value))
  expect(canonicalJson(avro)).toBe(canonicalJson(value))
  const turned = Object.fromEntries(Object.entries(value).reverse())
  expect(canonicalJson(turned)).toBe(canonicalJson(value))
  expect(canonicalJson({ b: null, a: [1e21, -0, { é: true }] })).toBe('{"a":[1e+21,0,{"é":true}]}')
})

interface Verified {
  readonly code: number | null
  readonly verdict: Verdict
}

async function verified(...args: string[]): Promise<Verified> {
  const { said, ended } = launch(['verify', '--json', ...args])
  const code = await ended
  const text = said()
  return { code, verdict: JSON.parse(text.slice(text.indexOf('{'))) as Verdict }
}

let stories = 0

/** Runs, takes the events and ends as it is told, after all of them were judged. */
async function decided(
  data: string,
  events: readonly Wire[],
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
  const program = await start(['--data', data], ENV)
  const n = ++stories
  for (const said of [events, shifted(sentinel(n), 3_500_000)])
    expect((await program.post(said)).status).toBe(202)
  await until(`command of sentinel ${n}`, async () => {
    const commands = await program.commands()
    return commands.some(({ agent_id }) => agent_id === `asentinel${n}`) || undefined
  })
  await program.stop(signal)
}

test('the log of a run is whole over restarts and a kill, is exported and checked elsewhere, and tells what was done to the export', async () => {
  const data = folder()
  await decided(data, fleet())
  const before = (await verified('--data', data)).verdict.records
  await decided(data, shifted(sentinel(++stories), 1_000), 'SIGKILL')
  await decided(data, shifted(sentinel(++stories), 2_000))
  const saved = join(folder(), 'saved.ndjson')
  const whole = await verified('--data', data, '--save', saved)
  expect([whole.code, said(whole.verdict)]).toEqual([0, []])
  expect(whole.verdict.records).toBeGreaterThan(before)
  expect(whole.verdict.keys).toHaveLength(1)

  const keys = join(data, 'audit-public.json')
  expect(await verified(saved, '--keys', keys)).toMatchObject({ code: 0, verdict: { faults: [] } })
  const lines = readFileSync(saved, 'utf8').trimEnd().split('\n')
  const check = createSignatureCheck(publicKeysOf(readFileSync(keys, 'utf8')))
  const commands = lines
    .map((line) => JSON.parse(line) as Kept)
    .filter(({ topic }) => topic === 'ambit.commands')
  expect(commands.length).toBeGreaterThan(2)
  for (const { headers, key, value } of commands)
    expect(check(headers[SIGNATURE_HEADER], key, value)).toBe('')
  const at = lines.findIndex((line) => line.includes('"outcome":"revoke"'))
  lines[at] = lines[at]!.replace('"outcome":"revoke"', '"outcome":"allow"')
  writeFileSync(saved, `${lines.join('\n')}\n`)
  const changed = await verified(saved, '--keys', keys)
  expect(changed.code).toBe(1)
  expect(changed.verdict.faults).toMatchObject([{ kind: 'changed', place: `${saved}:${at + 1}` }])

  // Who owns the whole log could make it anew with all its signatures: an earlier verdict still knows.
  const verdict = join(folder(), 'verdict.json')
  writeFileSync(verdict, JSON.stringify(whole.verdict))
  expect((await verified('--data', data, '--expect', verdict)).code).toBe(0)
  const anew = folder()
  await decided(anew, fleet())
  expect((await verified('--data', anew, '--expect', verdict)).code).toBe(1)
}, 120_000)

test('judged again, in one batch or record by record, the same log gives the same chain, and asks people until the same time', async () => {
  const data = folder()
  const asks = [
    at(0, 'task.started', { agent: 'asks', task: 'T-asks', purpose: 'summarise' }),
    at(1, 'tool.called', { agent: 'asks', task: 'T-asks', tool: 'send_email' }),
  ]
  await decided(data, [...fleet(), ...shifted(asks, 3_600_000)])
  const settings = loadSettings({ env: ENV })
  const { topics } = settings
  const log = createEmbeddedTransport({ dir: data })
  const read = async (topic: string): Promise<LogRecord[]> => {
    const all: LogRecord[] = []
    for await (const records of log.read(topic)) all.push(...records)
    return all
  }
  const frames = await read(topics.repartition)
  const links = (records: readonly Pick<Outbound, 'headers'>[]) =>
    records.map(({ headers }) => headers?.[CHAIN_HEADER])
  const written = links(await read(topics.decisions))
  const given = await read(topics.commands)
  const decoder = createDecoder()
  const types = given.map(({ value }) => decoder.decode('command', value as Buffer).type)
  expect(types).toContain('escalate')
  await log.close()
  expect(written.length).toBeGreaterThan(20)
  for (const each of [1, 7, frames.length]) {
    const task = createJudgeTask({
      settings,
      knowledge: loadKnowledge(settings),
      outputs: createOutputs(topics, createEncoder({ encoding: 'json' }), rules),
      counted: { decision() {}, command() {}, finding() {} },
      audit: createAudit(CHAIN, auditOptions(settings)),
      partition: 0,
      partitionOf: () => 0,
    })
    const out: Outbound[] = []
    for (let from = 0; from < frames.length; from += each)
      out.push(...task.step(frames.slice(from, from + each), from).out)
    const to = (wanted: string) => links(out.filter(({ topic }) => topic === wanted))
    expect(to(topics.decisions)).toEqual(written)
    expect(to(topics.commands)).toEqual(links(given))
  }
}, 60_000)
