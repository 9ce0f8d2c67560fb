// AWS operations by class: what IAM, secrets, execution and access control need by name, everything else by its verb.
import type { Capability } from '../model/capability.js'

export interface AwsOperation {
  /** signing name of the service (`iam`), or empty where only the operation was given */
  readonly service: string
  readonly operation: string
}

/**
 * Reads `iam:CreateUser`, `iam.amazonaws.com:CreateUser`, `iam.amazonaws.com/CreateUser`, `iam.CreateUser`, a policy's
 * `s3:Get*`, or a bare CloudTrail event name; null when it has none of these forms.
 */
export function readAwsOperation(action: string): AwsOperation | null {
  const full =
    /^(?:aws[:.])?([a-z][a-z0-9-]{0,40})(\.amazonaws\.com)?[:/.]([A-Z][A-Za-z0-9]{1,80}\*?)$/.exec(
      action,
    )
  if (full !== null) return { service: RENAMED.get(full[1]!) ?? full[1]!, operation: full[3]! }
  return /^[A-Z][a-z]+[A-Z][A-Za-z0-9]{1,80}$/.test(action)
    ? { service: '', operation: action }
    : null
}

/** Whether AWS has a service of this signing name, as far as known here. */
export function isAwsService(service: string): boolean {
  return SERVICES.has(service)
}

/** The class of an operation; `unknown` where neither its name nor its verb says anything. */
export function capabilityOfAws({ service, operation }: AwsOperation): Capability {
  // API versions in CloudTrail's names: ListFunctions20150331, GetFunction20150331v2.
  const name = operation.replace(/20\d{6}(v\d+)?$/, '').replace(/\*$/, '')
  const named = service === '' ? BARE.get(name) : NAMED.get(service)?.get(name)
  if (named !== undefined) return named
  const verb = capabilityOfAwsVerb(name)
  if (verb === 'read' || verb === 'search') return verb
  if (IDENTITY_SERVICES.has(service)) return ACCESS.test(name) ? 'admin' : 'identity'
  if (ADMIN_SERVICES.has(service)) return 'admin'
  if (ACCESS.test(name) && !NOT_ACCESS.test(name)) return 'admin'
  return verb
}

function capabilityOfAwsVerb(name: string): Capability {
  for (const [capability, verbs] of VERBS) if (verbs.test(name)) return capability
  return 'unknown'
}

// A verb counts only where the next word begins, so that `Getaway` is no `Get`.
const VERBS: readonly (readonly [Capability, RegExp])[] = [
  ['search', /^(Search|Query|Scan|Select|Lookup|Filter|Discover|Retrieve(And|$))(?![a-z])/],
  [
    'read',
    /^(Get|List|Describe|Head|BatchGet|BatchDescribe|BatchCheck|BatchDetect|View|Check|Preview|Simulate|Validate|Verify|Estimate|Count|Is|Read|Download|Poll|Receive|Peek|Detect|Resolve|Retrieve|Test|TransactGet|Compare|Evaluate|Classify|Translate|Synthesize|Recognize|Analyze|Predict|Batch(Is|Read))(?![a-z])/,
  ],
  [
    'delete',
    /^(Delete|Terminate|Remove(?!Tags)|Deregister|BatchDelete|BatchRemove|Purge|Destroy|Schedule[A-Z]\w*Deletion|Release|Dispose|Deprovision|Empty|Abort)(?![a-z])/,
  ],
  ['send', /^(Send|Publish|BatchPublish|Notify|Emit|Share|PutEvents)(?![a-z])/],
  [
    'execute',
    /^(Run|Invoke|Execute|BatchExecute|Start|Stop|Reboot|Restart|Resume|Suspend|Launch|Submit|Trigger|Request(Spot|Instances)|Continue|Signal)(?![a-z])/,
  ],
  ['admin', /^(Authorize|Revoke|Grant|Share)(?![a-z])/],
  ['network', /^(Connect|Open)(?![a-z])/],
  [
    'write',
    /^(Create|Put|Update|Modify|Set|Add|Attach|Detach|Associate|Disassociate|Register|Tag|Untag|RemoveTags|Copy|Import|Export|Upload|Enable|Disable|Batch(Write|Put|Update|Create|Import|Associate)|Write|Change|Replace|Reset|Restore|Move|Merge|Assign|Unassign|Accept|Reject|Cancel|Complete|Initiate|Allocate|Provision|Apply|Increase|Decrease|Rotate|Promote|Failover|Rename|Tag|Post|Subscribe|Unsubscribe|Transact(Write)|Activate|Deactivate|Configure|Split|Swap|Publish\w*Version|Encrypt|Generate|Confirm|Claim|Extend|Upgrade|Ingest|Record|Reserve|Index|Override|Acknowledge|Admin)(?![a-z])/,
  ],
]

