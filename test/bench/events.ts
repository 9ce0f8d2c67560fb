// A fleet at work as NDJSON, the same for the same numbers: tasks with a purpose, credentials issued for them, uses, ends.
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'

export interface Fleet {
  readonly events: number
  /** agents; where there are as many as events each one is seen once, in the middle of its life or at its start */
  readonly identities: number
  readonly seed?: number
}

/** What was written. */
export interface Written {
  readonly events: number
  readonly bytes: number
}

interface Work {
  readonly purpose: string
  readonly tools: readonly string[]
  /** action, resource, its kind, its sensitivity */
  readonly accesses: readonly (readonly [string, string, string, string])[]
}

const WORK: readonly Work[] = [
  {
    purpose: 'summarise',
    tools: ['search_documents', 'read_file', 'summarize_text', 'get_page'],
    accesses: [['s3:GetObject', 'arn:aws:s3:::reports/2026/', 's3-object', 'internal']],
  },
  {
    purpose: 'research',
    tools: ['search_web', 'fetch_url', 'read_page', 'create_document'],
    accesses: [['s3:GetObject', 'arn:aws:s3:::papers/', 's3-object', 'public']],
  },
  {
    purpose: 'coding',
    tools: ['read_file', 'write_file', 'run_tests', 'search_code'],
    accesses: [['s3:PutObject', 'arn:aws:s3:::builds/', 's3-object', 'internal']],
  },
  {
    purpose: 'support',
    tools: ['get_ticket', 'search_tickets', 'send_email', 'read_customer'],
    accesses: [
      ['GET /v1/customers', 'https://crm.example/v1/customers/', 'record', 'confidential'],
    ],
  },
]
const ASTRAY = [
  ['iam:CreateAccessKey', 'arn:aws:iam::123456789012:user/', 'iam-user', 'restricted'],
  [
    'secretsmanager:GetSecretValue',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret/',
    'secret',
    'restricted',
  ],
  ['s3:DeleteObject', 'arn:aws:s3:::reports/2026/', 's3-object', 'internal'],
] as const

const START_MS = Date.UTC(2026, 0, 5, 8)
const HOUR_MS = 3_600_000
const JITTER_MS = 2_000
const FLUSH_CHARS = 1 << 20
/** of the uses: outside the purpose, after the end of the task, from a workload that was never given the credential */
const SHARE_ASTRAY = 0.015
const SHARE_AFTER_END = 0.005
const SHARE_OTHER_WORKLOAD = 0.003
const SHARE_NEVER_REVOKED = 0.03

// What an agent is about to do next.
const UNSEEN = 0
const STARTED = 1
const ISSUED = 2
const REVOKED = 3
const ENDED = 4

