// Frames between the two topologies: many joined events of one partition in one record, as records written are what costs.
import avro from 'avsc'
import { compressSync, uncompressSync } from 'lz4-napi'
import { CAPABILITIES, CAPABILITY_INDEX } from '../model/capability.js'
import type { Kind } from '../model/event.js'
import type { Attribution, Carried, Joined, JoinedOp } from '../model/joined.js'
import type { Mentions } from '../model/mentions.js'
import { Problem } from '../model/problem.js'
import type { Risk } from '../model/context-watch.js'

/** First byte of a frame, before an LZ4 block with its length before it; another form gets another number. */
const FRAME_VERSION = 8

const OPS: readonly JoinedOp[] = [
  'join',
  'rejoin',
  'retract',
  'context',
  'unissued',
  'person',
  'withheld',
  'tick',
]
const KINDS: readonly Kind[] = ['agent', 'workload', 'resource']
const ATTRIBUTIONS: readonly Attribution[] = ['proven', 'bound', 'claimed', 'inferred', 'none']

const TEXTS = [
  'identity',
  'claimedAgent',
  'supersedes',
  'eventId',
  'type',
  'agentId',
  'owner',
  'tier',
  'workloadId',
  'credentialId',
  'replaces',
  'taskId',
  'purpose',
  'parentTask',
  'requestedBy',
  'delegateTo',
  'delegateTask',
  'parentAgent',
  'domain',
  'action',
  'toolName',
  'resourceId',
  'sensitivity',
  'outcome',
  'sourceIp',
  'pepId',
  'pepKind',
  'pepDecision',
  'requestId',
  'argumentsDigest',
] as const
const FLAGS = ['claimAgainstCredential', 'late', 'proxy', 'taskNamed', 'memory'] as const

const texts = (name: string): object => ({
  name,
  type: ['null', { type: 'array', items: 'string' }],
})

const FRAME = avro.Type.forSchema({
  type: 'array',
  items: {
    type: 'record',
    name: 'Joined',
    fields: [
      ...(['op', 'kind', 'attribution', 'capability'] as const).map((name) => ({
        name,
        type: 'int',
      })),
      ...(['timeMs', 'appendMs', 'expiresMs'] as const).map((name) => ({ name, type: 'double' })),
      ...TEXTS.map((name) => ({ name, type: 'string' })),
      ...FLAGS.map((name) => ({ name, type: 'boolean' })),
      { name: 'topic', type: 'string' },
      { name: 'partition', type: 'int' },
      { name: 'offset', type: 'string' },
      texts('scopes'),
      texts('capabilities'),
      texts('candidates'),
      texts('delegateScopes'),
      texts('actors'),
      // what an event mentions, what rules read of it, and what is said of a person's risk travel as JSON
      ...(['mentions', 'carried', 'risk'] as const).map((name) => ({
        name,
        type: ['null', 'string'],
      })),
    ],
  },
} as never)

interface Packed extends Omit<
  Joined,
  | 'op'
  | 'kind'
  | 'attribution'
  | 'capability'
  | 'origin'
  | 'skewMs'
  | 'candidates'
  | 'mentions'
  | 'carried'
  | 'risk'
  | 'admitted'
> {
  readonly op: number
  readonly kind: number
  readonly attribution: number
  readonly capability: number
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly candidates: readonly string[] | null
  readonly mentions: string | null
  readonly carried: string | null
  readonly risk: string | null
}

/** What one frame may have in bytes, before it is packed, where it has more than one event: half of what a Kafka broker takes by default. */
const FRAME_BYTES_MAX = 512 * 1024
const FRAME_RECORDS_MAX = 1_000
/** Frames are written here and copied: a writer without a place of known size writes everything twice. */
const scratch = Buffer.allocUnsafeSlow(FRAME_BYTES_MAX)

/** All of them go to one partition, in this order: as few frames as their size allows. The events themselves stay behind. */
export function encodeFrames(joined: readonly Joined[]): Buffer[] {
  return framesOf(joined.map(pack))
}

function framesOf(packed: readonly Packed[]): Buffer[] {
  if (packed.length > FRAME_RECORDS_MAX) return inHalves(packed)
  // Negative where there was no room for all of it.
  const end = FRAME.encode(packed, scratch, 0)
  if (end <= 0 && packed.length > 1) return inHalves(packed)
  const bytes = end > 0 ? scratch.subarray(0, end) : FRAME.toBuffer(packed)
  return [Buffer.concat([Buffer.of(FRAME_VERSION), compressSync(bytes)])]
}

function inHalves(packed: readonly Packed[]): Buffer[] {
  const half = packed.length >> 1
  return [...framesOf(packed.slice(0, half)), ...framesOf(packed.slice(half))]
}

