// Rules as the public writes them for CloudTrail, Kubernetes audit and GitHub audit run unmodified, through the program itself.
import { beforeAll, describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ambit, build, folder } from '../program.js'

beforeAll(build, 120_000)

type Said = Readonly<Record<string, unknown>>

interface Replayed {
  /** `identity title` of each finding of a rule of the files, in order */
  readonly found: readonly string[]
  readonly commands: readonly string[]
  readonly said: string
  readonly code: number | null
}

interface Printed {
  readonly topic: string
  readonly key: string
  readonly value: {
    readonly activity_id: number
    readonly finding_info: { readonly analytic: { readonly uid: string; readonly name: string } }
    readonly type: string
    readonly scope: string
    readonly mode: string
    readonly rules: readonly string[]
  }
}

/** Replays events under rules in files of a folder. */
function replay(
  files: Readonly<Record<string, string>>,
  events: readonly Said[],
  config = '',
): Replayed {
  const at = folder()
  for (const [name, text] of Object.entries({ ...files, 'ambit.yml': config })) {
    mkdirSync(dirname(join(at, name)), { recursive: true })
    writeFileSync(join(at, name), text)
  }
  const lines = events.map((event, i) =>
    JSON.stringify({
      id: `e${i}`,
      time: Date.UTC(2026, 0, 1) + i * 1_000,
      type: 'resource.accessed',
      ...event,
    }),
  )
  writeFileSync(join(at, 'events.ndjson'), `${lines.join('\n')}\n`)
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      ambit,
      'replay',
      'events.ndjson',
      '--rules',
      'mine',
      '--only',
      'ambit.findings,ambit.commands',
    ],
    { cwd: at, encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  )
  const records = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Printed)
  return {
    found: records
      .filter(({ topic, value }) => topic === 'ambit.findings' && value.activity_id === 1)
      .filter(({ value }) => !value.finding_info.analytic.uid.startsWith('ambit.'))
      .map(({ key, value }) => `${key} ${value.finding_info.analytic.name}`),
    commands: records
      .filter(({ topic }) => topic === 'ambit.commands')
      .filter(({ value }) => value.rules.some((id) => !id.startsWith('ambit.')))
      .map(({ key, value }) => `${value.type} ${value.scope} of ${key} (${value.mode})`),
    said: stderr,
    code: status,
  }
}

const CLOUDTRAIL = `title: AWS IAM Backdoor Users Keys
id: 0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2
status: test
description: Detects AWS API key creation for a user by another user.
references:
    - https://example.org/keys
author: somebody
date: 2020-02-12
modified: 2022-10-09
tags:
    - attack.persistence
    - attack.t1098
logsource:
    product: aws
    service: cloudtrail
detection:
    selection_source:
        eventSource: iam.amazonaws.com
        eventName: CreateAccessKey
    filter:
        userIdentity.arn|contains: responseElements.accessKey.userName
    condition: selection_source and not filter
fields:
    - userIdentity.arn
    - errorCode
falsepositives:
    - Legitimate use
level: medium
`

