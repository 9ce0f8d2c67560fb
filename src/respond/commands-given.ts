// Gives the command for a cause: what the plan wants of it, or a question where a brake holds that.
import type { Tier } from '../model/capability.js'
import type { Context, OpenCause } from '../model/context.js'
import { isOfCommand } from '../model/finding.js'
import type { Joined } from '../model/joined.js'
import type { Asking } from './approvals/asking.js'
import type { Brakes } from './budget-brakes.js'
import { commandFor, freshId, isShared, joinsCommand, targetOf } from './commands.js'
import type { Follow } from './confirmation/follow.js'
import type { RespondOptions, RespondSink } from './records.js'

export type Give = (context: Context, opened: OpenCause, joined: Joined, sink: RespondSink) => void

export function createGiving(
  { mode, approval, following }: Pick<RespondOptions, 'mode' | 'approval' | 'following'>,
  held: Brakes,
  follow: Pick<Follow, 'send'>,
  asking: Pick<Asking, 'ask' | 'bundle' | 'isDenied'>,
): Give {
  return (context, opened, joined, sink) => {
    const { cause, blastRadius } = opened
    const target = targetOf(cause, opened.tier as Tier)
    opened.alone = false
    if (target === null) return
    let { type, scope } = target
    // Each credential of an episode has to go by a command of its own; to ask or to contain once is enough.
    let wide = isShared(cause, type)
    if (wide && joinsCommand(context, opened, type)) return asking.bundle(opened)
    const kept = held(context, cause, type, scope)
    if (kept !== null) {
      opened.alone = kept.alone
      type = 'escalate'
      wide = cause.episode !== ''
      if (wide && joinsCommand(context, opened, type)) return asking.bundle(opened)
    }
    if (wide && type === 'escalate' && cause.taskId !== '') scope = 'task'
    opened.commandId = freshId(context, opened, wide ? cause.episode : cause.key, type, scope)
    opened.commandType = type
    opened.commandScope = scope
    // A person's word on it stands: nobody is asked the same again.
    if (asking.isDenied(opened)) return
    // What became of a command is for a person to see: silence neither repeats it nor ends it.
    const keeps = kept?.keeps === true || isOfCommand(cause)
    const why = kept === null ? '' : ` as ${kept.why}`
    // Who is asked lives by the clock of the log, however old the event is.
    const askedMs = following.clock === 'log' ? following.logMs() : cause.timeMs
    const deadlineMs = askedMs + approval.deadlineMs
    const onTimeout = keeps ? 'allow' : approval.onTimeout
    const order = { type, scope, held: why, blastRadius, mode, deadlineMs, onTimeout }
    const sent = commandFor(context, opened, order)
    follow.send(context.id, sent, opened, joined.appendMs, sink)
    if (type === 'escalate') asking.ask(sent, context, opened, keeps)
  }
}
