// Stories of what cannot be brought back: two sources have to tell of it, or a person, whichever comes first and whatever stops in between.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createAdmit } from '../../src/admit/admit.js'
import { createGraph } from '../../src/bind/graph.js'
import { loadSettings } from '../../src/cli/config.js'
import { loadKnowledge } from '../../src/cli/replay.js'
import { createEngine } from '../../src/engine.js'
import { Problem } from '../../src/model/problem.js'
import type { Command } from '../../src/model/wire.js'
import { createJudgeState } from '../../src/store/judge-state.js'
import { grant } from './grants.js'
import { at, listed, play, type Played, START_MS, types, type Wire } from './play.js'

const ALL = 'irreversible: { credentials: ["*"], tasks: ["*"], agents: ["*"], workloads: ["*"] }\n'
/** As one source tells it: whoever may write there could have made it all up. */
const by = (kind: 'agent' | 'workload' | 'resource', event: Wire): Wire => ({ ...event, kind })

const start = at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' })
const issue = at(1, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1' })
const key = (second: number, credential = 'c1'): Wire =>
  at(second, 'resource.accessed', {
    credential,
    action: 'iam:CreateAccessKey',
    resource: 'user/bob',
    outcome: 'allow',
  })
const quiet = (second: number): Wire => at(second, 'agent.heartbeat', { agent: 'other' })
const says = (second: number, id: string, decision: 'approve' | 'deny'): Wire => ({
  kind: 'approval',
  id,
  time: START_MS + second * 1000,
  approver: 'hannah@corp',
  decision,
})
/** One source says that the task began, to whom the credential was issued, and what was done with it. */
const ALONE = [start, issue, key(10)].map((event) => by('agent', event))

test('what only one source tells of is asked about where it could not be brought back, and silence leaves it', async () => {
  const played = await play([...ALONE, quiet(1200)], { config: ALL })
  expect(listed(played.commands)).toEqual(['escalate task T1'])
  expect(played.commands[0]?.reason).toContain(
    'does not cover: a person is asked as credential c1 could not be brought back and only agent-events tells of this',
  )
  expect(played.commands[0]?.approval?.on_timeout).toBe('allow')
  expect(types(played.findings)).toEqual(['shift.privileged'])
})

test('the same is revoked at once where two sources tell of it, or where nothing says that it could not be brought back', async () => {
  const two = [by('agent', start), by('workload', issue), by('resource', key(10))]
  for (const [events, config] of [
    [two, ALL],
    [ALONE, ''],
    [ALONE, 'irreversible: { credentials: [c2, "d*"], agents: ["*"] }\n'],
  ] as const)
    expect(listed((await play(events, { config })).commands)).toEqual(['revoke credential c1'])
  for (const config of [
    'irreversible: { credentials: [c1] }\n',
    'irreversible: { credentials: ["c*"] }\n',
  ])
    expect(listed((await play(ALONE, { config })).commands)).toEqual(['escalate task T1'])
})

test('a command on a task waits where one of its credentials could not be brought back', async () => {
  const high = at(0, 'task.started', {
    agent: 'a1',
    tier: 'high',
    task: 'T1',
    purpose: 'summarise',
  })
  const sends = at(10, 'tool.called', { agent: 'a1', task: 'T1', tool: 'send_email' })
  const config = 'irreversible: { credentials: [c1] }\n'
  const alone = await play(
    [high, issue, sends].map((one) => by('agent', one)),
    { config },
  )
  expect(listed(alone.commands)).toEqual(['escalate task T1'])
  const two = await play([high, issue, by('resource', sends)], { config })
  expect(listed(two.commands)).toEqual(['revoke task T1'])
})

test('a second source that tells of it overtakes the question, also after its deadline: the command follows with a decision of its own', async () => {
  for (const before of [[], [quiet(1200)]]) {
    const second = before.length === 0 ? 20 : 1210
    const played = await play([...ALONE, ...before, by('resource', key(second)), quiet(1300)], {
      config: ALL,
    })
    expect(listed(played.commands)).toEqual([
      'escalate task T1',
      'reinstate task T1',
      'revoke credential c1',
    ])
    const [asked, back, revoke] = played.commands
    expect(back?.undoes).toBe(asked?.id)
    expect(back?.reason).toContain('A second source tells of it by now')
    const decision = played.decisions.find(({ id }) => id === revoke?.decision_id)
    expect(decision?.outcome).toBe('revoke')
    expect(revoke?.evidence).toEqual([
      'task.started@0/a1',
      'resource.accessed@10/c1',
      `resource.accessed@${second}/c1`,
    ])
    const last = played.findings.at(-1)
    expect(last?.activity_id).toBe(2)
    expect(JSON.stringify(last?.unmapped)).toContain(String(revoke?.id))
    // Nothing is left to answer.
    const id = String(asked?.approval?.id)
    const late = await play(
      [...ALONE, ...before, by('resource', key(second)), says(second + 10, id, 'deny')],
      { config: ALL },
    )
    expect(late.commands).toHaveLength(3)
    expect(late.findings.at(-1)?.message).toContain('what it was about has been taken back')
  }
})

test('a person decides as well: denied is revoked, allowed is let pass, also what a second source tells of the same act', async () => {
  const before = await play(ALONE, { config: ALL })
  const id = String(before.commands[0]?.approval?.id)
  const denied = await play([...ALONE, says(60, id, 'deny')], { config: ALL })
  expect(listed(denied.commands)).toEqual(['escalate task T1', 'revoke task T1'])
  const allowed = await play([...ALONE, says(60, id, 'approve'), by('resource', key(20))], {
    config: ALL,
  })
  expect(listed(allowed.commands)).toEqual(['escalate task T1'])
  expect(types(allowed.findings).at(-1)).toBe('-shift.privileged')
})

test('what a person denied stays as that person left it, also where a second source tells of it afterwards, or the denial is heard after its deadline', async () => {
  const before = await play(ALONE, { config: ALL })
  const id = String(before.commands[0]?.approval?.id)
  const denial = says(60, id, 'deny')
  for (const after of [
    [denial, by('resource', key(70))],
    [denial, by('agent', { ...key(65), id: 'again' }), by('resource', key(70)), quiet(1200)],
    [quiet(1000), says(905, id, 'deny'), by('resource', key(1010))],
  ]) {
    const { commands } = await play([...ALONE, ...after], { config: ALL })
    expect(listed(commands)).toEqual(['escalate task T1', 'revoke task T1'])
  }
  // Another credential of the same act goes with the task, which the person has revoked.
  const other = at(2, 'credential.issued', { agent: 'a1', credential: 'c2', task: 'T1' })
  const [begin, first, use] = ALONE as [Wire, Wire, Wire]
  const more = [by('agent', key(70, 'c2')), by('resource', key(80, 'c2'))]
  const both = await play([begin, first, by('agent', other), use, denial, ...more], { config: ALL })
  expect(listed(both.commands)).toEqual(['escalate task T1', 'revoke task T1'])
})

test('an id that two sources give tells of neither, and an agent is contained where different sources tell of different acts', async () => {
  const high = at(0, 'task.started', {
    agent: 'a1',
    tier: 'high',
    task: 'T1',
    purpose: 'summarise',
  })
  const again = at(2, 'credential.issued', { agent: 'a1', credential: 'c2', task: 'T1' })
  const begun = [high, issue, again].map((one) => by('agent', one))
  const twice = await play(
    [
      ...begun,
      by('resource', at(5, 'agent.heartbeat', { agent: 'a1', id: String(high['id']) })),
      by('agent', key(10)),
    ],
    { config: ALL },
  )
  expect(listed(twice.commands)).toEqual(['escalate task T1'])
  const both = await play([...begun, by('agent', key(10)), by('resource', key(20, 'c2'))], {
    config: ALL,
  })
  expect(listed(both.commands)).toEqual([
    'escalate task T1',
    'reinstate task T1',
    'contain agent a1',
  ])
})

test('however much else an identity tells, where its tasks and credentials came from is known', async () => {
  const high = { ...start, agent: { id: 'a1', tier: 'high' } }
  const others = (from: number, count: number, type: string): Wire[] =>
    Array.from({ length: count }, (_, i) =>
      by('agent', at(from, type, { agent: 'a1', task: 'T1', id: `${type} ${from} ${i}` })),
    )
  const begun = [by('agent', start), by('agent', issue)]
  for (const type of ['agent.heartbeat', 'tool.returned']) {
    const played = await play([...begun, ...others(5, 600, type), by('resource', key(10))], {
      config: ALL,
    })
    expect(listed(played.commands)).toEqual(['revoke credential c1'])
  }
  // Nor are other tasks of the same agent told so often that the first one is pushed out.
  const runs = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 8 }, (_, n) => {
      const of = { agent: 'a1', task: `X${i}`, id: `run ${i} ${n}` }
      return by('agent', at(2 + n, n % 2 === 0 ? 'task.started' : 'task.ended', of))
    }),
  ).flat()
  const [asks, ...more] = [...runs, by('resource', { ...key(12), task: { id: 'T1' } })]
  const ran = await play([...begun, asks as Wire, ...more], { config: ALL })
  expect(listed(ran.commands)).toEqual(['revoke credential c1'])
  // What is found out late is still held against it: of two who told of it one is left.
  const sends = (second: number, id: string): Wire =>
    at(second, 'tool.called', { agent: 'a1', task: 'T1', tool: 'send_email', id })
  const stray = at(20, 'tool.called', { agent: 'a1', credential: 'c9', tool: 'send_email' })
  const late = at(2, 'credential.issued', { agent: 'a2', credential: 'c9' })
  const told = [
    by('agent', high),
    by('agent', sends(10, 'one')),
    by('resource', stray),
    ...others(30, 600, 'agent.heartbeat'),
  ]
  const standing = await play(told, { config: ALL })
  expect(listed(standing.commands).at(-1)).toBe('revoke task T1')
  const fell = await play([...told, by('workload', late)], { config: ALL })
  const ofTask = fell.commands.filter(({ task_id }) => task_id === 'T1')
  expect(listed(ofTask).slice(-2)).toEqual(['reinstate task T1', 'escalate task T1'])
})

