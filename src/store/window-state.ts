// The groups of correlations as entries of a task's state: one a group, with what its entries have in common written once.
import type { OpenCause } from '../model/context.js'
import {
  type About,
  amountOf,
  createGroup,
  type Episode,
  type Group,
  type Up,
} from '../detect/windows/entry.js'
import { sameCounted } from '../detect/windows/sorted.js'
import type { Plan } from '../sigma/correlation/plan.js'

type Packed = readonly [
  timeMs: number,
  steps: number,
  eventId: string,
  topic: number,
  identity: number,
  about: number,
  value: string,
  holds: 0 | 1,
  told: number | null,
  occurrence?: string,
  up?: readonly Up[] | null,
]

interface PackedGroup {
  /** topics and identities, then abouts, by place */
  readonly t: readonly string[]
  readonly a: readonly About[]
  readonly e: readonly Packed[]
  readonly b: Episode | null
  readonly o: readonly Episode[]
  readonly d: number | null
  readonly g: number | null
  readonly c: readonly OpenCause[] | null
}

export function writeGroup(group: Group): string {
  const texts = createTable<string>((text) => text)
  const abouts = createTable<About>((about) => JSON.stringify(about))
  const entries = group.entries.slice(group.first).map((entry): Packed => {
    const packed = [
      entry.timeMs,
      entry.steps,
      entry.eventId,
      texts.place(entry.topic),
      texts.place(entry.identity),
      abouts.place(entry.about),
      entry.value,
      entry.holds ? 1 : 0,
      entry.told === entry.told ? entry.told : null,
    ] as const
    if (entry.up === null && entry.occurrence === '') return packed
    return [...packed, entry.occurrence, entry.up]
  })
  const packed: PackedGroup = {
    t: texts.all,
    a: abouts.all,
    e: entries,
    b: group.base,
    o: group.open,
    d: group.dueMs < Infinity ? group.dueMs : null,
    g: group.goneMs > -Infinity ? group.goneMs : null,
    c: group.causes === null ? null : [...group.causes.values()],
  }
  return JSON.stringify(packed)
}

export function readGroup(plan: Plan, key: string, text: string): Group {
  const packed = JSON.parse(text) as PackedGroup
  const group = createGroup(plan, key)
  for (const [
    timeMs,
    steps,
    eventId,
    topic,
    identity,
    about,
    value,
    holds,
    told,
    occurrence,
    up,
  ] of packed.e)
    group.entries.push({
      timeMs,
      steps,
      eventId,
      topic: packed.t[topic] as string,
      identity: packed.t[identity] as string,
      occurrence: occurrence ?? '',
      value,
      amount: amountOf(value),
      up: up ?? null,
      about: packed.a[about] as About,
      holds: holds === 1,
      told: told ?? NaN,
    })
  for (const [i, entry] of group.entries.entries()) {
    const left = group.entries[i - 1]
    if (left !== undefined && left.timeMs === entry.timeMs && sameCounted(left, entry))
      group.doubles++
  }
  group.lastMs = group.entries.at(-1)?.timeMs ?? -Infinity
  group.base = packed.b
  group.open = [...packed.o]
  group.dueMs = packed.d ?? Infinity
  group.goneMs = packed.g ?? -Infinity
  if (packed.c !== null) group.causes = new Map(packed.c.map((open) => [open.cause.key, open]))
  return group
}

function createTable<T>(nameOf: (one: T) => string) {
  const places = new Map<string, number>()
  const all: T[] = []
  return {
    all,
    place(one: T): number {
      const name = nameOf(one)
      const known = places.get(name)
      if (known !== undefined) return known
      places.set(name, all.length)
      return all.push(one) - 1
    },
  }
}
