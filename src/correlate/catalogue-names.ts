// What a tool's own name says it does: its words, the first verb among them, the thing that verb is done to, and the domain.
import { CAPABILITY_INDEX, FIRST_PRIVILEGED, type Capability } from '../model/capability.js'

// No real name has more words; a hostile one is not looked at further.
const WORDS_MAX = 64

/** The words of a name in lower case: `mcp__github__createIssue`, `create-issue`, `gmail.send` all fall into words. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/^mcp__/i, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .slice(0, WORDS_MAX)
}

/**
 * The class that a name's words stand for, or `unknown`. The first verb decides (`get_deleted_items` reads), unless it is
 * a noun as well and a plain verb stands last (`transfer_list` reads). Two verbs joined by and/or count as the heavier one.
 */
export function capabilityOfWords(words: readonly string[]): Capability {
  if (words.length === 0) return 'unknown'
  if (words.includes('and') || words.includes('or')) {
    return words.reduce<Capability>((heaviest, word, at) => {
      const verb = VERBS.get(word)
      return verb === undefined ? heaviest : heavier(heaviest, raisedByObject(words, at, verb))
    }, 'unknown')
  }
  let at = words.findIndex((word) => VERBS.has(word) || NOUN_VERBS.has(word))
  if (at < 0) return words.some((word) => INTERPRETERS.has(word)) ? 'execute' : nounAlone(words)
  const last = words.length - 1
  if (NOUN_VERBS.has(words[at]!) && at < last && VERBS.has(words[last]!)) at = last
  const word = words[at]!
  const isNoun = NOUN_VERBS.has(word) && at < last && RECORDS.has(words[last]!)
  return isNoun ? 'read' : raisedByObject(words, at, VERBS.get(word) ?? NOUN_VERBS.get(word)!)
}

/** What the words act on, as far as they say so; else empty. The leftmost word that names a system decides, then a thing. */
export function domainOfWords(words: readonly string[]): string {
  return domainIn(SYSTEMS, words) ?? domainIn(THINGS, words) ?? ''
}

function domainIn(
  domains: ReadonlyMap<string, string>,
  words: readonly string[],
): string | undefined {
  for (const word of words) {
    const domain =
      domains.get(word) ?? (word.endsWith('s') ? domains.get(word.slice(0, -1)) : undefined)
    if (domain !== undefined) return domain
  }
  return undefined
}

/** The heavier of two classes; `unknown` gives way to anything. */
export function heavier(a: Capability, b: Capability): Capability {
  if (a === 'unknown') return b
  if (b === 'unknown') return a
  return CAPABILITY_INDEX[b] > CAPABILITY_INDEX[a] ? b : a
}

// The same verb weighs more when it is done to an identity, a permission, a secret or money: `reset_password`, `send_money`.
function raisedByObject(words: readonly string[], at: number, verb: Capability): Capability {
  const objects = words.filter((word, i) => i !== at && !DESCRIPTIVE.has(word))
  const described = words.some((word) => DESCRIPTIVE.has(word))
  const secretWord = has(objects, SECRETS) || hasPair(words, KEY_PAIRS)
  const otherwise = MEANT_OTHERWISE.find(
    ([verbs, things]) => verbs.has(words[at]!) && has(objects, things),
  )
  if (otherwise !== undefined) return otherwise[2]
  if (verb === 'read' || verb === 'search') {
    return secretWord && !described && !LISTING.has(words[at]!) ? 'secret' : verb
  }
  if (verb === 'summarise' || verb === 'network') return verb
  if (verb === 'pay') return words[at] === 'transfer' ? transferOf(words) : verb
  if (verb === 'send' && secretWord && !described) return 'secret'
  if (described) return verb
  if (has(objects, MONEY) && verb !== 'delete' && !has(objects, PAPERS)) return 'pay'
  if (verb !== 'send' && (hasPair(words, KEY_PAIRS) || has(objects, CREDENTIALS))) return 'identity'
  if (has(objects, PERMISSIONS) && verb !== 'send') return 'admin'
  if (verb === 'delete' || verb === 'write')
    return has(objects, PRINCIPALS) && !has(objects, MEMBERSHIPS) ? 'identity' : verb
  return verb
}

