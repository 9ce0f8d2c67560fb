// Starts test/kafka/member.ts as real processes that can be stopped, woken and killed.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MemberOrder } from './member.js'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')

export interface Member {
  readonly process: ChildProcess
  /** lines it has said */
  readonly said: string[]
  readonly ended: Promise<number | null>
}

let built: string | null = null

// kafkajs must stay outside of the bundle: the patch works on its files.
function build(): string {
  if (built !== null) return built
  const file = join(root, 'node_modules', '.cache', 'ambit', `member-${process.pid}.mjs`)
  execFileSync(join(root, 'node_modules', '.bin', 'esbuild'), [
    join(here, 'member.ts'),
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--packages=external',
    '--log-level=error',
    `--outfile=${file}`,
  ])
  return (built = file)
}

export function startMember(
  order: MemberOrder,
  environment: Readonly<Record<string, string>> = {},
): Member {
  const file = join(mkdtempSync(join(tmpdir(), 'ambit-member-')), 'order.json')
  writeFileSync(file, JSON.stringify(order))
  const child = spawn(process.execPath, [build(), file], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  let rest = ''
  const hear = (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop()!
    said.push(...lines)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return {
    process: child,
    said,
    ended: new Promise((resolve) => child.on('exit', (code) => resolve(code))),
  }
}
