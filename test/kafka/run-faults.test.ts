// Exactly once, of the program itself: members of `ambit run` torn inside their transactions; the commands against those of a replay.
import { afterAll, beforeAll, expect } from '@jest/globals'
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '../../src/model/wire.js'
import type { Outbound } from '../../src/transport/port.js'
import { replayed } from '../incidents.js'
import { ambit, build, folder } from '../program.js'
import type { Wire } from '../scenario/play.js'
import { judge, provoke } from './faults.js'
import type { Member } from './members.js'
import { broker, createTally, kafka, unique, withKafka } from './stage.js'

const long = process.env['AMBIT_FAULTS'] === 'long'
const seed = Number(process.env['AMBIT_FAULTS_SEED'] ?? 1)
const least = long ? { aborted: 120, outOfOrder: 12 } : { aborted: 20, outOfOrder: 2 }
const limitMs = long ? 1_800_000 : 300_000
const AGENTS_A_ROUND = 20
// Nobody confirms here, and a repeat has the id of what it repeats: told twice must mean doubled.
const ENV = { AMBIT_BUDGET: 'off', AMBIT_CONFIRMATION: 'off' }

beforeAll(() => {
  if (broker !== null) build()
}, 120_000)

const living = new Set<Member>()
afterAll(() => {
  for (const { process: child } of living) child.kill('SIGKILL')
})

function member(config: string, environment: Readonly<Record<string, string>>): Member {
  const child = spawn(process.execPath, [ambit, 'run', '--config', config], {
    env: { PATH: process.env['PATH'], ...ENV, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  const hear = (chunk: Buffer): void => {
    said.push(chunk.toString())
    if (said.length > 50) said.shift()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const started: Member = {
    process: child,
    said,
    ended: new Promise((resolve) => child.on('exit', resolve)),
  }
  living.add(started)
  void started.ended.then(() => living.delete(started))
  return started
}

/** What one agent does: its purpose stands in each event, so that no order between the topics matters. Two commands each. */
function agentsOfRound(round: number): Wire[] {
  const time = Date.now()
  return Array.from({ length: AGENTS_A_ROUND }, (_, n) => `${round}-${n}`).flatMap((tag) => {
    const agent = { id: `agent-${tag}` }
    const task = { id: `task-${tag}`, purpose: 'summarise' }
    const credential = { id: `credential-${tag}` }
    const said = (type: string, more: object): Wire => ({
      id: `${type}-${tag}`,
      time,
      type,
      agent,
      task,
      ...more,
    })
    return [
      said('credential.issued', { credential }),
      said('tool.called', { tool: { name: 'search_documents' } }),
      said('agent.noted', { tool: { name: 'drop_table' } }),
      { ...said('tool.called', { tool: { name: 'drop_table' } }), id: `drop-${tag}` },
      said('resource.accessed', { credential, action: 'iam:CreateUser', outcome: 'allow' }),
    ]
  })
}

withKafka(
  'members of the program that die inside transactions, at random and in their sleep lose and double no command',
  async () => {
    const tag = unique('faults')
    const name = (topic: string): string => `${tag}.${topic}`
    const kinds = { agent: name('agent'), workload: name('workload'), resource: name('resource') }
    const out = [
      'joined',
      'decisions',
      'commands',
      'findings',
      'dead_letters',
      'approvals',
      'command_results',
    ]
    const inner = ['audit', 'identities', 'repartition', 'identify_changelog', 'judge_changelog']
    const config = join(folder(), 'ambit.yml')
    writeFileSync(
      config,
      [
        `kafka: { brokers: ['${broker!.address}'], group: ${tag}, session: PT2S }`,
        `sources: [${Object.entries(kinds)
          .map(([kind, topic]) => `{ topic: ${topic}, kind: ${kind} }`)
          .join(', ')}]`,
        `topics: { ${[...out, ...inner].map((topic) => `${topic}: ${name(topic)}`).join(', ')} }`,
        'output: { encoding: json }',
        'http: { port: 0 }',
      ].join('\n'),
    )
    const transport = await kafka(`${tag}-load`)
    await transport.createTopics(
      Object.values(kinds).map((topic) => ({
        name: topic,
        partitions: 6,
        cleanup: 'delete',
        retentionMs: null,
      })),
    )
    const record = (event: Wire): Outbound => {
      const topic =
        event['type'] === 'resource.accessed'
          ? kinds.resource
          : event['type'] === 'credential.issued'
            ? kinds.workload
            : kinds.agent
      // keyed by what is no identity: so tasks of the first topology write into each other's partitions, and overlap there
      return { topic, key: event['id'] as string, value: Buffer.from(JSON.stringify(event)) }
    }
    const events: Wire[] = []
    const report = await provoke({
      broker: broker!.address,
      members: 2,
      start: (environment) => member(config, environment),
      async load(round) {
        const more = agentsOfRound(round)
        await transport.append(more.map(record))
        events.push(...more)
      },
      due: () => (events.length / 5) * 2,
      done: createTally(transport, name('commands')),
      behindMax: 40 * AGENTS_A_ROUND,
      written: [name('commands'), name('repartition')],
      crashes:
        'hold:500,after-send:0.003,after-offsets:0.003,before-commit:0.006,after-commit:0.002',
      strikeAfterMs: 1_500,
      seed,
      least,
      limitMs,
    })
    process.stderr.write(`${JSON.stringify({ ...report, events: events.length })}\n`)
    const expected = new Set(replayed(events, ENV).map(({ id }) => id))
    expect(expected.size).toBe((events.length / 5) * 2)
    const idOf = (value: string): string => (JSON.parse(value) as Command).id
    expect(await judge(broker!.address, name('commands'), expected, idOf)).toEqual({
      lost: [],
      doubled: [],
      unexpected: [],
    })
  },
  limitMs + 240_000,
)
