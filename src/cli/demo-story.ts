// The story of the demo: nine minutes of a small fleet in event time, as events a sender would post.

/** Events that are posted together, `atS` seconds into the story. */
export interface Beat {
  readonly atS: number
  /** what a person should know before it; '' mostly */
  readonly title: string
  readonly events: readonly Readonly<Record<string, unknown>>[]
}

/** Seconds that the story spans. */
export const STORY_S = 540

const TRUST_DOMAIN = 'spiffe://example.org'

interface Member {
  readonly agent: string
  readonly purpose: string
  readonly task: string
  readonly credential: string
  readonly kind: string
}

const SUMMARISER: Member = {
  agent: 'mail-summariser',
  purpose: 'summarise',
  task: 'inbox-of-today',
  credential: 'aws-session-71',
  kind: 'aws-sts',
}
const KEEPER: Member = {
  agent: 'iam-keeper',
  purpose: 'iam-maintenance',
  task: 'quarterly-key-change',
  credential: 'aws-session-72',
  kind: 'aws-sts',
}
const SUPPORT: Member = {
  agent: 'support-desk',
  purpose: 'support',
  task: 'ticket-4711',
  credential: 'desk-token-9',
  kind: 'oauth',
}
const RELEASE: Member = {
  agent: 'release-bot',
  purpose: 'deploy',
  task: 'release-2.8.0',
  credential: 'kube-token-3',
  kind: 'kubernetes',
}
const SCOUT: Member = {
  agent: 'web-scout',
  purpose: 'research',
  task: 'market-overview',
  credential: 'search-key-5',
  kind: 'api-key',
}
const PLANNER: Member = {
  agent: 'meeting-planner',
  purpose: 'scheduling',
  task: 'week-48',
  credential: 'calendar-token-2',
  kind: 'oauth',
}
export const FLEET: readonly Member[] = [SUMMARISER, KEEPER, SUPPORT, RELEASE, SCOUT, PLANNER]

/** An event without its id and time, which its beat gives it. */
type Told = Readonly<Record<string, unknown>>

function workload(agent: string): string {
  return `${TRUST_DOMAIN}/agents/${agent}`
}

function starts({ agent, purpose, task }: Member): Told {
  return {
    type: 'task.started',
    agent: { id: agent, tier: 'medium' },
    workload: { id: workload(agent) },
    task: { id: task, purpose },
  }
}

function isGiven({ agent, task }: Member, id: string, kind: string): Told {
  return {
    type: 'credential.issued',
    workload: { id: workload(agent) },
    credential: { id, kind },
    task: { id: task },
  }
}

function calls({ agent, task }: Member, tool: string, more: Told = {}): Told {
  return {
    type: 'tool.called',
    agent: { id: agent },
    task: { id: task },
    tool: { name: tool },
    outcome: 'allow',
    ...more,
  }
}

function uses(
  { agent, credential }: Member,
  action: string,
  resource: string,
  more: Told = {},
): Told {
  return {
    type: 'resource.accessed',
    workload: { id: workload(agent) },
    credential: { id: credential },
    action,
    resource: { id: resource },
    outcome: 'allow',
    ...more,
  }
}

function ends({ agent, task }: Member): Told {
  return { type: 'task.ended', agent: { id: agent }, task: { id: task } }
}

const MAIL_TOKEN = { id: 'mail-token-8', kind: 'oauth' }
const BUCKET = 'arn:aws:s3:::inbox-archive'
const USER = 'arn:aws:iam::111122223333:user/backup'

