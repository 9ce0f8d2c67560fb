// What is watched is state: rests, silences, verdicts and persons at risk outlive restarts, and a person's tasks are found on every partition.
import { afterEach, expect, test } from '@jest/globals'
import { createAdmit } from '../src/admit/admit.js'
import { loadSettings } from '../src/cli/config.js'
import { loadKnowledge } from '../src/cli/replay.js'
import { topicSpecs } from '../src/cli/topics.js'
import { startFlow } from '../src/flow.js'
import type { FlowObserver } from '../src/tasks.js'
import { createOutputs } from '../src/topology/outputs.js'
import { createEmbeddedTransport } from '../src/transport/embedded/embedded.js'
import { createEncoder } from '../src/transport/encode.js'
import { auditOptions } from './chains.js'
import { folder, until } from './program.js'
import { at, type Finding, type Wire } from './scenario/play.js'

const settings = loadSettings({
  env: { AMBIT_BUDGET: 'off' },
  overrides: { output: { encoding: 'json' } },
})
const knowledge = loadKnowledge(settings)

let close: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const one of close) await one()
  close = []
})

const IGNORED: FlowObserver = {
  opened() {},
  closed() {},
  published() {},
  failed: (_, error) => {
    throw error
  },
  waits() {},
  refused() {},
  svidRejected() {},
  decision() {},
  command() {},
  finding() {},
}

/** The flow over a folder. `sent` adds events to one source and waits until the last of them was judged. */
async function run(dir: string, partitions: number) {
  const log = createEmbeddedTransport({ dir, batchRecords: 50, restartMs: 10, drainMs: 2_000 })
  await log.createTopics(topicSpecs(settings, partitions))
  const flow = await startFlow({
    transport: log,
    settings,
    knowledge,
    admit: createAdmit({ limits: settings.limits }),
    outputs: createOutputs(settings.topics, createEncoder({ encoding: 'json', schemaIds: null }), {
      program: '0',
      digest: '0',
    }),
    fetchSchema: null,
    svids: null,
    observer: IGNORED,
    audit: auditOptions(settings),
  })
  let stopped = false
  const stop = async (): Promise<void> => {
    if (stopped) return
    stopped = true
    await flow.stop()
    await log.close()
  }
  close.push(stop)
  /** those that were raised; what is learned of them later is told as an update */
  const findings = async (): Promise<readonly string[]> => {
    const found: string[] = []
    for await (const records of log.read(settings.topics.findings))
      for (const { value } of records) {
        const { activity_id, finding_info, unmapped } = JSON.parse(String(value)) as Finding
        if (activity_id === 1)
          found.push(`${finding_info.types[0]} ${String(unmapped.ambit['identity'])}`)
      }
    return found.sort()
  }
  return {
    stop,
    findings,
    sent: (events: readonly Wire[]): Promise<void> =>
      log.append(
        events.map((event) => ({
          topic: event['type'] === 'resource.accessed' ? 'resource-events' : 'agent-events',
          key: String(event['id']),
          value: Buffer.from(JSON.stringify(event)),
        })),
      ),
    /** an event of its own came as far as its judge */
    judged: (identity: string, ms: unknown): Promise<true> =>
      until(`${identity} is judged`, () => {
        const known = flow.directory.one(identity)
        return known !== null && known !== 'elsewhere' && (known.last_seen ?? 0) >= Number(ms)
          ? true
          : undefined
      }),
    has: (wanted: readonly string[]): Promise<true> =>
      until(wanted.join(), async () => {
        const found = await findings()
        return wanted.every((one) => found.includes(one)) ? true : undefined
      }),
  }
}

const asked = (s: number, agent: string, person: string): Wire =>
  at(s, 'task.started', {
    agent,
    task: `T-${agent}`,
    more: { task: { id: `T-${agent}`, purpose: 'summarise', requested_by: person } },
  })

test('S21: a notice reaches the tasks of its person on every partition, also those that begin after a restart', async () => {
  const dir = folder()
  const agents = Array.from({ length: 12 }, (_, i) => `a${i}`)
  const starts = agents.map((agent, i) => asked(i, agent, i % 3 === 0 ? 'v' : 'u'))
  const first = await run(dir, 4)
  await first.sent(starts)
  for (const [i, agent] of agents.entries()) await first.judged(agent, starts[i]?.['time'])
  await first.stop()

  const risk = {
    ...at(60, 'session.risk-changed', { id: 'set' }),
    attributes: { principal: 'USER', current_level: 'HIGH', subject: 'u', jti: 'j1' },
  }
  const ofU = agents.filter((_, i) => i % 3 !== 0).map((agent) => `person.risk ${agent}`)
  const second = await run(dir, 4)
  await second.sent([risk])
  await second.has(ofU)
  await second.stop()

  const third = await run(dir, 4)
  await third.sent([{ ...risk, id: 'set again' }, asked(70, 'late', 'u')])
  await third.has(['person.risk late'])
  expect(await third.findings()).toEqual([...ofU, 'person.risk late'].sort())
})

test('B09, S19, S20: a rest, half a contradiction and an agent that was heard are remembered through a restart', async () => {
  const dir = folder()
  const pep = (s: number, kind: string, decision: string): Wire =>
    at(s, 'resource.accessed', {
      id: `${kind}@${s}`,
      credential: 'c1',
      action: 's3:GetObject',
      outcome: decision,
      more: { trace_id: 'r1', pep: { id: kind, kind, decision } },
    })
  const beat = (s: number, agent: string): Wire => at(s, 'agent.heartbeat', { agent })
  const minutes = (from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, i) => (from + i) * 60)
  const before = [
    at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
    at(1, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1' }),
    at(2, 'task.started', { agent: 'a2', task: 'T2', purpose: 'summarise' }),
    at(3, 'task.started', { agent: 'a3', task: 'T3', purpose: 'summarise' }),
    at(4, 'credential.issued', { agent: 'a3', credential: 'c3', task: 'T3' }),
    at(5, 'task.suspended', { agent: 'a3', task: 'T3' }),
    ...minutes(1, 6).flatMap((s) => [beat(s, 'a1'), beat(s + 1, 'a2')]),
    pep(302, 'mesh', 'allow'),
  ]
  const first = await run(dir, 1)
  await first.sent(before)
  await first.judged('a1', before.at(-1)?.['time'])
  await first.stop()

  const second = await run(dir, 1)
  await second.sent([pep(303, 'iam', 'deny'), ...minutes(6, 16).map((s) => beat(s + 1, 'a2'))])
  await second.has(['point.conflict a1'])
  await second.judged('a2', at(15 * 60 + 1, 'x')['time'])
  await second.stop()

  const third = await run(dir, 1)
  // The key of a1 shows up at a resource, ten minutes after a1 was last heard.
  await third.sent([beat(16 * 60, 'a2')])
  await third.judged('a2', at(16 * 60, 'x')['time'])
  await third.sent([pep(961, 'mesh', 'allow')])
  await third.has(['silence a1'])
  await third.sent([beat(86_400 + 5 + 300, 'a2')])
  await third.has(['task.ended a3'])
  expect(await third.findings()).toEqual(['point.conflict a1', 'silence a1', 'task.ended a3'])
})
