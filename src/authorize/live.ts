// The live state of a process, for decisions at request time: the graph that all its tasks share, and the contexts of its judges.
import type { Graph } from '../bind/graph.js'
import { createResolver } from '../bind/resolve.js'
import type { Context } from '../model/context.js'
import type { Live, OpenQuestion } from './authorize.js'

/** What a judging task shows of its state. */
export interface Judging {
  contextOf(identity: string): Context | null
  /** the question to a person that a command asks, null where it is none or not open */
  questionOf(identity: string, commandId: string): OpenQuestion | null
}

export interface LiveParts {
  readonly graph: Graph
  readonly ready: () => boolean
  /** the task that judges this identity; undefined where another process has it */
  readonly judgeOf: (identity: string) => Judging | undefined
}

export function createLive({ graph, ready, judgeOf }: LiveParts): Live {
  const resolve = createResolver(graph)
  return {
    notReady: () => (ready() ? null : 'partitions are being assigned and their state restored'),
    whose({ agentId, workloadId, credentialId, taskId }, nowMs) {
      const found = resolve({
        event: {
          id: '',
          time: nowMs,
          type: 'tool.called',
          ...(agentId === '' ? {} : { agent: { id: agentId } }),
          ...(workloadId === '' ? {} : { workload: { id: workloadId } }),
          ...(credentialId === '' ? {} : { credential: { id: credentialId } }),
          ...(taskId === '' ? {} : { task: { id: taskId } }),
        },
        timeMs: nowMs,
        kind: 'agent',
        origin: { topic: '', partition: 0, offset: '' },
        proven: null,
      })
      const { identity, taskNamed } = found
      return {
        identity: agentId === '' ? identity : agentId,
        agentId: found.agentId,
        credentialId,
        taskId: taskNamed ? taskId : found.taskId,
      }
    },
    contextOf(identity) {
      const judge = judgeOf(identity)
      return judge === undefined ? 'elsewhere' : judge.contextOf(identity)
    },
    questionOf: (identity, commandId) => judgeOf(identity)?.questionOf(identity, commandId) ?? null,
  }
}
