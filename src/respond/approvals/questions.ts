// The questions that people were asked: each bound to the act it is about, open until it is answered or its deadline passes.
import type { Tier } from '../../model/capability.js'
import type { Context } from '../../model/context.js'
import type { Received } from '../../model/context-delegation.js'
import { routedId, routeTo } from '../../model/route.js'
import { createDues } from '../../model/order/dues.js'
import { ruleOf, versionOf, type Cause } from '../../model/finding.js'
import { deriveId } from '../ids.js'

/**
 * - `open`: nobody has decided, or one has of the two that it needs.
 * - `approved`, `denied`: by people. The first decision stands.
 * - `expired`: the deadline passed. An approval that was given before it and comes late still counts, within the lateness.
 * - `withdrawn`: what it was about turned out to be nothing.
 */
export type QuestionState = 'open' | 'approved' | 'denied' | 'expired' | 'withdrawn'

/** What a person said that counts. */
export interface Said {
  readonly approver: string
  readonly timeMs: number
  /** how long it was meant to hold, in ms; 0: for one use */
  readonly validMs: number
}

export interface Question {
  /** approval id */
  readonly id: string
  readonly commandId: string
  readonly identity: string
  readonly tier: Tier
  /** what is asked about; its act is what an approval is bound to */
  readonly cause: Cause
  readonly digest: string
  readonly reason: string
  readonly blastRadius: number
  /** when it was asked; what it is about may lie long before that */
  readonly askedMs: number
  readonly deadlineMs: number
  readonly onTimeout: 'revoke' | 'allow'
  /** approvals it needs, from as many people */
  readonly needs: number
  /** what stands where nobody answers, as only a person may decide */
  readonly keeps: boolean
  /** what it has in common with questions about other children of the same delegation, so that one answer is for all; '' none */
  readonly bundle: string
  /** when silence counts: later than its deadline where nobody was at work then, or the budget was spent */
  dueMs: number
  /** causes that were bundled into it, beside its own */
  alike: number
  state: QuestionState
  said: Said[]
  /** answers without effect so far */
  voids: number
  /** event time at which it was decided, 0 while it is open */
  decidedMs: number
}

export interface Questions {
  readonly dropped: number
  readonly dueMs: number
  get(id: string): Question | undefined
  add(question: Question): void
  /** it was changed, and in what state it is now where that changed */
  touch(question: Question, state?: QuestionState): void
  /** silence counts only then */
  delay(question: Question, dueMs: number): void
  /** what is due before this time is due at that one only; once, however often it is said of it */
  defer(beforeMs: number, toMs: number): void
  /** open questions whose deadline lies at or before this time, earliest first */
  takeDue(toMs: number): readonly Question[]
  /** those that nobody has decided, earliest deadline first */
  open(): readonly Question[]
  /** those of a bundle that wait for an answer, in the same order */
  bundled(bundle: string): readonly Question[]
  /** all of a bundle that are remembered, in the same order */
  alikeIn(bundle: string): readonly Question[]
  drain(): Iterable<readonly [id: string, value: string | null]>
  current(id: string): string | null
  restore(value: string): void
}

/** questions remembered for each judging task; decided ones go first, then the oldest */
export const QUESTIONS_MAX = 50_000

/**
 * Whether it asks about a silence that could not revoke as the budget was spent: it stays open beyond its deadline, until
 * somebody answers or there is room.
 */
export function waitsForRoom({ cause, keeps, onTimeout }: Question): boolean {
  return onTimeout === 'revoke' && !keeps && cause.row === 'approval.refused'
}

/** What was asked, as one text that stands for it: another act, or the same by another rule, has another. */
export function digestOf(cause: Cause): string {
  const { action, resourceId, taskId, args = '' } = cause
  return deriveId('act', ruleOf(cause), versionOf(cause), taskId, action, resourceId, args)
}

/**
 * Questions about the children of one delegation, by one rule and about one act, are alike: a person who is asked about
 * each of hundreds looks at none. '' where nobody delegated what it is about.
 */
