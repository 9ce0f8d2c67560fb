// The pages of commands with what became of each, and those that came to one state, as the tasks of this process know it.
import type { Commanded } from '../model/life-command.js'
import type { Page, ServerParts } from './server.js'
import { Refusal } from './refusal.js'

/** A command with its life; without one where another process follows it, or where nothing is followed about it. */
export function withLives(page: ServerParts['page'], commanded: Commanded): ServerParts['page'] {
  return async (listed, before, limit) => {
    const { items, next } = await page(listed, before, limit)
    if (listed !== 'commands') return { items, next }
    const lived = (items as readonly { readonly id: string }[]).map((command) => {
      const life = commanded.lifeOf(command.id)
      return life === null ? command : { ...command, life }
    })
    return { items: lived, next }
  }
}

/** Newest first; `before` is the id of a command in this state. */
export function pageOfState(
  commanded: Commanded,
  state: unknown,
  before: string | null,
  limit: number,
): Page {
  const { states } = commanded
  const named = states.find((one) => one === state)
  if (named === undefined) throw new Refusal(400, `state is one of ${states.join(', ')}`)
  const all = commanded.inState(named)
  const from = before === null ? 0 : all.findIndex(({ id }) => id === before) + 1
  if (before !== null && from === 0)
    throw new Refusal(400, 'before is no command in this state any more; begin again without it')
  const items = all.slice(from, from + limit)
  const last = items.at(-1)
  return { items, next: last !== undefined && from + limit < all.length ? last.id : null }
}
