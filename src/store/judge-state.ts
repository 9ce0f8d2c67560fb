// The state of a `judge` task as entries: one per identity and per command, the stream's time, and the budget.
import { createContext, createCredential, createTask } from '../correlate/contexts.js'
import type { Judge } from '../engine.js'
import type { Context, CredentialContext, OpenCause, TaskContext } from '../model/context.js'
import type { Baseline, Habits, Known } from '../model/context-habits.js'
import { createWatch, type Watch } from '../model/context-watch.js'
import type { StateEntries } from './changelog.js'
import { readFits, useRows, writeFits, type WrittenFits } from './rows.js'
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

type Compact = Record<string, unknown>

/** Only what differs from a fresh one is written: most of a context is nothing. NaN and the infinities have no JSON: they are the fresh values. */
function differing(object: object, fresh: object): Compact {
  const out: Compact = {}
  for (const [name, value] of Object.entries(object)) {
    if (Object.is(value, (fresh as Compact)[name])) continue
    if (Array.isArray(value) && value.length === 0) continue
    out[name] = value
  }
  return out
}

const FRESH_CONTEXT = createContext('')
const FRESH_TASK = createTask('')
const FRESH_CREDENTIAL = createCredential('')
const FRESH_WATCH = createWatch()

export function writeContext(context: Context): string {
  return JSON.stringify({
    ...differing(context, FRESH_CONTEXT),
    tasks: context.tasks.map((task) => differing(task, FRESH_TASK)),
    credentials: context.credentials.map((credential) => differing(credential, FRESH_CREDENTIAL)),
    causes: context.causes === null ? null : [...context.causes.values()],
    uses: context.uses.length === 0 ? undefined : useRows.write(context.uses),
    fits: context.fits === null ? undefined : writeFits(context.fits),
    watch: context.watch === null ? undefined : differing(context.watch, FRESH_WATCH),
    habits: context.habits === null ? undefined : writeHabits(context.habits),
    touched: undefined,
    // It has entries of its own, as there may be many.
    kin: undefined,
  })
}

export function readContext(text: string): Context {
  const said = JSON.parse(text) as Compact & {
    id: string
    tasks: Partial<TaskContext>[]
    credentials: Partial<CredentialContext>[]
    causes: OpenCause[] | null
    watch?: Partial<Watch>
    habits?: WrittenHabits
    uses?: unknown[][]
    fits?: WrittenFits
  }
  return {
    ...createContext(said.id),
    ...said,
    tasks: said.tasks.map((task) => ({ ...createTask(''), ...task })),
    credentials: said.credentials.map((credential) => ({ ...createCredential(''), ...credential })),
    causes:
      said.causes === null ? null : new Map(said.causes.map((open) => [open.cause.key, open])),
    watch: said.watch === undefined ? null : { ...createWatch(), ...said.watch },
    habits: said.habits === undefined ? null : readHabits(said.habits),
    uses: said.uses === undefined ? [] : useRows.read(said.uses),
    fits: said.fits === undefined ? null : readFits(said.fits),
    touched: true,
  }
}

interface WrittenHabits {
  readonly own: Omit<Baseline, 'known'> & { readonly known: readonly (readonly [string, Known])[] }
  readonly pending: Habits['pending']
}

/** What is known of its owner and of all has entries of its own. */
function writeHabits({ own, pending }: Habits): WrittenHabits {
  return { own: { ...own, known: [...own.known] }, pending }
}

function readHabits({ own, pending }: WrittenHabits): Habits {
  return {
    own: { ...own, known: new Map(own.known) },
    pending,
    news: [],
    owner: null,
    fleet: null,
    memory: { warmupMs: 0, halfLifeMs: 1, latenessMs: 0 },
  }
}
