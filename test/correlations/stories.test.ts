// Stories of agents that no single event gives away, through the whole engine, with their benign look-alikes.
import { describe, expect, test } from '@jest/globals'
import { createAdmit } from '../../src/admit/admit.js'
import { createGraph } from '../../src/bind/graph.js'
import { loadSettings } from '../../src/cli/config.js'
import { loadKnowledge } from '../../src/cli/replay.js'
import { createEngine } from '../../src/engine.js'
import { Problem } from '../../src/model/problem.js'
import type { Command } from '../../src/model/wire.js'
import type { FindingRecord } from '../../src/respond/respond.js'
import { at, second, type Said, type Wire } from '../scenario/play.js'
import { atWork, LEAVES } from './at-work.js'

const settings = {
  ...loadSettings({ env: {} }),
  budget: null,
  latenessMs: 60_000,
  decisions: 'all' as const,
}
const base = loadKnowledge(settings)

interface Told {
  /** rules' findings: `+ rule identity` raised, `- rule identity` closed */
  readonly findings: readonly string[]
  readonly records: readonly FindingRecord[]
  readonly commands: readonly Command[]
}

function tell(said: Readonly<Record<string, unknown>>, events: readonly Wire[]): Told {
  const engine = createEngine(
    settings,
    { ...base, rules: atWork(said, LEAVES) },
    createGraph({ credentials: 1_000 }),
  )
  const admit = createAdmit({ limits: settings.limits })
  const records: FindingRecord[] = []
  const commands: Command[] = []
  const sink = {
    joined: () => {},
    decision: () => {},
    command: (command: Command) => void commands.push(command),
    finding: (finding: FindingRecord) => void records.push(finding),
  }
  for (const [i, event] of events.entries()) {
    const origin = { topic: 'agent-events', partition: 0, offset: String(i) }
    const admitted = admit.admitLine(JSON.stringify(event), origin)
    if (admitted instanceof Problem || 'answer' in admitted) throw new Error(String(admitted))
    engine.step(admitted, sink)
  }
  const ours = records.filter(({ cause }) => cause.row.startsWith('rule.'))
  return {
    findings: ours.map(
      ({ activity, rule, identity }) => `${activity === 'create' ? '+' : '-'} ${rule} ${identity}`,
    ),
    records: ours,
    commands: commands.filter(({ rules }) => rules.some((id) => Object.hasOwn(said, id))),
  }
}

const AGENT: Said = { agent: 'a1', task: 'T1' }
const read = (s: number, said: Said = AGENT): Wire =>
  at(s, 'resource.accessed', {
    action: 'secretsmanager:GetSecretValue',
    resource: 'vault/db',
    outcome: 'allow',
    ...said,
  })
const send = (s: number, said: Said = AGENT): Wire =>
  at(s, 'tool.called', { tool: 'send_email', ...said })
const approve = (s: number, said: Said = AGENT): Wire => at(s, 'approval.granted', said)
const refuse = (s: number, said: Said = AGENT): Wire =>
  at(s, 'resource.accessed', {
    action: 's3:GetObject',
    resource: `r${s}`,
    outcome: 'deny',
    id: `deny@${s}/${said.agent}`,
    ...said,
  })
const LATER = at(4_000, 'process.started', { workload: 'spiffe://corp/clock' })

const unapproved = {
  unapproved: {
    type: 'temporal_ordered',
    rules: ['secret_read', 'approval', 'sent'],
    'group-by': ['agent.id'],
    timespan: '5m',
    condition: 'secret_read and not approval and sent',
  },
}

describe('a secret that is read and something sent within five minutes, with no approval between', () => {
  test('is found when it is sent, and a person is asked, once', () => {
    const { findings, commands, records } = tell(unapproved, [
      read(0),
      send(200),
      send(230),
      send(260),
    ])
    expect(findings).toEqual(['+ unapproved a1'])
    expect(commands.map(({ type, agent_id }) => `${type} ${agent_id}`)).toEqual(['escalate a1'])
    expect(records[0]?.cause.evidence).toEqual(['resource.accessed@0/a1', 'tool.called@200/a1'])
    expect(records[0]?.cause.rule?.level).toBe('high')
  })

  test('is found too where the reading is told after the sending', () => {
    expect(tell(unapproved, [send(30), read(0)]).findings).toEqual(['+ unapproved a1'])
  })

  test('is none where it was approved in between, six minutes lie between, or it was sent first', () => {
    expect(tell(unapproved, [read(0), approve(100), send(200), LATER]).findings).toEqual([])
    expect(tell(unapproved, [read(0), send(301), LATER]).findings).toEqual([])
    expect(tell(unapproved, [send(0), read(10), LATER]).findings).toEqual([])
    expect(
      tell(unapproved, [read(0), send(10, { agent: 'a2', task: 'T2' }), LATER]).findings,
    ).toEqual([])
  })

  test('is taken back, and its command with it, when the approval given in between is told late', () => {
    const { findings, commands } = tell(unapproved, [read(0), send(50), approve(20), LATER])
    expect(findings).toEqual(['+ unapproved a1', '- unapproved a1'])
    expect(commands.map(({ type }) => type)).toEqual(['escalate', 'reinstate'])
    expect(commands[1]?.undoes).toBe(commands[0]?.id)
  })

  test('stands where the approval comes later than the lateness: else it would be held back to that end', () => {
    const { findings } = tell(unapproved, [
      read(0),
      send(50),
      at(200, 'agent.beat', AGENT),
      approve(20),
      LATER,
    ])
    expect(findings).toEqual(['+ unapproved a1'])
  })
})

