// AWS operations by class: what IAM, secrets, execution and access control need by name, everything else by its verb.
import type { Capability } from '../model/capability.js'
import {
  ADMIN_SERVICES,
  BARE,
  IDENTITY_SERVICES,
  NAMED,
  RENAMED,
  SERVICES,
} from './catalogue-aws-names.js'

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
  ['send', /^(Send|Publish(?!\w*Version)|BatchPublish|Notify|Emit|Share|PutEvents)(?![a-z])/],
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
  /(Scaling|Lifecycle|Backup|Retention|Routing|Cache|Request|Headers|Alias|Snapshot|Health|Stickiness|LoadBalancer|Traffic|Subscription|Tag)(Policy|Policies)/
