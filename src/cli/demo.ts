// `ambit demo`: the whole engine in a folder of its own, a scripted fleet that posts events to it over HTTP, readable lines.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Settings } from '../model/settings.js'
import { usesAuthority } from '../model/event.js'
import type { CommandLife } from '../model/life-command.js'
import type { Command, Decision, JoinedEvent } from '../model/wire.js'
import { createDecoder } from '../transport/decode.js'
import type { LogRecord, Transport } from '../transport/port.js'
import { defaultSettings } from './config.js'
import { createContainment, livesPast } from './demo-containment.js'
import {
  answerLine,
  commandLines,
  createPaint,
  eventLine,
  questionLine,
  table,
  type Paint,
  type Told,
} from './demo-lines.js'
import { FLEET, STORY_S, storyFrom, type Beat } from './demo-story.js'
import { createLog } from './log.js'
import { start, type Running } from './run.js'

export interface DemoIo {
  readonly env: NodeJS.ProcessEnv
  readonly terminal: boolean
  write(text: string): void
  /** aborted where a person wants it to end */
  readonly stop: AbortSignal
  /** wall clock in epoch ms */
  now(): number
}

/** How much faster than its events the story is told: about 45 s, and about 4 s with `--once`. */
const SPEED = 12
const SPEED_ONCE = 150
const POLL_MS = 10
/** of the story's time what comes too late, and of ours how long after an answer nothing can come that contradicts it */
const LATENESS_MS = 1_000
const PROPAGATION_MS = 500
/** an answer takes some milliseconds; a machine that is busy gets longer */
const ANSWER_MS_MAX = 10_000

/** Resolves to the exit code: 0 also where it was stopped; 1 where the engine did not answer for all the events. */
export async function demo(once: boolean, io: DemoIo): Promise<0 | 1> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-demo-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  // Whoever reads along may go before the end (`| head`), which ends the process
  process.once('exit', remove)
  let running: Running | null = null
  try {
    const settings = defaultSettings({
      data: join(folder, 'data'),
      http: { host: '127.0.0.1', port: 0, token: null },
      // What is told in seconds is certain after seconds too.
      latenessMs: LATENESS_MS,
      propagationMs: PROPAGATION_MS,
    })
    running = await start(settings, createLog('error'))
    const paint = createPaint(io.terminal, io.env)
    const work = play(once, settings, running, paint, io)
    await Promise.race([work, running.failed])
    return await work
  } catch (error) {
    if (io.stop.aborted) return 0
    throw error
  } finally {
    await running?.stop()
    process.off('exit', remove)
    remove()
  }
}

async function play(
  once: boolean,
  settings: Settings,
  running: Running,
  paint: Paint,
  io: DemoIo,
): Promise<0 | 1> {
  const { address, link } = running
  const speed = once ? SPEED_ONCE : SPEED
  const say = (line: string): void => io.write(`${line}\n`)
  const beganMs = io.now()
  say(paint('bold', 'Ambit at work: the embedded log in a temporary folder, events in over HTTP'))
  say(
    `${FLEET.length} agents, ${STORY_S / 60} minutes of their events told in about ${Math.ceil(STORY_S / speed)} seconds, times in UTC`,
  )
  say(paint('dim', `POST ${address}/v1/events`))
  if (!once) say(`Watch it in the console: ${link}`)
  const narrator = createNarrator(settings, running.transport, paint, say, io.stop)
  const startMs = beganMs - STORY_S * 1000
  let storyMs = startMs
  const containment = await createContainment(settings, running.transport, () => storyMs + 1_000)
  let complete = true
  let answered = 0
  const lives = (states: readonly CommandLife['state'][]) => {
    const ids = narrator.commands.filter(isCarriedOut).map(({ id }) => id)
    return livesPast(address, states, ids, ANSWER_MS_MAX, io.stop)
  }
  for (const beat of storyFrom(startMs)) {
    await wait(Math.max(0, beganMs + (beat.atS * 1000) / speed - io.now()), undefined, {
      signal: io.stop,
    })
    if (beat.title !== '') say(`\n${paint('cyan', beat.title)}`)
    storyMs = startMs + beat.atS * 1000
    await post(address, beat)
    complete = (await narrator.tell(beat)) && complete
    if (answered === narrator.commands.length) continue
    const heard = await lives(['sent'])
    for (; answered < narrator.commands.length; answered++) {
      const command = narrator.commands[answered] as Command
      const { id } = command
      say(
        isCarriedOut(command)
          ? answerLine(containment.didWhat(id), heard.get(id), paint)
          : questionLine(command, paint),
      )
    }
  }
  const became = await lives(['sent', 'acknowledged'])
  await containment.stop()
  say(`\n${table(narrator.told, narrator.commands, became, paint)}`)
  nextSteps(running, narrator.commands.findLast(isCarriedOut), once, say)
  if (!complete) say('The engine did not answer for all of these events in time.')
  if (!once) await wait(2 ** 31 - 1, undefined, { signal: io.stop })
  return complete ? 0 : 1
}

