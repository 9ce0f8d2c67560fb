// Who is in it has no say: neither the agent, nor its owner, nor who asked for the task decides what it may do.
import { taskIn, type Context } from '../../model/context.js'

/** What is decided about. */
export interface Subject {
  readonly identity: string
  readonly agentId: string
  readonly workloadId: string
  readonly taskId: string
}

/** What somebody of this name is in it, as plain names; '' for everybody else. */
export function roleOf(context: Context | null, subject: Subject, name: string): string {
  const { identity, agentId, workloadId, taskId } = subject
  if (context !== null) {
    if (name === plain(context.owner)) return "the agent's owner"
    const requester = taskIn(context, taskId)?.requestedBy ?? ''
    if (name === plain(requester)) return 'who asked for the task'
  }
  return [identity, agentId, workloadId].some((id) => plain(id) === name) ? 'the agent itself' : ''
}

/** Two spellings of one name are one person. */
export function plain(name: string): string {
  return name.trim().toLowerCase()
}
