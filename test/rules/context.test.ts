// What is known of an identity as fields of rules: as it was at the time of the event, in whatever order things are heard.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { KNOWN_FIELDS } from '../../src/sigma/fields/fields.js'
import type { DetectionRule, Test } from '../../src/sigma/rule.js'
import { at, type Wire } from '../scenario/play.js'
import { and, making, not, rule, text, type Making } from './made.js'
import { run, type Out } from './run.js'

const truth = (said: boolean): Test => text(String(said))
const above = (value: number): Test => ({ is: 'compare', by: 'gt', value })

/** Rule and event of each finding that stands at the end. */
function standing({ findings }: Out): readonly string[] {
  const open = new Map<string, string>()
  for (const { activity, id, rule: name, identity } of findings) {
    if (name.startsWith('ambit.')) continue
    if (activity === 'create') open.set(id, `${name} ${identity}`)
    else open.delete(id)
  }
  return [...open.values()].sort()
}

function fitted(condition: (make: Making) => DetectionRule, events: readonly Wire[]): boolean {
  const make = making()
  return standing(run(make, [condition(make)], events)).length > 0
}

const START = at(0, 'task.started', { agent: 'a', task: 't', purpose: 'summarise', tier: 'high' })
const use = (second: number, action: string, more: Wire = {}): Wire =>
  at(second, 'resource.accessed', {
    agent: 'a',
    task: 't',
    credential: 'c',
    action,
    resource: 'r',
    more,
  })
const ISSUED = at(10, 'credential.issued', {
  agent: 'a',
  task: 't',
  credential: 'c',
  scopes: ['s3:Get*', 's3:ListBucket'],
  expiresS: 100,
})

describe('a rule may read', () => {
  const asks = (field: string, asked: Test, events: readonly Wire[]): boolean =>
    fitted(
      (make) =>
        rule(make, 'r', and(make.is('type', text('resource.accessed')), make.is(field, asked))),
      events,
    )

  test.each<[name: string, field: string, asked: Test, fits: boolean]>([
    ['the declared purpose', 'task.purpose', text('summarise'), true],
    ['the tier', 'agent.tier', text('high'), true],
    ['the age of the task', 'task.age', above(19), true],
    ['the age of the task, and no more', 'task.age', above(20), false],
    ['the age of the credential', 'credential.age', above(9), true],
    ['the age of the credential, and no more', 'credential.age', above(10), false],
    [
      'how long the credential has still',
      'credential.left',
      { is: 'compare', by: 'lt', value: 81 },
      true,
    ],
    ['what was granted', 'credential.granted', text('s3:listbucket'), true],
    ['what was granted and never used', 'credential.unused', text('s3:ListBucket'), true],
    ['what was granted and used', 'credential.unused', text('s3:Get*'), false],
    ['that an action is in what was granted', 'credential.beyond', truth(false), true],
    ['classes used before', 'context.capabilities', text('delete'), true],
    ['not the class of the event itself', 'context.capabilities', text('read'), false],
    ['classes used before in the task', 'context.task_capabilities', text('delete'), true],
    ['the class before', 'context.capability_before', text('delete'), true],
    ['that a class is new', 'context.new_capability', truth(true), true],
    ['how much was done', 'context.uses', above(1), true],
    ['how often it was denied', 'context.denials', above(0), true],
    ['how many tasks are open', 'context.tasks', text('1'), true],
    ['how deep it was delegated', 'delegation.depth', text('0'), true],
  ])('%s', (_, field, asked, fits) => {
    const events = [
      START,
      ISSUED,
      at(15, 'tool.called', { agent: 'a', task: 't', tool: 'delete_file', outcome: 'deny' }),
      use(20, 's3:GetObject'),
    ]
    expect(asks(field, asked, events)).toBe(fits)
  })

  test('that an action is in no scope of its credential', () => {
    expect(asks('credential.beyond', truth(true), [START, ISSUED, use(20, 'iam:CreateUser')])).toBe(
      true,
    )
  })

  test('whatever it used, however long ago, as something that it used before', () => {
    const many = Array.from({ length: 60 }, (_, i) => use(20 + i, 's3:GetObject'))
    const fresh = (make: Making): DetectionRule =>
      rule(
        make,
        'r',
        and(
          make.is('context.new_capability', truth(true)),
          make.is('time', above(Number(many[1]!['time']))),
        ),
      )
    expect(fitted(fresh, [START, ...many])).toBe(false)
    expect(fitted(fresh, [START, ...many, use(90, 'iam:CreateUser')])).toBe(true)
  })
})

