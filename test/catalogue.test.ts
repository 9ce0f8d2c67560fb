// The catalogue: what class actions and tools belong to, what a purpose covers, and how rule folders are read.
import { expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { loadRules, ruleFolders, shippedRules } from '../src/cli/rules.js'
import {
  ANSWERS_MAX,
  createCatalogue,
  NO_ENTRIES,
  type AbilityEntry,
} from '../src/correlate/catalogue.js'
import { createGlobList, globMatches } from '../src/correlate/catalogue-glob.js'
import { createPurposes, purposeName } from '../src/correlate/catalogue-purposes.js'
import { capabilityNamed } from '../src/model/capability.js'

const builtIn = createCatalogue(NO_ENTRIES)
const shippedEntries = loadRules([shippedRules()])
const shipped = createCatalogue(shippedEntries.catalogue)
const purposes = createPurposes(shippedEntries.purposes)

/** `text → class` or `text → domain.class`, one a line. */
function table(text: string): [string, string, string][] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [name, answer] = line.split('→').map((part) => part.trim()) as [string, string]
      const dot = answer.indexOf('.')
      return [name, dot < 0 ? answer : answer.slice(dot + 1), dot < 0 ? '' : answer.slice(0, dot)]
    })
}

function expectTable(
  lines: [string, string, string][],
  classify: (name: string) => { capability: string; domain: string },
) {
  const wrong = lines.flatMap(([name, capability, domain]) => {
    const found = classify(name)
    const well = found.capability === capability && (domain === '' || found.domain === domain)
    return well
      ? []
      : [`${name}: ${found.domain}.${found.capability} instead of ${domain}.${capability}`]
  })
  expect(wrong).toEqual([])
}

test('AWS actions that make, hand out or change identities are identity, their policies admin, and looking is reading', () => {
  expectTable(
    table(`
      iam:CreateUser → aws.identity
      iam.amazonaws.com:CreateUser → aws.identity
      iam.amazonaws.com/CreateUser → aws.identity
      aws:iam:CreateUser → aws.identity
      CreateUser → identity
      iam:CreateAccessKey → aws.identity
      CreateAccessKey → identity
      iam:DeleteAccessKey → aws.identity
      iam:UpdateAccessKey → aws.identity
      iam:CreateLoginProfile → aws.identity
      iam:CreateRole → aws.identity
      iam:PassRole → aws.identity
      iam:CreateServiceSpecificCredential → aws.identity
      iam:DeactivateMFADevice → aws.identity
      iam:AttachRolePolicy → aws.admin
      iam:AttachUserPolicy → aws.admin
      iam:PutUserPolicy → aws.admin
      iam:CreatePolicyVersion → aws.admin
      iam:SetDefaultPolicyVersion → aws.admin
      iam:UpdateAssumeRolePolicy → aws.admin
      iam:AddUserToGroup → aws.admin
      iam:ListUsers → aws.read
      iam:GetUser → aws.read
      iam:ListAccessKeys → aws.read
      iam:GetPolicyVersion → aws.read
      iam:GenerateCredentialReport → aws.read
      sts:AssumeRole → aws.identity
      sts:AssumeRoleWithWebIdentity → aws.identity
      sts:GetSessionToken → aws.identity
      sts:GetCallerIdentity → aws.read
      organizations:CreateAccount → aws.identity
      organizations:AttachPolicy → aws.admin
      organizations:LeaveOrganization → aws.admin
      organizations:ListAccounts → aws.read
      sso-admin:CreateAccountAssignment → aws.admin
      sso:GetRoleCredentials → aws.identity
      identitystore:CreateUser → aws.identity
      cognito-idp:AdminCreateUser → aws.identity
      cognito-idp:AdminGetUser → aws.read
      ecr:GetAuthorizationToken → aws.identity
      ec2:CreateKeyPair → aws.identity
    `),
    (name) => builtIn.classify(name, null, null),
  )
})

