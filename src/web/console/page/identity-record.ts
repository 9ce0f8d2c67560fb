// All that is known of one identity, as tables: what stands against it, its tasks, its credentials, and who decides on its acts.
import { make, type Child } from './dom.js'
import type { Grant, IdentityRecord } from './records.js'
import { badge, facts } from './rows-line.js'
import { plain, stamp } from './words.js'

export function recordOf(known: IdentityRecord): readonly HTMLElement[] {
  const nowMs = Date.now()
  const when = (ms: number | null): Child => ms !== null && make('time', {}, stamp(ms, nowMs))
  const { undecided, least_privilege: least } = known
  return [
    facts(
      ['tier', known.tier],
      ['owner', known.owner],
      ['workload', known.workload_id],
      ['last seen', when(known.last_seen)],
      ['as of', when(known.as_of)],
      ['used so far', known.capabilities.join(', ') || 'nothing'],
      ['least privilege', least !== null && grantOf(least)],
      ['undecided uses', undecided > 0 && `${undecided} that no enforcement point decided`],
    ),
    titled('Findings that stand', known.findings, [
      ['Time', ({ time }) => when(time)],
      ['Rule', ({ rule }) => rule],
      ['Why', ({ reason }) => reason],
      ['Times', ({ count }) => count],
      ['Led to', ({ command_type: type, command_id }) => type !== '' && badge(type, command_id)],
    ]),
    titled('Tasks', known.tasks, [
      ['Task', ({ id }) => id],
      ['Purpose', ({ purpose }) => purpose || 'none declared'],
      ['State', ({ state }) => badge(state)],
      ['Started', ({ started }) => when(started)],
      ['Ended', ({ ended }) => when(ended)],
      ['Asked for by', ({ requested_by }) => requested_by],
      ['Used', ({ capabilities }) => capabilities.join(', ')],
    ]),
    titled('Credentials', known.credentials, [
      ['Credential', ({ id }) => id],
      ['State', ({ state, command_id }) => badge(state, command_id)],
      ['Tasks', ({ tasks }) => tasks.join(', ')],
      ['Issued', ({ issued }) => when(issued)],
      ['Expires', ({ expires }) => when(expires)],
      ['Last used', ({ last_used }) => when(last_used)],
      ['Replaces', ({ replaces }) => replaces],
      ['Workloads', ({ workloads }) => workloads.join(', ')],
      ['Scopes', ({ scopes }) => scopes !== null && grantOf(scopes)],
    ]),
    ...(known.enforcement_points.length === 0
      ? []
      : [
          titled('Enforcement points', known.enforcement_points, [
            ['Point', ({ id, kind }) => `${kind} ${id}`.trim()],
            ['Allowed', ({ allowed }) => allowed],
            ['Denied', ({ denied }) => denied],
            ['Last', ({ last_seen }) => when(last_seen)],
          ]),
        ]),
  ]
}

type Column<T> = readonly [name: string, of: (item: T) => Child]

/** Columns in which nothing stands are left out. */
function titled<T>(name: string, items: readonly T[], columns: readonly Column<T>[]): HTMLElement {
  const rows = items.map((item) => columns.map(([, of]) => of(item)))
  const isUsed = columns.map((_, i) => rows.some((row) => !isNothing(row[i] ?? null)))
  const names = columns.map(([title]) => title).filter((_, i) => isUsed[i])
  const body = rows.map((row) => cells(...row.filter((_, i) => isUsed[i])))
  return make(
    'section',
    {},
    make('h3', {}, name),
    body.length === 0
      ? make('p', { class: 'empty' }, 'None.')
      : table(name, names, make('tbody', {}, ...body)),
  )
}

function isNothing(child: Child): boolean {
  return child === '' || child === null || child === false
}

/** It is scrolled by itself where the window is too narrow for it, by keys too. */
export function table(name: string, names: readonly string[], body: HTMLElement): HTMLElement {
  return make(
    'div',
    { class: 'scrolls', role: 'region', tabindex: '0', 'aria-label': name },
    make(
      'table',
      {},
      make('thead', {}, make('tr', {}, ...names.map((one) => make('th', { scope: 'col' }, one)))),
      body,
    ),
  )
}

export function cells(...of: readonly Child[]): HTMLElement {
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
