// A replay of large files is done by a second process with more room for young objects: what it prints and how it ends is the same.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOM_BYTES_MIN, wantsRoom } from '../src/cli/replay-room.js'
import { ambit, build, killAll, launch } from './program.js'

const EVENT =
  '{"id":"1","time":0,"type":"task.started","agent":{"id":"a1"},"task":{"id":"T1","purpose":"summarise"}}\n'
/** each process says with which options of its own it was started */
const TELLING = { NODE_OPTIONS: '--import=data:text/javascript,console.error(process.execArgv)' }

let folder: string
beforeAll(() => {
  build()
  folder = mkdtempSync(join(tmpdir(), 'ambit-room-'))
})
afterAll(() => {
  killAll()
  rmSync(folder, { recursive: true, force: true })
})

/** An event, a line that is none, and as many blanks as make the file large. */
function large(name: string, lines: string): string {
  const path = join(folder, name)
  const file = openSync(path, 'w')
  writeSync(file, lines)
  const blanks = `${' '.repeat(2 ** 20 - 1)}\n`
  for (let i = 0; i < ROOM_BYTES_MIN / 2 ** 20; i++) writeSync(file, blanks)
  closeSync(file)
  return path
}

function small(name: string, lines: string): string {
  const path = join(folder, name)
  writeFileSync(path, lines)
  return path
}

test('a large file is replayed by a process with room, with the output and the exit code of a small one', async () => {
  const ends: [number | null, string][] = []
  for (const path of [large('large', `${EVENT}{}\n`), small('small', `${EVENT}{}\n`)]) {
    const { said, ended } = launch(['replay', '--summary', path])
    const code = await ended
    ends.push([code, said().replaceAll(path, 'FILE')])
  }
  expect(ends[0]).toEqual(ends[1])
  expect(ends[0]![0]).toBe(1)
  expect(ends[0]![1]).toMatch(/^joined +1$/m)
})

test('the second process is started for large files alone, with more room than is usual', async () => {
  const of = async (path: string): Promise<string> => {
    const { said, ended } = launch(['replay', '--summary', path], TELLING)
    expect(await ended).toBe(0)
    return said()
  }
  expect(await of(large('told', EVENT))).toContain('--max-semi-space-size=64')
  expect(await of(small('told-too', EVENT))).not.toContain('semi-space')
})

test('whoever is stopped stops the process that replays for it', async () => {
  // Standard input stays open: it would wait for ever.
  const child = spawn(
    process.execPath,
    [ambit, 'replay', '--summary', large('stopped', EVENT), '-'],
    { env: { ...process.env, ...TELLING }, stdio: ['pipe', 'ignore', 'pipe'] },
  )
  const ended = once(child, 'exit')
  let said = ''
  for await (const part of child.stderr) {
    said += String(part)
    if (said.includes('--max-semi-space-size=64')) break
  }
  child.kill('SIGTERM')
  expect(await ended).toEqual([143, null])
})

test('files are large together, gzipped ones sooner, and who sets options of Node decides alone', () => {
  const path = large('sized', EVENT)
  const little = small('little', EVENT)
  expect(wantsRoom([little], undefined, [])).toBe(false)
  expect(wantsRoom([little, path], undefined, [])).toBe(true)
  expect(wantsRoom(['-', join(folder, 'none')], undefined, [])).toBe(false)
  const half = 'x'.repeat(ROOM_BYTES_MIN / 8)
  expect(wantsRoom([small('some.gz', half)], undefined, [])).toBe(true)
  expect(wantsRoom([small('some.txt', half)], undefined, [])).toBe(false)
  expect(wantsRoom([path], '--max-semi-space-size=16', [])).toBe(false)
  expect(wantsRoom([path], '--no-warnings', [])).toBe(true)
  expect(wantsRoom([path], undefined, ['--cpu-prof'])).toBe(false)
})
