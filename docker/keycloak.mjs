// The reference consumer: carries commands out at a Keycloak realm, and tells Ambit of the credentials the realm issues.
//   ISSUER=http://127.0.0.1:8180/realms/agents CLIENT_ID=ambit-containment CLIENT_SECRET=file:/run/secrets/containment \
//   KAFKA_BROKERS=127.0.0.1:9092 AMBIT_URL=http://127.0.0.1:7070 node docker/keycloak.mjs
// What it takes for granted: an agent's id is its client id. A credential's id is its session's (claim `sid`), or the
// token's own (claim `jti`) where it has no session. The client named here has a service account with the roles
// manage-users, manage-clients and view-events of realm-management.
//
// KEYS names the file of the keys whose commands count: audit-public.json from Ambit's data folder.
//
// With another OAuth 2.0 issuer: TOKENS names a folder in which a token vault keeps each token under the id of its
// credential. A token found there is ended by RFC 7009, where the issuer lets this client do so; nothing else is needed.
import { existsSync, readFileSync } from 'node:fs'
import { join, basename } from 'node:path'
import { consumeCommands } from 'ambit/consumer'

const ISSUER = needed('ISSUER')
const CLIENT_ID = needed('CLIENT_ID')
const CLIENT_SECRET = needed('CLIENT_SECRET')
const TOKENS = setting('TOKENS')
const KEYS = process.env['KEYS']
const AMBIT_URL = setting('AMBIT_URL')
const AMBIT_TOKEN = setting('AMBIT_TOKEN')
const POLL_MS = Number(setting('POLL_MS') ?? 1_000)
const REQUEST_MS = 10_000
const EVENTS_MAX = 1_000

/** the realm's administration, as Keycloak places it beside the issuer */
const ADMIN = ISSUER.replace('/realms/', '/admin/realms/')

function setting(name) {
  const value = process.env[name]
  if (value === undefined || value === '') return undefined
  return value.startsWith('file:') ? readFileSync(value.slice(5), 'utf8').trim() : value
}

function needed(name) {
  const value = setting(name)
  if (value !== undefined) return value
  say('error', `${name} is not set`)
  process.exit(2)
}

function say(level, text, fields = {}) {
  process.stderr.write(
    `${JSON.stringify({ level, time: new Date().toISOString(), msg: text, ...fields })}\n`,
  )
}

// --- The issuer ---

async function ask(url, options = {}) {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(REQUEST_MS) })
  const text = await response.text()
  if (response.ok) return { status: response.status, body: text === '' ? null : JSON.parse(text) }
  if (response.status === 404) return { status: 404, body: null }
  throw new Error(`${new URL(url).pathname} answers ${response.status}`)
}

const form = (fields) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ ...fields, client_id: CLIENT_ID, client_secret: CLIENT_SECRET }),
})

let endpoints
const discover = async () =>
  (endpoints ??= (await ask(`${ISSUER}/.well-known/openid-configuration`)).body)

let own = { token: '', untilMs: 0 }
async function ownToken() {
  if (own.untilMs > Date.now()) return own.token
  const { token_endpoint } = await discover()
  const { body } = await ask(token_endpoint, form({ grant_type: 'client_credentials' }))
  own = { token: body.access_token, untilMs: Date.now() + (body.expires_in - 15) * 1_000 }
  return own.token
}

