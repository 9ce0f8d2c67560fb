// The rules of the rule files at work in one task: what fits an event and what that completes, for the identity at hand and for others.
import { isNew, type Context, type Fit } from '../../model/context.js'
import type { Note } from '../../model/context-delegation.js'
import type { Cause } from '../../model/finding.js'
import type { Joined } from '../../model/joined.js'
import type { Match } from '../../model/match.js'
import type { RulesAtWork } from '../../sigma/at-work.js'
import { type Correlations, createCorrelations } from './correlations.js'
import { addFit, restsOnNothing, takeFit, toLookAt } from './fits.js'
import { causeOfRule, keyOfRule } from './rule-cause.js'
import { covering } from '../grants.js'
import type { Judgement } from '../detect.js'

/** Matches for groups, and notes for identities, that are judged elsewhere go there. */
export interface Places {
  readonly ours: (place: string) => boolean
  readonly send: (match: Match) => void
  readonly tell: (note: Note) => void
}

export const EVERYWHERE: Places = { ours: () => true, send: () => {}, tell: () => {} }

/** What came to hold, or holds no more, of somebody else than the identity of the event at hand. */
export interface Apart {
  readonly identity: string
  readonly raised: Cause[]
  readonly withdrawn: string[]
  /** keys of causes that one more event is of */
  readonly repeated: string[]
  tier: string
}

export interface Ruled {
  readonly correlations: Correlations
  /** adds to the judgement what the rules say of this event and its identity */
  judge(joined: Joined, context: Context, judgement: Judgement, past: boolean): void
  /** a match that another task sent */
  take(match: Match): void
  /** the stream's time comes to this: what waits for it is decided */
  advance(streamMs: number): void
  takeApart(): readonly Apart[]
}

export interface RuledOptions {
  readonly rules: RulesAtWork
  readonly latenessMs: number
  readonly groupsMax?: number
  readonly places: Places
}