test('AWS actions on secrets, data, machines and guards have the class of what they do', () => {
  expectTable(
    table(`
      secretsmanager:GetSecretValue → aws.secret
      secretsmanager:BatchGetSecretValue → aws.secret
      secretsmanager:ListSecrets → aws.read
      secretsmanager:DescribeSecret → aws.read
      secretsmanager:DeleteSecret → aws.delete
      GetSecretValue → secret
      ssm:GetParameter → aws.secret
      ssm:GetParametersByPath → aws.secret
      ssm:DescribeParameters → aws.read
      ssm:SendCommand → aws.execute
      ssm:StartSession → aws.execute
      kms:Decrypt → aws.secret
      kms:Encrypt → aws.write
      kms:ListKeys → aws.read
      kms:PutKeyPolicy → aws.admin
      kms:CreateGrant → aws.admin
      kms:ScheduleKeyDeletion → aws.delete
      s3:GetObject → aws.read
      s3:HeadObject → aws.read
      s3:ListBucket → aws.read
      s3:PutObject → aws.write
      s3:DeleteObject → aws.delete
      s3:DeleteBucketPolicy → aws.admin
      s3:PutBucketPolicy → aws.admin
      s3:PutBucketAcl → aws.admin
      s3:GetBucketPolicy → aws.read
      s3:PutLifecycleConfiguration → aws.write
      s3:PutBucketPublicAccessBlock → aws.admin
      ec2:RunInstances → aws.execute
      RunInstances → execute
      ec2:TerminateInstances → aws.delete
      ec2:DescribeInstances → aws.read
      DescribeSecurityGroups → read
      ec2:DescribeSecurityGroups → aws.read
      ec2:AuthorizeSecurityGroupIngress → aws.admin
      ec2:RevokeSecurityGroupEgress → aws.admin
      AuthorizeSecurityGroupIngress → admin
      ec2:ModifySnapshotAttribute → aws.admin
      ec2:GetPasswordData → aws.secret
      ec2:CreateTags → aws.write
      lambda:Invoke → aws.execute
      lambda:InvokeFunction → aws.execute
      lambda:PublishVersion → aws.write
      backup:PutBackupVaultAccessPolicy → aws.admin
      acm:ExportCertificate → aws.secret
      lambda:ListFunctions20150331 → aws.read
      lambda:UpdateFunctionCode20150331v2 → aws.execute
      lambda:AddPermission → aws.admin
      dynamodb:GetItem → aws.read
      dynamodb:BatchGetItem → aws.read
      dynamodb:Query → aws.search
      dynamodb:PutItem → aws.write
      dynamodb:DeleteTable → aws.delete
      sqs:ReceiveMessage → aws.read
      sqs:SendMessage → aws.send
      sns:Publish → aws.send
      ses:SendEmail → aws.send
      autoscaling:PutScalingPolicy → aws.write
      ecr:PutLifecyclePolicy → aws.write
      dlm:DeleteLifecyclePolicy → aws.delete
      cloudtrail:StopLogging → aws.admin
      cloudtrail:DeleteTrail → aws.admin
      cloudtrail:LookupEvents → aws.search
      guardduty:DeleteDetector → aws.admin
      ecs:ExecuteCommand → aws.execute
      rds:DeleteDBInstance → aws.delete
      rds:DescribeDBInstances → aws.read
      athena:StartQueryExecution → aws.execute
      bedrock:InvokeModel → aws.summarise
      bedrock:Converse → aws.summarise
      bedrock:InvokeAgent → aws.execute
      route53:ChangeResourceRecordSets → aws.write
      cloudformation:DeleteStack → aws.delete
      cloudformation:CreateStack → aws.write
      monitoring.amazonaws.com:PutMetricData → aws.write
      s3:Get* → aws.read
    `),
    (name) => builtIn.classify(name, null, null),
  )
})

test('Kubernetes requests are judged by verb, resource and subresource, in whatever order they are written', () => {
  expectTable(
    table(`
      pods/exec → kubernetes.execute
      create pods/exec → kubernetes.execute
      pods/exec:create → kubernetes.execute
      pods/attach → kubernetes.execute
      pods/portforward → kubernetes.network
      pods/log → kubernetes.read
      get pods/log → kubernetes.read
      create pods → kubernetes.write
      get pods → kubernetes.read
      list pods → kubernetes.read
      pods list → kubernetes.read
      watch deployments.apps → kubernetes.read
      patch deployments.apps → kubernetes.write
      delete pods → kubernetes.delete
      deletecollection configmaps → kubernetes.delete
      get secrets → kubernetes.secret
      list secrets → kubernetes.secret
      secrets:watch → kubernetes.secret
      delete secrets → kubernetes.delete
      get configmaps → kubernetes.read
      create rolebindings → kubernetes.admin
      create clusterrolebindings.rbac.authorization.k8s.io → kubernetes.admin
      bind clusterroles → kubernetes.admin
      escalate roles → kubernetes.admin
      impersonate users → kubernetes.identity
      impersonate serviceaccounts → kubernetes.identity
      list clusterroles → kubernetes.read
      create serviceaccounts/token → kubernetes.identity
      create serviceaccounts → kubernetes.identity
      approve certificatesigningrequests → kubernetes.identity
      create selfsubjectaccessreviews → kubernetes.read
      update mutatingwebhookconfigurations → kubernetes.admin
      pods/eviction → kubernetes.delete
      GET /api/v1/namespaces/prod/pods → kubernetes.read
      GET /api/v1/namespaces/prod/secrets/db → kubernetes.secret
      POST /api/v1/namespaces/prod/pods/web-0/exec → kubernetes.execute
      POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings → kubernetes.admin
      DELETE /apis/apps/v1/namespaces/prod/deployments/web → kubernetes.delete
    `),
    (name) => builtIn.classify(name, null, null),
  )
})

