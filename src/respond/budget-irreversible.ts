// What cannot be taken back: a command that would end it is given by itself where two independent sources tell of it, else a person is asked.
import type { Tier } from '../model/capability.js'
import type { Context, OpenCause } from '../model/context.js'
import type { Cause } from '../model/finding.js'
import type { Joined } from '../model/joined.js'
import { isListedIn } from './budget-protected.js'
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
  /** events whose source was let go of at the limit */
  readonly dropped: number
  /** where an event came from, before it is answered */
  note(context: Context, joined: Joined): void
  /** why a command has to wait for a second source, as a clause; '' where it has not. `shared`: by all causes of the episode */
  missing(context: Context, cause: Cause, scope: string, shared: boolean): string
  /** the same of what the plan wants for an open cause */
  missingOf(context: Context, open: OpenCause): string
  /** whether a command was given for it and would have to wait, by what is known now */
  hasLost(context: Context, open: OpenCause): boolean
}

/** events of which the source is kept for each identity, beside its uses; the first that came goes first */
export const SOURCES_MAX = 256

/** null where all can be taken back. */
export function createIrreversible(options: IrreversibleOptions): Irreversible | null {
  const { agents, workloads, credentials, tasks } = options.irreversible
  if (agents.length + workloads.length + credentials.length + tasks.length === 0) return null
  const isAgent = isListedIn(agents)
  const isWorkload = isListedIn(workloads)
  const isCredential = isListedIn(credentials)
  const isTask = isListedIn(tasks)
  let dropped = 0

  /** What of it the command would end for good; '' nothing. */
  function ends(context: Context, cause: Cause, scope: string): string {
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

  function sourcesOf(context: Context, cause: Cause, shared: boolean): ReadonlySet<string> {
    const sources = new Set<string>()
    const { sources: kept } = context
    const tell = (eventId: string): void => {
      const topic = topicIn(kept, eventId) ?? topicOfUse(context, eventId)
      if (topic !== '') sources.add(topic)
    }
    const tellAll = ({ topic, evidence, eventId }: Cause): void => {
      if (topic !== '' && eventId !== '') sources.add(topic)
      for (const id of evidence) tell(id)
    }
    const name = nameOf(cause)
    const { fits } = context
    let shown = false
    for (const one of options.holding(context))
      if (one.key === name || ((shared || name !== cause.key) && isOfEpisode(one, cause, name))) {
        shown = true
        tellAll(one)
      }
    // What rests on no use at hand, or on a rule, is told by what was known of it.
    if (!shown) tellAll(cause)
    for (const { keys, topic } of fits?.kept ?? [])
      if (Object.values(keys).includes(name)) sources.add(topic)
    return sources
  }

  function missing(context: Context, cause: Cause, scope: string, shared: boolean): string {
    const what = ends(context, cause, scope)
    if (what === '') return ''
    const sources = sourcesOf(context, cause, shared)
    if (sources.size > 1) return ''
    const [only = 'nobody that is known'] = sources
    return `${what} could not be brought back and only ${only} tells of this`
  }

  function missingOf(context: Context, { cause, tier }: OpenCause): string {
    const target = targetOf(cause, tier as Tier)
    if (target === null || target.type === 'escalate') return ''
    return missing(context, cause, target.scope, isShared(cause, target.type))
  }

  return {
    get dropped() {
      return dropped
    },
    note(context, { op, type, eventId, origin }) {
      if (op !== 'join' && op !== 'rejoin' && op !== 'retract') return
      if (eventId === '' || origin.topic === '' || isPlainUse(type)) return
      const { kept } = (context.sources ??= { kept: [], dropped: 0 })
      const at = kept.findIndex(([id]) => id === eventId)
      if (op === 'retract') {
        if (kept[at]?.[1] === origin.topic) kept.splice(at, 1)
      } else if (at < 0) {
        if (kept.push([eventId, origin.topic]) <= SOURCES_MAX) return
        kept.shift()
        context.sources.dropped++
        dropped++
      } else if (kept[at]?.[1] !== origin.topic) kept[at] = [eventId, NEITHER]
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

/** Two sources gave the same id: it tells of neither. */
const NEITHER = ''

/** undefined where it is not kept. */
function topicIn(sources: Context['sources'], eventId: string): string | undefined {
  return sources?.kept.find(([id]) => id === eventId)?.[1]
}

/** Uses are kept in their context with where they came from. */
function isPlainUse(type: string): boolean {
  return type === 'tool.called' || type === 'resource.accessed'
}

function topicOfUse({ uses }: Context, eventId: string): string {
  let topic = ''
  for (const use of uses) {
    if (use.eventId !== eventId) continue
    if (topic !== '' && topic !== use.topic) return ''
    topic = use.topic
  }
  return topic
}

/** What was asked about, where nobody answered: the cause or the episode behind a refusal. */
function nameOf({ key }: Cause): string {
  return key.replace(/^(refused\|\d+|denied)\|/, '')
}

function isOfEpisode(one: Cause, { episode }: Cause, name: string): boolean {
  return one.episode !== '' && (one.episode === episode || one.episode === name)
}
