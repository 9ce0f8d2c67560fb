// Rules as the public writes them for audit logs of clouds, clusters, directories and vaults run unmodified, through the program itself.
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

/** The rules of the files alone: those that come with Ambit may tell of the same. */
function ofTitle(title: string, { found }: Replayed): readonly string[] {
  return found.filter((one) => one.endsWith(` ${title}`)).map((one) => one.split(' ')[0] as string)
}

test('a rule for Google Cloud runs on the log entry and on what Ambit joined, in all three ways to write its fields', () => {
  const rule = (title: string, selection: string): string => `title: ${title}
id: 3f0bd1a4-7f7b-4c29-9a8e-${title.length.toString().padStart(12, '0')}
status: test
logsource:
    product: gcp
    service: gcp.audit
detection:
    selection:
${selection}
    condition: selection
level: medium
`
  const replayed = replay(
    {
      'mine/elastic.yml': rule(
        'key of a service account',
        `        gcp.audit.method_name|endswith: '.CreateServiceAccountKey'
        gcp.audit.service_name: iam.googleapis.com`,
      ),
      'mine/sink.yml': rule(
        'policy deleted',
        `        data.protoPayload.authorizationInfo.permission:
            - 'accesscontextmanager.accessPolicies.delete'
            - 'accesscontextmanager.accessPolicies.accessLevels.delete'
        data.protoPayload.authorizationInfo.granted: 'true'
        data.protoPayload.serviceName: 'accesscontextmanager.googleapis.com'`,
      ),
      'mine/entry.yml': rule(
        'open to all',
        `        protoPayload.methodName|endswith: '.firewalls.insert'
        gcp.audit.request.source_ranges: '0.0.0.0/0'
        gcp.audit.request.alloweds.ports: 22`,
      ),
    },
    [
      {
        agent: { id: 'a1' },
        attributes: {
          gcp: {
            logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
            protoPayload: {
              serviceName: 'iam.googleapis.com',
              methodName: 'google.iam.admin.v1.CreateServiceAccountKey',
            },
          },
        },
      },
      { agent: { id: 'a2' }, action: 'google.iam.admin.v1.CreateServiceAccountKey' },
      {
        agent: { id: 'a3' },
        attributes: {
          data: {
            protoPayload: {
              serviceName: 'accesscontextmanager.googleapis.com',
              authorizationInfo: [
                { permission: 'accesscontextmanager.accessPolicies.delete', granted: true },
              ],
            },
          },
        },
      },
      {
        agent: { id: 'a4' },
        action: 'accesscontextmanager.accessPolicies.delete',
        outcome: 'allow',
      },
      {
        agent: { id: 'a5' },
        attributes: {
          protoPayload: {
            methodName: 'v1.compute.firewalls.insert',
            request: { sourceRanges: ['0.0.0.0/0'], alloweds: [{ ports: ['22'] }] },
          },
        },
      },
      {
        agent: { id: 'b1' },
        action: 'accesscontextmanager.accessPolicies.delete',
        outcome: 'deny',
      },
      { agent: { id: 'b2' }, action: 'google.iam.admin.v1.ListServiceAccountKeys' },
    ],
  )
  expect(replayed.said).toBe('')
  expect(ofTitle('key of a service account', replayed)).toEqual(['a1', 'a2'])
  expect(ofTitle('policy deleted', replayed)).toEqual(['a3', 'a4'])
  expect(ofTitle('open to all', replayed)).toEqual(['a5'])
})

