// An event and whose it is → one flat joined record, with what the catalogue says of it.
import type { Ability, ResourceTraits } from '../model/capability.js'
import type { Admitted } from '../model/event.js'
import type { Mentions } from '../model/mentions.js'
import type { Event } from '../model/wire.js'
import type { Carried, Joined, JoinedOp } from '../model/joined.js'
import { actorsOf } from './acting.js'
import type { Graph } from './graph.js'
import { boundAt } from './link.js'
import type { Resolution } from './resolve.js'
import { riskOf } from './join-risk.js'

export interface JoinOptions {
  readonly graph: Graph
  /** workloads that forward others' tokens by design */
  readonly isProxy: (workloadId: string) => boolean
  readonly classify: (
    action: string | null | undefined,
    tool: string | null | undefined,
    annotations: Readonly<Record<string, unknown>> | null | undefined,
  ) => Ability
  readonly resource: (id: string) => ResourceTraits
  /** what the event's prompt, arguments or result mention; null where provenance is off */
  readonly mentions: ((event: Event, ability: Ability) => Mentions | null) | null
  /** keyed hash of the arguments of a call that does something, '' for all else */
  readonly argumentsDigest: (event: Event, ability: Ability) => string
  /** what rules read of the event besides; null where they read nothing more */
  readonly carry: ((joined: Joined) => Carried | null) | null
  readonly expiryMsOf: (time: string | number | null | undefined) => number
}

export type Join = (
  op: JoinedOp,
  admitted: Admitted,
  found: Resolution,
  appendMs: number,
  late: boolean,
  supersedes: string,
) => Joined

export function createJoiner(options: JoinOptions): Join {
  const { graph } = options
  return (op, admitted, found, appendMs, late, supersedes) => {
    const { event } = admitted
    const { agent, credential, task, delegation, tool, resource, attributes, pep } = event
    const ability = options.classify(event.action, tool?.name, tool?.annotations)
    const resourceId = resource?.id ?? ''
    const traits =
      resource?.sensitivity == null && resourceId !== '' ? options.resource(resourceId) : null
    const joined: Joined & { carried: Carried | null } = {
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
      timeMs: admitted.timeMs + (admitted.skewMs ?? 0),
      skewMs: admitted.skewMs ?? 0,
      origin: admitted.origin,
      appendMs,
      agentId: found.agentId,
      owner: short(agent?.owner),
      tier: agent?.tier ?? '',
      workloadId: found.workloadId,
      proxy:
        found.workloadId !== '' &&
        ((graph.proxies.size > 0 && graph.proxies.has(found.workloadId)) ||
          options.isProxy(found.workloadId)),
      credentialId: found.credentialId,
      scopes: countable(credential?.scopes),
      expiresMs: credential?.expires_at == null ? NaN : options.expiryMsOf(credential.expires_at),
      replaces: short(attributes?.['replaces']),
      taskId: found.taskId,
      taskNamed: found.taskNamed,
      purpose: short(task?.purpose),
      capabilities: task?.capabilities ?? null,
      parentTask: task?.parent ?? '',
      requestedBy: short(task?.requested_by),
      delegateTo: delegation?.to ?? '',
      delegateTask: delegation?.task ?? '',
      delegateScopes: countable(delegation?.scopes),
      parentAgent: task?.parent == null ? '' : agentOf(graph, task.parent, admitted.timeMs),
      actors: attributes == null ? null : actorsOf(event),
      capability: ability.capability,
      domain: ability.domain,
      action: event.action ?? '',
      toolName: tool?.name ?? '',
      resourceId,
      sensitivity: resource?.sensitivity ?? traits?.sensitivity ?? '',
      memory: resourceId !== '' && isMemory(resource?.kind ?? traits?.kind ?? '', ability),
      outcome: event.outcome ?? pep?.decision ?? '',
      sourceIp: short(event.source?.ip),
      pepId: short(pep?.id),
      pepKind: pep?.kind ?? '',
      pepDecision: pep?.decision ?? '',
      requestId: event.trace_id ?? short(attributes?.['request_id']),
      risk: op === 'person' ? riskOf(admitted) : null,
      argumentsDigest: options.argumentsDigest(event, ability),
      mentions:
        options.mentions !== null && (op === 'join' || op === 'rejoin')
          ? options.mentions(event, ability)
          : null,
      carried: null,
      admitted,
    }
    if (options.carry !== null && (op === 'join' || op === 'rejoin' || op === 'retract'))
      joined.carried = options.carry(joined)
    return joined
  }
}

const MEMORY = /^(shared[-_ ]?)?(memory|scratchpad|blackboard)$/

/** Whether it is where agents leave things for others, by its kind, or as the catalogue says of the tool. */
function isMemory(kind: string, { domain }: Ability): boolean {
  return kind === '' ? domain === 'memory' : MEMORY.test(kind)
}

/** The agent of a task where it is one only; '' else. */
export function agentOf(graph: Graph, taskId: string, atMs: number): string {
  const head = graph.tasks.get(taskId)
  const agents = head === undefined ? NOBODY : boundAt(head, atMs, true)
  return agents.length === 1 ? (agents[0] as string) : ''
}

const NOBODY: readonly string[] = Object.freeze([])

/** UTF-16 units of a text that is kept of a task, a credential or an agent, and of all scopes of a list together */
const TEXT_LENGTH_MAX = 1_024
const SCOPES_LENGTH_MAX = 16_384

/** Many of them are kept of one identity: where each may be as long as an event, its state is more than a log takes. */
function short(text: unknown): string {
  if (typeof text !== 'string') return ''
  if (text.length <= TEXT_LENGTH_MAX) return text
  // Half a surrogate pair is no text.
  return `${text.slice(0, TEXT_LENGTH_MAX - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** A list that is longer than is kept is taken as unknown, as one with too many scopes is. */
function countable(scopes: readonly string[] | null | undefined): readonly string[] | null {
  if (scopes == null) return null
  let length = 0
  for (const scope of scopes) length += scope.length
  return length <= SCOPES_LENGTH_MAX ? scopes : null
}
