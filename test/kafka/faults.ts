// Kills members inside their transactions and at random, under load, until enough was torn to mean something; then checks what came out.
import { setTimeout as sleep } from 'node:timers/promises'
import { readWithJava } from './java-reader.js'
import type { Member } from './members.js'
import {
  createTransactionCounter,
  type TransactionCounter,
  type TransactionCounts,
} from './transactions.js'

export interface FaultPlan {
  /** `host:port` */
  readonly broker: string
  readonly members: number
  /** starts one member with these environment variables beside the usual ones */
  start(environment: Readonly<Record<string, string>>): Member
  /** appends some input; called again and again while members die */
  load(round: number): Promise<void>
  /** how many records must have come out when all that was loaded so far is done */
  due(): number
  /** how many have come out */
  done(): Promise<number>
  /** nothing is loaded while so many records are due and not done: members that were killed must not fall behind for ever */
  readonly behindMax: number
  /** the topics members write to, in which transactions are counted */
  readonly written: readonly string[]
  /** as AMBIT_CRASH understands it */
  readonly crashes: string
  /** from the first work after a strike to the next strike, in ms, on average: between half and one and a half of it */
  readonly strikeAfterMs: number
  readonly seed: number
  readonly least: { readonly aborted: number; readonly outOfOrder: number }
  /** gives up, void, after so long */
  readonly limitMs: number
}

export interface FaultReport extends TransactionCounts {
  readonly seed: number
  readonly rounds: number
  /** members that died by themselves at a crash point */
  readonly crashes: number
  /** members killed from outside */
  readonly kills: number
  /** members stopped for longer than their session and woken */
  readonly sleeps: number
  readonly tookMs: number
  /** of it, from the last strike to the end of the work */
  readonly drainMs: number
}

const SLEEP_MS = 3_000
const ROUND_MS = 200
const COUNT_EVERY_ROUNDS = 10
const DRAIN_MS_MAX = 240_000

/**
 * Runs the plan. A member is struck only when some work was done since the last strike: whoever is killed while it
 * waits for its group tears nothing. The report is void, and this throws, when fewer transactions with records were
 * aborted, or fewer of them out of order, than the plan asks for.
 */
export async function provoke(plan: FaultPlan): Promise<FaultReport> {
  const startedAt = Date.now()
  const draw = createDraw(plan.seed)
  const counts = { crashes: 0, kills: 0, sleeps: 0 }
  let serial = 0
  let rounds = 0
  let torn: TransactionCounts = { committed: 0, aborted: 0, outOfOrder: 0 }
  let living: Member[] = []
  let over = false

  const startOne = () => {
    const member = plan.start({
      AMBIT_CRASH: plan.crashes,
      AMBIT_CRASH_SEED: String(plan.seed * 1_000 + serial++),
    })
    living.push(member)
    void member.ended.then(() => {
      const killed = !living.includes(member)
      living = living.filter((one) => one !== member)
      if (over) return
      if (!killed) counts.crashes++
      startOne()
    })
  }
  const strike = () => {
    const victim = living[Math.floor(draw() * living.length)]
    if (victim === undefined) return
    if (draw() < 0.2) {
      counts.sleeps++
      victim.process.kill('SIGSTOP')
      setTimeout(() => victim.process.kill('SIGCONT'), SLEEP_MS)
      return
    }
    counts.kills++
    living = living.filter((one) => one !== victim)
    victim.process.kill('SIGKILL')
  }

  for (let n = 0; n < plan.members; n++) startOne()
  const enough = () =>
    torn.aborted >= plan.least.aborted && torn.outOfOrder >= plan.least.outOfOrder
  let counter: TransactionCounter | null = null
  let doneBefore = 0
  let strikeAt = Infinity
  while (!enough() && Date.now() - startedAt < plan.limitMs) {
    const done = await plan.done()
    if (plan.due() - done <= plan.behindMax) await plan.load(rounds)
    if (done > doneBefore && strikeAt === Infinity)
      strikeAt = Date.now() + plan.strikeAfterMs * (0.5 + draw())
    if (Date.now() >= strikeAt) {
      strike()
      strikeAt = Infinity
    }
    doneBefore = done
    await sleep(ROUND_MS)
    // Before the first outcome the topics may not be there yet.
    if (++rounds % COUNT_EVERY_ROUNDS !== 0 || done === 0) continue
    counter ??= await createTransactionCounter(plan.broker, plan.written)
    torn = await counter.count()
  }
  over = true
  await end(living, 'SIGKILL')
  const drainedAt = Date.now()
  await drain(plan)
  counter ??= await createTransactionCounter(plan.broker, plan.written)
  torn = await counter.count()
  await counter.close()
  const times = { tookMs: Date.now() - startedAt, drainMs: Date.now() - drainedAt }
  const report = { seed: plan.seed, rounds, ...counts, ...torn, ...times }
  if (!enough()) throw new Error(`void: too little was torn: ${JSON.stringify(report)}`)
  return report
}

// The last ones run without crash points, to the end of the work, and leave as they should.
async function drain(plan: FaultPlan): Promise<void> {
  const last = Array.from({ length: plan.members }, () => plan.start({ AMBIT_CRASH: '' }))
  const until = Date.now() + DRAIN_MS_MAX
  for (let done = await plan.done(); done < plan.due(); done = await plan.done()) {
    if (Date.now() > until) {
      await end(last, 'SIGKILL')
      throw new Error(
        `${done} of ${plan.due()} done ${DRAIN_MS_MAX} ms after the last strike; a member said: ${last[0]?.said.slice(-5).join(' / ')}`,
      )
    }
    await sleep(300)
  }
  await end(last, 'SIGTERM')
}

async function end(members: readonly Member[], signal: NodeJS.Signals): Promise<void> {
  for (const member of members) {
    member.process.kill('SIGCONT')
    member.process.kill(signal)
  }
  await Promise.all(members.map((member) => member.ended))
}

export interface Verdict {
  readonly lost: string[]
  readonly doubled: string[]
  readonly unexpected: string[]
}

/** What the Java client takes for committed, as ids, against the set that must be there once each. */
export async function judge(
  broker: string,
  topic: string,
  expected: ReadonlySet<string>,
  idOf: (value: string) => string,
) {
  return compare(
    (await readWithJava(broker, topic)).map(({ value }) => idOf(value ?? '')),
    expected,
  )
}

export function compare(seen: readonly string[], expected: ReadonlySet<string>): Verdict {
  const counts = new Map<string, number>()
  for (const id of seen) counts.set(id, (counts.get(id) ?? 0) + 1)
  return {
    lost: [...expected].filter((id) => !counts.has(id)),
    doubled: [...counts].filter(([id, count]) => count > 1 && expected.has(id)).map(([id]) => id),
    unexpected: [...counts.keys()].filter((id) => !expected.has(id)),
  }
}

// mulberry32: the same strikes for the same seed, as far as processes allow
function createDraw(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
