// How fast is `ambit replay` with the shipped rules, over a day in which they find something, against a bare read-and-`JSON.parse` loop over the same file?
import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { bare, fleet } from './events.js'
import {
  circumstances,
  count,
  inFolder,
  inTurns,
  processMs,
  PROGRAM,
  ROOT,
  speed,
  tell,
} from './rounds.js'

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 1_000_000)
const IDENTITIES = 10_000
/** one event in so many is of those that the rules' own tests are made of: what a rule finds, or comes near to finding */
const ONE_IN = 100
const WANTED = 0.4

type Told = Readonly<Record<string, unknown>> & { readonly agent?: { readonly id: string } }

/** What a test says of when an event comes, and how often. */
const ARRIVAL = new Set(['at', 'late', 'skew', 'arrives', 'times', 'every'])

/** The events of the tests beside the shipped rules. */
function ofTests(): readonly Told[] {
  const folder = join(ROOT, 'rules')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.yml'))
    .sort()
    .flatMap((name) => parse(readFileSync(join(folder, name), 'utf8')) as { events: Told[] }[])
    .flatMap(({ events }) => events)
    .filter((event) => typeof event['type'] === 'string')
    .map((event) => Object.fromEntries(Object.entries(event).filter(([key]) => !ARRIVAL.has(key))))
}

/** A fleet's day, with events of the tests among it, each of agents of its own time. */
function write(path: string): { readonly bytes: number; readonly ofTests: number } {
  const told = ofTests()
  const file = openSync(path, 'w')
  let bytes = 0
  let n = 0
  let own = 0
  for (const text of fleet({
    events: EVENTS - Math.floor(EVENTS / ONE_IN),
    identities: IDENTITIES,
  })) {
    let lines = ''
    for (const line of text.split('\n')) {
      if (line === '') continue
      lines += `${line}\n`
      if (++n % (ONE_IN - 1) !== 0) continue
      const event = told[own % told.length] as Told
      const time = (JSON.parse(line) as { readonly time: string }).time
      const agent = {
        ...event.agent,
        id: `${event.agent?.id ?? 'a'}-${Math.floor(own / told.length)}`,
      }
      lines += `${JSON.stringify({ ...event, agent, id: `own-${own++}`, time })}\n`
    }
    bytes += writeSync(file, lines)
  }
  closeSync(file)
  return { bytes, ofTests: own }
}

function compare(): void {
  inFolder((folder) => {
    const file = join(folder, 'events.ndjson')
    const written = write(file)
    const replay = [...PROGRAM, 'replay', file]
    const ambit = [...replay, '--only', 'ambit.findings,ambit.commands']
    const loop = [fileURLToPath(import.meta.url), file]
    const [ambitMs, bareMs] = inTurns(
      () => processMs(ambit),
      () => processMs(loop),
    ) as [number, number]
    tell(
      `replay with the shipped rules, findings and commands written, against reading and JSON.parse alone`,
      `${(bareMs / ambitMs).toFixed(2)} of its speed`,
      `at least ${WANTED}`,
      [
        speed('ambit', EVENTS, ambitMs),
        speed('bare', EVENTS, bareMs),
        `${count(IDENTITIES)} identities; ${count(written.ofTests)} events are those of the rules' own tests`,
        `${count(written.bytes / EVENTS)} bytes an event; whole processes, start and end included`,
        circumstances(),
      ],
    )
  })
}

const file = process.argv[2]
if (file !== undefined) await bare(file)
else compare()
