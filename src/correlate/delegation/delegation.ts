// Delegation of one judging task: what grants and tokens say is kept where the delegator is judged, and told to where the child is.
import { createHash } from 'node:crypto'
import { isForeign, taskIn, type Context } from '../../model/context.js'
import {
  lineOf,
  type DelegationLink,
  type Grant,
  type GrantSaid,
  type Note,
  type Received,
} from '../../model/context-delegation.js'
import { reportsCompromise } from '../../model/event.js'
import type { Joined } from '../../model/joined.js'
import { runOf } from '../../model/life.js'
import { SCOPES_MAX } from '../../model/capability-scopes.js'
import { cutOf } from './cut.js'
import { createKins, type Kins } from './kins.js'
import { createMemories, type Memories } from './memories.js'
import { rightsOf } from './rights.js'

/** Links of one chain; of a longer one the first are left out. */
export const LINKS_MAX = 16

export interface DelegationOptions {
  readonly latenessMs: number
  readonly graceMs: number
}

/**
 * A delegation has two sides that are judged apart. The delegator's keeps the grant, and tells the child what bears on
 * it: the chain so far, what the delegator may do itself, when its task ended, whether a command stands against it.
 * Whenever any of that changes, by an event that comes late too, the child is told anew and judged anew; so the order
 * in which the events of the two sides come does not show in what stands. Where the child's side hears of it first (a
 * task that names its parent, a token that names its actors), the delegator's is told of the grant.
 */
export interface Delegation {
  readonly kins: Kins
  readonly memories: Memories
  /** whether an event says anything of a delegation */
  concerns(joined: Joined): boolean
  learn(context: Context, joined: Joined): void
  retract(context: Context, joined: Joined): void
  /** takes what another identity told; the context is to be judged anew */
  take(context: Context, note: Note): void
  /** tells the children of this identity what changed for them */
  tell(context: Context, occasion: Occasion): void
  /** what is to be told, in order */
  takeNotes(): readonly Note[]
}

/** The event on whose occasion something is told. */
export type Occasion = Pick<Note, 'timeMs' | 'eventId' | 'topic' | 'appendMs' | 'late'>

