// What holds of every history of questions, answers, results and undoings, however often the judge is restarted in it.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createAdmit } from '../src/admit/admit.js'
import { createGraph } from '../src/bind/graph.js'
import { loadSettings } from '../src/cli/config.js'
import { loadKnowledge } from '../src/cli/replay.js'
import { createIdentify, createJudge, type Judge } from '../src/engine.js'
import type { Answer } from '../src/model/answer.js'
import type { Admitted } from '../src/model/event.js'
import type { Joined } from '../src/model/joined.js'
import type { Command, Decision } from '../src/model/wire.js'
import type { FindingRecord } from '../src/respond/respond.js'
import { createJudgeState } from '../src/store/judge-state.js'
import { fleet } from './scenario/fleet.js'
import { grant } from './scenario/grants.js'
import { at, kindOf, listed, START_MS, type Wire } from './scenario/play.js'

const SEED = Number(process.env['SEED'] ?? 20261127)
const RUNS = Number(process.env['RUNS'] ?? 120)
const base = loadSettings({ env: { AMBIT_APPROVAL_DEADLINE: 'PT2M' } })
const knowledge = loadKnowledge(base)
const admit = createAdmit({ limits: base.limits })

/** What somebody does about one of the latest questions or commands; `backS` before it comes. */
type Reaction =
  | { readonly kind: 'pass'; readonly byS: number }
  | { readonly kind: 'result'; readonly nth: number; readonly status: 'done' | 'failed' }
  | {
      readonly kind: 'answer' | 'undo'
      readonly nth: number
      readonly who: string
      readonly decision: 'approve' | 'deny'
      readonly backS: number
      readonly valid: string | null
      readonly bundle: boolean
    }

const nth = fc.nat(9)
const said = {
  nth,
  who: fc.constantFrom('hannah', 'ann', 'a0'),
  backS: fc.constantFrom(0, 0, 30, 110, 130, 250),
  valid: fc.constantFrom(null, null, 'PT1M', 'PT10M'),
}
const reaction: fc.Arbitrary<Reaction> = fc.oneof(
  fc.record({
    kind: fc.constant('answer' as const),
    decision: fc.constantFrom('approve', 'deny'),
    bundle: fc.boolean(),
    ...said,
  }),
  fc.record({
    kind: fc.constant('undo' as const),
    decision: fc.constant('deny' as const),
    bundle: fc.constant(false),
    ...said,
  }),
  fc.record({
    kind: fc.constant('result' as const),
    nth,
    status: fc.constantFrom('done', 'done', 'failed'),
  }),
  fc.record({ kind: fc.constant('pass' as const), byS: fc.constantFrom(1, 31, 61, 125, 200) }),
)

const configured = fc.record({
  onTimeout: fc.constantFrom('revoke', 'allow'),
  approvers: fc.constantFrom(1, 2),
  perRule: fc.constantFrom(1, 2, 1_000),
  confirmed: fc.boolean(),
  guarded: fc.constantFrom<readonly string[]>([], ['a1'], ['c*']),
  irreversible: fc.constantFrom<readonly string[]>([], ['*']),
  clock: fc.constantFrom('stream', 'log'),
})

const delegation = fc
  .record({ atS: fc.nat(280), from: fc.nat(2), to: fc.nat(2), wide: fc.boolean() })
  .map(({ atS, from, to, wide }) =>
    grant(atS, `a${from}`, `a${from}t0`, `b${to}`, `b${to}t0`, wide ? ['*'] : ['s3:GetObject']),
  )

const history = fc
  .tuple(fleet({ sharing: false }), fc.array(delegation, { maxLength: 3 }), fc.boolean())
  .chain(([events, grants, compromised]) => {
    const more = compromised ? [at(200, 'agent.compromised', { agent: 'a0', id: 'seized' })] : []
    const all = [...events, ...grants.map((one, n) => ({ ...one, id: `grant ${n}` })), ...more]
    return fc.record({
      events: fc.shuffledSubarray(all, { minLength: all.length }),
      reactions: fc.array(fc.tuple(fc.nat(100), reaction), { maxLength: 14 }),
      restarts: fc.array(fc.nat(100), { maxLength: 4 }),
      configured,
    })
  })
