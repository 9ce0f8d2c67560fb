// AWS services and operations by name: those whose verb alone would give the wrong class.
import type { Capability } from '../model/capability.js'

export const IDENTITY_SERVICES = new Set([
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
export const ADMIN_SERVICES = new Set([
  'organizations',
  'sso-admin',
  'account',
  'ram',
  'controltower',
  'verifiedpermissions',
  'access-analyzer',
])

export const RENAMED = new Map([
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
  acm: { secret: 'ExportCertificate', write: 'RequestCertificate' },
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

export const NAMED = new Map<string, ReadonlyMap<string, Capability>>(
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
export const BARE = new Map<string, Capability>()
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

export const SERVICES = new Set([
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