test('rules for the three logs of Azure run on their records, of whichever shape, and on what Ambit joined', () => {
  const rule = (service: string, title: string, selection: string): string => `title: ${title}
logsource:
    product: azure
    service: ${service}
detection:
    selection:
${selection}
    filter_tooling:
        userAgent|contains: terraform
    condition: selection and not 1 of filter_*
level: medium
`
  const method = { loggedByService: 'Authentication Methods', category: 'UserManagement' }
  const registered = 'Admin registered security info'
  const pass = { modifiedProperties: [{ displayName: 'x', newValue: 'TemporaryAccessPass' }] }
  const signIn = { authenticationRequirement: 'singleFactorAuthentication', userAgent: 'curl/8' }
  const foreign = {
    isInteractive: true,
    autonomousSystemNumber: 64_500,
    crossTenantAccessType: 'b2bCollaboration',
    deviceDetail: { trustType: '' },
    status: { errorCode: 0 },
  }
  const replayed = replay(
    {
      'mine/activity.yml': rule(
        'activitylogs',
        'secret of a key vault',
        `        operationName:
            - MICROSOFT.KEYVAULT/VAULTS/SECRETS/WRITE
            - MICROSOFT.KEYVAULT/VAULTS/SECRETS/DELETE`,
      ),
      'mine/row.yml': rule(
        'activitylogs',
        'health service',
        `        CategoryValue: 'Administrative'
        ResourceProviderValue: 'Microsoft.ADHybridHealthService'
        ResourceId|contains: 'AdFederationService'`,
      ),
      'mine/audit.yml': rule(
        'auditlogs',
        'second factor of another',
        `        LoggedByService: 'Authentication Methods'
        Category: 'UserManagement'
        OperationName: 'Admin registered security info'
        TargetResources.modifiedProperties|contains: 'TemporaryAccessPass'`,
      ),
      'mine/consent.yml': rule(
        'auditlogs',
        'consent of a person',
        `        category: ApplicationManagement
        properties.message: Consent to application
        ConsentContext.IsAdminConsent: 'false'
        TargetResources.modifiedProperties.newValue|contains|all: [Mail.Read, offline_access]`,
      ),
      'mine/role.yml': rule(
        'auditlogs',
        'member of a role',
        `        properties.message: 'Add member to role'
        Status: Success`,
      ),
      'mine/signin.yml': rule(
        'signinlogs',
        'locked out',
        `        ResultType: 50053
        AuthenticationRequirement: singleFactorAuthentication`,
      ),
      'mine/foreign.yml': rule(
        'signinlogs',
        'let in from a foreign network',
        `        Status: Success
        IsInteractive: true
        AutonomousSystemNumber: 64500
        CrossTenantAccessType: b2bCollaboration
        DeviceDetail.trusttype: ''`,
      ),
    },
    [
      {
        agent: { id: 'a1' },
        attributes: { azure: { operationName: 'Microsoft.KeyVault/vaults/secrets/delete' } },
      },
      {
        agent: { id: 'a2' },
        attributes: { OperationNameValue: 'MICROSOFT.KEYVAULT/VAULTS/SECRETS/WRITE' },
      },
      { agent: { id: 'a3' }, action: 'Microsoft.KeyVault/vaults/secrets/write' },
      {
        agent: { id: 'a4' },
        attributes: {
          operationName: 'Microsoft.ADHybridHealthService/services/servicemembers/action',
          category: 'Administrative',
          resourceId: '/providers/x/AdFederationService-1',
        },
      },
      {
        agent: { id: 'a5' },
        attributes: {
          azure: {
            category: 'AuditLogs',
            operationName: registered,
            properties: { ...method, targetResources: [pass] },
          },
        },
      },
      {
        agent: { id: 'a6' },
        attributes: {
          LoggedByService: method.loggedByService,
          Category: method.category,
          OperationName: registered,
          TargetResources: [pass],
        },
      },
      {
        agent: { id: 'b1' },
        attributes: {
          ...method,
          activityDisplayName: registered,
          targetResources: [{ modifiedProperties: [] }],
        },
      },
      { agent: { id: 'a7' }, action: 'Add member to role', outcome: 'allow' },
      { agent: { id: 'b2' }, action: 'Add member to role', outcome: 'deny' },
      {
        agent: { id: 'a8' },
        attributes: { azure: { category: 'SignInLogs', resultType: '50053', properties: signIn } },
      },
      {
        agent: { id: 'a9' },
        attributes: {
          ResultType: '50053',
          AuthenticationRequirement: signIn.authenticationRequirement,
          UserAgent: 'curl/8',
        },
      },
      {
        agent: { id: 'b3' },
        attributes: {
          azure: {
            category: 'SignInLogs',
            resultType: '50053',
            properties: { ...signIn, userAgent: 'Terraform/1' },
          },
        },
      },
      ...['True', 'False'].map((admin) => ({
        agent: { id: `consent-${admin}` },
        attributes: {
          azure: {
            category: 'AuditLogs',
            properties: {
              activityDisplayName: 'Consent to application',
              category: 'ApplicationManagement',
              targetResources: [
                {
                  modifiedProperties: [
                    { displayName: 'ConsentContext.IsAdminConsent', newValue: `"${admin}"` },
                    { displayName: 'Permissions', newValue: 'Mail.Read offline_access' },
                  ],
                },
              ],
            },
          },
        },
      })),
      ...['0', '50053'].map((resultType) => ({
        agent: { id: `result-${resultType}` },
        attributes: { azure: { category: 'SignInLogs', resultType, properties: foreign } },
      })),
    ],
  )
  expect(replayed.said).toBe('')
  expect(ofTitle('secret of a key vault', replayed)).toEqual(['a1', 'a2', 'a3'])
  expect(ofTitle('health service', replayed)).toEqual(['a4'])
  expect(ofTitle('second factor of another', replayed)).toEqual(['a5', 'a6'])
  expect(ofTitle('member of a role', replayed)).toEqual(['a7'])
  expect(ofTitle('locked out', replayed)).toEqual(['a8', 'a9'])
  expect(ofTitle('consent of a person', replayed)).toEqual(['consent-False'])
  expect(ofTitle('let in from a foreign network', replayed)).toEqual(['result-0'])
})