test('a command waits where what goes with it by delegation could not be brought back', async () => {
  const high = { ...start, agent: { id: 'a1', tier: 'high' } }
  const child = at(4, 'task.started', { agent: 'a2', task: 'T2', purpose: 'summarise' })
  const sends = at(10, 'tool.called', { agent: 'a1', task: 'T1', tool: 'send_email' })
  const config = 'irreversible: { tasks: [T2] }\n'
  const begun = [
    by('agent', high),
    by('agent', grant(3, 'a1', 'T1', 'a2', 'T2')),
    by('agent', child),
  ]
  const alone = await play([...begun, by('agent', sends)], { config })
  expect(listed(alone.commands)).toEqual(['escalate task T1'])
  expect(alone.commands[0]?.reason).toContain('as task T2 could not be brought back')
  const two = await play([...begun, by('resource', sends)], { config })
  expect(listed(two.commands)).toContain('revoke task T1')
})

test('one source does not pass for two where it gives its event an id that another has given before', async () => {
  const genuine = { ...issue, id: 'E9' }
  const sends = at(10, 'tool.called', { agent: 'a1', task: 'T1', tool: 'send_email', id: 'E9' })
  const high = { ...start, agent: { id: 'a1', tier: 'high' } }
  const begun = [by('workload', genuine), by('agent', high)]
  const reused = await play([...begun, by('agent', sends)], { config: ALL })
  expect(listed(reused.commands)).toEqual(['escalate task T1'])
  // Nor where its own event is no longer at hand.
  const reads = Array.from({ length: 64 }, (_, i) =>
    by('agent', at(20, 'tool.called', { agent: 'a1', task: 'T1', tool: 'fetch', id: `read ${i}` })),
  )
  const beat = at(30, 'agent.heartbeat', { agent: 'a1' })
  const gone = await play([...begun, by('agent', sends), ...reads, by('agent', beat)], {
    config: ALL,
  })
  expect(listed(gone.commands)).toEqual(['escalate task T1'])
})

