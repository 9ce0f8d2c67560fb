// What is happening now: what waits for a person, then the newest commands, findings and decisions.
import { answerForm, type AnswerForm } from './answer.js'
import { fill, fillKeyed, make, type Keyed } from './dom.js'
import type { Engine } from './engine.js'
import {
  fitsCommand,
  fitsDecision,
  fitsFinding,
  fitsQuestion,
  type Filter,
} from './records-filter.js'
import { latest, targetOf, type Known, type Lived, type Question } from './records.js'
import { commandRow, decisionRow, findingRow } from './rows.js'
import { badge, facts, identityLink } from './rows-line.js'
import { counted, left, plain, stamp } from './words.js'

export interface View {
  readonly element: HTMLElement
  show(filter: Filter): void
}

/** Commands that stand, which a person can take back. */
const STANDING: ReadonlySet<string> = new Set(['revoke', 'contain'])
const OVER: ReadonlySet<string> = new Set(['undone', 'lapsed', 'closed'])

export function undoForm(command: Lived, engine: Engine): HTMLElement | null {
  const { id, type, life, scope } = command
  if (!STANDING.has(type) || (life !== undefined && OVER.has(life.state))) return null
  return make(
    'details',
    { class: 'undo' },
    make('summary', {}, `Take back: ${type} ${scope} ${plain(targetOf(command))}`),
    answerForm({ id, kind: 'undo' }, engine).element,
  )
}

/** Its form stays as it is while the question changes, so that nothing that was typed is lost. */
export function createQuestionRows(
  engine: Engine,
): (questions: readonly Question[]) => readonly Keyed[] {
  const forms = new Map<string, AnswerForm>()
  const formOf = (question: Question): HTMLElement => {
    const form = forms.get(question.id) ?? answerForm({ ...question, kind: 'question' }, engine)
    forms.set(question.id, form)
    form.alike(question.bundled)
    return form.element
  }
  return (questions) => {
    const open = new Set(questions.map(({ id }) => id))
    for (const id of forms.keys()) if (!open.has(id)) forms.delete(id)
    return questions.map((question) => ({
      key: question.id,
      print: JSON.stringify([question.approved_by, question.bundled, question.blast_radius]),
      make: () => questionCard(question, formOf(question)),
    }))
  }
}

function questionCard(question: Question, form: HTMLElement): HTMLElement {
  const { deadline, approvers_needed, approved_by, capability, action, resource_id } = question
  const nowMs = Date.now()
  const what = action === '' ? capability : action
  return make(
    'li',
    { class: 'card notice' },
    make(
      'div',
      { class: 'head' },
      badge('escalate'),
      identityLink(question.identity),
      badge(`tier ${question.tier}`),
      make('time', { 'data-until': String(deadline), class: 'until' }, left(deadline, nowMs)),
    ),
    make('p', { class: 'reason' }, make('bdi', {}, plain(question.reason))),
    facts(
      ['act', resource_id === '' ? what : `${what} on ${resource_id}`],
      ['task', question.task_id],
      ['purpose', question.purpose === '' ? 'none declared' : question.purpose],
      ['credential', question.credential_id],
      ['sensitivity', question.sensitivity],
      ['blast radius', `${question.blast_radius} of 100`],
      ['rule', question.rules.join(', ')],
      ['events', question.evidence.join(', ')],
      ['asked', stamp(question.asked, nowMs)],
      ['unanswered', question.on_timeout === 'revoke' ? 'the task is revoked' : 'it is allowed'],
      [
        'approvals',
        approvers_needed > 1 || approved_by.length > 0
          ? `${approved_by.length} of ${approvers_needed}${approved_by.length === 0 ? '' : `: ${approved_by.join(', ')}`}`
          : '',
      ],
      ['question', question.id],
    ),
    form,
  )
}

