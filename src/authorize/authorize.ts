// Decisions at request time: whoever is about to act is looked up in the live state, and the policies are asked (AuthZEN 1.0).
import type { Catalogue } from '../correlate/catalogue.js'
import type { Purposes } from '../correlate/catalogue-purposes.js'
import {
  CAPABILITY_INDEX,
  FIRST_ACTIVE,
  SENSITIVITIES,
  type Ability,
  type Sensitivity,
  type Tier,
} from '../model/capability.js'
import type { Context } from '../model/context.js'
import { factsOf, type About, type Facts } from './facts.js'
import type { Policies, Ruling } from './policies.js'

/** OpenID AuthZEN Authorization API 1.0, Access Evaluation request. */
export interface AccessRequest {
  readonly subject: Named
  readonly action: { readonly name: string; readonly properties?: Members }
  readonly resource: Named
  readonly context?: Members
}
export interface Named {
  readonly type: string
  readonly id: string
  readonly properties?: Members
}
export type Members = Readonly<Record<string, unknown>>

/** Its response; `context` says why, for people (`reason`) and for programs (`reason_code`, `policies`). */
export interface Access {
  readonly decision: boolean
  readonly context: AccessContext
}

export interface AccessContext {
  readonly reason: string
  readonly reason_code: ReasonCode
  readonly identity?: string
  readonly tier?: Tier
  readonly task?: string
  readonly capability?: string
  readonly blast_radius?: number
  readonly policies?: readonly string[]
  readonly policy_version?: string
  /** true where a person can allow it; `approval` names the question where it was asked already */
  readonly needs_approval?: boolean
  readonly approval?: OpenQuestion
  /** in shadow mode: what the answer would be */
  readonly shadow?: { readonly decision: boolean }
  readonly error?: { readonly status: number; readonly message: string }
}

export type ReasonCode = 'policy' | 'no_policy' | 'needs_approval' | 'not_ready' | 'not_here'

/** A question to a person that nobody answered yet. */
export interface OpenQuestion {
  readonly id: string
  /** epoch ms */
  readonly deadline: number
}

/** Whose a request is, by the identity graph. */
export interface Whose {
  readonly identity: string
  readonly agentId: string
  readonly credentialId: string
  readonly taskId: string
}

/** The live state of this process. */
export interface Live {
  /** null once partitions are assigned and their state restored; else what is missing */
  notReady(): string | null
  whose(said: Said, nowMs: number): Whose
  /** null: nothing was ever heard of it; `elsewhere`: another process judges it */
  contextOf(identity: string): Context | null | 'elsewhere'
  questionOf(identity: string, commandId: string): OpenQuestion | null
}

/** What a request says of who acts; '' where nothing. */
export interface Said {
  readonly agentId: string
  readonly workloadId: string
  readonly credentialId: string
  readonly taskId: string
}

export interface AuthorizeOptions {
  readonly live: Live
  readonly policies: Policies
  readonly policyVersion: string
  readonly catalogue: Catalogue
  readonly purposes: Purposes
  /** tiers for which an answer is given as `true` while the state is not there */
  readonly failOpen: ReadonlySet<Tier>
  /** keyed hash of arguments: what a person allowed is bound to it */
  readonly digest: (args: unknown) => string
  readonly threshold: number
  /** whether nothing is refused: what would have been is told */
  readonly shadow: boolean
}

export type Authorize = (request: AccessRequest, nowMs: number) => Access

/** Synchronous and without effect; throws only where a policy set is broken beyond what its check can see. */
export function createAuthorize(options: AuthorizeOptions): Authorize {
  const { live, policies, policyVersion, catalogue, purposes, failOpen, threshold } = options
  const { digest } = options
  const facts = {
    covers: (coverage: Parameters<Purposes['covers']>[0], ability: Ability) =>
      purposes.covers(coverage, ability),
    threshold,
  }

  const decide: Authorize = (request, nowMs) => {
    const missing = live.notReady()
    if (missing !== null) return unready(request, missing, failOpen)
    const said = saidOf(request)
    const whose = live.whose(said, nowMs)
    const identity = whose.identity === '' ? request.subject.id : whose.identity
    const context = live.contextOf(identity)
    if (context === 'elsewhere') return elsewhere(identity)
    const about = aboutOf(request, whose, catalogue, digest)
    const known = factsOf(context, request.subject.type, about, nowMs, facts)
    const ruling = policies.decide({
      principal: { id: identity, attrs: known.principal },
      action: about.ability.capability,
      resource: { id: about.resourceId, attrs: known.resource },
      context: known.context,
    })
    const question = ruling.allowed ? null : questionFor(live, context, known, about, nowMs)
    return answer(ruling, identity, about, known, policyVersion, question)
  }

  if (!options.shadow) return decide
  return (request, nowMs) => {
    const { decision, context } = decide(request, nowMs)
    return { decision: true, context: { ...context, shadow: { decision } } }
  }
}

