// What do 100 and 1,000 filter rules cost over parsed events, against a loop by hand over two levels of Maps? And 900 more that never match?
import { ANY, type Expression, type Field, type RuleSet } from '../../src/sigma/rule.js'
import { createRulesAtWork, type Matching } from '../../src/sigma/at-work.js'
import { QUIET, type Joined } from '../../src/model/joined.js'
import { CAPABILITIES } from '../../src/model/capability.js'
import { making, rule, ruleSet } from '../rules/made.js'
import { circumstances, count, inTurns, speed, tell } from './rounds.js'

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 500_000)
const TOOLS = 20
const START_MS = Date.UTC(2026, 0, 5, 8)

/** tool = X and capability = Y and target contains Z */
interface Filter {
  readonly id: string
  readonly tool: string
  readonly capability: string
  readonly part: string
}

const toolName = (i: number): string => `provider_${i % TOOLS}_operation`
const TOOL_NAMES = Array.from({ length: TOOLS }, (_, i) => toolName(i))
const capabilityOf = (i: number): (typeof CAPABILITIES)[number] =>
  CAPABILITIES[Math.floor(i / TOOLS) % CAPABILITIES.length]!

function filters(n: number, from = 0): Filter[] {
  return Array.from({ length: n }, (_, k) => {
    const i = from + k
    return {
      id: `rule-${i}`,
      tool: toolName(i),
      capability: capabilityOf(i),
      part: `/vault-${String(i).padStart(4, '0')}/`,
    }
  })
}

/** Every second event fits one of the first thousand rules. */
function* events(): Generator<Joined> {
  const random = generator(11)
  for (let i = 0; i < EVENTS; i++) {
    const of = Math.floor(random() * 1000)
    const part = i % 2 === 0 ? `/vault-${String(of).padStart(4, '0')}/` : '/folder-0001/'
    yield {
      ...QUIET,
      op: 'join',
      identity: `agent-${i % 1000}`,
      attribution: 'bound',
      eventId: `evt-${i}`,
      type: 'tool.called',
      timeMs: START_MS + i,
      agentId: `agent-${i % 1000}`,
      toolName: TOOL_NAMES[of % TOOLS] as string,
      capability: capabilityOf(of),
      // One text, as it comes from the wire, and not one that is still to be put together.
      resourceId: JSON.parse(`"arn:aws:s3:::bucket-${i % 97}${part}object-${i % 1013}"`) as string,
    }
  }
}

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

// --- the engine's way ---

function compiled(all: readonly Filter[]): RuleSet {
  const make = making()
  const is = (name: string, ...pieces: readonly (string | typeof ANY)[]): Expression => ({
    op: 'field',
    field: make.field(name) satisfies Field,
    test: { is: 'text', pieces, cased: false },
    place: '',
  })
  const rules = all.map(({ id, tool, capability, part }) =>
    rule(make, id, {
      op: 'and',
      of: [is('tool.name', tool), is('capability', capability), is('resource.id', ANY, part, ANY)],
    }),
  )
  return ruleSet(make, rules)
}

const atWork = (rules: readonly Filter[]): Matching => createRulesAtWork(compiled(rules)).matching

function engine(matching: Matching, all: readonly Joined[]): { tookMs: number; found: number } {
  let found = 0
  const from = performance.now()
  for (const joined of all) {
    matching.load(joined, null)
    found += matching.matched().length
  }
  return { tookMs: performance.now() - from, found }
}

// --- by hand ---

function byHand(
  rules: readonly Filter[],
  all: readonly Joined[],
): { tookMs: number; found: number } {
  const tools = new Map<string, Map<string, Filter[]>>()
  for (const one of rules) {
    let capabilities = tools.get(one.tool)
    if (capabilities === undefined) tools.set(one.tool, (capabilities = new Map()))
    const list = capabilities.get(one.capability)
    if (list === undefined) capabilities.set(one.capability, [one])
    else list.push(one)
  }
  let found = 0
  const from = performance.now()
  for (const { toolName: tool, capability, resourceId } of all) {
    const list = tools.get(tool)?.get(capability)
    if (list === undefined) continue
    const matched: string[] = []
    for (const { id, part } of list) if (resourceId.includes(part)) matched.push(id)
    found += matched.length
  }
  return { tookMs: performance.now() - from, found }
}

const all = [...events()]
const never = filters(900, 5_000)
for (const size of [100, 1_000]) {
  const rules = filters(size)
  const matching = atWork(rules)
  let ours = 0
  let theirs = 0
  const [engineMs, handMs] = inTurns(
    () => {
      const ran = engine(matching, all)
      ours = ran.found
      return ran.tookMs
    },
    () => {
      const ran = byHand(rules, all)
      theirs = ran.found
      return ran.tookMs
    },
  ) as [number, number]
  if (ours !== theirs) throw new Error(`${ours} matches against ${theirs} by hand`)
  tell(
    `${count(size)} filter rules over ${count(EVENTS)} parsed events, against two levels of Maps by hand`,
    `${(engineMs / handMs).toFixed(2)} times its time`,
    'at most 2',
    [
      speed('rules', EVENTS, engineMs),
      speed('by hand', EVENTS, handMs),
      `${count(ours)} matches`,
      circumstances(),
    ],
  )
}

const few = atWork(filters(100))
const elsewhere = never.map((one) => ({ ...one, tool: `unused_${one.tool}` }))
for (const [name, more, wanted] of [
  ['of tools that no event has', elsewhere, 'at most 1.3'],
  ['of the same tools and capabilities, for texts that no event has', never, null],
] as const) {
  const many = atWork([...filters(100), ...more])
  const [fewMs, manyMs] = inTurns(
    () => engine(few, all).tookMs,
    () => engine(many, all).tookMs,
  ) as [number, number]
  const [fewHandMs, manyHandMs] = inTurns(
    () => byHand(filters(100), all).tookMs,
    () => byHand([...filters(100), ...more], all).tookMs,
  ) as [number, number]
  tell(
    `900 more filter rules that never match, ${name}`,
    `${(manyMs / fewMs).toFixed(2)} times the time of 100 rules; by hand ${(manyHandMs / fewHandMs).toFixed(2)} times`,
    wanted,
    [speed('100 rules', EVENTS, fewMs), speed('1,000 rules', EVENTS, manyMs), circumstances()],
  )
}
