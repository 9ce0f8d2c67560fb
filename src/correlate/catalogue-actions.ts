// What an action says in the words of the system it happened on: AWS, Google Cloud, Azure, Kubernetes, Vault, HTTP, SQL.
import type { Capability } from '../model/capability.js'
import { capabilityOfAws, isAwsService, readAwsOperation } from './catalogue-aws.js'
import { abilityOfClouds } from './catalogue-clouds.js'
import { capabilityOfKubernetes, capabilityOfKubernetesPath } from './catalogue-kubernetes.js'
import { heavier } from './catalogue-names.js'

interface Answer {
  readonly capability: Capability
  readonly domain: string
}

/** The class and domain of an action by the built-in tables; `unknown` with an empty domain where none of them knows it. */
export function abilityOfAction(action: string): Answer {
  const text = ODD_SPACES.test(action) ? action.trim().replace(/\s+/g, ' ') : action
  return (
    ofHttp(text) ??
    abilityOfClouds(text) ??
    ofKubernetes(text) ??
    ofVault(text) ??
    ofSql(text) ??
    ofAws(text) ??
    NONE
  )
}

/** The form of an action that globs are written for: CloudTrail's `iam.amazonaws.com:X` becomes `iam:X`. */
export function normalAction(action: string): string {
  const aws = action.includes('.amazonaws.com') ? readAwsOperation(action.trim()) : null
  return aws === null ? action : `${aws.service}:${aws.operation}`
}

const ODD_SPACES = /\s\s|[^\S ]|^ | $/
const NONE: Answer = { capability: 'unknown', domain: '' }

function ofAws(text: string): Answer | null {
  const operation = readAwsOperation(text)
  if (operation === null) return null
  const capability = capabilityOfAws(operation)
  const domain = isAwsService(operation.service) || text.includes('.amazonaws.com') ? 'aws' : ''
  return { capability, domain }
}

function ofKubernetes(text: string): Answer | null {
  const capability = capabilityOfKubernetes(text)
  return capability === null ? null : { capability, domain: 'kubernetes' }
}

// --- HTTP: `GET /admin/users`, `POST https://host/path` ---