test('Vault paths give secrets, make tokens or change the vault, whoever writes the operation first', () => {
  expectTable(
    table(`
      secret/data/prod/db → vault.secret
      read secret/data/prod/db → vault.secret
      secret/data/prod/db:read → vault.secret
      vault read secret/prod/db → vault.secret
      kv/data/app → vault.secret
      list secret/metadata/prod → vault.read
      delete secret/data/prod/db → vault.delete
      database/creds/readonly → vault.secret
      read aws/creds/deploy → vault.secret
      transit/decrypt/orders → vault.secret
      transit/encrypt/orders → vault.execute
      auth/token/create → vault.identity
      update auth/token/create → vault.identity
      read auth/token/lookup-self → vault.read
      update auth/kubernetes/role/app → vault.identity
      write sys/policies/acl/app → vault.admin
      update sys/mounts/kv2 → vault.admin
      read sys/health → vault.read
      update sys/seal → vault.admin
      update pki/sign/web → vault.identity
      read database/roles/app → vault.read
      GET /v1/secret/data/prod/db → vault.secret
      POST /v1/auth/token/create → vault.identity
    `),
    (name) => builtIn.classify(name, null, null),
  )
})

test('HTTP requests go by their method, except on admin paths, where every method is admin', () => {
  expectTable(
    table(`
      GET /admin/users → http.admin
      POST /admin/users → http.admin
      DELETE /api/v2/admin/keys/7 → http.admin
      GET https://shop.example/admin → http.admin
      GET /%61dmin/users → http.admin
      GET /Admin/ → http.admin
      GET /wp-admin/options.php → http.admin
      GET /admin.php?x=1 → http.admin
      get /admin → http.admin
      POST:/admin/keys → http.admin
      GET /users/7 → http.read
      HEAD /users/7 → http.read
      GET /badminton/courts → http.read
      GET /administration-fees → http.read
      GET /articles?ref=/admin → http.read
      GET https://admin.example/articles → http.read
      POST /orders → http.write
      PUT /orders/1 → http.write
      PATCH /orders/1 → http.write
      DELETE /orders/1 → http.delete
      CONNECT db.internal:5432 → http.network
      OPTIONS /orders → http.read
      GET → http.read
      POST → http.write
    `),
    (name) => builtIn.classify(name, null, null),
  )
})

test('SQL statements go by their heaviest verb', () => {
  expectTable(
    table(`
      SELECT → database.read
      SELECT * FROM orders → database.read
      select id, name from orders where id = 7 → database.read
      INSERT INTO orders VALUES (1) → database.write
      UPDATE orders SET paid = true → database.write
      DELETE FROM orders → database.delete
      DROP TABLE orders → database.delete
      TRUNCATE orders → database.delete
      GRANT ALL ON orders TO bob → database.admin
      CREATE USER eve → database.identity
      ALTER ROLE app SUPERUSER → database.identity
      CREATE TABLE t (id int) → database.write
      SELECT 1; DROP TABLE orders → database.delete
      WITH old AS (SELECT 1) DELETE FROM orders → database.delete
      WITH a AS (SELECT 1) SELECT * FROM a → database.read
      CALL refresh_all() → database.execute
    `),
    (name) => builtIn.classify(name, null, null),
  )
})

