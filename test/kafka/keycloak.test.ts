// The whole way on real parts: Keycloak issues, Ambit judges on Kafka, the reference consumer revokes at Keycloak.
import { afterAll, beforeAll, expect } from '@jest/globals'
import { spawn, type ChildProcess } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command, CommandResult } from '../../src/model/wire.js'
import { readFrame } from '../../src/store/frame.js'
import type { LogRecord } from '../../src/transport/port.js'
import { build, folder, killAll, until } from '../program.js'
import type { Wire } from '../scenario/play.js'
import { startKeycloak, type Keycloak } from './keycloak.js'
import { placeOf, type Place } from './place.js'
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

/** What became of commands as the tasks' state has it, by id; with when that was written. */
async function becameOf({ transport, name }: Place): Promise<Map<string, Became>> {
  const newest = new Map<string, Became>()
  for (const { value, timestampMs } of await readAll(transport, name('judge_changelog')))
    if (value !== null)
      readFrame(value, '', value[1] as number, (key, text, seq) => {
        const id = key.slice(2)
        if (!key.startsWith('f/') || text === null || (newest.get(id)?.seq ?? -1) > seq) return
        const { state } = JSON.parse(text) as { state: string }
        newest.set(id, { state, seq, timestampMs })
      })
  return newest
}
interface Became {
  readonly state: string
  readonly seq: number
  readonly timestampMs: number
}

const idIn = ({ value }: LogRecord, name: string): unknown =>
  (JSON.parse(String(value)) as Record<string, unknown>)[name]

withKafka(
  'an agent that goes astray loses its session at the issuer, and that is verified; one of high risk loses its whole account, and one that does what it was asked keeps both',
  async () => {
    const issuer = keycloak as Keycloak
    await issuer.createClient('ambit-containment', SECRET, ROLES)
    await issuer.createClient('mail-summariser', SECRET)
    await issuer.createClient('key-keeper', SECRET)
    await issuer.createClient('payroll-reader', SECRET)
    const data = folder()
    const env = { AMBIT_BUDGET: 'off', AMBIT_DATA: data, AMBIT_PROPAGATION: 'PT1S' }
    const here = await placeOf({ ...env, AMBIT_LATENESS: 'PT10S' }, 'rules: []')
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
        KEYS: join(data, 'audit-public.json'),
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
    const astrayMs = Date.now()
    expect(await use(astray, 'iam:CreateAccessKey')).toBe(true)
    const revoked = await answered('revoke')
    expect(revoked.command).toMatchObject({
      agent_id: 'mail-summariser',
      credential_id: sessionOf(astray),
      scope: 'credential',
    } satisfies Partial<Command>)
    expect(revoked.result).toMatchObject({ status: 'done', detail: 'the session was ended' })
    expect(await use(astray, 's3:GetObject')).toBe(false)
    const refusedMs = Date.now()
    expect(await use(honest, 's3:GetObject')).toBe(true)

    expect(await use(dangerous, 'iam:CreateAccessKey')).toBe(true)
    const contained = await answered('contain')
    expect(contained.command).toMatchObject({ agent_id: 'payroll-reader', scope: 'agent' })
    expect(contained.result.status).toBe('done')
    expect(await use(dangerous, 's3:GetObject')).toBe(false)
    expect(await issuer.token('payroll-reader', SECRET)).toBeNull()
    expect(await issuer.token('key-keeper', SECRET)).not.toBeNull()

    // Who can write to the topic but has no key ends nobody.
    await here.transport.append([
      {
        topic: here.name('commands'),
        key: 'key-keeper',
        value: Buffer.from(
          JSON.stringify({
            ...revoked.command,
            id: 'forged',
            agent_id: 'key-keeper',
            credential_id: sessionOf(honest),
          }),
        ),
      },
    ])
    await until(
      'it is told that it is not signed',
      async () => said.includes('it is not signed') || undefined,
    )
    expect(await use(honest, 's3:GetObject')).toBe(true)

    const { id } = revoked.command
    const verified = await until(
      'the revocation is verified',
      async () => {
        const became = (await becameOf(here)).get(id)
        return became?.state === 'verified' ? became : undefined
      },
      60_000,
    )
    expect((await becameOf(here)).get('forged')).toBeUndefined()
    expect(
      (await here.commands()).filter((one) => one.agent_id === 'mail-summariser'),
    ).toHaveLength(1)

    const appendedMs = async (topic: string, matches: (record: LogRecord) => boolean) =>
      (await readAll(here.transport, here.name(topic))).find(matches)?.timestampMs ?? NaN
    const steps: readonly (readonly [step: string, atMs: number])[] = [
      ['finding', await appendedMs('findings', ({ value }) => String(value).includes(id))],
      ['command', await appendedMs('commands', (record) => idIn(record, 'id') === id)],
      ['ended at the issuer', revoked.result.time],
      [
        'result',
        await appendedMs('command_results', (record) => idIn(record, 'command_id') === id),
      ],
      ['refused when used', refusedMs],
      ['verified', verified.timestampMs],
    ]
    for (const [step, atMs] of steps) expect([step, atMs]).toEqual([step, expect.any(Number)])
    console.log(
      `after the use astray: ${steps.map(([step, atMs]) => `${step} ${atMs - astrayMs} ms`).join(', ')}`,
    )
    expect((await engine.stop()).code).toBe(0)
  },
  240_000,
)
