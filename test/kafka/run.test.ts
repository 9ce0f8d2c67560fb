// `ambit run` as its users run it, on a real broker: events into the three topics, commands out, judged by the Java client.
import { afterAll, beforeAll, expect } from '@jest/globals'
import { fingerprintOf } from '../../src/admit/avro/fingerprint.js'
import { SCHEMAS } from '../../src/model/schemas.js'
import type { Command } from '../../src/model/wire.js'
import type { Outbound } from '../../src/transport/port.js'
import { avroOf, fleet, netIds, replayed, shifted, unmanaged } from '../incidents.js'
import { build, killAll, launch, until, type Running } from '../program.js'
import { at, kindOf, listed, type Wire } from '../scenario/play.js'
import { readWithJava } from './java-reader.js'
import { placeOf, type Place } from './place.js'
import { broker, readAll, withKafka } from './stage.js'

beforeAll(() => {
  if (broker !== null) build()
}, 120_000)
afterAll(killAll)

const ENV = { AMBIT_BUDGET: 'off' }

const place = (more = ''): Promise<Place> => placeOf(ENV, more)

/** As its source's producers write it: every other one as Avro with no registry. */
function record({ name }: Place, event: Wire, n: number): Outbound {
  const kind = kindOf(event)
  const id = (of: string): string | undefined => (event[of] as { id?: string } | undefined)?.id
  const key = kind === 'resource' ? (id('credential') ?? id('resource')) : id(kind)
  const value =
    n % 2 === 0
      ? Buffer.from(JSON.stringify(event))
      : Buffer.concat([Buffer.of(0xc3, 1), fingerprintOf(SCHEMAS.event), avroOf(event)])
  return { topic: name(kind), key: key ?? null, value }
}

const produce = (to: Place, events: readonly Wire[]): Promise<void> =>
  to.transport.append(events.map((event, n) => record(to, event, n)))

/** Waits until the commands that stand are those of a replay. */
async function untilJudged(at: Place, events: readonly Wire[], ms = 60_000): Promise<void> {
  const wanted = netIds(replayed(events, { ...ENV }))
  await until(
    'the commands of a replay',
    async () => String(netIds(await at.commands())) === String(wanted) || undefined,
    ms,
  ).catch(async (error: Error) => {
    const there = listed(await at.commands())
    throw new Error(
      `${error.message}\nthere: ${there.join(', ')}\nwanted: ${listed(replayed(events, ENV)).join(', ')}`,
    )
  })
}

/** What the Java client takes for committed, each id once. */
async function judge(at: Place, events: readonly Wire[]): Promise<readonly Command[]> {
  const records = await readWithJava(broker?.address as string, at.name('commands'))
  const commands = records.map(({ value }) => JSON.parse(value as string) as Command)
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  const wanted = replayed(events, ENV)
  expect([...listed(commands)].sort()).toEqual([...listed(wanted)].sort())
  expect(commands.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort())
  return commands
}

withKafka(
  'events that were produced before the start, as JSON and as Avro, give the commands of a replay and no other',
  async () => {
    const here = await place()
    const events = fleet()
    await produce(here, events)
    const program = await here.run()
    await untilJudged(here, events)
    expect(await program.stop()).toMatchObject({ code: 0 })
    await judge(here, events)
    // A second start reads nothing again.
    const again = await here.run()
    await produce(here, events)
    await until('the repeats were read', async () => {
      const metrics = await again.metrics()
      return metrics('ambit_events_total', { outcome: 'duplicate' }) === events.length || undefined
    })
    await again.stop()
    await judge(here, events)
  },
  120_000,
)

withKafka(
  'a fleet produced in one go to a program at work gives the commands of a replay and no other, and SIGTERM drains within 5 s',
  async () => {
    const here = await place()
    const program = await here.run()
    const events = fleet()
    await produce(here, events)
    await untilJudged(here, events)
    const { code, ms } = await program.stop()
    expect(code).toBe(0)
    expect(ms).toBeLessThan(5_000)
    await judge(here, events)
  },
  120_000,
)

withKafka(
  'silence alone lets a credential that nobody issued be asked about',
  async () => {
    const here = await place('lateness: PT2S')
    const program = await here.run()
    await produce(here, shifted(unmanaged, 3_600_000))
    const commands = await until(
      'the command',
      async () => {
        const there = await here.commands()
        return there.length > 0 ? there : undefined
      },
      30_000,
    )
    expect(listed(commands)).toEqual(['escalate credential k9'])
    expect((await program.stop()).code).toBe(0)
  },
  120_000,
)

withKafka(
  'SIGTERM under load leaves no transaction open: what is written after it is readable at once',
  async () => {
    const here = await place()
    const many = shifted(
      Array.from({ length: 6_000 }, (_, n) =>
        at(n / 100, 'resource.accessed', {
          id: `r${n}`,
          credential: `c${n % 300}`,
          agent: `a${n % 300}`,
          action: 's3:GetObject',
        }),
      ),
      3_600_000,
    )
    const program = await here.run()
    await produce(here, many)
    await until(
      'it has begun',
      async () => (await program.metrics())('ambit_events_read_total') > 0 || undefined,
    )
    const { code, ms } = await program.stop()
    expect(code).toBe(0)
    expect(ms).toBeLessThan(5_000)
    for (const topic of ['joined', 'repartition']) {
      const marks = [0, 1, 2].map((partition) => ({
        topic: here.name(topic),
        partition,
        key: 'mark',
        value: null,
      }))
      await here.transport.append(marks)
      const read = await readAll(here.transport, here.name(topic))
      expect(read.filter(({ key }) => String(key) === 'mark')).toHaveLength(3)
    }
    const again = await here.run()
    await until(
      'all is joined',
      async () =>
        (await readAll(here.transport, here.name('joined'))).length >= many.length + 3 || undefined,
      30_000,
    )
    const ids = (await readAll(here.transport, here.name('joined')))
      .filter(({ value }) => value !== null)
      .map(({ value }) => (JSON.parse(String(value)) as { id: string }).id)
    expect(new Set(ids).size).toBe(many.length)
    expect(ids).toHaveLength(many.length)
    await again.stop()
  },
  120_000,
)