test('a rule for Okta runs on the log event and on what Ambit joined, in the old spelling and in the new', () => {
  const rule = (title: string, name: string): string => `title: ${title}
logsource:
    product: okta
    service: okta
detection:
    selection:
        ${name}:
            - user.mfa.factor.deactivate
            - user.mfa.factor.reset_all
    behaviour:
        debugContext.debugData.behaviors|contains: 'POSITIVE'
    console:
        target.displayName: Okta Admin Console
    filter_failed:
        outcome.result: FAILURE
    condition: (selection or (behaviour and console)) and not filter_failed
level: medium
`
  const event = { eventType: 'user.mfa.factor.deactivate', actor: { alternateId: 'x@example.org' } }
  const replayed = replay(
    {
      'mine/old.yml': rule('factor, old', 'eventtype'),
      'mine/new.yml': rule('factor', 'eventType'),
    },
    [
      { agent: { id: 'a1' }, attributes: { okta: event } },
      { agent: { id: 'a2' }, attributes: event },
      { agent: { id: 'a3' }, action: 'user.mfa.factor.reset_all' },
      {
        agent: { id: 'a4' },
        attributes: {
          okta: {
            eventType: 'policy.evaluate_sign_on',
            debugContext: { debugData: { behaviors: '{New Device=POSITIVE}' } },
            target: [{ displayName: 'a user' }, { displayName: 'Okta Admin Console' }],
          },
        },
      },
      { agent: { id: 'b1' }, attributes: { okta: { ...event, outcome: { result: 'FAILURE' } } } },
      { agent: { id: 'b2' }, action: 'user.mfa.factor.reset_all', outcome: 'error' },
      { agent: { id: 'b3' }, action: 'user.session.start' },
    ],
  )
  expect(replayed.said).toBe('')
  expect(ofTitle('factor', replayed)).toEqual(['a1', 'a2', 'a3', 'a4'])
  expect(replayed.found.filter((one) => one.endsWith('factor, old'))).toHaveLength(4)
})

test('a rule for Vault runs on the entry of its audit device and on what Ambit joined', () => {
  const replayed = replay(
    {
      'mine/vault.yml': `title: audit device away
logsource:
    product: hashicorp
    service: vault
detection:
    selection:
        request.path|startswith: sys/audit/
        request.operation: delete
    filter_refused:
        error|contains: permission denied
    condition: selection and not filter_refused
level: high
`,
    },
    [
      {
        agent: { id: 'a1' },
        attributes: {
          vault: { type: 'response', request: { operation: 'delete', path: 'sys/audit/file' } },
        },
      },
      {
        agent: { id: 'a2' },
        attributes: { type: 'request', request: { operation: 'delete', path: 'sys/audit/file' } },
      },
      { agent: { id: 'a3' }, action: 'delete sys/audit/file', outcome: 'allow' },
      { agent: { id: 'a4' }, action: 'DELETE /v1/sys/audit/file' },
      { agent: { id: 'b1' }, action: 'delete sys/audit/file', outcome: 'deny' },
      {
        agent: { id: 'b2' },
        attributes: {
          vault: {
            request: { operation: 'delete', path: 'sys/audit/file' },
            error: '1 error occurred:\n\t* permission denied\n\n',
          },
        },
      },
      { agent: { id: 'b3' }, action: 'read sys/audit' },
    ],
  )
  expect(replayed.said).toBe('')
  expect(ofTitle('audit device away', replayed)).toEqual(['a1', 'a2', 'a3', 'a4'])
})

