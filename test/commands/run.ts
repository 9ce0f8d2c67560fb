// One run: waves of agents, the engine and a consumer with everything between them that can go wrong, up to its end.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdmit } from '../../src/admit/admit.js'
import { loadSettings } from '../../src/cli/config.js'
import { loadKnowledge } from '../../src/cli/replay.js'
import { consumeFrom, type CommandConsumer } from '../../src/consumer/consumer.js'
import { startFlow, type Flow } from '../../src/flow.js'
import type { Approval, Command, CommandResult } from '../../src/model/wire.js'
import type { FlowObserver } from '../../src/tasks.js'
import { createOutputs } from '../../src/topology/outputs.js'
import { createDecoder } from '../../src/transport/decode.js'
import { createEncoder } from '../../src/transport/encode.js'
import type { LogRecord, Outbound } from '../../src/transport/port.js'
import { auditOptions, signer } from '../chains.js'
import { kindOf, type Wire } from '../scenario/play.js'
import { chanceOf, type Chance } from './chance.js'
import { createIssuer } from './issuer.js'
import { openNetwork } from './network.js'
import { waveOf, WAVE_S } from './stories.js'
import { createWorld, RESULTS, type Kills, type Planted, type Reader, type World } from './world.js'
import type { Found } from './ledger.js'

const settings = loadSettings({
  env: {
    AMBIT_BUDGET: 'off',
    AMBIT_LATENESS: 'PT2M',
    AMBIT_APPROVAL_DEADLINE: 'PT4M',
    AMBIT_BASELINE: 'off',
    AMBIT_PROVENANCE: 'off',
    AMBIT_SUSPENSION: 'off',
    AMBIT_SILENCE: 'off',
    AMBIT_ACCUMULATION: 'off',
    AMBIT_DECISIONS: 'notable',
    AMBIT_JOINED: 'off',
  },
})
const { topics } = settings
const { rules: _, ...knowledge } = loadKnowledge(settings)
const PARTITIONS = 4

export interface Sizes {
  readonly seed: number
  readonly agents: number
  readonly waves: number
  readonly kills: Kills
  readonly planted?: Planted
}

