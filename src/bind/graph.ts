// The identity graph: which agents, workloads and tasks a credential, task or workload is bound to, and from when until when.
import { binds } from '../model/joined.js'
import { createOldest } from '../model/order/oldest.js'
import type { Event } from '../model/wire.js'
import { createNode, type CredentialNode } from './graph-node.js'
import { createSkews, type Skews } from './graph-skews.js'
import { createStops } from './graph-stops.js'
import { noEndBetween, type Link } from './link.js'

/** What is bound to what: credential, task and workload to agent; credential to workload and task; `cr` the credential it replaces; `ci` its issue; `wp` a workload that is a proxy; `ws` one that stopped; `sk` the skew of a source. */
export type Relation = 'ca' | 'cw' | 'ct' | 'ta' | 'wa' | 'cr' | 'ci' | 'wp' | 'ws' | 'sk'

/** One change of the graph, as it is told to every other process. For `ci`, `wp` and `ws` `to` is empty. */
export interface Change {
  readonly relation: Relation
  readonly from: string
  readonly to: string
  readonly fromMs: number
  readonly toMs: number
}

export interface Graph {
  readonly credentials: Map<string, CredentialNode>
  readonly tasks: Map<string, Link>
  readonly workloads: Map<string, Link>
  /** workloads that said at their start that they forward others' tokens */
  readonly proxies: Set<string>
  readonly skews: Skews
  /** credential → the one that took over from it */
  readonly successors: Map<string, string>
  /** task → credentials that it holds together with others: what one agent does with them is told to the other */
  readonly shared: Map<string, Set<string>>
  /** bindings dropped at a limit, counted */
  dropped: number
  /** Learns what an event binds or ends; gives each change to `changed`. */
  learn(event: Event, timeMs: number, workloadId: string, changed: (change: Change) => void): void
  /** Takes a change that another process learned. True when it was news. */
  apply(change: Change): boolean
  credential(id: string): CredentialNode
}

export const PROXIES_MAX = 10_000
export const LINKS_MAX = 64
export const SHARED_MAX = 50_000

export interface GraphLimits {
  readonly credentials: number
}

