// What do three correlations cost over parsed events, against a loop by hand that does just these? And what does a group weigh?
import { createCorrelations, type Correlations } from '../../src/detect/ruled/correlations.js'
import type { Joined } from '../../src/model/joined.js'
import type { EventFields } from '../../src/sigma/rule.js'
import { correlations } from '../correlations/rules.js'
import { circumstances, count, inTurns, speed, tell } from './rounds.js'

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 1_000_000)
const IDENTITIES = 10_000
const SPAN_MS = 3_600_000
const DISORDER_MS = 2_000
const START_MS = Date.UTC(2026, 0, 5, 8)

const { plans, complaints } = correlations(
  {
    unapproved: {
      type: 'temporal_ordered',
      rules: ['secret_read', 'approval', 'sent'],
      'group-by': ['identity'],
      timespan: '5m',
      condition: 'secret_read and not approval and sent',
    },
    denials: {
      type: 'event_count',
      rules: ['denied'],
      'group-by': ['identity'],
      timespan: '60s',
      condition: { gte: 20 },
    },
    targets: {
      type: 'value_count',
      rules: ['restricted'],
      'group-by': ['identity'],
      timespan: '10m',
      condition: { field: 'resource.id', gte: 10 },
    },
  },
  ['secret_read', 'approval', 'sent', 'denied', 'restricted'],
)
if (complaints.length > 0) throw new Error(JSON.stringify(complaints))

// --- events: most identities go about their work, a few read and send, are refused again and again, or look around ---

const ODD = 0.03

function* events(): Generator<Joined> {
  const random = generator(7)
  const due: { readonly arrivesMs: number; readonly event: Joined }[] = []
  for (let i = 0; i < EVENTS; i++) {
    const odd = random() < ODD * 4
    const agent = Math.floor(random() * (odd ? IDENTITIES * ODD : IDENTITIES))
    const timeMs = Math.floor(START_MS + (i / EVENTS) * SPAN_MS)
    due.push({
      arrivesMs: timeMs + Math.floor(random() * DISORDER_MS),
      event: one(i, timeMs, agent, odd, random),
    })
  }
  due.sort((a, b) => a.arrivesMs - b.arrivesMs)
  for (const { event } of due) yield event
}

function one(i: number, timeMs: number, agent: number, odd: boolean, random: () => number): Joined {
  const kind = random()
  const denied = random() < (odd ? 0.5 : 0.04)
  const resource = Math.floor(random() * (odd ? 40 : 6))
  const restricted = random() < (odd ? 0.5 : 0.08)
  const name = `agent-${String(agent).padStart(7, '0')}`
  const approval = kind > 0.97
  return {
    op: 'join',
    kind: 'agent',
    identity: name,
    attribution: 'bound',
    candidates: NONE,
    claimedAgent: '',
    claimAgainstCredential: false,
    late: false,
    supersedes: '',
    eventId: `evt-${String(i).padStart(9, '0')}`,
    type: approval ? 'approval.granted' : 'tool.called',
    timeMs,
    origin: { topic: 'agent-events', partition: 0, offset: String(i) },
    appendMs: timeMs,
    agentId: name,
    owner: 'team',
    tier: 'medium',
    workloadId: '',
    proxy: false,
    credentialId: `cred-${agent}`,
    scopes: null,
    expiresMs: NaN,
    replaces: '',
    taskId: `task-${agent}`,
    taskNamed: true,
    purpose: 'support',
    capabilities: null,
    parentTask: '',
    requestedBy: '',
    delegateTo: '',
    delegateTask: '',
    capability: approval ? 'unknown' : kind < 0.06 ? 'secret' : kind < 0.12 ? 'send' : 'read',
    domain: '',
    action: 'x:Get',
    toolName: 'tool',
    resourceId: `res-${agent % 97}-${resource}`,
    sensitivity: restricted ? 'restricted' : 'internal',
    outcome: denied ? 'deny' : 'allow',
    sourceIp: '',
    admitted: null,
  } as unknown as Joined
}

const NONE: readonly string[] = []

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

// --- the engine's way ---

interface Ran {
  readonly tookMs: number
  readonly found: ReadonlySet<string>
  readonly running: Correlations
}

