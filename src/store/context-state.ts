// One identity's context as a value of a task's state: rows of what differs from a fresh one, as most of a context is nothing.
import { createContext, createCredential, createTask } from '../correlate/contexts.js'
import type { Context, OpenCause, Use } from '../model/context.js'
import { createBaseline, type Habits, type Known } from '../model/context-habits.js'
import { createWatch } from '../model/context-watch.js'
import {
  createRows,
  fitRows,
  keptRows,
  type Named,
  readFits,
  type Row,
  useRows,
  writeFits,
  type WrittenFits,
} from './rows.js'

const taskRows = createRows(
  () => createTask(''),
  (task) => [
    task.id,
    task.marks,
    task.startMs,
    task.startEvent,
    task.endMs,
    task.endEvent,
    task.suspendedMs,
    task.suspendedEvent,
    task.resumedMs,
    task.purpose,
    task.coverage,
    task.purposeMs,
    task.purposeEvent,
    task.purposeByStart,
    task.requestedBy,
    task.parent,
    task.classes,
    task.forgottenClasses,
  ],
)

const credentialRows = createRows(
  () => createCredential(''),
  (credential) => [
    credential.id,
    credential.issuedMs,
    credential.issuedEvent,
    credential.expiresMs,
    credential.openEnded,
    credential.scopes,
    credential.actions,
    credential.usedMs,
    credential.revokedMs,
    credential.revokedEvent,
    credential.marks,
    credential.replaces,
    credential.replacedMs,
    credential.tasks,
    credential.workloads,
    credential.firstUser,
    credential.firstUserMs,
    credential.firstUserEvent,
  ],
)

const watchRows = createRows(createWatch, (watch) => [
  watch.elapsedMs,
  watch.heard,
  watch.restsMs,
  watch.silence,
  watch.points,
  watch.rulings,
  watch.ruled,
  watch.soles,
  watch.vanished,
  watch.undecided,
  watch.undecidedCount,
  watch.risks,
  watch.skewed,
])

/** Without what has rows of its own, and without `kin`, which has entries of its own, as there may be many. */
const contextRows = createRows(
  () => createContext(''),
  (context) => [
    context.id,
    context.agentId,
    context.workloadId,
    context.homes,
    context.owner,
    context.tiers,
    context.usesNext,
    context.forgottenMs,
    context.firsts,
    context.classes,
    context.sensitivity,
    context.forgottenClasses,
    context.forgottenSensitivity,
    context.lastMs,
    context.grants,
    context.sources,
    context.dueMs,
    context.ended,
    context.seen,
  ],
  ['tasks', 'credentials', 'uses', 'causes', 'fits', 'kin', 'watch', 'habits', 'touched'],
)

type Written = readonly [
  context: Row,
  tasks: readonly Row[],
  credentials: readonly Row[],
  uses: readonly Row[],
  causes: readonly OpenCause[] | null,
  fits: WrittenFits | null,
  watch: Row | null,
  habits: WrittenHabits | null,
]

export function writeContext(context: Context): string {
  const { tasks, credentials, uses, causes, fits, watch, habits } = context
  const written: Written = [
    contextRows.writeOne(context),
    tasks.map(taskRows.writeOne),
    credentials.map(credentialRows.writeOne),
    useRows.write(uses),
    causes === null ? null : [...causes.values()],
    fits === null ? null : writeFits(fits),
    watch === null ? null : watchRows.writeOne(watch),
    habits === null ? null : writeHabits(habits),
  ]
  return JSON.stringify(written)
}

export function readContext(text: string): Context {
  const [context, tasks, credentials, uses, causes, fits, watch, habits] = JSON.parse(
    text,
  ) as Written
  return {
    ...contextRows.readOne(context),
    tasks: tasks.map(taskRows.readOne),
    credentials: credentials.map(credentialRows.readOne),
    uses: useRows.read(uses),
    causes: causes === null ? null : new Map(causes.map((open) => [open.cause.key, open])),
    fits: fits === null ? null : readFits(fits),
    watch: watch === null ? null : watchRows.readOne(watch),
    habits: habits === null ? null : readHabits(habits),
    touched: true,
  }
}

const baselineRows = createRows(
  createBaseline,
  (base) => [
    base.sinceMs,
    base.seen,
    base.weight,
    base.atMs,
    base.turn,
    base.crowdedMs,
    base.told,
    base.toldMs,
  ],
  ['volume', 'known'],
)

const volumeRows = createRows(
  () => createBaseline().volume,
  (volume) => [volume.hour, volume.n, volume.told, volume.hours, volume.sum, volume.squares],
)

const knownRows = createRows<Known>(
  () => ({ firstMs: 0, firstEvent: '', weight: 0, atMs: 0, turn: 0 }),
  (known) => [known.firstMs, known.firstEvent, known.weight, known.atMs, known.turn],
)

/** What is known of its owner and of all has entries of its own. */
type WrittenHabits = readonly [
  own: Row,
  volume: Row,
  values: readonly string[],
  known: readonly Row[],
  pending: readonly (readonly [minute: number, values: readonly string[], n: number])[],
  uses: readonly Row[],
]

function writeHabits({ own, pending }: Habits): WrittenHabits {
  return [
    baselineRows.writeOne(own),
    volumeRows.writeOne(own.volume),
    [...own.known.keys()],
    knownRows.write([...own.known.values()]),
    pending.map(({ minute, values, n }) => [minute, values, n] as const),
    useRows.write(pending.map(({ use }) => use)),
  ]
}

function readHabits([own, volume, values, known, pending, uses]: WrittenHabits): Habits {
  const knowns = knownRows.read(known)
  const firsts = useRows.read(uses)
  return {
    own: {
      ...baselineRows.readOne(own),
      volume: volumeRows.readOne(volume),
      known: new Map(values.map((value, i) => [value, knowns[i] as Known])),
    },
    pending: pending.map(([minute, like, n], i) => ({
      minute,
      values: like,
      use: firsts[i] as Use,
      n,
    })),
    news: [],
    owner: null,
    fleet: null,
    memory: { warmupMs: 0, halfLifeMs: 1, latenessMs: 0 },
  }
}

export const CONTEXT_ROWS: readonly Named[] = [
  contextRows,
  taskRows,
  credentialRows,
  useRows,
  keptRows,
  fitRows,
  watchRows,
  baselineRows,
  volumeRows,
  knownRows,
]