export function bundleOf({ kin }: Context, cause: Cause): string {
  let first: Received | null = null
  for (const received of kin?.received.values() ?? []) {
    const { task, credentialId } = received
    if (task === '' ? credentialId !== cause.credentialId : task !== cause.taskId) continue
    if (first === null || isBefore(received, first)) first = received
  }
  if (first === null) return ''
  const { from, parentTask } = first
  const { action, resourceId, args = '' } = cause
  const act = [ruleOf(cause), versionOf(cause), action, resourceId, args]
  return routedId('bdl', routeTo(from), from, parentTask, ...act)
}

function isBefore(a: Received, b: Received): boolean {
  return a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.key < b.key)
}

export function createQuestions(): Questions {
  const all = new Map<string, Question>()
  const dues = createDues<Question>()
  const touched = new Set<string>()
  let openCount = 0
  let dropped = 0

  /** The map is in the order in which was asked: decided questions are found at its beginning. */
  function makeRoom(): void {
    if (all.size < QUESTIONS_MAX) return
    let gone: string | null = null
    if (openCount < all.size)
      for (const [id, { state }] of all)
        if (state !== 'open') {
          gone = id
          break
        }
    gone ??= all.keys().next().value as string
    const question = all.get(gone) as Question
    if (question.state === 'open') openCount--
    all.delete(gone)
    touched.add(gone)
    dropped++
  }

  /** What was delayed since is due later. */
  function takeFirst(due: Question[]): void {
    const { dueMs, what } = dues.pop()
    if (what.state === 'open' && what.dueMs === dueMs && all.get(what.id) === what) due.push(what)
  }

  const alikeIn = (bundle: string): readonly Question[] =>
    [...all.values()].filter((one) => one.bundle === bundle).sort(byDeadline)

  return {
    get dropped() {
      return dropped
    },
    get dueMs() {
      return dues.nextMs
    },
    get: (id) => all.get(id),
    add(question) {
      makeRoom()
      all.set(question.id, question)
      openCount++
      dues.push(question.dueMs, question)
      touched.add(question.id)
    },
    touch(question, state = question.state) {
      if (question.state === 'open' && state !== 'open') openCount--
      question.state = state
      touched.add(question.id)
    },
    delay(question, dueMs) {
      question.dueMs = dueMs
      dues.push(dueMs, question)
      touched.add(question.id)
    },
    defer(beforeMs, toMs) {
      const due: Question[] = []
      while (dues.nextMs < beforeMs) takeFirst(due)
      for (const question of due) {
        if (question.dueMs === question.deadlineMs) {
          question.dueMs = toMs
          touched.add(question.id)
        }
        dues.push(question.dueMs, question)
      }
    },
    takeDue(toMs) {
      const due: Question[] = []
      while (dues.nextMs <= toMs) takeFirst(due)
      return due.sort(byDeadline)
    },
    open: () => [...all.values()].filter(({ state }) => state === 'open').sort(byDeadline),
    bundled: (bundle) => alikeIn(bundle).filter(({ state }) => state === 'open'),
    alikeIn,
    *drain() {
      for (const id of touched) {
        const question = all.get(id)
        yield [id, question === undefined ? null : JSON.stringify(question)] as const
      }
      touched.clear()
    },
    current(id) {
      const question = all.get(id)
      return question === undefined ? null : JSON.stringify(question)
    },
    restore(value) {
      const read = JSON.parse(value) as Question
      const { askedMs = read.cause.timeMs, dueMs = read.deadlineMs } = read as Partial<Question>
      const question: Question = { ...read, askedMs, dueMs }
      all.set(question.id, question)
      if (question.state !== 'open') return
      openCount++
      dues.push(question.dueMs, question)
    },
  }
}

/** The earliest first; of those with one deadline, what is about the earliest. */
export function byDeadline(a: Question, b: Question): number {
  return a.deadlineMs - b.deadlineMs || a.cause.timeMs - b.cause.timeMs || (a.id < b.id ? -1 : 1)
}