export function createOverview(engine: Engine): View {
  const questionRows = createQuestionRows(engine)
  const waiting = section('Waits for a person', 'cards')
  const commands = section('Commands', 'lines', () => engine.older('commands'))
  const findings = section('Findings', 'lines', () => engine.older('findings'))
  const decisions = section('Decisions', 'lines', () => engine.older('decisions'))
  const tiles = make('ul', { class: 'tiles', 'aria-label': 'Figures' })
  return {
    element: make(
      'div',
      {},
      tiles,
      waiting.element,
      make('div', { class: 'halves' }, commands.element, findings.element),
      decisions.element,
    ),
    show(filter) {
      const { known } = engine
      const undo = (command: Lived) => undoForm(command, engine)
      fill(tiles, ...tilesOf(engine))
      waiting.show(
        questionRows(known.questions.filter((one) => fitsQuestion(filter, one))),
        known.questions.length === 0 ? 'Nothing waits for an answer.' : NONE_FITS,
      )
      commands.show(
        latest(known.commands)
          .filter((one) => fitsCommand(filter, one))
          .map((one) => commandRow(one, known, undo)),
        known.commands.items.length === 0 ? `No command yet.${OF_MEMBERS}` : NONE_FITS,
        known.commands.next !== null,
      )
      findings.show(
        known.findings.items
          .filter((one) => fitsFinding(filter, one, known))
          .map((one) => findingRow(one, known)),
        known.findings.items.length === 0 ? `No finding yet.${OF_MEMBERS}` : NONE_FITS,
        known.findings.next !== null,
      )
      decisions.show(
        known.decisions.items
          .filter((one) => fitsDecision(filter, one))
          .map((one) => decisionRow(one, known)),
        known.decisions.items.length === 0 ? `No decision yet.${OF_MEMBERS}` : NONE_FITS,
        known.decisions.next !== null,
      )
    },
  }
}

/** The embedded log lists all that stands in it; on Kafka that would be to read it whole. */
const OF_MEMBERS = ' On Kafka a member lists those that it published since its start.'
const NONE_FITS = 'None of those that are shown here fits the filter.'

export interface Section {
  readonly element: HTMLElement
  show(rows: readonly Keyed[], empty: string, hasOlder?: boolean): void
}

/** A heading with the count, the list, and the way to what is older. */
export function section(
  name: string,
  kind: 'cards' | 'lines',
  older?: () => Promise<void>,
): Section {
  const count = make('span', { class: 'count' })
  const list = make('ul', { class: kind })
  const button = make(
    'button',
    { type: 'button', class: 'older', hidden: true, on: { click: () => void older?.() } },
    'Show older',
  )
  const id = `list-${name.toLowerCase().replaceAll(' ', '-')}`
  return {
    element: make(
      'section',
      { 'aria-labelledby': id, class: `of-${kind}` },
      make('h2', { id }, name, ' ', count),
      list,
      button,
    ),
    show(rows, empty, hasOlder = false) {
      count.textContent = rows.length === 0 ? '' : String(rows.length)
      fillKeyed(list, rows, () => make('li', { class: 'empty' }, empty))
      button.hidden = !hasOlder
    },
  }
}

/** Commands that are neither known to have had effect nor over. */
const UNSETTLED = ['sent', 'acknowledged', 'unconfirmed', 'failed', 'ineffective'] as const
const AMISS: ReadonlySet<string> = new Set(['unconfirmed', 'failed', 'ineffective'])

function tilesOf({ known, figures }: Engine): readonly HTMLElement[] {
  const waiting = known.questions.length
  const many = known.isMore ? '+' : ''
  const tile = (figure: string, name: string, tone = 'calm'): HTMLElement =>
    make('li', { class: `tile ${tone}` }, make('strong', {}, figure), make('span', {}, name))
  const tiles = [tile(`${waiting}${many}`, 'wait for a person', waiting === 0 ? 'calm' : 'notice')]
  if (figures === null) return tiles
  const { states, perSecond, eventsRead, lag, identities, judged } = figures
  const { here, elsewhere } = judged
  if (elsewhere > 0)
    tiles.push(
      tile(
        `${here} of ${here + elsewhere}`,
        'partitions are judged here: what others judge stands in their consoles',
        'notice',
      ),
    )
  const unsettled = UNSETTLED.filter((state) => (states[state] ?? 0) > 0)
  const tone = unsettled.some((state) => AMISS.has(state)) ? 'grave' : 'notice'
  tiles.push(
    tile(
      String(unsettled.reduce((sum, state) => sum + (states[state] ?? 0), 0)),
      unsettled.length === 0
        ? 'commands without a known end'
        : `commands: ${unsettled.map((state) => `${states[state]} ${state}`).join(', ')}`,
      unsettled.length === 0 ? 'calm' : tone,
    ),
    tile(identities.toLocaleString('en'), 'identities'),
    tile(
      perSecond === null ? '–' : perSecond.toFixed(perSecond < 10 ? 1 : 0),
      `events a second, ${eventsRead.toLocaleString('en')} read`,
    ),
    tile(lag.toLocaleString('en'), 'events wait to be read', lag > 1000 ? 'notice' : 'calm'),
  )
  return tiles
}

/** Said to those who hear the page, when it changes. */
export function spokenOf({ questions }: Known): string {
  return questions.length === 0
    ? ''
    : `${counted(questions.length, 'question waits', 'questions wait')} for a person`
}