// Hand-over tools are named transfer_to_<agent>, and files and calls are transferred without money.
function transferOf(words: readonly string[]): Capability {
  return has(words, HANDED_OVER) || words[words.indexOf('transfer') + 1] === 'to' ? 'send' : 'pay'
}

function nounAlone(words: readonly string[]): Capability {
  if (RECORDS.has(words.at(-1)!)) return 'read'
  if (has(words, MONEY)) return 'pay'
  return 'unknown'
}

function has(words: readonly string[], set: ReadonlySet<string>): boolean {
  return words.some((word) => set.has(word) || (word.endsWith('s') && set.has(word.slice(0, -1))))
}

function hasPair(words: readonly string[], pairs: ReadonlySet<string>): boolean {
  return words.some((word, i) => {
    const next = words[i + 1]
    return next !== undefined && pairs.has(`${word} ${next.replace(/s$/, '')}`)
  })
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '))

function tableOf(classes: Partial<Record<Capability, string>>): ReadonlyMap<string, Capability> {
  return new Map(
    Object.entries(classes).flatMap(([capability, words]) =>
      words.split(' ').map((word) => [word, capability as Capability] as const),
    ),
  )
}

// Words that are verbs wherever they stand in a name.
const VERBS = tableOf({
  read:
    'get list read fetch describe show view retrieve load download open inspect check count is has can should does peek ' +
    'head stat status watch tail monitor preview validate verify diff compare see select scan receive poll browse lookup ls cat recall retriever screenshot',
  search: 'search find query grep locate discover explore match recommend suggest ask',
  summarise:
    'summarise summarize translate classify analyse analyze explain extract calculate think reason plan estimate rank parse ' +
    'convert format transcribe outline paraphrase simulate predict score evaluate hash encode decode ' +
    'calculator',
  write:
    'create update write put set upload add edit modify patch insert upsert append save rename move copy replace mark move ' +
    'assign schedule reschedule cancel archive unarchive restore undelete close reopen merge fork star unstar label tag untag ' +
    'make store sync import apply commit push submit book reserve register subscribe unsubscribe enable disable reset ' +
    'approve reject accept decline resolve complete attach detach link unlink configure manage change clear ' +
    'generate rotate renew issue build install fill click type dismiss activate deactivate suspend unsuspend block unblock lock freeze transform draft log record track pin unpin toggle follow ' +
    'unfollow like mute unmute silence snooze ack acknowledge increment initialize init provision allocate confirm place transition invite join leave react',
  send: 'send post reply notify publish forward email mail message tweet broadcast share announce dm respond emit export',
  execute:
    'run exec execute eval invoke rerun start stop restart pause resume scale drain rollback launch spawn deploy trigger dispatch reboot kill call',
  network: 'connect curl wget navigate ping request crawl scrape dial tunnel proxy visit goto',
  delete:
    'delete remove drop purge destroy erase wipe truncate terminate uninstall trash shred prune del rm rmdir unpublish',
  pay: 'pay transfer refund charge purchase buy withdraw deposit donate remit payout checkout reimburse',
  admin:
    'grant admin sudo elevate authorize authorise promote chmod chown administer unlock ungrant revoke escalate deprovision',
  identity: 'impersonate assume login signin enroll mint su',
  secret: 'decrypt unseal reveal dump',
})

// Words that are as often nouns: where a plain verb ends the name, that verb decides instead.
const NOUN_VERBS = new Map(
  [
    ...'post search query issue transfer charge call message email mail request log record report share book'.split(
      ' ',
    ),
  ]
    .concat(
      'status match place link label tag store like type plan score rank format deposit purchase payout checkout'.split(
        ' ',
      ),
    )
    .concat(
      'start stop export import build schedule draft commit fork star pin admin select watch monitor view proxy'.split(
        ' ',
      ),
    )
    .map((word) => [word, VERBS.get(word) ?? 'write'] as const),
)
for (const word of NOUN_VERBS.keys()) (VERBS as Map<string, Capability>).delete(word)

const INTERPRETERS = setOf(
  'bash shell sh zsh terminal powershell cmd console interpreter repl python subprocess command ssh script notebook',
)
// What a verb means with some things and not with others.
const MEANT_OTHERWISE: readonly (readonly [
  ReadonlySet<string>,
  ReadonlySet<string>,
  Capability,
])[] = [
  [
    setOf('open'),
    setOf('issue ticket request pr case incident account position discussion'),
    'write',
  ],
  [setOf('check'), setOf('in out'), 'write'],
  [setOf('scan'), setOf('port network host subnet'), 'network'],
  [setOf('forward'), setOf('port'), 'network'],
  [setOf('evaluate'), setOf('script javascript js code expression'), 'execute'],
  [setOf('format'), setOf('disk drive volume partition'), 'delete'],
]
// What follows a noun that only looks like a verb: message_history, call_log, email_summary.
const RECORDS = setOf(
  'history summary details status count log logs info preview stats statistics analytics',
)
const LISTING = setOf('list count is has can should does check status ls validate verify')
const SECRETS = setOf('secret password passphrase credential passwd keychain')
const CREDENTIALS = setOf(
  'password passphrase credential passwd mfa otp totp sso oauth passkey certificate',
)
const KEY_PAIRS: ReadonlySet<string> = new Set(
  [
    'api key',
    'access key',
    'private key',
    'secret key',
    'ssh key',
    'signing key',
    'encryption key',
    'service account',
  ].concat([
    'access token',
    'api token',
    'auth token',
    'refresh token',
    'bearer token',
    'session token',
    'id token',
    'deploy key',
  ]),
)
const PERMISSIONS = setOf(
  'permission role privilege policy policie acl rbac iam firewall sudoer admin administrator entitlement collaborator',
)
const PRINCIPALS = setOf('user principal')
const MEMBERSHIPS = setOf(
  'channel slack chat room meeting event card board story note preference profile info address list interface',
)
const MONEY = setOf('money payment fund payout transaction transfer wire refund cryptocurrency')
const PAPERS = setOf('reminder template report receipt note record log statement')
const HANDED_OVER = setOf('agent call file conversation chat ticket ownership issue')
const DESCRIPTIVE = setOf(
  'policy policies strength rule rules history status metadata count name names hint expiry usage limit limits schema docs template',
)

function domainsOf(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(words).flatMap(([domain, list]) =>
      list.split(' ').map((word) => [word, domain] as const),
    ),
  )
}

