// Ten thousand commands, with all that can happen to them and to those who give and carry them out: none is forgotten, none acted on twice.
import { expect, test } from '@jest/globals'
import { endsOf, faultsOf } from './commands/ledger.js'
import { run, type Sizes } from './commands/run.js'
import type { Planted } from './commands/world.js'

const long = process.env['AMBIT_FAULTS'] === 'long'
const SEEDS = long ? [1, 2, 3, 4, 5] : [1]
const COMMANDS = 10_000
const REPEATS = 3
const large: Omit<Sizes, 'seed'> = {
  agents: 2_250,
  waves: 4,
  kills: long ? { process: 0.02, task: 0.04, max: 200 } : { process: 0.006, task: 0.015, max: 60 },
}
const small: Omit<Sizes, 'seed'> = {
  agents: 150,
  waves: 2,
  kills: { process: 0.03, task: 0.04, max: 30 },
}

test.each(SEEDS)(
  'of 10,000 commands whose results are lost, late, doubled, failed or contradicted, while those who give and carry them out are killed, each is confirmed, undone or listed as unconfirmed, and none acted on twice (seed %i)',
  async (seed) => {
    const found = await run({ seed, ...large })
    const ends = endsOf(found)
    const { acts, network, killed } = found
    process.stderr.write(`${JSON.stringify({ seed, ends, acts, results: network, killed })}\n`)
    expect(faultsOf(found, REPEATS)).toEqual([])
    expect(found.lives.size).toBeGreaterThanOrEqual(COMMANDS)
    // All of it did happen.
    for (const end of ['verified', 'ineffective', 'unconfirmed', 'failed', 'undone', 'lapsed'])
      expect([end, ends[end] ?? 0]).not.toEqual([end, 0])
    const times = (...names: readonly string[]): number =>
      names.reduce((sum, name) => sum + (found.killed[name] ?? 0), 0)
    const [before, after] = ['killed before a commit', 'killed after a commit']
    for (const who of ['judge', 'consumer'])
      expect(times(`${who} ${before}`, `${who} ${after}`)).toBeGreaterThan(0)
    expect(times(`consumer ${before}`)).toBeGreaterThan(0)
    expect(times('judge lost a batch', 'answer lost a batch')).toBeGreaterThan(0)
    for (const fate of ['lost', 'late', 'doubled', 'contradicted', 'contradicted before'])
      expect(found.network).toHaveProperty(fate)
    expect(found.acts.again).toBeGreaterThan(0)
  },
  300_000,
)

test.each<[Planted, RegExp]>([
  ['forgets a command', /is forgotten/],
  ['forgets its acts', /was acted on twice/],
  ['loses a result', /although its result came/],
])(
  'an engine or a consumer that %s is found out',
  async (planted, fault) => {
    const found = await run({ seed: 1, ...small, planted })
    expect(faultsOf(found, REPEATS).join('\n')).toMatch(fault)
  },
  120_000,
)
