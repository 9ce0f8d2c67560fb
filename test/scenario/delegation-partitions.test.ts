// Delegation where delegator and child are judged on different partitions, in any order inside the lateness, and across restarts.
import { afterEach, describe, expect, test } from '@jest/globals'
import { createAdmit } from '../../src/admit/admit.js'
import { loadSettings } from '../../src/cli/config.js'
import { loadKnowledge } from '../../src/cli/replay.js'
import { topicSpecs } from '../../src/cli/topics.js'
import { startFlow } from '../../src/flow.js'
import type { Command } from '../../src/model/wire.js'
import type { FlowObserver } from '../../src/tasks.js'
import { createOutputs } from '../../src/topology/outputs.js'
import { createEmbeddedTransport } from '../../src/transport/embedded/embedded.js'
import { partitionOf } from '../../src/transport/partitioner.js'
import { createEncoder } from '../../src/transport/encode.js'
import { auditOptions } from '../chains.js'
import { netIds, netListed } from '../incidents.js'
import { folder, until } from '../program.js'
import { grant } from './grants.js'
import { at, play, type Wire } from './play.js'

const settings = loadSettings({
  env: { AMBIT_BUDGET: 'off' },
  overrides: { output: { encoding: 'json' } },
})
const knowledge = loadKnowledge(settings)
const PARTITIONS = 4

const issue = (s: number, credential: string, task: string, scopes: readonly string[]): Wire =>
  at(s, 'credential.issued', { credential, task, scopes, workload: `spiffe://corp/${credential}` })
const does = (s: number, credential: string, action: string): Wire =>
  at(s, 'resource.accessed', { credential, action, resource: 'docs/1', outcome: 'allow' })

