// The records of the contract as TypeScript types. Generated from schemas/*.avsc by `npm run generate`; edit those.

/** What an agent, a workload or a resource reports. */
export interface Event {
  /** Unique per source; a second event with the same id is a duplicate and changes nothing. */
  readonly id: string
  /** When it happened: epoch ms, or RFC 3339 text. */
  readonly time: string | number
  /** What happened, as a dotted name: tool.called, credential.issued, resource.accessed. */
  readonly type: string
  /** The agent it concerns. */
  readonly agent?: AgentRef | null
  /** The workload it concerns. */
  readonly workload?: WorkloadRef | null
  /** The credential it concerns. */
  readonly credential?: CredentialRef | null
  /** The task it concerns. */
  readonly task?: TaskRef | null
  /** What is delegated, in delegation.granted. */
  readonly delegation?: DelegationRef | null
  /** The tool that is called or returned. */
  readonly tool?: ToolRef | null
  /** The prompt, in prompt.received. */
  readonly prompt?: PromptRef | null
  /** The operation on the resource, as its owner names it: iam:CreateUser, pods/exec, GET /admin/users. */
  readonly action?: string | null
  /** The resource that is accessed. */
  readonly resource?: ResourceRef | null
  /** How it went. */
  readonly outcome?: 'allow' | 'deny' | 'error' | null
  /** Who enforced it. */
  readonly pep?: PepRef | null
  /** Where it came from. */
  readonly source?: SourceRef | null
  /** W3C trace id, or another id of the trace. */
  readonly trace_id?: string | null
  /** Anything else the sender wants to keep. */
  readonly attributes?: Readonly<Record<string, unknown>> | null
}

/** An agent, as the event names it. */
export interface AgentRef {
  /** The agent's id. */
  readonly id?: string | null
  /** Its name for people. */
  readonly name?: string | null
  /** Who answers for it. */
  readonly owner?: string | null
  /** Its risk tier; medium where none is given. */
  readonly tier?: 'low' | 'medium' | 'high' | null
}

/** A workload: the process an agent runs in. */
export interface WorkloadRef {
  /** SPIFFE id, spiffe://trust-domain/path, or another opaque id. */
  readonly id?: string | null
  /** JWT-SVID, where the sender proves itself. Never written out. */
  readonly svid?: string | null
}

/** A credential, by its id; never the secret itself. */
export interface CredentialRef {
  /** The credential's id. */
  readonly id?: string | null
  /** What it is: token, key, role session, lease. */
  readonly kind?: string | null
  /** What it allows. */
  readonly scopes?: readonly string[] | null
  /** When it ends by itself: epoch ms, or RFC 3339 text. */
  readonly expires_at?: string | number | null
}

/** The task an agent works on. */
export interface TaskRef {
  /** The task's id. */
  readonly id?: string | null
  /** What it was started for, as purposes.yml names it. */
  readonly purpose?: string | null
  /** What it may do beyond its purpose: classes (read) or a domain's class (email.send). */
  readonly capabilities?: readonly string[] | null
  /** Id of the task that started it. */
  readonly parent?: string | null
  /** Who asked for it. */
  readonly requested_by?: string | null
}

/** A part of a task that is given to another agent. */
export interface DelegationRef {
  /** Id of the agent it is given to. */
  readonly to?: string | null
  /** Id of the child task. */
  readonly task?: string | null
  /** Scopes that are given with it. */
  readonly scopes?: readonly string[] | null
}

/** A tool and one call of it. */
export interface ToolRef {
  /** The tool's name. */
  readonly name?: string | null
  /** The call's arguments. */
  readonly arguments?: unknown
  /** What the tool says of itself (MCP annotations). */
  readonly annotations?: Readonly<Record<string, unknown>> | null
  /** What the call returned, where the sender reports it: text or object. */
  readonly result?: unknown
  /** Who may have written what is in the result. */
  readonly result_trust?: 'user' | 'system' | 'tool' | 'external' | null
}

/** What the agent was told. */
export interface PromptRef {
  /** The prompt's text. */
  readonly text?: string | null
  /** Who it came from. */
  readonly from?: 'user' | 'system' | 'agent' | 'external' | null
}

/** What was acted on. */
export interface ResourceRef {
  /** The resource's id. */
  readonly id?: string | null
  /** What it is: bucket, secret, role. */
  readonly kind?: string | null
  /** How much harm its misuse does. */
  readonly sensitivity?: 'public' | 'internal' | 'confidential' | 'restricted' | null
}

/** The point that enforced a decision on this event. */
export interface PepRef {
  /** Its id. */
  readonly id?: string | null
  /** What it is. */
  readonly kind?: 'mesh' | 'gateway' | 'iam' | 'key' | 'agent' | null
  /** What it decided. */
  readonly decision?: 'allow' | 'deny' | null
}

/** Where the event's content came from. */
export interface SourceRef {
  /** IP address of the caller. */
  readonly ip?: string | null
  /** Who may have written the content. */
  readonly trust?: 'user' | 'system' | 'tool' | 'external' | null
}

