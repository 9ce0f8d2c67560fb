// Finds the identity of each event: joins it at once where it can, lets it wait where nothing is known, and corrects itself.
import type { Ability, ResourceTraits } from '../model/capability.js'
import { usesAuthority, type Admitted } from '../model/event.js'
import { binds, toldId, type Joined, type JoinedOp } from '../model/joined.js'
import type { Event } from '../model/wire.js'
import type { Change, Graph, Link } from './graph.js'
import { createResolver, type Resolution } from './resolve.js'
import { createWaiting, type Waiting, type WaitingEntry } from './waiting.js'

export interface BindOptions {
  readonly graph: Graph
  readonly latenessMs: number
  readonly skewMs: number
  readonly waitingMax: number
  /** workloads that forward others' tokens by design */
  readonly isProxy: (workloadId: string) => boolean
  readonly classify: (
    action: string | null | undefined,
    tool: string | null | undefined,
    annotations: Readonly<Record<string, unknown>> | null | undefined,
  ) => Ability
  readonly resource: (id: string) => ResourceTraits
  readonly parseTimeMs: (time: string | number | null | undefined) => number
}

/** Where every event went; `joined + unattributed + late` plus `waiting.size` is what was given in. */
export interface BindCounts {
  joined: number
  unattributed: number
  late: number
  corrected: number
  waitingDropped: number
}

/**
 * The stage. Its state: the watermark, the events that wait or may be corrected, and the ledger entries in the graph.
 *
 * An event about which nothing is known waits for its binding until the watermark has passed it. An event that is known
 * only by its own word, or only by its workload, is joined at once and kept beside: a binding that comes within the
 * lateness and says otherwise retracts it there and joins it again where it belongs.
 */
export interface Bind {
  readonly counts: BindCounts
  readonly waiting: Waiting
  readonly watermarkMs: number
  /** joins one event; gives what follows to `emit`, in order */
  step(admitted: Admitted, appendMs: number, emit: (joined: Joined) => void): void
  /** learns bindings from other processes and lets go what waited for them */
  learn(changes: readonly Change[], emit: (joined: Joined) => void): void
  /** silence: the stream's time moves on without an event */
  advance(toMs: number, emit: (joined: Joined) => void): void
  /** changes of the graph since the last call, for the other processes */
  takeChanges(): readonly Change[]
  restoreWatermark(ms: number): void
  /** from now on uses of credentials that nobody issued are noted for `takeLedger` */
  trackLedger(): void
  /** credentials whose ledger changed since the last call */
  takeLedger(): readonly string[]
}

