// What is kept of the policies' rulings: a question is answered from memory only where no policy could tell it from the one before.
import { readFileSync } from 'node:fs'
import { isAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createPolicies, type Question } from '../src/authorize/policies.js'
import { createRulings, RULINGS_MAX } from '../src/authorize/rulings.js'

const schema = {
  file: 'ambit.cedarschema',
  text: readFileSync('rules/policies/ambit.cedarschema', 'utf8'),
}

/** Each looks at a question in another way: compares with a text, with a pattern, with another fact, with ids, or whole. */
const WAYS = [
  'permit (principal, action, resource) when { context.task == "T1" };',
  'forbid (principal, action, resource) when { "T2" != context.task && context.taskOpen };',
  'forbid (principal, action, resource) when { context.tool like "*x" };',
  'permit (principal, action, resource) when { context.purpose == principal.owner };',
  'forbid (principal == Ambit::Identity::"a", action, resource);',
  'permit (principal, action, resource) when { resource == Ambit::Resource::"r" };',
  'permit (principal, action == Ambit::Action::"read", resource);',
  'forbid (principal, action, resource) when { [context.domain, "dns"].contains("dns") && context.blastRadius > 50 };',
  'permit (principal, action, resource) when { ["low", "T1"].contains(principal.tier) };',
  'forbid (principal, action, resource) when { if context.action == "\ufffd" then true else resource.kind == context.tool };',
]

const text = fc.constantFrom('', 'T1', 'T2', 'x', 'ax', 'low', 'dns', '\ufffd')
const question: fc.Arbitrary<Question> = fc.record({
  principal: fc.record({
    id: fc.constantFrom('a', 'b'),
    attrs: fc.record({ kind: text, tier: text, owner: text, known: fc.boolean() }),
  }),
  action: fc.constantFrom('read', 'delete'),
  resource: fc.record({
    id: fc.constantFrom('r', 's'),
    attrs: fc.record({ kind: text, sensitivity: text, level: fc.nat(3) }),
  }),
  context: fc.record({
    action: text,
    tool: text,
    domain: text,
    task: text,
    purpose: text,
    declared: fc.boolean(),
    covered: fc.boolean(),
    taskOpen: fc.boolean(),
    credential: text,
    credentialKnown: fc.boolean(),
    credentialLive: fc.boolean(),
    credentialMinutes: fc.integer({ min: -1, max: 1 }),
    familiar: fc.boolean(),
    contained: fc.boolean(),
    revoked: fc.boolean(),
    openCommands: fc.nat(1),
    blastRadius: fc.constantFrom(50, 51),
    threshold: fc.constant(70),
    approved: fc.boolean(),
  }),
})

/** One question, and those that differ from it in one thing: there the other is followed. */
function near(one: Question, other: Question): Question[] {
  const parts = ['principal', 'resource'] as const
  return [
    one,
    { ...one, action: other.action },
    { ...one, context: other.context },
    ...parts.map((part) => ({ ...one, [part]: { ...one[part], id: other[part].id } })),
    ...parts.flatMap((part) =>
      Object.keys(one[part].attrs).map((name) => ({
        ...one,
        [part]: { ...one[part], attrs: changed(one[part].attrs, other[part].attrs, name) },
      })),
    ),
    ...Object.keys(one.context).map((name) => ({
      ...one,
      context: changed(one.context, other.context, name),
    })),
  ]
}

function changed(one: Question['context'], other: Question['context'], name: string) {
  return { ...one, [name]: other[name]! }
}

/** Cedar itself, asked without any memory. */
function asked(policies: string, { principal, action, resource, context }: Question) {
  const who = { type: 'Ambit::Identity', id: principal.id }
  const what = { type: 'Ambit::Resource', id: resource.id }
  const answer = isAuthorized({
    principal: who,
    action: { type: 'Ambit::Action', id: action },
    resource: what,
    context: { ...context },
    policies: { staticPolicies: policies },
    entities: [
      { uid: who, attrs: { ...principal.attrs }, parents: [] },
      { uid: what, attrs: { ...resource.attrs }, parents: [] },
    ],
  })
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
  const { decision, diagnostics } = answer.response
  return { allowed: decision === 'allow', policies: diagnostics.reason.length }
}

test('whatever policies look at, a ruling that is remembered is the one that would be made anew', () => {
  const some = fc.shuffledSubarray(WAYS, { minLength: 1, maxLength: 2 })
  fc.assert(
    fc.property(some, question, question, (ways, one, other) => {
      const text = ways.map((way, i) => `@id("p${i}")\n${way}`).join('\n')
      const { policies } = createPolicies(schema, [{ file: 'mine.cedar', text }])
      for (const it of near(one, other)) {
        const { allowed, policies: deciding } = policies!.decide(it)
        expect({ allowed, policies: deciding.length }).toEqual(asked(text, it))
      }
    }),
    { seed: 7, numRuns: 60, endOnFailure: true },
  )
})

test('what no policy looks at is not asked about again, and no more is kept than the limit', () => {
  let asked = 0
  const decide = createRulings(
    [
      {
        principal: { op: 'All' },
        resource: { op: 'All' },
        conditions: [
          {
            body: {
              like: { left: { '.': { left: { Var: 'context' }, attr: 'tool' } }, pattern: [] },
            },
          },
        ],
      },
    ],
    () => ({ allowed: asked++ >= 0, policies: [] }),
  )
  const ask = (tool: string, task: string) =>
    decide({
      principal: { id: task, attrs: {} },
      action: 'read',
      resource: { id: task, attrs: {} },
      context: { tool, task },
    })
  ask('a', 'T1')
  ask('a', 'T2')
  expect(asked).toBe(1)
  for (let i = 0; i < RULINGS_MAX; i++) ask(`t${i}`, '')
  ask('a', 'T1')
  expect(asked).toBe(RULINGS_MAX + 2)
})