/** A question is carried out by nobody: somebody answers it. */
function isCarriedOut({ type }: Command): boolean {
  return type !== 'escalate'
}

async function post(address: string, { events }: Beat): Promise<void> {
  const answer = await fetch(`${address}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
  })
  if (answer.status !== 202)
    throw new Error(`the engine did not take the events: ${await answer.text()}`)
}

interface Narrator {
  readonly told: readonly Told[]
  readonly commands: readonly (Command & { readonly identity: string })[]
  /** prints what the engine made of a beat once it has answered for all of it; false where it did not in time */
  tell(beat: Beat): Promise<boolean>
}

function createNarrator(
  { topics }: Settings,
  transport: Transport,
  paint: Paint,
  say: (line: string) => void,
  stop: AbortSignal,
): Narrator {
  const decoder = createDecoder()
  const joined = new Map<string, JoinedEvent>()
  const decisions = new Map<string, Decision>()
  const told: Told[] = []
  const commands: (Command & { identity: string })[] = []
  const tails = [
    tailOf(transport, topics.joined, ({ value }) => {
      const event = decoder.decode('joined-event', value as Buffer)
      joined.set(event.id, event)
    }),
    // Commands before decisions, which are written together: who has seen a decision has seen its commands
    tailOf(transport, topics.decisions, ({ value }) => {
      const decision = decoder.decode('decision', value as Buffer)
      decisions.set(decision.event, decision)
    }),
    tailOf(
      transport,
      topics.commands,
      ({ value, key }) =>
        void commands.push({
          ...decoder.decode('command', value as Buffer),
          identity: String(key),
        }),
    ),
  ]
  let shown = 0

  return {
    told,
    commands,
    async tell({ events }) {
      const missing = (): boolean =>
        events.some(
          ({ id, type }) =>
            !joined.has(id as string) || (isJudged(type as string) && !decisions.has(id as string)),
        )
      for (let waitedMs = 0; missing() && waitedMs < ANSWER_MS_MAX; waitedMs += POLL_MS) {
        await wait(POLL_MS, undefined, { signal: stop })
        for (const read of tails) await read()
      }
      for (const { id } of events) {
        const event = joined.get(id as string)
        if (event === undefined) continue
        const decision = usesAuthority(event.type) ? (decisions.get(event.id) ?? null) : null
        told.push({ event, decision })
        say(eventLine(event, decision, paint))
      }
      for (; shown < commands.length; shown++) say(commandLines(commands[shown] as Command, paint))
      return !missing()
    },
  }
}

/** Every task of the story holds a live credential when it ends, so that its end is decided on too. */
function isJudged(type: string): boolean {
  return usesAuthority(type) || type === 'task.ended'
}

/** Reads what came to a topic of one partition since the last call. */
function tailOf(
  transport: Transport,
  topic: string,
  take: (record: LogRecord) => void,
): () => Promise<void> {
  let offset = 0
  return async () => {
    for await (const records of transport.read(topic, { partition: 0, offset: String(offset) })) {
      for (const record of records) take(record)
      offset = Number(records[records.length - 1]?.offset ?? offset) + 1
    }
  }
}

function nextSteps(
  { address, link }: Running,
  command: Command | undefined,
  once: boolean,
  say: (line: string) => void,
): void {
  if (!once) {
    say(`Until Ctrl-C the console is at ${link}`)
    say(`and HTTP answers:`)
    say(`  curl ${address}/v1/commands`)
    if (command !== undefined) say(`  ambit explain ${command.id} --url ${address}`)
    return
  }
  say('Next:')
  say(
    '  ambit demo                 the same at a slower pace, and the console to look around in until Ctrl-C',
  )
  say('  ambit run                  your own events: POST them to http://127.0.0.1:7070/v1/events')
  say('  ambit replay FILE          events of the past, from a file')
  say('  ambit explain ID           why a command came to be')
}