/** One family: a delegator that is contained, its child and its grandchild, an orphan, a wider grant and a wider token. */
function family(n: string): readonly Wire[] {
  const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter}${n}`) as [
    string,
    string,
    string,
    string,
    string,
  ]
  const task = (agent: string): string => `T-${agent}`
  const token = (agent: string): string => `c-${agent}`
  return [
    at(0, 'task.started', { agent: a, tier: 'high', task: task(a), purpose: 'summarise' }),
    issue(1, token(a), task(a), ['docs.*']),
    grant(10, a, task(a), b, task(b), ['docs.read']),
    issue(11, token(b), task(b), ['docs.read']),
    grant(12, b, task(b), c, task(c), ['docs.read']),
    issue(13, token(c), task(c), ['docs.read', 'docs.write']),
    does(15, token(c), 'docs.write'),
    grant(16, b, task(b), d, task(d), ['docs.read', 'mail.send']),
    at(20, 'task.started', { agent: e, task: task(e), purpose: 'summarise' }),
    issue(21, token(e), task(e), ['docs.read']),
    grant(22, e, task(e), `f${n}`, `T-f${n}`, ['docs.read']),
    issue(23, `c-f${n}`, `T-f${n}`, ['docs.read']),
    at(30, 'task.ended', { agent: e, task: task(e) }),
    does(100, `c-f${n}`, 'docs.read'),
    { ...does(120, token(a), 'iam:CreateAccessKey'), id: `key-${n}` },
    ...throughMemory(`x${n}`, `y${n}`),
  ]
}

/** One reads what is restricted and stores it, the other reads that and sends it out. */
function throughMemory(x: string, y: string): readonly Wire[] {
  const acts = (s: number, agent: string, action: string, resource: Wire): Wire =>
    at(s, 'resource.accessed', { agent, task: `T-${agent}`, action, more: { resource } })
  const started = (agent: string): Wire =>
    at(5, 'task.started', { agent, task: `T-${agent}`, capabilities: ['read', 'write', 'send'] })
  const memory = { id: `m-${x}`, kind: 'memory' }
  return [
    started(x),
    started(y),
    acts(10, x, 's3:GetObject', { id: 'customers', sensitivity: 'restricted' }),
    acts(20, x, 'memory.write', memory),
    acts(30, y, 'memory.read', memory),
    at(40, 'tool.called', { agent: y, task: `T-${y}`, tool: 'send_email' }),
  ]
}

const EVENTS = ['1', '2', '3'].flatMap(family)
const EXPECTED = ['1', '2', '3']
  .flatMap((n) => [
    `contain agent a${n}`,
    `escalate task T-y${n}`,
    `revoke credential c-e${n}`,
    `revoke task T-b${n}`,
    `revoke task T-c${n}`,
    `revoke task T-d${n}`,
    `revoke task T-f${n}`,
  ])
  .sort()

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

async function run(dir: string, partitions: number) {
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
  const sources = { agent: 'agent-events', credential: 'workload-events' } as const
  const append = (events: readonly Wire[]): Promise<void> =>
    log.append(
      events.map((event) => {
        const type = String(event['type'])
        const agent = type.startsWith('task.') || type.startsWith('delegation.')
        const topic = agent
          ? sources.agent
          : type.startsWith('credential.')
            ? sources.credential
            : 'resource-events'
        return { topic, key: String(event['id']), value: Buffer.from(JSON.stringify(event)) }
      }),
    )
  const commands = async (): Promise<readonly Command[]> => {
    const all: Command[] = []
    for await (const records of log.read(settings.topics.commands))
      for (const { value } of records) all.push(JSON.parse(String(value)) as Command)
    return all
  }
  const notes = async (): Promise<number> => {
    let count = 0
    for await (const records of log.read(settings.topics.repartition))
      for (const { value } of records) if (value?.[0] === 18) count++
    return count
  }
  const answer = (approval: Wire): Promise<void> => {
    const value = Buffer.from(JSON.stringify(approval))
    return log.append([{ topic: settings.topics.approvals, key: String(approval['id']), value }])
  }
  return { append, answer, commands, notes, stop }
}

/** A shuffle that is the same for the same seed. */
function shuffled(events: readonly Wire[], seed: number): readonly Wire[] {
  const out = [...events]
  let state = seed * 2654435761 + 1
  for (let i = out.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const j = state % (i + 1)
    ;[out[i], out[j]] = [out[j] as Wire, out[i] as Wire]
  }
  return out
}

const OFF = { env: { AMBIT_BUDGET: 'off' } }

describe('delegations', () => {
  test('are judged the same in whatever order their events come', async () => {
    const inOrder = await play(EVENTS, OFF)
    expect(netListed(inOrder.commands)).toEqual(EXPECTED)
    for (let seed = 1; seed <= 25; seed++) {
      const { commands } = await play(shuffled(EVENTS, seed), OFF)
      expect([seed, netIds(commands)]).toEqual([seed, netIds(inOrder.commands)])
    }
  })

  test.each([1, PARTITIONS])('come together on %s partitions', async (partitions) => {
    const { append, commands, notes } = await run(folder(), partitions)
    await append(shuffled(EVENTS, 3))
    await until('all of them stand', async () =>
      netListed(await commands()).join() === EXPECTED.join() ? true : undefined,
    )
    expect((await notes()) > 0).toBe(partitions > 1)
    expect(netIds(await commands())).toEqual(netIds((await play(EVENTS, OFF)).commands))
  })

  test('tell of an answer that is given today about what was recorded days ago in the time of those events, and moves no other clock', async () => {
    const { append, answer, commands } = await run(folder(), PARTITIONS)
    const place = (name: string): number => partitionOf(Buffer.from(name), PARTITIONS)
    const apart = Array.from({ length: 50 }, (_, n) => `n${n}`).filter(
      (name) => place(name) === (place('a') + 1) % PARTITIONS,
    )
    const [child, there] = apart as [string, string]
    await append([
      at(0, 'task.started', { agent: there, tier: 'low', task: 'T-there', purpose: 'summarise' }),
      issue(1, 'c-there', 'T-there', ['docs.read']),
      at(2, 'task.suspended', { agent: there, task: 'T-there' }),
      at(3, 'task.started', { agent: 'a', tier: 'low', task: 'T-a', purpose: 'summarise' }),
      issue(4, 'c-a', 'T-a', ['docs.read']),
      grant(5, 'a', 'T-a', child, 'T-child', ['docs.read']),
      issue(6, 'c-child', 'T-child', ['docs.read']),
      does(7, 'c-a', 'iam:CreateAccessKey'),
    ])
    const asked = await until('a question', async () =>
      (await commands()).find(({ approval }) => approval !== null),
    )
    await answer({ id: asked.approval?.id, time: Date.now(), approver: 'hannah', decision: 'deny' })
    await until('the child is cut off as well', async () =>
      netListed(await commands()).includes('revoke task T-child') ? true : undefined,
    )
    await append([
      at(60, 'task.resumed', { agent: there, task: 'T-there' }),
      does(61, 'c-there', 'iam:CreateAccessKey'),
    ])
    const net = await until('what came last is asked about', async () => {
      const found = netListed(await commands())
      return found.includes('escalate task T-there') ? found : undefined
    })
    // Nobody's rest has lasted for days.
    expect(net).toEqual([
      'escalate task T-a',
      'escalate task T-there',
      'revoke task T-a',
      'revoke task T-child',
    ])
  })

  test('come together across restarts, and no command is given twice', async () => {
    const dir = folder()
    for (let from = 0; from < EVENTS.length; from += 21) {
      const { append, stop } = await run(dir, 2)
      await append(EVENTS.slice(from, from + 21))
      await new Promise((resolve) => setTimeout(resolve, 60))
      await stop()
    }
    const { commands } = await run(dir, 2)
    await until('all of them stand', async () =>
      netListed(await commands()).join() === EXPECTED.join() ? true : undefined,
    )
    const ids = (await commands()).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
