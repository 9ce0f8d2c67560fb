// Who is judged here: the list of identities, and one of them with its tasks, credentials, and what was decided and why.
import { fill, fillKeyed, make } from './dom.js'
import type { Engine } from './engine.js'
import { fitsCommand, fitsDecision, fitsFinding, type Filter } from './records-filter.js'
import {
  emptyListing,
  identityOf,
  latest,
  prolonged,
  renewed,
  type IdentitySummary,
  type Known,
  type Lived,
} from './records.js'
import { commandRow, decisionRow, findingRow } from './rows.js'
import { badge, identityLink } from './rows-line.js'
import { cells, recordOf, table } from './identity-record.js'
import { createQuestionRows, section, undoForm, type View } from './overview.js'
import { plain, stamp } from './words.js'

export function createIdentities(engine: Engine): View & { load(): void } {
  const body = make('tbody')
  const older = make(
    'button',
    { type: 'button', class: 'older', hidden: true, on: { click: () => void more() } },
    'Show older',
  )
  const note = make('p', { class: 'quiet' })
  let listing = emptyListing<IdentitySummary>(({ id }) => id)
  let filter: Filter | null = null

  const draw = (): void => {
    const of = filter?.of.trim().toLowerCase() ?? ''
    const { items, next } = listing
    const fit = items.filter(({ id, owner, workload_id }) =>
      [id, owner, workload_id].some((text) => text.toLowerCase().includes(of)),
    )
    const rows = fit.map((one) => ({
      key: one.id,
      print: JSON.stringify(one),
      make: () => row(one),
    }))
    fillKeyed(body, rows, () => make('tr'))
    older.hidden = next === null
    note.textContent =
      items.length === 0
        ? 'No identity is known yet.'
        : `${fit.length} of the ${items.length} that were active last. On Kafka each member tells of those that it judges.`
  }
  const load = async (before: string | null): Promise<void> => {
    try {
      const page = await engine.identities(before)
      listing = before === null ? renewed(listing, page) : prolonged(listing, page)
      draw()
    } catch (error) {
      note.textContent = (error as Error).message
    }
  }
  const more = (): Promise<void> => load(listing.next)
  return {
    element: make(
      'section',
      { 'aria-labelledby': 'identities' },
      make('h2', { id: 'identities' }, 'Identities'),
      note,
      table(
        'Identities',
        [
          'Identity',
          'Tier',
          'Owner',
          'Last seen',
          'Open tasks',
          'Live credentials',
          'Open findings',
        ],
        body,
      ),
      older,
    ),
    load: () => void load(null),
    show(wanted) {
      filter = wanted
      draw()
    },
  }
}

function row(of: IdentitySummary): HTMLElement {
  const { id, tier, owner, last_seen, open_tasks, live_credentials, open_findings } = of
  return cells(
    identityLink(id),
    tier,
    owner,
    make('time', {}, stamp(last_seen, Date.now())),
    open_tasks,
    live_credentials,
    open_findings === 0 ? 0 : badge(String(open_findings), '', 'notice'),
  )
}

export function createIdentity(engine: Engine, id: string): View & { load(): void } {
  const head = make('div')
  const questions = section('Waits for a person', 'cards')
  const commands = section('Commands', 'lines', () => engine.older('commands'))
  const findings = section('Findings', 'lines', () => engine.older('findings'))
  const decisions = section('Decisions', 'lines', () => engine.older('decisions'))
  const questionRows = createQuestionRows(engine)
  const none = (what: keyof Known & ('commands' | 'findings' | 'decisions')): string =>
    `None that fits among the newest ${engine.known[what].items.length.toLocaleString('en')} of all.`
  let print = ''
  return {
    element: make(
      'article',
      {},
      make('p', {}, make('a', { href: '#/identities' }, '← Identities')),
      make('h2', {}, make('bdi', {}, plain(id))),
      head,
      questions.element,
      make('div', { class: 'halves' }, commands.element, findings.element),
      decisions.element,
    ),
    async load() {
      const record = await engine.identity(id)
      const text = JSON.stringify(record)
      // What is the same stays, so that what a person has marked there stays marked
      if (text === print) return
      print = text
      fill(
        head,
        ...(typeof record === 'string'
          ? [make('p', { class: 'empty' }, plain(record))]
          : recordOf(record)),
      )
    },
    show(filter) {
      const { known } = engine
      const undo = (command: Lived) => undoForm(command, engine)
      const waiting = known.questions.filter(({ identity }) => identity === id)
      questions.element.hidden = waiting.length === 0
      questions.show(questionRows(waiting), '')
      commands.show(
        latest(known.commands)
          .filter((one) => identityOf(one) === id && fitsCommand(filter, one))
          .map((one) => commandRow(one, known, undo)),
        none('commands'),
        known.commands.next !== null,
      )
      findings.show(
        known.findings.items
          .filter((one) => one.unmapped.ambit.identity === id && fitsFinding(filter, one, known))
          .map((one) => findingRow(one, known)),
        none('findings'),
        known.findings.next !== null,
      )
      decisions.show(
        known.decisions.items
          .filter((one) => identityOf(one) === id && fitsDecision(filter, one))
          .map((one) => decisionRow(one, known)),
        none('decisions'),
        known.decisions.next !== null,
      )
    },
  }
}
