// The state of a `judge` task as entries: one per identity and per command, the stream's time, and the budget.
import type { Judge } from '../engine.js'
import type { StateEntries } from './changelog.js'
import { readContext, writeContext } from './context-state.js'
import { createWindowState, isWindow } from './window-state.js'

export interface JudgeState extends StateEntries {
  /** this identity's context was changed by the batch */
  touch(identity: string): void
}

const BUDGET = 'b'
const TIME = 't'
/** who spoke when */
const HEARD = 'h'
const PERSON = 'p/'
/** what is known of clocks */
const CLOCK = 'k/'
const FATIGUE = 'a'
/** what is usual of an owner, or of all */
const GROUP = 'g/'

export function createJudgeState(judge: Judge): JudgeState {
  const { respond } = judge
  const { contexts, provenances, delegation, watching } = judge.correlate
  const { hearing, persons, clocks } = watching
  const { ledger } = provenances
  const { groups } = judge.correlate.habits
  const { kins } = delegation
  const { followeds } = respond.confirmation
  const { questions, fatigue } = respond.approvals
  let tired: string | null = null
  const touched = new Set<string>()
  const windows = judge.ruled === null ? null : createWindowState(judge.ruled.correlations.windows)
  contexts.trackEvicted()
  ledger.track()
  kins.track()
  groups.track()
  clocks.track()
  let budget = JSON.stringify(respond.budget.save())
  let time = ''
  return {
    touch: (identity) => void touched.add(identity),
    *drain() {
      for (const identity of touched) {
        const context = contexts.all.get(identity)
        yield [`c/${identity}`, context === undefined ? null : writeContext(context)] as const
      }
      touched.clear()
      for (const identity of contexts.takeEvicted())
        if (!contexts.all.has(identity)) yield [`c/${identity}`, null] as const
      for (const [key, value] of ledger.drain()) yield [`v/${key}`, value] as const
      for (const [key, value] of kins.drain()) yield [`d/${key}`, value] as const
      for (const [key, value] of groups.drain()) yield [GROUP + key, value] as const
      if (windows !== null) yield* windows.drain()
      for (const [person, value] of persons.drain()) yield [PERSON + person, value] as const
      for (const [key, value] of clocks.drain()) yield [CLOCK + key, value] as const
      const heard = hearing?.take() ?? null
      if (heard !== null) yield [HEARD, heard] as const
      for (const [id, text] of questions.drain()) yield [`q/${id}`, text] as const
      const spent = fatigue.save()
      if (spent !== tired && spent !== null) yield [FATIGUE, (tired = spent)] as const
      for (const [id, text] of followeds.drain()) yield [`f/${id}`, text] as const
      const now = JSON.stringify(respond.budget.save())
      if (now !== budget) yield [BUDGET, (budget = now)] as const
      const streamMs = String(judge.streamMs)
      if (streamMs !== time && judge.streamMs > -Infinity) yield [TIME, (time = streamMs)] as const
    },
    current(key) {
      if (key === BUDGET) return budget
      if (key === TIME) return time
      if (key === HEARD) return hearing?.current() ?? null
      if (key.startsWith(PERSON)) return persons.current(key.slice(PERSON.length))
      if (key.startsWith(CLOCK)) return clocks.current(key.slice(CLOCK.length))
      if (key.startsWith(GROUP)) return groups.current(key.slice(GROUP.length))
      if (isWindow(key)) return windows?.current(key) ?? null
      if (key.startsWith('v/')) return ledger.current(key.slice(2))
      if (key.startsWith('d/')) return kins.current(key.slice(2))
      if (key === FATIGUE) return tired
      if (key.startsWith('q/')) return questions.current(key.slice(2))
      if (key.startsWith('f/')) return followeds.current(key.slice(2))
      const context = contexts.all.get(key.slice(2))
      return context === undefined ? null : writeContext(context)
    },
    restore(key, value) {
      if (key === BUDGET) {
        budget = value
        respond.budget.restore(JSON.parse(value) as never)
      } else if (key === TIME) {
        time = value
        judge.restoreTime(Number(value))
      } else if (key === HEARD) hearing?.restore(value)
      else if (key.startsWith(PERSON)) persons.restore(key.slice(PERSON.length), value)
      else if (key.startsWith(CLOCK)) clocks.restore(key.slice(CLOCK.length), value)
      else if (key.startsWith(GROUP)) groups.restore(key.slice(GROUP.length), value)
      else if (isWindow(key)) windows?.restore(key, value)
      else if (key.startsWith('v/')) ledger.restore(key.slice(2), value)
      else if (key.startsWith('q/')) questions.restore(value)
      else if (key === FATIGUE) fatigue.restore((tired = value))
      else if (key.startsWith('f/')) respond.confirmation.restore(value)
      else if (key.startsWith('d/')) {
        const identity = kins.restore(key.slice(2), value)
        const context = contexts.all.get(identity)
        if (context !== undefined) context.kin = kins.of(identity)
      } else {
        const context = readContext(value)
        context.kin = kins.of(context.id)
        judge.correlate.restore(context)
      }
    },
  }
}