export function createRuled(options: RuledOptions): Ruled {
  const { rules, places } = options
  const { matching } = rules
  let apart: Apart[] = []

  const of = (identity: string): Apart => {
    const known = apart.find((one) => one.identity === identity)
    if (known !== undefined) return known
    const fresh: Apart = { identity, raised: [], withdrawn: [], repeated: [], tier: '' }
    apart.push(fresh)
    return fresh
  }

  const correlations = createCorrelations({
    plans: rules.plans,
    latenessMs: options.latenessMs,
    ...(options.groupsMax === undefined ? {} : { groupsMax: options.groupsMax }),
    ours: places.ours,
    sink: {
      raised(identity, cause, tier) {
        const to = of(identity)
        to.raised.push(cause)
        if (tier !== '') to.tier = tier
      },
      repeated: (identity, key) => void of(identity).repeated.push(key),
      withdrawn(identity, key) {
        const { raised, withdrawn } = of(identity)
        // What rose and fell by the same event was never said.
        const at = raised.findIndex((cause) => cause.key === key)
        if (at >= 0) raised.splice(at, 1)
        else withdrawn.push(key)
      },
      match: places.send,
    },
  })

  /** What the loaded event fits by itself: a cause for each rule that gives findings of its own. */
  function fits(joined: Joined, context: Context, judgement: Judgement): void {
    let keys: Record<string, string> | null = null
    let reading: string[] | null = null
    for (const id of matching.matched()) {
      const key = fit(id, joined, context, judgement)
      if (key !== '') (keys ??= {})[id] = key
      if (rules.contextual.has(id)) (reading ??= []).push(id)
    }
    const again = rules.contextual.size > 0 && matching.mayFit()
    if (keys !== null || again)
      addFit(context, joined, keys ?? NO_CAUSES, reading ?? NO_KEYS, again)
  }

  /** The key of its cause; '' where the rule gives no findings of its own. */
  function fit(id: string, joined: Joined, context: Context, judgement: Judgement): string {
    if (correlations.follows(id)) correlations.matched(id, joined, matching.fields)
    const rule = rules.alone.get(id)
    if (rule === undefined) return ''
    const key = keyOfRule(rule, joined, context.id)
    const grant =
      context.grants === null ? null : covering(context, causeOfRule(rule, key, joined, context))
    if (grant !== null) {
      judgement.allowed.push(grant)
      return key
    }
    const open = context.causes?.get(key)
    if (open !== undefined && !open.withdrawn) judgement.repeated.push(open)
    else if (!judgement.raised.some((raised) => raised.key === key))
      judgement.raised.push(causeOfRule(rule, key, joined, context))
    return key
  }

  /** Something of the past changed: events at hand may fit rules that read the context now, or no more. */
  function lookAgain(one: Fit, late: boolean, context: Context, judgement: Judgement): void {
    const joined = one.joined as Joined
    matching.load(joined, context)
    const now = matching.contextual()
    if (sameIds(now, one.fits)) return
    const keys = { ...one.keys }
    for (const id of now)
      if (!one.fits.includes(id)) {
        const key = fit(id, joined, context, judgement)
        if (key !== '') keys[id] = key
      }
    // What comes later than the lateness takes nothing back.
    const gone = late ? [] : one.fits.filter((id) => !now.includes(id))
    for (const id of gone) {
      if (correlations.follows(id)) correlations.unmatched(id, joined, matching.fields)
      delete keys[id]
    }
    const lost = gone.flatMap((id) => one.keys[id] ?? [])
    one.keys = keys
    one.fits = late ? [...new Set([...one.fits, ...now])] : now
    const withdrawn = lost.filter((key) => restsOnNothing(context, key))
    settle({ raised: [], repeated: NO_KEYS, withdrawn }, context, judgement)
    // What goes on by other events goes on by fewer.
    for (const key of lost) {
      const open = context.causes?.get(key)
      if (open !== undefined && !open.withdrawn && !withdrawn.includes(key))
        judgement.open.push(open)
    }
  }

  function judge(joined: Joined, context: Context, judgement: Judgement, past: boolean): void {
    const { op } = joined
    if (op === 'retract') {
      matching.load(joined, context)
      correlations.retract(joined, matching.fields)
      const withdrawn = takeFit(context, joined)
      settle({ raised: [], repeated: NO_KEYS, withdrawn }, context, judgement)
    } else if (op === 'join' || op === 'rejoin') {
      matching.load(joined, context)
      fits(joined, context, judgement)
    }
    if (rules.contextual.size > 0)
      for (const one of toLookAt(context, joined, past))
        lookAgain(one, joined.late, context, judgement)
    if (apart.length === 0) return
    const own = apart.findIndex(({ identity }) => identity === context.id)
    if (own < 0) return
    settle(apart[own] as Apart, context, judgement)
    apart.splice(own, 1)
  }

  return {
    correlations,
    judge,
    take: correlations.take,
    advance: correlations.advance,
    takeApart() {
      if (apart.length === 0) return NOTHING
      const taken = apart
      apart = []
      return taken
    },
  }
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i])
}

const NOTHING: readonly Apart[] = Object.freeze([])
const NO_KEYS: readonly string[] = Object.freeze([])
const NO_CAUSES: Readonly<Record<string, string>> = Object.freeze({})

interface Told {
  readonly raised: readonly Cause[]
  readonly withdrawn: readonly string[]
  readonly repeated: readonly string[]
}

/** Puts what the rules say beside what the built-in causes say: new, once more, or no longer. */
export function settle(
  { raised, withdrawn, repeated }: Told,
  context: Context,
  judgement: Pick<Judgement, 'raised' | 'repeated' | 'withdrawn'>,
): void {
  for (const cause of raised) {
    if (covering(context, cause) !== null) continue
    const open = context.causes?.get(cause.key)
    if (isNew(context, cause)) judgement.raised.push(cause)
    else if (open?.withdrawn === false) judgement.repeated.push(open)
  }
  for (const key of repeated) {
    const open = context.causes?.get(key)
    if (open !== undefined && !open.withdrawn) judgement.repeated.push(open)
  }
  for (const key of withdrawn) {
    const open = context.causes?.get(key)
    if (open !== undefined && !open.withdrawn) judgement.withdrawn.push(open)
  }
}
