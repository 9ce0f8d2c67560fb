// Findings as a SIEM takes them in: OCSF 1.8.0 Detection Findings, checked by a schema, and with nobody's secret in them.
import { expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { at, play, types, type Wire } from './scenario/play.js'

const text = { type: 'string', minLength: 1 }
const epochMs = { type: 'integer', minimum: 0 }
const listOf = (properties: object, required: readonly string[]): object => ({
  type: 'array',
  minItems: 1,
  items: { type: 'object', properties, required },
})
const withAny = (names: readonly string[]): object => ({
  anyOf: names.map((name) => ({ required: [name] })),
})

/** Class 2004 of OCSF 1.8.0: what is required, and what is recommended and can be known of an agent. */
const DETECTION_FINDING = {
  type: 'object',
  required: [
    ...[
      'activity_id',
      'category_uid',
      'class_uid',
      'finding_info',
      'metadata',
      'severity_id',
      'time',
      'type_uid',
    ],
    ...[
      'confidence_id',
      'evidences',
      'is_alert',
      'message',
      'observables',
      'resources',
      'status_id',
      'status_code',
    ],
    ...['status_detail', 'timezone_offset'],
  ],
  properties: {
    activity_id: { enum: [1, 2, 3] },
    category_uid: { const: 2 },
    class_uid: { const: 2004 },
    type_uid: { enum: [200401, 200402, 200403] },
    severity_id: { enum: [0, 1, 2, 3, 4, 5, 6, 99] },
    confidence_id: { enum: [0, 1, 2, 3, 99] },
    status_id: { enum: [0, 1, 2, 3, 4, 5, 6, 99] },
    is_alert: { type: 'boolean' },
    time: epochMs,
    timezone_offset: { type: 'integer' },
    message: text,
    status_code: text,
    status_detail: text,
    metadata: {
      type: 'object',
      required: ['version', 'product', 'uid'],
      properties: {
        version: { const: '1.8.0' },
        uid: text,
        product: {
          type: 'object',
          required: ['name', 'vendor_name'],
          properties: { name: text, vendor_name: text },
        },
      },
    },
    finding_info: {
      type: 'object',
      required: ['uid', 'title', 'analytic'],
      properties: {
        uid: text,
        title: text,
        analytic: {
          type: 'object',
          required: ['type_id', 'uid'],
          properties: { type_id: { enum: [0, 1, 2, 3, 4, 5, 99] }, uid: text, name: text },
        },
        created_time: epochMs,
        first_seen_time: epochMs,
        last_seen_time: epochMs,
        related_events: listOf({ uid: text }, ['uid']),
      },
    },
    evidences: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        ...withAny([
          'actor',
          'api',
          'data',
          'process',
          'query',
          'resources',
          'src_endpoint',
          'url',
          'user',
        ]),
        properties: {
          api: { type: 'object', required: ['operation'], properties: { operation: text } },
          actor: {
            type: 'object',
            ...withAny(['process', 'user', 'invoked_by', 'session', 'app_name', 'app_uid']),
            properties: { app_uid: text },
          },
        },
      },
    },
    resources: listOf({ uid: text, type: text }, ['uid']),
    observables: listOf({ name: text, type_id: { type: 'integer' }, value: text }, ['type_id']),
  },
}
const valid = new Ajv({ allErrors: true, strict: false }).compile(DETECTION_FINDING)