/** A rule of a source as the public writes it: one selection, and maybe others that a condition joins. */
const publicRule = (
  title: string,
  source: string,
  searches: readonly string[],
  condition = 'selection',
): string =>
  [
    `title: ${title}`,
    'logsource:',
    ...source.split(', ').map((line) => `    ${line}`),
    'detection:',
    ...searches.map((line) => `    ${line}`),
    `    condition: ${condition}`,
    'level: medium',
    '',
  ].join('\n')

test('rules for Microsoft 365 run on the audit record, in all three ways to write its fields, and on what Ambit joined', () => {
  const forwards = [
    { Name: 'ForwardTo', Value: 'x@evil.example' },
    { Name: 'Name', Value: '.' },
  ]
  const rule = { Workload: 'Exchange', Operation: 'New-InboxRule', ResultStatus: 'True' }
  const alert = {
    Workload: 'SecurityComplianceCenter',
    Operation: 'AlertTriggered',
    Name: 'Impossible travel activity',
  }
  const domain = { Workload: 'Exchange', Operation: 'Add-FederatedDomain', ResultStatus: 'True' }
  const message = { Workload: 'MicrosoftTeams', Operation: 'MessageSent' }
  const replayed = replay(
    {
      'mine/forward.yml': publicRule(
        'inbox rule that forwards',
        'product: m365, service: audit',
        [
          "selection_operation: { Operation: ['New-InboxRule', 'Set-InboxRule'] }",
          "selection_action: { Parameters|contains: ['ForwardTo', 'RedirectTo'] }",
          "filter_internal: { Parameters|contains|expand: '%internal_domains%' }",
        ],
        'all of selection_* and not filter_internal',
      ),
      'mine/travel.yml': publicRule('travel', 'service: threat_management, product: m365', [
        "selection: { eventSource: SecurityComplianceCenter, eventName: 'Impossible travel activity', status: success }",
      ]),
      'mine/domain.yml': publicRule('federated domain', 'service: exchange, product: m365', [
        "selection: { eventSource: Exchange, eventName: 'Add-FederatedDomain', status: success }",
      ]),
      'mine/outside.yml': publicRule('forwards outside', 'product: m365, service: audit', [
        "selection: { o365.audit.Parameters.ForwardTo|endswith: '.example' }",
      ]),
      'mine/guest.yml': publicRule('guest', 'product: m365, service: audit', [
        "selection: { user.email: '*@*.onmicrosoft.com', o365.audit.MessageURLs|endswith: [.exe, .msi] }",
      ]),
    },
    [
      { agent: { id: 'a1' }, attributes: { m365: { ...rule, Parameters: forwards } } },
      { agent: { id: 'a2' }, attributes: { ...rule, Parameters: forwards } },
      {
        agent: { id: 'b1' },
        attributes: {
          m365: { ...rule, Parameters: [{ Name: 'ForwardTo', Value: 'y@corp.example' }] },
        },
      },
      { agent: { id: 'b2' }, attributes: { m365: { ...rule, Parameters: [forwards[1]] } } },
      { agent: { id: 'a3' }, attributes: { m365: alert } },
      { agent: { id: 'b3' }, attributes: { m365: { ...alert, Name: 'Ransomware activity' } } },
      { agent: { id: 'a4' }, attributes: { m365: domain } },
      { agent: { id: 'b4' }, attributes: { m365: { ...domain, ResultStatus: 'False' } } },
      {
        agent: { id: 'a5' },
        attributes: {
          eventSource: 'Exchange',
          eventName: 'Add-FederatedDomain',
          status: 'success',
        },
      },
      { agent: { id: 'b5' }, action: 'Add-FederatedDomain', outcome: 'allow' },
      {
        agent: { id: 'a6' },
        attributes: {
          m365: {
            ...message,
            UserId: 'eve@x.onmicrosoft.com',
            MessageURLs: ['https://a.example', 'https://b.example/s.exe'],
          },
        },
      },
      {
        agent: { id: 'b6' },
        attributes: {
          m365: { ...message, UserId: 'bob@corp.example', MessageURLs: ['https://b/s.exe'] },
        },
      },
    ],
    'placeholders: { internal_domains: ["@corp.example"] }\n',
  )
  expect(replayed.said).toBe('')
  expect(ofTitle('inbox rule that forwards', replayed)).toEqual(['a1', 'a2'])
  expect(ofTitle('forwards outside', replayed)).toEqual(['a1', 'a2', 'b1'])
  expect(ofTitle('travel', replayed)).toEqual(['a3'])
  expect(ofTitle('federated domain', replayed)).toEqual(['a4', 'a5'])
  expect(ofTitle('guest', replayed)).toEqual(['a6'])
})