export function createDelegation(options: DelegationOptions): Delegation {
  const kins = createKins(options.latenessMs)
  let notes: Note[] = []
  const memories = createMemories(kins, (to, said, at) => {
    const { timeMs, eventId, appendMs, late } = at
    const topic = 'topic' in at ? at.topic : at.origin.topic
    notes.push({ kind: 'passage', to, key: '', said, timeMs, eventId, topic, appendMs, late })
  })

  function granted(to: string, key: string, said: GrantSaid | null, at: Occasion): void {
    notes.push({ kind: 'granted', to, key, said, ...at })
  }

  function learn(context: Context, joined: Joined): void {
    const { op, type } = joined
    if (reportsCompromise(type)) compromise(context, joined)
    if (op === 'context' && joined.agentId !== context.id) return
    if (type === 'delegation.granted' && op !== 'context') grant(context, joined)
    if (joined.parentAgent !== '' && type === 'task.started' && joined.parentAgent !== context.id)
      granted(
        joined.parentAgent,
        `t${APART}${context.id}${APART}${joined.taskId}`,
        {
          ...saidBy(joined),
          child: context.id,
          childTask: joined.taskId,
          parentTask: joined.parentTask,
        },
        momentOf(joined),
      )
    if (joined.actors !== null && op !== 'context') byToken(context, joined)
  }

  function compromise(context: Context, { op, timeMs, eventId, origin, workloadId }: Joined): void {
    const apart = op === 'context'
    const report = { timeMs, eventId, topic: origin.topic, workloadId, apart }
    kins.compromise(context.id, report, eventId)
    context.kin = kins.of(context.id)
  }

  function grant(context: Context, joined: Joined): void {
    if (joined.delegateTo === '' || joined.delegateTo === context.id) return
    const said: GrantSaid = {
      ...saidBy(joined),
      child: joined.delegateTo,
      childTask: joined.delegateTask,
      parentTask: joined.taskNamed ? joined.taskId : '',
      credentialId: joined.delegateTask === '' ? joined.credentialId : '',
      scopes: bounded(joined.delegateScopes ?? joined.scopes),
    }
    put(context, keyOf(joined), said)
  }

  function put(context: Context, key: string, said: GrantSaid): void {
    const before = kins.of(context.id)?.grants.get(key)
    // The same is told again and again; of a token that is seen often the first event counts.
    if (before !== undefined && before.timeMs <= said.timeMs) return
    kins.putGrant(context.id, { ...said, key, told: before?.told ?? '' })
    context.kin = kins.of(context.id)
  }

  /** A token that names its actors: the one before the present one delegated, or whoever the token is for. */
  function byToken(context: Context, joined: Joined): void {
    const actors = joined.actors as readonly string[]
    if (actors.at(-1) !== context.id) return
    const from = actors.at(-2) as string
    if (from === '' || from === context.id) return
    const { credentialId, taskId, timeMs, eventId, type } = joined
    const issues = type === 'credential.issued' || type === 'credential.renewed'
    const key = ['a', context.id, taskId, credentialId, issues ? 'i' : ''].join(APART)
    const fresh = kins.ask(context.id, `${from}${APART}${key}`, timeMs, eventId)
    context.kin = kins.of(context.id)
    if (!fresh) return
    granted(
      from,
      key,
      {
        ...saidBy(joined),
        child: context.id,
        childTask: taskId,
        credentialId,
        scopes: issues ? bounded(joined.scopes) : null,
        actors,
        origin: actors.length === 2,
      },
      momentOf(joined),
    )
  }

  function retract(context: Context, joined: Joined): void {
    const at = momentOf(joined)
    if (joined.parentAgent !== '' && joined.type === 'task.started')
      granted(joined.parentAgent, `t${APART}${context.id}${APART}${joined.taskId}`, null, at)
    if (reportsCompromise(joined.type)) kins.compromise(context.id, null, joined.eventId)
    if (joined.type === 'delegation.granted') remove(context, keyOf(joined), at)
  }

  function remove(context: Context, key: string, at: Occasion): void {
    const gone = kins.removeGrant(context.id, key)
    if (gone === null) return
    const name = `${context.id}${APART}${key}`
    notes.push({ kind: 'received', to: gone.child, key: name, said: null, ...at })
  }

  function take(context: Context, note: Note): void {
    if (note.kind === 'passage') {
      const { said } = note
      kins.putMet(context.id, [said.resourceId, said.writer, said.eventId].join(APART), said)
    } else if (note.kind === 'granted') {
      if (note.said === null) remove(context, note.key, note)
      else put(context, note.key, note.said)
    } else if (note.said === null) kins.removeReceived(context.id, note.key)
    else {
      kins.putReceived(context.id, note.said)
      // Who is delegated to is an agent, also where nothing else was heard of it.
      if (context.agentId === '') context.agentId = context.id
    }
    context.kin = kins.of(context.id)
  }

  function tell(context: Context, occasion: Occasion): void {
    const { kin } = context
    if (kin === null || kin.grants.size === 0) return
    const changed: Changed[] = []
    for (const one of kin.grants.values()) {
      const said = receivedBy(context, one)
      const digest = createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16)
      if (digest !== one.told) changed.push({ one, said, digest })
    }
    // In which order they came to be known is forgotten by a restart.
    if (changed.length > 1) changed.sort(byTime)
    const { timeMs, eventId, topic, appendMs, late } = occasion
    const at = { timeMs, eventId, topic, appendMs, late }
    for (const { one, said, digest } of changed) {
      kins.told(context.id, one, digest)
      notes.push({ kind: 'received', to: one.child, key: said.key, said, ...at })
      askOriginator(context, one, said, at)
    }
  }

  /** Whoever asked for the first task of a chain may be known here, and what he may do. */
  function askOriginator(context: Context, grant: Grant, said: Received, at: Occasion): void {
    const { originator, parentTask, links } = said
    if (originator === '' || originator === context.id || originator === grant.child) return
    if (parentTask === '' || links.length > 1) return
    const key = ['o', context.id, parentTask].join(APART)
    if (!kins.ask(context.id, `${originator}${APART}${key}`, grant.timeMs, grant.eventId)) return
    const { timeMs, eventId, topic, attributed } = grant
    granted(
      originator,
      key,
      {
        ...{ timeMs, eventId, topic, attributed },
        child: context.id,
        childTask: parentTask,
        parentTask: '',
        credentialId: '',
        scopes: null,
        actors: null,
        origin: true,
      },
      at,
    )
  }

  /** What the child is to know of a grant. */
  function receivedBy(context: Context, grant: Grant): Received {
    const { key, child, childTask, credentialId, timeMs, eventId, topic, origin } = grant
    const parentTask = origin ? '' : grant.parentTask || soleTask(context, timeMs)
    const line = origin ? null : lineOf(context.kin, parentTask, '')
    const task = parentTask === '' ? undefined : taskIn(context, parentTask)
    const run = task === undefined ? null : runOf(task, timeMs)
    const ended = run !== null && run.endMs !== Infinity
    const link: DelegationLink = {
      from: context.id,
      to: child,
      timeMs,
      eventId,
      scopes: grant.scopes,
      rights: rightsOf(context, parentTask, timeMs, options.graceMs),
      origin,
    }
    return {
      key: `${context.id}${APART}${key}`,
      from: context.id,
      task: childTask,
      parentTask,
      credentialId,
      timeMs,
      eventId,
      topic,
      actors: grant.actors,
      attributed: grant.attributed,
      links: [...(line?.links ?? []), link].slice(-LINKS_MAX),
      originator:
        line?.first.originator ||
        task?.requestedBy ||
        grant.actors?.[0] ||
        (origin ? context.id : ''),
      parentEndMs: ended ? run.endMs : null,
      parentEndEvent: ended ? run.endEvent : '',
      cut: origin ? null : cutOf(context, parentTask, timeMs),
    }
  }

  return {
    kins,
    memories,
    concerns: (joined) =>
      joined.type === 'delegation.granted' ||
      joined.parentAgent !== '' ||
      joined.actors !== null ||
      reportsCompromise(joined.type),
    learn,
    retract,
    take,
    tell,
    takeNotes() {
      if (notes.length === 0) return NONE
      const taken = notes
      notes = []
      return taken
    },
  }
}