/** Gives the events in the order in which they arrive: within an hour, each a little before or after its time. */
export function* fleet({ events, identities, seed = 1 }: Fleet): Generator<string> {
  const random = generator(seed)
  const stage = new Uint8Array(identities)
  const left = new Uint8Array(identities)
  const tasks = new Uint16Array(identities)
  let text = ''
  for (let i = 0; i < events; i++) {
    const agent = identities >= events ? i : Math.floor(random() * identities)
    const timeMs = Math.floor(START_MS + (i / events) * HOUR_MS + random() * JITTER_MS)
    const work = WORK[agent % WORK.length] as Work
    const head = `{"id":"evt-${seed}-${digits(i, 9)}","time":"${new Date(timeMs).toISOString()}","type":`
    text += head + one(agent, work) + '}\n'
    if (text.length >= FLUSH_CHARS) {
      yield text
      text = ''
    }
  }
  if (text !== '') yield text

  function one(agent: number, work: Work): string {
    const name = `agent-${digits(agent, 7)}`
    const task = `task-${digits(agent, 7)}-${tasks[agent]}`
    const credential = `cred-${digits(agent, 7)}-${tasks[agent]}`
    const who = `"agent":{"id":"${name}","owner":"team-${agent % 97}","tier":"${agent % 10 === 0 ? 'high' : 'medium'}"}`
    const where = `"workload":{"id":"spiffe://prod.example/ns/agents/sa/${name}"}`
    switch (stage[agent]) {
      case UNSEEN:
        stage[agent] = ENDED
        // Most of them are at work already when the hour begins.
        if (random() < 0.7) return coldUse(name, work, who, where, task)
        return start(agent, work, who, where)
      case STARTED:
        stage[agent] = ISSUED
        left[agent] = 6 + Math.floor(random() * 12)
        return (
          `"credential.issued",${who},${where},"credential":{"id":"${credential}","kind":"sts","scopes":["s3:GetObject"],` +
          `"expires_at":"2026-01-05T20:00:00.000Z"},"task":{"id":"${task}"},"trace_id":"${trace()}"`
        )
      case ISSUED:
        if (left[agent] === 0) {
          stage[agent] = random() < SHARE_NEVER_REVOKED ? ENDED : REVOKED
          if (stage[agent] === ENDED) return end(name, who, where, task)
          return `"credential.revoked",${where},"credential":{"id":"${credential}","kind":"sts"},"source":{"ip":"10.1.${agent % 256}.7"},"trace_id":"${trace()}","attributes":{"by":"token-service","reason":"the task is done"}`
        }
        left[agent] = (left[agent] as number) - 1
        return use(agent, work, who, where, task, credential)
      case REVOKED:
        stage[agent] = ENDED
        return end(name, who, where, task)
      default:
        if (random() < SHARE_AFTER_END * 10) return access(work, where, credential, agent, false)
        tasks[agent] = (tasks[agent] as number) + 1
        return start(agent, work, who, where)
    }
  }

  function start(agent: number, work: Work, who: string, where: string): string {
    stage[agent] = STARTED
    const task = `task-${digits(agent, 7)}-${tasks[agent]}`
    return (
      `"task.started",${who},${where},"task":{"id":"${task}","purpose":"${work.purpose}",` +
      `"requested_by":"person-${agent % 1000}@example.com"},"trace_id":"${trace()}"`
    )
  }

  function end(name: string, who: string, where: string, task: string): string {
    return `"task.ended",${who},${where},"task":{"id":"${task}"},"trace_id":"${trace()}","attributes":{"result":"done","steps":12,"session":"${name}-main"}`
  }

  function use(
    agent: number,
    work: Work,
    who: string,
    where: string,
    task: string,
    credential: string,
  ): string {
    if (random() < SHARE_ASTRAY) return access(work, where, credential, agent, true)
    if (random() < SHARE_OTHER_WORKLOAD) {
      const other = `"workload":{"id":"spiffe://prod.example/ns/batch/sa/job-${agent % 1000}"}`
      return access(work, other, credential, agent, false)
    }
    if (random() < 0.4) return access(work, where, credential, agent, false)
    return `"tool.called",${who},${where},"task":{"id":"${task}"},${tool(work)},"trace_id":"${trace()}"`
  }

  function coldUse(name: string, work: Work, who: string, where: string, task: string): string {
    return `"tool.called",${who},${where},"task":{"id":"${task}"},${tool(work)},"trace_id":"${trace()}","attributes":{"session":"${name}"}`
  }

  function tool(work: Work): string {
    const name = work.tools[Math.floor(random() * work.tools.length)] as string
    const n = Math.floor(random() * 10_000)
    return `"tool":{"name":"${name}","arguments":{"query":"report ${n}","limit":20}},"outcome":"allow"`
  }

  function access(
    work: Work,
    where: string,
    credential: string,
    agent: number,
    astray: boolean,
  ): string {
    const among = astray ? ASTRAY : work.accesses
    const [action, resource, kind, sensitivity] = among[
      Math.floor(random() * among.length)
    ] as readonly string[]
    const n = Math.floor(random() * 10_000)
    return (
      `"resource.accessed",${where},"credential":{"id":"${credential}"},"action":"${action}",` +
      `"resource":{"id":"${resource}${n}","kind":"${kind}","sensitivity":"${sensitivity}"},"outcome":"allow",` +
      `"source":{"ip":"10.1.${agent % 256}.7"},"trace_id":"${trace()}"`
    )
  }

  function trace(): string {
    return (
      digits(Math.floor(random() * 0x100000000), 10) +
      digits(Math.floor(random() * 0x100000000), 10)
    )
  }
}

/** Writes a fleet's events to a file. */
export function writeFleet(path: string, wanted: Fleet): Written {
  const file = openSync(path, 'w')
  let bytes = 0
  for (const text of fleet(wanted)) bytes += writeSync(file, text)
  closeSync(file)
  return { events: wanted.events, bytes }
}

/** The loop that replays are compared with: as few instructions as it takes to have every event parsed. */
export async function bare(file: string): Promise<void> {
  let events = 0
  let rest = ''
  const chunks = createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })
  for await (const chunk of chunks as AsyncIterable<string>) {
    const text = rest + chunk
    let from = 0
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      const event = JSON.parse(text.slice(from, to)) as { id: string }
      if (event.id !== '') events++
      from = to + 1
    }
    rest = text.slice(from)
  }
  if (events === 0) throw new Error(`${file} has no events`)
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 0x100000000
  }
}

function digits(n: number, width: number): string {
  return String(n).padStart(width, '0')
}
