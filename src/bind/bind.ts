// Finds the identity of each event: joins it at once where it can, lets it wait where nothing is known, and corrects itself.
import { reportsCompromise, usesAuthority, type Admitted } from '../model/event.js'
import { binds, type Joined } from '../model/joined.js'
import type { Problem } from '../model/problem.js'
import type { Event } from '../model/wire.js'
import type { Change, Graph } from './graph.js'
import { agentOf, createJoiner, type JoinOptions } from './join.js'
import { boundAt } from './link.js'
import { createResolver, type Resolution } from './resolve.js'
import { tellsRisk, riskOf } from './join-risk.js'
import { createSharing, shares, type Sharing } from './share.js'
import { createWaiting, type Waiting, type WaitingEntry } from './waiting.js'

export interface BindOptions extends JoinOptions {
  readonly latenessMs: number
  readonly skewMs: number
  /** how far a source's clock may be off before its events are withheld; null: as far as it likes */
  readonly clockSkewMs: number | null
  readonly waitingMax: number
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
  /** why the event is to be withheld; null mostly */
  refuses(admitted: Admitted): Problem | null
  /** tells the judge of its identity of a withheld event, for what it says of the clock */
  withhold(admitted: Admitted, appendMs: number, emit: (joined: Joined) => void): void
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
  const { skews } = graph
  const timed = (admitted: Admitted): Admitted =>
    skews.size === 0 ? admitted : skews.timed(admitted)
  const resolve = createResolver(graph)
  const toJoined = createJoiner(options)
  const share = createSharing(graph, toJoined)
  const waiting = createWaiting(options.waitingMax)
  const counts: BindCounts = {
    joined: 0,
    unattributed: 0,
    late: 0,
    corrected: 0,
    waitingDropped: 0,
  }
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
      const orphan = isOrphan(entry.admitted)
      if (!orphan && entry.admitted.event.task?.parent != null)
        emit(toJoined('context', entry.admitted, found, entry.appendMs, false, ''))
      if (reportsCompromise(entry.admitted.event.type))
        tellThoseOn(entry.admitted, entry.appendMs, found, emit)
      if (found.settled && !orphan) waiting.remove(entry)
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
    if (found.settled && !isOrphan(entry.admitted)) waiting.remove(entry)
    else waiting.rejoined(entry, at.identity, claimOf(at))
    emit(joined)
    const { type } = entry.admitted.event
    if (shares(type)) share(entry.admitted, entry.appendMs, at, emit)
    if (reportsCompromise(type))
      tellThoseOn(entry.admitted, entry.appendMs, resolve(entry.admitted), emit)
  }

  function step(stamped: Admitted, appendMs: number, emit: (joined: Joined) => void): void {
    const admitted = timed(stamped)
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
      const unsettled = !found.settled && !isLong(event)
      if (!late && (unsettled || isOrphan(admitted))) keep(admitted, appendMs, found, emit)
    }
    if (uses && credentialId !== '' && !binds(type)) note(admitted, appendMs, late)
    if (at !== null || type.endsWith('.stopped')) {
      graph.learn(event, timeMs, admitted.proven ?? event.workload?.id ?? '', changed)
      wake(emit)
    }
    if (at !== null) share(admitted, appendMs, at, emit)
    if (tellsRisk(type) && riskOf(admitted) !== null)
      emit({ ...toJoined('person', admitted, resolve(admitted), appendMs, late, ''), identity: '' })
    if (reportsCompromise(type)) tellThoseOn(admitted, appendMs, found, emit)
  }

  /** A compromised workload is all of its agents' business. */
  function tellThoseOn(
    admitted: Admitted,
    appendMs: number,
    found: Resolution,
    emit: (joined: Joined) => void,
  ): void {
    const { identity, workloadId } = found
    for (const agent of boundAt(graph.workloads.get(workloadId) ?? null, admitted.timeMs, false))
      if (agent !== identity)
        emit({
          ...toJoined('context', admitted, { ...found, workloadId }, appendMs, false, ''),
          identity: agent,
        })
  }

  /** The start of a task out of one whose agent is not known yet. */
  function isOrphan({ event, timeMs }: Admitted): boolean {
    const parent = event.task?.parent ?? ''
    return parent !== '' && event.type === 'task.started' && agentOf(graph, parent, timeMs) === ''
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

  return {
    counts,
    waiting,
    get watermarkMs() {
      return maxMs - options.latenessMs
    },
    step,
    refuses: (admitted) =>
      skews.size === 0 || options.clockSkewMs === null
        ? null
        : skews.problemOf(admitted, options.clockSkewMs),
    withhold(stamped, appendMs, emit) {
      const admitted = timed(stamped)
      emit(toJoined('withheld', admitted, resolve(admitted), appendMs, false, ''))
    },
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

/** Whether it holds more text than is kept beside for a correction: it stays where it was joined. */
function isLong({ prompt, tool }: Event): boolean {
  const result = tool?.result
  if ((prompt?.text?.length ?? 0) > KEPT_TEXT_MAX) return true
  if (typeof result === 'string') return result.length > KEPT_TEXT_MAX
  return result != null && JSON.stringify(result).length > KEPT_TEXT_MAX
}

/** characters of a prompt or a result */
const KEPT_TEXT_MAX = 8_192

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
  if (event.task?.parent) keys.push('t' + event.task.parent)
  const workload = found.homeWorkload || found.workloadId
  if (workload !== '' && (found.agentId === '' || found.attribution === 'inferred'))
    keys.push('w' + workload)
  if (found.stranger) keys.push('w' + found.workloadId)
  return keys.length < 2 ? keys : [...new Set(keys)]
}

function same(entry: WaitingEntry, found: Resolution): boolean {
  return found.identity === entry.joinedTo && claimOf(found) === entry.claimedAgent
}

/** All that is held against an event, or in its favour, beside its identity: a correction is due where it changes. */
function claimOf(found: Sharing): string {
  if (found.claimedAgent === '' && found.candidates.length === 0)
    return found.proxied ? 'proxied' : ''
  return [
    found.claimAgainstCredential ? 'credential' : 'task',
    ...(found.proxied ? ['proxied'] : []),
    found.claimedAgent,
    ...found.candidates,
  ].join('|')
}

function byTime(a: WaitingEntry, b: WaitingEntry): number {
  return a.timeMs - b.timeMs || (a.admitted.event.id < b.admitted.event.id ? -1 : 1)
}