function ofHttp(text: string): Answer | null {
  const parts = /^([A-Za-z]{3,16})(?: |:(?=\/))(\S+)/.exec(text)
  if (parts === null) {
    return text === 'CONNECT' || METHODS.has(text)
      ? { capability: METHODS.get(text)!, domain: 'http' }
      : null
  }
  const method = parts[1]!.toUpperCase()
  const target = parts[2]!
  const ofMethod = METHODS.get(method)
  if (ofMethod === undefined) return null
  if (method === 'CONNECT') return { capability: 'network', domain: 'http' }
  const path = /^https?:\/\/[^/?#]*(.*)$/i.exec(target)?.[1] ?? target
  if (path !== '' && !path.startsWith('/')) return null
  const segments = segmentsOf(path)
  const kubernetes = capabilityOfKubernetesPath(method, segments)
  if (kubernetes !== null) return { capability: kubernetes, domain: 'kubernetes' }
  const vault =
    segments[0] === 'v1'
      ? capabilityOfVault(segments.slice(1), VAULT_OPERATIONS.get(method.toLowerCase()) ?? '')
      : null
  if (vault !== null) return { capability: vault, domain: 'vault' }
  return { capability: segments.some(isAdminSegment) ? 'admin' : ofMethod, domain: 'http' }
}

const METHODS: ReadonlyMap<string, Capability> = new Map([
  ['GET', 'read'],
  ['HEAD', 'read'],
  ['OPTIONS', 'read'],
  ['TRACE', 'read'],
  ['PROPFIND', 'read'],
  ['SEARCH', 'search'],
  ['QUERY', 'search'],
  ['POST', 'write'],
  ['PUT', 'write'],
  ['PATCH', 'write'],
  ['MKCOL', 'write'],
  ['COPY', 'write'],
  ['MOVE', 'write'],
  ['DELETE', 'delete'],
  ['CONNECT', 'network'],
] as const)

const ADMIN_SEGMENTS = new Set(
  'admin admins _admin administrator administrators administration adminconsole wp-admin phpmyadmin superuser sudo iam rbac actuator'.split(
    ' ',
  ),
)

// A whole segment must say it, so that /badminton and /administration-fees stay what they are; /admin.php does say it.
function isAdminSegment(segment: string): boolean {
  return ADMIN_SEGMENTS.has(segment) || /^admin[.;:-](?!fee)/.test(segment)
}

// Percent-encoding and case are undone, as a server would, so that /%61dmin is /admin.
function segmentsOf(path: string): string[] {
  const plain = path
    .replace(/[?#][\s\S]*$/, '')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return plain
    .toLowerCase()
    .split(/[/\\]+/)
    .filter((segment) => segment !== '' && segment !== '.')
}

// --- Vault: `read secret/data/db`, `secret/data/db:read`, `update auth/token/create`, or a path alone ---

const VAULT_OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['read', 'read'],
  ['get', 'read'],
  ['head', 'read'],
  ['list', 'list'],
  ['create', 'write'],
  ['update', 'write'],
  ['write', 'write'],
  ['put', 'write'],
  ['post', 'write'],
  ['patch', 'write'],
  ['sudo', 'write'],
  ['delete', 'delete'],
  ['destroy', 'delete'],
])

function ofVault(text: string): Answer | null {
  const plain = text.toLowerCase().replace(/^vault[\s:]+/, '')
  const parts = plain.split(/[\s:]+/)
  if (parts.length > 2) return null
  const [first = '', second = ''] = parts
  let operation = ''
  let path = first
  if (second !== '') {
    if (VAULT_OPERATIONS.has(first)) [operation, path] = [VAULT_OPERATIONS.get(first)!, second]
    else if (VAULT_OPERATIONS.has(second)) operation = VAULT_OPERATIONS.get(second)!
    else return null
  }
  if (!path.includes('/')) return null
  const capability = capabilityOfVault(
    path.split('/').filter((segment) => segment !== ''),
    operation,
  )
  return capability === null ? null : { capability, domain: 'vault' }
}

// Mounts can have any path; these are the default ones, and the shapes that no other system has.
function capabilityOfVault(path: readonly string[], operation: string): Capability | null {
  const [mount = '', kind = '', name = ''] = path
  const passive = operation === 'list' || operation === 'read'
  switch (mount) {
    case 'sys':
      if (kind === 'leases' && /^revoke/.test(name)) return 'identity'
      if (kind === 'wrapping' && name === 'unwrap') return 'secret'
      return passive && kind !== 'raw'
        ? 'read'
        : kind === 'health' || kind === 'internal'
          ? 'read'
          : 'admin'
    case 'auth':
      if (kind === 'token' && /^lookup/.test(name)) return 'read'
      if (kind === 'token' && /-self$/.test(name)) return 'write'
      return passive ? 'read' : 'identity'
    case 'identity':
      return kind === '' || !VAULT_IDENTITY.has(kind) ? null : passive ? 'read' : 'identity'
    case 'secret':
    case 'kv':
    case 'cubbyhole':
      if (kind === '') return null
      if (operation === 'delete' || kind === 'delete' || kind === 'destroy') return 'delete'
      return operation === 'list' || kind === 'metadata' || kind === 'config'
        ? operation === 'write'
          ? 'write'
          : 'read'
        : 'secret'
    case 'transit':
      if (kind === 'decrypt' || kind === 'export' || kind === 'rewrap' || kind === 'backup')
        return 'secret'
      if (kind === 'encrypt' || kind === 'sign' || kind === 'hmac' || kind === 'datakey')
        return 'execute'
      return kind === 'keys'
        ? operation === 'delete'
          ? 'delete'
          : passive
            ? 'read'
            : 'admin'
        : null
    default:
      if (!VAULT_ENGINES.has(mount)) return null
      if (
        kind === 'creds' ||
        kind === 'sts' ||
        kind === 'issue' ||
        kind === 'key' ||
        kind === 'token'
      )
        return 'secret'
      if (kind === 'static-creds') return 'secret'
      if (kind === 'sign' || kind === 'sign-verbatim' || kind === 'root') return 'identity'
      return kind === 'config' || kind === 'roles' || kind === 'role'
        ? passive
          ? 'read'
          : 'admin'
        : null
  }
}

const VAULT_ENGINES = new Set(
  'aws azure gcp database pki ssh kubernetes consul nomad rabbitmq ldap ad totp mongodbatlas terraform'.split(
    ' ',
  ),
)
const VAULT_IDENTITY = new Set('entity entity-alias group group-alias oidc lookup mfa'.split(' '))

// --- SQL: a statement, or its first word in capitals ---

function ofSql(text: string): Answer | null {
  const first = /^[A-Za-z]+/.exec(text)?.[0] ?? ''
  const ofVerb = SQL_VERBS.get(first.toUpperCase())
  if (ofVerb === undefined) return null
  const rest = text.slice(first.length)
  if (first !== first.toUpperCase() && !SQL_CONTINUES.test(rest)) return null
  if (rest !== '' && !/^[\s(*;]/.test(rest)) return null
  let capability: Capability = 'read'
  for (const statement of text.split(';'))
    capability = heavier(capability, ofStatement(statement.trim().toUpperCase()))
  return { capability, domain: 'database' }
}

function ofStatement(statement: string): Capability {
  const first = /^[A-Z]+/.exec(statement)?.[0] ?? ''
  const capability = SQL_VERBS.get(first) ?? 'unknown'
  if (/^(CREATE|ALTER|DROP)\s+(OR\s+REPLACE\s+)?(USER|ROLE|LOGIN)\b/.test(statement))
    return 'identity'
  if (/^ALTER\s+(SYSTEM|DEFAULT\s+PRIVILEGES)\b/.test(statement)) return 'admin'
  if (/^SELECT\b/.test(statement) && /\bINTO\s+(OUTFILE|DUMPFILE|TABLE)\b/.test(statement))
    return 'write'
  if (/^COPY\b/.test(statement) && /\bPROGRAM\b/.test(statement)) return 'execute'
  // The verb of a common table expression, or of a plan that is really run, stands further on.
  if (first === 'WITH' || /^EXPLAIN\s+\(?ANALY/.test(statement)) {
    const inner = /\b(DELETE\s+FROM|TRUNCATE|DROP|INSERT\s+INTO|MERGE|UPDATE)\b/.exec(statement)
    return inner === null ? 'read' : (SQL_VERBS.get(inner[1]!.split(/\s/)[0]!) ?? 'read')
  }
  return capability
}

const SQL_CONTINUES =
  /^\s+(\*|[\w".`,\s*()]{1,500}\sfrom\s|into\s|from\s|table\s|database\s|schema\s|view\s|index\s|user\s|role\s|all\s|[\w".`]+\s+set\s)/i

const SQL_VERBS: ReadonlyMap<string, Capability> = new Map([
  ['SELECT', 'read'],
  ['SHOW', 'read'],
  ['DESCRIBE', 'read'],
  ['EXPLAIN', 'read'],
  ['WITH', 'read'],
  ['VALUES', 'read'],
  ['INSERT', 'write'],
  ['UPDATE', 'write'],
  ['UPSERT', 'write'],
  ['MERGE', 'write'],
  ['REPLACE', 'write'],
  ['COPY', 'write'],
  ['CREATE', 'write'],
  ['ALTER', 'write'],
  ['DELETE', 'delete'],
  ['DROP', 'delete'],
  ['TRUNCATE', 'delete'],
  ['GRANT', 'admin'],
  ['REVOKE', 'admin'],
  ['EXEC', 'execute'],
  ['EXECUTE', 'execute'],
  ['CALL', 'execute'],
] as const)