test('rules for Google Workspace run on the log entry, on the activity of its API and on the names that they use', () => {
  const entry = (service: string, event: object): object => ({
    protoPayload: { serviceName: service, metadata: { event: [event] } },
  })
  const activity = (applicationName: string, name: string): object => ({
    id: { applicationName },
    actor: { email: 'root@corp.example' },
    events: [{ type: 'USER_SETTINGS', name }],
  })
  const replayed = replay(
    {
      'mine/admin.yml': publicRule('admin made', 'product: gcp, service: google_workspace.admin', [
        'selection: { eventService: admin.googleapis.com, eventName: [GRANT_ADMIN_PRIVILEGE, GRANT_DELEGATED_ADMIN_PRIVILEGES] }',
      ]),
      'mine/factor.yml': publicRule(
        'second factor off',
        'product: gcp, service: google_workspace.admin',
        [
          'selection_base: { eventService: admin.googleapis.com, eventName: ENFORCE_STRONG_AUTHENTICATION }',
          "selection_value: { new_value: 'false' }",
        ],
        'all of selection*',
      ),
      'mine/login.yml': publicRule('login', 'product: gcp, service: google_workspace.login', [
        "selection: { protoPayload.serviceName: 'login.googleapis.com', protoPayload.metadata.event.eventName: [suspicious_login] }",
      ]),
      'mine/drive.yml': publicRule('shared', 'product: gcp, service: google_workspace.drive', [
        'selection: { protoPayload.metadata.event.eventName: change_acl_editors, protoPayload.metadata.event.visibility: [people_with_link] }',
      ]),
    },
    [
      {
        agent: { id: 'a1' },
        attributes: { gcp: entry('admin.googleapis.com', { eventName: 'GRANT_ADMIN_PRIVILEGE' }) },
      },
      {
        agent: { id: 'a2' },
        attributes: activity('admin', 'GRANT_DELEGATED_ADMIN_PRIVILEGES'),
      },
      {
        agent: { id: 'a3' },
        attributes: { google_workspace: activity('admin', 'GRANT_ADMIN_PRIVILEGE') },
      },
      { agent: { id: 'b1' }, attributes: activity('login', 'GRANT_ADMIN_PRIVILEGE') },
      { agent: { id: 'b2' }, attributes: activity('admin', 'CREATE_USER') },
      {
        agent: { id: 'a4' },
        attributes: {
          eventService: 'admin.googleapis.com',
          eventName: 'ENFORCE_STRONG_AUTHENTICATION',
          new_value: false,
        },
      },
      {
        agent: { id: 'b4' },
        attributes: {
          eventService: 'admin.googleapis.com',
          eventName: 'ENFORCE_STRONG_AUTHENTICATION',
          new_value: true,
        },
      },
      ...[false, true].map((boolValue) => ({
        agent: { id: boolValue ? 'b7' : 'a7' },
        attributes: {
          ...activity('admin', ''),
          events: [
            {
              name: 'ENFORCE_STRONG_AUTHENTICATION',
              parameters: [
                { name: 'ORG_UNIT_NAME', value: 'false' },
                { name: 'NEW_VALUE', boolValue },
              ],
            },
          ],
        },
      })),
      { agent: { id: 'a5' }, attributes: activity('login', 'suspicious_login') },
      {
        agent: { id: 'a6' },
        attributes: {
          data: entry('drive.googleapis.com', {
            eventName: 'change_acl_editors',
            visibility: 'people_with_link',
          }),
        },
      },
      {
        agent: { id: 'b6' },
        attributes: {
          data: entry('drive.googleapis.com', {
            eventName: 'change_acl_editors',
            visibility: 'private',
          }),
        },
      },
    ],
  )
  expect(replayed.said).toBe('')
  expect(ofTitle('admin made', replayed)).toEqual(['a1', 'a2', 'a3'])
  expect(ofTitle('second factor off', replayed)).toEqual(['a4', 'a7'])
  expect(ofTitle('login', replayed)).toEqual(['a5'])
  expect(ofTitle('shared', replayed)).toEqual(['a6'])
})

