// OpenID AuthZEN 1.0 over HTTP: evaluation, evaluations with their semantics, and what this decision point can do.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Access, AccessRequest, Authorize, Members } from '../authorize/authorize.js'
import { countUp, type Metrics } from './metrics.js'
import { Refusal } from './refusal.js'

const EVALUATION = '/access/v1/evaluation'
const EVALUATIONS = '/access/v1/evaluations'
const CONFIGURATION = '/.well-known/authzen-configuration'

const BODY_BYTES_MAX = 1024 * 1024
/** evaluations of one request; each takes some ten thousandths of a second of the one thread there is */
export const EVALUATIONS_MAX = 100
const ID_LENGTH_MAX = 2048
/** levels of lists and objects in what an agent may have had a say in: what is deeper would end the answer, not deny it */
const DEPTH_MAX = 64

const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const
type Semantic = (typeof SEMANTICS)[number]

export interface AccessParts {
  readonly authorize: Authorize
  readonly metrics: Pick<Metrics, 'access'>
  /** epoch ms */
  readonly now: () => number
}

/** Wants the guard of the server before it. */
export function installAccess(
  app: FastifyInstance,
  { authorize, metrics, now }: AccessParts,
): void {
  const decide = (request: AccessRequest): Access => {
    const access = authorize(request, now())
    countUp(metrics.access, access.decision ? 'allow' : access.context.reason_code)
    return access
  }
  const options = { bodyLimit: BODY_BYTES_MAX }

  // Also on answers that the guard gives: whoever asked finds its answer by it
  app.addHook('onSend', async (request, reply) => {
    const id = request.headers['x-request-id']
    if (
      typeof id === 'string' &&
      request.url.startsWith('/access/') &&
      /^[\x21-\x7e]{1,256}$/.test(id)
    )
      void reply.header('x-request-id', id)
  })
  app.post(EVALUATION, options, async (request) => decide(requestOf(bodyOf(request), '')))
  app.post(EVALUATIONS, options, async (request) => {
    const body = bodyOf(request)
    const { evaluations } = body
    if (evaluations === undefined || (Array.isArray(evaluations) && evaluations.length === 0))
      return decide(requestOf(body, ''))
    if (!Array.isArray(evaluations)) throw new Refusal(400, 'evaluations: a list is needed')
    if (evaluations.length > EVALUATIONS_MAX)
      throw new Refusal(400, `evaluations: at most ${EVALUATIONS_MAX} in one request`)
    return { evaluations: inTurn(evaluations, body, semanticOf(body), decide) }
  })
  app.get(CONFIGURATION, async (request) => {
    const base = `${request.protocol}://${request.host}`
    return {
      policy_decision_point: base,
      access_evaluation_endpoint: base + EVALUATION,
      access_evaluations_endpoint: base + EVALUATIONS,
    }
  })
}

/** Errors of one evaluation are its own: a refusal with the reason, and the others are decided all the same. */
function inTurn(
  evaluations: readonly unknown[],
  defaults: Members,
  semantic: Semantic,
  decide: (request: AccessRequest) => Access,
): readonly object[] {
  const answers: object[] = []
  for (const [at, evaluation] of evaluations.entries()) {
    let answer: { readonly decision: boolean }
    try {
      answer = decide(requestOf(withDefaults(evaluation, defaults), `evaluations[${at}].`))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, message } = error
      answer = { decision: false, context: { error: { status, message } } } as never
    }
    answers.push(answer)
    if (semantic === 'deny_on_first_deny' && !answer.decision) break
    if (semantic === 'permit_on_first_permit' && answer.decision) break
  }
  return answers
}

/** What an evaluation does not say itself is taken whole from the top. */
function withDefaults(
  evaluation: unknown,
  { subject, action, resource, context }: Members,
): Members {
  if (!isObject(evaluation)) throw new Refusal(400, 'each evaluation is an object')
  return { subject, action, resource, context, ...evaluation }
}

function semanticOf({ options }: Members): Semantic {
  if (options === undefined) return 'execute_all'
  if (!isObject(options)) throw new Refusal(400, 'options: an object is needed')
  const said = options['evaluations_semantic'] ?? 'execute_all'
  const known = SEMANTICS.find((semantic) => semantic === said)
  if (known === undefined)
    throw new Refusal(400, `options.evaluations_semantic: one of ${SEMANTICS.join(', ')}`)
  return known
}

function bodyOf({ body, headers }: FastifyRequest): Members {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    throw new Refusal(400, 'the content type is application/json')
  let said: unknown
  try {
    said = JSON.parse(Buffer.isBuffer(body) ? body.toString() : '')
  } catch {
    throw new Refusal(400, 'the body is no JSON')
  }
  if (!isObject(said)) throw new Refusal(400, 'the body is a JSON object')
  return said
}

function requestOf({ subject, action, resource, context }: Members, at: string): AccessRequest {
  return {
    subject: named(subject, `${at}subject`),
    action: acted(action, `${at}action`),
    resource: named(resource, `${at}resource`),
    ...(context === undefined ? {} : { context: members(context, `${at}context`) }),
  }
}

function named(value: unknown, place: string): AccessRequest['subject'] {
  const { type, id, properties } = members(value, place)
  return {
    type: text(type, `${place}.type`),
    id: text(id, `${place}.id`),
    ...(properties === undefined ? {} : { properties: members(properties, `${place}.properties`) }),
  }
}

function acted(value: unknown, place: string): AccessRequest['action'] {
  const { name, properties } = members(value, place)
  return {
    name: text(name, `${place}.name`),
    ...(properties === undefined ? {} : { properties: members(properties, `${place}.properties`) }),
  }
}

function members(value: unknown, place: string): Members {
  if (isObject(value)) {
    if (isDeeper(value, DEPTH_MAX))
      throw new Refusal(400, `${place}: it is nested deeper than ${DEPTH_MAX} levels`)
    return value
  }
  throw new Refusal(
    400,
    `${place}: ${value === undefined ? 'it is missing' : 'an object is needed'}`,
  )
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inside) => isDeeper(inside, levels - 1))
}

function text(value: unknown, place: string): string {
  if (value === undefined) throw new Refusal(400, `${place}: it is missing`)
  if (typeof value !== 'string' || value === '' || value.length > ID_LENGTH_MAX)
    throw new Refusal(400, `${place}: a text of 1 to ${ID_LENGTH_MAX} characters is needed`)
  return value
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
