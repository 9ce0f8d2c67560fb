// What cannot be taken back: a command that would end it is given by itself where two independent sources tell of it, else a person is asked.
import type { Tier } from '../model/capability.js'
import type { Context, Fit, OpenCause } from '../model/context.js'
import type { Cause } from '../model/finding.js'
import type { Joined } from '../model/joined.js'
import { isListedIn } from './budget-protected.js'
import { noteSource, sourceOf } from './budget-sources.js'
import { childrenOf } from './commands-children.js'
import { isShared, targetOf } from './commands.js'

/*
 * A source is a topic: who may write to it is what brokers keep apart. Those of a cause are the topics of its evidence: of
 * the uses that show it, whichever of them came first, and of what they are held against, such as the start of the task. As
 * this is found out anew from what is known by now, what stands in the end does not rest on the order of arrival. An event
 * whose source is not known by now is none.
 *
 * Where there is one source only, the command is a question that silence leaves as it is. It is overtaken as soon as a
 * second source tells of it; and asked again where the second one's word turns out to be about somebody else.
 */

export interface IrreversibleOptions {
  readonly irreversible: {
    readonly agents: readonly string[]
    readonly workloads: readonly string[]
    readonly credentials: readonly string[]
    readonly tasks: readonly string[]
  }
  /** each cause that holds by now, with its repeats: the uses that show it one by one */
  readonly holding: (context: Context) => readonly Cause[]
  readonly latenessMs: number
}

export interface Irreversible {
  /** events whose source was let go of at the limit although something rests on them */
  readonly dropped: number
  /** where an event came from, before it is answered */
  note(context: Context, joined: Joined): void
  /** why a command has to wait for a second source, as a clause; '' where it has not. `shared`: by all causes of the episode */
  missing(context: Context, cause: Cause, scope: string, shared: boolean): string
  /** the same of what the plan wants for an open cause */
  missingOf(context: Context, open: OpenCause, held?: readonly Cause[]): string
  /** whether a command was given for it and would have to wait, by what is known now */
  hasLost(context: Context, open: OpenCause): boolean
}

/** null where all can be taken back. */
export function createIrreversible(options: IrreversibleOptions): Irreversible | null {
  const { agents, workloads, credentials, tasks } = options.irreversible
  if (agents.length + workloads.length + credentials.length + tasks.length === 0) return null
  const isAgent = isListedIn(agents)
  const isWorkload = isListedIn(workloads)
  const isCredential = isListedIn(credentials)
  const isTask = isListedIn(tasks)
  let dropped = 0

  /** What of it the command would end for good, be it of those to whom it was delegated; '' nothing. */
  function ends(context: Context, cause: Cause, scope: string): string {
    const own = endsItself(context, cause, scope)
    if (own !== '' || scope === 'credential') return own
    const commandType = scope === 'task' ? 'revoke' : 'contain'
    const aimed = { cause, commandType, commandScope: scope }
    for (const { taskId, credentialId } of childrenOf(context, aimed)) {
      if (isTask(taskId)) return `task ${taskId}`
      if (isCredential(credentialId)) return `credential ${credentialId}`
    }
    return ''
  }

  function endsItself(context: Context, cause: Cause, scope: string): string {
    const { agentId, workloadId, credentialId, taskId } = cause
    if (scope === 'agent') return isAgent(agentId) ? `agent ${agentId}` : ''
    if (scope === 'workload') return isWorkload(workloadId) ? `workload ${workloadId}` : ''
    if (scope === 'credential')
      return isCredential(credentialId) ? `credential ${credentialId}` : ''
    if (isTask(taskId)) return `task ${taskId}`
    for (const { id, tasks: holders } of context.credentials)
      if (isCredential(id) && holders.some((holder) => holder.id === taskId))
        return `credential ${id}`
    return isCredential(credentialId) ? `credential ${credentialId}` : ''
  }

  function sourcesOf(
    context: Context,
    cause: Cause,
    shared: boolean,
    held: readonly Cause[],
  ): ReadonlySet<string> {
    const sources = new Set<string>()
    const tellAll = (evidence: readonly string[], own: Pick<Cause, 'eventId' | 'topic'>): void => {
      if (own.topic !== '' && own.eventId !== '') sources.add(own.topic)
      for (const id of evidence) {
        const topic = sourceOf(context, id, own)
        if (topic !== '') sources.add(topic)
      }
    }
    const name = nameOf(cause)
    let shown = false
    for (const one of held)
      if (one.key === name || ((shared || name !== cause.key) && isOfEpisode(one, cause, name))) {
        shown = true
        tellAll(one.evidence, one)
      }
    const fits = fitsOf(context, name)
    for (const { topic } of fits) sources.add(topic)
    // What rests on no use at hand, or on a rule, is told by what was known of it; where all that fits a rule is at hand, by that.
    if (!shown && (fits.length === 0 || context.fits?.forgottenMs !== -1))
      tellAll(cause.evidence, isTaken(context, fits, cause) ? NO_EVENT : cause)
    return sources
  }

  function missing(
    context: Context,
    cause: Cause,
    scope: string,
    shared: boolean,
    held?: readonly Cause[],
  ): string {
    const what = ends(context, cause, scope)
    if (what === '') return ''
    const sources = sourcesOf(context, cause, shared, held ?? options.holding(context))
    if (sources.size > 1) return ''
    const [only = 'nobody that is known'] = sources
    return `${what} could not be brought back and only ${only} tells of this`
  }

  function missingOf(
    context: Context,
    { cause, tier }: OpenCause,
    held?: readonly Cause[],
  ): string {
    const target = targetOf(cause, tier as Tier)
    if (target === null || target.type === 'escalate') return ''
    return missing(context, cause, target.scope, isShared(cause, target.type), held)
  }

  return {
    get dropped() {
      return dropped
    },
    note(context, joined) {
      dropped += noteSource(context, joined)
    },
    missing,
    missingOf,
    // What rests on events that are no longer at hand stands.
    hasLost(context, open) {
      const { cause, commandType, alone } = open
      if (alone || (commandType !== 'revoke' && commandType !== 'contain')) return false
      if (context.forgottenMs >= cause.timeMs - options.latenessMs) return false
      return (context.sources?.dropped ?? 0) === 0 && missingOf(context, open) !== ''
    },
  }
}

/** Those that may rest on less than before: all where an event was taken away, as what else rests on it is not judged anew. */
export function resting(
  { causes }: Context,
  { op }: Joined,
  open: readonly OpenCause[],
): readonly OpenCause[] {
  if (op !== 'retract' || causes === null) return open
  return [...causes.values()].filter(({ withdrawn }) => !withdrawn)
}

const NO_EVENT = { eventId: '', topic: '' }

/** The events at hand that fit the rule behind a cause. */
function fitsOf({ fits }: Context, key: string): readonly Fit[] {
  return fits?.kept.filter(({ keys }) => Object.values(keys).includes(key)) ?? []
}

/** Whether a cause goes on by other events, as its own turned out to be somebody else's. */
function isTaken({ fits }: Context, of: readonly Fit[], cause: Cause): boolean {
  if (of.length === 0 || cause.timeMs <= (fits?.forgottenMs ?? Infinity)) return false
  return !of.some(({ eventId, topic }) => eventId === cause.eventId && topic === cause.topic)
}

/** What was asked about, where nobody answered: the cause or the episode behind a refusal. */
function nameOf({ key }: Cause): string {
  return key.replace(/^(refused\|\d+|denied)\|/, '')
}

function isOfEpisode(one: Cause, { episode }: Cause, name: string): boolean {
  return one.episode !== '' && (one.episode === episode || one.episode === name)
}