export function createBind(options: BindOptions): Bind {
  const { graph } = options
  const resolve = createResolver(graph)
  const waiting = createWaiting(options.waitingMax)
  const counts: BindCounts = { joined: 0, unattributed: 0, late: 0, corrected: 0, waitingDropped: 0 }
  let maxMs = -Infinity
  let changes: Change[] = []
  let touched: string[] = []
  let ledger: Set<string> | null = null
  const changed = (change: Change): void => {
    changes.push(change)
    touch(change)
  }

  function touch(change: Change): void {
    if (waiting.size === 0) return
    let from = change.from
    touched.push((change.relation[0] as string) + from)
    if (graph.successors.size === 0 || change.relation[0] !== 'c') return
    // What is learned of a credential holds for those that took over from it.
    for (let i = 0; i < 8; i++) {
      const next = graph.successors.get(from)
      if (next === undefined) return
      touched.push('c' + (from = next))
    }
  }

  function advance(toMs: number, emit: (joined: Joined) => void): void {
    if (toMs <= maxMs) return
    maxMs = toMs
    const watermarkMs = maxMs - options.latenessMs
    for (let due = waiting.due(watermarkMs); due !== null; due = waiting.due(watermarkMs)) {
      if (due.ledger !== null) judgeLedger(due, emit)
      else if (due.joinedTo === null) {
        counts.unattributed++
        emit(toJoined('join', due.admitted, resolve(due.admitted), due.appendMs, false, ''))
      }
    }
  }

  function judgeLedger(entry: WaitingEntry, emit: (joined: Joined) => void): void {
    const node = graph.credentials.get(entry.ledger as string)
    if (node === undefined || !Number.isNaN(node.issuedMs)) return
    if (node.firstUseMs !== entry.timeMs || node.unissuedFor !== '') return
    const found = resolve(entry.admitted)
    node.unissuedFor = found.identity
    ledger?.add(entry.ledger as string)
    emit(toJoined('unissued', entry.admitted, found, entry.appendMs, false, ''))
  }

  /** What waited for a binding that has come: in event time, so that the order of arrival does not show. */
  function wake(emit: (joined: Joined) => void): void {
    if (touched.length === 0) return
    const entries = new Set<WaitingEntry>()
    for (const key of touched) for (const entry of waiting.of(key)) entries.add(entry)
    touched = []
    for (const entry of [...entries].sort(byTime)) settle(entry, emit)
  }

  function settle(entry: WaitingEntry, emit: (joined: Joined) => void): void {
    const found = resolve(entry.admitted)
    // What is known now may hang on a further binding that is still to come.
    waiting.waitsFor(entry, keysOf(graph, found, entry.admitted.event))
    if (found.identity === '' || (found.attribution === 'none' && entry.joinedTo === null)) return
    const correction = entry.joinedTo !== null
    if (correction && same(entry, found)) {
      if (found.settled) waiting.remove(entry)
      return
    }
    const joined = toJoined(
      correction ? 'rejoin' : 'join',
      entry.admitted,
      found,
      entry.appendMs,
      false,
      entry.joinedTo === null ? '' : entry.joinedTo,
    )
    if (correction) {
      counts.corrected++
      emit({ ...joined, op: 'retract', identity: entry.joinedTo as string, supersedes: '' })
    } else counts.joined++
    const at: Sharing = { ...found }
    if (found.settled) waiting.remove(entry)
    else waiting.rejoined(entry, at.identity, claimOf(at))
    emit(joined)
    if (shares(entry.admitted.event.type)) share(entry.admitted, entry.appendMs, at, emit)
  }

  function step(admitted: Admitted, appendMs: number, emit: (joined: Joined) => void): void {
    const { event, timeMs } = admitted
    advance(Math.min(timeMs, appendMs + options.skewMs || timeMs), emit)
    const late = timeMs < maxMs - options.latenessMs
    const type = event.type
    const found = resolve(admitted)
    const { credentialId } = found
    const uses = usesAuthority(type)
    const at: Sharing | null = shares(type) ? { ...found } : null
    const waits = found.attribution === 'none' && (credentialId !== '' || found.taskId !== '')
    if (waits && !late) {
      waiting.add(admitted, appendMs, null, '', keysOf(graph, found, event))
      if (waiting.overflowed) shed(emit)
    } else {
      if (late) counts.late++
      else if (found.attribution === 'none') counts.unattributed++
      else counts.joined++
      emit(toJoined('join', admitted, found, appendMs, late, ''))
      if (!found.settled && !late && (uses || at !== null || type.startsWith('task.')))
        keep(admitted, appendMs, found, emit)
    }
    if (uses && credentialId !== '' && !binds(type)) note(admitted, appendMs, late)
    if (at !== null || type.endsWith('.stopped')) {
      graph.learn(event, timeMs, admitted.proven ?? event.workload?.id ?? '', changed)
      wake(emit)
    }
    if (at !== null) share(admitted, appendMs, at, emit)
  }

  /**
   * Tells the other agents that hold the same credential what becomes of it: who holds it since when, which of their
   * tasks start and end, and its revocation. So each of them knows whether it is still held when its own task ends.
   * Limit: what is told goes by what the graph knows at that moment. Where the bindings of a shared credential come out of
   * order, a holder may hear of another too late or not at all, and its credential be revoked, or kept, in error.
   */
  function share(admitted: Admitted, appendMs: number, at: Sharing, emit: (joined: Joined) => void): void {
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
    if (binds(type) && node.unissuedFor !== '' && node.unissuedFor !== at.identity) tell(node.unissuedFor, {})
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
      tell(newcomer, { type: 'credential.revoked', timeMs: node.revoked.timeMs, eventId: node.revoked.eventId, taskId: '' })
    if (node.lastIssuedMs > timeMs)
      tell(newcomer, { ...OF_ANOTHER, type: 'credential.issued', timeMs: node.lastIssuedMs, eventId: toldId(node.lastIssuedMs, event.id), taskId: '' })
    for (const [agentId, tasks] of holders)
      for (const held of tasks) {
        if (agentId !== newcomer) tellHolder(newcomer, agentId, held)
        else for (const other of holders.keys()) if (other !== newcomer) tellHolder(other, newcomer, held)
      }

    function tellHolder(to: string, agentId: string, held: Link): void {
      const of = { ...OF_ANOTHER, agentId, taskId: held.id }
      tell(to, { ...of, type: 'agent.started', timeMs: held.fromMs })
      for (let run = graph.tasks.get(held.id) ?? null; run !== null; run = run.next) {
        if (run.id !== agentId) continue
        const more = { ...of, credentialId: '' }
        // The first start may still move; only a later one tells that the task goes on after an end.
        if (endsBefore(graph.tasks.get(held.id) ?? null, agentId, run.fromMs))
          tell(to, { ...more, type: 'task.started', timeMs: run.fromMs, eventId: toldId(run.fromMs, event.id) })
        if (run.toMs !== Infinity)
          tell(to, { ...more, type: 'task.ended', timeMs: run.toMs, eventId: toldId(run.toMs, event.id) })
      }
    }
  }

  /** The agents that hold a credential, each with its tasks that do. */
  function holdersOf(credentialId: string): Map<string, Link[]> {
    const node = graph.credentials.get(credentialId)
    const held = new Map<string, Link[]>()
    for (let link = node?.agents ?? null; link !== null; link = link.next) if (!held.has(link.id)) held.set(link.id, [])
    const named = held.size > 0
    for (let task = node?.tasks ?? null; task !== null; task = task.next) {
      const agents = new Set<string>()
      for (let link = graph.tasks.get(task.id) ?? null; link !== null; link = link.next) agents.add(link.id)
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

  function keep(
    admitted: Admitted,
    appendMs: number,
    found: Resolution,
    emit: (joined: Joined) => void,
  ): void {
    const keys = keysOf(graph, found, admitted.event)
    if (keys.length === 0) return
    waiting.add(admitted, appendMs, found.identity, claimOf(found), keys)
    if (waiting.overflowed) shed(emit)
  }

  /** Over the limit the oldest goes: joined as it is known now, and counted. */
  function shed(emit: (joined: Joined) => void): void {
    const entry = waiting.oldest()
    waiting.remove(entry)
    counts.waitingDropped++
    if (entry.joinedTo !== null || entry.ledger !== null) return
    counts.unattributed++
    emit(toJoined('join', entry.admitted, resolve(entry.admitted), entry.appendMs, false, ''))
  }

  /** Keeps the ledger: a credential in use that nobody has issued so far. */
  function note(admitted: Admitted, appendMs: number, late: boolean): void {
    const node = graph.credential(admitted.event.credential?.id as string)
    if (!Number.isNaN(node.issuedMs)) return
    const { timeMs } = admitted
    node.uses++
    ledger?.add(admitted.event.credential?.id as string)
    if (!(node.lastUseMs >= timeMs)) node.lastUseMs = timeMs
    if (node.firstUseMs < timeMs) return
    node.firstUseMs = timeMs
    if (!late) waiting.addLedger(admitted, appendMs, admitted.event.credential?.id as string)
  }

  function toJoined(
    op: JoinedOp,
    admitted: Admitted,
    found: Resolution,
    appendMs: number,
    late: boolean,
    supersedes: string,
  ): Joined {
    const { event } = admitted
    const { agent, credential, task, delegation, tool, resource, attributes } = event
    const ability = options.classify(event.action, tool?.name, tool?.annotations)
    const resourceId = resource?.id ?? ''
    const traits = resource?.sensitivity == null && resourceId !== '' ? options.resource(resourceId) : null
    return {
      op,
      kind: admitted.kind,
      identity: found.identity,
      attribution: found.attribution,
      candidates: found.candidates,
      claimedAgent: found.claimedAgent,
      claimAgainstCredential: found.claimAgainstCredential,
      late,
      supersedes,
      eventId: event.id,
      type: event.type,
      timeMs: admitted.timeMs,
      origin: admitted.origin,
      appendMs,
      agentId: found.agentId,
      owner: agent?.owner ?? '',
      tier: agent?.tier ?? '',
      workloadId: found.workloadId,
      proxy: found.workloadId !== '' && (graph.proxies.has(found.workloadId) || options.isProxy(found.workloadId)),
      credentialId: found.credentialId,
      scopes: credential?.scopes ?? null,
      expiresMs: credential?.expires_at == null ? NaN : options.parseTimeMs(credential.expires_at),
      replaces: typeof attributes?.['replaces'] === 'string' ? attributes['replaces'] : '',
      taskId: found.taskId,
      taskNamed: found.taskNamed,
      purpose: task?.purpose ?? '',
      capabilities: task?.capabilities ?? null,
      parentTask: task?.parent ?? '',
      requestedBy: task?.requested_by ?? '',
      delegateTo: delegation?.to ?? '',
      delegateTask: delegation?.task ?? '',
      capability: ability.capability,
      domain: ability.domain,
      action: event.action ?? '',
      toolName: tool?.name ?? '',
      resourceId,
      sensitivity: resource?.sensitivity ?? traits?.sensitivity ?? '',
      outcome: event.outcome ?? event.pep?.decision ?? '',
      sourceIp: event.source?.ip ?? '',
      admitted,
    }
  }

  return {
    counts,
    waiting,
    get watermarkMs() {
      return maxMs - options.latenessMs
    },
    step,
    learn(remote, emit) {
      // No news for the graph may be news for what waits here: another task of this process may have told it already.
      for (const change of remote) {
        graph.apply(change)
        touch(change)
      }
      wake(emit)
    },
    advance,
    takeChanges() {
      const taken = changes
      if (taken.length > 0) changes = []
      return taken
    },
    trackLedger() {
      ledger = new Set()
    },
    takeLedger() {
      if (ledger === null || ledger.size === 0) return []
      const taken = [...ledger]
      ledger.clear()
      return taken
    },
    restoreWatermark(ms) {
      maxMs = ms + options.latenessMs
    },
  }
}

function endsBefore(head: Link | null, id: string, atMs: number): boolean {
  for (let link = head; link !== null; link = link.next) if (link.id === id && link.toMs < atMs) return true
  return false
}

/** What is told to other holders: whose event it was. */
type Sharing = Omit<Resolution, 'settled'>

/** What another agent's event says of purpose and workload is not passed on. */
const OF_ANOTHER = { purpose: '', capabilities: null, workloadId: '', replaces: '', expiresMs: NaN } as const

/** Types that other holders of a credential have to hear of. */
function shares(type: string): boolean {
  return binds(type) || type === 'task.ended' || type === 'credential.revoked' || type === 'credential.expired'
}

/** What a binding would have to name for the answer to change. The first letter is that of the relation. */
function keysOf(graph: Graph, found: Resolution, event: Event): string[] {
  const keys: string[] = []
  const before = event.attributes?.['replaces']
  let id = found.credentialId
  for (let i = 0; i < 8 && id !== ''; i++) {
    keys.push('c' + id)
    const node = graph.credentials.get(id)
    // Whose the credential is may hang on whose its tasks are.
    for (let link = node?.tasks ?? null; link !== null; link = link.next) keys.push('t' + link.id)
    id = node?.replaces ?? ''
  }
  if (typeof before === 'string' && before !== '') keys.push('c' + before)
  if (found.taskId !== '') keys.push('t' + found.taskId)
  const workload = found.homeWorkload || found.workloadId
  if (workload !== '' && (found.agentId === '' || found.attribution === 'inferred')) keys.push('w' + workload)
  return keys.length < 2 ? keys : [...new Set(keys)]
}

function same(entry: WaitingEntry, found: Resolution): boolean {
  return found.identity === entry.joinedTo && claimOf(found) === entry.claimedAgent
}

/** All that is held against an event, or in its favour, beside its identity: a correction is due where it changes. */
function claimOf(found: Sharing): string {
  if (found.claimedAgent === '' && found.candidates.length === 0) return ''
  return [found.claimAgainstCredential ? 'credential' : 'task', found.claimedAgent, ...found.candidates].join('|')
}

function byTime(a: WaitingEntry, b: WaitingEntry): number {
  return a.timeMs - b.timeMs || (a.admitted.event.id < b.admitted.event.id ? -1 : 1)
}
