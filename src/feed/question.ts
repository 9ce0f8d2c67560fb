// A question to a person as others read it: what is asked, why, until when, and how far misuse could reach.
import { CAPABILITIES } from '../model/capability.js'
import { ruleOf } from '../model/finding.js'
import type { Question } from '../respond/approvals/questions.js'

export { approvalIdOf } from '../respond/commands.js'
export { waitsForRoom } from '../respond/approvals/questions.js'
export type { Question } from '../respond/approvals/questions.js'

/** A question as a person is shown it. Times are epoch ms. `bundled`: how many of its bundle wait, itself among them. */
export function shown(question: Question, bundled = 1): Readonly<Record<string, unknown>> {
  const { cause } = question
  return {
    id: question.id,
    asked: question.askedMs,
    deadline: question.deadlineMs,
    on_timeout: question.onTimeout,
    reason: question.reason,
    rules: [ruleOf(cause)],
    evidence: cause.evidence,
    identity: question.identity,
    tier: question.tier,
    agent_id: cause.agentId,
    workload_id: cause.workloadId,
    credential_id: cause.credentialId,
    task_id: cause.taskId,
    purpose: cause.purpose,
    capability: CAPABILITIES[cause.capability] ?? '',
    action: cause.action,
    resource_id: cause.resourceId,
    sensitivity: cause.sensitivity,
    blast_radius: question.blastRadius,
    digest: question.digest,
    alike: question.alike,
    bundle: question.bundle === '' ? null : question.bundle,
    bundled,
    approvers_needed: question.needs,
    approved_by: question.said.map(({ approver }) => approver),
    command_id: question.commandId,
  }
}
