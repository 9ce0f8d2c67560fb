// Kubernetes requests by class: `create pods`, `pods/exec`, `secrets:get`, or the API server's own paths.
import type { Capability } from '../model/capability.js'

/** The class of a request that Kubernetes' API server would know, or null where this is none. */
export function capabilityOfKubernetes(action: string): Capability | null {
  const words = action
    .trim()
    .toLowerCase()
    .split(/[\s:]+/)
  if (words.length > 2) return null
  const [first = '', second = ''] = words
  if (second === '') return ofResource(first, '')
  if (VERBS.has(first)) return ofResource(second, first)
  return VERBS.has(second) ? ofResource(first, second) : null
}

/**
 * The class of `METHOD path` on an API server (`GET /api/v1/namespaces/prod/secrets/db`), or null for other paths.
 * `segments` are the path's, without empty ones.
 */
export function capabilityOfKubernetesPath(
  method: string,
  segments: readonly string[],
): Capability | null {
  let rest: readonly string[]
  if (segments[0] === 'api' && segments[1] === 'v1') rest = segments.slice(2)
  else if (
    segments[0] === 'apis' &&
    CORE_GROUP.test(segments[1] ?? '') &&
    /^v\d/.test(segments[2] ?? '')
  )
    rest = segments.slice(3)
  else return null
  if (rest[0] === 'namespaces' && rest.length > 2) rest = rest.slice(2)
  const [resource = '', , subresource] = rest
  const full = subresource === undefined ? resource : `${resource}/${subresource}`
  return RESOURCES.has(resource) ? ofResource(full, METHODS.get(method) ?? 'get') : null
}

function ofResource(text: string, verb: string): Capability | null {
  const [whole = '', subresource = ''] = text.split('/', 2)
  // Group and version may follow the resource: deployments.apps, rolebindings.rbac.authorization.k8s.io.
  const resource = whole.split('.', 1)[0]!
  if (
    !RESOURCES.has(resource) &&
    !(whole.includes('.') && verb !== '' && KUBERNETES_GROUP.test(whole))
  )
    return null
  if (verb === '' && subresource === '') return null
  if (verb === 'impersonate') return 'identity'
  if (verb === 'bind' || verb === 'escalate') return 'admin'
  if (verb === 'approve' || verb === 'sign' || verb === 'attest') return 'identity'
  const ofSubresource =
    SUBRESOURCES.get(`${resource}/${subresource}`) ?? SUBRESOURCES.get(subresource)
  if (ofSubresource !== undefined) return ofSubresource
  const passive = verb === 'get' || verb === 'list' || verb === 'watch' || verb === ''
  if (resource === 'secrets')
    return verb === 'delete' || verb === 'deletecollection' ? 'delete' : 'secret'
  if (passive) return 'read'
  if (REVIEWS.has(resource)) return 'read'
  if (ADMINISTRATION.has(resource)) return 'admin'
  if (IDENTITIES.has(resource)) return 'identity'
  if (verb === 'delete' || verb === 'deletecollection') return 'delete'
  return verb === 'proxy' || verb === 'connect' ? 'network' : 'write'
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '))

const VERBS = setOf(
  'get list watch create update patch delete deletecollection bind escalate impersonate approve sign attest proxy connect use apply',
)
const METHODS = new Map([
  ['POST', 'create'],
  ['PUT', 'update'],
  ['PATCH', 'patch'],
  ['DELETE', 'delete'],
])
const ADMINISTRATION = setOf(
  'roles rolebindings clusterroles clusterrolebindings validatingwebhookconfigurations mutatingwebhookconfigurations ' +
    'validatingadmissionpolicies validatingadmissionpolicybindings customresourcedefinitions apiservices podsecuritypolicies ' +
    'networkpolicies nodes runtimeclasses priorityclasses flowschemas prioritylevelconfigurations',
)
const IDENTITIES = setOf('serviceaccounts certificatesigningrequests users groups')
const REVIEWS = setOf(
  'tokenreviews subjectaccessreviews selfsubjectaccessreviews localsubjectaccessreviews selfsubjectrulesreviews selfsubjectreviews',
)
const RESOURCES = new Set([
  ...ADMINISTRATION,
  ...IDENTITIES,
  ...REVIEWS,
  ...setOf(
    'pods secrets configmaps services endpoints endpointslices events namespaces persistentvolumes persistentvolumeclaims ' +
      'replicationcontrollers resourcequotas limitranges bindings componentstatuses podtemplates deployments daemonsets ' +
      'statefulsets replicasets controllerrevisions jobs cronjobs horizontalpodautoscalers ingresses ingressclasses ' +
      'poddisruptionbudgets storageclasses volumeattachments csidrivers csinodes leases userextras scheduledjobs',
  ),
])
const CORE_GROUP = /\.|^(apps|batch|autoscaling|policy|extensions)$/
const KUBERNETES_GROUP = /\.(k8s\.io|x-k8s\.io|apps|batch|autoscaling|policy|extensions)$/

const SUBRESOURCES: ReadonlyMap<string, Capability> = new Map([
  ['pods/exec', 'execute'],
  ['pods/attach', 'execute'],
  ['pods/ephemeralcontainers', 'execute'],
  ['pods/portforward', 'network'],
  ['pods/proxy', 'network'],
  ['services/proxy', 'network'],
  ['nodes/proxy', 'execute'],
  ['pods/log', 'read'],
  ['pods/eviction', 'delete'],
  ['serviceaccounts/token', 'identity'],
  ['certificatesigningrequests/approval', 'identity'],
  ['certificatesigningrequests/status', 'identity'],
] as const)
