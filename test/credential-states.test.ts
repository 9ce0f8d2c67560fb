// Where a credential stands in its life, step by step, by the engine's own state.
import { expect, test } from '@jest/globals'
import { createAdmit } from '../src/admit/admit.js'
import { createGraph } from '../src/bind/graph.js'
import { loadSettings } from '../src/cli/config.js'
import { loadKnowledge } from '../src/cli/replay.js'
import { createEngine } from '../src/engine.js'
import { standingOf, type StepOf } from '../src/model/life-credential.js'
import { credentialIn } from '../src/model/context.js'
import { Problem } from '../src/model/problem.js'
import { at, START_MS, type Said, type Wire } from './scenario/play.js'

const settings = loadSettings({ env: {} })
const knowledge = loadKnowledge(settings)
const USE: Said = { agent: 'a1', credential: 'c1', action: 's3:GetObject', outcome: 'allow' }
const STARTED = at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise' })
const issued = (said: Said = {}): Wire =>
  at(1, 'credential.issued', { agent: 'a1', credential: 'c1', ...said })
const BOUND = [STARTED, issued({ task: 'T1' })]
const ENDED = [
  ...BOUND,
  at(20, 'resource.accessed', USE),
  at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
]

function stateOf(events: readonly Wire[], second: number, step: string | null = null): string {
  const engine = createEngine(
    { ...settings, decisions: 'none' },
    knowledge,
    createGraph({ credentials: 100 }),
  )
  const admit = createAdmit({ limits: settings.limits })
  const nowhere = { joined() {}, decision() {}, command() {}, finding() {} }
  for (const [offset, event] of events.entries()) {
    const admitted = admit.admitLine(JSON.stringify(event), {
      topic: 'events',
      partition: 0,
      offset: String(offset),
    })
    if (admitted instanceof Problem || 'answer' in admitted) throw new Error('refused')
    engine.step(admitted, nowhere as never)
  }
  const context = engine.judge.correlate.contexts.all.get('a1')
  const credential = context === undefined ? undefined : credentialIn(context, 'c1')
  if (context === undefined || credential === undefined) return 'unknown'
  const stepOf: StepOf = () => step
  const { propagationMs, latenessMs } = settings
  const options = { propagationMs, latenessMs, stepOf }
  return standingOf(context, credential, START_MS + second * 1000, options).state
}

test.each([
  ['in use, though nobody issued it', [STARTED, at(5, 'resource.accessed', USE)], 10, 'unissued'],
  ['given out, for no task', [STARTED, issued()], 10, 'issued'],
  ['given out for an open task', BOUND, 10, 'bound'],
  ['let in somewhere', ENDED.slice(0, 3), 30, 'used'],
  [
    'held by a suspended task',
    [...ENDED.slice(0, 3), at(30, 'task.suspended', { agent: 'a1', task: 'T1' })],
    40,
    'used',
  ],
  [
    'held by the second of two tasks',
    [
      ...ENDED.slice(0, 3),
      at(10, 'task.started', { agent: 'a1', task: 'T2', purpose: 'summarise', credential: 'c1' }),
      at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
    ],
    90,
    'used',
  ],
  ['to be revoked, as its task ended', ENDED, 90, 'revoke sent'],
  ['past its own time', [STARTED, issued({ task: 'T1', expiresS: 50 })], 51, 'expired'],
  [
    'revoked by its issuer',
    [...ENDED, at(70, 'credential.revoked', { credential: 'c1' })],
    90,
    'revoked',
  ],
  [
    'revoked, and not let in since',
    [...ENDED, at(70, 'credential.revoked', { credential: 'c1' })],
    400,
    'verified dead',
  ],
  [
    'revoked, and let in all the same',
    [
      ...ENDED,
      at(70, 'credential.revoked', { credential: 'c1' }),
      at(80, 'resource.accessed', USE),
    ],
    400,
    'ineffective',
  ],
  [
    'issued again after it was dead',
    [
      ...BOUND,
      at(30, 'credential.revoked', { credential: 'c1' }),
      at(40, 'credential.issued', { id: 'again', agent: 'a1', credential: 'c1', task: 'T1' }),
    ],
    50,
    'bound',
  ],
] as const)('a credential that is %s', (_, events, second, state) => {
  expect(stateOf(events, second)).toBe(state)
})

test.each([
  ['acknowledged', 'acknowledged'],
  ['verified', 'verified dead'],
  ['ineffective', 'ineffective'],
  ['failed', 'failed'],
  ['unconfirmed', 'unconfirmed'],
  ['sent', 'revoke sent'],
])('a credential whose command is %s is %s', (step, state) => {
  expect(stateOf(ENDED, 90, step)).toBe(state)
})

test('what was undone leaves a credential whose task has ended to be revoked', () => {
  expect(stateOf(ENDED, 90, 'undone')).toBe('task ended')
})
