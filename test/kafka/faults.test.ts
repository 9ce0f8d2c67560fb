// Exactly once on a real broker, shown by tearing transactions: short here, long with AMBIT_FAULTS=long.
import { expect, test } from '@jest/globals'
import { compare, judge, provoke } from './faults.js'
import { startMember } from './members.js'
import { broker, createTally, kafka, numbered, scene, withKafka } from './stage.js'

const long = process.env['AMBIT_FAULTS'] === 'long'
const seed = Number(process.env['AMBIT_FAULTS_SEED'] ?? 1)
const least = long ? { aborted: 300, outOfOrder: 30 } : { aborted: 20, outOfOrder: 2 }
const limitMs = long ? 1_800_000 : 120_000

withKafka(
  'members that die inside transactions, at random and in their sleep lose and double nothing',
  async () => {
    const transport = await kafka('unused')
    const { input, output, topology, group } = await scene(transport, 4)
    const order = { broker: broker!.address, group, topology, output, sessionMs: 1_500, holdMs: 0 }
    let loaded = 0
    const report = await provoke({
      broker: broker!.address,
      members: 2,
      start: (environment) => startMember(order, environment),
      async load() {
        await transport.append(numbered(input, loaded, loaded + 40))
        loaded += 40
      },
      due: () => loaded,
      done: createTally(transport, output),
      behindMax: 400,
      written: [output],
      crashes: 'hold:300,after-send:0.02,after-offsets:0.02,before-commit:0.02,after-commit:0.01',
      strikeAfterMs: 1_500,
      seed,
      least,
      limitMs,
    })
    process.stderr.write(`${JSON.stringify({ ...report, loaded })}\n`)
    const expected = new Set(numbered(input, 0, loaded).map(({ value }) => value.toString()))
    const idOf = (value: string) => value.split(' ')[1]!
    expect(await judge(broker!.address, output, expected, idOf)).toEqual({
      lost: [],
      doubled: [],
      unexpected: [],
    })
  },
  limitMs + 180_000,
)

test('the checker sees a lost, a doubled and an unexpected record', () => {
  const expected = new Set(['a', 'b', 'c'])
  expect(compare(['a', 'b', 'c'], expected)).toEqual({ lost: [], doubled: [], unexpected: [] })
  expect(compare(['a', 'c'], expected).lost).toEqual(['b'])
  expect(compare(['a', 'b', 'b', 'c'], expected).doubled).toEqual(['b'])
  expect(compare(['a', 'b', 'c', 'd'], expected).unexpected).toEqual(['d'])
})
