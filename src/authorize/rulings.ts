// Keeps what policies ruled: questions that no policy tells apart have one answer, and it is worked out once.
import type { Fact, Question, Ruling } from './policies.js'

/** Rulings kept; at the limit they begin anew. */
export const RULINGS_MAX = 4_096

type Variable = 'principal' | 'resource' | 'context'
/** What policies compare a text with, where they do nothing else with it; null: they may do anything with the value. */
type Uses = Map<string, Set<string> | null>

/** A policy in Cedar's JSON form, as far as it is looked at here. */
export interface PolicyForm {
  readonly principal: Scope
  readonly resource: Scope
  /** `body` is an expression: one operator with its operands */
  readonly conditions: readonly { readonly body: unknown }[]
}
type Scope = { readonly op: string; readonly in?: unknown }

/** What a policy set looks at. */
interface Looked {
  /** of whoever acts and of what it acts on: whether the id itself matters */
  readonly ids: Record<'principal' | 'resource', boolean>
  readonly attrs: Record<Variable, Uses>
  /** the context is compared whole */
  context: boolean
}

/** The same answers as `decide`, which must depend on nothing but the question and these policies. */
export function createRulings(
  policies: readonly PolicyForm[],
  decide: (question: Question) => Ruling,
): (question: Question) => Ruling {
  const looked = lookedAt(policies)
  const known = new Map<string, Ruling>()
  return (question) => {
    const key = keyOf(question, looked)
    const before = known.get(key)
    if (before !== undefined) return before
    const ruling = decide(question)
    if (known.size >= RULINGS_MAX) known.clear()
    known.set(key, ruling)
    return ruling
  }
}

function keyOf({ principal, action, resource, context }: Question, looked: Looked): string {
  const { ids, attrs } = looked
  const key: (Fact | null | undefined)[] = [action]
  if (ids.principal) key.push(wellFormed(principal.id))
  if (ids.resource) key.push(wellFormed(resource.id))
  push(principal.attrs, attrs.principal, key)
  push(resource.attrs, attrs.resource, key)
  if (looked.context) for (const name in context) key.push(name, context[name])
  else push(context, attrs.context, key)
  return JSON.stringify(key)
}

/** A text that is none of those which it is compared with is any other: null. */
function push(facts: Question['context'], uses: Uses, key: (Fact | null | undefined)[]): void {
  for (const [name, literals] of uses) {
    const fact = facts[name]
    const text = typeof fact === 'string' ? wellFormed(fact) : null
    if (text === null) key.push(fact)
    else key.push(literals === null || literals.has(text) ? text : null)
  }
}

function lookedAt(policies: readonly PolicyForm[]): Looked {
  const looked: Looked = {
    ids: { principal: false, resource: false },
    attrs: { principal: new Map(), resource: new Map(), context: new Map() },
    context: false,
  }
  for (const policy of policies) {
    for (const of of ['principal', 'resource'] as const) {
      const scope = policy[of]
      if (!(scope.op === 'All' || (scope.op === 'is' && scope.in === undefined)))
        looked.ids[of] = true
    }
    for (const { body } of policy.conditions) look(body, looked)
  }
  return looked
}

function look(expression: unknown, looked: Looked): void {
  if (expression === null || typeof expression !== 'object') return
  if (Array.isArray(expression)) {
    for (const one of expression as readonly unknown[]) look(one, looked)
    return
  }
  for (const [op, of] of Object.entries(expression as Readonly<Record<string, unknown>>)) {
    if (op === 'Value') continue
    if (op === 'Var') whole(of, looked)
    else if (!(compares(op, of, looked) || reads(op, of, looked))) look(of, looked)
  }
}

/** `context.task == "…"` and the like, on either side. */
function compares(op: string, of: unknown, looked: Looked): boolean {
  if (op !== '==' && op !== '!=') return false
  const { left, right } = of as Readonly<Record<'left' | 'right', Record<string, unknown>>>
  for (const [a, b] of [
    [left, right],
    [right, left],
  ] as const) {
    const literal = b['Value']
    const at = typeof literal === 'string' ? attributeOf(a['.']) : null
    if (at === null) continue
    const uses = looked.attrs[at.variable]
    const before = uses.get(at.name)
    if (before === undefined) uses.set(at.name, new Set([literal as string]))
    else before?.add(literal as string)
    return true
  }
  return false
}

function reads(op: string, of: unknown, looked: Looked): boolean {
  const at = op === '.' ? attributeOf(of) : null
  if (at === null) return false
  looked.attrs[at.variable].set(at.name, null)
  return true
}

function attributeOf(of: unknown): { readonly variable: Variable; readonly name: string } | null {
  if (of === undefined) return null
  const { left, attr } = of as { readonly left: Record<string, unknown>; readonly attr: string }
  const variable = left['Var']
  return variable === 'principal' || variable === 'resource' || variable === 'context'
    ? { variable, name: attr }
    : null
}

function whole(variable: unknown, looked: Looked): void {
  if (variable === 'context') looked.context = true
  else if (variable === 'principal' || variable === 'resource') looked.ids[variable] = true
}

const SURROGATE = /[\ud800-\udfff]/

/** Cedar's texts are UTF-8: half a character is what Unicode puts in the place of one that is none. */
export function wellFormed(text: string): string {
  return SURROGATE.test(text) ? Buffer.from(text).toString() : text
}