const TOOL_NAMES = `
  get_deleted_items → read
  list_users → read
  list_deleted_users → read
  getUserProfile → read
  read-file → files.read
  fetch_orders → read
  show_sent_messages → read
  is_admin → read
  check_delete_permission → read
  has_paid → read
  search_docs → search
  findCustomer → crm.search
  query_database → database.search
  summarize_thread → summarise
  summarise → summarise
  translate_text → summarise
  send_email → email.send
  gmail.send → email.send
  gmail_send_email → email.send
  postMessage → send
  reply_to_ticket → send
  notify_team → send
  create_calendar_event → calendar.write
  mcp__github__create_issue → repository.write
  createIssue → write
  unsubscribe → write
  unsubscribe_from_newsletter → write
  mark_as_read → write
  set_status → write
  upload-file → files.write
  undelete_item → write
  cancel_subscription → write
  deleteFile → files.delete
  email_delete → email.delete
  bulk_delete_records → delete
  drop_table → database.delete
  remove_item → delete
  get_and_delete_message → delete
  read_or_purge_queue → delete
  run_tests → execute
  exec → execute
  Bash → shell.execute
  shell → shell.execute
  terminal → shell.execute
  run_shell_command → shell.execute
  code_interpreter → execute
  pay_invoice → bank.pay
  transfer → pay
  transfer_funds → pay
  transfer_list → read
  transfer_file → files.send
  transfer_to_billing_agent → send
  send_money → bank.pay
  schedule_payment → bank.pay
  get_payments → bank.read
  send_payment_reminder → bank.send
  issue_refund → bank.pay
  charge_card → pay
  purchaseItem → pay
  grant_access → admin
  update_permissions → admin
  assign_role → admin
  get_role → read
  chmod → admin
  reset_password → identity
  update_password → identity
  change_user_password → identity
  get_password_policy → read
  create_user → identity
  delete_user → identity
  add_user_to_channel → chat.write
  create_api_key → identity
  rotateAccessKey → identity
  revoke_api_key → identity
  get_token_count → read
  impersonate_user → identity
  get_secret → secret
  read_secret_value → secret
  get_api_key → secret
  list_secrets → read
  find_credentials → secret
  decrypt_file → files.secret
  curl → web.network
  open_file → files.read
  open_pull_request → repository.write
  check_balance → bank.read
  check_in_guest → write
  scan_network → network
  evaluate_javascript → execute
  evaluate_model → summarise
  format_disk → delete
  format_date → summarise
  message_history → read
  email_summary → email.read
  call_log → read
  add_collaborator → admin
  list_collaborators → read
  send_certificate → send
  manage_users_role → admin
  frobnicate → unknown
  getaway_planner → unknown
  deletedItems → unknown
  x → unknown
`

test("a tool's own name says what it does, in snake, camel, kebab, dotted and MCP form, and look-alikes stay harmless", () => {
  expectTable(table(TOOL_NAMES), (name) => builtIn.classify(null, name, null))
})

test('the shipped catalogue knows the everyday tools of mail, chat, repositories, files, browsers, databases and banks', () => {
  expect(shippedEntries.problems.map(String)).toEqual([])
  expectTable(
    table(`
      send_email → email.send
      mcp__gmail__send_email → email.send
      sendEmail → email.send
      get_unread_emails → email.read
      add_calendar_event_participants → calendar.send
      slack_post_message → chat.send
      mcp__slack__slack_add_reaction → chat.write
      remove_user_from_slack → chat.write
      mcp__github__create_or_update_file → repository.write
      github_delete_repository → repository.delete
      mcp__github__search_code → repository.search
      git_status → repository.read
      git_push → repository.send
      mcp__filesystem__read_text_file → files.read
      mcp__filesystem__write_file → files.write
      Read → files.read
      Edit → files.write
      Bash → shell.execute
      BashOutput → shell.read
      WebFetch → web.network
      WebSearch → web.search
      fetch → web.network
      browser_navigate → web.network
      browser_click → web.write
      mcp__playwright__browser_evaluate → web.execute
      execute_sql → database.execute
      read_query → database.search
      send_money → bank.pay
      get_balance → bank.read
      get_most_recent_transactions → bank.read
      update_scheduled_transaction → bank.pay
      update_user_info → bank.write
      add_to_cart → shop.write
      place_order → shop.pay
      reserve_hotel → travel.write
      notion_create_page → documents.write
      jira_search → ticket.search
      kubectl_get → kubernetes.read
      kubectl_delete → kubernetes.delete
      transfer_to_refunds → agent.send
      terraform_apply → cloud.admin
      sequentialthinking → summarise
    `),
    (name) => shipped.classify(null, name, null),
  )
})

