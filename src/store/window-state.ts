// The groups of correlations as entries of a task's state: one a group, with what its entries have in common written once.
import type { Windows } from '../detect/windows/windows.js'
import {
  amountOf,
  createGroup,
  type Entry,
  type Episode,
  type Group,
} from '../detect/windows/entry.js'
import { sameCounted } from '../detect/windows/sorted.js'
import type { Who } from '../model/match.js'
import type { Plan } from '../sigma/correlation/plan.js'
import type { StateEntries } from './changelog.js'
import { createRows, type Named, type Row } from './rows.js'

const NOBODY: Who = {
  agentId: '',
  workloadId: '',
  credentialId: '',
  taskId: '',
  owner: '',
  tier: '',
  purpose: '',
  attributed: true,
  candidates: [],
}

const whoRows = createRows<Who>(
  () => ({ ...NOBODY }),
  (who) => [
    who.agentId,
    who.workloadId,
    who.credentialId,
    who.taskId,
    who.owner,
    who.tier,
    who.purpose,
    who.attributed,
    who.candidates,
  ],
)

const FRESH_ENTRY: Entry = {
  timeMs: 0,
  steps: 0,
  eventId: '',
  topic: '',
  identity: '',
  occurrence: '',
  value: '',
  amount: NaN,
  up: null,
  who: NOBODY,
  holds: false,
  told: NaN,
  capability: -1,
  action: '',
  resourceId: '',
  sensitivity: '',
}

/** Without whom it is about: entries that follow one another share that. */
const entryRows = createRows<Entry>(
  () => ({ ...FRESH_ENTRY }),
  (entry) => [
    entry.timeMs,
    entry.steps,
    entry.eventId,
    entry.topic,
    entry.identity,
    entry.occurrence,
    entry.value,
    entry.up,
    entry.holds,
    entry.told,
    entry.capability,
    entry.action,
    entry.resourceId,
    entry.sensitivity,
  ],
  ['amount', 'who'],
)

export const WINDOW_ROWS: readonly Named[] = [entryRows, whoRows]

type Packed = readonly [
  entries: readonly Row[],
  whos: readonly Row[],
  /** of each of them the first entry that is about it, by its place */
  from: readonly number[],
  base: Episode | null,
  open: readonly Episode[],
  /** null: nothing is due */
  dueMs: number | null,
  /** null: nothing is gone */
  goneMs: number | null,
]

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
  const entries = group.first === 0 ? group.entries : group.entries.slice(group.first)
  const whos: Who[] = []
  const from: number[] = []
  for (const [i, { who }] of entries.entries()) {
    if (who === whos.at(-1)) continue
    whos.push(who)
    from.push(i)
  }
  const packed: Packed = [
    entryRows.write(entries),
    whoRows.write(whos),
    from,
    group.base,
    group.open,
    group.dueMs < Infinity ? group.dueMs : null,
    group.goneMs > -Infinity ? group.goneMs : null,
  ]
  return JSON.stringify(packed)
}

export function readGroup(plan: Plan, key: string, written: string): Group {
  const [entries, whos, from, base, open, dueMs, goneMs] = JSON.parse(written) as Packed
  const group = createGroup(plan, key)
  const next = whoRows.read(whos)
  let at = -1
  for (const [i, entry] of entryRows.read(entries).entries()) {
    if (from[at + 1] === i) at++
    const left = group.entries.at(-1)
    if (left !== undefined && left.timeMs === entry.timeMs && sameCounted(left, entry))
      group.doubles++
    group.steps |= entry.steps
    group.entries.push({ ...entry, amount: amountOf(entry.value), who: next[at] as Who })
  }
  group.lastMs = group.entries.at(-1)?.timeMs ?? -Infinity
  group.base = base
  group.open = [...open]
  group.dueMs = dueMs ?? Infinity
  group.goneMs = goneMs ?? -Infinity
  return group
}
