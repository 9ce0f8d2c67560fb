// Which provenance the uses of an identity have, as far as is known by now: each by what its task has mentioned.
import { credentialIn, isForeign, taskIn, type Context, type Use } from '../../model/context.js'
import type { Joined } from '../../model/joined.js'
import { runOf } from '../../model/life.js'
import type { Provenances } from './provenance.js'

export interface Steerings {
  /**
   * What the event mentions, kept with its task; true where that changed calls that were judged without it. `behind`: it
   * is not the latest that was heard of its identity.
   */
  learn(context: Context, joined: Joined, use: Use | null, behind: boolean): boolean
  /** tasks, or what holds a credential, are known otherwise: what named no task may be of another; true where a use changed */
  file(context: Context): boolean
  /** the uses from this time on are looked at again, as what came after a use does not steer it; true where one changed */
  anew(context: Context, fromMs: number): boolean
}

/** What says which task an event is of. */
type Placed = Pick<Use, 'credentialId' | 'timeMs'>

export function createSteering(provenances: Provenances, graceMs: number): Steerings {
  function learn(ctx: Context, joined: Joined, use: Use | null, behind: boolean): boolean {
    const { timeMs } = joined
    const task = taskAt(ctx, joined.taskNamed ? joined.taskId : '', joined)
    let more = provenances.learn(ctx.id, task, joined)
    if (behind && learnSecrets(ctx, timeMs)) more = true
    if (use !== null && provenances.hasGround(ctx.id, task)) steer(ctx, use)
    return more && anew(ctx, timeMs)
  }

  function learnSecrets(ctx: Context, fromMs: number): boolean {
    const taskOf = (use: Use): string => taskAt(ctx, use.taskId, use)
    const later = ctx.uses.filter((use) => use.timeMs >= fromMs)
    return later.length > 0 && provenances.learnSecrets(ctx.id, taskOf, later)
  }

  /** The task that an event is taken to be of: the one it names, else the only open one that holds its credential, else the only open one. */
  function taskAt(ctx: Context, named: string, { credentialId, timeMs }: Placed): string {
    // Its own text where it is known: what is kept under it is found at a glance.
    if (named !== '') return taskIn(ctx, named)?.id ?? named
    const held = credentialId === '' ? undefined : credentialIn(ctx, credentialId)
    let only = ''
    let holding = ''
    for (const task of ctx.tasks) {
      if (isForeign(task.id)) continue
      const run = runOf(task, timeMs)
      if (!(run.startMs <= timeMs && timeMs <= run.endMs + graceMs)) continue
      only = only === '' ? task.id : SEVERAL
      if (held?.tasks.some(({ id, fromMs }) => id === task.id && fromMs <= timeMs))
        holding = holding === '' ? task.id : SEVERAL
    }
    if (holding !== '' && holding !== SEVERAL) return holding
    return only === SEVERAL ? '' : only
  }

  function file(ctx: Context): boolean {
    const moved = provenances.ledger.move(ctx.id, (told, task) => {
      const found = taskAt(ctx, '', told)
      // A task that is known no more keeps what was its own: it is no other's.
      return found === '' && task !== '' && taskIn(ctx, task) === undefined ? task : found
    })
    return moved && anew(ctx, -Infinity)
  }

  function steer(ctx: Context, use: Use): boolean {
    if (!use.acts) return false
    const task = provenances.taskOf(ctx.id, use.topic, use.eventId)
    if (task === null) return false
    const known = taskIn(ctx, task)
    const follows = known === undefined ? null : runOf(known, use.timeMs).coverage?.follows
    const before = use.steering
    use.steering = provenances.steering(ctx.id, task, use.topic, use.eventId, follows ?? NOTHING)
    if (before === null || use.steering === null) return before !== use.steering
    return JSON.stringify(use.steering) !== JSON.stringify(before)
  }

  function anew(ctx: Context, fromMs: number): boolean {
    let changed = false
    for (const use of ctx.uses) if (use.timeMs >= fromMs && steer(ctx, use)) changed = true
    return changed
  }

  return { learn, file, anew }
}

/** No id of a task. */
const SEVERAL = '\u0000'

const NOTHING: readonly string[] = Object.freeze([])