test('the action decides before the tool, the tool before the verb in an unknown action, and nothing known is unknown', () => {
  expect(builtIn.classify('iam:CreateUser', 'get_weather', null).capability).toBe('identity')
  expect(builtIn.classify('frobnicate:thing', 'get_weather', null).capability).toBe('read')
  expect(builtIn.classify('storage.objects.delete', null, null).capability).toBe('delete')
  expect(builtIn.classify('email.send', null, null)).toEqual({
    capability: 'send',
    domain: 'email',
  })
  expect(builtIn.classify('frobnicate:thing', 'x', null)).toEqual({
    capability: 'unknown',
    domain: '',
  })
  expect(builtIn.classify('', '', null)).toEqual({ capability: 'unknown', domain: '' })
  expect(builtIn.classify(null, null, null).capability).toBe('unknown')
  expect(builtIn.classify(undefined, undefined, undefined).capability).toBe('unknown')
})

test('annotations of a tool raise its class freely', () => {
  expect(builtIn.classify(null, 'frob', { destructiveHint: true }).capability).toBe('delete')
  expect(builtIn.classify(null, 'get_thing', { destructiveHint: true }).capability).toBe('delete')
  expect(builtIn.classify(null, 'send_thing', { destructiveHint: true }).capability).toBe('delete')
  expect(builtIn.classify(null, 'get_thing', { readOnlyHint: false }).capability).toBe('write')
  expect(builtIn.classify(null, 'frob', { openWorldHint: true }).capability).toBe('network')
  expect(builtIn.classify(null, 'frob', { readOnlyHint: false }).capability).toBe('write')
})

test('readOnlyHint lowers an unknown or active verb but never one that is privileged, sends or reaches out', () => {
  const readOnly = { readOnlyHint: true }
  expect(builtIn.classify(null, 'frob', readOnly).capability).toBe('read')
  expect(builtIn.classify(null, 'run_query', readOnly).capability).toBe('read')
  expect(builtIn.classify(null, 'search_docs', readOnly).capability).toBe('search')
  expect(builtIn.classify(null, 'delete_user', readOnly).capability).toBe('identity')
  expect(builtIn.classify(null, 'purge_queue', readOnly).capability).toBe('delete')
  expect(builtIn.classify(null, 'send_money', readOnly).capability).toBe('pay')
  expect(builtIn.classify(null, 'get_secret', readOnly).capability).toBe('secret')
  expect(builtIn.classify(null, 'send_report', readOnly).capability).toBe('send')
  const outside = { readOnlyHint: true, openWorldHint: true }
  expect(builtIn.classify(null, 'curl', outside).capability).toBe('network')
})

test('annotations that are no booleans, or only repeat the defaults of the specification, say nothing', () => {
  const defaults = {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  }
  expect(builtIn.classify(null, 'get_weather', defaults).capability).toBe('read')
  expect(builtIn.classify(null, 'delete_item', { readOnlyHint: 'true' }).capability).toBe('delete')
  expect(builtIn.classify(null, 'frob', { readOnlyHint: 1, title: 'Frob' }).capability).toBe(
    'unknown',
  )
})

test('annotations do not move what the catalogue says of a tool', () => {
  expect(shipped.classify(null, 'send_email', { readOnlyHint: true }).capability).toBe('send')
  expect(shipped.classify(null, 'write_file', { destructiveHint: true }).capability).toBe('write')
})

const entry = (
  glob: string,
  capability: string | null,
  domain: string | null = null,
): AbilityEntry => ({
  glob,
  capability: capability === null ? null : capabilityNamed(capability),
  domain,
})

test("a user's entry comes before the built-in tables, and may speak of the class or the domain alone", () => {
  const mine = createCatalogue({
    tools: [entry('acme_*', null, 'acme'), entry('get_weather', 'network')],
    actions: [entry('iam:Create*', 'admin'), entry('acme:*', 'pay', 'acme')],
    resources: [],
  })
  expect(mine.classify(null, 'acme_delete_thing', null)).toEqual({
    capability: 'delete',
    domain: 'acme',
  })
  expect(mine.classify(null, 'get_weather', { readOnlyHint: true }).capability).toBe('network')
  expect(mine.classify('iam:CreateUser', null, null)).toEqual({
    capability: 'admin',
    domain: 'aws',
  })
  expect(mine.classify('iam.amazonaws.com:CreateUser', null, null).capability).toBe('admin')
  expect(mine.classify('acme:Anything', 'get_weather', null)).toEqual({
    capability: 'pay',
    domain: 'acme',
  })
})

