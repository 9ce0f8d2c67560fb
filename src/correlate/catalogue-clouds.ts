// Operations of Google Cloud and Azure by class: their last word, what it is done to, and the few that both would get wrong.
import type { Capability } from '../model/capability.js'
import { capabilityOfKubernetes } from './catalogue-kubernetes.js'
import { capabilityOfWords, wordsOf } from './catalogue-names.js'

interface Answer {
  readonly capability: Capability
  readonly domain: string
}

/**
 * `storage.objects.delete`, `v1.compute.instances.insert`, `google.iam.admin.v1.CreateServiceAccountKey`,
 * `io.k8s.core.v1.secrets.get`, `Microsoft.Compute/virtualMachines/delete`; null for any other form.
 */
export function abilityOfClouds(text: string): Answer | null {
  if (/^microsoft\./i.test(text)) return ofAzure(text.toLowerCase())
  const cluster = /^io\.k8s\.(?:[a-z0-9-]+\.)*v\d\w*\.([a-z.]+)\.([a-z]+)$/.exec(text)
  if (cluster !== null) {
    const capability = capabilityOfKubernetes(`${cluster[2]} ${cluster[1]!.replace('.', '/')}`)
    return capability === null ? null : { capability, domain: 'kubernetes' }
  }
  return ofGoogle(text)
}

// --- Google Cloud: permissions and audit methods as service.resource.verb, or as google.service.version.Method ---

function ofGoogle(text: string): Answer | null {
  const method = /^google\.([a-z][a-z0-9.]*?)\.v\d\w*\.(?:\w+\.)?([A-Z]\w+)$/.exec(text)
  if (method !== null) {
    const [verb = '', ...rest] = method[2]!.split(/(?<=[a-z0-9])(?=[A-Z])/)
    const service = method[1]!.replace(/^cloud\./, '').replace(/\..*$/, '')
    return answer(service, rest.join(''), verb)
  }
  const dotted = /^(?:v\d\w*\.|beta\.|alpha\.)?([a-z][a-z0-9]*)\.([A-Za-z.]+)\.([A-Za-z]+)$/.exec(
    text,
  )
  if (dotted === null || !GOOGLE_SERVICES.has(dotted[1]!)) return null
  return answer(dotted[1]!, dotted[2]!.replace(/^.*\./, ''), dotted[3]!)
}

function answer(service: string, resource: string, verb: string): Answer {
  const thing = resource.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '')
  return { capability: googleClass(service, thing, verb.toLowerCase()), domain: 'gcp' }
}

function googleClass(service: string, thing: string, verb: string): Capability {
  const named = GOOGLE_NAMED.get(`${service}.${thing}.${verb}`) ?? GOOGLE_NAMED.get(verb + thing)
  if (named !== undefined) return named
  if (verb.endsWith('iampolicy') || thing.endsWith('iampolicy'))
    return /^(set|update)/.test(verb) ? 'admin' : 'read'
  const plain = GOOGLE_VERBS.get(verb) ?? capabilityOfWords(wordsOf(verb))
  if (plain !== 'write' && plain !== 'delete') return plain
  if (GOOGLE_IDENTITIES.has(thing)) return 'identity'
  return GOOGLE_CONTROLS.has(thing) ? 'admin' : plain
}

const GOOGLE_SERVICES = new Set(
  (
    'accesscontextmanager aiplatform alloydb apigateway apikeys appengine artifactregistry bigquery bigtable billing binaryauthorization ' +
    'cloudasset cloudbuild cloudfunctions cloudkms cloudscheduler cloudsecurityscanner cloudsql cloudtasks cloudtrace composer compute ' +
    'container containeranalysis dataflow dataform dataplex dataproc datastore deploymentmanager dlp dns domains eventarc file firebase ' +
    'firebaserules firestore gkehub healthcare iam iap identitytoolkit logging managedidentities memcache ml monitoring networkconnectivity ' +
    'networkmanagement networksecurity notebooks orgpolicy osconfig privateca pubsub pubsublite recommender redis resourcemanager run ' +
    'secretmanager securitycenter servicedirectory servicemanagement servicenetworking serviceusage sourcerepo spanner speech storage ' +
    'storagetransfer sts tpu vertexai vpcaccess workflows workstations'
  ).split(' '),
)