test('the fields that rules may read stand in rules/FIELDS.md, each with a sentence', () => {
  const file = join(import.meta.dirname, '..', '..', 'rules', 'FIELDS.md')
  const rows = KNOWN_FIELDS.map(({ name, type, says }) => `| \`${name}\` | ${type} | ${says} |`)
  expect(new Set(KNOWN_FIELDS.map(({ name }) => name)).size).toBe(KNOWN_FIELDS.length)
  const whole = [
    '# Fields that rules may read',
    '',
    'Of the joined event and of what is known of its identity at the time of the event; whatever else a sender puts into an',
    'event is read by its path (`attributes.…`, `tool.arguments.…`, `tool.annotations.…`, `tool.result.…`, members of its own).',
    'A list is several values, one of which has to fit; a list of names with their values is read by name (`Parameters.ForwardTo`,',
    '`ModifiedProperties.Role.OldValue`); an object is its JSON without spaces to texts, wildcards and `re`, so that',
    '`requestParameters|contains: \'"fromPort":22\'` finds what lies somewhere within, also in a text that is JSON itself',
    '(`\'"Effect":"Allow"\'`). A path that ends at a value asks more exactly. To a correlation a list is one value.',
    'Made from `src/sigma/fields/`; `UPDATE=1` writes it anew.',
    '',
    '| field | type | what it is |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
  if (process.env['UPDATE'] === '1') writeFileSync(file, whole)
  expect(readFileSync(file, 'utf8')).toBe(whole)
})

function watching(make: Making): readonly DetectionRule[] {
  const reads = (id: string, field: string, asked: Test): DetectionRule =>
    rule(make, id, and(make.is('type', text('resource.accessed')), make.is(field, asked)))
  return [
    reads('purpose', 'task.purpose', text('summarise')),
    rule(
      make,
      'undeclared',
      and(make.is('type', text('resource.accessed')), make.is('task.purpose', { is: 'null' })),
    ),
    reads('high', 'agent.tier', text('high')),
    rule(
      make,
      'not-high',
      and(make.is('type', text('resource.accessed')), not(make.is('agent.tier', text('high')))),
    ),
    reads('old', 'task.age', above(40)),
    reads('aged', 'credential.age', above(15)),
    reads('new', 'context.new_capability', truth(true)),
    reads('again', 'context.task_capabilities', text('identity')),
    reads('denied', 'context.denials', above(1)),
    reads('beyond', 'credential.beyond', truth(true)),
    reads('read', 'action', text('s3:GetObject')),
  ]
}

test('the same events in any order, with a restart anywhere, leave the same findings standing', () => {
  const events: readonly Wire[] = [
    at(0, 'task.started', { agent: 'a', task: 't', purpose: 'summarise' }),
    ISSUED,
    at(5, 'agent.started', { agent: 'a', workload: 'spiffe://x/w', tier: 'low' }),
    at(18, 'agent.started', { agent: 'a', workload: 'spiffe://x/w', tier: 'high' }),
    use(14, 'iam:CreateUser', { outcome: 'deny' }),
    use(22, 's3:GetObject', { outcome: 'deny' }),
    use(30, 'iam:CreateUser'),
    use(55, 's3:GetObject'),
  ]
  const make = making()
  const rules = watching(make)
  const inOrder = standing(
    run(
      make,
      rules,
      [...events].sort((a, b) => Number(a['time']) - Number(b['time'])),
    ),
  )
  expect(inOrder.length).toBeGreaterThan(6)
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...events], { minLength: events.length }),
      fc.integer({ min: -1, max: events.length - 1 }),
      (shuffled, restart) => {
        expect(standing(run(make, rules, shuffled, restart))).toEqual(inOrder)
      },
    ),
    { numRuns: 100 },
  )
})

test('what comes late is looked at again for the events after it, however many lie before it, also after a restart', () => {
  const make = making()
  const rules = [
    rule(
      make,
      'again',
      and(
        make.is('action', text('s3:GetObject')),
        make.is('context.task_capabilities', text('identity')),
      ),
    ),
  ]
  const arriving: readonly Wire[] = [
    START,
    ISSUED,
    use(14, 's3:GetObject'),
    use(55, 's3:GetObject'),
    use(30, 'iam:CreateUser'),
  ]
  expect(standing(run(make, rules, arriving.slice(0, -1)))).toEqual([])
  for (const restart of [-1, 3, 4])
    expect(standing(run(make, rules, arriving, restart))).toEqual(['again a'])
})
