// Who carries the demo's commands out: a consumer as anybody may write one, on the log and by the clock of the story.
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { consumeFrom } from '../consumer/consumer.js'
import type { CommandLife } from '../model/life-command.js'
import type { Settings } from '../model/settings.js'
import type { Command } from '../model/wire.js'
import type { Transport } from '../transport/port.js'
import { PUBLIC_FILE } from './run-signer.js'

export interface Containment {
  /** what was done about a command; '' where nothing was */
  didWhat(commandId: string): string
  stop(): Promise<void>
}

/** `nowMs`: the story's time. */
export async function createContainment(
  { data, topics }: Settings,
  transport: Transport,
  nowMs: () => number,
): Promise<Containment> {
  const done = new Map<string, string>()
  const act =
    (what: (command: Command) => string) =>
    async (command: Command): Promise<string> => {
      const said = what(command)
      done.set(command.id, said)
      return said
    }
  const { commands, commandResults: results } = topics
  const consumer = await consumeFrom(transport, {
    group: 'demo-containment',
    keys: join(data, PUBLIC_FILE),
    topics: { commands, results },
    nowMs,
    handlers: {
      revoke: act(({ credential_id }) => `the issuer has ended ${credential_id}`),
      contain: act(({ agent_id }) => `the mesh lets ${agent_id} through no more`),
    },
  })
  return { didWhat: (id) => done.get(id) ?? '', stop: () => consumer.stop() }
}

const POLL_MS = 20

/** What became of each command, as soon as all of these are past `states`, or the time is over. */
export async function livesPast(
  address: string,
  states: readonly CommandLife['state'][],
  ids: readonly string[],
  msMax: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, CommandLife>> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const answer = await fetch(`${address}/v1/commands?limit=1000`)
    const { items } = (await answer.json()) as {
      readonly items: readonly { readonly id: string; readonly life?: CommandLife }[]
    }
    const lives = new Map(items.flatMap(({ id, life }) => (life === undefined ? [] : [[id, life]])))
    const open = ids.some((id) => {
      const life = lives.get(id)
      return life === undefined || states.includes(life.state)
    })
    if (!open || waitedMs >= msMax) return lives
    await wait(POLL_MS, undefined, { signal })
  }
}
