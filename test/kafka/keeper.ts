// A process of its own that keeps one broker for a whole run of jest and ends it when that run has gone.
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { startBroker } from './broker.js'

const [runner, note] = [Number(process.argv[2]), process.argv[3]!]

const tell = (what: object) => {
  writeFileSync(`${note}.part`, JSON.stringify(what))
  renameSync(`${note}.part`, note)
}

const runs = () => {
  try {
    process.kill(runner, 0)
    return true
  } catch {
    return false
  }
}

try {
  const broker = await startBroker()
  if (broker === null) {
    tell({ none: true })
  } else {
    tell({ address: broker.address, data: broker.data, how: broker.how })
    while (runs()) await new Promise((resolve) => setTimeout(resolve, 300))
    await broker.stop()
    // the folder is the claim to be the keeper: gone, another run of the same number may have it
    rmSync(dirname(note), { recursive: true, force: true })
  }
} catch (error) {
  tell({ error: (error as Error).message })
}
