// What comes back in from outside: a person's answer to a question, or how the carrying out of a command went.
import type { Origin } from './event.js'
import type { Approval, CommandResult } from './wire.js'

export interface ApprovalAnswer {
  readonly answer: 'approval'
  readonly approval: Approval
  readonly timeMs: number
  readonly origin: Origin
}

export interface ResultAnswer {
  readonly answer: 'result'
  readonly result: CommandResult
  readonly timeMs: number
  readonly origin: Origin
}

/** `timeMs` is the time it says, in epoch ms. */
export type Answer = ApprovalAnswer | ResultAnswer

/** An answer on its way to whoever asked. `appendMs`: when it was appended to its topic, NaN where nobody knows (replay). */
export interface Answered {
  readonly answer: Answer
  readonly appendMs: number
}

/** The id that it answers: it says where that is judged (`routeOf`). */
export function idOf(answer: Answer): string {
  return answer.answer === 'approval' ? answer.approval.id : answer.result.command_id
}
