// The fields of a rule set: each way of reading has one slot, whatever names rules give it.
import type { Change, Field, Read } from '../rule.js'

export interface Fields {
  /** the field of these reads under this name */
  field(name: string, reads: readonly Read[]): Field
  /** by slot */
  readonly all: readonly Field[]
}

export function createFields(): Fields {
  const all: Field[] = []
  const slots = new Map<string, number>()
  const known = new Map<string, Field>()
  return {
    all,
    field(name, reads) {
      const way = JSON.stringify(reads.map(({ path, change }) => [path, change && spelled(change)]))
      const key = `${name}\u0000${way}`
      const before = known.get(key)
      if (before !== undefined) return before
      const slot = slots.get(way) ?? all.length
      const field: Field = { name, slot, reads }
      if (slot === all.length) {
        all.push(field)
        slots.set(way, slot)
      }
      known.set(key, field)
      return field
    },
  }
}

function spelled({ words, ...rest }: Change): unknown {
  return [rest, [...words]]
}

/** Read as it is, from the joined event or its context. */
export function readOf(path: readonly string[], change: Change | null = null): Read {
  return { path, change }
}

export function pathOf(name: string): readonly string[] {
  return name.split('.')
}