const APART = '\u0000'
const NONE: readonly Note[] = Object.freeze([])

function keyOf({ origin, eventId }: Joined): string {
  return ['e', origin.topic, eventId].join(APART)
}

function saidBy(joined: Joined): GrantSaid {
  return {
    child: '',
    childTask: '',
    parentTask: '',
    credentialId: '',
    timeMs: joined.timeMs,
    eventId: joined.eventId,
    topic: joined.origin.topic,
    scopes: null,
    actors: null,
    origin: false,
    attributed: joined.attribution !== 'none' && joined.candidates.length === 0,
  }
}

export function momentOf(joined: Joined): Occasion {
  const { timeMs, eventId, appendMs, late, origin } = joined
  return { timeMs, eventId, topic: origin.topic, appendMs, late }
}

/** What has more scopes than are kept is taken as unknown. */
function bounded(scopes: readonly string[] | null): readonly string[] | null {
  return scopes === null || scopes.length > SCOPES_MAX ? null : [...scopes].sort()
}

/** The task of an identity at a time, where it has one only. */
function soleTask(context: Context, atMs: number): string {
  let found = ''
  for (const task of context.tasks) {
    if (isForeign(task.id)) continue
    const run = runOf(task, atMs)
    if (run.startMs > atMs || run.endMs < atMs) continue
    if (found !== '') return ''
    found = task.id
  }
  return found
}

/** A grant of which its child is to be told something else. */
interface Changed {
  readonly one: Grant
  readonly said: Received
  readonly digest: string
}

function byTime({ one: a }: Changed, { one: b }: Changed): number {
  return a.timeMs - b.timeMs || (a.key < b.key ? -1 : 1)
}