test('a credential that outlives its task is revoked where its issue and the end are told by two, and asked about where by one', async () => {
  const end = at(50, 'task.ended', { agent: 'a1', task: 'T1' })
  const two = await play([by('agent', start), by('workload', issue), by('agent', end)], {
    config: ALL,
  })
  expect(listed(two.commands)).toEqual(['revoke credential c1'])
  const one = await play(
    [start, issue, end].map((event) => by('agent', event)),
    { config: ALL },
  )
  expect(listed(one.commands)).toEqual(['escalate credential c1'])
})

/** A rule that revokes whoever does this. */
const revoking = (eventName: string): Readonly<Record<string, string>> => ({
  'rule.yml': `title: Somebody does ${eventName}
name: one
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ${eventName} }, condition: selection }
ambit: { response: revoke }
`,
})

test('a rule that revokes waits for a second source as the plan does', async () => {
  const rules = revoking('CreateAccessKey')
  const keeper = at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'iam-maintenance' })
  const begun = [by('agent', keeper), by('workload', issue)]
  const asked = await play([...begun, by('resource', key(10))], { config: ALL, rules })
  expect(listed(asked.commands)).toEqual(['escalate credential c1'])
  const told = await play([...begun, by('resource', key(10)), by('agent', key(20))], {
    config: ALL,
    rules,
  })
  expect(listed(told.commands)).toEqual([
    'escalate credential c1',
    'reinstate credential c1',
    'revoke credential c1',
  ])
})