const CANARY = 'canary-7f3a-do-not-leak'
const SVID = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(`{"sub":"${CANARY}"}`).toString('base64url')}.sig`
const call = { action: 'iam:CreateAccessKey', resource: 'user/bob', outcome: 'allow' }

/** A fleet in which every cause of this engine comes up. */
const ALL: readonly Wire[] = [
  at(0, 'task.started', { agent: 'a1', task: 'T1', purpose: 'summarise', workload: 'w1' }),
  at(1, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T1', workload: 'w1' }),
  at(2, 'prompt.received', {
    agent: 'a1',
    more: { prompt: { text: `the password is ${CANARY}`, from: 'user' } },
  }),
  at(3, 'tool.called', {
    agent: 'a1',
    more: {
      tool: { name: 'write_file', arguments: { token: CANARY } },
      workload: { id: 'w1', svid: SVID },
    },
  }),
  at(4, 'tool.returned', { agent: 'a1', more: { tool: { name: 'write_file', result: CANARY } } }),
  at(5, 'resource.accessed', {
    agent: 'a1',
    credential: 'c1',
    workload: 'w1',
    ...call,
    more: { attributes: { secret: CANARY } },
  }),
  at(6, 'resource.accessed', { agent: 'a2', credential: 'c1', workload: 'w2', ...call }),
  at(7, 'resource.accessed', { agent: 'a2', task: 'T1', ...call }),
  at(8, 'tool.called', { agent: 'a3', tool: 'create_user' }),
  at(9, 'resource.accessed', { agent: 'a3', credential: 'k9', action: 's3:GetObject' }),
  at(60, 'task.ended', { agent: 'a1', task: 'T1' }),
  at(200, 'resource.accessed', {
    agent: 'a1',
    credential: 'c1',
    workload: 'w1',
    ...call,
    outcome: 'deny',
  }),
  at(201, 'resource.accessed', { agent: 'a1', credential: 'c1', workload: 'w1', ...call }),
  at(190, 'credential.issued', { agent: 'a1', credential: 'c1', task: 'T2', workload: 'w2' }),
  at(400, 'process.started', { workload: 'w1' }),
]

test('every finding is a Detection Finding of OCSF 1.8.0, closed ones too', async () => {
  const { findings } = await play(ALL)
  expect([...new Set(types(findings))].sort()).toEqual([
    '-after-end.allowed',
    '-after-end.denied',
    'after-end.allowed',
    'after-end.denied',
    'claim.credential',
    'claim.task',
    'second-workload',
    'shift.active',
    'shift.learned',
    'shift.privileged',
    'task.ended',
    'unissued',
  ])
  for (const finding of findings) {
    valid(finding)
    expect(valid.errors ?? []).toEqual([])
    expect((finding as unknown as { type_uid: number }).type_uid).toBe(
      200_400 + finding.activity_id,
    )
  }
})

test('the schema finds what is missing', async () => {
  const [finding] = (await play(ALL)).findings
  for (const name of DETECTION_FINDING.required) {
    const { [name]: _, ...rest } = finding as unknown as Record<string, unknown>
    expect(valid(rest)).toBe(false)
  }
})

test('findings name the rules that were in force by a digest, which other rules change', async () => {
  const digests = async (action: string): Promise<readonly unknown[]> => {
    const rules = { 'r.yml': `title: x\ndetection: { s: { action: ${action} }, condition: s }\n` }
    const { findings } = await play(ALL, { rules })
    return [...new Set(findings.map(({ unmapped }) => unmapped.ambit['rules_digest']))]
  }
  const first = await digests('nothing')
  expect(first).toEqual([expect.stringMatching(/^[\w-]{43}$/)])
  expect(await digests('nothing')).toEqual(first)
  const other = await digests('none')
  expect(other).toEqual([expect.stringMatching(/^[\w-]{43}$/)])
  expect(other).not.toEqual(first)
})

test('findings name the command that answers them and the events that show them', async () => {
  const { findings, commands, joined } = await play(ALL)
  const known = new Set(joined.map((event) => event.id))
  const given = new Set(commands.map((command) => command.id))
  for (const finding of findings) {
    for (const { uid } of finding.finding_info.related_events) expect(known).toContain(uid)
    const id = finding.unmapped.ambit['command_id'] as string
    if (id !== '') expect(given).toContain(id)
  }
})

test('no secret leaves in decisions, commands or findings, and an SVID in nothing at all', async () => {
  const judged = await play(ALL, { only: 'ambit.decisions,ambit.commands,ambit.findings' })
  expect(judged.text).not.toContain(CANARY)
  expect(judged.commands.length).toBeGreaterThan(0)
  const everything = await play(ALL)
  expect(everything.text).not.toContain(SVID)
})