test('the more specific glob wins, an exact name wins over all, and between equals the later one', () => {
  const mine = createCatalogue({
    tools: [
      entry('acme_delete_*', 'write'),
      entry('acme_*', 'delete'),
      entry('acme_x', 'read'),
      entry('*', 'execute', 'any'),
      entry('acme_same', 'pay'),
      entry('acme_same', 'send'),
    ],
    actions: [],
    resources: [],
  })
  const classOf = (name: string) => mine.classify(null, name, null).capability
  expect(classOf('acme_delete_y')).toBe('write')
  expect(classOf('acme_y')).toBe('delete')
  expect(classOf('acme_x')).toBe('read')
  expect(classOf('other')).toBe('execute')
  expect(classOf('acme_same')).toBe('send')
  expect(mine.classify(null, 'acme_x', null).domain).toBe('any')
})

test('resources get their sensitivity and kind from the globs, member by member', () => {
  const mine = createCatalogue({
    tools: [],
    actions: [],
    resources: [
      { glob: 'arn:aws:s3:::*', sensitivity: null, kind: 'bucket' },
      { glob: 'arn:aws:s3:::hr-*', sensitivity: 'restricted', kind: null },
    ],
  })
  expect(mine.resource('arn:aws:s3:::hr-pay/2024')).toEqual({
    sensitivity: 'restricted',
    kind: 'bucket',
  })
  expect(mine.resource('arn:aws:s3:::web')).toEqual({ sensitivity: null, kind: 'bucket' })
  expect(mine.resource('elsewhere')).toEqual({ sensitivity: null, kind: null })
  expect(shipped.resource('/home/app/.ssh/id_ed25519').sensitivity).toBe('restricted')
  expect(shipped.resource('secret/data/prod/db')).toEqual({
    sensitivity: 'restricted',
    kind: 'secret',
  })
})

test('equal answers are one frozen object, before and after the memory was full', () => {
  const mine = createCatalogue(NO_ENTRIES)
  const first = mine.classify('iam:CreateUser', null, null)
  expect(Object.isFrozen(first)).toBe(true)
  for (let i = 0; i < ANSWERS_MAX + 10; i++) mine.classify(`GET /orders/${i}`, `get_${i}`, null)
  expect(mine.classify('iam.amazonaws.com:CreateUser', null, null)).toBe(first)
  expect(mine.classify('iam:CreateUser', null, null)).toBe(first)
})

test('no text, however odd or long, makes the catalogue throw, waver or dawdle', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ maxLength: 60 }),
      (action, tool) => {
        const one = shipped.classify(action, tool, null)
        expect(capabilityNamed(one.capability)).toBe(one.capability)
        expect(shipped.classify(action, tool, null)).toBe(one)
        expect(builtIn.resource(action)).toEqual({ sensitivity: null, kind: null })
      },
    ),
  )
  const nasty = [
    'select ',
    'WITH ',
    'delete_and_',
    'a__',
    'mcp__',
    '/admin',
    'Ab',
    '*',
    '%61',
    'GET ',
    '\n',
    '_',
  ].map((part) => part.repeat(100_000))
  const start = performance.now()
  for (const text of nasty) {
    shipped.classify(text, text, null)
    shipped.classify(`mcp__${text}\n`, `mcp__${text}\n`, null)
    shipped.resource(text)
  }
  expect(performance.now() - start).toBeLessThan(2_000)
})

test('a name that belongs to every object is no class and no purpose', () => {
  expect(capabilityNamed('constructor')).toBeNull()
  expect(builtIn.classify('constructor', 'toString', null).capability).toBe('unknown')
  expect(
    builtIn.classify('__proto__', '__proto__', JSON.parse('{"__proto__":{"readOnlyHint":true}}'))
      .capability,
  ).toBe('unknown')
  expect(purposes.coverage('constructor')).toBeNull()
})

test('globs know * and ? and nothing else', () => {
  expect(globMatches('iam:Create*', 'iam:CreateUser')).toBe(true)
  expect(globMatches('a?c', 'abc')).toBe(true)
  expect(globMatches('a?c', 'ac')).toBe(false)
  expect(globMatches('*a*b', 'xaxxbxb')).toBe(true)
  expect(globMatches('a.c', 'abc')).toBe(false)
  expect(globMatches('[ab]*', 'a')).toBe(false)
  expect(globMatches('**', '')).toBe(true)
  expect(globMatches('', 'a')).toBe(false)
})

