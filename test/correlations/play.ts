// Plays matching events through the windows of correlations in a given order of arrival, with restarts, and tells what stands.
import { amountOf, type Entry, type Group } from '../../src/detect/windows/entry.js'
import type { Up } from '../../src/model/match.js'
import { createWindows, type Windows } from '../../src/detect/windows/windows.js'
import type { Feed, Plans } from '../../src/sigma/correlation/plan.js'
import { readGroup, writeGroup } from '../../src/store/window-state.js'

/** An event that matches some detection rules; `fields` by name. */
export interface Played {
  readonly name: string
  readonly timeMs: number
  readonly rules: readonly string[]
  readonly fields: Readonly<Record<string, string>>
  /** it is taken back once it and the next so many have come; null: never */
  readonly gone?: number | null
  readonly late?: boolean
}

export interface Outcome {
  /** `rule|group|bucket` of what was raised and not withdrawn, sorted */
  readonly standing: readonly string[]
  readonly raised: number
  readonly withdrawn: number
  readonly windows: Windows
}

const WHO = {
  agentId: 'a',
  workloadId: '',
  credentialId: '',
  taskId: '',
  owner: '',
  tier: '',
  purpose: '',
  attributed: true,
  candidates: [],
}

export interface PlayOptions {
  readonly latenessMs: number
  /** after how many events the state is written, forgotten and read again */
  readonly restarts?: readonly number[]
  /** to where the stream's time runs on after the last event */
  readonly untilMs: number
}

export function play(plans: Plans, events: readonly Played[], options: PlayOptions): Outcome {
  const standing = new Map<string, number>()
  let raised = 0
  let withdrawn = 0
  const kept = new Map<string, string>()
  let streamMs = -Infinity
  const open = (): Windows => {
    const windows = createWindows({
      plans,
      latenessMs: options.latenessMs,
      sink: {
        raised(group, { bucket }) {
          raised++
          const key = `${group.plan.rule.id}|${group.key}|${bucket}`
          if (standing.has(key)) throw new Error(`${key} was raised twice`)
          standing.set(key, 1)
        },
        repeated(group, { bucket }) {
          if (!standing.has(`${group.plan.rule.id}|${group.key}|${bucket}`))
            throw new Error('what was not raised cannot be repeated')
        },
        withdrawn(group, { bucket }) {
          withdrawn++
          if (!standing.delete(`${group.plan.rule.id}|${group.key}|${bucket}`))
            throw new Error('what was not raised cannot be withdrawn')
        },
        told(up, entry, momentMs, occurrence, gone) {
          if (gone)
            windows.remove(windows.planOf(up.correlation)!, up.group, {
              ...entry,
              timeMs: momentMs,
              occurrence,
            })
          else
            windows.add(
              windows.planOf(up.correlation)!,
              up.group,
              {
                ...entry,
                timeMs: momentMs,
                steps: 1 << up.step,
                occurrence,
                value: up.value,
                amount: amountOf(up.value),
                up: up.up,
                holds: false,
                told: NaN,
              },
              false,
            )
        },
      },
    })
    return windows
  }
  let windows = open()
  const restart = (): void => {
    for (const group of windows.takeChanged()) {
      const key = `${group.plan.index}/${group.key}`
      if (group.gone) kept.delete(key)
      else kept.set(key, writeGroup(group))
    }
    streamMs = windows.streamMs
    windows = open()
    windows.restoreTime(streamMs)
    for (const [key, text] of kept) {
      const [index, group] = [
        Number(key.slice(0, key.indexOf('/'))),
        key.slice(key.indexOf('/') + 1),
      ]
      windows.restore(readGroup(plans.all[index]!, group, text))
    }
  }
  const leaving = new Map<number, Played[]>()
  events.forEach((event, i) => {
    windows.advance(event.timeMs)
    for (const [feed, entry, key] of entriesOf(plans, event))
      windows.add(plans.all[feed.plan]!, key, entry, event.late ?? false)
    if (event.gone != null)
      leaving.set(i + event.gone, [...(leaving.get(i + event.gone) ?? []), event])
    for (const gone of leaving.get(i) ?? [])
      for (const [feed, entry, key] of entriesOf(plans, gone))
        windows.remove(plans.all[feed.plan]!, key, { ...entry })
    leaving.delete(i)
    if (options.restarts?.includes(i) === true) restart()
  })
  for (const gone of [...leaving.values()].flat())
    for (const [feed, entry, key] of entriesOf(plans, gone))
      windows.remove(plans.all[feed.plan]!, key, { ...entry })
  windows.advance(options.untilMs)
  return { standing: [...standing.keys()].sort(), raised, withdrawn, windows }
}

function* entriesOf(plans: Plans, event: Played): Generator<readonly [Feed, Entry, string]> {
  for (const rule of event.rules)
    for (const feed of plans.feeds.get(rule) ?? []) {
      const key = groupOf(feed, event)
      yield [
        feed,
        {
          timeMs: event.timeMs,
          steps: 1 << feed.step,
          eventId: event.name,
          topic: 't',
          identity: 'a',
          occurrence: '',
          value: valueOf(feed, event),
          amount: amountOf(valueOf(feed, event)),
          up: upOf(plans, feed, event),
          capability: -1,
          action: '',
          resourceId: '',
          sensitivity: '',
          who: WHO,
          holds: false,
          told: NaN,
        },
        key,
      ]
    }
}

const groupOf = (feed: Feed, { fields }: Played): string =>
  feed.groupFields.map(({ name }) => fields[name] ?? '').join('\u0000')
const valueOf = (feed: Feed, { fields }: Played): string =>
  feed.valueFields.map(({ name }) => fields[name] ?? '').join('\u0000')
function upOf(plans: Plans, feed: Feed, event: Played): readonly Up[] | null {
  if (feed.parents.length === 0) return null
  return feed.parents.map((parent) => ({
    correlation: plans.all[parent.plan]!.stateKey,
    step: parent.step,
    group: groupOf(parent, event),
    value: valueOf(parent, event),
    up: upOf(plans, parent, event),
  }))
}

/** Groups as they stand, for a look inside. */
export function groupsOf(windows: Windows): readonly Group[] {
  return [...windows.takeChanged()].filter(({ gone }) => !gone)
}
