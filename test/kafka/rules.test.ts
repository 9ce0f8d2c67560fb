// Rules on a real broker: windows that go on through restarts, and other rules that take over between two batches, whole or not at all.
import { afterAll, beforeAll, expect } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  found,
  foundBefore,
  parts,
  rulesFolder,
  standing,
  untilJudged,
} from '../correlations/half-way.js'
import { build, killAll, launch, until, type Running } from '../program.js'
import type { Wire } from '../scenario/play.js'
import { placeOf, type Place } from './place.js'
import { broker, readAll, withKafka } from './stage.js'

beforeAll(() => {
  if (broker !== null) build()
}, 120_000)
afterAll(killAll)

const produce = (to: Place, events: readonly Wire[]): Promise<void> =>
  to.transport.append(
    events.map((event) => ({
      topic: to.name(event['type'] === 'resource.accessed' ? 'resource' : 'agent'),
      key: (event['agent'] as { id: string }).id,
      value: Buffer.from(JSON.stringify(event)),
    })),
  )

async function valuesOf<T>(at: Place, topic: string): Promise<readonly T[]> {
  const records = await readAll(at.transport, at.name(topic))
  return records.flatMap(({ value }) => (value === null ? [] : [JSON.parse(String(value)) as T]))
}

withKafka(
  'correlations that are half way through a window go on after a kill and after a stop, over partitions, and find what a replay finds',
  async () => {
    const rules = rulesFolder()
    const here = await placeOf({}, `rules: ['${rules}']`)
    const all = parts()
    const wanted = found(all.flat(), rules)
    expect(wanted).toHaveLength(10)
    const now = async () => standing(await valuesOf(here, 'findings'))
    for (const [n, part] of all.entries()) {
      expect(await now()).toEqual(foundBefore(n, wanted))
      const program = await here.run()
      await produce(here, part)
      // What a run that was killed did is done again by the next: counts do not tell what of this part is judged.
      await until('all of it is judged', async () => {
        const events = (await valuesOf<Decided>(here, 'decisions')).map(({ event }) => event)
        return part.every(({ id }) => events.includes(id as string)) || undefined
      })
      const then = n + 1 < all.length ? foundBefore(n + 1, wanted) : wanted
      const same = async () => String(await now()) === String(then) || undefined
      await until('all is found', same, 30_000).catch(() => {})
      expect(await now()).toEqual(then)
      await program.stop(n === 0 ? 'SIGKILL' : 'SIGTERM')
    }
    expect(await now()).toEqual(wanted)
  },
  240_000,
)

interface Decided {
  readonly event: string
}

const SHELF = `title: A shelf is read
id: 5b9c8f1e-0000-4000-8000-000000000001
detection:
  selection: { resource.id: shelf-* }
  condition: selection
`

interface Found {
  readonly finding_info: { readonly title: string; readonly analytic: { readonly uid: string } }
  readonly unmapped: {
    readonly ambit: { readonly identity: string; readonly rules_digest: string }
  }
}

const digestOf = async (program: Running): Promise<string> =>
  /ambit_rules_info\{digest="([^"]+)"\} 1/.exec((await program.get('/metrics')).text)?.[1] ?? ''

async function hup(program: Running, outcome: string): Promise<void> {
  program.child.kill('SIGHUP')
  await until(
    `the reload: ${outcome}`,
    async () =>
      (await program.metrics())('ambit_rules_reloads_total', { outcome }) === 1 || undefined,
    60_000,
  )
  await until(
    'it is ready',
    async () => (await program.get('/readyz')).status === 200 || undefined,
    60_000,
  )
}

withKafka(
  'rules that are read again take over whole between two batches, with the windows of those that say the same, and the log says from where on',
  async () => {
    const rules = rulesFolder()
    const here = await placeOf({}, `rules: ['${rules}']\naudit: { every: 1 }`)
    const [first, second, third, last] = parts() as [
      readonly Wire[],
      readonly Wire[],
      readonly Wire[],
      readonly Wire[],
    ]
    const shelf = (second: number): readonly Wire[] => [
      {
        ...(first[0] as Wire),
        id: `shelf${second}`,
        time: ((first[0] as Wire)['time'] as number) + second * 1_000,
        agent: { id: `s${second}` },
        resource: { id: 'shelf-1' },
      },
    ]
    const program = await here.run()
    const before = await digestOf(program)
    await produce(here, [...first, ...shelf(10)])
    await untilJudged(program, first.length + 1)

    // One of the two files is wrong, so neither takes effect.
    writeFileSync(join(rules, 'shelf.yml'), SHELF)
    writeFileSync(join(rules, 'broken.yml'), SHELF.replace('condition: selection', 'condition: x'))
    await hup(program, 'kept')
    expect(await digestOf(program)).toBe(before)
    await produce(here, [...second, ...shelf(70)])
    await untilJudged(program, first.length + second.length + 2)
    expect(await valuesOf(here, 'findings')).toEqual([])

    writeFileSync(join(rules, 'broken.yml'), '')
    await hup(program, 'switched')
    const after = await digestOf(program)
    expect(after).not.toBe(before)
    await produce(here, [...third, ...shelf(130)])
    await untilJudged(program, first.length + second.length + third.length + 3)
    await produce(here, last)
    const found = await until(
      'all is found',
      async () => {
        const all = await valuesOf<Found>(here, 'findings')
        return all.length >= 11 ? all : undefined
      },
      60_000,
    )
    expect(found.map(({ finding_info }) => finding_info.title).sort()).toEqual([
      'A shelf is read',
      'Four different vaults from one address',
      'Four vaults by one agent',
      'Many and much',
      'Much is read',
      'Read without a ticket',
      'Read without a ticket',
      'Read without a ticket',
      'Read without a ticket',
      'Read, then exported',
      'Read, then exported',
    ])
    expect(new Set(found.map(({ unmapped }) => unmapped.ambit.rules_digest))).toEqual(
      new Set([after]),
    )
    expect(await program.stop()).toMatchObject({ code: 0 })

    const signed = (await readAll(here.transport, here.name('audit'))).map(({ value }) => {
      const { jws } = JSON.parse(String(value)) as { readonly jws: string }
      const payload = jws.split('.')[1] as string
      return JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
        readonly rules: { readonly digest: string }
      }
    })
    expect(new Set(signed.map(({ rules: { digest } }) => digest))).toEqual(new Set([before, after]))
    const verify = launch(['verify', '--config', here.config])
    expect([await verify.ended, verify.said()]).toEqual([0, expect.stringContaining('Whole: ')])
  },
  240_000,
)
