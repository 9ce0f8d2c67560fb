// `ambit replay` as a command line: what it takes, what it leaves out, and what it says where a file or a name is wrong.
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { replay, type ReplayRequest } from '../src/cli/replay.js'
import { Problem } from '../src/model/problem.js'

const EVENTS = [
  '{"id":"1","time":0,"type":"task.started","agent":{"id":"a1"},"task":{"id":"T1","purpose":"summarise"}}',
  '{"id":"2","time":1000,"type":"credential.issued","credential":{"id":"c1"},"task":{"id":"T1"}}',
  '{"id":"3","time":2000,"type":"task.ended","agent":{"id":"a1"},"task":{"id":"T1"}}',
]

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-replay-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

interface Played {
  readonly code: number
  readonly topics: readonly string[]
  readonly complaints: readonly string[]
}

async function play(request: ReplayRequest): Promise<Played> {
  let text = ''
  const complaints: string[] = []
  const code = await replay(request, {
    env: {},
    write: (part) => void (text += part),
    complain: (line) => complaints.push(line.replace(folder, '')),
  })
  const records = text.split('\n').filter((line) => line !== '')
  return {
    code,
    topics: records.map((line) => (JSON.parse(line) as { topic: string }).topic),
    complaints,
  }
}

const ALL = [
  'ambit.joined',
  'ambit.joined',
  'ambit.decisions',
  'ambit.joined',
  'ambit.commands',
  'ambit.findings',
  'ambit.decisions',
]

test('lines of another system, blank ones and a byte order mark change nothing', async () => {
  const plain = await play({ files: [file('plain.ndjson', EVENTS.join('\n'))] })
  expect(plain).toMatchObject({ code: 0, complaints: [] })
  expect([...plain.topics].sort()).toEqual([...ALL].sort())
  const strange = file('strange.ndjson', `\ufeff${EVENTS.join('\r\n\r\n')}\r\n  \r\n\t\n`)
  expect(await play({ files: [strange] })).toEqual(plain)
})

test('a file that breaks off costs its own rest only, and ends with 1', async () => {
  const whole = gzipSync(EVENTS.join('\n'))
  const torn = file('torn.gz', whole.subarray(0, whole.length - 12))
  const played = await play({
    files: [file('none.gz', 'no gzip'), torn, file('plain.ndjson', EVENTS.join('\n'))],
    only: 'ambit.commands',
  })
  expect([played.code, played.topics]).toEqual([1, ['ambit.commands']])
  expect(played.complaints).toHaveLength(2)
  expect(played.complaints[0]).toMatch(/^\/none\.gz: /)
})

test('files and topics that are not there are wrong usage, before anything is read', async () => {
  const good = file('good.ndjson', EVENTS.join('\n'))
  const refused = async (request: ReplayRequest): Promise<string> => {
    const error: unknown = await play(request).catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(Problem)
    expect((error as Problem).code).toBe('USAGE')
    return String(error).replace(folder, '')
  }
  expect(await refused({ files: [good, join(folder, 'nofile')] })).toBe(
    '/nofile: there is no such file',
  )
  expect(await refused({ files: [folder] })).toBe(': this is a folder: name the files in it')
  expect(await refused({ files: [good], only: 'ambit.commands, ambit.findngs' })).toBe(
    '--only: nothing is written to "ambit.findngs", did you mean "ambit.findings"?',
  )
  expect(await refused({ files: [good], only: 'commands' })).toContain('known: ambit.joined, ')
})

test('the table counts decisions by the outcome that their records have', async () => {
  const called =
    '{"id":"4","time":1500,"type":"tool.called","task":{"id":"T1"},"tool":{"name":"send_email"}}'
  const read =
    '{"id":"5","time":1400,"type":"tool.called","task":{"id":"T1"},"tool":{"name":"read_file"}}'
  const files = [file('e.ndjson', [...EVENTS.slice(0, 1), read, called].join('\n'))]
  let text = ''
  const io = { env: {}, write: (part: string) => void (text += part), complain: () => undefined }
  await replay({ files, only: 'ambit.decisions' }, io)
  expect(text.match(/"outcome":"\w+"/g)).toEqual(['"outcome":"allow"', '"outcome":"escalate"'])
  text = ''
  await replay({ files, summary: true }, io)
  expect(text.match(/^decision .*$/gm)).toEqual([
    'decision allow              1',
    'decision escalate           1',
  ])
})
