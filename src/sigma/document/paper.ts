// A document of rules by what it is: a detection, a correlation or a filter; and which of several under one id or name is in force.
import { type Headless, readHead } from './head.js'
import { isGroup, type Members, type Reading, type Said } from '../said.js'

const FORMS = ['detection', 'correlation', 'filter'] as const

/** A document on its way: what it says of itself, and its own reading. */
export interface Paper {
  readonly document: Said
  readonly said: Members
  readonly form: (typeof FORMS)[number]
  readonly head: Headless
  readonly reading: Reading
}

/** Null where it is none of them, which is told. */
export function paperOf(document: Said, reading: Reading): Paper | null {
  const said = document.value
  if (!isGroup(said)) {
    reading.complain([], 'a rule takes a group of keys: title, logsource, detection, …')
    return null
  }
  if (said['action'] !== undefined && FORMS.every((form) => said[form] === undefined)) {
    reading.complain(
      ['action'],
      'collections by "action" are of Sigma 1: each document stands by itself',
      true,
    )
    return null
  }
  const forms = FORMS.filter((form) => said[form] !== undefined)
  if (forms.length !== 1) {
    reading.complain(
      forms.length === 0 ? [] : [forms[1] as string],
      forms.length === 0
        ? `this is no rule: a rule has a detection, a correlation or a filter${guessOf(said, reading)}`
        : `a document is one of ${forms.join(' and ')}: separate them by ---`,
      true,
    )
    return null
  }
  const head = readHead(document, said, reading)
  return { document, said, form: forms[0] as Paper['form'], head, reading }
}

function guessOf(said: Members, { near }: Reading): string {
  for (const key of Object.keys(said)) {
    const guess = near(key, FORMS)
    if (guess !== '') return guess
  }
  return ''
}

/** Ids and names stand for one document each; of two with one id the later folder's counts. */
export function inForce(papers: readonly Paper[]): readonly Paper[] {
  const byId = new Map<string, Paper>()
  for (const paper of papers) {
    const { head, reading, document } = paper
    const other = byId.get(head.id)
    if (other !== undefined && other.document.folder === document.folder)
      reading.complain(
        head.ownId ? ['id'] : ['title'],
        head.ownId
          ? `the rule at ${other.head.place} has this id already`
          : `the rule at ${other.head.place} has this title already: give one of them an id`,
      )
    else byId.set(head.id, paper)
  }
  const kept = papers.filter((paper) => byId.get(paper.head.id) === paper)
  const byName = new Map<string, Paper>()
  for (const paper of kept) {
    const { name } = paper.head
    const other = name === '' ? undefined : (byName.get(name) ?? byId.get(name))
    if (other !== undefined && other !== paper)
      paper.reading.complain(['name'], `the rule at ${other.head.place} is called so already`)
    byName.set(name, paper)
  }
  return kept
}

/** Finds the document that an id or a name stands for: ids come before names, and the first of several. */
export function finderOf(papers: readonly Paper[]): (given: string) => Paper | undefined {
  const called = new Map<string, Paper>()
  for (const key of ['id', 'name'] as const)
    for (const paper of papers) if (!called.has(paper.head[key])) called.set(paper.head[key], paper)
  return (given) => called.get(given)
}

/** Names and ids that can be referred to, for proposals. */
export function namesOf(papers: readonly Paper[]): readonly string[] {
  return papers.flatMap(({ head }) => [head.name, head.id].filter(Boolean))
}
