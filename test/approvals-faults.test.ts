// Killed between an answer and its command: at named points of the answer's way, again and again on one log, each command is there once.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Command } from '../src/model/wire.js'
import { shifted } from './incidents.js'
import { build, folder, killAll, start, until, type Running } from './program.js'
import { at, type Wire } from './scenario/play.js'

beforeAll(build, 120_000)
afterAll(killAll)

const POINTS = [
  'append after',
  'answer before',
  'answer after',
  'judge before',
  'append before',
  'append during',
  'judge after',
]
const long = process.env['AMBIT_FAULTS'] === 'long'
const KILLS = long ? 100 : 4
const TOKEN = 'a-token-of-the-house'
const preload = pathToFileURL(
  join(dirname(fileURLToPath(import.meta.url)), 'crash', 'register.mjs'),
).href

const asks = (n: number): readonly Wire[] =>
  shifted(
    [
      at(0, 'task.started', { agent: `a${n}`, task: `T${n}`, purpose: 'summarise' }),
      at(1, 'credential.issued', { agent: `a${n}`, credential: `c${n}`, task: `T${n}` }),
      at(10, 'tool.called', { agent: `a${n}`, task: `T${n}`, tool: 'send_email' }),
    ],
    60_000,
  )

const questionOf = async (running: Running, n: number): Promise<string | undefined> =>
  (await running.commands()).find(
    ({ agent_id, type }) => agent_id === `a${n}` && type === 'escalate',
  )?.approval?.id

/** The status, or 0 where the connection broke. */
async function deny(running: Running, id: string): Promise<number> {
  try {
    const { status } = await fetch(`${running.address}/v1/approvals/${id}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ decision: 'deny', approver: 'hannah' }),
    })
    return status
  } catch {
    return 0
  }
}

const revokesOf = (commands: readonly Command[], n: number): readonly Command[] =>
  commands.filter(({ agent_id, type }) => agent_id === `a${n}` && type === 'revoke')

test(
  'killed between an answer and its command, wherever that is, there is exactly one command in the end',
  async () => {
    const data = folder()
    const env = {
      AMBIT_HTTP_TOKEN: TOKEN,
      AMBIT_CONFIRMATION: 'off',
      AMBIT_BUDGET: 'off',
      NODE_OPTIONS: `--import ${preload}`,
    }
    const killed = new Map<string, number>()
    for (let n = 0; n <= KILLS; n++) {
      const point = n < KILLS ? (POINTS[n % POINTS.length] as string) : 'nowhere'
      const running = await start(['--data', data], { ...env, KILL_AT: '' })
      // What was answered before the kill stands, or is answered again as its sender was told nothing.
      if (n > 0) {
        const id = (await questionOf(running, n - 1)) as string
        const was = POINTS[(n - 1) % POINTS.length] as string
        if (was === 'append before' || was === 'append during') await deny(running, id)
        await until(`the task of a${n - 1} is revoked`, async () =>
          revokesOf(await running.commands(), n - 1).length > 0 ? true : undefined,
        )
      }
      if (n === KILLS) {
        const commands = await running.commands()
        for (let k = 0; k < KILLS; k++) expect(revokesOf(commands, k)).toHaveLength(1)
        expect(new Set(commands.map(({ id }) => id)).size).toBe(2 * KILLS)
        expect((await running.stop()).code).toBe(0)
        break
      }
      await running.stop()
      const doomed = await start(['--data', data], { ...env, KILL_AT: point })
      await doomed.post(asks(n))
      const id = await until('a question', () => questionOf(doomed, n))
      const status = await deny(doomed, id)
      expect([0, 202]).toContain(status)
      expect(await doomed.ended).not.toBe(0)
      killed.set(point, (killed.get(point) ?? 0) + 1)
    }
    // Each point was reached as often as it was meant to.
    expect([...killed.values()].reduce((sum, times) => sum + times, 0)).toBe(KILLS)
    expect(killed.size).toBe(Math.min(KILLS, POINTS.length))
  },
  long ? 3_600_000 : 240_000,
)
