// The whole way on real parts: Keycloak issues, Ambit judges on Kafka, the reference consumer revokes at Keycloak.
import { afterAll, beforeAll, expect } from '@jest/globals'
import { spawn, type ChildProcess } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command, CommandResult } from '../../src/model/wire.js'
import { build, killAll, until } from '../program.js'
import type { Wire } from '../scenario/play.js'
import { startKeycloak, type Keycloak } from './keycloak.js'
import { placeOf } from './place.js'
import { broker, readAll, withKafka } from './stage.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const ROLES = ['manage-users', 'manage-clients', 'view-clients', 'view-events']
const SECRET = 'known-to-this-test'
let keycloak: Keycloak | null = null
let containment: ChildProcess | null = null

beforeAll(async () => {
  if (broker === null) return
  build()
  keycloak = await startKeycloak()
}, 900_000)

afterAll(() => {
  containment?.kill('SIGKILL')
  keycloak?.stop()
  killAll()
})

/** What a resource server knows of a token: which session it belongs to. */
function sessionOf(token: string): string {
  const claims = Buffer.from(token.split('.')[1] as string, 'base64url').toString()
  return (JSON.parse(claims) as { sid: string }).sid
}

withKafka(
  'an agent that goes astray loses its session at the issuer, one of high risk its whole account, and one that does what it was asked keeps both',
  async () => {
    const issuer = keycloak as Keycloak
    await issuer.createClient('ambit-containment', SECRET, ROLES)
    await issuer.createClient('mail-summariser', SECRET)
    await issuer.createClient('key-keeper', SECRET)
    await issuer.createClient('payroll-reader', SECRET)
    const here = await placeOf({ AMBIT_BUDGET: 'off' }, 'rules: []')
    const engine = await here.run()
    containment = spawn(process.execPath, [join(root, 'docker', 'keycloak.mjs')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        ISSUER: issuer.issuer,
        CLIENT_ID: 'ambit-containment',
        CLIENT_SECRET: SECRET,
        KAFKA_BROKERS: broker!.address,
        COMMANDS_TOPIC: here.name('commands'),
        RESULTS_TOPIC: here.name('command_results'),
        GROUP: here.name('containment'),
        AMBIT_URL: engine.address,
        POLL_MS: '200',
      },
    })
    let said = ''
    containment.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()))

    const taskOf = (agent: string, purpose: string, tier = 'medium'): Wire => ({
      id: `start-${agent}`,
      time: Date.now(),
      type: 'task.started',
      agent: { id: agent, tier },
      task: { id: `task-of-${agent}`, purpose },
    })
    await engine.post([
      taskOf('mail-summariser', 'summarise'),
      taskOf('key-keeper', 'iam-maintenance'),
      taskOf('payroll-reader', 'summarise', 'high'),
    ])

    // A resource server: it asks the issuer, then does as it is told and reports it.
    let uses = 0
    const use = async (token: string, action: string): Promise<boolean> => {
      const active = await issuer.isActive(token, 'ambit-containment', SECRET)
      await engine.post([
        {
          id: `use-${++uses}`,
          time: Date.now(),
          type: 'resource.accessed',
          credential: { id: sessionOf(token) },
          action,
          resource: { id: 'user/ops' },
          outcome: active ? 'allow' : 'deny',
        },
      ])
      return active
    }
    const results = async () =>
      (await readAll(here.transport, here.name('command_results'))).map(
        ({ value }) => JSON.parse(String(value)) as CommandResult,
      )
    const answered = (type: string) =>
      until(
        `a result for ${type}; the consumer said ${said}`,
        async () => {
          const command = (await here.commands()).find((one) => one.type === type)
          const result = (await results()).find(({ command_id: id }) => id === command?.id)
          return command === undefined || result === undefined ? undefined : { command, result }
        },
        60_000,
      )
    const issued = async (agent: string): Promise<string> => {
      const token = (await issuer.token(agent, SECRET)) as string
      const id = `keycloak:CLIENT_LOGIN:${sessionOf(token)}`
      await until(`the issue for ${agent} is told; the consumer said ${said}`, async () => {
        const joined = await readAll(here.transport, here.name('joined'))
        return joined.some(({ value }) => String(value).includes(id)) || undefined
      })
      return token
    }

    const astray = await issued('mail-summariser')
    const honest = await issued('key-keeper')
    const dangerous = await issued('payroll-reader')

    expect(await use(honest, 'iam:CreateAccessKey')).toBe(true)
    expect(await use(astray, 'iam:CreateAccessKey')).toBe(true)
    const revoked = await answered('revoke')
    expect(revoked.command).toMatchObject({
      agent_id: 'mail-summariser',
      credential_id: sessionOf(astray),
      scope: 'credential',
    } satisfies Partial<Command>)
    expect(revoked.result).toMatchObject({ status: 'done', detail: 'the session was ended' })
    expect(await use(astray, 's3:GetObject')).toBe(false)
    expect(await use(honest, 's3:GetObject')).toBe(true)

    expect(await use(dangerous, 'iam:CreateAccessKey')).toBe(true)
    const contained = await answered('contain')
    expect(contained.command).toMatchObject({ agent_id: 'payroll-reader', scope: 'agent' })
    expect(contained.result.status).toBe('done')
    expect(await use(dangerous, 's3:GetObject')).toBe(false)
    expect(await issuer.token('payroll-reader', SECRET)).toBeNull()
    expect(await issuer.token('key-keeper', SECRET)).not.toBeNull()

    expect((await engine.stop()).code).toBe(0)
  },
  240_000,
)