type History = typeof history extends fc.Arbitrary<infer T> ? T : never

type Step = Reaction | { readonly kind: 'event'; readonly event: Wire } | { readonly kind: 'again' }

/** The events with what is done between them; then so much time that nothing is waited for any more. */
function stepsOf({ events, reactions, restarts }: History): readonly Step[] {
  const steps: Step[] = []
  for (let i = 0; i <= events.length; i++) {
    const here = (share: number): boolean => Math.floor((events.length * share) / 100) === i
    for (const [share, one] of reactions) if (here(share)) steps.push(one)
    for (const share of restarts) if (here(share)) steps.push({ kind: 'again' })
    const event = events[i]
    if (event !== undefined) steps.push({ kind: 'event', event })
  }
  for (const second of [3_600, 7_200, 10_800]) {
    const event = at(second, 'process.started', { workload: 'spiffe://corp/clock' })
    steps.push({ kind: 'again' }, { kind: 'event', event })
    // By the log's time what is asked again has its whole time, too.
    for (let n = 0; n < 16; n++) steps.push({ kind: 'pass', byS: 125 })
  }
  return steps
}

interface Ran {
  readonly judge: Judge
  readonly commands: readonly Command[]
  readonly findings: readonly FindingRecord[]
  /** all that came out, in its order, as text */
  readonly text: readonly string[]
}

function run(history: History, restarted: boolean): Ran {
  const settings = settingsOf(history)
  const identify = createIdentify(settings, knowledge, createGraph({ credentials: 1_000 }))
  const commands: Command[] = []
  const findings: FindingRecord[] = []
  const text: string[] = []
  const sink = {
    decision: (decision: Decision) => void text.push(JSON.stringify(decision)),
    command(command: Command) {
      commands.push(command)
      text.push(JSON.stringify(command))
    },
    finding(finding: FindingRecord) {
      findings.push(finding)
      text.push(JSON.stringify(finding))
    },
  }
  const begin = () => {
    const judge = createJudge(settings, knowledge, undefined, history.configured.clock)
    return { judge, state: createJudgeState(judge) }
  }
  let { judge, state } = begin()
  const saved = new Map<string, string>()
  const save = (): void => {
    for (const identity of judge.takeChanged()) state.touch(identity)
    for (const [key, value] of state.drain()) {
      saved.delete(key)
      if (value !== null) saved.set(key, value)
    }
  }
  let logMs = START_MS
  let offset = 0
  const pass = (byMs: number): void => judge.pass((logMs += byMs), sink)
  const emit = (joined: Joined): void => {
    const context = judge.step(joined, sink)
    if (context !== null) state.touch(context.id)
  }
  const admitted = (line: Wire, topic: string): Admitted | Answer =>
    admit.admitLine(JSON.stringify(line), {
      topic,
      partition: 0,
      offset: String(offset++),
    }) as Admitted | Answer
  for (const step of stepsOf(history)) {
    pass(1_000)
    const nowMs = Math.max(START_MS, judge.streamMs)
    if (step.kind === 'again') {
      if (!restarted) continue
      save()
      ;({ judge, state } = begin())
      for (const [key, value] of saved) state.restore(key, value)
    } else if (step.kind === 'event') {
      identify.step(admitted(step.event, `${kindOf(step.event)}-events`) as Admitted, NaN, emit)
      identify.takeChanges()
    } else if (step.kind === 'pass') {
      pass(step.byS * 1_000)
      identify.advance(nowMs + step.byS * 1_000, emit)
      judge.advance(nowMs + step.byS * 1_000, sink)
    } else {
      const line = lineOf(step, judge, commands, nowMs)
      if (line === null) continue
      judge.answer({ answer: admitted(line, 'answers') as Answer, appendMs: NaN }, sink)
    }
    save()
  }
  return { judge, commands, findings, text }
}

