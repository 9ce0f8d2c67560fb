// Groups of the fleet on several partitions: matches come together whatever partition their events came through, also across a restart.
import { afterEach, describe, expect, test } from '@jest/globals'
import { createAdmit } from '../../src/admit/admit.js'
import { loadSettings } from '../../src/cli/config.js'
import { loadKnowledge } from '../../src/cli/replay.js'
import { topicSpecs } from '../../src/cli/topics.js'
import { startFlow } from '../../src/flow.js'
import { createOutputs } from '../../src/topology/outputs.js'
import { createEmbeddedTransport } from '../../src/transport/embedded/embedded.js'
import { createEncoder } from '../../src/transport/encode.js'
import type { FlowObserver } from '../../src/tasks.js'
import { auditOptions } from '../chains.js'
import { folder, until } from '../program.js'
import { at, type Finding, type Wire } from '../scenario/play.js'
import { atWork, LEAVES } from './at-work.js'

const settings = loadSettings({
  env: { AMBIT_BUDGET: 'off', AMBIT_LATENESS: 'PT1M' },
  overrides: { output: { encoding: 'json' } },
})
const RULES = {
  swarm: {
    type: 'value_count',
    rules: ['restricted'],
    'group-by': ['resource.id'],
    timespan: '10m',
    condition: { field: 'agent.id', gte: 5 },
  },
  probing: {
    type: 'event_count',
    rules: ['denied'],
    'group-by': ['agent.id'],
    timespan: '1m',
    condition: { gte: 5 },
  },
  everywhere: {
    type: 'event_count',
    rules: ['denied'],
    timespan: '10m',
    condition: { gte: 30 },
  },
  campaign: {
    type: 'event_count',
    rules: ['probing'],
    'group-by': ['agent.owner'],
    timespan: '10m',
    condition: { gte: 3 },
    generate: true,
  },
}
const SILENT = {
  silent: {
    type: 'event_count',
    rules: ['beat'],
    'group-by': ['agent.id'],
    timespan: '1s',
    condition: { lte: 1 },
  },
}
const knowledge = { ...loadKnowledge(settings), rules: atWork(RULES, LEAVES) }
const PARTITIONS = 4

const touch = (s: number, agent: string, resource: string): Wire =>
  at(s, 'resource.accessed', {
    agent,
    task: `T-${agent}`,
    action: 's3:GetObject',
    resource,
    sensitivity: 'restricted',
    outcome: 'allow',
    id: `touch@${s}/${agent}`,
  })
const refuse = (s: number, agent: string): Wire =>
  at(s, 'resource.accessed', {
    task: `T-${agent}`,
    action: 's3:GetObject',
    resource: `own-${agent}`,
    outcome: 'deny',
    id: `deny@${s}/${agent}`,
    more: { agent: { id: agent, owner: 'team-red' } },
  })
const AGENTS = Array.from({ length: 12 }, (_, i) => `agent-${i}`)

/** Swarms on two resources, agents that are refused again and again, and quiet ones. */
const EVENTS: readonly Wire[] = [
  ...AGENTS.slice(0, 6).map((agent, i) => touch(10 + i * 20, agent, 'payroll')),
  ...AGENTS.slice(4, 8).map((agent, i) => touch(15 + i * 20, agent, 'board')),
  ...AGENTS.slice(3, 6).flatMap((agent, n) =>
    Array.from({ length: 5 }, (_, i) => refuse(200 + 10 * n + i, agent)),
  ),
  ...AGENTS.slice(6, 9).flatMap((agent, n) =>
    Array.from({ length: 5 }, (_, i) => refuse(260 + 10 * n + i, agent)),
  ),
]
const EXPECTED = [
  'campaign agent.owner=team-red',
  ...AGENTS.slice(3, 9).map((agent) => `probing ${agent}`),
  'everywhere everywhere',
  'swarm resource.id=payroll',
].sort()

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

/** Runs the flow over a folder until it is stopped. */
async function run(dir: string, partitions: number, world = { settings, knowledge }) {
  const { settings, knowledge } = world
  const log = createEmbeddedTransport({ dir, batchRecords: 3, restartMs: 10, drainMs: 2_000 })
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
  const append = (events: readonly Wire[]): Promise<void> =>
    log.append(
      events.map((event) => ({
        topic: 'resource-events',
        key: String(event['id']),
        value: Buffer.from(JSON.stringify(event)),
      })),
    )
  const standing = async (): Promise<readonly string[]> => {
    const open = new Map<string, string>()
    for await (const records of log.read(settings.topics.findings))
      for (const { value } of records) {
        const finding = JSON.parse(String(value)) as Finding
        const { uid, types, analytic } = finding.finding_info
        if (types[0]?.startsWith('rule.') !== true) continue
        if (finding.activity_id === 3) open.delete(uid)
        else if (open.has(uid)) throw new Error(`${uid} was created twice`)
        else open.set(uid, `${analytic.uid} ${String(finding.unmapped.ambit['identity'])}`)
      }
    return [...open.values()].sort()
  }
  const hops = async (): Promise<number> => {
    let matches = 0
    for await (const records of log.read(settings.topics.repartition))
      for (const { value } of records) if (value?.[0] === 16) matches++
    return matches
  }
  return { append, standing, hops, stop }
}

describe('groups of the fleet', () => {
  test.each([1, PARTITIONS])('come together on %s partitions', async (partitions) => {
    const { append, standing, hops } = await run(folder(), partitions)
    await append(EVENTS)
    await until('all of it stands', async () =>
      (await standing()).length >= EXPECTED.length ? true : undefined,
    )
    expect(await standing()).toEqual(EXPECTED)
    expect((await hops()) > 0).toBe(partitions > 1)
  })

  test('are found silent by the silence itself, where no event ever comes again', async () => {
    const world = {
      settings: { ...settings, latenessMs: 500 },
      knowledge: { ...knowledge, rules: atWork(SILENT, LEAVES) },
    }
    const { append, standing } = await run(folder(), 1, world)
    await append([at(0, 'agent.beat', { agent: 'a1' }), at(0.5, 'agent.beat', { agent: 'a1' })])
    await until('it is found', async () => ((await standing()).length > 0 ? true : undefined))
    expect(await standing()).toEqual(['silent a1'])
  })

  test('come together across restarts: what was counted before is counted after, and nothing twice', async () => {
    const dir = folder()
    for (let from = 0; from < EVENTS.length; from += 9) {
      const { append, stop } = await run(dir, PARTITIONS)
      await append(EVENTS.slice(from, from + 9))
      await new Promise((resolve) => setTimeout(resolve, 60))
      await stop()
    }
    const { standing } = await run(dir, PARTITIONS)
    await until('all of it stands', async () =>
      (await standing()).length >= EXPECTED.length ? true : undefined,
    )
    expect(await standing()).toEqual(EXPECTED)
  })
})