describe('twenty refusals in a minute', () => {
  const many = {
    many: {
      type: 'event_count',
      rules: ['denied'],
      'group-by': ['agent.id'],
      timespan: '1m',
      condition: { gte: 20 },
    },
  }
  const row = (from: number, count: number, said: Said = AGENT): Wire[] =>
    Array.from({ length: count }, (_, i) => refuse(from + i, said))

  test('are one finding, however many more follow; after a quiet minute the next are another', () => {
    const { findings, records } = tell(many, [...row(0, 50), ...row(300, 20), LATER])
    expect(findings).toEqual(['+ many a1', '+ many a1'])
    expect(records.map(({ cause }) => cause.eventId)).toEqual(['deny@19/a1', 'deny@319/a1'])
    expect(new Set(records.map(({ id }) => id)).size).toBe(2)
  })

  test('are none where they are nineteen, or spread over two minutes, or of two agents', () => {
    const spread = Array.from({ length: 20 }, (_, i) => refuse(i * 6))
    const two = row(0, 19, { agent: 'a2', task: 'T2' }).flatMap((event, i) => [event, refuse(i)])
    expect(tell(many, [...row(0, 19), LATER]).findings).toEqual([])
    expect(tell(many, [...spread, LATER]).findings).toEqual([])
    expect(tell(many, [...two.slice(0, 38), LATER]).findings).toEqual([])
  })
})

describe('what nobody does alone', () => {
  const swarm = {
    swarm: {
      type: 'value_count',
      rules: ['restricted'],
      'group-by': ['resource.id'],
      timespan: '10m',
      condition: { field: 'agent.id', gte: 5 },
    },
  }
  const touch = (s: number, agent: string): Wire =>
    at(s, 'resource.accessed', {
      agent,
      task: `T-${agent}`,
      action: 's3:GetObject',
      resource: 'payroll',
      sensitivity: 'restricted',
      outcome: 'allow',
    })

  test('is a finding about the resource, and nobody is blamed for it: the agents are named as those it may have been', () => {
    const { findings, records, commands } = tell(
      swarm,
      ['a1', 'a2', 'a3', 'a4', 'a5'].map((agent, i) => touch(i * 60, agent)),
    )
    expect(findings).toEqual(['+ swarm resource.id=payroll'])
    expect(records[0]?.cause).toMatchObject({
      agentId: '',
      attributed: false,
      candidates: ['a1', 'a2', 'a3', 'a4', 'a5'],
    })
    expect(commands.map(({ type, agent_id }) => [type, agent_id])).toEqual([['escalate', '']])
  })

  test('is none where one agent comes back five times', () => {
    expect(
      tell(
        swarm,
        Array.from({ length: 5 }, (_, i) => touch(i * 60, 'a1')),
      ).findings,
    ).toEqual([])
  })
})

describe('silence', () => {
  const silent = {
    silent: {
      type: 'event_count',
      rules: ['beat'],
      'group-by': ['agent.id'],
      timespan: '2m',
      condition: { lte: 1 },
    },
    unanswered: {
      type: 'temporal_ordered',
      rules: ['secret_read', 'approval'],
      'group-by': ['agent.id'],
      timespan: '1m',
      condition: 'secret_read and not approval',
    },
  }
  const beats = (until: number): Wire[] =>
    Array.from({ length: until / 60 }, (_, i) => at(i * 60, 'agent.beat', AGENT))

  test('is found once the time for it has passed, by the time of other events, not by the next one of its own', () => {
    const { findings, records } = tell(silent, [
      ...beats(600),
      at(719, 'agent.beat', { agent: 'a2' }),
      LATER,
    ])
    expect(findings).toEqual(['+ silent a1', '+ silent a2'])
    // the last at 540 s, two minutes for the next one: 660 s
    expect(second(records[0]!.cause.timeMs)).toBe(660)
    expect(records[0]?.cause.eventId).toBe('agent.beat@540/a1')
  })

  test('is not found before the lateness has passed as well, as the next beat may be on its way', () => {
    const { findings } = tell(silent, [
      ...beats(600),
      at(715, 'process.started', { workload: 'spiffe://corp/clock' }),
      at(600, 'agent.beat', AGENT),
    ])
    expect(findings).toEqual([])
  })

  test('after a reading that should have been approved within a minute is found; an approval in time says it was', () => {
    expect(tell(silent, [read(0), approve(59), LATER]).findings).toEqual([])
    const { findings, records } = tell(silent, [read(0), approve(61), LATER])
    expect(findings).toEqual(['+ unanswered a1'])
    expect(records[0]?.cause.reason).toMatch(/\(secret_read and not approval within 1 min\)$/)
  })
})

test('a correlation over correlations: many refusals, and then something is sent', () => {
  const chain = {
    refused: {
      type: 'event_count',
      rules: ['denied'],
      'group-by': ['agent.id'],
      timespan: '1m',
      condition: { gte: 5 },
    },
    probing: {
      type: 'temporal_ordered',
      rules: ['refused', 'sent'],
      'group-by': ['agent.id'],
      timespan: '10m',
    },
  }
  const five = Array.from({ length: 5 }, (_, i) => refuse(i))
  const telling = { ...chain, probing: { ...chain.probing, generate: true } }
  expect(tell(chain, [...five, send(300)]).findings).toEqual(['+ probing a1'])
  expect(tell(telling, [...five, send(300)]).findings).toEqual(['+ refused a1', '+ probing a1'])
  expect(tell(telling, [send(3), ...five, LATER]).findings).toEqual(['+ refused a1'])
  expect(tell(telling, [...five.slice(1), send(300), LATER]).findings).toEqual([])
})
