// A replay of large files in a process that has room for young objects: by default Node moves them on so early that an eighth of the time goes into it.
import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { constants } from 'node:os'

/** Below it a second process costs more than it saves. */
export const ROOM_BYTES_MIN = 32 * 2 ** 20
const GZIPPED_TIMES = 8
const ROOM = '--max-semi-space-size=64'

/** Whether to replay these is worth a process of its own. Who gives Node arguments of its own, or says by NODE_OPTIONS how large the semi-space is, knows better. */
export function wantsRoom(
  files: readonly string[],
  nodeOptions: string | undefined,
  execArgv: readonly string[],
): boolean {
  if (execArgv.length > 0 || nodeOptions?.includes('semi-space') === true) return false
  let bytes = 0
  for (const file of files) {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    bytes += file.endsWith('.gz') ? GZIPPED_TIMES * size : size
  }
  return bytes >= ROOM_BYTES_MIN
}

/** Starts this command once more, with the same input and output, and ends as it ends: resolves to its exit code. */
export function runWithRoom(): Promise<number> {
  const child = spawn(process.execPath, [ROOM, ...process.argv.slice(1)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}
