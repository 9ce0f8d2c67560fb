// The fields of the joined event, by the names of the contract.
import type { Joined } from '../../model/joined.js'
import type { KnownField } from './fields.js'

type Of = (joined: Joined) => string | number | boolean | readonly string[] | null | undefined

function joined(name: string, type: KnownField['type'], says: string, of: Of): KnownField {
  return { name, place: 'joined', type, says, of: (event) => there(of(event)) }
}

function there<V>(value: V): V | undefined {
  return value === '' || value === null || value !== value ? undefined : value
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
  joined('id', 'text', 'the id of the event', (e) => e.eventId),
  joined('time', 'time', 'when it happened, as epoch ms', (e) => e.timeMs),
  joined('type', 'text', 'what happened, as a dotted name', (e) => e.type),
  joined('kind', 'text', 'agent, workload or resource: the source it came from', (e) => e.kind),
  joined('identity', 'text', 'the canonical identity', (e) => e.identity),
  joined('attribution', 'text', 'how the identity was found', (e) => e.attribution),
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
    (e) => e.claimedAgent,
  ),
  joined('late', 'boolean', 'whether it came after its lateness had passed', (e) => e.late),
  joined('supersedes', 'text', 'the identity it was joined to before', (e) => e.supersedes),
  joined(
    'capability',
    'text',
    'the class of what was done, from the catalogue',
    (e) => e.capability,
  ),
  joined('domain', 'text', 'what it acts on, as the catalogue names it', (e) => e.domain),
  joined('origin.topic', 'text', 'the topic it was read from', (e) => e.origin.topic),
  joined('agent.id', 'text', 'the agent', (e) => e.agentId),
  kept('carried', 'agent.name', 'text', "the agent's name for people, as the event says it"),
  joined('workload.id', 'text', 'the workload', (e) => e.workloadId),
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
  joined('credential.id', 'text', 'the credential', (e) => e.credentialId),
  kept('carried', 'credential.kind', 'text', 'what the credential is, as the event says it'),
  joined(
    'credential.scopes',
    'texts',
    'what the event says that the credential allows',
    (e) => e.scopes,
  ),
  joined(
    'credential.expires_at',
    'time',
    'when the event says that it ends, as epoch ms',
    (e) => e.expiresMs,
  ),
  joined('task.id', 'text', 'the task', (e) => e.taskId),
  joined(
    'task.capabilities',
    'texts',
    'what the event says that the task may do besides',
    (e) => e.capabilities,
  ),
  joined(
    'task.parent',
    'text',
    'the task that started it, as the event says it',
    (e) => e.parentTask,
  ),
  joined(
    'task.requested_by',
    'text',
    'who asked for it, as the event says it',
    (e) => e.requestedBy,
  ),
  joined('delegation.to', 'text', 'the agent that something is delegated to', (e) => e.delegateTo),
  joined('delegation.task', 'text', 'the child task', (e) => e.delegateTask),
  kept('carried', 'delegation.scopes', 'texts', 'scopes that are given with it'),
  joined('tool.name', 'text', "the tool's name", (e) => e.toolName),
  kept('content', 'tool.arguments', 'anything', 'the arguments of the call'),
  kept('carried', 'tool.annotations', 'anything', 'what the tool says of itself (MCP annotations)'),
  kept('content', 'tool.result', 'anything', 'what the call returned'),
  kept('carried', 'tool.result_trust', 'text', 'who may have written what is in the result'),
  kept('content', 'prompt.text', 'text', "the prompt's text"),
  kept('carried', 'prompt.from', 'text', 'who the prompt came from'),
  joined('action', 'text', 'the operation, as the owner of the resource names it', (e) => e.action),
  joined('resource.id', 'text', 'what was acted on', (e) => e.resourceId),
  kept('carried', 'resource.kind', 'text', 'what it is: bucket, secret, role'),
  joined(
    'resource.sensitivity',
    'text',
    "the event's own word, else the catalogue's",
    (e) => e.sensitivity,
  ),
  joined('outcome', 'text', 'allow, deny or error', (e) => e.outcome),
  kept('carried', 'pep.id', 'text', 'the point that enforced it'),
  kept('carried', 'pep.kind', 'text', 'mesh, gateway, iam, key or agent'),
  kept('carried', 'pep.decision', 'text', 'what that point decided'),
  joined('source.ip', 'text', 'the address it came from', (e) => e.sourceIp),
  kept('carried', 'source.trust', 'text', 'who may have written the content'),
  kept('carried', 'trace_id', 'text', 'the id of the trace'),
  kept('carried', 'attributes', 'anything', 'whatever else the sender keeps'),
]
