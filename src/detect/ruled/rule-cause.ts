// The cause that one event is, which fits a detection rule by itself.
import { CAPABILITY_INDEX } from '../../model/capability.js'
import { type Context, taskIn } from '../../model/context.js'
import { usesAuthority } from '../../model/event.js'
import type { Cause, RuleSaid } from '../../model/finding.js'
import type { Joined } from '../../model/joined.js'
import { runOf } from '../../model/life.js'
import type { DetectionRule, Head } from '../../sigma/rule.js'

/** Without a task, what fits within this time is one episode. */
export const EPISODE_MS = 3_600_000

/** One for a rule, an identity and a task; where it revokes, for each credential; without a task, for each hour. */
export function keyOfRule(rule: DetectionRule, joined: Joined, identity: string): string {
  const { timeMs, taskId, credentialId } = joined
  const within = taskId === '' ? `${Math.floor(timeMs / EPISODE_MS)}` : taskId
  const credential = rule.reaction.response === 'revoke' ? `|${credentialId}` : ''
  return `rule|${rule.id}|${identity}|${within}${credential}`
}

/** What a cause says of its rule. */
export function saidOf({ id, title, level, version, reaction }: Head): RuleSaid {
  return { id, title, level, version, mode: reaction.mode, scope: reaction.scope }
}

export function causeOfRule(
  rule: DetectionRule,
  key: string,
  joined: Joined,
  context: Context,
): Cause {
  const { timeMs, taskId, credentialId, candidates } = joined
  const task = taskIn(context, taskId)
  const what = joined.action || joined.toolName || joined.type
  const on = joined.resourceId === '' ? '' : ` on ${joined.resourceId}`
  return {
    key,
    episode: '',
    row: `rule.${rule.reaction.response}`,
    timeMs,
    eventId: joined.eventId,
    topic: joined.origin.topic,
    evidence: [joined.eventId],
    reason: `${whoOf(joined)}: ${rule.title} (${what}${on})`,
    agentId: joined.agentId,
    // A workload that is itself to be acted on is named by the event: what else is known of it rests on what was heard first.
    workloadId: joined.workloadId || (rule.reaction.scope === 'workload' ? '' : context.workloadId),
    credentialId,
    taskId,
    purpose: joined.purpose || (task === undefined ? '' : runOf(task, timeMs).purpose),
    capability: usesAuthority(joined.type) ? CAPABILITY_INDEX[joined.capability] : -1,
    action: joined.action || joined.toolName,
    resourceId: joined.resourceId,
    sensitivity: joined.sensitivity,
    attributed: joined.attribution !== 'none' && candidates.length === 0,
    candidates,
    ...(joined.argumentsDigest === '' ? {} : { args: joined.argumentsDigest }),
    rule: saidOf(rule),
  }
}

function whoOf({ agentId, workloadId, identity }: Joined): string {
  if (agentId !== '') return `agent ${agentId}`
  return workloadId === '' ? `identity ${identity}` : `workload ${workloadId}`
}