/** Member by member, as a spread of so many is slow. */
function pack(one: Joined): Packed {
  return {
    op: OPS.indexOf(one.op),
    kind: KINDS.indexOf(one.kind),
    attribution: ATTRIBUTIONS.indexOf(one.attribution),
    capability: CAPABILITY_INDEX[one.capability],
    topic: one.origin.topic,
    partition: one.origin.partition,
    offset: one.origin.offset,
    candidates: one.candidates.length === 0 ? null : one.candidates,
    mentions: one.mentions === null ? null : JSON.stringify(one.mentions),
    carried: one.carried === null ? null : JSON.stringify(one.carried),
    risk: one.risk === null ? null : JSON.stringify(one.risk),
    identity: one.identity,
    claimedAgent: one.claimedAgent,
    supersedes: one.supersedes,
    eventId: one.eventId,
    type: one.type,
    agentId: one.agentId,
    owner: one.owner,
    tier: one.tier,
    workloadId: one.workloadId,
    credentialId: one.credentialId,
    replaces: one.replaces,
    taskId: one.taskId,
    purpose: one.purpose,
    parentTask: one.parentTask,
    requestedBy: one.requestedBy,
    delegateTo: one.delegateTo,
    delegateTask: one.delegateTask,
    parentAgent: one.parentAgent,
    domain: one.domain,
    action: one.action,
    toolName: one.toolName,
    resourceId: one.resourceId,
    sensitivity: one.sensitivity,
    memory: one.memory,
    outcome: one.outcome,
    sourceIp: one.sourceIp,
    argumentsDigest: one.argumentsDigest,
    pepId: one.pepId,
    pepKind: one.pepKind,
    pepDecision: one.pepDecision,
    requestId: one.requestId,
    timeMs: one.timeMs,
    appendMs: one.appendMs,
    expiresMs: one.expiresMs,
    claimAgainstCredential: one.claimAgainstCredential,
    late: one.late,
    proxy: one.proxy,
    taskNamed: one.taskNamed,
    scopes: one.scopes,
    capabilities: one.capabilities,
    delegateScopes: one.delegateScopes,
    actors: one.actors,
  }
}

const NOBODY: readonly string[] = Object.freeze([])

/** Throws `Problem('STORE_CORRUPT')`: what this program wrote itself and cannot read is no data error. */
export function decodeFrame(frame: Buffer, place: string): Joined[] {
  let packed: Packed[]
  try {
    if (frame[0] !== FRAME_VERSION) throw new Error(`its form is number ${frame[0]}`)
    packed = FRAME.fromBuffer(uncompressSync(frame.subarray(1))) as Packed[]
  } catch (error) {
    throw new Problem(
      'STORE_CORRUPT',
      place,
      `this frame cannot be read: ${(error as Error).message}`,
    )
  }
  return packed.map(unpack)
}

function unpack(one: Packed): Joined {
  return {
    op: OPS[one.op] as JoinedOp,
    kind: KINDS[one.kind] as Kind,
    identity: one.identity,
    attribution: ATTRIBUTIONS[one.attribution] as Attribution,
    candidates: one.candidates ?? NOBODY,
    claimedAgent: one.claimedAgent,
    claimAgainstCredential: one.claimAgainstCredential,
    late: one.late,
    supersedes: one.supersedes,
    eventId: one.eventId,
    type: one.type,
    timeMs: one.timeMs,
    skewMs: 0,
    origin: { topic: one.topic, partition: one.partition, offset: one.offset },
    appendMs: one.appendMs,
    agentId: one.agentId,
    owner: one.owner,
    tier: one.tier,
    workloadId: one.workloadId,
    proxy: one.proxy,
    credentialId: one.credentialId,
    scopes: one.scopes,
    expiresMs: one.expiresMs,
    replaces: one.replaces,
    taskId: one.taskId,
    taskNamed: one.taskNamed,
    purpose: one.purpose,
    capabilities: one.capabilities,
    parentTask: one.parentTask,
    requestedBy: one.requestedBy,
    delegateTo: one.delegateTo,
    delegateTask: one.delegateTask,
    delegateScopes: one.delegateScopes,
    parentAgent: one.parentAgent,
    actors: one.actors,
    capability: CAPABILITIES[one.capability] ?? 'unknown',
    domain: one.domain,
    action: one.action,
    toolName: one.toolName,
    resourceId: one.resourceId,
    sensitivity: one.sensitivity,
    memory: one.memory,
    outcome: one.outcome,
    sourceIp: one.sourceIp,
    carried: one.carried === null ? null : (JSON.parse(one.carried) as Carried),
    mentions: one.mentions === null ? null : (JSON.parse(one.mentions) as Mentions),
    pepId: one.pepId,
    pepKind: one.pepKind,
    pepDecision: one.pepDecision,
    requestId: one.requestId,
    risk: one.risk === null ? null : (JSON.parse(one.risk) as Risk),
    argumentsDigest: one.argumentsDigest,
    admitted: null,
  }
}
