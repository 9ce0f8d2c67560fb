// What of an event has to cross the hop between the topologies for a rule set: values that rules read, and answers to what only topology A can answer.
import { createHash } from 'node:crypto'
import { Problem } from '../../model/problem.js'
import type { Feed, Plans } from '../correlation/plan.js'
import type { DetectionRule, Expression, Field, Test } from '../rule.js'
import { fieldPlace } from './fields.js'
import { slotReader, type SlotReader } from './look.js'
import { type Asked, fieldsOf, possible } from './possible.js'

/** A test that is answered where the event is. Its id says what it asks, whatever rule set it is of. */
export interface Ask {
  readonly id: string
  readonly leaf: Expression
  /** what the event has to be for one of the rules to want the answer: of any other it is not asked */
  readonly when: Expression
}

/** What an event says of itself and the catalogue says of it: the same in whosever name it is joined. */
const STEADY: ReadonlySet<string> = new Set([
  'kind',
  'type',
  'capability',
  'domain',
  'tool.name',
  'action',
  'outcome',
])

/** Tests to which an object is its JSON. */
const OF_TEXTS: ReadonlySet<Test['is']> = new Set<Test['is']>(['text', 'regex', 'reference'])

/** How the rules of a set are split between the topologies. */
export interface Hop {
  /** the rules as topology B runs them: what was asked before the hop is a field there */
  readonly rules: readonly DetectionRule[]
  /** readers of topology B, by slot */
  readonly readers: readonly SlotReader[]
  /** every field that topology A may be asked for, by slot */
  readonly fields: readonly Field[]
  readonly asks: readonly Ask[]
  /** paths of the event whose values cross as they are */
  readonly carries: readonly Carries[]
  /** paths of content that correlations group by or count: these cross as hashes, numbers that are added up as they are */
  readonly counted: readonly Counted[]
}

/** `whole`: an object crosses with all that it has in it, as its JSON is asked; else only that there is one. */
export interface Carries {
  readonly path: readonly string[]
  readonly whole: boolean
}

export interface Counted {
  readonly path: readonly string[]
  readonly key: string
  readonly amount: boolean
}

/** Throws `Problem('RULE_INVALID')` for a test that no place can answer. */
export function createHop(
  rules: readonly DetectionRule[],
  known: readonly Field[],
  plans: Plans,
): Hop {
  const asks = new Map<
    string,
    { readonly id: string; readonly leaf: Expression; when: Expression[] }
  >()
  const answers: Field & { slot: number } = { name: 'answers', slot: -1, reads: [] }
  const fields: Field[] = [...known]
  const read: (SlotReader | undefined)[] = []
  const carries = new Map<string, Carries>()
  const counted = new Map<string, Counted>()
  const note = (field: Field): void => void (fields[field.slot] ??= field)

  for (const { groupFields, valueFields } of feedsOf(plans)) {
    for (const [of, amount] of [
      [valueFields, true],
      [groupFields, false],
    ] as const)
      for (const field of of) {
        note(field)
        for (const { path } of field.reads)
          if (fieldPlace(path) === 'content')
            counted.set(path.join('.'), { path, key: countedKey(path), amount })
        carry(field)
      }
  }

  function carry(field: Field, whole = false): void {
    note(field)
    for (const { path } of field.reads) {
      const key = path.join('.')
      if (fieldPlace(path) === 'carried')
        carries.set(key, { path, whole: whole || carries.get(key)?.whole === true })
    }
  }

  /** what the rule at hand asks of an event that it may fit */
  let wanted: Expression

  function ask(leaf: Asked): Expression {
    const id = askId(leaf)
    const known = asks.get(id)
    if (known === undefined) asks.set(id, { id, leaf, when: [wanted] })
    else if (!known.when.includes(wanted)) known.when.push(wanted)
    const test: Test = { is: 'text', pieces: [id], cased: true }
    return { op: 'field', field: answers, test, place: leaf.place }
  }

  function split(expression: Expression): Expression {
    switch (expression.op) {
      case 'and':
      case 'or':
        return { op: expression.op, of: expression.of.map(split) }
      case 'not':
        return { op: 'not', of: split(expression.of) }
      case 'named':
        return { ...expression, of: split(expression.of) }
      case 'keyword':
        return ask(expression)
      case 'field': {
        const read = fieldsOf(expression.field, expression.test)
        read.forEach(note)
        const places = read.flatMap(({ reads }) => reads.map(({ path }) => fieldPlace(path)))
        if (!places.includes('content')) {
          for (const field of read) carry(field, OF_TEXTS.has(expression.test.is))
          return expression
        }
        if (places.includes('context'))
          throw new Problem(
            'RULE_INVALID',
            expression.place,
            `${expression.field.name}: what was said and what is known of the identity are compared nowhere: the one is at hand before the hop, the other after it`,
          )
        return ask(expression)
      }
    }
  }

  const splitRules = rules.map((rule) => {
    const { condition, source } = rule
    wanted = possible(source === null ? condition : { op: 'and', of: [source, condition] }, isOpen)
    return {
      ...rule,
      condition: split(condition),
      source: source === null ? null : split(source),
    }
  })
  answers.slot = Math.max(fields.length, read.length)
  read[answers.slot] = ({ carried }) =>
    carried === null || carried.holds.length === 0 ? undefined : carried.holds
  for (const field of fields)
    if (field !== undefined) read[field.slot] ??= slotReader(field, afterHop)
  return {
    rules: splitRules,
    readers: Array.from(read, (one) => one ?? (() => undefined)),
    fields,
    asks: [...asks.values()].map((one) => ({ ...one, when: { op: 'or', of: one.when } })),
    carries: [...carries.values()],
    counted: [...counted.values()],
  }
}

/** Out of what crossed the hop. */
const afterHop = (path: readonly string[]): SlotReader => {
  const key = fieldPlace(path) === 'content' ? countedKey(path) : path.join('.')
  return ({ carried }) => carried?.values[key] as ReturnType<SlotReader>
}

function countedKey(path: readonly string[]): string {
  return `#${path.join('.')}`
}

function isOpen(asked: Asked): boolean {
  if (asked.op === 'keyword') return true
  const read = fieldsOf(asked.field, asked.test)
  return !read.every(({ reads }) => reads.every(({ path }) => STEADY.has(path.join('.'))))
}

function* feedsOf(plans: Plans): Generator<Feed> {
  const open = [...plans.feeds.values()].flat()
  for (let feed = open.pop(); feed !== undefined; feed = open.pop()) {
    yield feed
    open.push(...feed.parents)
  }
}

/** 60 bits of what is asked: the same in every process that asks it, whatever else its rules say. */
function askId(leaf: Asked): string {
  const asked =
    leaf.op === 'keyword'
      ? ['keyword', leaf.test]
      : [
          'field',
          leaf.field.reads,
          leaf.test.is === 'reference' ? [leaf.test, leaf.test.field.reads] : leaf.test,
        ]
  const text = JSON.stringify(asked, (key: string, value: unknown) =>
    value instanceof Map ? [...value] : key === 'slot' || key === 'name' ? undefined : value,
  )
  return createHash('sha256').update(text).digest('base64url').slice(0, 10)
}