test('a rule for CloudTrail runs on the record, wherever in the attributes it stands, and on what Ambit joined', () => {
  const record = { eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey' }
  const { found, code, said } = replay({ 'mine/aws/keys.yml': CLOUDTRAIL }, [
    { agent: { id: 'a1' }, attributes: { cloudtrail: record } },
    { agent: { id: 'a2' }, attributes: record },
    { agent: { id: 'a3' }, attributes: { detail: record } },
    { agent: { id: 'a4' }, ...record },
    { agent: { id: 'a5' }, action: 'iam:CreateAccessKey', outcome: 'allow' },
    { agent: { id: 'b1' }, attributes: { cloudtrail: { ...record, eventName: 'GetUser' } } },
    { agent: { id: 'b2' }, action: 'iam:ListAccessKeys' },
    { agent: { id: 'b3' }, action: 'create pods' },
    {
      agent: { id: 'b4' },
      attributes: {
        cloudtrail: {
          ...record,
          userIdentity: { arn: 'x/responseElements.accessKey.userName' },
        },
      },
    },
  ])
  expect(said).toBe('')
  expect(code).toBe(0)
  expect(found).toEqual(
    ['a1', 'a2', 'a3', 'a4', 'a5'].map((agent) => `${agent} AWS IAM Backdoor Users Keys`),
  )
})

test('what only the joined event knows reads as CloudTrail writes it: source, error, address, key', () => {
  const { found } = replay(
    {
      'mine/denied.yml': `title: denied
logsource: { product: aws, service: cloudtrail }
detection:
    selection:
        eventSource: monitoring.amazonaws.com
        errorCode|contains: AccessDenied
        sourceIPAddress|cidr: 10.0.0.0/8
        userIdentity.accessKeyId: AKIA1
        task.purpose: triage
    condition: selection
`,
    },
    [
      { type: 'task.started', agent: { id: 'a' }, task: { id: 'T', purpose: 'triage' } },
      ...['deny', 'allow'].map((outcome) => ({
        agent: { id: 'a' },
        task: { id: 'T' },
        action: 'cloudwatch:DeleteAlarms',
        credential: { id: 'AKIA1' },
        source: { ip: '10.1.1.1' },
        outcome,
      })),
    ],
  )
  expect(found).toEqual(['a denied'])
})

describe('Kubernetes audit', () => {
  const rules = {
    'mine/exec.yml': `title: Potential Remote Command Execution In Pod Container
id: a1b0ca4e-7835-413e-8471-3ff2b8a66be6
status: test
logsource:
    category: application
    product: kubernetes
    service: audit
detection:
    selection:
        verb: 'create'
        objectRef.resource: 'pods'
        objectRef.subresource: 'exec'
    condition: selection
level: medium
`,
    'mine/host.yml': `title: Container With A hostPath Mount Created
id: 402b955c-8fe0-4a8c-b635-622b4ac5f902
logsource:
    product: kubernetes
    service: audit
detection:
    selection:
        verb: 'create'
        objectRef.resource: 'pods'
        hostPath: '*'
    condition: selection
level: low
`,
    'mine/forbidden.yml': `title: Forbidden by RBAC
logsource:
    product: kubernetes
    service: audit
detection:
    selection:
        annotations.authorization.k8s.io/decision: forbid
    condition: selection
`,
  }
  test('rules run on the audit record and on what Ambit joined', () => {
    const pods = { verb: 'create', objectRef: { resource: 'pods' } }
    const { found, said } = replay(rules, [
      {
        agent: { id: 'a1' },
        attributes: { ...pods, objectRef: { resource: 'pods', subresource: 'exec' } },
      },
      { agent: { id: 'a2' }, action: 'pods/exec' },
      { agent: { id: 'a3' }, action: 'create pods/exec' },
      {
        agent: { id: 'a4' },
        attributes: {
          kubernetes: {
            ...pods,
            requestObject: { spec: { volumes: [{ name: 'a' }, { hostPath: { path: '/' } }] } },
          },
        },
      },
      {
        agent: { id: 'a5' },
        attributes: {
          auditID: '1',
          annotations: { 'authorization.k8s.io/decision': 'forbid' },
        },
      },
      { agent: { id: 'a6' }, action: 'delete pods', outcome: 'deny' },
      { agent: { id: 'b1' }, action: 'get pods', outcome: 'allow' },
      { agent: { id: 'b2' }, attributes: { kubernetes: pods } },
    ])
    expect(said).toBe('')
    expect(found).toEqual([
      'a1 Potential Remote Command Execution In Pod Container',
      'a2 Potential Remote Command Execution In Pod Container',
      'a3 Potential Remote Command Execution In Pod Container',
      'a4 Container With A hostPath Mount Created',
      'a5 Forbidden by RBAC',
      'a6 Forbidden by RBAC',
    ])
  })
})

test('a rule for the GitHub audit log runs on the record and on what Ambit joined', () => {
  const { found, said } = replay(
    {
      'mine/github.yml': `title: Github High Risk Configuration Disabled
id: 8622c92d-c00e-463c-b09d-fd06166f6794
logsource:
    product: github
    service: audit
    definition: 'Requirements: the audit log must be streamed'
detection:
    selection:
        action:
            - 'org.disable_two_factor_requirement'
            - 'protected_branch.destroy'
            - 'repo.advanced_security_disabled'
    condition: selection
fields:
    - 'action'
    - 'actor'
level: high
`,
    },
    [
      {
        agent: { id: 'a1' },
        attributes: { github: { action: 'protected_branch.destroy', actor: 'x' } },
      },
      {
        agent: { id: 'a2' },
        attributes: { action: 'org.disable_two_factor_requirement', _document_id: 'q' },
      },
      { agent: { id: 'a3' }, action: 'repo.advanced_security_disabled' },
      { agent: { id: 'b1' }, action: 'repo.create' },
      { agent: { id: 'b2' }, attributes: { action: 'protected_branch.destroy' } },
    ],
  )
  expect(said).toBe('')
  // Rules that come with Ambit may tell of the same.
  const theirs = found.filter((one) => one.endsWith('Github High Risk Configuration Disabled'))
  expect(theirs).toEqual(
    ['a1', 'a2', 'a3'].map((agent) => `${agent} Github High Risk Configuration Disabled`),
  )
})

test('a mapping of the own folder makes a source known, and adds to one that is', () => {
  const { found } = replay(
    {
      'mine/mappings/okta.yml': `logsource: { product: okta, service: okta }
record: attributes.okta
events: { attributes.okta.eventType|exists: true }
fields:
  eventtype: { record: eventType }
---
logsource: { product: aws, service: cloudtrail }
events: { attributes.trail|exists: true }
record: attributes.trail
fields: { eventName: { record: name } }
`,
      'mine/okta.yml': `title: mfa
logsource: { product: okta, service: okta }
detection: { s: { eventtype: user.mfa.factor.deactivate }, condition: s }
---
title: keys
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: CreateAccessKey }, condition: s }
`,
    },
    [
      { agent: { id: 'a' }, attributes: { okta: { eventType: 'user.mfa.factor.deactivate' } } },
      { agent: { id: 'b' }, attributes: { trail: { name: 'CreateAccessKey' } } },
      { agent: { id: 'c' }, action: 'iam:CreateAccessKey' },
    ],
  )
  expect(found).toEqual(['a mfa', 'b keys', 'c keys'])
})

test('a stranger’s rule observes, and one that says so answers; a filter narrows it, a list fills it', () => {
  const rule = (response: string): string => `title: keys
name: keys
${response}logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: CreateAccessKey }
  condition: selection
---
title: but not by those
logsource: { product: aws }
filter:
  rules: any
  selection: { sourceIPAddress|expand: '%trusted%' }
  condition: not selection
`
  const events = ['10.0.0.1', '10.0.0.2'].map((ip) => ({
    agent: { id: ip },
    credential: { id: `key-${ip}` },
    action: 'iam:CreateAccessKey',
    source: { ip },
  }))
  const config = "placeholders: { trusted: ['10.0.0.1'] }\n"
  expect(replay({ 'mine/r.yml': rule('level: critical\n') }, events, config)).toMatchObject({
    found: ['10.0.0.2 keys'],
    commands: [],
  })
  expect(
    replay({ 'mine/r.yml': rule('ambit: { response: revoke }\n') }, events, config).commands,
  ).toEqual(['revoke credential of 10.0.0.2 (enforce)'])
})

test('a rule has a mode of its own and names what its response is aimed at', () => {
  const rule = (ambit: string): Readonly<Record<string, string>> => ({
    'mine/r.yml': `title: rows read
logsource: { product: ambit }
ambit: { ${ambit} }
detection: { s: { action: 'SELECT' }, condition: s }
`,
  })
  const events = [
    { type: 'task.started', agent: { id: 'a' }, task: { id: 'T', purpose: 'summarise' } },
    {
      agent: { id: 'a' },
      workload: { id: 'spiffe://x.org/w' },
      credential: { id: 'c' },
      task: { id: 'T' },
      action: 'SELECT',
    },
  ]
  const commands = (ambit: string, config = ''): readonly string[] =>
    replay(rule(ambit), events, config).commands
  expect(commands('response: revoke, mode: shadow')).toEqual(['revoke credential of a (shadow)'])
  expect(commands('response: revoke, scope: task', 'mode: shadow\n')).toEqual([
    'revoke task of a (shadow)',
  ])
  expect(commands('response: contain, scope: workload, mode: enforce', 'mode: shadow\n')).toEqual([
    'contain workload of a (enforce)',
  ])
  expect(commands('response: escalate, scope: agent')).toEqual(['escalate agent of a (enforce)'])
})

test('correlations in the same file count what a rule finds, which is then not told by itself unless it says so', () => {
  const rules = (more: string): string => `title: denied
name: denied
logsource: { product: ambit }
detection: { s: { outcome: deny }, condition: s }
---
title: often denied
correlation:
  type: event_count
  rules: [denied]
  group-by: [agent.id]
  timespan: 1m
  condition: { gte: 3 }
${more}level: high
`
  const events = [1, 2, 3].map((n) => ({
    agent: { id: 'a' },
    action: 's3:GetObject',
    resource: { id: `r${n}` },
    outcome: 'deny',
  }))
  expect(replay({ 'mine/r.yml': rules('') }, events).found).toEqual(['a often denied'])
  expect(replay({ 'mine/r.yml': rules('  generate: true\n') }, events).found).toEqual([
    'a denied',
    'a often denied',
  ])
})

test('rules that are wrong start nothing, and are told all at once', () => {
  const { found, said, code } = replay(
    { 'mine/r.yml': 'title: x\ndetection: { s: { type: x }, condition: t }\nlevel: hi\n' },
    [{ agent: { id: 'a' } }],
  )
  expect(code).toBe(2)
  expect(found).toEqual([])
  expect(said).toContain('mine/r.yml:2:41: there is no search "t"')
  expect(said).toContain('mine/r.yml:3:8: there is no level "hi"')
})