test('what a rule revoked on the word of two is asked about where one of the two turns out to tell of somebody else', async () => {
  const rules = revoking('GetSecretValue')
  const runs = by('agent', at(0, 'agent.started', { agent: 'a1', workload: 'spiffe://x/w' }))
  const read = (second: number): Wire =>
    at(second, 'resource.accessed', {
      workload: 'spiffe://x/w',
      credential: 'c',
      action: 'secretsmanager:GetSecretValue',
    })
  const given = by('workload', at(15, 'credential.issued', { agent: 'a2', credential: 'c' }))
  const ofFirst = ({ commands }: Played): readonly string[] =>
    listed(
      commands.filter(
        ({ agent_id, rules }) => agent_id === 'a1' && !rules[0]?.startsWith('ambit.'),
      ),
    )
  const asked = ['escalate credential c']
  const revoked = [...asked, 'reinstate credential c', 'revoke credential c']
  const fell = [...revoked, 'reinstate credential c', ...asked]
  // Whether it is the one that came last or first.
  for (const events of [
    [by('agent', read(10)), by('resource', read(20))],
    [by('resource', read(20)), by('agent', read(10))],
  ]) {
    const before = await play([runs, ...events], { config: ALL, rules })
    expect(ofFirst(before)).toEqual(revoked)
    const after = await play([runs, ...events, given], { config: ALL, rules })
    expect(ofFirst(after)).toEqual(fell)
    const bound = await play([runs, given, ...events], { config: ALL, rules })
    expect(ofFirst(bound)).toEqual(asked)
  }
  // The same where what is learned late of the identity takes the event of one from the rule.
  const idle = {
    'idle.yml': `title: Somebody reads a secret while no task is open
name: idle
logsource: { product: ambit }
detection:
  selection: { action: 'secretsmanager:GetSecretValue', context.tasks: 0 }
  condition: selection
ambit: { response: revoke }
`,
  }
  const task = by('workload', at(15, 'task.started', { agent: 'a1', task: 'T9' }))
  const events = [runs, by('agent', read(10)), by('resource', read(20))]
  const late = await play([...events, task], { config: ALL, rules: idle })
  expect(ofFirst(late)).toEqual(fell)
  const known = await play([runs, task, ...events.slice(1)], { config: ALL, rules: idle })
  expect(ofFirst(known)).toEqual(asked)
})

// --- in any order, and through a restart ---

const settings = {
  ...loadSettings({ env: {} }),
  budget: null,
  confirmation: null,
  // What is held too long is another story, which commands that were not given have their part in.
  accumulationMs: null,
  irreversible: { agents: ['*'], workloads: ['*'], credentials: ['*'], tasks: ['*'] },
}
const knowledge = loadKnowledge(settings)
const KINDS = ['agent', 'workload', 'resource'] as const

