// Cedar policies, checked whole against the schema and asked one request at a time; the only place that knows Cedar.
import {
  checkParseSchema,
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  validate,
  type DetailedError,
} from '@cedar-policy/cedar-wasm/nodejs'
import { Problem } from '../model/problem.js'
import { createRulings, wellFormed, type PolicyForm } from './rulings.js'

/** A file of policies or the schema, with the name that complaints give it. */
export interface PolicyFile {
  readonly file: string
  readonly text: string
}

/** What Cedar is asked: the schema's own words (`rules/policies/ambit.cedarschema`). */
export interface Question {
  readonly principal: { readonly id: string; readonly attrs: Readonly<Record<string, Fact>> }
  /** a capability class */
  readonly action: string
  readonly resource: { readonly id: string; readonly attrs: Readonly<Record<string, Fact>> }
  readonly context: Readonly<Record<string, Fact>>
}

export type Fact = string | number | boolean

export interface Ruling {
  readonly allowed: boolean
  /** the policies that decided: those that permit, or those that forbid; none where none permits */
  readonly policies: readonly Policy[]
}

export interface Policy {
  readonly id: string
  readonly effect: 'permit' | 'forbid'
  /** for whoever asked; '' where it says nothing */
  readonly reason: string
  /** whether a person can allow what it forbids */
  readonly person: boolean
}

export interface Policies {
  readonly size: number
  /** a policy that cannot be evaluated counts as one that forbids */
  decide(question: Question): Ruling
}

let sets = 0

/**
 * Each policy has an `@id`; one of a later file takes the place of one with the same id. `problems` has every complaint, with
 * the code RULE_INVALID and its place as `file:line:column`; with any, `policies` is null.
 */
export function createPolicies(
  schema: PolicyFile,
  files: readonly PolicyFile[],
): { readonly policies: Policies | null; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const complain = (of: PolicyFile, error: DetailedError, start = 0): void => {
    const { message, help, sourceLocations: [at] = [] } = error
    const sentence = message.replace(/^failed to parse (schema|policies) from string: /, '')
    // What Cedar expected stands beside the place; what it advises, behind the sentence
    const more = [at?.label, help].filter((text) => text != null).join('; ')
    const place = placeOf(of, at?.start ?? start)
    problems.push(
      new Problem('RULE_INVALID', place, more === '' ? sentence : `${sentence} (${more})`),
    )
  }
  const checked = checkParseSchema(schema.text)
  if (checked.type === 'failure') for (const error of checked.errors) complain(schema, error)
  const all = new Map<string, Written>()
  for (const of of files) readFile(of, schema.text, checked.type === 'success', all, complain)
  if (problems.length > 0) return { policies: null, problems }

  const name = `ambit-${++sets}`
  const texts = Object.fromEntries([...all].map(([id, { text }]) => [id, text]))
  const parsed = [
    preparseSchema(name, schema.text),
    preparsePolicySet(name, { staticPolicies: texts }),
  ]
  for (const said of parsed)
    if (said.type === 'failure') for (const error of said.errors) complain(schema, error)
  if (problems.length > 0) return { policies: null, problems }
  const known = new Map([...all].map(([id, { policy }]) => [id, policy]))
  const { size, decide } = asked(name, known)
  const forms = [...all.values()].map(({ form }) => form)
  return { policies: { size, decide: createRulings(forms, decide) }, problems }
}

interface Written {
  readonly policy: Policy
  readonly text: string
  readonly form: PolicyForm
}

function readFile(
  of: PolicyFile,
  schema: string,
  schemaHolds: boolean,
  all: Map<string, Written>,
  complain: (of: PolicyFile, error: DetailedError, start?: number) => void,
): void {
  const parts = policySetTextToParts(of.text)
  if (parts.type === 'failure') {
    for (const error of parts.errors) complain(of, error)
    return
  }
  if (schemaHolds) {
    const answer = validate({ schema, policies: { staticPolicies: of.text } })
    if (answer.type === 'failure') for (const error of answer.errors) complain(of, error)
    else for (const { error } of answer.validationErrors) complain(of, error)
  }
  const here = new Set<string>()
  for (const text of parts.policies) {
    const start = Math.max(0, Buffer.from(of.text).indexOf(text))
    const written = writtenOf(text)
    const { policy } = written
    const wrong =
      policy.id === ''
        ? 'a policy needs an id: @id("…") before it'
        : here.has(policy.id)
          ? `there is a policy with the id "${policy.id}" in this file already`
          : null
    if (wrong !== null) complain(of, plainError(wrong), start)
    here.add(policy.id)
    all.set(policy.id, written)
  }
  for (const text of parts.policy_templates)
    complain(of, plainError('templates are not taken here'), Buffer.from(of.text).indexOf(text))
}

function writtenOf(text: string): Written {
  const said = policyToJson(text)
  if (said.type === 'failure') throw new Error(`a policy that was parsed: ${text}`)
  const { json } = said
  const { id = '', reason = '', person } = json.annotations ?? {}
  return { text, form: json, policy: { id, effect: json.effect, reason, person: person === 'yes' } }
}

function plainError(message: string): DetailedError {
  return { message, help: null, code: null, url: null, severity: null }
}

/** Cedar counts bytes from 0. */
function placeOf({ file, text }: PolicyFile, start: number): string {
  const before = Buffer.from(text).subarray(0, start).toString()
  const line = before.split('\n').length
  return `${file}:${line}:${before.length - before.lastIndexOf('\n')}`
}

const IDENTITY = 'Ambit::Identity'
const RESOURCE = 'Ambit::Resource'

function asked(name: string, known: ReadonlyMap<string, Policy>): Policies {
  return {
    size: known.size,
    decide({ principal, action, resource, context }) {
      const who = { type: IDENTITY, id: wellFormed(principal.id) }
      const what = { type: RESOURCE, id: wellFormed(resource.id) }
      const answer = statefulIsAuthorized({
        principal: who,
        action: { type: 'Ambit::Action', id: action },
        resource: what,
        context: factsOf(context),
        preparsedSchemaName: name,
        preparsedPolicySetId: name,
        validateRequest: true,
        entities: [
          { uid: who, attrs: factsOf(principal.attrs), parents: [] },
          { uid: what, attrs: factsOf(resource.attrs), parents: [] },
        ],
      })
      if (answer.type === 'failure')
        throw new Error(`Cedar: ${answer.errors.map(({ message }) => message).join('; ')}`)
      const { decision, diagnostics } = answer.response
      const errored = diagnostics.errors.map(({ policyId }) => policyId)
      const ids = errored.length > 0 ? errored : diagnostics.reason
      return {
        allowed: decision === 'allow' && errored.length === 0,
        policies: [...ids].sort().map((id) => known.get(id) as Policy),
      }
    },
  }
}

function factsOf(facts: Readonly<Record<string, Fact>>): Record<string, Fact> {
  const out: Record<string, Fact> = {}
  for (const name in facts) {
    const fact = facts[name] as Fact
    out[name] = typeof fact === 'string' ? wellFormed(fact) : fact
  }
  return out
}
