// Whose an event is: from its proof, its credential, its task, its own word and its workload, in that order.
import type { Admitted } from '../model/event.js'
import type { Event } from '../model/wire.js'
import { binds, type Attribution } from '../model/joined.js'
import type { Graph } from './graph.js'
import type { CredentialNode } from './graph-node.js'
import { boundAt, type Link } from './link.js'

/**
 * The answer for one event. One object is used again for each call of a resolver: copy what outlives the next one.
 * `settled` is false where a binding that comes later could still change the answer.
 */
export interface Resolution {
  identity: string
  attribution: Attribution
  agentId: string
  workloadId: string
  /** the workload that the credential is bound to, where no agent is: it, not the user of the moment, is the identity */
  homeWorkload: string
  /** the credential was given to other workloads than this one, of which nobody said by now that it is a proxy */
  stranger: boolean
  /** the workload was declared a proxy by an event */
  proxied: boolean
  credentialId: string
  taskId: string
  /** whether the event named the task itself */
  taskNamed: boolean
  candidates: readonly string[]
  claimedAgent: string
  claimAgainstCredential: boolean
  settled: boolean
}

const NONE: readonly string[] = Object.freeze([])
const ROTATIONS_MAX = 8

/** Resolves against the graph as it stands; pure in the graph and the event. */
export function createResolver(graph: Graph): (admitted: Admitted) => Resolution {
  const out: Resolution = {
    identity: '',
    attribution: 'none',
    agentId: '',
    workloadId: '',
    homeWorkload: '',
    stranger: false,
    proxied: false,
    credentialId: '',
    taskId: '',
    taskNamed: false,
    candidates: NONE,
    claimedAgent: '',
    claimAgainstCredential: false,
    settled: true,
  }

  function workloadAgents(workloadId: string, atMs: number): readonly string[] {
    const head = workloadId === '' ? undefined : graph.workloads.get(workloadId)
    return head === undefined ? NONE : boundAt(head, atMs, false)
  }

  function taskAgents(taskId: string, atMs: number): readonly string[] {
    const head = graph.tasks.get(taskId)
    return head === undefined ? NONE : boundAt(head, atMs, true)
  }

  /** The credential's own open task, where it is one only. */
  function openTask(tasks: Link | null, atMs: number): string {
    let found = ''
    for (let link = tasks; link !== null; link = link.next) {
      if (link.fromMs > atMs || endOf(graph.tasks.get(link.id)) < atMs) continue
      if (found !== '' && found !== link.id) return ''
      found = link.id
    }
    return found
  }

  function isStranger({ workloads }: CredentialNode, workloadId: string): boolean {
    if (workloads === null || workloadId === '') return false
    for (let link: Link | null = workloads; link !== null; link = link.next)
      if (link.id === workloadId) return false
    return true
  }

  /** The agents of a credential: its own and those of its tasks, else those of the one it took over from. */
  function credentialAgents(first: CredentialNode | undefined, atMs: number): readonly string[] {
    let node = first
    for (let i = 0; i < ROTATIONS_MAX && node !== undefined; i++) {
      let bound = boundAt(node.agents, atMs, true)
      if (node.tasks !== null) bound = withTaskAgents(bound, boundAt(node.tasks, atMs, true), atMs)
      if (bound.length > 0 || node.replaces === '') return bound
      node = graph.credentials.get(node.replaces)
    }
    return NONE
  }

  function settleAgent(bound: readonly string[], claimed: string, atMs: number): void {
    if (bound.length === 1) out.agentId = bound[0] as string
    else if (bound.includes(claimed)) out.agentId = claimed
    else {
      const byTask = out.taskId === '' ? NONE : taskAgents(out.taskId, atMs)
      const narrowed = narrow(bound, byTask) ?? narrow(bound, workloadAgents(out.workloadId, atMs))
      if (narrowed !== null) out.agentId = narrowed
      else out.candidates = bound
    }
    out.attribution = 'bound'
    if (claimed !== '' && claimed !== out.agentId) out.claimedAgent = claimed
  }

  return function resolve(admitted: Admitted): Resolution {
    const { event, timeMs } = admitted
    const claimed = event.agent?.id ?? ''
    out.workloadId = admitted.proven ?? event.workload?.id ?? ''
    out.credentialId = event.credential?.id ?? ''
    out.taskId = event.task?.id ?? ''
    out.taskNamed = out.taskId !== ''
    out.agentId = ''
    out.homeWorkload = ''
    out.stranger = out.proxied = false
    out.attribution = 'none'
    out.candidates = NONE
    out.claimedAgent = ''
    out.claimAgainstCredential = false

    const node = out.credentialId === '' ? undefined : graph.credentials.get(out.credentialId)
    const declares = binds(event.type)
    let byCredential = out.credentialId === ''
    if (claimed !== '' && declares) return declared(claimed, node, timeMs, admitted.proven)
    // Issued for a task, a credential is that task's agent's, whoever else it is bound to.
    if (declares && out.taskNamed) byTask(claimed, timeMs)
    if (node !== undefined || (declares && out.credentialId !== '')) {
      const bound =
        out.attribution === 'none' ? credentialAgents(node ?? replaced(event), timeMs) : NONE
      if (bound.length > 0) {
        byCredential = true
        settleAgent(bound, claimed, timeMs)
        out.claimAgainstCredential = out.claimedAgent !== ''
      }
      if (out.taskId === '' && node !== undefined) out.taskId = openTask(node.tasks, timeMs)
    }
    if (out.attribution === 'none' && out.taskId !== '') byTask(claimed, timeMs)
    if (out.agentId === '' && out.attribution === 'none' && claimed !== '') {
      out.agentId = claimed
      out.attribution = 'claimed'
    }
    if (out.agentId === '') fromWorkload(node === undefined ? null : node.workloads, timeMs)
    if (admitted.proven !== null) prove(claimed, timeMs)
    out.identity = out.agentId || out.homeWorkload || out.workloadId || out.credentialId
    out.proxied = !declares && graph.proxies.size > 0 && graph.proxies.has(out.workloadId)
    out.stranger =
      !declares && !out.proxied && node !== undefined && isStranger(node, out.workloadId)
    // Anything but an undisputed binding may be put right by one that comes later, and a stranger may turn out to be a proxy.
    out.settled =
      byCredential &&
      !out.stranger &&
      out.agentId !== '' &&
      out.claimedAgent === '' &&
      bySomeoneElse(out.attribution)
    return out
  }

  /** Two agents may call their tasks the same: then the task says nothing of an agent that is neither. */
  function byTask(claimed: string, atMs: number): void {
    const bound = taskAgents(out.taskId, atMs)
    if (bound.length === 0 || (bound.length > 1 && claimed !== '' && !bound.includes(claimed)))
      return
    settleAgent(bound, claimed, atMs)
  }

  /** A credential at its renewal: not known itself yet, but the one before it is. */
  function replaced(event: Event): CredentialNode | undefined {
    const before = event.attributes?.['replaces']
    return typeof before === 'string' ? graph.credentials.get(before) : undefined
  }

  /** An event that binds says itself whose it is; what an earlier one bound only makes it surer. */
  function declared(
    agentId: string,
    node: CredentialNode | undefined,
    atMs: number,
    proven: string | null,
  ): Resolution {
    const known =
      (node !== undefined && boundAt(node.agents, atMs, true).includes(agentId)) ||
      (out.taskId !== '' && taskAgents(out.taskId, atMs).includes(agentId))
    out.agentId = out.identity = agentId
    out.attribution = proven !== null ? 'proven' : known ? 'bound' : 'claimed'
    out.settled = true
    return out
  }

  function withTaskAgents(
    own: readonly string[],
    tasks: readonly string[],
    atMs: number,
  ): readonly string[] {
    let all = own
    for (const task of tasks) {
      const agents = taskAgents(task, atMs)
      // Of agents that call their tasks the same, the one that the credential is bound to is meant.
      if (own.length > 0 && agents.length > 1) continue
      for (const id of agents) if (!all.includes(id)) all = [...all, id].sort()
    }
    return all
  }

  /** No agent is named or bound: the credential's workload, else the event's, may have one only. */
  function fromWorkload(bound: Link | null, atMs: number): void {
    const owners = boundAt(bound, atMs, true)
    if (out.attribution !== 'bound' && owners.length === 1) {
      // The credential's workload is whose it is; another one that uses it is judged as a second user.
      out.homeWorkload = owners[0] as string
      out.attribution = 'bound'
      if (out.workloadId === '') out.workloadId = out.homeWorkload
    }
    const home = out.homeWorkload !== '' ? out.homeWorkload : out.workloadId
    if (home === '') return
    const running = workloadAgents(home, atMs)
    const among =
      out.candidates.length > 0 ? running.filter((a) => out.candidates.includes(a)) : running
    if (among.length === 1) {
      out.agentId = among[0] as string
      out.attribution = 'inferred'
      out.candidates = NONE
      return
    }
    if (out.attribution === 'none') out.attribution = 'claimed'
    if (among.length > 1) out.candidates = among
  }

  /** A verified SVID: the workload is certain, and so is its agent where the bindings agree. */
  function prove(claimed: string, atMs: number): void {
    const agents = workloadAgents(out.workloadId, atMs)
    if (out.agentId === '' && agents.length !== 1) {
      if (out.attribution !== 'bound') out.attribution = 'proven'
      return
    }
    if (agents.length === 0 || agents.includes(out.agentId)) {
      out.attribution = 'proven'
      return
    }
    if (out.attribution !== 'claimed' && out.attribution !== 'inferred') return
    out.claimedAgent = claimed
    out.agentId = agents.length === 1 ? (agents[0] as string) : ''
    if (out.agentId === '') out.candidates = agents
    out.attribution = 'proven'
  }
}

function bySomeoneElse(attribution: Attribution): boolean {
  return attribution === 'bound' || attribution === 'proven'
}

function narrow(bound: readonly string[], by: readonly string[]): string | null {
  const both = by.filter((id) => bound.includes(id))
  return both.length === 1 ? (both[0] as string) : null
}

function endOf(head: Link | undefined): number {
  if (head === undefined) return Infinity
  let end = head.toMs
  for (let link = head.next; link !== null; link = link.next) if (link.toMs > end) end = link.toMs
  return end
}