// Who may do what: policies, permissions, access lists, network rules, public access, keys' grants.
const ACCESS =
  /Policy|Policies|Permission|Acl|ACL|SecurityGroup(Rule)?(s|Ingress|Egress|RuleDescriptions)|PublicAccess|BlockPublic|CrossAccount|ResourceShare|AccessPoint(Policy)|AccessEntry|AccessGrant|GroupMembership|UserToGroup|UserFromGroup|RoleToInstance|SnapshotAttribute|ImageAttribute|AssumeRole/
const NOT_ACCESS =
  /(Scaling|Lifecycle|Backup|Retention|Routing|Cache|Request|Headers|Alias|Snapshot|Health|Dlm|Stickiness|LoadBalancer|Traffic|Security(?=PolicyTls)|Subscription|Tag)\w*Polic(y|ies)/

const IDENTITY_SERVICES = new Set([
  'iam',
  'sts',
  'sso',
  'sso-oauth',
  'identitystore',
  'cognito-idp',
  'cognito-identity',
  'rolesanywhere',
  'signin',
])
const ADMIN_SERVICES = new Set([
  'organizations',
  'sso-admin',
  'account',
  'ram',
  'controltower',
  'verifiedpermissions',
  'access-analyzer',
])

const RENAMED = new Map([
  ['monitoring', 'cloudwatch'],
  ['ssooidc', 'sso-oauth'],
  ['sso-oidc', 'sso-oauth'],
  ['sso-directory', 'identitystore'],
])