test('the glob matcher agrees with a regular expression that says the same', () => {
  const part = fc.constantFrom('a', 'b', 'ab', '*', '?', '.')
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 8 }),
      fc.array(fc.constantFrom('a', 'b', '.'), { maxLength: 10 }),
      (parts, letters) => {
        const glob = parts.join('')
        const oracle = new RegExp(
          `^${glob.replace(/[.*?]/g, (c) => (c === '*' ? '[^]*' : c === '?' ? '[^]' : '\\.'))}$`,
        )
        expect(globMatches(glob, letters.join(''))).toBe(oracle.test(letters.join('')))
      },
    ),
  )
})

test('a glob list stops as soon as its visitor has enough', () => {
  const seen: string[] = []
  createGlobList([
    ['*', 'any'],
    ['a*', 'a'],
    ['ab', 'exact'],
  ]).each(['ab'], (value) => seen.push(value) < 2)
  expect(seen).toEqual(['exact', 'a'])
})

test('a glob list finds what asking every glob one by one finds, in the same order', () => {
  const pattern = fc
    .array(fc.constantFrom('a', 'b', 'ab', '*', '?'), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join(''))
  const text = fc
    .array(fc.constantFrom('a', 'b'), { maxLength: 6 })
    .map((letters) => letters.join(''))
  const literals = (glob: string) =>
    /[*?]/.test(glob) ? glob.replace(/[*?]/g, '').length : Infinity
  fc.assert(
    fc.property(
      fc.array(pattern, { maxLength: 8 }),
      fc.array(text, { minLength: 1, maxLength: 3 }),
      (patterns, texts) => {
        const found: string[] = []
        createGlobList(patterns.map((glob, at) => [glob, `${at} ${glob}`] as const)).each(
          texts,
          (value) => found.push(value) > 0,
        )
        const expected = patterns
          .map((glob, at) => ({ glob, at }))
          .filter(({ glob }) => texts.some((one) => globMatches(glob, one)))
          .sort((a, b) =>
            literals(b.glob) > literals(a.glob)
              ? 1
              : literals(b.glob) < literals(a.glob)
                ? -1
                : b.at - a.at,
          )
          .map(({ glob, at }) => `${at} ${glob}`)
        expect(found).toEqual(expected)
      },
    ),
  )
})

// --- purposes ---

const ability = (capability: string, domain = '') => ({
  capability: capabilityNamed(capability)!,
  domain,
})

test('a summariser may read, search and summarise, and nothing else', () => {
  const coverage = purposes.coverage('summarise')!
  for (const capability of ['read', 'search', 'summarise']) {
    expect(purposes.covers(coverage, ability(capability, 'aws'))).toBe(true)
  }
  for (const capability of [
    'write',
    'send',
    'execute',
    'network',
    'unknown',
    'delete',
    'pay',
    'admin',
    'identity',
    'secret',
  ]) {
    expect(purposes.covers(coverage, ability(capability, 'aws'))).toBe(false)
  }
})

test('triage may send mail but not chat, and iam-maintenance may change identities', () => {
  const triage = purposes.coverage('triage')!
  expect(purposes.covers(triage, ability('send', 'email'))).toBe(true)
  expect(purposes.covers(triage, ability('send', 'chat'))).toBe(false)
  expect(
    purposes.covers(
      purposes.coverage('iam-maintenance')!,
      builtIn.classify('iam:CreateUser', null, null),
    ),
  ).toBe(true)
  expect(
    purposes.covers(
      purposes.coverage('iam-maintenance')!,
      builtIn.classify('iam:AttachRolePolicy', null, null),
    ),
  ).toBe(true)
})

test('purposes are compared without regard to case, ends, spaces, hyphens and underscores', () => {
  const coverage = purposes.coverage('code-review')
  expect(coverage).not.toBeNull()
  expect(purposes.coverage(' Code  Review ')).toBe(coverage)
  expect(purposes.coverage('code_review')).toBe(coverage)
  expect(purposes.coverage('Summarize')).toEqual(purposes.coverage('summarise'))
  expect(purposeName(' A_b-C  d ')).toBe('a-b-c-d')
})

test('a purpose that nobody described is undeclared', () => {
  expect(purposes.coverage('make me rich')).toBeNull()
  expect(purposes.coverage('')).toBeNull()
  expect(purposes.coverage('summarise'.repeat(1_000))).toBeNull()
})

