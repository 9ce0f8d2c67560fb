// A grant of one agent to another, as stories of delegation tell it.
import { at, type Wire } from './play.js'

/** `from` grants `to` a task out of its own. */
export const grant = (
  s: number,
  from: string,
  task: string,
  to: string,
  child: string,
  scopes?: readonly string[],
): Wire =>
  at(s, 'delegation.granted', {
    agent: from,
    task,
    id: `grant@${s}/${from}→${to}`,
    more: { delegation: { to, task: child, ...(scopes === undefined ? {} : { scopes }) } },
  })