const SYSTEMS = domainsOf({
  email: 'email mail gmail outlook inbox smtp imap sendgrid mailbox',
  calendar: 'calendar meeting gcal appointment',
  chat: 'slack teams discord channel chat telegram whatsapp dm sms twilio mattermost',
  repository: 'github gitlab git repo repository commit branch bitbucket pull gist workflow',
  ticket: 'jira linear zendesk ticket servicenow asana trello pagerduty incident',
  bank: 'bank iban transaction payment money stripe paypal balance payout refund invoice wire',
  files: 'file directory folder drive dropbox filesystem box sharepoint onedrive',
  documents: 'notion confluence document doc wiki note notebook gdocs spreadsheet sheet',
  database:
    'sql postgres postgresql mysql sqlite mongodb mongo database db bigquery snowflake redis supabase',
  kubernetes: 'kubectl kubernetes k8s pod helm namespace',
  aws: 'aws s3 ec2 lambda dynamodb cloudformation cloudwatch iam',
  vault: 'vault',
  web: 'web browser url http webpage internet website playwright puppeteer curl wget crawl navigate',
  shop: 'shop cart shopify checkout',
  travel: 'hotel flight restaurant car reservation trip airbnb',
  crm: 'salesforce hubspot crm',
  memory: 'memory memories',
  shell: 'bash shell terminal powershell ssh',
  cloud: 'azure gcp terraform cloudflare',
  identity: 'okta auth0 keycloak entra ldap',
  monitoring: 'grafana datadog prometheus sentry splunk',
})

// Words that name a thing in more than one system, taken where no system is named.
const THINGS = domainsOf({
  calendar: 'event',
  ticket: 'issue',
  documents: 'page',
  database: 'table',
  shop: 'order product',
  crm: 'lead opportunity customer contact',
  shell: 'command',
  identity: 'user password login',
  monitoring: 'metric alert log',
})

/** Whether a class is privileged, for those who may not lower it. */
export function isPrivileged(capability: Capability): boolean {
  return CAPABILITY_INDEX[capability] >= FIRST_PRIVILEGED
}
