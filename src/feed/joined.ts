// The joined event as outsiders read it: the event as it came, plus whose it is and what it does (contract, section 3).
import type { Joined } from '../model/joined.js'
import type { AgentRef, CredentialRef, JoinedEvent, TaskRef, WorkloadRef } from '../model/wire.js'

/** Needs the event itself: only where `joined.admitted` is at hand. A JWT-SVID is a secret and never leaves. */
export function joinedEvent(joined: Joined): JoinedEvent {
  const { event } = joined.admitted as NonNullable<Joined['admitted']>
  return {
    ...event,
    kind: joined.kind,
    identity: joined.identity,
    attribution: joined.attribution,
    agent: withId<AgentRef>(event.agent, joined.agentId),
    workload: withoutSvid(withId<WorkloadRef>(event.workload, joined.workloadId)),
    credential: withId<CredentialRef>(event.credential, joined.credentialId),
    task: withId<TaskRef>(event.task, joined.taskId),
    capability: joined.capability,
    domain: joined.domain,
    origin: joined.origin,
    ...(joined.candidates.length > 0 ? { candidates: joined.candidates } : {}),
    ...(joined.skewMs === 0 ? {} : { skew_ms: Math.round(joined.skewMs) }),
    ...(joined.late ? { late: true } : {}),
    ...(joined.supersedes === '' ? {} : { supersedes: joined.supersedes }),
  }
}

/** Who did what to what, and no more: the rest made a record of so many bytes, which no topic takes. */
export function inShort(event: JoinedEvent, bytes: number): JoinedEvent {
  const { id, time, type, kind, identity, attribution, capability, domain, origin } = event
  const { agent, workload, credential, task, tool, action, resource, outcome } = event
  const named = <R extends { readonly id?: string | null }>(of: R | null | undefined): R | null =>
    of?.id == null ? null : ({ id: of.id } as R)
  return {
    ...{ id, time, type, kind, identity, attribution, capability, domain, origin },
    agent: named(agent),
    workload: named(workload),
    credential: named(credential),
    task: named(task),
    resource: named(resource),
    tool: tool?.name == null ? null : { name: tool.name },
    action: action ?? null,
    outcome: outcome ?? null,
    attributes: { ambit_left_out_bytes: bytes },
    ...(event.late == null ? {} : { late: event.late }),
    ...(event.supersedes == null ? {} : { supersedes: event.supersedes }),
  }
}

/** What the event says of this one, where it names it; else only its id. */
function withId<R extends { readonly id?: string | null }>(
  said: R | null | undefined,
  id: string,
): R {
  if (said != null && (said.id ?? '') === id) return said
  // Of another one that the event names in its place nothing is taken over.
  if (id === '') return said != null && said.id == null ? said : ({} as R)
  return (said != null && said.id == null ? { ...said, id } : { id }) as R
}

function withoutSvid(workload: WorkloadRef): WorkloadRef {
  if (workload.svid == null) return workload
  const { svid: _, ...rest } = workload
  return rest
}
