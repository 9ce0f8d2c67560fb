// A clock that is off, in `ambit run`: what the judges find out about it comes to those who read its source, through a restart too.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { build, folder, killAll, start, until, type Running } from './program.js'
import { at, type Said, type Wire } from './scenario/play.js'

beforeAll(build, 120_000)
afterAll(killAll)

const READ: Said = { action: 's3:GetObject', resource: 'docs', outcome: 'allow' }
const HELD = { code: 'EVENT_CLOCK_SKEWED' }

/** Of three, as fewer do not tell for all what the time is. */
const AGENTS = ['1', '2', '3']
const begun: readonly Wire[] = AGENTS.flatMap((n) => [
  at(0, 'task.started', { agent: `a${n}`, task: `T${n}`, purpose: 'summarise' }),
  at(1, 'credential.issued', { agent: `a${n}`, credential: `c${n}`, task: `T${n}` }),
])
const calls: readonly Wire[] = [5, 12, 20, 31, 40].flatMap((s) =>
  AGENTS.flatMap((n) => {
    const more = { trace_id: `call ${s} of ${n}` }
    return [
      at(s, 'tool.called', { agent: `a${n}`, task: `T${n}`, tool: 'read_file', more }),
      at(s + 600, 'resource.accessed', { ...READ, id: `${s} of ${n}`, credential: `c${n}`, more }),
    ]
  }),
)

const known = (program: Running): Promise<unknown> =>
  until('its skew is known', async () => {
    const metrics = await program.metrics()
    return metrics('ambit_source_skew_seconds', { source: 'resource-events' }) === 600 || undefined
  })

/** Uses are told until one is withheld. */
async function withheld(program: Running, from: number): Promise<void> {
  let n = from
  await until('an event is withheld', async () => {
    await program.post([
      at(660, 'resource.accessed', { ...READ, credential: 'c1', id: `use ${++n}` }),
    ])
    return (await program.metrics())('ambit_dead_letters_total', HELD) > 0 || undefined
  })
}

test('events of a source whose clock is too far off are dead letters, and its skew is a metric and a finding', async () => {
  const data = folder()
  const first = await start(['--data', data])
  await first.post([...begun, ...calls])
  await known(first)
  await withheld(first, 0)
  const findings = await first.list<{ readonly value?: unknown }>('findings')
  expect(JSON.stringify(findings)).toContain('ambit.telemetry.skew')
  expect(await first.stop()).toMatchObject({ code: 0 })

  const second = await start(['--data', data])
  await withheld(second, 1_000)
  await known(second)
  const metrics = await second.metrics()
  expect(metrics('ambit_events_total', { outcome: 'refused' })).toBeGreaterThan(0)
  expect(await second.stop()).toMatchObject({ code: 0 })
}, 60_000)
