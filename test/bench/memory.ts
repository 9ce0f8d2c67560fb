// How many bytes of heap does a live identity take, with one task and one credential, in both topologies together?
import { createAdmit } from '../../src/admit/admit.js'
import { createGraph } from '../../src/bind/graph.js'
import { loadSettings } from '../../src/cli/config.js'
import { loadKnowledge } from '../../src/cli/replay.js'
import { createEngine, type EngineSink } from '../../src/engine.js'
import { circumstances, count, inTurns, tell } from './rounds.js'

const IDENTITIES = 200_000
const WANTED_BYTES = 1024

const settings = loadSettings({ env: {} })
const knowledge = loadKnowledge(settings)
const collect = globalThis.gc
if (collect === undefined) throw new Error('run with --expose-gc')

/** Bytes an identity after `uses` uses of authority by each. */
function bytesEach(uses: number): number {
  collect!()
  const before = process.memoryUsage().heapUsed
  const graph = createGraph({ credentials: settings.limits.credentials })
  const engine = createEngine({ ...settings, decisions: 'notable' }, knowledge, graph)
  const admit = createAdmit({ limits: settings.limits })
  const sink: EngineSink = { joined() {}, decision() {}, command() {}, finding() {} }
  let offset = 0
  const give = (line: string): void => {
    const one = admit.admitLine(line, { topic: 'events', partition: 0, offset: String(offset++) })
    if (!('event' in one)) throw new Error(`an event of the bench was refused: ${line}`)
    engine.step(one, sink)
    engine.identify.takeChanges()
  }
  for (let round = 0; round < 2 + uses; round++)
    for (let i = 0; i < IDENTITIES; i++) give(lineOf(i, round))
  collect!()
  const bytes = (process.memoryUsage().heapUsed - before) / IDENTITIES
  if (engine.judge.correlate.contexts.all.size !== IDENTITIES)
    throw new Error('identities went missing')
  return bytes
}

function lineOf(i: number, round: number): string {
  const event = {
    id: `evt-${round}-${i}`,
    time: 1_767_600_000_000 + (round * IDENTITIES + i),
    agent: { id: `agent-${i}`, owner: `team-${i % 97}`, tier: 'medium' },
    workload: { id: `spiffe://prod.example/ns/agents/sa/agent-${i}` },
    task: round === 0 ? { id: `task-${i}`, purpose: 'summarise' } : { id: `task-${i}` },
  }
  if (round === 0) return JSON.stringify({ ...event, type: 'task.started' })
  const credential = { id: `cred-${i}`, expires_at: 1_767_700_000_000 }
  if (round === 1) return JSON.stringify({ ...event, type: 'credential.issued', credential })
  return JSON.stringify({ ...event, type: 'tool.called', credential, tool: { name: 'read_file' } })
}

const [held, used] = inTurns(
  () => bytesEach(0),
  () => bytesEach(2),
) as [number, number]
tell(
  'heap for each live identity with one task and one credential',
  `${count(held)} bytes`,
  `at most ${count(WANTED_BYTES)}`,
  [
    `${count(used)} bytes once each has used its credential twice (up to 32 uses are kept)`,
    `identify and judge together, ids of the event included; ${count(IDENTITIES)} identities, an agent, a workload, a task and a credential each`,
    circumstances(),
  ],
)
