// The way of answers through the flow: approvals and command results in, on to the tasks that asked.
import { NeedsSchema, type Admit } from './admit/admit.js'
import { COMMAND_STATES, type Commanded, type CommandLife } from './model/life-command.js'
import { Problem } from './model/problem.js'
import { isBundle, partitionOfHash, routeOf } from './model/route.js'
import { recordBytesMax, type Settings } from './model/settings.js'
import { byDeadline, type Question } from './respond/approvals/questions.js'
import { plain, roleOf, type Subject } from './respond/approvals/roles.js'
import type { Followed } from './respond/confirmation/followed.js'
import { overOf } from './respond/confirmation/undoing.js'
import { createAnswerTask, type AnswerTask } from './topology/answer.js'
import type { JudgeTask } from './topology/judge.js'
import type { FlowObserver, Tasks } from './tasks.js'
import type { Delivery, Topology } from './transport/port.js'

/** What reading needs of the surroundings. */
export interface Reading {
  readonly fetchSchema: ((id: number, waits: (problem: Problem) => void) => Promise<void>) | null
  readonly observer: FlowObserver
}

/** The questions that the judging tasks of this process hold. */
export interface Asked {
  /** that wait for an answer, earliest deadline first */
  open(): readonly Question[]
  /** null: nobody asked it; `elsewhere`: another process judges it, where there is such a question. Of a bundle the last that waits, else the last of all, where all of it would be held here */
  find(id: string): Question | null | 'elsewhere'
  /** those of a bundle that wait here, earliest deadline first */
  bundled(id: string): readonly Question[]
  /** those of a bundle that are remembered here, also those that are decided or over */
  alike(id: string): readonly Question[]
  /** Why a person cannot let pass what a question or a command of this id is about, as a clause; '' where nothing that is known now speaks against it */
  objection(id: string, approver: string): string
}

type Judging = Pick<JudgeTask, 'questions' | 'followeds' | 'contextOf'>

export function askedOf(
  partitions: number,
  judgeAt: (partition: number) => Judging | undefined,
): Asked {
  const here = (): readonly Judging[] =>
    Array.from({ length: partitions }, (_, at) => judgeAt(at) ?? []).flat()
  const sorted = (questions: readonly Question[]): readonly Question[] =>
    questions.toSorted(byDeadline)
  const bundled = (id: string): readonly Question[] =>
    sorted(here().flatMap(({ questions }) => questions.bundled(id)))
  const alike = (id: string): readonly Question[] =>
    sorted(here().flatMap(({ questions }) => questions.alikeIn(id)))
  const judging = (id: string): Judging | undefined =>
    judgeAt(partitionOfHash(routeOf(id), partitions))
  return {
    open: () => sorted(here().flatMap(({ questions }) => questions.open())),
    bundled,
    alike,
    find(id) {
      if (isBundle(id)) {
        if (here().length < partitions) return 'elsewhere'
        return bundled(id).at(-1) ?? alike(id).at(-1) ?? null
      }
      const judge = judging(id)
      return judge === undefined ? 'elsewhere' : (judge.questions.get(id) ?? null)
    },
    objection(id, approver) {
      const judge = judging(id)
      const about = judge === undefined ? null : subjectOf(judge, id)
      if (judge === undefined || about === null) return ''
      const name = plain(approver)
      const role = roleOf(judge.contextOf(about.identity), about, name)
      if (role !== '') return `the approver is ${role}`
      return about.before.some((one) => plain(one) === name)
        ? 'the same person has said so before'
        : ''
    },
  }
}

/** What is decided about, and who has said so before. */
function subjectOf(
  { questions, followeds }: Judging,
  id: string,
): (Subject & { readonly before: readonly string[] }) | null {
  const question = questions.get(id)
  if (question !== undefined) {
    const { identity, cause, said } = question
    const { agentId, workloadId, taskId } = cause
    const before = said.map(({ approver }) => approver)
    return { identity, agentId, workloadId, taskId, before }
  }
  const followed = followeds.of(id)
  if (followed === undefined) return null
  const { identity, command, undoers: before } = followed
  const { agent_id: agentId, workload_id: workloadId, task_id: taskId } = command
  return { identity, agentId, workloadId, taskId, before }
}

export function commandedOf(
  partitions: number,
  judgeAt: (partition: number) => Pick<JudgeTask, 'followeds'> | undefined,
): Commanded {
  const of = (id: string): Followed | undefined =>
    judgeAt(partitionOfHash(routeOf(id), partitions))?.followeds.of(id)
  return {
    states: COMMAND_STATES,
    lifeOf(id) {
      const followed = of(id)
      return followed === undefined ? null : life(followed)
    },
    inState(state) {
      const found: Followed[] = []
      for (let at = 0; at < partitions; at++)
        for (const followed of judgeAt(at)?.followeds.all() ?? [])
          if (followed.state === state) found.push(followed)
      return found
        .map((followed) => ({ ...followed.command, life: life(followed) }))
        .sort((a, b) => b.time - a.time || (a.id < b.id ? -1 : 1))
    },
    overOf(id) {
      const followed = of(id)
      return followed === undefined ? undefined : overOf(followed)
    },
  }
}

function life({ state, attempt, doneMs }: Followed): CommandLife {
  return { state, attempts: attempt, confirmed: doneMs }
}

/** Beside the events, so that a person's answer does not wait behind a backlog of them. */
export function answerTopology({ topics }: Settings): Topology {
  return {
    name: 'answer',
    sources: [topics.approvals, topics.commandResults],
    // Nothing is written under its names: it has no state.
    changelog: topics.identifyChangelog,
    globals: [],
    tickMs: 0,
  }
}

export function answerTask(
  { settings, admit, observer }: { settings: Settings; admit: Admit; observer: FlowObserver },
  topic: string,
  judges: number,
): AnswerTask {
  return createAnswerTask({
    topics: settings.topics,
    recordBytesMax: recordBytesMax(settings.limits),
    admit,
    answer: topic === settings.topics.approvals ? 'approval' : 'result',
    partitionOf: (route) => partitionOfHash(route, judges),
    judges,
    refused: observer.refused,
  })
}

/** Reads again each time a schema that was missing has been fetched. */
export async function readWith<T>(
  { fetchSchema, observer }: Reading,
  delivery: Delivery,
  attempt: () => T | NeedsSchema,
): Promise<T> {
  for (;;) {
    const found = attempt()
    if (!(found instanceof NeedsSchema)) return found
    if (fetchSchema === null)
      throw new Problem('EVENT_SCHEMA_UNKNOWN', '', `schema ${found.id} needs a registry`)
    await fetchSchema(found.id, (problem) => observer.waits(delivery, problem))
  }
}

/** Answers go on to whoever asked. */
export async function handOn(
  options: Reading,
  tasks: Tasks<AnswerTask>,
  delivery: Delivery,
): Promise<void> {
  const task = tasks.of(delivery)
  if (task === null) return
  const batch = await readWith(options, delivery, () => task.read(delivery.records))
  const done = tasks.step(delivery, (now) => now.step(batch))
  if (done !== null) await tasks.publish(done)
}