// What a verb alone would get wrong, by service. Each table: class → operations.
const BY_NAME: Readonly<Record<string, Partial<Record<Capability, string>>>> = {
  iam: {
    admin:
      'AddUserToGroup RemoveUserFromGroup AddRoleToInstanceProfile RemoveRoleFromInstanceProfile CreateGroup DeleteGroup ' +
      'UpdateGroup UpdateAssumeRolePolicy PutUserPermissionsBoundary PutRolePermissionsBoundary DeleteUserPermissionsBoundary ' +
      'DeleteRolePermissionsBoundary UpdateAccountPasswordPolicy DeleteAccountPasswordPolicy SetSecurityTokenServicePreferences',
    read: 'GenerateCredentialReport GenerateServiceLastAccessedDetails GenerateOrganizationsAccessReport SimulatePrincipalPolicy',
    identity: 'PassRole CreateServiceLinkedRole',
  },
  sts: {
    identity:
      'AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot GetSessionToken GetFederationToken GetWebIdentityToken ' +
      'SetSourceIdentity TagSession',
    read: 'GetCallerIdentity DecodeAuthorizationMessage GetAccessKeyInfo',
  },
  sso: { identity: 'GetRoleCredentials Logout' },
  'sso-oauth': {
    identity: 'CreateToken CreateTokenWithIAM StartDeviceAuthorization RegisterClient',
  },
  'sso-admin': {
    admin: 'CreateAccountAssignment ProvisionPermissionSet AttachManagedPolicyToPermissionSet',
  },
  organizations: {
    identity:
      'CreateAccount CreateGovCloudAccount InviteAccountToOrganization RemoveAccountFromOrganization',
  },
  signin: { identity: 'ConsoleLogin SwitchRole' },
  'cognito-identity': {
    identity: 'GetCredentialsForIdentity GetOpenIdToken GetOpenIdTokenForDeveloperIdentity GetId',
  },
  'cognito-idp': {
    read: 'AdminGetUser AdminGetDevice AdminListDevices AdminListGroupsForUser AdminListUserAuthEvents',
  },
  secretsmanager: {
    secret:
      'GetSecretValue BatchGetSecretValue PutSecretValue CreateSecret UpdateSecret RotateSecret UpdateSecretVersionStage ReplicateSecretToRegions',
    write: 'CancelRotateSecret RestoreSecret',
  },
  ssm: {
    secret: 'GetParameter GetParameters GetParametersByPath GetParameterHistory',
    execute:
      'SendCommand StartSession ResumeSession StartAutomationExecution CreateAssociation SendAutomationSignal',
    write: 'TerminateSession',
    admin: 'ModifyDocumentPermission PutResourcePolicy',
  },
  kms: {
    secret: 'Decrypt ReEncrypt ReEncryptFrom ReEncryptTo GetParametersForImport DeriveSharedSecret',
    admin: 'CreateGrant RevokeGrant RetireGrant PutKeyPolicy',
    delete: 'ScheduleKeyDeletion DisableKey DeleteImportedKeyMaterial',
    write: 'Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext CancelKeyDeletion',
    execute: 'Sign GenerateMac',
  },
  ec2: {
    execute:
      'RunInstances StartInstances StopInstances RebootInstances RequestSpotInstances RequestSpotFleet CreateFleet',
    identity:
      'CreateKeyPair ImportKeyPair DeleteKeyPair AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation',
    secret: 'GetPasswordData',
    admin:
      'ModifySnapshotAttribute ModifyImageAttribute CreateSecurityGroup DeleteSecurityGroup ModifyInstanceMetadataOptions ' +
      'CreateNetworkAclEntry ReplaceNetworkAclEntry DeleteNetworkAclEntry ModifyVpcEndpointServicePermissions ' +
      'DisableEbsEncryptionByDefault CreateRoute ReplaceRoute DeleteFlowLogs ModifySecurityGroupRules',
    read: 'GetConsoleOutput GetConsoleScreenshot',
    write: 'ReleaseAddress',
  },
  'ec2-instance-connect': {
    identity: 'SendSSHPublicKey SendSerialConsoleSSHPublicKey',
    network: 'OpenTunnel',
  },
  lambda: {
    execute:
      'Invoke InvokeFunction InvokeAsync InvokeFunctionUrl InvokeWithResponseStream UpdateFunctionCode',
    admin:
      'AddPermission RemovePermission AddLayerVersionPermission CreateFunctionUrlConfig UpdateFunctionUrlConfig',
  },
  ecs: { execute: 'RunTask StartTask ExecuteCommand StopTask' },
  batch: { execute: 'SubmitJob' },
  states: { execute: 'StartExecution StartSyncExecution' },
  ecr: { identity: 'GetAuthorizationToken', admin: 'SetRepositoryPolicy' },
  codeartifact: { identity: 'GetAuthorizationToken' },
  eks: {
    admin:
      'CreateAccessEntry UpdateAccessEntry AssociateAccessPolicy DisassociateAccessPolicy AssociateIdentityProviderConfig',
  },
  redshift: { identity: 'GetClusterCredentials GetClusterCredentialsWithIAM' },
  rds: {
    admin:
      'AuthorizeDBSecurityGroupIngress ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute',
    identity: 'GenerateDbAuthToken',
  },
  'rds-db': { network: 'connect' },
  'rds-data': { execute: 'ExecuteStatement BatchExecuteStatement ExecuteSql' },
  athena: { execute: 'StartQueryExecution' },
  dynamodb: { search: 'Query Scan', execute: 'PartiQLInsert ExecuteStatement ExecuteTransaction' },
  lightsail: {
    secret:
      'GetInstanceAccessDetails DownloadDefaultKeyPair GetRelationalDatabaseMasterUserPassword',
  },
  s3: {
    admin:
      'PutBucketAcl PutObjectAcl PutBucketPolicy DeleteBucketPolicy PutBucketOwnershipControls PutBucketReplication PutAccountPublicAccessBlock DeletePublicAccessBlock PutBucketPublicAccessBlock',
    search: 'SelectObjectContent',
    delete: 'DeleteObject DeleteObjects DeleteBucket DeleteObjectVersion',
    write: 'AbortMultipartUpload',
  },
  sqs: {
    read: 'ReceiveMessage',
    write: 'ChangeMessageVisibility DeleteMessage DeleteMessageBatch',
  },
  sns: { send: 'Publish PublishBatch' },
  ses: { send: 'SendEmail SendRawEmail SendBulkEmail SendTemplatedEmail' },
  events: { send: 'PutEvents' },
  // Turning off what watches is a matter of control over the account.
  cloudtrail: {
    admin:
      'StopLogging DeleteTrail UpdateTrail PutEventSelectors PutInsightSelectors DeleteEventDataStore',
  },
  guardduty: {
    admin:
      'DeleteDetector UpdateDetector DeleteMembers DisassociateFromMasterAccount StopMonitoringMembers CreateIPSet',
  },
  config: {
    admin:
      'StopConfigurationRecorder DeleteConfigurationRecorder DeleteDeliveryChannel DeleteConfigRule',
  },
  securityhub: { admin: 'DisableSecurityHub DeleteMembers' },
  logs: {
    delete: 'DeleteLogGroup DeleteLogStream',
    search: 'StartQuery FilterLogEvents GetQueryResults',
    write: 'PutLogEvents',
  },
  // A model's own inference is how an agent thinks, not what it does to others.
  bedrock: {
    summarise:
      'InvokeModel InvokeModelWithResponseStream InvokeModelWithBidirectionalStream Converse ConverseStream ApplyGuardrail CountTokens',
    execute: 'InvokeAgent InvokeInlineAgent InvokeFlow',
    search: 'Retrieve RetrieveAndGenerate',
  },
  sagemaker: {
    summarise: 'InvokeEndpoint InvokeEndpointAsync',
    network: 'CreatePresignedNotebookInstanceUrl CreatePresignedDomainUrl',
  },
  route53: { write: 'ChangeResourceRecordSets', admin: 'AssociateVPCWithHostedZone' },
}

