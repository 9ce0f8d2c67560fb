// How fast is `ambit replay --summary` against a bare read-and-`JSON.parse` loop over the same file, at few and at many identities?
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bare, writeFleet } from './events.js'
import {
  circumstances,
  count,
  inFolder,
  inTurns,
  processMs,
  PROGRAM,
  speed,
  tell,
} from './rounds.js'

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 1_000_000)
const WANTED = 0.5

function compare(identities: number): void {
  inFolder((folder) => {
    const file = join(folder, 'events.ndjson')
    const { bytes } = writeFleet(file, { events: EVENTS, identities })
    const ambit = [...PROGRAM, 'replay', '--summary', file]
    const loop = [fileURLToPath(import.meta.url), file]
    const [ambitMs, bareMs] = inTurns(
      () => processMs(ambit),
      () => processMs(loop),
    ) as [number, number]
    tell(
      `replay --summary at ${count(identities)} identities, against reading and JSON.parse alone`,
      `${(bareMs / ambitMs).toFixed(2)} of its speed`,
      `at least ${WANTED}`,
      [
        speed('ambit', EVENTS, ambitMs),
        speed('bare', EVENTS, bareMs),
        `${count(bytes / EVENTS)} bytes an event; whole processes, start and end included`,
        circumstances(),
      ],
    )
  })
}

const file = process.argv[2]
if (file !== undefined) await bare(file)
else for (const identities of [10_000, 1_000_000]) compare(identities)