async function admin(method, path, body) {
  return ask(`${ADMIN}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await ownToken()}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

async function clientOf(agentId) {
  if (agentId === '') throw new Error('the command names no agent')
  const { body } = await admin('GET', `/clients?clientId=${encodeURIComponent(agentId)}`)
  if (body.length === 0) throw new Error(`the realm has no client ${agentId}`)
  return body[0]
}

/** RFC 7009, where a vault has the token. False: it has not. */
async function revokeToken(credentialId) {
  const file = TOKENS === undefined ? '' : join(TOKENS, basename(credentialId))
  if (file === '' || !existsSync(file)) return false
  const { revocation_endpoint } = await discover()
  await ask(revocation_endpoint, form({ token: readFileSync(file, 'utf8').trim() }))
  return true
}

/** Every token of a client that was issued up to now, and its sessions. */
async function endAll(agentId) {
  const client = await clientOf(agentId)
  await admin('PUT', `/clients/${client.id}`, {
    ...client,
    notBefore: Math.floor(Date.now() / 1_000),
  })
  const { body: sessions } = await admin('GET', `/clients/${client.id}/user-sessions?max=1000`)
  for (const { id } of sessions) await admin('DELETE', `/sessions/${id}`)
  return sessions.length
}

async function setEnabled(agentId, enabled) {
  const client = await clientOf(agentId)
  await admin('PUT', `/clients/${client.id}`, { ...client, enabled })
}

// --- The commands ---

async function revoke({ scope, credential_id: id, agent_id: agent }) {
  if (scope !== 'credential') {
    // Keycloak knows no tasks: what it can end is all that the agent holds.
    await endAll(agent)
    return `every token of client ${agent} issued until now was ended`
  }
  if (await revokeToken(id)) return 'the token was revoked (RFC 7009)'
  const { status } = await admin('DELETE', `/sessions/${encodeURIComponent(id)}`)
  if (status !== 404) return 'the session was ended'
  // Gone already, as after a crash between the effect and its result; or no session but a token of its own.
  if (await wasSession(id, agent)) return 'the session had ended before'
  await endAll(agent)
  return `a token without a session: every token of client ${agent} issued until now was ended`
}

async function wasSession(id, agentId) {
  const client = agentId === '' ? '' : `&client=${encodeURIComponent(agentId)}`
  const { body } = await admin('GET', `/events?max=${EVENTS_MAX}${client}`)
  return body.some((event) => event.sessionId === id && event.details?.refresh_token_id)
}

async function contain({ scope, agent_id: agent }) {
  if (scope === 'workload') throw new Error('Keycloak knows no workloads: name the agent')
  await setEnabled(agent, false)
  await endAll(agent)
  return `client ${agent} was disabled, its tokens and sessions ended`
}

async function reinstate({ scope, agent_id: agent }) {
  if (scope !== 'agent') return 'what was ended stays so: a new token can be asked for'
  await setEnabled(agent, true)
  return `client ${agent} was enabled`
}

// --- The realm's events, told to Ambit. Told twice they are duplicates, which change nothing. ---

const ISSUED = new Set(['CLIENT_LOGIN', 'LOGIN', 'TOKEN_EXCHANGE'])
const ENDED = new Set(['LOGOUT', 'REVOKE_GRANT'])

function toEvent({ type, time, clientId, sessionId, ipAddress, details = {} }) {
  if (!ISSUED.has(type) && !ENDED.has(type)) return []
  const id = details.refresh_token_id === undefined ? details.token_id : sessionId
  if (id === undefined || clientId === CLIENT_ID) return []
  return [
    {
      id: `keycloak:${type}:${id}:${time}`,
      time,
      type: ISSUED.has(type) ? 'credential.issued' : 'credential.revoked',
      agent: { id: clientId },
      credential: {
        id,
        kind: 'oauth2',
        ...(details.scope === undefined ? {} : { scopes: details.scope.split(' ') }),
      },
      source: { ip: ipAddress, trust: 'system' },
    },
  ]
}

const told = new Set()
async function tell() {
  const types = [...ISSUED, ...ENDED].map((type) => `&type=${type}`).join('')
  const { body } = await admin('GET', `/events?max=${EVENTS_MAX}${types}`)
  const events = body
    .reverse()
    .flatMap(toEvent)
    .filter(({ id }) => !told.has(id))
  if (events.length === 0) return
  await ask(`${AMBIT_URL}/v1/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      ...(AMBIT_TOKEN === undefined ? {} : { authorization: `Bearer ${AMBIT_TOKEN}` }),
    },
    body: events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  })
  for (const { id } of events) told.add(id)
  for (const id of told) {
    if (told.size <= 2 * EVENTS_MAX) break
    told.delete(id)
  }
}

async function tellOn() {
  await tell().catch((error) => say('warn', `the realm's events cannot be told: ${error.message}`))
  setTimeout(() => void tellOn(), POLL_MS)
}

await discover()
const consumer = await consumeCommands({
  brokers: needed('KAFKA_BROKERS').split(','),
  group: setting('GROUP') ?? 'keycloak-containment',
  topics: {
    commands: setting('COMMANDS_TOPIC') ?? 'ambit.commands',
    results: setting('RESULTS_TOPIC') ?? 'ambit.command-results',
  },
  handlers: { revoke, contain, reinstate },
  ...(KEYS === undefined || KEYS === '' ? {} : { keys: KEYS }),
  log: (level, text, fields) => say(level, text, fields),
})
if (AMBIT_URL !== undefined) void tellOn()
say('info', 'at work', { issuer: ISSUER })
for (const signal of ['SIGTERM', 'SIGINT'])
  process.once(signal, () => void consumer.stop().then(() => process.exit(0)))
consumer.failed.catch((error) => {
  say('error', error.message)
  process.exit(70)
})
