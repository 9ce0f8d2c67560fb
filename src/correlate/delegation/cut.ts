// Which command against a delegator takes with it what it delegated.
import type { Context } from '../../model/context.js'
import type { Cut } from '../../model/context-delegation.js'

/** A command that contains lapses after a day: what is delegated later is not cut by it. */
const CUT_MS = 86_400_000

/** The first command that stands against this identity or its task, and so against what it delegated. */
export function cutOf(context: Context, taskId: string, grantMs: number): Cut | null {
  let first: Cut | null = null
  for (const {
    cause,
    commandId,
    commandType,
    commandScope,
    undone,
    withdrawn,
  } of context.causes?.values() ?? []) {
    if (
      withdrawn ||
      commandId === '' ||
      undone.includes(commandId) ||
      grantMs > cause.timeMs + CUT_MS
    )
      continue
    const all = commandType === 'contain'
    const ofTask = commandType === 'revoke' && commandScope === 'task' && cause.taskId === taskId
    if (!all && !(ofTask && taskId !== '')) continue
    const { timeMs, eventId, topic } = cause
    const cut = { commandId, type: commandType, timeMs, eventId, topic }
    if (
      first === null ||
      timeMs < first.timeMs ||
      (timeMs === first.timeMs && commandId < first.commandId)
    )
      first = cut
  }
  return first
}