const NAMED = new Map<string, ReadonlyMap<string, Capability>>(
  Object.entries(BY_NAME).map(([service, classes]) => [
    service,
    new Map(
      Object.entries(classes).flatMap(([capability, names]) =>
        names.split(' ').map((name) => [name, capability as Capability] as const),
      ),
    ),
  ]),
)

// An operation without its service: taken where all services that list it agree.
const BARE = new Map<string, Capability>()
for (const table of NAMED.values()) {
  for (const [name, capability] of table) {
    const other = BARE.get(name)
    BARE.set(name, other === undefined || other === capability ? capability : 'unknown')
  }
}
for (const [name, capability] of Object.entries({
  CreateUser: 'identity',
  DeleteUser: 'identity',
  UpdateUser: 'identity',
  CreateRole: 'identity',
  DeleteRole: 'identity',
  UpdateRole: 'identity',
  CreateAccessKey: 'identity',
  UpdateAccessKey: 'identity',
  DeleteAccessKey: 'identity',
  CreateLoginProfile: 'identity',
  UpdateLoginProfile: 'identity',
  CreateInstanceProfile: 'identity',
  CreateVirtualMFADevice: 'identity',
  DeactivateMFADevice: 'identity',
  DeleteMessage: 'delete',
} as const)) {
  BARE.set(name, capability)
}
for (const [name, capability] of [...BARE]) if (capability === 'unknown') BARE.delete(name)

const SERVICES = new Set([
  ...NAMED.keys(),
  ...IDENTITY_SERVICES,
  ...ADMIN_SERVICES,
  ...(
    'acm acm-pca amplify apigateway appconfig application-autoscaling appstream appsync aps artifact auditmanager autoscaling ' +
    'backup braket budgets ce chatbot cloud9 cloudformation cloudfront cloudhsm cloudsearch cloudwatch codebuild codecommit ' +
    'codedeploy codepipeline codestar comprehend compute-optimizer connect cur databrew datasync dax detective devicefarm ' +
    'directconnect discovery dlm dms docdb ds ebs ecr-public elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing ' +
    'elasticmapreduce es execute-api firehose fis fms forecast fsx gamelift glacier globalaccelerator glue grafana greengrass ' +
    'health healthlake imagebuilder inspector inspector2 iot iotanalytics ivs kafka kendra kinesis kinesisanalytics ' +
    'lakeformation lex license-manager location macie2 managedblockchain mediaconvert memorydb mgn mobiletargeting mq neptune-db ' +
    'network-firewall oam opensearch osis outposts personalize pi pipes polly pricing qldb quicksight redshift-data rekognition ' +
    'resource-explorer-2 resource-groups route53domains route53resolver s3-object-lambda s3express s3tables savingsplans ' +
    'scheduler schemas sdb serverlessrepo servicecatalog servicediscovery servicequotas shield snowball storagegateway support ' +
    'swf synthetics tag textract timestream transcribe transfer translate trustedadvisor waf wafv2 wellarchitected workdocs ' +
    'workmail workspaces xray bedrock-agent bedrock-runtime bedrock-agentcore airflow aoss'
  ).split(' '),
])
