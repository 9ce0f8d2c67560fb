// Stories of agents that are no longer heard while their keys go on being used, and of streams that are silent as a whole.
import { expect, test } from '@jest/globals'
import { at, listed, play, second, types, type Wire } from './play.js'

const MINUTE = 60
const agent = (n: number, tier?: string): readonly Wire[] => [
  at(n, 'task.started', {
    agent: `a${n}`,
    task: `T${n}`,
    purpose: 'summarise',
    ...(tier === undefined ? {} : { tier }),
  }),
  at(n, 'credential.issued', { agent: `a${n}`, credential: `c${n}`, task: `T${n}` }),
]
const every = (from: number, to: number, step: number, make: (s: number) => Wire): Wire[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => make(from + i * step))
const beats = (n: number, to: number, from = 30): Wire[] =>
  every(from, to, 30, (s) => at(s + n / 10, 'agent.heartbeat', { agent: `a${n}` }))
const uses = (n: number, to: number, from = 45): Wire[] =>
  every(from, to, MINUTE, (s) =>
    at(s + n / 10, 'resource.accessed', {
      credential: `c${n}`,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::reports',
      outcome: 'allow',
    }),
  )
const inTime = (events: readonly Wire[]): readonly Wire[] =>
  [...events].sort((a, b) => (a['time'] as number) - (b['time'] as number))
/** a1 falls silent after ten minutes, a2 goes on to speak. */
const HALF_HOUR = 30 * MINUTE
const SILENCED = inTime([
  ...agent(1),
  ...agent(2),
  ...beats(1, 10 * MINUTE),
  ...uses(1, HALF_HOUR),
  ...beats(2, HALF_HOUR),
  ...uses(2, HALF_HOUR),
])

test('S20: an agent that falls silent while its key is used for ten minutes is one finding, of that identity alone', async () => {
  const { commands, findings } = await play(SILENCED)
  expect(commands).toEqual([])
  expect(types(findings)).toEqual(['silence'])
  expect(findings[0]?.unmapped.ambit).toMatchObject({ agent_id: 'a1', credential_id: 'c1' })
  const silentS = second(findings[0]?.time as number) - 10 * MINUTE
  expect(silentS).toBeGreaterThanOrEqual(10 * MINUTE)
  expect(silentS).toBeLessThan(12 * MINUTE)
})

test('S20: for a high tier a person is asked', async () => {
  const { commands } = await play([...agent(1, 'high'), ...SILENCED.slice(1)])
  expect(listed(commands)).toEqual(['escalate credential c1'])
})

test('S20: where the whole stream is silent nobody is blamed', async () => {
  const { commands, findings } = await play(
    inTime([
      ...agent(1),
      ...agent(2),
      ...beats(1, 10 * MINUTE),
      ...beats(2, 10 * MINUTE),
      ...uses(1, HALF_HOUR),
      ...uses(2, HALF_HOUR),
    ]),
  )
  expect(commands).toEqual([])
  expect(findings).toEqual([])
})

test.each([
  ['never spoke', []],
  [
    'speaks now and then only',
    every(60, 660, 300, (s) => at(s, 'tool.called', { agent: 'a1', tool: 'search_docs' })),
  ],
  [
    'said all it had to say at its start',
    every(2, 20, 2, (s) => at(s, 'tool.called', { agent: 'a1', tool: 'search_docs' })),
  ],
  ['said that it stops', [...beats(1, 600), at(610, 'agent.stopped', { agent: 'a1' })]],
  ['rests', [...beats(1, 600), at(610, 'task.suspended', { agent: 'a1', task: 'T1' })]],
])('an agent that %s did not fall silent', async (_, spoken) => {
  const { findings } = await play(
    inTime([
      ...agent(1),
      ...agent(2),
      ...spoken,
      ...uses(1, 20 * MINUTE),
      ...beats(2, 20 * MINUTE),
    ]),
  )
  expect(types(findings)).toEqual([])
})

test('an agent whose key is not used may be as silent as it likes', async () => {
  const { findings } = await play(
    inTime([...agent(1), ...agent(2), ...beats(1, 600), ...uses(1, 660), ...beats(2, 7200)]),
  )
  expect(findings).toEqual([])
})

test('words of the agent that were held up take the finding back', async () => {
  const held = every(11 * MINUTE, 25 * MINUTE, MINUTE, (s) =>
    at(s, 'agent.heartbeat', { id: `held@${s}`, agent: 'a1' }),
  )
  const until = SILENCED.filter(
    (event) => (event['time'] as number) < (SILENCED[0]?.['time'] as number) + 23 * MINUTE * 1000,
  )
  const { findings } = await play([...until, ...held.slice(-7)])
  expect(types(findings)).toEqual(['silence', '-silence'])
})

test('in whatever order they arrive inside the lateness, the same silence is found', async () => {
  const known = (await play(SILENCED)).findings.map(({ finding_info }) => finding_info.uid)
  const mixed = [...SILENCED].sort((a, b) => placeOf(a) - placeOf(b))
  const { findings } = await play([
    ...mixed,
    at(7200, 'process.started', { workload: 'spiffe://corp/clock' }),
  ])
  expect(findings.filter((f) => f.activity_id === 1).map((f) => f.finding_info.uid)).toEqual(known)
})

/** Up to four minutes from its time, by its id. */
function placeOf(event: Wire): number {
  let hash = 7
  for (const c of String(event['id'])) hash = (hash * 31 + c.charCodeAt(0)) % 240_000
  return (event['time'] as number) + hash
}

test('how long an agent may be silent is configured, and nobody may listen at all', async () => {
  const longer = await play(SILENCED, { env: { AMBIT_SILENCE: 'PT1H' } })
  expect(longer.findings).toEqual([])
  const off = await play(SILENCED, { config: 'silence: off\n' })
  expect(off.findings).toEqual([])
})