/** The state is not there: by the tier that the caller names, as nobody here can know it. */
function unready({ subject }: AccessRequest, missing: string, failOpen: ReadonlySet<Tier>): Access {
  const said = textOf(subject.properties?.['tier'])
  const tier: Tier = said === 'low' || said === 'high' ? said : 'medium'
  const decision = failOpen.has(tier)
  const context = {
    reason: `the state is not there: ${missing}; the ${tier} tier ${decision ? 'is let pass' : 'is refused'} meanwhile`,
    reason_code: 'not_ready',
    tier,
    error: { status: 503, message: missing },
  } as const
  return { decision, context }
}

/** Never a guess: what another process knows may be a revocation. */
function elsewhere(identity: string): Access {
  const message = `${identity} is judged by another process of this group`
  return {
    decision: false,
    context: {
      reason: message,
      reason_code: 'not_here',
      identity,
      error: { status: 503, message },
    },
  }
}

function answer(
  { allowed, policies }: Ruling,
  identity: string,
  { ability }: About,
  facts: Facts,
  version: string,
  question: OpenQuestion | null,
): Access {
  const person = !allowed && policies.length > 0 && policies.every((policy) => policy.person)
  const reasons = policies.map(({ reason, id }) => reason || id)
  const reason = allowed
    ? 'a policy allows it'
    : policies.length === 0
      ? 'no policy allows it'
      : reasons.join('; ')
  return {
    decision: allowed,
    context: {
      reason,
      reason_code: person ? 'needs_approval' : policies.length === 0 ? 'no_policy' : 'policy',
      identity,
      tier: facts.tier,
      ...(facts.taskId === '' ? {} : { task: facts.taskId }),
      capability: ability.capability,
      blast_radius: facts.blastRadius,
      policies: policies.map(({ id }) => id),
      policy_version: version,
      ...(person ? { needs_approval: true } : {}),
      ...(person && question !== null ? { approval: question } : {}),
    },
  }
}

/** The question that was asked about the same kind of act of this identity, in this task, where one is open. */
function questionFor(
  live: Live,
  context: Context | null,
  { taskId }: Facts,
  { credentialId }: About,
  nowMs: number,
): OpenQuestion | null {
  if (context === null) return null
  for (const { cause, commandId, commandType, withdrawn } of context.causes?.values() ?? []) {
    if (withdrawn || commandType !== 'escalate') continue
    const same =
      (cause.taskId !== '' && cause.taskId === taskId) ||
      (cause.credentialId !== '' && cause.credentialId === credentialId)
    if (!same) continue
    const question = live.questionOf(context.id, commandId)
    if (question !== null && question.deadline >= nowMs) return question
  }
  return null
}

/** Who acts: by the subject's type, and by what the context names beside it. */
function saidOf({ subject, context = {} }: AccessRequest): Said {
  const of = (type: string): string =>
    subject.type === type ? subject.id : textOf(context[type]) || textOf(subject.properties?.[type])
  const workload = of('workload')
  return {
    agentId: of('agent'),
    workloadId: workload === '' && subject.id.startsWith('spiffe://') ? subject.id : workload,
    credentialId: of('credential'),
    taskId: of('task'),
  }
}

function aboutOf(
  { action, resource, context = {} }: AccessRequest,
  whose: Whose,
  catalogue: Catalogue,
  digest: (args: unknown) => string,
): About {
  const said = textOf(context['tool']) || textOf(action.properties?.['tool'])
  const isCall = /^tools?[./]call(ed)?$/.test(action.name)
  const tool = said === '' && resource.type === 'tool' ? resource.id : said
  const hints = (context['annotations'] ?? action.properties?.['annotations']) as
    | Members
    | undefined
  const annotations = typeof hints === 'object' ? hints : null
  const name = plainName(action.name)
  const byAction = catalogue.classify(isCall ? null : name, null, null)
  // AuthZEN's actions are mostly verbs, which the catalogue knows as names of tools
  const ability =
    byAction.capability !== 'unknown'
      ? byAction
      : catalogue.classify(null, isCall || tool !== '' ? tool : name, annotations)
  const traits = catalogue.resource(resource.id)
  const args = context['arguments'] ?? action.properties?.['arguments']
  const sensitivity = textOf(resource.properties?.['sensitivity'])
  return {
    action: action.name,
    tool,
    ability,
    resourceId: resource.id,
    resourceKind: resource.type,
    sensitivity: higher(traits.sensitivity, sensitivity),
    taskId: whose.taskId,
    credentialId: whose.credentialId,
    // Of what only reads the arguments are not looked at in the stream either.
    args: args == null || CAPABILITY_INDEX[ability.capability] < FIRST_ACTIVE ? '' : digest(args),
  }
}

/** `can_delete` and `canDelete` ask whether one may delete; to the catalogue, `can…` is a question and so only reads. */
function plainName(name: string): string {
  return name.replace(/^can(?:[_:. -]+|(?=[A-Z]))(?=.)/, '')
}

/** A name, as a text or as an object that has one. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const { id, name } = value as { readonly id?: unknown; readonly name?: unknown }
  return typeof id === 'string' ? id : typeof name === 'string' ? name : ''
}

/** The higher of what the catalogue and the caller say: neither can make less of a resource. */
function higher(known: Sensitivity | null, said: string): Sensitivity | null {
  const [a, b] = [known, said].map((one) => SENSITIVITIES.indexOf(one as Sensitivity))
  return SENSITIVITIES[Math.max(a as number, b as number)] ?? null
}
