// A real Keycloak for the tests: fetched once with Maven into a cache folder, run with Java, its realm kept in memory.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { until } from '../program.js'
import { freePorts } from './broker.js'

const KEYCLOAK = '26.0.7'
const ADMIN = { username: 'admin', password: 'of-this-test-only' }

export interface Keycloak {
  /** of the realm that was made, with all its events kept */
  readonly issuer: string
  /** a client with a service account; with `roles` of realm-management it may administer the realm */
  createClient(id: string, secret: string, roles?: readonly string[]): Promise<void>
  /** a token by client credentials, with a session of its own; null where the realm refuses */
  token(id: string, secret: string): Promise<string | null>
  /** RFC 7662, asked as this client */
  isActive(token: string, id: string, secret: string): Promise<boolean>
  stop(): void
}

/** The unpacked distribution, fetched at the first call (about 150 MB). */
function distribution(): string {
  const cache = process.env['AMBIT_CACHE'] ?? join(homedir(), '.cache', 'ambit')
  const folder = join(cache, `keycloak-${KEYCLOAK}`)
  if (existsSync(folder)) return folder
  const work = `${folder}.${process.pid}`
  mkdirSync(work, { recursive: true })
  const run = (command: string, args: readonly string[]): void =>
    void execFileSync(command, args, {
      cwd: work,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 600_000,
    })
  run('mvn', [
    '-B',
    '-q',
    'dependency:copy',
    `-Dartifact=org.keycloak:keycloak-quarkus-dist:${KEYCLOAK}:zip`,
    '-DoutputDirectory=.',
  ])
  run('jar', ['xf', `keycloak-quarkus-dist-${KEYCLOAK}.zip`])
  try {
    renameSync(join(work, `keycloak-${KEYCLOAK}`), folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  }
  rmSync(work, { recursive: true, force: true })
  return folder
}

/** Starts Keycloak with one realm, `agents`. */
export async function startKeycloak(): Promise<Keycloak> {
  const [port] = await freePorts(1)
  const base = `http://127.0.0.1:${port}`
  const child = spawn(
    'sh',
    [
      join(distribution(), 'bin', 'kc.sh'),
      'start-dev',
      '--db=dev-mem',
      '--cache=local',
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
    ],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        JAVA_OPTS_APPEND: '-Xmx512m',
        KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
        KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
      },
    },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)))
  try {
    await until(
      'Keycloak answers',
      async () => {
        if (child.exitCode !== null) throw new Error(`Keycloak ended with ${child.exitCode}`)
        const answer = await fetch(`${base}/realms/master`).catch(() => null)
        return answer?.ok === true || undefined
      },
      480_000,
    )
  } catch (error) {
    end(child)
    throw new Error(`${(error as Error).message}: ${said}`)
  }
  return realmOf(base, child)
}

// The script starts Java as its child: both are one process group.
function end(child: ChildProcess): void {
  try {
    process.kill(-(child.pid as number), 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

async function realmOf(base: string, child: ChildProcess): Promise<Keycloak> {
  const issuer = `${base}/realms/agents`
  const form = (url: string, fields: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(fields) })
  const entry = await form(`${base}/realms/master/protocol/openid-connect/token`, {
    grant_type: 'password',
    client_id: 'admin-cli',
    ...ADMIN,
  })
  const { access_token: token } = (await entry.json()) as { access_token: string }

  async function admin<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${base}/admin/realms${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    const text = await answer.text()
    return (text === '' ? null : JSON.parse(text)) as T
  }
  const idOf = async (clientId: string): Promise<string> =>
    (
      (await admin<{ id: string }[]>('GET', `/agents/clients?clientId=${clientId}`))[0] as {
        id: string
      }
    ).id

  await admin('POST', '', { realm: 'agents', enabled: true, eventsEnabled: true })
  return {
    issuer,
    async createClient(clientId, secret, roles = []) {
      await admin('POST', '/agents/clients', {
        clientId,
        secret,
        publicClient: false,
        serviceAccountsEnabled: true,
        attributes: { 'client_credentials.use_refresh_token': 'true' },
      })
      if (roles.length === 0) return
      const id = await idOf(clientId)
      const management = await idOf('realm-management')
      const account = await admin<{ id: string }>(
        'GET',
        `/agents/clients/${id}/service-account-user`,
      )
      const granted = await Promise.all(
        roles.map((role) => admin('GET', `/agents/clients/${management}/roles/${role}`)),
      )
      await admin(
        'POST',
        `/agents/users/${account.id}/role-mappings/clients/${management}`,
        granted,
      )
    },
    async token(id, secret) {
      const answer = await form(`${issuer}/protocol/openid-connect/token`, {
        grant_type: 'client_credentials',
        client_id: id,
        client_secret: secret,
      })
      if (!answer.ok) return null
      return ((await answer.json()) as { access_token: string }).access_token
    },
    async isActive(asked, id, secret) {
      const answer = await form(`${issuer}/protocol/openid-connect/token/introspect`, {
        token: asked,
        client_id: id,
        client_secret: secret,
      })
      return ((await answer.json()) as { active: boolean }).active
    },
    stop: () => end(child),
  }
}