function settingsOf({ configured }: History) {
  const { onTimeout, approvers, perRule, confirmed, guarded, irreversible: these } = configured
  return {
    ...base,
    budget: { perRule, windowMs: 600_000, share: 1 },
    confirmation: confirmed ? { withinMs: 20_000, repeats: 1 } : null,
    protected: guarded,
    irreversible: { agents: these, tasks: these, credentials: these, workloads: these },
    approval: {
      ...base.approval,
      onTimeout: onTimeout as 'revoke' | 'allow',
      approvers: { low: 1, medium: approvers, high: approvers },
      threshold: 40,
    },
  }
}

/** What is said of one of the latest that it can be said of; null where there is none. */
function lineOf(
  step: Exclude<Reaction, { readonly kind: 'pass' }>,
  judge: Judge,
  commands: readonly Command[],
  nowMs: number,
): Wire | null {
  const may = commands.filter(({ type, attempt }) =>
    step.kind === 'answer' ? type === 'escalate' && attempt === 1 : type !== 'escalate',
  )
  const of = may[may.length - 1 - (step.nth % Math.max(1, may.length))]
  if (of === undefined) return null
  if (step.kind === 'result')
    return { kind: 'result', command_id: of.id, time: nowMs, status: step.status }
  const question = of.approval?.id ?? ''
  const bundle = step.bundle ? judge.respond.approvals.questions.get(question)?.bundle : ''
  return {
    kind: 'approval',
    id: bundle || question || of.id,
    time: nowMs - step.backS * 1_000,
    approver: step.who,
    decision: step.decision,
    ...(step.valid === null ? {} : { valid_for: step.valid }),
  }
}

test('a judge that is restarted at any time says the same, in the same order', () => {
  fc.assert(
    fc.property(history, (history) => {
      expect(run(history, true).text).toEqual(run(history, false).text)
    }),
    { seed: SEED, numRuns: RUNS },
  )
})

test('whatever people answer and whenever, each command stands for a cause or is undone once, and no question is left open', () => {
  fc.assert(
    fc.property(history, (history) => {
      const { judge, commands: sent, findings } = run(history, false)
      const { followeds } = judge.respond.confirmation
      const { questions } = judge.respond.approvals
      const commands = sent.filter(({ attempt }) => attempt === 1)
      const given = new Map(commands.map((command) => [command.id, command]))
      expect(given.size).toBe(commands.length)
      const undoing = commands.flatMap(({ undoes }) => undoes ?? [])
      const undone = new Set(undoing)
      expect(undone.size).toBe(undoing.length)
      for (const id of undone) expect(given.has(id)).toBe(true)

      const contexts = [...judge.correlate.contexts.all.values()]
      const open = contexts
        .flatMap(({ causes }) => [...(causes?.values() ?? [])])
        .filter(({ withdrawn }) => !withdrawn)
      for (const { commandId, commandType, cause } of open) {
        if (commandId !== '') expect(given.get(commandId)?.type).toBe(commandType)
        expect(undone).not.toContain(commandId)
        if (cause.row !== 'approval.refused') continue
        // A denial goes with its question; what silence refused may have been denied by a person since.
        const state = questions.get(cause.approval ?? '')?.state
        expect(cause.key.startsWith('denied|') ? ['denied'] : ['expired', 'denied']).toContain(
          state,
        )
      }
      const told = new Set<string>()
      for (const { activity, id, rule } of findings)
        if (activity === 'close') expect(told.delete(id)).toBe(true)
        else if (rule !== 'ambit.approval.void') told.add(id)
      expect([...told].sort()).toEqual(open.map(({ findingId }) => findingId).sort())

      const stands = new Set(open.map(({ commandId }) => commandId))
      for (const { id, type, approval } of commands) {
        if (approval !== null) {
          const state = questions.get(approval.id)?.state
          expect(state).not.toBe('open')
          expect(state === 'withdrawn').toBe(undone.has(id))
        } else if (type !== 'reinstate' && !undone.has(id) && !stands.has(id))
          expect(followeds.stateOf(id)).toBe('lapsed')
      }
    }),
    { seed: SEED, numRuns: RUNS },
  )
})