export async function run({
  seed,
  agents,
  waves,
  kills,
  planted = 'nothing',
}: Sizes): Promise<Found> {
  const dir = mkdtempSync(join(tmpdir(), 'ambit-commands-'))
  const chance = chanceOf(seed)
  const world = await createWorld(dir, settings, PARTITIONS, { chance, kills, planted })
  try {
    return await runIn(world, { seed, agents, waves, kills, planted }, chance)
  } finally {
    await world.log.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function runIn(world: World, { agents, waves }: Sizes, chance: Chance): Promise<Found> {
  const issuer = createIssuer(chance)
  const network = await openNetwork(
    world.life('network').transport,
    topics.commandResults,
    () => world.nowMs,
    chance,
  )
  let flow: Flow | null = null
  let consumer: CommandConsumer | null = null
  const revive = async (reader: Reader): Promise<void> => {
    if (reader === 'engine') {
      await flow?.stop()
      flow = await engineIn(world)
    } else {
      await consumer?.stop()
      consumer = await consumeFrom(world.life('consumer', issuer.written).transport, {
        group: 'containment',
        handlers: issuer.handlers,
        keys: { keys: [signer.key] },
        topics: { results: RESULTS },
        nowMs: () => world.nowMs,
      })
    }
  }
  await revive('engine')
  await revive('consumer')

  const found = collecting(chance)
  const told = new Set<string>()
  const ends = (): readonly Outbound[] =>
    issuer.told().map((id) => {
      told.add(id)
      const credential = { id }
      return event({
        id: `end of ${id}`,
        time: world.nowMs,
        type: 'credential.revoked',
        credential,
      })
    })
  /** The clock moves, what is due by it comes, and everything comes to rest. */
  const pass = async (seconds: number, more: readonly Outbound[] = []): Promise<void> => {
    world.nowMs += seconds * 1_000
    const due = [...network.late(world.nowMs), ...ends(), ...more]
    if (due.length > 0) await world.append(due)
    await world.rest(revive)
    const answers = found.take(await world.fresh(topics.commands), world.nowMs)
    if (answers.length > 0) await world.append(answers)
  }

  for (let wave = 0; wave < waves; wave++) {
    const [from, to] = [wave, wave + 1].map((n) => Math.floor((agents * n) / waves)) as [
      number,
      number,
    ]
    const { first, later } = waveOf(from, to, world.nowMs, chance)
    await pass(WAVE_S, first.map(event))
    await pass(8, later.map(event))
    for (let step = 0; step < 4; step++) await pass(33)
    // Once, so much time that what was contained until now is let go of.
    if (wave === Math.floor(waves / 2)) await pass(90_000)
  }
  for (let step = 0; step < 24; step++) await pass(33)
  await world.rest(revive)
  const results = (await world.fresh(topics.commandResults)).map(
    ({ value }) => JSON.parse(String(value)) as CommandResult,
  )
  const end = flow as unknown as Flow
  await (consumer as unknown as CommandConsumer).stop()
  const lives = new Map(
    found.commands.map(({ id }) => [id, end.commanded.lifeOf(id)?.state ?? null] as const),
  )
  const questions = found.questions.map((id) => {
    const question = end.asked.find(id)
    return question === 'elsewhere' ? null : (question?.state ?? null)
  })
  await end.stop()
  return {
    commands: found.commands,
    lives,
    questions,
    results,
    told,
    twice: issuer.twice,
    acts: issuer.counts,
    killed: world.killed,
    network: network.counts,
  }
}

async function engineIn(world: World): Promise<Flow> {
  return startFlow({
    transport: world.life('engine').transport,
    settings,
    knowledge,
    admit: createAdmit({ limits: settings.limits }),
    outputs: createOutputs(topics, createEncoder({ encoding: 'avro', schemaIds: null }), {
      program: '0',
      digest: '',
    }),
    fetchSchema: null,
    svids: null,
    observer: QUIET,
    audit: auditOptions(settings),
  })
}

const QUIET: FlowObserver = {
  opened() {},
  closed() {},
  published() {},
  failed() {},
  waits() {},
  refused(problem) {
    throw problem
  },
  svidRejected() {},
  decision() {},
  command() {},
  finding() {},
}

function event(said: Wire): Outbound {
  const kind = kindOf(said)
  const of = (said['agent'] ?? said['credential']) as { readonly id: string }
  return { topic: `${kind}-events`, key: of.id, value: Buffer.from(JSON.stringify(said)) }
}

/** Of those who are told of a command, how many say that it was not right; of those who are asked, how many answer what. */
const DENIED = 0.06
const ALLOWED = 0.4
const REFUSED = 0.7

/** Gathers what was published, and what people say to it. */
function collecting(chance: Chance) {
  const decoder = createDecoder()
  const commands: Command[] = []
  const questions: string[] = []
  const asks = new Set<string>()
  const answer = (id: string, decision: Approval['decision'], time: number): Outbound => {
    const approver = `person-${Math.floor(chance('who', id) * 2_000)}`
    const said = { id, time, approver, decision, reason: '', valid_for: null }
    return { topic: topics.approvals, key: id, value: Buffer.from(JSON.stringify(said)) }
  }
  return {
    commands,
    questions,
    take(records: readonly LogRecord[], nowMs: number): readonly Outbound[] {
      const answers: Outbound[] = []
      for (const { value } of records) {
        const command: Command = decoder.decode('command', value as Buffer)
        const { id, type, approval, attempt, undoes } = command
        if (approval !== null) {
          questions.push(approval.id)
          asks.add(id)
          const drawn = chance('answer', approval.id)
          if (drawn < REFUSED)
            answers.push(answer(approval.id, drawn < ALLOWED ? 'approve' : 'deny', nowMs))
          continue
        }
        // That a question is taken back is carried out by nobody.
        if (undoes !== null && asks.has(undoes)) continue
        commands.push(command)
        if (attempt === 1 && type !== 'reinstate' && chance('denied', id) < DENIED)
          answers.push(answer(id, 'deny', nowMs))
      }
      return answers
    },
  }
}
