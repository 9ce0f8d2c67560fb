// How fast is `ambit replay --summary` against a bare read-and-`JSON.parse` loop over the same file, at few and at many identities?
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeFleet } from './events.js'
import { circumstances, count, inFolder, inTurns, processMs, ROOT, speed, tell } from './rounds.js'

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 1_000_000)
const WANTED = 0.5

/** The loop compared with: as few instructions as it takes to have every event parsed. */
async function bare(file: string): Promise<void> {
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

function compare(identities: number): void {
  inFolder((folder) => {
    const file = join(folder, 'events.ndjson')
    const { bytes } = writeFleet(file, { events: EVENTS, identities })
    const ambit = [join(ROOT, 'dist', 'cli', 'ambit.js'), 'replay', '--summary', file]
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
