// The fields of the joined event, by the names of the contract.
import type { Joined } from '../../model/joined.js'
import type { FieldValue } from '../rule.js'
import type { KnownField } from './fields.js'

// Each reader is a function of its own, and does without another one in it: they are called for every event.
function joined(
  name: string,
  type: KnownField['type'],
  says: string,
  of: (event: Joined) => FieldValue,
): KnownField {
  return { name, place: 'joined', type, says, of }
}

function kept(
  place: 'carried' | 'content',
  name: string,
  type: KnownField['type'],
  says: string,
): KnownField {
  return { name, place, type, says, of: null }
}

export const EVENT_FIELDS: readonly KnownField[] = [
  joined('id', 'text', 'the id of the event', (e) => e.eventId || undefined),
  joined('time', 'time', 'when it happened, as epoch ms', (e) => e.timeMs),
  joined('type', 'text', 'what happened, as a dotted name', (e) => e.type || undefined),
  joined(
    'kind',
    'text',
    'agent, workload or resource: the source it came from',
    (e) => e.kind || undefined,
  ),
  joined('identity', 'text', 'the canonical identity', (e) => e.identity || undefined),
  joined('attribution', 'text', 'how the identity was found', (e) => e.attribution || undefined),
  joined(
    'candidates',
    'texts',
    'identities that it may belong to, where it is more than one',
    (e) => (e.candidates.length === 0 ? undefined : e.candidates),
  ),
  joined(
    'claimed_agent',
    'text',
    'the agent that the event named, where it is bound to another one',
    (e) => e.claimedAgent || undefined,
  ),
  joined('late', 'boolean', 'whether it came after its lateness had passed', (e) => e.late),
  joined(
    'supersedes',
    'text',
    'the identity it was joined to before',
    (e) => e.supersedes || undefined,
  ),
  joined(
    'capability',
    'text',
    'the class of what was done, from the catalogue',
    (e) => e.capability || undefined,
  ),
  joined(
    'domain',
    'text',
    'what it acts on, as the catalogue names it',
    (e) => e.domain || undefined,
  ),
  joined('origin.topic', 'text', 'the topic it was read from', (e) => e.origin.topic || undefined),
  joined('agent.id', 'text', 'the agent', (e) => e.agentId || undefined),
  kept('carried', 'agent.name', 'text', "the agent's name for people, as the event says it"),
  joined('workload.id', 'text', 'the workload', (e) => e.workloadId || undefined),
  joined(
    'workload.proxy',
    'boolean',
    'whether the workload forwards the tokens of others',
    (e) => e.proxy,
  ),
  kept(
    'content',
    'workload.svid',
    'text',
    'the JWT-SVID; only whether it is there can be asked in earnest',
  ),
  joined('credential.id', 'text', 'the credential', (e) => e.credentialId || undefined),
  kept('carried', 'credential.kind', 'text', 'what the credential is, as the event says it'),
  joined(
    'credential.scopes',
    'texts',
    'what the event says that the credential allows',
    (e) => e.scopes ?? undefined,
  ),
  joined('credential.expires_at', 'time', 'when the event says that it ends, as epoch ms', (e) =>
    Number.isNaN(e.expiresMs) ? undefined : e.expiresMs,
  ),
  joined('task.id', 'text', 'the task', (e) => e.taskId || undefined),
  joined(
    'task.capabilities',
    'texts',
    'what the event says that the task may do besides',
    (e) => e.capabilities ?? undefined,
  ),
  joined(
    'task.parent',
    'text',
    'the task that started it, as the event says it',
    (e) => e.parentTask || undefined,
  ),
  joined(
    'task.requested_by',
    'text',
    'who asked for it, as the event says it',
    (e) => e.requestedBy || undefined,
  ),
  joined(
    'delegation.to',
    'text',
    'the agent that something is delegated to',
    (e) => e.delegateTo || undefined,
  ),
  joined(
    'task.parent_agent',
    'text',
    'the agent of the parent task',
    (e) => e.parentAgent || undefined,
  ),
  joined(
    'delegation.actors',
    'texts',
    'who acts for whom by the token, the present actor last',
    (e) => e.actors ?? undefined,
  ),
  joined('delegation.task', 'text', 'the child task', (e) => e.delegateTask || undefined),
  joined(
    'delegation.scopes',
    'texts',
    'scopes that are given with it',
    (e) => e.delegateScopes ?? undefined,
  ),
  joined('tool.name', 'text', "the tool's name", (e) => e.toolName || undefined),
  kept('content', 'tool.arguments', 'anything', 'the arguments of the call'),
  kept('carried', 'tool.annotations', 'anything', 'what the tool says of itself (MCP annotations)'),
  kept('content', 'tool.result', 'anything', 'what the call returned'),
  kept('carried', 'tool.result_trust', 'text', 'who may have written what is in the result'),
  kept('content', 'prompt.text', 'text', "the prompt's text"),
  kept('carried', 'prompt.from', 'text', 'who the prompt came from'),
  joined(
    'action',
    'text',
    'the operation, as the owner of the resource names it',
    (e) => e.action || undefined,
  ),
  joined('resource.id', 'text', 'what was acted on', (e) => e.resourceId || undefined),
  kept('carried', 'resource.kind', 'text', 'what it is: bucket, secret, role'),
  joined(
    'resource.sensitivity',
    'text',
    "the event's own word, else the catalogue's",
    (e) => e.sensitivity || undefined,
  ),
  joined('outcome', 'text', 'allow, deny or error', (e) => e.outcome || undefined),
  joined('pep.id', 'text', 'the point that enforced it', (e) => e.pepId || undefined),
  joined('pep.kind', 'text', 'mesh, gateway, iam, key or agent', (e) => e.pepKind || undefined),
  joined('pep.decision', 'text', 'what that point decided', (e) => e.pepDecision || undefined),
  joined('source.ip', 'text', 'the address it came from', (e) => e.sourceIp || undefined),
  kept('carried', 'source.trust', 'text', 'who may have written the content'),
  kept('carried', 'trace_id', 'text', 'the id of the trace'),
  kept('carried', 'attributes', 'anything', 'whatever else the sender keeps'),
]
