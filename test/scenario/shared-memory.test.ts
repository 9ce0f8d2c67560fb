// Stories of restricted data that leaves through the memory that agents share: one reads and stores it, another sends it out.
import { expect, test } from '@jest/globals'
import { netIds } from '../incidents.js'
import { at, listed, play, types, type Said, type Wire } from './play.js'

const MEMORY = { resource: { id: 'm', kind: 'memory' } }
const acts = (s: number, agent: string, action: string, said: Said = {}): Wire =>
  at(s, 'resource.accessed', { agent, task: `T-${agent}`, action, outcome: 'allow', ...said })
const starts = (agent: string): Wire =>
  at(0, 'task.started', {
    agent,
    task: `T-${agent}`,
    capabilities: ['read', 'write', 'send'],
  })

const SPLIT: readonly Wire[] = [
  starts('a1'),
  starts('a2'),
  acts(10, 'a1', 's3:GetObject', { resource: 'customers', sensitivity: 'restricted' }),
  acts(20, 'a1', 'memory.write', { more: MEMORY }),
  acts(30, 'a2', 'memory.read', { more: MEMORY }),
  at(40, 'tool.called', { agent: 'a2', task: 'T-a2', tool: 'send_email' }),
]

test('restricted data that one agent stored in a shared memory and another sends out is asked about, and both are named', async () => {
  const { commands, findings } = await play(SPLIT)
  expect(types(findings)).toEqual(['memory.flow'])
  expect(listed(commands)).toEqual(['escalate task T-a2'])
  expect(commands[0]?.reason).toContain(
    'Agent a2 used send (send_email) after it read memory m, where agent a1 had written after it read customers',
  )
  expect(commands[0]?.evidence).toHaveLength(4)
})

test('it is found in whatever order the events of both come', async () => {
  const ids = netIds((await play(SPLIT)).commands)
  const [s1, s2, source, write, read, send] = SPLIT as [Wire, Wire, Wire, Wire, Wire, Wire]
  for (const order of [
    [s1, s2, read, send, source, write],
    [s1, s2, send, write, read, source],
    [s2, send, read, write, source, s1],
    [s1, s2, write, read, send, source],
  ])
    expect(netIds((await play(order)).commands)).toEqual(ids)
})

test('a memory written before the data was read, read before it was written, or sent by whoever wrote it, is no flow', async () => {
  const [s1, s2, source, write, read, send] = SPLIT as [Wire, Wire, Wire, Wire, Wire, Wire]
  const early = { ...write, time: (write['time'] as number) - 15_000 }
  expect((await play([s1, s2, early, source, read, send])).findings).toEqual([])
  const before = { ...read, time: (read['time'] as number) - 15_000 }
  expect((await play([s1, s2, source, before, write, send])).findings).toEqual([])
  const public_ = { ...source, resource: { id: 'customers', sensitivity: 'internal' } }
  expect((await play([s1, s2, public_, write, read, send])).findings).toEqual([])
})