test('a task may bring its own list; entries that nobody knows are ignored and handed back to be counted', () => {
  const own = purposes.own([
    'read',
    'email.send',
    'fly',
    'Summarize',
    '.send',
    'email.',
    'email.fly',
  ])
  expect(own.unknown).toEqual(['fly', '.send', 'email.', 'email.fly'])
  expect(purposes.covers(own, ability('read', 'any'))).toBe(true)
  expect(purposes.covers(own, ability('summarise'))).toBe(true)
  expect(purposes.covers(own, ability('send', 'email'))).toBe(true)
  expect(purposes.covers(own, ability('send', 'chat'))).toBe(false)
})

test('every shipped purpose is read without an unknown entry, and covers reading', () => {
  expect(shippedEntries.purposes.length).toBeGreaterThanOrEqual(12)
  for (const { name, capabilities } of shippedEntries.purposes) {
    expect([name, purposes.own(capabilities).unknown]).toEqual([name, []])
    expect([name, purposes.covers(purposes.coverage(name)!, ability('read'))]).toEqual([name, true])
  }
  const names = shippedEntries.purposes
    .flatMap(({ name, also }) => [name, ...also])
    .map(purposeName)
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})

// --- rule folders ---

function inFolder(files: Record<string, string>, use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-rules-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('every complaint about the rule files comes at once, each at its line and column with a suggestion', () => {
  inFolder(
    {
      'catalogue.yml':
        'tols: {}\ntools:\n  a: { capabilty: read }\n  b: { capability: raed }\n  c: 3\nresources:\n  r: { sensitivity: secrt }\n',
      'sub/purposes.yml':
        'purposes:\n  x: { capabilities: [read, email.sned] }\n  y: {}\n  z: { capabilities: read }\n',
    },
    (folder) => {
      const { problems } = loadRules([folder])
      expect(problems.map((problem) => String(problem).slice(folder.length + 1))).toEqual([
        'catalogue.yml:1:1: there is no key "tols" in this file, did you mean "tools"?',
        'catalogue.yml:3:8: there is no key "capabilty" in tools "a", did you mean "capability"?',
        'catalogue.yml:4:20: there is no capability "raed", did you mean "read"?',
        'catalogue.yml:5:6: tools "c" takes a group of keys: capability, domain',
        'catalogue.yml:7:21: there is no sensitivity "secrt"; known: public, internal, confidential, restricted',
        'sub/purposes.yml:2:29: there is no capability "sned", did you mean "send"?',
        'sub/purposes.yml:3:6: purpose "y" needs its list of capabilities',
        'sub/purposes.yml:4:22: "capabilities" takes a list, such as [read, search]',
      ])
      expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set(['RULE_INVALID']))
    },
  )
})

test('a broken file, a doubled name and a folder that is not there are named, and empty files are no mistake', () => {
  inFolder(
    {
      'a/catalogue.yml': 'tools: {a: ',
      'b/catalogue.yml': 'tools:\n  a: {}\n  a: {}\n',
      'c/purposes.yml': '# nothing\n',
    },
    (folder) => {
      const { problems } = loadRules([folder, join(folder, 'gone')])
      const places = problems.map(({ place }) => place.slice(folder.length + 1))
      expect(places).toEqual(expect.arrayContaining(['b/catalogue.yml:3:3', 'gone']))
      expect(places.filter((place) => place.startsWith('a/'))).not.toEqual([])
      expect(places.filter((place) => place.startsWith('c/'))).toEqual([])
    },
  )
})

test('later folders add to earlier ones and win over them, and other files are left alone', () => {
  inFolder(
    {
      'catalogue.yml': 'tools:\n  send_email: { capability: pay }\n',
      'purposes.yml': 'purposes:\n  summarise: { capabilities: [write] }\n',
      'notes.txt': '{{{',
    },
    (folder) => {
      const { catalogue, purposes: entries, problems } = loadRules(ruleFolders([folder]))
      expect(problems).toEqual([])
      const merged = createCatalogue(catalogue)
      expect(merged.classify(null, 'send_email', null)).toEqual({
        capability: 'pay',
        domain: 'email',
      })
      expect(merged.classify(null, 'git_push', null).capability).toBe('send')
      const described = createPurposes(entries)
      expect(described.covers(described.coverage('summarise')!, ability('write'))).toBe(true)
      expect(described.covers(described.coverage('summarise')!, ability('read'))).toBe(false)
      expect(described.coverage('triage')).not.toBeNull()
    },
  )
})

test('the shipped folder counts once, and the default folder may be missing', () => {
  expect(ruleFolders([shippedRules(), `${shippedRules()}/.`])).toEqual([shippedRules()])
  expect(ruleFolders(['no-such-folder'])).toEqual([shippedRules(), 'no-such-folder'])
})