test('who is cut off as nobody confirmed a command takes along those it delegated to at once, and not at the next event', () => {
  const settings = { ...base, confirmation: { withinMs: 20_000, repeats: 0 } }
  const identify = createIdentify(settings, knowledge, createGraph({ credentials: 9 }))
  const judge = createJudge(settings, knowledge, undefined, 'log')
  const commands: Command[] = []
  const sink = {
    decision: () => {},
    finding: () => {},
    command: (command: Command) => void commands.push(command),
  }
  judge.pass(START_MS, sink)
  for (const event of [
    at(0, 'task.started', { agent: 'a1', task: 'T1', tier: 'high', purpose: 'summarise' }),
    grant(1, 'a1', 'T1', 'b1', 'K1'),
    at(2, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T2' }),
    at(3, 'task.ended', { agent: 'a1', task: 'T2' }),
  ]) {
    const origin = { topic: 'events', partition: 0, offset: String(event['id']) }
    const admitted = admit.admitLine(JSON.stringify(event), origin) as Admitted
    identify.step(admitted, NaN, (joined) => void judge.step(joined, sink))
  }
  expect(listed(commands)).toEqual(['revoke credential c1'])
  judge.pass(START_MS + 30_000, sink)
  expect(listed(commands)).toEqual(['revoke credential c1', 'contain agent a1', 'revoke task K1'])
})

test('what a person said while the log stood still is heard before the silence of that time, and a deadline that is passed so is passed by half a minute later', () => {
  const played = (answeredS: number | null): readonly string[] => {
    const identify = createIdentify(base, knowledge, createGraph({ credentials: 9 }))
    const judge = createJudge(base, knowledge, undefined, 'log')
    const commands: Command[] = []
    const sink = {
      decision: () => {},
      finding: () => {},
      command: (command: Command) => void commands.push(command),
    }
    const nowMs = START_MS + 30 * 86_400_000
    const pass = (second: number): void => judge.pass(nowMs + second * 1_000, sink)
    const take = (line: Wire): Admitted | Answer =>
      admit.admitLine(JSON.stringify(line), { topic: 't', partition: 0, offset: '0' }) as never
    pass(0)
    for (const event of [
      at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' }),
      at(1, 'tool.called', { agent: 'a1', task: 'T1', tool: 'send_email' }),
    ])
      identify.step(take(event) as Admitted, NaN, (joined) => void judge.step(joined, sink))
    const id = commands[0]?.approval?.id
    expect(commands[0]?.approval?.deadline).toBe(nowMs + 120_000)
    pass(1)
    // Two minutes later, an hour later: nobody was at work meanwhile.
    pass(3_600)
    if (answeredS !== null) {
      const said = { id, time: nowMs + answeredS * 1_000, approver: 'hannah', decision: 'approve' }
      const answer = take({ kind: 'approval', ...said }) as Answer
      judge.answer({ answer, appendMs: nowMs + answeredS * 1_000 }, sink)
    }
    pass(3_629)
    expect(listed(commands)).toHaveLength(answeredS === 121 ? 2 : 1)
    pass(3_630)
    return listed(commands)
  }
  expect(played(119)).toEqual(['escalate task T1'])
  expect(played(121)).toEqual(['escalate task T1', 'revoke task T1'])
  expect(played(null)).toEqual(['escalate task T1', 'revoke task T1'])
})