const SCRIPT: readonly (readonly [atS: number, title: string, ...events: readonly Told[]])[] = [
  [0, 'Six agents start their tasks. Each says what for', ...FLEET.slice(0, 3).map(starts)],
  [6, '', ...FLEET.slice(3).map(starts)],
  [
    15,
    'Each is given a credential for its task',
    ...FLEET.map((member) => isGiven(member, member.credential, member.kind)),
  ],
  [18, '', isGiven(SUMMARISER, MAIL_TOKEN.id, MAIL_TOKEN.kind)],
  [30, 'Ordinary work', uses(SUMMARISER, 's3:GetObject', `${BUCKET}/monday`)],
  [
    40,
    '',
    calls(SUPPORT, 'search_tickets'),
    uses(SCOUT, 'GET /v1/search', 'search.example.org/v1/search'),
  ],
  [52, '', calls(PLANNER, 'create_calendar_event')],
  [60, '', uses(RELEASE, 'deployments/patch', 'prod/web'), calls(SUPPORT, 'update_ticket')],
  [75, '', uses(KEEPER, 'iam:ListUsers', 'arn:aws:iam::111122223333:user/*')],
  [90, '', calls(SUMMARISER, 'summarise_text'), calls(SCOUT, 'web_search')],
  [
    110,
    'A look-alike: an agent that was asked to maintain access keys makes one, and stays untouched',
    uses(KEEPER, 'iam:CreateAccessKey', USER),
  ],
  [
    150,
    'The summariser reads a mail that anybody could have sent',
    calls(SUMMARISER, 'read_email', {
      tool: { name: 'read_email', result_trust: 'external' },
      source: { trust: 'external' },
    }),
  ],
  [
    165,
    'It makes the same call as the look-alike did: its own purpose does not cover that',
    uses(SUMMARISER, 'iam:CreateAccessKey', USER),
  ],
  [
    168,
    'The issuer says so too, and the next call is refused',
    { type: 'credential.revoked', credential: { id: SUMMARISER.credential } },
    uses(SUMMARISER, 'iam:AttachUserPolicy', USER, { outcome: 'deny' }),
  ],
  [
    200,
    'The others go on',
    uses(RELEASE, 'pods/list', 'prod'),
    calls(PLANNER, 'send_calendar_invite'),
  ],
  [215, '', calls(SUPPORT, 'send_email')],
  [
    240,
    'A key of the web scout turns up on a workload that nobody gave it to',
    {
      type: 'resource.accessed',
      workload: { id: `${TRUST_DOMAIN}/batch/nightly` },
      credential: { id: SCOUT.credential },
      action: 'GET /v1/search',
      resource: { id: 'search.example.org/v1/search' },
      outcome: 'allow',
    },
  ],
  [243, '', { type: 'credential.revoked', credential: { id: SCOUT.credential } }],
  [300, 'Tasks end, and what was issued for them ends too', ends(SUPPORT), ends(PLANNER)],
  [
    303,
    '',
    { type: 'credential.revoked', credential: { id: SUPPORT.credential } },
    { type: 'credential.revoked', credential: { id: PLANNER.credential } },
  ],
  [
    330,
    'The task of the summariser ends too, but its mail gateway does not hear of the revocation',
    ends(SUMMARISER),
  ],
  [360, '', uses(RELEASE, 'deployments/get', 'prod/web')],
  [
    420,
    'Its mail token is let in all the same: the revocation is without effect, and the agent is cut off',
    {
      type: 'resource.accessed',
      workload: { id: workload(SUMMARISER.agent) },
      credential: MAIL_TOKEN,
      action: 'messages.list',
      resource: { id: 'mail.example.org/inbox' },
      outcome: 'allow',
    },
  ],
  [425, '', { type: 'credential.revoked', credential: { id: MAIL_TOKEN.id } }],
  [
    440,
    'The web scout sends a mail, which research does not cover: a person is asked',
    calls(SCOUT, 'send_email'),
  ],
  [
    500,
    'The fleet goes on',
    uses(KEEPER, 'iam:DeleteAccessKey', USER),
    uses(RELEASE, 'pods/list', 'prod'),
  ],
]

/** The story as events that begin at `startMs` (epoch ms). */
export function storyFrom(startMs: number): readonly Beat[] {
  return SCRIPT.map(([atS, title, ...told]) => ({
    atS,
    title,
    events: told.map((event, i) => ({
      id: `demo-${atS}-${i + 1}`,
      time: startMs + atS * 1000 + i,
      ...event,
    })),
  }))
}
