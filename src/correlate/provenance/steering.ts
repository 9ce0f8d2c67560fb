// Which provenance the uses of an identity have, as far as is known by now: each by what its task has mentioned.
import { isForeign, taskIn, type Context, type Use } from '../../model/context.js'
import type { Joined } from '../../model/joined.js'
import { runOf } from '../../model/life.js'
import type { Provenances } from './provenance.js'

export interface Steerings {
  /** what the event mentions, kept with its task; true where that changed calls that were judged without it */
  learn(context: Context, joined: Joined, use: Use | null): boolean
  /** the uses from this time on are looked at again, as what came after a use does not steer it; true where one changed */
  anew(context: Context, fromMs: number): boolean
}

export function createSteering(provenances: Provenances, graceMs: number): Steerings {
  function learn(ctx: Context, joined: Joined, use: Use | null): boolean {
    const task = taskAt(ctx, joined.taskId, joined.timeMs)
    const more = provenances.learn(ctx.id, task, joined)
    if (use !== null && provenances.hasGround(ctx.id, task)) steer(ctx, use)
    return more && anew(ctx, joined.timeMs)
  }

  /** The task that an event is taken to be of: the one it names, else the only one that is open. */
  function taskAt(ctx: Context, named: string, atMs: number): string {
    // Its own text where it is known: what is kept under it is found at a glance.
    if (named !== '') return taskIn(ctx, named)?.id ?? named
    let only = ''
    for (const task of ctx.tasks) {
      if (isForeign(task.id)) continue
      const run = runOf(task, atMs)
      if (!(run.startMs <= atMs && atMs <= run.endMs + graceMs)) continue
      if (only !== '') return ''
      only = task.id
    }
    return only
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

  return { learn, anew }
}

const NOTHING: readonly string[] = Object.freeze([])