/** Verbs of Google's own; the others are those of every tool's name. */
const GOOGLE_VERBS = new Map<string, Capability>([
  ['insert', 'write'],
  ['undelete', 'write'],
  ['getdata', 'read'],
  ['export', 'read'],
  ['access', 'secret'],
  ['usetodecrypt', 'secret'],
  ['usetoencrypt', 'write'],
  ['publish', 'send'],
  ['consume', 'read'],
  ['exec', 'execute'],
  ['attach', 'write'],
  ['invoke', 'execute'],
  ['call', 'execute'],
  ['reset', 'execute'],
  ['predict', 'summarise'],
  ['osadminlogin', 'execute'],
  ['oslogin', 'execute'],
  ['destroy', 'delete'],
  ['actas', 'identity'],
  ['signblob', 'identity'],
  ['signjwt', 'identity'],
  ['getaccesstoken', 'identity'],
  ['getopenidtoken', 'identity'],
  ['implicitdelegation', 'identity'],
  ['generateaccesstoken', 'identity'],
  ['generateidtoken', 'identity'],
])

const GOOGLE_NAMED = new Map<string, Capability>([
  ['bigquery.job.create', 'execute'],
  ['bigquery.table.export', 'read'],
  ['compute.project.setcommoninstancemetadata', 'admin'],
  ['compute.instance.setmetadata', 'admin'],
  ['apikeys.key.getkeystring', 'secret'],
  ['accesssecretversion', 'secret'],
  ['generateaccesstoken', 'identity'],
  ['generateidtoken', 'identity'],
  ['signblob', 'identity'],
  ['signjwt', 'identity'],
  ['asymmetricdecrypt', 'secret'],
  ['decrypt', 'secret'],
])
const GOOGLE_IDENTITIES = new Set(
  'serviceaccount serviceaccountkey key workloadidentitypool workloadidentitypoolprovider oauthclient'.split(
    ' ',
  ),
)
/** Who may do what, what comes in, and what watches. */
const GOOGLE_CONTROLS = new Set(
  (
    'role firewall firewallpolicy policy alertpolicy sink exclusion logbucket constraint accesspolicy accesslevel ' +
    'serviceperimeter notificationconfig muteconfig organization'
  ).split(' '),
)

// --- Azure: Microsoft.Service/type/type/read|write|delete, or a verb and `action` ---

function ofAzure(text: string): Answer | null {
  const found = /^microsoft\.(?!com\/)([a-z.]+)\/(.+)\/(read|write|delete|action)$/.exec(text)
  if (found === null) return null
  const [, service = '', path = '', verb = ''] = found
  return { capability: azureClass(service, path, verb), domain: 'azure' }
}

function azureClass(service: string, path: string, verb: string): Capability {
  if (verb === 'read') return 'read'
  const action = verb === 'action' ? path.slice(path.lastIndexOf('/') + 1) : ''
  if (action !== '') {
    if (AZURE_SECRET.test(action)) return 'secret'
    if (AZURE_CREDENTIAL.test(action)) return 'identity'
    if (action === 'elevateaccess') return 'admin'
    if (/^(read|list|get|check|validate|query|search|export)/.test(action))
      return /^(query|search)/.test(action) ? 'search' : 'read'
  }
  if (AZURE_CONTROLS.test(`${service}/${path}`)) return 'admin'
  if (service === 'managedidentity') return 'identity'
  if (verb === 'delete' || /^(purge|delete)/.test(action)) return 'delete'
  if (verb === 'write') return /(^|\/)runcommands$|\/extensions$/.test(path) ? 'execute' : 'write'
  return /^(join|move|register|restore|setsecret|tag|add|create|update|write)/.test(action)
    ? 'write'
    : 'execute'
}

/** What hands out keys, connection strings or plain values. */
const AZURE_SECRET =
  /^(getsecret|setsecret|decrypt|unwrap|list\w*(keys?|secrets?|sas|credentials?|connectionstrings|publishingcredentials)|listclusteradmincredential|export(certificate|key)?$|backup(secret|key)?$)/
const AZURE_CREDENTIAL =
  /^(regenerate\w*|assign|rotate\w*|reset(password|accessprofile)|addpassword)$/
/** Access, what comes in, and what watches. */
const AZURE_CONTROLS =
  /^(authorization\/|security\/|policyinsights\/|insights\/(diagnosticsettings|activitylogalerts|actiongroups)|operationalinsights\/workspaces$|network\/(networksecuritygroups|azurefirewalls|firewallpolicies|networkwatchers\/flowlogs)|keyvault\/vaults\/accesspolicies|sql\/servers\/(firewallrules|administrators|auditingsettings)|storage\/storageaccounts\/networkrulesets|recoveryservices\/vaults\/backupconfig)/
