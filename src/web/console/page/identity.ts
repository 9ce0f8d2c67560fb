// Who is judged here: the list of identities, and one of them with its tasks, credentials, and what was decided and why.
import { fill, fillKeyed, make, type Child } from './dom.js'
import type { Engine } from './engine.js'
import { fitsOutcome, type Filter } from './records-filter.js'
import {
  emptyListing,
  identityOf,
  latest,
  prolonged,
  renewed,
  type Grant,
  type IdentityRecord,
  type IdentitySummary,
  type Known,
  type Lived,
} from './records.js'
import { commandRow, decisionRow, findingRow } from './rows.js'
import { badge, facts, identityLink } from './rows-line.js'
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
    open_findings === 0 ? 0 : badge(String(open_findings)),
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
    `None among the newest ${engine.known[what].items.length.toLocaleString('en')} of all.`
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
    show({ outcome }) {
      const { known } = engine
      const undo = (command: Lived) => undoForm(command, engine)
      const waiting = known.questions.filter(({ identity }) => identity === id)
      questions.element.hidden = waiting.length === 0
      questions.show(questionRows(waiting), '')
      commands.show(
        latest(known.commands)
          .filter((one) => identityOf(one) === id && fitsOutcome(outcome, one.type))
          .map((one) => commandRow(one, known, undo)),
        none('commands'),
        known.commands.next !== null,
      )
      findings.show(
        known.findings.items
          .filter(({ unmapped }) => unmapped.ambit.identity === id)
          .map((one) => findingRow(one, known)),
        none('findings'),
        known.findings.next !== null,
      )
      decisions.show(
        known.decisions.items
          .filter((one) => identityOf(one) === id && fitsOutcome(outcome, one.outcome))
          .map((one) => decisionRow(one, known)),
        none('decisions'),
        known.decisions.next !== null,
      )
    },
  }
}

function recordOf(known: IdentityRecord): readonly HTMLElement[] {
  const nowMs = Date.now()
  const when = (ms: number | null): HTMLElement | null =>
    ms === null ? null : make('time', {}, stamp(ms, nowMs))
  const tasks = known.tasks.map(
    ({ id, purpose, state, started, ended, requested_by, capabilities }) =>
      cells(
        id,
        purpose === '' ? 'none declared' : purpose,
        badge(state),
        when(started),
        when(ended),
        requested_by,
        capabilities.join(', '),
      ),
  )
  const credentials = known.credentials.map((one) =>
    cells(
      one.id,
      badge(one.state),
      one.tasks.join(', '),
      when(one.issued),
      when(one.expires),
      when(one.last_used),
      one.workloads.join(', '),
      one.scopes === null ? '' : grantOf(one.scopes),
    ),
  )
  const points = known.enforcement_points.map(({ id, kind, allowed, denied, last_seen }) =>
    cells(`${kind} ${id}`.trim(), allowed, denied, when(last_seen)),
  )
  const stand = known.findings.map(({ time, rule, reason, count, command_type, command_id }) =>
    cells(
      stamp(time, nowMs),
      rule,
      reason,
      count,
      command_type === '' ? '' : badge(command_type, command_id),
    ),
  )
  return [
    facts(
      ['tier', known.tier],
      ['owner', known.owner],
      ['workload', known.workload_id],
      ['last seen', when(known.last_seen)],
      ['as of', when(known.as_of)],
      ['used so far', known.capabilities.join(', ') || 'nothing'],
      ['least privilege', known.least_privilege === null ? '' : grantOf(known.least_privilege)],
      [
        'undecided uses',
        known.undecided === 0 ? '' : `${known.undecided} that no enforcement point decided`,
      ],
    ),
    titled('Findings that stand', stand, ['Time', 'Rule', 'Why', 'Times', 'Led to']),
    titled('Tasks', tasks, [
      'Task',
      'Purpose',
      'State',
      'Started',
      'Ended',
      'Asked for by',
      'Used',
    ]),
    titled('Credentials', credentials, [
      'Credential',
      'State',
      'Tasks',
      'Issued',
      'Expires',
      'Last used',
      'Workloads',
      'Scopes',
    ]),
    ...(points.length === 0
      ? []
      : [titled('Enforcement points', points, ['Point', 'Allowed', 'Denied', 'Last'])]),
  ]
}

function titled(name: string, rows: readonly HTMLElement[], names: readonly string[]): HTMLElement {
  return make(
    'section',
    {},
    make('h3', {}, name),
    rows.length === 0
      ? make('p', { class: 'empty' }, 'None.')
      : table(names, make('tbody', {}, ...rows)),
  )
}

/** It is scrolled by itself where the window is too narrow for it, by keys too. */
function table(names: readonly string[], body: HTMLElement): HTMLElement {
  return make(
    'div',
    { class: 'scrolls', role: 'region', tabindex: '0', 'aria-label': names[0] ?? '' },
    make(
      'table',
      {},
      make('thead', {}, make('tr', {}, ...names.map((name) => make('th', { scope: 'col' }, name)))),
      body,
    ),
  )
}

function cells(...of: readonly Child[]): HTMLElement {
  return make(
    'tr',
    {},
    ...of.map((one) => make('td', {}, typeof one === 'string' ? make('bdi', {}, plain(one)) : one)),
  )
}

/** What was granted, what of it was used, and the smaller grant that would have been enough. */
function grantOf({ granted, used, unused, proposed, outside }: Grant): HTMLElement {
  return facts(
    ['granted', granted.join(', ') || 'nothing'],
    ['used', used.join(', ') || 'nothing'],
    ['unused', unused.join(', ')],
    ['beside', outside.join(', ')],
    ['enough', proposed.join(', ') || 'nothing: it can be released'],
  )
}
