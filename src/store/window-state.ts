// The groups of correlations as entries of a task's state: one a group, with what its entries have in common written once.
import type { Windows } from '../detect/windows/windows.js'
import { amountOf, createGroup, type Episode, type Group } from '../detect/windows/entry.js'
import { sameCounted } from '../detect/windows/sorted.js'
import type { Up, Who } from '../model/match.js'
import type { Plan } from '../sigma/correlation/plan.js'
import type { StateEntries } from './changelog.js'

type Packed = readonly [
  timeMs: number,
  steps: number,
  eventId: string,
  topic: number,
  identity: number,
  who: number,
  value: string,
  holds: 0 | 1,
  told: number | null,
  capability: number,
  action: number,
  resourceId: number,
  sensitivity: number,
  occurrence?: string,
  up?: readonly Up[] | null,
]

interface PackedGroup {
  /** texts that entries have in common, and whom they are about, by place */
  readonly t: readonly string[]
  readonly w: readonly Who[]
  readonly e: readonly Packed[]
  readonly b: Episode | null
  readonly o: readonly Episode[]
  readonly d: number | null
  readonly g: number | null
}

const GROUP = 'w/'
/** A group's entry names its correlation with the version, so that another version finds no state of its own. */
const GROUP_KEY = /^w\/(.*?@[0-9a-f]{12})\/([^]*)$/

/** Whether an entry of a task's state is one of these. */
export function isWindow(key: string): boolean {
  return key.startsWith(GROUP)
}

export interface WindowState extends StateEntries {
  /** groups of rules that are no longer there, or say something else now: let go */
  readonly strange: number
}

export function createWindowState(windows: Windows): WindowState {
  const strangers = new Set<string>()
  const keyOf = (group: Group): string => `${GROUP}${group.plan.stateKey}/${group.key}`
  return {
    get strange() {
      return strangers.size
    },
    *drain() {
      for (const group of windows.takeChanged()) {
        const key = keyOf(group)
        // Let go and begun anew within one batch: the new one stands for both.
        if (group.gone && windows.groupAt(group.plan, group.key) !== undefined) continue
        yield [key, group.gone ? null : writeGroup(group)] as const
      }
      for (const key of strangers) yield [key, null] as const
      strangers.clear()
    },
    current(key) {
      const [, name = '', of = ''] = GROUP_KEY.exec(key) ?? []
      const plan = windows.planOf(name)
      const group = plan === undefined ? undefined : windows.groupAt(plan, of)
      return group === undefined ? null : writeGroup(group)
    },
    restore(key, value) {
      const [, name, group] = GROUP_KEY.exec(key) as unknown as [string, string, string]
      const plan = windows.planOf(name)
      if (plan === undefined) {
        strangers.add(key)
        return
      }
      windows.restore(readGroup(plan, group, value))
    },
  }
}

export function writeGroup(group: Group): string {
  const texts = createTable<string>((text) => text)
  const whos = createTable<Who>((who) => JSON.stringify(who))
  const entries = group.entries.slice(group.first).map((entry): Packed => {
    const packed = [
      entry.timeMs,
      entry.steps,
      entry.eventId,
      texts.place(entry.topic),
      texts.place(entry.identity),
      whos.place(entry.who),
      entry.value,
      entry.holds ? 1 : 0,
      entry.told === entry.told ? entry.told : null,
      entry.capability,
      texts.place(entry.action),
      texts.place(entry.resourceId),
      texts.place(entry.sensitivity),
    ] as const
    if (entry.up === null && entry.occurrence === '') return packed
    return [...packed, entry.occurrence, entry.up]
  })
  const packed: PackedGroup = {
    t: texts.all,
    w: whos.all,
    e: entries,
    b: group.base,
    o: group.open,
    d: group.dueMs < Infinity ? group.dueMs : null,
    g: group.goneMs > -Infinity ? group.goneMs : null,
  }
  return JSON.stringify(packed)
}

export function readGroup(plan: Plan, key: string, written: string): Group {
  const packed = JSON.parse(written) as PackedGroup
  const group = createGroup(plan, key)
  const text = (place: number): string => packed.t[place] as string
  for (const row of packed.e) {
    const [timeMs, steps, eventId, topic, identity, who, value, holds, told] = row
    const [, , , , , , , , , capability, action, resourceId, sensitivity, occurrence, up] = row
    group.steps |= steps
    group.entries.push({
      timeMs,
      steps,
      eventId,
      topic: text(topic),
      identity: text(identity),
      occurrence: occurrence ?? '',
      value,
      amount: amountOf(value),
      capability,
      action: text(action),
      resourceId: text(resourceId),
      sensitivity: text(sensitivity),
      up: up ?? null,
      who: packed.w[who] as Who,
      holds: holds === 1,
      told: told ?? NaN,
    })
  }
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
  return group
}

function createTable<T>(nameOf: (one: T) => string) {
  const places = new Map<string, number>()
  const met = new Map<T, number>()
  const all: T[] = []
  const byName = (one: T): number => {
    const name = nameOf(one)
    const known = places.get(name)
    if (known !== undefined) return known
    places.set(name, all.length)
    return all.push(one) - 1
  }
  return {
    all,
    place(one: T): number {
      let place = met.get(one)
      if (place === undefined) met.set(one, (place = byName(one)))
      return place
    },
  }
}