withKafka(
  'two members share the partitions; one is killed in the middle and started again, no command is doubled or lost, and the audit chain is whole',
  async () => {
    const here = await place()
    const [doomed, other] = await Promise.all([here.run(), here.run()])
    const events = fleet()
    const each = Math.ceil(events.length / 3)
    await produce(here, events.slice(0, each))
    await until('the doomed one has work', async () => {
      const read = (await Promise.all([doomed, other].map((one) => one.metrics()))).map((of) =>
        of('ambit_events_read_total'),
      )
      return read.reduce((sum, n) => sum + n) > each / 2 || undefined
    })
    await produce(here, events.slice(each, 2 * each))
    await doomed.stop('SIGKILL')
    await produce(here, events.slice(2 * each))
    const heir = await here.run()
    await untilJudged(here, events, 90_000)
    const ends = await Promise.all(
      [other, heir].map(async (one) => ((await one.stop()).code === 0 ? 'drained' : one.said())),
    )
    expect(ends).toEqual(['drained', 'drained'])
    const records = await readWithJava(broker?.address as string, here.name('commands'))
    const commands = records.map(({ value }) => JSON.parse(value as string) as Command)
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
    expect(netIds(commands)).toEqual(netIds(replayed(events, ENV)))
    const verify = launch(['verify', '--config', here.config], ENV)
    expect([await verify.ended, verify.said()]).toEqual([0, expect.stringContaining('Whole: ')])
  },
  180_000,
)

withKafka(
  'a command is undone at whichever member is asked: the one that does not judge it hands the answer on and says so',
  async () => {
    const here = await placeOf({ ...ENV, AMBIT_HTTP_TOKEN: 'a-long-token' })
    const events = fleet()
    await produce(here, events)
    const members = await Promise.all([here.run(), here.run()])
    await untilJudged(here, events)
    const standing = (await here.commands()).filter(({ type }) => type !== 'reinstate')
    const undone = new Set((await here.commands()).map(({ undoes }) => undoes))
    const revokes = standing.filter(({ id, type }) => type === 'revoke' && !undone.has(id))
    const deny = async (member: Running, id: string) => {
      const answer = await fetch(`${member.address}/v1/approvals/${id}`, {
        method: 'POST',
        headers: { authorization: 'Bearer a-long-token' },
        body: JSON.stringify({ decision: 'deny', approver: 'hannah' }),
      })
      return { status: answer.status, ...((await answer.json()) as { judge?: string }) }
    }
    const judges = new Set<string>()
    for (const { id } of revokes.slice(0, 8)) {
      const taken = await deny(members[0] as Running, id)
      expect(taken).toMatchObject({
        status: 202,
        judge: expect.stringMatching(/^(this|another) member$/),
      })
      judges.add(String(taken.judge))
    }
    expect([...judges].sort()).toEqual(['another member', 'this member'])
    await until('each of them is undone', async () => {
      const back = new Set((await here.commands()).map(({ undoes }) => undoes))
      return revokes.slice(0, 8).every(({ id }) => back.has(id)) || undefined
    })
    for (const member of members) expect((await member.stop()).code).toBe(0)
  },
  180_000,
)

withKafka(
  'what was recorded a month ago is asked about with the whole time to answer, and who answers while nobody is at work is heard before silence is',
  async () => {
    const here = await place('approval: { deadline: PT15S }')
    const first = await here.run()
    const fromMs = Date.now()
    await produce(
      here,
      shifted(
        [
          at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
          at(10, 'tool.called', { agent: 'a1', task: 'T1', tool: 'send_email' }),
        ],
        30 * 86_400_000,
      ),
    )
    const asked = await until('the question', async () => (await here.commands())[0])
    const { id = '', deadline = 0 } = asked.approval ?? {}
    expect(deadline - fromMs).toBeGreaterThanOrEqual(15_000)
    expect(deadline - Date.now()).toBeLessThanOrEqual(15_000)
    await first.stop()
    const said = { id, time: Date.now(), approver: 'hannah', decision: 'approve' }
    expect(said.time).toBeLessThan(deadline)
    const value = Buffer.from(JSON.stringify(said))
    await here.transport.append([{ topic: here.name('approvals'), key: id, value }])
    await new Promise((resolve) => setTimeout(resolve, deadline - Date.now()))
    const again = await here.run()
    await until(
      'it is allowed',
      async () =>
        (await again.list<{ event: string }>('decisions')).some(({ event }) => event === id) ||
        undefined,
      60_000,
    )
    expect(listed(await here.commands())).toEqual(['escalate task T1'])
    await again.stop()
  },
  120_000,
)