/** An event as it came, and whose it is. */
export interface JoinedEvent extends Event {
  /** Which of the three sources it came from. */
  readonly kind: 'agent' | 'workload' | 'resource'
  /** Canonical identity: agent id where known, else workload id, else credential id. */
  readonly identity: string
  /** How the identity was found. */
  readonly attribution: 'proven' | 'bound' | 'claimed' | 'inferred' | 'none'
  /** Capability class of what was done, from the catalogue. */
  readonly capability: string
  /** What it acts on, as the catalogue names it; may be empty. */
  readonly domain: string
  /** Where it was read from. */
  readonly origin: OriginRef
  /** Identities it may belong to, where more than one is possible. */
  readonly candidates?: readonly string[] | null
  /** Whether it came after its lateness had passed. */
  readonly late?: boolean | null
  /** How far the clock that timed it was known to be ahead of the agents', in ms; negative where it is behind. */
  readonly skew_ms?: number | null
  /** Identity under which the same event was joined before, where that was wrong. */
  readonly supersedes?: string | null
}

/** Where the event's record stood in its source's log. */
export interface OriginRef {
  /** Topic it was read from. */
  readonly topic: string
  /** Partition of that topic. */
  readonly partition: number
  /** Offset in that partition, as decimal text. */
  readonly offset: string
}

/** One use of authority, judged. */
export interface Decision {
  /** The same for the same event, on any replay. */
  readonly id: string
  /** Event time of what was judged. */
  readonly time: number
  /** Id of the event that was judged. */
  readonly event: string
  /** Agent it concerns; empty where unknown. */
  readonly agent_id: string
  /** Workload it concerns; empty where unknown. */
  readonly workload_id: string
  /** Credential it concerns; empty where unknown. */
  readonly credential_id: string
  /** Task it concerns; empty where unknown. */
  readonly task_id: string
  /** Purpose of the task; empty where undeclared. */
  readonly purpose: string
  /** Capability class of what was done. */
  readonly capability: string
  /** The operation, or the tool's name. */
  readonly action: string
  /** What was acted on; may be empty. */
  readonly resource_id: string
  /** Sensitivity of the resource; may be empty. */
  readonly sensitivity: string
  /** What was decided. */
  readonly outcome: 'allow' | 'escalate' | 'revoke' | 'contain'
  /** Short sentences for a person. */
  readonly reasons: readonly string[]
  /** Ids of the rules that led to it. */
  readonly rules: readonly string[]
  /** How far misuse could reach, 0 to 100. */
  readonly blast_radius: number
  /** Whether it has effect. */
  readonly mode: 'enforce' | 'shadow'
}

/** What containment carries out, or asks a person. */
export interface Command {
  /** The same for the same cause, on any replay, restart or machine. */
  readonly id: string
  /** Event time of its cause. */
  readonly time: number
  /** What is to be done. */
  readonly type: 'revoke' | 'escalate' | 'contain' | 'reinstate'
  /** Agent it concerns; empty where unknown. */
  readonly agent_id: string
  /** Workload it concerns; empty where unknown. */
  readonly workload_id: string
  /** Credential it concerns; empty where unknown. */
  readonly credential_id: string
  /** Task it concerns; empty where unknown. */
  readonly task_id: string
  /** What it is done to. */
  readonly scope: 'credential' | 'task' | 'agent' | 'workload'
  /** One sentence for a person. */
  readonly reason: string
  /** Ids of the rules that led to it. */
  readonly rules: readonly string[]
  /** Ids of the events that led to it. */
  readonly evidence: readonly string[]
  /** How far misuse could reach, 0 to 100. */
  readonly blast_radius: number
  /** Decision it carries out; may be empty. */
  readonly decision_id: string
  /** Whether it has effect. */
  readonly mode: 'enforce' | 'shadow'
  /** When it lapses by itself. */
  readonly expires: number | null
  /** Id of the command it undoes, for reinstate. */
  readonly undoes: string | null
  /** 1 at first, higher on each repeat with the same id. */
  readonly attempt: number
  /** What a person is asked, for escalate. */
  readonly approval: ApprovalRequest | null
}

/** A question to a person. */
export interface ApprovalRequest {
  /** Id to be named in the answer. */
  readonly id: string
  /** When it is decided without an answer. */
  readonly deadline: number
  /** What is done then. */
  readonly on_timeout: 'revoke' | 'allow'
}

/** A person's answer to an escalation. */
export interface Approval {
  /** Id of the approval that was asked for. */
  readonly id: string
  /** When it was given. */
  readonly time: number
  /** Who gave it. */
  readonly approver: string
  /** The answer. */
  readonly decision: 'approve' | 'deny'
  /** Why, in the person's words. */
  readonly reason: string
  /** How long it holds, as an ISO 8601 duration. */
  readonly valid_for: string | null
}

/** From whoever carries a command out: how it went. */
export interface CommandResult {
  /** Id of the command. */
  readonly command_id: string
  /** When it was done or given up. */
  readonly time: number
  /** How it went. */
  readonly status: 'done' | 'failed'
  /** More about it, for a person. */
  readonly detail: string
}