export function createGraph(limits: GraphLimits): Graph {
  const credentials = new Map<string, CredentialNode>()
  const tasks = new Map<string, Link>()
  const workloads = new Map<string, Link>()
  const proxies = new Set<string>()
  const skews = createSkews()
  const successors = new Map<string, string>()
  const shared = new Map<string, Set<string>>()
  const stops = createStops(limits.credentials)
  const heard = new WeakSet<Change>()

  const oldest = new Map<unknown, () => readonly [string, unknown]>(
    [credentials, tasks, workloads, successors, shared].map((map) => [
      map,
      createOldest<string, unknown>(map),
    ]),
  )

  function dropOldest(map: Map<string, unknown>): void {
    graph.dropped++
    map.delete((oldest.get(map) as () => readonly [string, unknown])()[0])
  }

  function bounded(map: Map<string, unknown>, from: string): void {
    if (map.size >= limits.credentials && !map.has(from)) dropOldest(map)
  }

  function credential(id: string): CredentialNode {
    let node = credentials.get(id)
    if (node === undefined) {
      bounded(credentials, id)
      node = createNode()
      credentials.set(id, node)
    }
    return node
  }

  function headOf(relation: Relation, from: string): Link | null {
    if (relation === 'ta') return tasks.get(from) ?? null
    if (relation === 'wa') return workloads.get(from) ?? null
    const node = credential(from)
    return relation === 'ca' ? node.agents : relation === 'cw' ? node.workloads : node.tasks
  }

  function setHead(relation: Relation, from: string, head: Link): void {
    if (relation === 'ta' || relation === 'wa') {
      const map = relation === 'ta' ? tasks : workloads
      bounded(map, from)
      map.set(from, head)
      return
    }
    const node = credential(from)
    if (relation === 'ca') node.agents = head
    else if (relation === 'cw') node.workloads = head
    else node.tasks = head
    if (
      relation !== 'cw' &&
      ((node.agents?.next ?? null) !== null || (node.tasks?.next ?? null) !== null)
    )
      share(from, node.tasks)
  }

  function share(credentialId: string, held: Link | null): void {
    for (let link = held; link !== null; link = link.next) {
      const holders = shared.get(link.id)
      if (holders !== undefined) {
        if (holders.size < LINKS_MAX) holders.add(credentialId)
        continue
      }
      if (shared.size >= SHARED_MAX) dropOldest(shared)
      shared.set(link.id, new Set([credentialId]))
    }
  }

  function replace(credentialId: string, before: string): boolean {
    const node = credential(credentialId)
    if (before === credentialId || node.replaces === before) return false
    node.replaces = before
    bounded(successors, before)
    successors.set(before, credentialId)
    return true
  }

  function start(relation: Relation, from: string, to: string, atMs: number): Link | null {
    const head = headOf(relation, from)
    const stopMs = relation === 'wa' ? stops.after(from, atMs) : Infinity
    for (let link = head; link !== null; link = link.next) {
      if (link.id !== to) continue
      if (link.fromMs <= atMs && atMs <= link.toMs) {
        if (atMs <= link.lastStartMs) return null
        link.lastStartMs = atMs
        return null
      }
      const joins = stopMs >= link.fromMs && noEndBetween(head, to, atMs, link.fromMs)
      if (atMs < link.fromMs && joins) {
        link.fromMs = atMs
        return link
      }
    }
    const link: Link = { id: to, fromMs: atMs, toMs: stopMs, lastStartMs: atMs, next: head }
    shorten(head)
    setHead(relation, from, link)
    return link
  }

  /** At the limit the binding learned first goes. */
  function shorten(head: Link | null): void {
    let last = head
    for (let n = 2; last !== null && last.next !== null; n++, last = last.next) {
      if (n < LINKS_MAX) continue
      last.next = null
      graph.dropped++
      return
    }
  }

  function end(relation: Relation, from: string, to: string, atMs: number): Link | null {
    const head = headOf(relation, from)
    for (let link = head; link !== null; link = link.next) {
      if (link.id !== to || link.fromMs > atMs || link.toMs < atMs) continue
      if (link.toMs === atMs) return null
      if (link.lastStartMs > atMs) {
        link.next = { ...link, fromMs: link.lastStartMs, next: link.next }
        link.lastStartMs = link.fromMs
      }
      link.toMs = atMs
      return link
    }
    const link: Link = { id: to, fromMs: atMs, toMs: atMs, lastStartMs: atMs, next: head }
    setHead(relation, from, link)
    return link
  }

  function learn(
    event: Event,
    timeMs: number,
    workloadId: string,
    changed: (change: Change) => void,
  ): void {
    const type = event.type
    const agent = event.agent?.id ?? ''
    const task = event.task?.id ?? ''
    const credentialId = event.credential?.id ?? ''
    const tell = (relation: Relation, from: string, to: string, link: Link | null): void => {
      if (link !== null) changed({ relation, from, to, fromMs: link.fromMs, toMs: link.toMs })
    }
    if (type === 'workload.started' && event.attributes?.['proxy'] === true && workloadId !== '')
      if (addProxy(workloadId))
        changed({ relation: 'wp', from: workloadId, to: '', fromMs: timeMs, toMs: Infinity })
    if (binds(type)) {
      const holder = type === 'delegation.granted' ? (event.delegation?.to ?? '') : agent
      if (credentialId !== '') {
        if (holder !== '')
          tell('ca', credentialId, holder, start('ca', credentialId, holder, timeMs))
        if (workloadId !== '' && type !== 'delegation.granted')
          tell('cw', credentialId, workloadId, start('cw', credentialId, workloadId, timeMs))
        const held = type === 'delegation.granted' ? (event.delegation?.task ?? '') : task
        if (held !== '') tell('ct', credentialId, held, start('ct', credentialId, held, timeMs))
        const before = event.attributes?.['replaces']
        if (typeof before === 'string' && before !== '' && replace(credentialId, before))
          changed({
            relation: 'cr',
            from: credentialId,
            to: before,
            fromMs: timeMs,
            toMs: Infinity,
          })
        // Whoever binds a credential accounts for it; nobody issued it only where nobody says whose it is.
        const node = credential(credentialId)
        if (type.startsWith('credential.') && !(node.lastIssuedMs >= timeMs)) {
          node.lastIssuedMs = timeMs
          if (node.revoked !== null && timeMs > node.revoked.timeMs) node.revoked = null
        }
        if (!(node.issuedMs <= timeMs)) {
          node.issuedMs = timeMs
          changed({ relation: 'ci', from: credentialId, to: '', fromMs: timeMs, toMs: Infinity })
        }
      }
      if (type === 'delegation.granted') {
        const child = event.delegation?.task ?? ''
        if (child !== '' && holder !== '')
          tell('ta', child, holder, start('ta', child, holder, timeMs))
        if (workloadId !== '' && agent !== '')
          tell('wa', workloadId, agent, start('wa', workloadId, agent, timeMs))
        return
      }
      if (task !== '' && agent !== '') tell('ta', task, agent, start('ta', task, agent, timeMs))
      if (workloadId !== '' && agent !== '')
        tell('wa', workloadId, agent, start('wa', workloadId, agent, timeMs))
      return
    }
    if ((type === 'credential.revoked' || type === 'credential.expired') && credentialId !== '') {
      const node = credential(credentialId)
      if (!((node.revoked?.timeMs ?? node.lastIssuedMs) > timeMs))
        node.revoked = { timeMs, eventId: event.id }
    } else if (type === 'task.ended' && task !== '') {
      let heard = false
      for (let link = headOf('ta', task); link !== null; link = link.next) {
        if (link.fromMs > timeMs) continue
        heard = true
        if (link.toMs > timeMs) tell('ta', task, link.id, end('ta', task, link.id, timeMs))
      }
      // It ends before its start was heard of: the start will fill the interval.
      if (!heard && agent !== '') tell('ta', task, agent, end('ta', task, agent, timeMs))
    } else if (type === 'agent.stopped' && agent !== '' && workloadId !== '')
      tell('wa', workloadId, agent, end('wa', workloadId, agent, timeMs))
    else if (type === 'workload.stopped' && workloadId !== '' && stops.add(workloadId, timeMs)) {
      changed({ relation: 'ws', from: workloadId, to: '', fromMs: timeMs, toMs: Infinity })
      endAll(workloadId, timeMs, (link) => tell('wa', workloadId, link.id, link))
    }
  }

  /** What began on a workload before it stopped ends with that; what begins in the tick of the stop goes on. */
  function endAll(workloadId: string, atMs: number, ended: (link: Link) => void): void {
    for (let link = headOf('wa', workloadId); link !== null; link = link.next) {
      if (link.fromMs >= atMs || link.toMs <= atMs) continue
      const one = end('wa', workloadId, link.id, atMs)
      if (one !== null) ended(one)
    }
  }

  function addProxy(id: string): boolean {
    if (proxies.has(id) || proxies.size >= PROXIES_MAX) return false
    proxies.add(id)
    return true
  }

  function apply(change: Change): boolean {
    // The tasks of a process hear the same words, one after another: the first has said it all.
    if (heard.has(change)) return false
    heard.add(change)
    if (change.relation === 'wp') return addProxy(change.from)
    if (change.relation === 'ws') {
      if (!stops.add(change.from, change.fromMs)) return false
      endAll(change.from, change.fromMs, () => {})
      return true
    }
    if (change.relation === 'sk') return skews.apply(change)
    if (change.relation === 'cr') return replace(change.from, change.to)
    if (change.relation === 'ci') {
      const node = credential(change.from)
      if (node.issuedMs <= change.fromMs) return false
      node.issuedMs = change.fromMs
      return true
    }
    const started = start(change.relation, change.from, change.to, change.fromMs) !== null
    const ended =
      change.toMs !== Infinity && end(change.relation, change.from, change.to, change.toMs) !== null
    return started || ended
  }

  const graph: Graph = {
    credentials,
    tasks,
    workloads,
    proxies,
    skews,
    successors,
    shared,
    dropped: 0,
    learn,
    apply,
    credential,
  }
  return graph
}