/** What stands in the end. `restart`: before which event the state of the judge is written and read. */
function standing(events: readonly Wire[], restart = -1): readonly string[] {
  const admit = createAdmit({ limits: settings.limits })
  const graph = createGraph({ credentials: 1000 })
  const commands: Command[] = []
  const sink = {
    joined: () => {},
    command: (command: Command) => void commands.push(command),
    decision: () => {},
    finding: () => {},
  }
  let engine = createEngine(settings, knowledge, graph)
  let state = createJudgeState(engine.judge)
  for (const [offset, event] of [
    ...events,
    at(3600, 'process.started', { workload: 'w' }),
  ].entries()) {
    if (offset === restart) {
      for (const identity of engine.judge.correlate.contexts.all.keys()) state.touch(identity)
      const written = [...state.drain()]
      const { identify } = engine
      engine = { ...createEngine(settings, knowledge, graph) }
      state = createJudgeState(engine.judge)
      for (const [name, value] of written) if (value !== null) state.restore(name, value)
      // Only who judges starts again.
      const { judge } = engine
      engine = {
        ...engine,
        identify,
        step: (admitted, to) => stepOn(identify, judge, admitted, to),
      }
    }
    const topic = `${String(event['kind'] ?? 'agent')}-events`
    const admitted = admit.admitLine(JSON.stringify(event), {
      topic,
      partition: 0,
      offset: String(offset),
    })
    if (admitted instanceof Problem || 'answer' in admitted) throw new Error('refused')
    engine.step(admitted, sink)
  }
  const undone = new Set(commands.map(({ undoes }) => undoes))
  return listed(
    commands.filter(({ type, id }) => type !== 'reinstate' && !undone.has(id)),
  ).toSorted()
}

type Engine = ReturnType<typeof createEngine>
function stepOn(
  identify: Engine['identify'],
  judge: Engine['judge'],
  admitted: Parameters<Engine['step']>[0],
  sink: Parameters<Engine['step']>[1],
): null {
  identify.step(admitted, NaN, (joined) => void judge.step(joined, sink))
  identify.takeChanges()
  return null
}

const moment = fc.integer({ min: 0, max: 240 })
/** Uses of two credentials of two agents, each event told by whichever source. */
const told = fc
  .record({
    tier: fc.constantFrom('low', 'medium', 'high'),
    kinds: fc.array(fc.constantFrom(...KINDS), { minLength: 6, maxLength: 6 }),
    issuedS: fc.array(moment, { minLength: 4, maxLength: 4 }),
    uses: fc.array(
      fc.record({ s: moment, credential: fc.nat(3), kind: fc.constantFrom(...KINDS) }),
      { minLength: 1, maxLength: 8 },
    ),
    endS: fc.option(moment, { nil: undefined }),
  })
  .map(({ tier, kinds, issuedS, uses, endS }) => [
    ...['a0', 'a1'].map((agent, i) =>
      by(kinds[i]!, at(0, 'task.started', { agent, tier, task: `T${i}`, purpose: 'summarise' })),
    ),
    ...issuedS.map((s, i) => {
      const agent = `a${i % 2}`
      const said = { agent, credential: `c${i}`, task: `T${i % 2}` }
      return by(kinds[2 + i]!, at(s, 'credential.issued', said))
    }),
    ...uses.map(({ s, credential, kind }, n) =>
      by(kind, { ...key(s, `c${credential}`), id: `use ${n}` }),
    ),
    ...(endS === undefined
      ? []
      : [by(kinds[0]!, at(endS, 'task.ended', { agent: 'a0', task: 'T0' }))]),
  ])

test('whichever source tells first: the same is asked and the same is given in the end', () => {
  const orders = told.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.nat(events.length),
    ),
  )
  let asked = 0
  let given = 0
  fc.assert(
    fc.property(orders, ([events, shuffled, restart]) => {
      const inOrder = standing(events)
      expect(standing(shuffled)).toEqual(inOrder)
      expect(standing(shuffled, restart)).toEqual(inOrder)
      if (inOrder.some((one) => one.startsWith('escalate'))) asked++
      if (inOrder.some((one) => /^(revoke|contain)/.test(one))) given++
    }),
    { seed: Number(process.env['SEED'] ?? 20261127), numRuns: Number(process.env['RUNS'] ?? 60) },
  )
  expect(Math.min(asked, given)).toBeGreaterThan(5)
})
