// What becomes of a credential that several agents hold is told to each of them.
import type { Admitted } from '../model/event.js'
import { binds, toldId, type Joined } from '../model/joined.js'
import type { Graph } from './graph.js'
import type { Link } from './link.js'
import type { Join } from './join.js'
import type { Resolution } from './resolve.js'

/** What is told to other holders: whose event it was. */
export type Sharing = Omit<Resolution, 'settled'>

/** Types that other holders of a credential have to hear of. */
export function shares(type: string): boolean {
  return (
    binds(type) ||
    type === 'task.ended' ||
    type === 'credential.revoked' ||
    type === 'credential.expired'
  )
}

/** What another agent's event says of purpose and workload is not passed on. */
const OF_ANOTHER = {
  purpose: '',
  capabilities: null,
  workloadId: '',
  replaces: '',
  expiresMs: NaN,
} as const

/**
 * Tells the other agents that hold the same credential what becomes of it: who holds it since when, which of their
 * tasks start and end, and its revocation. So each of them knows whether it is still held when its own task ends.
 * Limit: what is told goes by what the graph knows at that moment. Where the bindings of a shared credential come out of
 * order, a holder may hear of another too late or not at all, and its credential be revoked, or kept, in error.
 */
export function createSharing(
  graph: Graph,
  toJoined: Join,
): (admitted: Admitted, appendMs: number, at: Sharing, emit: (joined: Joined) => void) => void {
  /** The agents that hold a credential, each with its tasks that do. */
  function holdersOf(credentialId: string): Map<string, Link[]> {
    const node = graph.credentials.get(credentialId)
    const held = new Map<string, Link[]>()
    for (let link = node?.agents ?? null; link !== null; link = link.next)
      if (!held.has(link.id)) held.set(link.id, [])
    const named = held.size > 0
    for (let task = node?.tasks ?? null; task !== null; task = task.next) {
      const agents = new Set<string>()
      for (let link = graph.tasks.get(task.id) ?? null; link !== null; link = link.next)
        agents.add(link.id)
      const among = [...agents].filter((id) => held.has(id))
      // Of agents that call their tasks the same, the one that the credential is bound to is meant.
      for (const id of named && agents.size > 1 && among.length > 0 ? among : agents) {
        const tasks = held.get(id)
        if (tasks === undefined) held.set(id, [task])
        else tasks.push(task)
      }
    }
    return held
  }

  return (admitted, appendMs, at, emit) => {
    const { event, timeMs } = admitted
    const { type } = event
    const tell = (identity: string, more: Partial<Joined>): void =>
      emit({
        ...toJoined('context', admitted, { ...at, settled: true }, appendMs, false, ''),
        identity,
        ...more,
      })
    if (type === 'task.ended' || type === 'task.started') {
      if (at.agentId === '') return
      const others = new Set<string>()
      for (const id of graph.shared.get(at.taskId) ?? [])
        for (const agentId of holdersOf(id).keys()) if (agentId !== at.identity) others.add(agentId)
      for (const other of others) tell(other, { credentialId: '' })
    }
    const node = at.credentialId === '' ? undefined : graph.credentials.get(at.credentialId)
    if (node === undefined || at.identity === '') return
    if (binds(type) && node.unissuedFor !== '' && node.unissuedFor !== at.identity)
      tell(node.unissuedFor, {})
    // Whose the binding is may turn out yet: then it is joined again, and told then.
    if (binds(type) && at.agentId === '') return
    const granted = type === 'delegation.granted'
    if (!granted && node.agents?.next == null && node.tasks?.next == null) return
    const holders = holdersOf(at.credentialId)
    for (const agentId of holders.keys()) if (agentId !== at.identity) tell(agentId, {})
    // Whoever comes to hold it is told of those who hold it already, and they of its tasks.
    const newcomer = granted ? (event.delegation?.to ?? '') : at.agentId
    if (!binds(type) || newcomer === '') return
    if (node.revoked !== null)
      tell(newcomer, {
        type: 'credential.revoked',
        timeMs: node.revoked.timeMs,
        eventId: node.revoked.eventId,
        taskId: '',
      })
    if (node.lastIssuedMs > timeMs)
      tell(newcomer, {
        ...OF_ANOTHER,
        type: 'credential.issued',
        timeMs: node.lastIssuedMs,
        eventId: toldId(node.lastIssuedMs, event.id),
        taskId: '',
      })
    for (const [agentId, tasks] of holders)
      for (const held of tasks) {
        if (agentId !== newcomer) tellHolder(newcomer, agentId, held)
        else
          for (const other of holders.keys())
            if (other !== newcomer) tellHolder(other, newcomer, held)
      }

    function tellHolder(to: string, agentId: string, held: Link): void {
      const of = { ...OF_ANOTHER, agentId, taskId: held.id }
      tell(to, { ...of, type: 'agent.started', timeMs: held.fromMs })
      for (let run = graph.tasks.get(held.id) ?? null; run !== null; run = run.next) {
        if (run.id !== agentId) continue
        const more = { ...of, credentialId: '' }
        // The first start may still move; only a later one tells that the task goes on after an end.
        if (endsBefore(graph.tasks.get(held.id) ?? null, agentId, run.fromMs))
          tell(to, {
            ...more,
            type: 'task.started',
            timeMs: run.fromMs,
            eventId: toldId(run.fromMs, event.id),
          })
        if (run.toMs !== Infinity)
          tell(to, {
            ...more,
            type: 'task.ended',
            timeMs: run.toMs,
            eventId: toldId(run.toMs, event.id),
          })
      }
    }
  }
}

function endsBefore(head: Link | null, id: string, atMs: number): boolean {
  for (let link = head; link !== null; link = link.next)
    if (link.id === id && link.toMs < atMs) return true
  return false
}