function engine(all: readonly Joined[], latenessMs: number): Ran {
  const found = new Set<string>()
  let at: Joined
  const slots = ['identity', 'resource.id']
  const used = new Map<number, string>()
  for (const feeds of plans.feeds.values())
    for (const { groupFields, valueFields } of feeds)
      for (const { slot, name } of [...groupFields, ...valueFields]) used.set(slot, name)
  const identitySlot = [...used].find(([, name]) => name === slots[0])![0]
  const fields: EventFields = {
    at: (slot) => (slot === identitySlot ? at.identity : at.resourceId),
  }
  const running = createCorrelations({
    plans,
    latenessMs,
    ours: () => true,
    sink: {
      raised: (_, { key }) => void found.add(key),
      repeated() {},
      withdrawn: (_, key) => void found.delete(key),
      match() {},
    },
  })
  const from = performance.now()
  for (const event of all) {
    at = event
    running.advance(event.timeMs)
    if (event.capability === 'secret') running.matched('secret_read', event, fields)
    else if (event.capability === 'send') running.matched('sent', event, fields)
    if (event.type === 'approval.granted') running.matched('approval', event, fields)
    if (event.outcome === 'deny') running.matched('denied', event, fields)
    if (event.sensitivity === 'restricted') running.matched('restricted', event, fields)
  }
  return { tookMs: performance.now() - from, found, running }
}

// --- by hand: Maps, one pass, in the order of arrival ---

function byHand(all: readonly Joined[]): { tookMs: number; found: ReadonlySet<string> } {
  const found = new Set<string>()
  const secrets = new Map<string, number>()
  const denials = new Map<string, number[]>()
  const targets = new Map<string, Map<string, number>>()
  const lastFound = new Map<string, number>()
  const fire = (rule: string, identity: string, timeMs: number, spanMs: number): void => {
    const key = `${rule}|${identity}`
    const last = lastFound.get(key)
    lastFound.set(key, timeMs)
    if (last === undefined || timeMs - last >= spanMs)
      found.add(`rule|${key}|${Math.floor(timeMs / spanMs)}`)
  }
  const from = performance.now()
  for (const { identity, timeMs, capability, type, outcome, sensitivity, resourceId } of all) {
    if (capability === 'secret') secrets.set(identity, timeMs)
    else if (capability === 'send') {
      const read = secrets.get(identity)
      if (read !== undefined && timeMs - read < 300_000)
        fire('unapproved', identity, timeMs, 300_000)
    }
    if (type === 'approval.granted') secrets.delete(identity)
    if (outcome === 'deny') {
      let list = denials.get(identity)
      if (list === undefined) denials.set(identity, (list = []))
      list.push(timeMs)
      while ((list[0] as number) <= timeMs - 60_000) list.shift()
      if (list.length >= 20) fire('denials', identity, timeMs, 60_000)
    }
    if (sensitivity === 'restricted') {
      let of = targets.get(identity)
      if (of === undefined) targets.set(identity, (of = new Map()))
      of.set(resourceId, timeMs)
      for (const [resource, seenMs] of of) if (seenMs <= timeMs - 600_000) of.delete(resource)
      if (of.size >= 10) fire('targets', identity, timeMs, 600_000)
    }
  }
  return { tookMs: performance.now() - from, found }
}

const all = [...events()]
const inOrder = [...all].sort((a, b) => a.timeMs - b.timeMs)
for (const [name, latenessMs] of [
  ['a lateness of 5 s', 5_000],
  ['the lateness of 5 min that is the default', 300_000],
] as const) {
  const [ours, hand] = inTurns(
    () => engine(all, latenessMs).tookMs,
    () => byHand(all).tookMs,
  ) as [number, number]
  const { found, running } = engine(all, latenessMs)
  const truth = engine(inOrder, latenessMs).found
  const theirs = byHand(all).found
  const missed = (set: ReadonlySet<string>): string =>
    `${count([...truth].filter((key) => !set.has(key)).length)} missed and ${count([...set].filter((key) => !truth.has(key)).length)} too many of ${count(truth.size)}`
  tell(
    `three correlations over ${count(EVENTS)} parsed events of ${count(IDENTITIES)} identities, up to 2 s out of order, with ${name}, against a loop with Maps that does just these`,
    `${(ours / hand).toFixed(2)} times its time`,
    'at most 4',
    [
      speed('correlations', EVENTS, ours),
      speed('by hand', EVENTS, hand),
      `findings against the same events in order: ${missed(found)}; by hand: ${missed(theirs)}`,
      `${count(running.windows.counts.added)} matches into ${count(running.windows.groups)} groups that are held at the end`,
      circumstances(),
    ],
  )
}

// --- bytes of state for each group ---

function heap(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

const some = all.slice(0, Math.min(all.length, 500_000))
const before = heap()
const { running } = engine(some, 300_000)
const bytes = heap() - before
const { groups, entries } = running.windows
tell(
  'bytes of heap for each group of a correlation',
  `${count(bytes / groups)} bytes a group, ${count(bytes / entries)} for each of its ${count(entries / groups)} matches`,
  null,
  [
    `${count(groups)} groups with ${count(entries)} matches, kept for their windows and a lateness of 5 min`,
    'the texts of events are shared with the events, which are held outside',
    circumstances(),
  ],
)
