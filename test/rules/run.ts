// Runs rules in the engine: both topologies with the frames of the hop between them, and the state saved and restored where a test says so.
import { createAdmit } from '../../src/admit/admit.js'
import { createGraph } from '../../src/bind/graph.js'
import { loadSettings } from '../../src/cli/config.js'
import { loadKnowledge } from '../../src/cli/replay.js'
import { createIdentify, createJudge } from '../../src/engine.js'
import type { Admitted } from '../../src/model/event.js'
import type { Joined } from '../../src/model/joined.js'
import { Problem } from '../../src/model/problem.js'
import type { Command } from '../../src/model/wire.js'
import type { FindingRecord } from '../../src/respond/respond.js'
import { createRulesAtWork } from '../../src/sigma/at-work.js'
import type { DetectionRule } from '../../src/sigma/rule.js'
import { readContext, writeContext } from '../../src/store/context-state.js'
import { decodeFrame, encodeFrames } from '../../src/transport/frames.js'
import type { Wire } from '../scenario/play.js'
import { ruleSet, type Making } from './made.js'

const settings = loadSettings({ env: {} })
const shipped = loadKnowledge(settings)

export interface Out {
  readonly commands: readonly Command[]
  readonly findings: readonly FindingRecord[]
  readonly crossed: readonly Joined[]
}

/** `restart`: after how many events the contexts are written and read again; -1 never. */
export function run(
  make: Making,
  rules: readonly DetectionRule[],
  events: readonly Wire[],
  restart = -1,
): Out {
  const knowledge = {
    ...shipped,
    rules: createRulesAtWork(ruleSet(make, rules)),
  }
  const identify = createIdentify(settings, knowledge, createGraph({ credentials: 1000 }))
  const judge = createJudge({ ...settings, decisions: 'all' }, knowledge)
  const admit = createAdmit({ limits: settings.limits })
  const commands: Command[] = []
  const findings: FindingRecord[] = []
  const crossed: Joined[] = []
  const sink = {
    decision() {},
    command: (command: Command) => void commands.push(command),
    finding: (finding: FindingRecord) => void findings.push(finding),
  }
  for (const [i, event] of events.entries()) {
    if (i === restart)
      for (const context of [...judge.correlate.contexts.all.values()])
        judge.correlate.restore(readContext(writeContext(context)))
    const admitted = admit.admitLine(JSON.stringify(event), {
      topic: 'agent-events',
      partition: 0,
      offset: '0',
    })
    if (admitted instanceof Problem || 'answer' in admitted) throw new Error('not an event')
    identify.step(admitted as Admitted, NaN, (joined) => {
      for (const frame of encodeFrames([joined]))
        for (const one of decodeFrame(frame, 'test')) {
          crossed.push(one)
          judge.step(one, sink)
        }
    })
  }
  return { commands, findings, crossed }
}
