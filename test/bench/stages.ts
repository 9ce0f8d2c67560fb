// What do the pure stages cost, from parsed events, against a loop with Maps by hand that does the privileged-shift check alone?
import { createGraph } from '../../src/bind/graph.js'
import { loadKnowledge } from '../../src/cli/replay.js'
import { loadSettings } from '../../src/cli/config.js'
import { createAdmit } from '../../src/admit/admit.js'
import { createEngine, type EngineSink } from '../../src/engine.js'
import type { Admitted } from '../../src/model/event.js'
import { fleet } from './events.js'
import { circumstances, count, inTurns, speed, tell } from './rounds.js'

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 300_000)

const settings = loadSettings({ env: {} })
const knowledge = loadKnowledge(settings)

function admitted(identities: number): Admitted[] {
  const admit = createAdmit({ limits: settings.limits })
  const all: Admitted[] = []
  let offset = 0
  for (const text of fleet({ events: EVENTS, identities })) {
    for (const line of text.split('\n')) {
      if (line === '') continue
      const one = admit.admitLine(line, { topic: 'events', partition: 0, offset: String(offset++) })
      if (!('event' in one)) throw new Error(`an event of the bench was refused: ${line}`)
      all.push(one)
    }
  }
  return all
}

function engineMs(events: readonly Admitted[]): number {
  const graph = createGraph({ credentials: settings.limits.credentials })
  const engine = createEngine({ ...settings, decisions: 'notable' }, knowledge, graph)
  let commands = 0
  const sink: EngineSink = {
    joined() {},
    decision() {},
    finding() {},
    command: () => void commands++,
  }
  const from = performance.now()
  for (const event of events) engine.step(event, sink)
  const tookMs = performance.now() - from
  if (commands === 0) throw new Error('the engine found nothing')
  return tookMs
}

/** The least that can be called the check: whose credential, which task, what purpose, does that cover a privileged class. */
function byHandMs(events: readonly Admitted[]): number {
  const agentOf = new Map<string, string>()
  const purposeOf = new Map<string, string>()
  const taskOf = new Map<string, string>()
  const privileged = new Set([
    'iam:CreateAccessKey',
    'secretsmanager:GetSecretValue',
    's3:DeleteObject',
  ])
  const passive = new Set(['summarise', 'research', 'coding', 'support'])
  const raised = new Set<string>()
  const from = performance.now()
  for (const { event } of events) {
    const agent = event.agent?.id ?? agentOf.get(event.credential?.id ?? '') ?? ''
    if (event.type === 'task.started') {
      purposeOf.set(event.task?.id ?? '', event.task?.purpose ?? '')
      taskOf.set(agent, event.task?.id ?? '')
    } else if (event.type === 'credential.issued') agentOf.set(event.credential?.id ?? '', agent)
    else if (event.type === 'task.ended') taskOf.delete(agent)
    else if (event.type === 'resource.accessed' && privileged.has(event.action ?? '')) {
      const task = taskOf.get(agent)
      if (task !== undefined && passive.has(purposeOf.get(task) ?? ''))
        raised.add(`${agent} ${task}`)
    }
  }
  const tookMs = performance.now() - from
  if (raised.size === 0) throw new Error('the loop found nothing')
  return tookMs
}

for (const identities of [10_000, 200_000]) {
  const events = admitted(identities)
  const [engine, byHand] = inTurns(
    () => engineMs(events),
    () => byHandMs(events),
  ) as [number, number]
  tell(
    `the pure stages at ${count(identities)} identities, against a loop with Maps that does the privileged-shift check alone`,
    `${(engine / byHand).toFixed(1)} times its time; ${count((engine * 1e6) / EVENTS)} ns an event against ${count((byHand * 1e6) / EVENTS)}`,
    null,
    [
      speed('bind to respond', EVENTS, engine),
      speed('by hand', EVENTS, byHand),
      'from parsed and checked events in memory, one process, plain decisions counted and not built',
      circumstances(),
    ],
  )
}
