// Finds which of many paths an event may have something at: mostly there is little.

import { nameOf } from './path.js'

/** Keys as they may stand in an event, one below the other, and the paths that end there. */
interface Node {
  readonly ends: number[]
  readonly below: Map<string, Node>
}

/** Longer paths may always be there: the ways in which their keys may be written double with each. */
const FILED_KEYS_MAX = 8

/**
 * Gives the places in `paths` of those that the event may have a value at, in their order: never fewer than it has. Valid until the
 * next call.
 */
export function createFinder(
  paths: readonly (readonly string[])[],
): (event: unknown) => readonly number[] {
  const root: Node = { ends: [], below: new Map() }
  const always: number[] = []
  for (const [i, path] of paths.entries())
    if (path.length > FILED_KEYS_MAX) always.push(i)
    else file(root, path, 0, i)
  const found: number[] = []
  return (event) => {
    if (found.length > 0) found.length = 0
    if (always.length > 0) found.push(...always)
    if (paths.length > 0) seek(root, event, found)
    return found.length > 1 ? found.sort(ascending) : found
  }
}

/** Under every way in which its keys may be written, as one key with dots or as several. */
function file(node: Node, path: readonly string[], from: number, i: number): void {
  if (from === path.length) {
    node.ends.push(i)
    return
  }
  for (let to = from + 1; to <= path.length; to++) {
    const key = path.slice(from, to).join('.')
    let below = node.below.get(key)
    if (below === undefined) node.below.set(key, (below = { ends: [], below: new Map() }))
    file(below, path, to, i)
  }
}

function seek(node: Node, value: unknown, found: number[]): void {
  if (value === null || typeof value !== 'object') return
  if (Array.isArray(value)) {
    for (const one of value as readonly unknown[]) {
      seek(node, one, found)
      const name = nameOf(one)
      if (name !== undefined) enter(node.below.get(name), one, found)
    }
    return
  }
  const record = value as Readonly<Record<string, unknown>>
  for (const key in record) enter(node.below.get(key), record[key], found)
}

function enter(below: Node | undefined, value: unknown, found: number[]): void {
  if (below === undefined) return
  for (const i of below.ends) if (!found.includes(i)) found.push(i)
  if (below.below.size > 0) seek(below, value, found)
}

function ascending(a: number, b: number): number {
  return a - b
}