test('rules for risks and incidents of Entra, Duo, OneLogin and Bitbucket run on the records of these', () => {
  const titleOf = (source: string): string => source.split(' ').at(-1) as string
  const selecting = (source: string, selection: string): string =>
    publicRule(titleOf(source), source, [`selection: { ${selection} }`])
  const risk = 'product: azure, service: riskdetection'
  const pim = 'product: azure, service: pim'
  const duo = 'product: cisco, service: duo'
  const onelogin = 'product: onelogin, service: onelogin.events'
  const bitbucket = 'product: bitbucket, service: audit'
  const login = { category: 'Authentication', action: 'User login failed' }
  const replayed = replay(
    {
      'mine/risk.yml': selecting(risk, "riskEventType: 'anonymizedIPAddress'"),
      'mine/pim.yml': selecting(pim, "riskEventType: 'staleSignInAlertIncident'"),
      'mine/duo.yml': selecting(duo, 'event_type: authentication, reason: bypass_user'),
      'mine/onelogin.yml': selecting(onelogin, 'event_type_id: 3'),
      'mine/bitbucket.yml': selecting(
        bitbucket,
        "auditType.category: 'Authentication', auditType.action: 'User login failed'",
      ),
    },
    [
      { agent: { id: 'a1' }, attributes: { azure: { riskEventType: 'anonymizedIPAddress' } } },
      {
        agent: { id: 'a2' },
        attributes: { properties: { riskEventType: 'anonymizedIPAddress', riskLevel: 'high' } },
      },
      { agent: { id: 'b1' }, attributes: { riskEventType: 'passwordSpray' } },
      {
        agent: { id: 'a3' },
        attributes: { '@odata.type': '#microsoft.graph.staleSignInAlertIncident' },
      },
      {
        agent: { id: 'b3' },
        attributes: { '@odata.type': '#microsoft.graph.noMfaOnRoleActivationAlertIncident' },
      },
      {
        agent: { id: 'a4' },
        attributes: { duo: { event_type: 'authentication', reason: 'bypass_user' } },
      },
      {
        agent: { id: 'b4' },
        attributes: { txid: 'x', event_type: 'authentication', reason: 'user_approved' },
      },
      { agent: { id: 'a5' }, attributes: { onelogin: { event_type_id: 3 } } },
      { agent: { id: 'b5' }, attributes: { event_type_id: 30 } },
      { agent: { id: 'a6' }, attributes: { auditType: login, author: { name: 'bob' } } },
      {
        agent: { id: 'b6' },
        attributes: { bitbucket: { auditType: { ...login, action: 'User login' } } },
      },
    ],
  )
  expect(replayed.said).toBe('')
  expect(
    [risk, pim, duo, onelogin, bitbucket].map((source) => ofTitle(titleOf(source), replayed)),
  ).toEqual([['a1', 'a2'], ['a3'], ['a4'], ['a5'], ['a6']])
})

test('a mapping of the own folder makes a source known, and adds to one that is', () => {
  const { found } = replay(
    {
      'mine/mappings/duo.yml': `logsource: { product: duo, service: duo }
record: attributes.duo
events: { attributes.duo.eventType|exists: true }
fields:
  eventtype: { record: eventType }
---
logsource: { product: aws, service: cloudtrail }
events: { attributes.trail|exists: true }
record: attributes.trail
fields: { eventName: { record: name } }
`,
      'mine/duo.yml': `title: mfa
logsource: { product: duo, service: duo }
detection: { s: { eventtype: user.mfa.factor.deactivate }, condition: s }
---
title: keys
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: CreateAccessKey }, condition: s }
`,
    },
    [
      { agent: { id: 'a' }, attributes: { duo: { eventType: 'user.mfa.factor.deactivate' } } },
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
